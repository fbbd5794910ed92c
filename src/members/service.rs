//! What happens to members: seen in the server, gone, a profile drafted, saved, exported, deleted.

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::{Map, Value, json};

use super::group::{Group, Roles};
use super::ids::{ChannelId, MemberId};
use super::model::{Member, Profile, ProfileDraft};
use super::store;
use crate::db::{self, Conn, Db, DbError, Tx};
use crate::time::{QuietHours, SignedDuration, Timestamp, Week, tz_data};
use crate::words::Language;

/// "I am awake until…" is about today.
pub const LONGEST_AWAKE: SignedDuration = SignedDuration::from_hours(24);

/// "I am away until…" is about a journey or a leave. Longer ones are slips of the finger.
pub const LONGEST_AWAY: SignedDuration = SignedDuration::from_hours(366 * 24);

/// What another room keeps on a member. `app` registers one for each room that keeps anything.
#[async_trait]
pub trait PrivacyPart: Send + Sync {
    /// The name of the part in the exported file, e.g. `reminders`.
    fn name(&self) -> &'static str;

    /// Everything kept on `member`, as the member may read it; `Null` when nothing is.
    async fn export(&self, conn: &mut Conn, member: MemberId) -> Result<Value, DbError>;

    /// Deletes what is theirs alone and takes their name off what must stay.
    async fn delete(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<Vec<Kept>, DbError>;
}

/// What stays after a deletion, and why: the keys of two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// A Fluent key; its text says what stays and the reason, with `count`.
    pub text_key: &'static str,
    pub count: u64,
}

/// A room that must act in the same transaction when a member changes.
#[async_trait]
pub trait Follower: Send + Sync {
    /// A profile was saved or deleted: the zone or the quiet hours may be new, and plans in their local time with it.
    async fn profile_changed(
        &self,
        tx: &mut Tx,
        before: &Member,
        after: &Member,
        now: Timestamp,
    ) -> Result<(), DbError>;

    /// They left the server: nothing stays pending for them.
    async fn left(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<(), DbError>;
}

/// The rooms that follow the members. Cheap to clone.
#[derive(Clone, Default)]
pub struct Followers {
    parts: Vec<Arc<dyn PrivacyPart>>,
    followers: Vec<Arc<dyn Follower>>,
}

impl Followers {
    #[must_use]
    pub fn with_part(mut self, part: Arc<dyn PrivacyPart>) -> Self {
        self.parts.push(part);
        self
    }

    #[must_use]
    pub fn with_follower(mut self, follower: Arc<dyn Follower>) -> Self {
        self.followers.push(follower);
        self
    }

