//! The SQL of profile drafts.

use super::rows::{days_text, emergency, instant, language, none_if_unreadable, time_text, week, zone};
use crate::db::{Conn, DbError, Tx};
use crate::members::MemberId;
use crate::members::model::{DraftZone, ProfileDraft};
use crate::time::Timestamp;
use crate::words::Language;

/// The stored draft; `None` if there is none. A stored answer that cannot be read counts as missing, so the member is
/// asked again.
pub async fn draft(conn: &mut Conn, id: MemberId) -> Result<Option<ProfileDraft>, DbError> {
    let id = id.to_sql();
    let row = sqlx::query!(
        "SELECT zone, place, zone_step, quiet_start, quiet_end, quiet_days, emergency, language, revision
           FROM profile_drafts WHERE member_id = ?",
        id
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let quiet = match (row.quiet_start, row.quiet_end) {
        (Some(start), Some(end)) => none_if_unreadable(week(&start, &end, row.quiet_days.as_deref())),
        _ => None,
    };
    Ok(Some(ProfileDraft {
        zone: match (row.zone.as_deref().and_then(|text| none_if_unreadable(zone(text))), row.zone_step.as_deref()) {
            (Some(zone), Some("confirmed")) => Some(DraftZone::Confirmed(zone)),
            (zone, _) => zone.map(DraftZone::Proposed),
        },
        place: row.place,
        quiet,
        emergency: row.emergency.as_deref().and_then(|code| none_if_unreadable(emergency(code))),
        language: row.language.as_deref().and_then(|code| none_if_unreadable(language(code))),
        revision: row.revision,
    }))
}

pub async fn set_draft(tx: &mut Tx, id: MemberId, draft: &ProfileDraft, now: Timestamp) -> Result<(), DbError> {
    let (id, now) = (id.to_sql(), now.as_millisecond());
    let zone = draft.zone.map(|zone| zone.zone().as_str());
    let step = draft.zone.map(|zone| match zone {
        DraftZone::Proposed(_) => "proposed",
        DraftZone::Confirmed(_) => "confirmed",
    });
    let start = draft.quiet.map(|quiet| time_text(quiet.usual().start));
    let end = draft.quiet.map(|quiet| time_text(quiet.usual().end));
    let days = draft.quiet.as_ref().and_then(days_text);
    let emergency = draft.emergency.map(<&str>::from);
    let language = draft.language.map(Language::code);
    sqlx::query!(
        "INSERT INTO profile_drafts
             (member_id, zone, place, zone_step, quiet_start, quiet_end, quiet_days, emergency, language, revision,
              changed_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (member_id) DO UPDATE SET zone = excluded.zone, place = excluded.place,
             zone_step = excluded.zone_step, quiet_start = excluded.quiet_start, quiet_end = excluded.quiet_end,
             quiet_days = excluded.quiet_days, emergency = excluded.emergency, language = excluded.language,
             revision = excluded.revision, changed_at = excluded.changed_at",
        id,
        zone,
        draft.place,
        step,
        start,
        end,
        days,
        emergency,
        language,
        draft.revision,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub async fn delete_draft(tx: &mut Tx, id: MemberId) -> Result<(), DbError> {
    let id = id.to_sql();
    sqlx::query!("DELETE FROM profile_drafts WHERE member_id = ?", id).execute(&mut **tx).await?;
    Ok(())
}

/// Deletes the drafts whose last change was at or before `changed_by`.
pub async fn delete_drafts_until(tx: &mut Tx, changed_by: Timestamp) -> Result<u64, DbError> {
    let changed_by = changed_by.as_millisecond();
    let done = sqlx::query!("DELETE FROM profile_drafts WHERE changed_at <= ?", changed_by).execute(&mut **tx).await?;
    Ok(done.rows_affected())
}

pub async fn oldest_draft(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!("SELECT changed_at FROM profile_drafts ORDER BY changed_at LIMIT 1")
        .fetch_optional(conn)
        .await?;
    at.map(instant).transpose()
}
