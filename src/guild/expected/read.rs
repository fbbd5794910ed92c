//! Parses the file: encoding, separator and lines.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::columns::{Columns, clip, group};
use super::{Column, Expected, Fault, FaultKind, List, MAX_FIELD_CHARS, MAX_LINES, Note};
use crate::members::fold;
use crate::time::Timestamp;

/// The separators to try. Spreadsheet programs write semicolons where the comma is the decimal separator, and tabs for
/// "Unicode text".
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Parses the file. The columns may have any order; name, contact and role are required. Abbreviations of zones are
/// resolved as of `now`.
///
/// # Errors
/// All errors in the file, in the order of its lines.
pub fn parse(bytes: &[u8], now: Timestamp) -> Result<List, Vec<Fault>> {
    let whole_file_fault = |kind| vec![Fault { line: 0, kind }];
    let text = decode(bytes).ok_or_else(|| whole_file_fault(FaultKind::NotUtf8))?;
    let text = &*text;
    if text.trim().is_empty() {
        return Err(whole_file_fault(FaultKind::Empty));
    }
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator(first))
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = reader.headers().map_err(|_| whole_file_fault(FaultKind::Unreadable))?.clone();
    let (columns, unused) = Columns::of(&header)?;
    let mut lines = Lines { text, columns, now, notes: Vec::new(), first_lines: BTreeMap::new() };
    let mut people = Vec::new();
    let mut faults = Vec::new();
    for record in reader.records() {
        if people.len() + faults.len() >= MAX_LINES {
            return Err(whole_file_fault(FaultKind::TooManyLines));
        }
        match record {
            Err(error) => {
                let line = error.position().map_or(0, |position| position.line());
                faults.push(Fault { line: u32::try_from(line).unwrap_or(u32::MAX), kind: FaultKind::Unreadable });
            }
            Ok(record) if record.iter().all(str::is_empty) => {}
            Ok(record) => match lines.person(&record) {
                Ok(expected) => people.push(expected),
                Err(more) => faults.extend(more),
            },
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    if people.is_empty() {
        Err(whole_file_fault(FaultKind::Empty))
    } else {
        Ok(List { people, notes: lines.notes, unused })
    }
}

/// Decodes UTF-8, or UTF-16 with a byte order mark. Spreadsheet programs write UTF-16 as "Unicode text". Returns `None`
/// for any other encoding.
fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let decode_utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let pairs = bytes.chunks_exact(2);
        let is_whole = pairs.remainder().is_empty();
        let text = char::decode_utf16(pairs.map(|pair| unit([pair[0], pair[1]]))).collect::<Result<String, _>>().ok();
        text.filter(|_| is_whole).map(Cow::Owned)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => decode_utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => decode_utf16(rest, u16::from_be_bytes),
        bytes => {
            let text = std::str::from_utf8(bytes).ok()?;
            Some(Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text)))
        }
    }
}

/// The separator that occurs most often in the header outside quotation marks; a comma when there is none.
fn separator(header: &str) -> u8 {
    let outside = header.split('"').step_by(2).collect::<String>();
    let count = |separator: &u8| outside.bytes().filter(|byte| byte == separator).count();
    let most = SEPARATORS.iter().map(count).max().unwrap_or_default();
    SEPARATORS.into_iter().find(|separator| count(separator) == most).unwrap_or(b',')
}

struct Lines<'a> {
    text: &'a str,
    columns: Columns,
    now: Timestamp,
    notes: Vec<Note>,
    /// The line number at which each key first occurred. A key is a name with an address, or a handle.
    first_lines: BTreeMap<String, u32>,
}

