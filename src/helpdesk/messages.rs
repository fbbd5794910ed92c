//! Defines the kinds and keys of a ticket's deliveries, and enqueues and re-renders them. A text is not rendered here,
//! but when its delivery is sent.

use strum::{Display, EnumString, IntoStaticStr};

use super::model::{Contact, Ticket, TicketId, TicketStatus};
use crate::db::{Conn, DbError, Tx};
use crate::delivery::{Action, Address, DeliveryId, Due, Lane, NewDelivery, Record, SourceName, State, outbox};
use crate::escalation::Desk;
use crate::members::{ChannelId, MemberId};
use crate::time::Timestamp;

pub const SOURCE: SourceName = SourceName::new("helpdesk");
/// Prompt, because a person waits for each of these messages.
const LANE: Lane = Lane::Prompt;

/// A delivery of a ticket: a message, or an action on its thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketMessage {
    /// Shows the ticket in the channel of the volunteers or of the secretariat. Re-rendered when the ticket changes.
    Card(Desk),
    /// Asks a member to help. Re-rendered until a newer ask to the same member supersedes it.
    Ask { member: MemberId, round: u32 },
    /// Tells the asker the status of the ticket. Re-rendered when the ticket changes.
    Status,
    /// Tells the asker about an event. Re-rendered until a newer `News` message supersedes it.
    News { news: News, round: u32 },
    /// Opens the private thread of asker and helper. `nth` is 1 for the ticket's first thread.
    Thread { nth: u32, round: u32 },
    /// Adds a member to the thread, removes a member, or closes the thread.
    ThreadChange,
    /// The first message in the thread after a claim. Re-rendered when the ticket changes.
    Hello { round: u32 },
    /// Sends the helper's buttons in a DM, so that the asker does not see them. Re-rendered when the ticket changes.
    Helper { member: MemberId, round: u32 },
    /// Asks the helper in a DM whether they are still helping. Re-rendered when the ticket changes.
    Check { round: u32, nudge: u32 },
    /// Tells the helper in a DM that the ticket was closed, because its asker is gone. Never edited.
    Ended { round: u32, member: MemberId },
}

/// The event that a [`TicketMessage::News`] reports to the asker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum News {
    /// Nobody claimed the ticket in time. Magpie asked the next people, or all of them are asleep.
    Asked,
    /// Somebody claimed the ticket, but no thread could be opened.
    Claimed,
    /// The helper released the ticket, did not respond, or may no longer help.
    #[strum(serialize = "put-back")]
    Requeued,
    /// The ticket was sent to the secretariat.
    Sent,
    /// The helper reported the ticket as solved, and the asker is asked to confirm.
    Solved,
    /// The helper waits for the asker's answer in the thread.
    AwaitsAsker,
}

impl News {
    /// Whether the news still fits the status of the ticket.
    pub fn is_current(self, status: TicketStatus) -> bool {
        match self {
            News::Asked | News::Requeued | News::Sent => matches!(status, TicketStatus::Waiting { .. }),
            News::Claimed => matches!(status, TicketStatus::Claimed { .. }),
            News::AwaitsAsker => matches!(status, TicketStatus::Claimed { contact: Contact::AwaitsAsker, .. }),
            News::Solved => matches!(status, TicketStatus::Solved { .. }),
        }
    }
}

impl TicketMessage {
    fn is_re_rendered(self) -> bool {
        match self {
            Self::Card(_)
            | Self::Ask { .. }
            | Self::Status
            | Self::News { .. }
            | Self::Hello { .. }
            | Self::Helper { .. }
            | Self::Check { .. } => true,
            Self::Thread { .. } | Self::ThreadChange | Self::Ended { .. } => false,
        }
    }

    /// Whether the message is re-rendered even after a newer message superseded it.
    pub(super) fn is_always_current(self) -> bool {
        matches!(self, Self::Status)
    }

    /// Whether `self` supersedes `older`, if `self` was sent later to the same readers.
    fn supersedes(self, older: Self) -> bool {
        match (self, older) {
            (Self::Ask { member, .. }, Self::Ask { member: before, .. })
            | (Self::Helper { member, .. }, Self::Helper { member: before, .. }) => member == before,
            (Self::Hello { .. }, Self::Hello { .. })
            | (Self::News { .. }, Self::News { .. } | Self::Status)
            | (Self::Check { .. }, Self::Check { .. }) => true,
            _ => false,
        }
    }

