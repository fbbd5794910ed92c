use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use tempfile::TempDir;

use super::*;
use crate::db::{Db, DbError, Tx};
use crate::guild::{ChannelKind, Permissions, Server, ServerChannel, ServerMember, ServerRole, Setup, store};
use crate::members::{
    self, ChannelId, EmergencyWake, Follower, Followers, Group, GuildId, Member, MemberId, Person, Profile,
    ProfileDraft, RoleId,
};
use crate::time::{QuietHours, Timestamp, ZoneId};

const GUILD: GuildId = GuildId(1);
const MAG: RoleId = RoleId(2);
const ADA: MemberId = MemberId(11);
const BO: MemberId = MemberId(12);

fn now() -> Timestamp {
    "2020-11-10T16:55:00Z".parse().unwrap()
}

async fn open() -> (Db, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (Db::open(&folder.path().join("magpie.db")).await.unwrap(), folder)
}

fn person(id: MemberId, roles: &[RoleId]) -> ServerMember {
    let name = format!("Member {id}");
    ServerMember { id, handle: id.to_string(), name, is_bot: false, roles: roles.iter().copied().collect() }
}

fn server(guild: GuildId, people: Vec<ServerMember>) -> SyncedServer {
    let role = ServerRole {
        id: MAG,
        name: "mag".to_owned(),
        position: 1,
        permissions: Permissions(u64::MAX),
        managed: false,
        mentionable: true,
    };
    let channel = ServerChannel {
        id: ChannelId(50),
        name: "help".to_owned(),
        kind: ChannelKind::Text,
        parent: None,
        position: 0,
        overwrites: vec![],
    };
    let (roles, channels) = (vec![role], vec![channel]);
    let name = format!("Server {guild}");
    SyncedServer {
        server: Server { id: guild, name, owner: ADA, bot: MemberId(9), synced_at: now(), roles, channels },
        people,
    }
}

async fn choose_mag(db: &Db, guild: GuildId) -> Result<Setup, SetupError> {
    change_setup(db, &Followers::default(), guild, ADA, now(), |setup| setup.members_role = Some(MAG)).await
}

async fn member(db: &Db, id: MemberId) -> Option<Member> {
    members::service::get(&mut db.read().await.unwrap(), id).await.unwrap()
}

#[derive(Default)]
struct Leavers(Mutex<BTreeSet<MemberId>>);

#[async_trait]
impl Follower for Leavers {
    async fn profile_changed(&self, _: &mut Tx, _: &Member, _: &Member, _: Timestamp) -> Result<(), DbError> {
        Ok(())
    }

    async fn left(&self, _: &mut Tx, member: MemberId, _: Timestamp) -> Result<(), DbError> {
        self.0.lock().unwrap().insert(member);
        Ok(())
    }
}

#[tokio::test]
async fn server_is_read_back_as_it_was_synced() {
    let (db, _folder) = open().await;
    let shown = server(GUILD, vec![person(ADA, &[MAG])]);
    sync(&db, &Followers::default(), &shown).await.unwrap();
    let mut conn = db.read().await.unwrap();
    assert_eq!(store::server(&mut conn, GUILD).await.unwrap().unwrap(), shown.server);
    assert_eq!(store::people(&mut conn, GUILD).await.unwrap(), shown.people);
}

#[tokio::test]
async fn groups_follow_the_set_up_and_the_roles() {
    let (db, _folder) = open().await;
    sync(&db, &Followers::default(), &server(GUILD, vec![person(ADA, &[MAG]), person(BO, &[])])).await.unwrap();
    assert_eq!(member(&db, ADA).await, None, "there are no members before the set-up");
    choose_mag(&db, GUILD).await.unwrap();
    assert!(member(&db, ADA).await.unwrap().roles.has(Group::Mag));
    assert!(member(&db, BO).await.unwrap().roles.is_empty());
    person_changed(&db, GUILD, &person(BO, &[MAG])).await.unwrap();
    assert!(member(&db, BO).await.unwrap().roles.has(Group::Mag));
}

