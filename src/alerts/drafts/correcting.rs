//! Drafts that correct an alert. Checks whether the alert can still be corrected, previews how each recipient is told,
//! and sends the correction.

use std::collections::BTreeSet;

use super::counting;
use super::model::{CorrectionSent, Corrects, Draft, DraftProblem, NotCorrectable, SendOutcome, as_typed};
use super::preview::{
    Changes, Preview, PreviewPerson, PreviewSection, PreviewSnapshot, PreviewStatus, PreviewedCorrection,
};
use super::store;
use crate::alerts::error::AlertError;
use crate::alerts::model::{Alert, Version};
use crate::alerts::send_rule::{Delay, SendDecision};
use crate::alerts::sending;
use crate::alerts::store as alerts;
use crate::db::{Conn, DbError, Tx};
use crate::delivery::Sound;
use crate::guild::Setup;
use crate::members::{self, fold};
use crate::time::{Assumption, Timestamp};

/// Why a correction has no preview.
pub(super) enum NoPreview {
    Problem(DraftProblem),
    NotCorrectable(NotCorrectable),
}

/// The alert, if it is active and its current version is still the one that the author saw. Otherwise the reason, which
/// contains `typed`, the text that the author wrote.
pub(super) async fn alert(
    conn: &mut Conn,
    corrects: Corrects,
    typed: &str,
) -> Result<Result<Alert, NotCorrectable>, DbError> {
    let typed = typed.to_owned();
    let Some(alert) = alerts::get(conn, corrects.alert).await?.filter(Alert::is_active) else {
        return Ok(Err(NotCorrectable::Ended { alert: corrects.alert, typed }));
    };
    if alert.current.number != corrects.base_version {
        let (alert, version) = (alert.id, alert.current.number);
        return Ok(Err(NotCorrectable::Corrected { alert, version, typed }));
    }
    Ok(Ok(alert))
}

/// The problem to show to the author of a draft. A correction that changes nothing is reported as `Unchanged`, even if
/// its time to answer by has passed.
pub(super) async fn problem(conn: &mut Conn, draft: &Draft, problem: DraftProblem) -> Result<DraftProblem, DbError> {
    let (Some(corrects), DraftProblem::TimePassed(_)) = (draft.content.corrects, &problem) else { return Ok(problem) };
    let Ok(alert) = alert(conn, corrects, &draft.content.text).await? else { return Ok(problem) };
    let is_same_time = alert.current.answer_by.map(as_typed).as_deref() == Some(draft.content.answer_by_text.as_str());
    let is_unchanged = is_same_time && reads_the_same(&alert.current.text, &draft.content.text);
    Ok(if is_unchanged { DraftProblem::Unchanged } else { problem })
}

/// Previews who would get the correction, and how. Stores with the draft what the preview shows.
pub(super) async fn preview(
    tx: &mut Tx,
    setup: &Setup,
    draft: &mut Draft,
    corrects: Corrects,
    assumptions: Vec<Assumption>,
    now: Timestamp,
) -> Result<Result<Preview, NoPreview>, DbError> {
    let mut alert = match alert(tx, corrects, &draft.content.text).await? {
        Ok(alert) => alert,
        Err(reason) => return Ok(Err(NoPreview::NotCorrectable(reason))),
    };
    let version = version(draft, corrects);
    if is_unchanged(&alert.current, &version) {
        return Ok(Err(NoPreview::Problem(DraftProblem::Unchanged)));
    }
    let changes = if has_same_time(&alert.current, &version) { Changes::Text } else { Changes::Time };
    (alert.current, alert.announced_version) = (version, corrects.base_version + 1);
    let people = people(tx, setup, &alert, now).await?;
    let woken = people.iter().filter(|person| person.status.section() == PreviewSection::MayWake);
    let woken: BTreeSet<_> = woken.map(|person| person.member).collect();
    draft.shown = Some(PreviewSnapshot::new(&people, BTreeSet::new()));
    draft.previewed_at = Some(now);
    store::update(tx, draft, now).await?;
    let author = members::service::get(tx, alert.author).await?;
    Ok(Ok(Preview {
        draft: draft.id,
        correction: Some(PreviewedCorrection {
            alert: alert.id,
            version: alert.current.number,
            author_name: author.map(|author| author.name).unwrap_or_default(),
            changes,
        }),
        severity: alert.severity,
        ask: alert.ask,
        purpose: alert.purpose,
        left_out: 0,
        text: alert.current.text,
        answer_by: alert.current.answer_by,
        assumptions,
        groups: alert.groups,
        people,
        chosen_to_wake: woken,
        first_wake_page: 0,
        named: BTreeSet::new(),
        not_on_discord: 0,
        repeated: None,
        moved: BTreeSet::new(),
    }))
}

