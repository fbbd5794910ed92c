//! Moves the clock: it stops at every instant at which the bot has something due, and goes on when the bot is idle.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::refuse;
use crate::sandbox::Sandbox;
use crate::sandbox::core::{Act, MessageView, Snowflake};
use crate::time::{Clock, SignedDuration, Timestamp, VirtualClock};

/// A bot that makes something due at each step forever is stopped here: a year of hourly rows.
const MOST_STOPS: usize = 10_000;

/// The body of `POST /api/clock`: one of the two.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockAct {
    /// `3h15m`, `90s`, `2d`
    pub advance: Option<String>,
    /// An instant, or `next`: where the bot has something due next.
    pub to: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Moved {
    pub now: Timestamp,
    /// What appeared on the way, oldest first.
    pub messages: Vec<MessageView>,
}

impl Sandbox {
    pub async fn move_clock(&self, act: ClockAct) -> Act<Moved> {
        let _moving = self.inner.moving.lock().await;
        let clock = self.inner.discord.clock.clone();
        let clock =
            clock.movable().ok_or_else(|| refuse(409, "this sandbox runs on real time; its clock cannot be moved"))?;
        let made = self.inner.discord.look(|state| state.made());
        if self.can_tell_idle() {
            self.settle().await?;
        }
        let target = self.target(clock, &act).await?;
        self.go(clock, target).await?;
        Ok(Moved { now: clock.now(), messages: self.made_since(made)? })
    }

    /// `advance` of a Rust caller: seconds, hours, any whole milliseconds.
    pub async fn advance(&self, by: SignedDuration) -> Act<Moved> {
        self.move_clock(ClockAct { advance: Some(format!("{}ms", by.as_millis())), to: None }).await
    }

    pub async fn advance_to(&self, to: Timestamp) -> Act<Moved> {
        self.move_clock(ClockAct { advance: None, to: Some(to.to_string()) }).await
    }

    /// Where the bot has something due next; `None` when nothing is, or nothing tells.
    pub async fn next_due(&self) -> Option<Timestamp> {
        if !self.can_tell_idle() {
            return None;
        }
        self.probe().ok()?.next_due().await
    }

    async fn target(&self, clock: &VirtualClock, act: &ClockAct) -> Act<Timestamp> {
        let now = clock.now();
        let target = match (&act.advance, &act.to) {
            (Some(by), None) => {
                now.checked_add(duration(by)?).map_err(|_| refuse(400, format!("{by:?} leads out of time")))
            }
            (None, Some(to)) if to == "next" => {
                self.next_due().await.ok_or_else(|| refuse(409, "the bot has nothing due later than now"))
            }
            (None, Some(to)) => to
                .parse()
                .map_err(|_| refuse(400, format!("{to:?} is no instant; send {{\"to\":\"2020-11-10T18:15:00Z\"}}"))),
            _ => Err(refuse(400, "send one of {\"advance\":\"3h15m\"} and {\"to\":\"2020-11-10T18:15:00Z\"}")),
        }?;
        let target =
            Timestamp::from_millisecond(target.as_millisecond()).expect("whole milliseconds of an instant in range");
        if target < now { Err(refuse(400, format!("{target} is in the past: it is {now}"))) } else { Ok(target) }
    }

    async fn go(&self, clock: &VirtualClock, target: Timestamp) -> Act<()> {
        for _ in 0..MOST_STOPS {
            let next = self.next_due().await.filter(|next| *next < target).unwrap_or(target);
            if next <= clock.now() && next < target {
                return Err(refuse(409, format!("something due at {next} is still there after the bot was idle")));
            }
            clock.move_to(next);
            self.inner.discord.tell_live(json!({"kind": "clock", "now": next}));
            self.inner.discord.changed();
            if self.can_tell_idle() {
                self.settle().await?;
            }
            if next == target {
                return Ok(());
            }
        }
        Err(refuse(409, format!("the bot had something due {MOST_STOPS} times before {target}; it is {}", clock.now())))
    }

    fn made_since(&self, count: usize) -> Act<Vec<MessageView>> {
        self.inner.discord.look(|state| {
            let made = state.made_since(count);
            let mut channels: Vec<(Snowflake, Snowflake)> = Vec::new();
            for (channel, id) in made {
                if !channels.iter().any(|(known, _)| *known == channel) {
                    channels.push((channel, id));
                }
            }
            let mut messages = Vec::new();
            for (channel, first) in channels {
                let before = Snowflake(first.0 - 1).to_string();
                // A channel that was deleted meanwhile has no messages to show.
                messages.extend(state.world.messages(&channel.to_string(), Some(&before), None).unwrap_or_default());
            }
            messages.sort_by_key(|message| message.id);
            Ok(messages)
        })
    }
}

/// `3h15m`, `2d`, `1 week 2 hours`; a day is 24 hours.
fn duration(text: &str) -> Act<SignedDuration> {
    let wrong = || refuse(400, format!("{text:?} is no length of time; send {{\"advance\":\"3h15m\"}}"));
    let span: jiff::Span = text.parse().map_err(|_| wrong())?;
    let length = span.to_duration(jiff::SpanRelativeTo::days_are_24_hours()).map_err(|_| wrong())?;
    if length.is_negative() { Err(wrong()) } else { Ok(length) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_people_write_them() {
        assert_eq!(duration("3h15m").map(|length| length.as_secs()).ok(), Some(11_700));
        assert_eq!(duration("2d").map(|length| length.as_secs()).ok(), Some(172_800));
        assert_eq!(duration("1500ms").map(|length| length.as_millis()).ok(), Some(1_500));
        assert!(duration("soon").is_err());
        assert!(duration("-1h").is_err());
    }
}