    async fn profile_changed(
        &self,
        tx: &mut Tx,
        before: &Member,
        after: &Member,
        now: Timestamp,
    ) -> Result<(), DbError> {
        for follower in &self.followers {
            follower.profile_changed(tx, before, after, now).await?;
        }
        Ok(())
    }
}

/// One member, in the server or not.
pub async fn get(conn: &mut Conn, id: MemberId) -> Result<Option<Member>, DbError> {
    store::get(conn, id).await
}

/// Those of `ids` that are known, ordered by id. At most some hundred ids.
pub async fn get_many(conn: &mut Conn, ids: &[MemberId]) -> Result<Vec<Member>, DbError> {
    store::get_many(conn, ids).await
}

/// Everybody in the server who is in any [`Group`], ordered by name.
pub async fn present(conn: &mut Conn) -> Result<Vec<Member>, DbError> {
    store::present(conn).await
}

/// Everybody in the server who is in `group`, ordered by name.
pub async fn present_in(conn: &mut Conn, group: Group) -> Result<Vec<Member>, DbError> {
    Ok(store::present(conn).await?.into_iter().filter(|member| member.roles.has(group)).collect())
}

/// The ids of all whom we know to be in the server, with or without a group.
pub async fn present_ids(conn: &mut Conn) -> Result<Vec<MemberId>, DbError> {
    store::present_ids(conn).await
}

/// The name of the place that a member lives in, in English as they chose it; `None` when the zone's id says it.
pub async fn place(conn: &mut Conn, id: MemberId) -> Result<Option<String>, DbError> {
    store::place(conn, id).await
}

/// The languages that members chose themselves.
pub async fn chosen_languages(conn: &mut Conn) -> Result<Vec<(MemberId, Language)>, DbError> {
    store::chosen_languages(conn).await
}

/// The language that this member chose; `None` when they go by their client's.
pub async fn chosen_language(conn: &mut Conn, id: MemberId) -> Result<Option<Language>, DbError> {
    store::chosen_language(conn, id).await
}

/// A person is in the server: joined, changed, or found there by a sync.
pub async fn seen_present(tx: &mut Tx, id: MemberId, handle: &str, name: &str, roles: Roles) -> Result<(), DbError> {
    store::upsert_present(tx, id, handle, name, roles).await
}

/// A person left the server. Their profile stays (until the retention) for the day they come back; nothing stays
/// pending.
pub async fn left(tx: &mut Tx, followers: &Followers, id: MemberId, now: Timestamp) -> Result<(), DbError> {
    if store::set_left(tx, id, now).await? {
        store::delete_draft(tx, id).await?;
        for follower in &followers.followers {
            follower.left(tx, id, now).await?;
        }
    }
    Ok(())
}

/// Notes the language of their Discord. Costs a read, and a write only when it is new.
pub async fn noticed(db: &Db, id: MemberId, locale: &str) -> Result<(), DbError> {
    if store::locale(&mut *db.read().await?, id).await?.as_deref() == Some(locale) {
        return Ok(());
    }
    let mut tx = db.begin().await?;
    store::set_locale(&mut tx, id, locale).await?;
    tx.commit().await
}

/// The member who pressed or typed something, with the language of their client noted. `None` for a stranger.
pub async fn caller(db: &Db, id: MemberId, locale: &str) -> Result<Option<Member>, DbError> {
    noticed(db, id, locale).await?;
    store::get(&mut *db.read().await?, id).await
}

/// Somebody did something by themselves: a DM that was refused is worth another try. Costs a read, and a write only in
/// that case.
pub async fn acted(db: &Db, id: MemberId, now: Timestamp) -> Result<(), DbError> {
    let reach = store::get(&mut *db.read().await?, id).await?.map(|member| member.reach).unwrap_or_default();
    if reach.closed_at.is_none() || reach.acted_at.is_some() {
        return Ok(());
    }
    let mut tx = db.begin().await?;
    store::set_dm_acted(&mut tx, id, now).await?;
    tx.commit().await
}

/// Who answers: enough to write down somebody whom the server has not shown us yet.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    pub id: MemberId,
    pub handle: &'a str,
    pub name: &'a str,
}

#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// Something is still unanswered.
    #[error("the profile is not complete")]
    Incomplete(Box<ProfileDraft>),
    /// Another answer came after the one that was shown.
    #[error("the draft was changed after it was shown")]
    Changed(Box<ProfileDraft>),
    /// There is no profile, so nothing that hangs on one.
    #[error("the member has no profile")]
    NoProfile,
    /// More than a day ahead, or not ahead at all.
    #[error("until {0} is not within the next 24 hours")]
    NotToday(Timestamp),
    /// More than a year ahead, or not ahead at all.
    #[error("away until {0} is not within the next 366 days")]
    NotThisYear(Timestamp),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The draft that is there, or one that starts from the saved profile.
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

/// Keeps an answer of the set-up flow.
pub async fn revise(
    db: &Db,
    person: Person<'_>,
    now: Timestamp,
    change: impl FnOnce(&mut ProfileDraft) + Send,
) -> Result<ProfileDraft, DbError> {
    let mut tx = db.begin().await?;
    store::insert_stranger(&mut tx, person.id, person.handle, person.name, now).await?;
    let mut draft = draft(&mut tx, person.id).await?;
    change(&mut draft);
    draft.revision += 1;
    store::set_draft(&mut tx, person.id, &draft, now).await?;
    tx.commit().await?;
    Ok(draft)
}

/// Saves the draft of `revision` as the member's profile.
///
/// # Errors
/// `Incomplete` when a question is open, `Changed` when the draft is not the one that was shown. Pressing twice saves
/// once.
pub async fn save(
    db: &Db,
    followers: &Followers,
    id: MemberId,
    revision: i64,
    now: Timestamp,
) -> Result<Member, ProfileError> {
    let mut tx = db.begin().await?;
    let before = known(&mut tx, id).await?;
    let Some(draft) = store::draft(&mut tx, id).await? else {
        // Saved by the first of two presses.
        return if before.profile.is_some() { Ok(before) } else { Err(ProfileError::NoProfile) };
    };
    if draft.revision != revision {
        return Err(ProfileError::Changed(Box::new(draft)));
    }
    let Some(profile) = draft.complete(before.profile.as_ref(), now) else {
        return Err(ProfileError::Incomplete(Box::new(draft)));
    };
    store::set_profile(&mut tx, id, &profile).await?;
    store::set_place(&mut tx, id, draft.place.as_deref()).await?;
    if let Some(language) = draft.language {
        store::set_language(&mut tx, id, language).await?;
    }
    store::delete_draft(&mut tx, id).await?;
    let after = known(&mut tx, id).await?;
    followers.profile_changed(&mut tx, &before, &after, now).await?;
    tx.commit().await?;
    Ok(after)
}

