//! The filters that select messages: by feature, by person, by time.

use crate::cli::{CommandError, Exit};
use crate::db::Conn;
use crate::delivery::receipts::Receipts;
use crate::members::{self, MemberId};
use crate::time::{SignedDuration, Timestamp};

/// The value of `--since`. It selects messages whose latest due time is at or after that time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Since {
    Ago(SignedDuration),
    At(Timestamp),
}

impl Since {
    pub fn instant(self, now: Timestamp) -> Timestamp {
        match self {
            Since::Ago(length) => now.saturating_sub(length).unwrap_or(Timestamp::MIN),
            Since::At(at) => at,
        }
    }
}

/// Parses an age (`6h`, `2d`, `90m`), or an instant with its offset.
pub(super) fn since(text: &str) -> Result<Since, String> {
    if let Ok(at) = text.parse() {
        return Ok(Since::At(at));
    }
    let hours = text.strip_suffix('d').and_then(|days| days.parse::<u32>().ok()).map(|days| i64::from(days) * 24);
    let length = hours.map(SignedDuration::from_hours).or_else(|| text.parse().ok());
    length.filter(SignedDuration::is_positive).map(Since::Ago).ok_or_else(|| {
        "give how long ago, such as 6h, 90m or 2d, or an instant with its offset, such as 2026-11-10T14:00:00Z"
            .to_owned()
    })
}

/// Checks the feature in `--source`, and returns it; `None` without this option. Fails if this feature never enqueued a
/// message.
pub(super) async fn source(
    conn: &mut Conn,
    receipts: &Receipts,
    option_value: Option<String>,
) -> Result<Option<String>, CommandError> {
    let Some(source) = option_value else { return Ok(None) };
    let known = receipts.source_names(conn).await?;
    if known.contains(&source) {
        return Ok(Some(source));
    }
    let known = if known.is_empty() { "none yet".to_owned() } else { known.join(", ") };
    Err(CommandError::new(Exit::Usage, format!("no feature called {source} ever sent anything; there are: {known}")))
}

/// The person in `--member`, found by id or handle; `None` without this option.
pub(super) async fn member(conn: &mut Conn, option_value: Option<&str>) -> Result<Option<MemberId>, CommandError> {
    let Some(text) = option_value else { return Ok(None) };
    if let Ok(id) = text.parse() {
        return Ok(Some(MemberId(id)));
    }
    let handle = text.trim_start_matches('@');
    let known = members::service::present(conn).await?;
    let found = known.iter().find(|member| member.handle.eq_ignore_ascii_case(handle));
    found.map(|member| Some(member.id)).ok_or_else(|| {
        CommandError::new(
            Exit::Usage,
            format!("nobody in the server has the handle {handle}; give their Discord id instead"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn since_accepts_ages_and_instants_and_explains_other_text() {
        let now: Timestamp = "2026-11-10T14:00:00Z".parse().unwrap();
        let at = |text: &str| since(text).map(|since| since.instant(now).to_string());
        for (text, expected) in [
            ("6h", "2026-11-10T08:00:00Z"),
            ("90m", "2026-11-10T12:30:00Z"),
            ("1h 30m", "2026-11-10T12:30:00Z"),
            ("2d", "2026-11-08T14:00:00Z"),
            ("2026-11-10T09:00:00+01:00", "2026-11-10T08:00:00Z"),
        ] {
            assert_eq!(at(text).as_deref(), Ok(expected), "{text}");
        }
        for text in ["", "yesterday", "6", "-6h", "0h", "2026-11-10", "2026-11-10T14:00"] {
            assert!(at(text).is_err_and(|why| why.starts_with("give how long ago")), "{text}");
        }
    }
}
