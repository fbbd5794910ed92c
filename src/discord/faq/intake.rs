//! What an asker is shown before their ticket opens: the cards that may answer them.
//!
//! The request is stored before the cards are shown, as a row of its own and not as a ticket that is closed again: a
//! ticket would ring volunteers for what a card answers. If the asker does not answer, the row opens the ticket by
//! itself ([`super::held`]). Only words that the asker typed for the help desk are searched. A private report, or
//! a request that only the secretariat reads, is neither searched nor stored here.

use crate::db;
use crate::discord::call::Call;
use crate::discord::faq::{held, screens};
use crate::discord::ui::reply::Reply;
use crate::discord::viewer::Viewer;
use crate::faq::requests::{self, FoundCards, NewSearch, Purpose};
use crate::faq::{FaqError, SearchOutcome};
use crate::helpdesk::{OpenTicket, TicketId, TicketKind, TicketText};

/// Whether a ticket can wait until its asker has read the cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    CanWait,
    /// The ticket opens at once. The cards come with the confirmation.
    Now,
}

/// The cards for a request, and whether its ticket waits.
pub struct Intake {
    found: Option<FoundCards>,
}

/// Searches the cards for a request. A fault of the search is logged, and the ticket opens as without it: a request for
/// help must not depend on it.
pub async fn look_up(call: &Call, viewer: &Viewer, open: &OpenTicket<'_>, timing: Timing) -> Intake {
    let (TicketKind::Help | TicketKind::Question, TicketText::Quoted(text), None) = (open.kind, open.text, open.origin)
    else {
        return Intake { found: None };
    };
    // The help desk refuses a request that it would not open, such as one too many, before any card is shown.
    if call.services.helpdesk.check_may_open(&call.services.db, open.asker).await.is_err() {
        return Intake { found: None };
    }
    if call.services.helpdesk.categories().is_for_secretariat(open.category) {
        return Intake { found: None };
    }
    let kind = held::stored_kind(open);
    let purpose = match timing {
        Timing::CanWait => Purpose::Hold { kind: &kind },
        Timing::Now => Purpose::OpenAtOnce { kind: &kind },
    };
    let new = NewSearch { interaction: open.interaction, asker: open.asker, language: viewer.language, text, purpose };
    // An interaction that comes twice finds the search that it has stored. Opening the ticket claims the interaction.
    match db::without_claim(requests::search(&call.services.db, new, call.now)).await {
        Ok(found) => Intake { found: Some(found) },
        Err(FaqError::EmptyText | FaqError::TextTooLong { .. } | FaqError::NotInServer(_)) => Intake { found: None },
        Err(error) => {
            tracing::error!(interaction.id = call.id.0, %error, "could not search the cards; the ticket opens without");
            Intake { found: None }
        }
    }
}

impl Intake {
    /// The answer to the asker while the ticket waits. `None` if the ticket opens now.
    pub fn held(&self, viewer: &Viewer) -> Option<Reply> {
        let found = self.found.as_ref().filter(|found| found.search.outcome == SearchOutcome::Held)?;
        Some(screens::held(found, viewer))
    }

    /// Records the ticket that was opened, and adds the cards to its confirmation.
    pub async fn opened(self, call: &Call, viewer: &Viewer, ticket: TicketId, confirmation: Reply) -> Reply {
        let Some(found) = self.found else { return confirmation };
        let recorded = requests::record_ticket(&call.services.db, found.search.id, ticket.0).await;
        if let Err(error) = recorded {
            tracing::error!(ticket.id = ticket.0, %error, "could not record the ticket of a search");
        }
        if found.cards.is_empty() { confirmation } else { screens::below_confirmation(&confirmation, &found, viewer) }
    }
}
