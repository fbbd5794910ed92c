//! Handlers of `/faq` and of its buttons, selects and forms.

use std::future::Future;

use tokio::time::timeout;

use crate::db::DbError;
use crate::discord::call::{Call, OPEN_TIMEOUT, Submitted};
use crate::discord::faq::forms::{self, Filled};
use crate::discord::faq::presses::{FaqPress, TextLanguage};
use crate::discord::faq::{held, screens};
use crate::discord::helpdesk::handlers as helpdesk;
use crate::discord::router::Handle;
use crate::discord::ui::pages::Pages;
use crate::discord::ui::reply::Reply;
use crate::discord::wire::user_error::{Explain, Outcome, UserError};
use crate::faq::drafts::{self, DraftInput, DraftTarget};
use crate::faq::requests::{self, Answered, NewSearch, Purpose, StillNeeded};
use crate::faq::{CardId, Category, Draft, DraftId, FaqError, SearchId, cards};
use crate::helpdesk::TicketId;
use crate::members::ChannelId;
use crate::say;
use crate::words::Language;

impl Handle for FaqPress {
    const LONG_INPUTS: &'static [(&'static str, usize)] = forms::LONG_INPUTS;

    async fn handle(self, call: &Call, submitted: Submitted) -> Outcome {
        match self {
            Self::SubmitNew { category, language } => {
                submit(call, DraftTarget::New { category, language: language.0, search: None }, &submitted).await
            }
            Self::SubmitNewFor { category, language, search } => {
                let target = DraftTarget::New { category, language: language.0, search: Some(search) };
                submit(call, target, &submitted).await
            }
            Self::SubmitText { card, version, language } => {
                submit(call, DraftTarget::Card { card, version, language: language.0 }, &submitted).await
            }
            Self::SubmitDraft(draft) => submit(call, DraftTarget::Draft(draft), &submitted).await,
            Self::EditText { card, language } => open_text_form(call, card, Some(language.0)).await,
            Self::EditDraft(draft) => open_draft_form(call, draft).await,
            Self::SendDraft(draft) => send_draft(call, draft).await,
            Self::Publish(draft) => publish(call, draft).await,
            Self::Decline(draft) => decline(call, draft).await,
            Self::Discard(draft) => discard(call, draft).await,
            Self::OpenDraft(draft) => open_draft(call, draft).await,
            Self::ChooseDraft => open_draft(call, DraftId(chosen(call, &submitted)?)).await,
            Self::ListPage(page) => list(call, page).await,
            Self::AskDelete(card) => ask_delete(call, card).await,
            Self::Delete { card, version } => delete(call, card, version).await,
            Self::KeepCard(card) => {
                let language = call.viewer().await?.language;
                call.show_here(Reply::new(say!(language, "faq-kept", number = card.0))).await
            }
            Self::Undo { card, version } => undo(call, card, version).await,
            Self::StillRight { card, version } => still_right(call, card, version).await,
            Self::Answered(search) => answered(call, search).await,
            Self::StillNeeded(search) => still_needed(call, search).await,
            Self::MissingPage(page) => missing(call, page).await,
            Self::ChooseMissing => missing_one(call, SearchId(chosen(call, &submitted)?)).await,
            Self::WriteFor(search) => open_form_for_search(call, search).await,
            Self::Dismiss(search) => dismiss(call, search).await,
            Self::KeepAnswer(ticket) => open_form_for_ticket(call, ticket).await,
        }
    }
}

/// The number that was chosen in a select.
fn chosen(call: &Call, submitted: &Submitted) -> Result<i64, UserError> {
    let outdated = || UserError::message(say!(call.language(), "discord-outdated-button"));
    submitted.values.first().and_then(|value| value.parse().ok()).ok_or_else(outdated)
}

pub async fn search(call: &Call, words: &str) -> Outcome {
    let viewer = call.viewer().await?;
    let (interaction, asker, language) = (call.id, call.user(), viewer.language);
    let new = NewSearch { interaction, asker, language, text: words, purpose: Purpose::Command };
    let found = requests::search(&call.services.db, new, call.now).await?;
    call.responder.reply(screens::found(&found, viewer)).await
}

