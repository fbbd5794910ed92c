//! Opening the DM channel with a person: only ever as an answer to an act of their own, and to nobody new while Discord
//! holds Magpie for a spammer.

use serde_json::json;
use serenity::http::{LightMethod, Route};

use crate::db::DbError;
use crate::delivery::notices;
use crate::discord::call::Parts;
use crate::discord::wire::error_codes::QUARANTINED;
use crate::discord::wire::transport::{Ask, Failure, Transport};
use crate::discord::wire::user_error::Explain;
use crate::members::{self, ChannelId, MemberId};
use crate::time::Timestamp;
use crate::words::Language;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    Channel(ChannelId),
    /// Not now: Discord holds Magpie for a spammer. The inbox channel is used.
    Withheld,
}

#[derive(Debug, thiserror::Error)]
pub enum DmError {
    #[error(transparent)]
    Discord(#[from] Failure),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Opens (or finds) the DM channel with a person.
///
/// # Errors
/// 50007 and 50278 when their DMs are closed to Magpie, though Discord often says so only at the first message.
pub async fn open(parts: &Parts, member: MemberId, now: Timestamp) -> Result<Opened, DmError> {
    let mut reader = parts.db.read().await?;
    let known = members::service::get(&mut reader, member).await?;
    let is_new = known.is_none_or(|member| member.reach.messaged_at.is_none());
    let withheld = is_new && notices::is_quarantined(&mut reader).await?;
    drop(reader);
    if withheld {
        return Ok(Opened::Withheld);
    }
    match channel_with(&parts.transport, member).await {
        Ok(channel) => Ok(Opened::Channel(channel)),
        Err(failure) if is_quarantine(&failure) => {
            quarantined(parts, now).await?;
            Ok(Opened::Withheld)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Asks Discord for the channel, with no question whether it may be asked.
///
/// # Errors
/// As Discord has it.
pub async fn channel_with(transport: &Transport, member: MemberId) -> Result<ChannelId, Failure> {
    let body = json!({ "recipient_id": member.to_string() });
    let answer = transport.send_patiently(Ask::new(LightMethod::Post, Route::UserMeDmChannels).body(body)).await?;
    let id = answer["id"].as_str().and_then(|id| id.parse().ok());
    id.ok_or_else(|| Failure::Unknown("the answer holds no channel".to_owned()))
}

pub fn is_quarantine(failure: &Failure) -> bool {
    failure.code() == Some(QUARANTINED)
}

/// Writes down that Discord holds Magpie for a spammer, and has the secretariat told.
pub async fn quarantined(parts: &Parts, now: Timestamp) -> Result<(), DbError> {
    parts.db.write(async |tx| notices::quarantined(tx, now).await).await
}

impl Explain for DmError {
    fn explain(&self, language: Language) -> Option<String> {
        match self {
            DmError::Discord(failure) => failure.explain(language),
            DmError::Db(error) => error.explain(language),
        }
    }
}
