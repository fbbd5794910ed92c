//! Where an attempt goes on Discord, with all ids, and the request that it makes.

use serenity::http::{LightMethod, Route};

use crate::discord::wire::transport::Request;
use crate::members::{ChannelId, MemberId, MessageId};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Destination {
    Dm {
        channel: ChannelId,
    },
    /// The member's private thread in the inbox channel.
    Inbox {
        thread: ChannelId,
        mention: MemberId,
    },
    Channel {
        channel: ChannelId,
    },
    /// A message to edit.
    EditedMessage {
        channel: ChannelId,
        message: MessageId,
    },
    /// A message to delete.
    DeletedMessage {
        channel: ChannelId,
        message: MessageId,
    },
    NewThread {
        parent: ChannelId,
        members: Vec<MemberId>,
    },
    AddedThreadMember {
        thread: ChannelId,
        member: MemberId,
    },
    RemovedThreadMember {
        thread: ChannelId,
        member: MemberId,
    },
    ClosedThread {
        thread: ChannelId,
    },
}

impl Destination {
    /// The channel of the message; `None` if the attempt is not about a message.
    pub fn message_channel(&self) -> Option<ChannelId> {
        match *self {
            Destination::Dm { channel }
            | Destination::Inbox { thread: channel, .. }
            | Destination::Channel { channel }
            | Destination::EditedMessage { channel, .. }
            | Destination::DeletedMessage { channel, .. } => Some(channel),
            _ => None,
        }
    }

    /// The channel or thread that the request addresses.
    pub fn channel(&self) -> ChannelId {
        match *self {
            Destination::Dm { channel }
            | Destination::Channel { channel }
            | Destination::EditedMessage { channel, .. }
            | Destination::DeletedMessage { channel, .. } => channel,
            Destination::Inbox { thread, .. }
            | Destination::AddedThreadMember { thread, .. }
            | Destination::RemovedThreadMember { thread, .. }
            | Destination::ClosedThread { thread } => thread,
            Destination::NewThread { parent, .. } => parent,
        }
    }

    /// The request without its body, which is all that the pacing needs to reserve a slot.
    pub fn request(&self) -> Request<'static> {
        match *self {
            Destination::Dm { channel }
            | Destination::Channel { channel }
            | Destination::Inbox { thread: channel, .. } => {
                Request::new(LightMethod::Post, Route::ChannelMessages { channel_id: channel.0.into() })
            }
            Destination::EditedMessage { channel, message } => {
                let route = Route::ChannelMessage { channel_id: channel.0.into(), message_id: message.0.into() };
                Request::new(LightMethod::Patch, route)
            }
            Destination::DeletedMessage { channel, message } => {
                let route = Route::ChannelMessage { channel_id: channel.0.into(), message_id: message.0.into() };
                Request::new(LightMethod::Delete, route)
            }
            Destination::NewThread { parent, .. } => {
                Request::new(LightMethod::Post, Route::ChannelThreads { channel_id: parent.0.into() })
            }
            // A message that mentions the member adds them: see `thread_members`.
            Destination::AddedThreadMember { thread, .. } => {
                Request::new(LightMethod::Post, Route::ChannelMessages { channel_id: thread.0.into() })
            }
            Destination::RemovedThreadMember { thread, member } => {
                let route = Route::ChannelThreadMember { channel_id: thread.0.into(), user_id: member.0.into() };
                Request::new(LightMethod::Delete, route)
            }
            Destination::ClosedThread { thread } => {
                Request::new(LightMethod::Patch, Route::Channel { channel_id: thread.0.into() })
            }
        }
    }
}
