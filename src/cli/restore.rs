//! `magpie restore PATH`: replaces the database with a backup.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::exit::{CommandError, Exit, runtime};
use crate::app::restored::{self, Reconciled};
use crate::config::Config;
use crate::db::{self, Conn, Db, DbError, Ledger, LostRows, PreparedRestore, Progress, RestorePurpose};
use crate::delivery::UnfinishedDelivery;
use crate::delivery::restored::{latest_step, unfinished};
use crate::time::{Clock, SystemClock, Timestamp};
use crate::{helpdesk, members, reminders};

/// The maximum number of messages that a dry run lists. It only counts the rest.
const MAX_LISTED: usize = 200;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A file made by `magpie backup`, by the bot's own schedule, or by another program that copies SQLite databases
    path: PathBuf,
    /// The database to replace [default: the configuration's]
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,
    /// Only list what would be sent, searched for and lost; also while the bot runs
    #[arg(long)]
    dry_run: bool,
}

/// Replaces the database with a backup. Refuses while a bot runs on the database. Keeps the old database under another
/// name.
pub fn run(config: Option<&Path>, args: &Args) -> Result<(), CommandError> {
    let config = Config::load(config)?;
    let to = args.db.clone().unwrap_or_else(|| config.database.clone());
    if !args.path.exists() {
        return Err(CommandError::new(Exit::Usage, format!("there is no backup at {}", args.path.display())));
    }
    let purpose = if args.dry_run { RestorePurpose::Rehearsal } else { RestorePurpose::Swap };
    runtime()?.block_on(async {
        let preparation = prepare(&config, &to, &args.path, purpose).await;
        let (restoring, report) =
            preparation.map_err(|error| with_note_that_nothing_changed(error, &to, &args.path))?;
        if args.dry_run {
            println!("This is what a restore would do; nothing was changed.");
            report.print(&args.path);
            return Ok(());
        }
        let progress = Progress::of(restoring.database());
        let old_database = restoring.swap()?;
        if let Err(error) = progress.begin(report.step) {
            // Without this file the next start treats the database as a copy, and searches for its unfinished messages
            // once more.
            println!("warning: the .progress file beside the database cannot be written ({error})");
        }
        println!("{} is restored from {}", to.display(), args.path.display());
        if let Some(old_database) = old_database {
            println!("what was there before is kept as {}", old_database.display());
        }
        report.print_summary();
        Ok(())
    })
}

/// Copies the backup, and makes the copy safe to run on. Does not replace the database yet.
async fn prepare(
    config: &Config,
    to: &Path,
    backup: &Path,
    purpose: RestorePurpose,
) -> Result<(PreparedRestore, Report), CommandError> {
    let ledger = read_deletions(to).await?;
    let restoring = PreparedRestore::prepare(to, backup, purpose).await?;
    let replaced = Some(restoring.database()).filter(|path| path.exists());
    // Opening the copy proves that this version can run on it, and migrates an older backup.
    let db = Db::open_prepared_restore(&restoring).await?;
    let report = async {
        let reconciled = restored::reconcile(&db, config, replaced, &ledger).await?;
        Report::of(&db, replaced, reconciled).await
    };
    let report = report.await;
    db.close().await;
    drop(db);
    restoring.wait_until_closed()?;
    Ok((restoring, report?))
}

/// The deletions to repeat: those in the ledger beside the database, and those in the database itself if it can be
/// read.
async fn read_deletions(database: &Path) -> Result<BTreeMap<u64, i64>, CommandError> {
    let ledger = Ledger::of(database);
    let mut deletions = ledger.read().map_err(|error| {
        let why = "people who had their data deleted would come back; let this user read it, or correct the line";
        CommandError::new(Exit::Database, format!("the ledger of deletions cannot be read ({error}): {why}"))
    })?;
    let stored_deletions = async {
        let mut conn = db::open_to_read(database).await?;
        members::service::deletions(&mut conn).await
    };
    for (person, at) in if database.exists() { stored_deletions.await.unwrap_or_default() } else { BTreeMap::new() } {
        deletions.entry(person).and_modify(|known| *known = at.max(*known)).or_insert(at);
    }
    Ok(deletions)
}

