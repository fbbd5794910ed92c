//! What happens to the server: shown whole after READY, changed since, set up; and what follows for its members.

use super::expected::{self, Expected, Fault};
use super::model::{Missing, Setup};
use super::permissions::{Lack, Server, ServerChannel, ServerMember, ServerRole};
use super::{permissions, store};
use crate::db::{Conn, DbError, Tx};
use crate::members::{self, ChannelId, Followers, Group, GuildId, Member, MemberId, RoleId};
use crate::time::Timestamp;

/// A server as read anew after READY: everything, so that what is not in it is gone.
#[derive(Debug, Clone)]
pub struct SyncedServer {
    pub server: Server,
    /// Everybody, bots too.
    pub people: Vec<ServerMember>,
}

#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// One Magpie serves one server.
    #[error("this Magpie serves the server {serves} already")]
    Elsewhere { serves: String },
    #[error("the server {0} was not read yet")]
    NotSynced(GuildId),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Replaces what we know of a server, and of its members when it is the one we serve.
pub async fn synced(tx: &mut Tx, followers: &Followers, synced: &SyncedServer, now: Timestamp) -> Result<(), DbError> {
    let guild = synced.server.id;
    store::set_server(tx, &synced.server).await?;
    store::delete_roles(tx, guild).await?;
    for role in &synced.server.roles {
        store::set_role(tx, guild, role).await?;
    }
    store::delete_channels(tx, guild).await?;
    for channel in &synced.server.channels {
        store::set_channel(tx, guild, channel).await?;
    }
    store::delete_people(tx, guild).await?;
    for person in &synced.people {
        store::set_person(tx, guild, person).await?;
    }
    match serving(tx, guild).await? {
        Some(setup) => members_follow(tx, followers, &setup, now).await,
        None => Ok(()),
    }
}

/// Somebody joined, or their name or roles changed.
pub async fn person_changed(tx: &mut Tx, guild: GuildId, person: &ServerMember) -> Result<(), DbError> {
    store::set_person(tx, guild, person).await?;
    match serving(tx, guild).await? {
        Some(setup) => person_follows(tx, &setup, person).await,
        None => Ok(()),
    }
}

/// Somebody left.
pub async fn person_left(
    tx: &mut Tx,
    followers: &Followers,
    guild: GuildId,
    id: MemberId,
    now: Timestamp,
) -> Result<(), DbError> {
    store::delete_person(tx, guild, id).await?;
    match serving(tx, guild).await? {
        Some(_) => members::service::left(tx, followers, id, now).await,
        None => Ok(()),
    }
}

pub async fn role_changed(tx: &mut Tx, guild: GuildId, role: &ServerRole) -> Result<(), DbError> {
    store::set_role(tx, guild, role).await
}

/// A role is gone; whoever had it gets a change of their own from Discord.
pub async fn role_deleted(tx: &mut Tx, guild: GuildId, id: RoleId) -> Result<(), DbError> {
    store::delete_role(tx, guild, id).await
}

pub async fn channel_changed(tx: &mut Tx, guild: GuildId, channel: &ServerChannel) -> Result<(), DbError> {
    store::set_channel(tx, guild, channel).await
}

pub async fn channel_deleted(tx: &mut Tx, guild: GuildId, id: ChannelId) -> Result<(), DbError> {
    store::delete_channel(tx, guild, id).await
}

/// The bot was removed from the server (never an outage: `unavailable` is no removal). What is set up stays for the day
/// it returns.
pub async fn removed(tx: &mut Tx, guild: GuildId, now: Timestamp) -> Result<(), DbError> {
    store::set_server_left(tx, guild, now).await
}

/// The set-up of the server that we serve.
pub async fn setup(conn: &mut Conn) -> Result<Option<Setup>, DbError> {
    store::setup(conn).await
}

/// What is missing before Magpie can work; empty when nothing is.
pub async fn missing(conn: &mut Conn) -> Result<Vec<Missing>, DbError> {
    Ok(store::setup(conn).await?.map_or_else(Missing::all, |setup| setup.missing()))
}

/// The set-up in which nothing is missing; else what is missing.
pub async fn complete_setup(conn: &mut Conn) -> Result<Result<Setup, Vec<Missing>>, DbError> {
    let Some(setup) = store::setup(conn).await? else { return Ok(Err(Missing::all())) };
    let missing = setup.missing();
    Ok(if missing.is_empty() { Ok(setup) } else { Err(missing) })
}

/// A server as Discord showed it last; `None` when the bot is not in it, or has not read it yet.
pub async fn server(conn: &mut Conn, guild: GuildId) -> Result<Option<Server>, DbError> {
    store::server(conn, guild).await
}

