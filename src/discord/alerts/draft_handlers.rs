//! Handlers of `/alert send`: the form, the preview and its buttons.

use std::collections::BTreeSet;

use tokio::time::timeout;

use crate::alerts::ask::AlertKind;
use crate::alerts::drafts::{
    Draft, DraftInput, DraftOutcome, DraftProblem, DraftTarget, LatePolicy, RepeatPolicy, SendOutcome, WakeSelection,
    service as drafts,
};
use crate::alerts::model::{DraftId, Severity};
use crate::alerts::service;
use crate::discord::alerts::{forms, preview, preview_pages, preview_texts, screens};
use crate::discord::call::{Call, OPEN_TIMEOUT, Submitted};
use crate::discord::ui::reply::Reply;
use crate::discord::ui::widgets::Modal;
use crate::discord::wire::user_error::{Outcome, UserError};
use crate::members::MemberId;
use crate::say;
use crate::time::Timestamp;
use crate::words::Language;

/// Handles `/alert send`: opens the form. If the caller may not send alerts or typed an unknown audience, and the
/// database answers in time, the caller is refused before the form opens. Otherwise, the caller is refused at the
/// submission. An error of the database is reported as such before the form opens, so that nobody types a text that
/// cannot be stored.
pub(super) async fn open_form(call: &Call, severity: Severity, kind: AlertKind, audience: &str) -> Outcome {
    let check = service::check_may_send(&call.services.db, call.user(), audience, call.now);
    if let Ok(checked) = timeout(OPEN_TIMEOUT, check).await {
        checked?;
    }
    call.responder.modal(&forms::new_alert_form(call.language(), severity, kind, audience)).await
}

pub(super) async fn submit(call: &Call, target: DraftTarget, submitted: &Submitted) -> Outcome {
    // `viewer` stores the language of the client. The typed deadline is parsed in this language.
    call.viewer().await?;
    let input = DraftInput {
        interaction: call.id,
        author: call.user(),
        target,
        text: forms::typed_text(submitted),
        answer_by: forms::typed_answer_by(submitted),
        ask_text: forms::typed_ask(submitted),
    };
    let is_first_step_of_correction = matches!(input.target, DraftTarget::Correction(_));
    let outcome = drafts::submit(&call.services.db, call.services.alerts, input, call.now).await?;
    if is_first_step_of_correction {
        // The form of a correction opens from the roster in the secretariat's channel. So the preview is a new message,
        // and the roster stays.
        return call.responder.reply(outcome_screen(call, outcome).await?).await;
    }
    show_outcome(call, outcome).await
}

/// Opens `form`, filled in with the draft's texts. If the draft is closed, says so instead of opening the form.
pub(super) async fn edit(call: &Call, id: DraftId, form: impl FnOnce(Language, &Draft) -> Modal) -> Outcome {
    let language = call.language();
    let draft = drafts::get(&call.services.db, call.user(), id);
    let Ok(draft) = timeout(OPEN_TIMEOUT, draft).await else {
        return Err(UserError::message(say!(language, "alert-continue-busy")));
    };
    let draft = draft?;
    match draft.closed {
        Some(closed) => call.responder.reply(screens::closed_draft(closed, language)).await,
        None => call.responder.modal(&form(language, &draft)).await,
    }
}

/// Opens the form for the draft's text in `language`.
pub(super) async fn write_text(call: &Call, id: DraftId, language: Language) -> Outcome {
    edit(call, id, |own_language, draft| forms::translation_form(own_language, draft, language)).await
}

pub(super) async fn submit_text(call: &Call, id: DraftId, language: Language, typed: &str) -> Outcome {
    let (db, settings) = (&call.services.db, call.services.alerts);
    let outcome = drafts::set_translation(db, settings, call.user(), id, (language, typed), call.now).await?;
    show_outcome(call, outcome).await
}

pub(super) async fn choose_time(call: &Call, draft: DraftId, at_ms: i64, late: LatePolicy) -> Outcome {
    let (at, db, settings) = (pressed_instant(call, at_ms)?, &call.services.db, call.services.alerts);
    let outcome = drafts::choose_time(db, settings, call.user(), draft, at, late, call.now).await?;
    show_outcome(call, outcome).await
}

/// Handles the buttons that choose another deadline, and shows the new preview in place of the old one.
pub(super) async fn move_deadline(call: &Call, draft: DraftId, at_ms: i64) -> Outcome {
    let (at, db, settings) = (pressed_instant(call, at_ms)?, &call.services.db, call.services.alerts);
    let outcome = drafts::move_deadline(db, settings, call.user(), draft, at, call.now).await?;
    show_outcome(call, outcome).await
}

/// The instant in the custom id of a button.
fn pressed_instant(call: &Call, at_ms: i64) -> Result<Timestamp, UserError> {
    let outdated = |_| UserError::message(say!(call.language(), "discord-outdated-button"));
    Timestamp::from_millisecond(at_ms).map_err(outdated)
}

pub(super) async fn choose_people(call: &Call, draft: DraftId, chosen: &BTreeSet<MemberId>) -> Outcome {
    let (db, settings) = (&call.services.db, call.services.alerts);
    let outcome = drafts::choose_people(db, settings, call.user(), draft, chosen, call.now).await?;
    show_outcome(call, outcome).await
}

pub(super) async fn renew_preview(call: &Call, draft: DraftId) -> Outcome {
    let outcome = drafts::renew_preview(&call.services.db, call.services.alerts, call.user(), draft, call.now).await?;
    show_outcome(call, outcome).await
}

