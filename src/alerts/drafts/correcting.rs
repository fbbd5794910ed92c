//! Checks whether a draft can still correct its alert, previews how each recipient would get the correction, and sends
//! it.

use std::collections::BTreeSet;

use super::counting;
use super::model::{
    CorrectionBase, CorrectionSent, Draft, DraftProblem, NotCorrectable, SendOutcome, as_typed, is_same_to_reader,
};
use super::preview::{
    Changes, Preview, PreviewPerson, PreviewSection, PreviewSnapshot, PreviewStatus, PreviewedCorrection,
};
use super::store;
use crate::alerts::error::AlertError;
use crate::alerts::model::{Alert, AlertSettings, Version};
use crate::alerts::plan::Plan;
use crate::alerts::send_rule::{Delay, SendDecision};
use crate::alerts::sending;
use crate::alerts::store as alerts;
use crate::db::{Conn, DbError, Tx};
use crate::delivery::Sound;
use crate::guild::Setup;
use crate::members::{self, fold};
use crate::time::{Assumption, Timestamp};
use crate::words::Language;

/// Why a correction has no preview.
pub(super) enum NoPreview {
    Problem(DraftProblem),
    NotCorrectable(NotCorrectable),
}

/// The alert to correct. `NotCorrectable` if it has ended, or if its current version is not the one that the author
/// started from. The reason contains `typed`, the text that the author typed.
pub(super) async fn alert(
    conn: &mut Conn,
    base: CorrectionBase,
    typed: &str,
) -> Result<Result<Alert, NotCorrectable>, DbError> {
    let typed = typed.to_owned();
    let Some(alert) = alerts::get(conn, base.alert).await?.filter(Alert::is_active) else {
        return Ok(Err(NotCorrectable::Ended { alert: base.alert, typed }));
    };
    if alert.current_version.number != base.base_version {
        let (alert, version) = (alert.id, alert.current_version.number);
        return Ok(Err(NotCorrectable::Corrected { alert, version, typed }));
    }
    Ok(Ok(alert))
}

/// The problem to show to the author of a draft. This is `problem`, with one exception: if a correction changes nothing
/// and its deadline has passed, the problem is `Unchanged`.
pub(super) async fn problem(conn: &mut Conn, draft: &Draft, problem: DraftProblem) -> Result<DraftProblem, DbError> {
    let (Some(base), DraftProblem::TimePassed(_)) = (draft.content.correction_base, &problem) else {
        return Ok(problem);
    };
    let Ok(alert) = alert(conn, base, &draft.content.text).await? else { return Ok(problem) };
    let is_same_time =
        alert.current_version.answer_by.map(as_typed).as_deref() == Some(draft.content.answer_by_text.as_str());
    let is_unchanged = is_same_time && has_same_texts(&alert.current_version, &version(draft, base));
    Ok(if is_unchanged { DraftProblem::Unchanged } else { problem })
}