    /// Parses the message name of a delivery (its `part`): `<name>/<numbers…>`. An edit has the same message name as
    /// the delivery that it edits.
    pub fn from_message_name(part: Option<&str>) -> Option<Self> {
        let mut parts = part?.split('/');
        let name = parts.next()?;
        let mut number = || parts.next()?.parse::<u64>().ok();
        let small = |n: u64| u32::try_from(n).ok();
        Some(match name {
            "ask" => Self::Ask { round: small(number()?)?, member: MemberId(number()?) },
            "status" => Self::Status,
            "thread" => Self::Thread { nth: small(number()?)?, round: small(number()?)? },
            "hello" => Self::Hello { round: small(number()?)? },
            "helper" => Self::Helper { round: small(number()?)?, member: MemberId(number()?) },
            "check" => Self::Check { round: small(number()?)?, nudge: small(number()?)? },
            "ended" => Self::Ended { round: small(number()?)?, member: MemberId(number()?) },
            "join" | "leave" | "close" => Self::ThreadChange,
            _ => match (name.strip_prefix("card-"), name.strip_prefix("news-")) {
                (Some(desk), _) => Self::Card(desk.parse().ok()?),
                (None, Some(news)) => Self::News { news: news.parse().ok()?, round: small(number()?)? },
                (None, None) => return None,
            },
        })
    }
}

/// The subject of a ticket's deliveries.
pub fn subject(id: TicketId) -> String {
    format!("ticket/{id}")
}

pub fn ticket_of(subject: &str) -> Option<TicketId> {
    subject.strip_prefix("ticket/")?.parse().ok()
}

/// Posts the card in the channel of `desk`, at most once for each ticket and desk.
pub async fn enqueue_card(
    tx: &mut Tx,
    ticket: &Ticket,
    desk: Desk,
    channel: ChannelId,
    now: Timestamp,
) -> Result<(), DbError> {
    enqueue(tx, ticket, format!("card-{desk}"), Action::Post(Address::Channel(channel)), now).await
}

/// Asks `member` to help. A call with another `now` asks again in the same round, because the key contains `now`.
pub async fn enqueue_ask(tx: &mut Tx, ticket: &Ticket, member: MemberId, now: Timestamp) -> Result<(), DbError> {
    let name = format!("ask/{}/{member}/{}", ticket.round, now.as_millisecond());
    enqueue(tx, ticket, name, Action::Post(Address::Member(member)), now).await
}

pub async fn enqueue_status(tx: &mut Tx, ticket: &Ticket, now: Timestamp) -> Result<(), DbError> {
    let Some(asker) = ticket.asker_id() else { return Ok(()) };
    enqueue(tx, ticket, "status".to_owned(), Action::Post(Address::Member(asker)), now).await
}

/// Tells the asker the news. A call with another `now` sends the news again in the same round, because the key contains
/// `now`.
pub async fn enqueue_news(tx: &mut Tx, ticket: &Ticket, news: News, now: Timestamp) -> Result<(), DbError> {
    let Some(asker) = ticket.asker_id() else { return Ok(()) };
    let name = format!("news-{news}/{}/{}", ticket.round, now.as_millisecond());
    enqueue(tx, ticket, name, Action::Post(Address::Member(asker)), now).await
}

/// Adds the helper to the ticket's thread, or opens a new private thread for asker and helper in `parent`. A ticket
/// without an asker on Discord gets no thread, only the DM to the helper.
pub async fn enqueue_thread(
    tx: &mut Tx,
    ticket: &Ticket,
    helper: MemberId,
    parent: ChannelId,
    now: Timestamp,
) -> Result<(), DbError> {
    match (ticket.asker_id(), ticket.thread) {
        (None, _) => enqueue_helper(tx, ticket, helper, now).await,
        (Some(asker), None) => {
            let name = format!("thread/{}/{}", ticket.threads + 1, ticket.round);
            enqueue(tx, ticket, name, Action::OpenThread { parent, members: vec![asker, helper] }, now).await
        }
        (Some(_), Some(thread)) => {
            enqueue_join(tx, ticket, thread, helper, now).await?;
            enqueue_hello(tx, ticket, thread, now).await?;
            enqueue_helper(tx, ticket, helper, now).await
        }
    }
}

