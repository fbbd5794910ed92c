//! `magpie outbox` shows the operator the state of each message, and retries or cancels messages.
//!
//! A bot may run on the database at the same time. A running bot notices changes within a second. This command must
//! never show the text of a message.

mod bulk;
mod output;
mod which;

use std::path::{Path, PathBuf};

use super::exit::{CommandError, Exit, runtime};
use crate::app;
use crate::config::Config;
use crate::db::{self, Db, DbError};
use crate::delivery::receipts::{Filter, MAX_PAGE_SIZE, Phase, ReceiptError, Receipts, Retried};
use crate::delivery::{Actor, DeliveryId, outbox};
use crate::time::{Clock, SystemClock, Timestamp};

use bulk::RetryArgs;
use output::refusal_text;
use which::{Since, member, source};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The database [default: the configuration's]
    #[arg(long, value_name = "FILE", global = true)]
    db: Option<PathBuf>,
    #[command(subcommand)]
    command: OutboxCommand,
}

#[derive(Debug, clap::Subcommand)]
enum OutboxCommand {
    /// List messages: failed and unknown ones first, then waiting ones, then the rest; the newest first in each
    List(ListArgs),
    /// Show everything that happened to one message
    Show {
        /// The message's number in the list
        #[arg(value_parser = clap::value_parser!(i64).range(1..))]
        number: i64,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Retry failed and unknown messages; Magpie first checks whether an unknown one arrived
    Retry(RetryArgs),
    /// Cancel messages that have not been sent yet
    Cancel {
        /// The messages' numbers in the list
        #[arg(required = true, value_parser = clap::value_parser!(i64).range(1..))]
        numbers: Vec<i64>,
    },
}

#[derive(Debug, clap::Args)]
struct ListArgs {
    /// Only messages in these states, commas between: failed, unknown, waiting, sent, cancelled, expired, or all
    /// [default: failed,unknown,waiting]
    #[arg(long, value_delimiter = ',', value_parser = phase_filter)]
    state: Vec<PhaseFilter>,
    /// Only messages to this person: their Discord id, or their handle
    #[arg(long, value_name = "ID|HANDLE")]
    member: Option<String>,
    /// Only messages of this feature, such as reminder, alerts or helpdesk
    #[arg(long)]
    source: Option<String>,
    /// Only messages that were last due since then: 6h, 2d, or 2026-11-10T14:00:00Z
    #[arg(long, value_name = "AGE|INSTANT", value_parser = which::since)]
    since: Option<Since>,
    /// At most this many
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_PAGE_SIZE)))]
    limit: u32,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PhaseFilter {
    One(Phase),
    All,
}

fn phase_filter(text: &str) -> Result<PhaseFilter, String> {
    match text {
        "all" => Ok(PhaseFilter::All),
        other => Phase::from_code(other).map(PhaseFilter::One).ok_or_else(|| {
            let known = Phase::ALL.map(Phase::code).join(", ");
            format!("there is no such state; there are {known}, and all")
        }),
    }
}

pub fn run(config: Option<&Path>, args: &Args) -> Result<(), CommandError> {
    let config = Config::load(config)?;
    let path = args.db.clone().unwrap_or_else(|| config.database.clone());
    let receipts = app::receipts(&config);
    let now = SystemClock.now();
    runtime()?.block_on(async {
        let db = Db::open_shared(&path).await?;
        let result = match &args.command {
            OutboxCommand::List(args) => list(&db, &receipts, args, now).await,
            OutboxCommand::Show { number, json } => show(&db, &receipts, DeliveryId(*number), *json, now).await,
            OutboxCommand::Retry(args) if args.numbers.is_empty() || args.dry_run => {
                bulk::retry(&db, &receipts, args, now).await
            }
            OutboxCommand::Retry(args) => retry(&db, &receipts, &args.numbers, now).await,
            OutboxCommand::Cancel { numbers } => cancel(&db, &receipts, numbers, now).await,
        };
        let is_write = match &args.command {
            OutboxCommand::Retry(args) => !args.dry_run,
            OutboxCommand::Cancel { .. } => true,
            OutboxCommand::List(_) | OutboxCommand::Show { .. } => false,
        };
        if result.is_ok() && is_write && !db::is_in_use(&path) {
            println!("No bot runs on this database; the next one goes on from here.");
        }
        db.close().await;
        result
    })
}

