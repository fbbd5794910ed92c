//! Combines every change of a shift, an offer or a gap with every state of a delivery attempt, and checks what a
//! volunteer's phone shows in the end.

use std::sync::Arc;

use strum::VariantArray;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::delivery::testing::{Attempt, ScriptedRoute};
use crate::delivery::{Dispatcher, DispatcherSettings, Facts, Route};
use crate::time::{Clock, VirtualClock};
use crate::timers::Gauge;

/// What happens to Ana's shift while she gets its notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
enum WhileNoticed {
    Confirms,
    GivesBack,
    /// Ben takes it over, because Ana has not confirmed it.
    Covered,
    /// Ana has offered it, and Ben takes it.
    OfferTaken,
    SlotRemoved,
    AnaLosesRole,
    AnaLeaves,
    AnaDeletesData,
}

/// What happens to a shift while it is offered to Ana.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
enum WhileOffered {
    AnaTakes,
    LeadTakes,
    Withdrawn,
    OfferedAgain,
    OfferedShiftGivenBack,
}

/// What happens while a shift is offered to Ana alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
enum WhileAskedAlone {
    AnaRefuses,
}

/// What happens to a slot while Ana is told that somebody is missing in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
enum WhileMissing {
    SlotTaken,
}

/// A message that has not arrived is cancelled. A message that has arrived, or still arrives, shows `text`.
const fn unless_cancelled(text: &str) -> [&str; 9] {
    ["", "", "", text, "", text, text, "", text]
}

const EXPECTED_NOTICES: &[(WhileNoticed, [&str; 9])] = &[
    (WhileNoticed::Confirms, unless_cancelled("notice confirmed")),
    (WhileNoticed::GivesBack, unless_cancelled("notice given_back")),
    (WhileNoticed::Covered, unless_cancelled("notice taken_over")),
    (
        WhileNoticed::OfferTaken,
        [
            "news taken",
            "news taken",
            "news taken",
            "notice taken_over, news taken",
            "news taken",
            "notice taken_over, news taken",
            "notice taken_over, news taken",
            "news taken",
            "notice taken_over, news taken",
        ],
    ),
    (
        WhileNoticed::SlotRemoved,
        [
            "removed",
            "removed",
            "removed",
            "notice removed, removed",
            "removed",
            "notice removed, removed",
            "notice removed, removed",
            "removed",
            "notice removed, removed",
        ],
    ),
    (WhileNoticed::AnaLosesRole, unless_cancelled("notice left")),
    (WhileNoticed::AnaLeaves, unless_cancelled("notice left")),
    (WhileNoticed::AnaDeletesData, unless_cancelled("deleted")),
];

const EXPECTED_OFFERS: &[(WhileOffered, [&str; 9])] = &[
    (WhileOffered::AnaTakes, unless_cancelled("offer taken")),
    (WhileOffered::LeadTakes, unless_cancelled("offer taken")),
    (WhileOffered::Withdrawn, unless_cancelled("offer withdrawn")),
    (
        WhileOffered::OfferedAgain,
        [
            "offer open",
            "offer open",
            "offer open",
            "offer withdrawn, offer open",
            "offer open",
            "offer withdrawn, offer open",
            "offer withdrawn, offer open",
            "offer open",
            "offer withdrawn, offer open",
        ],
    ),
    (WhileOffered::OfferedShiftGivenBack, unless_cancelled("offer withdrawn")),
];

fn message_text(facts: &Facts) -> Option<String> {
    Some(match facts.get::<DutyFacts>().expect("facts of duty") {
        DutyFacts::Panel(_) => return None,
        DutyFacts::Notice(facts) if facts.shift.state == ShiftState::Taken && facts.shift.confirmed_at.is_some() => {
            "notice confirmed".to_owned()
        }
        DutyFacts::Notice(facts) => format!("notice {}", facts.shift.state),
        DutyFacts::Cover(facts) => format!("cover {}", facts.facts.shift.state),
        DutyFacts::Offer(facts) => format!("offer {}", facts.offer.state),
        DutyFacts::OfferNews(facts) => format!("news {}", facts.offer.state),
        DutyFacts::Removed(_) => "removed".to_owned(),
        DutyFacts::Gap(facts) => format!("gap {}", facts.slots.len()),
        DutyFacts::Deleted => "deleted".to_owned(),
    })
}

