//! The answers of `/faq` and of its buttons.

use crate::discord::faq::forms;
use crate::discord::faq::presses::{FaqPress, TextLanguage};
use crate::discord::helpdesk::presses::TicketPress;
use crate::discord::ui::pages::Pages;
use crate::discord::ui::reply::{Embed, Reply};
use crate::discord::ui::text::{clip, echo, sanitize, sanitize_line};
use crate::discord::ui::widgets::{Button, Choice, Select, SelectKind};
use crate::discord::viewer::Viewer;
use crate::faq::cards::ChangedCard;
use crate::faq::requests::FoundCards;
use crate::faq::{Card, CardId, CardPage, CardState, CardText, Category, Draft, DraftState, Search, SearchId};
use crate::members::Group;
use crate::say;
use crate::words::{self, Language};

/// How many cards or searches are on one page.
pub const PER_PAGE: usize = 10;
/// The limit, in characters, of a question or a search in a list.
const MAX_LISTED_CHARS: usize = 80;

/// The question and the answer of a card.
pub fn embed(text: &CardText) -> Embed {
    Embed::new(sanitize_line(&text.question)).description(sanitize(&text.answer))
}

fn with_cards(reply: Reply, cards: &[Card], language: Language) -> Reply {
    cards.iter().fold(reply, |reply, card| reply.embed(embed(card.text(language))))
}

fn answer_buttons(search: SearchId, language: Language) -> [Button; 2] {
    [
        Button::success(FaqPress::Answered(search), say!(language, "faq-answered-button")),
        Button::primary(FaqPress::StillNeeded(search), say!(language, "faq-still-needed-button")),
    ]
}

fn get_help_button(language: Language) -> Button {
    Button::primary(TicketPress::GetHelp, say!(language, "helpdesk-get-help"))
}

/// What `/faq search` found.
pub fn found(found: &FoundCards, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    if found.cards.is_empty() {
        let text = say!(language, "faq-nothing-found", typed = echo(&found.search.text));
        return Reply::new(text).buttons([get_help_button(language)]);
    }
    let head = say!(language, "faq-found", count = found.cards.len());
    with_cards(Reply::new(head), &found.cards, language).buttons(answer_buttons(found.search.id, language))
}

/// The cards for a request whose ticket waits for the asker.
pub fn held(found: &FoundCards, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let opens_at = found.search.next_at.unwrap_or(viewer.now);
    let head = say!(language, "faq-held", count = found.cards.len(), at = viewer.at(opens_at));
    with_cards(Reply::new(head), &found.cards, language).buttons(answer_buttons(found.search.id, language))
}

/// The confirmation of a ticket that is open, with the cards that may answer it sooner.
pub fn below_confirmation(confirmation: &Reply, found: &FoundCards, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let line = say!(language, "faq-while-you-wait", count = found.cards.len());
    let reply = Reply::new(format!("{}\n{line}", confirmation.content()));
    let button = Button::success(FaqPress::Answered(found.search.id), say!(language, "faq-answered-button"));
    with_cards(reply, &found.cards, language).buttons([button])
}

/// The answer to "That answers it". Without a ticket, the person can still change their mind.
pub fn answered(search: SearchId, language: Language) -> Reply {
    Reply::new(say!(language, "faq-you-answered"))
        .buttons([Button::secondary(FaqPress::StillNeeded(search), say!(language, "faq-still-needed-button"))])
}

/// The answer to "Still need help" after `/faq search`.
pub fn ask_help_desk(language: Language) -> Reply {
    Reply::new(say!(language, "faq-ask-help-desk")).buttons([get_help_button(language)])
}

