//! Tests the sandbox with clients that we did not write: twilight's gateway and HTTP clients, and plain HTTP.

mod community;
mod echo;
mod faults;
mod gateway;
mod idle;
mod rest;