/// Changes the set-up of `guild` by `change`; the members' groups follow at once.
///
/// # Errors
/// `Elsewhere` when another server, which the bot is still in, is served; `NotSynced` before the server was read.
pub async fn change_setup(
    tx: &mut Tx,
    followers: &Followers,
    guild: GuildId,
    by: MemberId,
    now: Timestamp,
    change: impl FnOnce(&mut Setup) + Send,
) -> Result<Setup, SetupError> {
    if store::server(tx, guild).await?.is_none() {
        return Err(SetupError::NotSynced(guild));
    }
    let mut setup = match store::setup(tx).await? {
        Some(setup) if setup.guild == guild => setup,
        Some(other) => {
            if let Some(server) = store::server(tx, other.guild).await? {
                return Err(SetupError::Elsewhere { serves: server.name });
            }
            store::delete_panels(tx).await?;
            Setup::new(guild)
        }
        None => Setup::new(guild),
    };
    change(&mut setup);
    store::set_setup(tx, &setup, by, now).await?;
    members_follow(tx, followers, &setup, now).await?;
    Ok(setup)
}

/// The permissions that the bot lacks in the channels of the set-up.
pub async fn lacks(conn: &mut Conn, setup: &Setup) -> Result<Vec<Lack>, DbError> {
    let Some(server) = store::server(conn, setup.guild).await? else { return Ok(Vec::new()) };
    let bot = store::one_person(conn, setup.guild, server.bot).await?;
    Ok(permissions::lacks(&server, setup, &bot.map(|bot| bot.roles).unwrap_or_default()))
}

/// Replaces the list of expected members by that of a file.
///
/// # Errors
/// Every fault of the file; then nothing is changed.
pub async fn expect_members(tx: &mut Tx, file: &[u8]) -> Result<Result<expected::List, Vec<Fault>>, DbError> {
    let list = match expected::parse(file) {
        Ok(list) => list,
        Err(faults) => return Ok(Err(faults)),
    };
    store::delete_expected(tx).await?;
    for person in &list.people {
        store::insert_expected(tx, person).await?;
    }
    Ok(Ok(list))
}

/// Who ought to be here and is not reachable as wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attendance {
    /// On the list, nobody in the server: with their addresses outside Discord.
    pub not_on_discord: Vec<Expected>,
    /// In the server, without a profile.
    pub no_profile: Vec<Member>,
    /// Lines of the list.
    pub expected: usize,
}

/// Counted among those of `groups`.
pub async fn attendance(conn: &mut Conn, groups: &[Group]) -> Result<Attendance, DbError> {
    let wanted = |group: Group| groups.contains(&group);
    let list = store::expected(conn).await?;
    let present = members::store::present(conn).await?;
    let list: Vec<Expected> = list.into_iter().filter(|person| wanted(person.group)).collect();
    let expected = list.len();
    let not_on_discord = expected::absent(list, &present);
    let no_profile = present.into_iter().filter(|m| m.roles.iter().any(wanted) && m.profile.is_none()).collect();
    Ok(Attendance { not_on_discord, no_profile, expected })
}

async fn serving(tx: &mut Tx, guild: GuildId) -> Result<Option<Setup>, DbError> {
    Ok(store::setup(tx).await?.filter(|setup| setup.guild == guild))
}

async fn members_follow(tx: &mut Tx, followers: &Followers, setup: &Setup, now: Timestamp) -> Result<(), DbError> {
    let people = store::people(tx, setup.guild).await?;
    let before = members::store::present_ids(tx).await?;
    for person in &people {
        person_follows(tx, setup, person).await?;
    }
    for gone in before.into_iter().filter(|id| !people.iter().any(|person| person.id == *id)) {
        members::service::left(tx, followers, gone, now).await?;
    }
    Ok(())
}

