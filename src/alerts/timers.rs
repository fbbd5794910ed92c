//! Runs the steps of the plans of alerts: asks the people again who have not answered, and posts the list of who is
//! missing. Each step reads the alert, the answers, the roles and who is awake again, in the transaction that makes the
//! step.

use async_trait::async_trait;

use super::model::{Alert, Recipient};
use super::plan::StepKind;
use super::send_rule::MessageKind;
use super::service::{ASK_AGAIN_PAUSE, is_being_asked};
use super::store::{self, SendState, Step, StepId};
use super::{messages, missing, roster};
use crate::db::{self, Conn, Db, DbError, SetAside, Tx};
use crate::delivery::{State, outbox};
use crate::members::{Member, Wakefulness};
use crate::time::{SignedDuration, Timestamp};
use crate::timers::DueWork;

/// A person who got a message of the alert within this time is not asked by a step: they still have it at hand.
const LEAST_REST: SignedDuration = SignedDuration::from_mins(5);

/// What a step did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StepOutcome {
    /// It asked somebody, or posted the list.
    Done,
    /// Nobody was to be asked or listed.
    Nothing,
}

/// The due work of alerts.
pub struct AlertTimers {
    db: Db,
}

impl AlertTimers {
    pub fn new(db: Db) -> Self {
        Self { db }
    }

    /// Runs one step, at most once.
    async fn fire(&self, id: StepId, now: Timestamp) -> Result<(), DbError> {
        self.db
            .write(async |tx| {
                let Some(step) = store::take_step(tx, id).await? else { return Ok(()) };
                let Some(alert) = store::get(tx, step.alert).await?.filter(Alert::is_active) else { return Ok(()) };
                let outcome = match step.kind {
                    StepKind::Ask => ask(tx, &alert, &step, now).await?,
                    StepKind::List => post_list(tx, &alert, now).await?,
                };
                // The roster shows the steps that are still to come. A step that did nothing is no reason to post the
                // roster anew.
                match outcome {
                    StepOutcome::Done => roster::refresh(tx, alert.id, now).await,
                    StepOutcome::Nothing => roster::re_render(tx, alert.id, now).await,
                }
            })
            .await
    }
}

#[async_trait]
impl DueWork for AlertTimers {
    fn name(&self) -> &'static str {
        "alert steps"
    }

    async fn next_due(&self, conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
        store::next_step_due(conn, after).await
    }

    /// Runs each step in its own transaction. Cancels and sets aside a step that cannot be read or run.
    async fn run_due(&self, now: Timestamp, limit: u32) -> Result<u32, DbError> {
        let due = store::due_steps(&mut *self.db.read().await?, now, limit).await?;
        for id in &due {
            match self.fire(*id, now).await {
                Err(error) if error.affects_one_row() => {
                    let row = SetAside::new(store::STEPS_TABLE, id.0, &error);
                    let set_aside = self.db.write(async |tx| {
                        store::cancel_step(tx, *id).await?;
                        db::set_aside(tx, &row, now).await
                    });
                    set_aside.await?;
                }
                fired => fired?,
            }
        }
        Ok(u32::try_from(due.len()).unwrap_or(u32::MAX))
    }
}

/// Asks the people again who have not answered and are awake. After a stop of Magpie, several steps can be due: the
/// messages of the first one are then pending, so the others ask nobody.
async fn ask(tx: &mut Tx, alert: &Alert, step: &Step, now: Timestamp) -> Result<StepOutcome, DbError> {
    if alert.current_version.is_past(now) {
        return Ok(StepOutcome::Nothing);
    }
    let mut people = Vec::new();
    for (recipient, member) in missing::remaining_recipients(tx, alert).await? {
        if is_to_be_asked(tx, alert, &recipient, &member, now).await? {
            people.push((recipient, member));
        }
    }
    let since = now.saturating_sub(ASK_AGAIN_PAUSE).unwrap_or(Timestamp::MIN);
    let is_awake = |(_, member): &(Recipient, Member)| member.wakefulness(now) == Wakefulness::Awake;
    if people.is_empty() {
        return Ok(StepOutcome::Nothing);
    }
    // Somebody can have pressed "Ask again" a moment ago.
    if people.iter().any(is_awake) && !store::set_asked(tx, alert.id, since, now).await? {
        return Ok(StepOutcome::Nothing);
    }
    for (recipient, member) in people {
        messages::enqueue_planned(tx, alert, &recipient, &member, step.id.0, now).await?;
    }
    Ok(StepOutcome::Done)
}

/// Whether a step asks this recipient, who has not answered. Someone who sleeps is asked when they wake, if they have
/// seen the alert: without that, their nudge is pending and asks them. Someone whose zone is unknown is never asked,
/// because nobody knows whether they sleep.
async fn is_to_be_asked(
    tx: &mut Tx,
    alert: &Alert,
    recipient: &Recipient,
    member: &Member,
    now: Timestamp,
) -> Result<bool, DbError> {
    let wakes_in_time = match member.wakefulness(now) {
        Wakefulness::Awake => true,
        Wakefulness::Asleep { wakes_at } => alert.current_version.answer_by.is_none_or(|by| wakes_at < by),
        Wakefulness::UnknownZone => false,
    };
    let is_reached = recipient.reached_about(alert.announced_version).is_some();
    // The reminder for which they asked comes soon, and asks them too.
    let is_reminded = recipient.remind_at.is_some_and(|at| at > now);
    if !wakes_in_time || is_reached || is_reminded {
        return Ok(false);
    }
    let to_member = store::messages_to(tx, alert.id, member.id).await?;
    let is_pending = to_member.iter().any(|m| m.state == SendState::Pending && m.kind != MessageKind::Reminder);
    if is_pending || is_being_asked(tx, &to_member).await? {
        return Ok(false);
    }
    let Some(newest) = to_member.iter().rev().find(|message| message.state == SendState::Sent) else {
        return Ok(true);
    };
    let record = outbox::find(tx, newest.carrier()).await?;
    Ok(record.is_none_or(|record| match record.state {
        State::Sent(posted) => now.duration_since(posted.at) >= LEAST_REST,
        _ => true,
    }))
}

/// Posts the list of who is missing, unless nobody is. It is posted however late it is: after an outage, the
/// secretariat needs it all the more.
async fn post_list(tx: &mut Tx, alert: &Alert, now: Timestamp) -> Result<StepOutcome, DbError> {
    if missing::remaining_recipients(tx, alert).await?.is_empty() {
        return Ok(StepOutcome::Nothing);
    }
    missing::post(tx, alert.id, now).await?;
    Ok(StepOutcome::Done)
}
