//! Tests the use cases of duty on a database: races, the timers, and what other features read.

mod changes_during_attempts;

use std::sync::{Arc, Mutex};

use async_trait::async_trait;

use super::*;
use crate::db::{Db, DbError, Tx};
use crate::members::{self, EmergencyWake, Follower, Group, MemberId, PrivacyHandler, Profile, Roles};
use crate::time::{QuietHours, SignedDuration, Time, Timestamp, ZoneId};
use crate::timers::DueWork;

const LEAD: MemberId = MemberId(1);
const ANA: MemberId = MemberId(2);
const BEN: MemberId = MemberId(3);
const GUEST: MemberId = MemberId(4);
const NOW: &str = "2020-11-10T12:00:00Z";

/// Records what a feature is told about shifts.
#[derive(Default)]
struct Recorder(Mutex<Vec<String>>);

#[async_trait]
impl DutyFollower for Recorder {
    async fn shift_started(&self, _tx: &mut Tx, change: &ShiftChange, _now: Timestamp) -> Result<(), DbError> {
        self.0.lock().unwrap().push(format!("started {}", change.shift.member));
        Ok(())
    }

    async fn shift_ended(&self, _tx: &mut Tx, change: &ShiftChange, _now: Timestamp) -> Result<(), DbError> {
        let others: Vec<String> = change.others_on_duty.iter().map(|shift| shift.member.to_string()).collect();
        let text = format!("ended {} {}, then {}", change.shift.member, change.shift.state, others.join("+"));
        self.0.lock().unwrap().push(text);
        Ok(())
    }
}

struct Harness {
    db: Db,
    duty: Duty,
    recorder: Arc<Recorder>,
    _folder: tempfile::TempDir,
}

fn at(text: &str) -> Timestamp {
    format!("2020-11-{text}:00Z").parse().unwrap()
}

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

fn period(start: &str, end: &str) -> Period {
    Period::new(at(start), at(end)).unwrap()
}

impl Harness {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("magpie.db")).await.unwrap();
        let stored = db.write(async |tx| {
            for (id, name, groups) in [
                (LEAD, "Lead", &[Group::Secretariat][..]),
                (ANA, "Ana", &[Group::Helpdesk]),
                (BEN, "Ben", &[Group::Helpdesk]),
                (GUEST, "Guest", &[]),
            ] {
                let roles: Roles = groups.iter().copied().collect();
                members::service::upsert_present(tx, id, name, name, roles).await?;
            }
            let quiet = QuietHours::new(Time::constant(22, 0, 0, 0), Time::constant(7, 0, 0, 0));
            let profile = Profile {
                zone: ZoneId::utc(),
                quiet: quiet.into(),
                emergency: EmergencyWake::Refused,
                awake_until: None,
                away: None,
                saved_at: Timestamp::UNIX_EPOCH,
            };
            for id in [LEAD, ANA, BEN] {
                members::testing::set_profile(tx, id, &profile).await;
            }
            Ok::<_, DbError>(())
        });
        stored.await.unwrap();
        let recorder = Arc::new(Recorder::default());
        let duty = Duty::new(DutyFollowers::default().with(Arc::clone(&recorder) as _));
        Self { db, duty, recorder, _folder: folder }
    }

    /// Creates slots that need `needed` people. Returns the draft.
    async fn create(&self, periods: &[Period], needed: u32) -> DutyDraftId {
        let slot = |period: &Period| PlannedSlot { period: *period, zone: ZoneId::utc(), needed };
        let slots: Vec<PlannedSlot> = periods.iter().map(slot).collect();
        let draft = self.duty.draft(&self.db, LEAD, &slots, now()).await.unwrap();
        self.duty.create(&self.db, LEAD, draft.id, now()).await.unwrap();
        draft.id
    }

    /// Takes the open part of a slot, whatever the warnings.
    async fn take(&self, by: MemberId, slot: i64, now: Timestamp) -> Result<Shift, DutyError> {
        let consent = Consent::Given(Ring::WhileAwake);
        match self.duty.take(&self.db, by, SlotId(slot), Part::Open, consent, now).await? {
            TakeOutcome::Taken(details) => Ok(details.shift),
            TakeOutcome::Confirm(_) => panic!("the consent was given"),
        }
    }

    async fn roster(&self, now: Timestamp) -> Roster {
        roster(&mut self.db.read().await.unwrap(), now).await.unwrap()
    }

    async fn run_timers(&self, now: Timestamp) {
        let timers = DutyTimers::new(self.db.clone(), self.duty.clone());
        while timers.run_due(now, 100).await.unwrap() > 0 {}
    }

    /// The messages that wait or were sent, as `part to line`.
    async fn queued(&self) -> Vec<String> {
        let mut conn = self.db.read().await.unwrap();
        let mut found = Vec::new();
        for subject in ["panel", "shift/1", "shift/2", "offer/1", "gap/1"] {
            for record in crate::delivery::outbox::by_subject(&mut conn, messages::SOURCE, subject).await.unwrap() {
                // Leave out the instant, which is the third component.
                let part = record.part.unwrap_or_default();
                let part: Vec<&str> = part.split('/').take(2).collect();
                found.push(format!("{subject} {}", part.join("/")));
            }
        }
        found
    }

    fn events(&self) -> Vec<String> {
        std::mem::take(&mut *self.recorder.0.lock().unwrap())
    }
}

