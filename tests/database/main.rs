//! Tests the database file. Only one bot uses it at a time, transactions can share a commit, and the database of a
//! running bot can be copied. A file that is not Magpie's database is refused and not changed.

mod crossings;
mod damaged;
mod migrations;
mod numbers;
mod other_processes;
mod people;
mod populate;
mod query_plans;
mod retention;
mod strangers;
mod use_cases;

use std::path::{Path, PathBuf};

use magpie::db::{self, Db, DbError, Tx};

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("magpie.db");
    (folder, path)
}

/// A plain connection, for tests that change the file without `Db`.
async fn open_raw_connection(path: &Path) -> sqlx::SqliteConnection {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).create_if_missing(true);
    sqlx::ConnectOptions::connect(&options).await.expect("it opens")
}

/// Writes a row with this number in the transaction. [`has_row`] finds the row once the transaction is durable.
async fn write_row(tx: &mut Tx, id: u64) -> Result<(), DbError> {
    db::write_setting(tx, &format!("row/{id}"), "").await
}

async fn commit_row(db: &Db, id: u64) {
    db.write(async |tx| write_row(tx, id).await).await.expect("it is durable");
}

/// Whether the row that [`write_row`] writes for this number is durable.
async fn has_row(db: &Db, id: u64) -> bool {
    let mut reader = db.read().await.expect("it reads");
    db::read_setting(&mut reader, &format!("row/{id}")).await.expect("it can be read").is_some()
}

