//! Limits how many DMs the bot may open.
//!
//! Discord publishes no numbers for 40003 and 20026. Reports of bots flagged as spam start near 30 unsolicited direct
//! messages. So the sandbox uses these rules. Opening a DM within 15 minutes after the member's own action (a command,
//! a click, a message to the bot) is free, so that a whole group can press buttons at once. Of other DMs, 10 in 10
//! minutes are allowed, and more get 40003. The 31st in a day gets 20026, and from then on only DMs that are already
//! open work.

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
    unsolicited: VecDeque<Timestamp>,
    /// When each user last acted towards the bot.
    last_active_at: BTreeMap<Snowflake, Timestamp>,
    quarantined: bool,
}

impl DmLimits {
    pub(super) fn record_activity(&mut self, user: Snowflake, now: Timestamp) {
        self.last_active_at.insert(user, now);
    }

    pub(super) fn count_open(&mut self, user: Snowflake, now: Timestamp) -> Result<(), ErrorCode> {
        if self.quarantined {
            return Err(ErrorCode::Quarantined);
        }
        if self.last_active_at.get(&user).is_some_and(|at| now.duration_since(*at) <= RECENT_ACTIVITY) {
            return Ok(());
        }
        self.unsolicited.retain(|at| now.duration_since(*at) < DAY);
        if self.unsolicited.len() >= MAX_UNSOLICITED_PER_DAY {
            self.quarantined = true;
            return Err(ErrorCode::Quarantined);
        }
        let recent = self.unsolicited.iter().filter(|at| now.duration_since(**at) < UNSOLICITED_WINDOW).count();
        if recent >= MAX_UNSOLICITED_PER_WINDOW {
            return Err(ErrorCode::OpeningDmsTooFast);
        }
        self.unsolicited.push_back(now);
        Ok(())
    }
}
