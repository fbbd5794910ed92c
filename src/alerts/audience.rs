//! The audience of an alert, parsed from what the author typed: groups, names, handles and mentions, separated by
//! commas. Pure.

use std::collections::BTreeSet;

use crate::guild::Setup;
use crate::members::{Group, Member, MemberId, fold};

/// A longer text is not a list of people. The limit also bounds the work of parsing it.
pub const MAX_AUDIENCE_CHARS: usize = 1000;

/// Who gets an alert.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audience {
    pub groups: BTreeSet<Group>,
    pub people: BTreeSet<MemberId>,
}

/// Why a typed audience is not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AudienceError {
    Empty,
    TooLong,
    /// Nobody and no group has this name.
    Unknown {
        word: String,
    },
    /// Several people have this name.
    Ambiguous {
        word: String,
        names: Vec<String>,
    },
}

impl Audience {
    /// `present`: the members in the server.
    ///
    /// # Errors
    /// About the first part that is not understood.
    pub fn parse(text: &str, setup: &Setup, present: &[Member]) -> Result<Self, AudienceError> {
        if text.chars().count() > MAX_AUDIENCE_CHARS {
            return Err(AudienceError::TooLong);
        }
        let mut audience = Self::default();
        for word in text.split([',', ';', '\n']).map(str::trim).filter(|word| !word.is_empty()) {
            if let Some(groups) = groups_called(word).or_else(|| group_mentioned(word, setup)) {
                audience.groups.extend(groups);
            } else {
                audience.people.insert(person_called(word, present)?);
            }
        }
        if audience == Self::default() { Err(AudienceError::Empty) } else { Ok(audience) }
    }

    pub fn has(&self, member: &Member) -> bool {
        self.people.contains(&member.id) || member.roles.iter().any(|group| self.groups.contains(&group))
    }

    /// The members of `present` who are in the audience, in the same order.
    pub fn among(&self, present: Vec<Member>) -> Vec<Member> {
        present.into_iter().filter(|member| self.has(member)).collect()
    }
}

fn groups_called(word: &str) -> Option<Vec<Group>> {
    match fold(word.trim_start_matches('@')).as_str() {
        "everyone" | "everybody" | "all" | "tous" | "toutes" | "tout le monde" | "todos" | "todas"
        | "todo el mundo" => Some(Group::ALL.to_vec()),
        _ => Group::called(word).map(|group| vec![group]),
    }
}

fn group_mentioned(word: &str, setup: &Setup) -> Option<Vec<Group>> {
    let id: u64 = word.strip_prefix("<@&")?.strip_suffix('>')?.parse().ok()?;
    let groups: Vec<Group> =
        Group::ALL.into_iter().filter(|group| setup.role(*group).is_some_and(|r| r.0 == id)).collect();
    (!groups.is_empty()).then_some(groups)
}

/// Finds one person by mention or id, else by the whole handle or name, else by the start of a handle or name, or by
/// one word of a name.
fn person_called(word: &str, present: &[Member]) -> Result<MemberId, AudienceError> {
    let mention = word.strip_prefix("<@").and_then(|rest| rest.strip_suffix('>')).map(|id| id.trim_start_matches('!'));
    if let Ok(id) = mention.unwrap_or(word).parse::<u64>()
        && let Some(member) = present.iter().find(|member| member.id.0 == id)
    {
        return Ok(member.id);
    }
    let wanted = fold(word.trim_start_matches('@'));
    let matches_whole = |m: &&Member| fold(&m.handle) == wanted || fold(&m.name) == wanted;
    let matches_part = |m: &&Member| {
        let name = fold(&m.name);
        fold(&m.handle).starts_with(&wanted) || name.starts_with(&wanted) || name.split(' ').any(|part| part == wanted)
    };
    let exact: Vec<&Member> = present.iter().filter(matches_whole).collect();
    let found = if exact.is_empty() { present.iter().filter(matches_part).collect() } else { exact };
    match found.as_slice() {
        [one] => Ok(one.id),
        [] => Err(AudienceError::Unknown { word: word.to_owned() }),
        several => Err(AudienceError::Ambiguous {
            word: word.to_owned(),
            names: several.iter().map(|member| format!("{} ({})", member.name, member.handle)).collect(),
        }),
    }
}

/// A completion of what the author has typed so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suggestion {
    Everyone,
    Group(Group),
    Person { name: String, handle: String },
}

/// Completions of `word`, at most `limit`: groups first, then people in the order of `present`.
pub fn suggest(word: &str, group_names: &[(Suggestion, String)], present: &[Member], limit: usize) -> Vec<Suggestion> {
    let wanted = fold(word.trim().trim_start_matches('@'));
    let groups = group_names
        .iter()
        .filter(|(_, name)| fold(name).starts_with(&wanted))
        .map(|(suggestion, _)| suggestion.clone());
    let people = present
        .iter()
        .filter(|member| {
            fold(&member.handle).starts_with(&wanted)
                || fold(&member.name).split(' ').any(|p| p.starts_with(&wanted))
                || fold(&member.name).starts_with(&wanted)
        })
        .map(|member| Suggestion::Person { name: member.name.clone(), handle: member.handle.clone() });
    groups.chain(people).take(limit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alerts::testing::member;
    use crate::members::GuildId;

    fn parse(text: &str) -> Result<Audience, AudienceError> {
        let present = [
            member(1, "La Paz", "lapaz", &[Group::Mag, Group::Helpdesk]),
            member(2, "São Paulo", "saopaulo", &[Group::Mag]),
        ];
        Audience::parse(text, &Setup::new(GuildId(9)), &present)
    }

    #[test]
    fn groups_have_names_in_three_languages() {
        for text in ["members", "MAG", "Membres", "miembros"] {
            assert_eq!(parse(text).unwrap().groups, BTreeSet::from([Group::Mag]), "{text}");
        }
        assert_eq!(parse("everyone").unwrap().groups.len(), 3);
        assert_eq!(
            parse("bénévoles, secretariat").unwrap().groups,
            BTreeSet::from([Group::Helpdesk, Group::Secretariat])
        );
    }

    #[test]
    fn people_are_found_by_name_handle_and_mention() {
        for text in ["la paz", "lapaz", "@lapaz", "<@1>", "<@!1>", "1", "Paz"] {
            assert_eq!(parse(text).unwrap().people, BTreeSet::from([MemberId(1)]), "{text}");
        }
        assert_eq!(parse("sao paulo, lapaz").unwrap().people.len(), 2);
    }

    #[test]
    fn unknown_name_matches_nobody() {
        assert_eq!(parse("  ,"), Err(AudienceError::Empty));
        assert_eq!(parse("lima"), Err(AudienceError::Unknown { word: "lima".into() }));
        assert_eq!(parse("<@&77>"), Err(AudienceError::Unknown { word: "<@&77>".into() }));
        assert_eq!(parse(&"x".repeat(1001)), Err(AudienceError::TooLong));
    }
}
