//! Profiles. A draft collects the answers. The draft is saved when it is complete. "I am awake" and "I am away" change
//! a profile for hours or days.

use crate::db::{self, Conn, Db, DbError, Tx};
use crate::members::away::Away;
use crate::members::followers::Followers;
use crate::members::ids::MemberId;
use crate::members::model::{Member, Profile, ProfileDraft};
use crate::members::store;
use crate::time::{SignedDuration, Timestamp, tz_data};
use crate::words::Language;

/// "I am awake until…" is meant for today, so a later end is a typing error.
pub const MAX_AWAKE: SignedDuration = SignedDuration::from_hours(24);
/// "I am away until…" is meant for a journey or a leave. A later end is a typing error.
pub const MAX_AWAY: SignedDuration = SignedDuration::from_hours(366 * 24);

/// The person who answers a question. Contains the columns of a new member row, because the server may not have
/// reported this person yet.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    pub id: MemberId,
    pub handle: &'a str,
    pub name: &'a str,
}

#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// A question has no answer yet.
    #[error("the profile is not complete")]
    Incomplete(Box<ProfileDraft>),
    /// Another answer changed the draft after it was shown.
    #[error("the draft was changed after it was shown")]
    Changed(Box<ProfileDraft>),
    #[error("the member has no profile")]
    NoProfile,
    /// The end is not in the future, or it is more than [`MAX_AWAKE`] from now.
    #[error("until {0} is not within the next 24 hours")]
    NotToday(Timestamp),
    /// The end is not in the future, or it is more than [`MAX_AWAY`] from now.
    #[error("away until {0} is not within the next 366 days")]
    NotThisYear(Timestamp),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The stored draft, or a new draft that starts from the saved profile.
pub async fn draft(conn: &mut Conn, id: MemberId) -> Result<ProfileDraft, DbError> {
    if let Some(draft) = store::draft(conn, id).await? {
        return Ok(draft);
    }
    match store::get(conn, id).await?.and_then(|member| member.profile) {
        Some(profile) => {
            Ok(ProfileDraft { place: store::place(conn, id).await?, ..ProfileDraft::from_profile(&profile) })
        }
        None => Ok(ProfileDraft::default()),
    }
}

/// Stores the answer to a question of the set-up.
///
/// An answer that changes nothing keeps the revision. Discord may deliver an interaction twice, and the first delivery
/// already showed a review with its "Save" button. A new revision would make that button useless.
pub async fn revise(
    db: &Db,
    person: Person<'_>,
    now: Timestamp,
    change: impl FnOnce(&mut ProfileDraft) + Send,
) -> Result<ProfileDraft, DbError> {
    db.write(async |tx| {
        store::insert_if_missing(tx, person.id, person.handle, person.name, now).await?;
        let before = draft(tx, person.id).await?;
        let mut draft = before.clone();
        change(&mut draft);
        if draft != before {
            draft.revision += 1;
        }
        store::set_draft(tx, person.id, &draft, now).await?;
        Ok(draft)
    })
    .await
}

/// Saves the draft as the profile, if it is still at `revision`. A second call with the same revision changes nothing.
///
/// # Errors
/// `Incomplete` when a question has no answer; `Changed` when the draft now has another revision.
pub async fn save(
    db: &Db,
    followers: &Followers,
    id: MemberId,
    revision: i64,
    now: Timestamp,
) -> Result<Member, ProfileError> {
    db.write(async |tx| {
        let before = store::get_known(tx, id).await?;
        let Some(draft) = store::draft(tx, id).await? else {
            // An earlier press already saved the draft and deleted it.
            return if before.profile.is_some() { Ok(before) } else { Err(ProfileError::NoProfile) };
        };
        if draft.revision != revision {
            return Err(ProfileError::Changed(Box::new(draft)));
        }
        let Some(profile) = draft.complete(before.profile.as_ref(), now) else {
            return Err(ProfileError::Incomplete(Box::new(draft)));
        };
        let answers = Answers { profile, place: draft.place, language: draft.language };
        Ok(save_answers(tx, followers, &before, answers, now).await?)
    })
    .await
}

/// Everything that is stored when a member saves a profile.
pub(super) struct Answers {
    pub profile: Profile,
    pub place: Option<String>,
    /// `None` keeps the current language.
    pub language: Option<Language>,
}

/// Saves the profile of the member `before` and deletes their draft. Returns the member with the new profile.
pub(super) async fn save_answers(
    tx: &mut Tx,
    followers: &Followers,
    before: &Member,
    answers: Answers,
    now: Timestamp,
) -> Result<Member, DbError> {
    let id = before.id;
    store::set_profile(tx, id, &answers.profile).await?;
    store::set_place(tx, id, answers.place.as_deref()).await?;
    if let Some(language) = answers.language {
        store::set_language(tx, id, language).await?;
    }
    store::delete_draft(tx, id).await?;
    let after = store::get_known(tx, id).await?;
    followers.profile_changed(tx, before, &after, now).await?;
    Ok(after)
}

/// Stores the language that a person chose. The person needs no profile.
pub async fn choose_language(db: &Db, person: Person<'_>, language: Language, now: Timestamp) -> Result<(), DbError> {
    db.write(async |tx| {
        store::insert_if_missing(tx, person.id, person.handle, person.name, now).await?;
        store::set_language(tx, person.id, language).await
    })
    .await
}

