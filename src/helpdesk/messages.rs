//! The messages and threads of a ticket: which there are, and how they are asked for. What they say is found out when
//! they are sent.

use super::model::{Status, Ticket, TicketId};
use crate::db::{Conn, DbError, Tx};
use crate::delivery::{Action, Address, DeliveryId, Due, Lane, NewDelivery, SourceName, State, outbox};
use crate::escalation::Desk;
use crate::members::{ChannelId, MemberId};
use crate::time::Timestamp;

pub const SOURCE: SourceName = SourceName::new("helpdesk");
/// A person waits for every one of them.
const LANE: Lane = Lane::Prompt;

/// One message or thread of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// In the channel of a desk, for all who answer there. Kept up to date.
    Card(Desk),
    /// To somebody who is asked to help, in a round. Kept up to date, until they are asked again further down.
    Ask { member: MemberId, round: u32 },
    /// To the asker: where the ticket stands. Kept up to date.
    Status,
    /// To the asker: what is new. Stays as it was said.
    News { news: News, round: u32 },
    /// The private thread of asker and helper.
    Thread { nth: u32 },
    /// Somebody joins or leaves that thread, or it is closed.
    ThreadChange,
    /// The first message of a helper's turn, in the thread. Kept up to date.
    Hello { round: u32 },
    /// To the helper, where there is no thread. Kept up to date.
    Helper { member: MemberId, round: u32 },
    /// To the helper: are you still on it?
    Check { round: u32, nudge: u32 },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// Others were asked, or all sleep.
    Asked,
    /// Somebody helps, and no thread could be opened.
    Claimed,
    /// The helper let go.
    PutBack,
    /// It is with the secretariat now.
    Sent,
    /// The helper says that it is solved. Is it?
    Solved,
}

const NEWS: [(News, &str); 5] = [
    (News::Asked, "asked"),
    (News::Claimed, "claimed"),
    (News::PutBack, "put-back"),
    (News::Sent, "sent"),
    (News::Solved, "solved"),
];

impl Piece {
    /// Whether it is worded anew when the ticket changes.
    fn is_live(self) -> bool {
        matches!(self, Piece::Card(_) | Piece::Ask { .. } | Piece::Status | Piece::Hello { .. } | Piece::Helper { .. })
    }

    /// Whether a newer message of this kind takes the place of `older`, for the same readers.
    fn replaces(self, older: Self) -> bool {
        match (self, older) {
            (Piece::Ask { member, .. }, Piece::Ask { member: before, .. })
            | (Piece::Helper { member, .. }, Piece::Helper { member: before, .. }) => member == before,
            (Piece::Hello { .. }, Piece::Hello { .. }) => true,
            _ => false,
        }
    }

    /// Reads a delivery's part back.
    pub fn of(part: Option<&str>) -> Option<Self> {
        let mut parts = part?.split('/');
        let name = parts.next()?;
        let mut number = || parts.next()?.parse::<u64>().ok();
        let small = |n: u64| u32::try_from(n).ok();
        Some(match name {
            "card-volunteers" => Piece::Card(Desk::Volunteers),
            "card-secretariat" => Piece::Card(Desk::Secretariat),
            "ask" => Piece::Ask { round: small(number()?)?, member: MemberId(number()?) },
            "status" => Piece::Status,
            "thread" => Piece::Thread { nth: small(number()?)? },
            "hello" => Piece::Hello { round: small(number()?)? },
            "helper" => Piece::Helper { round: small(number()?)?, member: MemberId(number()?) },
            "check" => Piece::Check { round: small(number()?)?, nudge: small(number()?)? },
            "join" | "leave" | "close" => Piece::ThreadChange,
            _ => {
                let code = name.strip_prefix("news-")?;
                let (news, _) = NEWS.into_iter().find(|(_, known)| *known == code)?;
                Piece::News { news, round: small(number()?)? }
            }
        })
    }
}

/// What a delivery is about, for `delivery`.
pub fn subject(id: TicketId) -> String {
    format!("ticket/{id}")
}

