//! The message that announces an incident to the secretariat. It is enqueued once, and re-rendered when the incident
//! changes.

use strum::IntoStaticStr;

use super::model::{IncidentFacts, IncidentId};
use super::store;
use crate::db::{Conn, DbError, Tx};
use crate::delivery::{Action, Address, Delayed, Lane, NewDelivery, Record, SourceName, State, outbox};
use crate::guild::{self, ChannelPurpose};
use crate::time::Timestamp;

pub const SOURCE: SourceName = SourceName::new("watch");
/// Announcements are less urgent than urgent alerts, and more urgent than routine messages.
pub const LANE: Lane = Lane::Prompt;
const SUBJECT_PREFIX: &str = "incident/";

/// Whether an incident is announced while it is open or after its end. The key of the delivery contains the code of the
/// phase.
#[derive(Debug, Clone, Copy, IntoStaticStr)]
pub enum AnnouncementPhase {
    #[strum(serialize = "while-it-lasts")]
    Open,
    #[strum(serialize = "afterwards")]
    Over,
}

/// The incident that the subject of a delivery names. `None` if the text is not such a subject.
pub fn incident_of(subject: &str) -> Option<IncidentId> {
    subject.strip_prefix(SUBJECT_PREFIX)?.parse().ok()
}

/// Enqueues the announcement of an incident to the secretariat's channel. Does nothing while the set-up has no such
/// channel.
pub async fn enqueue(tx: &mut Tx, id: IncidentId, phase: AnnouncementPhase, now: Timestamp) -> Result<(), DbError> {
    let setup = guild::service::setup(tx).await?;
    let Some(channel) = setup.and_then(|setup| setup.channel(ChannelPurpose::Secretariat)) else { return Ok(()) };
    let key = format!("watch/{id}/{}", <&str>::from(phase));
    let action = Action::Post(Address::Channel(channel));
    let new = NewDelivery::new(SOURCE, format!("{SUBJECT_PREFIX}{id}"), key, action, LANE);
    let delivery = outbox::enqueue(tx, new, now).await?;
    store::set_delivery(tx, id, delivery).await
}

/// Enqueues an edit of the announcement if it was sent. If an attempt is under way or may have arrived, the edit waits
/// for its outcome, because the attempt may have sent the facts before the change. Any other unsent announcement is
/// rendered with the current facts when its attempt starts.
pub async fn re_render(tx: &mut Tx, record: &Record, now: Timestamp) -> Result<(), DbError> {
    match record.state {
        State::Sent(_) | State::Sending { .. } | State::Unknown { .. } => outbox::edit(tx, record.id, LANE, now).await,
        _ => Ok(()),
    }
}

/// The current facts of the announcement of an incident. `None` if this incident does not exist.
pub async fn load_facts(conn: &mut Conn, id: IncidentId) -> Result<Option<IncidentFacts>, DbError> {
    let Some(incident) = store::get(conn, id).await? else { return Ok(None) };
    let delayed = match incident.ended_at {
        Some(ended_at) => outbox::count_delayed(conn, &SOURCE, incident.began_at, ended_at).await?,
        None => Delayed::default(),
    };
    Ok(Some(IncidentFacts { incident, delayed }))
}
