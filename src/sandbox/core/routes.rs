//! Routes every REST call of the bot by method and path. An unknown route gets a 501, never a false success.

use serde_json::{Value, json};

use super::api_error::{ApiError, ErrorCode};
use super::command_definition::Scope;
use super::events::intents;
use super::members::RoleChange;
use super::message_history::{page_limit, snowflake_query};
use super::pins::PinAction;
use super::request::{Method, Request, Response};
use super::snowflake::Snowflake;
use super::threads::ArchivedThreads;
use super::views;
use super::world::World;
use crate::time::Timestamp;

use Method::{Delete, Get, Patch, Post, Put};

type RouteResult = Result<Response, ApiError>;

impl World {
    /// Handles one REST call of the bot. The server has already applied rate limits and planned faults.
    pub fn apply(&mut self, now: Timestamp, request: &Request) -> Response {
        self.archive_inactive_threads(now);
        let path = request.path.split('?').next().unwrap_or_default();
        let decoded: Vec<String> = path.trim_matches('/').split('/').map(percent_decoded).collect();
        let segments: Vec<&str> = decoded.iter().map(String::as_str).collect();
        self.route(now, request, &segments).unwrap_or_else(|error| error.response())
    }

    fn route(&mut self, now: Timestamp, request: &Request, path: &[&str]) -> RouteResult {
        match (request.method, path) {
            // Routes with a token in the path require no authorization header.
            (Post, ["interactions", id, token, "callback"]) => {
                self.callback(now, parse_interaction_id(id)?, token, request)
            }
            (method, ["webhooks", id, token, rest @ ..]) => {
                let id = id.parse().map_err(|_| ErrorCode::UnknownWebhook)?;
                if self.is_webhook(id) {
                    return self.token_webhook_route(now, method, id, (token, rest), request);
                }
                self.response_route(now, method, id, token, rest, request)
            }
            (Get, ["gateway"]) => Ok(Response::ok(json!({"url": "wss://gateway.discord.gg"}))),
            (method, path) => {
                self.authorize(request)?;
                match path {
                    ["channels", id, rest @ ..] => {
                        self.channel_route(now, method, parse_channel_id(id)?, rest, request)
                    }
                    ["guilds", id, rest @ ..] => self.guild_route(method, id, rest, request),
                    ["webhooks", id] => {
                        self.own_webhook_route(method, id.parse().map_err(|_| ErrorCode::UnknownWebhook)?, request)
                    }
                    ["applications", rest @ ..] => self.application_route(now, method, rest, request),
                    _ => self.user_route(now, method, path, request),
                }
            }
        }
    }

    fn authorize(&self, request: &Request) -> Result<(), ApiError> {
        let token = request.authorization.as_deref().and_then(|header| header.strip_prefix("Bot "));
        if token.is_some_and(|token| self.is_token(token)) { Ok(()) } else { Err(ErrorCode::Unauthorized.into()) }
    }

    fn response_route(
        &mut self,
        now: Timestamp,
        method: Method,
        application: Snowflake,
        token: &str,
        rest: &[&str],
        request: &Request,
    ) -> RouteResult {
        match (method, rest) {
            (Post, []) => self.follow_up(now, application, token, request),
            (Get, ["messages", which]) => self.get_response(now, application, token, which),
            (Patch, ["messages", which]) => self.patch_response(now, application, token, which, request),
            (Delete, ["messages", which]) => self.delete_response(now, application, token, which),
            _ => unknown_route(request),
        }
    }

    fn user_route(&mut self, now: Timestamp, method: Method, path: &[&str], request: &Request) -> RouteResult {
        match (method, path) {
            // The server replaces this URL by its own URL. One shard is enough for one guild.
            (Get, ["gateway", "bot"]) => Ok(Response::ok(json!({
                "url": "wss://gateway.discord.gg",
                "shards": 1,
                "session_start_limit": {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1},
            }))),
            (Get, ["users", "@me"]) => Ok(Response::ok(self.current_user())),
            (Get, ["users", "@me", "guilds"]) => self.own_guilds(request),
            (Post, ["users", "@me", "channels"]) => self.create_dm(now, request),
            (Get, ["users", id]) => {
                let id: Snowflake = id.parse().map_err(|_| ErrorCode::UnknownUser)?;
                if self.users.get(&id).is_some_and(|user| self.is_account(user)) {
                    Ok(Response::ok(self.user_view(id)))
                } else {
                    Err(ErrorCode::UnknownUser.into())
                }
            }
            // The sandbox has no voice channels, so it has no sounds.
            (Get, ["soundboard-default-sounds"]) => Ok(Response::ok(json!([]))),
            (Get, ["oauth2", "applications", "@me"]) => Ok(Response::ok(self.application_view())),
            _ => unknown_route(request),
        }
    }

