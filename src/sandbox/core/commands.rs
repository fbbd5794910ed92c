//! Registers, changes and lists the application's commands. Source: Discord docs, "Application Commands".

use std::collections::{BTreeMap, HashSet};

use serde_json::{Value, json};

use super::api_error::{ApiError, ErrorCode};
use super::command_definition::{Command, Definition, Scope};
use super::command_validation::check_command;
use super::fields::{FieldErrors, Fields, remove_nulls};
use super::request::{Request, Response};
use super::snowflake::Snowflake;
use super::world::World;
use crate::time::Timestamp;

const MAX_COMMANDS: usize = 100;

impl World {
    /// `GET`: returns all commands of a scope.
    pub(super) fn list_commands(&self, scope: Scope, request: &Request) -> Response {
        let includes_localizations = request.flag("with_localizations");
        let view = |command: &Command| {
            let mut view = self.command_view(command);
            if !includes_localizations {
                for field in ["name_localizations", "description_localizations"] {
                    view.as_object_mut().expect("views are objects").remove(field);
                }
            }
            view
        };
        Response::ok(self.commands.values().filter(|command| command.guild == scope.guild).map(view).collect())
    }

    pub(super) fn get_command(&self, scope: Scope, id: Snowflake) -> Result<Response, ApiError> {
        let command =
            self.commands.get(&id).filter(|command| command.guild == scope.guild).ok_or(ErrorCode::UnknownCommand)?;
        Ok(Response::ok(self.command_view(command)))
    }

    /// `POST`: registers a command, or overwrites the command with the same name and type.
    pub(super) fn create_command(
        &mut self,
        now: Timestamp,
        scope: Scope,
        request: &Request,
    ) -> Result<Response, ApiError> {
        let errors = FieldErrors::new(self.seed.strictness);
        check_command(&Fields::of(&request.body, &errors), scope);
        errors.finish()?;
        let definition = parse_definition(&request.body)?;
        let existing_id = self.id_of_same_command(scope, &definition);
        if existing_id.is_none()
            && self.commands.values().filter(|command| command.guild == scope.guild).count() >= MAX_COMMANDS
        {
            return Err(ErrorCode::TooManyCommands.into());
        }
        let id = self.store_command(now, scope, existing_id, definition);
        let view = self.command_view(&self.commands[&id]);
        Ok(if existing_id.is_some() { Response::ok(view) } else { Response::created(view) })
    }

    /// `PUT`: replaces all commands of a scope. Commands that keep their names keep their ids.
    pub(super) fn replace_commands(
        &mut self,
        now: Timestamp,
        scope: Scope,
        request: &Request,
    ) -> Result<Response, ApiError> {
        let errors = FieldErrors::new(self.seed.strictness);
        let wrapped_body = json!({"commands": request.body});
        let fields = Fields::of(&wrapped_body, &errors);
        fields.require("commands");
        let mut names = HashSet::new();
        for command in fields.items("commands", 0..=MAX_COMMANDS) {
            check_command(&command, scope);
            let kind = command.get("type").and_then(Value::as_i64).unwrap_or(1);
            if let Some(name) = command.get("name").and_then(Value::as_str)
                && !names.insert((kind, name.to_owned()))
            {
                command.error(
                    "name",
                    "APPLICATION_COMMANDS_DUPLICATE_NAME",
                    "Application command names must be unique",
                );
            }
        }
        errors.finish().map_err(without_commands_prefix)?;
        let definitions: Vec<_> =
            request.body.as_array().into_iter().flatten().map(parse_definition).collect::<Result<_, _>>()?;
        let existing_ids: Vec<_> =
            definitions.iter().map(|definition| self.id_of_same_command(scope, definition)).collect();
        self.commands.retain(|id, command| command.guild != scope.guild || existing_ids.contains(&Some(*id)));
        let store = |(definition, id)| self.store_command(now, scope, id, definition);
        let ids: Vec<_> = definitions.into_iter().zip(existing_ids).map(store).collect();
        self.bump_version();
        Ok(Response::ok(ids.iter().map(|id| self.command_view(&self.commands[id])).collect()))
    }

