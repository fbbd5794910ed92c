//! Plain copies of the database. With each copy, the run keeps what the bot had acknowledged when the copy was made.

use std::path::{Path, PathBuf};

use crate::history::Entries;

/// Suffixes of the files beside the database that a restore does not replace.
const KEPT_SUFFIXES: [&str; 2] = [".progress", ".deletions"];

/// A copy as another program makes it. Unlike our own backup, it contains no mark that says it is a copy.
pub struct DatabaseCopy {
    pub file: PathBuf,
    /// What the bot had acknowledged when the copy was made.
    pub entries: Entries,
}

impl DatabaseCopy {
    /// The path of the `nth` copy of a database.
    pub fn path(database: &Path, nth: u32) -> PathBuf {
        database.with_file_name(format!("copy-{nth}.db"))
    }

    /// Makes the copy the bot's next database: copies the files with [`KEPT_SUFFIXES`] from `database` to the copy's
    /// folder. Returns the copy's path and its entries. The copy keeps its own path, because SQLite's threads may still
    /// be closing the old file.
    pub fn replace(self, database: &Path) -> (PathBuf, Entries) {
        for suffix in KEPT_SUFFIXES {
            if with_suffix(database, suffix).exists() {
                std::fs::copy(with_suffix(database, suffix), with_suffix(&self.file, suffix)).unwrap();
            }
        }
        (self.file, self.entries)
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(suffix);
    path.into()
}
