//! The errors of the use cases of reminders.

use super::draft::TextFault;
use super::model::{MAX_PER_MEMBER, MAX_TEXT_CHARS, ReminderDraftId};
use crate::db::DbError;
use crate::members::MemberId;

#[derive(Debug, thiserror::Error)]
pub enum ReminderError {
    #[error("member {0} is not in the secretariat")]
    NotSecretariat(MemberId),
    #[error("member {0} is not in the server")]
    NotInServer(MemberId),
    #[error("the text of the reminder is empty")]
    EmptyText,
    #[error("the text of the reminder has more than {MAX_TEXT_CHARS} characters")]
    TextTooLong,
    #[error("member {0} has {MAX_PER_MEMBER} active reminders")]
    TooManyReminders(MemberId),
    #[error("this author has no reminder draft {0}")]
    NoDraft(ReminderDraftId),
    #[error("the time has passed")]
    TimePassed,
    #[error("the group has no members")]
    EmptyGroup,
    #[error("the stop was already undone")]
    UndoneBefore,
    #[error("the stop is too long ago to be undone")]
    TooLateToUndo,
    #[error("the reminder was stopped")]
    Stopped,
    #[error("this member has no change of zone that can be undone")]
    NoMove,
    #[error("this member has no such reminder")]
    NotFound,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<TextFault> for ReminderError {
    fn from(fault: TextFault) -> Self {
        match fault {
            TextFault::Empty => Self::EmptyText,
            TextFault::TooLong => Self::TextTooLong,
        }
    }
}
