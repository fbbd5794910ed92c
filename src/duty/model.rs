//! Slots, shifts and offers, and the rules for them. Pure.
//!
//! A slot needs a number of people at a time. A person takes a part of it, which is a shift. Different parts of a slot
//! can have different people, so whether somebody is missing is decided for each instant ([`open_parts`]).

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr};

use crate::members::{Group, Member, MemberId};
use crate::row_id;
use crate::time::{RestSchedule, SignedDuration, Timestamp, ZoneId, local};

row_id!(SlotId);
row_id!(ShiftId);
row_id!(OfferId);
row_id!(DutyDraftId);

/// A person is asked to confirm a shift this long before it starts.
pub const NOTICE_BEFORE: SignedDuration = SignedDuration::from_mins(15);
/// A person has at least this long to answer a notice that is late.
const MIN_ANSWER: SignedDuration = SignedDuration::from_mins(5);
/// The time between asking people who are available and asking the secretariat to take a shift over.
pub const SECRETARIAT_AFTER: SignedDuration = SignedDuration::from_mins(10);
/// A gap is told this long before its slot.
pub const GAP_BEFORE: SignedDuration = SignedDuration::from_hours(24);
/// People can take a new slot, or a slot that was given back, for this long before they are told of the gap.
pub const GAP_GRACE: SignedDuration = SignedDuration::from_hours(1);
/// A shorter time between two shifts of a person is shown before the person takes the second one. Eleven hours is the
/// daily rest of employees in the EU (Directive 2003/88/EC); eight are enough to sleep.
pub const SHORT_REST: SignedDuration = SignedDuration::from_hours(8);

/// A time from an instant, which it includes, until another instant, which it excludes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Period {
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
}

impl Period {
    /// `None` unless it starts before it ends.
    pub fn new(starts_at: Timestamp, ends_at: Timestamp) -> Option<Self> {
        (starts_at < ends_at).then_some(Self { starts_at, ends_at })
    }

    pub fn duration(self) -> SignedDuration {
        self.ends_at.duration_since(self.starts_at)
    }

    pub fn contains(self, at: Timestamp) -> bool {
        self.starts_at <= at && at < self.ends_at
    }

    pub fn covers(self, other: Self) -> bool {
        self.starts_at <= other.starts_at && other.ends_at <= self.ends_at
    }

    pub fn overlaps(self, other: Self) -> bool {
        self.starts_at < other.ends_at && other.starts_at < self.ends_at
    }

    /// The part that is at or after `at`; `None` if it has ended.
    pub fn from(self, at: Timestamp) -> Option<Self> {
        Self::new(self.starts_at.max(at), self.ends_at)
    }

    /// The parts outside `other`.
    fn without(self, other: Self) -> impl Iterator<Item = Self> {
        let before = Self::new(self.starts_at, self.ends_at.min(other.starts_at));
        let after = Self::new(self.starts_at.max(other.ends_at), self.ends_at);
        [before, after].into_iter().flatten()
    }

    /// How long the period is on the clocks of `zone`: the difference of its two wall times. Differs from
    /// [`duration`](Self::duration) if the clocks change in between.
    ///
    /// On 25 October 2026 in Paris, the night from 00:00 to 06:00 takes 7 hours, and 6 on the clock.
    pub fn duration_on_clock(self, zone: ZoneId) -> SignedDuration {
        let (start, end) = (local(zone, self.starts_at).0, local(zone, self.ends_at).0);
        end.duration_since(start)
    }
}

/// Whether a person on duty may be rung while they are asleep. It is their own choice for each shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Ring {
    WhileAwake,
    /// "Ring me although I sleep".
    Always,
}

/// A time in which people are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    pub id: SlotId,
    pub period: Period,
    pub zone: ZoneId,
    /// How many people are needed at a time, at least 1.
    pub needed: u32,
    pub removed_at: Option<Timestamp>,
    /// When people were told last that somebody is missing.
    pub told_at: Option<Timestamp>,
    /// The slot whose message told them.
    pub told_with: Option<SlotId>,
}

/// A slot that is planned and not created yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedSlot {
    pub period: Period,
    pub zone: ZoneId,
    pub needed: u32,
}

/// The part of a slot that a person took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    pub id: ShiftId,
    pub slot: SlotId,
    pub member: MemberId,
    pub period: Period,
    pub ring: Ring,
    pub state: ShiftState,
    /// When the person said that they have it.
    pub confirmed_at: Option<Timestamp>,
}

