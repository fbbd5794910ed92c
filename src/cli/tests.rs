//! Tests that every error of `run` and of `sandbox` says what the operator can do, and has its exit code.

use std::io::{Error, ErrorKind};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::exit::{CommandError, Exit};
use super::sandbox::start_error;
use crate::app::{self, AppEnd, TaskFault, TaskName};
use crate::config::Config;
use crate::db::DbError;
use crate::delivery::Sources;
use crate::discord::wire::gateway::GatewayEnd;
use crate::discord::wire::rendering::Renderers;
use crate::sandbox;

/// Fails unless each error has this exit code, and its message contains this advice.
fn assert_advice(table: impl IntoIterator<Item = (CommandError, Exit, &'static str)>) {
    for (error, exit, advice) in table {
        assert_eq!(error.exit, exit, "{}", error.message);
        assert!(error.message.contains(advice), "no {advice:?} in {:?}", error.message);
    }
}

/// A variant that is missing here does not compile. Add it here, and add its row to the table.
fn variant(error: &DbError) -> &'static str {
    match error {
        DbError::InUse(_) => "InUse",
        DbError::Newer(_) => "Newer",
        DbError::Older(_) => "Older",
        DbError::DiskFull => "DiskFull",
        DbError::ReadOnly => "ReadOnly",
        DbError::Disk(_) => "Disk",
        DbError::Busy => "Busy",
        DbError::Foreign(_) => "Foreign",
        DbError::Open { .. } => "Open",
        DbError::Migrate(_) => "Migrate",
        DbError::ForeignKeys { .. } => "ForeignKeys",
        DbError::Backup { .. } => "Backup",
        DbError::NewerBackup { .. } => "NewerBackup",
        DbError::Restore { .. } => "Restore",
        DbError::GroupLost => "GroupLost",
        DbError::AlreadyHandled => "AlreadyHandled",
        DbError::Closed => "Closed",
        DbError::Corrupt(_) => "Corrupt",
        DbError::Damaged(_) => "Damaged",
        DbError::Replaced(_) => "Replaced",
        DbError::LockReplaced(_) => "LockReplaced",
        DbError::HardLinked { .. } => "HardLinked",
        DbError::Sql(_) => "Sql",
    }
}

const VARIANTS: usize = 23;

#[test]
fn every_error_of_the_database_says_what_to_do() {
    let path = || PathBuf::from("magpie.db");
    let reason = || "a reason".to_owned();
    let table = [
        (DbError::InUse(path()), Exit::InUse, "stop that one first"),
        (DbError::Newer(99), Exit::NewerDatabase, "run that version or restore a backup"),
        (DbError::Older(1), Exit::NewerDatabase, "start this version's bot once, or run `magpie migrate`"),
        (DbError::DiskFull, Exit::Database, "make room on that disk"),
        (DbError::ReadOnly, Exit::Database, "let the user that Magpie runs as write the file and its folder"),
        (DbError::Disk(reason()), Exit::Database, "make room on that disk and look at its health"),
        (DbError::Busy, Exit::InUse, "wait a moment, then try again"),
        (DbError::Foreign(path()), Exit::Database, "give another path as database.path"),
        (DbError::Open { path: path(), reason: reason() }, Exit::Database, "let the user that Magpie runs as write"),
        (DbError::Migrate(reason()), Exit::Database, "run the version that wrote it"),
        (
            DbError::ForeignKeys { table: reason(), parent: reason(), rows: 1 },
            Exit::Database,
            "run the version that wrote it",
        ),
        (DbError::Backup { path: path(), reason: reason() }, Exit::Database, "let Magpie's user write there"),
        (
            DbError::NewerBackup { path: path(), migration: 99, known: 1 },
            Exit::NewerDatabase,
            "restore it with that version, or choose an older backup",
        ),
        // Only `magpie restore` has this error, and its reason says what to do.
        (DbError::Restore { path: path(), reason: reason() }, Exit::Database, "a reason"),
        (DbError::GroupLost, Exit::Database, "try again"),
        (DbError::AlreadyHandled, Exit::Database, "try again"),
        (DbError::Closed, Exit::Database, "try again"),
        (DbError::Corrupt(reason()), Exit::Database, "`magpie check` says more"),
        (DbError::Damaged(reason()), Exit::Database, "put the newest backup back with `magpie restore`"),
        (DbError::Replaced(path()), Exit::Database, "move the file back to its place"),
        (DbError::LockReplaced(path()), Exit::Database, "stop every Magpie on this database, then start one"),
        (DbError::HardLinked { path: path(), others: reason() }, Exit::Database, "remove the other one with `rm`"),
        (DbError::Sql(sqlx::Error::RowNotFound), Exit::Database, "`magpie check` says more"),
    ];
    let variants: std::collections::BTreeSet<_> = table.iter().map(|(error, ..)| variant(error)).collect();
    assert_eq!(variants.len(), VARIANTS, "each variant has its row: {variants:?}");
    assert_advice(table.map(|(error, exit, advice)| (error.into(), exit, advice)));
}