/// Chooses the language, with or without a profile.
pub async fn choose_language(db: &Db, person: Person<'_>, language: Language, now: Timestamp) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    store::insert_stranger(&mut tx, person.id, person.handle, person.name, now).await?;
    store::set_language(&mut tx, person.id, language).await?;
    tx.commit().await
}

/// "I am awake until…": ends the quiet hours of today. `None` takes it back.
///
/// # Errors
/// `NotToday` unless `until` lies within the next 24 hours: a slip of the finger must not end somebody's nights for
/// weeks.
pub async fn awake_until(
    db: &Db,
    followers: &Followers,
    id: MemberId,
    until: Option<Timestamp>,
    now: Timestamp,
) -> Result<Member, ProfileError> {
    if let Some(until) = until.filter(|until| *until <= now || until.duration_since(now) > LONGEST_AWAKE) {
        return Err(ProfileError::NotToday(until));
    }
    // Who says that they are awake is not away.
    let change = |profile: Profile| Profile {
        awake_until: until,
        away_until: if until.is_some() { None } else { profile.away_until },
        ..profile
    };
    change_profile(db, followers, id, change, now).await
}

/// "I am away until…": counted as asleep until then, whatever the quiet hours say. `None`: they are back.
///
/// # Errors
/// `NotThisYear` unless `until` lies within the next 366 days.
pub async fn away_until(
    db: &Db,
    followers: &Followers,
    id: MemberId,
    until: Option<Timestamp>,
    now: Timestamp,
) -> Result<Member, ProfileError> {
    if let Some(until) = until.filter(|until| *until <= now || until.duration_since(now) > LONGEST_AWAY) {
        return Err(ProfileError::NotThisYear(until));
    }
    let change = |profile: Profile| Profile {
        away_until: until,
        awake_until: if until.is_some() { None } else { profile.awake_until },
        ..profile
    };
    change_profile(db, followers, id, change, now).await
}

/// Changes what a member said about these days; those who plan by it follow in the same transaction.
async fn change_profile(
    db: &Db,
    followers: &Followers,
    id: MemberId,
    change: impl FnOnce(Profile) -> Profile + Send,
    now: Timestamp,
) -> Result<Member, ProfileError> {
    let mut tx = db.begin().await?;
    let before = store::get(&mut tx, id).await?.ok_or(ProfileError::NoProfile)?;
    let profile = before.profile.ok_or(ProfileError::NoProfile)?;
    store::set_profile(&mut tx, id, &change(profile)).await?;
    let after = known(&mut tx, id).await?;
    followers.profile_changed(&mut tx, &before, &after, now).await?;
    tx.commit().await?;
    Ok(after)
}

/// Once at start: where the tz data is another than at the last start, whatever waits for somebody's waking minute is
/// timed anew, as if each had saved their profile again. Returns how many members that were.
pub async fn follow_tz_data(db: &Db, followers: &Followers, now: Timestamp) -> Result<usize, DbError> {
    const KEY: &str = "tz-data";
    let version = tz_data().version;
    let known = db::recall(&mut *db.read().await?, KEY).await?;
    if known.as_deref() == Some(version) {
        return Ok(0);
    }
    let mut tx = db.begin().await?;
    let mut followed = 0;
    for member in store::present(&mut tx).await?.into_iter().filter(|member| member.profile.is_some()) {
        followers.profile_changed(&mut tx, &member, &member, now).await?;
        followed += 1;
    }
    db::remember(&mut tx, KEY, version).await?;
    tx.commit().await?;
    Ok(followed)
}

/// Their own act opened the DM.
pub async fn dm_opened(tx: &mut Tx, id: MemberId, channel: ChannelId) -> Result<(), DbError> {
    store::set_dm_open(tx, id, channel).await
}