/// The column `state` of a shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum ShiftState {
    Taken,
    /// Its time has passed.
    Over,
    /// The person gave it back.
    GivenBack,
    /// Another person took it: it was offered, or the person did not confirm it.
    TakenOver,
    /// Its slot was removed.
    Removed,
    /// The person left, or is no longer a volunteer.
    Left,
}

/// What Magpie does next for a shift that somebody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum ShiftStep {
    /// Asks the person whether they have it.
    Notice,
    /// The shift starts. If the person has not confirmed it, asks those who are available.
    Start,
    /// Asks the secretariat.
    AskSecretariat,
    /// The shift ends.
    End,
}

impl ShiftStep {
    /// The first step of a shift that is taken at `now`, and when it is due. A person who takes a shift shortly before
    /// it starts, or while it runs, needs no notice.
    pub fn first(period: Period, now: Timestamp) -> (Self, Timestamp) {
        let notice_at = period.starts_at.saturating_sub(NOTICE_BEFORE).unwrap_or(Timestamp::MIN);
        if now < notice_at {
            (Self::Notice, notice_at)
        } else if now < period.starts_at {
            (Self::Start, period.starts_at)
        } else {
            (Self::End, period.ends_at)
        }
    }

    /// The step after `self`, and when it is due.
    pub fn next(self, shift: &Shift, now: Timestamp) -> Option<(Self, Timestamp)> {
        let end = (Self::End, shift.period.ends_at);
        match self {
            // After a downtime, the notice can be late. The person then still has some minutes to answer it.
            Self::Notice => {
                let answer_by = now.saturating_add(MIN_ANSWER).unwrap_or(shift.period.starts_at);
                Some((Self::Start, shift.period.starts_at.max(answer_by)))
            }
            Self::Start if shift.confirmed_at.is_none() => {
                let at = now.saturating_add(SECRETARIAT_AFTER).unwrap_or(shift.period.ends_at);
                Some(if at < shift.period.ends_at { (Self::AskSecretariat, at) } else { end })
            }
            Self::Start | Self::AskSecretariat => Some(end),
            Self::End => None,
        }
    }
}

/// The column `state` of an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum OfferState {
    Open,
    Taken,
    /// The person to whom it was offered said no.
    Refused,
    /// The person who offered it keeps it, or no longer has it.
    Withdrawn,
}

/// A shift that a person offers to another person, or to all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    pub id: OfferId,
    pub shift: ShiftId,
    /// `None`: to all.
    pub to: Option<MemberId>,
    pub state: OfferState,
    pub taken_by: Option<MemberId>,
}

/// A person who is available without a rota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Availability {
    pub member: MemberId,
    pub until: Timestamp,
    pub ring: Ring,
}

impl From<(MemberId, Period, Ring)> for Availability {
    fn from((member, period, ring): (MemberId, Period, Ring)) -> Self {
        Self { member, until: period.ends_at, ring }
    }
}

/// A part of a slot in which people are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenPart {
    pub period: Period,
    /// The most people who are missing at one instant of it.
    pub missing: u32,
}

/// The parts of `period` in which fewer people than `needed` have a shift, in order. Neighbouring parts are joined.
pub fn open_parts(period: Period, needed: u32, taken: &[Period]) -> Vec<OpenPart> {
    let mut bounds: Vec<Timestamp> =
        taken.iter().flat_map(|shift| [shift.starts_at, shift.ends_at]).filter(|at| period.contains(*at)).collect();
    bounds.extend([period.starts_at, period.ends_at]);
    bounds.sort_unstable();
    bounds.dedup();
    let mut open: Vec<OpenPart> = Vec::new();
    for piece in bounds.windows(2).filter_map(|bounds| Period::new(bounds[0], bounds[1])) {
        let present = taken.iter().filter(|shift| shift.covers(piece)).count();
        let missing = needed.saturating_sub(u32::try_from(present).unwrap_or(u32::MAX));
        match open.last_mut() {
            _ if missing == 0 => {}
            Some(last) if last.period.ends_at == piece.starts_at => {
                last.period.ends_at = piece.ends_at;
                last.missing = last.missing.max(missing);
            }
            _ => open.push(OpenPart { period: piece, missing }),
        }
    }
    open
}

