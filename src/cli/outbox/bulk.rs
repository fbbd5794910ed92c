//! `magpie outbox retry` for all messages that match a filter, for example after an outage or after a permission was
//! granted again.

use std::collections::BTreeMap;

use super::output::refusal_text;
use super::which::{self, Since, member, source};
use crate::cli::{CommandError, Exit};
use crate::db::{Conn, Db, DbError};
use crate::delivery::receipts::{Filter, MAX_PAGE_SIZE, Phase, ReceiptError, Receipts, Retried};
use crate::delivery::{Actor, DeliveryId};
use crate::time::Timestamp;

#[derive(Debug, clap::Args)]
pub(super) struct RetryArgs {
    /// The messages' numbers in the list; or select the messages with the options below
    #[arg(
        value_parser = clap::value_parser!(i64).range(1..),
        required_unless_present_any = ["source", "since", "member"],
        conflicts_with_all = ["source", "since", "member"]
    )]
    pub numbers: Vec<i64>,
    /// All failed and unknown messages of this feature, such as reminder, alerts or helpdesk
    #[arg(long)]
    source: Option<String>,
    /// All failed and unknown messages that were last due since then: 6h, 2d, or 2026-11-10T14:00:00Z
    #[arg(long, value_name = "AGE|INSTANT", value_parser = which::since)]
    since: Option<Since>,
    /// All failed and unknown messages to this person: their Discord id, or their handle
    #[arg(long, value_name = "ID|HANDLE")]
    member: Option<String>,
    /// Only count what would be done
    #[arg(long)]
    pub dry_run: bool,
}

/// Retries each message in its own transaction, so a message that cannot be read or retried does not stop the others.
pub(super) async fn retry(db: &Db, receipts: &Receipts, args: &RetryArgs, now: Timestamp) -> Result<(), CommandError> {
    let ids = selected_ids(&mut *db.read().await?, receipts, args, now).await?;
    let mut counts = Counts::default();
    for id in ids {
        let result = if args.dry_run {
            receipts.rehearse_retry(db, Actor::Operator, id, now).await
        } else {
            receipts.retry(db, Actor::Operator, id, now).await
        };
        counts.add(result)?;
    }
    counts.print(args)
}

async fn selected_ids(
    conn: &mut Conn,
    receipts: &Receipts,
    args: &RetryArgs,
    now: Timestamp,
) -> Result<Vec<DeliveryId>, CommandError> {
    if !args.numbers.is_empty() {
        return Ok(args.numbers.iter().copied().map(DeliveryId).collect());
    }
    let filter = Filter {
        phases: vec![Phase::Failed, Phase::Unknown],
        member: member(conn, args.member.as_deref()).await?,
        source: source(conn, receipts, args.source.clone()).await?,
        since: args.since.map(|since| since.instant(now)),
    };
    Ok(receipts.matching(conn, Actor::Operator, &filter, MAX_PAGE_SIZE).await?)
}

/// The number of messages for each result.
#[derive(Default)]
struct Counts {
    enqueued: u64,
    searched_for: u64,
    brought_forward: u64,
    /// The number of refused messages, by reason.
    refused: BTreeMap<String, u64>,
}

impl Counts {
    fn add(&mut self, result: Result<Retried, ReceiptError>) -> Result<(), CommandError> {
        let count = match result {
            Ok(Retried::Enqueued) => &mut self.enqueued,
            Ok(Retried::SearchesFirst) => &mut self.searched_for,
            Ok(Retried::Sooner) => &mut self.brought_forward,
            Err(ReceiptError::Refused { refusal, .. }) => self.count_of_refusal(&refusal_text(refusal)),
            Err(ReceiptError::NoDelivery(_)) => self.count_of_refusal("there is no such message any more"),
            Err(ReceiptError::Db(DbError::Corrupt(_))) => {
                self.count_of_refusal("it cannot be read; see `magpie check`")
            }
            Err(error) => return Err(error.into()),
        };
        *count += 1;
        Ok(())
    }

    fn count_of_refusal(&mut self, reason: &str) -> &mut u64 {
        self.refused.entry(reason.to_owned()).or_default()
    }

    fn print(&self, args: &RetryArgs) -> Result<(), CommandError> {
        let [enqueued_text, search_text, forward_text, refused_text] = match args.dry_run {
            true => {
                println!("This is what would be done; nothing was changed.");
                [
                    "would be tried again",
                    "would be looked for, and sent again only if they did not arrive",
                    "would be tried now instead of later",
                    "would be left as they are",
                ]
            }
            false => [
                "are tried again",
                "are looked for, and sent again only if they did not arrive",
                "are tried now instead of later",
                "are left as they are",
            ],
        };
        for (what, count) in
            [(enqueued_text, self.enqueued), (search_text, self.searched_for), (forward_text, self.brought_forward)]
        {
            if count > 0 {
                println!("{count:>7}  {what}");
            }
        }
        for (reason, count) in &self.refused {
            println!("{count:>7}  {refused_text}: {reason}");
        }
        let retried = self.enqueued + self.searched_for + self.brought_forward;
        let all = retried + self.refused.values().sum::<u64>();
        if all == u64::from(MAX_PAGE_SIZE) {
            println!("There may be more: this many are handled at a time. Give the same command again for the rest.");
        }
        match (retried, all) {
            (_, 0) => {
                Err(CommandError::new(Exit::NotDone, "no failed or unknown message matches; see `magpie outbox list`"))
            }
            (0, _) => Err(CommandError::new(Exit::NotDone, "none of these messages can be tried again")),
            _ => Ok(()),
        }
    }
}
