//! The exit codes, and the error type of the subcommands.

use std::process::ExitCode;

use crate::config::ConfigError;
use crate::db::DbError;

/// The text at the end of `--help`: how to start, and the exit codes.
pub const HELP: &str = "\
Start with `magpie sandbox`: a whole Discord with fifty members on this machine, and a page to play them.
For a real server: put the bot's token into the environment variable DISCORD_TOKEN, then `magpie check`, \
then `magpie run`.

Exit codes:
   0  done
   1  an internal error; the log says more
   2  the arguments are not understood
   3  the configuration is faulty
   4  the token is missing or Discord refuses it
   5  Discord refuses an intent that Magpie needs
   6  the database is in use by another Magpie
   7  the database was written by a newer or an older Magpie
   8  the database cannot be opened or written (full disk, read-only, damaged)
   9  Discord cannot be reached
  10  `check` found a fault
  11  `when` did not understand the time, or it has several meanings
  12  `outbox` knows no such delivery, or what was asked cannot be done with it any more
  13  a part of Magpie ended or hung; start it again, nothing is lost";

/// The exit codes. [`HELP`] explains them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    Internal = 1,
    Usage = 2,
    Config = 3,
    Token = 4,
    Intents = 5,
    InUse = 6,
    NewerDatabase = 7,
    Database = 8,
    Unreachable = 9,
    Faulty = 10,
    NotUnderstood = 11,
    NotDone = 12,
    Hung = 13,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// Why a subcommand stopped: a message and an exit code.
#[derive(Debug)]
pub struct CommandError {
    pub exit: Exit,
    pub message: String,
}

impl CommandError {
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into() }
    }
}

impl From<ConfigError> for CommandError {
    fn from(error: ConfigError) -> Self {
        CommandError::new(Exit::Config, format!("the configuration is faulty:\n{error}"))
    }
}

impl From<DbError> for CommandError {
    fn from(error: DbError) -> Self {
        let exit = match &error {
            DbError::InUse(_) | DbError::Busy => Exit::InUse,
            DbError::Newer(_) | DbError::Older(_) | DbError::NewerBackup { .. } => Exit::NewerDatabase,
            _ => Exit::Database,
        };
        match operator_advice(&error) {
            Some(advice) => CommandError::new(exit, format!("{error}: {advice}")),
            None => CommandError::new(exit, error.to_string()),
        }
    }
}

/// What the operator can do about the error; `None` if the message of the error already says this.
pub fn operator_advice(error: &DbError) -> Option<&'static str> {
    match error {
        DbError::InUse(_)
        | DbError::Newer(_)
        | DbError::Older(_)
        | DbError::Foreign(_)
        | DbError::Damaged(_)
        | DbError::Replaced(_)
        | DbError::LockReplaced(_)
        | DbError::HardLinked { .. }
        | DbError::NewerBackup { .. }
        | DbError::Restore { .. } => None,
        DbError::Backup { .. } => Some("make its folder, let Magpie's user write there, and make room on that disk"),
        DbError::ReadOnly | DbError::Open { .. } => Some(
            "let the user that Magpie runs as write the file and its folder, or give another path as database.path",
        ),
        DbError::DiskFull | DbError::Disk(_) => {
            Some("make room on that disk and look at its health, or give a path on another one as database.path")
        }
        DbError::Busy => Some("another process uses it; wait a moment, then try again"),
        DbError::Migrate(_) | DbError::ForeignKeys { .. } => {
            Some("run the version that wrote it, and report this with the message")
        }
        DbError::Corrupt(_) | DbError::Sql(_) => {
            Some("`magpie check` says more; if it finds nothing that helps, put a backup back with `magpie restore`")
        }
        DbError::GroupLost | DbError::Closed | DbError::AlreadyHandled => Some("try again"),
    }
}

impl From<std::io::Error> for CommandError {
    fn from(error: std::io::Error) -> Self {
        let exit = if error.kind() == std::io::ErrorKind::StorageFull { Exit::Database } else { Exit::Internal };
        let advice = "check free space, permissions, and the limits of this process (ulimit -a)";
        CommandError::new(exit, format!("{error}: {advice}"))
    }
}

/// The tokio runtime that the subcommands use.
pub fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()
}
