//! The list of expected members, which the secretariat uploads as a CSV file. Also finds the expected members who are
//! not in the server. Pure.

mod columns;
mod read;

pub use read::parse;

use std::collections::BTreeSet;

use crate::members::{Group, Listed, Member, MemberId, fold, is_email};

/// A longer list is refused. No advisory group has this many members.
pub const MAX_LINES: usize = 2_000;
/// The most characters of a field. No real name or address is longer.
pub const MAX_FIELD_CHARS: usize = 200;
/// A larger file is refused before it is downloaded.
pub const MAX_BYTES: usize = 512 * 1024;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The line number in the file. The header is line 1.
    pub line: u32,
    pub name: String,
    /// The contact outside Discord: an e-mail address, a telephone number, or both, separated by a comma and a space.
    pub address: String,
    pub group: Group,
    pub handle: Option<String>,
    /// Where the person lives, and their language.
    pub listed: Listed,
}

impl Expected {
    /// Splits `address` into single e-mail addresses and telephone numbers.
    pub fn contacts(&self) -> impl Iterator<Item = &str> {
        self.address.split([',', ';']).map(str::trim).filter(|contact| !contact.is_empty())
    }

    /// The first e-mail address among the contacts.
    pub fn email(&self) -> Option<&str> {
        self.contacts().find(|contact| is_email(contact))
    }

    /// Whether `contact` is one of the contacts.
    pub fn has_contact(&self, contact: &str) -> bool {
        self.contacts().any(|one| one == contact)
    }
}

/// An error in a line. A file with an error is refused as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// 0 when the error is about the whole file.
    pub line: u32,
    pub kind: FaultKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    NotUtf8,
    Empty,
    TooManyLines,
    /// The first line contains no known column name, or contains an e-mail address. It probably describes a person, so
    /// the header is missing.
    NoHeader {
        first_line: String,
    },
    NoColumn {
        column: Column,
    },
    Unreadable,
    NoName,
    NoAddress,
    NoRole,
    UnknownRole {
        role: String,
    },
    TooLong {
        column: Column,
    },
    /// An earlier line has the same name and address, or the same handle.
    Repeated {
        first_line: u32,
    },
}

/// A column that Magpie reads. Its code is the last part of the Fluent key of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Column {
    Name,
    /// E-mail addresses, telephone numbers, or both. A file may have several columns of this kind.
    Contact,
    Role,
    Handle,
    City,
    Country,
    Zone,
    Language,
}

