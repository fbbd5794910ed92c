//! How many more sessions Discord lets us start, and when we may start the next session.
//!
//! A bot may start ("identify") 1,000 sessions per day. If the bot exceeds this limit, Discord resets the bot's token.
//! Then the bot cannot connect until a person sets the new token. Source: Discord docs, "Gateway: Session Start Limit
//! Object".

use std::time::Duration;

use serde_json::Value;
use serenity::http::Route;
use tokio::runtime::Handle;

use crate::discord::wire::transport::{Request, Transport};

/// If fewer starts than this are left, we spread them over the time until Discord resets the count.
const FEW_STARTS: u64 = 100;
/// Discord counts sessions per day, so we cut a longer wait in Discord's answer to one day.
const MAX_WAIT: Duration = Duration::from_secs(24 * 3600);
/// Ask Discord again after this long, because its earlier answer may have been too low.
const ASK_AGAIN_AFTER: Duration = Duration::from_secs(600);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Starts {
    remaining: u64,
    reset_after: Duration,
}

impl Starts {
    fn parse(answer: &Value) -> Option<Self> {
        let limit = &answer["session_start_limit"];
        let reset_after = Duration::from_millis(limit["reset_after"].as_u64()?);
        Some(Self { remaining: limit["remaining"].as_u64()?, reset_after: reset_after.min(MAX_WAIT) })
    }

    /// How long to wait before the next session.
    fn wait(self) -> Duration {
        match u32::try_from(self.remaining) {
            Ok(0) => self.reset_after.max(Duration::from_secs(1)),
            Ok(few) if self.remaining < FEW_STARTS => self.reset_after / (few + 1),
            _ => Duration::ZERO,
        }
    }
}

/// Makes the gateway's thread wait until a session may start. The request runs on the bot's own runtime, because the
/// HTTP connections outlive the gateway's thread.
pub(super) struct SessionStarts {
    transport: Transport,
    runtime: Handle,
}

impl SessionStarts {
    /// Call this on the bot's runtime.
    pub fn new(transport: Transport) -> Self {
        Self { transport, runtime: Handle::current() }
    }

    pub fn transport(&self) -> &Transport {
        &self.transport
    }

    /// Waits until another session may start.
    pub async fn wait(&self) {
        let transport = self.transport.clone();
        // The task fails only when the runtime shuts down.
        let _ = self.runtime.spawn(async move { wait_for_session_start(&transport).await }).await;
    }
}

/// Waits until another session may start. If Discord does not say how many starts are left, this returns at once, and
/// only the pauses between connections limit the session starts.
pub(super) async fn wait_for_session_start(transport: &Transport) {
    loop {
        let starts = match transport.send(Request::get(Route::GatewayBot)).await {
            Ok(answer) => Starts::parse(&answer),
            Err(_) => None,
        };
        let Some(starts) = starts.filter(|starts| starts.wait() > Duration::ZERO) else { return };
        let wait = starts.wait();
        let (remaining, wait_s) = (starts.remaining, wait.as_secs());
        tracing::warn!(remaining, "few session starts are left today; waiting {wait_s} s before the next");
        let step = wait.min(ASK_AGAIN_AFTER);
        tokio::time::sleep(step).await;
        if starts.remaining > 0 && step == wait {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use async_trait::async_trait;
    use serde_json::json;

    use super::*;
    use crate::discord::wire::transport::{Failure, HttpSend, Response};

    fn starts(remaining: u64, reset_after_s: u64) -> Starts {
        Starts { remaining, reset_after: Duration::from_secs(reset_after_s) }
    }

    #[test]
    fn few_remaining_starts_are_spread_and_without_starts_the_wait_lasts_until_the_reset() {
        assert_eq!(starts(900, 3600).wait(), Duration::ZERO);
        assert_eq!(starts(9, 3600).wait(), Duration::from_secs(360));
        assert_eq!(starts(0, 3600).wait(), Duration::from_secs(3600));
        assert_eq!(starts(0, 0).wait(), Duration::from_secs(1), "Discord is not asked without a pause");
    }

    /// Answers the requests with these numbers of remaining sessions, in order.
    struct Answers(Arc<Mutex<Vec<u64>>>);

    #[async_trait]
    impl HttpSend for Answers {
        async fn send(&self, _: &Request<'_>) -> Result<Response, Failure> {
            let remaining = self.0.lock().unwrap().remove(0);
            let limit = json!({"total": 1000, "remaining": remaining, "reset_after": 0, "max_concurrency": 1});
            let body = json!({"url": "wss://x", "session_start_limit": limit}).to_string().into_bytes();
            Ok(Response { status: 200, headers: Default::default(), body: Ok(body) })
        }
    }

    #[tokio::test]
    async fn wait_asks_discord_again_until_a_session_may_start() {
        let remaining_counts = Arc::new(Mutex::new(vec![0, 1000]));
        let transport = Transport::simulated(Answers(Arc::clone(&remaining_counts)));
        wait_for_session_start(&transport).await;
        assert_eq!(*remaining_counts.lock().unwrap(), [0; 0], "Discord was asked again");
    }
}
