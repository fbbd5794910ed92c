//! Why a handler could not do what a person asked for: a text for the person, or an internal error.

use std::error::Error;
use std::fmt;

use crate::db::DbError;
use crate::discord::wire::transport::Failure;
use crate::words::Language;

/// What every handler returns.
pub type Outcome = Result<(), UserError>;

/// Why a handler failed. `?` turns every error that implements [`Explain`] into one.
///
/// An internal error is logged once, with a reference that the person gets too; the person never gets its text.
#[derive(Debug)]
pub enum UserError {
    /// A text for the person, in their language, shown to them alone.
    Message(String),
    /// An error that has a text for the person, or is internal.
    Explained(Box<dyn Explain>),
    /// Discord refused the answer. What was asked for may be done.
    NotShown(Failure),
}

impl UserError {
    /// The person reads exactly `text`: take it from `say!`.
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

    /// The error of the database, when a row that cannot be read is at fault.
    pub fn unreadable(&self) -> Option<&DbError> {
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

/// poise needs this. `UserError` itself does not implement `Error`, so that `?` can convert errors into it.
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

/// An error with a text for the person.
///
/// The features' errors are typed and have no texts; the features' folders in `discord/` implement this for them:
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
    /// Tells the person what happened and what to do next. `None` for an internal error.
    fn explain(&self, language: Language) -> Option<String>;

    /// The error of the database that it comes from.
    fn db_error(&self) -> Option<&DbError> {
        None
    }
}

impl Explain for DbError {
    fn explain(&self, language: Language) -> Option<String> {
        match self {
            DbError::DiskFull | DbError::ReadOnly | DbError::Disk(_) | DbError::Damaged(_) | DbError::Replaced(_) => {
                // The person cannot repair it, so the operator must learn of it too.
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
