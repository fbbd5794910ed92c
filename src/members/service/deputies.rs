//! Deputies. A member names a deputy, the deputy accepts or declines, and both can end the agreement.

use crate::db::{Conn, Db, DbError, Tx};
use crate::members::deputy::{Deputy, DeputyAnswer, DeputyEvent, DeputyId};
use crate::members::followers::Followers;
use crate::members::ids::MemberId;
use crate::members::store;
use crate::time::Timestamp;

#[derive(Debug, thiserror::Error)]
pub enum DeputyError {
    #[error("a member cannot be their own deputy")]
    Oneself,
    /// The person is not in the server, or belongs to no group.
    #[error("{0} is not a member")]
    NotMember(MemberId),
    /// The request or agreement was ended, or the caller is neither the member nor the deputy.
    #[error("the deputy request does not exist any more")]
    Ended,
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The deputy whom this member named; the deputy may not have answered yet.
pub async fn deputy(conn: &mut Conn, member: MemberId) -> Result<Option<Deputy>, DbError> {
    store::deputy(conn, member).await
}

pub async fn deputy_by_id(conn: &mut Conn, id: DeputyId) -> Result<Option<Deputy>, DbError> {
    store::deputy_by_id(conn, id).await
}

/// The names of the members for whom this person has accepted to be the deputy, ordered by name. Leaves out members who
/// left.
pub async fn whose_deputy(conn: &mut Conn, deputy: MemberId) -> Result<Vec<(DeputyId, String)>, DbError> {
    store::whose_deputy(conn, deputy).await
}

/// The deputies of these members, if they have accepted and are in the server. Each entry: member, deputy, name of the
/// deputy.
pub async fn deputies_of(conn: &mut Conn, members: &[MemberId]) -> Result<Vec<(MemberId, MemberId, String)>, DbError> {
    store::deputies_of(conn, members).await
}

/// `member` names a deputy, and followers ask that person. Removes an earlier deputy. Naming the same deputy again
/// changes nothing.
///
/// # Errors
/// `Oneself`; `NotMember` for the member or for the deputy.
pub async fn name_deputy(
    db: &Db,
    followers: &Followers,
    member: MemberId,
    deputy: MemberId,
    now: Timestamp,
) -> Result<Deputy, DeputyError> {
    if member == deputy {
        return Err(DeputyError::Oneself);
    }
    db.write(async |tx| {
        for id in [member, deputy] {
            let known = store::get(tx, id).await?;
            if !known.is_some_and(|known| known.in_guild && !known.roles.is_empty()) {
                return Err(DeputyError::NotMember(id));
            }
        }
        match store::deputy(tx, member).await? {
            Some(known) if known.deputy == deputy => return Ok(known),
            Some(other) => end(tx, followers, &other, DeputyEvent::EndedByMember, now).await?,
            None => {}
        }
        let id = store::insert_deputy(tx, member, deputy, now).await?;
        let asked = Deputy { id, member, deputy, asked_at: now, accepted_at: None };
        followers.deputy_changed(tx, &asked, DeputyEvent::Asked, now).await?;
        Ok(asked)
    })
    .await
}

/// Records the answer of the person who was asked. A second press of the same button changes nothing. After an
/// acceptance, a press on "Decline" changes nothing: only [`end_deputy`] ends the agreement.
///
/// # Errors
/// `Ended` when the request does not exist any more, or when it was made to another person.
pub async fn answer_deputy(
    db: &Db,
    followers: &Followers,
    id: DeputyId,
    deputy: MemberId,
    answer: DeputyAnswer,
    now: Timestamp,
) -> Result<Deputy, DeputyError> {
    db.write(async |tx| {
        let asked = store::deputy_by_id(tx, id).await?.filter(|asked| asked.deputy == deputy);
        let asked = asked.ok_or(DeputyError::Ended)?;
        if asked.is_accepted() {
            return Ok(asked);
        }
        match answer {
            DeputyAnswer::Decline => {
                end(tx, followers, &asked, DeputyEvent::Declined, now).await?;
                Ok(asked)
            }
            DeputyAnswer::Accept => {
                store::accept_deputy(tx, id, now).await?;
                let accepted = Deputy { accepted_at: Some(now), ..asked };
                followers.deputy_changed(tx, &accepted, DeputyEvent::Accepted, now).await?;
                Ok(accepted)
            }
        }
    })
    .await
}

/// Ends a deputy request or agreement. `by` is the member or the deputy.
///
/// # Errors
/// `Ended` when it was ended already, or when `by` is neither the member nor the deputy.
pub async fn end_deputy(
    db: &Db,
    followers: &Followers,
    id: DeputyId,
    by: MemberId,
    now: Timestamp,
) -> Result<Deputy, DeputyError> {
    db.write(async |tx| {
        let known = store::deputy_by_id(tx, id).await?.ok_or(DeputyError::Ended)?;
        let event = match by {
            by if by == known.member => DeputyEvent::EndedByMember,
            by if by == known.deputy && known.is_accepted() => DeputyEvent::EndedByDeputy,
            by if by == known.deputy => DeputyEvent::Declined,
            _ => return Err(DeputyError::Ended),
        };
        end(tx, followers, &known, event, now).await?;
        Ok(known)
    })
    .await
}

/// Called when a person left the server, or had their data deleted. Removes the person's deputy, and ends every request
/// or agreement in which the person is the deputy.
pub(super) async fn end_deputies_of(
    tx: &mut Tx,
    followers: &Followers,
    id: MemberId,
    now: Timestamp,
) -> Result<(), DbError> {
    if let Some(own) = store::deputy(tx, id).await? {
        end(tx, followers, &own, DeputyEvent::MemberGone, now).await?;
    }
    for agreement in store::deputy_of(tx, id).await? {
        end(tx, followers, &agreement, DeputyEvent::DeputyGone, now).await?;
    }
    Ok(())
}

async fn end(
    tx: &mut Tx,
    followers: &Followers,
    deputy: &Deputy,
    event: DeputyEvent,
    now: Timestamp,
) -> Result<(), DbError> {
    store::delete_deputy(tx, deputy.id).await?;
    followers.deputy_changed(tx, deputy, event, now).await
}