#[tokio::test]
async fn of_two_people_who_take_the_last_place_one_gets_it() {
    let harness = Harness::new().await;
    harness.create(&[period("11T12:00", "11T16:00")], 1).await;
    let (ana, ben) = tokio::join!(harness.take(ANA, 1, now()), harness.take(BEN, 1, now()));
    let refused: Vec<DutyError> = [ana, ben].into_iter().filter_map(Result::err).collect();
    assert!(matches!(refused.as_slice(), [DutyError::SlotFull(SlotId(1))]), "{refused:?}");
}

#[tokio::test]
async fn slot_that_is_removed_first_cannot_be_taken() {
    let harness = Harness::new().await;
    harness.create(&[period("11T12:00", "11T16:00")], 1).await;
    let remove = harness.duty.remove_slot(&harness.db, LEAD, SlotId(1), now());
    let (removed, taken) = tokio::join!(remove, harness.take(ANA, 1, now()));
    let (_, people) = removed.unwrap();
    // Whoever comes first, nobody keeps a shift in a slot that does not exist.
    assert_eq!(people, usize::from(taken.is_ok()));
    assert!(harness.roster(at("11T13:00")).await.on_duty.is_empty());
    assert!(matches!(harness.take(ANA, 1, now()).await, Err(DutyError::NoSlot(SlotId(1)))));
}

#[tokio::test]
async fn two_shifts_at_the_same_time_are_refused_and_a_guest_takes_none() {
    let harness = Harness::new().await;
    harness.create(&[period("11T12:00", "11T16:00"), period("11T14:00", "11T18:00")], 2).await;
    harness.take(ANA, 1, now()).await.unwrap();
    assert!(matches!(harness.take(ANA, 1, now()).await, Err(DutyError::Overlaps(_))));
    let part = harness.take(ANA, 2, now()).await.unwrap();
    assert_eq!(part.period, period("11T16:00", "11T18:00"), "only the part that she can take");
    assert!(matches!(harness.take(GUEST, 1, now()).await, Err(DutyError::NotVolunteer(GUEST))));
}

#[tokio::test]
async fn night_and_short_rest_must_be_confirmed_and_nights_are_counted() {
    let harness = Harness::new().await;
    harness.create(&[period("11T02:00", "11T06:00"), period("11T10:00", "11T12:00")], 1).await;
    let ask = async |slot| harness.duty.take(&harness.db, ANA, SlotId(slot), Part::Open, Consent::Ask, now()).await;
    let TakeOutcome::Confirm(night) = ask(1).await.unwrap() else { panic!("a night must be confirmed") };
    assert_eq!((night.warnings.quiet, night.warnings.nights), (SignedDuration::from_hours(4), 0));
    assert_eq!(harness.roster(at("11T03:00")).await, Roster::default(), "nothing is taken yet");
    let chosen = Part::Chosen(night.period);
    let consent = Consent::Given(Ring::Always);
    harness.duty.take(&harness.db, ANA, SlotId(1), chosen, consent, now()).await.unwrap();
    let TakeOutcome::Confirm(short) = ask(2).await.unwrap() else { panic!("a short rest must be confirmed") };
    assert_eq!((short.warnings.rest, short.warnings.nights), (Some(SignedDuration::from_hours(4)), 1));
    let roster = harness.roster(at("11T03:00")).await;
    assert!(roster.is_on_duty(ANA));
    assert_eq!(roster.may_be_rung_asleep().into_iter().collect::<Vec<_>>(), [ANA]);
    // A shift that is given back before it starts is no night.
    let shift = roster.on_duty[0].shift.id;
    harness.duty.give_back(&harness.db, ANA, shift, now()).await.unwrap();
    assert_eq!(nights(&mut harness.db.read().await.unwrap(), ANA).await.unwrap(), 0);
}

