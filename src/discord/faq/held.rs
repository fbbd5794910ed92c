//! Opens the tickets of requests whose askers were shown cards and did not answer.

use async_trait::async_trait;

use crate::db::{Conn, Db, DbError};
use crate::faq::{Search, SearchId, requests};
use crate::helpdesk::{Helpdesk, HelpdeskError, OpenTicket, TicketText};
use crate::time::Timestamp;
use crate::timers::DueWork;

pub struct HeldRequests {
    db: Db,
    helpdesk: Helpdesk,
}

impl HeldRequests {
    pub fn new(db: Db, helpdesk: Helpdesk) -> Self {
        Self { db, helpdesk }
    }

    /// Opens the ticket of one request. If the asker has too many open tickets, or the set-up is not complete, the
    /// request stays and is tried again later.
    async fn open(&self, id: SearchId, now: Timestamp) -> Result<(), DbError> {
        let Some(search) = requests::take_due(&self.db, id, now).await? else { return Ok(()) };
        let Some(request) = request(&search) else {
            return Err(DbError::Corrupt(format!("search {id} has no kind of ticket")));
        };
        match self.helpdesk.open(&self.db, request, now).await {
            Ok(ticket) => requests::record_ticket(&self.db, id, ticket.details.ticket.id.0).await,
            Err(HelpdeskError::NotInServer(_)) => requests::drop_request(&self.db, id).await,
            Err(HelpdeskError::Db(error)) => Err(error),
            Err(error) => {
                tracing::info!(search.id = id.0, %error, "the ticket of a request cannot be opened yet");
                Ok(())
            }
        }
    }
}

/// The ticket that a search asks for. `None` for a search by the command.
pub(super) fn request(search: &Search) -> Option<OpenTicket<'_>> {
    let mut codes = search.kind.as_deref()?.split(' ');
    let kind = codes.next()?.parse().ok()?;
    let urgency = codes.next()?.parse().ok()?;
    let category = codes.next()?.parse().ok()?;
    let (interaction, asker) = (search.interaction, search.asker);
    let text = TicketText::Quoted(search.text.as_str());
    Some(OpenTicket { interaction, asker, kind, urgency, category, text, origin: None })
}

/// The kind of a ticket as a search stores it, which [`request`] reads: its codes of kind, urgency and category.
pub(super) fn stored_kind(open: &OpenTicket<'_>) -> String {
    let kind: &str = open.kind.into();
    let (urgency, category): (&str, &str) = (open.urgency.into(), open.category.into());
    format!("{kind} {urgency} {category}")
}

#[async_trait]
impl DueWork for HeldRequests {
    fn name(&self) -> &'static str {
        "held requests"
    }

    async fn next_due(&self, conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
        requests::next_held(conn, after).await
    }

    /// Handles each request on its own. Sets aside a request that cannot be read.
    async fn run_due(&self, now: Timestamp, limit: u32) -> Result<u32, DbError> {
        let due = requests::due(&mut *self.db.read().await?, now, limit).await?;
        for id in &due {
            match self.open(*id, now).await {
                Err(error) if error.affects_one_row() => requests::set_aside(&self.db, *id, &error, now).await?,
                opened => opened?,
            }
        }
        Ok(u32::try_from(due.len()).unwrap_or(u32::MAX))
    }
}
