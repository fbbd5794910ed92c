//! Moves the virtual clock. A move stops at every instant at which the bot has a due row, and continues when the bot is
//! idle.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::error::control_error;
use crate::sandbox::core::{ControlResult, MessageView, Snowflake};
use crate::sandbox::instance::{BotStatus, Sandbox};
use crate::time::{Clock, SignedDuration, Timestamp, VirtualClock};

/// The maximum number of stops of one move. It ends a move in which the bot creates a new due row at every stop. It is
/// enough for a year of hourly rows.
const MAX_STOPS: usize = 10_000;

/// The body of `POST /api/clock`. Exactly one of the two fields is set.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockRequest {
    /// A duration: `3h15m`, `90s`, `2d`.
    pub advance: Option<String>,
    /// An instant, or `next`: the next instant at which the bot has a due row.
    pub to: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ClockMove {
    pub now: Timestamp,
    /// The messages that appeared during the move, oldest first.
    pub messages: Vec<MessageView>,
}

impl Sandbox {
    /// Moves the clock forward, and returns the messages that appeared during the move. Fails on a real clock, for an
    /// instant in the past, and if the bot does not become idle.
    pub async fn move_clock(&self, request: ClockRequest) -> ControlResult<ClockMove> {
        let _guard = self.inner.clock_lock.lock().await;
        let clock = self.inner.discord.clock.clone();
        let clock = clock
            .virtual_clock()
            .ok_or_else(|| control_error(409, "this sandbox runs on real time; its clock cannot be moved"))?;
        let message_count = self.inner.discord.read(|state| state.message_count());
        if self.is_bot_running() {
            self.settle().await?;
        }
        let target = self.target(clock, &request).await?;
        self.step_to(clock, target).await?;
        Ok(ClockMove { now: clock.now(), messages: self.messages_since(message_count)? })
    }

    /// Moves the clock forward by this duration.
    pub async fn advance(&self, by: SignedDuration) -> ControlResult<ClockMove> {
        self.move_clock(ClockRequest { advance: Some(format!("{}ms", by.as_millis())), to: None }).await
    }

    /// Moves the clock forward to this instant.
    pub async fn advance_to(&self, to: Timestamp) -> ControlResult<ClockMove> {
        self.move_clock(ClockRequest { advance: None, to: Some(to.to_string()) }).await
    }

    /// The next instant at which the bot has a due row. `None` if the bot has no later row, or if no running bot can
    /// answer.
    pub async fn next_due(&self) -> Option<Timestamp> {
        if !self.is_bot_running() {
            return None;
        }
        self.probe().ok()?.next_due().await
    }

    async fn target(&self, clock: &VirtualClock, request: &ClockRequest) -> ControlResult<Timestamp> {
        let now = clock.now();
        let target = match (&request.advance, &request.to) {
            (Some(by), None) => now
                .checked_add(parse_duration(by)?)
                .map_err(|_| control_error(400, format!("{by:?} leads out of time"))),
            (None, Some(to)) if to == "next" => {
                if self.bot_status() != BotStatus::Running {
                    return Err(control_error(409, "the bot does not run, so nothing says what is due next; start it"));
                }
                self.next_due().await.ok_or_else(|| control_error(409, "the bot has nothing due later than now"))
            }
            (None, Some(to)) => to.parse().map_err(|_| {
                control_error(400, format!("{to:?} is no instant; send {{\"to\":\"2020-11-10T18:15:00Z\"}}"))
            }),
            _ => Err(control_error(400, "send one of {\"advance\":\"3h15m\"} and {\"to\":\"2020-11-10T18:15:00Z\"}")),
        }?;
        let target =
            Timestamp::from_millisecond(target.as_millisecond()).expect("whole milliseconds of an instant in range");
        if target < now { Err(control_error(400, format!("{target} is in the past: it is {now}"))) } else { Ok(target) }
    }

    async fn step_to(&self, clock: &VirtualClock, target: Timestamp) -> ControlResult<()> {
        for _ in 0..MAX_STOPS {
            let next = self.next_due().await.filter(|next| *next < target).unwrap_or(target);
            if next <= clock.now() && next < target {
                return Err(control_error(
                    409,
                    format!("something due at {next} is still there after the bot was idle"),
                ));
            }
            clock.move_to(next);
            self.inner.discord.publish_live(json!({"kind": "clock", "now": next}));
            self.inner.discord.notify_changed();
            if self.is_bot_running() {
                self.settle().await?;
            }
            if next == target {
                return Ok(());
            }
        }
        Err(control_error(
            409,
            format!("the bot had something due {MAX_STOPS} times before {target}; it is {}", clock.now()),
        ))
    }

    fn messages_since(&self, count: usize) -> ControlResult<Vec<MessageView>> {
        self.inner.discord.read(|state| {
            let created_messages = state.messages_since(count);
            let mut channels: Vec<(Snowflake, Snowflake)> = Vec::new();
            for (channel, id) in created_messages {
                if !channels.iter().any(|(known, _)| *known == channel) {
                    channels.push((channel, id));
                }
            }
            let mut messages = Vec::new();
            for (channel, first) in channels {
                let before = Snowflake(first.0 - 1).to_string();
                // A channel that was deleted during the move has no messages.
                messages.extend(state.world.messages(&channel.to_string(), Some(&before), None).unwrap_or_default());
            }
            messages.sort_by_key(|message| message.id);
            Ok(messages)
        })
    }
}

/// Parses a duration such as `3h15m`, `2d` or `1 week 2 hours`. A day is 24 hours. A negative duration is an error.
fn parse_duration(text: &str) -> ControlResult<SignedDuration> {
    let invalid_duration =
        || control_error(400, format!("{text:?} is no length of time; send {{\"advance\":\"3h15m\"}}"));
    let span: jiff::Span = text.parse().map_err(|_| invalid_duration())?;
    let duration = span.to_duration(jiff::SpanRelativeTo::days_are_24_hours()).map_err(|_| invalid_duration())?;
    if duration.is_negative() { Err(invalid_duration()) } else { Ok(duration) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_parsed_in_several_notations() {
        assert_eq!(parse_duration("3h15m").map(|duration| duration.as_secs()).ok(), Some(11_700));
        assert_eq!(parse_duration("2d").map(|duration| duration.as_secs()).ok(), Some(172_800));
        assert_eq!(parse_duration("1500ms").map(|duration| duration.as_millis()).ok(), Some(1_500));
        assert!(parse_duration("soon").is_err());
        assert!(parse_duration("-1h").is_err());
    }
}