#[tokio::test]
async fn part_of_a_slot_leaves_the_rest_to_others() {
    let harness = Harness::new().await;
    harness.create(&[period("11T12:00", "11T16:00")], 1).await;
    let part = Part::Chosen(period("11T12:00", "11T14:00"));
    harness.duty.take(&harness.db, ANA, SlotId(1), part, Consent::Ask, now()).await.unwrap();
    let too_long = Part::Chosen(period("11T13:00", "11T16:00"));
    let refused = harness.duty.take(&harness.db, BEN, SlotId(1), too_long, Consent::Ask, now()).await;
    assert!(matches!(refused, Err(DutyError::SlotFull(_))));
    let outside = Part::Chosen(period("11T14:00", "11T17:00"));
    let refused = harness.duty.take(&harness.db, BEN, SlotId(1), outside, Consent::Ask, now()).await;
    assert!(matches!(refused, Err(DutyError::NotWithinSlot(_))));
    let found = gaps(&mut harness.db.read().await.unwrap(), now(), at("12T00:00")).await.unwrap();
    assert_eq!(found.iter().map(|gap| gap.part.period).collect::<Vec<_>>(), [period("11T14:00", "11T16:00")]);
    assert_eq!(harness.take(BEN, 1, now()).await.unwrap().period, period("11T14:00", "11T16:00"));
}

#[tokio::test]
async fn undo_removes_only_slots_that_nobody_took_and_slots_are_created_once() {
    let harness = Harness::new().await;
    let draft = harness.create(&[period("11T12:00", "11T16:00"), period("11T16:00", "11T20:00")], 1).await;
    let again = harness.duty.create(&harness.db, LEAD, draft, now()).await;
    assert!(matches!(again, Err(DutyError::NoDraft(_))), "a second press creates nothing");
    let same = PlannedSlot { period: period("11T12:00", "11T16:00"), zone: ZoneId::utc(), needed: 1 };
    let past = PlannedSlot { period: period("09T12:00", "09T16:00"), ..same };
    let preview = harness.duty.draft(&harness.db, LEAD, &[same, past], now()).await.unwrap();
    assert_eq!((preview.slots.len(), preview.past, preview.existing), (0, 1, 1));
    harness.take(ANA, 1, now()).await.unwrap();
    let undone = harness.duty.undo(&harness.db, LEAD, draft, now()).await.unwrap();
    assert_eq!(undone, Undone { removed: 1, kept: 1 });
}

#[tokio::test]
async fn silence_after_the_notice_asks_those_who_are_available_then_the_secretariat() {
    let harness = Harness::new().await;
    harness.create(&[period("11T12:00", "11T16:00")], 1).await;
    harness.take(ANA, 1, now()).await.unwrap();
    harness.run_timers(at("11T11:44")).await;
    assert_eq!(harness.queued().await, [""; 0], "not yet");
    harness.run_timers(at("11T11:45")).await;
    assert_eq!(harness.queued().await, ["shift/1 notice"]);
    let until = at("11T18:00");
    harness.duty.set_available(&harness.db, BEN, until, Ring::WhileAwake, at("11T11:50")).await.unwrap();
    harness.run_timers(at("11T12:00")).await;
    assert_eq!(harness.queued().await, ["shift/1 notice", "shift/1 cover/3"]);
    assert_eq!(harness.events(), ["started 2"]);
    harness.run_timers(at("11T12:10")).await;
    assert_eq!(harness.queued().await, ["shift/1 notice", "shift/1 cover/3", "shift/1 cover/1"]);
    // Ben takes the rest. Ana, who comes later, is told that he has it.
    let taken = harness.duty.cover(&harness.db, BEN, ShiftId(1), at("11T12:11")).await.unwrap();
    assert_eq!(taken.shift.period, period("11T12:11", "11T16:00"));
    assert_eq!(harness.events(), ["started 3", "ended 2 taken_over, then 3"]);
    let late = harness.duty.confirm(&harness.db, ANA, ShiftId(1), at("11T12:12")).await;
    assert!(matches!(late, Err(DutyError::TakenOver(ShiftId(1)))));
    harness.run_timers(at("11T16:00")).await;
    assert_eq!(harness.events(), ["ended 3 over, then "]);
}

