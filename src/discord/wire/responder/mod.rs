//! Responds to one interaction, and acknowledges it before Discord's three seconds are over.
//!
//! A handler calls `reply`, `update` or `modal`. The `Responder` stores what was sent, and sends a first response, an
//! edit of the deferred response, or a follow-up. It uses real time only. Its state is not needed after a restart.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use serenity::http::{LightMethod, Route};
use serenity::model::id::{ApplicationId, InteractionId};
use tokio::sync::Mutex;

use crate::discord::ui::reply::{EPHEMERAL, File, Reply};
use crate::discord::ui::text::clip;
use crate::discord::ui::widgets::Modal;
use crate::discord::wire::ack::Ack;
use crate::discord::wire::error_codes::{
    ALREADY_ACKNOWLEDGED, INVALID_WEBHOOK_TOKEN, UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK,
};
use crate::discord::wire::transport::{Failure, Request, Transport};
use crate::discord::wire::user_error::UserError;
use crate::telemetry::METRICS;
use crate::words::Language;

/// Discord allows 3 s; half of it leaves room for a slow network.
const ACKNOWLEDGE_AFTER: Duration = Duration::from_millis(1500);
/// A first response that fails is tried again until then, since the interaction came in.
const FIRST_RESPONSE_FOR: Duration = Duration::from_millis(2800);
/// Any other answer is tried again until then: its token is good for 15 minutes.
const ANSWER_FOR: Duration = Duration::from_secs(14 * 60 + 30);
/// The wait after the first try; doubles with each, up to the longest.
const FIRST_WAIT: Duration = Duration::from_millis(250);
const MAX_WAIT: Duration = Duration::from_secs(10);
/// More tries than fit into [`ANSWER_FOR`].
const MAX_TRIES: u32 = 120;

/// Discord's limit of autocompletion choices.
const MAX_CHOICES: usize = 25;
const MAX_CHOICE_CHARS: usize = 100;

/// Responds to one interaction. Cheap to clone; all clones share its state.
#[derive(Clone)]
pub struct Responder {
    inner: Arc<Inner>,
}

struct Inner {
    transport: Transport,
    application: ApplicationId,
    id: InteractionId,
    token: String,
    ack: Ack,
    arrived_at: Instant,
    state: Mutex<State>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing was sent.
    Open,
    /// Discord shows "thinking…", which the answer replaces.
    Thinking,
    /// Acknowledged invisibly; @original is the message with the pressed button.
    Unchanged,
    /// @original is our answer, or the message that we updated.
    Answered,
    /// A modal is open, or choices were sent: only follow-ups are possible.
    Closed,
    /// Discord does not know the interaction any more.
    Expired,
}

impl Responder {
    pub fn new(transport: Transport, application: ApplicationId, id: InteractionId, token: String, ack: Ack) -> Self {
        Self {
            inner: Arc::new(Inner {
                transport,
                application,
                id,
                token,
                ack,
                arrived_at: Instant::now(),
                state: Mutex::new(State::Open),
            }),
        }
    }

    /// How this interaction is acknowledged when it is slow: `Update` when the press is on the message that it changes.
    pub fn ack(&self) -> Ack {
        self.inner.ack
    }

    /// Acknowledges after 1.5 s unless something was sent by then. Run it concurrently with the handler.
    pub(in crate::discord) async fn acknowledge_in_time(&self) {
        tokio::time::sleep(ACKNOWLEDGE_AFTER).await;
        self.acknowledge().await;
    }

    /// Acknowledges now, unless something was sent: for a handler that knows it is slow.
    pub async fn acknowledge(&self) {
        let mut state = self.inner.state.lock().await;
        if *state != State::Open {
            return;
        }
        let (kind, data, next) = match self.inner.ack {
            Ack::Never => return,
            Ack::Private => (5, json!({ "flags": EPHEMERAL }), State::Thinking),
            Ack::Public => (5, json!({}), State::Thinking),
            Ack::Update => (6, Value::Null, State::Unchanged),
        };
        match self.callback(kind, data, None, next).await {
            Ok(next) => *state = next,
            Err(failure) => {
                self.log(&failure);
                // It may have arrived, and no other first response is in time: the answer edits @original.
                if failure.is_transient() {
                    *state = next;
                }
            }
        }
    }

