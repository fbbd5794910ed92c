//! Tests two processes that use one database file: each sees what the other writes.

use std::time::Duration;

use magpie::db::{Db, DbError};
use magpie::telemetry::TaskLiveness;
use tokio_util::sync::CancellationToken;

use crate::{commit_row, folder, has_row, write_row};

/// The bot must notice a write of another process within this real time.
const NOTICE_TIMEOUT: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn write_of_another_process_wakes_the_bot_and_its_own_writes_count_once() {
    let (_folder, path) = folder();
    let bot = Db::open(&path).await.expect("it opens");
    let stop = CancellationToken::new();
    let watch_task = tokio::spawn(bot.clone().watch_other_processes(TaskLiveness::default(), stop.clone()));
    let mut commits = bot.commits();
    commits.mark_unchanged();

    let other_process = Db::open_shared(&path).await.expect("a second process may work on it");
    commit_row(&other_process, 1).await;
    tokio::time::timeout(NOTICE_TIMEOUT, commits.changed())
        .await
        .expect("it is noticed")
        .expect("the database is open");
    assert!(has_row(&bot, 1).await);

    let count_before = *commits.borrow_and_update();
    commit_row(&bot, 2).await;
    // The bot must count two commits: its own commit and the commit of the other process. If the bot counted its own
    // commit twice, the count would be three.
    commit_row(&other_process, 3).await;
    let both_commits = commits.wait_for(|count| *count >= count_before + 2);
    let count = *tokio::time::timeout(NOTICE_TIMEOUT, both_commits)
        .await
        .expect("it is noticed")
        .expect("the database is open");
    assert_eq!(count, count_before + 2);
    stop.cancel();
    watch_task.await.expect("it ends");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_writes_of_two_processes_are_all_kept() {
    let (_folder, path) = folder();
    let bot = Db::open(&path).await.expect("it opens");
    let other_process = Db::open_shared(&path).await.expect("a second process may work on it");
    let write = |db: Db, ids: std::ops::Range<u64>| async move {
        for id in ids {
            commit_row(&db, id).await;
        }
    };
    let (task_of_bot, task_of_other_process) =
        (tokio::spawn(write(bot.clone(), 1..51)), tokio::spawn(write(other_process, 51..101)));
    task_of_bot.await.expect("it ends");
    task_of_other_process.await.expect("it ends");
    for id in 1..101 {
        assert!(has_row(&bot, id).await, "row {id}");
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

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bot_whose_lock_file_was_removed_writes_nothing_more() {
    let (folder, path) = folder();
    let bot = Db::open(&path).await.expect("it opens");
    commit_row(&bot, 1).await;
    let lock_file = folder.path().join("magpie.db.lock");
    std::fs::remove_file(&lock_file).expect("it is there");
    assert!(matches!(bot.check_files(), Err(DbError::LockReplaced(_))));

    let second_bot = Db::open(&path).await.expect("nothing locks the new lock file");
    let refused = bot.write(async |tx| write_row(tx, 2).await).await.expect_err("a second bot runs");
    assert!(matches!(refused, DbError::LockReplaced(ref path) if *path == lock_file), "{refused}");
    commit_row(&second_bot, 3).await;
    assert!(!has_row(&second_bot, 2).await);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn database_with_a_second_name_is_refused_and_the_error_says_which_name() {
    let (folder, path) = folder();
    let bot = Db::open(&path).await.expect("it opens");
    commit_row(&bot, 1).await;
    let second_name = folder.path().join("second.db");
    std::fs::hard_link(&path, &second_name).expect("linked");
    let refused = Db::open(&second_name).await.map(drop).expect_err("a bot runs on it under the first name");
    let message = refused.to_string().replace(&folder.path().display().to_string(), "…");
    insta::assert_snapshot!(message.replace(", ", ",\n").replace("; ", ";\n"), @"
    the database …/second.db has a second name (a hard link),
    so a second Magpie could run on it;
    keep the name that Magpie ran with,
    and remove the other one with `rm`,
    which keeps the data;
    other names: …/magpie.db
    ");
    commit_row(&bot, 2).await;
    drop(bot);
    magpie::db::wait_until_unlocked(&path).expect("the lock file can be opened");
    assert!(matches!(Db::open(&path).await.map(drop), Err(DbError::HardLinked { .. })));
    assert!(matches!(magpie::db::check_writable(&path).await, Err(DbError::HardLinked { .. })));

    std::fs::remove_file(&second_name).expect("the test owns it");
    let bot = Db::open(&path).await.expect("it has one name again");
    assert!(has_row(&bot, 2).await);
}
