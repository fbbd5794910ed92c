//! Recognizes the columns by their headers, which may have any order and any case, in any of our languages.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Column, Fault, FaultKind, NoteKind};
use crate::members::{AssumedHome, Group, Listed, fold, language_named};
use crate::time::{Language, ListHeaders, Phrases, Place, PlaceName, Timestamp, ZoneAnswer, find_zone};

/// The most places that a note lists. A few examples show what to write instead.
const MAX_PLACES: usize = 3;
/// The most characters of a cell that a note or an error repeats.
const MAX_SHOWN_CHARS: usize = 40;

/// Selects the headers of one kind from all headers of a language.
type Select = fn(&ListHeaders) -> Phrases;

/// The known headers in any of our languages, in the form that [`fold`] returns.
static HEADERS: LazyLock<HashMap<String, Header>> = LazyLock::new(|| {
    let kinds: [(Header, Select); 10] = [
        (Header::Given, |headers| headers.given_name),
        (Header::Family, |headers| headers.family_name),
        (Header::Of(Column::Name), |headers| headers.name),
        (Header::Of(Column::Contact), |headers| headers.contact),
        (Header::Of(Column::Role), |headers| headers.role),
        (Header::Of(Column::Handle), |headers| headers.handle),
        (Header::Of(Column::City), |headers| headers.city),
        (Header::Of(Column::Country), |headers| headers.country),
        (Header::Of(Column::Zone), |headers| headers.zone),
        (Header::Of(Column::Language), |headers| headers.language),
    ];
    let of_kind = |(header, select): (Header, Select)| {
        Language::all_phrases(move |facts| select(&facts.list_headers)).map(move |name| (fold(name), header))
    };
    kinds.into_iter().flat_map(of_kind).collect()
});

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Header {
    /// A column with only the given name.
    Given,
    /// A column with only the family name.
    Family,
    Of(Column),
}

/// The index of each column.
pub(super) struct Columns {
    /// The columns that contain parts of the name, in the order in which the parts are joined.
    name: Vec<usize>,
    contact: Vec<usize>,
    role: usize,
    handle: Option<usize>,
    city: Option<usize>,
    country: Option<usize>,
    zone: Option<usize>,
    language: Option<usize>,
}

/// The cells of one line.
pub(super) struct Cells<'a> {
    pub name: String,
    pub address: String,
    pub role: &'a str,
    pub handle: Option<&'a str>,
}

impl Columns {
    /// Recognizes the columns. Also returns the names of the columns that Magpie does not read.
    pub(super) fn of(header: &csv::StringRecord) -> Result<(Self, Vec<String>), Vec<Fault>> {
        let kinds: Vec<Option<Header>> = header.iter().map(header_of).collect();
        // A line without any known column name is not a header. A line with an e-mail address is not a header either: a
        // person's name or role may equal a column name, but no column name is an e-mail address.
        if kinds.iter().all(Option::is_none) || header.iter().any(is_mail_address) {
            let first_line = clip(&header.iter().filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(", "));
            return Err(vec![Fault { line: 1, kind: FaultKind::NoHeader { first_line } }]);
        }
        let matching = |wanted: Header| kinds.iter().enumerate().filter(move |(_, kind)| **kind == Some(wanted));
        let indexes_of = |wanted: Header| matching(wanted).map(|(index, _)| index).collect::<Vec<_>>();
        let index_of = |column: Column| matching(Header::Of(column)).map(|(index, _)| index).next();
        let name = [Header::Given, Header::Of(Column::Name), Header::Family].map(|part| matching(part).next());
        let name: Vec<usize> = name.into_iter().flatten().map(|(index, _)| index).collect();
        let (contact, role) = (indexes_of(Header::Of(Column::Contact)), index_of(Column::Role));
        let mut faults = Vec::new();
        let required = [(name.is_empty(), Column::Name), (contact.is_empty(), Column::Contact)];
        let missing =
            required.into_iter().chain([(role.is_none(), Column::Role)]).filter(|(is_missing, _)| *is_missing);
        faults.extend(missing.map(|(_, column)| Fault { line: 1, kind: FaultKind::NoColumn { column } }));
        let (Some(role), true) = (role, faults.is_empty()) else { return Err(faults) };
        let columns = Self {
            handle: index_of(Column::Handle),
            city: index_of(Column::City),
            country: index_of(Column::Country),
            zone: index_of(Column::Zone),
            language: index_of(Column::Language),
            name,
            contact,
            role,
        };
        let is_unused = |(index, cell): &(usize, &str)| !columns.has(*index) && !cell.is_empty();
        let unused = header.iter().enumerate().filter(is_unused).map(|(_, cell)| cell.to_owned()).collect();
        Ok((columns, unused))
    }

    fn has(&self, index: usize) -> bool {
        let ones = [Some(self.role), self.handle, self.city, self.country, self.zone, self.language];
        self.name.contains(&index) || self.contact.contains(&index) || ones.contains(&Some(index))
    }

