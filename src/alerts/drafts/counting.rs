//! Finds who is in the audience of a draft, and how each of these people would get the alert now.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Draft, DraftContent, DraftProblem, chosen_time_after_event};
use super::other_deadlines::DeadlineOptions;
use super::preview::{Fallback, Preview, PreviewPerson, PreviewSection, PreviewSnapshot, PreviewStatus, RepeatedAlert};
use super::{preview, store};
use crate::alerts::audience::{Audience, AudienceError, Directory};
use crate::alerts::lookup::not_on_discord;
use crate::alerts::mails;
use crate::alerts::model::{AlertSettings, is_same_text};
use crate::alerts::plan::Plan;
use crate::alerts::store as alerts;
use crate::db::{Conn, DbError, Tx};
use crate::guild::{self, ChannelPurpose, Missing, Setup};
use crate::members::{self, Group, Member, MemberId, Wakefulness};
use crate::time::{Assumption, Timestamp};
use crate::words::Language;

/// The audience of a draft at one instant.
pub(super) struct CountedAudience {
    pub groups: BTreeSet<Group>,
    /// Ordered by name. Never empty.
    pub people: Vec<PreviewPerson>,
    /// The number of people in the audience who get no message, because the alert is for practice and they are not
    /// awake.
    pub left_out_count: usize,
    /// As in [`Preview::people_without_group`].
    pub people_without_group: Vec<String>,
    /// As in [`Preview::unplaced_people`].
    pub unplaced_people: Vec<String>,
}

/// Counts the audience and returns the preview. Stores with the draft what the preview shows, because sending compares
/// it with a new count.
pub(super) async fn preview(
    tx: &mut Tx,
    settings: AlertSettings,
    setup: &Setup,
    draft: &mut Draft,
    first_wake_page: usize,
    assumptions: Vec<Assumption>,
    now: Timestamp,
) -> Result<Result<Preview, DraftProblem>, DbError> {
    let preview = build(tx, settings, setup, draft, first_wake_page, assumptions, now).await?;
    if preview.is_ok() {
        draft.previewed_at = Some(now);
        store::update(tx, draft, now).await?;
    }
    Ok(preview)
}

/// Like [`preview`], but stores nothing. Changes only `draft`.
pub(super) async fn build(
    conn: &mut Conn,
    settings: AlertSettings,
    setup: &Setup,
    draft: &mut Draft,
    first_wake_page: usize,
    assumptions: Vec<Assumption>,
    now: Timestamp,
) -> Result<Result<Preview, DraftProblem>, DbError> {
    let counted = match count(conn, setup, &draft.content, now).await? {
        Ok(counted) => counted,
        Err(problem) => return Ok(Err(problem)),
    };
    let CountedAudience { groups, mut people, left_out_count, people_without_group, unplaced_people } = counted;
    let absent_by_mail = match mails::is_by_mail(settings.mail, draft.content.kind.purpose) {
        true => Some(mails::absent_with_mailbox(conn, &groups).await?.len()),
        false => None,
    };
    if absent_by_mail.is_some() {
        mark_people_with_mailbox(conn, &mut people).await?;
    }
    let ask = match draft.content.ask() {
        Ok(ask) => ask,
        Err(problem) => return Ok(Err(problem)),
    };
    let mut wakeable_members_shown = preview::wakeable_names_shown(&people, first_wake_page);
    wakeable_members_shown.extend(draft.snapshot.iter().flat_map(PreviewSnapshot::wakeable_members_shown));
    let typed_deadline = draft.typed_deadline();
    let snapshot = PreviewSnapshot::new(&people, wakeable_members_shown).with_typed_deadline(typed_deadline);
    let wakeable_members_shown = snapshot.wakeable_members_shown();
    draft.members_to_wake = draft.members_to_wake.intersection(&wakeable_members_shown).copied().collect();
    draft.snapshot = Some(snapshot);
    let content = &draft.content;
    let author = members::service::get(conn, draft.author).await?;
    let plan = Plan::new(settings.plan, (&ask, content.kind.purpose), content.answer_by, 0, now);
    let mut preview = Preview {
        draft: draft.id,
        correction: None,
        severity: content.severity,
        ask,
        plan,
        purpose: content.kind.purpose,
        left_out_count,
        people_without_group,
        unplaced_people,
        text: content.text.clone(),
        translations: content.translations.clone(),
        author_language: author.map_or(Language::default(), |author| author.language),
        answer_by: content.answer_by,
        deadlines: None,
        passed_choice: None,
        assumptions,
        not_on_discord: not_on_discord(conn, &groups).await?.len(),
        absent_by_mail,
        repeated_alert: repeated_alert(conn, settings, &content.text, &people, now).await?,
        groups,
        people,
        members_to_wake: draft.members_to_wake.clone(),
        first_wake_page,
        wakeable_members_shown,
        secretariat_to_tell: BTreeSet::new(),
        moved_members: BTreeSet::new(),
    };
    preview.deadlines = deadline_options(conn, setup, draft, &preview, now).await?;
    if preview.woken().count() > settings.secretariat_told_above {
        preview.secretariat_to_tell = other_secretariat_members(conn, draft.author).await?;
    }
    Ok(Ok(preview))
}

