//! Completes the part of an audience that the author is typing. Each completion has the number of people who would get
//! the alert. Does no I/O.

use std::collections::{BTreeSet, HashSet};

use super::naming::{People, Words};
use super::parts::{PartRole, last_part, left_out};
use super::selection::is_connecting_word;
use super::{Audience, Directory, Found, find};
use crate::guild::Setup;
use crate::members::{Group, MemberId};
use crate::time::{Language, Region};

/// The most regions and languages that are offered before the people, while the author has typed only a group or
/// nothing. More of them follow after the people.
const MAX_REGIONS_BEFORE_PEOPLE: usize = 8;

/// The continents, by their codes in CLDR. They are offered before other regions.
const CONTINENTS: [&str; 5] = ["002", "019", "142", "150", "009"];

/// What a completion adds to the audience.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suggestion {
    Groups(Scope),
    InRegion(Scope, Region),
    Readers(Scope, Language),
    Person {
        name: String,
        handle: String,
    },
    /// The text that the author typed, which is complete.
    Typed(String),
}

/// One group, or all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Group(Group),
    Everyone,
}

impl Scope {
    const GROUPS_FIRST: [Scope; 4] =
        [Scope::Group(Group::Mag), Scope::Group(Group::Helpdesk), Scope::Group(Group::Secretariat), Scope::Everyone];
    const EVERYONE_SECOND: [Scope; 4] =
        [Scope::Group(Group::Mag), Scope::Everyone, Scope::Group(Group::Helpdesk), Scope::Group(Group::Secretariat)];
}

/// A completed audience.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The audience as the author reads it.
    pub text: String,
    /// The audience as [`Audience::parse`] reads it.
    pub value: String,
    /// How many people would get the alert. `None` if another part of the audience cannot be parsed.
    pub count: Option<usize>,
}

/// The limits of the platform on which the author types.
#[derive(Debug, Clone, Copy)]
pub struct CompletionLimits {
    pub completions: usize,
    pub value_chars: usize,
}

/// The ways to complete the last part of `typed`. `wording` returns the words for a suggestion in the language of the
/// author. [`Audience::parse`] must understand them. It is not called for `Person` and `Typed`.
pub fn complete(
    typed: &str,
    directory: Directory<'_>,
    wording: impl Fn(&Suggestion) -> String,
    limits: CompletionLimits,
) -> Vec<Completion> {
    let people = directory.people();
    let (before, last) = last_part(typed);
    let (role, word) = match left_out(last) {
        Some(word) => (PartRole::LeftOut, word),
        None => (PartRole::Included, last),
    };
    // Parts that only leave people out are not an audience, so the members are named before them.
    let before = match (before, role) {
        ("", PartRole::LeftOut) => wording(&Suggestion::Groups(Scope::Group(Group::Mag))),
        _ => before.to_owned(),
    };
    let completer = Completer { setup: directory.setup, people: &people, wording: &wording };
    let base = completer.base(&before);
    let mut seen = HashSet::new();
    let suggestions = completer.suggestions(word).into_iter();
    let completions = suggestions.filter_map(|suggestion| {
        let (text, value) = completer.text_and_value(&suggestion);
        let joined = |last: &str| match before.as_str() {
            "" => role.typed(last),
            before => format!("{before}, {}", role.typed(last)),
        };
        let (text, value) = (joined(&text), joined(&value));
        if value.chars().count() > limits.value_chars || !seen.insert(value.to_lowercase()) {
            return None;
        }
        let count = completer.count_with(&suggestion, role, base.as_ref(), &value)?;
        Some(Completion { text, value, count })
    });
    completions.take(limits.completions).collect()
}

/// The audience before the part that is being typed.
struct Base {
    audience: Option<Audience>,
    reached: BTreeSet<MemberId>,
}

struct Completer<'a, W> {
    setup: &'a Setup,
    people: &'a People<'a>,
    wording: &'a W,
}

