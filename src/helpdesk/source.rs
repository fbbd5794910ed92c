//! The help desk's side of delivery: is a message still wanted, may it sound, and what follows when it was brought.
//!
//! # When it is late
//! Every message says how things stand when it goes out, so none is out of date. What was asked, told or checked for a
//! state of the ticket that is over does not come ([`no_longer_wanted`]). However long Magpie was down, a ticket that
//! is overdue takes one step, from then ([`super::going_on`]): those whose turn it is are asked once, and the next step
//! keeps its full time. Who fell asleep meanwhile is asked at their waking, and nobody is sounded in their sleep.

use async_trait::async_trait;

use super::messages::{self, News, Piece};
use super::model::{Actor, Status, Ticket, TicketId};
use super::service::{Helpdesk, save};
use super::store::{self, What};
use super::view::{HelpdeskFacts, TicketView};
use crate::db::{DbError, Tx};
use crate::delivery::{
    About, Action, Due, Facts, FactsType, Failure, Outcome, Posted, Record, Sound, Source, SourceError, SourceName,
    Verdict,
};
use crate::escalation::Step;
use crate::members::{self, Member, MemberId, Wakefulness};
use crate::time::{SignedDuration, Timestamp};

/// Somebody who did something this recently is up, whatever their quiet hours say: they wait for an answer.
const STILL_UP: SignedDuration = SignedDuration::from_mins(30);

#[async_trait]
impl Source for Helpdesk {
    fn name(&self) -> SourceName {
        messages::SOURCE
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![FactsType::of::<HelpdeskFacts>()]
    }

    async fn recheck(&self, tx: &mut Tx, due: &Due, now: Timestamp) -> Result<Verdict, SourceError> {
        let (id, piece) = Self::subject_of(due)?;
        let Some(ticket) = store::get(tx, id).await? else {
            return Ok(Verdict::Cancel { reason: "the ticket was deleted" });
        };
        if let Some(verdict) = no_longer_wanted(tx, &ticket, piece, due, now).await? {
            return Ok(verdict);
        }
        let asked_again = match (piece, &due.action) {
            (Piece::Ask { .. }, Action::Edit(of)) => messages::is_replaced(tx, id, *of, piece).await?,
            _ => false,
        };
        let sound = sound(tx, &ticket, piece, now).await?;
        let view = TicketView::load(tx, ticket, &self.settings, now).await?;
        Ok(Verdict::Send { facts: Facts::new(HelpdeskFacts { piece, view, asked_again }), sound })
    }

    async fn settled(&self, tx: &mut Tx, due: &Due, outcome: &Outcome, now: Timestamp) -> Result<(), SourceError> {
        if matches!(due.action, Action::Edit(_)) {
            return Ok(());
        }
        let (id, piece) = Self::subject_of(due)?;
        let Some(ticket) = store::get(tx, id).await? else { return Ok(()) };
        match (outcome, piece) {
            (Outcome::Sent(posted), Piece::Thread { nth }) => {
                self.thread_opened(tx, ticket, due, nth, *posted, now).await?
            }
            (Outcome::Sent(_), Piece::Ask { .. }) => messages::asked_again(tx, id, due, piece, now).await?,
            (Outcome::Failed(failure), _) => self.failed(tx, ticket, piece, failure, now).await?,
            _ => {}
        }
        Ok(())
    }

    fn about(&self, posted: &Record) -> About {
        let text_key = match Piece::of(posted.part.as_deref()) {
            Some(Piece::Card(_)) => "delivery-about-ticket-card",
            Some(Piece::Ask { .. }) => "delivery-about-ticket-ask",
            Some(Piece::Thread { .. } | Piece::ThreadChange) => "delivery-about-ticket-thread",
            Some(Piece::Check { .. }) => "delivery-about-ticket-check",
            _ => "delivery-about-ticket-news",
        };
        About { text_key, number: messages::ticket_of(&posted.subject).map(|id| id.0) }
    }
}

impl Helpdesk {
    fn subject_of(due: &Due) -> Result<(TicketId, Piece), SourceError> {
        let id = messages::ticket_of(&due.subject);
        let piece = Piece::of(due.part.as_deref());
        id.zip(piece)
            .ok_or_else(|| SourceError::Broken(format!("delivery {} of the help desk is not understood", due.key)))
    }

    /// The thread is there: the helper of the moment says hello in it, or nobody needs it any more.
    async fn thread_opened(
        &self,
        tx: &mut Tx,
        ticket: Ticket,
        due: &Due,
        nth: u32,
        posted: Posted,
        now: Timestamp,
    ) -> Result<(), DbError> {
        let Some(thread) = posted.channel else { return Ok(()) };
        if !ticket.is_open() {
            let ticket = save(tx, Ticket { threads: ticket.threads.max(nth), ..ticket }).await?;
            return messages::close(tx, &ticket, thread, now).await;
        }
        let ticket = Ticket { thread: Some(thread), threads: ticket.threads.max(nth), ..ticket };
        let ticket = save(tx, ticket).await?;
        if let Status::Claimed { helper, .. } = ticket.status {
            let invited = matches!(&due.action, Action::OpenThread { members, .. } if members.contains(&helper));
            if !invited {
                messages::join(tx, &ticket, thread, helper, now).await?;
            }
            messages::hello(tx, &ticket, thread, now).await?;
        }
        messages::refresh(tx, ticket.id, now).await
    }