#[test]
fn every_error_of_the_start_says_what_to_do() {
    let facts = crate::app::features::sources(&Config::default());
    let renderers = Renderers::default().check(&Sources::new(facts)).expect_err("no renderer is registered");
    let faulty_config = Config::parse(Path::new("magpie.toml"), "[helpdesk]\nclaim_within_minutes = 0")
        .expect_err("the minutes are out of range");
    let address = SocketAddr::from(([127, 0, 0, 1], 9464));
    let start = |error: app::StartError| CommandError::from(error);
    assert_advice([
        (start(DbError::DiskFull.into()), Exit::Database, "make room on that disk"),
        (start(renderers.into()), Exit::Internal, "run another, and report it"),
        (
            start(app::StartError::Transport("x".to_owned())),
            Exit::Internal,
            "check the system's certificates and clock",
        ),
        (start(app::StartError::Heartbeat("x".to_owned())), Exit::Internal, "check the system's certificates"),
        (start(app::StartError::Mail("put it there".to_owned())), Exit::Config, "put it there"),
        (start(app::StartError::Web(address, ErrorKind::AddrInUse.into())), Exit::Config, "change web.listen"),
        (faulty_config.into(), Exit::Config, "must be a whole number from 1 to 1440"),
        (Error::from(ErrorKind::OutOfMemory).into(), Exit::Internal, "check free space, permissions, and the limits"),
        (Error::from(ErrorKind::StorageFull).into(), Exit::Database, "check free space"),
    ]);
}

#[test]
fn every_end_of_a_running_bot_says_what_to_do() {
    let gateway = |end| CommandError::from(AppEnd::Gateway(end));
    let task = |fault| CommandError::from(AppEnd::Task(fault));
    let lock = DbError::LockReplaced(PathBuf::from("magpie.db.lock")).to_string();
    let silence = Duration::from_secs(300);
    assert_advice([
        (gateway(GatewayEnd::BadToken), Exit::Token, "make a new one on the application's Bot page"),
        (gateway(GatewayEnd::IntentNotAllowed), Exit::Intents, "then start again"),
        (gateway(GatewayEnd::Other("x".to_owned())), Exit::Unreachable, "start Magpie again; if it ends again"),
        (gateway(GatewayEnd::Stopped), Exit::Unreachable, "start Magpie again; if it ends again"),
        (task(TaskFault::Ended(TaskName::Engine)), Exit::Hung, "start Magpie again, nothing is lost"),
        (
            task(TaskFault::Silent { name: TaskName::Engine, silence }),
            Exit::Hung,
            "the task engine has hung for 300 s; start Magpie again, nothing is lost",
        ),
        (CommandError::from(AppEnd::LockLost(lock)), Exit::Database, "then start one"),
    ]);
}

#[test]
fn every_error_of_the_start_of_a_sandbox_says_what_to_do() {
    let port = sandbox::StartError::Port { port: 8080, error: ErrorKind::AddrInUse.into() };
    let bot = sandbox::StartError::Bot("the bot did not start: a reason and what to do".to_owned());
    let seed = sandbox::StartError::Seed("a reason".to_owned());
    assert_advice([
        (start_error(&port, None), Exit::Usage, "choose another with --port"),
        (start_error(&bot, Some(Exit::InUse)), Exit::InUse, "a reason and what to do"),
        (start_error(&bot, None), Exit::Internal, "start it again when this machine has less to do"),
        (start_error(&seed, None), Exit::Internal, "or with --bare for an empty server"),
    ]);
}