    /// Answers the caller alone.
    pub async fn reply(&self, reply: impl Into<Reply> + Send) -> Result<(), UserError> {
        self.answer(&reply.into(), EPHEMERAL).await
    }

    /// Answers so that all in the channel can read it. The handler's `Ack` should be `Public`.
    pub async fn reply_public(&self, reply: impl Into<Reply> + Send) -> Result<(), UserError> {
        self.answer(&reply.into(), 0).await
    }

    /// Replaces the message with the pressed button. The handler's `Ack` should be `Update`.
    ///
    /// After a slash command, or once Discord shows "thinking…", it is sent as an answer instead.
    pub async fn update(&self, reply: impl Into<Reply> + Send) -> Result<(), UserError> {
        let reply = reply.into();
        let mut state = self.inner.state.lock().await;
        let next = match *state {
            State::Open => self.first_answer(7, reply.edit_body(), &reply).await,
            State::Thinking | State::Unchanged | State::Answered => self.edit_original(&reply).await,
            State::Closed => self.follow_up(*state, &reply, EPHEMERAL).await,
            State::Expired => Ok(State::Expired),
        };
        *state = next.map_err(UserError::NotShown)?;
        Ok(())
    }

    /// Opens a form. It must be the first response, so its handler's `Ack` is `Never` and it waits for nothing.
    pub async fn modal(&self, modal: &Modal) -> Result<(), UserError> {
        let mut state = self.inner.state.lock().await;
        debug_assert!(*state == State::Open, "a modal must be the first response");
        if *state == State::Open {
            *state = self.callback(9, modal.body(), None, State::Closed).await.map_err(UserError::NotShown)?;
        }
        Ok(())
    }

    /// Sends the choices of an autocompletion as `(label, value)`: the first 25.
    pub async fn choices(&self, choices: Vec<(String, Value)>) {
        let choices: Vec<Value> = choices
            .into_iter()
            .take(MAX_CHOICES)
            .map(|(label, value)| json!({ "name": clip(&label, MAX_CHOICE_CHARS), "value": value }))
            .collect();
        let mut state = self.inner.state.lock().await;
        if *state == State::Open {
            match self.callback(8, json!({ "choices": choices }), None, State::Closed).await {
                Ok(next) => *state = next,
                Err(failure) => self.log(&failure),
            }
        }
    }

    /// Ends an interaction whose handler has finished. Without an answer so far, sends a plain "Done.".
    pub(in crate::discord) async fn finish(&self, language: Language) -> Result<(), UserError> {
        let state = *self.inner.state.lock().await;
        match (state, self.inner.ack) {
            (State::Open, Ack::Update) => {
                self.acknowledge().await;
                Ok(())
            }
            (State::Open | State::Thinking, _) => {
                tracing::warn!(interaction.id = self.inner.id.get(), "a handler sent no answer");
                self.reply(crate::say!(language, "discord-done")).await
            }
            _ => Ok(()),
        }
    }

    async fn answer(&self, reply: &Reply, flags: u64) -> Result<(), UserError> {
        let mut state = self.inner.state.lock().await;
        let next = match *state {
            State::Open => self.first_answer(4, reply.body_with(flags), reply).await,
            State::Thinking if (self.inner.ack == Ack::Private) == (flags & EPHEMERAL != 0) => {
                self.edit_original(reply).await
            }
            State::Thinking => {
                // A private answer cannot replace a public "thinking…", and a public one cannot replace a private one:
                // delete it and follow up.
                self.delete_original().await;
                *state = State::Closed;
                self.follow_up(*state, reply, flags).await
            }
            State::Unchanged | State::Answered | State::Closed => self.follow_up(*state, reply, flags).await,
            State::Expired => Ok(State::Expired),
        };
        *state = next.map_err(UserError::NotShown)?;
        Ok(())
    }

    /// Sends the answer as the first response. When it is not known whether that arrived, it is put in its place again:
    /// if it had not arrived, Discord does not know the interaction any more.
    async fn first_answer(&self, kind: u8, data: Value, reply: &Reply) -> Result<State, Failure> {
        match self.callback(kind, data, reply.attached(), State::Answered).await {
            Err(failure) if failure.is_transient() => self.edit_original(reply).await,
            outcome => outcome,
        }
    }