#[tokio::test]
async fn dropped_transaction_keeps_no_row_and_blocks_no_other_transaction() {
    let (_folder, path) = folder();
    let db = Db::open(&path).await.expect("it opens");
    let (written_sender, written_receiver) = tokio::sync::oneshot::channel();
    let endless_transaction = db.write(async |tx| {
        write_row(tx, 1).await?;
        written_sender.send(()).expect("the test waits for it");
        std::future::pending::<Result<(), DbError>>().await
    });
    tokio::select! {
        _ = endless_transaction => unreachable!("it never ends"),
        outcome = written_receiver => outcome.expect("it was written"),
    }
    commit_row(&db, 2).await;
    assert!(!has_row(&db, 1).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_transactions_are_kept_except_those_that_fail() {
    let (_folder, path) = folder();
    let db = Db::open(&path).await.expect("it opens");
    let tasks: Vec<_> = (1..=100)
        .map(|id| {
            let db = db.clone();
            tokio::spawn(async move {
                let outcome = db
                    .write(async |tx| {
                        write_row(tx, id).await?;
                        if id % 10 == 0 { Err(DbError::Corrupt("a row".to_owned())) } else { Ok(()) }
                    })
                    .await;
                assert_eq!(outcome.is_ok(), id % 10 != 0, "row {id}");
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("the task ends well");
    }
    db.close().await;
    drop(db);
    let db = Db::open(&path).await.expect("it opens again");
    for id in 1..=100 {
        assert_eq!(has_row(&db, id).await, id % 10 != 0, "row {id}");
    }
}

#[tokio::test]
async fn commit_that_changes_no_row_wakes_nobody() {
    let (_folder, path) = folder();
    let db = Db::open(&path).await.expect("it opens");
    commit_row(&db, 1).await;
    let mut commits = db.commits();
    commits.mark_unchanged();
    db.write(async |_| Ok::<_, DbError>(())).await.expect("it is durable");
    assert!(!commits.has_changed().expect("the database is open"));
    commit_row(&db, 2).await;
    assert!(commits.has_changed().expect("the database is open"));
}

#[tokio::test]
async fn second_magpie_on_the_same_database_is_refused_while_the_first_runs() {
    let (_folder, path) = folder();
    let first = Db::open(&path).await.expect("it opens");
    assert!(db::is_in_use(&path));
    assert!(matches!(Db::open(&path).await, Err(DbError::InUse(_))));
    first.close().await;
    drop(first);
    db::wait_until_unlocked(&path).expect("the lock is released");
    Db::open(&path).await.expect("it opens once the first is gone");
}

#[tokio::test]
async fn backup_of_a_running_bot_is_complete_and_can_be_restored() {
    let (folder, path) = folder();
    let backup = folder.path().join("backup.db");
    let running = Db::open(&path).await.expect("it opens");
    commit_row(&running, 1).await;
    db::backup_file(&path, &backup).await.expect("a running bot's database can be copied");
    db::check_file(&backup).await.expect("the copy is whole");
    commit_row(&running, 2).await;
    assert!(matches!(db::replace_file(&path, &backup), Err(DbError::InUse(_))), "the bot is running");
    running.close().await;
    drop(running);
    db::wait_until_unlocked(&path).expect("the lock is released");
    let old_path = db::replace_file(&path, &backup).expect("it can be restored").expect("the old file is kept");
    let restored = Db::open(&path).await.expect("it opens");
    assert_eq!((has_row(&restored, 1).await, has_row(&restored, 2).await), (true, false));
    let old = Db::open(&old_path).await.expect("the old file opens too");
    assert_eq!((has_row(&old, 1).await, has_row(&old, 2).await), (true, true));
}

#[tokio::test]
async fn file_that_is_not_our_database_is_refused_and_not_changed() {
    let (folder, path) = folder();
    let letter = folder.path().join("letter.txt");
    std::fs::write(&letter, "Dear secretariat, this is not a database at all.").expect("it can be written");
    assert!(db::check_file(&letter).await.is_err());
    assert!(db::inspect_file(&letter).await.is_err());
    assert!(Db::open(&letter).await.is_err());
    assert!(matches!(db::inspect_file(&path).await, Ok(db::FileState::Missing)), "inspecting creates no file");
    let text = std::fs::read_to_string(&letter).expect("it is still there");
    assert_eq!(text, "Dear secretariat, this is not a database at all.");
}

#[tokio::test]
async fn interaction_that_is_handled_again_writes_nothing() {
    let (_folder, path) = folder();
    let db = Db::open(&path).await.expect("it opens");
    let at = "2020-11-10T16:55:00Z".parse().expect("an instant");
    let handle = |ids: std::ops::Range<u64>| {
        let db = db.clone();
        async move {
            let handling = db::Handling::of(7, at);
            let work = async {
                db::without_claim(db.write(async |tx| write_row(tx, 100 + ids.start).await)).await?;
                for id in ids {
                    db.write(async |tx| write_row(tx, id).await).await?;
                }
                Ok::<_, DbError>(())
            };
            (handling.run(work).await, handling.is_repeat())
        }
    };
    let (outcome, is_repeat) = handle(1..3).await;
    assert!(outcome.is_ok() && !is_repeat, "both transactions of one handling are kept: {outcome:?}");
    let (outcome, is_repeat) = handle(3..4).await;
    assert!(matches!(outcome, Err(DbError::AlreadyHandled)) && is_repeat);
    for (id, is_expected) in [(1, true), (2, true), (3, false), (101, true), (103, true)] {
        assert_eq!(has_row(&db, id).await, is_expected, "{id}");
    }
}

#[tokio::test]
async fn interaction_whose_work_failed_may_be_handled_again() {
    let (_folder, path) = folder();
    let db = Db::open(&path).await.expect("it opens");
    let at = "2020-11-10T16:55:00Z".parse().expect("an instant");
    let outcome =
        db::Handling::of(7, at).run(db.write(async |_| Err::<(), _>(DbError::Corrupt("a row".to_owned())))).await;
    assert!(matches!(outcome, Err(DbError::Corrupt(_))));
    db::Handling::of(7, at).run(db.write(async |tx| write_row(tx, 1).await)).await.expect("it was not claimed");
    assert!(has_row(&db, 1).await);
}
