//! The messages with standing buttons: posted once, edited by the next set-up, moved when their channel changes.

use serenity::http::{LightMethod, Route};

use crate::discord::call::Call;
use crate::discord::ui::reply::Reply;
use crate::discord::wire::error_codes::{UNKNOWN_CHANNEL, UNKNOWN_MESSAGE};
use crate::discord::wire::transport::{Ask, Failure};
use crate::discord::wire::user_error::UserError;
use crate::discord::{helpdesk, members as profile};
use crate::guild::{PanelKind, Place, Setup, store};
use crate::members::{ChannelId, MessageId};

/// A person deleted the message or its channel.
const GONE: [u32; 2] = [UNKNOWN_CHANNEL, UNKNOWN_MESSAGE];

/// Each panel, where it stands, and what it says. A room with a panel adds its own.
const PANELS: [Panel; 2] = [
    Panel { kind: PanelKind::Profile, place: Place::Announcements, says: profile::screens::panel },
    Panel { kind: PanelKind::Help, place: Place::Help, says: helpdesk::screens::panel },
];

struct Panel {
    kind: PanelKind,
    place: Place,
    says: fn() -> Reply,
}

/// Posts or renews every panel whose channel is known; returns the places where it could not.
pub async fn post(call: &Call, setup: &Setup) -> Result<Vec<Place>, UserError> {
    let mut failed = Vec::new();
    for Panel { kind, place, says } in PANELS {
        let Some(channel) = setup.channel(place) else { continue };
        let before = store::panel(&mut *call.parts.db.read().await?, kind).await?;
        match renew(call, kind, channel, before, &says()).await {
            Ok(message) if before == Some((channel, message)) => {}
            Ok(message) => {
                let mut tx = call.parts.db.begin().await?;
                store::set_panel(&mut tx, kind, channel, message).await?;
                tx.commit().await?;
            }
            Err(failure) => {
                tracing::warn!(channel.id = channel.0, error = %failure, "a panel could not be posted");
                failed.push(place);
            }
        }
    }
    Ok(failed)
}

async fn renew(
    call: &Call,
    kind: PanelKind,
    channel: ChannelId,
    before: Option<(ChannelId, MessageId)>,
    panel: &Reply,
) -> Result<MessageId, Failure> {
    if let Some((old_channel, message)) = before {
        let route = Route::ChannelMessage { channel_id: old_channel.into(), message_id: message.into() };
        if old_channel == channel {
            let edited = call.parts.transport.send(Ask::new(LightMethod::Patch, route).body(panel.edit_body())).await;
            match edited {
                Ok(_) => return Ok(message),
                Err(failure) if failure.code().is_some_and(|code| GONE.contains(&code)) => {}
                Err(failure) => return Err(failure),
            }
        } else if let Err(failure) = call.parts.transport.send(Ask::new(LightMethod::Delete, route)).await {
            // Its buttons still work where it stands; two panels do no harm.
            tracing::info!(channel.id = old_channel.0, error = %failure, "an old panel stays where it is");
        }
    }
    let route = Route::ChannelMessages { channel_id: channel.into() };
    let nonce = format!("{}{}", call.id, kind as u8);
    let answer = call
        .parts
        .transport
        .send(Ask::new(LightMethod::Post, route).body(panel.clone().nonce(nonce).body_with(0)))
        .await?;
    let id = answer["id"].as_str().and_then(|id| id.parse().ok());
    id.ok_or_else(|| Failure::Unknown("a message without an id".to_owned()))
}
