//! Finds whom a word names: a group, a person, or everybody in a city. A word names a person by mention, by name, by
//! handle, or by a part of these. Regions and languages are in [`selection`](super::selection). Does no I/O.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::LazyLock;

use crate::guild::Setup;
use crate::members::{Group, Member, MemberId, fold};
use crate::time::{Home, Language, PlaceName, Timestamp, ZoneAnswer, find_zone};

/// Words that do not change the meaning of a group's name that follows them, as in "all members" or "tous les
/// bénévoles". They are folded and sorted, the longest first, because the first match is removed.
static WORDS_BEFORE_GROUPS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let words = Language::all_phrases(|facts| facts.people.before_groups);
    let mut all: Vec<String> = words.map(|words| format!("{} ", fold(words))).collect();
    all.sort_by_key(|words| Reverse(words.len()));
    all
});

/// The words for everybody, such as "everyone", folded.
static EVERYONE: LazyLock<HashSet<String>> =
    LazyLock::new(|| Language::all_phrases(|facts| facts.people.everyone).map(fold).collect());

/// A text in the form in which names are compared: only folded letters and digits, with one space between two words.
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

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split_whitespace()
    }

    /// The words without the spaces between them, so that "la paz" matches the handle `lapaz`.
    fn joined(&self) -> String {
        self.0.replace(' ', "")
    }

    /// Whether these words contain all words of `wanted`, in their order and without a word between them.
    fn contains(&self, wanted: &Self) -> bool {
        format!(" {} ", self.0).contains(&format!(" {} ", wanted.0))
    }

    /// Like [`contains`](Self::contains), but the last word of `wanted` may be the start of a longer word.
    pub fn contains_with_incomplete_end(&self, wanted: &Self) -> bool {
        format!(" {}", self.0).contains(&format!(" {}", wanted.0))
    }
}

/// The members whom a word can name, prepared for the search.
pub(super) struct People<'a> {
    people: Vec<SearchableMember<'a>>,
}

/// A member, with the words and the place by which they can be found.
pub(super) struct SearchableMember<'a> {
    pub member: &'a Member,
    name: Words,
    handle: Words,
    city: Option<Words>,
    /// `None` if their zone is not known.
    pub home: Option<Home>,
}

