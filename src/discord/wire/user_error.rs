//! What a handler ends with when it cannot do what was asked: words for the person, or a fault of ours.

use std::error::Error;
use std::fmt;

use crate::db::DbError;
use crate::words::Language;

/// What every handler returns.
pub type Outcome = Result<(), UserError>;

/// Why a handler stopped. `?` turns every error that can explain itself into one.
///
/// A fault of ours is logged once by the guard, under a reference that the person reads too; nothing of its text
/// reaches them.
#[derive(Debug)]
pub enum UserError {
    /// Words for the person, in their language, shown to them alone.
    Message(String),
    /// An error that says by itself what the person reads, or that it is a fault of ours.
    Explained(Box<dyn Explain>),
}

impl UserError {
    /// `text` is read by the person as it is: take it from `say!`.
    pub fn message(text: impl Into<String>) -> Self {
        UserError::Message(text.into())
    }

    /// The words for the person; `None` when this is a fault of ours.
    pub fn words(&self, language: Language) -> Option<String> {
        match self {
            UserError::Message(text) => Some(text.clone()),
            UserError::Explained(error) => error.explain(language),
        }
    }
}

impl fmt::Display for UserError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UserError::Message(text) => f.write_str(text),
            UserError::Explained(error) => error.fmt(f),
        }
    }
}

/// poise wants it. `UserError` itself is no `Error`, so that errors can turn into it with `?`.
impl From<UserError> for Box<dyn Error + Send + Sync> {
    fn from(told: UserError) -> Self {
        told.to_string().into()
    }
}

impl<E: Explain> From<E> for UserError {
    fn from(error: E) -> Self {
        UserError::Explained(Box::new(error))
    }
}

/// An error that knows what a person reads about it.
///
/// The rooms' errors are typed and know no words; their faces in `discord/` implement this for them:
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
    /// What the person reads: what happened and what to do next. `None`: a fault of ours.
    fn explain(&self, language: Language) -> Option<String>;
}

impl Explain for DbError {
    fn explain(&self, language: Language) -> Option<String> {
        match self {
            DbError::DiskFull | DbError::ReadOnly | DbError::Disk(_) => {
                // The person cannot mend it: who runs Magpie must hear of it too.
                tracing::error!(error = %self, "somebody was refused, since nothing can be stored");
                Some(crate::say!(language, "discord-not-stored"))
            }
            DbError::Busy | DbError::GroupLost => Some(crate::say!(language, "discord-busy")),
            _ => None,
        }
    }
}

impl Explain for crate::discord::wire::transport::Failure {
    fn explain(&self, _language: Language) -> Option<String> {
        None
    }
}
