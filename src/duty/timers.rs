//! Runs the timers of duty: notices, the start and the end of shifts, gaps, and the panel. Also deletes old slots.

use std::collections::BTreeSet;

use async_trait::async_trait;

use super::asking::{ask_available, ask_secretariat};
use super::event::ShiftChange;
use super::facts::is_awake_in;
use super::messages;
use super::model::{Shift, ShiftId, ShiftState, ShiftStep, SlotId};
use super::reading::{self, SlotDetails};
use super::service::Duty;
use super::steps::end_shift;
use super::store;
use crate::db::{self, Conn, Db, DbError, SetAside, Tx};
use crate::members::{self, Group, MemberId};
use crate::time::{SignedDuration, Timestamp};
use crate::timers::{DueWork, Expire};

/// The slots whose gaps are told in one message: those that start within this time. So a person gets at most a few
/// messages a day, however short the slots are.
const TOLD_TOGETHER: SignedDuration = SignedDuration::from_hours(12);
/// Planned slots can be created, and created slots can be undone together, for this long.
const KEEP_DRAFTS: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The slots and the shifts whose row cannot be read, each with the reason. Checks at most `limit` rows of each table.
pub async fn unreadable(conn: &mut Conn, limit: u32) -> Result<Vec<SetAside>, DbError> {
    let mut unreadable = store::unreadable_slots(conn, limit).await?;
    unreadable.extend(store::unreadable_shifts(conn, limit).await?);
    Ok(unreadable)
}

/// The timers of all shifts, gaps and the panel.
pub struct DutyTimers {
    db: Db,
    duty: Duty,
}

impl DutyTimers {
    pub fn new(db: Db, duty: Duty) -> Self {
        Self { db, duty }
    }

    /// Takes the due step of one shift. Reads the shift again in the transaction that changes it, so that a press that
    /// was committed first takes precedence.
    async fn take_step(&self, id: ShiftId, step: ShiftStep, now: Timestamp) -> Result<(), DbError> {
        self.db
            .write(async |tx| {
                let Some(shift) = store::shift(tx, id).await? else { return Ok(()) };
                if shift.state != ShiftState::Taken {
                    return Ok(());
                }
                // After a long downtime, a shift that has ended only ends: a notice about it would be useless.
                if shift.period.ends_at <= now || step == ShiftStep::End {
                    end_shift(tx, &self.duty.followers, &shift, ShiftState::Over, now).await?;
                    return Ok(());
                }
                let mut next = step.next(&shift, now);
                match step {
                    ShiftStep::Notice => messages::enqueue_notice(tx, id, shift.member, now).await?,
                    ShiftStep::Start => {
                        self.start(tx, &shift, now).await?;
                        let is_nobody_asked = shift.confirmed_at.is_none() && !ask_available(tx, &shift, now).await?;
                        if is_nobody_asked {
                            ask_secretariat(tx, &shift, now).await?;
                            next = Some((ShiftStep::End, shift.period.ends_at));
                        }
                    }
                    ShiftStep::AskSecretariat if shift.confirmed_at.is_none() => {
                        ask_secretariat(tx, &shift, now).await?;
                    }
                    ShiftStep::AskSecretariat | ShiftStep::End => {}
                }
                let (next_step, at) = next.unwrap_or((ShiftStep::End, shift.period.ends_at));
                store::set_step(tx, id, next_step, at).await
            })
            .await
    }

    async fn start(&self, tx: &mut Tx, shift: &Shift, now: Timestamp) -> Result<(), DbError> {
        let mut others = store::running(tx, now).await?;
        others.retain(|other| other.id != shift.id);
        let change = ShiftChange { shift: *shift, others_on_duty: others };
        self.duty.followers.shift_started(tx, &change, now).await
    }

    /// Tells people about a gap, together with the gaps of the next hours. Does nothing if nobody is missing by now.
    async fn tell_gap(&self, id: SlotId, now: Timestamp) -> Result<(), DbError> {
        self.db
            .write(async |tx| {
                let Some(first) = store::slot(tx, id).await? else { return Ok(()) };
                let until = first.period.starts_at.saturating_add(TOLD_TOGETHER).unwrap_or(Timestamp::MAX);
                let mut slots = reading::rota(tx, first.period.starts_at, until).await?;
                slots
                    .retain(|details| details.slot.period.starts_at >= first.period.starts_at && details.missing() > 0);
                store::set_gap_at(tx, id, None).await?;
                if !slots.iter().any(|details| details.slot.id == id) || first.period.starts_at <= now {
                    return Ok(());
                }
                for details in &slots {
                    store::record_told(tx, details.slot.id, id, now).await?;
                }
                for member in awake_in_any(tx, &slots).await? {
                    messages::enqueue_gap(tx, id, member, now).await?;
                }
                Ok(())
            })
            .await
    }

