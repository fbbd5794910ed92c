//! Combines every change of a ticket with every state of a delivery attempt, and checks what a volunteer's phone shows
//! in the end. Covers two messages: the ask, and the helper's own message.

mod races;
mod repeats;

use std::sync::Arc;

use strum::VariantArray;
use tokio_util::sync::CancellationToken;

use super::category::Category;
use super::details::HelpdeskFacts;
use super::messages::TicketMessage;
use super::model::{TicketId, TicketKind};
use super::opening::{LogTicket, OpenTicket};
use super::origin::TicketText;
use super::service::Helpdesk;
use super::timers::HelpdeskTimers;
use crate::db::{Db, DbError};
use crate::delivery::testing::{Attempt, ScriptedRoute};
use crate::delivery::{Dispatcher, DispatcherSettings, Facts, Route};
use crate::escalation::Urgency;
use crate::guild::{self, Setup};
use crate::members::{
    self, ChannelId, EmergencyWake, Follower, Followers, Group, GuildId, InteractionId, MemberId, PrivacyHandler,
    Profile, RoleId, Roles,
};
use crate::time::{Clock, QuietHours, SignedDuration, VirtualClock, ZoneId};
use crate::timers::{DueWork, Gauge};

const NOW: &str = "2020-11-10T17:00:00Z";
const ASKER: MemberId = MemberId(1);
/// The volunteer whose phone the tests check. Ana is asleep from 17:15 to 20:00.
const ANA: MemberId = MemberId(2);
/// Another volunteer, who is awake.
const BEN: MemberId = MemberId(3);
const LEAD: MemberId = MemberId(4);

/// What happens to a ticket while Ana is asked to help with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
enum WhileAsked {
    BenClaims,
    AnaClaims,
    BenClaimsAndGivesUp,
    SentToSecretariat,
    SolvedByAsker,
    /// Ben has answered the request outside the ticket.
    AnsweredElsewhere,
    Withdrawn,
    AskerLeaves,
    AskerDeletesData,
    AnaLeaves,
    AnaLosesRole,
    /// Ana's quiet hours begin earlier.
    AnaFallsAsleep,
    /// Ana says "Not now".
    AnaDeclines,
    /// The asker needs the help now.
    BecomesUrgent,
    /// The asker says that it is about somebody's conduct.
    BecomesPrivate,
    /// The asker adds the ticket to another ticket of theirs.
    AddedToAnother,
}

/// What happens to a ticket while Ana helps with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
enum WhileHelping {
    GivesUp,
    SentToSecretariat,
    SolvedByHelper,
    SolvedByHelperAndReopened,
    SolvedByAsker,
    Withdrawn,
    StillHelping,
    ThreadIsDeleted,
    AskerLeaves,
    AskerDeletesData,
    AnaLeaves,
    AnaLosesRole,
    /// Ana writes in the thread.
    Writes,
    /// Ana waits for the asker's answer.
    AwaitsAsker,
    /// Ana passes the ticket on to Ben.
    PassedOn,
}

/// What Ana's phone shows in the end, for each [`Attempt`] in the order of its variants.
const EXPECTED_ASK_MESSAGES: &[(WhileAsked, [&str; 9])] = &[
    (WhileAsked::BenClaims, same_text_unless_cancelled("ask claimed")),
    (
        WhileAsked::AnaClaims,
        [
            "helper claimed",
            "helper claimed",
            "helper claimed",
            "ask claimed, helper claimed",
            "helper claimed",
            "ask claimed, helper claimed",
            "ask claimed, helper claimed",
            "helper claimed",
            "ask claimed, helper claimed",
        ],
    ),
    (WhileAsked::BenClaimsAndGivesUp, same_text_unless_cancelled("ask waiting")),
    (WhileAsked::SentToSecretariat, same_text_unless_cancelled("ask waiting")),
    (WhileAsked::SolvedByAsker, same_text_unless_cancelled("ask closed")),
    (WhileAsked::AnsweredElsewhere, same_text_unless_cancelled("ask solved")),
    (WhileAsked::Withdrawn, same_text_unless_cancelled("ask closed")),
    (WhileAsked::AskerLeaves, same_text_unless_cancelled("ask closed")),
    (WhileAsked::AskerDeletesData, same_text_unless_cancelled("ask closed")),
    (WhileAsked::AnaLeaves, same_text_unless_cancelled("ask waiting")),
    (WhileAsked::AnaLosesRole, same_text_unless_cancelled("ask waiting")),
    (WhileAsked::AnaFallsAsleep, ["ask waiting"; 9]),
    (WhileAsked::AnaDeclines, same_text_unless_cancelled("ask waiting")),
    (WhileAsked::BecomesUrgent, ["ask waiting"; 9]),
    (WhileAsked::BecomesPrivate, same_text_unless_cancelled("ask waiting")),
    (WhileAsked::AddedToAnother, same_text_unless_cancelled("ask closed")),
];

