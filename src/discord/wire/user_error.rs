//! Why a handler could not do what a person asked for: either a text for the person, or an internal error.

use std::error::Error;
use std::fmt;

use crate::db::DbError;
use crate::discord::wire::transport::Failure;
use crate::words::Language;

/// The return type of every handler.
pub type Outcome = Result<(), UserError>;

/// Why a handler failed. The `?` operator converts any error that implements [`Explain`] into it.
///
/// An internal error is logged once, with a reference number. The person gets only that reference, never the error's
/// text.
#[derive(Debug)]
pub enum UserError {
    /// A text in the person's language. Only they see it.
    Message(String),
    /// A typed error. It has a text for the person, or it is internal.
    Explained(Box<dyn Explain>),
    /// Discord refused the answer. The requested action may have been done.
    NotShown(Failure),
}

impl UserError {
    /// A failure that shows exactly this `text` to the person. Take the text from `say!`.
    pub fn message(text: impl Into<String>) -> Self {
        UserError::Message(text.into())
    }

    /// The text for the person; `None` for an internal error.
    pub fn text(&self, language: Language) -> Option<String> {
        match self {
            UserError::Message(text) => Some(text.clone()),
            UserError::Explained(error) => error.explain(language),
            UserError::NotShown(_) => None,
        }
    }

    /// The database error, if the cause is a row that cannot be read.
    pub fn unreadable_row_error(&self) -> Option<&DbError> {
        match self {
            UserError::Explained(error) => error.db_error().filter(|error| error.is_unreadable()),
            UserError::Message(_) | UserError::NotShown(_) => None,
        }
    }
}

impl fmt::Display for UserError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UserError::Message(text) => f.write_str(text),
            UserError::Explained(error) => error.fmt(f),
            UserError::NotShown(failure) => write!(f, "the answer was refused: {failure}"),
        }
    }
}

/// poise requires this conversion. `UserError` itself does not implement `Error`, so that `?` can convert other errors
/// into it.
impl From<UserError> for Box<dyn Error + Send + Sync> {
    fn from(error: UserError) -> Self {
        error.to_string().into()
    }
}

impl<E: Explain> From<E> for UserError {
    fn from(error: E) -> Self {
        UserError::Explained(Box::new(error))
    }
}

/// An error that can explain itself to the person.
///
/// A feature's errors are typed and contain no texts. The feature's folder in `discord/` implements this trait for
/// them:
///
/// ```ignore
/// impl Explain for AlertError {
///     fn explain(&self, language: Language) -> Option<String> {
///         match self {
///             AlertError::Past(at) => Some(say!(language, "alert-past", time = …)),
///             AlertError::Db(error) => error.explain(language),
///         }
///     }
/// }
/// ```
pub trait Explain: Error + Send + Sync + 'static {
    /// The text for the person: what happened and what to do next. `None` for an internal error.
    fn explain(&self, language: Language) -> Option<String>;

    /// The database error that caused this error; `None` if the cause is not the database.
    fn db_error(&self) -> Option<&DbError> {
        None
    }
}

impl Explain for DbError {
    fn explain(&self, language: Language) -> Option<String> {
        match self {
            DbError::DiskFull
            | DbError::ReadOnly
            | DbError::Disk(_)
            | DbError::Damaged(_)
            | DbError::Replaced(_)
            | DbError::LockReplaced(_) => {
                // The person cannot repair this, so the log must tell the operator too.
                tracing::error!(error = %self, "a request was refused: nothing can be stored");
                Some(crate::say!(language, "discord-not-stored"))
            }
            DbError::Busy | DbError::GroupLost => Some(crate::say!(language, "discord-busy")),
            _ => None,
        }
    }

    fn db_error(&self) -> Option<&DbError> {
        Some(self)
    }
}

impl Explain for Failure {
    fn explain(&self, _language: Language) -> Option<String> {
        None
    }
}
