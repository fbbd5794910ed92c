//! The SQL of the table `listed_members`: what the list of expected members says about members.

use super::rows::listed as from_columns;
use crate::db::{Conn, DbError, Tx};
use crate::members::ids::MemberId;
use crate::members::model::Listed;
use crate::words::Language;

pub async fn listed(conn: &mut Conn, id: MemberId) -> Result<Option<Listed>, DbError> {
    let id = id.to_sql();
    let row = sqlx::query!("SELECT zone, place, language FROM listed_members WHERE member_id = ?", id)
        .fetch_optional(conn)
        .await?;
    Ok(row.map(|row| from_columns(row.zone.as_deref(), row.place, row.language.as_deref())))
}

pub async fn all_listed(conn: &mut Conn) -> Result<Vec<(MemberId, Listed)>, DbError> {
    let rows = sqlx::query!("SELECT member_id, zone, place, language FROM listed_members").fetch_all(conn).await?;
    let one = |zone: Option<String>, place, language: Option<String>| {
        from_columns(zone.as_deref(), place, language.as_deref())
    };
    Ok(rows
        .into_iter()
        .map(|row| (MemberId::from_sql(row.member_id), one(row.zone, row.place, row.language)))
        .collect())
}

pub async fn set_listed(tx: &mut Tx, id: MemberId, listed: &Listed) -> Result<(), DbError> {
    let id = id.to_sql();
    let zone = listed.home.as_ref().map(|home| home.zone.as_str());
    let place = listed.home.as_ref().and_then(|home| home.place.as_deref());
    let language = listed.language.map(Language::code);
    sqlx::query!(
        "INSERT INTO listed_members (member_id, zone, place, language) VALUES (?, ?, ?, ?)
         ON CONFLICT (member_id) DO UPDATE SET zone = excluded.zone, place = excluded.place,
             language = excluded.language",
        id,
        zone,
        place,
        language
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub async fn delete_listed(tx: &mut Tx, id: MemberId) -> Result<(), DbError> {
    let id = id.to_sql();
    sqlx::query!("DELETE FROM listed_members WHERE member_id = ?", id).execute(&mut **tx).await?;
    Ok(())
}

pub async fn delete_all_listed(tx: &mut Tx) -> Result<(), DbError> {
    sqlx::query!("DELETE FROM listed_members").execute(&mut **tx).await?;
    Ok(())
}
