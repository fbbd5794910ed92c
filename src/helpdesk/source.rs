//! The help desk as a source of deliveries. Decides whether a message is still wanted, whether it may make a sound, and
//! what follows after the message was sent or failed.
//!
//! # When it is late
//! Every message is rendered when it is sent, so its text is never out of date. A message about a past state is
//! cancelled ([`recall::obsolete_reason`]). After a long downtime, an overdue ticket takes only one step, counted from
//! now ([`super::timers`]): the next people are asked once, and the following step keeps its full time. A member who
//! fell asleep before their ask was sent is asked when they wake.

use async_trait::async_trait;

use super::burden::AskedTickets;
use super::details::{HelpdeskFacts, TicketDetails};
use super::event::{TicketEvent, TicketEventKind};
use super::messages::{self, News, TicketMessage};
use super::model::{Actor, Asker, Ticket, TicketId, TicketStatus};
use super::on_duty::OnDuty;
use super::recall;
use super::service::Helpdesk;
use super::steps::save;
use super::store;
use super::threads::{replace_thread, take_next_step_now};
use crate::db::{Conn, DbError, Tx};
use crate::delivery::{
    About, Action, Address, Cause, DeliveryId, Due, Facts, FactsType, Failure, Outcome, Posted, Record, Sound, Source,
    SourceError, SourceName, State, Verdict, outbox,
};
use crate::escalation::{Duty, Step};
use crate::members::{self, ChannelId, Member, MemberId, Wakefulness};
use crate::time::{SignedDuration, Timestamp};

/// Somebody who acted within this time counts as awake when an answer arrives, even in their quiet hours, because they
/// wait for the answer.
const AWAKE_AFTER_ACTION: SignedDuration = SignedDuration::from_mins(30);

#[async_trait]
impl Source for Helpdesk {
    fn name(&self) -> SourceName {
        messages::SOURCE
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![FactsType::of::<HelpdeskFacts>()]
    }

    async fn recheck(&self, tx: &mut Tx, due: &Due, now: Timestamp) -> Result<Verdict, SourceError> {
        let (id, message) = parse(due)?;
        let Some(ticket) = store::get(tx, id).await? else {
            return Ok(Verdict::Cancel { reason: "the ticket was deleted" });
        };
        let edited = match due.action {
            Action::Edit(of) => Some(of),
            _ => None,
        };
        let obsolete = match edited {
            Some(of) => obsolete_edit_reason(tx, &ticket, message, of).await?,
            None => recall::obsolete_reason(&ticket, message),
        };
        if let Some(reason) = obsolete {
            return Ok(Verdict::Cancel { reason });
        }
        let recipient = recipient(tx, message).await?;
        let (mut duty, mut has_declined) = (Duty::Off, false);
        if let TicketMessage::Ask { member, round } = message {
            duty = OnDuty::load(tx, now).await?.of(member, ticket.urgency);
            let asks = store::asks(tx, id).await?;
            has_declined = round == ticket.round
                && asks.iter().any(|ask| ask.member == member && ask.round == round && ask.declined_at.is_some());
        }
        if matches!(message, TicketMessage::Ask { .. }) && edited.is_none() {
            if has_declined {
                return Ok(Verdict::Cancel { reason: "the member said that they cannot help now" });
            }
            if let Some(verdict) = verdict_if_not_askable(&ticket, recipient.as_ref(), duty, now) {
                return Ok(verdict);
            }
        }
        // A message can become due after a newer message was sent: it was held or retried for a long time, or it is
        // sent again after a backup was restored. The newer message says everything that this message would say. Only
        // the status is still needed, because it quotes the ticket.
        let is_superseded = messages::is_superseded(tx, id, edited.unwrap_or(due.id), message).await?;
        if is_superseded && edited.is_none() && !message.is_always_current() {
            return Ok(Verdict::Cancel { reason: "a newer message about the ticket was sent" });
        }
        let mut other_tickets = 0;
        if let TicketMessage::Ask { member, .. } = message {
            let asked = AskedTickets::load(tx, member, now).await?;
            if edited.is_none() && due.unknown_since.is_none() && asked.has_no_own_message(id) {
                asked.re_render_number_of_others(tx, member, now).await?;
                return Ok(Verdict::Cancel { reason: "the member was asked about enough other tickets" });
            }
            other_tickets = if asked.shows_number_of_others(id) { asked.other_tickets } else { 0 };
        }
        let known: Vec<&Member> = recipient.iter().collect();
        let details = TicketDetails::load(tx, ticket, &known, &self.settings, now).await?;
        let sound = match (sound(&details, message, recipient.as_ref(), now), message) {
            // They chose to be rung during their duty, whatever the hour.
            (_, TicketMessage::Ask { .. }) if duty == Duty::OnAndRung => Sound::Sounding,
            (Sound::Sounding, TicketMessage::Ask { member, .. }) => {
                outbox::sound_at_waking(tx, due, member, now).await?
            }
            (other, _) => other,
        };
        Ok(Verdict::Send {
            facts: Facts::new(HelpdeskFacts { message, details, has_declined, is_superseded, other_tickets }),
            sound,
        })
    }