/// What Ana's phone shows in the end, for each [`Attempt`] to send the helper's own message. This message is never
/// held, so `Attempt::Held` is skipped.
const EXPECTED_HELPER_MESSAGES: &[(WhileHelping, [&str; 9])] = &[
    (WhileHelping::GivesUp, same_text_unless_cancelled("helper waiting")),
    (WhileHelping::SentToSecretariat, same_text_unless_cancelled("helper waiting")),
    (WhileHelping::SolvedByHelper, same_text_unless_cancelled("helper solved")),
    (WhileHelping::SolvedByHelperAndReopened, same_text_unless_cancelled("helper waiting")),
    (WhileHelping::SolvedByAsker, same_text_unless_cancelled("helper closed")),
    (WhileHelping::Withdrawn, same_text_unless_cancelled("helper closed")),
    (WhileHelping::StillHelping, ["helper claimed"; 9]),
    (WhileHelping::ThreadIsDeleted, ["helper claimed"; 9]),
    (WhileHelping::AskerLeaves, same_text_unless_cancelled("helper closed")),
    (WhileHelping::AskerDeletesData, same_text_unless_cancelled("helper closed")),
    (WhileHelping::AnaLeaves, same_text_unless_cancelled("helper waiting")),
    (WhileHelping::AnaLosesRole, same_text_unless_cancelled("helper waiting")),
    (WhileHelping::Writes, ["helper claimed"; 9]),
    (WhileHelping::AwaitsAsker, ["helper claimed"; 9]),
    (WhileHelping::PassedOn, same_text_unless_cancelled("helper claimed")),
];

/// A message that has not arrived is cancelled. A message that has arrived, or still arrives, shows `text`.
const fn same_text_unless_cancelled(text: &str) -> [&str; 9] {
    ["", "", "", text, "", text, text, "", text]
}

fn message_text(facts: &Facts) -> Option<String> {
    let facts = facts.get::<HelpdeskFacts>().expect("facts of the help desk");
    let message = match facts.message {
        TicketMessage::Ask { .. } => "ask",
        TicketMessage::Helper { .. } => "helper",
        TicketMessage::News { .. } if facts.is_superseded => "old news",
        TicketMessage::News { .. } => "news",
        _ => return None,
    };
    let status: &'static str = facts.details.ticket.status.into();
    Some(format!("{message} {status}"))
}

struct Harness {
    db: Db,
    helpdesk: Helpdesk,
    clock: VirtualClock,
    route: Arc<ScriptedRoute>,
    dispatcher: Arc<Dispatcher>,
    gauge: Gauge,
    is_running: bool,
    _folder: tempfile::TempDir,
}

