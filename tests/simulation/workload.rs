//! Calls the services as the Discord handlers do, and records in the history what the bot acknowledges.

use magpie::alerts::answers::{self, AnswerOutcome, HelpRequestText};
use magpie::alerts::ask::{AlertKind, AskKind, Purpose};
use magpie::alerts::drafts::service as drafts;
use magpie::alerts::drafts::{
    CorrectionBase, DraftInput, DraftOutcome, DraftTarget, RepeatPolicy, SendOutcome, WakeSelection,
};
use magpie::alerts::model::{AlertId, Severity};
use magpie::alerts::service::{self as alerts, EndOutcome, SeenOutcome};
use magpie::delivery::phone_test;
use magpie::discord::wire::dm;
use magpie::escalation::Urgency;
use magpie::helpdesk::{
    Category, LogTicket, OmissionReason, OmittedText, OpenTicket, Origin, RequestOutcome, TicketDetails, TicketId,
    TicketKind, TicketText,
};
use magpie::members::{self, DraftZone, Group, InteractionId, MemberId, Person, ProfileError};
use magpie::reminders::{self, GroupDraft, OccurrenceId, PassedPolicy, Plan, ReminderId, SaveOutcome};
use magpie::time::{Anchor, Pass, QuietHours, Rule, SignedDuration, Timestamp, ZoneId, local};

use crate::bot::Bot;
use crate::executor::yield_times;
use crate::history::{AcceptedAlert, AcceptedReminder, AcceptedTicket, History, StartedOperation, TicketAsker};
use crate::operation::Operation;
use crate::participants::full_hour;

impl Operation {
    /// Executes the operation on the bot and records what the bot acknowledges.
    pub async fn execute(self, bot: Bot, history: History) {
        let now = bot.clock.now();
        history.entries().activity.entry(self.actor()).or_default().push(now);
        // If the service refuses the operation or the disk is full, the bot accepted nothing, so there is nothing to
        // record.
        let _ = self.try_execute(&bot, &history, now).await;
    }

