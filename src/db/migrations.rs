//! Applies all pending migrations in one transaction, with foreign keys off, and checks the foreign keys at the end of
//! the transaction.
//!
//! SQLite cannot change a CHECK in place. A migration that changes a CHECK rebuilds the table: it creates a new table,
//! copies the rows, drops the old table and renames the new table. With foreign keys on, `DROP TABLE` first deletes the
//! rows of the table, and every row of another table that refers to them with `ON DELETE CASCADE`. sqlx runs each
//! migration in a transaction, where `PRAGMA foreign_keys` has no effect, so a migration cannot turn foreign keys off
//! itself. We turn them off on the connection before the transaction begins, as
//! <https://www.sqlite.org/lang_altertable.html#otheralter> advises.
//!
//! All migrations share one transaction. If a migration fails, the file is unchanged, and the version of Magpie that
//! wrote the file can still use it.

use sqlx::Connection;
use sqlx::migrate::{MigrateError, Migrator};

use super::connection::Conn;
use super::error::DbError;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// The number of the latest migration that this version knows.
pub(super) fn newest_version() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default()
}

/// The number of the latest migration that was applied to a database.
///
/// # Errors
/// When the database was never migrated, or cannot be read.
pub(super) async fn applied_version(conn: &mut Conn) -> Result<i64, sqlx::Error> {
    let latest: Option<i64> = sqlx::query_scalar("SELECT MAX(version) FROM _sqlx_migrations").fetch_one(conn).await?;
    Ok(latest.unwrap_or_default())
}

/// The number of the latest migration, if the database has data and lacks that migration; `None` if the database is
/// current, newer, or still empty.
pub(super) async fn pending_version_of_existing_data(conn: &mut Conn) -> Result<Option<i64>, DbError> {
    let tables = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = '_sqlx_migrations'";
    if sqlx::query_scalar::<_, i64>(tables).fetch_one(&mut *conn).await? == 0 {
        return Ok(None);
    }
    let is_old = (1..newest_version()).contains(&applied_version(conn).await?);
    Ok(is_old.then(newest_version))
}

/// Applies all pending migrations, or none of them. Foreign keys are on afterwards.
///
/// # Errors
/// `Newer` when a later version migrated the database; `ForeignKeys` when a row would refer to a missing row; `Migrate`
/// when a migration fails.
pub(super) async fn migrate(conn: &mut Conn) -> Result<(), DbError> {
    migrate_with(&MIGRATIONS, conn).await
}

/// The number of the latest migration in the first version of Magpie that overwrites deleted data (`secure_delete`).
const FIRST_WITH_SECURE_DELETE: i64 = 23;

/// Like [`migrate`]. If an older version left deleted data in free pages of the file, first rebuilds the file without
/// those pages. In the other order, a process that ends between the two steps would leave the deleted data for good,
/// because the next start finds a current version.
pub(super) async fn scrub_and_migrate(conn: &mut Conn) -> Result<(), DbError> {
    // `applied_version` fails for a file that was never migrated. Such a file needs no rebuild.
    if applied_version(conn).await.unwrap_or(FIRST_WITH_SECURE_DELETE) < FIRST_WITH_SECURE_DELETE {
        tracing::info!("rebuilding the database file without deleted data");
        // The rebuilt pages are in the WAL at first. Until the checkpoint, the file still has the old pages.
        sqlx::raw_sql("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut *conn).await?;
    }
    migrate(conn).await
}

async fn migrate_with(migrator: &Migrator, conn: &mut Conn) -> Result<(), DbError> {
    sqlx::raw_sql("PRAGMA foreign_keys = OFF").execute(&mut *conn).await?;
    let outcome = in_one_transaction(migrator, conn).await;
    sqlx::raw_sql("PRAGMA foreign_keys = ON").execute(&mut *conn).await?;
    outcome
}

async fn in_one_transaction(migrator: &Migrator, conn: &mut Conn) -> Result<(), DbError> {
    let mut tx = conn.begin_with("BEGIN IMMEDIATE").await?;
    let outcome = apply_pending(migrator, &mut tx).await;
    match outcome {
        Ok(()) => tx.commit().await?,
        Err(_) => tx.rollback().await?,
    }
    outcome
}

async fn apply_pending(migrator: &Migrator, conn: &mut Conn) -> Result<(), DbError> {
    let before = total_changes(conn).await?;
    // Inside our transaction, sqlx runs each migration in a savepoint.
    migrator.run_direct(None, conn, false).await.map_err(|error| match error {
        MigrateError::VersionMissing(version) => DbError::Newer(version),
        other => DbError::Migrate(other.to_string()),
    })?;
    // sqlx inserts a row for each applied migration. Most starts apply no migration, so they skip this check, which
    // scans every table.
    if total_changes(conn).await? == before { Ok(()) } else { check_foreign_keys(conn).await }
}

async fn total_changes(conn: &mut Conn) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar("SELECT total_changes()").fetch_one(conn).await?)
}

