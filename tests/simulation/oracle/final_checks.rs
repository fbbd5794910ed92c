//! The oracle's checks at the end of a run.

use std::collections::BTreeSet;

use serde_json::Value;

use super::*;

impl Oracle {
    /// Checks that everything that the bot accepted was delivered exactly once, or that its receipt shows the failure.
    pub async fn check_final(&mut self, discord: &Discord, history: &History, now: Timestamp) -> Result<(), Violation> {
        self.check_numbers_used_once().await?;
        self.check_no_duplicates(discord).await?;
        let messages: Vec<String> = bot_messages(discord);
        for row in self.rows("1").await {
            self.check_final_state(&row, discord, now)?;
        }
        self.check_alerts(history).await?;
        self.check_reminders(&messages, discord, history, now).await?;
        self.check_ticket_cards(discord, history).await?;
        self.check_ticket_buttons(discord).await?;
        self.check_no_repeated_tickets().await?;
        Self::check_no_interaction_opened_two_tickets(history)?;
        Self::check_profiles_were_saved(history)?;
        self.check_ended_tickets_have_the_logged_answer(history).await?;
        self.check_threads_exist(discord).await?;
        if !history.entries().is_restored {
            self.check_threads(discord, now).await?;
        }
        let phone_test_count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM deliveries WHERE source = 'phone-test'")
            .fetch_one(&mut self.conn)
            .await
            .unwrap();
        match history.entries().phone_tests <= phone_test_count.cast_unsigned() {
            true => Ok(()),
            false => Err(format!(
                "{} phone tests were accepted and {phone_test_count} are stored",
                history.entries().phone_tests
            )),
        }
    }

    fn check_final_state(&self, row: &DeliveryRow, discord: &Discord, now: Timestamp) -> Result<(), Violation> {
        let delivery = format!("delivery {} ({}, {}, {:?})", row.id, row.key, row.state, row.reason);
        let is_posted = row.action == "post" && !discord.is_deleted(&row.nonce) && !self.is_restored;
        let count = if is_posted { discord.message_count_of(&row.nonce) } else { 0 };
        match row.state.as_str() {
            "sent" if is_posted && count != 1 => Err(format!("{delivery} is sent but was posted {count} times")),
            "failed" | "cancelled" | "expired" if is_posted && count != 0 => {
                Err(format!("{delivery} was posted {count} times"))
            }
            "failed" if row.reason.is_none() => Err(format!("{delivery} has no reason")),
            // Until the bot can read the channel, the receipt shows the delivery as unknown, with the reason.
            "unknown" if row.reason.is_none() => Err(format!("{delivery} has no reason")),
            "unknown" if instant(row.due_at) <= now => Err(format!("{delivery} was due to be checked")),
            "sending" => Err(format!("{delivery} is stuck")),
            "pending" | "retry" if instant(row.due_at) <= now => Err(format!("{delivery} was due and was not sent")),
            _ => Ok(()),
        }
    }

    /// Checks that nobody got the same version of an alert twice: in the first message and again as a correction.
    async fn check_no_text_twice(&mut self) -> Result<(), Violation> {
        let repeated_version: Option<(i64, i64, i64)> = sqlx::query_as(
            "SELECT alert_id, member_id, version FROM alert_messages
             WHERE kind IN ('first', 'corrected') AND state = 'sent'
             GROUP BY alert_id, member_id, version HAVING COUNT(*) > 1",
        )
        .fetch_optional(&mut self.conn)
        .await
        .unwrap();
        match repeated_version {
            Some((alert, member, version)) => {
                Err(format!("member {member} got version {version} of alert {alert} more than once"))
            }
            None => Ok(()),
        }
    }

    /// Checks that nobody opened a second ticket with the same words within ten minutes while the first was unsolved.
    async fn check_no_repeated_tickets(&mut self) -> Result<(), Violation> {
        let repeated_ticket: Option<(i64, i64)> = sqlx::query_as(
            "SELECT first.id, second.id FROM tickets AS first JOIN tickets AS second
               ON second.id > first.id AND second.asker_id = first.asker_id AND second.kind = first.kind
              AND (second.origin IS NULL AND first.origin IS NULL AND second.text = first.text
                     AND second.opened_at - first.opened_at <= 10 * 60 * 1000
                   OR second.origin = first.origin)
             WHERE NOT EXISTS (SELECT 1 FROM ticket_events AS e WHERE e.ticket_id = first.id
                                 AND e.what IN ('solved', 'closed') AND e.at <= second.opened_at)
             LIMIT 1",
        )
        .fetch_optional(&mut self.conn)
        .await
        .unwrap();
        match repeated_ticket {
            Some((first, second)) => Err(format!("ticket {second} repeats ticket {first}, which was not solved")),
            None => Ok(()),
        }
    }

