//! The SQL of alerts, their versions, recipients, messages and lists, and nothing else's.

mod alerts;
mod messages;
mod recipients;

use crate::db::DbError;
use crate::time::Timestamp;

pub use alerts::*;
pub use messages::*;
pub use recipients::*;

fn one_row(affected: u64, what: &str) -> Result<(), DbError> {
    match affected {
        1 => Ok(()),
        n => Err(DbError::Corrupt(format!("{n} rows changed where one was expected: {what}"))),
    }
}

fn instant(ms: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(ms).map_err(|_| DbError::Corrupt(format!("instant {ms}")))
}

fn number(column: i64) -> Result<u32, DbError> {
    u32::try_from(column).map_err(|_| DbError::Corrupt(format!("version {column}")))
}
