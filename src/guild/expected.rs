//! The list of expected members, a CSV file that the secretariat uploads; and which of them are not in the server.
//! Pure.

use std::collections::{BTreeMap, BTreeSet};

use crate::members::{Group, Member, fold};

/// No advisory group has more members.
pub const MAX_LINES: usize = 2_000;
/// No real name or address is longer.
pub const MAX_FIELD_CHARS: usize = 200;
/// A larger file is not downloaded.
pub const MAX_BYTES: usize = 512 * 1024;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The line in the file; the header is line 1.
    pub line: u32,
    pub name: String,
    /// Outside Discord: e-mail or telephone.
    pub address: String,
    pub group: Group,
    pub handle: Option<String>,
}

/// What is wrong with a line. A file with a fault changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// 0 when it is about the whole file.
    pub line: u32,
    pub kind: FaultKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    NotUtf8,
    Empty,
    TooManyLines,
    NoColumn { column: &'static str },
    Unreadable,
    NoName,
    NoAddress,
    NoRole,
    UnknownRole { role: String },
    TooLong { column: &'static str },
    Repeated { first_line: u32 },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    pub people: Vec<Expected>,
    /// Columns of the file that are not read.
    pub unused: Vec<String>,
}

struct Columns {
    name: usize,
    address: usize,
    role: usize,
    handle: Option<usize>,
}

/// Reads the file. Commas or semicolons separate the columns name, address, role and, optional, handle, in any order.
///
/// # Errors
/// Every fault of the file, in the order of its lines.
pub fn parse(bytes: &[u8]) -> Result<List, Vec<Fault>> {
    let whole = |kind| vec![Fault { line: 0, kind }];
    let text = std::str::from_utf8(bytes).map_err(|_| whole(FaultKind::NotUtf8))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first = text.lines().next().unwrap_or_default();
    let separator = if first.matches(';').count() > first.matches(',').count() { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|_| whole(FaultKind::Unreadable))?.clone();
    let (columns, unused) = columns(&header)?;
    let mut people = Vec::new();
    let mut faults = Vec::new();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for record in reader.records() {
        if people.len() + faults.len() >= MAX_LINES {
            return Err(whole(FaultKind::TooManyLines));
        }
        match record {
            Err(error) => {
                let line = error.position().map_or(0, |position| position.line());
                faults.push(Fault { line: u32::try_from(line).unwrap_or(u32::MAX), kind: FaultKind::Unreadable });
            }
            Ok(record) if record.iter().all(str::is_empty) => {}
            Ok(record) => match person(&record, line_of(&record, text), &columns, &mut seen) {
                Ok(expected) => people.push(expected),
                Err(more) => faults.extend(more),
            },
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    if people.is_empty() { Err(whole(FaultKind::Empty)) } else { Ok(List { people, unused }) }
}

fn columns(header: &csv::StringRecord) -> Result<(Columns, Vec<String>), Vec<Fault>> {
    let find = |names: &[&str]| header.iter().position(|cell| names.contains(&fold(cell).as_str()));
    let name = find(&["name", "nom", "nombre"]);
    let address = find(&["address", "adresse", "direccion", "email", "e-mail", "mail", "correo"]);
    let role = find(&["role", "rol", "roles", "group", "groupe", "grupo"]);
    let handle = find(&["handle", "discord", "username"]);
    let wanted = [(name, "name"), (address, "address"), (role, "role")];
    let faults: Vec<Fault> = wanted
        .into_iter()
        .filter(|(found, _)| found.is_none())
        .map(|(_, column)| Fault { line: 1, kind: FaultKind::NoColumn { column } })
        .collect();
    let (Some(name), Some(address), Some(role)) = (name, address, role) else { return Err(faults) };
    let used = [Some(name), Some(address), Some(role), handle];
    let unused = header.iter().enumerate().filter(|(i, cell)| !used.contains(&Some(*i)) && !cell.is_empty());
    let unused = unused.map(|(_, cell)| cell.to_owned()).collect();
    Ok((Columns { name, address, role, handle }, unused))
}

/// The line on which the record begins. The reader reports where the previous record ended, so the empty lines in
/// between are added.
fn line_of(record: &csv::StringRecord, text: &str) -> u32 {
    let Some(position) = record.position() else { return 0 };
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count();
    u32::try_from(position.line() + empty as u64).unwrap_or(u32::MAX)
}

fn person(
    record: &csv::StringRecord,
    line: u32,
    columns: &Columns,
    seen: &mut BTreeMap<String, u32>,
) -> Result<Expected, Vec<Fault>> {
    let cell = |index: usize| record.get(index).unwrap_or_default();
    let (name, address, role) = (cell(columns.name), cell(columns.address), cell(columns.role));
    let handle = columns.handle.map(cell).filter(|handle| !handle.is_empty());
    let mut kinds = Vec::new();
    if name.is_empty() {
        kinds.push(FaultKind::NoName);
    }
    if address.is_empty() {
        kinds.push(FaultKind::NoAddress);
    }
    for (column, text) in [("name", name), ("address", address), ("handle", handle.unwrap_or_default())] {
        if text.chars().count() > MAX_FIELD_CHARS {
            kinds.push(FaultKind::TooLong { column });
        }
    }
    let group = group(role);
    match (role, group) {
        ("", _) => kinds.push(FaultKind::NoRole),
        (_, None) => kinds.push(FaultKind::UnknownRole { role: role.chars().take(40).collect() }),
        _ => {}
    }
    if !address.is_empty() {
        let first_line = *seen.entry(format!("{}\0{}", fold(name), fold(address))).or_insert(line);
        if first_line != line {
            kinds.push(FaultKind::Repeated { first_line });
        }
    }
    match group {
        Some(group) if kinds.is_empty() => Ok(Expected {
            line,
            name: name.to_owned(),
            address: address.to_owned(),
            group,
            handle: handle.map(|handle| handle.trim_start_matches('@').to_owned()),
        }),
        _ => Err(kinds.into_iter().map(|kind| Fault { line, kind }).collect()),
    }
}

/// Of the groups that a cell names, the one that is last in [`Group`]. Spaces separate them, as in our own roster file.
fn group(cell: &str) -> Option<Group> {
    let words = cell.split([' ', '/', '+', '|']).filter(|word| !word.is_empty());
    let groups: Option<Vec<Group>> = words.map(Group::called).collect();
    groups?.into_iter().max()
}

/// The people in `expected` who are not in the server. They are matched by handle where the list has it, else by name
/// without case, accents and doubled spaces. Each person in the server matches one line at most.
///
/// A similar name does not match. When a person is wrongly counted as absent, the secretariat checks once. A wrong
/// match would hide a person whom then nobody contacts.
pub fn absent(expected: Vec<Expected>, present: &[Member]) -> Vec<Expected> {
    let mut taken = BTreeSet::new();
    let (by_handle, by_name): (Vec<_>, Vec<_>) = expected.into_iter().partition(|person| person.handle.is_some());
    let mut absent: Vec<Expected> = by_handle
        .into_iter()
        .chain(by_name)
        .filter(|person| {
            let found = present.iter().find(|member| !taken.contains(&member.id) && is_same(person, member));
            found.is_none_or(|member| !taken.insert(member.id))
        })
        .collect();
    absent.sort_by_key(|person| person.line);
    absent
}

/// Whether the line may be about this person, which is enough to count them as present.
fn is_same(person: &Expected, member: &Member) -> bool {
    match &person.handle {
        Some(_) => is_certain(person, member),
        None => fold(&person.name) == fold(&member.name),
    }
}

/// Whether the line is about this person for certain: by the account's handle or id, which nobody else can take. Anyone
/// can take a name, so a line without a handle is never certain, and its address is shown to nobody but the
/// secretariat. The handle of somebody who is not in the server may be out of date, and another person's by now.
pub(super) fn is_certain(person: &Expected, member: &Member) -> bool {
    let Some(handle) = &person.handle else { return false };
    let is_id = handle.parse() == Ok(member.id.0);
    is_id || (member.in_guild && handle.eq_ignore_ascii_case(&member.handle))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::members::{MemberId, Reach, Roles};
    use crate::words::Language;

    fn faults(text: &str) -> Vec<(u32, FaultKind)> {
        parse(text.as_bytes()).unwrap_err().into_iter().map(|fault| (fault.line, fault.kind)).collect()
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
            reach: Reach::default(),
        }
    }

    fn absent_names(list: &str, present: &[Member]) -> Vec<String> {
        absent(parse(list.as_bytes()).unwrap().people, present).into_iter().map(|person| person.name).collect()
    }

    #[test]
    fn list_has_commas_or_semicolons_and_columns_in_any_order() {
        let commas = parse(b"name,address,role\nAda,a@x.org,member\n").unwrap();
        let semicolons = parse("\u{feff}Rol;Nombre;Direccion\nmember;Ada;a@x.org\n".as_bytes()).unwrap();
        assert_eq!(commas.people, semicolons.people);
        assert_eq!(commas.people[0].group, Group::Mag);
    }

    #[test]
    fn last_group_of_several_roles_counts() {
        let list = parse(b"name,address,role\nAda,a@x.org,mag helpdesk\nBo,b@x.org,secretariat helpdesk\n").unwrap();
        let groups: Vec<_> = list.people.iter().map(|person| person.group).collect();
        assert_eq!(groups, [Group::Helpdesk, Group::Secretariat]);
    }

    #[test]
    fn every_fault_is_reported_with_its_line() {
        let list = "name,address,role\n,a@x.org,member\nBo,,\nCy,c@x.org,king\nDi,d@x.org,member\nDI,D@x.org,member\n";
        let unknown = FaultKind::UnknownRole { role: "king".to_owned() };
        let expected = vec![
            (2, FaultKind::NoName),
            (3, FaultKind::NoAddress),
            (3, FaultKind::NoRole),
            (4, unknown),
            (6, FaultKind::Repeated { first_line: 5 }),
        ];
        assert_eq!(faults(list), expected);
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let list = "name,address,role\n\"Ada\nLovelace\",a@x.org,member\n\nBo,b@x.org,king\n";
        assert_eq!(faults(list), [(5, FaultKind::UnknownRole { role: "king".to_owned() })]);
    }

    #[test]
    fn file_that_is_not_a_list_is_refused() {
        assert_eq!(parse(&[0xff, 0xfe]).unwrap_err(), [Fault { line: 0, kind: FaultKind::NotUtf8 }]);
        assert_eq!(faults("name,address,role\n"), [(0, FaultKind::Empty)]);
        let columns = ["name", "address", "role"].map(|column| (1, FaultKind::NoColumn { column }));
        assert_eq!(faults(""), columns);
        let long = format!("name,address,role\n{},a@x.org,member\n", "a".repeat(MAX_FIELD_CHARS + 1));
        assert_eq!(faults(&long), [(2, FaultKind::TooLong { column: "name" })]);
        let many = format!("name,address,role\n{}", "Ada,a@x.org,king\n".repeat(MAX_LINES + 1));
        assert_eq!(faults(&many), [(0, FaultKind::TooManyLines)]);
    }

    #[test]
    fn people_are_matched_by_handle_or_else_by_name_without_case_and_accents() {
        let list = "name,address,role,handle\nAda Lovelace,a@x.org,member,\nX,b@x.org,member,@bo\nCy,c@x.org,member,\n";
        let present =
            [member(1, "countess", "ÀDA  lovelace"), member(2, "BO", "Somebody else"), member(3, "z", "Cyrus")];
        assert_eq!(absent_names(list, &present), ["Cy"]);
    }

    #[test]
    fn only_a_handle_or_an_id_is_certain_and_a_handle_only_in_the_server() {
        let list = "name,address,role,handle\nAda,a@x.org,mag,\nBo,b@x.org,mag,@bo\nCy,c@x.org,mag,3\n";
        let people = parse(list.as_bytes()).unwrap().people;
        let certain = |member: &Member| -> Vec<&str> {
            let lines = people.iter().filter(|person| is_certain(person, member));
            lines.map(|person| person.name.as_str()).collect()
        };
        assert_eq!(certain(&member(1, "eve", "Ada")), [""; 0], "whoever takes the name is not Ada");
        assert_eq!(certain(&member(2, "bo", "Robert")), ["Bo"]);
        assert_eq!(certain(&Member { in_guild: false, ..member(2, "bo", "Robert") }), [""; 0]);
        assert_eq!(certain(&member(3, "renamed", "Cy")), ["Cy"]);
    }

    #[test]
    fn person_in_the_server_matches_one_line_only() {
        let list = "name,address,role\nAda,a@x.org,member\nAda,other@x.org,member\n";
        assert_eq!(absent_names(list, &[member(1, "ada", "Ada")]), ["Ada"]);
    }
}
