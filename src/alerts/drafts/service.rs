//! The use cases of drafts: submit, change, preview, send, discard. Each use case is one function and at most one
//! transaction.

use std::collections::BTreeSet;

use super::correcting::{self, NoPreview};
use super::counting::{self, count};
use super::model::{
    AlertSent, Draft, DraftClosed, DraftContent, DraftInput, DraftOutcome, DraftProblem, DraftTarget, LatePolicy,
    RepeatPolicy, SendOutcome, WakeSelection, chosen_time_after_event,
};
use super::preview::{Preview, PreviewSection, PreviewSnapshot, wake_page};
use super::store;
use crate::alerts::error::AlertError;
use crate::alerts::lookup::{self, require_secretariat, require_setup};
use crate::alerts::model::{AlertSettings, DraftId, NewRecipient};
use crate::alerts::plan::Plan;
use crate::alerts::sending::{self, NewAlert};
use crate::alerts::translations::TextTooLong;
use crate::alerts::woken_notices;
use crate::db::{Conn, Db, Tx};
use crate::guild::Setup;
use crate::guild::expected::Expected;
use crate::members::{Member, MemberId};
use crate::time::{Assumption, Timestamp};
use crate::words::Language;

/// A draft, its author and the set-up. Most use cases of drafts need all three.
struct DraftStep {
    author: Member,
    setup: Setup,
    draft: Draft,
}

/// Stores what the author typed. Returns the preview, or the problem that prevents a preview.
///
/// # Errors
/// `NotSecretariat` when the author is not in the secretariat. `NotSetUp` when a part of the set-up is missing.
/// `NoDraft` when no draft of this author has this id.
pub async fn submit(
    db: &Db,
    settings: AlertSettings,
    input: DraftInput,
    now: Timestamp,
) -> Result<DraftOutcome, AlertError> {
    db.write(async |tx| {
        let author = require_secretariat(tx, input.author).await?;
        let setup = require_setup(tx).await?;
        let (draft, read) = match &input.target {
            DraftTarget::NewAlert { severity, audience, kind } => {
                let content = DraftContent::new_alert(*severity, audience.clone(), *kind);
                insert(tx, &author, &setup, &input, content, now).await?
            }
            DraftTarget::Correction(base) => {
                let alert = match correcting::alert(tx, *base, &input.text).await? {
                    Ok(alert) => alert,
                    Err(reason) => return Ok(DraftOutcome::NotCorrectable(reason)),
                };
                let content = DraftContent::correction(*base, &alert);
                insert(tx, &author, &setup, &input, content, now).await?
            }
            DraftTarget::Existing { draft, audience } => {
                let mut draft = require_draft(tx, *draft, author.id).await?;
                if let Some(closed) = draft.closed {
                    return Ok(DraftOutcome::Closed(closed));
                }
                if let Some(audience) = audience {
                    draft.content.audience.clone_from(audience);
                }
                draft.content.ask_text.clone_from(&input.ask_text);
                let before = draft.content.answer_by;
                let read = draft.content.read(&input.text, &input.answer_by, &author, setup.event, now);
                draft.forget_typed_deadline(before);
                store::update(tx, &draft, now).await?;
                (draft, read)
            }
        };
        match read {
            Ok(assumptions) => proceed(tx, settings, DraftStep { author, setup, draft }, 0, assumptions, now).await,
            Err(problem) => {
                let problem = correcting::problem(tx, &draft, problem).await?;
                Ok(DraftOutcome::Problem { draft: draft.id, problem })
            }
        }
    })
    .await
}

/// Parses the form, and stores it as a new draft.
async fn insert(
    tx: &mut Tx,
    author: &Member,
    setup: &Setup,
    input: &DraftInput,
    mut content: DraftContent,
    now: Timestamp,
) -> Result<(Draft, Result<Vec<Assumption>, DraftProblem>), AlertError> {
    content.ask_text.clone_from(&input.ask_text);
    let read = content.read(&input.text, &input.answer_by, author, setup.event, now);
    let id = store::insert(tx, input.interaction, author.id, &content, now).await?;
    // Discord can deliver one interaction twice. The draft is inserted once and may have changed since then, so read it
    // back.
    Ok((require_draft(tx, id, author.id).await?, read))
}

