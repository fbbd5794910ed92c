//! `magpie outbox retry` for all messages of a kind: after an outage, after a permission came back.

use std::collections::BTreeMap;

use super::{RetryArgs, member, refused, source};
use crate::cli::{Exit, Stop};
use crate::db::{Conn, Db, DbError};
use crate::delivery::receipts::{Filter, MAX_PAGE_SIZE, Phase, ReceiptError, Receipts, Retried};
use crate::delivery::{Actor, DeliveryId};
use crate::time::{SignedDuration, Timestamp};

/// From when on messages are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Since {
    Ago(SignedDuration),
    At(Timestamp),
}

impl Since {
    pub fn before(self, now: Timestamp) -> Timestamp {
        match self {
            Since::Ago(length) => now.saturating_sub(length).unwrap_or(Timestamp::MIN),
            Since::At(at) => at,
        }
    }
}

/// Parses `6h`, `2d`, `90m` or an instant with its offset.
pub(super) fn since(text: &str) -> Result<Since, String> {
    if let Ok(at) = text.parse() {
        return Ok(Since::At(at));
    }
    let hours = text.strip_suffix('d').and_then(|days| days.parse::<u32>().ok()).map(|days| i64::from(days) * 24);
    let length = hours.map(SignedDuration::from_hours).or_else(|| text.parse().ok());
    length.filter(SignedDuration::is_positive).map(Since::Ago).ok_or_else(|| {
        "give how long ago, such as 6h, 90m or 2d, or an instant with its offset, such as 2026-11-10T14:00:00Z"
            .to_owned()
    })
}

/// Each message has a transaction of its own, so one that cannot be tried again or read stops no other.
pub(super) async fn retry(db: &Db, receipts: &Receipts, args: &RetryArgs, now: Timestamp) -> Result<(), Stop> {
    let ids = ids(&mut *db.read().await?, receipts, args, now).await?;
    let mut counts = Counts::default();
    for id in ids {
        let done = if args.dry_run {
            receipts.rehearse_retry(db, Actor::Operator, id, now).await
        } else {
            receipts.retry(db, Actor::Operator, id, now).await
        };
        counts.add(done)?;
    }
    counts.print(args)
}

async fn ids(conn: &mut Conn, receipts: &Receipts, args: &RetryArgs, now: Timestamp) -> Result<Vec<DeliveryId>, Stop> {
    if !args.numbers.is_empty() {
        return Ok(args.numbers.iter().copied().map(DeliveryId).collect());
    }
    let filter = Filter {
        phases: vec![Phase::Failed, Phase::Unknown],
        member: member(conn, args.member.as_deref()).await?,
        source: source(conn, receipts, args.source.clone()).await?,
        since: args.since.map(|since| since.before(now)),
    };
    Ok(receipts.matching(conn, Actor::Operator, &filter, MAX_PAGE_SIZE).await?)
}

/// How many messages came to which result.
#[derive(Default)]
struct Counts {
    again: u64,
    looked_for: u64,
    sooner: u64,
    /// By the reason.
    refused: BTreeMap<String, u64>,
}

impl Counts {
    fn add(&mut self, done: Result<Retried, ReceiptError>) -> Result<(), Stop> {
        let reason = match done {
            Ok(Retried::Enqueued) => return Ok(self.again += 1),
            Ok(Retried::LooksFirst) => return Ok(self.looked_for += 1),
            Ok(Retried::Sooner) => return Ok(self.sooner += 1),
            Err(ReceiptError::Refused { refusal, .. }) => refused(refusal),
            Err(ReceiptError::NoDelivery(_)) => "there is no such message any more".to_owned(),
            Err(ReceiptError::Db(DbError::Corrupt(_))) => "it cannot be read; see `magpie check`".to_owned(),
            Err(error) => return Err(error.into()),
        };
        *self.refused.entry(reason).or_default() += 1;
        Ok(())
    }

    fn print(&self, args: &RetryArgs) -> Result<(), Stop> {
        let [again, looked_for, sooner, left] = match args.dry_run {
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
        for (what, count) in [(again, self.again), (looked_for, self.looked_for), (sooner, self.sooner)] {
            if count > 0 {
                println!("{count:>7}  {what}");
            }
        }
        for (reason, count) in &self.refused {
            println!("{count:>7}  {left}: {reason}");
        }
        let retried = self.again + self.looked_for + self.sooner;
        let all = retried + self.refused.values().sum::<u64>();
        if all == u64::from(MAX_PAGE_SIZE) {
            println!("There may be more: this many are handled at a time. Give the same command again for the rest.");
        }
        match (retried, all) {
            (_, 0) => Err(Stop::new(Exit::NotDone, "no failed or unknown message matches; see `magpie outbox list`")),
            (0, _) => Err(Stop::new(Exit::NotDone, "none of these messages can be tried again")),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_and_instants_are_understood_and_anything_else_is_explained() {
        let now: Timestamp = "2026-11-10T14:00:00Z".parse().unwrap();
        let at = |text: &str| since(text).map(|since| since.before(now).to_string());
        for (text, expected) in [
            ("6h", "2026-11-10T08:00:00Z"),
            ("90m", "2026-11-10T12:30:00Z"),
            ("1h 30m", "2026-11-10T12:30:00Z"),
            ("2d", "2026-11-08T14:00:00Z"),
            ("2026-11-10T09:00:00+01:00", "2026-11-10T08:00:00Z"),
        ] {
            assert_eq!(at(text).as_deref(), Ok(expected), "{text}");
        }
        for text in ["", "yesterday", "6", "-6h", "0h", "2026-11-10", "2026-11-10T14:00"] {
            assert!(at(text).is_err_and(|why| why.starts_with("give how long ago")), "{text}");
        }
    }
}