    async fn settled(&self, tx: &mut Tx, due: &Due, outcome: &Outcome, now: Timestamp) -> Result<(), SourceError> {
        let (id, message) = parse(due)?;
        let Some(ticket) = store::get(tx, id).await? else { return Ok(()) };
        if let Action::Edit(edited) = due.action {
            if matches!(outcome, Outcome::Failed(failure) if failure.cause == Cause::Gone) {
                return replace_missing_thread_of_edit(tx, ticket, edited, now).await;
            }
            return handle_settled_edit(tx, &ticket, message, due.id, edited, now).await;
        }
        match (outcome, message) {
            (Outcome::Sent(posted), TicketMessage::Thread { nth, .. }) => {
                handle_thread_opened(tx, ticket, due, nth, *posted, now).await?;
            }
            (
                Outcome::Sent(_),
                TicketMessage::Ask { .. }
                | TicketMessage::News { .. }
                | TicketMessage::Check { .. }
                | TicketMessage::Hello { .. }
                | TicketMessage::Helper { .. },
            ) => {
                messages::re_render_superseded(tx, id, due, message, now).await?;
            }
            (Outcome::Failed(failure), _) => self.handle_failure(tx, ticket, due, message, failure, now).await?,
            _ => {}
        }
        Ok(())
    }

    fn about(&self, posted: &Record) -> About {
        let text_key = match TicketMessage::from_message_name(posted.part.as_deref()) {
            Some(TicketMessage::Card(_)) => "delivery-about-ticket-card",
            Some(TicketMessage::Ask { .. }) => "delivery-about-ticket-ask",
            Some(TicketMessage::Thread { .. } | TicketMessage::ThreadChange) => "delivery-about-ticket-thread",
            Some(TicketMessage::Check { .. }) => "delivery-about-ticket-check",
            _ => "delivery-about-ticket-news",
        };
        About { text_key, number: messages::ticket_of(&posted.subject).map(|id| id.0) }
    }
}

fn parse(due: &Due) -> Result<(TicketId, TicketMessage), SourceError> {
    let id = messages::ticket_of(&due.subject);
    let message = TicketMessage::from_message_name(due.part.as_deref());
    id.zip(message).ok_or_else(|| SourceError::Broken(format!("delivery {} does not belong to the help desk", due.key)))
}

/// The member to whom an ask or the helper's own message is addressed. `None` for other messages, which do not depend
/// on the state of one member.
async fn recipient(tx: &mut Tx, message: TicketMessage) -> Result<Option<Member>, DbError> {
    match message {
        TicketMessage::Ask { member, .. } | TicketMessage::Helper { member, .. } => {
            members::service::get(tx, member).await
        }
        _ => Ok(None),
    }
}

/// Why a message must not be edited any more: its thread is closed, and the edit would reopen the thread. An edit that
/// removes the text of a deleted asker is allowed in a closed thread too.
async fn obsolete_edit_reason(
    conn: &mut Conn,
    ticket: &Ticket,
    message: TicketMessage,
    of: DeliveryId,
) -> Result<Option<&'static str>, DbError> {
    if !matches!(message, TicketMessage::Hello { .. }) || ticket.asker == Asker::Deleted {
        return Ok(None);
    }
    let posted = match outbox::find(conn, of).await?.map(|record| record.state) {
        Some(State::Sent(posted)) => posted.channel,
        _ => ticket.thread,
    };
    Ok((ticket.thread.is_none() || posted != ticket.thread).then_some("the thread is closed"))
}

