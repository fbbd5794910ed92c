//! The traits through which other modules react to changes of members. `app` registers their implementations.

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;

use super::deputy::{Deputy, DeputyEvent};
use super::group::Roles;
use super::ids::MemberId;
use super::mailbox::Mailbox;
use super::model::Member;
use crate::db::{Conn, Db, DbError, Tx};
use crate::time::Timestamp;

/// Exports and deletes the data that another module stores about a member. Every module that stores such data registers
/// a handler.
#[async_trait]
pub trait PrivacyHandler: Send + Sync {
    /// The key of this data in the exported file, such as `reminders`.
    fn name(&self) -> &'static str;

    /// Everything that the module stores about `member`, without data that this member may not read; `Null` when
    /// nothing is stored.
    async fn export(&self, conn: &mut Conn, member: MemberId) -> Result<Value, DbError>;

    /// Deletes the data that is only about `member`, and removes their name from data that must stay. Returns what was
    /// kept.
    async fn delete(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<Vec<Kept>, DbError>;

    /// What a deletion would end for `member` or for other people, so that the member knows it before they confirm.
    async fn deletion_effects(&self, _conn: &mut Conn, _member: MemberId) -> Result<Vec<DeletionEffect>, DbError> {
        Ok(Vec::new())
    }

    /// The fallback when [`delete`](Self::delete) fails because a table cannot be read. Deletes the rows that `delete`
    /// would delete, from each table of this module in a separate transaction. Changes no message. Returns the
    /// failures. `delete` runs again after all tables can be read.
    async fn erase(&self, db: &Db, member: MemberId) -> Vec<DbError>;
}

/// What the deletion of a profile ends, such as the open tickets of the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletionEffect {
    /// A Fluent key. Its text says what ends, and has the argument `count`.
    pub text_key: &'static str,
    pub count: u64,
}

/// Data that is kept after a deletion, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// A Fluent key. Its text says what is kept and why, and has the argument `count`.
    pub text_key: &'static str,
    pub count: u64,
}

/// Lets another module act in the same transaction when a member changes.
#[async_trait]
pub trait Follower: Send + Sync {
    /// The profile was saved or deleted, or the assumed zone changed. Plans in the member's local time must be computed
    /// again.
    async fn profile_changed(
        &self,
        tx: &mut Tx,
        before: &Member,
        after: &Member,
        now: Timestamp,
    ) -> Result<(), DbError>;

    /// The set-up of the server was saved. A channel may have changed.
    async fn setup_changed(&self, _tx: &mut Tx, _now: Timestamp) -> Result<(), DbError> {
        Ok(())
    }

    /// The member left the server. The member must receive no message until they return.
    async fn left(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<(), DbError>;

    /// The member returned to the server. A follower resumes the member's postponed work.
    async fn returned(&self, _tx: &mut Tx, _member: &Member, _now: Timestamp) -> Result<(), DbError> {
        Ok(())
    }

    /// The member's groups changed, because a role was given or taken, or because `/setup` chose other roles. A
    /// follower revokes what only a lost group permitted the member to do or read.
    async fn groups_changed(
        &self,
        _tx: &mut Tx,
        _member: MemberId,
        _before: Roles,
        _after: Roles,
        _now: Timestamp,
    ) -> Result<(), DbError> {
        Ok(())
    }

    /// A deputy was named, has answered, or is no longer the deputy. A follower notifies the other person.
    async fn deputy_changed(
        &self,
        _tx: &mut Tx,
        _deputy: &Deputy,
        _event: DeputyEvent,
        _now: Timestamp,
    ) -> Result<(), DbError> {
        Ok(())
    }

    /// The member asked for e-mails to an address. A follower sends the code there.
    async fn mailbox_asked(&self, _tx: &mut Tx, _mailbox: &Mailbox, _now: Timestamp) -> Result<(), DbError> {
        Ok(())
    }

    /// `by` set Magpie up in a server that it did not serve before, and `by` is not the owner of that server.
    async fn set_up_claimed(
        &self,
        _tx: &mut Tx,
        _owner: MemberId,
        _by: MemberId,
        _now: Timestamp,
    ) -> Result<(), DbError> {
        Ok(())
    }
}

/// The registered privacy handlers and followers. Cheap to clone.
#[derive(Clone, Default)]
pub struct Followers {
    privacy_handlers: Vec<Arc<dyn PrivacyHandler>>,
    followers: Vec<Arc<dyn Follower>>,
}

impl Followers {
    #[must_use]
    pub fn with_privacy_handler(mut self, handler: Arc<dyn PrivacyHandler>) -> Self {
        self.privacy_handlers.push(handler);
        self
    }

    #[must_use]
    pub fn with_follower(mut self, follower: Arc<dyn Follower>) -> Self {
        self.followers.push(follower);
        self
    }

    pub(super) fn privacy_handlers(&self) -> impl Iterator<Item = &dyn PrivacyHandler> {
        self.privacy_handlers.iter().map(AsRef::as_ref)
    }

    pub(super) async fn profile_changed(
        &self,
        tx: &mut Tx,
        before: &Member,
        after: &Member,
        now: Timestamp,
    ) -> Result<(), DbError> {
        for follower in &self.followers {
            follower.profile_changed(tx, before, after, now).await?;
        }
        Ok(())
    }

    pub(super) async fn returned(&self, tx: &mut Tx, member: &Member, now: Timestamp) -> Result<(), DbError> {
        for follower in &self.followers {
            follower.returned(tx, member, now).await?;
        }
        Ok(())
    }

    pub async fn setup_changed(&self, tx: &mut Tx, now: Timestamp) -> Result<(), DbError> {
        for follower in &self.followers {
            follower.setup_changed(tx, now).await?;
        }
        Ok(())
    }

    pub(super) async fn left(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<(), DbError> {
        for follower in &self.followers {
            follower.left(tx, member, now).await?;
        }
        Ok(())
    }

    pub(super) async fn groups_changed(
        &self,
        tx: &mut Tx,
        member: MemberId,
        before: Roles,
        after: Roles,
        now: Timestamp,
    ) -> Result<(), DbError> {
        for follower in &self.followers {
            follower.groups_changed(tx, member, before, after, now).await?;
        }
        Ok(())
    }

    pub(super) async fn deputy_changed(
        &self,
        tx: &mut Tx,
        deputy: &Deputy,
        event: DeputyEvent,
        now: Timestamp,
    ) -> Result<(), DbError> {
        for follower in &self.followers {
            follower.deputy_changed(tx, deputy, event, now).await?;
        }
        Ok(())
    }

    pub(super) async fn mailbox_asked(&self, tx: &mut Tx, mailbox: &Mailbox, now: Timestamp) -> Result<(), DbError> {
        for follower in &self.followers {
            follower.mailbox_asked(tx, mailbox, now).await?;
        }
        Ok(())
    }

    pub async fn set_up_claimed(
        &self,
        tx: &mut Tx,
        owner: MemberId,
        by: MemberId,
        now: Timestamp,
    ) -> Result<(), DbError> {
        for follower in &self.followers {
            follower.set_up_claimed(tx, owner, by, now).await?;
        }
        Ok(())
    }
}