/// Records the DM channel that a member opened by their own act.
pub async fn record_dm_channel(db: &Db, id: MemberId, channel: ChannelId) -> Result<(), DbError> {
    db.write(async |tx| dm_opened(tx, id, channel).await).await
}

/// A message of ours arrived in `channel`; when that is their DM, it is open.
pub async fn messaged(tx: &mut Tx, id: MemberId, channel: ChannelId, now: Timestamp) -> Result<(), DbError> {
    store::set_dm_messaged(tx, id, channel, now).await
}

/// Discord refused a DM (50007). False when that was known already.
pub async fn dm_closed(tx: &mut Tx, id: MemberId, now: Timestamp) -> Result<bool, DbError> {
    store::set_dm_closed(tx, id, now).await
}

/// Everything kept on a member, from every room, as one JSON object. Instants are RFC 3339, UTC.
pub async fn export(conn: &mut Conn, followers: &Followers, id: MemberId, now: Timestamp) -> Result<Value, DbError> {
    let mut all = Map::new();
    all.insert("exported_at".to_owned(), json!(now));
    all.insert("profile".to_owned(), own_part(conn, id).await?);
    for part in &followers.parts {
        let value = part.export(conn, id).await?;
        if !value.is_null() {
            all.insert(part.name().to_owned(), value);
        }
    }
    Ok(Value::Object(all))
}

async fn own_part(conn: &mut Conn, id: MemberId) -> Result<Value, DbError> {
    let Some(member) = store::get(conn, id).await? else { return Ok(Value::Null) };
    let locale = store::locale(conn, id).await?;
    let groups: Vec<_> = member.roles.iter().collect();
    let draft = store::draft(conn, id).await?;
    let place = store::place(conn, id).await?;
    let profile = member.profile.as_ref().map(|p| {
        json!({
            "zone": p.zone.as_str(), "place": place, "quiet_start": clock(p.quiet.usual().start), "quiet_end": clock(p.quiet.usual().end),
            "quiet_days": quiet_days(&p.quiet), "emergency": p.emergency, "awake_until": p.awake_until, "away_until": p.away_until,
            "saved_at": p.saved_at,
        })
    });
    let draft = draft.map(|d| {
        json!({
            "zone": d.zone.map(|z| z.zone().as_str()), "place": d.place, "quiet_start": d.quiet.map(|q| clock(q.usual().start)),
            "quiet_end": d.quiet.map(|q| clock(q.usual().end)), "quiet_days": d.quiet.as_ref().map(quiet_days),
            "emergency": d.emergency, "language": d.language.map(Language::code),
        })
    });
    Ok(json!({
        "id": id, "handle": member.handle, "name": member.name, "in_server": member.in_guild, "groups": groups,
        "language": member.language.code(), "discord_locale": locale, "dm_channel": member.reach.dm_channel,
        "dm_closed_at": member.reach.closed_at, "saved": profile, "draft": draft,
    }))
}

fn clock(time: crate::time::Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// The days whose hours are not the usual ones, by their English names.
fn quiet_days(week: &Week) -> Value {
    let of_day = |hours: QuietHours| json!({"quiet_start": clock(hours.start), "quiet_end": clock(hours.end)});
    let days = week.exceptions().map(|(day, hours)| (format!("{day:?}").to_lowercase(), of_day(hours)));
    Value::Object(days.collect::<Map<String, Value>>())
}

/// Deletes the profile and, from every room, what is theirs alone. Returns what stays.
///
/// The name and the roles stay while they are in the server: Discord shows them to every bot of it, and without them
/// nobody could be told that this person has no profile.
pub async fn delete(tx: &mut Tx, followers: &Followers, id: MemberId, now: Timestamp) -> Result<Vec<Kept>, DbError> {
    let mut kept = vec![Kept { text_key: "profile-kept-name", count: 1 }];
    for part in &followers.parts {
        kept.extend(part.delete(tx, id, now).await?);
    }
    let Some(before) = store::get(tx, id).await? else { return Ok(kept) };
    store::delete_profile(tx, id).await?;
    store::delete_draft(tx, id).await?;
    store::forget_details(tx, id).await?;
    let after = known(tx, id).await?;
    followers.profile_changed(tx, &before, &after, now).await?;
    Ok(kept)
}

async fn known(tx: &mut Tx, id: MemberId) -> Result<Member, DbError> {
    store::get(tx, id).await?.ok_or_else(|| DbError::Corrupt(format!("member {id} is not written down")))
}