    async fn try_execute(self, bot: &Bot, history: &History, now: Timestamp) -> Option<()> {
        match self {
            Operation::SendAlert {
                actor,
                severity,
                ask,
                people_needed,
                audience,
                answer_in_minutes,
                can_wake,
                is_sent_twice,
            } => {
                let alert = AlertToSend {
                    actor,
                    severity,
                    ask,
                    people_needed,
                    audience,
                    answer_in_minutes,
                    can_wake,
                    is_sent_twice,
                };
                alert.send(bot, history).await
            }
            Operation::CorrectAlert { actor, alert } => correct(bot, history, actor, alert, now).await,
            Operation::EndAlert { actor, alert, reason } => {
                history.entries().started_operations.insert(StartedOperation::End(alert));
                let end_outcome = alerts::end(&bot.db, actor, alert, reason, now).await.ok()?;
                if matches!(end_outcome, EndOutcome::Ended { .. }) {
                    history.entries().ended_alerts.insert(alert, history.poll());
                }
                Some(())
            }
            Operation::AskAgain { actor, alert } => {
                history.entries().started_operations.insert(StartedOperation::AskAgain(alert));
                alerts::ask_again(&bot.db, actor, alert, now).await.ok().map(|_| ())
            }
            Operation::Seen { member, alert } => {
                history.entries().started_operations.insert(StartedOperation::Seen(alert, member));
                let version =
                    alerts::get(&bot.db, first_of_secretariat(bot).await?, alert).await.ok()?.current_version.number;
                let seen_outcome = alerts::mark_seen(&bot.db, member, alert, version, None, now).await.ok()?;
                if let SeenOutcome::Recorded(_) = seen_outcome {
                    record_seen(history, member, alert, version);
                }
                Some(())
            }
            Operation::SeenAll { member } => {
                let alert_ids: Vec<AlertId> = history.entries().alerts.iter().map(|alert| alert.id).collect();
                let seen_operations = alert_ids.into_iter().map(|alert| StartedOperation::Seen(alert, member));
                history.entries().started_operations.extend(seen_operations);
                for message in alerts::mark_all_seen(&bot.db, member, now).await.ok()? {
                    record_seen(history, member, message.alert, message.version);
                }
                Some(())
            }
            Operation::Answer { member, alert, answer } => {
                history.entries().started_operations.insert(StartedOperation::Seen(alert, member));
                history.entries().started_operations.insert(StartedOperation::Answer(alert));
                let version =
                    alerts::get(&bot.db, first_of_secretariat(bot).await?, alert).await.ok()?.current_version.number;
                let answer_outcome = answers::answer(&bot.db, member, alert, version, answer, None, now).await.ok()?;
                if let AnswerOutcome::Recorded(_) = answer_outcome {
                    record_seen(history, member, alert, version);
                }
                Some(())
            }
            Operation::RemindOfAlert { member, alert, versions_back } => {
                history.entries().started_operations.insert(StartedOperation::Seen(alert, member));
                let current =
                    alerts::get(&bot.db, first_of_secretariat(bot).await?, alert).await.ok()?.current_version.number;
                let version = Some(current.saturating_sub(versions_back).max(1));
                answers::remind(&bot.db, member, alert, version, now).await.ok().map(|_| ())
            }
            Operation::OpenTicket { asker, kind, is_delivered_twice } => {
                let (interaction, number) = (InteractionId(history.next_number()), history.next_number());
                let token = format!("ticket-{number}-x");
                let text = TicketText::Quoted(token.as_str());
                let open = OpenTicket {
                    interaction,
                    asker,
                    kind,
                    urgency: Urgency::default(),
                    category: Category::default(),
                    text,
                    origin: None,
                };
                let opened = open_ticket(bot, history, open, now).await?;
                if is_delivered_twice {
                    yield_times(3).await;
                    let repeated = bot.helpdesk.open(&bot.db, open, bot.clock.now()).await.ok()?;
                    if repeated.details.ticket.id != opened || repeated.outcome != RequestOutcome::AlreadyRecorded {
                        let second = repeated.details.ticket.id;
                        history.entries().doubly_opened_tickets.push((interaction, opened, second));
                    }
                }
                Some(())
            }
            Operation::RepeatTicket { asker, kind, token } => {
                let interaction = InteractionId(history.next_number());
                let text = TicketText::Quoted(token.as_str());
                let open = OpenTicket {
                    interaction,
                    asker,
                    kind,
                    urgency: Urgency::default(),
                    category: Category::default(),
                    text,
                    origin: None,
                };
                open_ticket(bot, history, open, now).await.map(|_| ())
            }
            Operation::AskForHelpWithAlert { member, alert } => {
                // Like the handler: asking for help with an alert is also having seen it.
                history.entries().started_operations.insert(StartedOperation::Seen(alert, member));
                let request = answers::help_request(&bot.db, member, alert, None).await.ok()??;
                let omitted = |reason| TicketText::Omitted(OmittedText { reason, sent_at: request.sent_at });
                let text = match &request.text {
                    HelpRequestText::Shown(text) => TicketText::Quoted(text.as_str()),
                    HelpRequestText::Withheld => omitted(OmissionReason::NotAddressed),
                    HelpRequestText::Unknown => omitted(OmissionReason::UnknownVersion),
                };
                let (interaction, origin) = (InteractionId(history.next_number()), Origin::new("alert", alert.0));
                let kind = TicketKind::Help;
                let open = OpenTicket {
                    interaction,
                    asker: member,
                    kind,
                    urgency: Urgency::default(),
                    category: Category::default(),
                    text,
                    origin: Some(&origin),
                };
                let opened = open_ticket(bot, history, open, now).await;
                let seen = answers::mark_seen_by_help_request(&bot.db, member, alert, None, now).await;
                opened.and(seen.ok())
            }
            Operation::LogTicket { actor, name, is_answered } => {
                let (interaction, number) = (InteractionId(history.next_number()), history.next_number());
                let (token, answer) = (format!("ticket-{number}-x"), format!("answer-{number}-x"));
                let answer = is_answered.then_some(answer.as_str());
                let log = LogTicket { interaction, by: actor, name, contact: "in the hall", problem: &token, answer };
                let logged = bot.helpdesk.log(&bot.db, log, now).await.ok()?;
                let id = logged.ticket.details.ticket.id;
                match answer {
                    Some(answer) => history.entries().logged_answers.push((id, actor, answer.to_owned())),
                    None => {
                        history.entries().tickets.push(AcceptedTicket { id, asker: TicketAsker::Outside, token });
                    }
                }
                Some(())
            }
            Operation::SolveAsLogged { ticket, logged, actor } => {
                history.entries().started_operations.insert(StartedOperation::Close(ticket));
                let view = bot.helpdesk.solve_as_logged(&bot.db, ticket, logged, actor, now).await.ok()?.details;
                record_handled(history, &view);
                record_closed(history, &view);
                let mut entries = history.entries();
                let answer = entries.logged_answers.iter().find(|(id, ..)| *id == logged)?.2.clone();
                // The acknowledgements of two rounds can arrive in any order.
                let solved = entries.solved_as_logged.entry(ticket).or_default();
                if view.ticket.round > solved.0 {
                    *solved = (view.ticket.round, answer);
                }
                Some(())
            }
            Operation::StillHelping { ticket, actor } => {
                bot.helpdesk.still_helping(&bot.db, ticket, actor, now).await.ok().map(|_| ())
            }
            Operation::Claim { ticket, actor } => {
                let view = bot.helpdesk.claim(&bot.db, ticket, actor, now).await.ok()?.details;
                record_handled(history, &view);
                Some(())
            }
            Operation::Release { ticket, actor } => {
                bot.helpdesk.release(&bot.db, ticket, actor, now).await.ok().map(|_| ())
            }
            Operation::SendToSecretariat { ticket, actor } => {
                bot.helpdesk.send_to_secretariat(&bot.db, ticket, actor, "tried everything", now).await.ok().map(|_| ())
            }
            Operation::Solve { ticket, actor } => {
                history.entries().started_operations.insert(StartedOperation::Close(ticket));
                let view = bot.helpdesk.solve(&bot.db, ticket, actor, None, now).await.ok()?.details;
                record_handled(history, &view);
                record_closed(history, &view);
                Some(())
            }
            Operation::Reopen { ticket, actor } => {
                bot.helpdesk.reopen(&bot.db, ticket, actor, now).await.ok().map(|_| ())
            }
            Operation::Withdraw { ticket, actor } => {
                history.entries().started_operations.insert(StartedOperation::Close(ticket));
                let view = bot.helpdesk.withdraw(&bot.db, ticket, actor, now).await.ok()?.details;
                record_handled(history, &view);
                record_closed(history, &view);
                Some(())
            }
            Operation::Remind { member, in_minutes, daily_count, is_zone_fixed } => {
                remind(bot, history, member, in_minutes, daily_count, is_zone_fixed, now).await
            }
            Operation::RemindMany { actor, in_minutes, is_daily } => {
                remind_many(bot, history, actor, in_minutes, is_daily, now).await
            }
            Operation::StopMany { actor } => {
                let batch = *history.entries().batches.last()?;
                let batch_reminders = reminders_of_batch(bot, batch.0).await?;
                history
                    .entries()
                    .started_operations
                    .extend(batch_reminders.iter().map(|id| StartedOperation::Stop(*id)));
                let newest_id = newest_delivery(bot).await?;
                reminders::service::stop_batch(&bot.db, actor, batch, now).await.ok()?;
                let poll = history.poll();
                history
                    .entries()
                    .stopped_reminders
                    .extend(batch_reminders.into_iter().map(|id| (id, (newest_id, poll))));
                Some(())
            }
            Operation::Done { member } => {
                let occurrence = latest_occurrence(bot, member).await?;
                let reminder = reminder_of_occurrence(bot, occurrence).await?;
                let newest_id = newest_delivery(bot).await?;
                reminders::service::mark_done(&bot.db, member, occurrence, now).await.ok()?;
                history.entries().done_reminders.insert(reminder, (newest_id, history.poll()));
                Some(())
            }
            Operation::Snooze { member, minutes } => {
                let occurrence = latest_occurrence(bot, member).await?;
                let until = now + SignedDuration::from_mins(minutes);
                reminders::service::snooze(&bot.db, member, occurrence, until, now).await.ok().map(|_| ())
            }
            Operation::Stop { member, reminder } => {
                history.entries().started_operations.insert(StartedOperation::Stop(reminder));
                let newest_id = newest_delivery(bot).await?;
                reminders::service::stop(&bot.db, member, reminder, now).await.ok()?;
                history.entries().stopped_reminders.insert(reminder, (newest_id, history.poll()));
                Some(())
            }
            Operation::ChangeProfile { participant, zone, quiet_start_hour, quiet_end_hour, emergency } => {
                let person = Person { id: participant.id, handle: participant.handle, name: participant.handle };
                let draft = members::service::revise(&bot.db, person, now, |draft| {
                    draft.zone = Some(DraftZone::Confirmed(zone));
                    draft.quiet = Some(QuietHours::new(full_hour(quiet_start_hour), full_hour(quiet_end_hour)).into());
                    draft.emergency = Some(emergency);
                });
                let revision = draft.await.ok()?.revision;
                yield_times(3).await;
                let now = bot.clock.now();
                let saved = members::service::save(&bot.db, &bot.followers, participant.id, revision, now).await;
                if let Err(ProfileError::Db(error)) = &saved
                    && error.affects_one_row()
                {
                    // A row that cannot be read must not prevent that a member saves their profile.
                    history.entries().refused_profiles.push((participant.id, error.to_string()));
                }
                saved.ok().map(|_| ())
            }
            Operation::AwakeUntil { member, minutes } => {
                let until = minutes.map(|minutes| now + SignedDuration::from_mins(minutes));
                members::service::set_awake_until(&bot.db, &bot.followers, member, until, now).await.ok().map(|_| ())
            }
            Operation::TestPhone { member } => {
                let interaction = InteractionId(history.next_number());
                let phone_request = phone_test::request(&bot.db, member, interaction, now);
                phone_request.await.ok()?;
                history.entries().phone_tests += 1;
                Some(())
            }
            Operation::OpenDm { member } => {
                let channel = dm::request_dm_channel(&bot.transport, member).await.ok()?;
                members::service::record_dm_channel(&bot.db, member, channel).await.ok()
            }
        }
    }
}