/// The parts of `open` that a person with the shifts `own` can take.
pub fn parts_without(open: &[OpenPart], own: &[Period]) -> Vec<Period> {
    let mut parts: Vec<Period> = open.iter().map(|part| part.period).collect();
    for shift in own {
        parts = parts.into_iter().flat_map(|part| part.without(*shift)).collect();
    }
    parts
}

/// What a person should know before they take a shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Warnings {
    /// How much of the shift is in their quiet hours.
    pub quiet: SignedDuration,
    /// The time between the shift and another shift of theirs, if it is shorter than [`SHORT_REST`].
    pub rest: Option<SignedDuration>,
    /// How many nights they have taken already.
    pub nights: u32,
}

impl Warnings {
    /// `own`: the other shifts of the person. None of them overlaps `period`.
    pub fn of(period: Period, rest: Option<&RestSchedule>, own: &[Period], nights: u32) -> Self {
        Self {
            quiet: rest.map_or(SignedDuration::ZERO, |rest| quiet_time(period, rest)),
            rest: own.iter().map(|other| break_between(period, *other)).filter(|rest| *rest < SHORT_REST).min(),
            nights,
        }
    }

    pub fn is_night(&self) -> bool {
        !self.quiet.is_zero()
    }

    pub fn is_empty(&self) -> bool {
        !self.is_night() && self.rest.is_none()
    }
}

fn break_between(one: Period, other: Period) -> SignedDuration {
    let (first, second) = if one.starts_at <= other.starts_at { (one, other) } else { (other, one) };
    second.starts_at.duration_since(first.ends_at).max(SignedDuration::ZERO)
}

/// How much of the period is in the person's quiet hours. Ignores that they are away or stay awake longer on one day,
/// because a shift is taken days before.
pub fn quiet_time(period: Period, rest: &RestSchedule) -> SignedDuration {
    // Quiet hours begin at most a few times a day, and a shift takes at most some days.
    const MAX_STEPS: usize = 64;
    let (zone, week) = (rest.zone, rest.week);
    let (mut at, mut quiet) = (period.starts_at, SignedDuration::ZERO);
    for _ in 0..MAX_STEPS {
        if at >= period.ends_at {
            break;
        }
        if week.is_quiet(zone, at) {
            let until = week.next_allowed(zone, at).min(period.ends_at);
            quiet += until.duration_since(at);
            at = until;
        } else {
            at = week.next_quiet(zone, at).unwrap_or(period.ends_at);
        }
    }
    quiet
}

/// Whether a person can be on duty: volunteers, and the secretariat.
pub fn may_have_duty(member: &Member) -> bool {
    member.in_guild && (member.roles.has(Group::Helpdesk) || member.roles.has(Group::Secretariat))
}