async fn list(db: &Db, receipts: &Receipts, args: &ListArgs, now: Timestamp) -> Result<(), CommandError> {
    let mut conn = db.read().await?;
    let phases = match args.state.as_slice() {
        [] => Phase::OPEN.to_vec(),
        states if states.contains(&PhaseFilter::All) => Phase::ALL.to_vec(),
        states => states
            .iter()
            .filter_map(|state| if let PhaseFilter::One(phase) = state { Some(*phase) } else { None })
            .collect(),
    };
    let member = member(&mut conn, args.member.as_deref()).await?;
    let source = source(&mut conn, receipts, args.source.clone()).await?;
    let filter = Filter { phases, member, source, since: args.since.map(|since| since.instant(now)) };
    let page = receipts.list(&mut conn, Actor::Operator, &filter, 0, args.limit).await?;
    if args.json { output::list_json(&page) } else { output::list(&page, now) }
}

async fn show(db: &Db, receipts: &Receipts, id: DeliveryId, json: bool, now: Timestamp) -> Result<(), CommandError> {
    let mut conn = db.read().await?;
    let receipt = receipts.show(&mut conn, Actor::Operator, id, now).await?;
    let events = outbox::history(&mut conn, id).await?;
    if json { output::show_json(&receipt, &events) } else { output::show(&receipt, now) }
}

async fn retry(db: &Db, receipts: &Receipts, numbers: &[i64], now: Timestamp) -> Result<(), CommandError> {
    let mut report = Report::default();
    for id in numbers.iter().copied().map(DeliveryId) {
        report.add(id, receipts.retry(db, Actor::Operator, id, now).await.map(retry_text))?;
    }
    report.finish()
}

async fn cancel(db: &Db, receipts: &Receipts, numbers: &[i64], now: Timestamp) -> Result<(), CommandError> {
    let mut report = Report::default();
    for id in numbers.iter().copied().map(DeliveryId) {
        report
            .add(id, receipts.cancel(db, Actor::Operator, id, now).await.map(|()| "cancelled; it will not be sent"))?;
    }
    report.finish()
}

/// Prints one line for each number. A refused number does not stop the others.
#[derive(Default)]
struct Report {
    refused: Vec<String>,
}

impl Report {
    fn add(&mut self, id: DeliveryId, result: Result<&'static str, ReceiptError>) -> Result<(), CommandError> {
        match result {
            Ok(what) => println!("message {id}: {what}"),
            Err(ReceiptError::Refused { refusal, .. }) => {
                self.refused.push(format!("message {id}: nothing was done: {}", refusal_text(refusal)));
            }
            Err(ReceiptError::NoDelivery(_)) => self.refused.push(format!("there is no message {id}")),
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    fn finish(self) -> Result<(), CommandError> {
        if self.refused.is_empty() {
            Ok(())
        } else {
            Err(CommandError::new(Exit::NotDone, self.refused.join("\n        ")))
        }
    }
}

fn retry_text(retried: Retried) -> &'static str {
    match retried {
        Retried::Enqueued => "it is tried again now",
        Retried::SearchesFirst => "Magpie looks whether it arrived, and sends it again only if it did not",
        Retried::Sooner => "it is tried now instead of later",
    }
}

impl From<ReceiptError> for CommandError {
    fn from(error: ReceiptError) -> Self {
        match error {
            ReceiptError::Db(DbError::Busy) => CommandError::new(
                Exit::InUse,
                "the bot kept the database busy for some seconds; nothing was changed; try again",
            ),
            ReceiptError::Db(error) => error.into(),
            ReceiptError::NoDelivery(id) => {
                CommandError::new(Exit::NotDone, format!("there is no message {id}; see `magpie outbox list`"))
            }
            other => CommandError::new(Exit::Internal, other.to_string()),
        }
    }
}
