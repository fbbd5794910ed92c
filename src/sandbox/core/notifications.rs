//! Notifications: which members a message notifies, what their phones show when it arrives, and the inbox that lists
//! them.

use std::collections::BTreeMap;

use super::api_types::{ControlResult, InboxItem};
use super::client_view::{is_regular_message, parse_after};
use super::model::{Channel, Message, Notification};
use super::snowflake::Snowflake;
use super::world::World;
use crate::time::{Language, Timestamp, ZoneId, local, offset_at};
use crate::words::times;

/// How many characters of a message a lock screen shows.
const MAX_LOCK_SCREEN_CHARS: usize = 100;
/// Discord's message type for the notice that somebody was added to a thread.
pub(super) const RECIPIENT_ADD: u8 = 1;

impl World {
    /// The members whom the message notifies, and what each of their phones shows. A DM notifies its recipient. A guild
    /// message notifies the mentioned members who can see the channel. An ephemeral message notifies nobody.
    pub(super) fn notifications(&self, message: &Message) -> BTreeMap<Snowflake, Notification> {
        let members = self.notified_members(message);
        members.into_iter().map(|member| (member, self.notification(member, message))).collect()
    }

    fn notified_members(&self, message: &Message) -> Vec<Snowflake> {
        let channel_record = &self.channels[&message.channel];
        if message.ephemeral_to.is_some() {
            return Vec::new();
        }
        if channel_record.is_dm() {
            return channel_record.recipient.into_iter().filter(|person| *person != message.author).collect();
        }
        let is_mentioned = |id: &&Snowflake| **id != message.author && self.is_mentioned(**id, &message.mentions);
        self.members.keys().filter(is_mentioned).filter(|id| self.can_see(**id, channel_record)).copied().collect()
    }

    /// The messages with an id greater than `after` that notified the member, oldest first. They are messages in the
    /// member's DM, messages that mention the member in a visible channel, and Discord's notice that somebody added
    /// the member to a thread. The notice mentions the member, so the phone makes a sound.
    ///
    /// The list includes responses to the member's own commands and clicks. The phone makes no sound for such a
    /// response, because the member is using the phone.
    pub fn inbox(&self, who: &str, after: Option<&str>) -> ControlResult<Vec<InboxItem>> {
        let member = self.user_id(who)?;
        let after = parse_after(after)?;
        let is_in_inbox = |message: &&Message| {
            (is_regular_message(message) || message.kind == RECIPIENT_ADD)
                && message.notified.contains_key(&member)
                && after.is_none_or(|after| message.id > after)
        };
        let mut items: Vec<&Message> =
            self.messages.values().flat_map(|messages| messages.values()).filter(is_in_inbox).collect();
        items.sort_by_key(|message| message.id);
        Ok(items.into_iter().map(|message| self.inbox_item(member, message)).collect())
    }

    fn inbox_item(&self, member: Snowflake, message: &Message) -> InboxItem {
        let is_own_interaction = message.interaction.as_ref().is_some_and(|interaction| interaction.user == member);
        let sounds = !message.is_silent() && !is_own_interaction;
        let notification = &message.notified[&member];
        InboxItem {
            message: self.message_info(message),
            kind: if self.channels.get(&message.channel).is_some_and(Channel::is_dm) { "dm" } else { "mention" },
            local_time: notification.local_time.clone(),
            sounds,
            lock_screen: sounds.then(|| notification.text.chars().take(MAX_LOCK_SCREEN_CHARS).collect()),
            arrived_as: notification.text.clone(),
            offset_minutes: notification.offset_minutes,
        }
    }

    /// What the member's phone shows when this message arrives.
    fn notification(&self, member: Snowflake, message: &Message) -> Notification {
        Notification {
            text: self.notification_text(member, message),
            local_time: self.local_time(member, message.sent_at),
            offset_minutes: offset_at(self.zone_of(member), message.sent_at).seconds() / 60,
        }
    }