pub async fn enqueue_join(
    tx: &mut Tx,
    ticket: &Ticket,
    thread: ChannelId,
    member: MemberId,
    now: Timestamp,
) -> Result<(), DbError> {
    let name = format!("join/{}/{member}", ticket.round);
    enqueue(tx, ticket, name, Action::JoinThread { thread, member }, now).await
}

/// Removes a former helper from the thread. After a requeue, pass the ticket as it was before the requeue, because the
/// key contains the round.
pub async fn enqueue_leave(tx: &mut Tx, ticket: &Ticket, member: MemberId, now: Timestamp) -> Result<(), DbError> {
    let Some(thread) = ticket.thread else { return Ok(()) };
    let name = format!("leave/{}/{member}", ticket.round);
    enqueue(tx, ticket, name, Action::LeaveThread { thread, member }, now).await
}

pub async fn enqueue_close(tx: &mut Tx, ticket: &Ticket, thread: ChannelId, now: Timestamp) -> Result<(), DbError> {
    enqueue(tx, ticket, format!("close/{thread}"), Action::CloseThread { thread }, now).await
}

/// Closes a thread again after the delivery `edit` reopened the thread to remove a text.
pub async fn enqueue_close_again(
    tx: &mut Tx,
    ticket: &Ticket,
    edit: DeliveryId,
    thread: ChannelId,
    now: Timestamp,
) -> Result<(), DbError> {
    enqueue(tx, ticket, format!("close/{thread}/{edit}"), Action::CloseThread { thread }, now).await
}

pub async fn enqueue_hello(tx: &mut Tx, ticket: &Ticket, thread: ChannelId, now: Timestamp) -> Result<(), DbError> {
    // Each further thread gets a greeting of its own, so the thread's number is part of the key. The earlier greeting
    // was deleted with its thread.
    let name = match ticket.threads {
        0 | 1 => format!("hello/{}", ticket.round),
        nth => format!("hello/{}/{nth}", ticket.round),
    };
    enqueue(tx, ticket, name, Action::Post(Address::Channel(thread)), now).await
}

pub async fn enqueue_helper(tx: &mut Tx, ticket: &Ticket, member: MemberId, now: Timestamp) -> Result<(), DbError> {
    let name = format!("helper/{}/{member}", ticket.round);
    enqueue(tx, ticket, name, Action::Post(Address::Member(member)), now).await
}

/// Tells the helper, in a new message with their buttons, that the asker added a text.
pub async fn enqueue_helper_about_addition(
    tx: &mut Tx,
    ticket: &Ticket,
    member: MemberId,
    now: Timestamp,
) -> Result<(), DbError> {
    let name = format!("helper/{}/{member}/{}", ticket.round, now.as_millisecond());
    enqueue(tx, ticket, name, Action::Post(Address::Member(member)), now).await
}

/// Sends the helper's buttons, because the thread number `ticket.threads + 1` could not be opened. If the helper
/// already has a message with the buttons, sends a new one, because an edit makes no notification. Sends nothing while
/// such a message is pending: it is rendered when it is sent, without the thread.
pub async fn enqueue_helper_without_thread(
    tx: &mut Tx,
    ticket: &Ticket,
    member: MemberId,
    now: Timestamp,
) -> Result<(), DbError> {
    let first = format!("helper/{}/{member}", ticket.round);
    let deliveries = outbox::by_subject(tx, SOURCE, &subject(ticket.id)).await?;
    let own = TicketMessage::Helper { member, round: ticket.round };
    let is_own = |record: &&Record| TicketMessage::from_message_name(record.part.as_deref()) == Some(own);
    let is_post = |record: &&Record| matches!(record.action, Action::Post(_));
    let states = || deliveries.iter().filter(is_own).filter(is_post).map(|record| &record.state);
    if states().any(|state| matches!(state, State::Pending | State::Retry)) {
        return Ok(());
    }
    // The first name is used up even if its message did not arrive.
    let name = if states().next().is_some() { format!("{first}/{}", ticket.threads + 1) } else { first };
    enqueue(tx, ticket, name, Action::Post(Address::Member(member)), now).await
}

