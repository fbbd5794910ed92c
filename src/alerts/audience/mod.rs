//! The audience of an alert, parsed from what the author typed: groups, names, handles, cities and mentions, separated
//! by commas, semicolons, new lines or conjunctions. Does no I/O.

mod naming;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::guild::Setup;
use crate::members::{Group, Member, MemberId};
use crate::time::Language;
use crate::words::visible;

use naming::{People, Words, groups_named};

/// The most characters of a typed audience. The limit bounds the work of parsing. A list of names is not that long.
pub const MAX_AUDIENCE_CHARS: usize = 1000;

/// The characters that always separate the parts of an audience.
const SEPARATORS: [char; 3] = [',', ';', '\n'];

/// Words and signs that separate the parts of an audience, unless the text around them is itself a name. "members &
/// volunteers" is two parts, but "Ann & Sons" can be one name. All are in lower case.
static CONJUNCTIONS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let words = Language::all_words(|facts| facts.people.conjunctions).map(|word| format!(" {word} "));
    ["&", " + "].map(str::to_owned).into_iter().chain(words).collect()
});

/// Who gets an alert.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audience {
    pub groups: BTreeSet<Group>,
    pub people: BTreeSet<MemberId>,
}

/// Why a typed audience cannot be parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AudienceError {
    /// The text names nobody.
    Empty,
    /// The text has more than [`MAX_AUDIENCE_CHARS`] characters.
    TooLong,
    /// The word names no group and no person.
    Unknown { word: String },
    /// The word can name several people.
    Ambiguous { word: String, people: Vec<Candidate> },
}

/// One of several people whom a word can name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub member: MemberId,
    pub name: String,
    pub handle: String,
}

/// The data in which [`Audience::parse`] looks up groups and people.
#[derive(Clone, Copy)]
pub struct Directory<'a> {
    pub setup: &'a Setup,
    /// The members in the server.
    pub present: &'a [Member],
    /// The English name of the place that each member chose. Without members who chose none.
    pub places: &'a BTreeMap<MemberId, String>,
}

impl Audience {
    /// Parses what the author typed.
    ///
    /// # Errors
    /// For an empty or too long text, and for the first part that does not name one group or one person.
    pub fn parse(text: &str, directory: Directory<'_>) -> Result<Self, AudienceError> {
        if text.chars().count() > MAX_AUDIENCE_CHARS {
            return Err(AudienceError::TooLong);
        }
        let people = directory.people();
        let mut audience = Self::default();
        for part in parts(text) {
            audience.add(part, directory.setup, &people)?;
        }
        if audience == Self::default() { Err(AudienceError::Empty) } else { Ok(audience) }
    }

    /// Replaces the first ambiguous part of the text by mentions of the people in `chosen` whom this part can name.
    /// Returns the new text. `None` if no part is ambiguous, or if `chosen` contains none of the people whom this part
    /// can name.
    pub fn with_choice(text: &str, directory: Directory<'_>, chosen: &BTreeSet<MemberId>) -> Option<String> {
        let people = directory.people();
        let all_parts: Vec<&str> = parts(text).flat_map(|part| split(part, directory.setup, &people)).collect();
        let (ambiguous_index, named_members) = all_parts.iter().enumerate().find_map(|(at, part)| {
            let named =
                if groups_named(part, directory.setup).is_some() { Vec::new() } else { people.members_named(part) };
            (named.len() > 1).then_some((at, named))
        })?;
        let mentions: Vec<String> = named_members
            .iter()
            .filter(|member| chosen.contains(&member.id))
            .map(|member| format!("<@{}>", member.id))
            .collect();
        let mut all_parts: Vec<String> = all_parts.into_iter().map(str::to_owned).collect();
        all_parts[ambiguous_index] = mentions.join(", ");
        (!mentions.is_empty()).then(|| all_parts.join(", "))
    }

    fn add(&mut self, part: &str, setup: &Setup, people: &People<'_>) -> Result<(), AudienceError> {
        for word in split(part, setup, people) {
            if let Some(groups) = groups_named(word, setup) {
                self.groups.extend(groups);
            } else {
                self.people.insert(person_named(word, people)?);
            }
        }
        Ok(())
    }

    /// Whether the audience names this member, or one of their groups.
    pub fn contains(&self, member: &Member) -> bool {
        self.people.contains(&member.id) || member.roles.iter().any(|group| self.groups.contains(&group))
    }

