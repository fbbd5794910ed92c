//! The panels: messages with buttons that stay in a channel. `/setup` posts each panel once. Later, `/setup` edits the
//! panel, or moves it when its channel changes.

use serenity::http::{LightMethod, Route};

use crate::discord::call::Call;
use crate::discord::ui::reply::Reply;
use crate::discord::wire::error_codes::{UNKNOWN_CHANNEL, UNKNOWN_MESSAGE};
use crate::discord::wire::transport::{Failure, Request};
use crate::discord::wire::user_error::UserError;
use crate::discord::{helpdesk, members};
use crate::guild::{ChannelPurpose, PanelKind, Setup, service};
use crate::members::{ChannelId, MessageId};

/// Discord's error codes for a message that somebody deleted, and for a message whose channel somebody deleted.
const DELETED: [u32; 2] = [UNKNOWN_CHANNEL, UNKNOWN_MESSAGE];

/// Every panel. A feature with a panel adds it here.
const PANELS: [Panel; 2] = [
    Panel { kind: PanelKind::Profile, purpose: ChannelPurpose::Announcements, render: members::screens::panel },
    Panel { kind: PanelKind::Help, purpose: ChannelPurpose::Help, render: helpdesk::screens::panel },
];

struct Panel {
    kind: PanelKind,
    purpose: ChannelPurpose,
    render: fn() -> Reply,
}

/// Posts or edits every panel whose channel is chosen. Returns the purposes of the channels in which the panel could
/// not be posted.
pub async fn post(call: &Call, setup: &Setup) -> Result<Vec<ChannelPurpose>, UserError> {
    let mut failed = Vec::new();
    for Panel { kind, purpose, render } in PANELS {
        let Some(channel) = setup.channel(purpose) else { continue };
        let old_panel = service::panel(&mut *call.services.db.read().await?, kind).await?;
        match post_or_edit(call, kind, channel, old_panel, &render()).await {
            Ok(message) if old_panel == Some((channel, message)) => {}
            Ok(message) => service::set_panel(&call.services.db, kind, channel, message).await?,
            Err(failure) => {
                tracing::warn!(channel.id = channel.0, error = %failure, "a panel could not be posted");
                failed.push(purpose);
            }
        }
    }
    Ok(failed)
}

/// Edits the panel if it is already in `channel`. Otherwise, deletes the old panel, if any, and posts a new panel in
/// `channel`.
async fn post_or_edit(
    call: &Call,
    kind: PanelKind,
    channel: ChannelId,
    old_panel: Option<(ChannelId, MessageId)>,
    panel: &Reply,
) -> Result<MessageId, Failure> {
    if let Some((old_channel, message)) = old_panel {
        let route = Route::ChannelMessage { channel_id: old_channel.into(), message_id: message.into() };
        if old_channel == channel {
            let edited =
                call.services.transport.send(Request::new(LightMethod::Patch, route).body(panel.edit_body())).await;
            match edited {
                Ok(_) => return Ok(message),
                Err(failure) if failure.code().is_some_and(|code| DELETED.contains(&code)) => {}
                Err(failure) => return Err(failure),
            }
        } else if let Err(failure) = call.services.transport.send(Request::new(LightMethod::Delete, route)).await {
            // Not a failure: the old buttons still work, and a second panel does no harm.
            tracing::info!(channel.id = old_channel.0, error = %failure, "an old panel could not be deleted");
        }
    }
    let route = Route::ChannelMessages { channel_id: channel.into() };
    let nonce = format!("{}{}", call.id, kind as u8);
    let answer = call
        .services
        .transport
        .send(Request::new(LightMethod::Post, route).body(panel.clone().nonce(nonce).body_with_flags(0)))
        .await?;
    let id = answer["id"].as_str().and_then(|id| id.parse().ok());
    id.ok_or_else(|| Failure::Unknown("a message without an id".to_owned()))
}