    fn own_guilds(&self, request: &Request) -> RouteResult {
        page_limit(request, 200, 200)?;
        let (before, after) = (snowflake_query(request, "before")?, snowflake_query(request, "after")?);
        let id = self.guild.id;
        if before.is_some_and(|before| id >= before) || after.is_some_and(|after| id <= after) {
            return Ok(Response::ok(json!([])));
        }
        let mut guild = json!({
            "id": self.guild.id,
            "name": self.guild.name,
            "icon": null,
            "banner": null,
            "owner": false,
            "permissions": self.guild_permissions(self.bot),
            "features": [],
        });
        if request.flag("with_counts") {
            guild["approximate_member_count"] = json!(self.members.len());
            guild["approximate_presence_count"] = json!(self.members.len());
        }
        Ok(Response::ok(json!([guild])))
    }

    fn application_view(&self) -> Value {
        let install_params =
            json!({"scopes": ["applications.commands", "bot"], "permissions": self.seed.bot_permissions});
        let mut view = json!({
            "id": self.application,
            "name": self.seed.bot_name,
            "bot": self.user_view(self.bot),
            "owner": self.user_view(self.guild.owner),
            "flags": self.application_flags(),
            "flags_new": self.application_flags().to_string(),
            "eligible_oauth2_scopes": [],
            "verify_key": "0".repeat(64),
            "description": "",
            "summary": "",
            "hook": true,
            "event_webhooks_status": 1,
            "integration_types_config": {"0": {"oauth2_install_params": install_params.clone()}},
            "install_params": install_params,
            "approximate_guild_count": 1,
            "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0,
            "redirect_uris": [],
            "tags": [],
        });
        for field in [
            "icon",
            "type",
            "team",
            "interactions_endpoint_url",
            "role_connections_verification_url",
            "max_participants",
        ] {
            view[field] = Value::Null;
        }
        let false_fields = [
            "bot_public",
            "bot_require_code_grant",
            "is_monetized",
            "is_verified",
            "is_discoverable",
            "storefront_available",
        ];
        for field in false_fields {
            view[field] = json!(false);
        }
        view
    }

    fn application_route(&mut self, now: Timestamp, method: Method, path: &[&str], request: &Request) -> RouteResult {
        let (id, rest) = path.split_first().ok_or(ErrorCode::NotFound)?;
        if *id == "@me" {
            return if method == Get && rest.is_empty() {
                Ok(Response::ok(self.application_view()))
            } else {
                unknown_route(request)
            };
        }
        if id.parse() != Ok(self.application) {
            return Err(ErrorCode::UnknownApplication.into());
        }
        match rest {
            ["commands", rest @ ..] => self.command_route(now, method, Scope { guild: None }, rest, request),
            ["guilds", guild, "commands", rest @ ..] => {
                if guild.parse() != Ok(self.guild.id) {
                    return Err(ErrorCode::MissingAccess.into());
                }
                self.command_route(now, method, Scope { guild: Some(self.guild.id) }, rest, request)
            }
            _ => unknown_route(request),
        }
    }

    fn command_route(
        &mut self,
        now: Timestamp,
        method: Method,
        scope: Scope,
        rest: &[&str],
        request: &Request,
    ) -> RouteResult {
        let command = |id: &str| id.parse::<Snowflake>().map_err(|_| ApiError::from(ErrorCode::UnknownCommand));
        match (method, rest) {
            (Get, []) => Ok(self.list_commands(scope, request)),
            (Post, []) => self.create_command(now, scope, request),
            (Put, []) => self.replace_commands(now, scope, request),
            // A bot token cannot set permission overrides, so there are none.
            (Get, ["permissions"]) => Ok(Response::ok(json!([]))),
            (Get, [id]) => self.get_command(scope, command(id)?),
            (Patch, [id]) => self.edit_command(now, scope, command(id)?, request),
            (Delete, [id]) => self.delete_command(scope, command(id)?),
            _ => unknown_route(request),
        }
    }

