//! The scheduled backups: complete, checked copies of the database in a folder. Only the latest are kept.
//!
//! The file names are the only record of when each backup was made, so a restart continues the schedule.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use crate::config::{BackupConfig, Config};
use crate::db::{self, Conn, Db, DbError};
use crate::telemetry::METRICS;
use crate::time::{SignedDuration, Timestamp};
use crate::timers::DueWork;

/// The wait after a failure. It gives people time to fix a full disk or a missing folder.
const RETRY_AFTER: SignedDuration = SignedDuration::from_mins(15);
/// A backup is too old when its age exceeds this many intervals.
const TOO_OLD_INTERVALS: i32 = 2;
/// The key of the setting that holds the instant of the latest attempt. Writing it also wakes the engine.
const MADE_AT: &str = "backup.made_at";
const SUFFIX: &str = ".db";
const INSTANT_FORMAT: &str = "%Y%m%dT%H%M%S";

/// Makes the backups of one database, as due work.
pub struct ScheduledBackups {
    db: Db,
    folder: BackupFolder,
    interval: SignedDuration,
    kept_backups: usize,
    progress: Arc<Mutex<Progress>>,
}

struct Progress {
    next_at: Timestamp,
    is_running: bool,
}

impl ScheduledBackups {
    /// `None` when the configuration names no folder.
    pub fn new(db: &Db, config: &BackupConfig) -> Option<Self> {
        let folder = BackupFolder::of(config.folder.as_deref()?, db.path());
        let interval = SignedDuration::try_from(config.every).unwrap_or(SignedDuration::MAX);
        let latest = folder.latest();
        let next_at = latest.map_or(Timestamp::MIN, |latest| latest.saturating_add(interval).unwrap_or(Timestamp::MAX));
        if let Some(latest) = latest {
            METRICS.backup_made_at.set(latest.as_second());
        }
        Some(Self {
            db: db.clone(),
            folder,
            interval,
            kept_backups: usize::try_from(config.keep).unwrap_or(usize::MAX),
            progress: Arc::new(Mutex::new(Progress { next_at, is_running: false })),
        })
    }

    fn start(&self, now: Timestamp) {
        let (db, folder) = (self.db.clone(), self.folder.clone());
        let (interval, kept_backups) = (self.interval, self.kept_backups);
        let progress = Arc::clone(&self.progress);
        // Run this outside of the engine: copying a large database must not delay a reminder.
        tokio::spawn(async move {
            let wait = match make_backup(&db, &folder, kept_backups, now).await {
                Ok(path) => {
                    METRICS.backup_made_at.set(now.as_second());
                    tracing::info!("made the backup {}", path.display());
                    interval
                }
                Err(error) => {
                    tracing::error!(%error, "no backup was made; trying again in {RETRY_AFTER:#}");
                    RETRY_AFTER
                }
            };
            let next_at = now.saturating_add(wait).unwrap_or(Timestamp::MAX);
            *lock(&progress) = Progress { next_at, is_running: false };
            // The engine sleeps until the old due instant. This write wakes it, so that it reads the new due instant.
            let wake_result = db.write(async |tx| db::write_setting(tx, MADE_AT, &now.to_string()).await).await;
            if let Err(error) = wake_result as Result<(), DbError> {
                tracing::debug!(%error, "cannot wake the engine after a backup; it plans the next one when it wakes");
            }
        });
    }
}

#[async_trait]
impl DueWork for ScheduledBackups {
    fn name(&self) -> &'static str {
        "backups"
    }

    async fn next_due(&self, _conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
        let progress = lock(&self.progress);
        Ok(Some(progress.next_at).filter(|at| !progress.is_running && *at > after))
    }

    async fn run_due(&self, now: Timestamp, _limit: u32) -> Result<u32, DbError> {
        {
            let mut progress = lock(&self.progress);
            if progress.is_running || progress.next_at > now {
                return Ok(0);
            }
            progress.is_running = true;
        }
        self.start(now);
        Ok(0)
    }
}