    pub(super) fn cells<'a>(&self, record: &'a csv::StringRecord) -> Cells<'a> {
        let joined = |columns: &[usize], separator: &str| {
            let mut parts: Vec<&str> = Vec::new();
            for cell in columns.iter().filter_map(|index| record.get(*index)).filter(|cell| !cell.is_empty()) {
                if !parts.contains(&cell) {
                    parts.push(cell);
                }
            }
            parts.join(separator)
        };
        Cells {
            name: joined(&self.name, " "),
            address: joined(&self.contact, ", "),
            role: record.get(self.role).unwrap_or_default(),
            handle: self.cell(record, self.handle),
        }
    }

    fn cell<'a>(&self, record: &'a csv::StringRecord, column: Option<usize>) -> Option<&'a str> {
        column.and_then(|index| record.get(index)).filter(|cell| !cell.is_empty())
    }

    /// The place and the language of the person, and notes about cells that are not understood. A zone takes precedence
    /// over a city.
    pub(super) fn listed(&self, record: &csv::StringRecord, now: Timestamp) -> (Listed, Vec<NoteKind>) {
        let mut notes = Vec::new();
        let [zone, city, country] = [self.zone, self.city, self.country].map(|column| self.cell(record, column));
        let with_country = city.zip(country).map(|(city, country)| format!("{city}, {country}"));
        let typed = [zone, with_country.as_deref(), city, country];
        let home = typed.into_iter().flatten().find_map(|typed| assumed_home(&find_zone(typed, now)));
        if let (None, Some(typed)) = (&home, typed.into_iter().flatten().next()) {
            notes.push(note_not_understood(typed, &find_zone(typed, now)));
        }
        let typed = self.cell(record, self.language);
        let language = typed.and_then(parse_language);
        if let (None, Some(typed)) = (language, typed) {
            notes.push(NoteKind::UnknownLanguage { typed: clip(typed) });
        }
        (Listed { home, language }, notes)
    }
}

fn is_mail_address(cell: &str) -> bool {
    cell.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

fn header_of(cell: &str) -> Option<Header> {
    // In a header such as "Contact (e-mail, telephone)", the text in brackets only explains the word before it.
    let word = cell.split_once('(').map(|(before, _)| before).filter(|before| !before.trim().is_empty());
    let name = fold(&word.unwrap_or(cell).replace(['_', '-', '\'', '’', '/'], " ").replace(['*', ':', '.', '?'], ""));
    HEADERS.get(&name).copied()
}

/// The home, if all places that the answer contains have the same time zone; otherwise `None`. Accepts a corrected
/// misspelling, because the dry run shows the place that was understood.
fn assumed_home(answer: &ZoneAnswer) -> Option<AssumedHome> {
    match answer {
        ZoneAnswer::One { place, .. } => Some(AssumedHome { zone: place.zone, place: name(place) }),
        ZoneAnswer::Ask(places) => {
            let first = places.first()?;
            let is_one = places.iter().all(|place| place.zone == first.zone);
            is_one.then(|| AssumedHome { zone: first.zone, place: name(first) })
        }
        ZoneAnswer::Unknown(_) => None,
    }
}

/// The English name of the place; `None` when the zone's id already contains it.
fn name(place: &Place) -> Option<String> {
    let is_named = matches!(place.name, PlaceName::City { .. } | PlaceName::Country(_));
    is_named.then(|| place.label(Language::English))
}

fn note_not_understood(typed: &str, answer: &ZoneAnswer) -> NoteKind {
    match answer {
        ZoneAnswer::Ask(places) => NoteKind::AmbiguousPlace {
            typed: clip(typed),
            places: places.iter().take(MAX_PLACES).map(|place| place.label(Language::English)).collect(),
        },
        ZoneAnswer::One { .. } | ZoneAnswer::Unknown(_) => NoteKind::UnknownPlace { typed: clip(typed) },
    }
}

/// Accepts a language code, a locale, or the name of a language in one of our languages. If a cell has several
/// languages, returns the first that Magpie supports.
fn parse_language(cell: &str) -> Option<Language> {
    let one = |word: &str| {
        let code = word.split(['-', '_']).next().unwrap_or_default();
        Language::from_code(&fold(code)).or_else(|| language_named(word))
    };
    cell.split([',', ';', '/', '+', '|', '&', ' ', '(', ')']).map(str::trim).find_map(one)
}

/// The group that a cell names. If a cell names several groups, returns the last in the order of [`Group`]. Spaces may
/// separate the groups, as in config/roster.csv.
pub(super) fn group(cell: &str) -> Option<Group> {
    if let Some(group) = Group::from_word(cell) {
        return Some(group);
    }
    let words = cell.split([' ', '/', '+', '|', ',', '&']).filter(|word| !word.is_empty());
    let groups: Option<Vec<Group>> = words.map(Group::from_word).collect();
    groups?.into_iter().max()
}

pub(super) fn clip(text: &str) -> String {
    text.chars().take(MAX_SHOWN_CHARS).collect()
}
