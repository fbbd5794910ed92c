//! Conversions between serenity's ids and ours.

use serenity::model::id as theirs;

use crate::members as ours;

macro_rules! convert_ids {
    ($($ours:ident = $theirs:ident),* $(,)?) => {$(
        impl From<theirs::$theirs> for ours::$ours {
            fn from(id: theirs::$theirs) -> Self {
                Self(id.get())
            }
        }

        impl From<ours::$ours> for theirs::$theirs {
            /// # Panics
            /// When the id is 0, which Discord never uses.
            fn from(id: ours::$ours) -> Self {
                Self::new(id.0)
            }
        }
    )*};
}

convert_ids! {
    MemberId = UserId, GuildId = GuildId, RoleId = RoleId, ChannelId = ChannelId, MessageId = MessageId,
    InteractionId = InteractionId,
}