/// Opens a ticket, and records it unless the request repeats an earlier one.
async fn open_ticket(bot: &Bot, history: &History, open: OpenTicket<'_>, now: Timestamp) -> Option<TicketId> {
    let opened = bot.helpdesk.open(&bot.db, open, now).await.ok()?;
    let id = opened.details.ticket.id;
    if opened.outcome == RequestOutcome::Recorded {
        let asker = TicketAsker::Member(open.asker, open.kind);
        history.entries().tickets.push(AcceptedTicket { id, asker, token: open.text.quoted().to_owned() });
    }
    Some(id)
}

fn record_seen(history: &History, member: MemberId, alert: AlertId, version: u32) {
    let poll = history.poll();
    let mut entries = history.entries();
    let recorded = entries.seen_alerts.entry((alert, member)).or_insert((version, poll));
    if version > recorded.0 {
        *recorded = (version, poll);
    }
}

fn record_handled(history: &History, view: &TicketDetails) {
    history.entries().handled_tickets.insert(view.ticket.id, (view.ticket.round, history.poll()));
}

/// Records that the ticket is closed. Until somebody reopens the ticket, the bot must not send its helpers a message
/// about it.
fn record_closed(history: &History, view: &TicketDetails) {
    if !view.ticket.is_open() {
        history.entries().closed_tickets.insert(view.ticket.id, (view.ticket.round, history.poll()));
    }
}

