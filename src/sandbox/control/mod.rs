//! What people and scripts do to the sandbox: the control API of its contract, and the same acts as functions for tests.
//!
//! Each call is a method of [`Sandbox`](crate::sandbox::Sandbox); the handlers in `http.rs` only read and write JSON. Every wait is
//! bounded, and its error says what was waited for.
//!
//! Beyond the contract, each of these may be left out: `wait: "answer"` in a command, click or modal returns with the first answer,
//! a deferral included; `to: "next"` moves the clock to what is due next; `when: "replaced"` does what was asked and answers with the
//! fault, and `status: 0` with no answer at all; the gateway also takes `invalid_session_resumable`, `guild_back` and `heartbeat`;
//! `GET` and `DELETE /api/faults` show and clear what was planned; `GET /api/view/channels` and `/api/commands` show a member's client.

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
