//! Hands the commands to Discord, and only when they changed.
//!
//! They are registered globally, since members use some of them in their DM with Magpie. Discord is asked what it has,
//! too: a database that was restored, or a sandbox that started anew, does not know.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use serenity::http::{LightMethod, Route};
use serenity::model::application::{InstallationContext, InteractionContext};
use serenity::model::id::ApplicationId;
use sha2::{Digest, Sha256};

use crate::db::{self, DbError};
use crate::delivery::Lane;
use crate::discord::call::Parts;
use crate::discord::wire::command::Command;
use crate::discord::wire::transport::{Ask, Failure};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registered {
    Anew,
    /// Discord has them as they are.
    Already,
}

#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    #[error("the commands could not be registered: {0}")]
    Discord(#[from] Failure),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Registers the commands of `application` unless Discord has them already.
///
/// # Errors
/// When Discord refuses them or cannot be reached; then what it has stays.
pub async fn register(parts: &Parts, application: u64) -> Result<Registered, RegisterError> {
    let body = &*crate::discord::features::COMMANDS_BODY;
    let (key, digest) = (format!("commands/{application}"), digest(body));
    let route = Route::Commands { application_id: ApplicationId::new(application) };
    let known = db::recall(&mut *parts.db.read().await?, &key).await?;
    if known.as_deref() == Some(digest.as_str()) {
        let there = parts.transport.send_patiently(Ask::get(route).lane(Lane::Urgent)).await?;
        if names(&there) == names(body) {
            return Ok(Registered::Already);
        }
    }
    let ask = Ask::new(LightMethod::Put, route).body(body.clone()).lane(Lane::Urgent);
    parts.transport.send_patiently(ask).await?;
    let mut tx = parts.db.begin().await?;
    db::remember(&mut tx, &key, &digest).await?;
    tx.commit().await?;
    Ok(Registered::Anew)
}

/// Where a command may be used, said outright: the server, and the DM with Magpie unless the command wants otherwise.
pub fn place(command: &mut Command) {
    command.install_context = Some(vec![InstallationContext::Guild]);
    if command.interaction_context.is_none() && !command.guild_only && !command.dm_only {
        command.interaction_context = Some(vec![InteractionContext::Guild, InteractionContext::BotDm]);
    }
}

/// The body that registers the commands.
pub fn body(commands: &[Command]) -> Value {
    let body = commands.iter().filter_map(Command::create_as_slash_command).map(serde_json::to_value);
    body.map(|command| {
        let mut command = command.expect("a command is made of strings and numbers");
        // CHAT_INPUT, which Discord assumes and serenity leaves out; said outright, since Discord's answers have it.
        command["type"] = 1.into();
        command
    })
    .collect()
}

/// The same for the same commands in whatever order their keys come: serenity keeps translations in a hash map, whose
/// order changes from process to process.
pub fn digest(body: &Value) -> String {
    Sha256::digest(sorted(body).to_string()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let by_key: BTreeMap<_, _> = fields.iter().map(|(key, value)| (key, sorted(value))).collect();
            by_key.into_iter().map(|(key, value)| (key.clone(), value)).collect()
        }
        Value::Array(values) => values.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

fn names(commands: &Value) -> BTreeSet<&str> {
    commands.as_array().into_iter().flatten().filter_map(|command| command["name"].as_str()).collect()
}
