//! The use cases in which the secretariat records that it reached people outside Discord. Each use case is one function
//! and one transaction.

use std::collections::BTreeSet;

use super::error::AlertError;
use super::lookup::{require_alert, require_secretariat};
use super::model::{AlertId, Reached};
use super::{missing, roster, store};
use crate::db::Db;
use crate::members::MemberId;
use crate::time::Timestamp;

/// The result of a choice in the list of who is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReachOutcome {
    /// The names of the people of whom this is recorded now, in alphabetical order. Empty if it was recorded before, or
    /// if none of the chosen people is missing any more.
    Recorded(Vec<String>),
    /// The alert has ended, so nothing was recorded.
    Ended,
}

/// Records that `actor` reached these people outside Discord. They are not asked again, but still have not answered. A
/// person who was reached before, or who is not missing any more, is left out.
///
/// # Errors
/// `NotSecretariat` when `actor` is not in the secretariat. `NoAlert` when no alert has this id.
pub async fn mark_reached(
    db: &Db,
    actor: MemberId,
    id: AlertId,
    people: &BTreeSet<MemberId>,
    now: Timestamp,
) -> Result<ReachOutcome, AlertError> {
    record(db, actor, id, people, Mark::Reached, now).await
}

/// Undoes [`mark_reached`]: these people were not reached. A person who was not marked is left out.
///
/// # Errors
/// As [`mark_reached`].
pub async fn unmark_reached(
    db: &Db,
    actor: MemberId,
    id: AlertId,
    people: &BTreeSet<MemberId>,
    now: Timestamp,
) -> Result<ReachOutcome, AlertError> {
    record(db, actor, id, people, Mark::NotReached, now).await
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Reached,
    NotReached,
}

async fn record(
    db: &Db,
    actor: MemberId,
    id: AlertId,
    people: &BTreeSet<MemberId>,
    mark: Mark,
    now: Timestamp,
) -> Result<ReachOutcome, AlertError> {
    db.write(async |tx| {
        require_secretariat(tx, actor).await?;
        let alert = require_alert(tx, id).await?;
        if !alert.is_active() {
            return Ok(ReachOutcome::Ended);
        }
        let reached = Reached { at: now, by: actor, version: alert.current_version.number };
        let mut names = Vec::new();
        for (recipient, member) in missing::remaining_recipients(tx, &alert).await? {
            if !people.contains(&member.id) {
                continue;
            }
            let is_changed = match mark {
                Mark::Reached if recipient.reached_about(alert.announced_version).is_some() => false,
                Mark::Reached => store::set_reached_outside(tx, id, member.id, reached).await?,
                Mark::NotReached => store::clear_reached_outside(tx, id, member.id).await?,
            };
            if is_changed {
                names.push(member.name);
            }
        }
        names.sort_by_key(|name| name.to_lowercase());
        if !names.is_empty() {
            roster::refresh(tx, id, now).await?;
        }
        Ok(ReachOutcome::Recorded(names))
    })
    .await
}
