//! The set-up of a test: a database, members, the real dispatcher, and a route that records what it delivers.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::alerts::answers::{self, AnswerOutcome};
use crate::alerts::ask::{self, AlertKind};
use crate::alerts::drafts::service::{send, submit};
use crate::alerts::drafts::{
    CorrectionBase, CorrectionSent, DraftInput, DraftOutcome, DraftTarget, Preview, RepeatPolicy, SendOutcome,
};
use crate::alerts::facts::{AlertMessage, MissingPost, RecipientStatus, Roster, RosterPost, WokenNotice};
use crate::alerts::model::{AlertId, AlertSettings, Severity};
use crate::alerts::testing::{at, night};
use crate::alerts::{AlertError, AlertFollower, AlertSource, WokenNotices};
use crate::db::{Db, DbError, Tx};
use crate::delivery::receipts::{Filter, ReceiptError, Receipts};
use crate::delivery::unknown_outcomes::UnknownOutcomes;
use crate::delivery::{
    Action, Actor, Address, Cause, DeliveryId, Dispatcher, DispatcherSettings, Job, LocateError, Order, Place, Posted,
    Reservation, Route, RouteName, Search, SendError, Sound, Source, Sources,
};
use crate::guild::{self, Setup};
use crate::members::{
    self, ChannelId, EmergencyWake, Followers, Group, GuildId, InteractionId, MemberId, MessageId, Profile, RoleId,
};
use crate::time::{Clock, Timestamp, VirtualClock, ZoneId};
use crate::timers::Gauge;

pub const NOW: &str = "2020-11-10T17:00:00Z";
/// The author of all alerts. A member of the secretariat who lives in Geneva.
pub const LEAD: MemberId = MemberId(90);
/// A member who is asleep at [`NOW`], until 20:00 UTC.
pub const SYDNEY: MemberId = MemberId(1);
/// A member who is awake at [`NOW`].
pub const LAPAZ: MemberId = MemberId(2);
/// A member who is asleep at [`NOW`], until 21:00 UTC, and allows an emergency to wake them.
pub const BRISBANE: MemberId = MemberId(3);
/// A member without a profile.
pub const NOWHERE: MemberId = MemberId(4);

const CHANNEL: ChannelId = ChannelId(500);

/// One action that the route carried out.
#[derive(Debug, Clone)]
pub struct Delivered {
    pub id: DeliveryId,
    pub action: Action,
    pub sound: Sound,
    pub message: Option<AlertMessage>,
    pub roster: Option<RosterPost>,
    pub notice: Option<WokenNotice>,
    pub missing: Option<MissingPost>,
}

/// The outcome of an attempt to send a new message to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptOutcome {
    Arrives,
    /// The message does not arrive, and the route reports a failure.
    Fails,
    /// The message arrives, but the route gets no response.
    ArrivesUnknown,
    /// The message does not arrive, and the route gets no response.
    VanishesUnknown,
}

#[derive(Default)]
pub struct RecordingRoute {
    delivered: Mutex<Vec<Delivered>>,
    closed_dms: Mutex<BTreeSet<ChannelId>>,
    /// People who are not in the server.
    absent: Mutex<BTreeSet<MemberId>>,
    /// The outcomes of the next attempts at new messages to people. After the last of these, every attempt arrives.
    outcomes: Mutex<VecDeque<AttemptOutcome>>,
    /// Whether attempts at new messages to people start but do not finish.
    is_held: Mutex<bool>,
    do_searches_fail: Mutex<bool>,
    /// Notified when an attempt has started and does not finish.
    held: Notify,
    /// Notified when all attempts may finish.
    released: Notify,
    /// The messages that arrived, by delivery. The route posts each delivery only once, and a search finds it here.
    arrived: Mutex<BTreeMap<DeliveryId, Posted>>,
}

impl RecordingRoute {
    /// Sets the outcomes of the next attempts at new messages to people.
    pub fn set_outcomes(&self, outcomes: &[AttemptOutcome]) {
        self.outcomes.lock().unwrap().extend(outcomes);
    }

    /// Sets whether searches for messages fail, as they do without the permission to read the channel.
    pub fn set_searches_fail(&self, do_fail: bool) {
        *self.do_searches_fail.lock().unwrap() = do_fail;
    }

