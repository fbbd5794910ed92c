//! What an alert asks of its recipients, and how they answer. Does no I/O.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::members::fold;
use crate::time::Timestamp;
use crate::words::visible;

/// The most people that an alert can ask for. No group has more volunteers awake at one time.
pub const MAX_NEEDED: u32 = 50;
/// The fewest answers that an [`Ask::Choice`] can offer.
pub const MIN_ANSWERS: usize = 2;
/// The most answers that an [`Ask::Choice`] can offer. Discord shows five buttons in a row.
pub const MAX_ANSWERS: usize = 5;
/// The most characters of one answer. A button on a phone shows about 40 characters.
pub const MAX_ANSWER_CHARS: usize = 40;
/// The most characters that an author can type about an ask. Five answers of the greatest length fit, with bullets and
/// line ends.
pub const MAX_ASK_TEXT_CHARS: usize = 300;

/// The kind of an [`Ask`]. Drafts and custom ids contain the code of the kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum AskKind {
    #[default]
    Read,
    YesNo,
    People,
    Choice,
}

/// What an alert asks for. The database stores it as JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Ask {
    /// Recipients confirm that they have seen the alert.
    #[default]
    Read,
    /// Recipients answer "I can" or "I can't".
    YesNo,
    /// Recipients answer "I can" or "I can't", until `needed` people have answered "I can".
    People { needed: u32 },
    /// Recipients choose one of the answers that the author typed.
    Choice { answers: Vec<String> },
}

/// Whether an alert is real or for practice. The database and custom ids contain the code of the purpose.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Purpose {
    #[default]
    Real,
    /// The alert is for practice. Every message says so, and only members who are awake get it.
    Practice,
}

/// What the author of a new alert chose besides its severity and audience.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AlertKind {
    pub ask: AskKind,
    pub purpose: Purpose,
}

/// Why the text that the author typed about an ask is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskProblem {
    /// The text does not contain exactly one number, or the number is not from 1 to [`MAX_NEEDED`].
    Number,
    /// The text contains fewer answers than [`MIN_ANSWERS`] or more than [`MAX_ANSWERS`].
    CountOfAnswers,
    /// An answer has more than [`MAX_ANSWER_CHARS`] characters.
    AnswerTooLong,
    /// Two answers are equal, apart from case and accents.
    SameAnswers,
}

impl AskKind {
    /// Whether recipients can give an answer, besides confirming that they have seen the alert.
    pub fn wants_answer(self) -> bool {
        self != AskKind::Read
    }
}

impl Ask {
    pub fn kind(&self) -> AskKind {
        match self {
            Ask::Read => AskKind::Read,
            Ask::YesNo => AskKind::YesNo,
            Ask::People { .. } => AskKind::People,
            Ask::Choice { .. } => AskKind::Choice,
        }
    }

    /// Parses the text that the author typed about an ask of this kind.
    ///
    /// # Errors
    /// [`AskProblem`] if the text is invalid.
    pub fn read(kind: AskKind, text: &str) -> Result<Self, AskProblem> {
        match kind {
            AskKind::Read => Ok(Ask::Read),
            AskKind::YesNo => Ok(Ask::YesNo),
            AskKind::People => Ok(Ask::People { needed: number(text)? }),
            AskKind::Choice => Ok(Ask::Choice { answers: answers(text)? }),
        }
    }

    /// Whether recipients can give an answer, as [`AskKind::wants_answer`].
    pub fn wants_answer(&self) -> bool {
        self.kind().wants_answer()
    }

    /// Whether a recipient can give this answer. [`Ask::People`] allows `No`, because a person who was found can
    /// withdraw.
    pub fn allows(&self, answer: Answer) -> bool {
        match (self, answer) {
            (Ask::YesNo | Ask::People { .. }, Answer::Yes | Answer::No) => true,
            (Ask::Choice { answers }, Answer::Choice(number)) => (1..=answers.len()).contains(&usize::from(number)),
            _ => false,
        }
    }
}

/// Parses a text that contains exactly one number, such as "3" or "3 people".
fn number(text: &str) -> Result<u32, AskProblem> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let (first, second) = (numbers.next(), numbers.next());
    let is_other_number = text.contains(['-', '.', ',']);
    let number = first.filter(|_| second.is_none() && !is_other_number).and_then(|digits| digits.parse().ok());
    number.filter(|number| (1..=MAX_NEEDED).contains(number)).ok_or(AskProblem::Number)
}

/// Splits a text into answers at line ends. A text of one line is split at semicolons, or at commas if it has no
/// semicolon.
fn answers(text: &str) -> Result<Vec<String>, AskProblem> {
    let text = text.trim();
    let separator = [',', ';', '\n'].into_iter().rfind(|separator| text.contains(*separator)).unwrap_or('\n');
    let parts = text.split(separator).map(|part| without_bullet(visible(part)));
    let answers: Vec<String> = parts.filter(|part| !part.is_empty()).map(str::to_owned).collect();
    if !(MIN_ANSWERS..=MAX_ANSWERS).contains(&answers.len()) {
        return Err(AskProblem::CountOfAnswers);
    }
    if answers.iter().any(|answer| answer.chars().count() > MAX_ANSWER_CHARS) {
        return Err(AskProblem::AnswerTooLong);
    }
    let is_repeated = |n: usize| answers[..n].iter().any(|earlier| fold(earlier) == fold(&answers[n]));
    if (1..answers.len()).any(is_repeated) {
        return Err(AskProblem::SameAnswers);
    }
    Ok(answers)
}