/// A database with volunteers, and a dispatcher.
struct World {
    base: Harness,
    clock: VirtualClock,
    route: Arc<ScriptedRoute>,
    dispatcher: Arc<Dispatcher>,
    gauge: Gauge,
    is_running: bool,
}

impl World {
    async fn new() -> Self {
        let base = Harness::new().await;
        let clock = VirtualClock::starting_at(now());
        let route = Arc::new(ScriptedRoute::with_texts(message_text));
        let (routes, sources) = (vec![Arc::clone(&route) as Arc<dyn Route>], vec![Arc::new(base.duty.clone()) as _]);
        let settings = DispatcherSettings::default();
        let dispatcher = Dispatcher::new(base.db.clone(), Arc::new(clock.clone()), routes, sources, settings);
        let gauge = dispatcher.gauge();
        Self { base, clock, route, dispatcher, gauge, is_running: false }
    }

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

    /// Brings the next message to Ana into the state `attempt`. No message of these tests is held, because Ana is
    /// awake.
    async fn bring_to(&mut self, attempt: Attempt) {
        self.route.script_next_attempt(ANA, attempt.answer());
        match attempt {
            Attempt::Queued | Attempt::Held => {}
            Attempt::SendingThenArrives | Attempt::SendingThenFails | Attempt::SendingThenUnknown => {
                self.route.hold(ANA);
                self.start();
                self.route.wait_until_sending().await;
            }
            Attempt::Retry | Attempt::UnknownArrived | Attempt::UnknownVanished | Attempt::Sent => self.run().await,
        }
    }

    /// Runs until every delivery is settled. Does not run the timers of duty.
    async fn settle_all(&mut self) {
        self.route.release();
        for seconds in [0, 10, 60, 600, 1_800] {
            self.run().await;
            self.clock.move_to(self.clock.now() + SignedDuration::from_secs(seconds));
        }
        self.run().await;
    }

    async fn lose_role(&self, member: MemberId) {
        let now = self.clock.now();
        let lost = self.base.db.write(async |tx| {
            members::service::upsert_present(tx, member, "x", "X", Roles::NONE).await?;
            let before = Roles::NONE.with(Group::Helpdesk);
            self.base.duty.groups_changed(tx, member, before, Roles::NONE, now).await
        });
        lost.await.unwrap();
    }
}

impl WhileNoticed {
    async fn apply(self, world: &World) {
        let (duty, db, now) = (&world.base.duty, &world.base.db, world.clock.now());
        let shift = ShiftId(1);
        match self {
            Self::Confirms => drop(duty.confirm(db, ANA, shift, now).await.unwrap()),
            Self::GivesBack => drop(duty.give_back(db, ANA, shift, now).await.unwrap()),
            Self::Covered => drop(duty.cover(db, BEN, shift, now).await.unwrap()),
            Self::OfferTaken => {
                let offer = duty.offer(db, ANA, shift, OfferTarget::Member(BEN), now).await.unwrap().0;
                duty.take_offer(db, BEN, offer.id, now).await.unwrap();
            }
            Self::SlotRemoved => drop(duty.remove_slot(db, LEAD, SlotId(1), now).await.unwrap()),
            Self::AnaLosesRole => world.lose_role(ANA).await,
            Self::AnaLeaves => {
                let followers = members::Followers::default().with_follower(Arc::new(duty.clone()));
                let left = db.write(async |tx| members::service::record_departure(tx, &followers, ANA, now).await);
                left.await.unwrap();
            }
            Self::AnaDeletesData => drop(db.write(async |tx| duty.delete(tx, ANA, now).await).await.unwrap()),
        }
    }
}

impl WhileOffered {
    async fn apply(self, world: &World, offer: OfferId) {
        let (duty, db, now) = (&world.base.duty, &world.base.db, world.clock.now());
        match self {
            Self::AnaTakes => drop(duty.take_offer(db, ANA, offer, now).await.unwrap()),
            Self::LeadTakes => drop(duty.take_offer(db, LEAD, offer, now).await.unwrap()),
            Self::Withdrawn => drop(duty.withdraw_offer(db, BEN, offer, now).await.unwrap()),
            Self::OfferedAgain => drop(duty.offer(db, BEN, ShiftId(1), OfferTarget::All, now).await.unwrap()),
            Self::OfferedShiftGivenBack => drop(duty.give_back(db, BEN, ShiftId(1), now).await.unwrap()),
        }
    }
}

