//! The data that the gateway sends to a new session: READY, the guild, and its members in chunks. Source: Discord docs,
//! "Gateway Events".

use serde_json::{Value, json};

use super::api_types::{ControlError, ControlResult};
use super::events::intents;
use super::snowflake::Snowflake;
use super::views::{self, iso};
use super::world::World;
use crate::time::Timestamp;

const CHUNK_SIZE: usize = 1000;

/// Fields that Discord always sends in the guild object, and that have the value null for this guild.
const NULL_IN_GUILD: [&str; 21] = [
    "icon",
    "icon_hash",
    "home_header",
    "description",
    "splash",
    "discovery_splash",
    "banner",
    "application_id",
    "afk_channel_id",
    "system_channel_id",
    "widget_channel_id",
    "max_presences",
    "vanity_url_code",
    "rules_channel_id",
    "public_updates_channel_id",
    "safety_alerts_channel_id",
    "hub_type",
    "latest_onboarding_question_id",
    "incidents_data",
    "inventory_settings",
    "moderator_reporting",
];

impl World {
    /// Whether `token` (without `Bot `) is the bot's token.
    pub fn is_token(&self, token: &str) -> bool {
        token == self.seed.token
    }

    /// The privileged intents that the application may request. A request for another privileged intent closes the
    /// connection with 4014.
    pub fn privileged_intents(&self) -> u64 {
        self.seed.privileged_intents
    }

    /// The data of READY. It lists the guild as unavailable, as on Discord.
    pub fn ready(&self, session_id: &str, resume_gateway_url: &str, shard: Option<(u32, u32)>) -> Value {
        let mut data = json!({
            "v": 10,
            "user": self.current_user(),
            "user_settings": {},
            "session_type": "normal",
            "session_id": session_id,
            "resume_gateway_url": resume_gateway_url,
            "relationships": [],
            "private_channels": [],
            "presences": [],
            "guilds": [{"id": self.guild.id, "unavailable": true}],
            "guild_join_requests": [],
            "geo_ordered_rtc_regions": [],
            "auth": {},
            "application": {"id": self.application, "flags": self.application_flags()},
            "_trace": [],
        });
        if let Some((id, count)) = shard {
            data["shard"] = json!([id, count]);
        }
        data
    }

    pub(super) fn current_user(&self) -> Value {
        let mut user = self.user_view(self.bot);
        let own_fields = json!({
            "email": null, "verified": true, "mfa_enabled": self.guild.bot_owner_has_mfa, "flags": 0,
            "banner": null, "accent_color": null, "locale": "en-US",
        });
        user.as_object_mut().expect("views are objects").extend(own_fields.as_object().cloned().unwrap_or_default());
        user
    }

    /// The application flags for the enabled privileged intents. These are the "limited" flags, which bots in few
    /// guilds have.
    pub(super) fn application_flags(&self) -> u64 {
        let limited = [
            (intents::GUILD_PRESENCES, 1 << 13),
            (intents::GUILD_MEMBERS, 1 << 15),
            (intents::MESSAGE_CONTENT, 1 << 19),
        ];
        let enabled_flags = limited.into_iter().filter(|(intent, _)| self.seed.privileged_intents & intent != 0);
        enabled_flags.map(|(_, flag)| flag).sum()
    }

    /// The data of GUILD_CREATE for a session with these intents.
    ///
    /// As on Discord, without the presences intent the data lists only the bot itself as a member. A client requests
    /// the other members with op 8. With the presences intent, a guild of up to `large_threshold` members lists all.
    pub fn guild_create(&self, _now: Timestamp, intents: u64, large_threshold: usize) -> Value {
        let mut data = self.guild_view();
        let large = self.members.len() > large_threshold;
        let lists_all = intents & intents::GUILD_PRESENCES != 0 && !large;
        let listed_ids = self.members.keys().filter(|id| lists_all || **id == self.bot);
        let without_guild_id = |mut channel: Value| {
            channel.as_object_mut().expect("views are objects").remove("guild_id");
            channel
        };
        let channels = self.channels.values().filter(|channel| !channel.is_dm() && !channel.is_thread());
        data["joined_at"] = json!(iso(self.members[&self.bot].joined_at));
        data["large"] = json!(large);
        data["unavailable"] = json!(false);
        data["member_count"] = json!(self.members.len());
        data["members"] = listed_ids.filter_map(|id| self.member_view(*id)).collect();
        data["channels"] = channels.map(|channel| without_guild_id(self.channel_view(channel))).collect();
        data["threads"] =
            self.visible_threads(|thread| !thread.archived).into_iter().map(|it| self.channel_view(it)).collect();
        for empty in [
            "voice_states",
            "presences",
            "stage_instances",
            "guild_scheduled_events",
            "soundboard_sounds",
            "embedded_activities",
        ] {
            data[empty] = json!([]);
        }
        data
    }