/// A cell that was ignored in a line that is otherwise accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub line: u32,
    pub kind: NoteKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoteKind {
    /// No known place or zone has this name.
    UnknownPlace {
        typed: String,
    },
    /// The name may mean several zones. `places` holds the English names of some places that it may mean.
    AmbiguousPlace {
        typed: String,
        places: Vec<String>,
    },
    UnknownLanguage {
        typed: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    pub people: Vec<Expected>,
    pub notes: Vec<Note>,
    /// The names of the columns that Magpie does not read.
    pub unused: Vec<String>,
}

/// The people in `expected` who are not in the server. A line with a handle matches by handle; a line without a handle
/// matches by name, and case, accents and repeated spaces do not matter. Each person in the server matches at most one
/// line.
///
/// A name that is only similar does not match. If somebody is wrongly counted as absent, the secretariat makes one
/// needless check. If somebody is wrongly counted as present, nobody contacts them.
pub fn absent_people(expected: Vec<Expected>, present: &[Member]) -> Vec<Expected> {
    let mut matched_ids = BTreeSet::new();
    let (by_handle, by_name): (Vec<_>, Vec<_>) = expected.into_iter().partition(|person| person.handle.is_some());
    let mut absent: Vec<Expected> = by_handle
        .into_iter()
        .chain(by_name)
        .filter(|person| {
            let found =
                present.iter().find(|member| !matched_ids.contains(&member.id) && may_be_same_person(person, member));
            found.is_none_or(|member| !matched_ids.insert(member.id))
        })
        .collect();
    absent.sort_by_key(|person| person.line);
    absent
}

/// Whether the line may be about this person. That is enough to count them as present.
fn may_be_same_person(person: &Expected, member: &Member) -> bool {
    match &person.handle {
        Some(_) => identifies(person, member),
        None => fold(&person.name) == fold(&member.name),
    }
}

/// Whether the line identifies this person with certainty, by the id or the handle of the account. Anybody can take a
/// name, so a line without a handle is never certain, and its address is shown only to the secretariat. A handle is
/// certain only for somebody in the server: after a person left, their handle in our records may be out of date and
/// belong to another account.
pub(super) fn identifies(person: &Expected, member: &Member) -> bool {
    person.handle.as_ref().is_some_and(|handle| {
        handle.parse() == Ok(member.id.0) || (member.in_guild && handle.eq_ignore_ascii_case(&member.handle))
    })
}

/// The line that identifies the person with this id and handle, who must be in the server. A line with the id takes
/// precedence over a line with the handle.
pub(super) fn line_identifying<'a>(list: &'a [Expected], id: MemberId, handle: &str) -> Option<&'a Expected> {
    let find_line =
        |is_theirs: &dyn Fn(&str) -> bool| list.iter().find(|line| line.handle.as_deref().is_some_and(is_theirs));
    find_line(&|listed| listed.parse() == Ok(id.0)).or_else(|| find_line(&|listed| listed.eq_ignore_ascii_case(handle)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::members::{Reach, Roles};
    use crate::time::Timestamp;
    use crate::words::Language;

    fn people_of(list: &str) -> Vec<Expected> {
        parse(list.as_bytes(), Timestamp::UNIX_EPOCH).unwrap().people
    }

    fn member(id: u64, handle: &str, name: &str) -> Member {
        Member {
            id: MemberId(id),
            handle: handle.to_owned(),
            name: name.to_owned(),
            roles: Roles::NONE,
            in_guild: true,
            language: Language::English,
            profile: None,
            assumed: None,
            reach: Reach::default(),
        }
    }

    fn absent_names(list: &str, present: &[Member]) -> Vec<String> {
        absent_people(people_of(list), present).into_iter().map(|person| person.name).collect()
    }

    #[test]
    fn people_are_matched_by_handle_or_else_by_name_without_case_and_accents() {
        let list = "name,address,role,handle\nAda Lovelace,a@x.org,member,\nX,b@x.org,member,@bo\nCy,c@x.org,member,\n";
        let present =
            [member(1, "countess", "ÀDA  lovelace"), member(2, "BO", "Somebody else"), member(3, "z", "Cyrus")];
        assert_eq!(absent_names(list, &present), ["Cy"]);
    }

    #[test]
    fn line_identifies_by_id_always_and_by_handle_only_in_the_server() {
        let list = "name,address,role,handle\nAda,a@x.org,mag,\nBo,b@x.org,mag,@bo\nCy,c@x.org,mag,3\n";
        let people = people_of(list);
        let identified_names = |member: &Member| -> Vec<&str> {
            let lines = people.iter().filter(|person| identifies(person, member));
            lines.map(|person| person.name.as_str()).collect()
        };
        assert_eq!(identified_names(&member(1, "eve", "Ada")), [""; 0], "whoever takes the name is not Ada");
        assert_eq!(identified_names(&member(2, "bo", "Robert")), ["Bo"]);
        assert_eq!(identified_names(&Member { in_guild: false, ..member(2, "bo", "Robert") }), [""; 0]);
        assert_eq!(identified_names(&member(3, "renamed", "Cy")), ["Cy"]);
        let line =
            |id: u64, handle: &str| line_identifying(&people, MemberId(id), handle).map(|line| line.name.as_str());
        assert_eq!([line(1, "eve"), line(2, "BO"), line(3, "bo")], [None, Some("Bo"), Some("Cy")]);
    }

    #[test]
    fn person_in_the_server_matches_one_line_only() {
        let list = "name,address,role\nAda,a@x.org,member\nAda,other@x.org,member\n";
        assert_eq!(absent_names(list, &[member(1, "ada", "Ada")]), ["Ada"]);
    }
}
