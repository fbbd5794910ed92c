//! The export and the deletion of a member's reminders. All of this data is only about the member.

use async_trait::async_trait;
use serde_json::{Value, json};

use super::model::Reminder;
use super::{lifecycle, store};
use crate::db::{Conn, DbError, Tx};
use crate::members::{Kept, MemberId, PrivacyPart};
use crate::time::Timestamp;

pub struct ReminderPrivacy;

#[async_trait]
impl PrivacyPart for ReminderPrivacy {
    fn name(&self) -> &'static str {
        "reminders"
    }

    async fn export(&self, conn: &mut Conn, member: MemberId) -> Result<Value, DbError> {
        let reminders = store::all_of_member(conn, member).await?;
        if reminders.is_empty() {
            return Ok(Value::Null);
        }
        Ok(reminders.iter().map(exported).collect())
    }

    async fn delete(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<Vec<Kept>, DbError> {
        lifecycle::stop_all_of_member(tx, member, now).await?;
        store::delete_unsaved_drafts(tx, member).await?;
        store::delete_reminders(tx, member).await?;
        Ok(Vec::new())
    }
}

fn exported(reminder: &Reminder) -> Value {
    json!({
        "text": reminder.text,
        "set_by_me": reminder.is_own(),
        "first_local_time": reminder.plan.wall,
        "zone": reminder.plan.zone,
        "rule": reminder.plan.rule.as_ref().map(ToString::to_string),
        "state": reminder.state.code(),
        "next": reminder.state.due_at(),
    })
}
