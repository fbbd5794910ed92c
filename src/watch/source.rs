//! The source of announcements: renders each announcement right before its attempt.
//!
//! # Late announcements
//! A late announcement shows the current state of the incident. If the incident has ended, the announcement shows its
//! beginning and its end.

use async_trait::async_trait;

use super::announcement::{self, SOURCE};
use super::model::{IncidentFacts, IncidentId};
use crate::db::Tx;
use crate::delivery::{
    About, Due, Facts, FactsType, FailureReporting, Outcome, Record, Sound, Source, SourceError, SourceName, Verdict,
};
use crate::time::Timestamp;

/// The source of the announcements of incidents.
pub struct WatchSource;

#[async_trait]
impl Source for WatchSource {
    fn name(&self) -> SourceName {
        SOURCE
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![FactsType::of::<IncidentFacts>()]
    }

    /// Renders the announcement, always without sound, because some readers of the channel are asleep.
    async fn recheck(&self, tx: &mut Tx, due: &Due, _now: Timestamp) -> Result<Verdict, SourceError> {
        Ok(match announcement::load_facts(tx, incident_of(due)?).await? {
            Some(facts) => Verdict::Send { facts: Facts::new(facts), sound: Sound::Silent },
            None => Verdict::Cancel { reason: "the incident was deleted" },
        })
    }

    async fn settled(&self, _tx: &mut Tx, _due: &Due, _outcome: &Outcome, _now: Timestamp) -> Result<(), SourceError> {
        Ok(())
    }

    fn about(&self, _posted: &Record) -> About {
        About { text_key: "delivery-about-watch", number: None }
    }

    /// `Itself`, because a failed announcement must not cause a further message about the failure.
    fn failure_reporting(&self) -> FailureReporting {
        FailureReporting::Itself
    }
}

fn incident_of(due: &Due) -> Result<IncidentId, SourceError> {
    let subject = &due.subject;
    announcement::incident_of(subject).ok_or_else(|| SourceError::Broken(format!("no incident in {subject}")))
}
