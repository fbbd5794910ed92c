//! Handlers of the buttons under alerts, and of `/alert list`, `/alert show`, `/alert report` and `/seen`.

use std::collections::BTreeSet;

use crate::alerts::answers::{self, AnswerOutcome, HelpRequestText};
use crate::alerts::ask::{AlertKind, Answer};
use crate::alerts::drafts::{CorrectionBase, DraftTarget, LatePolicy, RepeatPolicy, WakeSelection};
use crate::alerts::model::{AlertId, EndReason, Severity};
use crate::alerts::service::{self, SeenOutcome};
use crate::alerts::{reaching, report};
use crate::db;
use crate::discord::alerts::presses::AlertPress;
use crate::discord::alerts::{
    draft_handlers, ending, forms, messages, missing, report as report_screens, roster, screens,
};
use crate::discord::call::{Call, OPEN_TIMEOUT, Submitted};
use crate::discord::helpdesk::handlers as helpdesk;
use crate::discord::router::Handle;
use crate::discord::ui::reply::Reply;
use crate::discord::wire::user_error::{Outcome, UserError};
use crate::helpdesk::{OmissionReason, OmittedText, Origin, TicketText};
use crate::members::MemberId;
use crate::say;

impl Handle for AlertPress {
    const LONG_INPUTS: &'static [(&'static str, usize)] = forms::LONG_INPUTS;

    async fn handle(self, call: &Call, submitted: Submitted) -> Outcome {
        match self {
            Self::SubmitNew { severity, audience } => {
                submit(call, severity, AlertKind::default(), audience, &submitted).await
            }
            Self::SubmitNewWithAudience(severity) => {
                let audience = forms::typed_audience(&submitted);
                submit(call, severity, AlertKind::default(), audience, &submitted).await
            }
            Self::SubmitAsk { ask, purpose, severity, audience } => {
                submit(call, severity, AlertKind { ask, purpose }, audience, &submitted).await
            }
            Self::SubmitAskWithAudience { ask, purpose, severity } => {
                let audience = forms::typed_audience(&submitted);
                submit(call, severity, AlertKind { ask, purpose }, audience, &submitted).await
            }
            Self::Edit(draft) => draft_handlers::edit(call, draft, forms::edit_form).await,
            Self::EditWithAudience(draft) => draft_handlers::edit(call, draft, forms::edit_form_with_audience).await,
            Self::SubmitEdit(draft) => {
                draft_handlers::submit(call, DraftTarget::Existing { draft, audience: None }, &submitted).await
            }
            Self::SubmitEditWithAudience(draft) => {
                let audience = Some(forms::typed_audience(&submitted));
                draft_handlers::submit(call, DraftTarget::Existing { draft, audience }, &submitted).await
            }
            Self::ChooseTime(draft, at_ms) => {
                draft_handlers::choose_time(call, draft, at_ms, LatePolicy::AskFirst).await
            }
            Self::KeepTime(draft, at_ms) => draft_handlers::choose_time(call, draft, at_ms, LatePolicy::Keep).await,
            Self::MoveDeadline(draft, at_ms) => draft_handlers::move_deadline(call, draft, at_ms).await,
            Self::ChoosePeople(draft) => draft_handlers::choose_people(call, draft, &chosen_members(&submitted)).await,
            Self::WriteText(draft, language) => draft_handlers::write_text(call, draft, language).await,
            Self::SubmitText(draft, language) => {
                let typed = forms::typed_text(&submitted);
                draft_handlers::submit_text(call, draft, language, &typed).await
            }
            Self::RenewPreview(draft) => draft_handlers::renew_preview(call, draft).await,
            Self::WakePage(draft, page) => {
                let chosen = chosen_members(&submitted);
                draft_handlers::select_woken(call, draft, WakeSelection::Page { page, chosen }).await
            }
            Self::WakeNames(draft, first_page) => {
                draft_handlers::select_woken(call, draft, WakeSelection::ShowFrom { first_page }).await
            }
            Self::WakeAll(draft) => draft_handlers::select_woken(call, draft, WakeSelection::All).await,
            Self::WakeNobody(draft) => draft_handlers::select_woken(call, draft, WakeSelection::Nobody).await,
            Self::Names(draft) => draft_handlers::names(call, draft).await,
            Self::NamesPage(draft, page) => draft_handlers::turn_names(call, draft, page).await,
            Self::ReadAs(draft) => draft_handlers::read_as(call, draft).await,
            Self::Send(draft) => draft_handlers::send(call, draft, RepeatPolicy::AskFirst).await,
            Self::SendAgain(draft) => draft_handlers::send(call, draft, RepeatPolicy::SendAnyway).await,
            Self::FixSilently(draft) => draft_handlers::fix_silently(call, draft).await,
            Self::Discard(draft) => draft_handlers::discard(call, draft).await,
            Self::NotOnDiscordOfDraft(draft) => draft_handlers::not_on_discord(call, draft).await,
            Self::NotOnDiscord(alert) => not_on_discord(call, alert).await,
            Self::Seen(alert, version) => mark_seen(call, alert, version).await,
            Self::Answer(alert, version, answer) => self::answer(call, alert, version, answer).await,
            Self::Remind(alert, version) => remind(call, alert, Some(version)).await,
            Self::Help(alert, version) => help(call, alert, Some(version)).await,
            Self::RemindOfUnknownVersion(alert) => remind(call, alert, None).await,
            Self::HelpWithUnknownVersion(alert) => help(call, alert, None).await,
            Self::Open(alert) => open(call, alert).await,
            Self::Original(alert, version) => show_original(call, alert, version).await,
            Self::AskAgain(alert) => ask_again(call, alert).await,
            Self::Reached(alert, _) => mark_reached(call, alert, &chosen_members(&submitted)).await,
            Self::NotReached(alert) => unmark_reached(call, alert, &chosen_members(&submitted)).await,
            Self::Correct(alert, version) => open_correction(call, alert, version).await,
            Self::SubmitCorrection(alert, base_version) => {
                let target = DraftTarget::Correction(CorrectionBase { alert, base_version });
                draft_handlers::submit(call, target, &submitted).await
            }
            Self::Over(alert) => ask_to_end(call, alert, EndReason::Over).await,
            Self::Cancel(alert) => ask_to_end(call, alert, EndReason::Cancel).await,
            Self::ConfirmOver(alert) => end(call, alert, EndReason::Over).await,
            Self::ConfirmCancel(alert) => end(call, alert, EndReason::Cancel).await,
            Self::KeepActive(alert) => {
                let language = call.viewer().await?.language;
                call.show_here(Reply::new(say!(language, "alert-goes-on", number = alert.0))).await
            }
            Self::ReportPeople(alert) => {
                let screen = report_people(call, alert, 0).await?;
                call.responder.reply(screen).await
            }
            Self::ReportPeoplePage(alert, page) => {
                let screen = report_people(call, alert, page).await?;
                call.show_here(screen).await
            }
        }
    }
}