    /// The person leaves the server, and the bot learns of it only when a message fails.
    pub fn leave_unnoticed(&self, id: MemberId) {
        self.absent.lock().unwrap().insert(id);
    }

    pub fn hold(&self) {
        *self.is_held.lock().unwrap() = true;
    }

    /// Waits until an attempt has started. Needs [`Self::hold`].
    pub async fn wait_until_sending(&self) {
        self.held.notified().await;
    }

    pub fn release(&self) {
        *self.is_held.lock().unwrap() = false;
        self.released.notify_waiters();
    }
}

/// The route that the dispatcher tries after a refused DM. It always fails.
const INBOX: RouteName = RouteName::new("inbox");

#[async_trait]
impl Route for RecordingRoute {
    fn serves(&self) -> &'static [RouteName] {
        const { &[RouteName::FIRST, INBOX] }
    }

    async fn locate(&self, job: &Job, _now: Timestamp) -> Result<Place, LocateError> {
        let Action::Post(Address::Member(member)) = job.action else { return Ok(Place::default()) };
        // The channel of an attempt that may have arrived is known, so the person need not be in the server.
        if job.tried_channel.is_none() && self.absent.lock().unwrap().contains(&member) {
            return Err(SendError::permanent(Cause::NotHere, "has left the server").into());
        }
        match job.route == INBOX {
            true => Err(SendError::permanent(Cause::NoInbox, "no inbox").into()),
            false => Ok(Place::new(Some(dm_channel(member)), ())),
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
        let is_to_person = matches!(order.job.action, Action::Post(Address::Member(_)));
        let is_absent = matches!(
            order.job.action, Action::Post(Address::Member(member)) if self.absent.lock().unwrap().contains(&member)
        );
        if is_to_person {
            let released = self.released.notified();
            if *self.is_held.lock().unwrap() {
                self.held.notify_one();
                released.await;
            }
        }
        let outcome = if is_to_person { self.outcomes.lock().unwrap().pop_front() } else { None };
        let outcome = outcome.unwrap_or(AttemptOutcome::Arrives);
        match outcome {
            AttemptOutcome::Fails => {
                return Err(SendError::Transient { reason: "503".to_owned(), retry_after_ms: None });
            }
            AttemptOutcome::VanishesUnknown => return Err(SendError::Unknown { reason: "time-out".to_owned() }),
            AttemptOutcome::Arrives | AttemptOutcome::ArrivesUnknown => {}
        }
        if let Some(first) = self.arrived.lock().unwrap().get(&order.job.id) {
            return Ok(*first);
        }
        if is_absent {
            return Err(SendError::permanent(Cause::NotHere, "has left the server"));
        }
        let mut delivered = self.delivered.lock().unwrap();
        let channel = match (&order.job.action, order.job.edited) {
            (Action::Post(Address::Member(member)), _) => dm_channel(*member),
            (Action::Post(Address::Channel(channel)), _) => *channel,
            (Action::Edit(_) | Action::Delete(_), Some(edited)) => edited.message.channel.unwrap(),
            _ => panic!("no alert asks for {:?}", order.job.action),
        };
        if self.closed_dms.lock().unwrap().contains(&channel) {
            return Err(SendError::permanent(Cause::DmClosed, "Cannot send messages to this user"));
        }
        delivered.push(Delivered {
            id: order.job.id,
            action: order.job.action.clone(),
            sound: order.sound,
            message: order.facts.get().cloned(),
            roster: order.facts.get().cloned(),
            notice: order.facts.get().cloned(),
            missing: order.facts.get().cloned(),
        });
        let message = MessageId(u64::try_from(delivered.len()).unwrap() + 10_000);
        let posted = Posted { channel: Some(channel), message: Some(message), at: order.now };
        self.arrived.lock().unwrap().insert(order.job.id, posted);
        match outcome {
            AttemptOutcome::ArrivesUnknown => Err(SendError::Unknown { reason: "time-out".to_owned() }),
            _ => Ok(posted),
        }
    }

    async fn find(&self, search: &Search) -> Result<Option<Posted>, SendError> {
        match *self.do_searches_fail.lock().unwrap() {
            true => Err(SendError::permanent(Cause::NoPermission, "may not read the channel")),
            false => Ok(self.arrived.lock().unwrap().get(&search.job.id).copied()),
        }
    }
}

