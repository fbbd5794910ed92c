//! What a handler gets: the parts of the bot, and the interaction that it answers.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use tokio::sync::OnceCell;

use crate::db::{Db, DbError};
use crate::discord::events::Listener;
use crate::discord::members::languages::Languages;
use crate::discord::ui::reply::Reply;
use crate::discord::viewer::Viewer;
use crate::discord::wire::activity::Activity;
use crate::discord::wire::guard::Responder;
use crate::discord::wire::transport::Transport;
use crate::discord::wire::user_error::Outcome;
use crate::guild::Permissions;
use crate::helpdesk::Helpdesk;
use crate::members::{self, ChannelId, Followers, GuildId, InteractionId, MemberId, MessageId, RoleId};
use crate::time::{Clock, Timestamp};
use crate::words::Language;

/// What every handler gets: the database, the Clock, the way out, and the rooms' services as they come. Cheap to clone.
#[derive(Clone)]
pub struct Parts {
    inner: Arc<PartsInner>,
}

/// Rooms add their services here; `app` fills it in.
pub struct PartsInner {
    pub db: Db,
    /// What the configuration says about alerts.
    pub alerts: crate::alerts::AlertSettings,
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
    viewer: OnceCell<Viewer>,
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
    pub fn new(parts: Parts, responder: Responder, id: InteractionId, now: Timestamp, caller: Caller) -> Self {
        Self { parts, responder, id, now, caller, message: None, viewer: OnceCell::new() }
    }

    pub fn user(&self) -> MemberId {
        self.caller.user
    }

    /// The language that the caller chose, else that of their client. Does not wait for the database.
    pub fn language(&self) -> Language {
        self.parts.languages.of(self.caller.user).unwrap_or_else(|| Language::from_locale(&self.caller.locale))
    }

    /// The caller as the reader of the answer. Reads the member's row once, and notes the language of their client.
    pub async fn viewer(&self) -> Result<&Viewer, DbError> {
        self.viewer.get_or_try_init(|| self.load_viewer()).await
    }

    async fn load_viewer(&self) -> Result<Viewer, DbError> {
        let member = members::service::caller(&self.parts.db, self.user(), &self.caller.locale).await?;
        Ok(match member {
            Some(member) => Viewer::of(member, self.now),
            None => Viewer { member: None, language: self.language(), zone: None, now: self.now },
        })
    }

    /// Answers with `reply` in place of the message that the button sits on; as a message of its own after a command.
    pub async fn show_here(&self, reply: Reply) -> Outcome {
        match self.message {
            Some(_) => self.responder.update(reply).await,
            None => self.responder.reply(reply).await,
        }
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