/// The people who were chosen in a select.
fn chosen_members(submitted: &Submitted) -> BTreeSet<MemberId> {
    submitted.values.iter().filter_map(|id| id.parse().ok()).collect()
}

/// Handles the submitted form of a new alert.
async fn submit(call: &Call, severity: Severity, kind: AlertKind, audience: String, submitted: &Submitted) -> Outcome {
    draft_handlers::submit(call, DraftTarget::NewAlert { severity, audience, kind }, submitted).await
}

/// Handles the button "I have seen this".
async fn mark_seen(call: &Call, id: AlertId, version: u32) -> Outcome {
    let viewer = call.viewer().await?;
    match service::mark_seen(&call.services.db, call.user(), id, version, call.message, call.now).await? {
        SeenOutcome::Recorded(shown) => call.responder.update(messages::reply_to_press(&shown, viewer)).await,
        SeenOutcome::Outdated(message) => call.responder.reply(messages::reply(&message, viewer)).await,
        SeenOutcome::NotRecipient => call.responder.reply(say!(viewer.language, "alert-not-yours")).await,
    }
}

/// Handles the buttons "I can" and "I can't", and the answers to choose from.
async fn answer(call: &Call, id: AlertId, version: u32, answer: Answer) -> Outcome {
    let viewer = call.viewer().await?;
    let outcome = answers::answer(&call.services.db, call.user(), id, version, answer, call.message, call.now).await?;
    match outcome {
        AnswerOutcome::Recorded(shown) | AnswerOutcome::Enough(shown) | AnswerOutcome::Ended(shown) => {
            call.responder.update(messages::reply_to_press(&shown, viewer)).await
        }
        AnswerOutcome::Outdated(message) => call.responder.reply(messages::reply(&message, viewer)).await,
        AnswerOutcome::NotRecipient => call.responder.reply(say!(viewer.language, "alert-not-yours")).await,
    }
}