    /// The guild object in the form that REST returns.
    pub(super) fn guild_view(&self) -> Value {
        let mut guild = json!({
            "id": self.guild.id,
            "name": self.guild.name,
            "owner_id": self.guild.owner,
            "preferred_locale": self.guild.locale,
            "roles": self.roles.values().map(|role| views::role(role, self.guild.id)).collect::<Vec<_>>(),
            "region": "deprecated",
            "afk_timeout": 300,
            "mfa_level": self.guild.mfa_level,
            "verification_level": 1,
            "default_message_notifications": 1,
            "explicit_content_filter": 2,
            "max_members": 25_000_000,
            "max_video_channel_users": 25,
            "max_stage_video_channel_users": 50,
        });
        let object = guild.as_object_mut().expect("views are objects");
        let mut fill = |fields: &[&str], value: &Value| {
            object.extend(fields.iter().map(|field| ((*field).to_owned(), value.clone())));
        };
        fill(&NULL_IN_GUILD, &Value::Null);
        fill(&["system_channel_flags", "nsfw_level", "premium_tier", "premium_subscription_count"], &json!(0));
        fill(&["widget_enabled", "nsfw", "premium_progress_bar_enabled"], &json!(false));
        fill(&["emojis", "stickers", "features"], &json!([]));
        guild
    }

    /// The data of each GUILD_MEMBERS_CHUNK with which the gateway answers an op 8. `request` is the `d` of the op 8.
    /// The error says why the request is invalid.
    pub fn member_chunks(&self, intents: u64, request: &Value) -> ControlResult<Vec<Value>> {
        let refuse = |error: &str| Err(ControlError { status: 400, error: error.to_owned() });
        if parse_id(&request["guild_id"]) != Some(self.guild.id) {
            return refuse("guild_id is not the guild's");
        }
        let nonce = &request["nonce"];
        if nonce.as_str().is_some_and(|nonce| nonce.len() > 32) {
            return refuse("nonce is longer than 32 bytes");
        }
        let (found, missing) = match (request["query"].as_str(), &request["user_ids"]) {
            (Some(query), Value::Null) => {
                let limit = request["limit"].as_u64().and_then(|limit| usize::try_from(limit).ok()).unwrap_or(0);
                if query.is_empty() && limit == 0 && intents & intents::GUILD_MEMBERS == 0 {
                    return refuse("asking for all members takes the GUILD_MEMBERS intent");
                }
                (self.members_by_prefix(query, limit), Vec::new())
            }
            (None, ids) => {
                let ids: Vec<_> = ids
                    .as_array()
                    .map_or_else(|| vec![ids.clone()], Clone::clone)
                    .iter()
                    .filter_map(parse_id)
                    .collect();
                if ids.is_empty() || ids.len() > 100 {
                    return refuse("1 to 100 user_ids, or a query");
                }
                ids.into_iter().partition(|id| self.members.contains_key(id))
            }
            _ => return refuse("query and user_ids are mutually exclusive"),
        };
        let count = found.len().div_ceil(CHUNK_SIZE).max(1);
        let chunk = |index: usize| {
            let members = found.iter().skip(index * CHUNK_SIZE).take(CHUNK_SIZE).filter_map(|id| self.member_view(*id));
            let mut data = json!({
                "guild_id": self.guild.id,
                "members": members.collect::<Vec<_>>(),
                "chunk_index": index,
                "chunk_count": count,
            });
            if !missing.is_empty() {
                data["not_found"] = json!(missing);
            }
            if !nonce.is_null() {
                data["nonce"] = nonce.clone();
            }
            data
        };
        Ok((0..count).map(chunk).collect())
    }

    /// Members whose username begins with `query`, at most `limit` and at most 100. An empty query with limit 0 returns
    /// all members.
    fn members_by_prefix(&self, query: &str, limit: usize) -> Vec<Snowflake> {
        let max = if query.is_empty() && limit == 0 { usize::MAX } else { limit.clamp(1, 100) };
        let has_prefix = |id: &&Snowflake| self.users[*id].handle.to_lowercase().starts_with(&query.to_lowercase());
        self.members.keys().filter(has_prefix).take(max).copied().collect()
    }
}

fn parse_id(value: &Value) -> Option<Snowflake> {
    value.as_str().and_then(|text| text.parse().ok()).or_else(|| value.as_u64().map(Snowflake))
}
