//! The SQL of the table `duty_panel`.

use super::rows::instant;
use crate::db::{Conn, DbError, Tx};
use crate::delivery::DeliveryId;
use crate::members::ChannelId;
use crate::time::Timestamp;

/// The live message with the next slots.
#[derive(Debug, Clone, Copy)]
pub struct Panel {
    pub channel: ChannelId,
    pub delivery: DeliveryId,
    pub refresh_at: Option<Timestamp>,
}

pub async fn panel(conn: &mut Conn) -> Result<Option<Panel>, DbError> {
    let row = sqlx::query!("SELECT channel_id, delivery_id, refresh_at FROM duty_panel").fetch_optional(conn).await?;
    row.map(|row| {
        Ok(Panel {
            channel: ChannelId::from_sql(row.channel_id),
            delivery: DeliveryId(row.delivery_id),
            refresh_at: row.refresh_at.map(instant).transpose()?,
        })
    })
    .transpose()
}

pub async fn set_panel(tx: &mut Tx, panel: &Panel) -> Result<(), DbError> {
    let (channel, refresh_at) = (panel.channel.to_sql(), panel.refresh_at.map(Timestamp::as_millisecond));
    sqlx::query!(
        "INSERT INTO duty_panel (one, channel_id, delivery_id, refresh_at) VALUES (1, ?, ?, ?)
         ON CONFLICT (one) DO UPDATE
           SET channel_id = excluded.channel_id, delivery_id = excluded.delivery_id, refresh_at = excluded.refresh_at",
        channel,
        panel.delivery.0,
        refresh_at
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub async fn set_refresh_at(tx: &mut Tx, at: Option<Timestamp>) -> Result<(), DbError> {
    let at = at.map(Timestamp::as_millisecond);
    sqlx::query!("UPDATE duty_panel SET refresh_at = ?", at).execute(&mut **tx).await?;
    Ok(())
}

pub async fn delete_panel(tx: &mut Tx) -> Result<(), DbError> {
    sqlx::query!("DELETE FROM duty_panel").execute(&mut **tx).await?;
    Ok(())
}
