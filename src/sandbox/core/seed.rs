//! The data for a new sandbox: the members, and the bot's application.

use super::permissions::Permissions;

/// How what Discord silently ignores is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Strictness {
    /// It is an error, so that mistakes of our own bot are noticed: keys that Discord does not document, flags that
    /// cannot be set, an application id used for the bot's.
    #[default]
    Strict,
    /// As on Discord, for clients that others wrote: it is ignored.
    Lenient,
}

#[derive(Debug, Clone)]
pub struct Seed {
    pub guild_name: String,
    /// The bot's token, without `Bot `.
    pub token: String,
    pub bot_name: String,
    /// The permissions that the bot was installed with.
    pub bot_permissions: Permissions,
    /// The handle of the guild's owner. By default the first member of the secretariat.
    pub owner: Option<String>,
    /// The privileged intents enabled in the developer portal, as gateway bits.
    pub privileged_intents: u64,
    pub strictness: Strictness,
    pub members: Vec<SeedMember>,
}

/// A row of the roster.
#[derive(Debug, Clone, Default)]
pub struct SeedMember {
    pub handle: String,
    pub name: String,
    pub city: Option<String>,
    /// An IANA zone, used only for what the sandbox itself displays.
    pub zone: Option<String>,
    pub locale: String,
    pub quiet_start: Option<String>,
    pub quiet_end: Option<String>,
    /// Names of the guild's roles: `mag`, `helpdesk`, `secretariat`.
    pub roles: Vec<String>,
}

impl Default for Seed {
    fn default() -> Self {
        Self {
            guild_name: "Advisory group".to_owned(),
            token: "sandbox-token".to_owned(),
            bot_name: "Magpie".to_owned(),
            bot_permissions: Permissions::BOT_DEFAULT,
            owner: None,
            privileged_intents: super::events::intents::GUILD_MEMBERS,
            strictness: Strictness::default(),
            members: Vec::new(),
        }
    }
}
