//! Who is pinged: what the words name, filtered by `allowed_mentions` and by permission.
//!
//! Source: Discord docs, "Message Resource: Allowed Mentions Object": without the object everything in the words pings.

use serde_json::Value;

use super::form::Form;
use super::permissions::Permissions;
use super::snowflake::Snowflake;
use super::state::{Channel, Mentions};
use super::world::World;

/// What a body allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Allowed {
    users: Wanted,
    roles: Wanted,
    everyone: bool,
    pub(super) replied_user: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Wanted {
    All,
    Only(Vec<Snowflake>),
}

impl Wanted {
    fn admits(&self, id: Snowflake) -> bool {
        match self {
            Self::All => true,
            Self::Only(ids) => ids.contains(&id),
        }
    }
}

impl Default for Allowed {
    fn default() -> Self {
        Self { users: Wanted::All, roles: Wanted::All, everyone: true, replied_user: true }
    }
}

impl Allowed {
    /// Reads and judges `allowed_mentions` of a message's body.
    pub(super) fn read(form: &Form<'_>) -> Self {
        let Some(object) = form.child("allowed_mentions") else { return Self::default() };
        object.only(&["parse", "roles", "users", "replied_user"]);
        let parse = object.list("parse", 0..=3);
        let parses = |kind: &str| parse.is_some_and(|list| list.iter().any(|it| it.as_str() == Some(kind)));
        for (index, kind) in parse.into_iter().flatten().enumerate() {
            if !["roles", "users", "everyone"].contains(&kind.as_str().unwrap_or_default()) {
                object.fault(
                    &format!("parse.{index}"),
                    "BASE_TYPE_CHOICES",
                    "Value must be one of ('roles', 'users', 'everyone').",
                );
            }
        }
        let wanted = |kind: &'static str| {
            let named = object.snowflakes(kind, 0..=100).unwrap_or_default();
            if parses(kind) && !named.is_empty() {
                let message = format!("parse:[\"{kind}\"] and {kind}: [ids...] are mutually exclusive.");
                object.fault("", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message);
            }
            if parses(kind) { Wanted::All } else { Wanted::Only(named) }
        };
        let (users, roles) = (wanted("users"), wanted("roles"));
        Self { users, roles, everyone: parses("everyone"), replied_user: object.flag("replied_user").unwrap_or(false) }
    }
}

/// What the words name, in order, each once.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) users: Vec<Snowflake>,
    pub(super) roles: Vec<Snowflake>,
    pub(super) everyone: bool,
}

/// Finds `<@1>`, `<@!1>`, `<@&1>`, `@everyone` and `@here`; words inside code do not ping.
pub(super) fn named(words: &str) -> Named {
    let words = without_code(words);
    let mut named = Named { everyone: words.contains("@everyone") || words.contains("@here"), ..Named::default() };
    for piece in words.split("<@").skip(1) {
        let Some((inside, _)) = piece.split_once('>') else { continue };
        let (list, digits) = match inside.strip_prefix('&') {
            Some(digits) => (&mut named.roles, digits),
            None => (&mut named.users, inside.strip_prefix('!').unwrap_or(inside)),
        };
        if let Ok(id) = digits.parse()
            && !list.contains(&id)
        {
            list.push(id);
        }
    }
    named
}

fn without_code(words: &str) -> String {
    let mut left = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(start) = rest.find('`') {
        let ticks = rest[start..].chars().take_while(|c| *c == '`').count();
        let fence = "`".repeat(ticks);
        let after = &rest[start + ticks..];
        left.push_str(&rest[..start]);
        let Some(end) = after.find(&fence) else {
            rest = after;
            continue;
        };
        rest = &after[end + ticks..];
    }
    left + rest
}

impl World {
    /// Whom a message by `author` with these words reaches.
    pub(super) fn mentions(&self, author: Snowflake, channel: &Channel, words: &str, allowed: &Allowed) -> Mentions {
        let named = named(words);
        let may_ping_all = self.permissions_in(author, channel).has(Permissions::MENTION_EVERYONE);
        let known = |id: &Snowflake| self.users.contains_key(id) && allowed.users.admits(*id);
        let users = named.users.into_iter().filter(known).collect();
        if channel.is_dm() {
            return Mentions { users, roles: Vec::new(), everyone: false };
        }
        let pings = |id: &Snowflake| {
            let role = self.roles.get(id);
            allowed.roles.admits(*id)
                && role.is_some_and(|role| (role.mentionable || may_ping_all) && *id != self.guild.id)
        };
        Mentions {
            users,
            roles: named.roles.into_iter().filter(pings).collect(),
            everyone: named.everyone && allowed.everyone && may_ping_all,
        }
    }

    /// Whether a message's mentions reach that person, given that they see the channel.
    pub(super) fn is_mentioned(&self, user: Snowflake, mentions: &Mentions) -> bool {
        let has_role = |role: &Snowflake| self.members.get(&user).is_some_and(|member| member.roles.contains(role));
        mentions.everyone || mentions.users.contains(&user) || mentions.roles.iter().any(has_role)
    }
}

/// The body's words: content, and what text displays say.
pub(super) fn words_of(content: &str, components: &[Value]) -> String {
    format!("{content}\n{}", super::component_tree::words(components))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_roles_and_everyone_are_found_once_each() {
        let found = named("<@1> <@!2> <@1> <@&3> and @here");
        assert_eq!(found, Named { users: vec![Snowflake(1), Snowflake(2)], roles: vec![Snowflake(3)], everyone: true });
    }

    #[test]
    fn code_does_not_ping() {
        assert_eq!(named("`<@1>` ```\n@everyone <@&2>\n```"), Named::default());
        assert_eq!(named("a ` lonely tick <@1>").users, vec![Snowflake(1)]);
    }
}