/// The preview of a draft. `current`: the text that it replaces.
pub fn draft(draft: &Draft, current: Option<&CardText>, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let is_author = viewer.member.as_ref().is_some_and(|member| member.id == draft.author);
    let may_publish = viewer.member.as_ref().is_some_and(|member| member.roles.has(Group::Secretariat));
    let mut lines = vec![match draft.card {
        Some(card) => say!(language, "faq-draft-change", number = card.0),
        None => say!(language, "faq-draft-new"),
    }];
    lines.push(details_line(draft, viewer));
    let is_valid = draft.valid.is_valid(viewer.now);
    if !is_valid {
        lines.push(say!(language, "faq-invalid-day", typed = echo(&draft.valid.typed)));
    }
    if !may_publish && is_valid {
        lines.push(say!(language, "faq-draft-needs-approval"));
    }
    if current.is_some() {
        lines.push(say!(language, "faq-draft-before-after"));
    }
    let id = draft.id;
    let mut buttons = Vec::new();
    if is_valid && may_publish {
        buttons.push(Button::success(FaqPress::Publish(id), say!(language, "faq-publish")));
    } else if is_valid && draft.state == DraftState::Open {
        buttons.push(Button::success(FaqPress::SendDraft(id), say!(language, "faq-send-draft")));
    }
    if may_publish || draft.state == DraftState::Open {
        buttons.push(Button::secondary(FaqPress::EditDraft(id), say!(language, "faq-change")));
    }
    buttons.push(if is_author {
        Button::secondary(FaqPress::Discard(id), say!(language, "faq-discard"))
    } else {
        Button::secondary(FaqPress::Decline(id), say!(language, "faq-decline"))
    });
    let reply = Reply::new(lines.join("\n"));
    let reply = current.into_iter().fold(reply, |reply, text| reply.embed(embed(text)));
    reply.embed(embed(&draft.text)).buttons(buttons)
}

/// The language, the category and the end of the validity.
fn details_line(draft: &Draft, viewer: &Viewer) -> String {
    let language = viewer.language;
    let valid = match draft.valid.until {
        Some(_) => say!(language, "faq-valid-until", day = forms::written_day(viewer, draft.valid.until)),
        None => say!(language, "faq-valid-always"),
    };
    [language_name(language, draft.text.language), category_name(language, draft.category), valid].join(" · ")
}

pub fn category_name(language: Language, category: Category) -> String {
    say!(language, &format!("faq-category-{category}"))
}

fn language_name(reader: Language, language: Language) -> String {
    say!(reader, &format!("faq-language-{}", language.code()))
}

/// The answer to a press on a draft that is decided.
pub fn closed_draft(draft: &Draft, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let key = match draft.state {
        DraftState::Open => "faq-draft-open",
        DraftState::Submitted => "faq-draft-submitted",
        DraftState::Published => "faq-draft-published",
        DraftState::Declined => "faq-draft-declined",
        DraftState::Discarded => "faq-draft-discarded",
    };
    Reply::new(say!(language, key, number = draft.card.map_or(0, |card| card.0)))
}

/// The answer after a card has changed, with "Undo".
pub fn changed(key: &str, changed: &ChangedCard, viewer: &Viewer) -> Reply {
    let (language, card) = (viewer.language, &changed.card);
    let mut lines = vec![say!(language, key, number = card.id.0)];
    if changed.copies.changed > 0 {
        lines.push(say!(language, "faq-copies-change", count = changed.copies.changed));
    }
    if changed.copies.out_of_reach > 0 {
        lines.push(say!(language, "faq-copies-out-of-reach", count = changed.copies.out_of_reach));
    }
    let undo = FaqPress::Undo { card: card.id, version: card.version };
    Reply::new(lines.join("\n")).buttons([Button::secondary(undo, say!(language, "faq-undo"))])
}

/// The answer after "Undo". There is no undo of an undo: `/faq edit` and `/faq list` remain.
pub fn undone(changed: &ChangedCard, viewer: &Viewer) -> Reply {
    let key = match changed.card.content.state {
        CardState::Published => "faq-undone",
        CardState::Deleted => "faq-undone-deleted",
    };
    Reply::new(say!(viewer.language, key, number = changed.card.id.0))
}

/// Asks before a card is deleted.
pub fn before_deletion(card: &Card, copies: usize, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let delete = FaqPress::Delete { card: card.id, version: card.version };
    let text = say!(language, "faq-before-deletion", number = card.id.0, copies = copies);
    Reply::new(text).embed(embed(card.text(language))).buttons([
        Button::danger(delete, say!(language, "faq-delete-button")),
        Button::secondary(FaqPress::KeepCard(card.id), say!(language, "faq-keep-button")),
    ])
}

/// A page of the cards.
pub fn list(page: &CardPage, pages: Pages, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let mut lines = match pages.items() {
        0 => vec![say!(language, "faq-list-empty")],
        count => vec![say!(language, "faq-list-head", count = count)],
    };
    lines.extend(page.cards.iter().map(|(card, copies)| list_line(card, *copies, viewer)));
    if page.drafts_waiting > 0 {
        lines.push(say!(language, "faq-drafts-wait", count = page.drafts_waiting));
    }
    lines.extend(pages.line(language));
    Reply::new(lines.join("\n")).buttons(pages.buttons(language, FaqPress::ListPage))
}

