//! Whether and where a DM reaches a member.

use crate::db::{Db, DbError, Tx};
use crate::members::ids::{ChannelId, MemberId};
use crate::members::store;
use crate::time::{SignedDuration, Timestamp};

/// A person without a profile is reminded at most once in this time, however often somebody presses the button.
pub const PROFILE_REMINDER_INTERVAL: SignedDuration = SignedDuration::from_hours(24);

/// Records that the member used Magpie. If Discord has refused a DM, the record permits one more attempt to send a DM.
/// Otherwise nothing is written.
pub async fn record_act(db: &Db, id: MemberId, now: Timestamp) -> Result<(), DbError> {
    let reach = store::get(&mut *db.read().await?, id).await?.map(|member| member.reach).unwrap_or_default();
    if reach.closed_at.is_none() || reach.acted_at.is_some() {
        return Ok(());
    }
    db.write(async |tx| store::set_dm_acted(tx, id, now).await).await?;
    Ok(())
}

/// Stores the DM `channel` that the member opened.
pub async fn set_dm_channel(tx: &mut Tx, id: MemberId, channel: ChannelId) -> Result<(), DbError> {
    store::set_dm_open(tx, id, channel).await
}

/// Records that a message of ours arrived in `channel`. If `channel` is the DM of the member, the DM counts as open.
pub async fn record_dm_arrival(tx: &mut Tx, id: MemberId, channel: ChannelId, now: Timestamp) -> Result<(), DbError> {
    store::set_dm_messaged(tx, id, channel, now).await
}

/// Records that Discord refused a DM (error 50007). Returns false if an earlier refusal is stored and the member has
/// not used Magpie since that refusal.
pub async fn set_dm_refused(tx: &mut Tx, id: MemberId, now: Timestamp) -> Result<bool, DbError> {
    store::set_dm_closed(tx, id, now).await
}

/// Calls [`set_dm_channel`] in its own transaction.
pub async fn record_dm_channel(db: &Db, id: MemberId, channel: ChannelId) -> Result<(), DbError> {
    db.write(async |tx| set_dm_channel(tx, id, channel).await).await
}

/// Stores the DM `channel` that the member opened, and records that a message arrived in this DM.
pub async fn record_dm_sent(db: &Db, id: MemberId, channel: ChannelId, now: Timestamp) -> Result<(), DbError> {
    db.write(async |tx| {
        set_dm_channel(tx, id, channel).await?;
        record_dm_arrival(tx, id, channel, now).await
    })
    .await
}

/// Calls [`set_dm_refused`] in its own transaction.
pub async fn record_dm_refused(db: &Db, id: MemberId, now: Timestamp) -> Result<(), DbError> {
    db.write(async |tx| set_dm_refused(tx, id, now).await).await?;
    Ok(())
}

/// Stores when the member confirmed that they heard the test message; `None` if they did not hear it.
pub async fn record_phone_test(db: &Db, id: MemberId, at: Option<Timestamp>) -> Result<(), DbError> {
    db.write(async |tx| store::set_phone_confirmed(tx, id, at).await).await?;
    Ok(())
}

/// Decides whether to remind a person in the server of their profile now, and records the reminder. Returns false if
/// the person was reminded within [`PROFILE_REMINDER_INTERVAL`].
pub async fn ask_for_profile(tx: &mut Tx, id: MemberId, now: Timestamp) -> Result<bool, DbError> {
    let since = now.saturating_sub(PROFILE_REMINDER_INTERVAL).unwrap_or(Timestamp::MIN);
    store::set_profile_asked(tx, id, since, now).await
}
