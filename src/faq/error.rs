//! Why a use case of known answers was refused.

use super::model::{CardId, DraftId, DraftState};
use crate::db::DbError;
use crate::members::MemberId;

#[derive(Debug, thiserror::Error)]
pub enum FaqError {
    #[error("member {0} is not in the server")]
    NotInServer(MemberId),
    #[error("member {0} is neither a volunteer nor in the secretariat")]
    NotStaff(MemberId),
    #[error("member {0} is not in the secretariat")]
    NotSecretariat(MemberId),
    #[error("no card {0}")]
    UnknownCard(CardId),
    /// The draft does not exist, or belongs to another person.
    #[error("no draft {0} that the member may read")]
    UnknownDraft(DraftId),
    /// Only the secretariat may change a draft that it has got.
    #[error("draft {0} waits for the secretariat")]
    DraftSubmitted(DraftId),
    #[error("draft {id} is {state:?}")]
    DraftClosed { id: DraftId, state: DraftState },
    /// Somebody has changed the card since the draft was written, or since the button was shown.
    #[error("card {0} has changed")]
    CardChanged(CardId),
    #[error("the question or the answer is empty")]
    EmptyText,
    #[error("the text has more than {max_chars} characters")]
    TextTooLong { max_chars: usize },
    #[error("the typed day was not understood, or has passed")]
    InvalidDay,
    #[error("no search that the member may answer")]
    UnknownSearch,
    #[error(transparent)]
    Db(#[from] DbError),
}

pub(super) type Result<T, E = FaqError> = std::result::Result<T, E>;
