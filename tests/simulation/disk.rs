//! Simulates the disk of the database. A limit on the size of the file stands for a full disk.

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
            // SQLite sets no limit below the file's current size, so the file keeps its size and cannot grow.
            Space::Full => "PRAGMA max_page_count = 1",
        }
    }
}

/// The state that was requested last. Each new bot gets a new `Disk`, because the connections of a new bot have no size
/// limit.
#[derive(Clone, Default)]
pub struct Disk {
    requested: Arc<Mutex<Space>>,
}

impl Disk {
    /// Requests a state. The returned future applies the state that was requested last to the writer's connection.
    ///
    /// The future does not apply the `space` of its own call: the executor polls these futures in any order, so an
    /// older future could fill a disk that a newer request has freed.
    pub fn change(&self, space: Space, db: Db) -> impl Future<Output = ()> + Send + 'static {
        *self.requested.lock().unwrap() = space;
        let disk = self.clone();
        async move { disk.apply(&db).await }
    }

    async fn apply(&self, db: &Db) {
        // `db.write` fails while an earlier savepoint cannot be rolled back, so try again until the PRAGMA has run.
        loop {
            let mut is_set = false;
            let _: Result<(), DbError> = db
                .write(async |tx| {
                    let pragma = self.requested.lock().unwrap().pragma();
                    sqlx::raw_sql(pragma).execute(&mut **tx).await?;
                    // The PRAGMA stays set even if the commit fails because another transaction in the same commit
                    // finds the disk full.
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

/// A temporary folder, in memory where possible, so that a thousand runs do not wait for the disk.
pub fn temporary_folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir()
        && let Ok(folder) = tempfile::tempdir_in(memory)
    {
        return folder;
    }
    tempfile::tempdir().unwrap()
}

#[test]
fn older_disk_change_does_not_undo_a_newer_one() {
    let folder = temporary_folder();
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
