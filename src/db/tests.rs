use std::task::{Context, Poll, Waker};

use super::*;

async fn write(db: &Db, key: &str, value: &str) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    remember(&mut tx, key, value).await?;
    tx.commit().await
}

async fn read(db: &Db, key: &str) -> Option<String> {
    recall(&mut db.read().await.unwrap(), key).await.unwrap()
}

/// Lets the database have so many pages; a full disk is no different to SQLite.
async fn limit(db: &Db, pages: i64) {
    let mut writer = db.inner.writer.lock().await;
    // Only between transactions, and never below what is there.
    sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}")))
        .execute(&mut writer.conn)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn full_disk_refuses_and_keeps_what_it_accepted_and_goes_on_when_there_is_space() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("magpie.db");
    let db = Db::open(&path).await.unwrap();
    write(&db, "before", "kept").await.unwrap();
    limit(&db, 1).await; // SQLite makes that "no page more than now"
    let large = "x".repeat(100_000);
    let attempts: Vec<_> = (0..40)
        .map(|n| {
            let (db, value) = (db.clone(), if n % 4 == 0 { large.clone() } else { "small".to_owned() });
            tokio::spawn(async move { (n, write(&db, &format!("key {n}"), &value).await) })
        })
        .collect();
    let mut accepted = Vec::new();
    let mut full = 0;
    for attempt in attempts {
        match attempt.await.unwrap() {
            (n, Ok(())) => accepted.push(n),
            (n, Err(DbError::DiskFull)) => full += usize::from(n % 4 == 0),
            // Lost with a large one of its group.
            (n, Err(DbError::GroupLost)) => assert!(n % 4 != 0),
            (n, Err(other)) => panic!("{n}: {other}"),
        }
    }
    assert_eq!(full, 10, "every large one was told that the disk is full");
    assert!(accepted.iter().all(|n| n % 4 != 0));
    for n in 0..40 {
        assert_eq!(read(&db, &format!("key {n}")).await.is_some(), accepted.contains(&n), "key {n}");
    }
    limit(&db, 1_000_000).await;
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
fn faults_of_the_disk_are_told_apart_from_defects() {
    assert!(matches!(DbError::Disk("disk I/O error".to_owned()).for_the_group(), DbError::Disk(_)));
    assert!(matches!(DbError::Corrupt("x".to_owned()).for_the_group(), DbError::GroupLost));
}

#[tokio::test]
async fn who_gives_up_while_it_begins_leaves_nobody_of_its_group_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&folder.path().join("magpie.db")).await.unwrap();
    // While it waits for the writer, while it asks SQLite for its place, and when it has begun.
    for wakes in 0..=2 {
        let mut first = db.begin().await.unwrap();
        remember(&mut first, "wakes", &wakes.to_string()).await.unwrap();
        let mut second = Box::pin(db.begin());
        assert!(second.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        let commit = tokio::spawn(first.commit());
        let mut left = wakes;
        std::future::poll_fn(|context| match second.as_mut().poll(context) {
            Poll::Pending if left > 0 => {
                left -= 1;
                Poll::Pending
            }
            _ => Poll::Ready(()),
        })
        .await;
        drop(second);
        let committed = tokio::time::timeout(Duration::from_secs(60), commit).await;
        committed.unwrap_or_else(|_| panic!("nobody commits, after {wakes} wakes")).unwrap().unwrap();
    }
}