/// When people are told that somebody is missing in a slot, if nobody takes it. `known_since`: when the slot was
/// created or given back. `None` if it starts too soon.
pub fn gap_due_at(slot: Period, known_since: Timestamp) -> Option<Timestamp> {
    let day_before = slot.starts_at.saturating_sub(GAP_BEFORE).unwrap_or(Timestamp::MIN);
    let after_grace = known_since.saturating_add(GAP_GRACE).unwrap_or(Timestamp::MAX);
    let at = day_before.max(after_grace);
    (at < slot.starts_at).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{QuietHours, Time};

    fn at(text: &str) -> Timestamp {
        format!("2020-11-{text}:00Z").parse().unwrap()
    }

    fn period(start: &str, end: &str) -> Period {
        Period::new(at(start), at(end)).unwrap()
    }

    fn open(start: &str, end: &str, missing: u32) -> OpenPart {
        OpenPart { period: period(start, end), missing }
    }

    #[test]
    fn part_of_a_slot_is_open_while_fewer_people_than_needed_have_it() {
        let slot = period("11T02:00", "11T06:00");
        assert_eq!(open_parts(slot, 2, &[]), [open("11T02:00", "11T06:00", 2)]);
        let ana = period("11T02:00", "11T04:00");
        assert_eq!(open_parts(slot, 2, &[ana]), [open("11T02:00", "11T06:00", 2)]);
        assert_eq!(open_parts(slot, 1, &[ana]), [open("11T04:00", "11T06:00", 1)]);
        assert_eq!(open_parts(slot, 2, &[ana, slot]), [open("11T04:00", "11T06:00", 1)]);
        let middle = period("11T03:00", "11T05:00");
        assert_eq!(open_parts(slot, 1, &[middle]), [open("11T02:00", "11T03:00", 1), open("11T05:00", "11T06:00", 1)]);
        assert_eq!(open_parts(slot, 1, &[ana, period("11T04:00", "11T06:00")]), []);
        assert_eq!(open_parts(slot, 1, &[period("11T00:00", "11T09:00")]), []);
    }

    #[test]
    fn person_can_take_only_the_parts_that_they_do_not_have() {
        let parts = open_parts(period("11T02:00", "11T06:00"), 2, &[period("11T03:00", "11T05:00")]);
        assert_eq!(
            parts_without(&parts, &[period("11T03:00", "11T05:00")]),
            [period("11T02:00", "11T03:00"), period("11T05:00", "11T06:00")]
        );
        assert_eq!(parts_without(&parts, &[period("11T00:00", "11T07:00")]), []);
    }

    #[test]
    fn quiet_time_counts_each_night_of_the_shift() {
        let rest = |zone: &str| {
            let night = QuietHours::new(Time::constant(22, 0, 0, 0), Time::constant(7, 0, 0, 0));
            RestSchedule::new(ZoneId::parse(zone).unwrap(), night)
        };
        let hours = SignedDuration::from_hours;
        assert_eq!(quiet_time(period("11T02:00", "11T06:00"), &rest("UTC")), hours(4));
        assert_eq!(quiet_time(period("11T06:00", "11T10:00"), &rest("UTC")), hours(1));
        assert_eq!(quiet_time(period("11T07:00", "11T22:00"), &rest("UTC")), hours(0));
        assert_eq!(quiet_time(period("11T00:00", "13T00:00"), &rest("UTC")), hours(18));
        // 02:00 to 06:00 UTC is 12:00 to 16:00 in Brisbane.
        assert_eq!(quiet_time(period("11T02:00", "11T06:00"), &rest("Australia/Brisbane")), hours(0));
        let none = RestSchedule::new(ZoneId::utc(), QuietHours::none());
        assert_eq!(quiet_time(period("11T00:00", "13T00:00"), &none), hours(0));
    }

    #[test]
    fn rest_below_eight_hours_is_warned_of_on_both_sides() {
        let shift = period("11T10:00", "11T14:00");
        let rest = |other: Period| Warnings::of(shift, None, &[other], 0).rest;
        assert_eq!(rest(period("11T20:00", "11T22:00")), Some(SignedDuration::from_hours(6)));
        assert_eq!(rest(period("11T01:00", "11T03:00")), Some(SignedDuration::from_hours(7)));
        assert_eq!(rest(period("11T14:00", "11T18:00")), Some(SignedDuration::ZERO));
        assert_eq!(rest(period("11T22:00", "11T23:00")), None, "exactly eight hours are enough");
        assert!(Warnings::of(shift, None, &[], 3).is_empty(), "earlier nights alone are no warning");
    }

    #[test]
    fn clock_change_inside_a_period_shows_in_its_duration_on_the_clock() {
        let paris = ZoneId::parse("Europe/Paris").unwrap();
        let night = |day: &str, until: &str| {
            let start: Timestamp = format!("{day}T22:00:00Z").parse().unwrap();
            Period::new(start, until.parse().unwrap()).unwrap()
        };
        // The clocks go back on 25 October 2026: 00:00 to 06:00 takes seven hours.
        let autumn = night("2026-10-24", "2026-10-25T05:00:00Z");
        assert_eq!((autumn.duration().as_hours(), autumn.duration_on_clock(paris).as_hours()), (7, 6));
        // They go forward on 29 March 2026: 23:00 to 06:00 takes six hours, and seven on the clock.
        let spring = night("2026-03-28", "2026-03-29T04:00:00Z");
        assert_eq!((spring.duration().as_hours(), spring.duration_on_clock(paris).as_hours()), (6, 7));
        assert_eq!(autumn.duration_on_clock(ZoneId::utc()), autumn.duration());
    }

    #[test]
    fn silence_leads_from_the_notice_to_the_secretariat_and_a_confirmed_shift_only_ends() {
        let period = period("11T02:00", "11T06:00");
        assert_eq!(ShiftStep::first(period, at("10T12:00")), (ShiftStep::Notice, at("11T01:45")));
        assert_eq!(ShiftStep::first(period, at("11T01:50")), (ShiftStep::Start, at("11T02:00")));
        assert_eq!(ShiftStep::first(period, at("11T03:00")), (ShiftStep::End, at("11T06:00")));
        let mut shift = Shift {
            id: ShiftId(1),
            slot: SlotId(1),
            member: MemberId(1),
            period,
            ring: Ring::WhileAwake,
            state: ShiftState::Taken,
            confirmed_at: None,
        };
        let next = |step: ShiftStep, shift: &Shift| step.next(shift, at("11T02:00"));
        assert_eq!(ShiftStep::Notice.next(&shift, at("11T01:45")), Some((ShiftStep::Start, at("11T02:00"))));
        assert_eq!(next(ShiftStep::Notice, &shift), Some((ShiftStep::Start, at("11T02:05"))), "the notice is late");
        assert_eq!(next(ShiftStep::Start, &shift), Some((ShiftStep::AskSecretariat, at("11T02:10"))));
        assert_eq!(next(ShiftStep::AskSecretariat, &shift), Some((ShiftStep::End, at("11T06:00"))));
        assert_eq!(next(ShiftStep::End, &shift), None);
        shift.confirmed_at = Some(at("11T01:46"));
        assert_eq!(next(ShiftStep::Start, &shift), Some((ShiftStep::End, at("11T06:00"))));
    }

    #[test]
    fn gap_is_told_a_day_before_unless_the_slot_starts_sooner() {
        let slot = period("12T02:00", "12T06:00");
        assert_eq!(gap_due_at(slot, at("01T00:00")), Some(at("11T02:00")));
        assert_eq!(gap_due_at(slot, at("11T20:00")), Some(at("11T21:00")));
        assert_eq!(gap_due_at(slot, at("12T01:30")), None);
    }

    #[test]
    fn codes_in_the_database_stay_the_same() {
        use ShiftState::{GivenBack, Left, Over, Removed, Taken, TakenOver};
        let states = [Taken, Over, GivenBack, TakenOver, Removed, Left].map(|state| state.to_string());
        assert_eq!(states, ["taken", "over", "given_back", "taken_over", "removed", "left"]);
        use ShiftStep::{AskSecretariat, End, Notice, Start};
        let steps = [Notice, Start, AskSecretariat, End].map(|step| step.to_string());
        assert_eq!(steps, ["notice", "start", "ask_secretariat", "end"]);
        assert_eq!([Ring::WhileAwake, Ring::Always].map(|ring| ring.to_string()), ["while_awake", "always"]);
        let offers = [OfferState::Open, OfferState::Taken, OfferState::Refused, OfferState::Withdrawn];
        assert_eq!(offers.map(|state| state.to_string()), ["open", "taken", "refused", "withdrawn"]);
    }

    fn minutes(from: i64, length: i64) -> Period {
        let at = |minute| Timestamp::from_second(60 * minute).unwrap();
        Period::new(at(from), at(from + length)).unwrap()
    }

    proptest::proptest! {
        #[test]
        fn each_instant_is_open_exactly_if_too_few_people_have_it(
            needed in 1_u32..4,
            shifts in proptest::collection::vec((0_i64..50, 1_i64..30), 0..8),
        ) {
            let slot = minutes(10, 30);
            let taken: Vec<Period> = shifts.iter().map(|(from, length)| minutes(*from, *length)).collect();
            let open = open_parts(slot, needed, &taken);
            for pair in open.windows(2) {
                proptest::prop_assert!(pair[0].period.ends_at < pair[1].period.starts_at, "{open:?}");
            }
            for minute in 0..60 {
                let at = minutes(minute, 1).starts_at;
                let present = u32::try_from(taken.iter().filter(|shift| shift.contains(at)).count()).unwrap();
                let is_missing = slot.contains(at) && present < needed;
                let part = open.iter().find(|part| part.period.contains(at));
                proptest::prop_assert_eq!(part.is_some(), is_missing, "minute {} of {:?}", minute, open);
                proptest::prop_assert!(part.is_none_or(|part| part.missing >= needed - present));
            }
            // What nobody has is what somebody with all these shifts can not take.
            let parts = parts_without(&open, &taken);
            proptest::prop_assert!(parts.iter().all(|part| taken.iter().all(|shift| !shift.overlaps(*part))));
        }
    }
}
