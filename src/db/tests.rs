use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures_util::FutureExt;

use super::*;

/// Real time within which every caller must get a result.
const WRITE_TIMEOUT: Duration = Duration::from_secs(60);

/// The error of a use case that refuses a request.
#[derive(Debug)]
enum Refusal {
    AlreadySent,
    Db(DbError),
}

impl From<DbError> for Refusal {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

async fn open() -> (tempfile::TempDir, Db) {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&folder.path().join("magpie.db")).await.unwrap();
    (folder, db)
}

async fn write(db: &Db, key: &str, value: &str) -> Result<(), DbError> {
    db.write(async |tx| write_setting(tx, key, value).await).await
}

fn is_pending<F: Future>(future: Pin<&mut F>) -> bool {
    future.poll(&mut Context::from_waker(Waker::noop())).is_pending()
}

/// Polls the future up to `polls` times, each time it is woken, then drops it. Returns whether it completed.
async fn drop_after_polls<F: Future>(mut future: Pin<Box<F>>, polls: usize) -> bool {
    let mut left = polls;
    std::future::poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Pending if left > 0 => Poll::Pending,
            Poll::Pending => Poll::Ready(false),
            Poll::Ready(_) => Poll::Ready(true),
        }
    })
    .await
}

/// Makes the commit fail, but no statement before it: a deferred foreign key refers to a missing server.
async fn break_commit(tx: &mut Tx) {
    let broken = "PRAGMA defer_foreign_keys = ON;
                  INSERT INTO server_roles (guild_id, id, name, position, permissions, managed, mentionable)
                  VALUES (999, 1, 'nobody', 0, 0, 0, 0)";
    sqlx::raw_sql(broken).execute(&mut **tx).await.unwrap();
}

async fn read(db: &Db, key: &str) -> Option<String> {
    read_setting(&mut db.read().await.unwrap(), key).await.unwrap()
}

/// Limits the database to `pages` pages. SQLite reports the limit as a full disk.
async fn limit_pages(db: &Db, pages: i64) {
    let mut writer = db.inner.queue.lock().await;
    // The limit takes effect between transactions, and never below the present size.
    sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}")))
        .execute(writer.idle().await)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_to_a_full_disk_are_refused_accepted_data_is_kept_and_writes_work_again_with_free_space() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("magpie.db");
    let db = Db::open(&path).await.unwrap();
    write(&db, "before", "kept").await.unwrap();
    limit_pages(&db, 1).await; // SQLite raises the limit to the present number of pages.
    let large = "x".repeat(100_000);
    let attempts: Vec<_> = (0..40)
        .map(|n| {
            let (db, value) = (db.clone(), if n % 4 == 0 { large.clone() } else { "small".to_owned() });
            tokio::spawn(async move { (n, write(&db, &format!("key {n}"), &value).await) })
        })
        .collect();
    let mut accepted = Vec::new();
    let mut disk_full_errors = 0;
    for attempt in attempts {
        match attempt.await.unwrap() {
            (n, Ok(())) => accepted.push(n),
            (n, Err(DbError::DiskFull)) => disk_full_errors += usize::from(n % 4 == 0),
            // A large write of the same group failed.
            (n, Err(DbError::GroupLost)) => assert!(n % 4 != 0),
            (n, Err(other)) => panic!("{n}: {other}"),
        }
    }
    assert_eq!(disk_full_errors, 10, "every large write fails with a full disk");
    assert!(accepted.iter().all(|n| n % 4 != 0));
    for n in 0..40 {
        assert_eq!(read(&db, &format!("key {n}")).await.is_some(), accepted.contains(&n), "key {n}");
    }
    limit_pages(&db, 1_000_000).await;
    write(&db, "after", &large).await.unwrap();
    db.close().await;
    drop(db);
    wait_until_unlocked(&path).unwrap();
    let db = Db::open(&path).await.unwrap();
    assert_eq!(read(&db, "before").await.as_deref(), Some("kept"));
    assert_eq!(read(&db, "after").await, Some(large));
    for n in 0..40 {
        assert_eq!(read(&db, &format!("key {n}")).await.is_some(), accepted.contains(&n), "key {n}");
    }
}

#[test]
fn disk_errors_reach_the_whole_group() {
    assert!(matches!(DbError::Disk("disk I/O error".to_owned()).group_error(), DbError::Disk(_)));
    assert!(matches!(DbError::Corrupt("x".to_owned()).group_error(), DbError::GroupLost));
}

#[tokio::test]
async fn write_that_is_refused_returns_the_refusal_and_changes_nothing() {
    let (_folder, db) = open().await;
    let answer = db
        .write(async |tx| {
            write_setting(tx, "refused", "x").await?;
            Err::<(), _>(Refusal::AlreadySent)
        })
        .await;
    assert!(matches!(answer, Err(Refusal::AlreadySent)));
    assert_eq!(read(&db, "refused").await, None);
    write(&db, "after", "kept").await.unwrap();
    assert_eq!(read(&db, "after").await.as_deref(), Some("kept"));
}