async fn make_backup(db: &Db, folder: &BackupFolder, kept_backups: usize, now: Timestamp) -> Result<PathBuf, DbError> {
    let backup_error = |error: io::Error| DbError::Backup { path: folder.path.clone(), reason: error.to_string() };
    folder.prepare().map_err(backup_error)?;
    let to = folder.path_of(now);
    // Use a separate connection. The readers of the pool are for interactive requests.
    db::backup_file(db.path(), &to).await?;
    folder.delete_all_but(kept_backups).map_err(backup_error)?;
    Ok(to)
}

fn lock(progress: &Mutex<Progress>) -> MutexGuard<'_, Progress> {
    progress.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The backups of one database in a folder. The folder may also contain backups of other databases.
#[derive(Debug, Clone)]
struct BackupFolder {
    path: PathBuf,
    /// The beginning of each file name, such as `magpie-`.
    prefix: String,
}

impl BackupFolder {
    fn of(path: &Path, database: &Path) -> Self {
        let stem = database.file_stem().unwrap_or_default().to_string_lossy();
        Self { path: path.to_owned(), prefix: format!("{stem}-") }
    }

    fn path_of(&self, at: Timestamp) -> PathBuf {
        self.path.join(format!("{}{}Z{SUFFIX}", self.prefix, at.strftime(INSTANT_FORMAT)))
    }

    /// Creates the folder if it is missing, and deletes partial copies that an interrupted backup left behind.
    fn prepare(&self) -> io::Result<()> {
        if !self.path.exists() {
            db::create_private_folder(&self.path)?;
        }
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            let name = entry.file_name();
            if name
                .to_str()
                .and_then(|name| name.strip_suffix(".part"))
                .is_some_and(|name| self.instant(name).is_some())
            {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    fn latest(&self) -> Option<Timestamp> {
        self.all().ok()?.last().map(|(at, _)| *at)
    }

    /// All backups of this database, oldest first.
    fn all(&self) -> io::Result<Vec<(Timestamp, PathBuf)>> {
        let mut all = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            let at = entry.file_name().to_str().and_then(|name| self.instant(name));
            all.extend(at.map(|at| (at, entry.path())));
        }
        all.sort();
        Ok(all)
    }

    fn delete_all_but(&self, kept_backups: usize) -> io::Result<()> {
        let all = self.all()?;
        let surplus = all.len().saturating_sub(kept_backups);
        all.into_iter().take(surplus).try_for_each(|(_, path)| fs::remove_file(path))
    }

    /// When the backup with this file name was made; `None` for any other file.
    fn instant(&self, name: &str) -> Option<Timestamp> {
        let at = name.strip_prefix(&self.prefix)?.strip_suffix(SUFFIX)?.strip_suffix('Z')?;
        Timestamp::strptime(format!("{INSTANT_FORMAT}%z"), format!("{at}+0000")).ok()
    }
}

/// Whether the folder has a recent backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupState {
    None,
    Fresh { age: SignedDuration },
    Old { age: SignedDuration },
}

/// The state of the backups in the configured folder. [`BackupState::None`] if no folder is configured, or if it has no
/// backup.
///
/// # Errors
/// When the bot cannot write to the folder, or cannot create it.
pub fn state(config: &Config, now: Timestamp) -> io::Result<BackupState> {
    let Some(path) = &config.backup.folder else { return Ok(BackupState::None) };
    let folder = BackupFolder::of(path, &config.database);
    if !path.exists() {
        // The bot creates the folder but not its parent. A missing parent is an error:
        // perhaps a disk is not mounted.
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        return fs::metadata(parent).map(|_| BackupState::None);
    }
    let probe = path.join(format!(".{}check", folder.prefix));
    fs::write(&probe, "").and_then(|()| fs::remove_file(&probe))?;
    let Some((latest, _)) = folder.all()?.pop() else { return Ok(BackupState::None) };
    let age = now.duration_since(latest);
    let interval = SignedDuration::try_from(config.backup.every).unwrap_or(SignedDuration::MAX);
    Ok(if age > interval.saturating_mul(TOO_OLD_INTERVALS) {
        BackupState::Old { age }
    } else {
        BackupState::Fresh { age }
    })
}

