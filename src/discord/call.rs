//! The input of a handler: the services, and the interaction to answer.

use std::collections::HashMap;
use std::time::Duration;

use tokio::sync::OnceCell;

use crate::db::{self, DbError};
use crate::discord::services::Services;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::sanitize_line;
use crate::discord::viewer::Viewer;
use crate::discord::wire::responder::Responder;
use crate::discord::wire::user_error::Outcome;
use crate::guild::Permissions;
use crate::members::{self, ChannelId, GuildId, InteractionId, MemberId, MessageId};
use crate::say;
use crate::time::Timestamp;
use crate::words::Language;

/// The timeout of a database query before a form opens. A form must open within 3 seconds of the interaction. The
/// interaction cannot be acknowledged earlier, because a form can no longer open after an acknowledgement.
pub const OPEN_TIMEOUT: Duration = Duration::from_millis(1200);

/// One interaction that a handler answers.
pub struct Call {
    pub services: Services,
    pub responder: Responder,
    /// The interaction's id, which is the idempotency key of this call. Discord never reuses an id.
    pub id: InteractionId,
    /// The time of the [`Clock`](crate::time::Clock) when the interaction arrived.
    pub now: Timestamp,
    pub caller: Caller,
    /// The message with the pressed component, or the message from which the submitted form was opened. `None` for a
    /// command, and for a form that a command opened.
    pub message: Option<MessageId>,
    viewer: OnceCell<Viewer>,
}

/// Who started the interaction, and where. The services authorize a person with our own tables. Only `/setup` uses
/// `permissions`.
#[derive(Debug, Clone)]
pub struct Caller {
    pub user: MemberId,
    /// The caller's unique name, without `@`.
    pub handle: String,
    /// The caller's name as the server shows it.
    pub name: String,
    /// The locale of the caller's client, such as `es-419`.
    pub locale: String,
    /// The server in which the interaction started; `None` in a DM.
    pub guild: Option<GuildId>,
    pub channel: ChannelId,
    /// The caller's permissions in `channel`, as Discord computed them; empty in a DM.
    pub permissions: Permissions,
}

impl Call {
    pub fn new(services: Services, responder: Responder, id: InteractionId, now: Timestamp, caller: Caller) -> Self {
        Self { services, responder, id, now, caller, message: None, viewer: OnceCell::new() }
    }

    pub fn user(&self) -> MemberId {
        self.caller.user
    }

    /// The language that the caller chose, otherwise the language of the caller's client. Does not wait for the
    /// database.
    pub fn language(&self) -> Language {
        self.services
            .languages
            .chosen_by(self.caller.user)
            .unwrap_or_else(|| Language::from_locale(&self.caller.locale))
    }

    /// The caller as the reader of the answer. The first call reads the member's row and stores the language of the
    /// caller's client.
    pub async fn viewer(&self) -> Result<&Viewer, DbError> {
        self.viewer.get_or_try_init(|| self.load_viewer()).await
    }

    /// The caller's row, if [`viewer`](Self::viewer) has read it.
    pub fn loaded_member(&self) -> Option<&members::Member> {
        self.viewer.get().and_then(|viewer| viewer.member.as_ref())
    }

    async fn load_viewer(&self) -> Result<Viewer, DbError> {
        // `without_claim`, so that this write does not claim the interaction. The first write of the handler claims the
        // interaction.
        let member =
            db::without_claim(members::service::caller(&self.services.db, self.user(), &self.caller.locale)).await?;
        Ok(match member {
            Some(member) => Viewer::of(member, self.now),
            None => Viewer { member: None, language: self.language(), zone: None, now: self.now },
        })
    }

    /// Warns the person about each text that is as long as its input allows. Discord may have cut off the end of such a
    /// text. The warning quotes the last characters of the text.
    pub async fn warn_of_cut_texts(&self, full_inputs: &[(String, usize)]) -> Outcome {
        const MAX_END_CHARS: usize = 40;
        for (text, limit) in full_inputs {
            let language = self.viewer().await?.language;
            let end: String = text.chars().skip(text.chars().count().saturating_sub(MAX_END_CHARS)).collect();
            let note = say!(language, "discord-perhaps-cut", limit = *limit, end = sanitize_line(&end));
            self.responder.reply(note).await?;
        }
        Ok(())
    }

    /// Updates the message with the pressed button to show `reply`. After a command, sends `reply` as a new message.
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
    /// The values that the person chose in a select. In a select of users, roles or channels, the values are ids. Empty
    /// for a form.
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

    /// The trimmed text of the input `name`; empty if the person typed nothing.
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |text| text.trim())
    }

    /// The typed texts that are as long as their limit in `limits`, each with its limit in characters.
    pub fn inputs_at_limit(&self, limits: &[(&str, usize)]) -> Vec<(String, usize)> {
        let at_limit = |(name, limit): &(&str, usize)| {
            let text = self.fields.get(*name).filter(|text| text.chars().count() >= *limit)?;
            Some((text.clone(), *limit))
        };
        limits.iter().filter_map(at_limit).collect()
    }

    /// The first choice as a number, usually an id. `None` without a choice, or if the choice is not a number.
    pub fn first_id(&self) -> Option<u64> {
        self.values.first()?.parse().ok()
    }
}
