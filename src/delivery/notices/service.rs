//! Opens notices, adds failed deliveries to them, and updates their messages.

use super::facts::{NAME, NoticeId, NoticeKind, subject};
use super::store;
use crate::db::{self, Conn, DbError, Tx};
use crate::delivery::model::{Action, Address, DeliveryId, Failure, Lane, NewDelivery};
use crate::delivery::outbox;
use crate::delivery::record::Record;
use crate::delivery::source::FailureReporting;
use crate::delivery::state::State;
use crate::guild::{self, ChannelPurpose};
use crate::time::{SignedDuration, Timestamp};

/// How long a new notice collects failures before it is sent. Deliveries that fail together usually fail within
/// seconds.
const COLLECTION_TIME: SignedDuration = SignedDuration::from_secs(20);
/// How long failures are added to a notice. Discord accepts few edits of a message older than an hour (error 30046), so
/// a later failure opens a new notice.
const OPEN_TIME: SignedDuration = SignedDuration::from_mins(55);
/// The key of the setting that stores when Discord began to treat Magpie as a spammer. The value is empty after Discord
/// has stopped.
const QUARANTINE_KEY: &str = "delivery/quarantined_at";

/// Adds a delivery that failed permanently to a notice, if people need to know about the failure.
pub(in crate::delivery) async fn record_failure(
    tx: &mut Tx,
    failure_reporting: FailureReporting,
    record: &Record,
    failure: &Failure,
    now: Timestamp,
) -> Result<(), DbError> {
    match NoticeKind::for_failure(&record.action, failure.cause) {
        Some(kind) if failure_reporting == FailureReporting::Notices => {
            add(tx, record, kind, &failure.reason, now).await
        }
        _ => Ok(()),
    }
}

/// Adds to a notice a delivery whose outcome has been unknown for a long time. A second call changes nothing.
pub(in crate::delivery) async fn record_unknown(
    tx: &mut Tx,
    failure_reporting: FailureReporting,
    record: &Record,
    reason: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    if failure_reporting == FailureReporting::Notices
        && matches!(record.action, Action::Post(_))
        && !store::is_open(tx, record.id).await?
    {
        add(tx, record, NoticeKind::Unknown, reason, now).await?;
    }
    Ok(())
}

/// Updates the notice that reported a delivery, after the delivery arrived or was cancelled. Does nothing without such
/// a notice.
pub(in crate::delivery) async fn record_settled(
    tx: &mut Tx,
    delivery: DeliveryId,
    now: Timestamp,
) -> Result<(), DbError> {
    match store::settle(tx, delivery, now).await? {
        Some(notice) => re_render(tx, notice, now).await,
        None => Ok(()),
    }
}

/// Records that the platform treats Magpie as a spammer, and opens a notice about it. From now on nobody gets a first
/// DM from Magpie. A second call changes nothing.
pub async fn record_quarantine(tx: &mut Tx, now: Timestamp) -> Result<(), DbError> {
    if is_quarantined(tx).await? {
        return Ok(());
    }
    db::write_setting(tx, QUARANTINE_KEY, &now.to_string()).await?;
    open(tx, NoticeKind::Quarantined, now, now).await?;
    Ok(())
}

/// Whether the platform treats Magpie as a spammer, as far as we know.
pub async fn is_quarantined(conn: &mut Conn) -> Result<bool, DbError> {
    Ok(db::read_setting(conn, QUARANTINE_KEY).await?.is_some_and(|since| !since.is_empty()))
}

/// Records that people resolved the quarantine with the platform. Returns false if this was already recorded.
pub(in crate::delivery) async fn record_quarantine_lifted(
    tx: &mut Tx,
    notice: NoticeId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let was_quarantined = is_quarantined(tx).await?;
    db::write_setting(tx, QUARANTINE_KEY, "").await?;
    re_render(tx, notice, now).await?;
    Ok(was_quarantined)
}

/// The deliveries of a notice that are not settled.
pub(in crate::delivery) async fn unsettled_deliveries(
    conn: &mut Conn,
    notice: NoticeId,
) -> Result<Vec<DeliveryId>, DbError> {
    let reported = store::reported_deliveries(conn, notice).await?;
    Ok(reported
        .into_iter()
        .filter(|reported| reported.settled_at.is_none())
        .map(|reported| reported.delivery)
        .collect())
}

async fn add(tx: &mut Tx, record: &Record, kind: NoticeKind, reason: &str, now: Timestamp) -> Result<(), DbError> {
    let same_reason = kind.groups_by_reason().then_some(reason);
    let notice = match store::newest_notice(tx, kind, same_reason).await? {
        Some(notice) if now.duration_since(notice.opened_at) < OPEN_TIME && is_live(tx, notice.delivery).await? => {
            notice.id
        }
        _ => open(tx, kind, now + COLLECTION_TIME, now).await?,
    };
    store::record_reported_delivery(tx, record.id, notice, reason, now).await?;
    re_render(tx, notice, now).await
}

/// Whether deliveries can still be added to the notice's message. If that message failed or was cancelled, nobody reads
/// it.
async fn is_live(conn: &mut Conn, delivery: Option<DeliveryId>) -> Result<bool, DbError> {
    let Some(delivery) = delivery else { return Ok(true) };
    let state = outbox::find(conn, delivery).await?.map(|record| record.state);
    Ok(state.is_some_and(|state| matches!(state, State::Sent(_)) || !state.is_final()))
}

/// Opens a notice. If no channel for the secretariat is set up, only `/delivery` shows the notice.
async fn open(tx: &mut Tx, kind: NoticeKind, not_before: Timestamp, now: Timestamp) -> Result<NoticeId, DbError> {
    let notice = store::insert(tx, kind, now).await?;
    let channel = guild::service::setup(tx).await?.and_then(|setup| setup.channel(ChannelPurpose::Secretariat));
    let Some(channel) = channel else {
        tracing::warn!(
            notice.id = notice.0,
            "the secretariat's channel is not set up, so nobody is told about a failed delivery"
        );
        return Ok(notice);
    };
    let action = Action::Post(Address::Channel(channel));
    let new = NewDelivery::new(NAME, subject(notice), subject(notice), action, Lane::Prompt).not_before(not_before);
    let delivery = outbox::enqueue(tx, new, now).await?;
    store::set_delivery(tx, notice, delivery).await?;
    Ok(notice)
}

/// Edits the notice's message, if an attempt to send it has started. A message that still waits needs no edit, because
/// it is rendered when it is sent.
async fn re_render(tx: &mut Tx, notice: NoticeId, now: Timestamp) -> Result<(), DbError> {
    let Some(delivery) = store::delivery(tx, notice).await? else { return Ok(()) };
    let state = outbox::find(tx, delivery).await?.map(|record| record.state);
    if matches!(state, Some(State::Sent(_) | State::Sending { .. } | State::Unknown { .. })) {
        outbox::edit(tx, delivery, Lane::Routine, now).await?;
    }
    Ok(())
}