/// The verdict if `recipient` cannot be asked now. `None` if the recipient can be asked.
fn verdict_if_not_askable(ticket: &Ticket, recipient: Option<&Member>, duty: Duty, now: Timestamp) -> Option<Verdict> {
    let Some(recipient) = recipient else { return Some(Verdict::Cancel { reason: "the member is unknown" }) };
    if !ticket.is_for(Actor::from(recipient).roles) {
        return Some(Verdict::Cancel { reason: "the member may no longer answer this ticket" });
    }
    match recipient.wakefulness(now) {
        _ if duty == Duty::OnAndRung => None,
        Wakefulness::Asleep { wakes_at } if wakes_at < Timestamp::MAX => Some(Verdict::Wait { until: wakes_at }),
        Wakefulness::Asleep { .. } => Some(Verdict::Cancel { reason: "the member is never awake" }),
        Wakefulness::Awake | Wakefulness::UnknownZone => None,
    }
}

/// Chooses a sound that wakes nobody. Cards are silent, because the members who are awake are asked personally later
/// (by default after ten minutes).
fn sound(details: &TicketDetails, message: TicketMessage, recipient: Option<&Member>, now: Timestamp) -> Sound {
    let may_sound = match message {
        TicketMessage::Ask { .. } => is_awake(recipient, now),
        // If there is a thread, its first message already sounds.
        TicketMessage::Helper { .. } => details.ticket.thread.is_none() && is_awake(recipient, now),
        TicketMessage::Check { .. } => is_awake(details.helper.as_ref(), now),
        // No answer, only an update. In their night, somebody who asked some minutes ago may sleep now.
        TicketMessage::News { news: News::Asked | News::Requeued | News::Sent, .. } => {
            is_awake(details.asker.as_ref(), now)
        }
        TicketMessage::Status | TicketMessage::News { news: News::Claimed | News::Solved | News::AwaitsAsker, .. } => {
            is_asker_awake(details, now)
        }
        // The greeting mentions the asker and the helper. The helper claimed the ticket a moment ago, unless the
        // greeting was delayed.
        TicketMessage::Hello { .. } => is_helper_awake(details, now) && is_asker_awake(details, now),
        TicketMessage::Card(_)
        | TicketMessage::Thread { .. }
        | TicketMessage::ThreadChange
        | TicketMessage::Ended { .. } => false,
    };
    if may_sound { Sound::Sounding } else { Sound::Silent }
}

fn is_asker_awake(details: &TicketDetails, now: Timestamp) -> bool {
    now.duration_since(details.ticket.acted_at) <= AWAKE_AFTER_ACTION || is_awake(details.asker.as_ref(), now)
}

fn is_helper_awake(details: &TicketDetails, now: Timestamp) -> bool {
    match details.ticket.status {
        TicketStatus::Claimed { claimed_at, .. } if now.duration_since(claimed_at) <= AWAKE_AFTER_ACTION => true,
        _ => is_awake(details.helper.as_ref(), now),
    }
}

fn is_awake(member: Option<&Member>, now: Timestamp) -> bool {
    member.is_some_and(|member| member.wakefulness(now) == Wakefulness::Awake)
}

/// Handles a newly opened thread. Greets the current helper in the thread, or closes the thread if the ticket was
/// closed in the meantime.
async fn handle_thread_opened(
    tx: &mut Tx,
    ticket: Ticket,
    due: &Due,
    nth: u32,
    posted: Posted,
    now: Timestamp,
) -> Result<(), DbError> {
    let Some(thread) = posted.channel else { return Ok(()) };
    let ticket = Ticket { threads: ticket.threads.max(nth), ..ticket };
    if !ticket.is_open() {
        let ticket = save(tx, ticket).await?;
        return messages::enqueue_close(tx, &ticket, thread, now).await;
    }
    let ticket = save(tx, Ticket { thread: Some(thread), ..ticket }).await?;
    // A helper who released the ticket while the thread was being opened was invited anyway, so remove them.
    for former in
        invited_members(due).iter().filter(|id| ticket.asker_id() != Some(**id) && ticket.helper() != Some(**id))
    {
        messages::enqueue_leave(tx, &ticket, *former, now).await?;
    }
    if let TicketStatus::Claimed { helper, .. } = ticket.status {
        if !invited_members(due).contains(&helper) {
            messages::enqueue_join(tx, &ticket, thread, helper, now).await?;
        }
        messages::enqueue_hello(tx, &ticket, thread, now).await?;
        messages::enqueue_helper(tx, &ticket, helper, now).await?;
    }
    messages::re_render(tx, ticket.id, now).await
}