    /// The time in the member's zone, such as `Wed 11 Nov, 03:00`.
    fn local_time(&self, member: Snowflake, at: Timestamp) -> String {
        let (local_time, _) = local(self.zone_of(member), at);
        local_time.strftime("%a %-d %b, %H:%M").to_string()
    }

    fn zone_of(&self, member: Snowflake) -> ZoneId {
        let zone = self.users[&member].zone.as_deref();
        zone.and_then(|zone| ZoneId::parse(zone).ok()).unwrap_or_else(ZoneId::utc)
    }

    /// The message's text as a push notification shows it, with mentions as names and timestamps as local times.
    fn notification_text(&self, member: Snowflake, message: &Message) -> String {
        if message.kind == RECIPIENT_ADD {
            let thread = self.channels.get(&message.channel).map_or("", |channel| channel.name.as_str());
            return format!("{} added you to {thread}", self.users[&message.author].name);
        }
        let mut text = String::with_capacity(message.content.len());
        let mut rest = message.content.as_str();
        while let Some(start) = rest.find('<') {
            text.push_str(&rest[..start]);
            let token = rest[start..].split_inclusive('>').next().unwrap_or_default();
            match self.token_text(member, token, message.sent_at) {
                Some(replacement) => {
                    text.push_str(&replacement);
                    rest = &rest[start + token.len()..];
                }
                None => {
                    text.push('<');
                    rest = &rest[start + 1..];
                }
            }
        }
        text.push_str(rest);
        text
    }

    /// The text that replaces a token such as `<@1>` or `<t:0>`; `None` if the token stays unchanged.
    fn token_text(&self, member: Snowflake, token: &str, now: Timestamp) -> Option<String> {
        let inside = token.strip_prefix('<')?.strip_suffix('>')?;
        if let Some(role) = inside.strip_prefix("@&") {
            return Some(format!("@{}", self.roles.get(&role.parse().ok()?)?.name));
        }
        if let Some(user) = inside.strip_prefix('@') {
            return Some(format!("@{}", self.users.get(&user.trim_start_matches('!').parse().ok()?)?.name));
        }
        if let Some(channel) = inside.strip_prefix('#') {
            return Some(format!("#{}", self.channels.get(&channel.parse().ok()?)?.name));
        }
        if let Some(command) = inside.strip_prefix('/') {
            return self.command_text(member, command);
        }
        let mut parts = inside.strip_prefix("t:")?.split(':');
        let at = Timestamp::from_second(parts.next()?.parse().ok()?).ok()?;
        Some(self.timestamp_text(member, at, parts.next().unwrap_or("f"), now))
    }

    /// Discord's timestamp `<t:…:style>` in the member's zone, and in the language of the member's client. English if
    /// Magpie has no texts in that language. A lock screen is narrow, so weekdays and months are short.
    fn timestamp_text(&self, member: Snowflake, at: Timestamp, style: &str, now: Timestamp) -> String {
        let language = Language::from_locale(&self.users[&member].locale);
        let zone = self.zone_of(member);
        let (wall, today) = (local(zone, at).0, local(zone, now).0.date());
        match style {
            "t" => times::clock(wall.time()),
            "T" => wall.strftime("%H:%M:%S").to_string(),
            "d" | "D" => times::short_day(language, wall.date(), today),
            "R" => times::distance(language, at, now),
            _ => times::day_and_time(language, wall, today),
        }
    }

    /// Converts the command mention `ticket list:123` to `/ticket list`, with the names in the member's language.
    /// `None` if there is no such command.
    fn command_text(&self, member: Snowflake, mention: &str) -> Option<String> {
        let (path, id) = mention.rsplit_once(':')?;
        let command = self.commands.get(&id.parse().ok()?)?;
        let locale = &self.users[&member].locale;
        let definition = &command.definition;
        let mut words = format!("/{}", definition.name_localizations.get(locale).unwrap_or(&definition.name));
        let mut options = &definition.options;
        for name in path.split(' ').skip(1) {
            let option = options.iter().find(|option| option.name == name)?;
            words = format!("{words} {}", option.name_localizations.get(locale).unwrap_or(&option.name));
            options = &option.options;
        }
        Some(words)
    }
}