/// Returns `ForeignKeys` if any row refers to a missing row. The error names the table with the most such rows.
async fn check_foreign_keys(conn: &mut Conn) -> Result<(), DbError> {
    let worst: Option<(String, String, i64)> = sqlx::query_as(
        r#"SELECT "table", parent, COUNT(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 1"#,
    )
    .fetch_optional(conn)
    .await?;
    match worst {
        Some((table, parent, rows)) => Err(DbError::ForeignKeys { table, parent, rows }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use sqlx::SqlSafeStr;
    use sqlx::migrate::{Migration, MigrationType};
    use sqlx::sqlite::SqliteConnectOptions;

    use super::*;

    const TABLES: &str = "
        CREATE TABLE ticket (id INTEGER PRIMARY KEY, status TEXT NOT NULL CHECK (status IN ('open'))) STRICT;
        CREATE TABLE ask (
            ticket_id INTEGER NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
            member_id INTEGER NOT NULL,
            PRIMARY KEY (ticket_id, member_id)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO ticket VALUES (1, 'open'), (2, 'open');
        INSERT INTO ask VALUES (1, 10), (1, 11), (2, 10);";

    const REBUILD: &str = "
        CREATE TABLE new_ticket (
            id INTEGER PRIMARY KEY,
            status TEXT NOT NULL CHECK (status IN ('open', 'closed'))
        ) STRICT;
        INSERT INTO new_ticket (id, status) SELECT id, status FROM ticket;
        DROP TABLE ticket;
        ALTER TABLE new_ticket RENAME TO ticket;";

    /// Like [`REBUILD`], but loses ticket 1.
    const FAULTY_REBUILD: &str = "
        CREATE TABLE new_ticket (id INTEGER PRIMARY KEY) STRICT;
        INSERT INTO new_ticket (id) SELECT id FROM ticket WHERE id > 1;
        DROP TABLE ticket;
        ALTER TABLE new_ticket RENAME TO ticket;";

    fn migrator(scripts: &[&'static str]) -> Migrator {
        let migrations = (1..)
            .zip(scripts)
            .map(|(n, sql)| Migration::new(n, "test".into(), MigrationType::Simple, sql.into_sql_str(), false));
        Migrator::with_migrations(migrations.collect())
    }

    async fn database() -> Conn {
        let options = SqliteConnectOptions::new().in_memory(true).foreign_keys(true);
        Conn::connect_with(&options).await.unwrap()
    }

    async fn count(conn: &mut Conn, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(conn).await.unwrap()
    }

    async fn foreign_keys_are_on(conn: &mut Conn) -> bool {
        count(conn, "PRAGMA foreign_keys").await == 1
    }

    #[tokio::test]
    async fn sqlx_alone_loses_the_rows_that_refer_to_a_rebuilt_table() {
        let mut conn = database().await;
        migrator(&[TABLES, REBUILD]).run_direct(None, &mut conn, false).await.unwrap();
        assert_eq!(count(&mut conn, "SELECT COUNT(*) FROM ask").await, 0);
    }

    #[tokio::test]
    async fn migration_that_rebuilds_a_referenced_table_keeps_the_referring_rows() {
        let mut conn = database().await;
        migrate_with(&migrator(&[TABLES]), &mut conn).await.unwrap();
        migrate_with(&migrator(&[TABLES, REBUILD]), &mut conn).await.unwrap();
        assert_eq!(count(&mut conn, "SELECT COUNT(*) FROM ask").await, 3);
        assert!(foreign_keys_are_on(&mut conn).await);
        // The references still hold, and still cascade.
        sqlx::query("UPDATE ticket SET status = 'closed' WHERE id = 1").execute(&mut conn).await.unwrap();
        sqlx::query("DELETE FROM ticket WHERE id = 1").execute(&mut conn).await.unwrap();
        assert_eq!(count(&mut conn, "SELECT COUNT(*) FROM ask").await, 1);
        assert!(sqlx::query("INSERT INTO ask VALUES (9, 10)").execute(&mut conn).await.is_err());
    }

    #[tokio::test]
    async fn migration_that_leaves_rows_without_their_parent_reports_them_and_changes_nothing() {
        let mut conn = database().await;
        migrate_with(&migrator(&[TABLES]), &mut conn).await.unwrap();
        let error = migrate_with(&migrator(&[TABLES, REBUILD, FAULTY_REBUILD]), &mut conn).await.unwrap_err();
        insta::assert_snapshot!(error, @"the database could not be migrated and was left as it was: 2 rows of ask would refer to rows of ticket that are not there");
        assert_eq!(count(&mut conn, "SELECT COUNT(*) FROM ticket").await, 2);
        assert_eq!(count(&mut conn, "SELECT COUNT(*) FROM ask").await, 3);
        assert_eq!(applied_version(&mut conn).await.unwrap(), 1, "the rebuild before it was undone too");
        assert!(foreign_keys_are_on(&mut conn).await);
    }

    #[tokio::test]
    async fn failed_migration_undoes_the_migrations_before_it() {
        let mut conn = database().await;
        migrate_with(&migrator(&[TABLES]), &mut conn).await.unwrap();
        let broken = migrator(&[TABLES, REBUILD, "INSERT INTO nowhere VALUES (1)"]);
        assert!(matches!(migrate_with(&broken, &mut conn).await, Err(DbError::Migrate(_))));
        assert_eq!(applied_version(&mut conn).await.unwrap(), 1);
        assert!(foreign_keys_are_on(&mut conn).await);
        migrate_with(&migrator(&[TABLES, REBUILD]), &mut conn).await.unwrap();
        assert_eq!(count(&mut conn, "SELECT COUNT(*) FROM ask").await, 3);
    }
}
