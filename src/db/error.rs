//! The errors of the database.

use std::path::PathBuf;

use crate::telemetry::METRICS;

/// What to do when the file is damaged.
pub const RESTORE: &str = "stop Magpie, keep a copy of the file, and put the newest backup back with `magpie restore`";
/// What to do when the file was moved or replaced.
pub const PUT_BACK: &str = "move the file back to its place, or stop Magpie before a file is put there";

#[derive(Debug, thiserror::Error)]
pub enum DbError {
    #[error("the database {0} is in use by another Magpie; stop that one first")]
    InUse(PathBuf),
    #[error("the database was written by a newer Magpie (migration {0}); run that version or restore a backup")]
    Newer(i64),
    #[error(
        "the database was written by an older Magpie (migration {0}); \
         start this version's bot once, or run `magpie migrate`"
    )]
    Older(i64),
    #[error("the disk is full; nothing was accepted")]
    DiskFull,
    #[error("the database cannot be written (read-only file or folder); nothing was accepted")]
    ReadOnly,
    #[error("the disk of the database failed ({0}); nothing was accepted")]
    Disk(String),
    #[error("the database is busy; nothing was accepted")]
    Busy,
    #[error("{0} is the database of another program and is left as it is; give another path as database.path")]
    Foreign(PathBuf),
    #[error("cannot open the database {path}: {reason}")]
    Open { path: PathBuf, reason: String },
    #[error("the database could not be migrated: {0}")]
    Migrate(String),
    #[error(
        "the database could not be migrated and was left as it was: \
         {rows} rows of {table} would refer to rows of {parent} that are not there"
    )]
    ForeignKeys { table: String, parent: String, rows: i64 },
    #[error("the backup {path} could not be made: {reason}")]
    Backup { path: PathBuf, reason: String },
    #[error(
        "the backup {path} was written by a newer Magpie (migration {migration}, and this one knows {known}); \
         restore it with that version, or choose an older backup"
    )]
    NewerBackup { path: PathBuf, migration: i64, known: i64 },
    #[error("the database {path} could not be replaced: {reason}")]
    Restore { path: PathBuf, reason: String },
    #[error("a transaction of the same group could not be made durable")]
    GroupLost,
    #[error("the interaction was handled before")]
    AlreadyHandled,
    #[error("the database is being closed")]
    Closed,
    #[error("the database holds a value that cannot be read: {0}")]
    Corrupt(String),
    /// The structure of the file is damaged, not only a stored value.
    #[error("the file of the database is damaged ({0}): {RESTORE}")]
    Damaged(String),
    #[error("the file of the database was removed or replaced under Magpie ({0}); nothing was accepted: {PUT_BACK}")]
    Replaced(PathBuf),
    #[error(
        "the lock file {0} was removed or replaced under Magpie, so a second Magpie could run on the database; \
         nothing was accepted: stop every Magpie on this database, then start one"
    )]
    LockReplaced(PathBuf),
    #[error(
        "the database {path} has a second name (a hard link), so a second Magpie could run on it; keep the name that \
         Magpie ran with, and remove the other one with `rm`, which keeps the data; other names: {others}"
    )]
    HardLinked { path: PathBuf, others: String },
    #[error(transparent)]
    Sql(sqlx::Error),
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        // Primary result codes: https://www.sqlite.org/rescode.html (the low byte of an extended code).
        let code = error
            .as_database_error()
            .and_then(|e| e.code())
            .and_then(|code| code.parse::<i64>().ok())
            .map(|code| code & 0xff);
        match code {
            Some(5 | 6) => DbError::Busy,
            Some(8 | 14) => DbError::ReadOnly,
            // The cause is a quota, a process limit, a file system remounted read-only, or a failing disk.
            Some(10) => DbError::Disk(error.as_database_error().map(ToString::to_string).unwrap_or_default()),
            Some(13) => DbError::DiskFull,
            // The file has a damaged page or index, or it is not a database.
            Some(11 | 26) => {
                METRICS.database_damage.inc();
                DbError::Damaged(error.as_database_error().map(ToString::to_string).unwrap_or_default())
            }
            _ => DbError::Sql(error),
        }
    }
}

impl DbError {
    /// Whether only one row is at fault, so that work on other rows can succeed: a value that cannot be read, a
    /// reference to a missing row, or a damaged page.
    pub fn affects_one_row(&self) -> bool {
        match self {
            DbError::Corrupt(_) | DbError::Damaged(_) => true,
            DbError::Sql(
                sqlx::Error::RowNotFound
                | sqlx::Error::ColumnDecode { .. }
                | sqlx::Error::Decode(_)
                | sqlx::Error::ColumnNotFound(_)
                | sqlx::Error::TypeNotFound { .. },
            ) => true,
            DbError::Sql(error) => error.as_database_error().is_some_and(|error| {
                // SQLITE_CONSTRAINT with its extended codes.
                error.code().and_then(|code| code.parse::<i64>().ok()).is_some_and(|code| code & 0xff == 19)
            }),
            _ => false,
        }
    }

    /// Whether a stored value cannot be read, and nothing else is at fault.
    pub fn is_unreadable(&self) -> bool {
        matches!(self, DbError::Corrupt(_) | DbError::Sql(sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_)))
    }

    /// The error that the other transactions of a group get when a transaction of the group fails with `self`.
    pub(super) fn group_error(&self) -> Self {
        match self {
            DbError::DiskFull => DbError::DiskFull,
            DbError::ReadOnly => DbError::ReadOnly,
            DbError::Disk(reason) => DbError::Disk(reason.clone()),
            DbError::Damaged(reason) => DbError::Damaged(reason.clone()),
            DbError::Replaced(path) => DbError::Replaced(path.clone()),
            DbError::LockReplaced(path) => DbError::LockReplaced(path.clone()),
            _ => DbError::GroupLost,
        }
    }
}