/// Opens the form of a new card. Does not wait for the database: a person who may not write cards is refused at the
/// submission, which shows their text.
pub async fn open_new_form(call: &Call, category: Category, language: Option<Language>) -> Outcome {
    let reader = call.language();
    let press = FaqPress::SubmitNew { category, language: TextLanguage(language.unwrap_or(reader)) };
    call.responder.modal(&forms::card_form(press, reader, &Filled::default())).await
}

/// Opens the form of a card, filled in with its text in this language. A language that the card lacks is added.
pub async fn open_text_form(call: &Call, id: CardId, language: Option<Language>) -> Outcome {
    let reader = call.language();
    let card = in_time(call, cards::get(&call.services.db, call.user(), id)).await?;
    let language = language.unwrap_or_else(|| card.text(reader).language);
    let text = card.content.texts.iter().find(|text| text.language == language);
    let viewer = in_time(call, call.viewer()).await?;
    let filled = Filled {
        question: text.map(|text| text.question.clone()).unwrap_or_default(),
        answer: text.map(|text| text.answer.clone()).unwrap_or_default(),
        valid: forms::written_day(viewer, card.content.valid_until),
    };
    let press = FaqPress::SubmitText { card: id, version: card.version, language: TextLanguage(language) };
    call.responder.modal(&forms::card_form(press, reader, &filled)).await
}

async fn open_draft_form(call: &Call, id: DraftId) -> Outcome {
    let draft = in_time(call, drafts::get(&call.services.db, call.user(), id)).await?;
    if !draft.is_undecided() {
        return Err(FaqError::DraftClosed { id, state: draft.state }.into());
    }
    let filled = Filled { question: draft.text.question, answer: draft.text.answer, valid: draft.valid.typed };
    call.responder.modal(&forms::card_form(FaqPress::SubmitDraft(id), call.language(), &filled)).await
}

/// Opens the form of a new card about a search that found no answer.
async fn open_form_for_search(call: &Call, id: SearchId) -> Outcome {
    let search = in_time(call, requests::missing_text(&call.services.db, call.user(), id)).await?;
    let language = TextLanguage(search.language);
    let press = FaqPress::SubmitNewFor { category: Category::default(), language, search: id };
    let filled = Filled { question: one_line(&search.text), ..Filled::default() };
    call.responder.modal(&forms::card_form(press, call.language(), &filled)).await
}

