//! What `delivery` promises, seen from the members' phones and the secretariat's channel.

#[path = "../common/mod.rs"]
mod common;

mod catch_up;
mod together;
mod watch;
