//! The data for a new sandbox: its members, and the bot's application.

use super::permissions::Permissions;

/// What happens to input that Discord silently ignores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Strictness {
    /// Such input is an error, so that we notice mistakes of our own bot: keys that Discord does not document, flags
    /// that cannot be set, an application id in place of the bot's id.
    #[default]
    Strict,
    /// The sandbox ignores such input, as Discord does. Bots that other people wrote need this.
    Lenient,
}

#[derive(Debug, Clone)]
pub struct Seed {
    pub guild_name: String,
    /// The bot's token, without `Bot `.
    pub token: String,
    pub bot_name: String,
    /// The permissions with which the bot was installed.
    pub bot_permissions: Permissions,
    /// The handle of the guild's owner. The default is the first member of the secretariat.
    pub owner: Option<String>,
    /// The privileged intents enabled in the developer portal, as gateway bits.
    pub privileged_intents: u64,
    pub strictness: Strictness,
    pub members: Vec<SeedMember>,
}

/// One member of the initial roster.
#[derive(Debug, Clone, Default)]
pub struct SeedMember {
    pub handle: String,
    pub name: String,
    pub city: Option<String>,
    /// An IANA time zone. Only the sandbox's own displays use it.
    pub zone: Option<String>,
    pub locale: String,
    pub quiet_start: Option<String>,
    pub quiet_end: Option<String>,
    /// The names of the member's roles, such as `mag`, `helpdesk` and `secretariat`.
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
