//! The message to the secretariat, as the dispatcher asks for it.
//!
//! # When it is late
//! It comes, worded as things stand by then: what is over is told as over, from when to when.

use async_trait::async_trait;

use super::model::{IncidentFacts, IncidentId};
use super::service;
use crate::db::Tx;
use crate::delivery::{
    About, Action, Due, Facts, FactsType, Lane, Outcome, Record, Sound, Source, SourceError, SourceName, Tells,
    Verdict, outbox,
};
use crate::time::Timestamp;

pub const SOURCE: SourceName = SourceName::new("watch");
/// Behind what is urgent for members, before what can wait.
pub(super) const LANE: Lane = Lane::Prompt;

pub(super) fn subject(id: IncidentId) -> String {
    format!("incident/{id}")
}

fn incident_of(subject: &str) -> Result<IncidentId, SourceError> {
    let id = subject.strip_prefix("incident/").and_then(|id| id.parse().ok());
    id.ok_or_else(|| SourceError::Broken(format!("no incident in {subject}")))
}

pub struct WatchSource;

#[async_trait]
impl Source for WatchSource {
    fn name(&self) -> SourceName {
        SOURCE
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![FactsType::of::<IncidentFacts>()]
    }

    /// Many read the channel, some of them in their sleep: it never sounds.
    async fn recheck(&self, tx: &mut Tx, due: &Due, _now: Timestamp) -> Result<Verdict, SourceError> {
        Ok(match service::facts(tx, incident_of(&due.subject)?).await? {
            Some(facts) => Verdict::Send { facts: Facts::new(facts), sound: Sound::Silent },
            None => Verdict::Cancel { reason: "the incident was forgotten" },
        })
    }

    /// What changed while the message was on its way is told by an edit.
    async fn settled(&self, tx: &mut Tx, due: &Due, outcome: &Outcome, now: Timestamp) -> Result<(), SourceError> {
        if matches!((outcome, &due.action), (Outcome::Sent(_), Action::Post(_))) {
            let began = outbox::find(tx, due.id).await?.and_then(|record| record.sending_at);
            let incident = service::facts(tx, incident_of(&due.subject)?).await?.map(|facts| facts.incident);
            let is_newer = |at: Timestamp| began.is_none_or(|began| at > began);
            let changed = incident.is_some_and(|incident| {
                incident.ended_at.is_some_and(is_newer)
                    || incident
                        .spells
                        .iter()
                        .any(|spell| is_newer(spell.began_at) || spell.ended_at.is_some_and(is_newer))
            });
            if changed {
                outbox::edit(tx, due.id, LANE, now).await?;
            }
        }
        Ok(())
    }

    fn about(&self, _posted: &Record) -> About {
        About { text_key: "delivery-about-watch", number: None }
    }

    /// A failing watch must not set off messages about itself.
    fn tells(&self) -> Tells {
        Tells::Itself
    }
}
