//! The languages that members chose, in memory, because the texts of a form or an autocompletion must not wait for the
//! database.
//!
//! A cache of what `members` stores. It is loaded when the server is synced. A member's own entry is loaded again after
//! each of their interactions, because only these can change it.

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
    /// The language that this member chose; `None` when the language of their client applies.
    pub fn of(&self, member: MemberId) -> Option<Language> {
        self.chosen.read().unwrap_or_else(PoisonError::into_inner).get(&member).copied()
    }

    pub(in crate::discord) async fn read_all(&self, conn: &mut Conn) -> Result<(), DbError> {
        let chosen = service::chosen_languages(conn).await?.into_iter().collect();
        *self.chosen.write().unwrap_or_else(PoisonError::into_inner) = chosen;
        Ok(())
    }

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
