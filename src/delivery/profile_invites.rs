//! The button "Remind them": asks members without a profile to set up a profile, at most once a day and only while they
//! are awake. If Magpie does not know a member's time zone, the message arrives silently.
//!
//! # When it is late
//! The message expires after a day. After that, "Remind them" can ask the member again.

use async_trait::async_trait;

use super::model::{Action, Address, Lane, NewDelivery, SourceName};
use super::outbox;
use super::record::Record;
use super::source::{About, Due, Facts, FactsType, Outcome, Sound, Source, SourceError, Verdict};
use crate::db::{Db, DbError, Tx};
use crate::members::service::PROFILE_REMINDER_INTERVAL;
use crate::members::{self, Follower, Member, MemberId, Wakefulness};
use crate::time::Timestamp;
use crate::words::Language;

const NAME: SourceName = SourceName::new("profile-invite");

/// The facts of an invite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProfileInvite {
    /// The language that the member chose in an unfinished set-up. It is not saved with the member yet. `None` if they
    /// chose none there.
    pub draft_language: Option<Language>,
}

/// The source of profile invites. It follows changes of profiles. A new list of expected members can change the time
/// when a member wakes, so the held invite to this member must be checked again.
#[derive(Debug, Clone, Copy, Default)]
pub struct ProfileInvites;

/// The result of "Remind them".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InviteResult {
    /// The names of the members who are awake and are reminded now.
    pub reminded_now: Vec<String>,
    /// The names of the members who are reminded now, but silently, because their time zone is unknown.
    pub reminded_silently: Vec<String>,
    /// The names of the members who are reminded when they wake.
    pub reminded_later: Vec<String>,
    /// How many members are not reminded now, because they were already reminded within the last day.
    pub already_reminded: usize,
}

/// Asks everybody in the server who has a role and no profile, unless they were asked within the last day.
pub async fn ask_all(db: &Db, now: Timestamp) -> Result<InviteResult, DbError> {
    db.write(async |tx| {
        let mut invited = InviteResult::default();
        for member in members::service::present(tx).await?.into_iter().filter(|member| member.profile.is_none()) {
            if !members::service::ask_for_profile(tx, member.id, now).await? {
                invited.already_reminded += 1;
                continue;
            }
            let wakes_at = member.next_awake_at(now);
            let key = format!("profile-invite/{}/{}", member.id, now.as_millisecond());
            let new = NewDelivery::new(NAME, member.id, key, Action::Post(Address::Member(member.id)), Lane::Routine)
                .not_before(wakes_at.unwrap_or(now))
                .expires_at(now + PROFILE_REMINDER_INTERVAL);
            outbox::enqueue(tx, new, now).await?;
            match wakes_at {
                None => invited.reminded_silently.push(member.name),
                Some(at) if at > now => invited.reminded_later.push(member.name),
                Some(_) => invited.reminded_now.push(member.name),
            }
        }
        Ok(invited)
    })
    .await
}

#[async_trait]
impl Source for ProfileInvites {
    fn name(&self) -> SourceName {
        NAME
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![FactsType::of::<ProfileInvite>()]
    }

    async fn recheck(&self, tx: &mut Tx, due: &Due, now: Timestamp) -> Result<Verdict, SourceError> {
        let id: MemberId =
            due.subject.parse().map_err(|_| SourceError::Broken(format!("invalid subject {}", due.subject)))?;
        let Some(member) = members::service::get(tx, id).await?.filter(|member| member.in_guild) else {
            return Ok(Verdict::Cancel { reason: "the member left" });
        };
        if member.profile.is_some() {
            return Ok(Verdict::Cancel { reason: "they have a profile" });
        }
        if member.roles.is_empty() {
            return Ok(Verdict::Cancel { reason: "they have no role any more" });
        }
        let sound = match member.wakefulness(now) {
            // The member is awake now, but this message may have been held until they woke. Of all messages held until
            // a member wakes, only the most urgent message sounds.
            Wakefulness::Awake => outbox::sound_at_waking(tx, due, id, now).await?,
            Wakefulness::UnknownZone => Sound::Silent,
            Wakefulness::Asleep { wakes_at } => return Ok(Verdict::Wait { until: wakes_at }),
        };
        let draft_language = members::service::draft(tx, id).await?.language;
        Ok(Verdict::Send { facts: Facts::new(ProfileInvite { draft_language }), sound })
    }

    async fn settled(&self, _tx: &mut Tx, _due: &Due, _outcome: &Outcome, _now: Timestamp) -> Result<(), SourceError> {
        Ok(())
    }

    fn about(&self, _posted: &Record) -> About {
        About { text_key: "delivery-about-profile-invite", number: None }
    }
}

#[async_trait]
impl Follower for ProfileInvites {
    /// The change may move the time when the member wakes, so check a held message again.
    async fn profile_changed(&self, tx: &mut Tx, _: &Member, after: &Member, now: Timestamp) -> Result<(), DbError> {
        outbox::recheck_held(tx, NAME, &after.id.to_string(), now).await
    }

    async fn left(&self, _: &mut Tx, _: MemberId, _: Timestamp) -> Result<(), DbError> {
        Ok(())
    }
}
