//! The SQL of messages to recipients, and of the lists in the secretariat's channel.

use super::{instant, number, one_row};
use crate::alerts::model::{AlertId, Kind, Occasion};
use crate::db::{Conn, DbError, Tx};
use crate::delivery::{DeliveryId, Sound};
use crate::members::MemberId;
use crate::time::Timestamp;

/// One message to a recipient.
#[derive(Debug, Clone)]
pub struct Message {
    pub delivery: DeliveryId,
    pub alert: AlertId,
    pub member: MemberId,
    pub kind: Kind,
    /// Asked for; once sent, the one that it carries.
    pub version: u32,
    /// How it was worded; `None` before its first attempt.
    pub occasion: Option<Occasion>,
    pub sounding: bool,
    pub state: MessageState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageState {
    Owed,
    Sent,
    /// Failed, cancelled or expired.
    Ended,
}

/// The newest list of an alert in the secretariat's channel.
#[derive(Debug, Clone, Copy)]
pub struct Roster {
    pub number: i64,
    pub delivery: DeliveryId,
    pub posted_at: Option<Timestamp>,
    /// Something changed since it was worded.
    pub stale: bool,
}

pub async fn insert_message(
    tx: &mut Tx,
    delivery: DeliveryId,
    alert: AlertId,
    member: MemberId,
    kind: Kind,
    version: u32,
) -> Result<(), DbError> {
    let (member, kind) = (member.to_sql(), kind.code());
    sqlx::query!(
        "INSERT INTO alert_messages (delivery_id, alert_id, member_id, kind, version, state) VALUES (?, ?, ?, ?, ?, 'owed')
         ON CONFLICT (delivery_id) DO NOTHING",
        delivery.0,
        alert.0,
        member,
        kind,
        version
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub async fn message(conn: &mut Conn, delivery: DeliveryId) -> Result<Option<Message>, DbError> {
    let row = sqlx::query_as!(
        MessageRow,
        "SELECT delivery_id, alert_id, member_id, kind, version, occasion, sounding, state FROM alert_messages WHERE delivery_id = ?",
        delivery.0
    )
    .fetch_optional(conn)
    .await?;
    row.map(Message::try_from).transpose()
}

/// All messages of an alert, oldest first.
pub async fn messages(conn: &mut Conn, alert: AlertId) -> Result<Vec<Message>, DbError> {
    let rows = sqlx::query_as!(
        MessageRow,
        "SELECT delivery_id, alert_id, member_id, kind, version, occasion, sounding, state FROM alert_messages
          WHERE alert_id = ? ORDER BY delivery_id",
        alert.0
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Message::try_from).collect()
}

/// The messages of an alert to one person, oldest first.
pub async fn messages_to(conn: &mut Conn, alert: AlertId, member: MemberId) -> Result<Vec<Message>, DbError> {
    let member = member.to_sql();
    let rows = sqlx::query_as!(
        MessageRow,
        "SELECT delivery_id, alert_id, member_id, kind, version, occasion, sounding, state FROM alert_messages
          WHERE alert_id = ? AND member_id = ? ORDER BY delivery_id",
        alert.0,
        member
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Message::try_from).collect()
}

/// What a member is still to get.
pub async fn owed_to(conn: &mut Conn, member: MemberId) -> Result<Vec<Message>, DbError> {
    let member = member.to_sql();
    let rows = sqlx::query_as!(
        MessageRow,
        "SELECT delivery_id, alert_id, member_id, kind, version, occasion, sounding, state FROM alert_messages
          WHERE member_id = ? AND state = 'owed' ORDER BY delivery_id",
        member
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Message::try_from).collect()
}

/// What the attempt that begins now says.
pub async fn set_attempt(
    tx: &mut Tx,
    delivery: DeliveryId,
    version: u32,
    occasion: Occasion,
    sound: Sound,
) -> Result<(), DbError> {
    let (occasion, sounding) = (occasion.code(), sound == Sound::Sounding);
    let done = sqlx::query!(
        "UPDATE alert_messages SET version = ?, occasion = ?, sounding = ? WHERE delivery_id = ?",
        version,
        occasion,
        sounding,
        delivery.0
    )
    .execute(&mut **tx)
    .await?;
    one_row(done.rows_affected(), "alert_messages.occasion")
}

pub async fn set_message_state(tx: &mut Tx, delivery: DeliveryId, state: MessageState) -> Result<(), DbError> {
    let state = message_state_code(state);
    sqlx::query!("UPDATE alert_messages SET state = ? WHERE delivery_id = ?", state, delivery.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The newest list of an alert.
pub async fn roster(conn: &mut Conn, alert: AlertId) -> Result<Option<Roster>, DbError> {
    let row = sqlx::query!(
        "SELECT number, delivery_id, posted_at, stale FROM alert_rosters WHERE alert_id = ? ORDER BY number DESC LIMIT 1",
        alert.0
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let posted_at = row.posted_at.map(instant).transpose()?;
    Ok(Some(Roster { number: row.number, delivery: DeliveryId(row.delivery_id), posted_at, stale: row.stale == 1 }))
}

pub async fn insert_roster(tx: &mut Tx, alert: AlertId, number: i64, delivery: DeliveryId) -> Result<(), DbError> {
    sqlx::query!(
        "INSERT INTO alert_rosters (alert_id, number, delivery_id) VALUES (?, ?, ?)",
        alert.0,
        number,
        delivery.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub async fn set_roster_posted(tx: &mut Tx, delivery: DeliveryId, at: Timestamp) -> Result<(), DbError> {
    let at = at.as_millisecond();
    sqlx::query!("UPDATE alert_rosters SET posted_at = ? WHERE delivery_id = ?", at, delivery.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Whether the list must be worded anew once it is there.
pub async fn set_roster_stale(tx: &mut Tx, delivery: DeliveryId, stale: bool) -> Result<(), DbError> {
    sqlx::query!("UPDATE alert_rosters SET stale = ? WHERE delivery_id = ?", stale, delivery.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

struct MessageRow {
    delivery_id: i64,
    alert_id: i64,
    member_id: i64,
    kind: String,
    version: i64,
    occasion: Option<String>,
    sounding: Option<i64>,
    state: String,
}

impl TryFrom<MessageRow> for Message {
    type Error = DbError;

    fn try_from(row: MessageRow) -> Result<Self, DbError> {
        let corrupt = |what: &str| DbError::Corrupt(format!("{what} of alert message {}", row.delivery_id));
        let occasion = match &row.occasion {
            Some(code) => Some(Occasion::from_code(code).ok_or_else(|| corrupt("occasion"))?),
            None => None,
        };
        Ok(Self {
            delivery: DeliveryId(row.delivery_id),
            alert: AlertId(row.alert_id),
            member: MemberId::from_sql(row.member_id),
            kind: Kind::from_code(&row.kind).ok_or_else(|| corrupt("kind"))?,
            version: number(row.version)?,
            occasion,
            sounding: row.sounding == Some(1),
            state: match row.state.as_str() {
                "owed" => MessageState::Owed,
                "sent" => MessageState::Sent,
                "ended" => MessageState::Ended,
                _ => return Err(corrupt("state")),
            },
        })
    }
}

fn message_state_code(state: MessageState) -> &'static str {
    match state {
        MessageState::Owed => "owed",
        MessageState::Sent => "sent",
        MessageState::Ended => "ended",
    }
}
