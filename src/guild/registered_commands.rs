//! Stores the digest of the command definitions that were last registered with Discord.

use crate::db::{self, Conn, Db, DbError};

/// The digest of the last registered commands; `None` before the first registration.
pub async fn digest(conn: &mut Conn, application: u64) -> Result<Option<String>, DbError> {
    db::read_setting(conn, &key(application)).await
}

pub async fn save_digest(db: &Db, application: u64, digest: &str) -> Result<(), DbError> {
    db.write(async |tx| db::write_setting(tx, &key(application), digest).await).await
}

fn key(application: u64) -> String {
    format!("commands/{application}")
}
