//! The use cases of the secretariat: planning slots, by hand, by a rule or from a file, and removing them. Slots are
//! created in two steps: a draft that is shown, and its creation, which can be undone.

use std::collections::BTreeSet;

use super::error::{DutyError, Result};
use super::messages;
use super::model::{DutyDraftId, Period, PlannedSlot, ShiftState, Slot, SlotId, gap_due_at};
use super::service::Duty;
use super::steps::{end_shift, require_secretariat};
use super::store;
use crate::db::{Conn, Db, Tx};
use crate::members::{ChannelId, MemberId};
use crate::time::{SignedDuration, Timestamp, ZoneId, local, resolve};

/// The most slots that are planned at once: a month with a slot every two hours.
pub const MAX_SLOTS: usize = 400;
/// The longest slot: a day on which the clocks go back.
const MAX_DURATION: SignedDuration = SignedDuration::from_hours(25);

/// Planned slots, as they are shown before they are created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftPreview {
    pub id: DutyDraftId,
    /// The slots that will be created, the earliest first.
    pub slots: Vec<PlannedSlot>,
    /// How many planned slots have ended.
    pub past: usize,
    /// How many planned slots exist already, with the same start and end.
    pub existing: usize,
}

/// Slots that were created together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreatedSlots {
    pub draft: DutyDraftId,
    pub slots: Vec<PlannedSlot>,
}

/// What an undo did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undone {
    pub removed: usize,
    /// How many slots stay, because somebody took them.
    pub kept: usize,
}

impl Duty {
    /// Stores planned slots until they are created or discarded.
    pub async fn draft(&self, db: &Db, by: MemberId, slots: &[PlannedSlot], now: Timestamp) -> Result<DraftPreview> {
        if slots.len() > MAX_SLOTS {
            return Err(DutyError::TooManySlots { max: MAX_SLOTS });
        }
        if slots.iter().any(|slot| slot.period.duration() > MAX_DURATION) {
            return Err(DutyError::SlotTooLong);
        }
        db.write(async |tx| {
            require_secretariat(tx, by).await?;
            let (kept, past, existing) = new_slots(tx, slots, now).await?;
            if kept.is_empty() && past == 0 && existing == 0 {
                return Err(DutyError::NoSlots);
            }
            let id = store::insert_draft(tx, by, &kept, now).await?;
            Ok(DraftPreview { id, slots: kept, past, existing })
        })
        .await
    }

    /// Creates the slots of a draft. Leaves out slots that have ended or were created since.
    pub async fn create(&self, db: &Db, by: MemberId, draft: DutyDraftId, now: Timestamp) -> Result<CreatedSlots> {
        db.write(async |tx| {
            require_secretariat(tx, by).await?;
            let planned = store::draft(tx, draft).await?.ok_or(DutyError::NoDraft(draft))?;
            if !store::mark_saved(tx, draft, now).await? {
                return Err(DutyError::NoDraft(draft));
            }
            let (slots, ..) = new_slots(tx, &planned, now).await?;
            for slot in &slots {
                store::insert_slot(tx, draft, slot, gap_due_at(slot.period, now)).await?;
            }
            messages::re_render_panel(tx, now).await?;
            Ok(CreatedSlots { draft, slots })
        })
        .await
    }

    pub async fn discard(&self, db: &Db, by: MemberId, draft: DutyDraftId) -> Result<()> {
        db.write(async |tx| {
            require_secretariat(tx, by).await?;
            if store::delete_draft(tx, draft).await? { Ok(()) } else { Err(DutyError::NoDraft(draft)) }
        })
        .await
    }

