//! Conversions between serenity's ids and our ids.

use serenity::model::id as serenity_ids;

use crate::members as magpie_ids;

macro_rules! convert_ids {
    ($($magpie_id:ident = $serenity_id:ident),* $(,)?) => {$(
        impl From<serenity_ids::$serenity_id> for magpie_ids::$magpie_id {
            fn from(id: serenity_ids::$serenity_id) -> Self {
                Self(id.get())
            }
        }

        impl From<magpie_ids::$magpie_id> for serenity_ids::$serenity_id {
            /// # Panics
            /// When the id is 0, which Discord never uses.
            fn from(id: magpie_ids::$magpie_id) -> Self {
                Self::new(id.0)
            }
        }
    )*};
}

convert_ids! {
    MemberId = UserId, GuildId = GuildId, RoleId = RoleId, ChannelId = ChannelId, MessageId = MessageId,
    InteractionId = InteractionId,
}
