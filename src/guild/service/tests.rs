use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use tempfile::TempDir;

use super::*;
use crate::db::{Db, DbError, Tx};
use crate::guild::{
    ChannelKind, Permissions, Server, ServerChannel, ServerMember, ServerRole, Setup, TwoFactor, store,
};
use crate::members::{
    self, ChannelId, DeputyAnswer, EmergencyWake, Follower, Followers, Group, GuildId, Member, MemberId, Person,
    Profile, ProfileDraft, ProfileError, RoleId,
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
    (crate::db::testing::open(folder.path()).await, folder)
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
        two_factor: TwoFactor::Satisfied,
    }
}

async fn choose_mag(db: &Db, guild: GuildId) -> Result<Setup, SetupError> {
    let change = |setup: &mut Setup| setup.members_role = Some(MAG);
    change_setup(db, &Followers::default(), guild, ADA, now(), change).await.map(|(setup, _)| setup)
}

async fn upload(db: &Db, guild: GuildId, file: &str) -> Result<(), ListError> {
    let shown = read_list(db, guild, ADA, file.as_bytes(), now()).await?;
    save_list(db, &Followers::default(), guild, ADA, shown.id, now()).await.map(|_| ())
}

async fn stored_member_names(db: &Db) -> Vec<String> {
    let kept = store::expected(&mut db.read().await.unwrap()).await.unwrap();
    kept.into_iter().map(|person| person.name).collect()
}

async fn member(db: &Db, id: MemberId) -> Option<Member> {
    members::service::get(&mut db.read().await.unwrap(), id).await.unwrap()
}

#[derive(Default)]
struct Leavers(Mutex<BTreeSet<MemberId>>);

/// Records each call of `set_up_claimed`: the owner, and the person who set Magpie up.
#[derive(Default)]
struct Claims(Mutex<Vec<(MemberId, MemberId)>>);

#[async_trait]
impl Follower for Claims {
    async fn profile_changed(&self, _: &mut Tx, _: &Member, _: &Member, _: Timestamp) -> Result<(), DbError> {
        Ok(())
    }

    async fn left(&self, _: &mut Tx, _: MemberId, _: Timestamp) -> Result<(), DbError> {
        Ok(())
    }

