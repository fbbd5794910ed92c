//! Records what a press proves about the pressed message: the message arrived, and the person has seen it.

use serenity::model::application::{ActionRowComponent, Button, ButtonKind};
use serenity::model::channel::Message;

use crate::db;
use crate::delivery::outbox;
use crate::discord::call::Call;
use crate::discord::wire::custom_id::tag_of;
use crate::members::{ChannelId, MessageId};

/// Settles the delivery of the pressed message. A press proves that the message arrived, even when Discord's response
/// to the attempt was lost. Must run before the handler, which would otherwise treat the message as not received.
pub(super) async fn settle_delivery(call: &Call, message: &Message) {
    let components = message.components.iter().flat_map(|row| &row.components);
    let mut ids = components.filter_map(|component| match component {
        ActionRowComponent::Button(Button { data: ButtonKind::NonLink { custom_id, .. }, .. }) => Some(custom_id),
        ActionRowComponent::SelectMenu(select) => select.custom_id.as_ref(),
        _ => None,
    });
    let Some(tag) = ids.find_map(|id| tag_of(id)) else { return };
    let (channel, id) = (ChannelId(message.channel_id.get()), MessageId(message.id.get()));
    if let Err(error) = db::without_claim(call.services.dispatcher.settle_pressed_message(tag, channel, id)).await {
        tracing::error!(interaction.id = call.id.0, %error, "could not store that a pressed message has arrived");
    }
}

/// Records that the caller has seen the pressed message, if the message was sent to the caller.
pub(super) async fn record_seen(call: &Call) {
    let Some(message) = call.message else { return };
    if let Err(error) = outbox::record_press(&call.services.db, message, call.user(), call.now).await {
        tracing::error!(interaction.id = call.id.0, %error, "could not store that a message was seen");
    }
}
