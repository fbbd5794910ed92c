//! The SQL of the list of expected members, and of uploads that nobody has confirmed.

use serde::{Deserialize, Serialize};

use crate::db::{Conn, DbError, Tx, readable};
use crate::guild::expected::Expected;
use crate::members::{AssumedHome, GuildId, Listed, MemberId};
use crate::time::{Timestamp, ZoneId};
use crate::words::Language;

/// A line in its stored form.
#[derive(Debug, Serialize, Deserialize)]
struct LineRow {
    line: i64,
    name: String,
    address: String,
    grp: String,
    handle: Option<String>,
    zone: Option<String>,
    place: Option<String>,
    language: Option<String>,
}

impl From<&Expected> for LineRow {
    fn from(person: &Expected) -> Self {
        let home = person.listed.home.as_ref();
        Self {
            line: person.line.into(),
            name: person.name.clone(),
            address: person.address.clone(),
            grp: <&str>::from(person.group).to_owned(),
            handle: person.handle.clone(),
            zone: home.map(|home| home.zone.as_str().to_owned()),
            place: home.and_then(|home| home.place.clone()),
            language: person.listed.language.map(|language| language.code().to_owned()),
        }
    }
}

/// A zone or language that this version does not know counts as not listed. The person is still expected.
impl TryFrom<LineRow> for Expected {
    type Error = DbError;

    fn try_from(row: LineRow) -> Result<Self, DbError> {
        let zone = row.zone.and_then(|id| ZoneId::parse(&id).ok());
        let place = row.place;
        Ok(Expected {
            line: u32::try_from(row.line).map_err(|_| DbError::Corrupt(format!("line {}", row.line)))?,
            name: row.name,
            address: row.address,
            group: row.grp.parse().map_err(|_| DbError::Corrupt(format!("expected_members.grp {}", row.grp)))?,
            handle: row.handle,
            listed: Listed {
                home: zone.map(|zone| AssumedHome { zone, place }),
                language: row.language.as_deref().and_then(Language::from_code),
            },
        })
    }
}

pub async fn expected(conn: &mut Conn) -> Result<Vec<Expected>, DbError> {
    let rows = sqlx::query_as!(
        LineRow,
        "SELECT line, name, address, grp, handle, zone, place, language FROM expected_members ORDER BY line"
    )
    .fetch_all(conn)
    .await?;
    Ok(readable(rows.into_iter().map(Expected::try_from)))
}

pub async fn delete_expected(tx: &mut Tx) -> Result<(), DbError> {
    sqlx::query!("DELETE FROM expected_members").execute(&mut **tx).await?;
    Ok(())
}

pub async fn insert_expected(tx: &mut Tx, person: &Expected) -> Result<(), DbError> {
    let row = LineRow::from(person);
    sqlx::query!(
        "INSERT INTO expected_members (line, name, address, grp, handle, zone, place, language)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        row.line,
        row.name,
        row.address,
        row.grp,
        row.handle,
        row.zone,
        row.place,
        row.language
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// An upload that nobody has confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListDraft {
    pub guild: GuildId,
    pub people: Vec<Expected>,
}

/// Stores an upload until somebody confirms it, and returns its id. Replaces an earlier upload by the same person.
pub async fn insert_list_draft(
    tx: &mut Tx,
    guild: GuildId,
    by: MemberId,
    people: &[Expected],
    now: Timestamp,
) -> Result<i64, DbError> {
    delete_list_drafts_of(tx, by).await?;
    let rows: Vec<LineRow> = people.iter().map(LineRow::from).collect();
    let people = serde_json::to_string(&rows).expect("texts and numbers are JSON");
    let (guild, by, now) = (guild.to_sql(), by.to_sql(), now.as_millisecond());
    let done = sqlx::query!(
        "INSERT INTO expected_drafts (guild_id, by_id, people, created_at) VALUES (?, ?, ?, ?)",
        guild,
        by,
        people,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.last_insert_rowid())
}

pub async fn list_draft(conn: &mut Conn, id: i64) -> Result<Option<ListDraft>, DbError> {
    let row =
        sqlx::query!("SELECT guild_id, people FROM expected_drafts WHERE id = ?", id).fetch_optional(conn).await?;
    let Some(row) = row else { return Ok(None) };
    let corrupt = |error| DbError::Corrupt(format!("expected_drafts.people of {id}: {error}"));
    let rows: Vec<LineRow> = serde_json::from_str(&row.people).map_err(corrupt)?;
    let people: Result<Vec<Expected>, DbError> = rows.into_iter().map(Expected::try_from).collect();
    Ok(Some(ListDraft { guild: GuildId::from_sql(row.guild_id), people: people? }))
}

/// Deletes an upload. Returns whether the upload existed.
pub async fn delete_list_draft(tx: &mut Tx, id: i64) -> Result<bool, DbError> {
    let done = sqlx::query!("DELETE FROM expected_drafts WHERE id = ?", id).execute(&mut **tx).await?;
    Ok(done.rows_affected() == 1)
}

pub async fn delete_list_drafts_of(tx: &mut Tx, by: MemberId) -> Result<(), DbError> {
    let by = by.to_sql();
    sqlx::query!("DELETE FROM expected_drafts WHERE by_id = ?", by).execute(&mut **tx).await?;
    Ok(())
}

pub async fn oldest_list_draft(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(r#"SELECT MIN(created_at) AS "at: i64" FROM expected_drafts"#).fetch_one(conn).await?;
    at.map(|ms| Timestamp::from_millisecond(ms).map_err(|_| DbError::Corrupt(format!("instant {ms}")))).transpose()
}

pub async fn delete_drafts_until(tx: &mut Tx, created_by: Timestamp) -> Result<u64, DbError> {
    let created_by = created_by.as_millisecond();
    let done = sqlx::query!("DELETE FROM expected_drafts WHERE created_at <= ?", created_by).execute(&mut **tx).await?;
    Ok(done.rows_affected())
}
