//! Calls the services as the Discord handlers do, and records in the history what the bot acknowledges.

use magpie::alerts::answers::{self, AnswerOutcome};
use magpie::alerts::ask::{AlertKind, AskKind, Purpose};
use magpie::alerts::drafts::service as drafts;
use magpie::alerts::drafts::{
    Corrects, DraftInput, DraftOutcome, DraftTarget, RepeatPolicy, SendOutcome, WakeSelection,
};
use magpie::alerts::model::{AlertId, Severity};
use magpie::alerts::service::{self as alerts, EndOutcome, SeenOutcome};
use magpie::delivery::phone_test;
use magpie::discord::wire::dm;
use magpie::helpdesk::{OpenTicket, TicketDetails};
use magpie::members::{self, DraftZone, Group, InteractionId, MemberId, Person};
use magpie::reminders::{self, GroupDraft, IfPassed, OccurrenceId, Plan, ReminderId, Saved};
use magpie::time::{Anchor, Pass, QuietHours, Rule, SignedDuration, Timestamp, ZoneId, local};

use crate::bot::Bot;
use crate::executor::yield_times;
use crate::history::{AcceptedAlert, AcceptedReminder, AcceptedTicket, History, StartedOperation};
use crate::operation::Operation;
use crate::participants::time;

impl Operation {
    /// Executes the operation on the bot and records what the bot acknowledges.
    pub async fn execute(self, bot: Bot, history: History) {
        let now = bot.clock.now();
        history.entries().activity.entry(self.by()).or_default().push(now);
        // When the service refuses the operation or the disk is full, nothing was accepted: there is nothing to record.
        let _ = self.try_execute(&bot, &history, now).await;
    }

