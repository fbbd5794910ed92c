//! The audience of an alert, parsed from what the author typed: groups, names, handles, cities, regions, languages and
//! mentions, separated by commas, semicolons, new lines or conjunctions. A part with a minus leaves people out of the
//! whole audience. Does no I/O.

pub mod completion;
mod naming;
mod parts;
mod selection;

use std::collections::{BTreeMap, BTreeSet};

use crate::guild::Setup;
use crate::members::{Group, Member, MemberId};
use crate::time::{Region, Timestamp};

use naming::{People, groups_named};
use parts::{Part, PartRole};
use selection::{NoSelection, Selection};

/// The most characters of a typed audience. The limit bounds the work of parsing. A list of names is not that long.
pub const MAX_AUDIENCE_CHARS: usize = 1000;

/// Who gets an alert.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audience {
    /// Everybody in these groups, without `left_out`.
    pub groups: BTreeSet<Group>,
    /// The people who were found one by one: by name, city, region or language. They stay recipients when they move to
    /// another place, and as long as they are in any group.
    pub people: BTreeSet<MemberId>,
    left_out: BTreeSet<MemberId>,
    /// The people of the named groups who are not in the audience because Magpie does not know where they live.
    pub unplaced: BTreeSet<MemberId>,
}

/// Why a typed audience cannot be parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AudienceError {
    /// The text names nobody.
    Empty,
    /// The text has more than [`MAX_AUDIENCE_CHARS`] characters.
    TooLong,
    /// The word names no group, no person and no region.
    Unknown { word: String },
    /// The word is at the position of a region, but is no region, no city and no language.
    UnknownPlace { word: String },
    /// The word can name several people.
    Ambiguous { word: String, people: Vec<Candidate> },
    /// The word can name several regions.
    AmbiguousPlace { word: String, regions: Vec<Region> },
    /// Nobody is in the region of this part, or reads the language.
    NobodyThere {
        word: String,
        /// The number of people of the groups who may be there: Magpie does not know where they live.
        unplaced: usize,
    },
    /// All parts leave people out. `word` is the first one, without its sign.
    OnlyLeftOut { word: String },
    /// The parts with a minus leave out everybody.
    EverybodyLeftOut,
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
    /// The instant at which offsets from UTC are compared.
    pub now: Timestamp,
}

impl Audience {
    /// Parses what the author typed.
    ///
    /// # Errors
    /// For an empty or too long text, for the first part that does not name one group, one person or one region, and if
    /// nobody is left.
    pub fn parse(text: &str, directory: Directory<'_>) -> Result<Self, AudienceError> {
        Self::parse_among(text, directory.setup, &directory.people())
    }

    fn parse_among(text: &str, setup: &Setup, people: &People<'_>) -> Result<Self, AudienceError> {
        if text.chars().count() > MAX_AUDIENCE_CHARS {
            return Err(AudienceError::TooLong);
        }
        let (mut included, mut left_out) = (Self::default(), Self::default());
        let mut first_left_out = None;
        for part in parts_of(text, setup, people) {
            match part.role {
                PartRole::Included => included.add(part.word, setup, people)?,
                PartRole::LeftOut => {
                    left_out.add_left_out(part.word, setup, people)?;
                    first_left_out.get_or_insert_with(|| part.word.to_owned());
                }
            }
        }
        if included.groups.is_empty() && included.people.is_empty() {
            return Err(first_left_out.map_or(AudienceError::Empty, |word| AudienceError::OnlyLeftOut { word }));
        }
        included.without(&left_out, people)
    }

    /// Replaces the first ambiguous part of the text by mentions of the people in `chosen` whom this part can name.
    /// Returns the new text. `None` if no part is ambiguous, or if `chosen` contains none of the people whom this part
    /// can name.
    pub fn with_choice(text: &str, directory: Directory<'_>, chosen: &BTreeSet<MemberId>) -> Option<String> {
        let (setup, people) = (directory.setup, directory.people());
        let all_parts = parts_of(text, setup, &people);
        let (ambiguous_index, named_members) = all_parts.iter().enumerate().find_map(|(at, part)| {
            let named = match (find(part.word, setup, &people), part.role) {
                (Ok(Found::People(named)), _) | (Ok(Found::City(named)), PartRole::Included) => named,
                _ => Vec::new(),
            };
            (named.len() > 1).then_some((at, named))
        })?;
        let role = all_parts[ambiguous_index].role;
        let mentions: Vec<String> = named_members
            .iter()
            .filter(|member| chosen.contains(&member.id))
            .map(|member| role.typed(&format!("<@{}>", member.id)))
            .collect();
        let mut all_parts: Vec<String> = all_parts.into_iter().map(Part::typed).collect();
        all_parts[ambiguous_index] = mentions.join(", ");
        (!mentions.is_empty()).then(|| all_parts.join(", "))
    }

    fn add(&mut self, word: &str, setup: &Setup, people: &People<'_>) -> Result<(), AudienceError> {
        match find(word, setup, people)? {
            Found::Groups(groups) => self.groups.extend(groups),
            Found::People(found) | Found::City(found) => {
                self.people.insert(one_person(word, &found)?);
            }
            Found::Selection(selection) => {
                let selected = selection.select(people);
                if selected.people.is_empty() {
                    let unplaced = selected.unplaced.len();
                    return Err(AudienceError::NobodyThere { word: word.to_owned(), unplaced });
                }
                self.people.extend(selected.people.iter().map(|member| member.id));
                self.unplaced.extend(selected.unplaced.iter().map(|member| member.id));
            }
        }
        Ok(())
    }