pub struct World {
    pub db: Db,
    pub clock: VirtualClock,
    pub route: Arc<RecordingRoute>,
    running: Option<(CancellationToken, Gauge, tokio::task::JoinHandle<()>)>,
    interactions: u64,
    _folder: tempfile::TempDir,
}

fn followers() -> Followers {
    Followers::default().with_follower(Arc::new(UnknownOutcomes)).with_follower(Arc::new(AlertFollower))
}

impl World {
    /// A world with the members [`SYDNEY`], [`LAPAZ`], [`BRISBANE`], [`NOWHERE`] and [`LEAD`]. The dispatcher does not
    /// run before [`Self::run`] or [`Self::start`].
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = crate::db::testing::open(folder.path()).await;
        let clock = VirtualClock::starting_at(at(NOW));
        let world = Self { db, clock, route: Arc::default(), running: None, interactions: 0, _folder: folder };
        world.set_up().await;
        world.add_member(SYDNEY, "Sydney", Group::Mag, Some(("Australia/Sydney", EmergencyWake::Refused))).await;
        world.add_member(LAPAZ, "La Paz", Group::Mag, Some(("America/La_Paz", EmergencyWake::Refused))).await;
        world.add_member(BRISBANE, "Brisbane", Group::Mag, Some(("Australia/Brisbane", EmergencyWake::Allowed))).await;
        world.add_member(NOWHERE, "Nowhere", Group::Mag, None).await;
        world.add_member(LEAD, "Lead", Group::Secretariat, Some(("Europe/Zurich", EmergencyWake::Refused))).await;
        world
    }

    async fn set_up(&self) {
        let mut setup = Setup::new(GuildId(1));
        for (index, group) in Group::ALL.into_iter().enumerate() {
            setup.set_role(group, Some(RoleId(10 + index as u64)));
        }
        for purpose in guild::ChannelPurpose::ALL {
            setup.set_channel(purpose, Some(CHANNEL));
        }
        let stored = self.db.write(async |tx| {
            guild::testing::set_up(tx, &setup, LEAD, at(NOW)).await;
            Ok::<_, DbError>(())
        });
        stored.await.unwrap();
    }

    pub async fn add_member(&self, id: MemberId, name: &str, group: Group, zone: Option<(&str, EmergencyWake)>) {
        let handle = name.to_lowercase().replace(' ', "");
        let profile = zone.map(|(zone, emergency)| Profile {
            zone: ZoneId::parse(zone).unwrap(),
            quiet: night().into(),
            emergency,
            awake_until: None,
            away: None,
            saved_at: at(NOW),
        });
        let stored = self.db.write(async |tx| {
            members::service::upsert_present(tx, id, &handle, name, [group].into_iter().collect()).await?;
            members::service::set_dm_channel(tx, id, dm_channel(id)).await?;
            if let Some(profile) = &profile {
                members::testing::set_profile(tx, id, profile).await;
            }
            Ok::<_, DbError>(())
        });
        stored.await.unwrap();
    }

    /// Does what the members feature does for "I am awake until…".
    pub async fn set_awake_until(&self, id: MemberId, until: &str) {
        let changed = self.db.write(async |tx| {
            let before = members::service::get(tx, id).await?.unwrap();
            let mut after = before.clone();
            let profile = after.profile.as_mut().unwrap();
            profile.awake_until = Some(at(until));
            members::testing::set_profile(tx, id, profile).await;
            members::Follower::profile_changed(&WokenNotices, tx, &before, &after, self.clock.now()).await?;
            members::Follower::profile_changed(&AlertFollower, tx, &before, &after, self.clock.now()).await
        });
        changed.await.unwrap();
    }

    pub async fn leave_server(&self, id: MemberId) {
        self.route.leave_unnoticed(id);
        let followers = followers();
        let left =
            self.db.write(async |tx| members::service::record_departure(tx, &followers, id, self.clock.now()).await);
        left.await.unwrap();
    }

    pub async fn return_to_server(&self, id: MemberId) {
        let followers = followers();
        self.route.absent.lock().unwrap().remove(&id);
        let write_result = self.db.write(async |tx| {
            let member = members::service::get(tx, id).await?.unwrap();
            let roles = [Group::Mag].into_iter().collect();
            members::service::upsert_present(tx, id, &member.handle, &member.name, roles).await?;
            members::service::notify_return(tx, &followers, id, self.clock.now()).await
        });
        write_result.await.unwrap();
    }

    /// Cancels all deliveries to this person that an operator can cancel.
    pub async fn cancel_by_hand(&self, id: MemberId) {
        let receipts = Receipts::new(Sources::new(vec![Arc::new(AlertSource)]));
        let filter = Filter { member: Some(id), ..Filter::open() };
        let mut reader = self.db.read().await.unwrap();
        for delivery in receipts.matching(&mut reader, Actor::Operator, &filter, 10).await.unwrap() {
            let cancelled = receipts.cancel(&self.db, Actor::Operator, delivery, self.clock.now()).await;
            assert!(matches!(cancelled, Ok(()) | Err(ReceiptError::Refused { .. })), "{cancelled:?}");
        }
    }

    pub fn close_dms(&self, id: MemberId) {
        self.route.closed_dms.lock().unwrap().insert(dm_channel(id));
    }

    /// Does what the members feature does when a member changes their zone.
    pub async fn move_to_zone(&self, id: MemberId, zone: &str) {
        let changed = self.db.write(async |tx| {
            let before = members::service::get(tx, id).await?.unwrap();
            let mut after = before.clone();
            let profile = after.profile.as_mut().unwrap();
            profile.zone = ZoneId::parse(zone).unwrap();
            members::testing::set_profile(tx, id, profile).await;
            members::Follower::profile_changed(&WokenNotices, tx, &before, &after, self.clock.now()).await?;
            members::Follower::profile_changed(&AlertFollower, tx, &before, &after, self.clock.now()).await
        });
        changed.await.unwrap();
    }

    /// Starts the dispatcher unless it already runs, and waits until nothing is due.
    pub async fn run(&mut self) {
        self.start();
        let (_, gauge, _) = self.running.as_mut().unwrap();
        gauge.wait_until_idle().await;
    }

    /// Starts the dispatcher unless it already runs.
    pub fn start(&mut self) {
        if self.running.is_none() {
            let routes = vec![Arc::clone(&self.route) as Arc<dyn Route>];
            let clock: Arc<dyn Clock> = Arc::new(self.clock.clone());
            let settings = DispatcherSettings::default();
            let sources: Vec<Arc<dyn Source>> = vec![Arc::new(AlertSource), Arc::new(WokenNotices)];
            let dispatcher = Dispatcher::new(self.db.clone(), clock, routes, sources, settings);
            let (stop, gauge) = (CancellationToken::new(), dispatcher.gauge());
            let task = tokio::spawn(dispatcher.run(stop.clone()));
            self.running = Some((stop, gauge, task));
        }
    }

    /// Aborts the dispatcher, as a crash of the process does.
    pub fn kill(&mut self) {
        if let Some((_, _, task)) = self.running.take() {
            task.abort();
        }
    }

    /// Delivers what is due now, moves the clock to `instant`, and delivers what is due at `instant`. Without the first
    /// step, the clock could jump past the lease of an attempt that is in flight.
    pub async fn run_until(&mut self, instant: &str) {
        self.run().await;
        self.clock.move_to(at(instant));
        self.run().await;
    }

    /// Removes and returns the deliveries since the last call.
    pub fn take_deliveries(&self) -> Vec<Delivered> {
        std::mem::take(&mut *self.route.delivered.lock().unwrap())
    }

    /// Removes all deliveries since the last call. Returns the new messages to people among them: the person, the
    /// sound, and the facts of the message.
    pub fn take_posts(&self) -> Vec<(MemberId, Sound, AlertMessage)> {
        let posts = self.take_deliveries().into_iter().filter_map(|delivery| match delivery.action {
            Action::Post(Address::Member(member)) => Some((member, delivery.sound, delivery.message.unwrap())),
            _ => None,
        });
        let mut posts: Vec<_> = posts.collect();
        posts.sort_by_key(|(member, ..)| *member);
        posts
    }

    pub fn form_input(&mut self, target: DraftTarget, text: &str, answer_by: &str) -> DraftInput {
        self.interactions += 1;
        let interaction = InteractionId(self.interactions);
        let (text, answer_by, ask_text) = (text.to_owned(), answer_by.to_owned(), String::new());
        DraftInput { interaction, author: LEAD, target, text, answer_by, ask_text }
    }

    pub async fn submit(&mut self, severity: Severity, audience: &str, text: &str, answer_by: &str) -> DraftOutcome {
        let kind = AlertKind::default();
        let target = DraftTarget::NewAlert { severity, audience: audience.to_owned(), kind };
        let input = self.form_input(target, text, answer_by);
        submit(&self.db, AlertSettings::default(), input, self.clock.now()).await.unwrap()
    }

    pub async fn preview(&mut self, severity: Severity, audience: &str, text: &str, answer_by: &str) -> Preview {
        match self.submit(severity, audience, text, answer_by).await {
            DraftOutcome::Preview(preview) => *preview,
            other => panic!("{other:?}"),
        }
    }

    /// Submits the form of an alert of this kind, and returns its preview.
    pub async fn preview_kind(
        &mut self,
        severity: Severity,
        audience: &str,
        kind: AlertKind,
        ask_text: &str,
        text: &str,
    ) -> Preview {
        let target = DraftTarget::NewAlert { severity, audience: audience.to_owned(), kind };
        let input = DraftInput { ask_text: ask_text.to_owned(), ..self.form_input(target, text, "") };
        match submit(&self.db, AlertSettings::default(), input, self.clock.now()).await.unwrap() {
            DraftOutcome::Preview(preview) => *preview,
            other => panic!("{other:?}"),
        }
    }

    pub async fn send(&self, preview: &Preview) -> SendOutcome {
        self.send_outcome(preview).await.unwrap()
    }

    pub async fn send_outcome(&self, preview: &Preview) -> Result<SendOutcome, AlertError> {
        let now = self.clock.now();
        send(&self.db, AlertSettings::default(), LEAD, preview.draft, RepeatPolicy::AskFirst, now).await
    }

    /// Submits the form of an alert to the members, confirms the preview, and delivers what is due.
    pub async fn send_alert(&mut self, severity: Severity, text: &str, answer_by: &str) -> AlertId {
        let preview = self.preview(severity, "members", text, answer_by).await;
        let SendOutcome::Sent(sent) = self.send(&preview).await else { panic!("it is sent") };
        self.run().await;
        sent.alert
    }

    /// Sends an urgent alert of this kind to the members, and delivers what is due.
    pub async fn send_ask(&mut self, kind: AlertKind, ask_text: &str, answer_by: &str) -> AlertId {
        let target = DraftTarget::NewAlert { severity: Severity::Urgent, audience: "members".to_owned(), kind };
        let input =
            DraftInput { ask_text: ask_text.to_owned(), ..self.form_input(target, "Take the shift", answer_by) };
        let outcome = submit(&self.db, AlertSettings::default(), input, self.clock.now()).await.unwrap();
        let DraftOutcome::Preview(preview) = outcome else { panic!("{outcome:?}") };
        let SendOutcome::Sent(sent) = self.send(&preview).await else { panic!("it is sent") };
        self.run().await;
        sent.alert
    }

    pub async fn press_answer(&self, alert: AlertId, member: MemberId, answer: ask::Answer) -> AnswerOutcome {
        let version = crate::alerts::service::get(&self.db, LEAD, alert).await.unwrap().current_version.number;
        answers::answer(&self.db, member, alert, version, answer, None, self.clock.now()).await.unwrap()
    }

    pub async fn preview_correction(&mut self, alert: AlertId, base_version: u32, text: &str) -> DraftOutcome {
        let input = self.form_input(DraftTarget::Correction(CorrectionBase { alert, base_version }), text, "");
        submit(&self.db, AlertSettings::default(), input, self.clock.now()).await.unwrap()
    }

    /// Previews a correction and sends it.
    pub async fn correct(&mut self, alert: AlertId, base_version: u32, text: &str) -> CorrectionSent {
        let outcome = self.preview_correction(alert, base_version, text).await;
        let DraftOutcome::Preview(preview) = outcome else { panic!("{outcome:?}") };
        let outcome = self.send(&preview).await;
        let SendOutcome::Corrected(sent) = outcome else { panic!("{outcome:?}") };
        sent
    }

    pub async fn roster(&self, alert: AlertId) -> Roster {
        crate::alerts::service::roster(&self.db, LEAD, alert, self.clock.now()).await.unwrap()
    }

    pub async fn recipient_status(&self, alert: AlertId, member: MemberId) -> RecipientStatus {
        self.roster(alert).await.people.into_iter().find(|line| line.member == member).unwrap().status
    }
}

pub fn dm_channel(id: MemberId) -> ChannelId {
    ChannelId(1000 + id.0)
}
