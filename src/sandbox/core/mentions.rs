//! Computes which users and roles a message pings: the mentions in its text, filtered by `allowed_mentions` and
//! permissions.
//!
//! Without an `allowed_mentions` object, all mentions in the text ping. Source: Discord docs, "Message Resource:
//! Allowed Mentions Object".

use serde_json::Value;

use super::fields::Fields;
use super::model::{Channel, Mentions};
use super::permissions::Permissions;
use super::snowflake::Snowflake;
use super::world::World;

/// The `allowed_mentions` of a message body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AllowedMentions {
    users: AllowedIds,
    roles: AllowedIds,
    everyone: bool,
    pub(super) replied_user: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum AllowedIds {
    All,
    Only(Vec<Snowflake>),
}

impl AllowedIds {
    fn allows(&self, id: Snowflake) -> bool {
        match self {
            Self::All => true,
            Self::Only(ids) => ids.contains(&id),
        }
    }
}

impl Default for AllowedMentions {
    fn default() -> Self {
        Self { users: AllowedIds::All, roles: AllowedIds::All, everyone: true, replied_user: true }
    }
}

impl AllowedMentions {
    /// Reads and validates the `allowed_mentions` of a message body.
    pub(super) fn read(fields: &Fields<'_>) -> Self {
        let Some(object) = fields.object("allowed_mentions") else { return Self::default() };
        object.allow_only(&["parse", "roles", "users", "replied_user"]);
        let parse = object.list("parse", 0..=3);
        let parses = |kind: &str| parse.is_some_and(|list| list.iter().any(|it| it.as_str() == Some(kind)));
        for (index, kind) in parse.into_iter().flatten().enumerate() {
            if !["roles", "users", "everyone"].contains(&kind.as_str().unwrap_or_default()) {
                object.error(
                    &format!("parse.{index}"),
                    "BASE_TYPE_CHOICES",
                    "Value must be one of ('roles', 'users', 'everyone').",
                );
            }
        }
        let allowed_ids = |kind: &'static str| {
            let named_ids = object.snowflakes(kind, 0..=100).unwrap_or_default();
            if parses(kind) && !named_ids.is_empty() {
                let message = format!("parse:[\"{kind}\"] and {kind}: [ids...] are mutually exclusive.");
                object.error("", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message);
            }
            if parses(kind) { AllowedIds::All } else { AllowedIds::Only(named_ids) }
        };
        let (users, roles) = (allowed_ids("users"), allowed_ids("roles"));
        Self {
            users,
            roles,
            everyone: parses("everyone"),
            replied_user: object.boolean("replied_user").unwrap_or(false),
        }
    }
}

/// The mentions in a text, in order and without duplicates.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct MentionTokens {
    pub(super) users: Vec<Snowflake>,
    pub(super) roles: Vec<Snowflake>,
    pub(super) everyone: bool,
}

/// Finds `<@1>`, `<@!1>`, `<@&1>`, `@everyone` and `@here`, except inside code.
pub(super) fn parse_mentions(text: &str) -> MentionTokens {
    let text = without_code(text);
    let mut tokens =
        MentionTokens { everyone: text.contains("@everyone") || text.contains("@here"), ..MentionTokens::default() };
    for piece in text.split("<@").skip(1) {
        let Some((inside, _)) = piece.split_once('>') else { continue };
        let (list, digits) = match inside.strip_prefix('&') {
            Some(digits) => (&mut tokens.roles, digits),
            None => (&mut tokens.users, inside.strip_prefix('!').unwrap_or(inside)),
        };
        if let Ok(id) = digits.parse()
            && !list.contains(&id)
        {
            list.push(id);
        }
    }
    tokens
}

fn without_code(text: &str) -> String {
    let mut text_without_code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('`') {
        let ticks = rest[start..].chars().take_while(|c| *c == '`').count();
        let fence = "`".repeat(ticks);
        let after = &rest[start + ticks..];
        text_without_code.push_str(&rest[..start]);
        let Some(end) = after.find(&fence) else {
            rest = after;
            continue;
        };
        rest = &after[end + ticks..];
    }
    text_without_code + rest
}

impl World {
    /// The mentions that take effect when `author` sends this text.
    pub(super) fn mentions(
        &self,
        author: Snowflake,
        channel: &Channel,
        text: &str,
        allowed: &AllowedMentions,
    ) -> Mentions {
        let tokens = parse_mentions(text);
        let may_ping_all = self.permissions_in(author, channel).has(Permissions::MENTION_EVERYONE);
        let is_allowed = |id: &Snowflake| self.users.contains_key(id) && allowed.users.allows(*id);
        let users = tokens.users.into_iter().filter(is_allowed).collect();
        if channel.is_dm() {
            return Mentions { users, roles: Vec::new(), everyone: false };
        }
        let is_pinged = |id: &Snowflake| {
            let role = self.roles.get(id);
            allowed.roles.allows(*id)
                && role.is_some_and(|role| (role.mentionable || may_ping_all) && *id != self.guild.id)
        };
        Mentions {
            users,
            roles: tokens.roles.into_iter().filter(is_pinged).collect(),
            everyone: tokens.everyone && allowed.everyone && may_ping_all,
        }
    }

    /// Whether the mentions include the user, directly, through a role or as part of @everyone. The caller must check
    /// that the user sees the channel.
    pub(super) fn is_mentioned(&self, user: Snowflake, mentions: &Mentions) -> bool {
        let has_role = |role: &Snowflake| self.members.get(&user).is_some_and(|member| member.roles.contains(role));
        mentions.everyone || mentions.users.contains(&user) || mentions.roles.iter().any(has_role)
    }
}

/// The text in which mentions count: the content and all text displays.
pub(super) fn mentionable_text(content: &str, components: &[Value]) -> String {
    format!("{content}\n{}", super::component_tree::text(components))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_are_found_without_duplicates() {
        let found = parse_mentions("<@1> <@!2> <@1> <@&3> and @here");
        assert_eq!(
            found,
            MentionTokens { users: vec![Snowflake(1), Snowflake(2)], roles: vec![Snowflake(3)], everyone: true }
        );
    }

    #[test]
    fn mention_inside_code_does_not_ping() {
        assert_eq!(parse_mentions("`<@1>` ```\n@everyone <@&2>\n```"), MentionTokens::default());
        assert_eq!(parse_mentions("a ` lonely tick <@1>").users, vec![Snowflake(1)]);
    }
}
