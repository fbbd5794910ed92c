//! The languages that members chose, in memory. The texts of a form or an autocompletion must not wait for the
//! database.
//!
//! This is a cache of what `members` stores. The cache is loaded when the server is synced. A member's entry is loaded
//! again after each interaction of the member, because only these interactions can change it.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::db::{Conn, DbError};
use crate::members::{MemberId, service};
use crate::words::Language;

/// The language that each member chose. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Languages {
    chosen: Arc<RwLock<HashMap<MemberId, Language>>>,
}

impl Languages {
    /// The language that this member chose; `None` if the language of the member's client applies.
    pub fn chosen_by(&self, member: MemberId) -> Option<Language> {
        self.chosen.read().unwrap_or_else(PoisonError::into_inner).get(&member).copied()
    }

    /// Loads the languages of all members from the database.
    pub(in crate::discord) async fn read_all(&self, conn: &mut Conn) -> Result<(), DbError> {
        let chosen = service::chosen_languages(conn).await?.into_iter().collect();
        *self.chosen.write().unwrap_or_else(PoisonError::into_inner) = chosen;
        Ok(())
    }

    /// Loads the language of one member from the database.
    pub(in crate::discord) async fn read(&self, conn: &mut Conn, member: MemberId) -> Result<(), DbError> {
        let language = service::chosen_language(conn, member).await?;
        let mut chosen = self.chosen.write().unwrap_or_else(PoisonError::into_inner);
        match language {
            Some(language) => chosen.insert(member, language),
            None => chosen.remove(&member),
        };
        Ok(())
    }
}
