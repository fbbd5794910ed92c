//! Cards, drafts and searches, and their transitions. Pure.

use strum::{Display, EnumString, IntoStaticStr};

use crate::members::{Group, InteractionId, Member, MemberId};
use crate::row_id;
use crate::time::{SignedDuration, Timestamp};
use crate::words::{Language, visible};

/// The most characters of a question. It is the title of an embed, which has room for 256.
pub const MAX_QUESTION_CHARS: usize = 200;
/// The most characters of an answer. A card in all languages fits into the embeds of one message.
pub const MAX_ANSWER_CHARS: usize = 1000;
/// The most characters of a typed day.
pub const MAX_DAY_CHARS: usize = 40;
/// The owner of a card is reminded this long before the card expires.
const REMIND_BEFORE: SignedDuration = SignedDuration::from_hours(3 * 24);
/// How much longer a card is valid after "Still right".
const EXTENDED_BY: SignedDuration = SignedDuration::from_hours(90 * 24);
/// How long a request waits for its asker, before its ticket opens by itself.
pub const HELD_FOR: SignedDuration = SignedDuration::from_mins(5);

row_id! {
    /// The number of a card that people see.
    CardId
}
row_id!(DraftId);
row_id!(SearchId);

/// What a card is about. The column, custom ids and the export contain the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Category {
    Joining,
    Registration,
    Permissions,
    Programme,
    Conduct,
    #[default]
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum CardState {
    Published,
    Deleted,
}

/// The question and the answer of a card in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardText {
    pub language: Language,
    pub question: String,
    pub answer: String,
}

/// Everything of a card that a change can change and an undo can restore.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardContent {
    pub state: CardState,
    pub category: Category,
    /// From then on the card is not shown. `None`: it stays valid.
    pub valid_until: Option<Timestamp>,
    /// In the order of [`Language::ALL`]; at least one.
    pub texts: Vec<CardText>,
}

/// A card with the state of its timers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    pub id: CardId,
    pub content: CardContent,
    pub owner: Option<MemberId>,
    pub version: i64,
    pub reminded_at: Option<Timestamp>,
    pub expired_at: Option<Timestamp>,
}

/// What the timer of a card does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardStep {
    RemindOwner,
    Expire,
}

impl Card {
    /// Whether people are shown the card at `now`.
    pub fn is_shown(&self, now: Timestamp) -> bool {
        self.content.state == CardState::Published && !self.is_expired(now)
    }

    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.content.valid_until.is_some_and(|until| until <= now)
    }

    /// The text in this language; else in English; else the first one.
    pub fn text(&self, language: Language) -> &CardText {
        let texts = &self.content.texts;
        let by_language = |language| texts.iter().find(|text| text.language == language);
        by_language(language)
            .or_else(|| by_language(Language::English))
            .or(texts.first())
            .expect("a card has at least one text")
    }

    /// What the timer does next, and when. `None` for a card without an end, for a deleted card, and after the end.
    pub fn next_step(&self) -> Option<(CardStep, Timestamp)> {
        let until = self.content.valid_until.filter(|_| self.content.state == CardState::Published)?;
        match (self.reminded_at, self.expired_at) {
            (None, _) => Some((CardStep::RemindOwner, until.saturating_sub(REMIND_BEFORE).unwrap_or(Timestamp::MIN))),
            (Some(_), None) => Some((CardStep::Expire, until)),
            (Some(_), Some(_)) => None,
        }
    }

    /// The card with a new content, as its next version. A new end of the validity starts the timers again.
    #[must_use]
    pub fn change(self, content: CardContent) -> Self {
        let has_same_end = content.valid_until == self.content.valid_until && content.state == self.content.state;
        let (reminded_at, expired_at) = if has_same_end { (self.reminded_at, self.expired_at) } else { (None, None) };
        Self { content, version: self.version + 1, reminded_at, expired_at, ..self }
    }

    /// The content with a later end: it counts from the old end, or from `now` if the card has expired.
    pub fn extended(&self, now: Timestamp) -> CardContent {
        let from = self.content.valid_until.map_or(now, |until| until.max(now));
        CardContent {
            valid_until: Some(from.saturating_add(EXTENDED_BY).unwrap_or(Timestamp::MAX)),
            ..self.content.clone()
        }
    }
}