/// Tells the helper of a ticket that was just closed that its asker is gone.
pub async fn enqueue_ended(tx: &mut Tx, ticket: &Ticket, helper: MemberId, now: Timestamp) -> Result<(), DbError> {
    let name = format!("ended/{}/{helper}", ticket.round);
    enqueue(tx, ticket, name, Action::Post(Address::Member(helper)), now).await
}

/// Asks the helper, in a DM, whether they are still helping.
pub async fn enqueue_check(tx: &mut Tx, ticket: &Ticket, now: Timestamp) -> Result<(), DbError> {
    let TicketStatus::Claimed { helper, nudges, .. } = ticket.status else { return Ok(()) };
    let name = format!("check/{}/{nudges}/{}", ticket.round, now.as_millisecond());
    enqueue(tx, ticket, name, Action::Post(Address::Member(helper)), now).await
}

/// Enqueues an edit of each message that shows the state of the ticket, including superseded messages.
pub async fn re_render_all(tx: &mut Tx, id: TicketId, now: Timestamp) -> Result<(), DbError> {
    for record in outbox::by_subject(tx, SOURCE, &subject(id)).await? {
        let message = TicketMessage::from_message_name(record.part.as_deref());
        let may_have_arrived = matches!(record.state, State::Sent(_) | State::Sending { .. } | State::Unknown { .. });
        if may_have_arrived && message.is_some_and(|message| shows_ticket(&record.action, message)) {
            outbox::edit(tx, record.id, LANE, now).await?;
        }
    }
    Ok(())
}

/// Enqueues an edit of each message that shows the state of the ticket. Skips superseded messages, except messages that
/// are always current.
pub async fn re_render(tx: &mut Tx, id: TicketId, now: Timestamp) -> Result<(), DbError> {
    // A held message may be obsolete now. The recheck cancels an obsolete message now. Without it, the message would
    // wait until its recipient wakes.
    outbox::recheck_held(tx, SOURCE, &subject(id), now).await?;
    let mut sent: Vec<(Action, TicketMessage)> = Vec::new();
    for record in outbox::by_subject(tx, SOURCE, &subject(id)).await?.into_iter().rev() {
        if !matches!(record.state, State::Sent(_) | State::Sending { .. } | State::Unknown { .. } | State::Retry) {
            continue;
        }
        let Some(message) = TicketMessage::from_message_name(record.part.as_deref())
            .filter(|message| shows_ticket(&record.action, *message))
        else {
            continue;
        };
        let is_superseded = sent.iter().any(|(to, newer)| *to == record.action && newer.supersedes(message));
        if is_superseded && !message.is_always_current() {
            continue;
        }
        outbox::edit(tx, record.id, LANE, now).await?;
        // An unsent message supersedes nothing: it may never arrive, and until it arrives people read the older
        // message.
        if matches!(record.state, State::Sent(_)) {
            sent.push((record.action, message));
        }
    }
    Ok(())
}

/// Whether the delivery is a message that is re-rendered. Earlier versions of Magpie posted the check in the thread; a
/// check in a thread is not re-rendered.
fn shows_ticket(action: &Action, message: TicketMessage) -> bool {
    let is_check = matches!(message, TicketMessage::Check { .. });
    message.is_re_rendered() && (!is_check || matches!(action, Action::Post(Address::Member(_))))
}