fn with_note_that_nothing_changed(error: CommandError, to: &Path, backup: &Path) -> CommandError {
    let database = if to.exists() {
        format!("the database is as it was, at {}", to.display())
    } else {
        format!("there is still no database at {}", to.display())
    };
    let message = format!("{}\nnothing was changed: {database}; the backup is at {}", error.message, backup.display());
    CommandError::new(error.exit, message)
}

/// What a restore does. A dry run prints all of it, and a restore prints a summary.
struct Report {
    reconciled: Reconciled,
    unfinished: Vec<UnfinishedDelivery>,
    /// The number of the latest delivery event in the backup. The .progress file starts from it.
    step: i64,
    due_reminders: usize,
    due_tickets: usize,
    /// The rows that only the replaced database has; `None` when that database cannot be read or does not exist.
    lost: Option<LostRows>,
}

impl Report {
    async fn of(db: &Db, replaced: Option<&Path>, reconciled: Reconciled) -> Result<Self, DbError> {
        let mut reader = db.read().await?;
        let conn: &mut Conn = &mut reader;
        let now = SystemClock.now().max(reconciled.latest_known_at);
        let unfinished = unfinished(conn).await?;
        let due_reminders = reminders::service::count_due(conn, now).await?;
        let step = latest_step(conn).await?;
        let due_tickets = helpdesk::count_due(conn, now).await?;
        let lost = match replaced {
            Some(replaced) => db::lost_rows(replaced, conn).await.ok(),
            None => None,
        };
        Ok(Self { reconciled, unfinished, step, due_reminders, due_tickets, lost })
    }

    fn print_summary(&self) {
        let Reconciled { searched_for, reminders_delivered, deleted_again, latest_known_at } = self.reconciled;
        println!("it knows of nothing after {}", instant(latest_known_at));
        if searched_for > 0 {
            println!("messages unfinished then are looked for, and sent only if they did not arrive: {searched_for}");
        }
        if reminders_delivered > 0 {
            println!("reminders that came since do not come again: {reminders_delivered}");
        }
        if deleted_again > 0 {
            println!("people who had their data deleted since were deleted again: {deleted_again}");
        }
        match &self.lost {
            Some(lost) => println!("lost: {}", lost_in_words(lost)),
            None => println!("lost: what happened after that; what it was cannot be read"),
        }
    }

    fn print(&self, backup: &Path) {
        println!();
        println!("backup      {}", backup.display());
        let (searched_for, sent): (Vec<_>, Vec<_>) =
            self.unfinished.iter().partition(|delivery| delivery.is_searched_for);
        println!();
        println!("looked for on Discord, and sent only if they did not arrive: {}", searched_for.len());
        list(&searched_for);
        println!();
        println!("sent without a search, since twice changes nothing (edits, changes of threads): {}", sent.len());
        list(&sent);
        println!("sent when the bot starts, because they fell due since: {} reminders", self.due_reminders);
        println!("tickets whose next step fell due since: {}", self.due_tickets);
        println!();
        self.print_summary();
    }
}

fn list(deliveries: &[&UnfinishedDelivery]) {
    for delivery in deliveries.iter().take(MAX_LISTED) {
        let to = delivery.handle.as_ref().map_or_else(|| "a channel".to_owned(), |handle| format!("@{handle}"));
        println!("  message {}  {} to {to}, due {}", delivery.id, delivery.source, instant(delivery.due_at));
    }
    if deliveries.len() > MAX_LISTED {
        println!("  and {} more", deliveries.len() - MAX_LISTED);
    }
}

fn lost_in_words(lost: &LostRows) -> String {
    let kinds = [
        ("alerts", "alerts"),
        ("tickets", "tickets"),
        ("reminders", "reminders"),
        ("deliveries", "messages, and what became of them"),
    ];
    let lost = kinds.into_iter().filter_map(|(table, name)| {
        let count = lost.count(table);
        (count > 0).then(|| format!("{count} {name}"))
    });
    let lost: Vec<_> = lost.collect();
    match lost.as_slice() {
        [] => "nothing that has a number; answers, profiles and steps of tickets since then".to_owned(),
        lost => format!("{}; also answers, profiles and steps of tickets since then", lost.join(", ")),
    }
}

fn instant(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}
