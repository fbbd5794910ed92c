//! The SQL of the table `deletions`.

use std::collections::BTreeMap;

use super::rows::instant;
use crate::db::{Conn, DbError, Tx};
use crate::members::ids::MemberId;
use crate::time::Timestamp;

pub async fn note_deletion(tx: &mut Tx, id: MemberId, now: Timestamp) -> Result<(), DbError> {
    let (id, now) = (id.to_sql(), now.as_millisecond());
    let query = sqlx::query!(
        "INSERT INTO deletions (member_id, deleted_at) VALUES (?1, ?2)
         ON CONFLICT (member_id) DO UPDATE SET deleted_at = MAX(deleted_at, ?2)",
        id,
        now
    );
    query.execute(&mut **tx).await?;
    Ok(())
}

/// The instant of the latest deletion of each person (ms).
pub async fn deletions(conn: &mut Conn) -> Result<BTreeMap<u64, i64>, DbError> {
    let rows = sqlx::query!("SELECT member_id, deleted_at FROM deletions").fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (MemberId::from_sql(row.member_id).0, row.deleted_at)).collect())
}

pub async fn deleted_at(conn: &mut Conn, id: MemberId) -> Result<Option<Timestamp>, DbError> {
    let id = id.to_sql();
    let at = sqlx::query_scalar!("SELECT deleted_at FROM deletions WHERE member_id = ?", id);
    at.fetch_optional(conn).await?.map(instant).transpose()
}

pub async fn oldest_deletion(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(r#"SELECT MIN(deleted_at) AS "at: i64" FROM deletions"#).fetch_one(conn).await?;
    at.map(instant).transpose()
}

pub async fn forget_deletions_until(tx: &mut Tx, until: Timestamp) -> Result<u64, DbError> {
    let until = until.as_millisecond();
    let done = sqlx::query!("DELETE FROM deletions WHERE deleted_at <= ?", until).execute(&mut **tx).await?;
    Ok(done.rows_affected())
}
