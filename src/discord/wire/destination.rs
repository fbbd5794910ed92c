//! The target of a delivery attempt on Discord, with all ids, and the request that the attempt sends.

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
        /// The message mentions the member. The mention adds them to the thread and makes their phone ring.
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
    /// The channel that has the message; `None` if the attempt does not post, edit or delete a message.
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

    /// The channel or thread whose id is in the request's path.
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

    /// The request without its body. The pacing needs no body to reserve a slot.
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
            // A message that mentions the member adds them to the thread: see `thread_members`.
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