impl<'a> People<'a> {
    /// `place` returns the English label of the place that a member chose. `None` if they chose none.
    pub fn new(present: &'a [Member], place: impl Fn(MemberId) -> Option<&'a str>, now: Timestamp) -> Self {
        let searchable = |member: &'a Member| {
            let assumed_place = member.assumed.as_ref().and_then(|home| home.place.as_deref());
            let place = place(member.id).or(assumed_place);
            SearchableMember {
                member,
                name: Words::of(&member.name),
                handle: Words::of(&member.handle),
                city: city(member, place),
                home: member.zone_or_assumed().map(|zone| Home::of(zone, place, now)),
            }
        };
        Self { people: present.iter().map(searchable).collect() }
    }

    pub fn iter(&self) -> impl Iterator<Item = &SearchableMember<'a>> {
        self.people.iter()
    }

    /// Whether a name or a handle is exactly `word`, apart from case and accents.
    pub fn has_exactly(&self, word: &str) -> bool {
        let typed = fold(word);
        self.people.iter().any(|one| fold(&one.member.handle) == typed || fold(&one.member.name) == typed)
    }

    /// The members whom `word` names by a mention, by whole words of a name, or by a handle. Empty if it names nobody.
    /// If it can name several, the author must choose.
    pub fn named_by_whole_words(&self, word: &str) -> Vec<&'a Member> {
        if let Some(member) = self.mentioned(word) {
            return vec![member];
        }
        // A mention of an unknown member names nobody. Without this check, the number in the mention could match a
        // name.
        if is_mention(word) {
            return Vec::new();
        }
        let typed = fold(word.trim_start_matches('@'));
        let wanted = Words::of(&typed);
        let is_exact_match =
            |one: &SearchableMember| fold(&one.member.handle) == typed || fold(&one.member.name) == typed;
        if wanted.is_empty() {
            return self.matching(is_exact_match);
        }
        let joined = wanted.joined();
        // Try the ways to match from the strictest to the loosest. Use the first one that matches a member.
        let is_name_or_handle = |one: &SearchableMember| one.name == wanted || one.handle == wanted;
        let is_equal_without_spaces =
            |one: &SearchableMember| one.name.joined() == joined || one.handle.joined() == joined;
        let contains_words = |one: &SearchableMember| one.name.contains(&wanted) || one.handle.contains(&wanted);
        [self.matching(is_exact_match), self.matching(is_name_or_handle), self.matching(is_equal_without_spaces)]
            .into_iter()
            .find(|found| !found.is_empty())
            .unwrap_or_else(|| self.matching(contains_words))
    }

    /// The members with a name or a handle in which a word begins with `word`.
    pub fn named_by_beginning(&self, word: &str) -> Vec<&'a Member> {
        let wanted = Words::of(word);
        if wanted.is_empty() || is_mention(word) {
            return Vec::new();
        }
        let joined = wanted.joined();
        self.matching(|one| {
            one.handle.joined().starts_with(&joined)
                || one.name.contains_with_incomplete_end(&wanted)
                || one.handle.contains_with_incomplete_end(&wanted)
        })
    }

    /// The member whose mention or id `word` is.
    fn mentioned(&self, word: &str) -> Option<&'a Member> {
        let inside = word.strip_prefix("<@").and_then(|rest| rest.strip_suffix('>'));
        let id: u64 = inside.map_or(word, |id| id.trim_start_matches('!')).parse().ok()?;
        self.people.iter().map(|one| one.member).find(|member| member.id.0 == id)
    }

    /// The members who live in the city `word`. The name of the city may be in any language that Magpie supports.
    /// `None` if `word` is not the name of a city.
    pub fn members_in_city(&self, word: &str) -> Option<Vec<&'a Member>> {
        let wanted = Words::of(word);
        if wanted.is_empty() || is_mention(word) {
            return None;
        }
        let found = self.matching(|one| one.city.as_ref() == Some(&wanted));
        if !found.is_empty() {
            return Some(found);
        }
        // The instant does not matter, because the name of a city does not depend on the date.
        let ZoneAnswer::One { place, corrected: false } = find_zone(word, Timestamp::UNIX_EPOCH) else { return None };
        let PlaceName::City { name, .. } = place.name else { return None };
        let english = Words::of(name.split(" (").next().unwrap_or(name));
        Some(self.matching(|one| one.city.as_ref() == Some(&english)))
    }

    fn matching(&self, fits: impl Fn(&SearchableMember<'_>) -> bool) -> Vec<&'a Member> {
        self.people.iter().filter(|one| fits(one)).map(|one| one.member).collect()
    }
}

fn is_mention(word: &str) -> bool {
    word.starts_with("<@")
}

/// The city in which a member lives: the place that they chose, or else the city in the id of their zone. `None` if
/// neither is known.
fn city(member: &Member, place: Option<&str>) -> Option<Words> {
    let zone = member.zone_or_assumed()?;
    let city = match place.and_then(|place| place.split(',').next()) {
        Some(city) => city.to_owned(),
        None => zone.as_str().rsplit_once('/').map(|(_, city)| city.replace('_', " "))?,
    };
    Some(Words::of(&city)).filter(|city| !city.is_empty())
}

/// The groups that `word` names, by name or by mention of their role. `None` if it names no group.
pub(super) fn groups_named(word: &str, setup: &Setup) -> Option<Vec<Group>> {
    let folded = fold(word.trim_start_matches('@'));
    if EVERYONE.contains(&folded) {
        return Some(Group::ALL.to_vec());
    }
    let group_name =
        WORDS_BEFORE_GROUPS.iter().find_map(|before| folded.strip_prefix(before.as_str())).unwrap_or(&folded);
    Group::from_word(&folded)
        .or_else(|| Group::from_word(group_name))
        .map(|group| vec![group])
        .or_else(|| group_mentioned(word, setup))
}

/// The groups whose role `word` mentions. `None` if it mentions no role of a group.
fn group_mentioned(word: &str, setup: &Setup) -> Option<Vec<Group>> {
    let id: u64 = word.strip_prefix("<@&")?.strip_suffix('>')?.parse().ok()?;
    let groups: Vec<Group> =
        Group::ALL.into_iter().filter(|group| setup.role(*group).is_some_and(|r| r.0 == id)).collect();
    (!groups.is_empty()).then_some(groups)
}
