//! What people and scripts do to the sandbox: the control API of its contract, and the same acts as functions for
//! tests.
//!
//! Each call is a method of [`Sandbox`](crate::sandbox::Sandbox); the handlers in `http.rs` only read and write JSON.
//! Every wait is bounded, and its error says what was waited for.
//!
//! Ids are Discord snowflakes as strings. `as` takes a member's id or handle; `channel` an id, a name such as
//! `mag-general`, or `dm`. An error is `{"error": "…"}` with a 4xx status, and says what to send instead.
//!
//! | call | body | answer |
//! |---|---|---|
//! | `GET /api/state` | | members, channels, roles, commands; `now`, `next` due instant, `bot`, `clock`, `epoch` |
//! | `POST /api/members` | `{handle, name, roles, locale}` | the member |
//! | `PATCH`, `DELETE /api/members/{m}` | `{roles?, locale?, dms_open?}` | the member |
//! | `POST /api/command` | `{as, channel, name, options, wait?}` | an interaction result |
//! | `POST /api/autocomplete` | `{as, name, options, focused, channel?}` | `{choices}` |
//! | `POST /api/click` | `{as, message, label or custom_id, values?, wait?}` | an interaction result |
//! | `POST /api/modal` | `{as, modal, fields, wait?}` | an interaction result |
//! | `POST`, `GET /api/messages` | `{as, channel, content}`; `?channel=&after=&as=` | the message; messages, oldest first |
//! | `GET /api/inbox/{m}?after=` | | what reached that member's phone |
//! | `GET /api/view/channels?as=`, `GET /api/commands?as=` | | what that member's client shows |
//! | `POST /api/clock` | `{advance:"3h15m"}` or `{to:INSTANT or "next"}` | `{now, messages}` |
//! | `POST /api/settle` | | when the bot is idle; ends an outage |
//! | `POST`, `GET`, `DELETE /api/faults` | `{route, status, code?, retry_after?, times, when}` | |
//! | `POST /api/gateway` | `{do}`: see [`GatewayDo`] | |
//! | `POST /api/bot` | `{do:"kill" or "stop" or "start"}` | `{status}` |
//! | `GET /api/requests?after=n` | | every request that a bot made |
//! | `POST /api/reset` | | when everything has begun anew |
//! | `GET /api/events` | | server-sent events: what changed |
//!
//! `wait: "answer"` returns with an interaction's first answer, a deferral included, instead of waiting until the bot
//! is idle.

mod acts;
mod bot;
mod http;
mod idle;
mod moves;
mod views;

pub use acts::{AutocompleteAct, ClickAct, CommandAct, InteractionResult, ModalAct, PostAct, Wait};
pub use bot::{BotAct, BotDo, GatewayAct, GatewayDo, Status};
pub use http::routes;
pub use moves::{ClockAct, Moved};

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::core::Refusal;

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn refuse(status: u16, error: impl Into<String>) -> Refusal {
    Refusal { status, error: error.into() }
}
