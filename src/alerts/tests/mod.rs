//! Tests of the use cases, with a real database, the real dispatcher and a virtual clock.

mod asking;
mod changes_during_attempts;
mod ending;
mod sending;
mod until_answered;
mod versions;
mod world;
