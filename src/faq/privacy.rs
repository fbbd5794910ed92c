//! Exports and deletes the data that known answers store about a member.

use async_trait::async_trait;
use serde_json::{Value, json};

use super::model::{Draft, Search};
use super::store;
use crate::db::{Conn, Db, DbError, Tx};
use crate::members::{Kept, MemberId, PrivacyHandler};
use crate::time::Timestamp;

/// A query limit, far above the number of drafts or searches of one member.
const MAX_ROWS: u32 = 10_000;

pub struct FaqPrivacy;

#[async_trait]
impl PrivacyHandler for FaqPrivacy {
    fn name(&self) -> &'static str {
        "answers"
    }

    async fn export(&self, conn: &mut Conn, member: MemberId) -> Result<Value, DbError> {
        let searches = store::searches::by_asker(conn, member, MAX_ROWS).await?;
        let drafts = store::drafts::by_author(conn, member, MAX_ROWS).await?;
        let owned = store::count_owned(conn, member).await?;
        if searches.is_empty() && drafts.is_empty() && owned == 0 {
            return Ok(Value::Null);
        }
        let searches: Vec<Value> = searches.iter().map(export_search).collect();
        let drafts: Vec<Value> = drafts.iter().map(export_draft).collect();
        Ok(json!({ "searched": searches, "drafts": drafts, "cards_owned": owned }))
    }

    /// Cards stay: they say nothing about the person who wrote them. Only the owner's name is removed.
    async fn delete(&self, tx: &mut Tx, member: MemberId, _now: Timestamp) -> Result<Vec<Kept>, DbError> {
        store::searches::delete_of(tx, member).await?;
        store::drafts::delete_of(tx, member).await?;
        store::clear_owner(tx, member).await?;
        Ok(Vec::new())
    }

    async fn erase(&self, db: &Db, member: MemberId) -> Vec<DbError> {
        let failures = [
            db.write(async |tx| store::searches::delete_of(tx, member).await).await.err(),
            db.write(async |tx| store::drafts::delete_of(tx, member).await).await.err(),
            db.write(async |tx| store::clear_owner(tx, member).await).await.err(),
        ];
        failures.into_iter().flatten().collect()
    }
}

fn export_search(search: &Search) -> Value {
    json!({ "text": search.text, "searched_at": search.searched_at, "became_ticket": search.ticket })
}

fn export_draft(draft: &Draft) -> Value {
    json!({
        "question": draft.text.question, "answer": draft.text.answer, "language": draft.text.language.code(),
        "valid_until": draft.valid.typed, "became_card": draft.card.map(|card| card.0),
    })
}