async fn person_follows(tx: &mut Tx, setup: &Setup, person: &ServerMember) -> Result<(), DbError> {
    if person.is_bot {
        return Ok(());
    }
    members::service::seen_present(tx, person.id, &person.handle, &person.name, setup.groups(&person.roles)).await
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::{Arc, Mutex};

    use async_trait::async_trait;
    use tempfile::TempDir;

    use super::*;
    use crate::db::Db;
    use crate::guild::ledger::{self, Claim};
    use crate::guild::{ChannelKind, Permissions};
    use crate::members::{EmergencyWake, Follower, InteractionId, Profile, ProfileDraft};
    use crate::time::{QuietHours, ZoneId};

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

    async fn sync(db: &Db, followers: &Followers, synced: &SyncedServer) {
        let mut tx = db.begin().await.unwrap();
        super::synced(&mut tx, followers, synced, now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn pick_mag(db: &Db, guild: GuildId) -> Result<Setup, SetupError> {
        let mut tx = db.begin().await?;
        let setup =
            change_setup(&mut tx, &Followers::default(), guild, ADA, now(), |setup| setup.members_role = Some(MAG))
                .await?;
        tx.commit().await?;
        Ok(setup)
    }

    async fn member(db: &Db, id: MemberId) -> Option<Member> {
        members::store::get(&mut db.read().await.unwrap(), id).await.unwrap()
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
    async fn a_server_comes_back_as_it_was_shown() {
        let (db, _folder) = open().await;
        let shown = server(GUILD, vec![person(ADA, &[MAG])]);
        sync(&db, &Followers::default(), &shown).await;
        let mut conn = db.read().await.unwrap();
        assert_eq!(store::server(&mut conn, GUILD).await.unwrap().unwrap(), shown.server);
        assert_eq!(store::people(&mut conn, GUILD).await.unwrap(), shown.people);
    }

    #[tokio::test]
    async fn groups_follow_the_set_up_and_the_roles() {
        let (db, _folder) = open().await;
        sync(&db, &Followers::default(), &server(GUILD, vec![person(ADA, &[MAG]), person(BO, &[])])).await;
        assert_eq!(member(&db, ADA).await, None, "nobody is a member before the set-up");
        pick_mag(&db, GUILD).await.unwrap();
        assert!(member(&db, ADA).await.unwrap().roles.has(Group::Mag));
        assert!(member(&db, BO).await.unwrap().roles.is_empty());
        let mut tx = db.begin().await.unwrap();
        person_changed(&mut tx, GUILD, &person(BO, &[MAG])).await.unwrap();
        tx.commit().await.unwrap();
        assert!(member(&db, BO).await.unwrap().roles.has(Group::Mag));
    }

    #[tokio::test]
    async fn who_is_not_found_by_a_sync_has_left_and_a_returning_member_keeps_the_profile() {
        let (db, _folder) = open().await;
        let leavers = Arc::new(Leavers::default());
        let followers = Followers::default().with_follower(Arc::clone(&leavers) as Arc<dyn Follower>);
        sync(&db, &followers, &server(GUILD, vec![person(ADA, &[MAG]), person(BO, &[MAG])])).await;
        pick_mag(&db, GUILD).await.unwrap();
        let zone = ZoneId::parse("Africa/Lagos").unwrap();
        let emergency = EmergencyWake::Allowed;
        let profile = Profile {
            zone,
            quiet: QuietHours::none().into(),
            emergency,
            awake_until: None,
            away_until: None,
            saved_at: now(),
        };
        let mut tx = db.begin().await.unwrap();
        members::store::set_profile(&mut tx, BO, &profile).await.unwrap();
        members::store::set_draft(&mut tx, BO, &ProfileDraft::default(), now()).await.unwrap();
        tx.commit().await.unwrap();

        sync(&db, &followers, &server(GUILD, vec![person(ADA, &[MAG])])).await;
        let gone = member(&db, BO).await.unwrap();
        assert!(!gone.in_guild && gone.roles.is_empty());
        assert_eq!(*leavers.0.lock().unwrap(), BTreeSet::from([BO]));
        assert_eq!(
            members::store::draft(&mut db.read().await.unwrap(), BO).await.unwrap(),
            None,
            "nothing stays pending"
        );
        assert_eq!(members::store::present(&mut db.read().await.unwrap()).await.unwrap().len(), 1);

        sync(&db, &followers, &server(GUILD, vec![person(ADA, &[MAG]), person(BO, &[MAG])])).await;
        let back = member(&db, BO).await.unwrap();
        assert!(back.in_guild && back.roles.has(Group::Mag));
        assert_eq!(back.profile, Some(profile));
    }

    #[tokio::test]
    async fn one_magpie_serves_one_server_until_it_is_removed_there() {
        let (db, _folder) = open().await;
        let other = GuildId(4);
        sync(&db, &Followers::default(), &server(GUILD, vec![person(ADA, &[MAG])])).await;
        sync(&db, &Followers::default(), &server(other, vec![person(BO, &[MAG])])).await;
        pick_mag(&db, GUILD).await.unwrap();
        assert!(matches!(pick_mag(&db, other).await, Err(SetupError::Elsewhere { .. })));
        assert_eq!(member(&db, BO).await, None, "people of another server are not our members");
        let mut tx = db.begin().await.unwrap();
        removed(&mut tx, GUILD, now()).await.unwrap();
        tx.commit().await.unwrap();
        pick_mag(&db, other).await.unwrap();
        assert!(!member(&db, ADA).await.unwrap().in_guild);
        assert!(member(&db, BO).await.unwrap().in_guild);
    }

    #[tokio::test]
    async fn an_interaction_has_its_effect_once_and_none_when_that_fails() {
        let (db, _folder) = open().await;
        let mut claims = Vec::new();
        for keeps in [false, true, true] {
            let mut tx = db.begin().await.unwrap();
            claims.push(ledger::claim(&mut tx, InteractionId(5), now()).await.unwrap());
            if keeps { tx.commit().await.unwrap() } else { tx.rollback().await.unwrap() }
        }
        assert_eq!(claims, [Claim::First, Claim::First, Claim::Repeated]);
    }

    #[tokio::test]
    async fn a_faulty_list_leaves_the_old_one_as_it_was() {
        let (db, _folder) = open().await;
        for (file, good) in
            [("name,address,role\nAda,a@x.org,mag\n", true), ("name,address,role\nBo,b@x.org,king\n", false)]
        {
            let mut tx = db.begin().await.unwrap();
            assert_eq!(expect_members(&mut tx, file.as_bytes()).await.unwrap().is_ok(), good);
            tx.commit().await.unwrap();
        }
        let kept = store::expected(&mut db.read().await.unwrap()).await.unwrap();
        assert_eq!(kept.iter().map(|person| person.name.as_str()).collect::<Vec<_>>(), ["Ada"]);
    }
}
