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

mod activity;
pub mod census;
pub mod commands;
pub mod components;
mod desk;
pub mod dm;
mod download;
mod entrance;
pub mod gateway;
pub mod guard;
mod ids;
pub mod inspection;
mod languages;
pub mod messenger;
mod pace;
pub mod rendering;
pub mod reply;
pub mod router;
pub mod text;
pub mod told;
pub mod transport;
pub mod widgets;

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use crate::db::Db;
use crate::guild::Permissions;
use crate::helpdesk::Helpdesk;
use crate::members::{ChannelId, Followers, GuildId, InteractionId, MemberId, MessageId, RoleId};
use crate::time::{Clock, Timestamp};
use crate::words::Language;

pub use activity::{Activity, Busy};
pub use commands::Context;
pub use entrance::{Listener, News};
pub use gateway::{Gateway, GatewayEnd};
pub use guard::{Ack, Responder};
pub use languages::Languages;
pub use messenger::DiscordMessenger;
pub use rendering::{Outgoing, Reader, Renderers};
pub use reply::{Embed, File, Reply};
pub use router::{Action, Args, CustomId, Press, Router};
pub use text::{clip, disarm, disarm_line, echo};
pub use told::{Explain, Outcome, Told};
pub use transport::Transport;
pub use widgets::{Among, Button, Choice, Input, Modal, Select};

/// What every handler gets: the database, the Clock, the way out, and the rooms' services as they come. Cheap to clone.
#[derive(Clone)]
pub struct Parts {
    inner: Arc<PartsInner>,
}

/// Rooms add their services here; `app` fills it in.
pub struct PartsInner {
    pub db: Db,
    /// What the configuration says about alerts.
    pub alerts: crate::alerts::model::Rules,
    pub clock: Arc<dyn Clock>,
    pub transport: Transport,
    /// Who keeps something on a member, and wants to know when they leave.
    pub followers: Followers,
    pub helpdesk: Helpdesk,
    pub receipts: crate::delivery::receipts::Receipts,
    /// What is being handled right now.
    pub activity: Activity,
    /// The languages that members chose.
    pub languages: Languages,
    /// Who wants to hear what happens on Discord beside interactions.
    pub listeners: Vec<Arc<dyn Listener>>,
}

impl Parts {
    pub fn new(inner: PartsInner) -> Self {
        Self { inner: Arc::new(inner) }
    }
}

impl Deref for Parts {
    type Target = PartsInner;
    fn deref(&self) -> &PartsInner {
        &self.inner
    }
}

/// One interaction on its way through a handler.
pub struct Call {
    pub parts: Parts,
    pub responder: Responder,
    /// Unique for ever: the idempotency key of what this call does.
    pub id: InteractionId,
    /// Read once, when the call came in.
    pub now: Timestamp,
    pub caller: Caller,
    /// The message that the pressed button sits on.
    pub message: Option<MessageId>,
}

/// Who calls, from where. What they may do is decided by the services, from our own tables.
#[derive(Debug, Clone)]
pub struct Caller {
    pub user: MemberId,
    /// Their unique name, without `@`.
    pub handle: String,
    /// Their name as the server shows it.
    pub name: String,
    /// Of their client, such as `es-419`.
    pub locale: String,
    /// `None` in a DM.
    pub guild: Option<GuildId>,
    pub channel: ChannelId,
    pub roles: Vec<RoleId>,
    /// In that channel, as Discord computed them; none in a DM.
    pub permissions: Permissions,
}

impl Call {
    pub fn user(&self) -> MemberId {
        self.caller.user
    }

    /// The language that the caller chose, else that of their client. Waits for nothing.
    pub fn language(&self) -> Language {
        self.parts.languages.of(self.caller.user).unwrap_or_else(|| Language::from_locale(&self.caller.locale))
    }
}

/// What a person chose in a select or typed into a modal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Submitted {
    /// Values of the choices, or ids of users, roles or channels, as text.
    pub values: Vec<String>,
    fields: HashMap<String, String>,
}

impl Submitted {
    pub fn choices(values: Vec<String>) -> Self {
        Self { values, fields: HashMap::new() }
    }

    pub fn form(fields: HashMap<String, String>) -> Self {
        Self { values: Vec::new(), fields }
    }

    /// What was typed into the input of this name, trimmed; empty when it was left empty.
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |text| text.trim())
    }

    /// The first choice, as a number (an id).
    pub fn id(&self) -> Option<u64> {
        self.values.first()?.parse().ok()
    }
}
