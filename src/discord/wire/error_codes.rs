//! Names for Discord's JSON error codes. This module only lists them; `failures` decides what each means for a
//! delivery.
//!
//! Source: <https://discord.com/developers/docs/topics/opcodes-and-status-codes#json>.

/// The response has no code: either the error is general, or the response comes from a proxy or a firewall.
pub const NONE: u32 = 0;

pub const UNKNOWN_CHANNEL: u32 = 10003;
pub const UNKNOWN_GUILD: u32 = 10004;
pub const UNKNOWN_MEMBER: u32 = 10007;
pub const UNKNOWN_MESSAGE: u32 = 10008;
pub const UNKNOWN_USER: u32 = 10013;
/// Discord also answers with this code when it no longer knows an interaction.
pub const UNKNOWN_WEBHOOK: u32 = 10015;
/// The three seconds for the response are over, or the interaction's token has expired.
pub const UNKNOWN_INTERACTION: u32 = 10062;

/// Discord's anti-spam system flagged the bot: the bot must not open DMs with people to whom it never wrote.
pub const QUARANTINED: u32 = 20026;
/// Too many writes in one channel.
pub const CHANNEL_WRITE_LIMIT: u32 = 20028;

pub const MAX_THREAD_MEMBERS: u32 = 30033;
/// "Maximum number of edits to messages older than 1 hour reached". The response has status 429 but no `retry_after`.
pub const TOO_MANY_OLD_EDITS: u32 = 30046;
pub const RESOURCE_RATE_LIMITED: u32 = 31002;

pub const OPENING_DMS_TOO_FAST: u32 = 40003;
pub const REQUEST_TOO_LARGE: u32 = 40005;
pub const ALREADY_ACKNOWLEDGED: u32 = 40060;

pub const MISSING_ACCESS: u32 = 50001;
pub const EMPTY_MESSAGE: u32 = 50006;
/// The person does not accept DMs from the bot.
pub const CANNOT_DM: u32 = 50007;
pub const MISSING_PERMISSIONS: u32 = 50013;
/// The token of the interaction has expired. A token is valid for 15 minutes.
pub const INVALID_WEBHOOK_TOKEN: u32 = 50027;
/// A field of the request is wrong. The response names the field.
pub const INVALID_FORM_BODY: u32 = 50035;
pub const THREAD_ARCHIVED: u32 = 50083;
/// The person shares no server with the bot, so the bot cannot write to them.
pub const NO_MUTUAL_GUILDS: u32 = 50278;

/// The server requires two-factor authentication for moderators. For a bot, Discord checks the account of its owner.
pub const OWNER_TWO_FACTOR: u32 = 60003;

pub const API_OVERLOADED: u32 = 130_000;

pub const MAX_ACTIVE_THREADS: u32 = 160_006;
