//! The message that announces an incident: enqueued once, and re-rendered when the incident changes.

use strum::IntoStaticStr;

use super::model::{IncidentFacts, IncidentId};
use super::store;
use crate::db::{Conn, DbError, Tx};
use crate::delivery::{Action, Address, Delayed, Lane, NewDelivery, Record, SourceName, State, outbox};
use crate::guild::{self, ChannelPurpose};
use crate::time::Timestamp;

pub const SOURCE: SourceName = SourceName::new("watch");
/// Less urgent than urgent messages for members, and more urgent than messages that can wait.
pub const LANE: Lane = Lane::Prompt;
const SUBJECT_PREFIX: &str = "incident/";

/// When the incident is announced. Part of the delivery's key.
#[derive(Debug, Clone, Copy, IntoStaticStr)]
pub enum Phase {
    #[strum(serialize = "while-it-lasts")]
    Open,
    #[strum(serialize = "afterwards")]
    Over,
}

/// The incident that a delivery announces; `None` if the subject belongs to another source.
pub fn incident_of(subject: &str) -> Option<IncidentId> {
    subject.strip_prefix(SUBJECT_PREFIX)?.parse().ok()
}

/// Enqueues the message to the secretariat's channel. Does nothing before that channel is set up.
pub async fn enqueue(tx: &mut Tx, id: IncidentId, phase: Phase, now: Timestamp) -> Result<(), DbError> {
    let setup = guild::service::setup(tx).await?;
    let Some(channel) = setup.and_then(|setup| setup.channel(ChannelPurpose::Secretariat)) else { return Ok(()) };
    let key = format!("watch/{id}/{}", <&str>::from(phase));
    let action = Action::Post(Address::Channel(channel));
    let new = NewDelivery::new(SOURCE, format!("{SUBJECT_PREFIX}{id}"), key, action, LANE);
    let delivery = outbox::enqueue(tx, new, now).await?;
    store::set_delivery(tx, id, delivery).await
}

/// Enqueues an edit of the message if it was sent. An unsent message is rendered when it is sent.
pub async fn re_render(tx: &mut Tx, record: &Record, now: Timestamp) -> Result<(), DbError> {
    match record.state {
        State::Sent(_) => outbox::edit(tx, record.id, LANE, now).await,
        _ => Ok(()),
    }
}

/// The facts of the announcement. `None` if there is no such incident.
pub async fn load_facts(conn: &mut Conn, id: IncidentId) -> Result<Option<IncidentFacts>, DbError> {
    let Some(incident) = store::get(conn, id).await? else { return Ok(None) };
    let delayed = match incident.ended_at {
        Some(ended_at) => outbox::delayed(conn, &SOURCE, incident.began_at, ended_at).await?,
        None => Delayed::default(),
    };
    Ok(Some(IncidentFacts { incident, delayed }))
}
