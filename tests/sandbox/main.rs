//! Tests the sandbox with independent clients: twilight's gateway and HTTP clients, and plain HTTP.

mod clients;
mod echo_bot;
mod faults;
mod gateway;
mod idle;
mod interrupted;
mod lenient;
mod origins;
mod rest;
