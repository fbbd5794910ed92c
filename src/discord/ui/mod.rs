//! Builds messages and forms within Discord's limits: texts, embeds, buttons, selects, inputs and pages. Writes tables
//! as CSV files.

pub mod csv;
pub mod pages;
pub mod reply;
pub mod text;
pub mod widgets;