impl CardContent {
    /// Replaces the text in its language, or adds it.
    pub fn set_text(&mut self, text: CardText) {
        self.texts.retain(|other| other.language != text.language);
        self.texts.push(text);
        self.texts.sort_by_key(|text| Language::ALL.iter().position(|language| *language == text.language));
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum DraftState {
    /// Only its author sees it.
    Open,
    /// It waits for the secretariat.
    Submitted,
    Published,
    /// The secretariat does not want it.
    Declined,
    /// Its author does not want it.
    Discarded,
}

/// The last day of a card's validity, as it was typed and as it was understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ValidText {
    pub typed: String,
    /// The end of that day. `None` if nothing was typed, or if it was not understood.
    pub until: Option<Timestamp>,
}

impl ValidText {
    /// Whether the day was understood and has not passed, or none was typed.
    pub fn is_valid(&self, now: Timestamp) -> bool {
        match self.until {
            Some(until) => until > now,
            None => self.typed.is_empty(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub id: DraftId,
    pub author: MemberId,
    /// The card that it changes, or that it has become.
    pub card: Option<CardId>,
    /// The version of the card that the author saw. `None` for a new card.
    pub base_version: Option<i64>,
    pub category: Category,
    pub text: CardText,
    pub valid: ValidText,
    /// The search without an answer that it answers.
    pub search: Option<SearchId>,
    pub state: DraftState,
}

impl Draft {
    /// Whether this member may read and decide the draft: its author, and the secretariat once it was submitted.
    pub fn is_for(&self, member: &Member) -> bool {
        self.author == member.id || self.state != DraftState::Open && member.roles.has(Group::Secretariat)
    }

    pub fn is_undecided(&self) -> bool {
        matches!(self.state, DraftState::Open | DraftState::Submitted)
    }
}

/// How a search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum SearchOutcome {
    /// No card was found.
    Nothing,
    /// Cards were shown, and the person has not answered. If they asked for help, their ticket is open.
    Shown,
    /// Cards were shown, and the ticket is not open yet.
    Held,
    /// "That answers it".
    Answered,
    /// "Still need help", or no answer: the ticket was opened.
    Unanswered,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    pub id: SearchId,
    pub interaction: InteractionId,
    pub asker: MemberId,
    pub language: Language,
    pub text: String,
    /// The kind of the ticket, in the words of the caller. `None` for a search by the command.
    pub kind: Option<String>,
    pub cards: Vec<CardId>,
    pub outcome: SearchOutcome,
    /// When the ticket opens by itself.
    pub next_at: Option<Timestamp>,
    /// The number of the ticket.
    pub ticket: Option<i64>,
    pub searched_at: Timestamp,
}

/// One page of the cards, with how many there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardPage {
    pub cards: Vec<(Card, usize)>,
    pub drafts_waiting: usize,
}

/// The text without white space around it, if it is not empty.
pub fn visible_text(text: &str) -> Option<&str> {
    Some(visible(text)).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn card(texts: &[(Language, &str)], valid_until: Option<&str>) -> Card {
        let text = |(language, question): &(Language, &str)| CardText {
            language: *language,
            question: (*question).to_owned(),
            answer: "Answer".to_owned(),
        };
        let content = CardContent {
            state: CardState::Published,
            category: Category::Other,
            valid_until: valid_until.map(at),
            texts: texts.iter().map(text).collect(),
        };
        Card { id: CardId(1), content, owner: Some(MemberId(2)), version: 1, reminded_at: None, expired_at: None }
    }

    #[test]
    fn reader_gets_their_language_or_english_or_any() {
        let both = card(&[(Language::English, "en"), (Language::French, "fr")], None);
        assert_eq!(both.text(Language::French).question, "fr");
        assert_eq!(both.text(Language::Spanish).question, "en");
        let one = card(&[(Language::French, "fr")], None);
        assert_eq!(one.text(Language::English).question, "fr");
    }

    #[test]
    fn owner_is_reminded_before_the_card_expires_and_again_for_a_new_end() {
        let card = card(&[(Language::English, "en")], Some("2020-11-20T00:00:00Z"));
        assert_eq!(card.next_step(), Some((CardStep::RemindOwner, at("2020-11-17T00:00:00Z"))));
        let reminded = Card { reminded_at: Some(at("2020-11-17T00:00:00Z")), ..card };
        assert_eq!(reminded.next_step(), Some((CardStep::Expire, at("2020-11-20T00:00:00Z"))));
        assert!(reminded.is_shown(at("2020-11-19T23:59:59Z")));
        assert!(!reminded.is_shown(at("2020-11-20T00:00:00Z")));
        let expired = Card { expired_at: Some(at("2020-11-20T00:00:00Z")), ..reminded };
        assert_eq!(expired.next_step(), None);

        let now = at("2020-12-01T00:00:00Z");
        let content = expired.extended(now);
        let extended = expired.clone().change(content);
        assert_eq!(extended.content.valid_until, Some(at("2021-03-01T00:00:00Z")));
        assert_eq!(extended.next_step(), Some((CardStep::RemindOwner, at("2021-02-26T00:00:00Z"))));
        assert_eq!(extended.version, 2);
    }

    #[test]
    fn deleted_card_has_no_timer_and_is_not_shown() {
        let card = card(&[(Language::English, "en")], Some("2020-11-20T00:00:00Z"));
        let content = CardContent { state: CardState::Deleted, ..card.content.clone() };
        let deleted = card.change(content);
        assert_eq!(deleted.next_step(), None);
        assert!(!deleted.is_shown(at("2020-11-01T00:00:00Z")));
    }

    #[test]
    fn changed_text_keeps_the_other_languages_and_the_timers() {
        let reminded =
            Card { reminded_at: Some(at("2020-11-17T00:00:00Z")), ..card(&[(Language::Spanish, "es")], None) };
        let mut content = reminded.content.clone();
        let text = |question: &str| CardText {
            language: Language::English,
            question: question.to_owned(),
            answer: "A".to_owned(),
        };
        content.set_text(text("first"));
        content.set_text(text("second"));
        let changed = reminded.change(content);
        let questions: Vec<_> = changed.content.texts.iter().map(|text| text.question.as_str()).collect();
        assert_eq!(questions, ["second", "es"]);
        assert!(changed.reminded_at.is_some());
    }

    #[test]
    fn day_that_was_not_understood_is_not_valid() {
        let now = at("2020-11-10T00:00:00Z");
        let valid = |typed: &str, until: Option<&str>| {
            ValidText { typed: typed.to_owned(), until: until.map(at) }.is_valid(now)
        };
        assert!(valid("", None));
        assert!(!valid("soonish", None));
        assert!(valid("2020-11-11", Some("2020-11-12T00:00:00Z")));
        assert!(!valid("2020-11-09", Some("2020-11-10T00:00:00Z")));
    }
}
