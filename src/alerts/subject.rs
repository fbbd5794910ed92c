//! The subject of a delivery: which alert it is about, which message it carries, and who gets this message.

use std::fmt;
use std::str::FromStr;

use super::model::AlertId;
use super::send_rule::MessageKind;
use crate::delivery::SourceName;
use crate::members::MemberId;

/// The name under which alerts enqueue their deliveries.
pub(super) const SOURCE: SourceName = SourceName::new("alerts");
/// The second part of a roster's subject. The second part of a message's subject is the kind of the message.
const ROSTER: &str = "roster";
/// The second part of the subject of a list of who is missing.
const MISSING: &str = "missing";

/// What a delivery is about. The outbox stores it as text: `7/roster/2` is the second roster of alert 7, and
/// `7/nudge/1001` is the nudge to member 1001.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// A roster in the secretariat's channel. `number` counts the rosters of one alert from 1.
    Roster {
        alert: AlertId,
        number: i64,
    },
    /// A list of who is missing, in the secretariat's channel. `number` counts the lists of one alert from 1.
    MissingList {
        alert: AlertId,
        number: i64,
    },
    Message {
        alert: AlertId,
        kind: MessageKind,
        member: MemberId,
    },
}

impl Subject {
    pub fn alert(self) -> AlertId {
        match self {
            Subject::Roster { alert, .. } | Subject::MissingList { alert, .. } | Subject::Message { alert, .. } => {
                alert
            }
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::Roster { alert, number } => write!(f, "{alert}/{ROSTER}/{number}"),
            Subject::MissingList { alert, number } => write!(f, "{alert}/{MISSING}/{number}"),
            Subject::Message { alert, kind, member } => write!(f, "{alert}/{kind}/{member}"),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not the subject of an alert's delivery")]
pub(super) struct InvalidSubject(String);

impl FromStr for Subject {
    type Err = InvalidSubject;

    fn from_str(text: &str) -> Result<Self, InvalidSubject> {
        parse(text).ok_or_else(|| InvalidSubject(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Subject> {
    let mut parts = text.splitn(3, '/');
    let (alert, what, to) = (parts.next()?.parse().ok()?, parts.next()?, parts.next()?);
    Some(match what {
        ROSTER => Subject::Roster { alert, number: to.parse().ok()? },
        MISSING => Subject::MissingList { alert, number: to.parse().ok()? },
        kind => Subject::Message { alert, kind: kind.parse().ok()?, member: to.parse().ok()? },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subject_is_parsed_from_its_own_text() {
        let alert = AlertId(7);
        let member = MemberId(1001);
        for (subject, text) in [
            (Subject::Roster { alert, number: 2 }, "7/roster/2"),
            (Subject::MissingList { alert, number: 2 }, "7/missing/2"),
            (Subject::Message { alert, kind: MessageKind::First, member }, "7/first/1001"),
            (Subject::Message { alert, kind: MessageKind::Nudge, member }, "7/nudge/1001"),
            (Subject::Message { alert, kind: MessageKind::Again, member }, "7/again/1001"),
            (Subject::Message { alert, kind: MessageKind::Planned, member }, "7/planned/1001"),
            (Subject::Message { alert, kind: MessageKind::Corrected, member }, "7/corrected/1001"),
            (Subject::Message { alert, kind: MessageKind::Reminder, member }, "7/reminder/1001"),
        ] {
            assert_eq!(subject.to_string(), text);
            assert_eq!(text.parse(), Ok(subject));
        }
    }

    #[test]
    fn text_that_is_no_subject_is_refused() {
        for text in ["", "7", "7/first", "x/first/1001", "7/other/1001", "7/first/x", "7/first/1/2"] {
            assert_eq!(text.parse::<Subject>(), Err(InvalidSubject(text.to_owned())), "{text}");
        }
    }
}
