//! Known answers: cards with a question and its answer, in one or more languages.
//!
//! Owns the tables `faq_cards`, `faq_texts`, `faq_versions`, `faq_drafts`, `faq_posts` and `faq_searches`, and the
//! search index `faq_search`. Everybody may search. Volunteers and the secretariat may write drafts; only the
//! secretariat approves them. This feature decides which cards answer a text. It must not render texts, and it must not
//! know what a ticket is: it keeps the number and the kind of a ticket for its caller.
//!
//! A request for help that cards may answer is stored ([`requests`]) before the cards are shown. If its asker does not
//! answer, the caller opens its ticket when [`requests::next_held`] is due. So the request is as durable as a ticket,
//! and nobody is asked to help with what a card answers at once.

pub mod cards;
pub mod drafts;
mod error;
mod messages;
mod model;
mod posts;
mod privacy;
mod query;
pub mod requests;
mod retention;
mod source;
mod staff;
mod store;
#[cfg(test)]
mod tests;
mod timers;

pub use error::FaqError;
pub use messages::FaqFacts;
pub use model::{
    Card, CardId, CardPage, CardState, CardText, Category, Draft, DraftId, DraftState, MAX_ANSWER_CHARS, MAX_DAY_CHARS,
    MAX_QUESTION_CHARS, Search, SearchId, SearchOutcome, ValidText,
};
pub use privacy::FaqPrivacy;
pub use retention::FaqRetention;
pub use source::FaqSource;
pub use timers::FaqTimers;
