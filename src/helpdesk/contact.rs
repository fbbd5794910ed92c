//! Whether a claim is alive: Magpie sees who writes in a ticket's thread, and when. It does not read what they write.

use super::details::TicketDetails;
use super::event::{TicketEvent, TicketEventKind};
use super::messages::{self, News};
use super::model::{Actor, Contact, Ticket, TicketId, TicketStatus};
use super::service::{Helpdesk, Result, known_ticket, save_if_allowed};
use super::steps::save;
use super::store;
use crate::db::{Db, DbError};
use crate::members::{ChannelId, MemberId};
use crate::time::{SignedDuration, Timestamp};

/// A message is stored only if the last stored one of the same person is at least this old, because people write many
/// messages in a row.
const STORED_EVERY: SignedDuration = SignedDuration::from_mins(5);

impl Helpdesk {
    /// Handles a message of `author` in `thread`. Does nothing if the thread belongs to no open ticket, or if the
    /// author is neither its asker nor its helper.
    pub async fn note_message(&self, db: &Db, thread: ChannelId, author: MemberId, now: Timestamp) -> Result<()> {
        // Most messages are in other channels, so the write transaction starts only if it will change something.
        let ticket = store::by_thread(&mut *db.read().await?, thread).await?;
        if ticket.is_none_or(|ticket| self.after_message(&ticket, author, now).is_none()) {
            return Ok(());
        }
        db.write(async |tx| {
            let Some(before) = store::by_thread(tx, thread).await? else { return Ok(()) };
            let Some(after) = self.after_message(&before, author, now) else { return Ok(()) };
            let has_new_text = after.status != before.status && is_shown_contact_changed(&before, &after);
            let ticket = save(tx, after).await?;
            if has_new_text {
                messages::re_render(tx, ticket.id, now).await?;
            }
            Ok::<_, DbError>(())
        })
        .await?;
        Ok(())
    }

    /// Handles the button "Waiting for an answer": Magpie does not ask the helper for a sign of life until the asker
    /// has written, and tells the asker.
    pub async fn await_asker(&self, db: &Db, id: TicketId, by: MemberId, now: Timestamp) -> Result<TicketDetails> {
        db.write(async |tx| {
            let (member, before) = known_ticket(tx, id, by).await?;
            let awaits = before.clone().await_asker(Actor::from(&member), now, &self.settings);
            if before.awaits_asker() && awaits.is_ok() {
                return self.details(tx, before, &member, now).await;
            }
            let ticket = save_if_allowed(tx, &before, awaits, now).await?;
            store::add_event(tx, id, &TicketEvent::by(by, TicketEventKind::AwaitsAsker, now)).await?;
            messages::enqueue_news(tx, &ticket, News::AwaitsAsker, now).await?;
            self.re_render(tx, ticket, &member, now).await
        })
        .await
    }

    /// The ticket after a message of `author`; `None` if the message changes nothing that is stored.
    fn after_message(&self, ticket: &Ticket, author: MemberId, now: Timestamp) -> Option<Ticket> {
        let is_old = |at: Timestamp| now.duration_since(at) >= STORED_EVERY;
        if ticket.asker_id() == Some(author) {
            let is_stored = ticket.is_open() && (ticket.awaits_asker() || is_old(ticket.acted_at));
            return is_stored.then(|| ticket.clone().heard_from_asker(now, &self.settings));
        }
        match ticket.status {
            TicketStatus::Claimed { helper, contact, nudges, .. } if helper == author => {
                let is_stored = match contact {
                    Contact::Silent => true,
                    Contact::Heard { heard_at } => nudges > 0 || is_old(heard_at),
                    // The helper may add something while they wait; they still wait.
                    Contact::AwaitsAsker => false,
                };
                is_stored.then(|| ticket.clone().heard_from_helper(now, &self.settings))
            }
            _ => None,
        }
    }
}

/// Whether a message shows the change: a question to the helper is answered, or the asker has answered.
fn is_shown_contact_changed(before: &Ticket, after: &Ticket) -> bool {
    let shown = |ticket: &Ticket| match ticket.status {
        TicketStatus::Claimed { nudges, contact, .. } => Some((nudges, contact == Contact::AwaitsAsker)),
        _ => None,
    };
    shown(before) != shown(after)
}
