//! Finds whom a word names: a group, a person (by mention, or by a whole or partial name or handle), or everybody in a
//! city. Pure.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::LazyLock;

use crate::guild::Setup;
use crate::members::{Group, Member, MemberId, fold};
use crate::time::{Language, PlaceName, Timestamp, ZoneAnswer, find_zone};

/// Words before the name of a group that do not change its meaning, as in "all members" or "tous les bénévoles". They
/// are folded, and longer ones come first.
static WORDS_BEFORE_GROUPS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let words = Language::all_phrases(|facts| facts.people.before_groups);
    let mut all: Vec<String> = words.map(|words| format!("{} ", fold(words))).collect();
    all.sort_by_key(|words| Reverse(words.len()));
    all
});

/// The words that people use for everybody, folded.
static EVERYONE: LazyLock<HashSet<String>> =
    LazyLock::new(|| Language::all_phrases(|facts| facts.people.everyone).map(fold).collect());

/// A text in the form in which names are compared: folded letters and digits, with one space between words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words(String);

impl Words {
    pub fn of(text: &str) -> Self {
        let spaced: String = fold(text).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        Self(spaced.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The words without spaces, so that "la paz" matches the handle `lapaz`.
    fn joined(&self) -> String {
        self.0.replace(' ', "")
    }

    /// Whether these words contain all words of `wanted`, one after the other.
    fn contains(&self, wanted: &Self) -> bool {
        format!(" {} ", self.0).contains(&format!(" {} ", wanted.0))
    }

    /// As [`contains`](Self::contains), but the last word of `wanted` may be incomplete.
    pub fn contains_with_incomplete_end(&self, wanted: &Self) -> bool {
        format!(" {}", self.0).contains(&format!(" {}", wanted.0))
    }
}

/// Everybody whom a word can name, and the city of each.
pub(super) struct People<'a> {
    people: Vec<SearchableMember<'a>>,
}

struct SearchableMember<'a> {
    member: &'a Member,
    name: Words,
    handle: Words,
    city: Option<Words>,
}

impl<'a> People<'a> {
    /// `place`: the name of the place that a member chose, if they chose one.
    pub fn new(present: &'a [Member], place: impl Fn(MemberId) -> Option<&'a str>) -> Self {
        let named = |member: &'a Member| SearchableMember {
            member,
            name: Words::of(&member.name),
            handle: Words::of(&member.handle),
            city: city(member, place(member.id)),
        };
        Self { people: present.iter().map(named).collect() }
    }

    /// The members whom `word` can name. If there are several, the author must choose.
    pub fn named(&self, word: &str) -> Vec<&'a Member> {
        if let Some(member) = self.mentioned(word) {
            return vec![member];
        }
        // A mention that matches no member names nobody: the number in it must not match a name.
        if word.starts_with("<@") {
            return Vec::new();
        }
        let typed = fold(word.trim_start_matches('@'));
        let wanted = Words::of(&typed);
        let as_typed = |one: &SearchableMember| fold(&one.member.handle) == typed || fold(&one.member.name) == typed;
        if wanted.is_empty() {
            return self.matching(as_typed);
        }
        let joined = wanted.joined();
        // Try the meanings from the most certain to the least certain. Use the first that fits anybody.
        let whole = |one: &SearchableMember| one.name == wanted || one.handle == wanted;
        let run_together = |one: &SearchableMember| one.name.joined() == joined || one.handle.joined() == joined;
        let whole_words = |one: &SearchableMember| one.name.contains(&wanted) || one.handle.contains(&wanted);
        let beginnings = |one: &SearchableMember| {
            let is_handle = one.handle.joined().starts_with(&joined);
            is_handle
                || one.name.contains_with_incomplete_end(&wanted)
                || one.handle.contains_with_incomplete_end(&wanted)
        };
        let by_name = [self.matching(as_typed), self.matching(whole), self.matching(run_together)];
        by_name
            .into_iter()
            .find(|found| !found.is_empty())
            .or_else(|| Some(self.matching(whole_words)).filter(|found| !found.is_empty()))
            .or_else(|| Some(self.matching(beginnings)).filter(|found| !found.is_empty()))
            .unwrap_or_else(|| self.living_in(&wanted, word))
    }

    fn mentioned(&self, word: &str) -> Option<&'a Member> {
        let inside = word.strip_prefix("<@").and_then(|rest| rest.strip_suffix('>'));
        let id: u64 = inside.map_or(word, |id| id.trim_start_matches('!')).parse().ok()?;
        self.people.iter().map(|one| one.member).find(|member| member.id.0 == id)
    }

    /// The members who live in this city. Its name may be in any language that Magpie supports.
    fn living_in(&self, wanted: &Words, word: &str) -> Vec<&'a Member> {
        let found = self.matching(|one| one.city.as_ref() == Some(wanted));
        if !found.is_empty() {
            return found;
        }
        // Any instant will do, because the name of a city does not depend on the date.
        let ZoneAnswer::One { place, corrected: false } = find_zone(word, Timestamp::UNIX_EPOCH) else {
            return Vec::new();
        };
        let PlaceName::City { name, .. } = place.name else { return Vec::new() };
        let english = Words::of(name.split(" (").next().unwrap_or(name));
        self.matching(|one| one.city.as_ref() == Some(&english))
    }

    fn matching(&self, fits: impl Fn(&SearchableMember<'_>) -> bool) -> Vec<&'a Member> {
        self.people.iter().filter(|one| fits(one)).map(|one| one.member).collect()
    }
}

/// The city that a member lives in: the place that they chose, or else the one in the zone's id.
fn city(member: &Member, place: Option<&str>) -> Option<Words> {
    let zone = member.zone_or_assumed()?;
    let city = match place.and_then(|place| place.split(',').next()) {
        Some(city) => city.to_owned(),
        None => zone.as_str().rsplit_once('/').map(|(_, city)| city.replace('_', " "))?,
    };
    Some(Words::of(&city)).filter(|city| !city.is_empty())
}

pub(super) fn groups_named(word: &str, setup: &Setup) -> Option<Vec<Group>> {
    let folded = fold(word.trim_start_matches('@'));
    if EVERYONE.contains(&folded) {
        return Some(Group::ALL.to_vec());
    }
    let bare = WORDS_BEFORE_GROUPS.iter().find_map(|before| folded.strip_prefix(before.as_str())).unwrap_or(&folded);
    Group::from_word(&folded)
        .or_else(|| Group::from_word(bare))
        .map(|group| vec![group])
        .or_else(|| group_mentioned(word, setup))
}

fn group_mentioned(word: &str, setup: &Setup) -> Option<Vec<Group>> {
    let id: u64 = word.strip_prefix("<@&")?.strip_suffix('>')?.parse().ok()?;
    let groups: Vec<Group> =
        Group::ALL.into_iter().filter(|group| setup.role(*group).is_some_and(|r| r.0 == id)).collect();
    (!groups.is_empty()).then_some(groups)
}
