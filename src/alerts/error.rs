//! The errors of the use cases of alerts.

use super::audience::AudienceError;
use super::model::{AlertId, DraftId};
use crate::db::DbError;
use crate::guild::Missing;
use crate::members::MemberId;

#[derive(Debug, thiserror::Error)]
pub enum AlertError {
    #[error("member {0} is not in the secretariat")]
    NotSecretariat(MemberId),
    #[error("the server is not set up: {0:?} missing")]
    NotSetUp(Vec<Missing>),
    #[error("this author has no alert draft {0}")]
    NoDraft(DraftId),
    #[error("no alert {0}")]
    NoAlert(AlertId),
    /// The typed audience of a new alert names nobody whom Magpie knows, or is too long.
    #[error("the typed audience cannot be parsed")]
    Audience(AudienceError),
    #[error(transparent)]
    Db(#[from] DbError),
}