#[tokio::test]
async fn member_who_is_not_in_a_sync_has_left_and_keeps_the_profile_for_their_return() {
    let (db, _folder) = open().await;
    let leavers = Arc::new(Leavers::default());
    let followers = Followers::default().with_follower(Arc::clone(&leavers) as Arc<dyn Follower>);
    sync(&db, &followers, &server(GUILD, vec![person(ADA, &[MAG]), person(BO, &[MAG])])).await.unwrap();
    choose_mag(&db, GUILD).await.unwrap();
    let zone = ZoneId::parse("Africa/Lagos").unwrap();
    let emergency = EmergencyWake::Allowed;
    let profile =
        Profile { zone, quiet: QuietHours::none().into(), emergency, awake_until: None, away: None, saved_at: now() };
    db.write(async |tx| {
        members::testing::set_profile(tx, BO, &profile).await;
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
    let bo = Person { id: BO, handle: "bo", name: "Bo" };
    members::service::revise(&db, bo, now(), |draft| draft.quiet = None).await.unwrap();

    sync(&db, &followers, &server(GUILD, vec![person(ADA, &[MAG])])).await.unwrap();
    let gone = member(&db, BO).await.unwrap();
    assert!(!gone.in_guild && gone.roles.is_empty());
    assert_eq!(*leavers.0.lock().unwrap(), BTreeSet::from([BO]));
    let mut conn = db.read().await.unwrap();
    let draft = members::service::draft(&mut conn, BO).await.unwrap();
    assert_eq!(draft, ProfileDraft::from_profile(&profile), "the unfinished draft is deleted");
    assert_eq!(members::service::present(&mut conn).await.unwrap().len(), 1);
    drop(conn);

    sync(&db, &followers, &server(GUILD, vec![person(ADA, &[MAG]), person(BO, &[MAG])])).await.unwrap();
    let back = member(&db, BO).await.unwrap();
    assert!(back.in_guild && back.roles.has(Group::Mag));
    assert_eq!(back.profile, Some(profile));
}

#[tokio::test]
async fn one_magpie_serves_one_server_until_it_is_removed_there() {
    let (db, _folder) = open().await;
    let other = GuildId(4);
    sync(&db, &Followers::default(), &server(GUILD, vec![person(ADA, &[MAG])])).await.unwrap();
    sync(&db, &Followers::default(), &server(other, vec![person(BO, &[MAG])])).await.unwrap();
    choose_mag(&db, GUILD).await.unwrap();
    assert!(matches!(choose_mag(&db, other).await, Err(SetupError::Elsewhere { .. })));
    assert_eq!(member(&db, BO).await, None, "people of another server are not our members");
    removed(&db, GUILD, now()).await.unwrap();
    choose_mag(&db, other).await.unwrap();
    assert!(!member(&db, ADA).await.unwrap().in_guild);
    assert!(member(&db, BO).await.unwrap().in_guild);
}

#[tokio::test]
async fn servers_that_ready_does_not_name_were_left() {
    let (db, _folder) = open().await;
    let other = GuildId(4);
    for guild in [GUILD, other] {
        sync(&db, &Followers::default(), &server(guild, vec![])).await.unwrap();
    }
    assert_eq!(removed_from_others(&db, &[GUILD], now()).await.unwrap(), [other]);
    assert_eq!(removed_from_others(&db, &[GUILD], now()).await.unwrap(), []);
    let mut conn = db.read().await.unwrap();
    assert!(super::server(&mut conn, GUILD).await.unwrap().is_some());
    assert!(super::server(&mut conn, other).await.unwrap().is_none());
}

#[tokio::test]
async fn faulty_list_changes_nothing() {
    let (db, _folder) = open().await;
    for (file, good) in
        [("name,address,role\nAda,a@x.org,mag\n", true), ("name,address,role\nBo,b@x.org,king\n", false)]
    {
        assert_eq!(expect_members(&db, file.as_bytes()).await.is_ok(), good);
    }
    let kept = store::expected(&mut db.read().await.unwrap()).await.unwrap();
    assert_eq!(kept.iter().map(|person| person.name.as_str()).collect::<Vec<_>>(), ["Ada"]);
}
