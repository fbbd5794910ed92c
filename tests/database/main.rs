//! Tests the database file: only one bot uses it at a time, transactions can share a commit, a running bot can be
//! backed up, and a file that is not Magpie's database is refused and not changed.

mod crossings;
mod damaged;
mod migrations;
mod other_processes;
mod people;
mod populate;
mod query_plans;
mod retention;
mod strangers;

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

/// Writes a row with this number. [`is_known`] finds it once the transaction is durable.
async fn claim(tx: &mut Tx, id: u64) -> Result<(), DbError> {
    db::write_setting(tx, &format!("claim/{id}"), "").await
}

async fn write_claim(db: &Db, id: u64) {
    db.write(async |tx| claim(tx, id).await).await.expect("it is durable");
}

/// Whether the row that [`claim`] wrote for this number is durable.
async fn is_known(db: &Db, id: u64) -> bool {
    let mut reader = db.read().await.expect("it reads");
    db::read_setting(&mut reader, &format!("claim/{id}")).await.expect("it can be read").is_some()
}

#[tokio::test]
async fn dropped_transaction_leaves_nothing_and_blocks_nobody() {
    let (_folder, path) = folder();
    let db = Db::open(&path).await.expect("it opens");
    let (has_written, written) = tokio::sync::oneshot::channel();
    let waits_for_ever = db.write(async |tx| {
        claim(tx, 1).await?;
        has_written.send(()).expect("the test waits for it");
        std::future::pending::<Result<(), DbError>>().await
    });
    tokio::select! {
        _ = waits_for_ever => unreachable!("it never ends"),
        outcome = written => outcome.expect("it was written"),
    }
    write_claim(&db, 2).await;
    assert!(!is_known(&db, 1).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn overlapping_transactions_are_kept_except_those_that_fail() {
    let (_folder, path) = folder();
    let db = Db::open(&path).await.expect("it opens");
    let tasks: Vec<_> = (1..=100)
        .map(|id| {
            let db = db.clone();
            tokio::spawn(async move {
                let outcome = db
                    .write(async |tx| {
                        claim(tx, id).await?;
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
        assert_eq!(is_known(&db, id).await, id % 10 != 0, "row {id}");
    }
}

#[tokio::test]
async fn commit_that_changes_no_row_wakes_nobody() {
    let (_folder, path) = folder();
    let db = Db::open(&path).await.expect("it opens");
    write_claim(&db, 1).await;
    let mut commits = db.commits();
    commits.mark_unchanged();
    db.write(async |_| Ok::<_, DbError>(())).await.expect("it is durable");
    assert!(!commits.has_changed().expect("the database is open"));
    write_claim(&db, 2).await;
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
    write_claim(&running, 1).await;
    db::backup_file(&path, &backup).await.expect("a running bot's database can be copied");
    db::check_file(&backup).await.expect("the copy is whole");
    write_claim(&running, 2).await;
    assert!(matches!(db::replace_file(&path, &backup), Err(DbError::InUse(_))), "the bot is running");
    running.close().await;
    drop(running);
    db::wait_until_unlocked(&path).expect("the lock is released");
    let kept = db::replace_file(&path, &backup).expect("it can be restored").expect("the old file is kept");
    let restored = Db::open(&path).await.expect("it opens");
    assert_eq!((is_known(&restored, 1).await, is_known(&restored, 2).await), (true, false));
    let before = Db::open(&kept).await.expect("the old file opens too");
    assert_eq!((is_known(&before, 1).await, is_known(&before, 2).await), (true, true));
}

#[tokio::test]
async fn file_that_is_not_our_database_is_refused_and_not_changed() {
    let (folder, path) = folder();
    let other = folder.path().join("letter.txt");
    std::fs::write(&other, "Dear secretariat, this is not a database at all.").expect("it can be written");
    assert!(db::check_file(&other).await.is_err());
    assert!(db::inspect_file(&other).await.is_err());
    assert!(Db::open(&other).await.is_err());
    assert!(matches!(db::inspect_file(&path).await, Ok(db::FileState::Missing)), "inspecting creates no file");
    let text = std::fs::read_to_string(&other).expect("it is still there");
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
                db::without_claim(db.write(async |tx| claim(tx, 100 + ids.start).await)).await?;
                for id in ids {
                    db.write(async |tx| claim(tx, id).await).await?;
                }
                Ok::<_, DbError>(())
            };
            (handling.run(work).await, handling.is_repeat())
        }
    };
    let (done, is_repeat) = handle(1..3).await;
    assert!(done.is_ok() && !is_repeat, "both transactions of one handling are kept: {done:?}");
    let (done, is_repeat) = handle(3..4).await;
    assert!(matches!(done, Err(DbError::AlreadyHandled)) && is_repeat);
    for (id, known) in [(1, true), (2, true), (3, false), (101, true), (103, true)] {
        assert_eq!(is_known(&db, id).await, known, "{id}");
    }
}

#[tokio::test]
async fn interaction_whose_work_failed_may_be_handled_again() {
    let (_folder, path) = folder();
    let db = Db::open(&path).await.expect("it opens");
    let at = "2020-11-10T16:55:00Z".parse().expect("an instant");
    let failed =
        db::Handling::of(7, at).run(db.write(async |_| Err::<(), _>(DbError::Corrupt("a row".to_owned())))).await;
    assert!(matches!(failed, Err(DbError::Corrupt(_))));
    db::Handling::of(7, at).run(db.write(async |tx| claim(tx, 1).await)).await.expect("it was not claimed");
    assert!(is_known(&db, 1).await);
}