    /// Removes the slots that were created together, except those that somebody took.
    pub async fn undo(&self, db: &Db, by: MemberId, draft: DutyDraftId, now: Timestamp) -> Result<Undone> {
        db.write(async |tx| {
            require_secretariat(tx, by).await?;
            let mut undone = Undone { removed: 0, kept: 0 };
            for slot in store::slots_of_draft(tx, draft).await? {
                if store::shifts_in(tx, slot.id).await?.is_empty() {
                    store::remove_slot(tx, slot.id, now).await?;
                    messages::re_render_gap(tx, slot.id, now).await?;
                    undone.removed += 1;
                } else {
                    undone.kept += 1;
                }
            }
            messages::re_render_panel(tx, now).await?;
            Ok(undone)
        })
        .await
    }

    /// Removes a slot. The people who have it are told. Returns the slot and their number.
    pub async fn remove_slot(&self, db: &Db, by: MemberId, slot: SlotId, now: Timestamp) -> Result<(Slot, usize)> {
        db.write(async |tx| {
            require_secretariat(tx, by).await?;
            let stored = store::slot(tx, slot).await?.ok_or(DutyError::NoSlot(slot))?;
            if !store::remove_slot(tx, slot, now).await? {
                return Err(DutyError::NoSlot(slot));
            }
            let shifts = store::taken_in(tx, slot).await?;
            for shift in &shifts {
                end_shift(tx, &self.followers, shift, ShiftState::Removed, now).await?;
                if shift.member != by {
                    messages::enqueue_removed(tx, shift.id, shift.member, now).await?;
                }
            }
            // People may have been asked to take a shift that somebody gave back.
            for shift in store::shifts_in(tx, slot).await? {
                messages::re_render_shift(tx, shift.id, now).await?;
            }
            messages::re_render_gap(tx, slot, now).await?;
            messages::re_render_panel(tx, now).await?;
            Ok((stored, shifts.len()))
        })
        .await
    }

    /// Posts the live message with the next slots in a channel. There is one such message: an earlier one is deleted.
    pub async fn post_panel(&self, db: &Db, by: MemberId, channel: ChannelId, now: Timestamp) -> Result<()> {
        db.write(async |tx: &mut Tx| {
            require_secretariat(tx, by).await?;
            Ok(messages::post_panel(tx, channel, now).await?)
        })
        .await
    }
}

/// The planned slots that can be created, the earliest first; how many have ended; and how many exist already.
async fn new_slots(
    conn: &mut Conn,
    planned: &[PlannedSlot],
    now: Timestamp,
) -> Result<(Vec<PlannedSlot>, usize, usize)> {
    let (future, past): (Vec<PlannedSlot>, Vec<PlannedSlot>) =
        planned.iter().partition(|slot| slot.period.ends_at > now);
    let from = future.iter().map(|slot| slot.period.starts_at).min().unwrap_or(now);
    let until = future.iter().map(|slot| slot.period.ends_at).max().unwrap_or(now);
    let stored = store::slots_between(conn, from, until, u32::MAX).await?;
    let mut known: BTreeSet<Period> = stored.into_iter().map(|slot| slot.period).collect();
    let planned_count = future.len();
    let mut slots: Vec<PlannedSlot> = future.into_iter().filter(|slot| known.insert(slot.period)).collect();
    slots.sort_by_key(|slot| slot.period);
    let existing = planned_count - slots.len();
    Ok((slots, past.len(), existing))
}

/// Why a rule gives no slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleError {
    /// It ends before it starts.
    Empty,
    TooMany,
}

