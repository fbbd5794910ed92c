//! The use cases of incidents. Each use case is one function and at most one write transaction.

use super::announcement::{self, AnnouncementPhase};
use super::model::{Connectivity, Incident, IncidentId, Trouble};
use super::store;
use crate::db::{Db, DbError, Tx};
use crate::delivery::{Record, State, outbox};
use crate::time::Timestamp;

/// The open incident. `None` if there is none.
pub async fn open_incident(db: &Db) -> Result<Option<Incident>, DbError> {
    store::open_incident(&mut *db.read().await?).await
}

/// Adds a trouble to the open incident. If no incident is open, opens one. Announces the incident if messages reach
/// Discord, or re-renders its announcement.
pub async fn raise(
    db: &Db,
    trouble: Trouble,
    began_at: Timestamp,
    connectivity: Connectivity,
    now: Timestamp,
) -> Result<(), DbError> {
    db.write(async |tx| {
        let id = match store::open_incident(tx).await? {
            Some(incident) => incident.id,
            None => store::insert(tx, began_at).await?,
        };
        store::set_trouble(tx, id, trouble, began_at).await?;
        announce_change(tx, id, connectivity, now).await
    })
    .await
}

/// Ends a trouble of the open incident. If it is the last open trouble, ends the incident.
pub async fn clear(db: &Db, trouble: Trouble, ended_at: Timestamp, now: Timestamp) -> Result<(), DbError> {
    db.write(async |tx| {
        let Some(incident) = store::open_incident(tx).await? else { return Ok(()) };
        if !store::end_trouble(tx, incident.id, trouble, ended_at).await? {
            return Ok(());
        }
        match store::end_if_no_trouble_is_open(tx, incident.id).await? {
            true => announce_end(tx, incident.id, now).await,
            // `Offline` only re-renders. The end of one trouble is no reason to announce an incident that is not
            // announced yet.
            false => announce_change(tx, incident.id, Connectivity::Offline, now).await,
        }
    })
    .await
}

/// Announces the open incident unless it is already announced. Call this function only while messages reach Discord.
pub async fn announce_open(db: &Db, now: Timestamp) -> Result<(), DbError> {
    let is_unannounced = |incident: &Incident| incident.delivery.is_none();
    if !open_incident(db).await?.is_some_and(|incident| is_unannounced(&incident)) {
        return Ok(());
    }
    db.write(async |tx| match store::open_incident(tx).await?.filter(is_unannounced) {
        Some(incident) => announcement::enqueue(tx, incident.id, AnnouncementPhase::Open, now).await,
        None => Ok(()),
    })
    .await
}

/// Re-renders the announcement of the incident. If it is not announced yet, announces it if messages reach Discord.
async fn announce_change(
    tx: &mut Tx,
    id: IncidentId,
    connectivity: Connectivity,
    now: Timestamp,
) -> Result<(), DbError> {
    let delivery = store::get(tx, id).await?.and_then(|incident| incident.delivery);
    match (delivery, connectivity) {
        (Some(delivery), _) => match outbox::find(tx, delivery).await? {
            Some(record) => announcement::re_render(tx, &record, now).await,
            None => Ok(()),
        },
        (None, Connectivity::Online) => announcement::enqueue(tx, id, AnnouncementPhase::Open, now).await,
        (None, Connectivity::Offline) => Ok(()),
    }
}

/// Re-renders the announcement of the ended incident. If this message failed or does not exist, enqueues a new one,
/// unless the incident was short and delayed no message.
async fn announce_end(tx: &mut Tx, id: IncidentId, now: Timestamp) -> Result<(), DbError> {
    let Some(facts) = announcement::load_facts(tx, id).await? else { return Ok(()) };
    let announcement_record = match facts.incident.delivery {
        Some(delivery) => outbox::find(tx, delivery).await?,
        None => None,
    };
    let is_usable = |record: &Record| matches!(record.state, State::Sent(_)) || !record.state.is_final();
    match announcement_record.filter(is_usable) {
        Some(record) => announcement::re_render(tx, &record, now).await,
        None if facts.incident.is_announced_after_its_end(facts.delayed) => {
            announcement::enqueue(tx, id, AnnouncementPhase::Over, now).await
        }
        None => Ok(()),
    }
}
