//! The table of handled interactions. It ensures that the work of an interaction is done only once, even if Discord
//! delivers the interaction several times.
//!
//! The handler of an interaction runs its work in a [`Handling`]. The first write transaction of this work that commits
//! also claims the interaction. If another run of the handler has already claimed the interaction, the transaction
//! fails and writes nothing. So a use case needs no code of its own against repetitions.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::connection::Conn;
use super::error::DbError;
use super::transaction::Tx;
use crate::time::Timestamp;

tokio::task_local! {
    /// The interaction that this task handles; `None` for work that must not claim an interaction.
    static CURRENT: Option<Arc<Claim>>;
}

struct Claim {
    id: i64,
    at: Timestamp,
    is_done: AtomicBool,
    is_repeat: AtomicBool,
}

/// The handling of one interaction. Clones share one claim.
#[derive(Clone)]
pub struct Handling(Arc<Claim>);

impl Handling {
    /// `id`: the interaction's id, as stored in its column.
    pub fn of(id: i64, at: Timestamp) -> Self {
        let (is_done, is_repeat) = (AtomicBool::new(false), AtomicBool::new(false));
        Self(Arc::new(Claim { id, at, is_done, is_repeat }))
    }

    /// Runs the work that the interaction asks for.
    pub async fn run<T>(&self, work: impl Future<Output = T>) -> T {
        CURRENT.scope(Some(Arc::clone(&self.0)), work).await
    }

    /// Whether a write found that the interaction was handled before.
    pub fn is_repeat(&self) -> bool {
        self.0.is_repeat.load(Ordering::SeqCst)
    }
}

/// Runs work that is not part of the interaction's own work, such as storing the user's language. This work does not
/// claim the interaction.
pub async fn without_claim<T>(work: impl Future<Output = T>) -> T {
    CURRENT.scope(None, work).await
}

/// The result of [`claim`]. Call [`confirm`](Self::confirm) after the transaction is durable.
pub(super) struct Claimed(Option<Arc<Claim>>);

impl Claimed {
    pub fn confirm(self) {
        if let Some(claim) = self.0 {
            claim.is_done.store(true, Ordering::SeqCst);
        }
    }
}

/// Claims the interaction that this task handles, unless an earlier transaction of this task has claimed it.
///
/// # Errors
/// `AlreadyHandled` when another run has claimed the interaction.
pub(super) async fn claim(tx: &mut Tx) -> Result<Claimed, DbError> {
    let current = CURRENT.try_with(Option::clone).ok().flatten();
    let Some(claim) = current.filter(|claim| !claim.is_done.load(Ordering::SeqCst)) else { return Ok(Claimed(None)) };
    let at = claim.at.as_millisecond();
    let done =
        sqlx::query!("INSERT INTO handled_interactions (id, at) VALUES (?, ?) ON CONFLICT DO NOTHING", claim.id, at)
            .execute(&mut **tx)
            .await?;
    if done.rows_affected() == 0 {
        claim.is_repeat.store(true, Ordering::SeqCst);
        return Err(DbError::AlreadyHandled);
    }
    Ok(Claimed(Some(claim)))
}

/// When the earliest stored interaction was handled.
pub async fn earliest_handled(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(r#"SELECT MIN(at) AS "at: i64" FROM handled_interactions"#).fetch_one(conn).await?;
    let instant = |ms| Timestamp::from_millisecond(ms).map_err(|_| DbError::Corrupt(format!("instant {ms}")));
    at.map(instant).transpose()
}

/// Deletes the rows of at most `limit` interactions that were handled before `before`. Returns the number of deleted
/// rows.
pub async fn forget_handled(tx: &mut Tx, before: Timestamp, limit: u32) -> Result<u64, DbError> {
    let before = before.as_millisecond();
    let done = sqlx::query!(
        "DELETE FROM handled_interactions WHERE id IN (SELECT id FROM handled_interactions WHERE at < ? LIMIT ?)",
        before,
        limit
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}
