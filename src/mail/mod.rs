//! The e-mail route: renders the e-mails of alerts and gives them to a mail server (SMTP).
//!
//! It never decides whether an e-mail is sent, and never retries: the dispatcher does both. It must not know Discord.

mod compose;
mod mailer;
mod messages;
mod outcome;
mod route;

pub use mailer::{Greeting, Mailer};
pub use route::{MailRoute, renders};
