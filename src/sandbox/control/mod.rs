//! What people and scripts do to the sandbox: the control API of its contract, and the same acts as functions for tests.
//!
//! Each call is a method of [`Sandbox`](crate::sandbox::Sandbox); the handlers in `http.rs` only read and write JSON. Every wait is
//! bounded, and its error says what was waited for.

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
