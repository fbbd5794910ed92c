//! The SQL of members' mailboxes.

use super::rows::instant;
use crate::db::{Conn, DbError, Tx};
use crate::members::ids::MemberId;
use crate::members::mailbox::{Mailbox, MailboxRequest};
use crate::time::Timestamp;

pub async fn mailbox(conn: &mut Conn, member: MemberId) -> Result<Option<Mailbox>, DbError> {
    let id = member.to_sql();
    let row = sqlx::query!(
        "SELECT address, confirmed_at, asked_address, code, asked_at, wrong_codes, asks, asks_since
           FROM member_mailboxes WHERE member_id = ?",
        id
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let corrupt = |what: &str| DbError::Corrupt(format!("{what} of the mailbox of {member}"));
    let request = match (row.asked_address, row.code, row.asked_at) {
        (Some(address), Some(code), Some(asked_at)) => Some(MailboxRequest {
            address,
            code,
            asked_at: instant(asked_at)?,
            wrong_codes: u32::try_from(row.wrong_codes).map_err(|_| corrupt("wrong_codes"))?,
        }),
        _ => None,
    };
    let confirmed_at = row.confirmed_at.map(instant).transpose()?;
    let asks = u32::try_from(row.asks).map_err(|_| corrupt("asks"))?;
    let asks_since = row.asks_since.map(instant).transpose()?;
    Ok(Some(Mailbox {
        member,
        confirmed: row.address.zip(confirmed_at),
        request,
        asks: (asks, asks_since.unwrap_or(Timestamp::MIN)),
    }))
}

pub async fn set_mailbox(tx: &mut Tx, mailbox: &Mailbox) -> Result<(), DbError> {
    let member = mailbox.member.to_sql();
    let (address, confirmed_at) = match &mailbox.confirmed {
        Some((address, at)) => (Some(address.as_str()), Some(at.as_millisecond())),
        None => (None, None),
    };
    let request = mailbox.request.as_ref();
    let (asked_address, code) =
        (request.map(|request| request.address.as_str()), request.map(|request| request.code.as_str()));
    let asked_at = request.map(|request| request.asked_at.as_millisecond());
    let wrong_codes = request.map_or(0, |request| i64::from(request.wrong_codes));
    let (asks, asks_since) = (i64::from(mailbox.asks.0), mailbox.asks.1.as_millisecond());
    sqlx::query!(
        "INSERT INTO member_mailboxes (member_id, address, confirmed_at, asked_address, code, asked_at, wrong_codes,
                                       asks, asks_since)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (member_id) DO UPDATE SET
             address = excluded.address, confirmed_at = excluded.confirmed_at,
             asked_address = excluded.asked_address, code = excluded.code, asked_at = excluded.asked_at,
             wrong_codes = excluded.wrong_codes, asks = excluded.asks, asks_since = excluded.asks_since",
        member,
        address,
        confirmed_at,
        asked_address,
        code,
        asked_at,
        wrong_codes,
        asks,
        asks_since
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub async fn delete_mailbox(tx: &mut Tx, member: MemberId) -> Result<(), DbError> {
    let member = member.to_sql();
    sqlx::query!("DELETE FROM member_mailboxes WHERE member_id = ?", member).execute(&mut **tx).await?;
    Ok(())
}
