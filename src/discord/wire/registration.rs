//! Registers the commands with Discord, but only if they changed.
//!
//! The commands are registered globally, because members use some of them in their DM with Magpie. We store the digest
//! of the registered commands. We also compare the names of the commands with Discord's list, because the stored digest
//! may be wrong after a restore of the database or a restart of the sandbox. Discord's list also contains the command
//! ids, which our texts need for mentions.

use std::collections::{BTreeMap, BTreeSet};

use poise::Command;
use serde_json::Value;
use serenity::http::{LightMethod, Route};
use serenity::model::application::{InstallationContext, InteractionContext};
use serenity::model::id::ApplicationId;
use sha2::{Digest, Sha256};

use crate::db::{Db, DbError};
use crate::delivery::Lane;
use crate::discord::wire::transport::{Failure, Request, Transport};
use crate::guild::registered_commands;

/// What [`register`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegistrationOutcome {
    /// Discord accepted the new commands.
    Replaced,
    /// Discord already has these commands.
    Unchanged,
}

#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    #[error("Discord did not accept the commands: {0}")]
    Discord(#[from] Failure),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Registers the commands of `application`, unless Discord already has them. `body` is the result of [`body`].
///
/// # Errors
/// When Discord refuses the commands or cannot be reached: Discord then keeps its old commands. Also when the database
/// cannot be read or written.
pub async fn register(
    transport: &Transport,
    db: &Db,
    application: u64,
    body: &Value,
) -> Result<RegistrationOutcome, RegisterError> {
    let digest = digest(body);
    let route = Route::Commands { application_id: ApplicationId::new(application) };
    let registered_digest = registered_commands::digest(&mut *db.read().await?, application).await?;
    if registered_digest.as_deref() == Some(digest.as_str()) {
        let current_list = transport.send_with_retry(Request::get(route).lane(Lane::Urgent)).await?;
        if command_names(&current_list) == command_names(body) {
            transport.command_mentions().learn(&current_list);
            return Ok(RegistrationOutcome::Unchanged);
        }
    }
    let request = Request::new(LightMethod::Put, route).body(body.clone()).lane(Lane::Urgent);
    let new_list = transport.send_with_retry(request).await?;
    transport.command_mentions().learn(&new_list);
    registered_commands::save_digest(db, application, &digest).await?;
    Ok(RegistrationOutcome::Replaced)
}

/// Sets where people can use a command. Unless the command is restricted to one place, people can use it in the server
/// and in the DM with Magpie.
pub fn set_contexts<U, E>(command: &mut Command<U, E>) {
    command.install_context = Some(vec![InstallationContext::Guild]);
    if command.interaction_context.is_none() && !command.guild_only && !command.dm_only {
        command.interaction_context = Some(vec![InteractionContext::Guild, InteractionContext::BotDm]);
    }
}

/// The request body that registers the commands.
pub fn body<U, E>(commands: &[Command<U, E>]) -> Value {
    let body = commands.iter().filter_map(Command::create_as_slash_command).map(serde_json::to_value);
    body.map(|command| {
        let mut command = command.expect("a command is made of strings and numbers");
        // 1 is the type CHAT_INPUT. serenity leaves it out because it is Discord's default, but Discord's responses
        // contain it.
        command["type"] = 1.into();
        command
    })
    .collect()
}

/// The digest of a registration body. The order of keys does not change the digest: serenity keeps translations in a
/// hash map, and its order differs between processes.
pub fn digest(body: &Value) -> String {
    Sha256::digest(with_sorted_keys(body).to_string()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn with_sorted_keys(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let by_key: BTreeMap<_, _> = fields.iter().map(|(key, value)| (key, with_sorted_keys(value))).collect();
            by_key.into_iter().map(|(key, value)| (key.clone(), value)).collect()
        }
        Value::Array(values) => values.iter().map(with_sorted_keys).collect(),
        other => other.clone(),
    }
}

fn command_names(commands: &Value) -> BTreeSet<&str> {
    commands.as_array().into_iter().flatten().filter_map(|command| command["name"].as_str()).collect()
}
