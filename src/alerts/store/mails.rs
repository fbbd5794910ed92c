//! The SQL of the people who get an alert by e-mail.

use super::columns::{instant, one_row, version_number};
use crate::alerts::mail_model::{Mail, MailId, MailReason, MailState, NewMail};
use crate::alerts::model::AlertId;
use crate::db::{Conn, DbError, Tx, readable};
use crate::members::MemberId;
use crate::time::{Timestamp, ZoneId};
use crate::words::Language;

/// `SELECT … FROM alert_mails` with all columns, followed by the given conditions and their arguments.
macro_rules! select_mails {
    ($conditions:tt $(, $arg:expr)* $(,)?) => {
        sqlx::query_as!(
            MailRow,
            r#"SELECT id AS "id!", alert_id, member_id, name, address, language, zone, reason, state, version, sent_at,
                      failure
                 FROM alert_mails "# + $conditions
            $(, $arg)*
        )
    };
}

/// Records that the alert also goes by e-mail.
pub async fn set_by_mail(tx: &mut Tx, alert: AlertId) -> Result<(), DbError> {
    let done = sqlx::query!("UPDATE alerts SET by_mail = 1 WHERE id = ?", alert.0).execute(&mut **tx).await?;
    one_row(done.rows_affected(), "alerts.by_mail")
}

/// Whether the alert also goes by e-mail.
pub async fn is_by_mail(conn: &mut Conn, alert: AlertId) -> Result<bool, DbError> {
    let is_by_mail = sqlx::query_scalar!(r#"SELECT by_mail AS "by_mail!: bool" FROM alerts WHERE id = ?"#, alert.0);
    Ok(is_by_mail.fetch_optional(conn).await?.unwrap_or_default())
}

/// Adds a person who gets the alert by e-mail. `None` if the alert already goes to this person at this address.
pub async fn insert_mail(tx: &mut Tx, new: &NewMail) -> Result<Option<MailId>, DbError> {
    let (reader, language) = (new.reader.map(MemberId::to_sql), new.language.code());
    let (zone, reason): (_, &str) = (new.zone.map(|zone| zone.as_str().to_owned()), new.reason.into());
    let state: &str = MailState::Pending.into();
    let id = sqlx::query_scalar!(
        r#"INSERT INTO alert_mails (alert_id, member_id, name, address, language, zone, reason, state, version)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT DO NOTHING RETURNING id AS "id!""#,
        new.alert.0,
        reader,
        new.name,
        new.address,
        language,
        zone,
        reason,
        state,
        new.version
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(id.map(MailId))
}

pub async fn mail(conn: &mut Conn, id: MailId) -> Result<Option<Mail>, DbError> {
    let row = select_mails!("WHERE id = ?", id.0).fetch_optional(conn).await?;
    row.map(Mail::try_from).transpose()
}

/// The person to whom `new` would send the alert a second time.
pub async fn same_mail(conn: &mut Conn, new: &NewMail) -> Result<Option<Mail>, DbError> {
    let row = select_mails!("WHERE alert_id = ? AND address = ? AND name = ?", new.alert.0, new.address, new.name);
    row.fetch_optional(conn).await?.map(Mail::try_from).transpose()
}

/// The people who get this alert by e-mail, ordered by name.
pub async fn mails(conn: &mut Conn, alert: AlertId) -> Result<Vec<Mail>, DbError> {
    let rows = select_mails!("WHERE alert_id = ? ORDER BY name, id", alert.0).fetch_all(conn).await?;
    Ok(readable(rows.into_iter().map(Mail::try_from)))
}

/// The e-mails to this member, of all alerts, oldest first.
pub async fn mails_to(conn: &mut Conn, member: MemberId) -> Result<Vec<Mail>, DbError> {
    let member = member.to_sql();
    let rows = select_mails!("WHERE member_id = ? ORDER BY id", member).fetch_all(conn).await?;
    Ok(readable(rows.into_iter().map(Mail::try_from)))
}

/// Stores the version that the attempt which starts now sends.
pub async fn set_mail_attempt(tx: &mut Tx, id: MailId, version: u32) -> Result<(), DbError> {
    let done =
        sqlx::query!("UPDATE alert_mails SET version = ? WHERE id = ?", version, id.0).execute(&mut **tx).await?;
    one_row(done.rows_affected(), "alert_mails.version")
}

/// Records the state of the latest e-mail. `failure`: the reason, if it failed.
pub async fn set_mail_state(tx: &mut Tx, id: MailId, state: MailState, failure: Option<&str>) -> Result<(), DbError> {
    let state: &str = state.into();
    sqlx::query!("UPDATE alert_mails SET state = ?, failure = ? WHERE id = ?", state, failure, id.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Records that an e-mail was sent. The time of an earlier e-mail stays.
pub async fn set_mail_sent(tx: &mut Tx, id: MailId, at: Timestamp) -> Result<(), DbError> {
    let (state, at): (&str, _) = (MailState::Sent.into(), at.as_millisecond());
    sqlx::query!(
        "UPDATE alert_mails SET state = ?, failure = NULL, sent_at = COALESCE(sent_at, ?) WHERE id = ?",
        state,
        at,
        id.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Deletes the addresses to which alerts were sent by e-mail for this member. E-mails that were not sent yet are
/// cancelled, because their row is gone.
pub async fn delete_mails_to(tx: &mut Tx, member: MemberId) -> Result<(), DbError> {
    let member = member.to_sql();
    sqlx::query!("DELETE FROM alert_mails WHERE member_id = ?", member).execute(&mut **tx).await?;
    Ok(())
}

struct MailRow {
    id: i64,
    alert_id: i64,
    member_id: Option<i64>,
    name: String,
    address: String,
    language: String,
    zone: Option<String>,
    reason: String,
    state: String,
    version: i64,
    sent_at: Option<i64>,
    failure: Option<String>,
}

/// A zone or language that this version does not know counts as not known.
impl TryFrom<MailRow> for Mail {
    type Error = DbError;

    fn try_from(row: MailRow) -> Result<Self, DbError> {
        let corrupt = |what: &str| DbError::Corrupt(format!("{what} of alert mail {}", row.id));
        let reason: MailReason = row.reason.parse().map_err(|_| corrupt("reason"))?;
        Ok(Self {
            id: MailId(row.id),
            alert: AlertId(row.alert_id),
            reader: row.member_id.map(MemberId::from_sql),
            language: Language::from_code(&row.language).unwrap_or_default(),
            zone: row.zone.as_deref().and_then(|id| ZoneId::parse(id).ok()),
            reason,
            state: row.state.parse().map_err(|_| corrupt("state"))?,
            version: version_number(row.version)?,
            sent_at: row.sent_at.map(instant).transpose()?,
            failure: row.failure,
            name: row.name,
            address: row.address,
        })
    }
}