/// The slots of a rule: from `from` until `until`, one every `hours` hours of the clock in `zone`. The last slot ends
/// at `until`.
///
/// A slot of the plan "every 4 h" starts at the same times of day on all days. So on a day on which the clocks change,
/// one slot is an hour longer or shorter. Between two slots is no gap: each ends at the instant at which the next one
/// starts. If the hours do not divide a day, the slots follow each other in real time.
///
/// # Errors
/// If there is no slot, or if there are more than [`MAX_SLOTS`].
pub fn slots_by_rule(
    from: Timestamp,
    until: Timestamp,
    hours: i64,
    zone: ZoneId,
    needed: u32,
) -> Result<Vec<PlannedSlot>, RuleError> {
    let whole = Period::new(from, until).ok_or(RuleError::Empty)?;
    let follows_clock = 24 % hours == 0;
    let start = local(zone, from).0;
    let mut bounds = vec![from];
    for nth in 1.. {
        let distance = SignedDuration::from_hours(nth * hours);
        let at = match follows_clock {
            true => start.checked_add(distance).map(|wall| resolve(zone, wall).instant).unwrap_or(Timestamp::MAX),
            false => from.checked_add(distance).unwrap_or(Timestamp::MAX),
        };
        if at >= whole.ends_at {
            break;
        }
        // Two wall times in a gap can be the same instant.
        if bounds.last().is_some_and(|last| *last < at) {
            bounds.push(at);
        }
        if bounds.len() > MAX_SLOTS {
            return Err(RuleError::TooMany);
        }
    }
    bounds.push(whole.ends_at);
    let periods = bounds.windows(2).filter_map(|bounds| Period::new(bounds[0], bounds[1]));
    Ok(periods.map(|period| PlannedSlot { period, zone, needed }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn rule(from: &str, until: &str, hours: i64, zone: &str) -> Vec<(String, i64)> {
        let slots = slots_by_rule(at(from), at(until), hours, ZoneId::parse(zone).unwrap(), 2).unwrap();
        slots.iter().map(|slot| (slot.period.starts_at.to_string(), slot.period.duration().as_hours())).collect()
    }

    #[test]
    fn rule_of_four_hours_over_sixteen_days_gives_96_slots() {
        let slots = rule("2020-11-02T00:00:00Z", "2020-11-18T00:00:00Z", 4, "UTC");
        assert_eq!(slots.len(), 96);
        assert_eq!(slots.first(), Some(&("2020-11-02T00:00:00Z".to_owned(), 4)));
        assert_eq!(slots.last(), Some(&("2020-11-17T20:00:00Z".to_owned(), 4)));
    }

    #[test]
    fn slots_start_at_the_same_times_of_day_across_a_clock_change() {
        // In Paris the clocks go back at 01:00 UTC on 25 October 2026: the slot from 00:00 to 06:00 takes seven hours.
        let slots = rule("2026-10-23T22:00:00Z", "2026-10-25T23:00:00Z", 6, "Europe/Paris");
        let durations: Vec<i64> = slots.iter().map(|(_, hours)| *hours).collect();
        assert_eq!(durations, [6, 6, 6, 6, 7, 6, 6, 6]);
        assert_eq!(slots[5].0, "2026-10-25T05:00:00Z", "06:00 in Paris");
        // They go forward on 29 March 2026.
        let slots = rule("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 6, "Europe/Paris");
        assert_eq!(slots.iter().map(|(_, hours)| *hours).collect::<Vec<_>>(), [5, 6, 6, 6]);
    }

    #[test]
    fn last_slot_is_shorter_if_the_time_is_no_multiple() {
        let slots = rule("2020-11-02T00:00:00Z", "2020-11-02T10:00:00Z", 4, "UTC");
        assert_eq!(slots.iter().map(|(_, hours)| *hours).collect::<Vec<_>>(), [4, 4, 2]);
        let slots = rule("2020-11-02T00:00:00Z", "2020-11-03T06:00:00Z", 5, "UTC");
        assert_eq!(slots.len(), 6, "hours that do not divide a day");
    }

    #[test]
    fn rule_without_or_with_too_many_slots_is_refused() {
        let (from, utc) = (at("2020-11-02T00:00:00Z"), ZoneId::utc());
        assert_eq!(slots_by_rule(from, from, 4, utc, 2), Err(RuleError::Empty));
        assert_eq!(slots_by_rule(from, at("2021-11-02T00:00:00Z"), 1, utc, 2), Err(RuleError::TooMany));
    }
}
