//! A separate type for each kind of Discord id, so that a channel id cannot be used as a member id.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! snowflake {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(pub u64);

        impl $name {
            /// The value for a database column. Discord's ids use 63 bits until the year 2084, so the sign bit is free.
            pub fn to_sql(self) -> i64 {
                self.0.cast_signed()
            }

            pub fn from_sql(column: i64) -> Self {
                Self(column.cast_unsigned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = std::num::ParseIntError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0.to_string()
            }
        }
    };
}

snowflake!(
    /// A person: Discord's user id.
    MemberId
);
snowflake!(
    /// A server.
    GuildId
);
snowflake!(RoleId);
snowflake!(
    /// A channel, a thread or a DM.
    ChannelId
);
snowflake!(MessageId);
snowflake!(
    /// An incoming interaction. It is the idempotency key for everything that the interaction creates.
    InteractionId
);