    async fn set_up_claimed(&self, _: &mut Tx, owner: MemberId, by: MemberId, _: Timestamp) -> Result<(), DbError> {
        self.0.lock().unwrap().push((owner, by));
        Ok(())
    }
}

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
async fn groups_of_a_member_depend_on_the_set_up_and_the_roles() {
    let (db, _folder) = open().await;
    sync(&db, &Followers::default(), &server(GUILD, vec![person(ADA, &[MAG]), person(BO, &[])])).await.unwrap();
    assert_eq!(member(&db, ADA).await, None, "there are no members before the set-up");
    choose_mag(&db, GUILD).await.unwrap();
    assert!(member(&db, ADA).await.unwrap().roles.has(Group::Mag));
    assert!(member(&db, BO).await.unwrap().roles.is_empty());
    person_changed(&db, &Followers::default(), GUILD, &person(BO, &[MAG]), now()).await.unwrap();
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
async fn magpie_serves_no_other_server_until_its_server_removes_it() {
    let (db, _folder) = open().await;
    let other = GuildId(4);
    sync(&db, &Followers::default(), &server(GUILD, vec![person(ADA, &[MAG])])).await.unwrap();
    sync(&db, &Followers::default(), &server(other, vec![person(BO, &[MAG])])).await.unwrap();
    choose_mag(&db, GUILD).await.unwrap();
    assert!(matches!(choose_mag(&db, other).await, Err(SetupError::Elsewhere { .. })));
    assert_eq!(member(&db, BO).await, None, "people of another server are not our members");
    record_removal(&db, GUILD, now()).await.unwrap();
    assert!(matches!(choose_mag(&db, other).await, Err(SetupError::NotSynced(_))), "nothing of it was stored");
    sync(&db, &Followers::default(), &server(other, vec![person(BO, &[MAG])])).await.unwrap();
    choose_mag(&db, other).await.unwrap();
    assert!(!member(&db, ADA).await.unwrap().in_guild);
    assert!(member(&db, BO).await.unwrap().in_guild);
}

#[tokio::test]
async fn server_that_ready_does_not_list_is_recorded_as_left() {
    let (db, _folder) = open().await;
    let other = GuildId(4);
    for guild in [GUILD, other] {
        sync(&db, &Followers::default(), &server(guild, vec![])).await.unwrap();
    }
    assert_eq!(record_removal_from_others(&db, &[GUILD], now()).await.unwrap(), [other]);
    assert_eq!(record_removal_from_others(&db, &[GUILD], now()).await.unwrap(), []);
    let mut conn = db.read().await.unwrap();
    assert!(super::server(&mut conn, GUILD).await.unwrap().is_some());
    assert!(super::server(&mut conn, other).await.unwrap().is_none());
}

#[tokio::test]
async fn faulty_list_changes_nothing() {
    let (db, _folder) = open().await;
    sync(&db, &Followers::default(), &server(GUILD, vec![])).await.unwrap();
    upload(&db, GUILD, "name,address,role\nAda,a@x.org,mag\n").await.unwrap();
    let faulty = upload(&db, GUILD, "name,address,role\nBo,b@x.org,king\n").await;
    assert!(matches!(faulty, Err(ListError::Faulty(_))));
    assert_eq!(stored_member_names(&db).await, ["Ada"]);
}

#[tokio::test]
async fn list_is_neither_replaced_nor_shown_from_a_server_that_we_do_not_serve() {
    let (db, _folder) = open().await;
    let other = GuildId(4);
    for guild in [GUILD, other] {
        sync(&db, &Followers::default(), &server(guild, vec![person(ADA, &[MAG])])).await.unwrap();
    }
    choose_mag(&db, GUILD).await.unwrap();
    upload(&db, GUILD, "name,address,role\nAda,a@x.org,mag\n").await.unwrap();
    let elsewhere = |error: &SetupError| matches!(error, SetupError::Elsewhere { .. });
    for file in ["name,address,role\nEve,e@x.org,mag\n", "not a list"] {
        let refused = upload(&db, other, file).await;
        assert!(matches!(&refused, Err(ListError::SetUp(error)) if elsewhere(error)), "{refused:?}");
    }
    let mut conn = db.read().await.unwrap();
    assert!(elsewhere(&attendance_in(&mut conn, other).await.unwrap_err()));
    assert!(elsewhere(&check_may_list(&mut conn, other).await.unwrap_err()));
    drop(conn);
    assert_eq!(stored_member_names(&db).await, ["Ada"]);
}

#[tokio::test]
async fn nothing_is_stored_about_a_server_that_we_do_not_serve() {
    let (db, _folder) = open().await;
    let other = GuildId(4);
    sync(&db, &Followers::default(), &server(other, vec![person(BO, &[])])).await.unwrap();
    sync(&db, &Followers::default(), &server(GUILD, vec![person(ADA, &[MAG])])).await.unwrap();
    choose_mag(&db, GUILD).await.unwrap();
    sync(&db, &Followers::default(), &server(other, vec![person(BO, &[])])).await.unwrap();
    person_changed(&db, &Followers::default(), other, &person(BO, &[MAG]), now()).await.unwrap();
    let mut conn = db.read().await.unwrap();
    assert_eq!(store::server_ids(&mut conn).await.unwrap(), [GUILD]);
    assert_eq!(store::people(&mut conn, other).await.unwrap(), []);
}

#[tokio::test]
async fn owner_is_informed_of_the_first_set_up_unless_the_owner_made_it() {
    for (by, told) in [(BO, vec![(ADA, BO)]), (ADA, vec![])] {
        let (db, _folder) = open().await;
        let claims = Arc::new(Claims::default());
        let followers = Followers::default().with_follower(Arc::clone(&claims) as Arc<dyn Follower>);
        sync(&db, &followers, &server(GUILD, vec![person(ADA, &[]), person(BO, &[])])).await.unwrap();
        for first_set_up in [FirstSetUp::Now, FirstSetUp::Earlier] {
            let changed = change_setup(&db, &followers, GUILD, by, now(), |setup| setup.members_role = Some(MAG)).await;
            assert_eq!(changed.unwrap().1, first_set_up);
        }
        assert_eq!(*claims.0.lock().unwrap(), told);
    }
}

#[tokio::test]
async fn list_of_a_server_that_we_no_longer_serve_is_deleted_when_another_server_is_set_up() {
    let (db, _folder) = open().await;
    let other = GuildId(4);
    sync(&db, &Followers::default(), &server(GUILD, vec![])).await.unwrap();
    upload(&db, GUILD, "name,address,role\nAda,a@x.org,mag\n").await.unwrap();
    record_removal(&db, GUILD, now()).await.unwrap();
    sync(&db, &Followers::default(), &server(other, vec![])).await.unwrap();
    let shown = overview(&mut db.read().await.unwrap(), other).await.unwrap();
    assert_eq!(shown.attendance, Attendance::default());
    choose_mag(&db, other).await.unwrap();
    assert_eq!(stored_member_names(&db).await, [""; 0]);
}

#[tokio::test]
async fn server_with_many_members_is_stored_in_several_transactions() {
    let (db, _folder) = open().await;
    let many = |from: u64| (from..from + 1_200).map(|id| person(MemberId(id), &[MAG])).collect::<Vec<_>>();
    sync(&db, &Followers::default(), &server(GUILD, vec![])).await.unwrap();
    choose_mag(&db, GUILD).await.unwrap();
    let mut commits = db.commits();
    let before = *commits.borrow_and_update();
    sync(&db, &Followers::default(), &server(GUILD, many(1_000))).await.unwrap();
    assert_eq!(*commits.borrow_and_update() - before, 3);
    sync(&db, &Followers::default(), &server(GUILD, many(1_100))).await.unwrap();
    assert_eq!(members::service::present_ids(&mut db.read().await.unwrap()).await.unwrap().len(), 1_200);
}

async fn assumed_zone(db: &Db, id: MemberId) -> Option<&'static str> {
    member(db, id).await.unwrap().assumed.map(|home| home.zone.as_str())
}

