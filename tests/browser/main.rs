//! Tests the phone wall in a real browser. The tests click and type, and check what the phones show.
//!
//! Without chromium and chromedriver, the tests are skipped and print a warning.

mod accessibility;
mod bar;
mod cards;
mod errors;
mod focus;
mod keyboard;
mod late;
mod notices;
mod page;
mod page_checks;
mod pictures;
mod places;
mod start_over;
mod step_by_step;
mod story;
mod suggestions;
mod toast;
mod wall;
