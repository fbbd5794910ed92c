//! The roster: a CSV file that lists the members of the simulated server.

use std::path::Path;

use serde::Deserialize;

use crate::sandbox::core::{Seed, SeedMember};
use crate::time::ZoneId;

/// The roster file of the reference community: fifty members, four people of the secretariat and a guest.
const REFERENCE: &str = include_str!("../../../config/roster.csv");
const ROLES: [&str; 3] = ["mag", "helpdesk", "secretariat"];

/// A member of the simulated server: one line of the roster.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub handle: String,
    pub name: String,
    pub city: String,
    pub zone: String,
    pub locale: String,
    /// `22:00`; empty for a member without a profile.
    pub quiet_start: String,
    pub quiet_end: String,
    roles: String,
}

impl Person {
    pub fn roles(&self) -> impl Iterator<Item = &str> {
        self.roles.split_whitespace()
    }

    pub fn has_role(&self, role: &str) -> bool {
        self.roles().any(|own| own == role)
    }
}

/// The members of the simulated server.
#[derive(Debug, Clone)]
pub struct Roster {
    people: Vec<Person>,
}

/// All problems of a roster file, one per line.
#[derive(Debug, thiserror::Error)]
#[error("the roster {path} cannot be used:\n{}", problems.join("\n"))]
pub struct RosterError {
    path: String,
    problems: Vec<String>,
}

impl Roster {
    pub fn reference() -> Self {
        Self::parse("config/roster.csv", REFERENCE).expect("the reference roster is valid")
    }

    pub fn read(path: &Path) -> Result<Self, RosterError> {
        let name = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&name, &text),
            Err(error) => Err(RosterError { path: name, problems: vec![error.to_string()] }),
        }
    }

    /// # Errors
    /// All problems at once, with their line numbers.
    pub fn parse(path: &str, text: &str) -> Result<Self, RosterError> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let (mut people, mut problems) = (Vec::<Person>::new(), Vec::new());
        for (n, row) in reader.deserialize::<Person>().enumerate() {
            let line = n + 2;
            match row {
                Ok(person) => {
                    problems.extend(person_problems(&person).map(|problem| format!("line {line}: {problem}")));
                    if people.iter().any(|other| other.handle == person.handle) {
                        problems.push(format!("line {line}: the handle {} is taken", person.handle));
                    }
                    people.push(person);
                }
                Err(error) => problems.push(error.to_string()),
            }
        }
        if people.is_empty() && problems.is_empty() {
            problems.push("it lists no members".to_owned());
        }
        if problems.is_empty() { Ok(Self { people }) } else { Err(RosterError { path: path.to_owned(), problems }) }
    }

    /// Keeps only the people with these handles. Ignores unknown handles.
    #[must_use]
    pub fn only(&self, handles: &[&str]) -> Self {
        Self {
            people: self.people.iter().filter(|person| handles.contains(&person.handle.as_str())).cloned().collect(),
        }
    }

    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// The initial state of a server with these members.
    pub fn seed(&self) -> Seed {
        Seed { members: self.people.iter().map(seed_member).collect(), ..Seed::default() }
    }
}

fn seed_member(person: &Person) -> SeedMember {
    let non_empty = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    SeedMember {
        handle: person.handle.clone(),
        name: person.name.clone(),
        city: non_empty(&person.city),
        zone: non_empty(&person.zone),
        locale: person.locale.clone(),
        quiet_start: non_empty(&person.quiet_start),
        quiet_end: non_empty(&person.quiet_end),
        roles: person.roles().map(str::to_owned).collect(),
    }
}

fn person_problems(person: &Person) -> impl Iterator<Item = String> {
    let unknown_role =
        person.roles().find(|role| !ROLES.contains(role)).map(|role| format!("no role is called {role}"));
    let zone = (!person.zone.is_empty() && ZoneId::parse(&person.zone).is_err())
        .then(|| format!("{} is no time zone", person.zone));
    let is_one_missing = person.quiet_start.is_empty() != person.quiet_end.is_empty();
    let quiet = is_one_missing.then(|| "quiet_start and quiet_end go together".to_owned());
    let handle = person.handle.is_empty().then(|| "the handle is missing".to_owned());
    [unknown_role, zone, quiet, handle].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_community_is_fifty_members_four_of_the_secretariat_and_a_guest() {
        let roster = Roster::reference();
        let count_with = |role: &str| roster.people().iter().filter(|person| person.has_role(role)).count();
        assert_eq!((count_with("mag"), count_with("secretariat"), roster.people().len()), (50, 4, 55));
    }

    #[test]
    fn a_faulty_roster_is_refused_with_all_its_lines() {
        let text = "handle,name,city,zone,locale,quiet_start,quiet_end,roles\n\
            a,A,X,Mars/Base,en,22:00,,mag\n\
            a,B,X,UTC,en,,,king\n";
        insta::assert_snapshot!(Roster::parse("r.csv", text).expect_err("it is faulty").to_string(), @r"
        the roster r.csv cannot be used:
        line 2: Mars/Base is no time zone
        line 2: quiet_start and quiet_end go together
        line 3: no role is called king
        line 3: the handle a is taken
        ");
    }
}
