//! Rows that no version of the bot can read. A run plants them while the bot works.

use magpie::db::{Db, DbError};
use magpie::members::MemberId;
use magpie::time::Timestamp;

/// A planted row, due at once.
#[derive(Debug, Clone, Copy)]
pub enum UnreadableRow {
    /// A reminder whose zone and rule are invalid.
    Reminder(MemberId),
    /// A delivery whose source does not exist.
    DeliveryOfNobody,
    /// A delivery of a reminder whose occurrence does not exist.
    DeliveryWithoutItsReminder(MemberId),
}

impl UnreadableRow {
    /// Inserts the row. `number` makes its keys unique. While the disk is full, nothing is inserted.
    pub async fn plant(self, db: &Db, number: u32, now: Timestamp) {
        let result: Result<(), DbError> = db
            .write(async |tx| {
                let now = now.as_millisecond();
                let sql = match self {
                    UnreadableRow::Reminder(member) => format!(
                        "INSERT INTO reminders (member_id, author_id, text, anchor, wall, zone, rule, tz_data, state,
                                                due_at, created_at)
                         VALUES ({0}, {0}, 'planted', 'wall', '2020-11-10T17:00:00', 'Mars/Olympus', 'FREQ=NEVER',
                                 '2020a', 'active', {now}, {now})",
                        member.to_sql()
                    ),
                    UnreadableRow::DeliveryOfNobody => format!(
                        "INSERT INTO deliveries (source, subject, key, lane, action, channel_id, line, state,
                                                 queued_at, due_at, nonce)
                         VALUES ('nobody', 'x', 'planted/{number}', 1, 'post', 1, 'channel/1', 'pending',
                                 {now}, {now}, 'planted/{number}')"
                    ),
                    UnreadableRow::DeliveryWithoutItsReminder(member) => format!(
                        "INSERT INTO deliveries (source, subject, key, lane, action, member_id, line, state,
                                                 queued_at, due_at, nonce)
                         VALUES ('reminder', 'occurrence/99{number}', 'planted/{number}', 1, 'post', {0}, 'member/{0}',
                                 'pending', {now}, {now}, 'planted/{number}')",
                        member.to_sql()
                    ),
                };
                sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut **tx).await?;
                Ok(())
            })
            .await;
        drop(result);
    }
}
