//! Plain copies of the database, and what is known when one is made.

use std::path::{Path, PathBuf};

use crate::history::Entries;

/// Files beside the database that stay when a copy takes its place.
const BESIDE: [&str; 2] = [".progress", ".deletions"];

/// A copy as another program makes it: nothing in it says that it is one.
pub struct DatabaseCopy {
    pub file: PathBuf,
    /// What the bot had acknowledged by then.
    pub entries: Entries,
}

impl DatabaseCopy {
    /// Where the `nth` copy of a database goes.
    pub fn place(database: &Path, nth: u32) -> PathBuf {
        database.with_file_name(format!("copy-{nth}.db"))
    }

    /// Puts the copy in the place of `database`, and returns its path. That is another one, since SQLite's threads may
    /// still be closing the old file; the files beside it are the old ones.
    pub fn put_in_place_of(self, database: &Path) -> (PathBuf, Entries) {
        for suffix in BESIDE {
            if with(database, suffix).exists() {
                std::fs::copy(with(database, suffix), with(&self.file, suffix)).unwrap();
            }
        }
        (self.file, self.entries)
    }
}

fn with(path: &Path, suffix: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(suffix);
    path.into()
}
