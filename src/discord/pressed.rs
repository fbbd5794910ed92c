//! What a press tells of the message that was pressed.

use serenity::model::application::{ActionRowComponent, Button, ButtonKind};
use serenity::model::channel::Message;

use crate::db;
use crate::delivery::outbox;
use crate::discord::call::Call;
use crate::discord::wire::custom_id::tag_of;
use crate::members::{ChannelId, MessageId};

/// The pressed message has arrived, even if the answer to its attempt was lost. Its delivery is settled before the use
/// case looks at it, so that an act on it is not taken for an act on a message that nobody has.
pub(super) async fn settle(call: &Call, message: &Message) {
    let components = message.components.iter().flat_map(|row| &row.components);
    let mut ids = components.filter_map(|component| match component {
        ActionRowComponent::Button(Button { data: ButtonKind::NonLink { custom_id, .. }, .. }) => Some(custom_id),
        ActionRowComponent::SelectMenu(select) => select.custom_id.as_ref(),
        _ => None,
    });
    let Some(tag) = ids.find_map(|id| tag_of(id)) else { return };
    let (channel, id) = (ChannelId(message.channel_id.get()), MessageId(message.id.get()));
    if let Err(error) = db::beside(call.services.dispatcher.pressed(tag, channel, id)).await {
        tracing::error!(interaction.id = call.id.0, %error, "could not store that a pressed message has arrived");
    }
}

/// Whoever presses a button of a message that was sent to them has seen that message.
pub(super) async fn record_seen(call: &Call) {
    let Some(message) = call.message else { return };
    if let Err(error) = outbox::pressed(&call.services.db, message, call.user(), call.now).await {
        tracing::error!(interaction.id = call.id.0, %error, "could not store that a message was seen");
    }
}
