//! A small file beside the database that records the latest delivery event. If the database does not have this event
//! yet, somebody has replaced the database with an older copy (with `cp`, or with another program's restore). In this
//! case the unfinished messages in the copy may have been sent since the copy was made.
//!
//! The file is separate, so that replacing the database does not replace this file too.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::connection::Conn;
use super::error::DbError;
use super::private::{open_or_create, with_suffix};
use super::transaction::Tx;

/// The key of the setting that exists if the database has a progress file beside it.
const HAS_PROGRESS_FILE: &str = "progress.filed";
/// The number of digits of the largest step. Every write has this length, so it overwrites the previous step
/// completely.
const DIGITS: usize = 20;

/// The progress file of one database. It holds the id of the latest delivery event that the database knows (the step).
/// The ids only grow.
#[derive(Debug)]
pub struct Progress {
    path: PathBuf,
    database: PathBuf,
    /// `None` until [`Progress::begin`]: a tool that only reads a database records nothing.
    open: Mutex<Option<Open>>,
}

#[derive(Debug)]
struct Open {
    file: File,
    step: i64,
}

impl Progress {
    pub fn of(database: &Path) -> Self {
        Self { path: with_suffix(database, ".progress"), database: database.to_owned(), open: Mutex::default() }
    }

    /// The latest step; `None` when there is no file, or when it cannot be read.
    pub fn read(&self) -> Option<i64> {
        match std::fs::read_to_string(&self.path) {
            Ok(text) => text.trim().parse().ok(),
            Err(_) => None,
        }
    }

    /// Overwrites the file with `step`, and starts to record later steps.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn begin(&self, step: i64) -> io::Result<()> {
        let file = open_or_create(&self.path, &self.database)?;
        write(&file, step)?;
        file.sync_all()?;
        *self.open.lock().unwrap_or_else(PoisonError::into_inner) = Some(Open { file, step });
        Ok(())
    }

    /// Records a step that is durable in the database. Call it before the effect of the step leaves the process. The
    /// file is not synced to the disk, so a crash of the machine can lose the step. Then the file is behind the
    /// database, which does no harm.
    pub fn record_step(&self, step: i64) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(known) = open.as_mut().filter(|known| known.step < step) else { return };
        known.step = step;
        if let Err(error) = write(&known.file, step) {
            *open = None;
            let path = self.path.display();
            tracing::warn!(%error, "{path} cannot be written: Magpie would not notice that the database was replaced");
        }
    }
}

fn write(mut file: &File, step: i64) -> io::Result<()> {
    use std::io::{Seek as _, SeekFrom, Write as _};
    file.seek(SeekFrom::Start(0))?;
    file.write_all(format!("{step:0DIGITS$}\n").as_bytes())
}

/// Whether a bot has used the database with a progress file beside it.
pub async fn has_progress_file(conn: &mut Conn) -> Result<bool, DbError> {
    let found: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM house WHERE key = ?").bind(HAS_PROGRESS_FILE).fetch_one(conn).await?;
    Ok(found > 0)
}

/// Records that the database has a progress file. From now on, a missing file means that the database was copied from
/// elsewhere.
pub async fn record_progress_file(tx: &mut Tx) -> Result<(), DbError> {
    let insert = "INSERT INTO house (key, value) VALUES (?, '1') ON CONFLICT DO NOTHING";
    sqlx::query(insert).bind(HAS_PROGRESS_FILE).execute(&mut **tx).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_recorded_only_after_begin_and_an_invalid_file_reads_as_none() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("magpie.db");
        let progress = Progress::of(&database);
        progress.record_step(7);
        assert_eq!(progress.read(), None, "no bot runs");
        progress.begin(1_000).unwrap();
        for step in [1_002, 1_001] {
            progress.record_step(step);
        }
        assert_eq!(Progress::of(&database).read(), Some(1_002));
        progress.begin(3).unwrap();
        assert_eq!(progress.read(), Some(3), "a restored database begins where it is");
        std::fs::write(folder.path().join("magpie.db.progress"), [0; 8]).unwrap();
        assert_eq!(progress.read(), None);
    }
}