/// The preview of a correction: who would get it, and how. Stores with the draft what the preview shows.
pub(super) async fn preview(
    tx: &mut Tx,
    settings: AlertSettings,
    setup: &Setup,
    draft: &mut Draft,
    base: CorrectionBase,
    assumptions: Vec<Assumption>,
    now: Timestamp,
) -> Result<Result<Preview, NoPreview>, DbError> {
    let mut alert = match alert(tx, base, &draft.content.text).await? {
        Ok(alert) => alert,
        Err(reason) => return Ok(Err(NoPreview::NotCorrectable(reason))),
    };
    let version = version(draft, base);
    if is_unchanged(&alert.current_version, &version) {
        return Ok(Err(NoPreview::Problem(DraftProblem::Unchanged)));
    }
    let changes = match has_same_time(&alert.current_version, &version) {
        false => Changes::Time,
        true if is_same_to_reader(&alert.current_version.text, &version.text) => Changes::Translations,
        true => Changes::Text,
    };
    (alert.current_version, alert.announced_version) = (version, base.base_version + 1);
    let mut people = people(tx, setup, &alert, now).await?;
    let absent_by_mail = match alerts::is_by_mail(tx, alert.id).await? {
        true => {
            counting::mark_people_with_mailbox(tx, &mut people).await?;
            Some(alerts::mails(tx, alert.id).await?.iter().filter(|mail| mail.reader.is_none()).count())
        }
        false => None,
    };
    let woken = people.iter().filter(|person| person.status.section() == PreviewSection::MayWake);
    let woken: BTreeSet<_> = woken.map(|person| person.member).collect();
    draft.snapshot = Some(PreviewSnapshot::new(&people, BTreeSet::new()));
    draft.previewed_at = Some(now);
    store::update(tx, draft, now).await?;
    let author = members::service::get(tx, alert.author).await?;
    let plan = plan(tx, settings, &alert, now).await?;
    Ok(Ok(Preview {
        plan,
        draft: draft.id,
        correction: Some(PreviewedCorrection {
            alert: alert.id,
            version: alert.current_version.number,
            author_name: author.as_ref().map(|author| author.name.clone()).unwrap_or_default(),
            changes,
        }),
        severity: alert.severity,
        ask: alert.ask,
        purpose: alert.purpose,
        left_out_count: 0,
        people_without_group: Vec::new(),
        unplaced_people: Vec::new(),
        text: alert.current_version.text,
        translations: draft.content.translations.clone(),
        author_language: author.as_ref().map_or(Language::default(), |author| author.language),
        answer_by: alert.current_version.answer_by,
        deadlines: None,
        passed_choice: None,
        assumptions,
        groups: alert.groups,
        people,
        members_to_wake: woken,
        first_wake_page: 0,
        wakeable_members_shown: BTreeSet::new(),
        // They were told when the alert was sent. A correction wakes nobody whom the alert did not wake.
        secretariat_to_tell: BTreeSet::new(),
        not_on_discord: 0,
        absent_by_mail,
        repeated_alert: None,
        moved_members: BTreeSet::new(),
    }))
}

/// Sends the correction if everybody would get it as the preview of `snapshot` showed. Otherwise returns the new
/// preview.
pub(super) async fn send(
    tx: &mut Tx,
    settings: AlertSettings,
    setup: &Setup,
    mut draft: Draft,
    base: CorrectionBase,
    (snapshot, previewed_at): (&PreviewSnapshot, Timestamp),
    now: Timestamp,
) -> Result<SendOutcome, AlertError> {
    let preview = match preview(tx, settings, setup, &mut draft, base, Vec::new(), now).await? {
        Ok(preview) => preview,
        Err(NoPreview::Problem(problem)) => return Ok(SendOutcome::Problem(problem)),
        Err(NoPreview::NotCorrectable(reason)) => return Ok(SendOutcome::NotCorrectable(reason)),
    };
    if !snapshot.is_current(&preview.people) {
        let moved_members = snapshot.moved_members(&preview.people);
        return Ok(SendOutcome::PreviewChanged(Box::new(Preview { moved_members, ..preview })));
    }
    let version = version(&draft, base);
    let corrected = match alert(tx, base, &draft.content.text).await? {
        Ok(alert) => Alert { current_version: version.clone(), ..alert },
        Err(reason) => return Ok(SendOutcome::NotCorrectable(reason)),
    };
    let plan = plan(tx, settings, &corrected, previewed_at).await?.after(now);
    let Some(reached) = sending::correct(tx, draft.author, base.alert, version, &plan, now).await? else {
        return Ok(SendOutcome::NotCorrectable(ended(&draft, base)));
    };
    store::set_sent(tx, draft.id, base.alert, now).await?;
    Ok(SendOutcome::Corrected(CorrectionSent { alert: base.alert, reached }))
}

