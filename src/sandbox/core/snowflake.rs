//! Discord's ids: 42 bits of milliseconds since 2015, then 22 bits of a sequence. The ids are derived from the
//! sandbox's clock, so a run on a virtual clock is repeatable.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::time::Timestamp;

/// The start of 2015 in Unix milliseconds. Source: Discord docs, "API Reference: Snowflakes".
const DISCORD_EPOCH_MS: i64 = 1_420_070_400_000;
const SEQUENCE_BITS: u32 = 22;

/// A Discord id. In JSON it is a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Snowflake(pub u64);

impl Snowflake {
    /// The smallest id at that instant. For instants before 2015 it is 0.
    pub fn at(instant: Timestamp) -> Self {
        let ms = (instant.as_millisecond() - DISCORD_EPOCH_MS).max(0);
        Self(u64::try_from(ms).expect("not negative") << SEQUENCE_BITS)
    }

    /// When the id was created, in whole milliseconds.
    pub fn created_at(self) -> Timestamp {
        let ms = i64::try_from(self.0 >> SEQUENCE_BITS).expect("42 bits");
        Timestamp::from_millisecond(ms + DISCORD_EPOCH_MS).expect("42 bits of milliseconds are inside jiff's range")
    }
}

impl fmt::Display for Snowflake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Snowflake {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl Serialize for Snowflake {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Snowflake {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// Generates ids that always increase, even while the clock stands still.
#[derive(Debug, Default)]
pub struct SnowflakeGenerator {
    last: u64,
}

impl SnowflakeGenerator {
    /// Returns an id for an object that is created at `now`. It is greater than all earlier ids.
    pub fn next(&mut self, now: Timestamp) -> Snowflake {
        self.last = Snowflake::at(now).0.max(self.last + 1);
        Snowflake(self.last)
    }
}