/// Called after the delivery `due` has sent `message`. Re-renders the newest message that `message` supersedes, and the
/// superseded messages that are always current. If a newer message was sent before it was known that `message` arrived,
/// re-renders `message` too.
pub async fn re_render_superseded(
    tx: &mut Tx,
    id: TicketId,
    due: &Due,
    message: TicketMessage,
    now: Timestamp,
) -> Result<(), DbError> {
    let mut is_newest = true;
    for record in outbox::by_subject(tx, SOURCE, &subject(id)).await?.into_iter().rev() {
        let Some(older) = TicketMessage::from_message_name(record.part.as_deref()) else { continue };
        let is_to_same_readers = record.id < due.id && record.action == due.action;
        let is_superseded = is_to_same_readers && message.supersedes(older) && matches!(record.state, State::Sent(_));
        if is_superseded && shows_ticket(&record.action, older) && (older.is_always_current() || is_newest) {
            is_newest = is_newest && older.is_always_current();
            outbox::edit(tx, record.id, LANE, now).await?;
        }
    }
    if shows_ticket(&due.action, message) && is_superseded(tx, id, due.id, message).await? {
        outbox::edit(tx, due.id, LANE, now).await?;
    }
    Ok(())
}

/// Whether a newer message that supersedes `message` was sent to the same readers. `delivery` is the delivery of
/// `message`.
pub async fn is_superseded(
    conn: &mut Conn,
    id: TicketId,
    delivery: DeliveryId,
    message: TicketMessage,
) -> Result<bool, DbError> {
    let deliveries = outbox::by_subject(conn, SOURCE, &subject(id)).await?;
    let Some(own) = deliveries.iter().find(|record| record.id == delivery) else { return Ok(false) };
    Ok(deliveries.iter().any(|record| {
        let newer = TicketMessage::from_message_name(record.part.as_deref());
        record.id > delivery
            && record.action == own.action
            && newer.is_some_and(|newer| newer.supersedes(message))
            && matches!(record.state, State::Sent(_))
    }))
}

async fn enqueue(tx: &mut Tx, ticket: &Ticket, name: String, action: Action, now: Timestamp) -> Result<(), DbError> {
    let key = format!("helpdesk/{}/{name}", ticket.id);
    let new = NewDelivery::new(SOURCE, subject(ticket.id), key, action, LANE).part(name);
    outbox::enqueue(tx, new, now).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_parts_of_deliveries_are_parsed() {
        for (part, message) in [
            ("card-volunteers", TicketMessage::Card(Desk::Volunteers)),
            ("card-secretariat", TicketMessage::Card(Desk::Secretariat)),
            ("ask/2/55/1605027600000", TicketMessage::Ask { member: MemberId(55), round: 2 }),
            ("status", TicketMessage::Status),
            ("news-asked/3/1605027600000", TicketMessage::News { news: News::Asked, round: 3 }),
            ("news-claimed/3/1605027600000", TicketMessage::News { news: News::Claimed, round: 3 }),
            ("news-put-back/3/1605027600000", TicketMessage::News { news: News::Requeued, round: 3 }),
            ("news-sent/3/1605027600000", TicketMessage::News { news: News::Sent, round: 3 }),
            ("news-awaits_asker/3/1605027600000", TicketMessage::News { news: News::AwaitsAsker, round: 3 }),
            ("news-solved/3/1605027600000", TicketMessage::News { news: News::Solved, round: 3 }),
            ("thread/1/2", TicketMessage::Thread { nth: 1, round: 2 }),
            ("hello/2", TicketMessage::Hello { round: 2 }),
            ("hello/2/3", TicketMessage::Hello { round: 2 }),
            ("helper/2/55", TicketMessage::Helper { member: MemberId(55), round: 2 }),
            ("check/2/1/1605027600000", TicketMessage::Check { round: 2, nudge: 1 }),
            ("ended/2/55", TicketMessage::Ended { round: 2, member: MemberId(55) }),
            ("close/99", TicketMessage::ThreadChange),
        ] {
            assert_eq!(TicketMessage::from_message_name(Some(part)), Some(message), "{part}");
        }
        assert_eq!(TicketMessage::from_message_name(None), None);
        assert_eq!(TicketMessage::from_message_name(Some("ask/2")), None);
    }

    #[test]
    fn codes_in_stored_parts_stay_the_same() {
        let news = [News::Asked, News::Claimed, News::Requeued, News::Sent, News::Solved, News::AwaitsAsker];
        let codes = news.map(|news| news.to_string());
        assert_eq!(codes, ["asked", "claimed", "put-back", "sent", "solved", "awaits_asker"]);
        assert_eq!([Desk::Volunteers, Desk::Secretariat].map(|desk| desk.to_string()), ["volunteers", "secretariat"]);
    }
}