/// Opens a database with a synced server in which the group of members is chosen.
async fn open_with_members(people: Vec<ServerMember>) -> (Db, TempDir) {
    let (db, folder) = open().await;
    sync(&db, &Followers::default(), &server(GUILD, people)).await.unwrap();
    choose_mag(&db, GUILD).await.unwrap();
    (db, folder)
}

#[tokio::test]
async fn uploaded_list_replaces_nothing_before_it_is_saved_and_is_saved_once() {
    let (db, _folder) = open_with_members(vec![person(ADA, &[MAG])]).await;
    upload(&db, GUILD, "name,address,role\nAda,a@x.org,mag\n").await.unwrap();
    let shown = read_list(&db, GUILD, ADA, b"name,address,role\nBo,b@x.org,mag\n", now()).await.unwrap();
    assert_eq!((shown.stored_count, shown.removed_count), (1, 1));
    assert_eq!(stored_member_names(&db).await, ["Ada"]);
    // A new upload by the same person replaces the person's earlier upload.
    let newer = read_list(&db, GUILD, ADA, b"name,address,role\nCy,c@x.org,mag\n", now()).await.unwrap();
    let save = async |id| save_list(&db, &Followers::default(), GUILD, ADA, id, now()).await;
    assert!(matches!(save(shown.id).await, Err(ListError::Gone)));
    assert_eq!(save(newer.id).await.unwrap().0, 1);
    assert!(matches!(save(newer.id).await, Err(ListError::Gone)), "a second press");
    assert_eq!(stored_member_names(&db).await, ["Cy"]);
    let discarded = read_list(&db, GUILD, ADA, b"name,address,role\nDi,d@x.org,mag\n", now()).await.unwrap();
    assert!(discard_list(&db, GUILD, discarded.id).await.unwrap());
    assert!(!discard_list(&db, GUILD, discarded.id).await.unwrap());
    assert!(matches!(save(discarded.id).await, Err(ListError::Gone)));
}

#[tokio::test]
async fn listed_place_applies_to_members_listed_by_handle_or_id_until_the_list_changes() {
    let (db, _folder) = open_with_members(vec![person(ADA, &[MAG]), person(BO, &[MAG])]).await;
    let list = |city: &str| {
        // In these tests a person's handle is their id. The third line has Bo's name and no handle.
        format!("name,email,role,handle,city\nAda,a@x.org,mag,{ADA},{city}\nMember {BO},b@x.org,mag,,Tokyo\n")
    };
    upload(&db, GUILD, &list("Brisbane")).await.unwrap();
    assert_eq!(assumed_zone(&db, ADA).await, Some("Australia/Brisbane"));
    assert_eq!(assumed_zone(&db, BO).await, None, "anybody can take a name");
    upload(&db, GUILD, &list("Lagos")).await.unwrap();
    assert_eq!(assumed_zone(&db, ADA).await, Some("Africa/Lagos"));
    upload(&db, GUILD, "name,email,role\nAda,a@x.org,mag\n").await.unwrap();
    assert_eq!(assumed_zone(&db, ADA).await, None);
}

