//! What `/delivery` and its buttons do: ask the room, then show how things stand.

use crate::delivery::notices::NoticeId;
use crate::delivery::receipts::{Filter, Phase, ReceiptError, Refusal, Retried};
use crate::delivery::{Actor, DeliveryId};
use crate::discord::call::Call;
use crate::discord::delivery::screens;
use crate::discord::delivery::screens::Wording;
use crate::discord::members::handlers::reader;
use crate::discord::ui::reply::Reply;
use crate::discord::wire::ack::Ack;
use crate::discord::wire::user_error::{Explain, Outcome};
use crate::members::{Member, MemberId};
use crate::say;
use crate::words::Language;

/// Deliveries of one page: their lines fit one message, their choices one select.
const PAGE: u32 = 8;

/// Which states a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// What failed, what is unknown, what waits.
    Open,
    Only(Phase),
    All,
}

impl Wanted {
    pub fn code(self) -> &'static str {
        match self {
            Wanted::Open => "open",
            Wanted::Only(phase) => phase.code(),
            Wanted::All => "all",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "open" => Some(Wanted::Open),
            "all" => Some(Wanted::All),
            other => Phase::from_code(other).map(Wanted::Only),
        }
    }

    fn filter(self, member: Option<MemberId>) -> Filter {
        let filter = match self {
            Wanted::Open => Filter::open(),
            Wanted::Only(phase) => Filter { phases: vec![phase], ..Filter::default() },
            Wanted::All => Filter::all(),
        };
        Filter { member, ..filter }
    }
}

pub async fn list(call: &Call, wanted: Wanted, member: Option<MemberId>, page: u32) -> Outcome {
    let reader = reader(call).await?;
    let mut conn = call.parts.db.read().await?;
    let by = Actor::Member(call.user());
    let page = call.parts.receipts.list(&mut conn, by, &wanted.filter(member), page, PAGE).await?;
    let name = match member {
        Some(id) => crate::members::store::get(&mut conn, id).await?.map(|member| member.name),
        None => None,
    };
    drop(conn);
    let wording = wording(call, reader.language, reader.member.as_ref());
    show_here(call, screens::list(&page, wanted, member, name.as_deref(), &wording)).await
}

pub async fn show(call: &Call, id: DeliveryId) -> Outcome {
    receipt(call, id, None).await
}

pub async fn try_again(call: &Call, id: DeliveryId) -> Outcome {
    let tried = call.parts.receipts.retry(&call.parts.db, Actor::Member(call.user()), id, call.now).await;
    let note = match tried {
        Ok(Retried::Owed) => "delivery-again-owed",
        Ok(Retried::LooksFirst) => "delivery-again-looks",
        Ok(Retried::Sooner) => "delivery-again-sooner",
        Err(ReceiptError::Refused { refusal, .. }) => return refused(call, id, refusal).await,
        Err(error) => return Err(error.into()),
    };
    receipt(call, id, Some(say!(call.language(), note))).await
}

pub async fn cancel(call: &Call, id: DeliveryId) -> Outcome {
    match call.parts.receipts.cancel(&call.parts.db, Actor::Member(call.user()), id, call.now).await {
        Ok(_) => receipt(call, id, Some(say!(call.language(), "delivery-cancelled"))).await,
        Err(ReceiptError::Refused { refusal, .. }) => refused(call, id, refusal).await,
        Err(error) => Err(error.into()),
    }
}

/// "Try again" under a notice.
pub async fn try_all(call: &Call, notice: NoticeId) -> Outcome {
    let (tried, refused) =
        call.parts.receipts.retry_all(&call.parts.db, Actor::Member(call.user()), notice, call.now).await?;
    let language = call.language();
    let text = match (tried, refused) {
        (0, 0) => say!(language, "delivery-all-done"),
        (0, _) => say!(language, "delivery-all-none", refused = refused),
        (_, 0) => say!(language, "delivery-all-again", tried = tried),
        _ => format!(
            "{} {}",
            say!(language, "delivery-all-again", tried = tried),
            say!(language, "delivery-all-none", refused = refused)
        ),
    };
    call.responder.reply(text).await
}

/// "Discord has lifted it".
pub async fn lifted(call: &Call, notice: NoticeId) -> Outcome {
    let was = call.parts.receipts.lifted(&call.parts.db, Actor::Member(call.user()), notice, call.now).await?;
    let key = if was { "delivery-lifted" } else { "delivery-lifted-before" };
    call.responder.reply(say!(call.language(), key)).await
}

/// The receipt as it stands, below what was just done or why it could not be.
async fn receipt(call: &Call, id: DeliveryId, note: Option<String>) -> Outcome {
    let reader = reader(call).await?;
    let mut conn = call.parts.db.read().await?;
    let receipt = call.parts.receipts.show(&mut conn, Actor::Member(call.user()), id, call.now).await?;
    drop(conn);
    let wording = wording(call, reader.language, reader.member.as_ref());
    show_here(call, screens::receipt(&receipt, note.as_deref(), &wording)).await
}

async fn refused(call: &Call, id: DeliveryId, refusal: Refusal) -> Outcome {
    let reader = reader(call).await?;
    let wording = wording(call, reader.language, reader.member.as_ref());
    receipt(call, id, Some(screens::refusal(refusal, &wording))).await
}

fn wording(call: &Call, language: Language, member: Option<&Member>) -> Wording {
    Wording { language, zone: member.and_then(Member::zone), now: call.now }
}

/// In place of the message that the button sits on, as an answer of its own otherwise.
async fn show_here(call: &Call, reply: Reply) -> Outcome {
    match call.responder.ack() {
        Ack::Update => call.responder.update(reply).await,
        _ => call.responder.reply(reply).await,
    }
}

impl Explain for ReceiptError {
    fn explain(&self, language: Language) -> Option<String> {
        match self {
            ReceiptError::NotSecretariat(_) => Some(say!(language, "delivery-not-secretariat")),
            ReceiptError::NoDelivery(id) => Some(say!(language, "delivery-none-of-number", number = id.0.to_string())),
            ReceiptError::NoNotice(_) => Some(say!(language, "discord-outdated-button")),
            ReceiptError::Db(error) => error.explain(language),
            ReceiptError::Refused { .. } | ReceiptError::Source(_) => None,
        }
    }
}
