//! A database, people, the real dispatcher, and a route that writes down what it was given.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use crate::alerts::drafts::service::{send, write};
use crate::alerts::drafts::{Drafted, Preview, Repeat, Sending, Subject, Written};
use crate::alerts::facts::{AlertMessage, Roster, RosterFacts, Status};
use crate::alerts::model::{AlertId, Rules, Severity};
use crate::alerts::testing::{at, night};
use crate::alerts::{AlertFollower, AlertSource};
use crate::db::{Db, DbError, Tx};
use crate::delivery::{
    Action, Address, Cause, Dispatcher, DispatcherSettings, Job, LocateError, Order, Place, Posted, Reservation, Route,
    RouteName, Search, SendError, Sound,
};
use crate::guild::{self, Server, Setup};
use crate::members::{
    self, ChannelId, EmergencyWake, Followers, Group, GuildId, InteractionId, MemberId, MessageId, Profile, RoleId,
};
use crate::time::{Clock, Timestamp, VirtualClock, ZoneId};
use crate::timers::Gauge;

pub const NOW: &str = "2020-11-10T17:00:00Z";
pub const LEAD: MemberId = MemberId(90);
/// Asleep at [`NOW`] until 20:00Z.
pub const SYDNEY: MemberId = MemberId(1);
/// Awake at [`NOW`].
pub const LAPAZ: MemberId = MemberId(2);
/// Asleep at [`NOW`] until 21:00Z, and allows an emergency to wake them.
pub const BRISBANE: MemberId = MemberId(3);
/// Without a profile.
pub const NOWHERE: MemberId = MemberId(4);

const CHANNEL: ChannelId = ChannelId(500);

/// What the route was given.
#[derive(Debug, Clone)]
pub struct Given {
    pub action: Action,
    pub sound: Sound,
    pub message: Option<AlertMessage>,
    pub roster: Option<RosterFacts>,
}

#[derive(Default)]
pub struct Post {
    given: Mutex<Vec<Given>>,
    closed: Mutex<BTreeSet<ChannelId>>,
}

/// What follows when a DM is refused. It reaches nobody.
const INBOX: RouteName = RouteName::new("inbox");

#[async_trait]
impl Route for Post {
    fn serves(&self) -> &'static [RouteName] {
        const { &[RouteName::FIRST, INBOX] }
    }

    async fn locate(&self, job: &Job, _now: Timestamp) -> Result<Place, LocateError> {
        match job.route == INBOX {
            true => Err(SendError::permanent(Cause::NoInbox, "no inbox").into()),
            false => Ok(Place::default()),
        }
    }

    async fn next_route(
        &self,
        _tx: &mut Tx,
        _member: MemberId,
        _place: &Place,
        _cause: Cause,
        _now: Timestamp,
    ) -> Result<Option<RouteName>, DbError> {
        Ok(Some(INBOX))
    }

    async fn deliver(&self, order: &Order, _reservation: Reservation) -> Result<Posted, SendError> {
        let mut given = self.given.lock().unwrap();
        let channel = match (&order.job.action, order.job.edited) {
            (Action::Post(Address::Member(member)), _) => dm(*member),
            (Action::Post(Address::Channel(channel)), _) => *channel,
            (Action::Edit(_), Some(edited)) => edited.message.channel.unwrap(),
            _ => panic!("alerts do nothing else: {:?}", order.job.action),
        };
        if self.closed.lock().unwrap().contains(&channel) {
            return Err(SendError::permanent(Cause::DmClosed, "Cannot send messages to this user"));
        }
        let roster = order.facts.get::<RosterFacts>().cloned();
        let action = order.job.action.clone();
        given.push(Given { action, sound: order.sound, message: order.facts.get().cloned(), roster });
        let message = MessageId(u64::try_from(given.len()).unwrap() + 10_000);
        Ok(Posted { channel: Some(channel), message: Some(message), at: order.now })
    }

    async fn find(&self, _search: &Search) -> Result<Option<Posted>, SendError> {
        Ok(None)
    }
}

pub struct World {
    pub db: Db,
    pub clock: VirtualClock,
    pub post: Arc<Post>,
    running: Option<(CancellationToken, Gauge, tokio::task::JoinHandle<()>)>,
    interactions: u64,
    _folder: tempfile::TempDir,
}

