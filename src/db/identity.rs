//! Checks that the open database file is still in its place and intact. If the file is removed or replaced while the
//! process runs, everything written later is lost when the process ends, and SQLite does not notice. If its lock file
//! is removed or replaced, or the database has a second name, a second bot could run on the database.

use std::fs::{File, Metadata};
use std::path::{Path, PathBuf};

use sqlx::Connection as _;
use sqlx::sqlite::SqliteConnectOptions;

use super::connection::{BUSY_TIMEOUT, Conn, WRITE_PROBE, open_error, refuse_foreign};
use super::error::DbError;
use super::private::{BEFORE_RESTORE, folder_of, with_suffix};

/// The files of an open database as they were when it was opened.
#[derive(Debug, Clone)]
pub(super) struct OpenFiles {
    path: PathBuf,
    /// The database file, and its journal if there was one.
    files: Vec<(PathBuf, FileId)>,
    /// The lock file; `None` if this process took no lock.
    lock: Option<(PathBuf, FileId)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FileId {
    device: u64,
    inode: u64,
}

impl OpenFiles {
    /// `lock`: the locked file, if this process took the lock.
    pub fn of(path: &Path, lock: Option<&File>) -> Self {
        let files = ["", "-wal"].map(|suffix| with_suffix(path, suffix));
        let files = files.into_iter().filter_map(|file| Some((file.clone(), FileId::of(&file)?)));
        // Take the id from the locked file itself, because its path may name another file already.
        let lock = lock.and_then(FileId::of_open).map(|id| (lock_path(path), id));
        Self { path: path.to_owned(), files: files.collect(), lock }
    }

    /// # Errors
    /// `Replaced` when a file is missing, or another file is in its place; `LockReplaced` when this is so for the lock
    /// file only.
    pub fn check(&self) -> Result<(), DbError> {
        let is_in_place = |(path, id): &(PathBuf, FileId)| FileId::of(path) == Some(*id);
        if !self.files.iter().all(is_in_place) {
            return Err(DbError::Replaced(self.path.clone()));
        }
        match &self.lock {
            Some(lock) if !is_in_place(lock) => Err(DbError::LockReplaced(lock.0.clone())),
            _ => Ok(()),
        }
    }
}

/// The path of the lock file of a database. `database` must be a real path.
pub(super) fn lock_path(database: &Path) -> PathBuf {
    with_suffix(database, ".lock")
}

/// Whether the locked file is the one at its path. If it is not, it was removed after this process had opened it, and
/// another process can lock the file at the path.
pub(super) fn is_in_place(path: &Path, locked: &File) -> bool {
    FileId::of(path) == FileId::of_open(locked)
}

/// Fails if the file has a second name (a hard link). Each name has its own lock file, so a second bot could run on the
/// database under the other name. A name that an interrupted restore left is allowed.
///
/// # Errors
/// `HardLinked`, with the other names in the same folder.
pub(super) fn refuse_second_name(path: &Path) -> Result<(), DbError> {
    let Ok(file) = std::fs::metadata(path) else { return Ok(()) };
    let Some(id) = FileId::new(&file).filter(|_| hard_link_count(&file) > 1) else { return Ok(()) };
    let entries = std::fs::read_dir(folder_of(path)).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut others: Vec<PathBuf> = entries.filter(|other| other.as_path() != path).collect();
    others.retain(|other| std::fs::symlink_metadata(other).ok().as_ref().and_then(FileId::new) == Some(id));
    let restore_names = others.extract_if(.., |other| is_name_of_restore(other, path)).count();
    if hard_link_count(&file) <= 1 + u64::try_from(restore_names).unwrap_or(u64::MAX) {
        return Ok(());
    }
    others.sort();
    let others = match others.as_slice() {
        [] => format!("listed by `find '{}' -xdev -samefile '{}'`", mount_point(path).display(), path.display()),
        others => others.iter().map(|other| other.display().to_string()).collect::<Vec<_>>().join(", "),
    };
    Err(DbError::HardLinked { path: path.to_owned(), others })
}

/// The highest folder above the file that is on the same file system. All names of the file are below it.
fn mount_point(path: &Path) -> &Path {
    let device = |path: &Path| FileId::of(path).map(|id| id.device);
    let is_same = |folder: &&Path| device(folder) == device(path);
    path.ancestors().skip(1).take_while(is_same).last().unwrap_or_else(|| folder_of(path))
}

/// Whether a restore gave this name to the database before it replaced the database.
fn is_name_of_restore(name: &Path, database: &Path) -> bool {
    let prefix = with_suffix(database, BEFORE_RESTORE);
    name.as_os_str().as_encoded_bytes().starts_with(prefix.as_os_str().as_encoded_bytes())
}

/// The number of names of the file.
#[cfg(unix)]
fn hard_link_count(file: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(file)
}

#[cfg(not(unix))]
fn hard_link_count(_file: &Metadata) -> u64 {
    1
}

impl FileId {
    fn of(path: &Path) -> Option<Self> {
        Self::new(&std::fs::metadata(path).ok()?)
    }

    fn of_open(file: &File) -> Option<Self> {
        Self::new(&file.metadata().ok()?)
    }

    #[cfg(unix)]
    fn new(file: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        Some(Self { device: file.dev(), inode: file.ino() })
    }

    /// Windows does not permit the removal of an open file, so there is nothing to compare.
    #[cfg(not(unix))]
    fn new(_file: &Metadata) -> Option<Self> {
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
    refuse_second_name(path)?;
    refuse_foreign(path).await?;
    // Do not use the options of a normal start: they would switch the file to WAL mode.
    let options = SqliteConnectOptions::new().filename(path).busy_timeout(BUSY_TIMEOUT);
    let mut conn = Conn::connect_with(&options).await.map_err(|e| open_error(path, e))?;
    let probed = sqlx::raw_sql(WRITE_PROBE).execute(&mut conn).await.map_err(|e| open_error(path, e));
    let _ = conn.close().await;
    probed.map(drop)
}
