//! What the secretariat is told of deliveries that reached nobody: by name, with the reason and how to mend it, never
//! with a word of what was to be said.
//!
//! Those that failed of one cause within an hour share one message, which is kept up to date, so that an outage for
//! fifty people is one message and not fifty. The message is a delivery like every other, of a source of its own; when
//! it fails itself, that is logged and told to nobody, so nothing can go in circles.

mod facts;
mod source;
mod store;

pub use facts::{Ground, Line, NoticeFacts, NoticeId, Way};
pub use source::Notices;

use super::model::{Action, Address, DeliveryId, Failure, Lane, NewDelivery, Record, SourceName, State};
use super::outbox;
use super::ports::Tells;
use crate::db::{self, Conn, DbError, Tx};
use crate::guild::{self, Place};
use crate::time::{SignedDuration, Timestamp};

const NAME: SourceName = SourceName::new("notices");
/// What fails together mostly fails within seconds of each other: it is told together from the start.
const COLLECTING: SignedDuration = SignedDuration::from_secs(20);
/// Discord takes few edits of a message older than an hour (30046): then a new one begins.
const OPEN_FOR: SignedDuration = SignedDuration::from_mins(55);
/// Where it is kept since when Discord holds Magpie for a spammer; empty when it does not.
const QUARANTINE: &str = "delivery/quarantined_at";

/// A delivery was given up.
pub(super) async fn failed(
    tx: &mut Tx,
    tells: Tells,
    record: &Record,
    failure: &Failure,
    now: Timestamp,
) -> Result<(), DbError> {
    match Ground::of(&record.action, failure.cause) {
        Some(ground) if tells == Tells::Notices => add(tx, record, ground, &failure.reason, now).await,
        _ => Ok(()),
    }
}

/// Nobody knows whether a delivery arrived, and nothing will tell by itself. Telling it again changes nothing.
pub(super) async fn unknown(
    tx: &mut Tx,
    tells: Tells,
    record: &Record,
    reason: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    if tells == Tells::Notices && matches!(record.action, Action::Post(_)) && !store::is_open(tx, record.id).await? {
        add(tx, record, Ground::Unknown, reason, now).await?;
    }
    Ok(())
}

/// It arrived after all, or is not wanted any more.
pub(super) async fn mended(tx: &mut Tx, delivery: DeliveryId, now: Timestamp) -> Result<(), DbError> {
    match store::mend(tx, delivery, now).await? {
        Some(notice) => refresh(tx, notice, now).await,
        None => Ok(()),
    }
}

/// Discord holds Magpie for a spammer (20026): from now on nobody gets a first DM. Told once.
pub async fn quarantined(tx: &mut Tx, now: Timestamp) -> Result<(), DbError> {
    if is_quarantined(tx).await? {
        return Ok(());
    }
    db::remember(tx, QUARANTINE, &now.to_string()).await?;
    open(tx, Ground::Quarantined, now, now).await?;
    Ok(())
}

/// Whether Discord holds Magpie for a spammer, as far as we know.
pub async fn is_quarantined(conn: &mut Conn) -> Result<bool, DbError> {
    Ok(db::recall(conn, QUARANTINE).await?.is_some_and(|since| !since.is_empty()))
}

/// People settled it with Discord. False when that was known already.
pub(super) async fn lifted(tx: &mut Tx, notice: NoticeId, now: Timestamp) -> Result<bool, DbError> {
    let was = is_quarantined(tx).await?;
    db::remember(tx, QUARANTINE, "").await?;
    refresh(tx, notice, now).await?;
    Ok(was)
}

/// The deliveries that a notice tells of and that are not mended.
pub(super) async fn open_troubles(conn: &mut Conn, notice: NoticeId) -> Result<Vec<DeliveryId>, DbError> {
    let troubles = store::troubles(conn, notice).await?;
    Ok(troubles.into_iter().filter(|trouble| trouble.mended_at.is_none()).map(|trouble| trouble.delivery).collect())
}

async fn add(tx: &mut Tx, record: &Record, ground: Ground, reason: &str, now: Timestamp) -> Result<(), DbError> {
    let notice = match store::newest(tx, ground).await? {
        Some(notice) if now.duration_since(notice.opened_at) < OPEN_FOR && can_be_told(tx, notice.delivery).await? => {
            notice.id
        }
        _ => open(tx, ground, now + COLLECTING, now).await?,
    };
    store::set_trouble(tx, record.id, notice, reason, now).await?;
    refresh(tx, notice, now).await
}

/// A message that failed or was taken back tells nobody anything any more.
async fn can_be_told(conn: &mut Conn, delivery: Option<DeliveryId>) -> Result<bool, DbError> {
    let Some(delivery) = delivery else { return Ok(true) };
    let state = outbox::find(conn, delivery).await?.map(|record| record.state);
    Ok(state.is_some_and(|state| matches!(state, State::Sent(_)) || !state.is_final()))
}

/// A new notice; without a channel for the secretariat it is kept for `/delivery` alone.
async fn open(tx: &mut Tx, ground: Ground, not_before: Timestamp, now: Timestamp) -> Result<NoticeId, DbError> {
    let notice = store::insert(tx, ground, now).await?;
    let channel = guild::service::setup(tx).await?.and_then(|setup| setup.channel(Place::Secretariat));
    let Some(channel) = channel else {
        tracing::warn!(
            notice.id = notice.0,
            "no channel of the secretariat is set up, so nobody is told of a failed delivery"
        );
        return Ok(notice);
    };
    let new = NewDelivery {
        source: NAME,
        subject: source::subject(notice),
        key: source::subject(notice),
        action: Action::Post(Address::Channel(channel)),
        lane: Lane::Prompt,
        not_before,
        expires_at: None,
    };
    let delivery = outbox::enqueue(tx, new, now).await?;
    store::set_delivery(tx, notice, delivery).await?;
    Ok(notice)
}

/// Words the message anew, if it was sent; what waits is worded when it is sent.
async fn refresh(tx: &mut Tx, notice: NoticeId, now: Timestamp) -> Result<(), DbError> {
    let Some(delivery) = store::delivery(tx, notice).await? else { return Ok(()) };
    let state = outbox::find(tx, delivery).await?.map(|record| record.state);
    if matches!(state, Some(State::Sent(_) | State::Sending | State::Unknown)) {
        outbox::edit(tx, delivery, Lane::Routine, now).await?;
    }
    Ok(())
}