/// Sets "I am awake until…": quiet hours do not apply before `until`. `None` ends "I am awake" now.
///
/// # Errors
/// `NotToday` unless `until` is within [`MAX_AWAKE`]: a typing error must not switch off somebody's quiet hours for
/// weeks.
pub async fn set_awake_until(
    db: &Db,
    followers: &Followers,
    id: MemberId,
    until: Option<Timestamp>,
    now: Timestamp,
) -> Result<Member, ProfileError> {
    if let Some(until) = until.filter(|until| *until <= now || until.duration_since(now) > MAX_AWAKE) {
        return Err(ProfileError::NotToday(until));
    }
    // A member who says that they are awake is not away.
    let change = |profile: Profile| Profile {
        awake_until: until,
        away: if until.is_some() { None } else { profile.away },
        ..profile
    };
    change_profile(db, followers, id, change, now).await
}

/// Sets "I am away until…": the member counts as asleep until the end of the absence, whatever the quiet hours say.
/// `None` ends the absence now.
///
/// # Errors
/// `NotThisYear` unless the absence ends within [`MAX_AWAY`].
pub async fn set_away_until(
    db: &Db,
    followers: &Followers,
    id: MemberId,
    away: Option<Away>,
    now: Timestamp,
) -> Result<Member, ProfileError> {
    let until = away.map(|away| away.until);
    if let Some(until) = until.filter(|until| *until <= now || until.duration_since(now) > MAX_AWAY) {
        return Err(ProfileError::NotThisYear(until));
    }
    // "I am awake until…" is kept. It does not count during the absence, and counts again after an early return.
    let change = |profile: Profile| Profile { away, ..profile };
    change_profile(db, followers, id, change, now).await
}

async fn change_profile(
    db: &Db,
    followers: &Followers,
    id: MemberId,
    change: impl FnOnce(Profile) -> Profile + Send,
    now: Timestamp,
) -> Result<Member, ProfileError> {
    db.write(async |tx| {
        let before = store::get(tx, id).await?.ok_or(ProfileError::NoProfile)?;
        let profile = before.profile.ok_or(ProfileError::NoProfile)?;
        store::set_profile(tx, id, &change(profile)).await?;
        let after = store::get_known(tx, id).await?;
        followers.profile_changed(tx, &before, &after, now).await?;
        Ok(after)
    })
    .await
}

/// Recomputes a member's "away until" with the current tz data. Followers recompute what they plan in the member's
/// local time.
async fn recompute(tx: &mut Tx, followers: &Followers, member: &Member, now: Timestamp) -> Result<(), DbError> {
    let Some(before) = member.profile else {
        return followers.profile_changed(tx, member, member, now).await;
    };
    let profile = Profile { away: before.away.map(|away| away.recomputed(before.zone)), ..before };
    if profile != before {
        store::set_profile(tx, member.id, &profile).await?;
    }
    let after = Member { profile: Some(profile), ..member.clone() };
    followers.profile_changed(tx, member, &after, now).await
}

/// Called once at each start. When the tz data changed since the last start, notifies the followers as if each member
/// had saved their profile, so that the followers recompute what they plan in local times. Returns the number of
/// members.
pub async fn follow_tz_data(db: &Db, followers: &Followers, now: Timestamp) -> Result<usize, DbError> {
    const KEY: &str = "tz-data";
    let version = tz_data().version;
    if db::read_setting(&mut *db.read().await?, KEY).await?.as_deref() == Some(version) {
        return Ok(0);
    }
    let members = store::present(&mut *db.read().await?).await?;
    let members_with_zone: Vec<Member> = members.into_iter().filter(|member| member.rest().is_some()).collect();
    let all = db.write(async |tx| {
        for member in &members_with_zone {
            recompute(tx, followers, member, now).await?;
        }
        Ok::<_, DbError>(())
    });
    match all.await {
        Err(error) if error.affects_one_row() => {
            for member in &members_with_zone {
                let one = db.write(async |tx| recompute(tx, followers, member, now).await).await;
                match one {
                    Err(error) if error.affects_one_row() => {
                        tracing::error!(
                            member.id = member.id.0,
                            %error,
                            "cannot recompute a member's plans for the new tz data; they keep their times"
                        );
                    }
                    one => one?,
                }
            }
        }
        all => all?,
    }
    db.write(async |tx| db::write_setting(tx, KEY, version).await).await?;
    Ok(members_with_zone.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::members::model::EmergencyWake;
    use crate::time::QuietHours;

    #[tokio::test]
    async fn repeated_answer_keeps_the_revision_of_the_review() {
        let folder = tempfile::tempdir().unwrap();
        let db = crate::db::testing::open(folder.path()).await;
        let now: Timestamp = "2020-11-10T16:55:00Z".parse().unwrap();
        let ada = Person { id: MemberId(2), handle: "ada", name: "Ada" };
        let answer = |draft: &mut ProfileDraft| draft.quiet = Some(QuietHours::none().into());
        let shown = revise(&db, ada, now, answer).await.unwrap();
        assert_eq!(revise(&db, ada, now, answer).await.unwrap(), shown);
        let other = revise(&db, ada, now, |draft| draft.emergency = Some(EmergencyWake::Refused)).await.unwrap();
        assert_eq!(other.revision, shown.revision + 1);
    }
}