    async fn try_execute(self, bot: &Bot, history: &History, now: Timestamp) -> Option<()> {
        match self {
            Operation::SendAlert { by, severity, ask, needed, audience, answer_in_minutes, wake, twice } => {
                let alert = AlertToSend { by, severity, ask, needed, audience, answer_in_minutes, wake, twice };
                alert.send(bot, history).await
            }
            Operation::CorrectAlert { by, alert } => correct(bot, history, by, alert, now).await,
            Operation::EndAlert { by, alert, how } => {
                history.entries().started_operations.insert(StartedOperation::End(alert));
                let ended = alerts::end(&bot.db, by, alert, how, now).await.ok()?;
                if matches!(ended, EndOutcome::Ended { .. }) {
                    history.entries().ended.insert(alert, history.poll());
                }
                Some(())
            }
            Operation::AskAgain { by, alert } => {
                history.entries().started_operations.insert(StartedOperation::AskAgain(alert));
                alerts::ask_again(&bot.db, by, alert, now).await.ok().map(|_| ())
            }
            Operation::Seen { member, alert } => {
                history.entries().started_operations.insert(StartedOperation::Seen(alert, member));
                let version = alerts::get(&bot.db, first_of_secretariat(bot).await?, alert).await.ok()?.current.number;
                let pressed = alerts::mark_seen(&bot.db, member, alert, version, None, now).await.ok()?;
                if let SeenOutcome::Recorded(_) = pressed {
                    record_seen(history, member, alert, version);
                }
                Some(())
            }
            Operation::SeenAll { member } => {
                let all: Vec<AlertId> = history.entries().alerts.iter().map(|alert| alert.id).collect();
                let seen = all.into_iter().map(|alert| StartedOperation::Seen(alert, member));
                history.entries().started_operations.extend(seen);
                for message in alerts::mark_all_seen(&bot.db, member, now).await.ok()? {
                    record_seen(history, member, message.alert, message.version);
                }
                Some(())
            }
            Operation::Answer { member, alert, answer } => {
                history.entries().started_operations.insert(StartedOperation::Seen(alert, member));
                history.entries().started_operations.insert(StartedOperation::Answer(alert));
                let version = alerts::get(&bot.db, first_of_secretariat(bot).await?, alert).await.ok()?.current.number;
                let answered = answers::answer(&bot.db, member, alert, version, answer, None, now).await.ok()?;
                if let AnswerOutcome::Recorded(_) = answered {
                    record_seen(history, member, alert, version);
                }
                Some(())
            }
            Operation::RemindOfAlert { member, alert } => {
                history.entries().started_operations.insert(StartedOperation::Seen(alert, member));
                answers::remind(&bot.db, member, alert, now).await.ok().map(|_| ())
            }
            Operation::OpenTicket { asker, kind } => {
                let (interaction, number) = (InteractionId(history.number()), history.number());
                let token = format!("ticket-{number}-x");
                let open = OpenTicket { interaction, asker, kind, text: &token, origin: None };
                let view = bot.helpdesk.open(&bot.db, open, now).await.ok()?;
                history.entries().tickets.push(AcceptedTicket { id: view.ticket.id, token });
                Some(())
            }
            Operation::Claim { ticket, by } => {
                let view = bot.helpdesk.claim(&bot.db, ticket, by, now).await.ok()?;
                record_handled(history, &view);
                Some(())
            }
            Operation::Release { ticket, by } => bot.helpdesk.release(&bot.db, ticket, by, now).await.ok().map(|_| ()),
            Operation::SendToSecretariat { ticket, by } => {
                bot.helpdesk.send_to_secretariat(&bot.db, ticket, by, "tried everything", now).await.ok().map(|_| ())
            }
            Operation::Solve { ticket, by } => {
                history.entries().started_operations.insert(StartedOperation::Close(ticket));
                let view = bot.helpdesk.solve(&bot.db, ticket, by, None, now).await.ok()?.details;
                record_handled(history, &view);
                record_closed(history, &view);
                Some(())
            }
            Operation::Reopen { ticket, by } => bot.helpdesk.reopen(&bot.db, ticket, by, now).await.ok().map(|_| ()),
            Operation::Withdraw { ticket, by } => {
                history.entries().started_operations.insert(StartedOperation::Close(ticket));
                let view = bot.helpdesk.withdraw(&bot.db, ticket, by, now).await.ok()?.details;
                record_handled(history, &view);
                record_closed(history, &view);
                Some(())
            }
            Operation::Remind { member, in_minutes, daily, fixed } => {
                remind(bot, history, member, in_minutes, daily, fixed, now).await
            }
            Operation::RemindMany { by, in_minutes, daily } => {
                remind_many(bot, history, by, in_minutes, daily, now).await
            }
            Operation::StopMany { by } => {
                let batch = *history.entries().batches.last()?;
                let of_batch = reminders_of_batch(bot, batch.0).await?;
                history.entries().started_operations.extend(of_batch.iter().map(|id| StartedOperation::Stop(*id)));
                let newest = newest_delivery(bot).await?;
                reminders::service::stop_batch(&bot.db, by, batch, now).await.ok()?;
                let poll = history.poll();
                history.entries().stopped.extend(of_batch.into_iter().map(|id| (id, (newest, poll))));
                Some(())
            }
            Operation::Done { member } => {
                let occurrence = latest_occurrence(bot, member).await?;
                reminders::service::mark_done(&bot.db, member, occurrence, now).await.ok().map(|_| ())
            }
            Operation::Snooze { member, minutes } => {
                let occurrence = latest_occurrence(bot, member).await?;
                let until = now + SignedDuration::from_mins(minutes);
                reminders::service::snooze(&bot.db, member, occurrence, until, now).await.ok()
            }
            Operation::Stop { member, reminder } => {
                history.entries().started_operations.insert(StartedOperation::Stop(reminder));
                let newest = newest_delivery(bot).await?;
                reminders::service::stop(&bot.db, member, reminder, now).await.ok()?;
                history.entries().stopped.insert(reminder, (newest, history.poll()));
                Some(())
            }
            Operation::ChangeProfile { participant, zone, start, end, emergency } => {
                let person = Person { id: participant.id, handle: participant.handle, name: participant.handle };
                let draft = members::service::revise(&bot.db, person, now, |draft| {
                    draft.zone = Some(DraftZone::Confirmed(zone));
                    draft.quiet = Some(QuietHours::new(time(start), time(end)).into());
                    draft.emergency = Some(emergency);
                });
                let revision = draft.await.ok()?.revision;
                yield_times(3).await;
                members::service::save(&bot.db, &bot.followers, participant.id, revision, bot.clock.now())
                    .await
                    .ok()
                    .map(|_| ())
            }
            Operation::AwakeUntil { member, minutes } => {
                let until = minutes.map(|minutes| now + SignedDuration::from_mins(minutes));
                members::service::awake_until(&bot.db, &bot.followers, member, until, now).await.ok().map(|_| ())
            }
            Operation::TestPhone { member } => {
                let interaction = InteractionId(history.number());
                let asked = phone_test::ask(&bot.db, member, interaction, now);
                asked.await.ok()?;
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

fn record_seen(history: &History, member: MemberId, alert: AlertId, version: u32) {
    let poll = history.poll();
    let mut entries = history.entries();
    let known = entries.seen.entry((alert, member)).or_insert((version, poll));
    if version > known.0 {
        *known = (version, poll);
    }
}

fn record_handled(history: &History, view: &TicketDetails) {
    history.entries().handled.insert(view.ticket.id, (view.ticket.round, history.poll()));
}

/// Records that the ticket is closed. Until it is reopened, the bot must not send its helpers a message about it.
fn record_closed(history: &History, view: &TicketDetails) {
    if !view.ticket.is_open() {
        history.entries().closed.insert(view.ticket.id, (view.ticket.round, history.poll()));
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

/// The highest delivery id so far, to tell later deliveries from earlier ones.
async fn newest_delivery(bot: &Bot) -> Option<i64> {
    let mut reader = bot.db.read().await.ok()?;
    sqlx::query_scalar("SELECT ifnull(MAX(id), 0) FROM deliveries").fetch_one(&mut *reader).await.ok()
}

/// A member of the secretariat who is in the server: they may look up any alert.
async fn first_of_secretariat(bot: &Bot) -> Option<MemberId> {
    let mut reader = bot.db.read().await.ok()?;
    members::service::present_in(&mut reader, Group::Secretariat).await.ok()?.first().map(|member| member.id)
}

/// An alert to send, with all choices of its author.
struct AlertToSend {
    by: MemberId,
    severity: Severity,
    ask: AskKind,
    /// The number of people that the alert asks for, when it asks for people.
    needed: u32,
    audience: &'static str,
    answer_in_minutes: Option<u32>,
    wake: bool,
    twice: bool,
}

impl AlertToSend {
    async fn send(self, bot: &Bot, history: &History) -> Option<()> {
        let token = format!("alert-{}-x", history.number());
        let input = DraftInput {
            interaction: InteractionId(history.number()),
            author: self.by,
            target: DraftTarget::NewAlert {
                severity: self.severity,
                audience: self.audience.to_owned(),
                kind: AlertKind { ask: self.ask, purpose: Purpose::Real },
            },
            text: token.clone(),
            answer_by: self.answer_in_minutes.map(|minutes| format!("in {minutes} minutes")).unwrap_or_default(),
            ask_text: match self.ask {
                AskKind::People => self.needed.to_string(),
                _ => "Room A; Room B".to_owned(),
            },
        };
        let drafted = drafts::submit(&bot.db, bot.rules, input, bot.clock.now()).await.ok()?;
        let DraftOutcome::Preview(preview) = drafted else { return None };
        yield_times(4).await;
        if self.wake {
            drafts::select_woken(&bot.db, bot.rules, self.by, preview.draft, WakeSelection::All, bot.clock.now())
                .await
                .ok()?;
            yield_times(4).await;
        }
        for _ in 0..if self.twice { 2 } else { 1 } {
            let sending =
                drafts::send(&bot.db, bot.rules, self.by, preview.draft, RepeatPolicy::SendAnyway, bot.clock.now())
                    .await;
            if let Ok(SendOutcome::Sent(sent)) = sending {
                let accepted = AcceptedAlert { id: sent.alert, recipients: sent.recipients, token: token.clone() };
                history.entries().alerts.push(accepted);
            }
        }
        Some(())
    }
}

async fn correct(bot: &Bot, history: &History, by: MemberId, alert: AlertId, now: Timestamp) -> Option<()> {
    let from = alerts::get(&bot.db, by, alert).await.ok()?.current.number;
    history.entries().started_operations.insert(StartedOperation::Correct(alert));
    let input = DraftInput {
        interaction: InteractionId(history.number()),
        author: by,
        target: DraftTarget::Correction(Corrects { alert, base_version: from }),
        text: format!("corrected-{}-x", history.number()),
        answer_by: String::new(),
        ask_text: String::new(),
    };
    let drafted = drafts::submit(&bot.db, bot.rules, input, now).await.ok()?;
    let DraftOutcome::Preview(preview) = drafted else { return None };
    yield_times(4).await;
    drafts::send(&bot.db, bot.rules, by, preview.draft, RepeatPolicy::SendAnyway, bot.clock.now())
        .await
        .ok()
        .map(|_| ())
}

async fn remind(
    bot: &Bot,
    history: &History,
    member: MemberId,
    in_minutes: i64,
    daily: Option<u32>,
    fixed: bool,
    now: Timestamp,
) -> Option<()> {
    let zone =
        members::service::get(&mut *bot.db.read().await.ok()?, member).await.ok()??.zone().unwrap_or_else(ZoneId::utc);
    let wall = local(zone, now + SignedDuration::from_mins(in_minutes)).0;
    let rule = daily.map(|count| Rule::parse(&format!("FREQ=DAILY;COUNT={count}")).expect("a rule"));
    let anchor = if fixed { Anchor::WallInZone } else { Anchor::Wall };
    let plan = Plan { anchor, wall, pass: Pass::First, zone, rule };
    let token = format!("reminder-{}-x", history.number());
    let draft = reminders::service::create_draft(&bot.db, member, &token, &[plan], now).await.ok()?;
    yield_times(3).await;
    let saved = reminders::service::save(&bot.db, member, draft, 0, bot.clock.now()).await.ok()?;
    if let Saved::Own { reminder, .. } = saved {
        history.entries().reminders.push(AcceptedReminder { id: reminder.id, member, token, recurs: daily.is_some() });
    }
    Some(())
}

async fn remind_many(
    bot: &Bot,
    history: &History,
    by: MemberId,
    in_minutes: i64,
    daily: bool,
    now: Timestamp,
) -> Option<()> {
    let draft = GroupDraft {
        text: format!("for-many-{}-x", history.number()),
        audience: Group::Mag,
        wall: local(ZoneId::utc(), now + SignedDuration::from_mins(in_minutes)).0,
        rule: daily.then(|| "FREQ=DAILY;COUNT=3".to_owned()),
    };
    let (id, _) = reminders::service::create_group_draft(&bot.db, by, draft, now).await.ok()?;
    yield_times(3).await;
    reminders::service::save_for_group(&bot.db, by, id, IfPassed::SendNow, bot.clock.now()).await.ok()?;
    history.entries().batches.push(id);
    Some(())
}

/// The latest occurrence of any of the member's reminders that was sent.
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