    /// Checks that an interaction that Discord delivered twice opened one ticket.
    fn check_no_interaction_opened_two_tickets(history: &History) -> Result<(), Violation> {
        match history.entries().doubly_opened_tickets.first() {
            Some((interaction, first, second)) => {
                Err(format!("interaction {interaction} opened the tickets {first} and {second}"))
            }
            None => Ok(()),
        }
    }

    /// Checks that a row that cannot be read prevented nobody from saving their profile.
    fn check_profiles_were_saved(history: &History) -> Result<(), Violation> {
        match history.entries().refused_profiles.first() {
            Some((member, error)) => Err(format!("the profile of member {member} was not saved: {error}")),
            None => Ok(()),
        }
    }

    /// Checks that each ticket that was ended with a logged answer has this answer.
    async fn check_ended_tickets_have_the_logged_answer(&mut self, history: &History) -> Result<(), Violation> {
        let solved: Vec<(TicketId, String)> =
            history.entries().solved_as_logged.iter().map(|(id, (_, answer))| (*id, answer.clone())).collect();
        for (id, answer) in solved {
            let stored: Option<Option<String>> = sqlx::query_scalar("SELECT answer FROM tickets WHERE id = ?")
                .bind(id.0)
                .fetch_optional(&mut self.conn)
                .await
                .unwrap();
            if stored.clone().flatten().as_deref() != Some(answer.as_str()) {
                return Err(format!("ticket {id} was ended with {answer:?} and has {stored:?}"));
            }
        }
        Ok(())
    }

    /// Checks that the thread of each open ticket exists. A thread that was deleted while the bot was stopped must have
    /// been replaced.
    async fn check_threads_exist(&mut self, discord: &Discord) -> Result<(), Violation> {
        let tickets_with_thread: Vec<(i64, i64)> =
            sqlx::query_as("SELECT id, thread_id FROM tickets WHERE thread_id IS NOT NULL AND status <> 'closed'")
                .fetch_all(&mut self.conn)
                .await
                .unwrap();
        match tickets_with_thread.into_iter().find(|(_, thread)| !discord.has_channel(*thread)) {
            Some((ticket, thread)) => Err(format!("ticket {ticket} is open, and its thread {thread} does not exist")),
            None => Ok(()),
        }
    }

    /// Checks that only the asker and the helper of a ticket are in its thread.
    async fn check_threads(&mut self, discord: &Discord, now: Timestamp) -> Result<(), Violation> {
        let tickets_with_thread: Vec<(i64, i64, Option<i64>, Option<i64>)> =
            sqlx::query_as("SELECT id, thread_id, asker_id, helper_id FROM tickets WHERE thread_id IS NOT NULL")
                .fetch_all(&mut self.conn)
                .await
                .unwrap();
        for (ticket, thread, asker, helper) in tickets_with_thread {
            let failed_count: i64 = sqlx::query_scalar(
                "SELECT COUNT(*) FROM deliveries WHERE action = 'leave_thread' AND channel_id = ? AND state <> 'sent'",
            )
            .bind(thread)
            .fetch_one(&mut self.conn)
            .await
            .unwrap();
            if failed_count > 0 {
                continue;
            }
            let people_in_thread = discord.thread_members(thread, now);
            let unexpected_people: Vec<i64> =
                people_in_thread.into_iter().filter(|id| Some(*id) != asker && Some(*id) != helper).collect();
            if !unexpected_people.is_empty() {
                return Err(format!("{unexpected_people:?} are still in the thread of ticket {ticket}"));
            }
        }
        Ok(())
    }

