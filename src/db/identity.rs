//! Checks that the open database file is still in its place and intact. If the file is removed or replaced while the
//! process runs, everything written later is lost when the process ends, and SQLite does not notice.

use std::path::{Path, PathBuf};

use sqlx::Connection as _;
use sqlx::sqlite::SqliteConnectOptions;

use super::connection::{BUSY_TIMEOUT, Conn, WRITE_PROBE, open_error, refuse_foreign};
use super::error::DbError;
use super::private::with_suffix;

/// The files of an open database as they were when it was opened.
#[derive(Debug, Clone)]
pub(super) struct OpenFiles {
    path: PathBuf,
    /// The database file, and its journal if there was one.
    files: Vec<(PathBuf, FileId)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FileId {
    device: u64,
    inode: u64,
}

impl OpenFiles {
    pub fn of(path: &Path) -> Self {
        let files = ["", "-wal"].map(|suffix| with_suffix(path, suffix));
        let files = files.into_iter().filter_map(|file| Some((file.clone(), FileId::of(&file)?)));
        Self { path: path.to_owned(), files: files.collect() }
    }

    /// # Errors
    /// `Replaced` when a file is missing, or another file is in its place.
    pub fn check(&self) -> Result<(), DbError> {
        match self.files.iter().all(|(path, id)| FileId::of(path) == Some(*id)) {
            true => Ok(()),
            false => Err(DbError::Replaced(self.path.clone())),
        }
    }
}

impl FileId {
    #[cfg(unix)]
    fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        let metadata = std::fs::metadata(path).ok()?;
        Some(Self { device: metadata.dev(), inode: metadata.ino() })
    }

    /// Windows does not permit the removal of an open file, so there is nothing to compare.
    #[cfg(not(unix))]
    fn of(_path: &Path) -> Option<Self> {
        None
    }
}

/// The path with symbolic links resolved, so that one database has one lock under all its names.
pub(super) fn real_path(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    // The file does not exist yet, but its folder does.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (folder.canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

/// The first fault that SQLite finds in the structure of the database; `None` if there is none.
pub(super) async fn quick_check(conn: &mut Conn) -> Result<Option<String>, DbError> {
    let found: String = match sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(conn).await.map_err(DbError::from) {
        Err(DbError::Damaged(reason)) => return Ok(Some(reason)),
        found => found?,
    };
    Ok(Some(found).filter(|found| found != "ok").map(|found| found.replace('\n', " ")))
}

/// Checks that the database and its folder can be written, without changing them. If there is no database yet, checks
/// only the folder.
///
/// # Errors
/// When the next start could not write the database, with the reason.
pub async fn check_writable(path: &Path) -> Result<(), DbError> {
    let path = &real_path(path);
    let open = |reason: String| DbError::Open { path: path.clone(), reason };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // SQLite creates its journal beside the database, and Magpie creates its lock file in the same folder.
    let probe = folder.join(format!(".magpie-check-{}", std::process::id()));
    let made = std::fs::OpenOptions::new().write(true).create_new(true).open(&probe);
    made.map_err(|e| open(format!("its folder {} takes no new file: {e}", folder.display())))?;
    let removed = std::fs::remove_file(&probe);
    removed.map_err(|e| open(format!("{} cannot be removed: {e}", probe.display())))?;
    if !path.exists() {
        return Ok(());
    }
    refuse_foreign(path).await?;
    // Do not use the options of a normal start: they would switch the file to WAL mode.
    let options = SqliteConnectOptions::new().filename(path).busy_timeout(BUSY_TIMEOUT);
    let mut conn = Conn::connect_with(&options).await.map_err(|e| open_error(path, e))?;
    let probed = sqlx::raw_sql(WRITE_PROBE).execute(&mut conn).await.map_err(|e| open_error(path, e));
    let _ = conn.close().await;
    probed.map(drop)
}