    async fn refresh_panel(&self, now: Timestamp) -> Result<(), DbError> {
        self.db.write(async |tx| messages::re_render_panel(tx, now).await).await
    }
}

/// The volunteers who are awake in one of these slots and are not on duty at that time. Not the secretariat, which sees
/// the gaps in the coverage.
async fn awake_in_any(conn: &mut Conn, slots: &[SlotDetails]) -> Result<BTreeSet<MemberId>, DbError> {
    let mut found = BTreeSet::new();
    let volunteers = members::service::present_in(conn, Group::Helpdesk).await?;
    for member in volunteers.into_iter().filter(|member| !member.roles.has(Group::Secretariat)) {
        let own = store::taken_of(conn, member.id).await?;
        let can_take = slots
            .iter()
            .flat_map(|details| &details.open)
            .any(|part| is_awake_in(&member, part.period) && !own.iter().any(|own| own.period.overlaps(part.period)));
        if can_take {
            found.insert(member.id);
        }
    }
    Ok(found)
}

#[async_trait]
impl DueWork for DutyTimers {
    fn name(&self) -> &'static str {
        "duty"
    }

    async fn next_due(&self, conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
        let shift = store::next_shift_due(conn, after).await?;
        let gap = store::next_gap_due(conn, after).await?;
        let panel = store::panel(conn).await?.and_then(|panel| panel.refresh_at).filter(|at| *at > after);
        Ok([shift, gap, panel].into_iter().flatten().min())
    }

    /// Handles each shift and each gap in its own transaction. Sets aside what cannot be read or handled.
    async fn run_due(&self, now: Timestamp, limit: u32) -> Result<u32, DbError> {
        let shifts = store::due_shifts(&mut *self.db.read().await?, now, limit).await?;
        let gaps = store::due_gaps(&mut *self.db.read().await?, now, limit).await?;
        let panel = store::panel(&mut *self.db.read().await?).await?;
        let mut handled = u32::try_from(shifts.len() + gaps.len()).unwrap_or(u32::MAX);
        for (id, due) in shifts {
            let done = match due {
                Ok(step) => self.take_step(id, step, now).await,
                Err(error) => Err(error),
            };
            self.set_aside_if_broken(store::SHIFTS, id.0, done, now).await?;
        }
        for id in gaps {
            let done = self.tell_gap(id, now).await;
            self.set_aside_if_broken(store::SLOTS, id.0, done, now).await?;
        }
        if panel.and_then(|panel| panel.refresh_at).is_some_and(|at| at <= now) {
            self.refresh_panel(now).await?;
            handled = handled.saturating_add(1);
        }
        Ok(handled)
    }
}

impl DutyTimers {
    async fn set_aside_if_broken(
        &self,
        table: &str,
        row: i64,
        done: Result<(), DbError>,
        now: Timestamp,
    ) -> Result<(), DbError> {
        match done {
            Err(error) if error.affects_one_row() => {
                let row = SetAside::new(table, row, &error);
                self.db.write(async |tx| db::set_aside(tx, &row, now).await).await
            }
            done => done,
        }
    }
}

/// Deletes slots that ended long ago with their shifts, old drafts, and what people said about times that have passed.
pub struct DutyRetention {
    retention_time: SignedDuration,
}

impl DutyRetention {
    /// `retention_time`: how long a slot is kept after it ended.
    pub fn new(retention_time: SignedDuration) -> Self {
        Self { retention_time }
    }
}

#[async_trait]
impl Expire for DutyRetention {
    fn name(&self) -> &'static str {
        "duty slots"
    }

    async fn earliest_expiry(&self, conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
        let slot = store::earliest_end(conn).await?.and_then(|at| at.checked_add(self.retention_time).ok());
        let draft = store::earliest_draft(conn).await?.and_then(|at| at.checked_add(KEEP_DRAFTS).ok());
        let available = store::earliest_available_end(conn).await?;
        Ok([slot, draft, available].into_iter().flatten().min())
    }

    async fn delete_expired(&self, tx: &mut Tx, now: Timestamp, limit: u32) -> Result<u64, DbError> {
        let before = |kept: SignedDuration| now.checked_sub(kept).unwrap_or(Timestamp::MIN);
        let slots = store::delete_ended(tx, before(self.retention_time), limit).await?;
        let drafts = store::delete_old_drafts(tx, before(KEEP_DRAFTS), limit).await?;
        Ok(slots + drafts + store::delete_ended_available(tx, now).await?)
    }
}