#[tokio::test]
async fn caller_that_read_data_of_a_failed_commit_gets_an_error() {
    let (_folder, db) = open().await;
    let mut first = db.begin().await.unwrap();
    write_setting(&mut first, "sent", "yes").await.unwrap();
    break_commit(&mut first).await;
    let mut refused = Box::pin(db.write(async |tx| {
        assert_eq!(read_setting(tx, "sent").await?.as_deref(), Some("yes"));
        Err::<(), _>(Refusal::AlreadySent)
    }));
    let mut reading = Box::pin(db.write(async |tx| read_setting(tx, "sent").await));
    assert!(is_pending(refused.as_mut()) && is_pending(reading.as_mut()), "both wait for the writer");
    let all = async { tokio::join!(first.commit(), refused, reading) };
    let (first, refused, reading) = tokio::time::timeout(WRITE_TIMEOUT, all).await.unwrap();
    assert!(first.is_err());
    assert!(
        matches!(refused, Err(Refusal::Db(DbError::GroupLost))),
        "it was refused because of a row that was rolled back"
    );
    assert!(reading.is_err());
    assert_eq!(read(&db, "sent").await, None);
    write(&db, "after", "kept").await.unwrap();
    assert_eq!(read(&db, "after").await.as_deref(), Some("kept"));
}

#[tokio::test]
async fn caller_that_read_uncommitted_data_is_answered_after_the_commit() {
    let (_folder, db) = open().await;
    let mut first = db.begin().await.unwrap();
    write_setting(&mut first, "sent", "yes").await.unwrap();
    let refused = db.write(async |tx| {
        read_setting(tx, "sent").await?;
        Err::<(), _>(Refusal::AlreadySent)
    });
    // A reader connection sees only durable data.
    let refused = Box::pin(async { (refused.await, read(&db, "sent").await) });
    let reading =
        Box::pin(async { (db.write(async |tx| read_setting(tx, "sent").await).await, read(&db, "sent").await) });
    let (mut refused, mut reading) = (refused, reading);
    assert!(is_pending(refused.as_mut()) && is_pending(reading.as_mut()), "both wait for the writer");
    let all = async { tokio::join!(first.commit(), refused, reading) };
    let (first, refused, reading) = tokio::time::timeout(WRITE_TIMEOUT, all).await.unwrap();
    first.unwrap();
    assert!(matches!(refused.0, Err(Refusal::AlreadySent)));
    assert_eq!(refused.1.as_deref(), Some("yes"));
    assert_eq!(reading.0.unwrap().as_deref(), Some("yes"));
    assert_eq!(reading.1.as_deref(), Some("yes"));
}

#[tokio::test]
async fn panic_inside_a_transaction_undoes_it_and_blocks_nobody() {
    let (_folder, db) = open().await;
    let panicking = db.write(async |tx| {
        write_setting(tx, "panicked", "x").await?;
        if read_setting(tx, "panicked").await?.is_some() {
            panic!("a defect");
        }
        Ok::<_, DbError>(())
    });
    assert!(AssertUnwindSafe(panicking).catch_unwind().await.is_err());
    tokio::time::timeout(WRITE_TIMEOUT, write(&db, "after", "kept")).await.unwrap().unwrap();
    assert_eq!(read(&db, "panicked").await, None);
    assert_eq!(read(&db, "after").await.as_deref(), Some("kept"));
}

/// Writes two rows, so that a test can detect a transaction of which only one row is kept.
async fn write_pair(db: &Db, name: &str) -> Result<(), DbError> {
    db.write(async |tx| {
        write_setting(tx, &format!("{name} a"), "x").await?;
        write_setting(tx, &format!("{name} b"), "x").await
    })
    .await
}

/// Pairs of a round and a number of polls, with more polls than a write has awaits. Several rounds are needed, because
/// SQLite can answer before a poll that would otherwise wait.
fn rounds_and_poll_counts() -> impl Iterator<Item = (usize, usize)> {
    (0..5).flat_map(|round| (1..=12).map(move |polls| (round, polls)))
}

async fn is_pair_kept(db: &Db, name: &str) -> bool {
    let (a, b) = (read(db, &format!("{name} a")).await.is_some(), read(db, &format!("{name} b")).await.is_some());
    assert_eq!(a, b, "{name} is kept whole or not at all");
    a
}

#[tokio::test]
async fn write_that_is_dropped_at_any_await_is_complete_or_undone_and_blocks_nobody() {
    let (_folder, db) = open().await;
    for (round, polls) in rounds_and_poll_counts() {
        let name = format!("alone {round} {polls}");
        let is_done = drop_after_polls(Box::pin(write_pair(&db, &name)), polls).await;
        let after = format!("after {round} {polls}");
        tokio::time::timeout(WRITE_TIMEOUT, write_pair(&db, &after)).await.unwrap().unwrap();
        assert!(is_pair_kept(&db, &after).await);
        let is_kept = is_pair_kept(&db, &name).await;
        assert!(is_kept || !is_done, "a completed write is kept");
    }
}

#[tokio::test]
async fn write_that_is_dropped_at_any_await_loses_no_other_write_of_its_group() {
    let (_folder, db) = open().await;
    for (round, polls) in rounds_and_poll_counts() {
        let mut first = db.begin().await.unwrap();
        write_setting(&mut first, "first", &polls.to_string()).await.unwrap();
        let name = format!("second {round} {polls}");
        let mut second = Box::pin(write_pair(&db, &name));
        assert!(is_pending(second.as_mut()), "it waits for the writer");
        let commit = tokio::spawn(first.commit());
        let is_done = drop_after_polls(second, polls).await;
        let committed = tokio::time::timeout(WRITE_TIMEOUT, commit).await;
        committed.unwrap_or_else(|_| panic!("no caller commits, after {polls} polls")).unwrap().unwrap();
        assert_eq!(read(&db, "first").await, Some(polls.to_string()));
        let is_kept = is_pair_kept(&db, &name).await;
        assert!(is_kept || !is_done, "a completed write is kept");
    }
}