#[tokio::test]
async fn confirmed_shift_asks_nobody_and_cannot_be_taken_over() {
    let harness = Harness::new().await;
    harness.create(&[period("11T12:00", "11T16:00")], 1).await;
    harness.take(ANA, 1, now()).await.unwrap();
    harness.run_timers(at("11T11:45")).await;
    harness.duty.confirm(&harness.db, ANA, ShiftId(1), at("11T11:46")).await.unwrap();
    harness.run_timers(at("11T12:10")).await;
    assert_eq!(harness.queued().await, ["shift/1 notice"]);
    let cover = harness.duty.cover(&harness.db, BEN, ShiftId(1), at("11T12:11")).await;
    assert!(matches!(cover, Err(DutyError::Confirmed(ShiftId(1)))));
}

#[tokio::test]
async fn offered_shift_goes_to_the_first_of_two_and_not_to_its_own_person() {
    let harness = Harness::new().await;
    harness.create(&[period("11T12:00", "11T16:00")], 1).await;
    harness.take(ANA, 1, now()).await.unwrap();
    let (offer, recipients) = harness.duty.offer(&harness.db, ANA, ShiftId(1), OfferTarget::All, now()).await.unwrap();
    assert_eq!(recipients, 1, "Ben is the only other volunteer");
    let own = harness.duty.take_offer(&harness.db, ANA, offer.id, now()).await;
    assert!(matches!(own, Err(DutyError::OwnOffer(_))));
    let press = |by| harness.duty.take_offer(&harness.db, by, offer.id, now());
    let (ben, lead) = tokio::join!(press(BEN), press(LEAD));
    assert_eq!(usize::from(ben.is_ok()) + usize::from(lead.is_ok()), 1);
    let loser = ben.err().or(lead.err()).unwrap();
    assert!(matches!(loser, DutyError::OfferClosed(_)), "{loser}");
    assert_eq!(harness.queued().await, ["offer/1 offer/3", "offer/1 news"], "Ana is told");
}

#[tokio::test]
async fn offer_of_a_shift_that_is_over_or_given_back_is_closed() {
    let harness = Harness::new().await;
    harness.create(&[period("11T12:00", "11T16:00")], 1).await;
    harness.take(ANA, 1, now()).await.unwrap();
    let offer = harness.duty.offer(&harness.db, ANA, ShiftId(1), OfferTarget::Member(BEN), now()).await.unwrap().0;
    let late = harness.duty.take_offer(&harness.db, BEN, offer.id, at("11T16:00")).await;
    assert!(matches!(late, Err(DutyError::OfferClosed(_))));
    let other = harness.duty.take_offer(&harness.db, LEAD, offer.id, now()).await;
    assert!(matches!(other, Err(DutyError::OfferClosed(_))), "it was offered to Ben alone");
    harness.duty.give_back(&harness.db, ANA, ShiftId(1), now()).await.unwrap();
    let gone = harness.duty.take_offer(&harness.db, BEN, offer.id, now()).await;
    assert!(matches!(gone, Err(DutyError::OfferClosed(_))));
}

#[tokio::test]
async fn gap_is_told_once_to_those_who_are_awake_in_it() {
    let harness = Harness::new().await;
    // Both volunteers sleep from 22:00 to 07:00 UTC.
    harness
        .create(&[period("12T12:00", "12T16:00"), period("12T16:00", "12T20:00"), period("13T02:00", "13T06:00")], 1)
        .await;
    harness.take(ANA, 1, now()).await.unwrap();
    harness.run_timers(at("11T12:00")).await;
    assert_eq!(harness.queued().await, [""; 0], "Ana has the first slot");
    harness.run_timers(at("11T16:00")).await;
    let mut conn = harness.db.read().await.unwrap();
    let of_slot = async |conn: &mut crate::db::Conn, slot: &str| {
        let records = crate::delivery::outbox::by_subject(conn, messages::SOURCE, slot).await.unwrap();
        records.into_iter().map(|record| record.part.unwrap_or_default()).collect::<Vec<_>>()
    };
    let told = of_slot(&mut conn, "gap/2").await;
    assert_eq!(told.len(), 2, "both are awake in the second slot: {told:?}");
    drop(conn);
    harness.run_timers(at("12T02:00")).await;
    let mut conn = harness.db.read().await.unwrap();
    assert_eq!(
        of_slot(&mut conn, "gap/3").await,
        [""; 0],
        "it was told with the second slot, and nobody is awake in it"
    );
}