impl Harness {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = crate::db::testing::open(folder.path()).await;
        let clock = VirtualClock::starting_at(NOW.parse().unwrap());
        let route = Arc::new(ScriptedRoute::with_texts(message_text));
        let helpdesk = Helpdesk::new(super::HelpdeskSettings::default());
        let (routes, sources) = (vec![Arc::clone(&route) as Arc<dyn Route>], vec![Arc::new(helpdesk) as _]);
        let settings = DispatcherSettings::default();
        let dispatcher = Dispatcher::new(db.clone(), Arc::new(clock.clone()), routes, sources, settings);
        let gauge = dispatcher.gauge();
        let harness = Self { db, helpdesk, clock, route, dispatcher, gauge, is_running: false, _folder: folder };
        harness.set_up().await;
        harness
    }

    async fn set_up(&self) {
        let mut setup = Setup::new(GuildId(1));
        for (index, group) in (10..).zip(Group::ALL) {
            setup.set_role(group, Some(RoleId(index)));
        }
        for (index, purpose) in (20..).zip(guild::ChannelPurpose::ALL) {
            setup.set_channel(purpose, Some(ChannelId(index)));
        }
        let stored = self.db.write(async |tx| {
            guild::testing::set_up(tx, &setup, LEAD, self.clock.now()).await;
            for (id, group, night) in [
                (ASKER, Group::Mag, ("02:00", "03:00")),
                (ANA, Group::Helpdesk, ("17:15", "20:00")),
                (BEN, Group::Helpdesk, ("02:00", "03:00")),
                (LEAD, Group::Secretariat, ("02:00", "03:00")),
            ] {
                members::service::upsert_present(tx, id, "x", "X", roles(&[group])).await?;
                members::testing::set_profile(tx, id, &profile_with_quiet_hours(night.0, night.1)).await;
            }
            Ok::<_, DbError>(())
        });
        stored.await.unwrap();
    }

    async fn open(&self) -> TicketId {
        self.open_about(InteractionId(1), "No sound").await
    }

    async fn open_about(&self, interaction: InteractionId, text: &str) -> TicketId {
        let open = OpenTicket {
            interaction,
            asker: ASKER,
            kind: TicketKind::Help,
            urgency: Urgency::default(),
            category: Category::default(),
            text: TicketText::Quoted(text),
            origin: None,
        };
        self.helpdesk.open(&self.db, open, self.clock.now()).await.unwrap().details.ticket.id
    }

    /// Starts the dispatcher unless it already runs.
    fn start(&mut self) {
        if !self.is_running {
            tokio::spawn(Arc::clone(&self.dispatcher).run(CancellationToken::new()));
            self.is_running = true;
        }
    }

    async fn run(&mut self) {
        self.start();
        self.gauge.wait_until_idle().await;
    }

    /// Brings the next message to Ana into the state `attempt`: sets the outcome of its first attempt, and runs the
    /// dispatcher as far as needed.
    async fn bring_to(&mut self, attempt: Attempt) {
        self.route.script_next_attempt(ANA, attempt.answer());
        match attempt {
            Attempt::Queued => {}
            Attempt::Held => {
                self.move_by(600);
                self.run().await;
            }
            Attempt::SendingThenArrives | Attempt::SendingThenFails | Attempt::SendingThenUnknown => {
                self.route.hold(ANA);
                self.start();
                self.route.wait_until_sending().await;
            }
            Attempt::Retry | Attempt::UnknownArrived | Attempt::UnknownVanished | Attempt::Sent => self.run().await,
        }
    }

    /// Runs until every delivery is settled. Does not run the ticket timers, because the next step of the escalation
    /// would ask Ana again.
    async fn settle_all(&mut self) {
        self.route.release();
        for seconds in [0, 10, 60, 600, 3_600, 6 * 3_600, 24 * 3_600] {
            self.run().await;
            self.move_by(seconds);
        }
        self.run().await;
    }

    fn move_by(&self, seconds: i64) {
        self.clock.move_to(self.clock.now() + SignedDuration::from_secs(seconds));
    }

    async fn leave_server(&self, member: MemberId) {
        let (followers, now) = (Followers::default().with_follower(Arc::new(self.helpdesk)), self.clock.now());
        self.db.write(async |tx| members::service::record_departure(tx, &followers, member, now).await).await.unwrap();
    }

    async fn delete_data(&self, member: MemberId) {
        let now = self.clock.now();
        self.db.write(async |tx| self.helpdesk.delete(tx, member, now).await).await.unwrap();
    }

    async fn lose_role(&self, member: MemberId) {
        let now = self.clock.now();
        let lost = self.db.write(async |tx| {
            members::service::upsert_present(tx, member, "x", "X", Roles::NONE).await?;
            self.helpdesk.groups_changed(tx, member, roles(&[Group::Helpdesk]), Roles::NONE, now).await
        });
        lost.await.unwrap();
    }

    async fn begin_quiet_hours(&self, member: MemberId) {
        let now = self.clock.now();
        let changed = self.db.write(async |tx| {
            let before = members::service::get(tx, member).await?.unwrap();
            members::testing::set_profile(tx, member, &profile_with_quiet_hours("17:00", "20:00")).await;
            let after = members::service::get(tx, member).await?.unwrap();
            self.helpdesk.profile_changed(tx, &before, &after, now).await
        });
        changed.await.unwrap();
    }
}

fn roles(groups: &[Group]) -> Roles {
    groups.iter().copied().collect()
}