fn without_bullet(line: &str) -> &str {
    ["- ", "• ", "* ", "– "].iter().find_map(|bullet| line.strip_prefix(bullet)).unwrap_or(line).trim()
}

/// The answer of a recipient. The database and custom ids contain its text: `yes`, `no`, or the number of a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Yes,
    No,
    /// The number of one of the answers that the author typed. The first answer has the number 1.
    Choice(u8),
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Answer::Yes => f.write_str("yes"),
            Answer::No => f.write_str("no"),
            Answer::Choice(number) => write!(f, "{number}"),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not an answer")]
pub struct InvalidAnswer(String);

impl FromStr for Answer {
    type Err = InvalidAnswer;

    fn from_str(text: &str) -> Result<Self, InvalidAnswer> {
        match text {
            "yes" => Ok(Answer::Yes),
            "no" => Ok(Answer::No),
            number => match number.parse() {
                Ok(number) if number > 0 && !text.starts_with(['0', '+']) => Ok(Answer::Choice(number)),
                _ => Err(InvalidAnswer(text.to_owned())),
            },
        }
    }
}

/// A recipient's latest answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GivenAnswer {
    pub answer: Answer,
    pub at: Timestamp,
    /// The current version of the alert when the answer was given.
    pub version: u32,
    /// Whether the deadline had passed when the answer was given.
    pub is_late: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_of_people_is_parsed_from_free_text() {
        for (text, needed) in [("2", 2), (" 3 people ", 3), ("we need 12", 12), ("50", 50)] {
            assert_eq!(Ask::read(AskKind::People, text), Ok(Ask::People { needed }), "{text}");
        }
        for text in ["", "two", "0", "51", "-2", "1.5", "2 or 3", "99999999999"] {
            assert_eq!(Ask::read(AskKind::People, text), Err(AskProblem::Number), "{text}");
        }
    }

    #[test]
    fn answers_are_separated_by_line_ends_or_semicolons_or_commas() {
        let room_choice = Ok(Ask::Choice { answers: vec!["Room A".to_owned(), "Room B".to_owned()] });
        for text in ["Room A\nRoom B", " - Room A \n\n• Room B\n", "Room A; Room B", "Room A, Room B"] {
            assert_eq!(Ask::read(AskKind::Choice, text), room_choice, "{text:?}");
        }
        let with_commas = Ask::Choice { answers: vec!["Mon, Tue".to_owned(), "Wed; Thu".to_owned()] };
        assert_eq!(Ask::read(AskKind::Choice, "Mon, Tue\nWed; Thu"), Ok(with_commas));
        for (text, problem) in [
            ("", AskProblem::CountOfAnswers),
            ("Room A", AskProblem::CountOfAnswers),
            ("a\nb\nc\nd\ne\nf", AskProblem::CountOfAnswers),
            ("Room A\nroom  a", AskProblem::SameAnswers),
        ] {
            assert_eq!(Ask::read(AskKind::Choice, text), Err(problem), "{text:?}");
        }
        let long = format!("Room A\n{}", "x".repeat(MAX_ANSWER_CHARS + 1));
        assert_eq!(Ask::read(AskKind::Choice, &long), Err(AskProblem::AnswerTooLong));
    }

    #[test]
    fn answer_is_parsed_from_its_own_text_and_ask_allows_only_its_own_answers() {
        for (answer, text) in [(Answer::Yes, "yes"), (Answer::No, "no"), (Answer::Choice(5), "5")] {
            assert_eq!((answer.to_string().as_str(), text.parse()), (text, Ok(answer)));
        }
        for text in ["", "0", "01", "+1", "256", "maybe", "YES"] {
            assert!(text.parse::<Answer>().is_err(), "{text}");
        }
        let choice = Ask::Choice { answers: vec!["A".to_owned(), "B".to_owned()] };
        assert!(choice.allows(Answer::Choice(2)) && !choice.allows(Answer::Choice(3)) && !choice.allows(Answer::Yes));
        assert!(
            !Ask::Read.allows(Answer::Yes) && Ask::YesNo.allows(Answer::No) && !Ask::YesNo.allows(Answer::Choice(1))
        );
    }

    #[test]
    fn ask_is_stored_as_json_with_its_kind() {
        for (ask, stored) in [
            (Ask::Read, r#"{"kind":"read"}"#),
            (Ask::YesNo, r#"{"kind":"yes_no"}"#),
            (Ask::People { needed: 2 }, r#"{"kind":"people","needed":2}"#),
            (Ask::Choice { answers: vec!["A".to_owned()] }, r#"{"kind":"choice","answers":["A"]}"#),
        ] {
            assert_eq!(serde_json::to_string(&ask).unwrap(), stored);
            assert_eq!(serde_json::from_str::<Ask>(stored).unwrap(), ask);
        }
    }
}
