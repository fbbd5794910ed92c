//! Conversions of columns and checks of row counts that all tables of alerts share.

use crate::db::DbError;
use crate::time::Timestamp;

/// An error unless exactly one row was affected. `what` names the column that was written.
pub fn one_row(affected: u64, what: &str) -> Result<(), DbError> {
    match affected {
        1 => Ok(()),
        n => Err(DbError::Corrupt(format!("{n} rows changed where one was expected: {what}"))),
    }
}

/// The instant in a column. `ms`: milliseconds since the Unix epoch.
pub fn instant(ms: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(ms).map_err(|_| DbError::Corrupt(format!("instant {ms}")))
}

pub fn version_number(column: i64) -> Result<u32, DbError> {
    u32::try_from(column).map_err(|_| DbError::Corrupt(format!("version {column}")))
}
