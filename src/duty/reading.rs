//! Who is on duty, who is available, and where somebody is missing. Changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Availability, OpenPart, Period, Ring, Shift, ShiftState, Slot, SlotId, may_have_duty, open_parts};
use super::store;
use crate::db::{Conn, DbError};
use crate::members::{self, Member, MemberId};
use crate::time::Timestamp;

/// The most slots that a list reads.
const MAX_LISTED: u32 = 1000;

/// A person who is on duty now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnDuty {
    pub member: MemberId,
    pub shift: Shift,
}

impl OnDuty {
    /// Whether the person said "I have it". A person who has not may have forgotten the shift.
    pub fn is_confirmed(&self) -> bool {
        self.shift.confirmed_at.is_some()
    }

    /// Whether the person may be rung while they are asleep, by their own choice.
    pub fn may_be_rung_asleep(&self) -> bool {
        self.shift.ring == Ring::Always
    }
}

/// Who is on duty, and who is available without a rota. Only people who are in the server and are volunteers or in the
/// secretariat.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    /// One entry for a person. Those who confirmed come first.
    pub on_duty: Vec<OnDuty>,
    /// Those who are available for the longest time come first. A person who is on duty is not listed again.
    pub available: Vec<Availability>,
}

impl Roster {
    pub fn is_on_duty(&self, member: MemberId) -> bool {
        self.on_duty.iter().any(|on_duty| on_duty.member == member)
    }

    pub fn is_available(&self, member: MemberId) -> bool {
        self.available.iter().any(|available| available.member == member)
    }

    /// The people who may be rung now although they are asleep, because they chose it.
    pub fn may_be_rung_asleep(&self) -> BTreeSet<MemberId> {
        let on_duty = self.on_duty.iter().filter(|on_duty| on_duty.may_be_rung_asleep()).map(|on_duty| on_duty.member);
        let available = self.available.iter().filter(|available| available.ring == Ring::Always);
        on_duty.chain(available.map(|available| available.member)).collect()
    }
}

/// The roster at `now`.
pub async fn roster(conn: &mut Conn, now: Timestamp) -> Result<Roster, DbError> {
    let present = members::service::present(conn).await?;
    let may_have = |id: MemberId| present.iter().any(|member| member.id == id && may_have_duty(member));
    let mut on_duty: Vec<OnDuty> = Vec::new();
    for shift in store::running(conn, now).await?.into_iter().filter(|shift| may_have(shift.member)) {
        if on_duty.iter().all(|other| other.member != shift.member) {
            on_duty.push(OnDuty { member: shift.member, shift });
        }
    }
    on_duty.sort_by_key(|on_duty| !on_duty.is_confirmed());
    let available = store::available(conn, now).await?.into_iter().map(Availability::from);
    let available = available
        .filter(|available| may_have(available.member))
        .filter(|available| on_duty.iter().all(|on_duty| on_duty.member != available.member));
    let available = available.collect();
    Ok(Roster { on_duty, available })
}

/// The next shift that somebody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextShift {
    pub member: MemberId,
    pub period: Period,
}

/// The first shift that starts after `now`. `None` if nobody has a shift.
pub async fn next_shift(conn: &mut Conn, now: Timestamp) -> Result<Option<NextShift>, DbError> {
    let shifts = store::taken_between(conn, now, Timestamp::MAX).await?;
    let next = shifts.into_iter().find(|shift| shift.state == ShiftState::Taken && shift.period.starts_at > now);
    Ok(next.map(|shift| NextShift { member: shift.member, period: shift.period }))
}

/// The shift of a person that runs at `now`, or their next one.
pub async fn next_shift_of(conn: &mut Conn, member: MemberId, now: Timestamp) -> Result<Option<Shift>, DbError> {
    let shifts = store::taken_of(conn, member).await?;
    Ok(shifts.into_iter().find(|shift| shift.period.ends_at > now))
}

/// A part of a slot in which somebody is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    pub slot: SlotId,
    pub part: OpenPart,
}

/// The gaps in `[from, until)`, the earliest first. A gap that runs at `from` begins there.
pub async fn gaps(conn: &mut Conn, from: Timestamp, until: Timestamp) -> Result<Vec<Gap>, DbError> {
    let details = rota(conn, from, until).await?;
    let gaps = details.iter().flat_map(|one| one.open.iter().map(|part| Gap { slot: one.slot.id, part: *part }));
    Ok(gaps.filter(|gap| gap.part.period.starts_at < until).collect())
}

/// A slot, who has it, and where somebody is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotDetails {
    pub slot: Slot,
    /// The shifts in the slot, each with the person's name; `None` if Magpie does not know the person any more.
    pub shifts: Vec<(Shift, Option<String>)>,
    /// The parts in which somebody is missing, without the time that has passed.
    pub open: Vec<OpenPart>,
}

