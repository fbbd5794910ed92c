//! Builds messages and forms within Discord's limits: texts, embeds, buttons, selects and inputs.

pub mod reply;
pub mod text;
pub mod widgets;