    fn guild_route(&mut self, method: Method, id: &str, rest: &[&str], request: &Request) -> RouteResult {
        if id.parse() != Ok(self.guild.id) {
            return Err(ErrorCode::UnknownGuild.into());
        }
        let require_members_intent = || {
            if self.seed.privileged_intents & intents::GUILD_MEMBERS == 0 {
                Err(ApiError::from(ErrorCode::MissingAccess))
            } else {
                Ok(())
            }
        };
        match (method, rest) {
            (Get, []) => {
                let mut guild = self.guild_view();
                if request.flag("with_counts") {
                    guild["approximate_member_count"] = json!(self.members.len());
                    guild["approximate_presence_count"] = json!(self.members.len());
                }
                Ok(Response::ok(guild))
            }
            (Get, ["roles"]) => {
                Ok(Response::ok(self.roles.values().map(|role| views::role(role, self.guild.id)).collect()))
            }
            (Get, ["roles", role]) => {
                let role = role.parse().ok().and_then(|id| self.roles.get(&id)).ok_or(ErrorCode::UnknownRole)?;
                Ok(Response::ok(views::role(role, self.guild.id)))
            }
            (Get, ["channels"]) => {
                let channels = self.channels.values().filter(|channel| !channel.is_dm() && !channel.is_thread());
                Ok(Response::ok(channels.map(|channel| self.channel_view(channel)).collect()))
            }
            (Get, ["webhooks"]) => self.guild_webhooks(),
            (Get, ["soundboard-sounds"]) => Ok(Response::ok(json!({"items": []}))),
            (Get, ["threads", "active"]) => Ok(self.active_threads()),
            (Get, ["members"]) => {
                require_members_intent()?;
                let (limit, after) = (page_limit(request, 1, 1000)?, snowflake_query(request, "after")?);
                let page = self.members.keys().filter(|id| after.is_none_or(|after| **id > after)).take(limit);
                Ok(Response::ok(page.filter_map(|id| self.member_view(*id)).collect()))
            }
            (Get, ["members", "search"]) => {
                let (limit, query) =
                    (page_limit(request, 1, 1000)?, request.query("query").unwrap_or_default().to_lowercase());
                let has_prefix = |id: &&Snowflake| self.users[*id].handle.to_lowercase().starts_with(&query);
                Ok(Response::ok(
                    self.members.keys().filter(has_prefix).take(limit).filter_map(|id| self.member_view(*id)).collect(),
                ))
            }
            (Put, ["members", user, "roles", role]) => self.change_roles(user, role, RoleChange::Add),
            (Delete, ["members", user, "roles", role]) => self.change_roles(user, role, RoleChange::Remove),
            (Get, ["members", user]) => {
                let user: Snowflake = user.parse().map_err(|_| ErrorCode::UnknownUser)?;
                let error_code =
                    if self.users.contains_key(&user) { ErrorCode::UnknownMember } else { ErrorCode::UnknownUser };
                Ok(Response::ok(self.member_view(user).ok_or(error_code)?))
            }
            _ => unknown_route(request),
        }
    }

    fn channel_route(
        &mut self,
        now: Timestamp,
        method: Method,
        id: Snowflake,
        rest: &[&str],
        request: &Request,
    ) -> RouteResult {
        match (method, rest) {
            (Get, []) => Ok(Response::ok(self.channel_view(self.visible_channel(id)?))),
            (Patch, []) => self.patch_channel(now, id, request),
            (Delete, []) => {
                if self.visible_channel(id)?.is_thread() {
                    self.delete_thread(id)
                } else {
                    unknown_route(request)
                }
            }
            (Post, ["typing"]) => self.trigger_typing(id),
            (Get, ["messages"]) => self.list_messages(id, request),
            (Post, ["messages"]) => self.create_message(now, id, request),
            (Post, ["messages", "bulk-delete"]) => self.bulk_delete(now, id, request),
            (Get, ["pins"]) => self.list_pins(id),
            (Get, ["messages", "pins"]) => self.list_pin_items(id, request),
            (Get, ["webhooks"]) => self.channel_webhooks(id),
            (Post, ["webhooks"]) => self.create_webhook(now, id, request),
            (Put, ["pins", message_id] | ["messages", "pins", message_id]) => {
                self.change_pin(now, id, parse_message_id(message_id)?, PinAction::Pin)
            }
            (Delete, ["pins", message_id] | ["messages", "pins", message_id]) => {
                self.change_pin(now, id, parse_message_id(message_id)?, PinAction::Unpin)
            }
            (method, ["messages", message_id, rest @ ..]) => {
                self.message_route(now, method, id, parse_message_id(message_id)?, rest, request)
            }
            (method, ["threads", ..] | ["thread-members", ..] | ["users", "@me", "threads", ..]) => {
                self.thread_route(now, method, id, rest, request)
            }
            _ => unknown_route(request),
        }
    }

