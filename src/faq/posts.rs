//! The copies of a card in channels.

use super::messages::{self, FaqMessage, LANE, SOURCE};
use super::model::{Card, CardId};
use super::store;
use crate::db::{DbError, Tx};
use crate::delivery::outbox::EditOutcome;
use crate::delivery::{Action, Address, NewDelivery, State, outbox};
use crate::members::ChannelId;
use crate::time::Timestamp;

/// What happens to the copies of a changed card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CopyChanges {
    /// Copies that are changed too.
    pub changed: usize,
    /// Copies that Magpie can no longer change, because their delivery was deleted after its retention time.
    pub out_of_reach: usize,
}

pub(super) async fn post(tx: &mut Tx, card: &Card, channel: ChannelId, now: Timestamp) -> Result<(), DbError> {
    let number = store::count_posts(tx, card.id).await? + 1;
    let key = format!("faq/{}/copy/{number}", card.id);
    let action = Action::Post(Address::Channel(channel));
    let new =
        NewDelivery::new(SOURCE, messages::card_subject(card.id), key, action, LANE).part(FaqMessage::Copy.part());
    let delivery = outbox::enqueue(tx, new, now).await?;
    store::insert_post(tx, delivery, card.id, channel, now).await
}

/// Enqueues an edit of every copy that may be in its channel. A copy that is not sent yet is rendered when it is sent.
pub(super) async fn re_render(tx: &mut Tx, card: CardId, now: Timestamp) -> Result<CopyChanges, DbError> {
    let mut changes = CopyChanges::default();
    for (delivery, _) in store::posts(tx, card).await? {
        let state = outbox::find(tx, delivery).await?.map(|record| record.state);
        if matches!(state, Some(State::Pending | State::Retry)) {
            changes.changed += 1;
            continue;
        }
        match outbox::edit_if_known(tx, delivery, LANE, now).await? {
            EditOutcome::Enqueued => changes.changed += 1,
            EditOutcome::NotEditable => {
                store::set_post_gone(tx, delivery, now).await?;
                changes.out_of_reach += 1;
            }
        }
    }
    Ok(changes)
}
