//! Selects people of groups by region and language: "members in Africa", "volunteers in UTC+5 to +9", "members who read
//! French". A region or a language without a group selects from all three groups. Does no I/O.

use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

use super::naming::{People, SearchableMember, Words, groups_named};
use super::parts::split_at_conjunctions;
use crate::guild::Setup;
use crate::members::{Group, Member, MemberId, fold, language_named};
use crate::time::{Language, Region, find_regions, without_article};

/// A longer text is not read as a selection. The limit bounds the work: the longest names of countries have about ten
/// words.
const MAX_WORDS: usize = 40;
/// The most conditions of one selection, as in "members in Africa who read French". The limit bounds the work.
const MAX_CONDITIONS: usize = 4;

/// People of some groups who meet all conditions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Selection {
    groups: BTreeSet<Group>,
    conditions: Vec<Condition>,
}

/// A condition is met if one of its criteria is met, as in "members in Africa or Asia". Never empty.
type Condition = Vec<Criterion>;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Criterion {
    Region(Region),
    /// The people of a city.
    City(BTreeSet<MemberId>),
    Language(Language),
}

/// Why a text is not a selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NoSelection {
    /// It does not have the form of a selection.
    OtherForm,
    /// It has the form of a selection, but this part of it is no known region and no known language.
    UnknownPlace { word: String },
    /// It has the form of a selection, but this part of it can mean several regions.
    AmbiguousPlace { word: String, regions: Vec<Region> },
}

/// The people of a selection.
pub(super) struct Selected<'a> {
    pub people: Vec<&'a Member>,
    /// The people of the groups who may be in the region: Magpie does not know where they live.
    pub unplaced: Vec<&'a Member>,
}

impl Selection {
    pub fn parse(text: &str, setup: &Setup, people: &People<'_>) -> Result<Self, NoSelection> {
        Parser { setup, people }.selection(text, MAX_CONDITIONS)
    }

    pub fn select<'a>(&self, people: &People<'a>) -> Selected<'a> {
        let mut selected = Selected { people: Vec::new(), unplaced: Vec::new() };
        for one in people.iter() {
            match self.contains(one) {
                Some(true) => selected.people.push(one.member),
                Some(false) => {}
                None => selected.unplaced.push(one.member),
            }
        }
        selected
    }

    /// The range of offsets, if the selection is only that.
    pub fn only_offsets(&self) -> Option<Region> {
        match self.conditions.as_slice() {
            [condition] if self.groups.len() == Group::ALL.len() => match condition.as_slice() {
                [Criterion::Region(region @ Region::Offsets { .. })] => Some(*region),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether the selection contains this member. `None` if that is not known.
    fn contains(&self, one: &SearchableMember<'_>) -> Option<bool> {
        if !one.member.roles.iter().any(|group| self.groups.contains(&group)) {
            return Some(false);
        }
        let results = self.conditions.iter().map(|condition| any(condition.iter().map(|one_of| one_of.is_met_by(one))));
        // All conditions are met if none is not met.
        any(results.map(|is_met| is_met.map(|is_met| !is_met))).map(|is_one_not_met| !is_one_not_met)
    }
}

/// Whether one of `results` is true. `None` if that is not known.
fn any(results: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut is_known = true;
    for result in results {
        match result {
            Some(true) => return Some(true),
            Some(false) => {}
            None => is_known = false,
        }
    }
    is_known.then_some(false)
}

impl Criterion {
    fn is_met_by(&self, one: &SearchableMember<'_>) -> Option<bool> {
        match self {
            Criterion::Region(region) => region.contains(one.home?),
            Criterion::City(people) => one.home.map(|_| people.contains(&one.member.id)),
            Criterion::Language(language) => Some(one.member.language == *language),
        }
    }
}

struct Parser<'a> {
    setup: &'a Setup,
    people: &'a People<'a>,
}

impl Parser<'_> {
    fn selection(&self, text: &str, max_conditions: usize) -> Result<Selection, NoSelection> {
        if max_conditions == 0 || text.split_whitespace().nth(MAX_WORDS).is_some() {
            return Err(NoSelection::OtherForm);
        }
        // Without a group, only regions and languages are read: a city without a group names its people one by one.
        match self.condition(text, Cities::No) {
            Ok(condition) => return Ok(Selection { groups: Group::ALL.into(), conditions: vec![condition] }),
            Err(ambiguous @ NoSelection::AmbiguousPlace { .. }) => return Err(ambiguous),
            Err(_) => {}
        }
        let mut reason = NoSelection::OtherForm;
        for (base, condition) in splits(text) {
            let Some(mut selection) = self.base(base, max_conditions) else { continue };
            match self.condition(condition, Cities::Yes) {
                Ok(condition) => {
                    selection.conditions.push(condition);
                    return Ok(selection);
                }
                // The shortest condition comes last, so it has the smallest wrong part.
                Err(error) => reason = error,
            }
        }
        Err(reason)
    }

    /// The people to whom a condition is added: groups, or another selection.
    fn base(&self, text: &str, max_conditions: usize) -> Option<Selection> {
        let text = text.trim();
        if text.is_empty() {
            return Some(Selection { groups: Group::ALL.into(), conditions: Vec::new() });
        }
        let groups = |text: &str| groups_named(text, self.setup);
        let listed = || split_at_conjunctions(text).into_iter().map(groups).collect::<Option<Vec<_>>>();
        if let Some(groups) = groups(text).or_else(|| listed().map(|groups| groups.concat())) {
            return Some(Selection { groups: groups.into_iter().collect(), conditions: Vec::new() });
        }
        self.selection(text, max_conditions - 1).ok()
    }

    fn condition(&self, text: &str, cities: Cities) -> Result<Condition, NoSelection> {
        match self.criterion(text, cities) {
            Err(NoSelection::UnknownPlace { word }) => {
                let parts = split_at_conjunctions(text);
                let listed = parts.iter().map(|part| self.criterion(part, cities)).collect::<Result<Condition, _>>();
                match listed {
                    Err(NoSelection::UnknownPlace { .. }) => Err(NoSelection::UnknownPlace { word }),
                    listed => listed,
                }
            }
            one => one.map(|criterion| vec![criterion]),
        }
    }

    fn criterion(&self, text: &str, cities: Cities) -> Result<Criterion, NoSelection> {
        let text = text.trim();
        match find_regions(text).as_slice() {
            [region] => return Ok(Criterion::Region(*region)),
            [] => {}
            several => {
                return Err(NoSelection::AmbiguousPlace { word: text.to_owned(), regions: several.to_vec() });
            }
        }
        let language = language_named(text).or_else(|| language_named(without_article(text)?));
        if let Some(language) = language {
            return Ok(Criterion::Language(language));
        }
        let city = || self.people.members_in_city(text);
        match (cities == Cities::Yes).then(city).flatten() {
            Some(people) => Ok(Criterion::City(people.into_iter().map(|member| member.id).collect())),
            None => Err(NoSelection::UnknownPlace { word: text.to_owned() }),
        }
    }
}