/// Sets the deadline to `at`, which the author chose from several meanings. Returns the preview or a problem.
///
/// # Errors
/// As [`submit`].
pub async fn choose_time(
    db: &Db,
    settings: AlertSettings,
    author: MemberId,
    id: DraftId,
    at: Timestamp,
    late: LatePolicy,
    now: Timestamp,
) -> Result<DraftOutcome, AlertError> {
    db.write(async |tx| {
        let mut step = load(tx, author, id).await?;
        if let Some(closed) = step.draft.closed {
            return Ok(DraftOutcome::Closed(closed));
        }
        if at <= now {
            return Ok(DraftOutcome::Problem { draft: id, problem: DraftProblem::TimePassed(Vec::new()) });
        }
        if late == LatePolicy::AskFirst
            && let Some(problem) = chosen_time_after_event(at, &step.author, step.setup.event, now)
        {
            return Ok(DraftOutcome::Problem { draft: id, problem });
        }
        let before = step.draft.content.answer_by.replace(at);
        step.draft.forget_typed_deadline(before);
        store::update(tx, &step.draft, now).await?;
        proceed(tx, settings, step, 0, Vec::new(), now).await
    })
    .await
}

/// Sets the deadline to `at`, one of the other deadlines that the preview offers. Returns the preview or a problem. If
/// `at` has passed, the draft keeps its deadline, and the preview says so.
///
/// # Errors
/// As [`submit`]. `NoDraft` when the draft is a correction, because its preview offers no other deadlines.
pub async fn move_deadline(
    db: &Db,
    settings: AlertSettings,
    author: MemberId,
    id: DraftId,
    at: Timestamp,
    now: Timestamp,
) -> Result<DraftOutcome, AlertError> {
    db.write(async |tx| {
        let mut step = load(tx, author, id).await?;
        if let Some(closed) = step.draft.closed {
            return Ok(DraftOutcome::Closed(closed));
        }
        if step.draft.content.correction_base.is_some() {
            return Err(AlertError::NoDraft(id));
        }
        if at > now {
            if let Some(problem) = chosen_time_after_event(at, &step.author, step.setup.event, now) {
                return Ok(DraftOutcome::Problem { draft: id, problem });
            }
            step.draft.move_deadline(at, now);
            store::update(tx, &step.draft, now).await?;
        }
        if let Some(problem) = step.draft.content.problem(now) {
            return Ok(DraftOutcome::Problem { draft: id, problem });
        }
        let mut outcome = proceed(tx, settings, step, 0, Vec::new(), now).await?;
        if let DraftOutcome::Preview(preview) = &mut outcome {
            preview.passed_choice = Some(at).filter(|at| *at <= now);
        }
        Ok(outcome)
    })
    .await
}

/// Replaces the first ambiguous word of the audience by the people whom the author chose. Returns the preview or a
/// problem.
///
/// # Errors
/// As [`submit`].
pub async fn choose_people(
    db: &Db,
    settings: AlertSettings,
    author: MemberId,
    id: DraftId,
    chosen: &BTreeSet<MemberId>,
    now: Timestamp,
) -> Result<DraftOutcome, AlertError> {
    db.write(async |tx| {
        let mut step = load(tx, author, id).await?;
        if let Some(closed) = step.draft.closed {
            return Ok(DraftOutcome::Closed(closed));
        }
        // On a second press, the word is no longer ambiguous. The audience then stays as the first press left it.
        let audience = &step.draft.content.audience;
        if let Some(audience) = counting::with_choice(tx, &step.setup, audience, chosen, now).await? {
            step.draft.content.audience = audience;
            store::update(tx, &step.draft, now).await?;
        }
        match step.draft.content.problem(now) {
            Some(problem) => Ok(DraftOutcome::Problem { draft: id, problem }),
            None => proceed(tx, settings, step, 0, Vec::new(), now).await,
        }
    })
    .await
}

