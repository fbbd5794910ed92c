//! The disk under the database: whether the file can grow.

use std::path::Path;
use std::sync::{Arc, Mutex};

use magpie::db::{Db, DbError, Rng};

use crate::executor::{Executor, yield_times};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Space {
    #[default]
    Free,
    Full,
}

impl Space {
    const fn pragma(self) -> &'static str {
        match self {
            Space::Free => "PRAGMA max_page_count = 1000000",
            // SQLite raises 1 to the current size.
            Space::Full => "PRAGMA max_page_count = 1",
        }
    }
}

/// The latest state asked for. A new bot starts with a new one, because its connection has no limit.
#[derive(Clone, Default)]
pub struct Disk {
    asked: Arc<Mutex<Space>>,
}

impl Disk {
    /// Asks for a state; the future that is returned brings the writer's connection into the latest one asked for. The
    /// executor polls such futures in any order, so one that carried its own state could fill a disk freed since.
    pub fn change(&self, space: Space, db: Db) -> impl Future<Output = ()> + Send + 'static {
        *self.asked.lock().unwrap() = space;
        let disk = self.clone();
        async move { disk.apply(&db).await }
    }

    async fn apply(&self, db: &Db) {
        // No transaction begins while an earlier savepoint cannot be rolled back.
        loop {
            let mut is_set = false;
            let _: Result<(), DbError> = db
                .write(async |tx| {
                    let pragma = self.asked.lock().unwrap().pragma();
                    sqlx::raw_sql(pragma).execute(&mut **tx).await?;
                    // Whatever the commit returns: it fails when the rest of the group met the full disk.
                    is_set = true;
                    Ok(())
                })
                .await;
            if is_set {
                return;
            }
            yield_times(10).await;
        }
    }
}

/// In memory where possible, so that a thousand runs wait for no disk.
pub fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir()
        && let Ok(folder) = tempfile::tempdir_in(memory)
    {
        return folder;
    }
    tempfile::tempdir().unwrap()
}

#[test]
fn disk_that_was_freed_is_not_filled_by_an_older_task() {
    let folder = folder();
    let executor = Executor::new();
    let (file, spawner) = (folder.path().join("magpie.db"), executor.spawner());
    let db = executor.run_alone(Db::open_with(&file, &*spawner, Rng::seeded(1))).unwrap();
    let disk = Disk::default();
    executor.run_alone(disk.change(Space::Full, db.clone()));
    assert!(executor.run_alone(grow(&db)).is_err(), "the disk is full");
    let older = disk.change(Space::Full, db.clone());
    executor.run_alone(disk.change(Space::Free, db.clone()));
    executor.run_alone(older);
    executor.run_alone(grow(&db)).unwrap();
}

async fn grow(db: &Db) -> Result<(), DbError> {
    let rows = "CREATE TABLE IF NOT EXISTS growth (bytes BLOB); INSERT INTO growth VALUES (zeroblob(100000))";
    db.write(async |tx| Ok(sqlx::raw_sql(rows).execute(&mut **tx).await.map(drop)?)).await
}
