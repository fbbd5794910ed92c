//! One `Responder` for each interaction: acknowledges by itself before Discord's three seconds are over and remembers
//! what it said.
//!
//! Handlers say what they have to say (`reply`, `update`, `modal`); which of Discord's ways carries it, the Responder
//! knows: first response, edit of the deferred one, or follow-up. Real time only. It keeps nothing that a restart would
//! miss.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use serenity::http::{LightMethod, Route};
use serenity::model::id::{ApplicationId, InteractionId};
use tokio::sync::Mutex;

use crate::discord::ui::reply::{EPHEMERAL, Reply};
use crate::discord::ui::widgets::Modal;
use crate::discord::wire::ack::Ack;
use crate::discord::wire::error_codes::{
    ALREADY_ACKNOWLEDGED, INVALID_WEBHOOK_TOKEN, UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK,
};
use crate::discord::wire::transport::{Ask, Failure, Transport};
use crate::discord::wire::user_error::UserError;
use crate::telemetry::METRICS;
use crate::words::Language;

/// Discord gives 3 s; half of it leaves room for a slow network.
const ACKNOWLEDGE_AFTER: Duration = Duration::from_millis(1500);

/// Answers one interaction. Cheap to clone; all clones share its state.
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
    came_at: Instant,
    state: Mutex<State>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing was said.
    Open,
    /// "Thinking…" stands there, to be replaced.
    Thinking,
    /// Acknowledged without a trace; @original is the message that the button sits on.
    Unchanged,
    /// @original is an answer of ours, or the message that we updated.
    Answered,
    /// A modal is open, or choices were given: nothing more can be said, except by follow-up.
    Closed,
    /// Discord does not know the interaction any more.
    Lost,
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
                came_at: Instant::now(),
                state: Mutex::new(State::Open),
            }),
        }
    }

    /// How this interaction is acknowledged when it is slow: `Update` when it was pressed on the message that it
    /// changes.
    pub fn ack(&self) -> Ack {
        self.inner.ack
    }

    /// Acknowledges after 1.5 s unless something was said by then. To be run beside the handler.
    pub(in crate::discord) async fn acknowledge_in_time(&self) {
        tokio::time::sleep(ACKNOWLEDGE_AFTER).await;
        self.acknowledge().await;
    }

    /// Acknowledges now, if nothing was said yet: for a handler that knows it will be slow.
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
            Err(failure) => self.log(&failure),
        }
    }

    /// Says it to the caller alone.
    pub async fn reply(&self, reply: impl Into<Reply> + Send) -> Result<(), UserError> {
        self.say(&reply.into(), EPHEMERAL).await
    }

    /// Says it for all in the channel to read. The handler's `Ack` should be `Public`.
    pub async fn reply_public(&self, reply: impl Into<Reply> + Send) -> Result<(), UserError> {
        self.say(&reply.into(), 0).await
    }

    /// Makes the message that the button sits on look like this. The handler's `Ack` should be `Update`.
    ///
    /// After a slash command, or once "thinking…" stands there, it is said as an answer instead.
    pub async fn update(&self, reply: impl Into<Reply> + Send) -> Result<(), UserError> {
        let reply = reply.into();
        let mut state = self.inner.state.lock().await;
        match *state {
            State::Open => *state = self.callback(7, reply.edit_body(), reply.attached(), State::Answered).await?,
            State::Thinking | State::Unchanged | State::Answered => *state = self.edit_original(&reply).await?,
            State::Closed => *state = self.follow_up(*state, &reply, EPHEMERAL).await?,
            State::Lost => {}
        }
        Ok(())
    }

    /// Opens a form. Only as the very first thing said, so its handler's `Ack` is `Never` and it waits for nothing.
    pub async fn modal(&self, modal: &Modal) -> Result<(), UserError> {
        let mut state = self.inner.state.lock().await;
        debug_assert!(*state == State::Open, "a modal is the first thing said");
        if *state == State::Open {
            *state = self.callback(9, modal.body(), None, State::Closed).await?;
        }
        Ok(())
    }

    /// Gives the choices of an autocompletion: at most 25, shown and returned as `(label, value)`.
    pub async fn choices(&self, choices: Vec<(String, Value)>) {
        let choices: Vec<Value> = choices
            .into_iter()
            .take(25)
            .map(|(name, value)| json!({ "name": crate::discord::ui::text::clip(&name, 100), "value": value }))
            .collect();
        let mut state = self.inner.state.lock().await;
        if *state == State::Open {
            match self.callback(8, json!({ "choices": choices }), None, State::Closed).await {
                Ok(next) => *state = next,
                Err(failure) => self.log(&failure),
            }
        }
    }

    /// Closes an interaction whose handler is done: what is still "thinking" gets a plain "Done."
    pub(in crate::discord) async fn finish(&self, language: Language) -> Result<(), UserError> {
        let state = *self.inner.state.lock().await;
        match (state, self.inner.ack) {
            (State::Open, Ack::Update) => {
                self.acknowledge().await;
                Ok(())
            }
            (State::Open | State::Thinking, _) => {
                tracing::warn!(interaction.id = self.inner.id.get(), "a handler said nothing");
                self.reply(crate::say!(language, "discord-done")).await
            }
            _ => Ok(()),
        }
    }

    async fn say(&self, reply: &Reply, flags: u64) -> Result<(), UserError> {
        let mut state = self.inner.state.lock().await;
        match *state {
            State::Open => *state = self.callback(4, reply.body_with(flags), reply.attached(), State::Answered).await?,
            State::Thinking if (self.inner.ack == Ack::Private) == (flags & EPHEMERAL != 0) => {
                *state = self.edit_original(reply).await?;
            }
            State::Thinking => {
                // "Thinking…" was shown to the wrong eyes: it goes, and the answer comes as a message of its own.
                self.delete_original().await;
                *state = State::Closed;
                *state = self.follow_up(*state, reply, flags).await?;
            }
            State::Unchanged | State::Answered | State::Closed => *state = self.follow_up(*state, reply, flags).await?,
            State::Lost => {}
        }
        Ok(())
    }

    /// Sends a first response; answers what state that leaves. On an error the interaction is as open as before.
    async fn callback(
        &self,
        kind: u8,
        data: Value,
        file: Option<&crate::discord::ui::reply::File>,
        next: State,
    ) -> Result<State, Failure> {
        let route = Route::InteractionResponse { interaction_id: self.inner.id, token: &self.inner.token };
        let mut body = json!({ "type": kind });
        if !data.is_null() {
            body["data"] = data;
        }
        let ask = || Ask::new(LightMethod::Post, route).body(body.clone()).file(file);
        let mut outcome = self.inner.transport.send(ask()).await;
        if matches!(outcome, Err(Failure::Unknown(_) | Failure::NotSent(_))) {
            // A first response is taken once, so asking again is safe: "already acknowledged" means that the first try
            // arrived.
            outcome = self.inner.transport.send(ask()).await;
        }
        METRICS.interaction_acknowledged_seconds.observe(self.inner.came_at.elapsed().as_secs_f64());
        match outcome {
            Err(failure) if failure.code() == Some(ALREADY_ACKNOWLEDGED) => Ok(next),
            outcome => self.state_after(outcome, next),
        }
    }

    async fn edit_original(&self, reply: &Reply) -> Result<State, Failure> {
        let route = Route::WebhookOriginalInteractionResponse {
            application_id: self.inner.application,
            token: &self.inner.token,
        };
        let ask = || Ask::new(LightMethod::Patch, route).body(reply.edit_body()).file(reply.attached());
        let mut outcome = self.inner.transport.send_patiently(ask()).await;
        if matches!(outcome, Err(Failure::Unknown(_))) {
            // The same edit twice is one edit.
            outcome = self.inner.transport.send_patiently(ask()).await;
        }
        self.state_after(outcome, State::Answered)
    }

    async fn follow_up(&self, state: State, reply: &Reply, flags: u64) -> Result<State, Failure> {
        let route = Route::WebhookFollowupMessages { application_id: self.inner.application, token: &self.inner.token };
        let ask = Ask::new(LightMethod::Post, route).body(reply.body_with(flags)).file(reply.attached());
        match self.inner.transport.send_patiently(ask).await {
            // Follow-ups have no nonce: a lost answer is not asked again, since the caller could read it twice.
            Err(failure @ Failure::Unknown(_)) => {
                self.log(&failure);
                Ok(state)
            }
            outcome => self.state_after(outcome, state),
        }
    }

    async fn delete_original(&self) {
        let route = Route::WebhookOriginalInteractionResponse {
            application_id: self.inner.application,
            token: &self.inner.token,
        };
        if let Err(failure) = self.inner.transport.send_patiently(Ask::new(LightMethod::Delete, route)).await {
            self.log(&failure);
        }
    }

    /// What Discord's answer leaves the interaction in. What it does not know any more is logged once and given up.
    fn state_after(&self, outcome: Result<Value, Failure>, next: State) -> Result<State, Failure> {
        match outcome {
            Ok(_) => Ok(next),
            Err(failure)
                if matches!(failure.code(), Some(UNKNOWN_INTERACTION | UNKNOWN_WEBHOOK | INVALID_WEBHOOK_TOKEN)) =>
            {
                let id = self.inner.id.get();
                tracing::warn!(interaction.id = id, "the answer came too late for Discord; the caller did not read it");
                Ok(State::Lost)
            }
            Err(failure) => Err(failure),
        }
    }

    fn log(&self, failure: &Failure) {
        tracing::error!(interaction.id = self.inner.id.get(), error = %failure, "an answer to an interaction did not arrive");
    }
}

#[cfg(test)]
mod tests;