impl<W: Fn(&Suggestion) -> String> Completer<'_, W> {
    /// `None` if nothing is typed before the part.
    fn base(&self, before: &str) -> Option<Base> {
        if before.is_empty() {
            return None;
        }
        let audience = Audience::parse_among(before, self.setup, self.people).ok();
        let reached = audience.as_ref().map(|audience| self.reached(audience)).unwrap_or_default();
        Some(Base { audience, reached })
    }

    fn reached(&self, audience: &Audience) -> BTreeSet<MemberId> {
        let members = self.people.iter().map(|one| one.member);
        members.filter(|member| audience.contains(member)).map(|member| member.id).collect()
    }

    /// What the author reads, and what is parsed.
    fn text_and_value(&self, suggestion: &Suggestion) -> (String, String) {
        match suggestion {
            Suggestion::Person { name, handle } => (format!("{name} ({handle})"), handle.clone()),
            Suggestion::Typed(typed) => (typed.clone(), typed.clone()),
            worded => {
                let text = (self.wording)(worded);
                (text.clone(), text)
            }
        }
    }

    /// How many people the audience `value` reaches, which has `suggestion` as its last part. The outer `None` if the
    /// suggestion is not useful: it changes nothing, or it reaches nobody. The inner `None` if another part is wrong.
    fn count_with(
        &self,
        suggestion: &Suggestion,
        role: PartRole,
        base: Option<&Base>,
        value: &str,
    ) -> Option<Option<usize>> {
        let Some(Base { audience: Some(base), reached }) = base else {
            let is_base_wrong = base.is_some();
            let Ok(audience) = Audience::parse_among(value, self.setup, self.people) else {
                return is_base_wrong.then_some(None);
            };
            return Some(Some(self.reached(&audience).len()));
        };
        let audience = Audience::parse_among(value, self.setup, self.people).ok()?;
        let reached_with = self.reached(&audience);
        let is_useful = match (role, suggestion) {
            (PartRole::LeftOut, _) => reached_with.len() < reached.len(),
            (PartRole::Included, Suggestion::Groups(_)) => audience.groups.len() > base.groups.len(),
            (PartRole::Included, Suggestion::Person { .. }) => audience.people.len() > base.people.len(),
            (PartRole::Included, _) => reached_with.len() > reached.len(),
        };
        is_useful.then_some(Some(reached_with.len()))
    }

    /// The suggestions for the part `word`, the most likely first.
    fn suggestions(&self, word: &str) -> Vec<Suggestion> {
        let wanted = Wanted::of(word);
        let mut named = self.typed(word);
        named.extend(self.groups(&wanted));
        let (by_name, by_group) = self.places_and_languages(&wanted);
        named.extend(by_name);
        let mut by_group = by_group.into_iter();
        named.extend(by_group.by_ref().take(MAX_REGIONS_BEFORE_PEOPLE));
        named.extend(self.persons(&wanted));
        named.extend(by_group);
        named
    }

    /// The typed text itself if it selects by region or language. A range of offsets is also offered for the members.
    fn typed(&self, word: &str) -> Vec<Suggestion> {
        let word = word.trim();
        let Ok(Found::Selection(selection)) = find(word, self.setup, self.people) else { return Vec::new() };
        let offsets = selection.only_offsets().into_iter().flat_map(|region| {
            [Scope::Group(Group::Mag), Scope::Everyone].map(|scope| Suggestion::InRegion(scope, region))
        });
        offsets.chain([Suggestion::Typed(word.to_owned())]).collect()
    }

    fn groups(&self, wanted: &Wanted) -> Vec<Suggestion> {
        let groups = Scope::GROUPS_FIRST.map(Suggestion::Groups).into_iter();
        groups.filter(|groups| wanted.is_in(&Words::of(&(self.wording)(groups)))).collect()
    }

    fn persons(&self, wanted: &Wanted) -> impl Iterator<Item = Suggestion> {
        let people = self.people.iter().map(|one| one.member);
        let found = people.filter(|member| wanted.is_in_plain(&member.name) || wanted.is_in_plain(&member.handle));
        found.map(|member| Suggestion::Person { name: member.name.clone(), handle: member.handle.clone() })
    }

    /// The regions where somebody is and the languages that somebody reads: first those whose own name matches, then
    /// those that match only by the name of the group ("mem" for "members in Africa").
    fn places_and_languages(&self, wanted: &Wanted) -> (Vec<Suggestion>, Vec<Suggestion>) {
        let scopes = Scope::EVERYONE_SECOND.map(|scope| (scope, (self.wording)(&Suggestion::Groups(scope))));
        let by_group_only = |(scope, name): &&(Scope, String)| match wanted.is_empty() {
            true => *scope == Scope::Group(Group::Mag),
            false => wanted.is_in(&Words::of(name)),
        };
        let scopes_by_group: Vec<&(Scope, String)> = scopes.iter().filter(by_group_only).collect();
        let (mut by_name, mut by_group) = (Vec::new(), Vec::new());
        for place in self.places_by_count() {
            for (scope, scope_name) in &scopes {
                if scopes_by_group.iter().any(|(by_group, _)| by_group == scope) {
                    by_group.push(place.of(*scope));
                    continue;
                }
                let suggestion = place.of(*scope);
                let is_named = || place.names().any(|name| wanted.is_in(&Words::of(&format!("{scope_name} {name}"))));
                if !wanted.is_empty() && (is_named() || wanted.is_in(&Words::of(&(self.wording)(&suggestion)))) {
                    by_name.push(suggestion);
                }
            }
        }
        (by_name, by_group)
    }

    /// The regions where somebody is and the languages that somebody reads. The continents and the languages come
    /// first, then the regions with the most people.
    fn places_by_count(&self) -> Vec<Place> {
        let homes = || self.people.iter().filter_map(|one| one.home);
        let mut found: Vec<(u8, usize, Place)> = Vec::new();
        for region in Region::all_with_names() {
            let count = homes().filter(|home| region.contains(*home) == Some(true)).count();
            let rank = match region {
                Region::Area(code) if CONTINENTS.contains(&code) => 0,
                _ => 2,
            };
            if count > 0 {
                found.push((rank, count, Place::Region(region)));
            }
        }
        for language in Language::ALL {
            let count = self.people.iter().filter(|one| one.member.language == language).count();
            if count > 0 {
                found.push((1, count, Place::Language(language)));
            }
        }
        found.sort_by_key(|(rank, count, _)| (*rank, std::cmp::Reverse(*count)));
        found.into_iter().map(|(_, _, place)| place).collect()
    }
}