/// Handles the button "Remind me in 15 min".
async fn remind(call: &Call, id: AlertId, version: Option<u32>) -> Outcome {
    let viewer = call.viewer().await?;
    let outcome = answers::remind(&call.services.db, call.user(), id, version, call.now).await?;
    call.responder.reply(screens::remind_result(outcome, viewer)).await
}

/// Handles the button "I need help": opens a ticket that names the alert, and marks the alert as seen. A person who
/// asks for help with an alert has seen the alert.
async fn help(call: &Call, id: AlertId, version: Option<u32>) -> Outcome {
    let (viewer, db) = (call.viewer().await?, &call.services.db);
    let Some(request) = answers::help_request(db, call.user(), id, version).await? else {
        return call.responder.reply(say!(viewer.language, "alert-not-yours")).await;
    };
    let origin = Origin::new("alert", request.alert.0);
    let omitted = |reason| TicketText::Omitted(OmittedText { reason, sent_at: request.sent_at });
    let text = match &request.text {
        HelpRequestText::Shown(text) => TicketText::Quoted(text.as_str()),
        HelpRequestText::Withheld => omitted(OmissionReason::NotAddressed),
        HelpRequestText::Unknown => omitted(OmissionReason::UnknownVersion),
    };
    let opened = helpdesk::open_about(call, &origin, text).await;
    let seen = db::without_claim(answers::mark_seen_by_help_request(db, call.user(), id, version, call.now)).await;
    opened.and(seen.map_err(UserError::from))
}

/// Shows one alert of a message that contains several alerts.
async fn open(call: &Call, id: AlertId) -> Outcome {
    let viewer = call.viewer().await?;
    match answers::full_message(&call.services.db, call.user(), id, call.now).await? {
        Some(message) => call.responder.reply(messages::reply(&message, viewer)).await,
        None => call.responder.reply(say!(viewer.language, "alert-not-yours")).await,
    }
}

/// Shows the original text below a message that has no room for it.
async fn show_original(call: &Call, id: AlertId, version: u32) -> Outcome {
    let viewer = call.viewer().await?;
    match answers::original_text(&call.services.db, call.user(), id, version).await? {
        Some(text) => call.responder.reply(messages::original_text(&text, viewer.language)).await,
        None => call.responder.reply(say!(viewer.language, "alert-original-not-yours")).await,
    }
}

/// Handles `/seen`.
pub async fn seen_all(call: &Call) -> Outcome {
    let viewer = call.viewer().await?;
    let seen = service::mark_all_seen(&call.services.db, call.user(), call.now).await?;
    call.responder.reply(screens::seen_alerts(&seen, viewer)).await
}

async fn ask_again(call: &Call, id: AlertId) -> Outcome {
    let viewer = call.viewer().await?;
    let outcome = service::ask_again(&call.services.db, call.user(), id, call.now).await?;
    call.responder.reply(screens::ask_again_result(&outcome, viewer)).await
}