fn list_line(card: &Card, copies: usize, viewer: &Viewer) -> String {
    let language = viewer.language;
    let question = clip(&sanitize_line(&card.text(language).question), MAX_LISTED_CHARS);
    let languages: Vec<&str> = card.content.texts.iter().map(|text| text.language.code()).collect();
    let valid = match card.content.valid_until {
        Some(_) if card.is_expired(viewer.now) => say!(language, "faq-expired"),
        until @ Some(_) => say!(language, "faq-valid-until", day = forms::written_day(viewer, until)),
        None => say!(language, "faq-valid-always"),
    };
    say!(
        language,
        "faq-list-line",
        number = card.id.0,
        question = question,
        category = category_name(language, card.content.category),
        languages = languages.join(" "),
        valid = valid,
        copies = copies
    )
}

/// The drafts that wait for the secretariat.
pub fn waiting(drafts: &[Draft], viewer: &Viewer) -> Reply {
    let language = viewer.language;
    if drafts.is_empty() {
        return Reply::new(say!(language, "faq-no-drafts"));
    }
    let choice = |draft: &Draft| {
        Choice::new(draft.id.to_string(), clip(&sanitize_line(&draft.text.question), MAX_LISTED_CHARS))
            .described(language_name(language, draft.text.language))
    };
    let choices = SelectKind::Choices(drafts.iter().map(choice).collect());
    Reply::new(say!(language, "faq-drafts-wait-head", count = drafts.len())).select(Select::new(
        FaqPress::ChooseDraft,
        say!(language, "faq-choose-draft"),
        choices,
    ))
}

/// A page of the searches that found no answer.
pub fn missing(searches: &[Search], pages: Pages, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    if searches.is_empty() {
        return Reply::new(say!(language, "faq-missing-none"));
    }
    let text = |search: &Search| clip(&sanitize_line(&search.text), MAX_LISTED_CHARS);
    let mut lines = vec![say!(language, "faq-missing-head", count = pages.items())];
    lines.extend(searches.iter().map(|search| {
        let at = viewer.short(search.searched_at);
        match search.ticket {
            Some(ticket) => {
                say!(language, "faq-missing-line-ticket", at = at, text = text(search), ticket = ticket.to_string())
            }
            None => say!(language, "faq-missing-line", at = at, text = text(search)),
        }
    }));
    lines.extend(pages.line(language));
    let choices = searches.iter().map(|search| Choice::new(search.id.to_string(), text(search))).collect();
    Reply::new(lines.join("\n"))
        .select(Select::new(
            FaqPress::ChooseMissing,
            say!(language, "faq-choose-missing"),
            SelectKind::Choices(choices),
        ))
        .buttons(pages.buttons(language, FaqPress::MissingPage))
}

/// One search that found no answer, with what can be done about it.
pub fn missing_one(search: &Search, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let text = clip(&sanitize(&search.text), 1_000);
    Reply::new(format!("{}\n>>> {text}", say!(language, "faq-missing-one"))).buttons([
        Button::success(FaqPress::WriteFor(search.id), say!(language, "faq-write-card")),
        Button::secondary(FaqPress::Dismiss(search.id), say!(language, "faq-dismiss")),
    ])
}

/// The buttons below a reminder that a card expires.
pub fn expiry_buttons(card: &Card, language: Language) -> Vec<Button> {
    let text_language = TextLanguage(card.text(language).language);
    let still_right = FaqPress::StillRight { card: card.id, version: card.version };
    vec![
        Button::success(still_right, say!(language, "faq-still-right")),
        Button::secondary(FaqPress::EditText { card: card.id, language: text_language }, say!(language, "faq-change")),
        Button::secondary(FaqPress::AskDelete(card.id), say!(language, "faq-delete-button")),
    ]
}

/// The answer after a copy was enqueued.
pub fn posted(card: CardId, channel: &str, languages: &[Language], viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let names: Vec<String> = languages.iter().map(|text| language_name(language, *text)).collect();
    let names = words::list(language, &names);
    Reply::new(say!(language, "faq-posted", number = card.0, channel = channel, languages = names))
}