/// Marks the people in `people` who get an e-mail, because no message on Discord can reach them and their address is
/// known.
pub(super) async fn mark_people_with_mailbox(conn: &mut Conn, people: &mut [PreviewPerson]) -> Result<(), DbError> {
    let unreachable = people.iter().filter(|person| person.status.section() == PreviewSection::NoRoute);
    let unreachable: Vec<MemberId> = unreachable.map(|person| person.member).collect();
    if unreachable.is_empty() {
        return Ok(());
    }
    let mailboxes: BTreeMap<MemberId, String> = mails::mailboxes(conn, &unreachable).await?.into_iter().collect();
    for person in people.iter_mut().filter(|person| mailboxes.contains_key(&person.member)) {
        if let PreviewStatus::NoRoute(no_route) = person.status {
            person.status = PreviewStatus::ByMail(no_route);
        }
    }
    Ok(())
}

/// The other deadlines that the preview offers. `None` without a deadline, and in the other cases of
/// [`DeadlineOptions::new`].
async fn deadline_options(
    conn: &mut Conn,
    setup: &Setup,
    draft: &Draft,
    preview: &Preview,
    now: Timestamp,
) -> Result<Option<DeadlineOptions>, DbError> {
    let Some(current) = draft.content.answer_by else { return Ok(None) };
    let Some(author) = members::service::get(conn, draft.author).await? else { return Ok(None) };
    let is_allowed = |at| chosen_time_after_event(at, &author, setup.event, now).is_none();
    Ok(DeadlineOptions::new(&preview.hearing(), current, draft.typed_deadline(), is_allowed, now))
}

/// The members of the secretariat who are in the server, except `author`.
async fn other_secretariat_members(conn: &mut Conn, author: MemberId) -> Result<BTreeSet<MemberId>, DbError> {
    let present = members::service::present(conn).await?;
    let secretariat = present.iter().filter(|member| member.roles.has(Group::Secretariat) && member.id != author);
    Ok(secretariat.map(|member| member.id).collect())
}

/// The audience of the draft at `now`, or the problem that prevents the count.
pub(super) async fn count(
    conn: &mut Conn,
    setup: &Setup,
    content: &DraftContent,
    now: Timestamp,
) -> Result<Result<CountedAudience, DraftProblem>, DbError> {
    let present = members::service::present(conn).await?;
    let places = members::service::places(conn).await?;
    let directory = Directory { setup, present: &present, places: &places, now };
    let audience = match Audience::parse(&content.audience, directory) {
        Ok(audience) => audience,
        Err(error) => return Ok(Err(DraftProblem::Audience(error))),
    };
    let fallback = fallback(conn, setup).await?;
    let person = |member: &Member| {
        let status = PreviewStatus::of(member, content.severity, content.answer_by, fallback, now);
        PreviewPerson::of(member, status)
    };
    let unplaced = present.iter().filter(|member| audience.unplaced.contains(&member.id));
    let unplaced_people = unplaced.map(|member| member.name.clone()).collect();
    let members = audience.members_among(present);
    if members.is_empty() {
        return Ok(Err(DraftProblem::NobodyInAudience));
    }
    let all = members.len();
    let is_left_out = |member: &Member| content.is_practice() && member.wakefulness(now) != Wakefulness::Awake;
    let people: Vec<PreviewPerson> = members.iter().filter(|member| !is_left_out(member)).map(person).collect();
    if people.is_empty() {
        return Ok(Err(DraftProblem::NobodyAwake));
    }
    let left_out_count = all - people.len();
    let people_without_group = match Group::ALL.iter().all(|group| audience.groups.contains(group)) {
        true => people_without_group(conn).await?,
        false => Vec::new(),
    };
    let groups = audience.groups;
    Ok(Ok(CountedAudience { groups, people, left_out_count, people_without_group, unplaced_people }))
}

