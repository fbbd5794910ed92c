//! What led to a ticket, such as an alert. The help desk only stores the origin. Only the feature that sets the origin
//! knows its meaning.

use std::fmt::Display;

use strum::{EnumString, IntoStaticStr};

use crate::time::Timestamp;

/// The text of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketText<T = String> {
    /// The words of the asker, or the text of the origin. Empty for a reader who may not read it, and after the asker's
    /// data was deleted.
    Quoted(T),
    /// The ticket does not quote the text of its origin.
    Omitted(OmittedText),
}

impl<T: AsRef<str>> TicketText<T> {
    /// The quoted text. Empty if the text is omitted.
    pub fn quoted(&self) -> &str {
        match self {
            Self::Quoted(text) => text.as_ref(),
            Self::Omitted(_) => "",
        }
    }

    pub fn omitted(&self) -> Option<OmittedText> {
        match self {
            Self::Quoted(_) => None,
            Self::Omitted(omitted) => Some(*omitted),
        }
    }
}

/// The text of an origin that its ticket does not quote. Each reader reads the reason in their own language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OmittedText {
    pub reason: OmissionReason,
    /// When the text was sent.
    pub sent_at: Timestamp,
}

/// Why a ticket does not quote the text of its origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum OmissionReason {
    /// Some people who read tickets were not addressed by the text.
    NotAddressed,
    /// It is not known which version of the text the asker read.
    UnknownVersion,
}

/// A kind and a number, such as `alert/7`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// `kind` must not contain a slash.
    pub fn new(kind: &'static str, number: impl Display) -> Self {
        Self(format!("{kind}/{number}"))
    }

    /// Creates the origin from the value of its column.
    pub(super) fn stored(text: String) -> Self {
        Self(text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number, if the origin has this `kind`; otherwise `None`.
    pub fn number_of(&self, kind: &str) -> Option<i64> {
        let (own, number) = self.0.split_once('/')?;
        (own == kind).then(|| number.parse().ok()).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_is_read_back_only_for_its_kind() {
        let origin = Origin::stored(Origin::new("alert", 7).as_str().to_owned());
        assert_eq!((origin.number_of("alert"), origin.number_of("session")), (Some(7), None));
        assert_eq!(Origin::stored("alert".to_owned()).number_of("alert"), None);
    }
}
