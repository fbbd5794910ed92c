//! Whether and where a member's DM reaches them.

use crate::db::{Db, DbError, Tx};
use crate::members::ids::{ChannelId, MemberId};
use crate::members::store;
use crate::time::{SignedDuration, Timestamp};

/// A person without a profile is reminded of it once in this time, however often somebody presses the button.
pub const PROFILE_ASKED_EVERY: SignedDuration = SignedDuration::from_hours(24);

/// A member acted, so a DM that Discord refused may be tried again. Writes only if Discord had refused one.
pub async fn acted(db: &Db, id: MemberId, now: Timestamp) -> Result<(), DbError> {
    let reach = store::get(&mut *db.read().await?, id).await?.map(|member| member.reach).unwrap_or_default();
    if reach.closed_at.is_none() || reach.acted_at.is_some() {
        return Ok(());
    }
    db.write(async |tx| store::set_dm_acted(tx, id, now).await).await?;
    Ok(())
}

/// The member's own act opened the DM `channel`.
pub async fn dm_opened(tx: &mut Tx, id: MemberId, channel: ChannelId) -> Result<(), DbError> {
    store::set_dm_open(tx, id, channel).await
}

/// Our message arrived in `channel`. If that is the member's DM, it is open.
pub async fn messaged(tx: &mut Tx, id: MemberId, channel: ChannelId, now: Timestamp) -> Result<(), DbError> {
    store::set_dm_messaged(tx, id, channel, now).await
}

/// Discord refused a DM (50007). Returns whether that is new.
pub async fn dm_closed(tx: &mut Tx, id: MemberId, now: Timestamp) -> Result<bool, DbError> {
    store::set_dm_closed(tx, id, now).await
}

/// [`dm_opened`] in a transaction of its own.
pub async fn record_dm_channel(db: &Db, id: MemberId, channel: ChannelId) -> Result<(), DbError> {
    db.write(async |tx| dm_opened(tx, id, channel).await).await
}

/// The member opened the DM `channel`, and a message arrived in it.
pub async fn record_dm_sent(db: &Db, id: MemberId, channel: ChannelId, now: Timestamp) -> Result<(), DbError> {
    db.write(async |tx| {
        dm_opened(tx, id, channel).await?;
        messaged(tx, id, channel, now).await
    })
    .await
}

/// [`dm_closed`] in a transaction of its own.
pub async fn record_dm_refused(db: &Db, id: MemberId, now: Timestamp) -> Result<(), DbError> {
    db.write(async |tx| dm_closed(tx, id, now).await).await?;
    Ok(())
}

/// The answer to the test of their phone.
pub async fn heard_test(db: &Db, id: MemberId, at: Option<Timestamp>) -> Result<(), DbError> {
    db.write(async |tx| store::set_phone_confirmed(tx, id, at).await).await?;
    Ok(())
}

/// Whether a person in the server is reminded of their profile now: not more than once in [`PROFILE_ASKED_EVERY`].
pub async fn ask_for_profile(tx: &mut Tx, id: MemberId, now: Timestamp) -> Result<bool, DbError> {
    let since = now.saturating_sub(PROFILE_ASKED_EVERY).unwrap_or(Timestamp::MIN);
    store::set_profile_asked(tx, id, since, now).await
}
