//! Runs the timers of cards: the owner is reminded, and the copies of an expired card change.

use async_trait::async_trait;

use super::messages;
use super::model::{Card, CardId, CardStep};
use super::posts;
use super::store;
use crate::db::{self, Conn, Db, DbError, SetAside};
use crate::time::Timestamp;
use crate::timers::DueWork;

pub struct FaqTimers {
    db: Db,
}

impl FaqTimers {
    pub fn new(db: Db) -> Self {
        Self { db }
    }

    /// Takes the next step of one card. Reads the card again in the transaction that changes it.
    async fn fire(&self, id: CardId, now: Timestamp) -> Result<(), DbError> {
        self.db
            .write(async |tx| {
                let Some(card) = store::get(tx, id).await? else { return Ok(()) };
                let Some((step, _)) = card.next_step().filter(|(_, at)| *at <= now) else { return Ok(()) };
                match step {
                    CardStep::RemindOwner => {
                        if let Some(until) = card.content.valid_until {
                            messages::enqueue_expiry(tx, &card, until, now).await?;
                        }
                        store::save(tx, &Card { reminded_at: Some(now), ..card }, now).await
                    }
                    CardStep::Expire => {
                        store::save(tx, &Card { expired_at: Some(now), ..card }, now).await?;
                        posts::re_render(tx, id, now).await?;
                        messages::re_render_reminders(tx, id, now).await
                    }
                }
            })
            .await
    }
}

#[async_trait]
impl DueWork for FaqTimers {
    fn name(&self) -> &'static str {
        "cards"
    }

    async fn next_due(&self, conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
        store::next_due(conn, after).await
    }

    /// Handles each card in its own transaction. Sets aside a card that cannot be read or handled.
    async fn run_due(&self, now: Timestamp, limit: u32) -> Result<u32, DbError> {
        let due = store::due(&mut *self.db.read().await?, now, limit).await?;
        for id in &due {
            match self.fire(*id, now).await {
                Err(error) if error.affects_one_row() => {
                    let row = SetAside::new(store::TABLE, id.0, &error);
                    self.db.write(async |tx| db::set_aside(tx, &row, now).await).await?;
                }
                fired => fired?,
            }
        }
        Ok(u32::try_from(due.len()).unwrap_or(u32::MAX))
    }
}
