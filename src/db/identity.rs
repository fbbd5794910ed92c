//! Which file is open, and whether it is sound. A file that was removed or replaced under the process takes everything
//! that is written with it when the process ends, and SQLite does not notice.

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
    /// The database, and its journal if there was one.
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
    /// `Replaced` when a file is gone, or another one is in its place.
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

    /// Windows locks an open file against removal.
    #[cfg(not(unix))]
    fn of(_path: &Path) -> Option<Self> {
        None
    }
}

/// The database that `path` names, symbolic links followed: one database has one lock, whatever it is called.
pub(super) fn real_path(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    // It is not there yet, but its folder is.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (folder.canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

/// The first fault that SQLite finds in the structure of the database; `None` when it is sound.
pub(super) async fn quick_check(conn: &mut Conn) -> Result<Option<String>, DbError> {
    let found: String = match sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(conn).await.map_err(DbError::from) {
        Err(DbError::Damaged(reason)) => return Ok(Some(reason)),
        found => found?,
    };
    Ok(Some(found).filter(|found| found != "ok").map(|found| found.replace('\n', " ")))
}

/// Checks that the database and its folder can be written, without changing either. Where there is no database yet, the
/// folder must take a new file.
///
/// # Errors
/// Why the next start could not write it.
pub async fn check_writable(path: &Path) -> Result<(), DbError> {
    let path = &real_path(path);
    let open = |reason: String| DbError::Open { path: path.clone(), reason };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // SQLite makes its journal beside the database, and Magpie its lock file.
    let probe = folder.join(format!(".magpie-check-{}", std::process::id()));
    let made = std::fs::OpenOptions::new().write(true).create_new(true).open(&probe);
    made.map_err(|e| open(format!("its folder {} takes no new file: {e}", folder.display())))?;
    let removed = std::fs::remove_file(&probe);
    removed.map_err(|e| open(format!("{} cannot be removed: {e}", probe.display())))?;
    if !path.exists() {
        return Ok(());
    }
    refuse_foreign(path).await?;
    // Opening it as a start does would change a file that is not in WAL mode yet.
    let options = SqliteConnectOptions::new().filename(path).busy_timeout(BUSY_TIMEOUT);
    let mut conn = Conn::connect_with(&options).await.map_err(|e| open_error(path, e))?;
    let probed = sqlx::raw_sql(WRITE_PROBE).execute(&mut conn).await.map_err(|e| open_error(path, e));
    let _ = conn.close().await;
    probed.map(drop)
}
