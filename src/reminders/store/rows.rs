//! Conversions of column values, and the error for damaged ones.

use crate::db::DbError;
use crate::time::Timestamp;

pub fn timestamp(ms: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(ms).map_err(|_| corrupt("instant", &ms.to_string()))
}

pub fn corrupt(what: &str, value: &str) -> DbError {
    DbError::Corrupt(format!("{what} {value}"))
}
