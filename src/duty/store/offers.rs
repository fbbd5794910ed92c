//! The SQL of the table `duty_offers`.

use super::rows::OfferRow;
use crate::db::{Conn, DbError, Tx, readable};
use crate::duty::model::{Offer, OfferId, OfferState, ShiftId};
use crate::members::MemberId;
use crate::time::Timestamp;

/// `SELECT … FROM duty_offers` with all columns, followed by the given conditions and their arguments.
macro_rules! select_offers {
    ($conditions:tt $(, $arg:expr)* $(,)?) => {
        sqlx::query_as!(
            OfferRow,
            r#"SELECT id AS "id!", shift_id, to_id, state, taken_by FROM duty_offers "# + $conditions
            $(, $arg)*
        )
    };
}

pub async fn insert_offer(
    tx: &mut Tx,
    shift: ShiftId,
    to: Option<MemberId>,
    now: Timestamp,
) -> Result<OfferId, DbError> {
    let (to, now) = (to.map(MemberId::to_sql), now.as_millisecond());
    let id = sqlx::query_scalar!(
        r#"INSERT INTO duty_offers (shift_id, to_id, state, offered_at) VALUES (?, ?, 'open', ?)
           RETURNING id AS "id!""#,
        shift.0,
        to,
        now
    );
    Ok(OfferId(id.fetch_one(&mut **tx).await?))
}

pub async fn offer(conn: &mut Conn, id: OfferId) -> Result<Option<Offer>, DbError> {
    let row = select_offers!("WHERE id = ?", id.0).fetch_optional(conn).await?;
    row.map(Offer::try_from).transpose()
}

/// The offers of a shift, the oldest first.
pub async fn offers_of(conn: &mut Conn, shift: ShiftId) -> Result<Vec<Offer>, DbError> {
    let rows = select_offers!("WHERE shift_id = ? ORDER BY id", shift.0).fetch_all(conn).await?;
    Ok(readable(rows.into_iter().map(Offer::try_from)))
}

/// The offers that were made to a person, and those that the person took.
pub async fn offers_to_or_taken_by(conn: &mut Conn, member: MemberId) -> Result<Vec<Offer>, DbError> {
    let member = member.to_sql();
    let rows = select_offers!("WHERE to_id = ?1 OR taken_by = ?1 ORDER BY id", member).fetch_all(conn).await?;
    Ok(readable(rows.into_iter().map(Offer::try_from)))
}

/// Ends an open offer. Returns false if it is not open any more.
pub async fn set_offer_state(
    tx: &mut Tx,
    id: OfferId,
    state: OfferState,
    taken_by: Option<MemberId>,
) -> Result<bool, DbError> {
    let (state, taken_by): (&str, Option<i64>) = (state.into(), taken_by.map(MemberId::to_sql));
    let done = sqlx::query!(
        "UPDATE duty_offers SET state = ?, taken_by = ? WHERE id = ? AND state = 'open'",
        state,
        taken_by,
        id.0
    );
    Ok(done.execute(&mut **tx).await?.rows_affected() == 1)
}