/// Sets the text for the readers of one language, or removes it if nothing was typed. Returns the preview or a problem.
///
/// # Errors
/// As [`submit`].
pub async fn set_translation(
    db: &Db,
    settings: AlertSettings,
    author: MemberId,
    id: DraftId,
    (language, typed): (Language, &str),
    now: Timestamp,
) -> Result<DraftOutcome, AlertError> {
    db.write(async |tx| {
        let mut step = load(tx, author, id).await?;
        if let Some(closed) = step.draft.closed {
            return Ok(DraftOutcome::Closed(closed));
        }
        let content = &mut step.draft.content;
        if content.translations.set(language, typed, &content.text) == Err(TextTooLong) {
            return Ok(DraftOutcome::Problem { draft: id, problem: DraftProblem::TranslationTooLong });
        }
        store::update(tx, &step.draft, now).await?;
        match step.draft.content.problem(now) {
            Some(problem) => {
                let problem = correcting::problem(tx, &step.draft, problem).await?;
                Ok(DraftOutcome::Problem { draft: id, problem })
            }
            None => proceed(tx, settings, step, 0, Vec::new(), now).await,
        }
    })
    .await
}

/// Makes a new preview. The button "Continue" of an expired preview calls this.
///
/// # Errors
/// As [`submit`].
pub async fn renew_preview(
    db: &Db,
    settings: AlertSettings,
    author: MemberId,
    id: DraftId,
    now: Timestamp,
) -> Result<DraftOutcome, AlertError> {
    db.write(async |tx| {
        let step = load(tx, author, id).await?;
        if let Some(closed) = step.draft.closed {
            return Ok(DraftOutcome::Closed(closed));
        }
        if let Some(problem) = step.draft.content.problem(now) {
            return Ok(DraftOutcome::Problem { draft: id, problem });
        }
        proceed(tx, settings, step, 0, Vec::new(), now).await
    })
    .await
}

/// Stores whom the author chose by name to be woken by an emergency. Ignores people who may not be woken or whose names
/// no preview showed: a forged request can contain them.
///
/// # Errors
/// As [`submit`].
pub async fn select_woken(
    db: &Db,
    settings: AlertSettings,
    author: MemberId,
    id: DraftId,
    selection: WakeSelection,
    now: Timestamp,
) -> Result<DraftOutcome, AlertError> {
    db.write(async |tx| {
        let mut step = load(tx, author, id).await?;
        if let Some(closed) = step.draft.closed {
            return Ok(DraftOutcome::Closed(closed));
        }
        let wakeable_members_shown =
            step.draft.snapshot.as_ref().map(PreviewSnapshot::wakeable_members_shown).unwrap_or_default();
        let first_page = selection.first_page();
        step.draft.members_to_wake = match &selection {
            WakeSelection::All => wakeable_members_shown,
            WakeSelection::Nobody => BTreeSet::new(),
            WakeSelection::ShowFrom { .. } => std::mem::take(&mut step.draft.members_to_wake),
            WakeSelection::Page { page, chosen } => {
                let counted = count(tx, &step.setup, &step.draft.content, now).await?;
                let people = counted.map(|counted| counted.people).unwrap_or_default();
                let on_page: BTreeSet<MemberId> = wake_page(&people, *page).map(|person| person.member).collect();
                let chosen_here = chosen.intersection(&on_page);
                let chosen = step.draft.members_to_wake.difference(&on_page).chain(chosen_here);
                chosen.filter(|id| wakeable_members_shown.contains(id)).copied().collect()
            }
        };
        proceed(tx, settings, step, first_page, Vec::new(), now).await
    })
    .await
}

/// The preview of the draft of a new alert at `now`, for the list of its names and for the message as recipients read
/// it. Stores nothing, so that "Send" still compares with the preview that the author saw.
///
/// # Errors
/// As [`submit`]. `NoDraft` when the draft is a correction.
pub async fn look(
    db: &Db,
    settings: AlertSettings,
    author: MemberId,
    id: DraftId,
    now: Timestamp,
) -> Result<DraftOutcome, AlertError> {
    let mut conn = db.read().await?;
    let DraftStep { setup, mut draft, .. } = load(&mut conn, author, id).await?;
    if let Some(closed) = draft.closed {
        return Ok(DraftOutcome::Closed(closed));
    }
    if draft.content.correction_base.is_some() {
        return Err(AlertError::NoDraft(id));
    }
    if let Some(problem) = draft.content.problem(now) {
        return Ok(DraftOutcome::Problem { draft: id, problem });
    }
    Ok(match counting::build(&mut conn, settings, &setup, &mut draft, 0, Vec::new(), now).await? {
        Ok(preview) => DraftOutcome::Preview(Box::new(preview)),
        Err(problem) => DraftOutcome::Problem { draft: id, problem },
    })
}