/// Ana's or Ben's shift from 20:00 to 21:00 today, half an hour before its notice is due.
async fn world_with_shift(of: MemberId) -> World {
    let world = World::new().await;
    world.base.create(&[period("10T20:00", "10T21:00")], 1).await;
    world.base.take(of, 1, now()).await.unwrap();
    world
}

/// The states of an attempt, without the state of a message that waits until its reader wakes.
fn attempts() -> impl Iterator<Item = (usize, Attempt)> {
    Attempt::VARIANTS.iter().copied().enumerate().filter(|(_, attempt)| *attempt != Attempt::Held)
}

#[tokio::test]
async fn phone_shows_the_expected_messages_after_every_change_of_a_shift_with_a_notice() {
    let mut failures = Vec::new();
    for &change in WhileNoticed::VARIANTS {
        let (_, expected) =
            EXPECTED_NOTICES.iter().find(|(known, _)| *known == change).expect("each change is in the table");
        for (index, attempt) in attempts() {
            let mut world = world_with_shift(ANA).await;
            world.clock.move_to(at("10T19:45"));
            world.base.run_timers(at("10T19:45")).await;
            world.bring_to(attempt).await;
            change.apply(&world).await;
            world.settle_all().await;
            let phone = world.route.received_texts(ANA);
            if phone != expected[index] {
                failures.push(format!("{change:?} × {attempt:?}: {phone:?}, not {:?}", expected[index]));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[tokio::test]
async fn phone_shows_the_expected_messages_after_every_change_of_an_offer() {
    let mut failures = Vec::new();
    for &change in WhileOffered::VARIANTS {
        let (_, expected) =
            EXPECTED_OFFERS.iter().find(|(known, _)| *known == change).expect("each change is in the table");
        for (index, attempt) in attempts() {
            let mut world = world_with_shift(BEN).await;
            let (duty, db) = (world.base.duty.clone(), world.base.db.clone());
            let offer = duty.offer(&db, BEN, ShiftId(1), OfferTarget::All, now()).await.unwrap().0;
            world.bring_to(attempt).await;
            change.apply(&world, offer.id).await;
            world.settle_all().await;
            let phone = world.route.received_texts(ANA);
            if phone != expected[index] {
                failures.push(format!("{change:?} × {attempt:?}: {phone:?}, not {:?}", expected[index]));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[tokio::test]
async fn phone_shows_that_an_offer_was_refused_and_that_a_gap_was_filled() {
    let mut failures = Vec::new();
    for (index, attempt) in attempts() {
        for &WhileAskedAlone::AnaRefuses in WhileAskedAlone::VARIANTS {
            let mut world = world_with_shift(BEN).await;
            let (duty, db) = (world.base.duty.clone(), world.base.db.clone());
            let offer = duty.offer(&db, BEN, ShiftId(1), OfferTarget::Member(ANA), now()).await.unwrap().0;
            world.bring_to(attempt).await;
            duty.refuse_offer(&db, ANA, offer.id, world.clock.now()).await.unwrap();
            world.settle_all().await;
            let (phone, expected) = (world.route.received_texts(ANA), unless_cancelled("offer refused")[index]);
            if phone != expected {
                failures.push(format!("refused × {attempt:?}: {phone:?}, not {expected:?}"));
            }
        }
        for &WhileMissing::SlotTaken in WhileMissing::VARIANTS {
            let mut world = World::new().await;
            world.base.create(&[period("12T12:00", "12T16:00")], 1).await;
            world.clock.move_to(at("11T12:00"));
            world.base.run_timers(at("11T12:00")).await;
            world.bring_to(attempt).await;
            world.base.take(BEN, 1, world.clock.now()).await.unwrap();
            world.settle_all().await;
            let (phone, expected) = (world.route.received_texts(ANA), unless_cancelled("gap 0")[index]);
            if phone != expected {
                failures.push(format!("gap filled × {attempt:?}: {phone:?}, not {expected:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
