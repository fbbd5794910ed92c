//! Rows that no version of the bot can read. A run plants them while the bot works.

use magpie::db::{Db, DbError};
use magpie::members::MemberId;
use magpie::time::Timestamp;

/// The text of a planted ticket begins with this. The oracle expects nothing of such a ticket.
pub const PLANTED: &str = "planted/";

/// A planted row, due at once.
#[derive(Debug, Clone, Copy)]
pub enum UnreadableRow {
    /// A reminder whose zone and rule are invalid.
    Reminder(MemberId),
    /// A delivery whose source does not exist.
    DeliveryOfNobody,
    /// A delivery of a reminder whose occurrence does not exist.
    DeliveryWithoutItsReminder(MemberId),
    /// The zone in the profile of this member becomes invalid. The member then counts as a member without a profile.
    Profile(MemberId),
    /// An active alert to an invalid group. Its first message to this member is due.
    Alert(MemberId),
    /// A ticket of this member that was opened at an invalid instant. Its next step is due.
    Ticket(MemberId),
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
                    UnreadableRow::Profile(member) => {
                        format!("UPDATE profiles SET zone = 'Mars/Olympus' WHERE member_id = {}", member.to_sql())
                    }
                    UnreadableRow::Alert(member) => format!(
                        r#"INSERT INTO alerts (author_id, severity, addressed, state, sent_at)
                               VALUES ({0}, 'urgent', '["nobody"]', 'active', {now});
                           INSERT INTO alert_versions (alert_id, version, text, by_id, at)
                               SELECT MAX(id), 1, 'planted', {0}, {now} FROM alerts;
                           INSERT INTO alert_recipients (alert_id, member_id, chosen)
                               SELECT MAX(id), {0}, 0 FROM alerts;
                           INSERT INTO deliveries (source, subject, key, lane, action, member_id, line, state,
                                                   queued_at, due_at, nonce)
                               SELECT 'alerts', MAX(id) || '/first/{0}', 'planted/{number}', 1, 'post', {0},
                                      'member/{0}', 'pending', {now}, {now}, 'planted/{number}' FROM alerts;
                           INSERT INTO alert_messages (delivery_id, alert_id, member_id, kind, version, state)
                               SELECT (SELECT MAX(id) FROM deliveries), MAX(id), {0}, 'first', 1, 'owed' FROM alerts"#,
                        member.to_sql()
                    ),
                    UnreadableRow::Ticket(member) => format!(
                        "INSERT INTO tickets (interaction_id, kind, desk, asker_id, text, opened_at, acted_at, status,
                                              step, next_at, round, version)
                         VALUES (-{number}, 'help', 'volunteers', {0}, '{PLANTED}{number}', 9000000000000000000, {now},
                                 'waiting', 'posted', {now}, 1, 1)",
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
