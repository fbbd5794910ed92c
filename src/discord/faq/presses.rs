//! The buttons, selects and forms of known answers, and their custom ids.

use std::fmt;
use std::str::FromStr;

use crate::faq::{CardId, Category, DraftId, SearchId};
use crate::helpdesk::TicketId;
use crate::presses;
use crate::words::Language;

/// A language in a custom id: its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextLanguage(pub Language);

impl fmt::Display for TextLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code())
    }
}

impl FromStr for TextLanguage {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        Language::from_code(code).map(Self).ok_or(())
    }
}

presses! {
    pub enum FaqPress: "faq" {
        /// The form of a new card.
        SubmitNew { category: Category, language: TextLanguage } = "written/other/en", Private;
        /// The form of a new card about a search that found no answer.
        SubmitNewFor { category: Category, language: TextLanguage, search: SearchId }
            = "written-for/other/en/7", Private;
        /// The form of a text of a card. `version` is the version that the person saw.
        SubmitText { card: CardId, version: i64, language: TextLanguage } = "text-written/7/1/en", Private;
        /// Opens the form of a text of a card.
        EditText { card: CardId, language: TextLanguage } = "text/7/en", Never;
        EditDraft(draft: DraftId) = "edit/7", Never;
        SubmitDraft(draft: DraftId) = "edited/7", Update;
        SendDraft(draft: DraftId) = "send/7", Update;
        Publish(draft: DraftId) = "publish/7", Update;
        Decline(draft: DraftId) = "decline/7", Update;
        Discard(draft: DraftId) = "discard/7", Update;
        /// Shows a draft that waits for the secretariat.
        OpenDraft(draft: DraftId) = "draft/7", Private;
        /// A select of the drafts that wait.
        ChooseDraft = "drafts", Private;
        /// Shows a page of the list of cards. `page` counts from 0.
        ListPage(page: usize) = "list/1", Update;
        AskDelete(card: CardId) = "ask-delete/7", Private;
        Delete { card: CardId, version: i64 } = "delete/7/1", Update;
        KeepCard(card: CardId) = "keep/7", Update;
        /// Undoes the change that made this version.
        Undo { card: CardId, version: i64 } = "undo/7/1", Update;
        /// The card is valid for longer.
        StillRight { card: CardId, version: i64 } = "still-right/7/1", Private;
        Answered(search: SearchId) = "answered/7", Update;
        StillNeeded(search: SearchId) = "still-needed/7", Update;
        /// Shows a page of the searches that found no answer. `page` counts from 0.
        MissingPage(page: usize) = "missing/1", Update;
        /// A select of the searches on the page.
        ChooseMissing = "missing-chosen", Private;
        /// Opens the form of a card about a search.
        WriteFor(search: SearchId) = "write-for/7", Never;
        Dismiss(search: SearchId) = "dismiss/7", Update;
        /// Opens the form of a card with the question and the answer of a ticket.
        KeepAnswer(ticket: TicketId) = "keep-answer/7", Never;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::wire::custom_id::assert_examples_round_trip;

    #[test]
    fn custom_ids_round_trip() {
        assert_examples_round_trip::<FaqPress>();
    }
}
