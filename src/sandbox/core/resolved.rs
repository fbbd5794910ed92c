//! The objects that a member selected in a command, select or modal. An interaction's data contains them as `resolved`.

use serde_json::{Map, Value, json};

use super::model::Attachment;
use super::snowflake::Snowflake;
use super::views::{self, Nonce};
use super::world::World;

/// The selected objects, without duplicates.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    users: Vec<Snowflake>,
    roles: Vec<Snowflake>,
    channels: Vec<Snowflake>,
    /// Messages in the channel of the interaction.
    pub(super) messages: Vec<Snowflake>,
    pub(super) attachments: Vec<Attachment>,
}

fn add_once(list: &mut Vec<Snowflake>, id: Snowflake) -> Snowflake {
    if !list.contains(&id) {
        list.push(id);
    }
    id
}

impl Resolved {
    pub(super) fn add_user(&mut self, id: Snowflake) -> Snowflake {
        add_once(&mut self.users, id)
    }

    pub(super) fn add_role(&mut self, id: Snowflake) -> Snowflake {
        add_once(&mut self.roles, id)
    }

    pub(super) fn add_channel(&mut self, id: Snowflake) -> Snowflake {
        add_once(&mut self.channels, id)
    }
}

impl World {
    /// Returns `resolved` in Discord's form: maps from ids to objects, without empty maps.
    pub(super) fn resolved_view(&self, resolved: &Resolved, user: Snowflake, channel_id: Snowflake) -> Value {
        let mut view = Map::new();
        let mut put = |name: &str, map: Map<String, Value>| {
            if !map.is_empty() {
                view.insert(name.to_owned(), Value::Object(map));
            }
        };
        put("users", resolved.users.iter().map(|id| (id.to_string(), self.user_view(*id))).collect());
        if !self.channels[&channel_id].is_dm() {
            let member = |id: &Snowflake| {
                let mut member = self.bare_member_view(self.members.get(id)?);
                let object = member.as_object_mut().expect("views are objects");
                // Partial members lack these fields. Source: Discord docs, "Resolved Data Structure".
                object.remove("deaf");
                object.remove("mute");
                object.insert("permissions".to_owned(), json!(self.permissions_in(*id, &self.channels[&channel_id])));
                Some((id.to_string(), member))
            };
            put("members", resolved.users.iter().filter_map(member).collect());
        }
        let role = |id: &Snowflake| (id.to_string(), views::role(&self.roles[id], self.guild.id));
        put("roles", resolved.roles.iter().map(role).collect());
        let channel = |id: &Snowflake| (id.to_string(), self.partial_channel(&self.channels[id], user));
        put("channels", resolved.channels.iter().map(channel).collect());
        // A message command gets the message's content even without the message content intent.
        let message = |id: &Snowflake| {
            let message = self.find_message(channel_id, *id)?;
            Some((id.to_string(), self.message_view(message, Nonce::Hidden)))
        };
        put("messages", resolved.messages.iter().filter_map(message).collect());
        put("attachments", resolved.attachments.iter().map(|it| (it.id.to_string(), views::attachment(it))).collect());
        Value::Object(view)
    }
}