    /// Like [`add`](Self::add), for a part that leaves people out: a city leaves out all its people, and a region may
    /// have none.
    fn add_left_out(&mut self, word: &str, setup: &Setup, people: &People<'_>) -> Result<(), AudienceError> {
        match find(word, setup, people)? {
            Found::Groups(groups) => self.groups.extend(groups),
            Found::People(found) => {
                self.people.insert(one_person(word, &found)?);
            }
            Found::City(found) => self.people.extend(found.iter().map(|member| member.id)),
            Found::Selection(selection) => {
                self.people.extend(selection.select(people).people.iter().map(|member| member.id));
            }
        }
        Ok(())
    }

    /// This audience without the people of `left_out`.
    fn without(mut self, left_out: &Self, people: &People<'_>) -> Result<Self, AudienceError> {
        let had_people = people.iter().any(|one| self.contains(one.member));
        let is_left_out = |member: &Member| left_out.contains(member);
        self.left_out = people.iter().map(|one| one.member).filter(|one| is_left_out(one)).map(|one| one.id).collect();
        // An alert to everyone without the volunteers is not addressed to the volunteers.
        self.groups.retain(|group| !left_out.groups.contains(group));
        self.people.retain(|id| !self.left_out.contains(id));
        if had_people && !people.iter().any(|one| self.contains(one.member)) {
            return Err(AudienceError::EverybodyLeftOut);
        }
        let members = people.iter().map(|one| one.member);
        let reached: BTreeSet<MemberId> =
            members.filter(|member| self.contains(member)).map(|member| member.id).collect();
        self.unplaced.retain(|id| !reached.contains(id) && !self.left_out.contains(id));
        Ok(self)
    }

    /// Whether the audience contains this member: by itself or by one of their groups.
    pub fn contains(&self, member: &Member) -> bool {
        let is_included =
            self.people.contains(&member.id) || member.roles.iter().any(|group| self.groups.contains(&group));
        is_included && !self.left_out.contains(&member.id)
    }

    /// The members in `present` who are in the audience, in the order of `present`.
    pub fn members_among(&self, present: Vec<Member>) -> Vec<Member> {
        present.into_iter().filter(|member| self.contains(member)).collect()
    }
}

impl<'a> Directory<'a> {
    fn people(self) -> People<'a> {
        People::new(self.present, move |id| self.places.get(&id).map(String::as_str), self.now)
    }
}

/// Whom a word names.
enum Found<'a> {
    Groups(Vec<Group>),
    /// The people whom the word can name. If there are several, the author must choose. Never empty.
    People(Vec<&'a Member>),
    /// The people of a city. Never empty.
    City(Vec<&'a Member>),
    /// People of groups by region or language.
    Selection(Selection),
}

/// Whom `word` names. A person whose name has the word wins over a region, because the author can write "in Jordan" if
/// they mean the country. A region wins over a person whose name only begins with the word.
fn find<'a>(word: &str, setup: &Setup, people: &People<'a>) -> Result<Found<'a>, AudienceError> {
    if let Some(groups) = groups_named(word, setup) {
        return Ok(Found::Groups(groups));
    }
    let found = people.named_by_whole_words(word);
    if !found.is_empty() {
        return Ok(Found::People(found));
    }
    let error = match Selection::parse(word, setup, people) {
        Ok(selection) => return Ok(Found::Selection(selection)),
        Err(NoSelection::AmbiguousPlace { word, regions }) => {
            return Err(AudienceError::AmbiguousPlace { word, regions });
        }
        Err(NoSelection::UnknownPlace { word }) => AudienceError::UnknownPlace { word },
        Err(NoSelection::OtherForm) => AudienceError::Unknown { word: word.to_owned() },
    };
    let found = people.named_by_beginning(word);
    if !found.is_empty() {
        return Ok(Found::People(found));
    }
    match people.members_in_city(word) {
        Some(found) if !found.is_empty() => Ok(Found::City(found)),
        _ => Err(error),
    }
}

fn parts_of<'a>(text: &'a str, setup: &Setup, people: &People<'_>) -> Vec<Part<'a>> {
    let is_known = |word: &str| match find(word, setup, people) {
        Ok(_) | Err(AudienceError::AmbiguousPlace { .. }) => true,
        Err(_) => false,
    };
    parts::parts(text, &is_known, &|word| people.has_exactly(word))
}

/// The one person in `found`, whom `word` names.
fn one_person(word: &str, found: &[&Member]) -> Result<MemberId, AudienceError> {
    match found {
        [one] => Ok(one.id),
        several => {
            let candidate = |member: &&Member| Candidate {
                member: member.id,
                name: member.name.clone(),
                handle: member.handle.clone(),
            };
            let people = several.iter().map(candidate).collect();
            Err(AudienceError::Ambiguous { word: word.to_owned(), people })
        }
    }
}

#[cfg(test)]
mod tests;