    /// Sends a first response; returns the next state. After a transient error it may have arrived.
    async fn callback(&self, kind: u8, data: Value, file: Option<&File>, next: State) -> Result<State, Failure> {
        let route = Route::InteractionResponse { interaction_id: self.inner.id, token: &self.inner.token };
        let mut body = json!({ "type": kind });
        if !data.is_null() {
            body["data"] = data;
        }
        let request = || Request::new(LightMethod::Post, route).body(body.clone()).file(file);
        // Discord accepts one first response, so a retry is safe: "already acknowledged" means that an earlier try
        // arrived.
        let outcome = self.try_for(FIRST_RESPONSE_FOR, request, Failure::is_transient).await;
        METRICS.interaction_acknowledged_seconds.observe(self.inner.arrived_at.elapsed().as_secs_f64());
        match outcome {
            Err(failure) if failure.code() == Some(ALREADY_ACKNOWLEDGED) => Ok(next),
            Err(failure) if failure.is_transient() => Err(failure),
            outcome => self.state_after(outcome, next),
        }
    }

    async fn edit_original(&self, reply: &Reply) -> Result<State, Failure> {
        let route = Route::WebhookOriginalInteractionResponse {
            application_id: self.inner.application,
            token: &self.inner.token,
        };
        let request = || Request::new(LightMethod::Patch, route).body(reply.edit_body()).file(reply.attached());
        // An edit is idempotent.
        let outcome = self.try_for(ANSWER_FOR, request, Failure::is_transient).await;
        self.state_after(outcome, State::Answered)
    }

    async fn follow_up(&self, state: State, reply: &Reply, flags: u64) -> Result<State, Failure> {
        let route = Route::WebhookFollowupMessages { application_id: self.inner.application, token: &self.inner.token };
        let request = || Request::new(LightMethod::Post, route).body(reply.body_with(flags)).file(reply.attached());
        // Follow-ups have no nonce: after a lost response there is no retry, or the caller could read it twice.
        let may_be_repeated = |failure: &Failure| failure.is_transient() && !matches!(failure, Failure::Unknown(_));
        match self.try_for(ANSWER_FOR, request, may_be_repeated).await {
            Err(failure @ Failure::Unknown(_)) => {
                self.log(&failure);
                Ok(state)
            }
            outcome => self.state_after(outcome, state),
        }
    }

    /// Tries again, with growing waits, until `limit` has passed since the interaction came in.
    async fn try_for<'a>(
        &self,
        limit: Duration,
        request: impl Fn() -> Request<'a>,
        may_be_repeated: impl Fn(&Failure) -> bool,
    ) -> Result<Value, Failure> {
        let mut wait = FIRST_WAIT;
        for _ in 1..MAX_TRIES {
            let failure = match self.inner.transport.send(request()).await {
                Err(failure) if may_be_repeated(&failure) => failure,
                outcome => return outcome,
            };
            let pause = failure.retry_after().unwrap_or(wait);
            if self.inner.arrived_at.elapsed() + pause > limit {
                return Err(failure);
            }
            self.inner.transport.pause(pause).await;
            wait = (wait * 2).min(MAX_WAIT);
        }
        self.inner.transport.send(request()).await
    }

    async fn delete_original(&self) {
        let route = Route::WebhookOriginalInteractionResponse {
            application_id: self.inner.application,
            token: &self.inner.token,
        };
        if let Err(failure) = self.inner.transport.send_with_retry(Request::new(LightMethod::Delete, route)).await {
            self.log(&failure);
        }
    }

    /// The state after Discord's response. An interaction that has expired, or could not be answered for as long as its
    /// token was good, is logged once and given up: what was asked for is done, and cannot be shown.
    fn state_after(&self, outcome: Result<Value, Failure>, next: State) -> Result<State, Failure> {
        match outcome {
            Ok(_) => Ok(next),
            Err(failure)
                if matches!(failure.code(), Some(UNKNOWN_INTERACTION | UNKNOWN_WEBHOOK | INVALID_WEBHOOK_TOKEN)) =>
            {
                let id = self.inner.id.get();
                tracing::warn!(interaction.id = id, "an answer was too late for Discord; the caller did not get it");
                Ok(State::Expired)
            }
            Err(failure) if failure.is_transient() => {
                self.log(&failure);
                Ok(State::Expired)
            }
            Err(failure) => Err(failure),
        }
    }

    fn log(&self, failure: &Failure) {
        tracing::error!(interaction.id = self.inner.id.get(), error = %failure, "could not answer an interaction");
    }
}

#[cfg(test)]
mod tests;