/// A region or a language.
#[derive(Debug, Clone, Copy)]
enum Place {
    Region(Region),
    Language(Language),
}

impl Place {
    fn of(self, scope: Scope) -> Suggestion {
        match self {
            Place::Region(region) => Suggestion::InRegion(scope, region),
            Place::Language(language) => Suggestion::Readers(scope, language),
        }
    }

    /// The names in all languages.
    fn names(self) -> Box<dyn Iterator<Item = &'static str>> {
        match self {
            Place::Region(region) => Box::new(region.names()),
            Place::Language(language) => Box::new(language.facts().names_in_all_languages.split_ascii_whitespace()),
        }
    }
}

/// The words that the author has typed. The last word may be incomplete.
struct Wanted {
    plain: Words,
    /// Without words such as "in" and "who read", so that "membres en afr" is found in "membres (Afrique)".
    without_connecting_words: Words,
}

impl Wanted {
    fn of(typed: &str) -> Self {
        let plain = Words::of(typed.trim().trim_start_matches('@'));
        let count = plain.iter().count();
        let is_complete = |at: usize| at + 1 < count || typed.ends_with(char::is_whitespace);
        let kept: Vec<&str> = plain
            .iter()
            .enumerate()
            .filter(|(at, word)| !(is_complete(*at) && is_connecting_word(word)))
            .map(|(_, word)| word)
            .collect();
        let without_connecting_words = Words::of(&kept.join(" "));
        Self { plain, without_connecting_words }
    }

    fn is_empty(&self) -> bool {
        self.without_connecting_words.is_empty()
    }

    fn is_in(&self, words: &Words) -> bool {
        words.contains_with_incomplete_end(&self.plain)
            || words.contains_with_incomplete_end(&self.without_connecting_words)
    }

    fn is_in_plain(&self, name: &str) -> bool {
        Words::of(name).contains_with_incomplete_end(&self.plain)
    }
}
