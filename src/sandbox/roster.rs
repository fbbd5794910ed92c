//! Reads the roster, the community that a sandbox is made of: `handle,name,city,zone,locale,quiet_start,quiet_end,roles`.

use std::collections::HashSet;

use serde::Deserialize;

use super::core::SeedMember;
use crate::time::ZoneId;

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the roster: {problem}")]
pub struct RosterError {
    pub line: u64,
    pub problem: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    handle: String,
    name: String,
    city: Option<String>,
    zone: Option<String>,
    locale: String,
    quiet_start: Option<String>,
    quiet_end: Option<String>,
    /// Separated by spaces.
    roles: String,
}

/// A member without a zone, quiet hours or roles has them empty.
pub fn read_roster(csv: &str) -> Result<Vec<SeedMember>, RosterError> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(csv.as_bytes());
    let mut handles = HashSet::new();
    let mut members = Vec::new();
    for row in reader.deserialize::<Row>() {
        let row = row.map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            RosterError { line, problem: error.to_string() }
        })?;
        let line = members.len() as u64 + 2;
        let problem = |problem: String| RosterError { line, problem };
        if row.handle.is_empty() || !handles.insert(row.handle.clone()) {
            return Err(problem(format!("the handle {:?} is empty or there twice", row.handle)));
        }
        if let Some(zone) = row.zone.as_deref() {
            ZoneId::parse(zone).map_err(|error| problem(error.to_string()))?;
        }
        members.push(SeedMember {
            handle: row.handle,
            name: row.name,
            city: row.city,
            zone: row.zone,
            locale: row.locale,
            quiet_start: row.quiet_start,
            quiet_end: row.quiet_end,
            roles: row.roles.split_whitespace().map(str::to_owned).collect(),
        });
    }
    Ok(members)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_community_is_read_whole() {
        let members = read_roster(include_str!("../../config/roster.csv")).expect("the roster is well formed");
        assert_eq!(members.len(), 55);
        assert_eq!(members.iter().filter(|member| member.roles.iter().any(|role| role == "secretariat")).count(), 4);
    }

    #[test]
    fn faults_name_their_line() {
        let header = "handle,name,city,zone,locale,quiet_start,quiet_end,roles\n";
        let twice = format!("{header}a,A,,,en-GB,,,mag\na,B,,,en-GB,,,mag\n");
        assert_eq!(read_roster(&twice).expect_err("the handle is taken").line, 3);
        let nowhere = format!("{header}a,A,Atlantis,Europe/Atlantis,en-GB,,,mag\n");
        assert_eq!(read_roster(&nowhere).expect_err("no such zone").line, 2);
    }
}
