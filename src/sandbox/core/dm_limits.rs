//! Limits how many DMs the bot may open.
//!
//! Discord publishes no numbers for the errors 40003 and 20026. According to reports, Discord flags a bot as spam after
//! about 30 unsolicited direct messages. So the sandbox uses these rules:
//! - A DM does not count if the bot opens it within 15 minutes after an action of the member (a command, a click, a
//!   message to the bot). So a whole group can press buttons at once.
//! - The bot may open 10 other DMs in 10 minutes. The next one gets 40003.
//! - The 31st other DM in a day gets 20026. From then on, the bot can use only DMs that are already open.

use std::collections::{BTreeMap, VecDeque};

use super::api_error::ErrorCode;
use super::snowflake::Snowflake;
use crate::time::{SignedDuration, Timestamp};

const RECENT_ACTIVITY: SignedDuration = SignedDuration::from_mins(15);
const UNSOLICITED_WINDOW: SignedDuration = SignedDuration::from_mins(10);
const MAX_UNSOLICITED_PER_WINDOW: usize = 10;
const DAY: SignedDuration = SignedDuration::from_hours(24);
const MAX_UNSOLICITED_PER_DAY: usize = 30;

#[derive(Debug, Default)]
pub(super) struct DmLimits {
    unsolicited_at: VecDeque<Timestamp>,
    /// When each user last acted towards the bot.
    last_active_at: BTreeMap<Snowflake, Timestamp>,
    is_quarantined: bool,
}

impl DmLimits {
    pub(super) fn record_activity(&mut self, user: Snowflake, now: Timestamp) {
        self.last_active_at.insert(user, now);
    }

    /// Whether the user has ever acted towards the bot.
    pub(super) fn has_acted(&self, user: Snowflake) -> bool {
        self.last_active_at.contains_key(&user)
    }

    /// Counts a DM that the bot opens. Fails with Discord's error if the bot may not open it.
    pub(super) fn count_open(&mut self, user: Snowflake, now: Timestamp) -> Result<(), ErrorCode> {
        if self.is_quarantined {
            return Err(ErrorCode::Quarantined);
        }
        if self.last_active_at.get(&user).is_some_and(|at| now.duration_since(*at) <= RECENT_ACTIVITY) {
            return Ok(());
        }
        self.unsolicited_at.retain(|at| now.duration_since(*at) < DAY);
        if self.unsolicited_at.len() >= MAX_UNSOLICITED_PER_DAY {
            self.is_quarantined = true;
            return Err(ErrorCode::Quarantined);
        }
        let recent = self.unsolicited_at.iter().filter(|at| now.duration_since(**at) < UNSOLICITED_WINDOW).count();
        if recent >= MAX_UNSOLICITED_PER_WINDOW {
            return Err(ErrorCode::OpeningDmsTooFast);
        }
        self.unsolicited_at.push_back(now);
        Ok(())
    }
}
