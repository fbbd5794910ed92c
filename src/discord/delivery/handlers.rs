//! Handlers of `/delivery` and its buttons. The answer to an action on one delivery is the current receipt of this
//! delivery.

use crate::db::DbError;
use crate::delivery::notices::NoticeId;
use crate::delivery::receipts::{ReceiptError, Refusal, Retried};
use crate::delivery::{Actor, DeliveryId};
use crate::discord::call::{Call, Submitted};
use crate::discord::delivery::presses::{DeliveryPress, ListScope};
use crate::discord::delivery::screens;
use crate::discord::router::Handle;
use crate::discord::ui::reply::Reply;
use crate::discord::wire::user_error::{Explain, Outcome};
use crate::members::{self, MemberId};
use crate::say;
use crate::words::Language;

/// The number of deliveries on one page. Their lines fit into one message, and their choices fit into one select.
const PAGE_SIZE: u32 = 8;

impl Handle for DeliveryPress {
    async fn handle(self, call: &Call, submitted: Submitted) -> Outcome {
        match self {
            Self::List { scope, member, page } => list(call, scope, member.0, page).await,
            // Without a choice, the id is 0, which is answered as an unknown number.
            Self::ShowChosen => {
                let chosen = submitted.values.first().and_then(|id| id.parse().ok()).unwrap_or_default();
                show_in_new_message(call, DeliveryId(chosen)).await
            }
            Self::LookAgain(id) => show(call, id).await,
            Self::TryAgain(id) => try_again(call, id).await,
            Self::Cancel(id) => cancel(call, id).await,
            Self::TryAll(notice) => try_all(call, notice).await,
            Self::QuarantineLifted(notice) => record_quarantine_lifted(call, notice).await,
        }
    }
}

pub async fn list(call: &Call, scope: ListScope, member: Option<MemberId>, page: u32) -> Outcome {
    let viewer = call.viewer().await?;
    let mut conn = call.services.db.read().await?;
    let page = call.services.receipts.list(&mut conn, actor(call), &scope.filter(member), page, PAGE_SIZE).await?;
    let name = match member {
        Some(id) => members::service::get(&mut conn, id).await?.map(|member| member.name),
        None => None,
    };
    drop(conn);
    call.show_here(screens::list(&page, scope, member, name.as_deref(), viewer)).await
}

pub async fn show(call: &Call, id: DeliveryId) -> Outcome {
    call.show_here(render_receipt(call, id, None).await?).await
}

/// Shows the receipt in a new message, so that the list stays visible.
async fn show_in_new_message(call: &Call, id: DeliveryId) -> Outcome {
    call.responder.reply(render_receipt(call, id, None).await?).await
}

async fn try_again(call: &Call, id: DeliveryId) -> Outcome {
    let note = match call.services.receipts.retry(&call.services.db, actor(call), id, call.now).await {
        Ok(Retried::Enqueued) => "delivery-again-owed",
        Ok(Retried::SearchesFirst) => "delivery-again-looks",
        Ok(Retried::Sooner) => "delivery-again-sooner",
        Err(ReceiptError::Refused { refusal, .. }) => return show_refusal(call, id, refusal).await,
        Err(error) => return Err(error.into()),
    };
    show_with_note(call, id, say!(call.language(), note)).await
}

async fn cancel(call: &Call, id: DeliveryId) -> Outcome {
    match call.services.receipts.cancel(&call.services.db, actor(call), id, call.now).await {
        Ok(()) => show_with_note(call, id, say!(call.language(), "delivery-cancelled")).await,
        Err(ReceiptError::Refused { refusal, .. }) => show_refusal(call, id, refusal).await,
        Err(error) => Err(error.into()),
    }
}

/// Handles the button "Try again" under a notice: retries every delivery that the notice reports.
async fn try_all(call: &Call, notice: NoticeId) -> Outcome {
    let (retried_count, refused_count) =
        call.services.receipts.retry_all(&call.services.db, actor(call), notice, call.now).await?;
    let language = call.language();
    let text = match (retried_count, refused_count) {
        (0, 0) => say!(language, "delivery-all-done"),
        (0, _) => say!(language, "delivery-all-none", refused = refused_count),
        (_, 0) => say!(language, "delivery-all-again", tried = retried_count),
        _ => format!(
            "{} {}",
            say!(language, "delivery-all-again", tried = retried_count),
            say!(language, "delivery-all-none", refused = refused_count)
        ),
    };
    call.responder.reply(text).await
}

/// Handles the button "Discord has lifted it" under the notice of a quarantine.
async fn record_quarantine_lifted(call: &Call, notice: NoticeId) -> Outcome {
    let was_quarantined =
        call.services.receipts.record_quarantine_lifted(&call.services.db, actor(call), notice, call.now).await?;
    let key = if was_quarantined { "delivery-lifted" } else { "delivery-lifted-before" };
    call.responder.reply(say!(call.language(), key)).await
}

async fn show_refusal(call: &Call, id: DeliveryId, refusal: Refusal) -> Outcome {
    let note = screens::refusal_text(refusal, call.viewer().await?);
    show_with_note(call, id, note).await
}

/// Shows `note` with the receipt below. `note` is the result of the action, or says why the action was refused.
async fn show_with_note(call: &Call, id: DeliveryId, note: String) -> Outcome {
    call.show_here(render_receipt(call, id, Some(note)).await?).await
}

/// Renders the current receipt.
async fn render_receipt(call: &Call, id: DeliveryId, note: Option<String>) -> Result<Reply, ReceiptError> {
    let viewer = call.viewer().await?;
    let mut conn = call.services.db.read().await?;
    let receipt = call.services.receipts.show(&mut conn, actor(call), id, call.now).await?;
    drop(conn);
    Ok(screens::receipt(&receipt, note.as_deref(), viewer))
}

fn actor(call: &Call) -> Actor {
    Actor::Member(call.user())
}

impl Explain for ReceiptError {
    fn explain(&self, language: Language) -> Option<String> {
        match self {
            ReceiptError::NotSecretariat(_) => Some(say!(language, "delivery-not-secretariat")),
            ReceiptError::NoDelivery(id) => Some(say!(language, "delivery-none-of-number", number = id.0.to_string())),
            ReceiptError::Db(error) => error.explain(language),
            ReceiptError::Refused { .. } | ReceiptError::Source(_) => None,
        }
    }

    fn db_error(&self) -> Option<&DbError> {
        match self {
            ReceiptError::Db(error) => Some(error),
            _ => None,
        }
    }
}
