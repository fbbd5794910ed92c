//! Responds to one interaction, and acknowledges it before Discord's limit of three seconds.
//!
//! A handler calls `reply`, `update` or `modal`. The `Responder` tracks what was sent, so it knows whether to send a
//! first response, an edit of the deferred response, or a follow-up. It uses real time only. Its state is not needed
//! after a restart.

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

/// Discord allows 3 s. Half of that leaves time for a slow network.
const ACKNOWLEDGE_AFTER: Duration = Duration::from_millis(1500);
/// How long a failing first response is retried, counted from the arrival of the interaction.
const FIRST_RESPONSE_LIMIT: Duration = Duration::from_millis(2800);
/// How long edits and follow-ups are retried, counted from the arrival of the interaction. The interaction's token is
/// valid for 15 minutes.
const ANSWER_LIMIT: Duration = Duration::from_secs(14 * 60 + 30);
/// The wait after the first try. It doubles after each try, up to [`MAX_WAIT`].
const FIRST_WAIT: Duration = Duration::from_millis(250);
const MAX_WAIT: Duration = Duration::from_secs(10);
/// The maximum number of tries. Fewer tries fit into [`ANSWER_LIMIT`].
const MAX_TRIES: u32 = 120;

/// Discord's limits for autocompletion choices.
const MAX_CHOICES: usize = 25;
const MAX_CHOICE_CHARS: usize = 100;

