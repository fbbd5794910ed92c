//! Whom Magpie asks to take a shift that its person did not confirm, or gave back shortly before: first those who are
//! available, then the secretariat.

use super::messages;
use super::model::{Shift, may_have_duty};
use super::reading;
use crate::db::{DbError, Tx};
use crate::guild;
use crate::members::{self, Group, Member, MemberId, Wakefulness};
use crate::time::Timestamp;

/// At most this many people are asked at once to take a shift over.
const MAX_ASKED: usize = 4;

/// Asks those who are available without a rota to take the shift over. Returns whether anybody was asked.
pub async fn ask_available(tx: &mut Tx, shift: &Shift, now: Timestamp) -> Result<bool, DbError> {
    let roster = reading::roster(tx, now).await?;
    let rung_asleep = roster.may_be_rung_asleep();
    let mut is_anybody_asked = false;
    for available in roster.available.iter().filter(|available| available.member != shift.member).take(MAX_ASKED) {
        let member = members::service::get(tx, available.member).await?;
        let can_be_rung = |member: &Member| is_awake(member, now) || rung_asleep.contains(&member.id);
        if member.is_some_and(|member| can_be_rung(&member)) {
            messages::enqueue_cover(tx, shift.id, available.member, now).await?;
            is_anybody_asked = true;
        }
    }
    Ok(is_anybody_asked)
}

/// Asks the members of the secretariat who are awake. If nobody is, tells their channel.
pub async fn ask_secretariat(tx: &mut Tx, shift: &Shift, now: Timestamp) -> Result<(), DbError> {
    let secretariat = members::service::present_in(tx, Group::Secretariat).await?;
    let awake =
        secretariat.iter().filter(|member| may_have_duty(member) && member.id != shift.member && is_awake(member, now));
    let awake: Vec<MemberId> = awake.take(MAX_ASKED).map(|member| member.id).collect();
    for member in &awake {
        messages::enqueue_cover(tx, shift.id, *member, now).await?;
    }
    let channel = guild::service::setup(tx).await?.and_then(|setup| setup.secretariat_channel);
    match channel.filter(|_| awake.is_empty()) {
        Some(channel) => messages::enqueue_cover_channel(tx, shift.id, channel, now).await,
        None => Ok(()),
    }
}

fn is_awake(member: &Member, now: Timestamp) -> bool {
    member.wakefulness(now) == Wakefulness::Awake
}
