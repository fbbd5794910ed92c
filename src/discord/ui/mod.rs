//! What a message is made of, whichever feature sends it: its text, embeds, buttons, selects and forms.

pub mod reply;
pub mod text;
pub mod widgets;
