//! The SQL of messages to recipients.

use strum::{EnumString, IntoStaticStr};

use super::columns::{one_row, version_number};
use crate::alerts::model::AlertId;
use crate::alerts::send_rule::{MessageKind, Occasion};
use crate::db::{Conn, DbError, Tx, readable};
use crate::delivery::{DeliveryId, Sound};
use crate::members::MemberId;

/// One message about one alert to one recipient. Its id is the id of the delivery with which it was enqueued.
#[derive(Debug, Clone)]
pub struct Message {
    pub delivery: DeliveryId,
    pub alert: AlertId,
    pub member: MemberId,
    pub kind: MessageKind,
    /// The version that the latest attempt sent. Before the first attempt, the version that was current when the
    /// message was enqueued.
    pub version: u32,
    /// The occasion of the latest attempt. `None` before the first attempt.
    pub occasion: Option<Occasion>,
    /// The sound of the latest attempt. `Silent` before the first attempt.
    pub sound: Sound,
    pub state: SendState,
    /// The delivery that carries this message together with others. `None` if its own delivery carries it.
    pub carried_by: Option<DeliveryId>,
}

impl Message {
    /// The delivery that carries this message: its own delivery, or the one that combines it with others.
    pub fn carrier(&self) -> DeliveryId {
        self.carried_by.unwrap_or(self.delivery)
    }

    /// Whether the message carries the text of the alert, and was not sent yet or has an unknown outcome.
    pub fn is_pending_text(&self) -> bool {
        self.state == SendState::Pending && matches!(self.kind, MessageKind::First | MessageKind::Corrected)
    }
}

/// The state of a message to a recipient. The database contains the code of the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum SendState {
    #[strum(serialize = "owed")]
    Pending,
    Sent,
    /// Failed, cancelled or expired.
    Ended,
}

pub async fn insert_message(
    tx: &mut Tx,
    delivery: DeliveryId,
    alert: AlertId,
    member: MemberId,
    kind: MessageKind,
    version: u32,
) -> Result<(), DbError> {
    let member = member.to_sql();
    let (kind, state): (&str, &str) = (kind.into(), SendState::Pending.into());
    sqlx::query!(
        "INSERT INTO alert_messages (delivery_id, alert_id, member_id, kind, version, state)
         VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (delivery_id) DO NOTHING",
        delivery.0,
        alert.0,
        member,
        kind,
        version,
        state
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub async fn message(conn: &mut Conn, delivery: DeliveryId) -> Result<Option<Message>, DbError> {
    let row = sqlx::query_as!(
        MessageRow,
        "SELECT delivery_id, alert_id, member_id, kind, version, occasion, sounding, state, carried_by
           FROM alert_messages WHERE delivery_id = ?",
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
        "SELECT delivery_id, alert_id, member_id, kind, version, occasion, sounding, state, carried_by
           FROM alert_messages WHERE alert_id = ? ORDER BY delivery_id",
        alert.0
    )
    .fetch_all(conn)
    .await?;
    Ok(readable(rows.into_iter().map(Message::try_from)))
}

/// The messages of an alert to one person, oldest first.
pub async fn messages_to(conn: &mut Conn, alert: AlertId, member: MemberId) -> Result<Vec<Message>, DbError> {
    let member = member.to_sql();
    let rows = sqlx::query_as!(
        MessageRow,
        "SELECT delivery_id, alert_id, member_id, kind, version, occasion, sounding, state, carried_by
           FROM alert_messages WHERE alert_id = ? AND member_id = ? ORDER BY delivery_id",
        alert.0,
        member
    )
    .fetch_all(conn)
    .await?;
    Ok(readable(rows.into_iter().map(Message::try_from)))
}

/// The pending messages about any alert to one person, oldest first.
pub async fn pending_messages_to(conn: &mut Conn, member: MemberId) -> Result<Vec<Message>, DbError> {
    let member = member.to_sql();
    let rows = sqlx::query_as!(
        MessageRow,
        "SELECT delivery_id, alert_id, member_id, kind, version, occasion, sounding, state, carried_by
           FROM alert_messages WHERE member_id = ? AND state = 'owed' ORDER BY delivery_id",
        member
    )
    .fetch_all(conn)
    .await?;
    Ok(readable(rows.into_iter().map(Message::try_from)))
}

/// The messages that a delivery carries, oldest first.
pub async fn messages_carried_by(conn: &mut Conn, delivery: DeliveryId) -> Result<Vec<Message>, DbError> {
    let rows = sqlx::query_as!(
        MessageRow,
        "SELECT delivery_id, alert_id, member_id, kind, version, occasion, sounding, state, carried_by
           FROM alert_messages WHERE (delivery_id = ?1 AND carried_by IS NULL) OR carried_by = ?1 ORDER BY delivery_id",
        delivery.0
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Message::try_from).collect()
}

/// Records that the delivery `carrier` carries the message `delivery` from now on.
pub async fn set_carrier(tx: &mut Tx, delivery: DeliveryId, carrier: DeliveryId) -> Result<(), DbError> {
    let done = sqlx::query!("UPDATE alert_messages SET carried_by = ? WHERE delivery_id = ?", carrier.0, delivery.0)
        .execute(&mut **tx)
        .await?;
    one_row(done.rows_affected(), "alert_messages.carried_by")
}

/// Stores what the attempt that starts now sends: the version, the occasion and the sound.
pub async fn set_attempt(
    tx: &mut Tx,
    delivery: DeliveryId,
    version: u32,
    occasion: Occasion,
    sound: Sound,
) -> Result<(), DbError> {
    let (occasion, sounding): (&str, bool) = (occasion.into(), sound == Sound::Sounding);
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

pub async fn set_send_state(tx: &mut Tx, delivery: DeliveryId, state: SendState) -> Result<(), DbError> {
    let state: &str = state.into();
    sqlx::query!("UPDATE alert_messages SET state = ? WHERE delivery_id = ?", state, delivery.0)
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
    carried_by: Option<i64>,
}

impl TryFrom<MessageRow> for Message {
    type Error = DbError;

    fn try_from(row: MessageRow) -> Result<Self, DbError> {
        let corrupt = |what: &str| DbError::Corrupt(format!("{what} of alert message {}", row.delivery_id));
        let occasion = row.occasion.as_deref().map(str::parse).transpose();
        Ok(Self {
            delivery: DeliveryId(row.delivery_id),
            alert: AlertId(row.alert_id),
            member: MemberId::from_sql(row.member_id),
            kind: row.kind.parse().map_err(|_| corrupt("kind"))?,
            version: version_number(row.version)?,
            occasion: occasion.map_err(|_| corrupt("occasion"))?,
            sound: if row.sounding == Some(1) { Sound::Sounding } else { Sound::Silent },
            state: row.state.parse().map_err(|_| corrupt("state"))?,
            carried_by: row.carried_by.map(DeliveryId),
        })
    }
}
