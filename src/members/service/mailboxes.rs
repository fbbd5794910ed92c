//! The e-mail address at which a member wants alerts that they have not seen on Discord. A code that was sent to the
//! address confirms it, so that nobody can have e-mails sent to another person.

use crate::db::{Conn, Db, DbError};
use crate::members::followers::Followers;
use crate::members::ids::MemberId;
use crate::members::mailbox::{Mailbox, MailboxRequest, is_email};
use crate::members::store;
use crate::time::Timestamp;

#[derive(Debug, thiserror::Error)]
pub enum MailboxError {
    #[error("{0} is not in the server")]
    NotMember(MemberId),
    #[error("the text is not an e-mail address")]
    NotAnAddress,
    /// The member asked for too many codes.
    #[error("too many codes were asked for; the next one at {0}")]
    TooManyCodes(Timestamp),
    /// No code was asked for, it has expired, or too many wrong codes were typed.
    #[error("there is no code to type")]
    NoCode,
    #[error("the code is wrong")]
    WrongCode,
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The member's mailbox; `None` if they have never asked for one.
pub async fn mailbox(conn: &mut Conn, member: MemberId) -> Result<Option<Mailbox>, DbError> {
    store::mailbox(conn, member).await
}

/// Asks for e-mails to `address`. Followers send a code there. A confirmed address stays until the new one is
/// confirmed. Asking for the confirmed address again changes nothing.
///
/// # Errors
/// `NotMember`; `NotAnAddress`; `TooManyCodes`.
pub async fn ask_mailbox(
    db: &Db,
    followers: &Followers,
    member: MemberId,
    address: &str,
    now: Timestamp,
) -> Result<Mailbox, MailboxError> {
    let address = address.trim();
    if !is_email(address) {
        return Err(MailboxError::NotAnAddress);
    }
    db.write(async |tx| {
        if !store::get(tx, member).await?.is_some_and(|known| known.in_guild) {
            return Err(MailboxError::NotMember(member));
        }
        let known = store::mailbox(tx, member).await?.unwrap_or_else(|| Mailbox::new(member, now));
        if known.address() == Some(address) {
            return Ok(known);
        }
        let request = MailboxRequest::new(address, tx.rng(), now);
        let asked = known.ask(request, now).map_err(MailboxError::TooManyCodes)?;
        store::set_mailbox(tx, &asked).await?;
        followers.mailbox_asked(tx, &asked, now).await?;
        Ok(asked)
    })
    .await
}

/// Confirms the address with the code that was sent to it. A second press of the same form changes nothing.
///
/// # Errors
/// `NoCode`; `WrongCode`.
pub async fn confirm_mailbox(db: &Db, member: MemberId, code: &str, now: Timestamp) -> Result<Mailbox, MailboxError> {
    let checked = db.write(async |tx| {
        let Some(known) = store::mailbox(tx, member).await? else { return Ok(Err(MailboxError::NoCode)) };
        let Some(request) = known.open_request(now).cloned() else {
            // The same form was submitted twice.
            let is_done = known.request.is_none() && known.confirmed.is_some();
            return Ok(if is_done { Ok(known) } else { Err(MailboxError::NoCode) });
        };
        let (mailbox, checked) = match request.accepts(code) {
            true => (Mailbox { confirmed: Some((request.address, now)), request: None, ..known }, Ok(())),
            false => {
                let wrong_codes = request.wrong_codes + 1;
                let request = Some(MailboxRequest { wrong_codes, ..request });
                (Mailbox { request, ..known }, Err(MailboxError::WrongCode))
            }
        };
        // A wrong code must be counted, so it must not roll the transaction back.
        store::set_mailbox(tx, &mailbox).await?;
        Ok(checked.map(|()| mailbox))
    });
    let checked: Result<Result<Mailbox, MailboxError>, DbError> = checked.await;
    checked?
}

/// Ends the e-mails to the member. Does nothing if they had asked for none.
pub async fn remove_mailbox(db: &Db, member: MemberId, now: Timestamp) -> Result<(), DbError> {
    db.write(async |tx| {
        let Some(known) = store::mailbox(tx, member).await? else { return Ok(()) };
        // The row stays, because it counts the codes of the day.
        store::set_mailbox(tx, &Mailbox { asks: known.asks, ..Mailbox::new(member, now) }).await
    })
    .await
}
