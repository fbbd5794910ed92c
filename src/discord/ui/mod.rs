//! Builds messages and forms within Discord's limits: texts, embeds, buttons, selects, inputs and pages.

pub mod pages;
pub mod reply;
pub mod text;
pub mod widgets;
