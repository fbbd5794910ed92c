//! Limits how many threads the bot may open in a channel.
//!
//! Discord publishes no numbers, and its headers do not contain this limit. According to reports, Discord refuses new
//! threads for some minutes after about ten threads in ten minutes. The sandbox measures the window with its own clock,
//! because tests cannot wait ten real minutes.

use std::collections::{BTreeMap, VecDeque};

use super::api_error::ApiError;
use super::snowflake::Snowflake;
use crate::time::{SignedDuration, Timestamp};

const WINDOW: SignedDuration = SignedDuration::from_mins(10);
const MAX_PER_WINDOW: usize = 10;

/// For each channel, when the bot opened its latest threads there.
#[derive(Debug, Default)]
pub(super) struct ThreadLimits {
    opened_at: BTreeMap<Snowflake, VecDeque<Timestamp>>,
}

impl ThreadLimits {
    /// Counts a new thread. If there are too many, the error says how long to wait.
    pub(super) fn count(&mut self, channel: Snowflake, now: Timestamp) -> Result<(), ApiError> {
        let opened_at = self.opened_at.entry(channel).or_default();
        opened_at.retain(|at| now.duration_since(*at) < WINDOW);
        if let Some(oldest) = opened_at.front().filter(|_| opened_at.len() >= MAX_PER_WINDOW) {
            return Err(ApiError::RateLimited { retry_after: WINDOW - now.duration_since(*oldest) });
        }
        opened_at.push_back(now);
        Ok(())
    }
}