#[tokio::test]
async fn person_who_loses_the_role_or_leaves_has_no_shift_any_more() {
    let harness = Harness::new().await;
    harness.create(&[period("10T12:00", "10T16:00"), period("11T12:00", "11T16:00")], 1).await;
    harness.take(ANA, 1, now()).await.unwrap();
    harness.take(ANA, 2, now()).await.unwrap();
    harness.take(BEN, 1, now()).await.unwrap_err();
    assert_eq!(harness.events(), ["started 2"]);
    let left = harness.db.write(async |tx| {
        members::service::upsert_present(tx, ANA, "Ana", "Ana", Roles::NONE).await?;
        let before = Roles::NONE.with(Group::Helpdesk);
        harness.duty.groups_changed(tx, ANA, before, Roles::NONE, at("10T13:00")).await
    });
    left.await.unwrap();
    assert_eq!(harness.events(), ["ended 2 left, then "]);
    assert!(harness.roster(at("10T13:30")).await.on_duty.is_empty());
    assert_eq!(harness.take(BEN, 2, at("10T14:00")).await.unwrap().period, period("11T12:00", "11T16:00"));
}

#[tokio::test]
async fn deleted_person_is_in_no_row_and_their_shift_is_open_again() {
    let harness = Harness::new().await;
    harness.create(&[period("11T12:00", "11T16:00")], 1).await;
    harness.take(ANA, 1, now()).await.unwrap();
    harness.duty.set_available(&harness.db, ANA, at("10T14:00"), Ring::Always, now()).await.unwrap();
    let export = harness.duty.export(&mut harness.db.read().await.unwrap(), ANA).await.unwrap();
    assert_eq!(export["shifts"][0]["from"], "2020-11-11T12:00:00Z");
    let deleted = harness.db.write(async |tx| harness.duty.delete(tx, ANA, now()).await).await.unwrap();
    assert_eq!(deleted, []);
    let export = harness.duty.export(&mut harness.db.read().await.unwrap(), ANA).await.unwrap();
    assert_eq!(export, serde_json::Value::Null);
    harness.take(BEN, 1, now()).await.unwrap();
}

#[tokio::test]
async fn person_is_available_without_a_rota_until_the_time_they_chose() {
    let harness = Harness::new().await;
    let until = at("10T14:00");
    harness.duty.set_available(&harness.db, ANA, until, Ring::Always, now()).await.unwrap();
    let roster = harness.roster(at("10T13:59")).await;
    assert!(roster.is_available(ANA) && roster.may_be_rung_asleep().contains(&ANA));
    assert!(!harness.roster(until).await.is_available(ANA));
    harness.duty.end_available(&harness.db, ANA).await.unwrap();
    assert!(!harness.roster(at("10T13:00")).await.is_available(ANA));
    for until in [now(), at("12T00:00")] {
        let refused = harness.duty.set_available(&harness.db, ANA, until, Ring::WhileAwake, now()).await;
        assert!(matches!(refused, Err(DutyError::InvalidPeriod)));
    }
}

#[tokio::test]
async fn timers_after_a_long_downtime_end_old_shifts_without_messages() {
    let harness = Harness::new().await;
    harness.create(&[period("11T12:00", "11T16:00")], 1).await;
    harness.take(ANA, 1, now()).await.unwrap();
    harness.run_timers(at("14T00:00")).await;
    assert_eq!(harness.queued().await, [""; 0]);
    assert_eq!(harness.events(), ["ended 2 over, then "]);
    let timers = DutyTimers::new(harness.db.clone(), harness.duty.clone());
    let next = timers.next_due(&mut harness.db.read().await.unwrap(), at("14T00:00")).await.unwrap();
    assert_eq!(next, None);
}