    /// The members in `present` who are in the audience, in the order of `present`.
    pub fn members_among(&self, present: Vec<Member>) -> Vec<Member> {
        present.into_iter().filter(|member| self.contains(member)).collect()
    }
}

impl<'a> Directory<'a> {
    fn people(self) -> People<'a> {
        People::new(self.present, move |id| self.places.get(&id).map(String::as_str))
    }
}

/// The parts of a text between [`SEPARATORS`], without quotes and without empty parts.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(SEPARATORS).map(visible).map(without_quotes).filter(|part| !part.is_empty())
}

fn without_quotes(part: &str) -> &str {
    part.trim_matches(['"', '“', '”', '«', '»', '\'']).trim()
}

/// Splits a part at its conjunctions and mentions. A part that is itself the name of a group or of a person stays
/// whole.
fn split<'a>(part: &'a str, setup: &Setup, people: &People<'_>) -> Vec<&'a str> {
    let is_known = |word: &str| groups_named(word, setup).is_some() || !people.members_named(word).is_empty();
    if is_known(part) {
        return vec![part];
    }
    let mut words = vec![part];
    for between in &*CONJUNCTIONS {
        words = words.into_iter().flat_map(|word| split_ignoring_case(word, between)).collect();
    }
    // A handle or a mention contains no space, so split "@ana @bo" and "<@1> <@2>" at spaces.
    let is_mentions = |word: &str| word.split_whitespace().all(|word| word.starts_with('@') || word.starts_with("<@"));
    let words: Vec<&str> = words
        .into_iter()
        .flat_map(|word| if is_mentions(word) { word.split_whitespace().collect() } else { vec![word] })
        .filter(|word| !word.is_empty())
        .collect();
    // If no word is known, keep the part whole: the error must show the name as it was typed.
    if words.iter().any(|word| is_known(word)) { words } else { vec![part] }
}

/// Splits a text at each occurrence of `between`, ignoring case. `between` must be in lower case.
fn split_ignoring_case<'a>(text: &'a str, between: &str) -> Vec<&'a str> {
    let lower = text.to_ascii_lowercase();
    let mut words = Vec::new();
    let mut from = 0;
    // The mention of a role, such as `<@&1>`, contains an `&` that does not separate words.
    let is_within_mention = |at: usize| between == "&" && lower[..at].ends_with("<@");
    for (at, _) in lower.match_indices(between).filter(|(at, _)| !is_within_mention(*at)) {
        words.push(text[from..at].trim());
        from = at + between.len();
    }
    words.push(text[from..].trim());
    words
}

/// The one person whom `word` names.
fn person_named(word: &str, people: &People<'_>) -> Result<MemberId, AudienceError> {
    let word = word.to_owned();
    match people.members_named(&word).as_slice() {
        [one] => Ok(one.id),
        [] => Err(AudienceError::Unknown { word }),
        several => {
            let candidate = |member: &&Member| Candidate {
                member: member.id,
                name: member.name.clone(),
                handle: member.handle.clone(),
            };
            Err(AudienceError::Ambiguous { people: several.iter().map(candidate).collect(), word })
        }
    }
}

/// A proposal that completes the part of an audience that the author is typing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suggestion {
    Everyone,
    Group(Group),
    Person { name: String, handle: String },
}

/// Splits a typed text at its last separator: the finished parts, and the part that the author is typing.
pub fn last_part(typed: &str) -> (&str, &str) {
    match typed.rfind([',', ';', '\n', '&']) {
        Some(at) => (typed[..at].trim(), &typed[at + 1..]),
        None => ("", typed),
    }
}

/// At most `limit` completions of `word`: first groups, then people in the order of `present`.
pub fn suggest(word: &str, group_names: &[(Suggestion, String)], present: &[Member], limit: usize) -> Vec<Suggestion> {
    let wanted = Words::of(word.trim().trim_start_matches('@'));
    let groups = group_names
        .iter()
        .filter(|(_, name)| Words::of(name).contains_with_incomplete_end(&wanted))
        .map(|(suggestion, _)| suggestion.clone());
    let people = present
        .iter()
        .filter(|member| {
            [&member.name, &member.handle].iter().any(|name| Words::of(name).contains_with_incomplete_end(&wanted))
        })
        .map(|member| Suggestion::Person { name: member.name.clone(), handle: member.handle.clone() });
    groups.chain(people).take(limit).collect()
}

#[cfg(test)]
mod tests;