impl World {
    /// Sydney, La Paz, Brisbane, somebody without a profile, and the secretariat's lead, who lives in Geneva. Nothing
    /// is delivered before `run`.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("magpie.sqlite")).await.unwrap();
        let clock = VirtualClock::starting_at(at(NOW));
        let world = Self { db, clock, post: Arc::default(), running: None, interactions: 0, _folder: folder };
        world.set_up().await;
        world.settle_in(SYDNEY, "Sydney", Group::Mag, Some(("Australia/Sydney", EmergencyWake::Refused))).await;
        world.settle_in(LAPAZ, "La Paz", Group::Mag, Some(("America/La_Paz", EmergencyWake::Refused))).await;
        world.settle_in(BRISBANE, "Brisbane", Group::Mag, Some(("Australia/Brisbane", EmergencyWake::Allowed))).await;
        world.settle_in(NOWHERE, "Nowhere", Group::Mag, None).await;
        world.settle_in(LEAD, "Lead", Group::Secretariat, Some(("Europe/Zurich", EmergencyWake::Refused))).await;
        world
    }

    async fn set_up(&self) {
        let mut tx = self.db.begin().await.unwrap();
        let server = Server {
            id: GuildId(1),
            name: "MAG".to_owned(),
            owner: LEAD,
            bot: MemberId(99),
            synced_at: at(NOW),
            roles: Vec::new(),
            channels: Vec::new(),
        };
        guild::store::set_server(&mut tx, &server).await.unwrap();
        let mut setup = Setup::new(GuildId(1));
        for (index, group) in Group::ALL.into_iter().enumerate() {
            setup.set_role(group, Some(RoleId(10 + index as u64)));
        }
        for place in guild::Place::ALL {
            setup.set_channel(place, Some(CHANNEL));
        }
        guild::store::set_setup(&mut tx, &setup, LEAD, at(NOW)).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn settle_in(&self, id: MemberId, name: &str, group: Group, zone: Option<(&str, EmergencyWake)>) {
        let mut tx = self.db.begin().await.unwrap();
        let handle = name.to_lowercase().replace(' ', "");
        members::store::upsert_present(&mut tx, id, &handle, name, [group].into_iter().collect()).await.unwrap();
        members::store::set_dm_open(&mut tx, id, dm(id)).await.unwrap();
        if let Some((zone, emergency)) = zone {
            let zone = ZoneId::parse(zone).unwrap();
            let profile = Profile {
                zone,
                quiet: night().into(),
                emergency,
                awake_until: None,
                away_until: None,
                saved_at: at(NOW),
            };
            members::store::set_profile(&mut tx, id, &profile).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// "I am awake until…", as the members' room does it.
    pub async fn awake_until(&self, id: MemberId, until: &str) {
        let mut tx = self.db.begin().await.unwrap();
        let before = members::store::get(&mut tx, id).await.unwrap().unwrap();
        let mut after = before.clone();
        let profile = after.profile.as_mut().unwrap();
        profile.awake_until = Some(at(until));
        members::store::set_profile(&mut tx, id, profile).await.unwrap();
        members::Follower::profile_changed(&AlertFollower, &mut tx, &before, &after, self.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn leaves(&self, id: MemberId) {
        let mut tx = self.db.begin().await.unwrap();
        let followers = Followers::default().with_follower(Arc::new(AlertFollower));
        members::service::left(&mut tx, &followers, id, self.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub fn closes_dms(&self, id: MemberId) {
        self.post.closed.lock().unwrap().insert(dm(id));
    }

    /// Starts the dispatcher, or goes on with it, until nothing is due.
    pub async fn run(&mut self) {
        if self.running.is_none() {
            let routes = vec![Arc::clone(&self.post) as Arc<dyn Route>];
            let clock: Arc<dyn Clock> = Arc::new(self.clock.clone());
            let settings = DispatcherSettings::default();
            let dispatcher = Dispatcher::new(self.db.clone(), clock, routes, vec![Arc::new(AlertSource)], settings);
            let (stop, gauge) = (CancellationToken::new(), dispatcher.gauge());
            let task = tokio::spawn(dispatcher.run(stop.clone()));
            self.running = Some((stop, gauge, task));
        }
        let (_, gauge, _) = self.running.as_mut().unwrap();
        gauge.idle().await;
    }

    /// The dispatcher dies in the middle of whatever it does.
    pub fn kill(&mut self) {
        if let Some((_, _, task)) = self.running.take() {
            task.abort();
        }
    }

    pub async fn run_until(&mut self, instant: &str) {
        self.clock.move_to(at(instant));
        self.run().await;
    }

    /// What was given to the route since the last look.
    pub fn given(&self) -> Vec<Given> {
        std::mem::take(&mut *self.post.given.lock().unwrap())
    }

    /// New messages to people since the last look: (who, with which sound, what).
    pub fn posted(&self) -> Vec<(MemberId, Sound, AlertMessage)> {
        let posts = self.given().into_iter().filter_map(|given| match given.action {
            Action::Post(Address::Member(member)) => Some((member, given.sound, given.message.unwrap())),
            _ => None,
        });
        let mut posts: Vec<_> = posts.collect();
        posts.sort_by_key(|(member, ..)| *member);
        posts
    }

    pub fn written(&mut self, subject: Subject, text: &str, answer_by: &str) -> Written {
        self.interactions += 1;
        let interaction = InteractionId(self.interactions);
        Written { interaction, author: LEAD, subject, text: text.to_owned(), answer_by: answer_by.to_owned() }
    }

    pub async fn write(&mut self, severity: Severity, audience: &str, text: &str, answer_by: &str) -> Drafted {
        let subject = Subject::New { severity, audience: audience.to_owned() };
        let written = self.written(subject, text, answer_by);
        write(&self.db, Rules::default(), written, self.clock.now()).await.unwrap()
    }

    pub async fn preview(&mut self, severity: Severity, audience: &str, text: &str, answer_by: &str) -> Preview {
        match self.write(severity, audience, text, answer_by).await {
            Drafted::Preview(preview) => *preview,
            other => panic!("{other:?}"),
        }
    }

    pub async fn confirm(&self, preview: &Preview) -> Sending {
        send(&self.db, Rules::default(), LEAD, preview.draft, Repeat::Ask, self.clock.now()).await.unwrap()
    }

    /// Written, previewed, confirmed and delivered as far as it is due.
    pub async fn alert(&mut self, severity: Severity, text: &str, answer_by: &str) -> AlertId {
        let preview = self.preview(severity, "members", text, answer_by).await;
        let Sending::Sent(sent) = self.confirm(&preview).await else { panic!("it is sent") };
        self.run().await;
        sent.alert
    }

    pub async fn list(&self, alert: AlertId) -> Roster {
        crate::alerts::service::show(&self.db, LEAD, alert, self.clock.now()).await.unwrap()
    }

    pub async fn status(&self, alert: AlertId, member: MemberId) -> Status {
        self.list(alert).await.people.into_iter().find(|line| line.member == member).unwrap().status
    }
}

pub fn dm(id: MemberId) -> ChannelId {
    ChannelId(1000 + id.0)
}
