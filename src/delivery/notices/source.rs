//! The source of notices. The dispatcher calls it.

use async_trait::async_trait;

use super::facts::{Line, NAME, NoticeFacts, NoticeId, NoticeKind, Recipient, notice_of};
use super::service::is_quarantined;
use super::store;
use crate::db::{Conn, DbError, Tx};
use crate::delivery::model::{Action, Address, SourceName};
use crate::delivery::outbox;
use crate::delivery::record::Record;
use crate::delivery::source::{
    About, Due, Facts, FactsType, FailureReporting, Outcome, Sound, Source, SourceError, Verdict,
};
use crate::members;
use crate::time::Timestamp;

/// The source of messages to the secretariat about deliveries that failed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Notices;

#[async_trait]
impl Source for Notices {
    fn name(&self) -> SourceName {
        NAME
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![FactsType::of::<NoticeFacts>()]
    }

    /// A notice is always silent, because many people read the channel and some of them are asleep.
    async fn recheck(&self, tx: &mut Tx, due: &Due, _now: Timestamp) -> Result<Verdict, SourceError> {
        let id = notice_of(&due.subject).ok_or_else(|| SourceError::Broken(format!("no notice in {}", due.subject)))?;
        let Some(facts) = facts(tx, id).await? else { return Ok(Verdict::Cancel { reason: "the notice is gone" }) };
        let has_content = !facts.open.is_empty() || facts.is_quarantined;
        if matches!(due.action, Action::Post(_)) && !has_content {
            return Ok(Verdict::Cancel { reason: "all of it was settled meanwhile" });
        }
        Ok(Verdict::Send { facts: Facts::new(facts), sound: Sound::Silent })
    }

    async fn settled(&self, _tx: &mut Tx, _due: &Due, _outcome: &Outcome, _now: Timestamp) -> Result<(), SourceError> {
        Ok(())
    }

    fn about(&self, _posted: &Record) -> About {
        About { text_key: "delivery-about-notice", number: None }
    }

    fn failure_reporting(&self) -> FailureReporting {
        FailureReporting::Itself
    }
}

async fn facts(conn: &mut Conn, notice: NoticeId) -> Result<Option<NoticeFacts>, DbError> {
    let Some(kind) = store::kind(conn, notice).await? else { return Ok(None) };
    let is_quarantined = kind == NoticeKind::Quarantined && is_quarantined(conn).await?;
    let mut facts = NoticeFacts { notice, kind, open: Vec::new(), settled: Vec::new(), is_quarantined };
    for reported in store::reported_deliveries(conn, notice).await? {
        let Some(record) = outbox::find(conn, reported.delivery).await? else { continue };
        let to = match record.action {
            Action::Post(Address::Member(id)) => {
                let member = members::service::get(conn, id).await?;
                let dms_closed = member.as_ref().is_some_and(|member| member.reach.closed_at.is_some());
                Recipient::Person { name: member.map_or_else(|| id.to_string(), |member| member.name), dms_closed }
            }
            Action::Post(Address::Channel(channel)) => Recipient::Channel(channel),
            _ => continue,
        };
        let lines = if reported.settled_at.is_some() { &mut facts.settled } else { &mut facts.open };
        merge(lines, to, record.source.as_str(), reported.reason);
    }
    Ok(Some(facts))
}

/// Adds a failure to the recipient's line, or adds a new line. Each recipient has one line for all their messages.
fn merge(lines: &mut Vec<Line>, to: Recipient, source: &str, reason: String) {
    match lines.iter_mut().find(|line| line.to == to) {
        Some(line) => {
            line.reason = reason;
            if !line.sources.iter().any(|known| known == source) {
                line.sources.push(source.to_owned());
            }
        }
        None => lines.push(Line { to, sources: vec![source.to_owned()], reason }),
    }
}
