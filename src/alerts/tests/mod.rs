//! Tests of the use cases, with a real database, the real dispatcher and a virtual clock.

mod asking;
mod changes_during_attempts;
mod deadlines;
mod ending;
mod returns;
mod sending;
mod until_answered;
mod versions;
mod woken_notices;
mod world;
