//! The oracle's checks whether an attempt was allowed to start, and whether its message was allowed to sound.

use super::*;

impl Oracle {
    /// Checks that no attempt starts for something that the bot has acknowledged as finished: an alert that was seen or
    /// has ended, a reminder that was stopped, a ticket that was claimed or closed.
    pub(super) async fn check_attempt_allowed(&mut self, row: &Row, history: &History) -> Result<(), Violation> {
        // An operation that was acknowledged in this poll may have been committed after the attempt started.
        let before = |poll: u64| poll < history.poll();
        let started = || format!("an attempt of delivery {} ({}) started after", row.id, row.key);
        match row.source.as_str() {
            "alerts" => {
                // One message can carry several alerts. A nudge may carry others after its own alert was seen or ended.
                let carried: Vec<(i64, i64, i64, bool)> = sqlx::query_as(
                    "SELECT m.alert_id, m.member_id, a.version,
                            m.kind = 'reminder' OR m.kind = 'again' AND a.ask <> '{\"kind\":\"read\"}'
                     FROM alert_messages AS m JOIN alerts AS a ON a.id = m.alert_id
                     WHERE (m.delivery_id = ?1 AND m.carried_by IS NULL OR m.carried_by = ?1) AND m.state = 'owed'",
                )
                .bind(row.id)
                .fetch_all(&mut self.conn)
                .await
                .unwrap();
                for (alert, member, version, is_wanted_when_seen) in carried {
                    let (alert, member) = (AlertId(alert), MemberId::from_sql(member));
                    let entries = history.entries();
                    if entries.ended.get(&alert).is_some_and(|poll| before(*poll)) {
                        return Err(format!("{} alert {alert} ended", started()));
                    }
                    let is_seen = entries
                        .seen
                        .get(&(alert, member))
                        .is_some_and(|(seen, poll)| i64::from(*seen) >= version && before(*poll));
                    if is_seen && !is_wanted_when_seen {
                        return Err(format!("{} member {member} acknowledged alert {alert}", started()));
                    }
                }
                self.check_not_superseded(row).await?;
            }
            "reminder" => {
                // A delivery can carry several late reminders. It is forbidden only when all of them were stopped.
                let carried: Vec<i64> =
                    sqlx::query_scalar("SELECT reminder_id FROM reminder_occurrences WHERE delivery_id = ?")
                        .bind(row.id)
                        .fetch_all(&mut self.conn)
                        .await
                        .unwrap();
                // Deliveries that are newer than the stop are allowed: a member who snoozes after the stop wants one
                // more message.
                let stopped = |id: &i64| {
                    let entries = history.entries();
                    entries
                        .stopped
                        .get(&ReminderId(*id))
                        .is_some_and(|(newest, poll)| row.id <= *newest && before(*poll))
                };
                if !carried.is_empty() && carried.iter().all(stopped) {
                    return Err(format!("{} its reminder was stopped", started()));
                }
            }
            "helpdesk" => {
                let mut parts = row.key.split('/').skip(1);
                let ticket = parts.next().and_then(|id| id.parse().ok()).map(TicketId);
                let (piece, round) = (parts.next(), parts.next().and_then(|round| round.parse::<u32>().ok()));
                if let (Some(ticket), Some("ask" | "hello" | "helper" | "check"), Some(round)) = (ticket, piece, round)
                    && let Some((closed, poll)) = history.entries().closed.get(&ticket)
                    && *closed >= round
                    && before(*poll)
                {
                    return Err(format!("{} ticket {ticket} was closed", started()));
                }
                if let (Some(ticket), Some("ask"), Some(round)) = (ticket, piece, round)
                    && history
                        .entries()
                        .handled
                        .get(&ticket)
                        .is_some_and(|(handled, poll)| *handled >= round && before(*poll))
                {
                    let events: Vec<(i64, String)> =
                        sqlx::query_as("SELECT at, what FROM ticket_events WHERE ticket_id = ? ORDER BY id")
                            .bind(ticket.0)
                            .fetch_all(&mut self.conn)
                            .await
                            .unwrap();
                    let events: Vec<String> =
                        events.iter().map(|(at, what)| format!("{} {what}", instant(*at))).collect();
                    return Err(format!(
                        "{} ticket {ticket} was claimed, closed or sent on in that round: {events:?}",
                        started()
                    ));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// No attempt at an older message starts while a newer message carries the corrected text, because the member would
    /// read the correction twice. An attempt that started just before the correction is allowed, even when one commit
    /// made both visible.
    async fn check_not_superseded(&mut self, row: &Row) -> Result<(), Violation> {
        let newer: Option<i64> = sqlx::query_scalar(
            "SELECT newer.delivery_id FROM alert_messages AS older
             JOIN alert_messages AS newer ON newer.alert_id = older.alert_id AND newer.member_id = older.member_id
             WHERE older.delivery_id = ? AND older.state = 'owed' AND older.carried_by IS NULL
               AND newer.delivery_id > older.delivery_id AND newer.kind = 'corrected' AND newer.state <> 'ended'
               AND (SELECT MIN(id) FROM delivery_events WHERE delivery_id = newer.delivery_id AND what = 'queued')
                   < (SELECT MAX(id) FROM delivery_events WHERE delivery_id = older.delivery_id AND what = 'tried')",
        )
        .bind(row.id)
        .fetch_optional(&mut self.conn)
        .await
        .unwrap();
        match newer {
            Some(newer) => Err(format!("delivery {} ({}) was tried beside its correction {newer}", row.id, row.key)),
            None => Ok(()),
        }
    }

    pub(super) async fn may_sound(
        &mut self,
        row: &Row,
        reader: MemberId,
        start_poll: u64,
        at: Timestamp,
        history: &History,
    ) -> bool {
        // The profile in force when the attempt started, and every profile stored since. Any of them may allow sound.
        let known = self.profiles.get(&reader).cloned().unwrap_or_default();
        let first = known.iter().rposition(|(since, _)| *since < start_poll).unwrap_or(0);
        let then: Vec<Member> = known[first.min(known.len())..].iter().map(|(_, member)| member.clone()).collect();
        let awake =
            then.iter().any(|member| member.profile.as_ref().is_some_and(|profile| profile.rest().is_awake(at)));
        awake
            || match row.source.as_str() {
                "phone-test" => true,
                "reminder" => self.is_own_and_timely(row, at).await,
                "alerts" => {
                    let allows = then.iter().any(Member::emergency_may_wake);
                    row.key.contains("/reminder/") || allows && self.is_chosen_emergency(row, reader).await
                }
                "helpdesk" => history.entries().activity.get(&reader).is_some_and(|activity| {
                    // The times of messages have a resolution of one millisecond.
                    activity.iter().any(|operation| {
                        operation.as_millisecond() <= at.as_millisecond()
                            && at.duration_since(*operation) <= RECENTLY_ACTIVE
                    })
                }),
                _ => false,
            }
    }

    /// Whether the delivery has a reminder whose minute its reader chose and that is at most [`MAX_WAKE_DELAY`] late.
    async fn is_own_and_timely(&mut self, row: &Row, at: Timestamp) -> bool {
        let own: Vec<i64> = sqlx::query_scalar(
            "SELECT o.at FROM reminder_occurrences AS o JOIN reminders AS r ON r.id = o.reminder_id
             WHERE o.delivery_id = ? AND (r.batch_id IS NULL OR o.kind = 'later')",
        )
        .bind(row.id)
        .fetch_all(&mut self.conn)
        .await
        .unwrap();
        own.iter().any(|due| at.duration_since(instant(*due)) <= MAX_WAKE_DELAY)
    }

    async fn is_chosen_emergency(&mut self, row: &Row, reader: MemberId) -> bool {
        let found: Option<i64> = sqlx::query_scalar(
            "SELECT r.chosen FROM alert_messages AS m JOIN alerts AS a ON a.id = m.alert_id
             JOIN alert_recipients AS r ON r.alert_id = m.alert_id AND r.member_id = m.member_id
             WHERE m.delivery_id = ? AND m.member_id = ? AND a.severity = 'emergency'",
        )
        .bind(row.id)
        .bind(reader.to_sql())
        .fetch_optional(&mut self.conn)
        .await
        .unwrap();
        found == Some(1)
    }
}
