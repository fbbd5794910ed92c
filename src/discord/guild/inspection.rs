//! Reads from Discord what `magpie check` reports: the bot of the token, its intents, its servers, and its permissions
//! in these servers.

use serde_json::Value;
use serenity::http::Route;
use serenity::model::Permissions as Bits;

use crate::discord::guild::sync;
use crate::discord::wire::transport::{Failure, Request, Transport};
use crate::guild::{self, ChannelPurpose, SyncedServer};
use crate::members::{GuildId, MemberId};
use crate::time::Timestamp;

/// The two flags of an application that stand for the Server Members intent. An application in 100 or more servers has
/// the first flag, an application in fewer servers has the second flag.
const MEMBERS_INTENT: u64 = 1 << 14 | 1 << 15;

/// The permissions that the install link asks for: all that the bot may need in a channel.
fn install_permissions() -> Bits {
    let needed = ChannelPurpose::ALL
        .into_iter()
        .flat_map(guild::needed_permissions)
        .fold(0, |bits, permission| bits | permission.0);
    Bits::from_bits_truncate(needed) | Bits::ATTACH_FILES | Bits::EMBED_LINKS
}

pub struct Inspection {
    pub bot_name: String,
    pub bot: MemberId,
    /// The page where the bot is added to a server.
    pub install_link: String,
    pub has_members_intent: bool,
    /// Whether anybody can add the bot to a server of their own.
    pub is_public: bool,
    pub guilds: Vec<(GuildId, String)>,
}

/// Inspects the bot whose token `transport` uses.
///
/// # Errors
/// When Discord refuses, or cannot be reached.
pub async fn inspect(transport: &Transport) -> Result<Inspection, Failure> {
    let me = transport.send(Request::get(Route::UserMe)).await?;
    let application = transport.send(Request::get(Route::Oauth2ApplicationCurrent)).await?;
    let guilds = transport.send(Request::get(Route::UserMeGuilds)).await?;
    let id = |value: &Value| value["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
    let text = |value: &Value, field: &str| value[field].as_str().unwrap_or_default().to_owned();
    let application_id: u64 = id(&application);
    let permissions = install_permissions().bits();
    let guilds = guilds.as_array().into_iter().flatten().map(|guild| (GuildId(id(guild)), text(guild, "name")));
    Ok(Inspection {
        bot_name: text(&me, "username"),
        bot: MemberId(id(&me)),
        install_link: format!(
            "https://discord.com/oauth2/authorize?client_id={application_id}&scope=bot+applications.commands&permissions={permissions}"
        ),
        has_members_intent: application["flags"].as_u64().unwrap_or_default() & MEMBERS_INTENT != 0,
        is_public: application["bot_public"] == true,
        guilds: guilds.collect(),
    })
}

/// Reads one of the bot's servers.
///
/// # Errors
/// A line that says what went wrong. Without the Server Members intent, Discord refuses to list the members.
pub async fn read_server(
    transport: &Transport,
    now: Timestamp,
    bot: MemberId,
    guild: GuildId,
) -> Result<SyncedServer, String> {
    sync::read(transport, now, bot, guild, sync::People::All).await.map_err(|error| error.to_string())
}
