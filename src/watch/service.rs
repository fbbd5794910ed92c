//! What becomes of a trouble: it is written down, told, and closed. One function, one use case, one transaction.

use super::model::{Incident, IncidentFacts, IncidentId, Speech, Trouble};
use super::source::{LANE, SOURCE, subject};
use super::store;
use crate::db::{Conn, Db, DbError, Tx};
use crate::delivery::{Action, Address, NewDelivery, State, outbox};
use crate::guild::{self, Place};
use crate::time::Timestamp;

/// The incident that lasts, if one does.
pub async fn open(db: &Db) -> Result<Option<Incident>, DbError> {
    store::open(&mut *db.read().await?).await
}

/// A trouble has lasted since `since`: an incident begins, or has one trouble more. The secretariat is told if Magpie
/// can be heard.
pub async fn raise(db: &Db, trouble: Trouble, since: Timestamp, speech: Speech, now: Timestamp) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    let id = match store::open(&mut tx).await? {
        Some(incident) => incident.id,
        None => store::insert(&mut tx, since).await?,
    };
    store::set_trouble(&mut tx, id, trouble, since).await?;
    tell_or_word_anew(&mut tx, id, speech, now).await?;
    tx.commit().await
}

/// A trouble has been over since `at`. With the last one the incident ends, and that is told in any case.
pub async fn clear(db: &Db, trouble: Trouble, at: Timestamp, now: Timestamp) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    let Some(incident) = store::open(&mut tx).await? else { return Ok(()) };
    if !store::end_trouble(&mut tx, incident.id, trouble, at).await? {
        return Ok(());
    }
    match store::end_if_over(&mut tx, incident.id).await? {
        true => tell_the_end(&mut tx, incident.id, now).await?,
        false => tell_or_word_anew(&mut tx, incident.id, Speech::Cannot, now).await?,
    }
    tx.commit().await
}

/// Tells of the incident that lasts, when Magpie could not be heard as it began and can be now.
pub async fn speak(db: &Db, now: Timestamp) -> Result<(), DbError> {
    if open(db).await?.is_none_or(|incident| incident.delivery.is_some()) {
        return Ok(());
    }
    let mut tx = db.begin().await?;
    if let Some(incident) = store::open(&mut tx).await?.filter(|incident| incident.delivery.is_none()) {
        tell(&mut tx, incident.id, "while-it-lasts", now).await?;
    }
    tx.commit().await
}

async fn tell_or_word_anew(tx: &mut Tx, id: IncidentId, speech: Speech, now: Timestamp) -> Result<(), DbError> {
    let delivery = store::get(tx, id).await?.and_then(|incident| incident.delivery);
    match (delivery, speech) {
        (Some(delivery), _) => match outbox::find(tx, delivery).await?.map(|record| record.state) {
            // One that is on its way is worded when it goes, and once more when it has arrived.
            Some(State::Sent(_)) => outbox::edit(tx, delivery, LANE, now).await,
            _ => Ok(()),
        },
        (None, Speech::Can) => tell(tx, id, "while-it-lasts", now).await,
        (None, Speech::Cannot) => Ok(()),
    }
}

/// The all-clear: in the message that told of it, or, where none could, in one of its own.
async fn tell_the_end(tx: &mut Tx, id: IncidentId, now: Timestamp) -> Result<(), DbError> {
    let Some(facts) = facts(tx, id).await? else { return Ok(()) };
    let told = match facts.incident.delivery {
        Some(delivery) => outbox::find(tx, delivery).await?,
        None => None,
    };
    match told {
        Some(record) if matches!(record.state, State::Sent(_)) => outbox::edit(tx, record.id, LANE, now).await,
        // It has not arrived yet, and will be worded as what it is by then.
        Some(record) if !record.state.is_final() => Ok(()),
        _ if facts.incident.is_worth_telling(facts.delayed) => tell(tx, id, "afterwards", now).await,
        _ => Ok(()),
    }
}

/// Owes the secretariat the message. Without a channel of theirs there is nobody to tell.
async fn tell(tx: &mut Tx, id: IncidentId, when: &'static str, now: Timestamp) -> Result<(), DbError> {
    let setup = guild::service::setup(tx).await?;
    let Some(channel) = setup.and_then(|setup| setup.channel(Place::Secretariat)) else { return Ok(()) };
    let new = NewDelivery {
        source: SOURCE,
        subject: subject(id),
        key: format!("watch/{id}/{when}"),
        action: Action::Post(Address::Channel(channel)),
        lane: LANE,
        not_before: now,
        expires_at: None,
    };
    let delivery = outbox::enqueue(tx, new, now).await?;
    store::set_delivery(tx, id, delivery).await
}

/// The incident as its message tells it.
pub(super) async fn facts(conn: &mut Conn, id: IncidentId) -> Result<Option<IncidentFacts>, DbError> {
    let Some(incident) = store::get(conn, id).await? else { return Ok(None) };
    let delayed = match incident.ended_at {
        Some(ended_at) => outbox::delayed(conn, &SOURCE, incident.began_at, ended_at).await?,
        None => crate::delivery::Delayed::default(),
    };
    Ok(Some(IncidentFacts { incident, delayed }))
}
