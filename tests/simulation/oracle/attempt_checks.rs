//! The checks of the oracle that an attempt was allowed to start, and that its message was allowed to sound.

use super::*;

impl Oracle {
    /// Checks that no attempt starts for something that the bot has acknowledged as finished: an alert that was seen or
    /// has ended, a reminder that was stopped, a ticket that was claimed or closed.
    pub(super) async fn check_attempt_allowed(
        &mut self,
        row: &DeliveryRow,
        history: &History,
    ) -> Result<(), Violation> {
        // An operation that was acknowledged in this poll may have been committed after the attempt started.
        let is_before_this_poll = |poll: u64| poll < history.poll();
        let message_start = || format!("an attempt of delivery {} ({}) started after", row.id, row.key);
        match row.source.as_str() {
            "alerts" => {
                // One message can carry several alerts. A nudge may carry other alerts after its own alert was seen or
                // ended.
                let carried_items: Vec<(i64, i64, i64, bool)> = sqlx::query_as(
                    "SELECT m.alert_id, m.member_id, a.version,
                            m.kind = 'reminder' OR m.kind IN ('again', 'planned') AND a.ask <> '{\"kind\":\"read\"}'
                     FROM alert_messages AS m JOIN alerts AS a ON a.id = m.alert_id
                     WHERE (m.delivery_id = ?1 AND m.carried_by IS NULL OR m.carried_by = ?1) AND m.state = 'owed'",
                )
                .bind(row.id)
                .fetch_all(&mut self.conn)
                .await
                .unwrap();
                for (alert, member, version, is_wanted_when_seen) in carried_items {
                    let (alert, member) = (AlertId(alert), MemberId::from_sql(member));
                    let entries = history.entries();
                    if entries.ended_alerts.get(&alert).is_some_and(|poll| is_before_this_poll(*poll)) {
                        return Err(format!("{} alert {alert} ended", message_start()));
                    }
                    let is_seen = entries
                        .seen_alerts
                        .get(&(alert, member))
                        .is_some_and(|(seen, poll)| i64::from(*seen) >= version && is_before_this_poll(*poll));
                    if is_seen && !is_wanted_when_seen {
                        return Err(format!("{} member {member} acknowledged alert {alert}", message_start()));
                    }
                }
                self.check_not_superseded(row).await?;
            }
            "reminder" => {
                // A delivery can carry several late reminders. It is forbidden only if all these reminders were
                // stopped.
                let carried_items: Vec<i64> =
                    sqlx::query_scalar("SELECT reminder_id FROM reminder_occurrences WHERE delivery_id = ?")
                        .bind(row.id)
                        .fetch_all(&mut self.conn)
                        .await
                        .unwrap();
                // A delivery that is newer than the stop is allowed: a member who snoozes after the stop wants one more
                // message.
                let was_stopped = |id: &i64| {
                    let entries = history.entries();
                    entries
                        .stopped_reminders
                        .get(&ReminderId(*id))
                        .is_some_and(|(newest, poll)| row.id <= *newest && is_before_this_poll(*poll))
                };
                if !carried_items.is_empty() && carried_items.iter().all(was_stopped) {
                    return Err(format!("{} its reminder was stopped", message_start()));
                }
                self.check_not_done(row, history).await?;
            }
            "helpdesk" => {
                let mut key_parts = row.key.split('/').skip(1);
                let ticket = key_parts.next().and_then(|id| id.parse().ok()).map(TicketId);
                let (part, round) = (key_parts.next(), key_parts.next().and_then(|round| round.parse::<u32>().ok()));
                if let (Some(ticket), Some("ask" | "hello" | "helper" | "check"), Some(round)) = (ticket, part, round)
                    && let Some((closed, poll)) = history.entries().closed_tickets.get(&ticket)
                    && *closed >= round
                    && is_before_this_poll(*poll)
                {
                    return Err(format!("{} ticket {ticket} was closed", message_start()));
                }
                if let (Some(ticket), Some("ask"), Some(round)) = (ticket, part, round)
                    && history
                        .entries()
                        .handled_tickets
                        .get(&ticket)
                        .is_some_and(|(handled, poll)| *handled >= round && is_before_this_poll(*poll))
                {
                    let ticket_events: Vec<(i64, String)> =
                        sqlx::query_as("SELECT at, what FROM ticket_events WHERE ticket_id = ? ORDER BY id")
                            .bind(ticket.0)
                            .fetch_all(&mut self.conn)
                            .await
                            .unwrap();
                    let ticket_events: Vec<String> =
                        ticket_events.iter().map(|(at, what)| format!("{} {what}", instant(*at))).collect();
                    return Err(format!(
                        "{} ticket {ticket} was claimed or closed in that round: {ticket_events:?}",
                        message_start()
                    ));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Checks that no snooze arrives that was made before its member marked the reminder as done. A planned occurrence
    /// of a reminder that recurs still arrives.
    async fn check_not_done(&mut self, row: &DeliveryRow, history: &History) -> Result<(), Violation> {
        let carried_items: Vec<(i64, bool)> = sqlx::query_as(
            "SELECT reminder_id, kind = 'later' FROM reminder_occurrences WHERE delivery_id = ? AND state <> 'dropped'",
        )
        .bind(row.id)
        .fetch_all(&mut self.conn)
        .await
        .unwrap();
        let was_done = |(id, is_snooze): &(i64, bool)| {
            let entries = history.entries();
            let done = entries.done_reminders.get(&ReminderId(*id));
            *is_snooze && done.is_some_and(|(newest, poll)| row.id <= *newest && *poll < history.poll())
        };
        if !carried_items.is_empty() && carried_items.iter().all(was_done) {
            return Err(format!("an attempt of delivery {} ({}) started after it was done", row.id, row.key));
        }
        Ok(())
    }

    /// Checks that no attempt at an older message starts while a newer message carries the corrected text. Otherwise
    /// the member would read the correction twice. An attempt that started just before the correction is allowed, even
    /// if the same commit made the attempt and the correction visible. A reminder is allowed, because the member asked
    /// for it.
    async fn check_not_superseded(&mut self, row: &DeliveryRow) -> Result<(), Violation> {
        let newer: Option<i64> = sqlx::query_scalar(
            "SELECT newer.delivery_id FROM alert_messages AS older
             JOIN alert_messages AS newer ON newer.alert_id = older.alert_id AND newer.member_id = older.member_id
             WHERE older.delivery_id = ? AND older.state = 'owed' AND older.carried_by IS NULL
               AND older.kind <> 'reminder'
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

    /// Whether the attempt that started at `at` may make a sound for `reader`. `start_poll` is the poll in which it
    /// started.
    pub(super) async fn can_sound(
        &mut self,
        row: &DeliveryRow,
        reader: MemberId,
        start_poll: u64,
        at: Timestamp,
        history: &History,
    ) -> bool {
        // The profile in force when the attempt started, and every profile stored since. Any of them may allow sound.
        let known_profiles = self.profiles.get(&reader).cloned().unwrap_or_default();
        let first_index =
            known_profiles.iter().rposition(|(stored_at_poll, _)| *stored_at_poll < start_poll).unwrap_or(0);
        let possible_profiles: Vec<Member> =
            known_profiles[first_index.min(known_profiles.len())..].iter().map(|(_, member)| member.clone()).collect();
        let was_awake = possible_profiles
            .iter()
            .any(|member| member.profile.as_ref().is_some_and(|profile| profile.rest().is_awake(at)));
        was_awake
            || match row.source.as_str() {
                "phone-test" => true,
                "reminder" => self.is_own_and_timely(row, at).await,
                "alerts" => {
                    let allows_waking = possible_profiles.iter().any(Member::emergency_may_wake);
                    let may_wake = allows_waking && !row.key.contains("/planned/");
                    row.key.contains("/reminder/") || may_wake && self.is_chosen_emergency(row, reader).await
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
    async fn is_own_and_timely(&mut self, row: &DeliveryRow, at: Timestamp) -> bool {
        let chosen_times: Vec<i64> = sqlx::query_scalar(
            "SELECT o.at FROM reminder_occurrences AS o JOIN reminders AS r ON r.id = o.reminder_id
             WHERE o.delivery_id = ? AND (r.batch_id IS NULL OR o.kind = 'later')",
        )
        .bind(row.id)
        .fetch_all(&mut self.conn)
        .await
        .unwrap();
        chosen_times.iter().any(|due_at| at.duration_since(instant(*due_at)) <= MAX_WAKE_DELAY)
    }

    /// Whether the delivery is an emergency alert whose author chose `reader` to be woken.
    async fn is_chosen_emergency(&mut self, row: &DeliveryRow, reader: MemberId) -> bool {
        let chosen: Option<i64> = sqlx::query_scalar(
            "SELECT r.chosen FROM alert_messages AS m JOIN alerts AS a ON a.id = m.alert_id
             JOIN alert_recipients AS r ON r.alert_id = m.alert_id AND r.member_id = m.member_id
             WHERE m.delivery_id = ? AND m.member_id = ? AND a.severity = 'emergency'",
        )
        .bind(row.id)
        .bind(reader.to_sql())
        .fetch_optional(&mut self.conn)
        .await
        .unwrap();
        chosen == Some(1)
    }
}
