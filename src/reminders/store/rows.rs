//! Conversions of column values, and the error for damaged values.

use crate::db::DbError;
use crate::time::Timestamp;

/// The instant in a column. `ms`: milliseconds since the Unix epoch.
pub fn timestamp(ms: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(ms).map_err(|_| corrupt("instant", &ms.to_string()))
}

/// The error for a damaged value. `what` names what the value stands for.
pub fn corrupt(what: &str, value: &str) -> DbError {
    DbError::Corrupt(format!("{what} {value}"))
}
