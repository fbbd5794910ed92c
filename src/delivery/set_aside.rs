//! Ends deliveries that cannot be read or processed, for example because the reminder no longer exists or a column has
//! an invalid value. Such a delivery fails permanently, with the reason. So it is not retried forever and does not
//! block other deliveries.

use super::context::Context;
use super::event::{Event, EventKind};
use super::model::{Cause, DeliveryId, Failure};
use super::source::SourceError;
use super::{results, store};
use crate::db::{self, DbError, SetAside};

/// The most rows that one sweep reads.
const SWEEP_LIMIT: i64 = 10_000;

/// Ends a delivery that cannot be processed. Informs its source and the secretariat, as after any failure. If that is
/// not possible, ends only the row, and the health checks report the row.
pub(super) async fn end(context: &Context, id: DeliveryId, error: &SourceError) -> Result<(), DbError> {
    let failure = Failure { cause: Cause::InvalidMessage, reason: error.to_string() };
    let record = async { store::by_id(&mut *context.db.read().await?, id).await }.await;
    if let Ok(Some(record)) = record
        && results::give_up(context, &record, failure.clone()).await.is_ok()
    {
        return Ok(());
    }
    end_row(context, id, &failure.reason).await
}

/// Ends every unfinished delivery that cannot be read. Called after the first round.
pub(super) async fn sweep(context: &Context) -> Result<(), DbError> {
    let unreadable = store::unreadable(&mut *context.db.read().await?, SWEEP_LIMIT).await?;
    for row in unreadable {
        end_row(context, DeliveryId(row.row), &row.reason).await?;
    }
    Ok(())
}

async fn end_row(context: &Context, id: DeliveryId, reason: &str) -> Result<(), DbError> {
    let now = context.clock.now();
    let row = SetAside { part: store::TABLE.to_owned(), row: id.0, reason: reason.to_owned() };
    context
        .db
        .write(async |tx| {
            if store::fail_unread(tx, id, reason).await? {
                store::record_event(tx, id, &Event::new(now, EventKind::Failed).detail(reason)).await?;
                db::set_aside(tx, &row, now).await?;
            }
            Ok(())
        })
        .await
}