/// All reminders that were saved in one batch, including those that have ended.
async fn reminders_of_batch(bot: &Bot, batch: i64) -> Option<Vec<ReminderId>> {
    let mut reader = bot.db.read().await.ok()?;
    let ids: Vec<i64> = sqlx::query_scalar("SELECT id FROM reminders WHERE batch_id = ?")
        .bind(batch)
        .fetch_all(&mut *reader)
        .await
        .ok()?;
    Some(ids.into_iter().map(ReminderId).collect())
}

/// The highest delivery id so far. Deliveries that are enqueued later have higher ids.
async fn newest_delivery(bot: &Bot) -> Option<i64> {
    let mut reader = bot.db.read().await.ok()?;
    sqlx::query_scalar("SELECT ifnull(MAX(id), 0) FROM deliveries").fetch_one(&mut *reader).await.ok()
}

/// A member of the secretariat who is in the server. Such a member can look up any alert.
async fn first_of_secretariat(bot: &Bot) -> Option<MemberId> {
    let mut reader = bot.db.read().await.ok()?;
    members::service::present_in(&mut reader, Group::Secretariat).await.ok()?.first().map(|member| member.id)
}

/// An alert to send, with all choices of its author.
struct AlertToSend {
    actor: MemberId,
    severity: Severity,
    ask: AskKind,
    /// The number of people that an alert of the kind [`AskKind::People`] asks for. Other alerts ignore it.
    people_needed: u32,
    audience: &'static str,
    answer_in_minutes: Option<u32>,
    can_wake: bool,
    is_sent_twice: bool,
}

