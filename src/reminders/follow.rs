//! What this room does when a member changes, leaves, or asks what is kept on them.

use async_trait::async_trait;
use serde_json::{Value, json};

use super::model::State;
use super::{deliveries, service, store};
use crate::db::{Conn, DbError, Tx};
use crate::members::{Follower, Kept, Member, MemberId, PrivacyPart, Wakefulness};
use crate::time::Timestamp;

/// Plans follow their member from zone to zone.
pub struct ReminderFollower;

#[async_trait]
impl Follower for ReminderFollower {
    async fn profile_changed(
        &self,
        tx: &mut Tx,
        before: &Member,
        after: &Member,
        now: Timestamp,
    ) -> Result<(), DbError> {
        if let (Some(zone), true) = (after.zone(), before.zone() != after.zone()) {
            for reminder in store::active_of(tx, after.id).await? {
                let plan = reminder.plan.moved_to(zone);
                if plan != reminder.plan {
                    service::replan(tx, &reminder, &plan, now).await?;
                }
            }
        }
        let waking = match after.wakefulness(now) {
            Wakefulness::Asleep { wakes_at, .. } => wakes_at,
            _ => now,
        };
        for occurrence in store::owed_to(tx, after.id).await? {
            let at = store::occurrence(tx, occurrence).await?.map_or(now, |occurrence| occurrence.at);
            deliveries::ask_again(tx, occurrence, if at > now { at } else { waking }, now).await?;
        }
        Ok(())
    }

    async fn left(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<(), DbError> {
        for reminder in store::active_of(tx, member).await? {
            service::stop_one(tx, reminder.id, now).await?;
        }
        Ok(())
    }
}

/// What reminders keep on a member: all of it is theirs.
pub struct ReminderPrivacy;

#[async_trait]
impl PrivacyPart for ReminderPrivacy {
    fn name(&self) -> &'static str {
        "reminders"
    }

    async fn export(&self, conn: &mut Conn, member: MemberId) -> Result<Value, DbError> {
        let reminders = store::all_of(conn, member).await?;
        if reminders.is_empty() {
            return Ok(Value::Null);
        }
        let told = reminders.iter().map(|reminder| {
            let (state, due_at) = match reminder.state {
                State::Active { due_at } => ("active", Some(due_at)),
                State::Over => ("over", None),
                State::Stopped => ("stopped", None),
            };
            json!({
                "text": reminder.text,
                "set_by_me": reminder.is_own(),
                "first_local_time": reminder.plan.wall,
                "zone": reminder.plan.zone,
                "rule": reminder.plan.rule.as_ref().map(ToString::to_string),
                "state": state,
                "next": due_at,
            })
        });
        Ok(told.collect())
    }

    async fn delete(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<Vec<Kept>, DbError> {
        for reminder in store::active_of(tx, member).await? {
            service::stop_one(tx, reminder.id, now).await?;
        }
        store::delete_of(tx, member).await?;
        Ok(Vec::new())
    }
}
