//! Handlers of the buttons under messages of alerts, and of `/alert list`, `/alert show` and `/seen`.

use crate::alerts::drafts::{Corrects, DraftTarget, LatePolicy, RepeatPolicy, WakeSelection};
use crate::alerts::model::{AlertId, EndReason};
use crate::alerts::service::{self, SeenOutcome};
use crate::discord::alerts::presses::AlertPress;
use crate::discord::alerts::{draft_handlers, forms, messages, roster, screens};
use crate::discord::call::{Call, Submitted};
use crate::discord::router::Handle;
use crate::discord::wire::user_error::{Outcome, UserError};
use crate::members::MemberId;
use crate::say;

impl Handle for AlertPress {
    const LONG_INPUTS: &'static [(&'static str, usize)] = forms::LONG_INPUTS;

    async fn handle(self, call: &Call, submitted: Submitted) -> Outcome {
        match self {
            Self::SubmitNew { severity, audience } => {
                draft_handlers::submit(call, DraftTarget::NewAlert { severity, audience }, &submitted).await
            }
            Self::SubmitNewWithAudience(severity) => {
                let audience = forms::typed_audience(&submitted);
                draft_handlers::submit(call, DraftTarget::NewAlert { severity, audience }, &submitted).await
            }
            Self::Edit(draft) => draft_handlers::edit(call, draft, forms::edit).await,
            Self::EditWithAudience(draft) => draft_handlers::edit(call, draft, forms::edit_with_audience).await,
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
            Self::ChoosePeople(draft) => {
                let chosen = submitted.values.iter().filter_map(|id| id.parse::<MemberId>().ok()).collect();
                draft_handlers::choose_people(call, draft, &chosen).await
            }
            Self::RenewPreview(draft) => draft_handlers::renew_preview(call, draft).await,
            Self::WakePage(draft, page) => {
                let chosen = submitted.values.iter().filter_map(|id| id.parse::<MemberId>().ok()).collect();
                draft_handlers::select_woken(call, draft, WakeSelection::Page { page, chosen }).await
            }
            Self::WakeNames(draft, first_page) => {
                draft_handlers::select_woken(call, draft, WakeSelection::ShowFrom { first_page }).await
            }
            Self::WakeAll(draft) => draft_handlers::select_woken(call, draft, WakeSelection::All).await,
            Self::WakeNobody(draft) => draft_handlers::select_woken(call, draft, WakeSelection::Nobody).await,
            Self::Send(draft) => draft_handlers::send(call, draft, RepeatPolicy::AskFirst).await,
            Self::SendAgain(draft) => draft_handlers::send(call, draft, RepeatPolicy::SendAnyway).await,
            Self::Discard(draft) => draft_handlers::discard(call, draft).await,
            Self::NotOnDiscordOfDraft(draft) => draft_handlers::not_on_discord(call, draft).await,
            Self::NotOnDiscord(alert) => not_on_discord(call, alert).await,
            Self::Seen(alert, version) => seen(call, alert, version).await,
            Self::AskAgain(alert) => ask_again(call, alert).await,
            Self::Correct(alert, version) => open_correction(call, alert, version).await,
            Self::SubmitCorrection(alert, from_version) => {
                let target = DraftTarget::Correction(Corrects { alert, from_version });
                draft_handlers::submit(call, target, &submitted).await
            }
            Self::Over(alert) => end(call, alert, EndReason::Over).await,
            Self::Cancel(alert) => end(call, alert, EndReason::Cancel).await,
        }
    }
}

/// "I have seen this".
async fn seen(call: &Call, id: AlertId, version: u32) -> Outcome {
    let viewer = call.viewer().await?;
    match service::mark_seen(&call.services.db, call.user(), id, version, call.message, call.now).await? {
        SeenOutcome::Recorded(shown) => call.responder.update(messages::shown(&shown, viewer)).await,
        SeenOutcome::Outdated(message) => call.responder.reply(messages::reply(&message, viewer)).await,
        SeenOutcome::NotRecipient => call.responder.reply(say!(viewer.language, "alert-not-yours")).await,
    }
}

/// `/seen`.
pub async fn seen_all(call: &Call) -> Outcome {
    let viewer = call.viewer().await?;
    let seen = service::mark_all_seen(&call.services.db, call.user(), call.now).await?;
    call.responder.reply(screens::seen_all(&seen, viewer)).await
}

async fn ask_again(call: &Call, id: AlertId) -> Outcome {
    let viewer = call.viewer().await?;
    let outcome = service::ask_again(&call.services.db, call.user(), id, call.now).await?;
    call.responder.reply(screens::asked_again(&outcome, viewer)).await
}

/// "Correct": opens the form with the current version. A form is the first answer, so a slow database must not delay
/// it.
async fn open_correction(call: &Call, id: AlertId, version: u32) -> Outcome {
    let language = call.language();
    let alert = service::get(&call.services.db, call.user(), id);
    let Ok(alert) = tokio::time::timeout(forms::OPEN_TIMEOUT, alert).await else {
        return Err(UserError::message(say!(language, "discord-busy")));
    };
    let alert = alert?;
    if !alert.is_active() || alert.current.number != version {
        return call.responder.reply(say!(language, "alert-nothing-to-correct")).await;
    }
    call.responder.modal(&forms::correction(language, &alert)).await
}

async fn end(call: &Call, id: AlertId, reason: EndReason) -> Outcome {
    let language = call.viewer().await?.language;
    let outcome = service::end(&call.services.db, call.user(), id, reason, call.now).await?;
    call.responder.reply(screens::ended(id, reason, outcome, language)).await
}

async fn not_on_discord(call: &Call, id: AlertId) -> Outcome {
    let viewer = call.viewer().await?;
    let (alert, people) = service::not_on_discord(&call.services.db, call.user(), id).await?;
    let (text, answer_by) = (&alert.current.text, alert.current.answer_by);
    call.responder.reply(screens::not_on_discord(alert.severity, text, answer_by, &people, viewer)).await
}

/// `/alert show`.
pub async fn show(call: &Call, id: AlertId) -> Outcome {
    call.viewer().await?;
    let facts = service::roster(&call.services.db, call.user(), id, call.now).await?;
    call.responder.reply(roster::shown(&facts, call.now)).await
}

/// `/alert list`.
pub async fn list(call: &Call) -> Outcome {
    /// One message can show this many.
    const MAX_LISTED: i64 = 10;
    let viewer = call.viewer().await?;
    let alerts = service::newest(&call.services.db, call.user(), MAX_LISTED).await?;
    call.responder.reply(screens::newest(&alerts, viewer)).await
}