fn profile_with_quiet_hours(from: &str, to: &str) -> Profile {
    Profile {
        zone: ZoneId::utc(),
        quiet: QuietHours::new(from.parse().unwrap(), to.parse().unwrap()).into(),
        emergency: EmergencyWake::Refused,
        awake_until: None,
        away: None,
        saved_at: NOW.parse().unwrap(),
    }
}

impl WhileAsked {
    async fn apply(self, harness: &Harness, ticket: TicketId) {
        let (helpdesk, db, now) = (harness.helpdesk, &harness.db, harness.clock.now());
        match self {
            WhileAsked::BenClaims => drop(helpdesk.claim(db, ticket, BEN, now).await.unwrap()),
            WhileAsked::AnaClaims => drop(helpdesk.claim(db, ticket, ANA, now).await.unwrap()),
            WhileAsked::BenClaimsAndGivesUp => {
                helpdesk.claim(db, ticket, BEN, now).await.unwrap();
                helpdesk.release(db, ticket, BEN, now).await.unwrap();
            }
            WhileAsked::SentToSecretariat => {
                helpdesk.send_to_secretariat(db, ticket, BEN, "restarted it", now).await.unwrap();
            }
            WhileAsked::SolvedByAsker => drop(helpdesk.solve(db, ticket, ASKER, None, now).await.unwrap()),
            WhileAsked::AnsweredElsewhere => {
                let log = LogTicket {
                    interaction: InteractionId(9),
                    by: BEN,
                    name: "X",
                    contact: "in the hall",
                    problem: "No sound",
                    answer: Some("Another headset"),
                };
                let logged = helpdesk.log(db, log, now).await.unwrap();
                assert_eq!(logged.still_open.iter().map(|open| open.ticket.id).collect::<Vec<_>>(), [ticket]);
                let logged = logged.ticket.details.ticket.id;
                helpdesk.solve_as_logged(db, ticket, logged, BEN, now).await.unwrap();
            }
            WhileAsked::Withdrawn => drop(helpdesk.withdraw(db, ticket, ASKER, now).await.unwrap()),
            WhileAsked::AskerLeaves => harness.leave_server(ASKER).await,
            WhileAsked::AskerDeletesData => harness.delete_data(ASKER).await,
            WhileAsked::AnaLeaves => harness.leave_server(ANA).await,
            WhileAsked::AnaLosesRole => harness.lose_role(ANA).await,
            WhileAsked::AnaFallsAsleep => harness.begin_quiet_hours(ANA).await,
            WhileAsked::AnaDeclines => drop(helpdesk.decline(db, ticket, ANA, now).await.unwrap()),
            WhileAsked::BecomesUrgent => {
                drop(helpdesk.set_urgency(db, ticket, ASKER, Urgency::Now, now).await.unwrap());
            }
            WhileAsked::BecomesPrivate => {
                drop(helpdesk.set_category(db, ticket, ASKER, Category::Conduct, now).await.unwrap());
            }
            WhileAsked::AddedToAnother => {
                let other = harness.open_about(InteractionId(9), "No picture either").await;
                helpdesk.merge(db, ticket, other, ASKER, now).await.unwrap();
            }
        }
    }
}

impl WhileHelping {
    async fn apply(self, harness: &Harness, ticket: TicketId) {
        let (helpdesk, db, now) = (harness.helpdesk, &harness.db, harness.clock.now());
        match self {
            WhileHelping::GivesUp => drop(helpdesk.release(db, ticket, ANA, now).await.unwrap()),
            WhileHelping::SentToSecretariat => {
                helpdesk.send_to_secretariat(db, ticket, ANA, "restarted it", now).await.unwrap();
            }
            WhileHelping::SolvedByHelper => drop(helpdesk.solve(db, ticket, ANA, None, now).await.unwrap()),
            WhileHelping::SolvedByHelperAndReopened => {
                helpdesk.solve(db, ticket, ANA, None, now).await.unwrap();
                helpdesk.reopen(db, ticket, ASKER, now).await.unwrap();
            }
            WhileHelping::SolvedByAsker => drop(helpdesk.solve(db, ticket, ASKER, None, now).await.unwrap()),
            WhileHelping::Withdrawn => drop(helpdesk.withdraw(db, ticket, ASKER, now).await.unwrap()),
            WhileHelping::StillHelping => drop(helpdesk.still_helping(db, ticket, ANA, now).await.unwrap()),
            WhileHelping::ThreadIsDeleted => {
                let ticket = super::store::get(&mut db.read().await.unwrap(), ticket).await.unwrap().unwrap();
                if let Some(thread) = ticket.thread {
                    assert!(helpdesk.handle_deleted_channel(db, thread, now).await.unwrap());
                }
            }
            WhileHelping::AskerLeaves => harness.leave_server(ASKER).await,
            WhileHelping::AskerDeletesData => harness.delete_data(ASKER).await,
            WhileHelping::AnaLeaves => harness.leave_server(ANA).await,
            WhileHelping::AnaLosesRole => harness.lose_role(ANA).await,
            WhileHelping::Writes => {
                let ticket = super::store::get(&mut db.read().await.unwrap(), ticket).await.unwrap().unwrap();
                if let Some(thread) = ticket.thread {
                    helpdesk.note_message(db, thread, ANA, now).await.unwrap();
                }
            }
            WhileHelping::PassedOn => drop(helpdesk.transfer(db, ticket, ANA, BEN, now).await.unwrap()),
            WhileHelping::AwaitsAsker => drop(helpdesk.await_asker(db, ticket, ANA, now).await.unwrap()),
        }
    }
}