/// Updates the metric for the age of the latest backup.
pub fn update_metric(now: Timestamp) {
    let made_at = METRICS.backup_made_at.get();
    if made_at > 0 {
        #[allow(clippy::cast_precision_loss)] // some months of seconds
        METRICS.backup_age_seconds.set((now.as_second() - made_at).max(0) as f64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    async fn open(folder: &Path) -> Db {
        crate::db::testing::open(folder).await
    }

    fn config(folder: &Path) -> BackupConfig {
        BackupConfig { folder: Some(folder.join("copies")), every: std::time::Duration::from_secs(6 * 3600), keep: 2 }
    }

    /// Runs the due backup at `now`, and waits until it is made.
    async fn run(backups: &ScheduledBackups, now: Timestamp) -> Option<Timestamp> {
        let mut commits = backups.db.commits();
        commits.mark_unchanged();
        backups.run_due(now, 1).await.unwrap();
        if lock(&backups.progress).is_running {
            commits.changed().await.unwrap();
        }
        backups.next_due(&mut backups.db.read().await.unwrap(), now).await.unwrap()
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder.join("copies")).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[tokio::test]
    async fn backups_are_made_on_schedule_and_the_latest_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let db = open(folder.path()).await;
        let backups = ScheduledBackups::new(&db, &config(folder.path())).unwrap();
        let first = at("2020-11-10T16:55:00Z");
        assert_eq!(run(&backups, first).await, Some(at("2020-11-10T22:55:00Z")), "the first one at once");
        assert_eq!(run(&backups, at("2020-11-10T20:00:00Z")).await, Some(at("2020-11-10T22:55:00Z")));
        fs::write(folder.path().join("copies/letter.txt"), "not ours").unwrap();
        fs::write(folder.path().join("copies/magpie-20201110T170000Z.db.part"), "left by a crash").unwrap();
        for due in ["2020-11-10T22:55:00Z", "2020-11-11T04:55:00Z"] {
            run(&backups, at(due)).await;
        }
        let expected = ["letter.txt", "magpie-20201110T225500Z.db", "magpie-20201111T045500Z.db"];
        assert_eq!(names(folder.path()), expected);
        let copy = folder.path().join("copies/magpie-20201111T045500Z.db");
        db::check_file(&copy).await.unwrap();
        assert!(db::is_backup(&mut db::open_to_read(&copy).await.unwrap()).await.unwrap());

        let after_restart = ScheduledBackups::new(&db, &config(folder.path())).unwrap();
        let next = after_restart.next_due(&mut db.read().await.unwrap(), first).await.unwrap();
        assert_eq!(next, Some(at("2020-11-11T10:55:00Z")), "a restart continues the schedule");
    }

    #[tokio::test]
    async fn backup_that_cannot_be_made_is_tried_again_after_fifteen_minutes() {
        let folder = tempfile::tempdir().unwrap();
        let db = open(folder.path()).await;
        fs::write(folder.path().join("copies"), "a file where the folder should be").unwrap();
        let backups = ScheduledBackups::new(&db, &config(folder.path())).unwrap();
        let now = at("2020-11-10T16:55:00Z");
        assert_eq!(run(&backups, now).await, Some(at("2020-11-10T17:10:00Z")));
        fs::remove_file(folder.path().join("copies")).unwrap();
        run(&backups, at("2020-11-10T17:10:00Z")).await;
        assert_eq!(names(folder.path()), ["magpie-20201110T171000Z.db"]);
    }

    #[test]
    fn backup_state_has_the_age_of_the_latest_backup() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config { backup: config(folder.path()), ..Config::default() };
        let now = at("2020-11-10T16:55:00Z");
        assert_eq!(state(&config, now).unwrap(), BackupState::None);
        db::create_private_folder(&folder.path().join("copies")).unwrap();
        fs::write(folder.path().join("copies/magpie-20201110T155500Z.db"), "").unwrap();
        assert_eq!(state(&config, now).unwrap(), BackupState::Fresh { age: SignedDuration::from_hours(1) });
        let later = at("2020-11-11T16:55:00Z");
        assert_eq!(state(&config, later).unwrap(), BackupState::Old { age: SignedDuration::from_hours(25) });
        let unmounted = BackupConfig { folder: Some(folder.path().join("disk/copies")), ..config.backup.clone() };
        assert!(state(&Config { backup: unmounted, ..config }, now).is_err());
    }
}
