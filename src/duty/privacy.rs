//! How duty reacts to changes of members, and exports and deletes the data that it stores about them.

use async_trait::async_trait;
use serde_json::{Value, json};

use super::messages;
use super::model::{Shift, ShiftState, may_have_duty};
use super::service::Duty;
use super::steps::end_shift;
use super::store;
use crate::db::{Conn, Db, DbError, Tx};
use crate::members::{self, DeletionEffect, Follower, Kept, Member, MemberId, PrivacyHandler, Roles};
use crate::time::Timestamp;

#[async_trait]
impl Follower for Duty {
    /// A shift keeps its instants when its person moves.
    async fn profile_changed(
        &self,
        _tx: &mut Tx,
        _before: &Member,
        _after: &Member,
        _now: Timestamp,
    ) -> Result<(), DbError> {
        Ok(())
    }

    async fn left(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<(), DbError> {
        self.end_duty(tx, member, now).await
    }

    async fn groups_changed(
        &self,
        tx: &mut Tx,
        member: MemberId,
        _before: Roles,
        _after: Roles,
        now: Timestamp,
    ) -> Result<(), DbError> {
        match members::service::get(tx, member).await? {
            Some(member) if may_have_duty(&member) => Ok(()),
            _ => self.end_duty(tx, member, now).await,
        }
    }
}

impl Duty {
    /// Ends all shifts of a person who can no longer be on duty.
    async fn end_duty(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<(), DbError> {
        store::delete_available(tx, member).await?;
        for shift in store::taken_of(tx, member).await? {
            end_shift(tx, &self.followers, &shift, ShiftState::Left, now).await?;
        }
        Ok(())
    }
}

#[async_trait]
impl PrivacyHandler for Duty {
    fn name(&self) -> &'static str {
        "duty"
    }

    async fn export(&self, conn: &mut Conn, member: MemberId) -> Result<Value, DbError> {
        let shifts = store::history_of(conn, member).await?;
        let offers = store::offers_to_or_taken_by(conn, member).await?;
        let available = store::available_of(conn, member).await?;
        if shifts.is_empty() && offers.is_empty() && available.is_none() {
            return Ok(Value::Null);
        }
        let offers = offers.iter().map(|offer| json!({ "offer": offer.id.0, "taken": offer.taken_by == Some(member) }));
        Ok(json!({
            "shifts": shifts.iter().map(export_shift).collect::<Vec<_>>(),
            "offered_to_me": offers.collect::<Vec<_>>(),
            "available_until": available.map(|(until, _)| until),
        }))
    }

    /// Gives the person's shifts back, and deletes all their rows.
    async fn delete(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<Vec<Kept>, DbError> {
        self.end_duty(tx, member, now).await?;
        store::delete_member(tx, member).await?;
        messages::re_render_panel(tx, now).await?;
        Ok(Vec::new())
    }

    async fn deletion_effects(&self, conn: &mut Conn, member: MemberId) -> Result<Vec<DeletionEffect>, DbError> {
        let count = u64::try_from(store::taken_of(conn, member).await?.len()).unwrap_or(u64::MAX);
        let effect = DeletionEffect { text_key: "duty-deletion-ends-shifts", count };
        Ok(if count == 0 { Vec::new() } else { vec![effect] })
    }

    async fn erase(&self, db: &Db, member: MemberId) -> Vec<DbError> {
        let available = db.write(async |tx| store::delete_available(tx, member).await).await.err();
        let offers = db.write(async |tx| store::delete_offers_of(tx, member).await).await.err();
        let drafts = db.write(async |tx| store::delete_unsaved_of(tx, member).await).await.err();
        let author = db.write(async |tx| store::clear_author(tx, member).await).await.err();
        let shifts = db.write(async |tx| store::delete_shifts_of(tx, member).await).await.err();
        available.into_iter().chain(offers).chain(drafts).chain(author).chain(shifts).collect()
    }
}

fn export_shift(shift: &Shift) -> Value {
    json!({
        "from": shift.period.starts_at,
        "until": shift.period.ends_at,
        "state": <&str>::from(shift.state),
        "ring": <&str>::from(shift.ring),
        "confirmed_at": shift.confirmed_at,
    })
}