#[tokio::test]
async fn listed_place_applies_to_members_who_join_later_or_return() {
    let (db, _folder) = open_with_members(vec![person(ADA, &[MAG])]).await;
    upload(&db, GUILD, &format!("name,email,role,handle,city\nBo,b@x.org,mag,@{BO},Brisbane\n")).await.unwrap();
    let followers = Followers::default();
    for _ in 0..2 {
        person_changed(&db, &followers, GUILD, &person(BO, &[MAG]), now()).await.unwrap();
        assert_eq!(assumed_zone(&db, BO).await, Some("Australia/Brisbane"));
        person_left(&db, &followers, GUILD, BO, now()).await.unwrap();
        assert_eq!(assumed_zone(&db, BO).await, None);
    }
    let renamed = ServerMember { handle: "somebody".to_owned(), ..person(BO, &[MAG]) };
    person_changed(&db, &followers, GUILD, &renamed, now()).await.unwrap();
    assert_eq!(assumed_zone(&db, BO).await, Some("Australia/Brisbane"), "the number stays the same");
}

#[tokio::test]
async fn new_list_neither_overrides_saved_profiles_nor_restores_deleted_data() {
    let (db, _folder) = open_with_members(vec![person(ADA, &[MAG]), person(BO, &[MAG])]).await;
    let list = |city: &str| {
        let lines = [ADA, BO].map(|id| format!("Member,{id}@x.org,mag,{id},{city}\n"));
        format!("name,email,role,handle,city\n{}", lines.concat())
    };
    upload(&db, GUILD, &list("Brisbane")).await.unwrap();
    let followers = Followers::default();
    let ada = Person { id: ADA, handle: "ada", name: "Ada" };
    let brisbane = ZoneId::parse("Australia/Brisbane").unwrap();
    let saved = members::service::accept_listed(&db, &followers, ada, brisbane, now()).await.unwrap();
    assert_eq!(saved.profile.map(|profile| profile.emergency), Some(EmergencyWake::Refused), "nobody said yes");
    members::service::delete(&db, &followers, BO, now()).await.unwrap();
    upload(&db, GUILD, &list("Tokyo")).await.unwrap();
    assert_eq!(member(&db, ADA).await.unwrap().zone(), Some(brisbane));
    assert_eq!(assumed_zone(&db, ADA).await, None);
    assert_eq!(assumed_zone(&db, BO).await, None);
}

#[tokio::test]
async fn suggested_place_that_the_list_no_longer_has_is_not_saved() {
    let (db, _folder) = open_with_members(vec![person(ADA, &[MAG])]).await;
    upload(&db, GUILD, &format!("name,email,role,handle,city\nAda,a@x.org,mag,{ADA},Tokyo\n")).await.unwrap();
    let ada = Person { id: ADA, handle: "ada", name: "Ada" };
    let brisbane = ZoneId::parse("Australia/Brisbane").unwrap();
    let refused = members::service::accept_listed(&db, &Followers::default(), ada, brisbane, now()).await;
    assert!(matches!(refused, Err(ProfileError::Changed(_))), "{refused:?}");
    assert_eq!(member(&db, ADA).await.unwrap().profile, None);
}

#[tokio::test]
async fn other_ways_are_the_contact_of_an_identifying_line_and_a_deputy_who_accepted() {
    let (db, _folder) = open_with_members(vec![person(ADA, &[MAG]), person(BO, &[MAG])]).await;
    let list = format!("name,email,phone,role,handle\nAda,a@x.org,+44 20,mag,{ADA}\nMember {BO},b@x.org,,mag,\n");
    upload(&db, GUILD, &list).await.unwrap();
    let followers = Followers::default();
    let named = members::service::name_deputy(&db, &followers, ADA, BO, now()).await.unwrap();
    let ways = async || other_ways(&mut db.read().await.unwrap(), &[ADA, BO]).await.unwrap();
    let (contact, email) = (Some("a@x.org, +44 20".to_owned()), Some("a@x.org".to_owned()));
    let with_deputy =
        |deputy| BTreeMap::from([(ADA, OtherWays { contact: contact.clone(), email: email.clone(), deputy })]);
    assert_eq!(ways().await, with_deputy(None));
    let accept = DeputyAnswer::Accept;
    members::service::answer_deputy(&db, &followers, named.id, BO, accept, now()).await.unwrap();
    let deputy = Some((BO, format!("Member {BO}")));
    assert_eq!(ways().await, with_deputy(deputy));
    person_left(&db, &followers, GUILD, BO, now()).await.unwrap();
    assert_eq!(ways().await, with_deputy(None));
}