/// Fixes the text of the alert in the delivered messages, without a message about it. Refuses to change the time to
/// answer by, because recipients rely on it.
pub(super) async fn fix_silently(
    tx: &mut Tx,
    draft: &Draft,
    base: CorrectionBase,
    now: Timestamp,
) -> Result<SendOutcome, AlertError> {
    let alert = match alert(tx, base, &draft.content.text).await? {
        Ok(alert) => alert,
        Err(reason) => return Ok(SendOutcome::NotCorrectable(reason)),
    };
    let version = version(draft, base);
    if draft.previewed_at.is_none() {
        return Ok(SendOutcome::PreviewExpired);
    }
    if !has_same_time(&alert.current_version, &version) {
        return Ok(SendOutcome::Problem(DraftProblem::TimeChanged));
    }
    if is_unchanged(&alert.current_version, &version) {
        return Ok(SendOutcome::Problem(DraftProblem::Unchanged));
    }
    let Some(edits) = sending::fix_silently(tx, draft.author, base.alert, version, now).await? else {
        return Ok(SendOutcome::NotCorrectable(ended(draft, base)));
    };
    store::set_sent(tx, draft.id, base.alert, now).await?;
    Ok(SendOutcome::Fixed { alert: base.alert, edits })
}

/// The plan of an alert that is corrected, from the instant of the preview on. Counts the asks of an earlier plan.
async fn plan(conn: &mut Conn, settings: AlertSettings, corrected: &Alert, from: Timestamp) -> Result<Plan, DbError> {
    let asks_done = alerts::count_asks_done(conn, corrected.id).await?;
    let kind = (&corrected.ask, corrected.purpose);
    Ok(Plan::new(settings.plan, kind, corrected.current_version.answer_by, asks_done, from))
}

fn ended(draft: &Draft, base: CorrectionBase) -> NotCorrectable {
    NotCorrectable::Ended { alert: base.alert, typed: draft.content.text.clone() }
}

/// The version that sending the draft creates.
fn version(draft: &Draft, base: CorrectionBase) -> Version {
    let content = &draft.content;
    Version {
        number: base.base_version + 1,
        text: content.text.clone(),
        translations: content.translations.current(),
        answer_by: content.answer_by,
    }
}

/// How each person would get the corrected alert, ordered by name. Only people whom the correction wakes have the
/// status `MayWake`, because the author of a correction does not choose whom to wake.
async fn people(
    conn: &mut Conn,
    setup: &Setup,
    corrected: &Alert,
    now: Timestamp,
) -> Result<Vec<PreviewPerson>, DbError> {
    let fallback = counting::fallback(conn, setup).await?;
    let mut people = Vec::new();
    for (recipient, member, kind) in sending::correction_audience(conn, corrected).await? {
        let answer_by = corrected.current_version.answer_by;
        let decision = corrected.decide_send(kind, Delay::OnTime, &recipient, &member, now);
        let is_woken = matches!(decision, SendDecision::Send { sound: Sound::Sounding, .. });
        let status = match PreviewStatus::of(&member, corrected.severity, answer_by, fallback, now) {
            PreviewStatus::MayWake { wakes_at } if !is_woken => PreviewStatus::asleep(wakes_at, answer_by),
            status => status,
        };
        people.push(PreviewPerson::of(&member, status));
    }
    people.sort_by_cached_key(|person| (fold(&person.name), person.member));
    Ok(people)
}

/// Whether two versions read the same, in every language. Times are compared to the minute, because forms show them to
/// the minute.
fn is_unchanged(old: &Version, new: &Version) -> bool {
    has_same_time(old, new) && has_same_texts(old, new)
}

fn has_same_texts(old: &Version, new: &Version) -> bool {
    let is_same_in = |language| is_same_to_reader(old.text_in(language).0, new.text_in(language).0);
    is_same_to_reader(&old.text, &new.text) && Language::ALL.into_iter().all(is_same_in)
}

fn has_same_time(old: &Version, new: &Version) -> bool {
    old.answer_by.map(as_typed) == new.answer_by.map(as_typed)
}