/// The names of the people in the server who are in no group, ordered by name. No audience can contain them.
async fn people_without_group(conn: &mut Conn) -> Result<Vec<String>, DbError> {
    let ids = members::service::present_ids(conn).await?;
    let everybody = members::service::get_many(conn, &ids).await?;
    let without_group = everybody.into_iter().filter(|member| member.roles.iter().next().is_none());
    let mut names: Vec<String> = without_group.map(|member| member.name).collect();
    names.sort_by_key(|name| name.to_lowercase());
    Ok(names)
}

/// The groups that a typed audience names.
pub(super) async fn groups(
    conn: &mut Conn,
    setup: &Setup,
    audience: &str,
    now: Timestamp,
) -> Result<Result<BTreeSet<Group>, AudienceError>, DbError> {
    let present = members::service::present(conn).await?;
    let places = members::service::places(conn).await?;
    let directory = Directory { setup, present: &present, places: &places, now };
    Ok(Audience::parse(audience, directory).map(|audience| audience.groups))
}

/// The text of the audience after its first ambiguous word is replaced by the people in `chosen` whom this word can
/// name. `None` in the same cases as [`Audience::with_choice`].
pub(super) async fn with_choice(
    conn: &mut Conn,
    setup: &Setup,
    audience: &str,
    chosen: &BTreeSet<MemberId>,
    now: Timestamp,
) -> Result<Option<String>, DbError> {
    let present = members::service::present(conn).await?;
    let places = members::service::places(conn).await?;
    Ok(Audience::with_choice(audience, Directory { setup, present: &present, places: &places, now }, chosen))
}

/// The people whom a typed audience names one by one or by their place or language, not as members of a group. Empty if
/// the audience cannot be parsed.
pub(super) async fn members_named_individually(
    conn: &mut Conn,
    setup: &Setup,
    audience: &str,
    now: Timestamp,
) -> Result<BTreeSet<MemberId>, DbError> {
    let present = members::service::present(conn).await?;
    let places = members::service::places(conn).await?;
    let directory = Directory { setup, present: &present, places: &places, now };
    Ok(Audience::parse(audience, directory).map(|audience| audience.people).unwrap_or_default())
}

/// Where messages go that cannot be sent as DMs. `InboxThread` if Magpie has all permissions in the inbox channel.
pub(super) async fn fallback(conn: &mut Conn, setup: &Setup) -> Result<Fallback, DbError> {
    let Some(inbox) = setup.channel(ChannelPurpose::Inbox) else { return Ok(Fallback::None) };
    let missing = guild::service::missing_permissions(conn, setup).await?;
    let deleted = guild::service::deleted_choices(conn, setup).await?;
    let is_unusable = missing.iter().any(|permission| permission.channel == inbox)
        || deleted.contains(&Missing::Channel(ChannelPurpose::Inbox));
    Ok(if is_unusable { Fallback::None } else { Fallback::InboxThread })
}

/// An alert with the same text that was sent to one of `people` within `repeat_asked_within`. `None` if there is none,
/// or if the check is off.
async fn repeated_alert(
    conn: &mut Conn,
    settings: AlertSettings,
    text: &str,
    people: &[PreviewPerson],
    now: Timestamp,
) -> Result<Option<RepeatedAlert>, DbError> {
    /// The most earlier alerts that are compared. In half an hour, the secretariat sends fewer alerts than this.
    const MAX_COMPARED: i64 = 50;
    if settings.repeat_asked_within.is_zero() {
        return Ok(None);
    }
    let since = now.saturating_sub(settings.repeat_asked_within).unwrap_or(Timestamp::MIN);
    for alert in alerts::alerts_sent_since(conn, since, MAX_COMPARED).await? {
        if !is_same_text(&alert.current_version.text, text) {
            continue;
        }
        let recipients = alerts::recipients(conn, alert.id).await?;
        if recipients.iter().any(|recipient| people.iter().any(|person| person.member == recipient.member)) {
            return Ok(Some(RepeatedAlert { alert: alert.id, sent_at: alert.sent_at }));
        }
    }
    Ok(None)
}