/// Whether a criterion may be a city.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cities {
    Yes,
    No,
}

/// The words between a group and a region or a language, folded. Each is a list of single words.
static CONNECTORS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let phrases = Language::all_phrases(|facts| facts.people.before_regions)
        .chain(Language::all_phrases(|facts| facts.people.before_languages));
    phrases.map(|phrase| phrase.split_whitespace().map(fold).collect()).collect()
});

/// The single words of [`CONNECTORS`], and the articles, in the form of [`Words`].
static CONNECTING_WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let articles = Language::all_words(|facts| facts.places.articles).map(str::to_owned);
    let words = CONNECTORS.iter().flatten().cloned().chain(articles);
    words.flat_map(|word| Words::of(&word).iter().map(str::to_owned).collect::<Vec<_>>()).collect()
});

/// Whether `word` only connects a group and a region or a language. `word` has the form of [`Words`].
pub(super) fn is_connecting_word(word: &str) -> bool {
    CONNECTING_WORDS.contains(word)
}

/// The ways to split a text into a base and a condition: "members (Brazil)", and "members in Brazil" at each connector.
/// The longest condition comes first: "membres en UTC+5 à +9" has one condition, although "à" can also be a connector.
fn splits(text: &str) -> Vec<(&str, &str)> {
    let text = text.trim();
    let in_brackets = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    let mut splits: Vec<(&str, &str)> = in_brackets.into_iter().collect();
    let words = folded_words(text);
    for start in 0..words.len() {
        for connector in &*CONNECTORS {
            let end = start + connector.len();
            let is_here = words.get(start..end).is_some_and(|here| here.iter().map(|(_, word)| word).eq(connector));
            if let Some((after, _)) = words.get(end).filter(|_| is_here) {
                splits.push((&text[..words[start].0], &text[*after..]));
            }
        }
    }
    splits
}

/// The folded words of a text, each with its position. An elided word is a word of its own: "d’Afrique" is "d'" and
/// "afrique".
fn folded_words(text: &str) -> Vec<(usize, String)> {
    let mut words = Vec::new();
    let mut at = 0;
    for word in text.split(char::is_whitespace) {
        let elided =
            word.find(['\'', '’']).map(|mark| (mark, mark + word[mark..].chars().next().map_or(0, char::len_utf8)));
        match elided {
            // "d'", "l'" and "qu'" are elided, but "Côte" is not followed by an apostrophe.
            Some((mark, end)) if (1..=2).contains(&mark) && end < word.len() => {
                words.push((at, format!("{}'", fold(&word[..mark]))));
                words.push((at + end, fold(&word[end..])));
            }
            _ if !word.is_empty() => words.push((at, fold(word))),
            _ => {}
        }
        // The separator after the word is one whitespace character, which can have several bytes.
        at += word.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
    }
    words
}