/// Sends the correction if everybody would still get it as the preview `shown` said.
pub(super) async fn send(
    tx: &mut Tx,
    setup: &Setup,
    mut draft: Draft,
    corrects: Corrects,
    shown: &PreviewSnapshot,
    now: Timestamp,
) -> Result<SendOutcome, AlertError> {
    let preview = match preview(tx, setup, &mut draft, corrects, Vec::new(), now).await? {
        Ok(preview) => preview,
        Err(NoPreview::Problem(problem)) => return Ok(SendOutcome::Problem(problem)),
        Err(NoPreview::NotCorrectable(reason)) => return Ok(SendOutcome::NotCorrectable(reason)),
    };
    if !shown.is_current(&preview.people) {
        let moved = shown.moved(&preview.people);
        return Ok(SendOutcome::PreviewChanged(Box::new(Preview { moved, ..preview })));
    }
    let version = version(&draft, corrects);
    let Some(reached) = sending::correct(tx, draft.author, corrects.alert, version, now).await? else {
        return Ok(SendOutcome::NotCorrectable(ended(&draft, corrects)));
    };
    store::set_sent(tx, draft.id, corrects.alert, now).await?;
    Ok(SendOutcome::Corrected(CorrectionSent { alert: corrects.alert, reached }))
}

/// Fixes the text of the alert in place. Refuses to change the time to answer by, because people rely on it.
pub(super) async fn fix_silently(
    tx: &mut Tx,
    draft: &Draft,
    corrects: Corrects,
    now: Timestamp,
) -> Result<SendOutcome, AlertError> {
    let alert = match alert(tx, corrects, &draft.content.text).await? {
        Ok(alert) => alert,
        Err(reason) => return Ok(SendOutcome::NotCorrectable(reason)),
    };
    let version = version(draft, corrects);
    if draft.previewed_at.is_none() {
        return Ok(SendOutcome::PreviewExpired);
    }
    if !has_same_time(&alert.current, &version) {
        return Ok(SendOutcome::Problem(DraftProblem::TimeChanged));
    }
    if is_unchanged(&alert.current, &version) {
        return Ok(SendOutcome::Problem(DraftProblem::Unchanged));
    }
    let Some(count) = sending::fix_silently(tx, draft.author, corrects.alert, version, now).await? else {
        return Ok(SendOutcome::NotCorrectable(ended(draft, corrects)));
    };
    store::set_sent(tx, draft.id, corrects.alert, now).await?;
    Ok(SendOutcome::Fixed { alert: corrects.alert, count })
}

fn ended(draft: &Draft, corrects: Corrects) -> NotCorrectable {
    NotCorrectable::Ended { alert: corrects.alert, typed: draft.content.text.clone() }
}

/// The version that the draft creates.
fn version(draft: &Draft, corrects: Corrects) -> Version {
    let content = &draft.content;
    Version { number: corrects.base_version + 1, text: content.text.clone(), answer_by: content.answer_by }
}

/// How each person would get the corrected alert, ordered by name. Only people whom the correction wakes have the
/// status `MayWake`, because the author does not choose again whom to wake.
async fn people(
    conn: &mut Conn,
    setup: &Setup,
    corrected: &Alert,
    now: Timestamp,
) -> Result<Vec<PreviewPerson>, DbError> {
    let fallback = counting::fallback(conn, setup).await?;
    let mut people = Vec::new();
    for (recipient, member, kind) in sending::correction_audience(conn, corrected).await? {
        let answer_by = corrected.current.answer_by;
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

/// Whether the two versions read the same. Times are compared as forms show them, to the minute.
fn is_unchanged(old: &Version, new: &Version) -> bool {
    has_same_time(old, new) && reads_the_same(&old.text, &new.text)
}

fn has_same_time(old: &Version, new: &Version) -> bool {
    old.answer_by.map(as_typed) == new.answer_by.map(as_typed)
}

/// Whether the texts have the same words in the same lines.
fn reads_the_same(old: &str, new: &str) -> bool {
    fn lines(text: &str) -> impl Iterator<Item = Vec<&str>> {
        text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>()).filter(|words| !words.is_empty())
    }
    lines(old).eq(lines(new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_with_other_spaces_reads_the_same_and_text_in_other_case_does_not() {
        assert!(reads_the_same("Room  2 \n\nat noon", "Room 2\nat noon "));
        assert!(!reads_the_same("room 2 at noon", "Room 2 at noon"));
        assert!(!reads_the_same("Room 2 at noon", "Room 2\nat noon"));
    }
}