/// The draft with this id, for the form that edits it.
///
/// # Errors
/// As [`submit`], except `NotSetUp`.
pub async fn get(db: &Db, author: MemberId, id: DraftId) -> Result<Draft, AlertError> {
    let mut conn = db.read().await?;
    require_secretariat(&mut conn, author).await?;
    require_draft(&mut conn, id, author).await
}

/// Discards the draft, unless it is already closed. Returns how it was closed.
///
/// # Errors
/// As [`submit`], except `NotSetUp`.
pub async fn discard(db: &Db, author: MemberId, id: DraftId, now: Timestamp) -> Result<DraftClosed, AlertError> {
    db.write(async |tx| {
        require_secretariat(tx, author).await?;
        let draft = require_draft(tx, id, author).await?;
        if let Some(closed) = draft.closed {
            return Ok(closed);
        }
        store::set_discarded(tx, id, now).await?;
        Ok(DraftClosed::Discarded)
    })
    .await
}

/// The draft with this id, and the expected members of its audience's groups who are not on Discord.
///
/// # Errors
/// As [`submit`].
pub async fn not_on_discord(
    db: &Db,
    author: MemberId,
    id: DraftId,
    now: Timestamp,
) -> Result<(Draft, Vec<Expected>), AlertError> {
    let mut conn = db.read().await?;
    let DraftStep { setup, draft, .. } = load(&mut conn, author, id).await?;
    let groups = counting::groups(&mut conn, &setup, &draft.content.audience, now).await?.unwrap_or_default();
    let people = lookup::not_on_discord(&mut conn, &groups).await?;
    Ok((draft, people))
}

/// Sends the alert or the correction that the author previewed, at most once. One transaction stores the alert or its
/// new version, the recipients and all deliveries.
///
/// # Errors
/// As [`submit`].
pub async fn send(
    db: &Db,
    settings: AlertSettings,
    author: MemberId,
    id: DraftId,
    repeat: RepeatPolicy,
    now: Timestamp,
) -> Result<SendOutcome, AlertError> {
    db.write(async |tx| {
        let DraftStep { setup, mut draft, .. } = load(tx, author, id).await?;
        if let Some(outcome) = refusal_to_send(tx, &draft).await? {
            return Ok(outcome);
        }
        if draft.content.answer_by.is_some_and(|at| at <= now) {
            return Ok(SendOutcome::TimePassed);
        }
        let (Some(snapshot), Some(previewed_at)) = (draft.snapshot.clone(), draft.previewed_at) else {
            return Ok(SendOutcome::PreviewExpired);
        };
        if now.duration_since(previewed_at) > settings.preview_valid_for {
            return Ok(SendOutcome::PreviewExpired);
        }
        if let Some(base) = draft.content.correction_base {
            return correcting::send(tx, settings, &setup, draft, base, (&snapshot, previewed_at), now).await;
        }
        let preview = match counting::preview(tx, settings, &setup, &mut draft, 0, Vec::new(), now).await? {
            Ok(preview) => preview,
            Err(problem) => return Ok(SendOutcome::Problem(problem)),
        };
        if !snapshot.is_current(&preview.people) {
            let moved_members = snapshot.moved_members(&preview.people);
            return Ok(SendOutcome::PreviewChanged(Box::new(Preview { moved_members, ..preview })));
        }
        if preview.repeated_alert.is_some() && repeat == RepeatPolicy::AskFirst {
            return Ok(SendOutcome::RepeatedText(Box::new(preview)));
        }
        // The author saw the plan in the earlier preview, so it is kept, without a step that has passed since then.
        let kind = (&preview.ask, preview.purpose);
        let plan = Plan::new(settings.plan, kind, preview.answer_by, 0, previewed_at).after(now);
        let preview = Preview { plan, ..preview };
        Ok(SendOutcome::Sent(send_previewed(tx, settings, &setup, &draft, &preview, now).await?))
    })
    .await
}