pub(super) async fn select_woken(call: &Call, draft: DraftId, selection: WakeSelection) -> Outcome {
    let (db, settings) = (&call.services.db, call.services.alerts);
    let outcome = drafts::select_woken(db, settings, call.user(), draft, selection, call.now).await?;
    show_outcome(call, outcome).await
}

async fn show_outcome(call: &Call, outcome: DraftOutcome) -> Outcome {
    call.show_here(outcome_screen(call, outcome).await?).await
}

async fn outcome_screen(call: &Call, outcome: DraftOutcome) -> Result<Reply, UserError> {
    let viewer = call.viewer().await?;
    Ok(match outcome {
        DraftOutcome::Preview(facts) => preview::preview(&facts, viewer),
        DraftOutcome::Problem { draft, problem: DraftProblem::Unchanged } => {
            // The author may want to correct only the text in another language.
            let content = drafts::get(&call.services.db, call.user(), draft).await?.content;
            let texts = preview_texts::change_buttons(draft, &content.translations, viewer.language);
            screens::problem_screen(draft, &DraftProblem::Unchanged, viewer).buttons(texts)
        }
        DraftOutcome::Problem { draft, problem } => screens::problem_screen(draft, &problem, viewer),
        DraftOutcome::NotCorrectable(reason) => screens::not_correctable(&reason, viewer.language),
        DraftOutcome::Closed(closed) => screens::closed_draft(closed, viewer.language),
    })
}

pub(super) async fn send(call: &Call, id: DraftId, repeat: RepeatPolicy) -> Outcome {
    call.viewer().await?;
    let settings = call.services.alerts;
    let outcome = drafts::send(&call.services.db, settings, call.user(), id, repeat, call.now).await?;
    show_sent(call, id, outcome).await
}

pub(super) async fn fix_silently(call: &Call, id: DraftId) -> Outcome {
    call.viewer().await?;
    let outcome = drafts::fix_silently(&call.services.db, call.user(), id, call.now).await?;
    show_sent(call, id, outcome).await
}

async fn show_sent(call: &Call, id: DraftId, outcome: SendOutcome) -> Outcome {
    let (viewer, settings) = (call.viewer().await?, call.services.alerts);
    let screen = match outcome {
        SendOutcome::Sent(sent) => screens::sent_alert(&sent, viewer.language),
        SendOutcome::Corrected(sent) => screens::sent_correction(&sent, viewer.language),
        SendOutcome::Fixed { alert, edits } => screens::silent_fix_result(alert, edits, viewer.language),
        SendOutcome::Closed(closed) => screens::closed_draft(closed, viewer.language),
        SendOutcome::NotCorrectable(reason) => screens::not_correctable(&reason, viewer.language),
        SendOutcome::PreviewExpired => screens::expired_preview(id, settings, viewer.language),
        SendOutcome::TimePassed => screens::problem_screen(id, &DraftProblem::TimePassed(Vec::new()), viewer),
        SendOutcome::PreviewChanged(facts) | SendOutcome::RepeatedText(facts) => preview::preview(&facts, viewer),
        SendOutcome::Problem(problem) => screens::problem_screen(id, &problem, viewer),
    };
    call.show_here(screen).await
}

/// Shows the first page of the names in the preview, as a new message below the preview.
pub(super) async fn names(call: &Call, id: DraftId) -> Outcome {
    let screen = names_screen(call, id, 0).await?;
    call.responder.reply(screen).await
}

/// Shows another page of the names, in the message with the pressed button.
pub(super) async fn turn_names(call: &Call, id: DraftId, page: usize) -> Outcome {
    let screen = names_screen(call, id, page).await?;
    call.show_here(screen).await
}

async fn names_screen(call: &Call, id: DraftId, page: usize) -> Result<Reply, UserError> {
    let viewer = call.viewer().await?;
    let outcome = drafts::look(&call.services.db, call.services.alerts, call.user(), id, call.now).await?;
    Ok(match outcome {
        DraftOutcome::Preview(facts) => preview_pages::names(&facts, page, viewer.language),
        other => outcome_screen(call, other).await?,
    })
}

/// Shows the whole message as recipients read it, in each language of the audience.
pub(super) async fn read_as(call: &Call, id: DraftId) -> Outcome {
    let viewer = call.viewer().await?;
    let outcome = drafts::look(&call.services.db, call.services.alerts, call.user(), id, call.now).await?;
    let screen = match outcome {
        DraftOutcome::Preview(facts) => preview_pages::as_recipients_read_it(&facts, viewer),
        other => outcome_screen(call, other).await?,
    };
    call.responder.reply(screen).await
}

pub(super) async fn discard(call: &Call, draft: DraftId) -> Outcome {
    let language = call.viewer().await?.language;
    let closed = drafts::discard(&call.services.db, call.user(), draft, call.now).await?;
    call.show_here(screens::closed_draft(closed, language)).await
}

pub(super) async fn not_on_discord(call: &Call, id: DraftId) -> Outcome {
    let viewer = call.viewer().await?;
    let (draft, people) = drafts::not_on_discord(&call.services.db, call.user(), id, call.now).await?;
    let content = &draft.content;
    let severity = content.severity;
    let deadline = content.answer_by.map(|at| (content.kind.ask, at));
    let screen = screens::not_on_discord(severity, &content.text, deadline, &people, viewer);
    call.responder.reply(screen).await
}
