//! The only place that names serenity or poise: commands, components, rendering, messenger, transport. It words and
//! carries; it decides nothing: what may be done is decided by the rooms' services, which get the actor with every
//! call.
//!
//! # How a feature shows itself
//!
//! A room's face is `commands/<room>.rs` (slash commands) and `components/<room>.rs` (buttons, selects, modals). Every
//! handler gets a [`Call`] and returns an [`Outcome`]; an error that implements [`Explain`] is worded and shown by the
//! guard.
//!
//! A command (registered in `commands::all`; its names and descriptions come from `config/locales/*/commands.ftl`):
//!
//! ```ignore
//! #[poise::command(slash_command)]
//! pub async fn seen(ctx: Context<'_>) -> Outcome {
//!     let call = ctx.data();                              // who, where, in which language; the services
//!     let alerts = call.parts.alerts.waiting_for(call.user()).await?;   // `?` words the error
//!     call.responder.reply(Reply::new(say!(call.language(), "alert-waiting", count = alerts.len()))).await
//! }
//! ```
//!
//! A button and a modal (registered in `components::router`):
//!
//! ```ignore
//! pub enum AlertPress { Seen(AlertId), Correct(AlertId), CorrectText(AlertId) }
//!
//! impl Press for AlertPress {
//!     const ROOM: &'static str = "alert";
//!     fn encode(&self) -> Action {
//!         match self {
//!             AlertPress::Seen(id) => Action::new("seen").with(id),
//!             AlertPress::Correct(id) => Action::new("correct").with(id),
//!             AlertPress::CorrectText(id) => Action::new("correct-text").with(id),
//!         }
//!     }
//!     fn decode(action: &str, args: &mut Args<'_>) -> Option<Self> {
//!         match action {
//!             "seen" => Some(AlertPress::Seen(args.take()?)),
//!             "correct" => Some(AlertPress::Correct(args.take()?)),
//!             "correct-text" => Some(AlertPress::CorrectText(args.take()?)),
//!             _ => None,
//!         }
//!     }
//!     fn ack(&self) -> Ack {
//!         match self { AlertPress::Seen(_) => Ack::Update, AlertPress::Correct(_) => Ack::Never, _ => Ack::Private }
//!     }
//!     async fn handle(self, call: &Call, submitted: Submitted) -> Outcome {
//!         match self {
//!             // Waits for nothing before the modal opens; what it may do is checked when it is submitted.
//!             AlertPress::Correct(id) => {
//!                 let modal = Modal::new(AlertPress::CorrectText(id), say!(call.language(), "alert-correct-title"))
//!                     .input(Input::paragraph("text", say!(call.language(), "alert-correct-text")).longest(500));
//!                 call.responder.modal(&modal).await
//!             }
//!             AlertPress::CorrectText(id) => { let text = submitted.field("text"); … call.responder.reply(…).await }
//!             AlertPress::Seen(id) => { … call.responder.update(Reply::new(…)).await }
//!         }
//!     }
//! }
//! Reply::new(text).buttons([Button::success(AlertPress::Seen(id), say!(language, "alert-seen"))])
//! ```

pub mod alerts;
pub mod call;
pub mod delivery;
pub mod events;
pub mod features;
pub mod guild;
pub mod helpdesk;
pub mod interactions;
pub mod members;
pub mod reminders;
pub mod time;
pub mod ui;
pub mod viewer;
pub mod watch;
pub mod wire;