/// Handles the select "I reached them" under the list of who is missing.
async fn mark_reached(call: &Call, id: AlertId, people: &BTreeSet<MemberId>) -> Outcome {
    let language = call.viewer().await?.language;
    let outcome = reaching::mark_reached(&call.services.db, call.user(), id, people, call.now).await?;
    call.responder.reply(missing::marked(id, &outcome, language)).await
}

/// Handles the select "Not reached after all".
async fn unmark_reached(call: &Call, id: AlertId, people: &BTreeSet<MemberId>) -> Outcome {
    let language = call.viewer().await?.language;
    let outcome = reaching::unmark_reached(&call.services.db, call.user(), id, people, call.now).await?;
    call.responder.reply(missing::unmarked(id, &outcome, language)).await
}

/// Handles the button "Correct": opens the form with the current version. A form must be the first answer to an
/// interaction, so this function does not wait long for the database.
async fn open_correction(call: &Call, id: AlertId, version: u32) -> Outcome {
    let language = call.language();
    let alert = service::get(&call.services.db, call.user(), id);
    let Ok(alert) = tokio::time::timeout(OPEN_TIMEOUT, alert).await else {
        return Err(UserError::message(say!(language, "discord-busy")));
    };
    let alert = alert?;
    if !alert.is_active() || alert.current_version.number != version {
        return call.responder.reply(say!(language, "alert-nothing-to-correct")).await;
    }
    call.responder.modal(&forms::correction_form(language, &alert)).await
}

/// Handles the buttons "It is over" and "Withdraw": asks before the alert ends, and shows the text that recipients will
/// read.
async fn ask_to_end(call: &Call, id: AlertId, reason: EndReason) -> Outcome {
    let language = call.viewer().await?.language;
    let alert = service::get(&call.services.db, call.user(), id).await?;
    call.responder.reply(ending::end_question(&alert, reason, language)).await
}

async fn end(call: &Call, id: AlertId, reason: EndReason) -> Outcome {
    let language = call.viewer().await?.language;
    let outcome = service::end(&call.services.db, call.user(), id, reason, call.now).await?;
    call.show_here(ending::end_result(id, reason, outcome, language)).await
}

async fn not_on_discord(call: &Call, id: AlertId) -> Outcome {
    let viewer = call.viewer().await?;
    let (alert, people) = service::not_on_discord(&call.services.db, call.user(), id).await?;
    let deadline = alert.current_version.answer_by.map(|at| (alert.ask.kind(), at));
    let screen = screens::not_on_discord(alert.severity, &alert.current_version.text, deadline, &people, viewer);
    call.responder.reply(screen).await
}

/// Handles `/alert show`.
pub async fn show(call: &Call, id: AlertId) -> Outcome {
    call.viewer().await?;
    let facts = service::roster(&call.services.db, call.user(), id, call.now).await?;
    call.responder.reply(roster::with_buttons(&facts, call.now)).await
}

/// Handles `/alert report`.
pub async fn report(call: &Call, id: AlertId) -> Outcome {
    let viewer = call.viewer().await?;
    let report = report::report(&call.services.db, call.user(), id, call.now).await?;
    call.responder.reply(report_screens::message(&report, viewer)).await
}

async fn report_people(call: &Call, id: AlertId, page: usize) -> Result<Reply, UserError> {
    let viewer = call.viewer().await?;
    let report = report::report(&call.services.db, call.user(), id, call.now).await?;
    Ok(report_screens::people(&report, page, viewer))
}

/// Handles `/alert list`.
pub async fn list(call: &Call) -> Outcome {
    /// The most alerts that one message can show.
    const MAX_LISTED: i64 = 10;
    let viewer = call.viewer().await?;
    let alerts = service::newest(&call.services.db, call.user(), MAX_LISTED).await?;
    call.responder.reply(screens::alert_list(&alerts, viewer)).await
}