impl AlertToSend {
    async fn send(self, bot: &Bot, history: &History) -> Option<()> {
        let token = format!("alert-{}-x", history.next_number());
        let input = DraftInput {
            interaction: InteractionId(history.next_number()),
            author: self.actor,
            target: DraftTarget::NewAlert {
                severity: self.severity,
                audience: self.audience.to_owned(),
                kind: AlertKind { ask: self.ask, purpose: Purpose::Real },
            },
            text: token.clone(),
            answer_by: self.answer_in_minutes.map(|minutes| format!("in {minutes} minutes")).unwrap_or_default(),
            ask_text: match self.ask {
                AskKind::People => self.people_needed.to_string(),
                _ => "Room A; Room B".to_owned(),
            },
        };
        let draft_outcome = drafts::submit(&bot.db, bot.alert_settings, input, bot.clock.now()).await.ok()?;
        let DraftOutcome::Preview(preview) = draft_outcome else { return None };
        yield_times(4).await;
        if self.can_wake {
            drafts::select_woken(
                &bot.db,
                bot.alert_settings,
                self.actor,
                preview.draft,
                WakeSelection::All,
                bot.clock.now(),
            )
            .await
            .ok()?;
            yield_times(4).await;
        }
        for _ in 0..if self.is_sent_twice { 2 } else { 1 } {
            let send_result = drafts::send(
                &bot.db,
                bot.alert_settings,
                self.actor,
                preview.draft,
                RepeatPolicy::SendAnyway,
                bot.clock.now(),
            )
            .await;
            if let Ok(SendOutcome::Sent(sent)) = send_result {
                let accepted_alert =
                    AcceptedAlert { id: sent.alert, recipients: sent.recipients, token: token.clone() };
                history.entries().alerts.push(accepted_alert);
            }
        }
        Some(())
    }
}

