//! Databases for unit tests.

use std::path::Path;

use tokio::sync::OnceCell;

use super::Db;

/// An empty database after all migrations. The migrations take most of the time of a short test, so they run once in
/// the process.
static MIGRATED: OnceCell<Vec<u8>> = OnceCell::const_new();

/// Opens a new, empty database in the folder.
pub async fn open(folder: &Path) -> Db {
    let path = folder.join("magpie.db");
    std::fs::write(&path, MIGRATED.get_or_init(migrate).await).expect("the folder can be written");
    Db::open(&path).await.expect("the database opens")
}

async fn migrate() -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("magpie.db");
    let db = Db::open(&path).await.expect("the database is migrated");
    db.close().await;
    std::fs::read(&path).expect("the database can be read")
}
