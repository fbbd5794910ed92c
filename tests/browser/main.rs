//! The phone wall in a real browser, worked by clicking and typing as a person would, and judged by what the phones
//! show.
//!
//! Without chromium and chromedriver the tests that need them say loudly that they were skipped.

mod browser;
mod by_hand;
mod page;
mod story;
