//! Opens DM channels. Call it only after an action of the person, or after a restore to search in a DM that may exist.
//! While Discord quarantines the bot as a spammer, [`open`] opens no DM with a person to whom the bot never wrote.

use serde_json::json;
use serenity::http::{LightMethod, Route};

use crate::db::{Db, DbError};
use crate::delivery::notices;
use crate::discord::wire::error_codes::QUARANTINED;
use crate::discord::wire::transport::{Failure, Request, Transport};
use crate::discord::wire::user_error::Explain;
use crate::members::{self, ChannelId, MemberId};
use crate::time::Timestamp;
use crate::words::Language;

/// The result of [`open`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenedDm {
    Channel(ChannelId),
    /// No DM was opened, because Discord has quarantined the bot. Messages go to the inbox channel.
    Withheld,
}

#[derive(Debug, thiserror::Error)]
pub enum DmError {
    #[error(transparent)]
    Discord(#[from] Failure),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Opens the DM channel with a person, or finds the existing one.
///
/// # Errors
/// `CANNOT_DM` and `NO_MUTUAL_GUILDS` when the person's DMs are closed to the bot. Often Discord opens the channel
/// although the DMs are closed, and refuses only the first message. Also when the database cannot be read or written.
pub async fn open(db: &Db, transport: &Transport, member: MemberId, now: Timestamp) -> Result<OpenedDm, DmError> {
    let mut reader = db.read().await?;
    let known = members::service::get(&mut reader, member).await?;
    let is_new = known.is_none_or(|member| member.reach.messaged_at.is_none());
    let is_withheld = is_new && notices::is_quarantined(&mut reader).await?;
    drop(reader);
    if is_withheld {
        return Ok(OpenedDm::Withheld);
    }
    match request_dm_channel(transport, member).await {
        Ok(channel) => Ok(OpenedDm::Channel(channel)),
        Err(failure) if is_quarantine(&failure) => {
            record_quarantine(db, now).await?;
            Ok(OpenedDm::Withheld)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Opens the DM channel without checking whether the bot is quarantined. Returns the id of the channel.
///
/// # Errors
/// When Discord refuses the request or cannot be reached.
pub async fn request_dm_channel(transport: &Transport, member: MemberId) -> Result<ChannelId, Failure> {
    let body = json!({ "recipient_id": member.to_string() });
    let request = Request::new(LightMethod::Post, Route::UserMeDmChannels).body(body);
    let channel = transport.send_with_retry(request).await?;
    let id = channel["id"].as_str().and_then(|id| id.parse().ok());
    id.ok_or_else(|| Failure::Unknown("the response has no channel".to_owned()))
}

/// Whether Discord refused a request because it has quarantined the bot.
pub fn is_quarantine(failure: &Failure) -> bool {
    failure.code() == Some(QUARANTINED)
}

/// Stores that Discord has quarantined the bot, and notifies the secretariat.
pub async fn record_quarantine(db: &Db, now: Timestamp) -> Result<(), DbError> {
    db.write(async |tx| notices::record_quarantine(tx, now).await).await
}

impl Explain for DmError {
    fn explain(&self, language: Language) -> Option<String> {
        match self {
            DmError::Discord(failure) => failure.explain(language),
            DmError::Db(error) => error.explain(language),
        }
    }

    fn db_error(&self) -> Option<&DbError> {
        if let DmError::Db(error) = self { Some(error) } else { None }
    }
}