    fn message_route(
        &mut self,
        now: Timestamp,
        method: Method,
        channel: Snowflake,
        id: Snowflake,
        rest: &[&str],
        request: &Request,
    ) -> RouteResult {
        match (method, rest) {
            (Get, []) => self.get_message(channel, id),
            (Patch, []) => self.edit_message(now, channel, id, request),
            (Delete, []) => self.delete_message(channel, id),
            (Post, ["threads"]) => self.thread_from_message(now, channel, id, request),
            (Delete, ["reactions"]) => self.clear_reactions(channel, id, None),
            (Delete, ["reactions", emoji]) => self.clear_reactions(channel, id, Some(emoji)),
            (Get, ["reactions", emoji]) => self.reactions(channel, id, emoji, request),
            (Put, ["reactions", emoji, "@me"]) => self.react(channel, id, emoji),
            (Delete, ["reactions", emoji, user]) => {
                let user = self.user_or_me(user)?;
                self.unreact(channel, id, emoji, user)
            }
            _ => unknown_route(request),
        }
    }

    fn thread_route(
        &mut self,
        now: Timestamp,
        method: Method,
        id: Snowflake,
        rest: &[&str],
        request: &Request,
    ) -> RouteResult {
        match (method, rest) {
            (Post, ["threads"]) => self.start_thread(now, id, request),
            (Get, ["threads", "archived", "public"]) => self.archived_threads(id, ArchivedThreads::Public, request),
            (Get, ["threads", "archived", "private"]) => self.archived_threads(id, ArchivedThreads::Private, request),
            (Get, ["users", "@me", "threads", "archived", "private"]) => {
                self.archived_threads(id, ArchivedThreads::JoinedPrivate, request)
            }
            (Get, ["thread-members"]) => self.thread_members(id, None, request),
            (Get, ["thread-members", user]) => self.thread_members(id, Some(self.user_or_me(user)?), request),
            (Put, ["thread-members", user]) => {
                let user = self.user_or_me(user)?;
                self.put_thread_member(now, id, user)
            }
            (Delete, ["thread-members", user]) => {
                let user = self.user_or_me(user)?;
                self.delete_thread_member(id, user)
            }
            _ => unknown_route(request),
        }
    }

    fn user_or_me(&self, user: &str) -> Result<Snowflake, ApiError> {
        if user == "@me" { Ok(self.bot) } else { user.parse().map_err(|_| ErrorCode::UnknownUser.into()) }
    }
}

fn unknown_route(request: &Request) -> RouteResult {
    Err(unsupported_route(request))
}

pub(super) fn unsupported_route(request: &Request) -> ApiError {
    ApiError::NotImplemented(format!("{:?} {}", request.method, request.path))
}

fn parse_interaction_id(id: &str) -> Result<Snowflake, ApiError> {
    id.parse().map_err(|_| ErrorCode::UnknownInteraction.into())
}

fn parse_channel_id(id: &str) -> Result<Snowflake, ApiError> {
    id.parse().map_err(|_| ErrorCode::UnknownChannel.into())
}

fn parse_message_id(id: &str) -> Result<Snowflake, ApiError> {
    id.parse().map_err(|_| ErrorCode::UnknownMessage.into())
}

/// Decodes a path segment, because clients percent-encode emojis. A segment that does not decode stays unchanged.
fn percent_decoded(segment: &str) -> String {
    let bytes = segment.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex =
            segment.get(at + 1..at + 3).filter(|_| bytes[at] == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        decoded.push(hex.unwrap_or(bytes[at]));
        at += if hex.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).unwrap_or_else(|_| segment.to_owned())
}