impl Lines<'_> {
    fn person(&mut self, record: &csv::StringRecord) -> Result<Expected, Vec<Fault>> {
        let line = self.line_of(record);
        let cells = self.columns.cells(record);
        let handle = cells.handle.map(|handle| handle.trim_start_matches('@').trim()).filter(|text| !text.is_empty());
        let mut kinds = Vec::new();
        if cells.name.is_empty() {
            kinds.push(FaultKind::NoName);
        }
        if cells.address.is_empty() {
            kinds.push(FaultKind::NoAddress);
        }
        let lengths = [
            (Column::Name, cells.name.as_str()),
            (Column::Contact, cells.address.as_str()),
            (Column::Handle, handle.unwrap_or_default()),
        ];
        let too_long = lengths.into_iter().filter(|(_, text)| text.chars().count() > MAX_FIELD_CHARS);
        kinds.extend(too_long.map(|(column, _)| FaultKind::TooLong { column }));
        let group = group(cells.role);
        match (cells.role, group) {
            ("", _) => kinds.push(FaultKind::NoRole),
            (_, None) => kinds.push(FaultKind::UnknownRole { role: clip(cells.role) }),
            _ => {}
        }
        kinds.extend(self.repetition(line, &cells.name, &cells.address, handle));
        match group {
            Some(group) if kinds.is_empty() => {
                let (listed, notes) = self.columns.listed(record, self.now);
                self.notes.extend(notes.into_iter().map(|kind| Note { line, kind }));
                let handle = handle.map(str::to_owned);
                Ok(Expected { line, name: cells.name, address: cells.address, group, handle, listed })
            }
            _ => Err(kinds.into_iter().map(|kind| Fault { line, kind }).collect()),
        }
    }

    fn repetition(&mut self, line: u32, name: &str, address: &str, handle: Option<&str>) -> Option<FaultKind> {
        let by_name = (!address.is_empty()).then(|| format!("{}\0{}", fold(name), fold(address)));
        let by_handle = handle.map(|handle| format!("@{}", handle.to_lowercase()));
        let keys = [by_name, by_handle].into_iter().flatten();
        let first = keys.map(|key| *self.first_lines.entry(key).or_insert(line)).filter(|first| *first != line).min();
        first.map(|first_line| FaultKind::Repeated { first_line })
    }

    /// The line on which the record begins. The CSV reader reports the line where the previous record ended, so the
    /// empty lines after the previous record are added.
    fn line_of(&self, record: &csv::StringRecord) -> u32 {
        let Some(position) = record.position() else { return 0 };
        let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let empty = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count();
        u32::try_from(position.line() + empty as u64).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guild::expected::NoteKind;
    use crate::members::Group;
    use crate::words::Language;

    fn now() -> Timestamp {
        "2020-11-10T16:55:00Z".parse().unwrap()
    }

    fn read(text: &str) -> List {
        parse(text.as_bytes(), now()).unwrap_or_else(|faults| panic!("{faults:?}"))
    }

    fn faults(text: &str) -> Vec<(u32, FaultKind)> {
        parse(text.as_bytes(), now()).unwrap_err().into_iter().map(|fault| (fault.line, fault.kind)).collect()
    }

    /// Name, address, zone and language of each person.
    fn people(text: &str) -> Vec<(String, String, Option<&'static str>, Option<Language>)> {
        let of = |person: Expected| {
            let zone = person.listed.home.map(|home| home.zone.as_str());
            (person.name, person.address, zone, person.listed.language)
        };
        read(text).people.into_iter().map(of).collect()
    }

    #[test]
    fn list_is_read_with_any_separator_and_any_order_of_columns_in_three_languages() {
        let ada = vec![("Ada".to_owned(), "a@x.org".to_owned(), Some("Australia/Brisbane"), Some(Language::French))];
        for list in [
            "name,address,role,city,language\nAda,a@x.org,member,Brisbane,fr\n",
            "\u{feff}Rol;NOMBRE;Dirección;Ciudad;Idioma\r\nmiembro;Ada;a@x.org;brisbane;Francés\r\n",
            "Langue\tRôle\tNom\tAdresse e-mail\tVille\nfrançais\tmembre\tAda\ta@x.org\tBrisbane\n",
            "Language,E-Mail,Time zone,Role,Full Name\nfr-FR,a@x.org,Australia/Brisbane,MAG member,Ada\n",
            "\"Contact (e-mail; phone)\",NAME,Role,City or zone,Language\na@x.org,Ada,mag,Brisbane,FR\n",
        ] {
            assert_eq!(people(list), ada, "{list}");
        }
        assert_eq!(read("name,address,role\nAda,a@x.org,help desk\n").people[0].group, Group::Helpdesk);
    }

    #[test]
    fn parts_of_a_name_and_several_contacts_are_joined() {
        let list = "Apellidos;Nombre;Correo electrónico;Teléfono;Grupo\nLovelace;Ada;a@x.org;+44 20;miembro\n\
                    Bo;;;+33 1;miembro\n";
        let names: Vec<_> = read(list).people.into_iter().map(|person| (person.name, person.address)).collect();
        let wanted = [("Ada Lovelace", "a@x.org, +44 20"), ("Bo", "+33 1")];
        assert_eq!(names, wanted.map(|(name, address)| (name.to_owned(), address.to_owned())));
        let both = read(list).people.remove(0);
        assert_eq!(both.contacts().collect::<Vec<_>>(), ["a@x.org", "+44 20"]);
        let french = read("Prénom,Nom,Courriel,Rôle\nAda,Lovelace,a@x.org,membre\n");
        assert_eq!(french.people[0].name, "Ada Lovelace");
    }

    #[test]
    fn utf16_file_that_a_spreadsheet_program_wrote_is_read() {
        let text = "\u{feff}Nom\tCourriel\tRôle\nÉlise\te@x.org\tbénévole\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(parse(&little, now()).unwrap().people[0].name, "Élise");
    }

    #[test]
    fn country_or_zone_column_decides_the_zone_of_an_unclear_city() {
        let zone = |list: &str| people(list)[0].2;
        assert_eq!(zone("name,email,role,city,country\nA,a,mag,Valencia,Spain\n"), Some("Europe/Madrid"));
        assert_eq!(zone("name,email,role,city,country\nA,a,mag,Nowhereville,Bolivia\n"), Some("America/La_Paz"));
        assert_eq!(zone("name,email,role,city,zone\nA,a,mag,Paris,Asia/Tokyo\n"), Some("Asia/Tokyo"));
        assert_eq!(zone("name,email,role,city or zone\nA,a,mag,UTC+10\n"), Some("UTC+10"));
    }

    #[test]
    fn cell_that_is_not_understood_gets_a_note_and_its_line_is_accepted() {
        let list = read("name,email,role,city,language\nA,a,mag,Qzxwvut,Klingon\nB,b,mag,,\n");
        assert_eq!(list.people.len(), 2);
        let unknown = NoteKind::UnknownPlace { typed: "Qzxwvut".to_owned() };
        let language = NoteKind::UnknownLanguage { typed: "Klingon".to_owned() };
        assert_eq!(list.notes, [unknown, language].map(|kind| Note { line: 2, kind }));
        assert!(list.people.iter().all(|person| person.listed.is_empty()));
    }

    #[test]
    fn line_with_several_roles_gets_the_last_group() {
        let list = read("name,address,role\nAda,a@x.org,mag helpdesk\nBo,b@x.org,secretariat helpdesk\n");
        let groups: Vec<_> = list.people.iter().map(|person| person.group).collect();
        assert_eq!(groups, [Group::Helpdesk, Group::Secretariat]);
    }

    #[test]
    fn every_fault_is_reported_with_its_line() {
        let list = "name,address,role,handle\n,a@x.org,member,\nBo,,,\nCy,c@x.org,king,\nDi,d@x.org,member,di\n\
                    DI,D@x.org,member,\nEd,e@x.org,member,@DI\n";
        let unknown = FaultKind::UnknownRole { role: "king".to_owned() };
        let expected = vec![
            (2, FaultKind::NoName),
            (3, FaultKind::NoAddress),
            (3, FaultKind::NoRole),
            (4, unknown),
            (6, FaultKind::Repeated { first_line: 5 }),
            (7, FaultKind::Repeated { first_line: 5 }),
        ];
        assert_eq!(faults(list), expected);
    }

    #[test]
    fn fault_has_the_line_number_that_an_editor_shows() {
        let list = "name,address,role\n\"Ada\nLovelace\",a@x.org,member\n\nBo,b@x.org,king\n";
        assert_eq!(faults(list), [(5, FaultKind::UnknownRole { role: "king".to_owned() })]);
    }

    #[test]
    fn file_that_is_not_a_list_is_refused() {
        assert_eq!(parse(&[0xe9, 0x2c], now()).unwrap_err(), [Fault { line: 0, kind: FaultKind::NotUtf8 }]);
        for empty in ["", "\n \n", "name,address,role\n"] {
            assert_eq!(faults(empty), [(0, FaultKind::Empty)]);
        }
        let missing = [Column::Contact, Column::Role].map(|column| (1, FaultKind::NoColumn { column }));
        assert_eq!(faults("name,shirt\nAda,red\n"), missing);
        let long = format!("name,address,role\n{},a@x.org,member\n", "a".repeat(MAX_FIELD_CHARS + 1));
        assert_eq!(faults(&long), [(2, FaultKind::TooLong { column: Column::Name })]);
        let many = format!("name,address,role\n{}", "Ada,a@x.org,king\n".repeat(MAX_LINES + 1));
        assert_eq!(faults(&many), [(0, FaultKind::TooManyLines)]);
    }

    #[test]
    fn first_line_that_describes_a_person_is_reported_as_a_missing_header() {
        let first_line = "Ada, a@x.org, member".to_owned();
        assert_eq!(faults("Ada,a@x.org,member\nBo,b@x.org,member\n"), [(1, FaultKind::NoHeader { first_line })]);
    }
}