#[tokio::test]
async fn shift_that_is_given_back_while_it_runs_is_offered_at_once() {
    let harness = Harness::new().await;
    harness.create(&[period("11T12:00", "11T16:00")], 1).await;
    harness.take(ANA, 1, now()).await.unwrap();
    harness.run_timers(at("11T11:45")).await;
    harness.duty.confirm(&harness.db, ANA, ShiftId(1), at("11T11:46")).await.unwrap();
    harness.run_timers(at("11T12:00")).await;
    harness.events();
    harness.duty.give_back(&harness.db, ANA, ShiftId(1), at("11T13:00")).await.unwrap();
    assert_eq!(harness.queued().await, ["shift/1 notice", "shift/1 cover/1"], "nobody is available: the secretariat");
    assert_eq!(harness.events(), ["ended 2 given_back, then "]);
    let taken = harness.duty.cover(&harness.db, LEAD, ShiftId(1), at("11T13:05")).await.unwrap();
    assert_eq!(taken.shift.period, period("11T13:05", "11T16:00"));
    let late = harness.duty.cover(&harness.db, BEN, ShiftId(1), at("11T13:06")).await;
    assert!(matches!(late, Err(DutyError::SlotFull(SlotId(1)))));
}

#[tokio::test]
async fn shift_that_cannot_be_read_is_set_aside_and_the_next_one_goes_on() {
    let harness = Harness::new().await;
    harness.create(&[period("11T12:00", "11T16:00"), period("11T12:00", "11T17:00")], 1).await;
    harness.take(ANA, 1, now()).await.unwrap();
    harness.take(BEN, 2, now()).await.unwrap();
    // The gaps are checked while both shifts can be read.
    harness.run_timers(at("10T14:00")).await;
    harness.db.write(async |tx| store::damage(tx, ShiftId(1)).await).await.unwrap();
    harness.run_timers(at("11T11:45")).await;
    assert_eq!(harness.queued().await, ["shift/2 notice"]);
    let unreadable = unreadable(&mut harness.db.read().await.unwrap(), 100).await.unwrap();
    assert_eq!(unreadable.iter().map(|row| (row.part.as_str(), row.row)).collect::<Vec<_>>(), [("duty_shifts", 1)]);
    let roster = harness.roster(at("11T13:00")).await;
    assert!(roster.is_on_duty(BEN) && !roster.is_on_duty(ANA));
}

#[tokio::test]
async fn next_shift_is_the_first_that_starts_later_and_a_running_shift_is_its_persons_own_next() {
    let harness = Harness::new().await;
    harness.create(&[period("11T12:00", "11T16:00"), period("12T12:00", "12T16:00")], 1).await;
    harness.take(ANA, 1, now()).await.unwrap();
    harness.take(BEN, 2, now()).await.unwrap();
    let mut conn = harness.db.read().await.unwrap();
    let next = next_shift(&mut conn, at("11T13:00")).await.unwrap().unwrap();
    assert_eq!((next.member, next.period), (BEN, period("12T12:00", "12T16:00")));
    assert_eq!(next_shift(&mut conn, at("12T13:00")).await.unwrap(), None);
    let own = next_shift_of(&mut conn, ANA, at("11T13:00")).await.unwrap().unwrap();
    assert_eq!(own.period, period("11T12:00", "11T16:00"));
    assert_eq!(next_shift_of(&mut conn, ANA, at("11T16:00")).await.unwrap(), None);
}

#[tokio::test]
async fn person_with_a_shift_and_an_availability_is_listed_once_and_those_who_confirmed_come_first() {
    let harness = Harness::new().await;
    harness.create(&[period("10T13:00", "10T16:00")], 2).await;
    harness.take(ANA, 1, now()).await.unwrap();
    harness.take(BEN, 1, now()).await.unwrap();
    harness.duty.set_available(&harness.db, ANA, at("10T18:00"), Ring::Always, now()).await.unwrap();
    harness.run_timers(at("10T12:45")).await;
    harness.duty.confirm(&harness.db, BEN, ShiftId(2), at("10T12:50")).await.unwrap();
    let roster = harness.roster(at("10T14:00")).await;
    let on_duty: Vec<_> = roster.on_duty.iter().map(|one| (one.member, one.is_confirmed())).collect();
    assert_eq!(on_duty, [(BEN, true), (ANA, false)]);
    assert_eq!(roster.available, []);
    let later = harness.roster(at("10T17:00")).await;
    assert!(later.is_available(ANA) && !later.is_on_duty(ANA));
}
