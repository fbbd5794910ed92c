//! Exports and deletes the data that reminders store about a member.

use async_trait::async_trait;
use serde_json::{Value, json};

use super::audience::{self, ReadAccess};
use super::model::Reminder;
use super::{lifecycle, store};
use crate::db::{Conn, Db, DbError, Tx};
use crate::members::{Kept, MemberId, PrivacyHandler};
use crate::time::Timestamp;

pub struct ReminderPrivacy;

#[async_trait]
impl PrivacyHandler for ReminderPrivacy {
    fn name(&self) -> &'static str {
        "reminders"
    }

    async fn export(&self, conn: &mut Conn, member: MemberId) -> Result<Value, DbError> {
        let reminders = store::all_reminders_of(conn, member).await?;
        let for_others = store::reminders_set_for_others_by(conn, member).await?;
        let drafts = store::drafts_of(conn, member).await?;
        if reminders.is_empty() && for_others.is_empty() && drafts.is_empty() {
            return Ok(Value::Null);
        }
        let of_others = for_others.iter().map(|reminder| json!({ "set_for_others": true, "text": reminder.text }));
        let drafts = drafts.iter().map(|draft| json!({ "draft": draft }));
        let mut exported = Vec::new();
        for reminder in &reminders {
            exported.push(export_reminder(reminder, audience::readable_by(conn, reminder, member).await?));
        }
        Ok(exported.into_iter().chain(of_others).chain(drafts).collect())
    }

    /// Deletes the member's reminders and drafts. Reminders that the member set for other people stay without the
    /// member's name, because they belong to these people.
    async fn delete(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<Vec<Kept>, DbError> {
        lifecycle::stop_all_of_member(tx, member, now).await?;
        store::delete_reminders(tx, member).await?;
        store::delete_drafts_of(tx, member).await?;
        let count = store::anonymize_author(tx, member).await?;
        let kept = Kept { text_key: "reminder-kept-for-others", count };
        Ok(if count == 0 { Vec::new() } else { vec![kept] })
    }

    async fn erase(&self, db: &Db, member: MemberId) -> Vec<DbError> {
        let reminders = db.write(async |tx| store::delete_reminders(tx, member).await).await.err();
        let drafts = db.write(async |tx| store::delete_drafts_of(tx, member).await).await.err();
        let of_others = db.write(async |tx| store::anonymize_author(tx, member).await).await.err();
        reminders.into_iter().chain(drafts).chain(of_others).collect()
    }
}

fn export_reminder(reminder: &Reminder, readable: ReadAccess) -> Value {
    match readable {
        ReadAccess::Full => {}
        ReadAccess::TextOnly => {
            return json!({ "text": reminder.text, "set_by_me": false, "for_a_group_that_i_left": true });
        }
        ReadAccess::None => return json!({ "set_by_me": false, "for_a_group_that_i_left": true }),
    }
    json!({
        "text": reminder.text,
        "set_by_me": reminder.is_own(),
        "first_local_time": reminder.plan.wall,
        "pass_of_repeated_hour": reminder.plan.pass,
        "zone": reminder.plan.zone,
        "rule": reminder.plan.rule.as_ref().map(ToString::to_string),
        "state": reminder.state.code(),
        "next": reminder.state.due_at(),
    })
}