pub fn ticket_of(subject: &str) -> Option<TicketId> {
    subject.strip_prefix("ticket/")?.parse().ok()
}

/// The card in a desk's channel, once a ticket.
pub async fn card(tx: &mut Tx, ticket: &Ticket, desk: Desk, channel: ChannelId, now: Timestamp) -> Result<(), DbError> {
    let name = match desk {
        Desk::Volunteers => "card-volunteers",
        Desk::Secretariat => "card-secretariat",
    };
    owe(tx, ticket, name.to_owned(), Action::Post(Address::Channel(channel)), now).await
}

/// Asks `member` to help; in one round as often as `now` differs.
pub async fn ask(tx: &mut Tx, ticket: &Ticket, member: MemberId, now: Timestamp) -> Result<(), DbError> {
    let name = format!("ask/{}/{member}/{}", ticket.round, now.as_millisecond());
    owe(tx, ticket, name, Action::Post(Address::Member(member)), now).await
}

pub async fn status(tx: &mut Tx, ticket: &Ticket, now: Timestamp) -> Result<(), DbError> {
    let Some(asker) = ticket.asker_id() else { return Ok(()) };
    owe(tx, ticket, "status".to_owned(), Action::Post(Address::Member(asker)), now).await
}

pub async fn news(tx: &mut Tx, ticket: &Ticket, news: News, now: Timestamp) -> Result<(), DbError> {
    let Some(asker) = ticket.asker_id() else { return Ok(()) };
    let (_, code) = NEWS.into_iter().find(|(known, _)| *known == news).expect("all news have a code");
    // What was asked anew in the same round is news again.
    let name = format!("news-{code}/{}/{}", ticket.round, now.as_millisecond());
    owe(tx, ticket, name, Action::Post(Address::Member(asker)), now).await
}

/// Brings asker and helper together: a new private thread in `parent`, or the thread that is there.
pub async fn thread(
    tx: &mut Tx,
    ticket: &Ticket,
    helper: MemberId,
    parent: ChannelId,
    now: Timestamp,
) -> Result<(), DbError> {
    let Some(asker) = ticket.asker_id() else { return self::helper(tx, ticket, helper, now).await };
    let Some(thread) = ticket.thread else {
        let name = format!("thread/{}/{}", ticket.threads + 1, ticket.round);
        return owe(tx, ticket, name, Action::OpenThread { parent, members: vec![asker, helper] }, now).await;
    };
    join(tx, ticket, thread, helper, now).await?;
    hello(tx, ticket, thread, now).await
}

pub async fn join(
    tx: &mut Tx,
    ticket: &Ticket,
    thread: ChannelId,
    member: MemberId,
    now: Timestamp,
) -> Result<(), DbError> {
    let name = format!("join/{}/{member}", ticket.round);
    owe(tx, ticket, name, Action::JoinThread { thread, member }, now).await
}

/// `ticket` is of the round that the member leaves behind.
pub async fn leave(tx: &mut Tx, ticket: &Ticket, member: MemberId, now: Timestamp) -> Result<(), DbError> {
    let Some(thread) = ticket.thread else { return Ok(()) };
    let name = format!("leave/{}/{member}", ticket.round);
    owe(tx, ticket, name, Action::LeaveThread { thread, member }, now).await
}

pub async fn close(tx: &mut Tx, ticket: &Ticket, thread: ChannelId, now: Timestamp) -> Result<(), DbError> {
    owe(tx, ticket, format!("close/{thread}"), Action::CloseThread { thread }, now).await
}

pub async fn hello(tx: &mut Tx, ticket: &Ticket, thread: ChannelId, now: Timestamp) -> Result<(), DbError> {
    owe(tx, ticket, format!("hello/{}", ticket.round), Action::Post(Address::Channel(thread)), now).await
}

