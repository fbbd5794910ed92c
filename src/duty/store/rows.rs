//! Conversion of rows to slots, shifts and offers.

use std::str::FromStr;

use crate::db::DbError;
use crate::duty::model::{Offer, OfferId, Period, Shift, ShiftId, Slot, SlotId};
use crate::members::MemberId;
use crate::time::{Timestamp, ZoneId};

/// A row of the table `duty_slots`.
pub struct SlotRow {
    pub id: i64,
    pub starts_at: i64,
    pub ends_at: i64,
    pub zone: String,
    pub needed: i64,
    pub removed_at: Option<i64>,
    pub told_at: Option<i64>,
    pub told_with: Option<i64>,
}

impl TryFrom<SlotRow> for Slot {
    type Error = DbError;

    fn try_from(row: SlotRow) -> Result<Self, DbError> {
        Ok(Slot {
            id: SlotId(row.id),
            period: period(row.starts_at, row.ends_at)?,
            zone: ZoneId::parse(&row.zone).map_err(|_| corrupt("duty_slots.zone", &row.zone))?,
            needed: u32::try_from(row.needed).map_err(|_| corrupt("duty_slots.needed", row.needed))?,
            removed_at: row.removed_at.map(instant).transpose()?,
            told_at: row.told_at.map(instant).transpose()?,
            told_with: row.told_with.map(SlotId),
        })
    }
}

/// A row of the table `duty_shifts`.
pub struct ShiftRow {
    pub id: i64,
    pub slot_id: i64,
    pub member_id: i64,
    pub starts_at: i64,
    pub ends_at: i64,
    pub ring: String,
    pub state: String,
    pub confirmed_at: Option<i64>,
}

impl TryFrom<ShiftRow> for Shift {
    type Error = DbError;

    fn try_from(row: ShiftRow) -> Result<Self, DbError> {
        Ok(Shift {
            id: ShiftId(row.id),
            slot: SlotId(row.slot_id),
            member: MemberId::from_sql(row.member_id),
            period: period(row.starts_at, row.ends_at)?,
            ring: code("duty_shifts.ring", &row.ring)?,
            state: code("duty_shifts.state", &row.state)?,
            confirmed_at: row.confirmed_at.map(instant).transpose()?,
        })
    }
}

/// A row of the table `duty_offers`.
pub struct OfferRow {
    pub id: i64,
    pub shift_id: i64,
    pub to_id: Option<i64>,
    pub state: String,
    pub taken_by: Option<i64>,
}

impl TryFrom<OfferRow> for Offer {
    type Error = DbError;

    fn try_from(row: OfferRow) -> Result<Self, DbError> {
        Ok(Offer {
            id: OfferId(row.id),
            shift: ShiftId(row.shift_id),
            to: row.to_id.map(MemberId::from_sql),
            state: code("duty_offers.state", &row.state)?,
            taken_by: row.taken_by.map(MemberId::from_sql),
        })
    }
}

pub fn period(starts_at: i64, ends_at: i64) -> Result<Period, DbError> {
    Period::new(instant(starts_at)?, instant(ends_at)?).ok_or_else(|| corrupt("period", starts_at))
}

/// Parses an enum's code from a column.
pub fn code<T: FromStr>(column: &str, code: &str) -> Result<T, DbError> {
    code.parse().map_err(|_| corrupt(column, code))
}

pub fn instant(ms: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(ms).map_err(|_| corrupt("instant", ms))
}

pub fn corrupt(what: &str, value: impl std::fmt::Display) -> DbError {
    DbError::Corrupt(format!("{what} {value}"))
}