    /// Checks that `found_at` of an alert that asks for people is set exactly while enough people of its audience have
    /// said yes.
    async fn check_found_at(&mut self) -> Result<(), Violation> {
        let wrong_alert: Option<(i64, i64)> = sqlx::query_as(
            "SELECT a.id, (SELECT COUNT(*) FROM alert_recipients AS r JOIN members AS m ON m.id = r.member_id
                           WHERE r.alert_id = a.id AND r.answer = 'yes' AND m.in_guild = 1
                             AND (m.mag = 1 AND (r.named OR a.addressed LIKE '%mag%')
                                  OR m.helpdesk = 1 AND (r.named OR a.addressed LIKE '%helpdesk%')
                                  OR m.secretariat = 1 AND (r.named OR a.addressed LIKE '%secretariat%'))) AS can
             FROM alerts AS a
             WHERE a.state = 'active' AND a.ask ->> 'kind' = 'people'
               AND (can >= a.ask ->> 'needed') <> (a.found_at IS NOT NULL)",
        )
        .fetch_optional(&mut self.conn)
        .await
        .unwrap();
        match wrong_alert {
            Some((alert, yes_count)) => {
                Err(format!("{yes_count} people said yes, and found_at of alert {alert} is wrong"))
            }
            None => Ok(()),
        }
    }

    async fn check_alerts(&mut self, history: &History) -> Result<(), Violation> {
        self.check_no_text_twice().await?;
        self.check_found_at().await?;
        let alerts: Vec<(AlertId, usize, String)> =
            history.entries().alerts.iter().map(|alert| (alert.id, alert.recipients, alert.token.clone())).collect();
        for (id, recipients, token) in alerts {
            let first_states: Vec<(i64, String)> = sqlx::query_as(
                "SELECT r.member_id, ifnull((SELECT d.state FROM alert_messages AS m
                        JOIN deliveries AS d ON d.id = m.delivery_id
                        WHERE m.alert_id = r.alert_id AND m.member_id = r.member_id AND m.kind = 'first'), 'missing')
                 FROM alert_recipients AS r WHERE r.alert_id = ?",
            )
            .bind(id.0)
            .fetch_all(&mut self.conn)
            .await
            .unwrap();
            if first_states.len() != recipients {
                return Err(format!("alert {id} ({token}) was for {recipients} people and has {}", first_states.len()));
            }
            for (member, state) in first_states {
                let member = MemberId::from_sql(member);
                let entries = history.entries();
                let is_excused = entries.started_operations.contains(&StartedOperation::End(id))
                    || entries.started_operations.contains(&StartedOperation::Seen(id, member))
                    || entries.started_operations.contains(&StartedOperation::Answer(id))
                    || entries.started_operations.contains(&StartedOperation::Correct(id))
                    || entries.started_operations.contains(&StartedOperation::Leave(member))
                    || entries.started_operations.contains(&StartedOperation::LoseRoles(member));
                match state.as_str() {
                    "sent" | "failed" | "unknown" => {}
                    "pending" | "retry" => {}
                    "cancelled" if is_excused => {}
                    _ => return Err(format!("alert {id} ({token}) is {state} for member {member}")),
                }
            }
        }
        Ok(())
    }

    async fn check_reminders(
        &mut self,
        messages: &[String],
        discord: &Discord,
        history: &History,
        now: Timestamp,
    ) -> Result<(), Violation> {
        let reminders: Vec<(ReminderId, MemberId, String, bool)> = history
            .entries()
            .reminders
            .iter()
            .map(|reminder| (reminder.id, reminder.member, reminder.token.clone(), reminder.recurs))
            .collect();
        for (id, member, token, recurs) in reminders {
            let row: Option<(String, Option<i64>)> = sqlx::query_as("SELECT state, due_at FROM reminders WHERE id = ?")
                .bind(id.0)
                .fetch_optional(&mut self.conn)
                .await
                .unwrap();
            let Some((state, due_at)) = row else { return Err(format!("reminder {id} ({token}) is missing")) };
            if state == "active" && due_at.is_some_and(|at| instant(at) <= now) {
                return Err(format!("reminder {id} ({token}) was due and did not fire"));
            }
            let is_excused = {
                let entries = history.entries();
                entries.started_operations.contains(&StartedOperation::Stop(id))
                    || entries.started_operations.contains(&StartedOperation::Leave(member))
            };
            if state != "over" || recurs || is_excused || discord.is_text_deleted(&token) {
                continue;
            }
            let deliveries: Vec<(String, String)> = sqlx::query_as(
                "SELECT d.state, o.kind FROM reminder_occurrences AS o
                 JOIN deliveries AS d ON d.id = o.delivery_id WHERE o.reminder_id = ?",
            )
            .bind(id.0)
            .fetch_all(&mut self.conn)
            .await
            .unwrap();
            let sent_count = deliveries.iter().filter(|(state, _)| state == "sent").count();
            let waiting_count = deliveries
                .iter()
                .filter(|(state, _)| state == "unknown" || state == "pending" || state == "retry")
                .count();
            let failed_count = deliveries.iter().filter(|(state, _)| state == "failed").count();
            let posted_count = messages.iter().filter(|message| message.contains(&token)).count();
            // After a restore, the database does not know the messages that were sent after the copy was made.
            let unrecorded_count = history.entries().unrecorded_messages.get(&id).copied().unwrap_or_default();
            let is_delivered = sent_count + waiting_count + failed_count > 0;
            if !is_delivered
                || posted_count < sent_count
                || posted_count > sent_count + waiting_count + unrecorded_count
            {
                return Err(format!("reminder {id} ({token}) came {posted_count} times: {deliveries:?}"));
            }
        }
        Ok(())
    }

    /// Checks that among the messages about one ticket to the same readers, only the newest has enabled buttons.
    async fn check_ticket_buttons(&mut self, discord: &Discord) -> Result<(), Violation> {
        // The query leaves out a message whose latest edit has failed or is not finished: it may still have its
        // buttons.
        let sent_messages: Vec<(i64, String, String, i64, i64)> = sqlx::query_as(
            "SELECT d.id, d.subject, d.part, d.sent_channel_id, d.sent_message_id FROM deliveries AS d
             WHERE d.source = 'helpdesk' AND d.action = 'post' AND d.state = 'sent' AND d.part IS NOT NULL
               AND ifnull((SELECT e.state FROM deliveries AS e WHERE e.edits = d.id ORDER BY e.id DESC LIMIT 1), 'sent')
                   IN ('sent', 'cancelled')
             ORDER BY d.id DESC",
        )
        .fetch_all(&mut self.conn)
        .await
        .unwrap();
        let message_ids_with_buttons: BTreeSet<u64> = discord
            .world(|world| world.all_messages(None))
            .iter()
            .filter(|message| message.components.iter().any(has_enabled_component))
            .map(|message| message.id.0)
            .collect();
        let mut newest_by_family = BTreeMap::new();
        for (id, subject, part, channel, message) in sent_messages {
            let family = match part.split('/').next().unwrap_or_default() {
                "ask" => "ask",
                "helper" => "helper",
                "check" => "check",
                "hello" => "hello",
                name if name == "status" || name.starts_with("news-") => "asker",
                _ => continue,
            };
            if let Some(newest) = newest_by_family.insert((subject.clone(), family, channel), id)
                && message_ids_with_buttons.contains(&message.cast_unsigned())
            {
                let events = self.delivery_events(id).await;
                return Err(format!("delivery {id} ({subject}, {part}) has buttons beside {newest}:\n{events}"));
            }
        }
        Ok(())
    }

    async fn check_ticket_cards(&mut self, discord: &Discord, history: &History) -> Result<(), Violation> {
        let tickets: Vec<(TicketId, String)> =
            history.entries().tickets.iter().map(|ticket| (ticket.id, ticket.token.clone())).collect();
        for (id, token) in tickets {
            let cards: Vec<(String, String)> =
                sqlx::query_as("SELECT state, nonce FROM deliveries WHERE key LIKE ? || '%'")
                    .bind(format!("helpdesk/{id}/card-"))
                    .fetch_all(&mut self.conn)
                    .await
                    .unwrap();
            let posted_count = cards.iter().filter(|(_, nonce)| discord.message_count_of(nonce) == 1).count();
            let settled_count =
                cards.iter().filter(|(state, _)| matches!(state.as_str(), "sent" | "failed" | "unknown")).count();
            if cards.is_empty() || posted_count > settled_count || settled_count != cards.len() {
                return Err(format!("ticket {id} ({token}) has the cards {cards:?}"));
            }
        }
        Ok(())
    }
}

/// Whether a row of components has an enabled button or select.
fn has_enabled_component(row: &Value) -> bool {
    let mut components = row["components"].as_array().into_iter().flatten();
    components.any(|component| component["custom_id"].is_string() && component["disabled"] != true)
}