pub async fn helper(tx: &mut Tx, ticket: &Ticket, member: MemberId, now: Timestamp) -> Result<(), DbError> {
    let name = format!("helper/{}/{member}", ticket.round);
    owe(tx, ticket, name, Action::Post(Address::Member(member)), now).await
}

pub async fn check(tx: &mut Tx, ticket: &Ticket, now: Timestamp) -> Result<(), DbError> {
    let Status::Claimed { helper, nudges, .. } = ticket.status else { return Ok(()) };
    let to = ticket.thread.map_or(Address::Member(helper), Address::Channel);
    let name = format!("check/{}/{nudges}/{}", ticket.round, now.as_millisecond());
    owe(tx, ticket, name, Action::Post(to), now).await
}

/// Words everything anew that shows where the ticket stands, but for what a newer message to the same reader replaced.
pub async fn refresh(tx: &mut Tx, id: TicketId, now: Timestamp) -> Result<(), DbError> {
    let mut newest: Vec<Piece> = Vec::new();
    for record in outbox::about(tx, SOURCE, &subject(id)).await?.into_iter().rev() {
        let there =
            matches!(record.state, State::Sent(_) | State::Sending { .. } | State::Unknown { .. } | State::Retry);
        let Some(piece) = Piece::of(record.part.as_deref()).filter(|piece| there && piece.is_live()) else { continue };
        if newest.iter().any(|newer| newer.replaces(piece)) {
            continue;
        }
        outbox::edit(tx, record.id, LANE, now).await?;
        // What is still under way may never arrive: until then the one before is the newest that can be read.
        if matches!(record.state, State::Sent(_)) {
            newest.push(piece);
        }
    }
    Ok(())
}

/// `asked` has arrived: whoever was asked in it before is told, in the message before, to look further down.
pub async fn asked_again(tx: &mut Tx, id: TicketId, asked: &Due, piece: Piece, now: Timestamp) -> Result<(), DbError> {
    let before = outbox::about(tx, SOURCE, &subject(id)).await?.into_iter().rev().find(|record| {
        let replaced = Piece::of(record.part.as_deref()).is_some_and(|older| piece.replaces(older));
        record.id < asked.id && replaced && matches!(record.state, State::Sent(_))
    });
    match before {
        Some(before) => outbox::edit(tx, before.id, LANE, now).await,
        None => Ok(()),
    }
}

/// Whether a newer message to the same reader has arrived that takes the place of `of`.
pub async fn is_replaced(conn: &mut Conn, id: TicketId, of: DeliveryId, piece: Piece) -> Result<bool, DbError> {
    let all = outbox::about(conn, SOURCE, &subject(id)).await?;
    Ok(all.iter().any(|record| {
        let replaces = Piece::of(record.part.as_deref()).is_some_and(|newer| newer.replaces(piece));
        record.id > of && replaces && matches!(record.state, State::Sent(_))
    }))
}

async fn owe(tx: &mut Tx, ticket: &Ticket, name: String, action: Action, now: Timestamp) -> Result<(), DbError> {
    let new = NewDelivery {
        source: SOURCE,
        subject: subject(ticket.id),
        key: format!("helpdesk/{}/{name}", ticket.id),
        action,
        lane: LANE,
        not_before: now,
        expires_at: None,
    };
    outbox::enqueue_part(tx, new, &name, now).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_back() {
        for (part, piece) in [
            ("card-volunteers", Piece::Card(Desk::Volunteers)),
            ("ask/2/55/1605027600000", Piece::Ask { member: MemberId(55), round: 2 }),
            ("news-put-back/3/1605027600000", Piece::News { news: News::PutBack, round: 3 }),
            ("thread/1/2", Piece::Thread { nth: 1 }),
            ("check/2/1/1605027600000", Piece::Check { round: 2, nudge: 1 }),
            ("close/99", Piece::ThreadChange),
        ] {
            assert_eq!(Piece::of(Some(part)), Some(piece), "{part}");
        }
        assert_eq!(Piece::of(None), None);
        assert_eq!(Piece::of(Some("ask/2")), None);
    }
}