    /// Shows the failure in the ticket's history and takes the next route.
    async fn failed(
        &self,
        tx: &mut Tx,
        ticket: Ticket,
        piece: Piece,
        failure: &Failure,
        now: Timestamp,
    ) -> Result<(), DbError> {
        store::note(tx, ticket.id, now, None, What::Failed, Some(&failure.reason)).await?;
        match (piece, ticket.status) {
            // Nobody can see the card: people are asked one by one at once.
            (Piece::Card(_), Status::Waiting { step: Step::Posted, next_at }) if next_at > now => {
                save(tx, Ticket { status: Status::Waiting { step: Step::Posted, next_at: now }, ..ticket }).await?;
            }
            (Piece::Thread { .. } | Piece::Hello { .. }, Status::Claimed { helper, .. }) => {
                messages::helper(tx, &ticket, helper, now).await?;
                messages::news(tx, &ticket, News::Claimed, now).await?;
            }
            _ => {}
        }
        Ok(())
    }
}

async fn no_longer_wanted(
    tx: &mut Tx,
    ticket: &Ticket,
    piece: Piece,
    due: &Due,
    now: Timestamp,
) -> Result<Option<Verdict>, DbError> {
    let cancel = |reason| Ok(Some(Verdict::Cancel { reason }));
    let editing = matches!(due.action, Action::Edit(_));
    match piece {
        // A closed thread takes no edits.
        Piece::Hello { .. } if editing && ticket.thread.is_none() => cancel("the thread is closed"),
        _ if editing => Ok(None),
        Piece::Ask { member, round } => {
            if ticket.round != round || !matches!(ticket.status, Status::Waiting { .. }) {
                return cancel("somebody helps, or it is over");
            }
            let Some(member) = members::store::get(tx, member).await? else { return cancel("nobody is there") };
            if !ticket.is_for(Actor::from(&member).roles) {
                return cancel("they do not answer such tickets any more");
            }
            match member.wakefulness(now) {
                // They fell asleep since: at their waking, if nobody helps by then.
                Wakefulness::Asleep { wakes_at } if wakes_at < Timestamp::MAX => {
                    Ok(Some(Verdict::Wait { until: wakes_at }))
                }
                Wakefulness::Asleep { .. } => cancel("they are never awake"),
                Wakefulness::Awake | Wakefulness::UnknownZone => Ok(None),
            }
        }
        Piece::Thread { .. } if !matches!(ticket.status, Status::Claimed { .. }) => cancel("nobody helps now"),
        Piece::Hello { round } | Piece::Helper { round, .. } | Piece::Check { round, .. }
            if ticket.round != round || !matches!(ticket.status, Status::Claimed { .. }) =>
        {
            cancel("the helper's turn is over")
        }
        Piece::News { news, round } if ticket.round != round || !still_news(news, ticket.status) => {
            cancel("there is newer news")
        }
        _ => Ok(None),
    }
}

fn still_news(news: News, status: Status) -> bool {
    match news {
        News::Asked | News::PutBack | News::Sent => matches!(status, Status::Waiting { .. }),
        News::Claimed => matches!(status, Status::Claimed { .. }),
        News::Solved => matches!(status, Status::Solved { .. }),
    }
}

/// Nobody is woken. Cards make no sound: who is awake is asked in person ten minutes later.
async fn sound(tx: &mut Tx, ticket: &Ticket, piece: Piece, now: Timestamp) -> Result<Sound, DbError> {
    Ok(match piece {
        Piece::Ask { member, .. } | Piece::Helper { member, .. } => for_person(tx, Some(member), now).await?,
        Piece::Check { .. } => for_person(tx, ticket.helper(), now).await?,
        Piece::Status | Piece::News { .. } => for_asker(tx, ticket, now).await?,
        // It names both. The helper has just pressed the button, unless it was long on its way.
        Piece::Hello { .. } => match (for_helper(tx, ticket, now).await?, for_asker(tx, ticket, now).await?) {
            (Sound::Sounding, Sound::Sounding) => Sound::Sounding,
            _ => Sound::Silent,
        },
        Piece::Card(_) | Piece::Thread { .. } | Piece::ThreadChange => Sound::Silent,
    })
}

async fn for_asker(tx: &mut Tx, ticket: &Ticket, now: Timestamp) -> Result<Sound, DbError> {
    if now.duration_since(ticket.acted_at) <= STILL_UP {
        return Ok(Sound::Sounding);
    }
    for_person(tx, ticket.asker_id(), now).await
}

async fn for_helper(tx: &mut Tx, ticket: &Ticket, now: Timestamp) -> Result<Sound, DbError> {
    match ticket.status {
        Status::Claimed { claimed_at, .. } if now.duration_since(claimed_at) <= STILL_UP => Ok(Sound::Sounding),
        _ => for_person(tx, ticket.helper(), now).await,
    }
}

async fn for_person(tx: &mut Tx, id: Option<MemberId>, now: Timestamp) -> Result<Sound, DbError> {
    let member: Option<Member> = match id {
        Some(id) => members::store::get(tx, id).await?,
        None => None,
    };
    let awake = member.is_some_and(|member| member.wakefulness(now) == Wakefulness::Awake);
    Ok(if awake { Sound::Sounding } else { Sound::Silent })
}