/// Opens the form of a new card with the question and the answer of a ticket that the person may read.
async fn open_form_for_ticket(call: &Call, id: TicketId) -> Outcome {
    let history = async {
        let mut conn = call.services.db.read().await?;
        call.services.helpdesk.history(&mut conn, id, call.user(), call.now).await
    };
    let details = in_time(call, history).await?.details;
    let language = details.asker.as_ref().map_or(call.language(), |asker| asker.language);
    let press = FaqPress::SubmitNew { category: Category::default(), language: TextLanguage(language) };
    let filled = Filled {
        question: one_line(details.ticket.text.quoted()),
        answer: details.ticket.answer.unwrap_or_default(),
        ..Filled::default()
    };
    call.responder.modal(&forms::card_form(press, call.language(), &filled)).await
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the database says before a form opens, if it says so in time.
async fn in_time<T, E: Into<UserError>>(call: &Call, read: impl Future<Output = Result<T, E>>) -> Result<T, UserError> {
    match timeout(OPEN_TIMEOUT, read).await {
        Ok(read) => read.map_err(Into::into),
        Err(_) => Err(UserError::message(say!(call.language(), "discord-busy"))),
    }
}

/// Stores what was written and shows the preview. A refusal repeats the texts, because Discord clears a submitted form.
async fn submit(call: &Call, target: DraftTarget, submitted: &Submitted) -> Outcome {
    let viewer = call.viewer().await?;
    let (question, answer) = (submitted.field("question"), submitted.field("answer"));
    let input = DraftInput {
        author: call.user(),
        target,
        question: question.to_owned(),
        answer: answer.to_owned(),
        valid: forms::typed_day(viewer, submitted.field("valid")),
    };
    match drafts::submit(&call.services.db, input, call.now).await {
        Ok(draft) => {
            let preview = preview(call, &draft).await?;
            match target {
                DraftTarget::Draft(_) => call.show_here(preview).await,
                DraftTarget::New { .. } | DraftTarget::Card { .. } => call.responder.reply(preview).await,
            }
        }
        Err(error) => Err(helpdesk::with_typed_texts(error, viewer.language, &[question, answer])),
    }
}

/// The preview of a draft, next to the text that it replaces.
async fn preview(call: &Call, draft: &Draft) -> Result<Reply, UserError> {
    let viewer = call.viewer().await?;
    let current = match draft.card {
        Some(card) => cards::get(&call.services.db, call.user(), card).await.ok(),
        None => None,
    };
    let texts = current.map(|card| card.content.texts).unwrap_or_default();
    let current = texts.iter().find(|text| text.language == draft.text.language);
    Ok(screens::draft(draft, current, viewer))
}

async fn send_draft(call: &Call, id: DraftId) -> Outcome {
    let draft = drafts::send_for_approval(&call.services.db, call.user(), id, call.now).await?;
    call.show_here(screens::closed_draft(&draft, call.viewer().await?)).await
}

async fn publish(call: &Call, id: DraftId) -> Outcome {
    let changed = drafts::publish(&call.services.db, call.user(), id, call.now).await?;
    let key = if changed.card.version == 1 { "faq-published" } else { "faq-changed" };
    call.show_here(screens::changed(key, &changed, call.viewer().await?)).await
}

async fn decline(call: &Call, id: DraftId) -> Outcome {
    let draft = drafts::decline(&call.services.db, call.user(), id, call.now).await?;
    call.show_here(screens::closed_draft(&draft, call.viewer().await?)).await
}

async fn discard(call: &Call, id: DraftId) -> Outcome {
    let draft = drafts::discard(&call.services.db, call.user(), id, call.now).await?;
    call.show_here(screens::closed_draft(&draft, call.viewer().await?)).await
}

/// Shows a draft that waits, in a message of its own: the message with the button is for everybody.
async fn open_draft(call: &Call, id: DraftId) -> Outcome {
    let draft = drafts::get(&call.services.db, call.user(), id).await?;
    let reply = match draft.is_undecided() {
        true => preview(call, &draft).await?,
        false => screens::closed_draft(&draft, call.viewer().await?),
    };
    call.responder.reply(reply).await
}

/// Shows the drafts that wait for the secretariat.
pub async fn waiting(call: &Call) -> Outcome {
    let drafts = drafts::waiting(&call.services.db, call.user()).await?;
    call.responder.reply(screens::waiting(&drafts, call.viewer().await?)).await
}

/// Shows the page `number` (from 0) of the cards. If there are fewer pages, shows the last page.
pub async fn list(call: &Call, number: usize) -> Outcome {
    let viewer = call.viewer().await?;
    let mut pages = Pages::new(0, 0, screens::PER_PAGE);
    let window = |total| {
        pages = Pages::new(number, total, screens::PER_PAGE);
        pages.range()
    };
    let page = cards::list(&call.services.db, call.user(), window).await?;
    call.show_here(screens::list(&page, pages, viewer)).await
}

pub async fn ask_delete(call: &Call, id: CardId) -> Outcome {
    let (card, copies) = cards::before_deletion(&call.services.db, call.user(), id).await?;
    call.responder.reply(screens::before_deletion(&card, copies, call.viewer().await?)).await
}

async fn delete(call: &Call, id: CardId, version: i64) -> Outcome {
    let changed = cards::delete(&call.services.db, call.user(), id, version, call.now).await?;
    call.show_here(screens::changed("faq-deleted", &changed, call.viewer().await?)).await
}

async fn undo(call: &Call, id: CardId, version: i64) -> Outcome {
    let changed = cards::undo(&call.services.db, call.user(), id, version, call.now).await?;
    call.show_here(screens::undone(&changed, call.viewer().await?)).await
}

async fn still_right(call: &Call, id: CardId, version: i64) -> Outcome {
    let viewer = call.viewer().await?;
    let changed = cards::extend(&call.services.db, call.user(), id, version, call.now).await?;
    call.responder.reply(screens::changed("faq-extended", &changed, viewer)).await
}

pub async fn post(call: &Call, id: CardId, channel: ChannelId) -> Outcome {
    let card = cards::post(&call.services.db, call.user(), id, channel, call.now).await?;
    let languages: Vec<Language> = card.content.texts.iter().map(|text| text.language).collect();
    call.responder.reply(screens::posted(id, &format!("<#{channel}>"), &languages, call.viewer().await?)).await
}

/// Handles "That answers it". If the ticket is open, its asker no longer needs help.
async fn answered(call: &Call, id: SearchId) -> Outcome {
    let language = call.viewer().await?.language;
    match requests::answered(&call.services.db, call.user(), id).await? {
        Answered::Recorded => call.show_here(screens::answered(id, language)).await,
        Answered::EndTicket(ticket) => helpdesk::end_answered(call, TicketId(ticket)).await,
        Answered::OpeningNow => call.responder.reply(Reply::new(say!(language, "faq-opening-now"))).await,
    }
}

/// Handles "Still need help": opens the ticket of the request.
async fn still_needed(call: &Call, id: SearchId) -> Outcome {
    let language = call.viewer().await?.language;
    match requests::still_needed(&call.services.db, call.user(), id, call.now).await? {
        StillNeeded::NoRequest => call.show_here(screens::ask_help_desk(language)).await,
        StillNeeded::HasTicket(ticket) => {
            call.show_here(Reply::new(say!(language, "faq-has-ticket", id = ticket.to_string()))).await
        }
        StillNeeded::Open(search) => {
            let unknown = || UserError::message(say!(language, "discord-outdated-button"));
            let request = held::request(&search).ok_or_else(unknown)?;
            let (ticket, confirmation) = helpdesk::open_now(call, request).await?;
            requests::record_ticket(&call.services.db, id, ticket.0).await?;
            call.show_here(confirmation).await
        }
    }
}

/// Shows the page `number` (from 0) of the searches that found no answer.
pub async fn missing(call: &Call, number: usize) -> Outcome {
    let viewer = call.viewer().await?;
    let mut pages = Pages::new(0, 0, screens::PER_PAGE);
    let window = |total| {
        pages = Pages::new(number, total, screens::PER_PAGE);
        pages.range()
    };
    let searches = requests::missing(&call.services.db, call.user(), window).await?;
    call.show_here(screens::missing(&searches, pages, viewer)).await
}

async fn missing_one(call: &Call, id: SearchId) -> Outcome {
    let search = requests::missing_text(&call.services.db, call.user(), id).await?;
    call.responder.reply(screens::missing_one(&search, call.viewer().await?)).await
}

async fn dismiss(call: &Call, id: SearchId) -> Outcome {
    requests::dismiss(&call.services.db, call.user(), id, call.now).await?;
    let language = call.viewer().await?.language;
    call.show_here(Reply::new(say!(language, "faq-dismissed"))).await
}

impl Explain for FaqError {
    fn explain(&self, language: Language) -> Option<String> {
        Some(match self {
            FaqError::NotInServer(_) => say!(language, "helpdesk-not-here"),
            FaqError::NotStaff(_) => say!(language, "faq-not-staff"),
            FaqError::NotSecretariat(_) => say!(language, "faq-not-secretariat"),
            FaqError::UnknownCard(id) => say!(language, "faq-unknown-card", number = id.0),
            FaqError::UnknownDraft(_) => say!(language, "faq-unknown-draft"),
            FaqError::DraftSubmitted(_) => say!(language, "faq-draft-with-secretariat"),
            FaqError::DraftClosed { .. } => say!(language, "faq-draft-closed"),
            FaqError::CardChanged(id) => say!(language, "faq-card-changed", number = id.0),
            FaqError::EmptyText => say!(language, "faq-empty"),
            FaqError::TextTooLong { max_chars } => say!(language, "faq-too-long", limit = *max_chars),
            FaqError::InvalidDay => say!(language, "faq-invalid-day-again"),
            FaqError::UnknownSearch => say!(language, "faq-unknown-search"),
            FaqError::Db(error) => return error.explain(language),
        })
    }

    fn db_error(&self) -> Option<&DbError> {
        if let FaqError::Db(error) = self { Some(error) } else { None }
    }
}
