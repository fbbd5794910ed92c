//! Whom an alert is for, from what the author typed: groups, names, handles, mentions, several separated by commas.
//! Pure.

use std::collections::BTreeSet;

use crate::guild::Setup;
use crate::members::{Group, Member, MemberId, fold};

/// Longer than this is no list of people; it also bounds the work of reading it.
pub const LONGEST_AUDIENCE: usize = 1000;

/// Whom an alert is for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audience {
    pub groups: BTreeSet<Group>,
    pub people: BTreeSet<MemberId>,
}

/// What in it is not understood. The author is shown what is possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misunderstood {
    Empty,
    TooLong,
    /// Nobody and no group is called that.
    Unknown {
        word: String,
    },
    /// Several people are.
    Ambiguous {
        word: String,
        names: Vec<String>,
    },
}

impl Audience {
    /// # Errors
    /// The first part that is not understood.
    pub fn read(text: &str, setup: &Setup, present: &[Member]) -> Result<Self, Misunderstood> {
        if text.chars().count() > LONGEST_AUDIENCE {
            return Err(Misunderstood::TooLong);
        }
        let mut audience = Self::default();
        for word in text.split([',', ';', '\n']).map(str::trim).filter(|word| !word.is_empty()) {
            if let Some(groups) = groups_called(word).or_else(|| group_mentioned(word, setup)) {
                audience.groups.extend(groups);
            } else {
                audience.people.insert(person_called(word, present)?);
            }
        }
        if audience == Self::default() { Err(Misunderstood::Empty) } else { Ok(audience) }
    }

    pub fn has(&self, member: &Member) -> bool {
        self.people.contains(&member.id) || member.roles.iter().any(|group| self.groups.contains(&group))
    }

    /// Its people among those present, by name.
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

/// By mention or id, by whole handle or name, else by how exactly one name or handle begins.
fn person_called(word: &str, present: &[Member]) -> Result<MemberId, Misunderstood> {
    let mention = word.strip_prefix("<@").and_then(|rest| rest.strip_suffix('>')).map(|id| id.trim_start_matches('!'));
    if let Ok(id) = mention.unwrap_or(word).parse::<u64>()
        && let Some(member) = present.iter().find(|member| member.id.0 == id)
    {
        return Ok(member.id);
    }
    let wanted = fold(word.trim_start_matches('@'));
    let whole = |m: &&Member| fold(&m.handle) == wanted || fold(&m.name) == wanted;
    let begins = |m: &&Member| {
        let name = fold(&m.name);
        fold(&m.handle).starts_with(&wanted) || name.starts_with(&wanted) || name.split(' ').any(|part| part == wanted)
    };
    let exact: Vec<&Member> = present.iter().filter(whole).collect();
    let found = if exact.is_empty() { present.iter().filter(begins).collect() } else { exact };
    match found.as_slice() {
        [one] => Ok(one.id),
        [] => Err(Misunderstood::Unknown { word: word.to_owned() }),
        several => Err(Misunderstood::Ambiguous {
            word: word.to_owned(),
            names: several.iter().map(|member| format!("{} ({})", member.name, member.handle)).collect(),
        }),
    }
}

/// One thing that the author may mean by what is typed so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suggestion {
    Everyone,
    Group(Group),
    Person { name: String, handle: String },
}

/// What may complete `word`, at most `limit`: groups first, then people by name.
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

    fn read(text: &str) -> Result<Audience, Misunderstood> {
        let present = [
            member(1, "La Paz", "lapaz", &[Group::Mag, Group::Helpdesk]),
            member(2, "São Paulo", "saopaulo", &[Group::Mag]),
        ];
        Audience::read(text, &Setup::new(GuildId(9)), &present)
    }

    #[test]
    fn groups_are_known_in_three_languages() {
        for text in ["members", "MAG", "Membres", "miembros"] {
            assert_eq!(read(text).unwrap().groups, BTreeSet::from([Group::Mag]), "{text}");
        }
        assert_eq!(read("everyone").unwrap().groups.len(), 3);
        assert_eq!(
            read("bénévoles, secretariat").unwrap().groups,
            BTreeSet::from([Group::Helpdesk, Group::Secretariat])
        );
    }

    #[test]
    fn people_are_known_by_name_handle_and_mention() {
        for text in ["la paz", "lapaz", "@lapaz", "<@1>", "<@!1>", "1", "Paz"] {
            assert_eq!(read(text).unwrap().people, BTreeSet::from([MemberId(1)]), "{text}");
        }
        assert_eq!(read("sao paulo, lapaz").unwrap().people.len(), 2);
    }

    #[test]
    fn nobody_is_guessed() {
        assert_eq!(read("  ,"), Err(Misunderstood::Empty));
        assert_eq!(read("lima"), Err(Misunderstood::Unknown { word: "lima".into() }));
        assert_eq!(read("<@&77>"), Err(Misunderstood::Unknown { word: "<@&77>".into() }));
        assert_eq!(read(&"x".repeat(1001)), Err(Misunderstood::TooLong));
    }
}