    /// `PATCH`: replaces the fields that the request contains.
    pub(super) fn edit_command(
        &mut self,
        now: Timestamp,
        scope: Scope,
        id: Snowflake,
        request: &Request,
    ) -> Result<Response, ApiError> {
        let command =
            self.commands.get(&id).filter(|command| command.guild == scope.guild).ok_or(ErrorCode::UnknownCommand)?;
        let mut merged = serde_json::to_value(&command.definition).expect("definitions are plain data");
        let new_fields = request.body.as_object().cloned().unwrap_or_default();
        merged.as_object_mut().expect("structs serialize to objects").extend(new_fields);
        let errors = FieldErrors::new(self.seed.strictness);
        check_command(&Fields::of(&merged, &errors), scope);
        errors.finish()?;
        let definition = parse_definition(&merged)?;
        self.store_command(now, scope, Some(id), definition);
        Ok(Response::ok(self.command_view(&self.commands[&id])))
    }

    pub(super) fn delete_command(&mut self, scope: Scope, id: Snowflake) -> Result<Response, ApiError> {
        self.commands.get(&id).filter(|command| command.guild == scope.guild).ok_or(ErrorCode::UnknownCommand)?;
        self.commands.remove(&id);
        self.bump_version();
        Ok(Response::empty())
    }

    /// The id of the command in this scope with the same name and type; `None` if there is no such command.
    fn id_of_same_command(&self, scope: Scope, new: &Definition) -> Option<Snowflake> {
        let is_same = |old: &&Command| {
            old.guild == scope.guild && old.definition.name == new.name && old.definition.kind == new.kind
        };
        self.commands.values().find(is_same).map(|command| command.id)
    }

    fn store_command(
        &mut self,
        now: Timestamp,
        scope: Scope,
        id: Option<Snowflake>,
        definition: Definition,
    ) -> Snowflake {
        let version = self.ids.next(now);
        let id = id.unwrap_or(version);
        self.commands.insert(id, Command { id, version, guild: scope.guild, definition });
        self.bump_version();
        id
    }

    fn command_view(&self, command: &Command) -> Value {
        let definition = &command.definition;
        let or_null = |map: &BTreeMap<String, String>| if map.is_empty() { Value::Null } else { json!(map) };
        let permissions = definition.default_member_permissions.as_ref();
        let permissions = permissions.map(|bits| bits.as_str().map_or_else(|| bits.to_string(), str::to_owned));
        let mut view = json!({
            "id": command.id,
            "application_id": self.application,
            "version": command.version,
            "type": definition.kind,
            "name": definition.name,
            "name_localizations": or_null(&definition.name_localizations),
            "description": definition.description,
            "description_localizations": or_null(&definition.description_localizations),
            "default_member_permissions": permissions,
            "integration_types": definition.integration_types.as_deref().unwrap_or(&[0]),
            "nsfw": definition.nsfw,
            "options": definition.options,
        });
        match command.guild {
            Some(guild) => view["guild_id"] = json!(guild),
            None => {
                view["dm_permission"] = json!(definition.is_available_in_dms());
                view["contexts"] = json!(definition.contexts);
            }
        }
        view
    }
}

/// Removes `commands` from the error paths. The body of a bulk request is a bare list, so its paths begin with the
/// index.
fn without_commands_prefix(error: ApiError) -> ApiError {
    let ApiError::InvalidForm(mut errors) = error else { return error };
    for error in &mut errors {
        error.path = error.path.trim_start_matches("commands").trim_start_matches('.').to_owned();
    }
    ApiError::InvalidForm(errors)
}

fn parse_definition(body: &Value) -> Result<Definition, ApiError> {
    let mut body = body.clone();
    remove_nulls(&mut body);
    // If the validation missed a mistake, this conversion fails.
    serde_json::from_value(body).map_err(|error| ApiError::invalid_field("", "MODEL_TYPE_CONVERT", error.to_string()))
}