/// The outcome if the draft cannot be sent with any preview: it is closed, or its alert can no longer be corrected.
/// `None` if it can be sent.
async fn refusal_to_send(conn: &mut Conn, draft: &Draft) -> Result<Option<SendOutcome>, AlertError> {
    if let Some(closed) = draft.closed {
        return Ok(Some(SendOutcome::Closed(closed)));
    }
    let Some(base) = draft.content.correction_base else { return Ok(None) };
    let alert = correcting::alert(conn, base, &draft.content.text).await?;
    Ok(alert.err().map(SendOutcome::NotCorrectable))
}

/// Replaces the text of the alert in the delivered messages by the text of a correction, without a message about it.
///
/// # Errors
/// As [`submit`].
pub async fn fix_silently(db: &Db, author: MemberId, id: DraftId, now: Timestamp) -> Result<SendOutcome, AlertError> {
    db.write(async |tx| {
        let DraftStep { draft, .. } = load(tx, author, id).await?;
        if let Some(outcome) = refusal_to_send(tx, &draft).await? {
            return Ok(outcome);
        }
        match draft.content.correction_base {
            Some(base) => correcting::fix_silently(tx, &draft, base, now).await,
            None => Err(AlertError::NoDraft(id)),
        }
    })
    .await
}

async fn send_previewed(
    tx: &mut Tx,
    settings: AlertSettings,
    setup: &Setup,
    draft: &Draft,
    preview: &Preview,
    now: Timestamp,
) -> Result<AlertSent, AlertError> {
    let named_members = counting::members_named_individually(tx, setup, &draft.content.audience, now).await?;
    let recipients = preview.people.iter().map(|person| NewRecipient {
        member: person.member,
        is_named: named_members.contains(&person.member),
        is_chosen_to_wake: preview.members_to_wake.contains(&person.member),
    });
    let new = NewAlert {
        author: draft.author,
        severity: draft.content.severity,
        ask: preview.ask.clone(),
        purpose: draft.content.kind.purpose,
        groups: preview.groups.clone(),
        text: draft.content.text.clone(),
        translations: draft.content.translations.current(),
        answer_by: draft.content.answer_by,
        plan: preview.plan.clone(),
        recipients: recipients.collect(),
        mail: settings.mail,
    };
    let alert = sending::send(tx, setup, new, now).await?;
    woken_notices::enqueue(tx, alert, &preview.secretariat_to_tell, now).await?;
    store::set_sent(tx, draft.id, alert, now).await?;
    let sounded_at_once = preview.section(PreviewSection::Awake).count() + preview.woken().count();
    let secretariat_told = preview.secretariat_to_tell.len();
    Ok(AlertSent { alert, recipients: preview.people.len(), sounded_at_once, secretariat_told })
}

/// Makes the preview of a draft whose content has no problem.
async fn proceed(
    tx: &mut Tx,
    settings: AlertSettings,
    step: DraftStep,
    first_wake_page: usize,
    assumptions: Vec<Assumption>,
    now: Timestamp,
) -> Result<DraftOutcome, AlertError> {
    let DraftStep { setup, mut draft, .. } = step;
    if let Some(closed) = draft.closed {
        return Ok(DraftOutcome::Closed(closed));
    }
    let preview = match draft.content.correction_base {
        Some(base) => correcting::preview(tx, settings, &setup, &mut draft, base, assumptions, now).await?,
        None => counting::preview(tx, settings, &setup, &mut draft, first_wake_page, assumptions, now)
            .await?
            .map_err(NoPreview::Problem),
    };
    Ok(match preview {
        Ok(preview) => DraftOutcome::Preview(Box::new(preview)),
        Err(NoPreview::Problem(problem)) => DraftOutcome::Problem { draft: draft.id, problem },
        Err(NoPreview::NotCorrectable(reason)) => DraftOutcome::NotCorrectable(reason),
    })
}

async fn load(conn: &mut Conn, author: MemberId, id: DraftId) -> Result<DraftStep, AlertError> {
    let author = require_secretariat(conn, author).await?;
    let setup = require_setup(conn).await?;
    let draft = require_draft(conn, id, author.id).await?;
    Ok(DraftStep { author, setup, draft })
}

async fn require_draft(conn: &mut Conn, id: DraftId, author: MemberId) -> Result<Draft, AlertError> {
    store::get(conn, id).await?.filter(|draft| draft.author == author).ok_or(AlertError::NoDraft(id))
}