/// Responds to one interaction. Cheap to clone; all clones share the state.
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
    state: Mutex<ResponderState>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ResponderState {
    /// Nothing has been sent.
    Open,
    /// Discord shows "thinking…". The answer will replace it.
    Thinking,
    /// Acknowledged without a visible change. `@original` is the message that has the pressed button.
    Unchanged,
    /// `@original` is our answer, or the message that we updated.
    Answered,
    /// A modal is open, choices were sent, or we deleted our "thinking…". Only follow-ups are possible now.
    Closed,
    /// Discord no longer knows the interaction, or the retries ran out of time. Nothing more is sent.
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
                state: Mutex::new(ResponderState::Open),
            }),
        }
    }

    /// How this interaction is acknowledged when the handler is slow. `Update` if the answer will change the message
    /// that has the pressed button.
    pub fn ack(&self) -> Ack {
        self.inner.ack
    }

    /// Acknowledges after 1.5 s unless something has been sent by then. Run it concurrently with the handler.
    pub(in crate::discord) async fn acknowledge_in_time(&self) {
        tokio::time::sleep(ACKNOWLEDGE_AFTER).await;
        self.acknowledge().await;
    }

    /// Acknowledges now, unless something has been sent. For handlers that are always slow.
    pub async fn acknowledge(&self) {
        let mut state = self.inner.state.lock().await;
        if *state != ResponderState::Open {
            return;
        }
        let (kind, data, next) = match self.inner.ack {
            Ack::Never => return,
            Ack::Private => (5, json!({ "flags": EPHEMERAL }), ResponderState::Thinking),
            Ack::Public => (5, json!({}), ResponderState::Thinking),
            Ack::Update => (6, Value::Null, ResponderState::Unchanged),
        };
        match self.send_callback(kind, data, Vec::new(), next).await {
            Ok(next) => *state = next,
            Err(failure) => {
                self.log_failure(&failure);
                // The acknowledgement may have arrived, and it is too late for another first response. So the answer
                // must edit `@original`.
                if failure.is_transient() {
                    *state = next;
                }
            }
        }
    }

    /// Sends an answer that only the caller can see.
    pub async fn reply(&self, reply: impl Into<Reply> + Send) -> Result<(), UserError> {
        self.answer(&reply.into(), EPHEMERAL).await
    }

    /// Sends an answer that everyone in the channel can see. The handler's `Ack` should be `Public`.
    pub async fn reply_public(&self, reply: impl Into<Reply> + Send) -> Result<(), UserError> {
        self.answer(&reply.into(), 0).await
    }

    /// Replaces the message that has the pressed button. The handler's `Ack` should be `Update`.
    ///
    /// Do not call this for a slash command: it has no message with a button, so Discord refuses the update. If Discord
    /// already shows "thinking…", the reply replaces that text.
    pub async fn update(&self, reply: impl Into<Reply> + Send) -> Result<(), UserError> {
        let reply = reply.into();
        let mut state = self.inner.state.lock().await;
        let next = match *state {
            ResponderState::Open => self.first_answer(7, reply.edit_body(), &reply).await,
            ResponderState::Thinking | ResponderState::Unchanged | ResponderState::Answered => {
                self.edit_original(&reply).await
            }
            ResponderState::Closed => self.follow_up(*state, &reply, EPHEMERAL).await,
            ResponderState::Expired => Ok(ResponderState::Expired),
        };
        *state = next.map_err(UserError::NotShown)?;
        Ok(())
    }

    /// Opens a modal. It must be the first response, so the handler's `Ack` is `Never`, and the handler must not wait
    /// for anything before it.
    pub async fn modal(&self, modal: &Modal) -> Result<(), UserError> {
        let mut state = self.inner.state.lock().await;
        debug_assert!(*state == ResponderState::Open, "a modal must be the first response");
        if *state == ResponderState::Open {
            *state = self
                .send_callback(9, modal.body(), Vec::new(), ResponderState::Closed)
                .await
                .map_err(UserError::NotShown)?;
        }
        Ok(())
    }

    /// Sends autocompletion choices as `(label, value)`. Choices after the first 25 are left out.
    pub async fn choices(&self, choices: Vec<(String, Value)>) {
        let choices: Vec<Value> = choices
            .into_iter()
            .take(MAX_CHOICES)
            .map(|(label, value)| json!({ "name": clip(&label, MAX_CHOICE_CHARS), "value": value }))
            .collect();
        let mut state = self.inner.state.lock().await;
        if *state == ResponderState::Open {
            match self.send_callback(8, json!({ "choices": choices }), Vec::new(), ResponderState::Closed).await {
                Ok(next) => *state = next,
                Err(failure) => self.log_failure(&failure),
            }
        }
    }

    /// Ends an interaction whose handler has finished. If the handler sent no answer, sends a plain "Done.".
    pub(in crate::discord) async fn finish(&self, language: Language) -> Result<(), UserError> {
        let state = *self.inner.state.lock().await;
        match (state, self.inner.ack) {
            (ResponderState::Open, Ack::Update) => {
                self.acknowledge().await;
                Ok(())
            }
            (ResponderState::Open | ResponderState::Thinking, _) => {
                tracing::warn!(interaction.id = self.inner.id.get(), "a handler sent no answer");
                self.reply(crate::say!(language, "discord-done")).await
            }
            _ => Ok(()),
        }
    }

    async fn answer(&self, reply: &Reply, flags: u64) -> Result<(), UserError> {
        let mut state = self.inner.state.lock().await;
        let next = match *state {
            ResponderState::Open => self.first_answer(4, reply.body_with_flags(flags), reply).await,
            ResponderState::Thinking if (self.inner.ack == Ack::Private) == (flags & EPHEMERAL != 0) => {
                self.edit_original(reply).await
            }
            ResponderState::Thinking => {
                // A private answer cannot replace a public "thinking…", and a public answer cannot replace a private
                // one. So delete the "thinking…" and send a follow-up.
                self.delete_original().await;
                *state = ResponderState::Closed;
                self.follow_up(*state, reply, flags).await
            }
            ResponderState::Unchanged | ResponderState::Answered | ResponderState::Closed => {
                self.follow_up(*state, reply, flags).await
            }
            ResponderState::Expired => Ok(ResponderState::Expired),
        };
        *state = next.map_err(UserError::NotShown)?;
        Ok(())
    }

    /// Sends the answer as the first response. If it is unknown whether the first response arrived, edits `@original`
    /// to the answer. If the first response did not arrive, this edit fails, because Discord no longer knows the
    /// interaction.
    async fn first_answer(&self, kind: u8, data: Value, reply: &Reply) -> Result<ResponderState, Failure> {
        match self.send_callback(kind, data, reply.files(), ResponderState::Answered).await {
            Err(failure) if failure.is_transient() => self.edit_original(reply).await,
            outcome => outcome,
        }
    }

    /// Sends a first response and returns the next state. After a transient error, the response may have arrived.
    async fn send_callback(
        &self,
        kind: u8,
        data: Value,
        files: Vec<File>,
        next: ResponderState,
    ) -> Result<ResponderState, Failure> {
        let route = Route::InteractionResponse { interaction_id: self.inner.id, token: &self.inner.token };
        let mut body = json!({ "type": kind });
        if !data.is_null() {
            body["data"] = data;
        }
        let request = || Request::new(LightMethod::Post, route).body(body.clone()).files(files.clone());
        // A retry is safe because Discord accepts only one first response. "Already acknowledged" means that an earlier
        // try arrived.
        let outcome = self.send_until(FIRST_RESPONSE_LIMIT, request, Failure::is_transient).await;
        METRICS.interaction_acknowledged_seconds.observe(self.inner.arrived_at.elapsed().as_secs_f64());
        match outcome {
            Err(failure) if failure.code() == Some(ALREADY_ACKNOWLEDGED) => Ok(next),
            Err(failure) if failure.is_transient() => Err(failure),
            outcome => self.state_after(outcome, next),
        }
    }

    async fn edit_original(&self, reply: &Reply) -> Result<ResponderState, Failure> {
        let route = Route::WebhookOriginalInteractionResponse {
            application_id: self.inner.application,
            token: &self.inner.token,
        };
        let request = || Request::new(LightMethod::Patch, route).body(reply.edit_body()).files(reply.files());
        // A retry is safe because an edit is idempotent.
        let outcome = self.send_until(ANSWER_LIMIT, request, Failure::is_transient).await;
        self.state_after(outcome, ResponderState::Answered)
    }

    async fn follow_up(&self, state: ResponderState, reply: &Reply, flags: u64) -> Result<ResponderState, Failure> {
        let route = Route::WebhookFollowupMessages { application_id: self.inner.application, token: &self.inner.token };
        let request = || Request::new(LightMethod::Post, route).body(reply.body_with_flags(flags)).files(reply.files());
        // Follow-ups have no nonce. After a lost response we do not retry, because the caller might get the answer
        // twice.
        let is_repeatable = |failure: &Failure| failure.is_transient() && !matches!(failure, Failure::Unknown(_));
        match self.send_until(ANSWER_LIMIT, request, is_repeatable).await {
            Err(failure @ Failure::Unknown(_)) => {
                self.log_failure(&failure);
                Ok(state)
            }
            outcome => self.state_after(outcome, state),
        }
    }

    /// Retries with growing waits, until `limit` has passed since the interaction arrived.
    async fn send_until<'a>(
        &self,
        limit: Duration,
        request: impl Fn() -> Request<'a>,
        is_repeatable: impl Fn(&Failure) -> bool,
    ) -> Result<Value, Failure> {
        let mut wait = FIRST_WAIT;
        for _ in 1..MAX_TRIES {
            let failure = match self.inner.transport.send(request()).await {
                Err(failure) if is_repeatable(&failure) => failure,
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
            self.log_failure(&failure);
        }
    }

    /// The state after Discord's response. If the interaction has expired, or the retries ran out of time, logs this
    /// once and returns `Expired`. The requested action is done, but the person does not see the answer.
    fn state_after(&self, outcome: Result<Value, Failure>, next: ResponderState) -> Result<ResponderState, Failure> {
        match outcome {
            Ok(_) => Ok(next),
            Err(failure)
                if matches!(failure.code(), Some(UNKNOWN_INTERACTION | UNKNOWN_WEBHOOK | INVALID_WEBHOOK_TOKEN)) =>
            {
                let id = self.inner.id.get();
                tracing::warn!(interaction.id = id, "an answer was too late for Discord; the caller did not get it");
                Ok(ResponderState::Expired)
            }
            Err(failure) if failure.is_transient() => {
                self.log_failure(&failure);
                Ok(ResponderState::Expired)
            }
            Err(failure) => Err(failure),
        }
    }

    fn log_failure(&self, failure: &Failure) {
        tracing::error!(interaction.id = self.inner.id.get(), error = %failure, "could not answer an interaction");
    }
}

#[cfg(test)]
mod tests;
