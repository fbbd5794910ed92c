//! The phone wall in a real browser, used by clicking and typing. The tests check what the phones show.
//!
//! Without chromium and chromedriver these tests print that they were skipped.

mod accessibility;
mod focus;
mod keyboard;
mod measure;
mod page;
mod story;
mod wall;