/// Closes the thread again after an edit that removed the text of a deleted asker from a closed thread, because the
/// edit reopened the thread.
async fn handle_settled_edit(
    tx: &mut Tx,
    ticket: &Ticket,
    message: TicketMessage,
    edit: DeliveryId,
    edited: DeliveryId,
    now: Timestamp,
) -> Result<(), SourceError> {
    let is_in_closed_thread = matches!(message, TicketMessage::Hello { .. }) && ticket.thread.is_none();
    if is_in_closed_thread
        && ticket.asker == Asker::Deleted
        && let Some(State::Sent(posted)) = outbox::find(tx, edited).await?.map(|record| record.state)
        && let Some(thread) = posted.channel
    {
        messages::enqueue_close_again(tx, ticket, edit, thread, now).await?;
    }
    Ok(())
}

/// Handles an edit whose channel does not exist any more. If the channel is the thread of an open ticket, somebody
/// deleted the thread and Magpie did not notice, so Magpie opens a new thread.
async fn replace_missing_thread_of_edit(
    tx: &mut Tx,
    ticket: Ticket,
    edited: DeliveryId,
    now: Timestamp,
) -> Result<(), SourceError> {
    if let Some(State::Sent(posted)) = outbox::find(tx, edited).await?.map(|record| record.state)
        && ticket.is_open()
        && ticket.thread.is_some()
        && posted.channel == ticket.thread
    {
        replace_thread(tx, ticket, now).await?;
    }
    Ok(())
}

fn invited_members(due: &Due) -> &[MemberId] {
    match &due.action {
        Action::OpenThread { members, .. } => members,
        _ => &[],
    }
}

/// The channel that a delivery posts to, or the thread that it adds a member to.
fn thread_of(due: &Due) -> Option<ChannelId> {
    match due.action {
        Action::Post(Address::Channel(thread)) | Action::JoinThread { thread, .. } => Some(thread),
        _ => None,
    }
}

impl Helpdesk {
    /// Records the failure in the ticket's history, and reaches people in another way if there is one. Replaces a
    /// thread that was deleted.
    async fn handle_failure(
        &self,
        tx: &mut Tx,
        ticket: Ticket,
        due: &Due,
        message: TicketMessage,
        failure: &Failure,
        now: Timestamp,
    ) -> Result<(), DbError> {
        if failure.cause == Cause::Gone
            && ticket.is_open()
            && ticket.thread.is_some()
            && ticket.thread == thread_of(due)
        {
            return replace_thread(tx, ticket, now).await;
        }
        let event = TicketEvent::by_magpie(TicketEventKind::Failed, now).with_detail(&failure.reason);
        store::add_event(tx, ticket.id, &event).await?;
        let is_outdated = matches!(message, TicketMessage::Thread { round, .. } if round != ticket.round);
        match (message, ticket.status) {
            _ if is_outdated => {}
            // Nobody can see the card, so people are asked personally at once.
            (TicketMessage::Card(_), TicketStatus::Waiting { step: Step::Posted, .. }) => {
                take_next_step_now(tx, &self.settings, ticket, now).await?;
            }
            (TicketMessage::Thread { .. }, TicketStatus::Claimed { helper, .. }) => {
                messages::enqueue_helper_without_thread(tx, &ticket, helper, now).await?;
                messages::enqueue_news(tx, &ticket, News::Claimed, now).await?;
            }
            (TicketMessage::Hello { .. }, TicketStatus::Claimed { helper, .. }) => {
                messages::enqueue_helper(tx, &ticket, helper, now).await?;
                messages::enqueue_news(tx, &ticket, News::Claimed, now).await?;
            }
            _ => {}
        }
        Ok(())
    }
}