async fn correct(bot: &Bot, history: &History, actor: MemberId, alert: AlertId, now: Timestamp) -> Option<()> {
    let base_version = alerts::get(&bot.db, actor, alert).await.ok()?.current_version.number;
    history.entries().started_operations.insert(StartedOperation::Correct(alert));
    let input = DraftInput {
        interaction: InteractionId(history.next_number()),
        author: actor,
        target: DraftTarget::Correction(CorrectionBase { alert, base_version }),
        text: format!("corrected-{}-x", history.next_number()),
        answer_by: String::new(),
        ask_text: String::new(),
    };
    let draft_outcome = drafts::submit(&bot.db, bot.alert_settings, input, now).await.ok()?;
    let DraftOutcome::Preview(preview) = draft_outcome else { return None };
    yield_times(4).await;
    drafts::send(&bot.db, bot.alert_settings, actor, preview.draft, RepeatPolicy::SendAnyway, bot.clock.now())
        .await
        .ok()
        .map(|_| ())
}

async fn remind(
    bot: &Bot,
    history: &History,
    member: MemberId,
    in_minutes: i64,
    daily_count: Option<u32>,
    is_zone_fixed: bool,
    now: Timestamp,
) -> Option<()> {
    let zone =
        members::service::get(&mut *bot.db.read().await.ok()?, member).await.ok()??.zone().unwrap_or_else(ZoneId::utc);
    let wall = local(zone, now + SignedDuration::from_mins(in_minutes)).0;
    let rule = daily_count.map(|count| Rule::parse(&format!("FREQ=DAILY;COUNT={count}")).expect("a rule"));
    let anchor = if is_zone_fixed { Anchor::WallInZone } else { Anchor::Wall };
    let plan = Plan { anchor, wall, pass: Pass::First, zone, rule };
    let token = format!("reminder-{}-x", history.next_number());
    let draft = reminders::service::create_draft(&bot.db, member, &token, &[plan], now).await.ok()?;
    yield_times(3).await;
    let save_outcome = reminders::service::save(&bot.db, member, draft, 0, bot.clock.now()).await.ok()?;
    if let SaveOutcome::Own { reminder, .. } = save_outcome {
        history.entries().reminders.push(AcceptedReminder {
            id: reminder.id,
            member,
            token,
            recurs: daily_count.is_some(),
        });
    }
    Some(())
}

async fn remind_many(
    bot: &Bot,
    history: &History,
    actor: MemberId,
    in_minutes: i64,
    is_daily: bool,
    now: Timestamp,
) -> Option<()> {
    let draft = GroupDraft {
        text: format!("for-many-{}-x", history.next_number()),
        audience: Group::Mag,
        wall: local(ZoneId::utc(), now + SignedDuration::from_mins(in_minutes)).0,
        rule: is_daily.then(|| "FREQ=DAILY;COUNT=3".to_owned()),
    };
    let (id, _) = reminders::service::create_group_draft(&bot.db, actor, draft, now).await.ok()?;
    yield_times(3).await;
    reminders::service::save_for_group(&bot.db, actor, id, PassedPolicy::SendNow, bot.clock.now()).await.ok()?;
    history.entries().batches.push(id);
    Some(())
}

/// The latest occurrence that was sent, among all reminders of the member.
async fn latest_occurrence(bot: &Bot, member: MemberId) -> Option<OccurrenceId> {
    let mut reader = bot.db.read().await.ok()?;
    let id: Option<i64> = sqlx::query_scalar(
        "SELECT o.id FROM reminder_occurrences AS o JOIN reminders AS r ON r.id = o.reminder_id
         WHERE r.member_id = ? AND o.state = 'sent' ORDER BY o.id DESC LIMIT 1",
    )
    .bind(member.to_sql())
    .fetch_optional(&mut *reader)
    .await
    .ok()?;
    id.map(OccurrenceId)
}

async fn reminder_of_occurrence(bot: &Bot, occurrence: OccurrenceId) -> Option<ReminderId> {
    let mut reader = bot.db.read().await.ok()?;
    let id: Option<i64> = sqlx::query_scalar("SELECT reminder_id FROM reminder_occurrences WHERE id = ?")
        .bind(occurrence.0)
        .fetch_optional(&mut *reader)
        .await
        .ok()?;
    id.map(ReminderId)
}
