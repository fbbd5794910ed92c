//! Tests two processes that use one database file: each sees what the other writes.

use std::time::Duration;

use magpie::db::{Db, DbError};
use magpie::telemetry::TaskLiveness;
use tokio_util::sync::CancellationToken;

use crate::{folder, is_known, write_claim};

/// The bot must notice a write of another process within this real time.
const NOTICE_TIMEOUT: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn write_of_another_process_wakes_the_bot_and_its_own_writes_count_once() {
    let (_folder, path) = folder();
    let bot = Db::open(&path).await.expect("it opens");
    let stop = CancellationToken::new();
    let watching = tokio::spawn(bot.clone().watch_other_processes(TaskLiveness::default(), stop.clone()));
    let mut commits = bot.commits();
    commits.mark_unchanged();

    let other_process = Db::open_shared(&path).await.expect("a second process may work on it");
    write_claim(&other_process, 1).await;
    tokio::time::timeout(NOTICE_TIMEOUT, commits.changed())
        .await
        .expect("it is noticed")
        .expect("the database is open");
    assert!(is_known(&bot, 1).await);

    let before = *commits.borrow_and_update();
    write_claim(&bot, 2).await;
    // The bot must count two commits: its own and that of the other process. If it counted its own twice, it would be
    // three.
    write_claim(&other_process, 3).await;
    let two_more = commits.wait_for(|count| *count >= before + 2);
    let count =
        *tokio::time::timeout(NOTICE_TIMEOUT, two_more).await.expect("it is noticed").expect("the database is open");
    assert_eq!(count, before + 2);
    stop.cancel();
    watching.await.expect("it ends");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_writes_of_two_processes_are_all_kept() {
    let (_folder, path) = folder();
    let bot = Db::open(&path).await.expect("it opens");
    let other_process = Db::open_shared(&path).await.expect("a second process may work on it");
    let write = |db: Db, ids: std::ops::Range<u64>| async move {
        for id in ids {
            write_claim(&db, id).await;
        }
    };
    let (ours, theirs) = (tokio::spawn(write(bot.clone(), 1..51)), tokio::spawn(write(other_process, 51..101)));
    ours.await.expect("it ends");
    theirs.await.expect("it ends");
    for id in 1..101 {
        assert!(is_known(&bot, id).await, "row {id}");
    }
}

#[tokio::test]
async fn database_of_another_version_and_missing_database_are_refused_and_nothing_is_created() {
    let (_folder, path) = folder();
    assert!(matches!(Db::open_shared(&path).await, Err(DbError::Open { .. })));
    assert!(!path.exists(), "opening creates no file");
    let letter = path.with_file_name("letter.txt");
    std::fs::write(&letter, "no database").expect("written");
    assert!(matches!(Db::open_shared(&letter).await, Err(DbError::Damaged(_))));
    drop(Db::open(&path).await.expect("it opens"));
    for (change, is_older) in [
        ("DELETE FROM _sqlx_migrations WHERE version >= 9", true),
        ("UPDATE _sqlx_migrations SET version = 900 WHERE version = 8", false),
    ] {
        let mut conn = crate::open_raw_connection(&path).await;
        sqlx::raw_sql(change).execute(&mut conn).await.expect("changed");
        match Db::open_shared(&path).await {
            Err(DbError::Older(_)) => assert!(is_older, "{change}"),
            Err(DbError::Newer(_)) => assert!(!is_older, "{change}"),
            other => panic!("{:?} after {change}", other.map(|_| ())),
        }
    }
}
