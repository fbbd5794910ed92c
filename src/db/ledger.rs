//! The ledger of deletions: a small file beside the database that records whose data was deleted, and when. A backup
//! that is older than a deletion restores the deleted data, and Magpie uses the ledger to delete that data again. The
//! ledger is a separate file, so that a restore of the database does not replace the ledger.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::private::{open_or_create, sync_folder_of, with_suffix};

/// The ledger of one database. Each line holds a Discord user id and the instant of the deletion in milliseconds.
#[derive(Debug, Clone)]
pub struct Ledger {
    path: PathBuf,
    database: PathBuf,
}

impl Ledger {
    pub fn of(database: &Path) -> Self {
        Self { path: with_suffix(database, ".deletions"), database: database.to_owned() }
    }

    /// The instant of each deletion in milliseconds, by user id. Empty if there is no file.
    ///
    /// # Errors
    /// When the file or one of its lines cannot be read. If one line is invalid, the other lines cannot be trusted
    /// either.
    pub fn read(&self) -> io::Result<BTreeMap<u64, i64>> {
        let text = match std::fs::read_to_string(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
            read => read?,
        };
        text.lines().map(|line| parse(line).ok_or_else(|| self.unreadable(line))).collect()
    }

    /// Replaces the ledger atomically: after a crash, the file contains either the old ledger or the new ledger.
    pub fn write(&self, deletions: &BTreeMap<u64, i64>) -> io::Result<()> {
        if deletions.is_empty() && !self.path.exists() {
            return Ok(());
        }
        let text: String = deletions.iter().map(|(person, at)| format!("{person} {at}\n")).collect();
        let new_path = with_suffix(&self.path, ".new");
        let _ = std::fs::remove_file(&new_path);
        let mut file = open_or_create(&new_path, &self.database)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&new_path, &self.path)?;
        sync_folder_of(&self.path)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    fn unreadable(&self, line: &str) -> io::Error {
        io::Error::new(io::ErrorKind::InvalidData, format!("{} has the line {line:?}", self.path.display()))
    }
}

fn parse(line: &str) -> Option<(u64, i64)> {
    let (person, at) = line.split_once(' ')?;
    Some((person.parse().ok()?, at.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ledger_keeps_each_deletion_and_refuses_lines_that_it_cannot_read() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::of(&folder.path().join("magpie.db"));
        assert!(ledger.read().unwrap().is_empty());
        let deletions = BTreeMap::from([(7, 1_605_027_300_000), (u64::MAX, -1)]);
        ledger.write(&deletions).unwrap();
        assert_eq!(ledger.read().unwrap(), deletions);
        std::fs::write(ledger.path(), "7 1605027300000\n8\n").unwrap();
        assert!(ledger.read().is_err());
    }
}