impl SlotDetails {
    /// The most people who are missing at one instant.
    pub fn missing(&self) -> u32 {
        self.open.iter().map(|part| part.missing).max().unwrap_or_default()
    }

    /// Whether the whole rest of the slot lacks the same number of people.
    pub fn is_missing_throughout(&self, now: Timestamp) -> bool {
        let rest = self.slot.period.from(now);
        self.open.len() == 1 && rest.is_some_and(|rest| self.open[0].period == rest)
    }

    pub fn shift_of(&self, member: MemberId) -> Option<&Shift> {
        self.shifts.iter().map(|(shift, _)| shift).find(|shift| shift.member == member)
    }
}

/// The slots with a part in `[from, until)`, the earliest first. What is missing is counted from `from` on.
pub async fn rota(conn: &mut Conn, from: Timestamp, until: Timestamp) -> Result<Vec<SlotDetails>, DbError> {
    let slots = store::slots_between(conn, from, until, MAX_LISTED).await?;
    let Some(first) = slots.iter().map(|slot| slot.period.starts_at).min() else { return Ok(Vec::new()) };
    let last = slots.iter().map(|slot| slot.period.ends_at).max().unwrap_or(until);
    let shifts = store::taken_between(conn, first, last).await?;
    let names = names_of(conn, shifts.iter().map(|shift| shift.member)).await?;
    let details = slots.into_iter().map(|slot| {
        let own: Vec<Shift> = shifts.iter().filter(|shift| shift.slot == slot.id).copied().collect();
        details(slot, own, &names, from)
    });
    Ok(details.collect())
}

/// One slot at `now`, with who has it. `None` if it does not exist, or was removed.
pub async fn slot_details(conn: &mut Conn, id: SlotId, now: Timestamp) -> Result<Option<SlotDetails>, DbError> {
    let Some(slot) = store::slot(conn, id).await?.filter(|slot| slot.removed_at.is_none()) else { return Ok(None) };
    let shifts = store::taken_in(conn, id).await?;
    let names = names_of(conn, shifts.iter().map(|shift| shift.member)).await?;
    Ok(Some(details(slot, shifts, &names, now)))
}

fn details(slot: Slot, shifts: Vec<Shift>, names: &BTreeMap<MemberId, String>, from: Timestamp) -> SlotDetails {
    let taken: Vec<Period> = shifts.iter().map(|shift| shift.period).collect();
    let open = slot.period.from(from).map(|rest| open_parts(rest, slot.needed, &taken)).unwrap_or_default();
    let shifts = shifts.into_iter().map(|shift| (shift, names.get(&shift.member).cloned())).collect();
    SlotDetails { slot, shifts, open }
}

pub(super) async fn names_of(
    conn: &mut Conn,
    ids: impl Iterator<Item = MemberId>,
) -> Result<BTreeMap<MemberId, String>, DbError> {
    let ids: BTreeSet<MemberId> = ids.collect();
    let ids: Vec<MemberId> = ids.into_iter().collect();
    let members = members::service::get_many(conn, &ids).await?;
    Ok(members.into_iter().map(|member: Member| (member.id, member.name)).collect())
}

/// The shifts of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnShifts {
    /// Those that have not ended, the earliest first.
    pub shifts: Vec<Shift>,
    /// How many nights they have taken, earlier ones included.
    pub nights: u32,
    /// Until when they are available without a rota; `None` if they are not.
    pub available: Option<(Timestamp, Ring)>,
}

pub async fn own_shifts(conn: &mut Conn, member: MemberId, now: Timestamp) -> Result<OwnShifts, DbError> {
    let mut shifts = store::taken_of(conn, member).await?;
    shifts.retain(|shift| shift.period.ends_at > now);
    let available = store::available_of(conn, member).await?.filter(|(until, _)| *until > now);
    Ok(OwnShifts { shifts, nights: nights(conn, member).await?, available })
}

/// How many night shifts a person has or had.
pub async fn nights(conn: &mut Conn, member: MemberId) -> Result<u32, DbError> {
    let counts = store::count_nights(conn).await?;
    Ok(counts.into_iter().find(|(id, _)| *id == member).map_or(0, |(_, nights)| nights))
}

/// How many night shifts each person has or had, the most first.
pub async fn nights_by_person(conn: &mut Conn) -> Result<Vec<(MemberId, u32)>, DbError> {
    let mut counts = store::count_nights(conn).await?;
    counts.sort_by_key(|(id, nights)| (std::cmp::Reverse(*nights), *id));
    Ok(counts)
}