#[tokio::test]
async fn phone_shows_the_expected_messages_after_every_change_of_a_waiting_ticket() {
    let mut failures = Vec::new();
    for &change in WhileAsked::VARIANTS {
        let (_, expected) =
            EXPECTED_ASK_MESSAGES.iter().find(|(known, _)| *known == change).expect("each change is in the table");
        for (&attempt, expected) in Attempt::VARIANTS.iter().zip(expected) {
            let mut harness = Harness::new().await;
            let ticket = harness.open().await;
            harness.move_by(600);
            let timers = HelpdeskTimers::new(harness.db.clone(), harness.helpdesk);
            assert_eq!(timers.run_due(harness.clock.now(), 100).await.unwrap(), 1, "the volunteers are asked");
            harness.bring_to(attempt).await;
            change.apply(&harness, ticket).await;
            harness.settle_all().await;
            let phone = harness.route.received_texts(ANA);
            if phone != *expected {
                failures.push(format!("{change:?} × {attempt:?}: {phone:?}, not {expected:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[tokio::test]
async fn phone_shows_the_expected_messages_after_every_change_of_a_claimed_ticket() {
    let mut failures = Vec::new();
    for &change in WhileHelping::VARIANTS {
        let (_, expected) =
            EXPECTED_HELPER_MESSAGES.iter().find(|(known, _)| *known == change).expect("each change is in the table");
        for (&attempt, expected) in Attempt::VARIANTS.iter().zip(expected) {
            if attempt == Attempt::Held {
                continue;
            }
            let mut harness = Harness::new().await;
            let ticket = harness.open().await;
            harness.helpdesk.claim(&harness.db, ticket, ANA, harness.clock.now()).await.unwrap();
            harness.bring_to(attempt).await;
            change.apply(&harness, ticket).await;
            harness.settle_all().await;
            let phone = harness.route.received_texts(ANA);
            if phone != *expected {
                failures.push(format!("{change:?} × {attempt:?}: {phone:?}, not {expected:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Sends the asker two messages: first that the next people are asked, later that the helper gave up. `first`: the
/// attempt to send the first message. If its outcome is unknown, it is resolved only after the second message. Returns
/// what the asker's phone shows in the end.
async fn phone_after_two_news(first: Attempt) -> String {
    let mut harness = Harness::new().await;
    let ticket = harness.open().await;
    harness.run().await;
    harness.move_by(600);
    let timers = HelpdeskTimers::new(harness.db.clone(), harness.helpdesk);
    timers.run_due(harness.clock.now(), 100).await.unwrap();
    harness.route.script_next_attempt(ASKER, first.answer());
    harness.run().await;
    WhileAsked::BenClaimsAndGivesUp.apply(&harness, ticket).await;
    harness.settle_all().await;
    harness.route.received_texts(ASKER)
}

#[tokio::test]
async fn message_due_after_a_newer_message_is_cancelled_or_shown_as_old_if_it_had_arrived() {
    assert_eq!(phone_after_two_news(Attempt::Sent).await, "old news waiting, news waiting");
    assert_eq!(phone_after_two_news(Attempt::UnknownArrived).await, "old news waiting, news waiting");
    assert_eq!(phone_after_two_news(Attempt::UnknownVanished).await, "news waiting");
}
