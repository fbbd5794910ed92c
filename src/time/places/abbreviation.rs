//! Abbreviations of zones: EST, IST, CET. Most of them can mean several zones, and many apply only in half of the year.

use jiff::Timestamp;
use jiff::tz::Offset;

use super::index::INDEX;
use super::model::{Place, ZoneAnswer};
use crate::time::local::offset_at;
use crate::time::zone::ZoneId;

/// The possible meanings of an abbreviation. Each meaning is a zone and the offset for which the abbreviation stands,
/// in minutes east of UTC.
type Meanings = &'static [(&'static str, i32)];

/// Sorted by the abbreviation. Abbreviations such as `ET` and `PT` name a zone all year round, so they have
/// `ANY_OFFSET` instead of minutes.
const ABBREVIATIONS: &[(&str, Meanings)] = &[
    ("acdt", &[("Australia/Adelaide", 630)]),
    ("acst", &[("Australia/Darwin", 570), ("Australia/Adelaide", 570)]),
    ("adt", &[("America/Halifax", -180)]),
    ("aedt", &[("Australia/Sydney", 660)]),
    ("aest", &[("Australia/Brisbane", 600), ("Australia/Sydney", 600)]),
    ("akdt", &[("America/Anchorage", -480)]),
    ("akst", &[("America/Anchorage", -540)]),
    ("amt", &[("America/Manaus", -240), ("Asia/Yerevan", 240)]),
    ("art", &[("America/Argentina/Buenos_Aires", -180)]),
    ("ast", &[("America/Halifax", -240), ("America/Puerto_Rico", -240), ("Asia/Riyadh", 180)]),
    ("awst", &[("Australia/Perth", 480)]),
    ("azt", &[("Asia/Baku", 240)]),
    ("bdt", &[("Asia/Dhaka", 360), ("Asia/Brunei", 480)]),
    ("bnt", &[("Asia/Brunei", 480)]),
    ("bot", &[("America/La_Paz", -240)]),
    ("brt", &[("America/Sao_Paulo", -180)]),
    ("bst", &[("Europe/London", 60), ("Asia/Dhaka", 360), ("Pacific/Bougainville", 660)]),
    ("btt", &[("Asia/Thimphu", 360)]),
    ("cat", &[("Africa/Maputo", 120)]),
    ("cdt", &[("America/Chicago", -300), ("America/Havana", -240)]),
    ("cest", &[("CET", 120)]),
    ("cet", &[("CET", 60), ("Africa/Algiers", 60)]),
    ("chst", &[("Pacific/Guam", 600)]),
    ("clst", &[("America/Santiago", -180)]),
    ("clt", &[("America/Santiago", -240)]),
    ("cot", &[("America/Bogota", -300)]),
    (
        "cst",
        &[("America/Chicago", -360), ("America/Mexico_City", -360), ("Asia/Shanghai", 480), ("America/Havana", -300)],
    ),
    ("ct", &[("America/Chicago", ANY_OFFSET)]),
    ("cvt", &[("Atlantic/Cape_Verde", -60)]),
    ("eat", &[("Africa/Nairobi", 180)]),
    ("ect", &[("America/Guayaquil", -300)]),
    ("edt", &[("America/New_York", -240)]),
    ("eest", &[("EET", 180)]),
    ("eet", &[("EET", 120), ("Africa/Tripoli", 120), ("Europe/Kaliningrad", 120)]),
    ("est", &[("America/New_York", -300), ("America/Panama", -300), ("Australia/Sydney", 600)]),
    ("et", &[("America/New_York", ANY_OFFSET)]),
    ("fjt", &[("Pacific/Fiji", 720)]),
    ("get", &[("Asia/Tbilisi", 240)]),
    ("gst", &[("Asia/Dubai", 240), ("Atlantic/South_Georgia", -120)]),
    ("gyt", &[("America/Guyana", -240)]),
    ("hdt", &[("America/Adak", -540)]),
    ("hkt", &[("Asia/Hong_Kong", 480)]),
    ("hst", &[("Pacific/Honolulu", -600)]),
    ("ict", &[("Asia/Bangkok", 420)]),
    ("idt", &[("Asia/Jerusalem", 180)]),
    ("irst", &[("Asia/Tehran", 210)]),
    ("ist", &[("Asia/Kolkata", 330), ("Europe/Dublin", 60), ("Asia/Jerusalem", 120)]),
    ("jst", &[("Asia/Tokyo", 540)]),
    ("kst", &[("Asia/Seoul", 540)]),
    ("mdt", &[("America/Denver", -360)]),
    ("mmt", &[("Asia/Yangon", 390)]),
    ("msk", &[("Europe/Moscow", 180)]),
    ("mst", &[("America/Denver", -420), ("America/Phoenix", -420), ("Asia/Kuala_Lumpur", 480)]),
    ("mt", &[("America/Denver", ANY_OFFSET)]),
    ("mut", &[("Indian/Mauritius", 240)]),
    ("mvt", &[("Indian/Maldives", 300)]),
    ("myt", &[("Asia/Kuala_Lumpur", 480)]),
    ("ndt", &[("America/St_Johns", -150)]),
    ("npt", &[("Asia/Kathmandu", 345)]),
    ("nst", &[("America/St_Johns", -210)]),
    ("nzdt", &[("Pacific/Auckland", 780)]),
    ("nzst", &[("Pacific/Auckland", 720)]),
    ("pdt", &[("America/Los_Angeles", -420)]),
    ("pet", &[("America/Lima", -300)]),
    ("pgt", &[("Pacific/Port_Moresby", 600)]),
    ("pht", &[("Asia/Manila", 480)]),
    ("pkt", &[("Asia/Karachi", 300)]),
    ("pst", &[("America/Los_Angeles", -480), ("Asia/Manila", 480)]),
    ("pt", &[("America/Los_Angeles", ANY_OFFSET)]),
    ("pyt", &[("America/Asuncion", -180)]),
    ("sast", &[("Africa/Johannesburg", 120)]),
    ("sgt", &[("Asia/Singapore", 480)]),
    ("slst", &[("Asia/Colombo", 330)]),
    ("sst", &[("Pacific/Pago_Pago", -660), ("Asia/Singapore", 480)]),
    ("tlt", &[("Asia/Dili", 540)]),
    ("tot", &[("Pacific/Tongatapu", 780)]),
    ("trt", &[("Europe/Istanbul", 180)]),
    ("uyt", &[("America/Montevideo", -180)]),
    ("uzt", &[("Asia/Tashkent", 300)]),
    ("vet", &[("America/Caracas", -240)]),
    ("wat", &[("Africa/Lagos", 60)]),
    ("west", &[("WET", 60)]),
    ("wet", &[("WET", 0)]),
    ("wib", &[("Asia/Jakarta", 420)]),
    ("wit", &[("Asia/Jayapura", 540)]),
    ("wita", &[("Asia/Makassar", 480)]),
];

/// Marks an abbreviation that means its zone with any offset, in summer and in winter.
const ANY_OFFSET: i32 = i32::MIN;

/// Abbreviations for winter time. In winter, they mean the first zone of their entry, and the person is not asked. The
/// other zones of the entry have the same offset all year.
const PREFER_FIRST_ZONE: &[&str] = &["cet", "eet", "wet"];

pub(super) fn is_abbreviation(key: &str) -> bool {
    ABBREVIATIONS.binary_search_by_key(&key, |(name, _)| name).is_ok()
}

/// The zones that the abbreviation `key` (lower case) can mean at `at`. `None` if `key` is not an abbreviation.
pub(in crate::time) fn meanings(key: &str, at: Timestamp) -> Option<ZoneAnswer> {
    let found = ABBREVIATIONS.binary_search_by_key(&key, |(name, _)| name).ok()?;
    let meanings = ABBREVIATIONS[found].1;
    let zone = |id: &str| ZoneId::parse(id).expect("the table names zones of the tz database");
    let in_force =
        |(id, minutes): &(&str, i32)| *minutes == ANY_OFFSET || offset_at(zone(id), at).seconds() == minutes * 60;
    let prefers_first = PREFER_FIRST_ZONE.contains(&key);
    if (meanings.len() == 1 || prefers_first) && in_force(&meanings[0]) {
        return Some(ZoneAnswer::One { place: Place::id(zone(meanings[0].0)), corrected: false });
    }
    let mut places: Vec<Place> = meanings.iter().map(|(id, _)| INDEX.place_of(zone(id))).collect();
    // If no zone has the offset of the first meaning at `at`, also offer that fixed offset.
    let (_, minutes) = meanings[0];
    if !meanings.iter().any(|other| other.1 == minutes && in_force(other)) {
        places.extend(Offset::from_seconds(minutes.saturating_mul(60)).ok().and_then(ZoneId::fixed).map(Place::id));
    }
    Some(ZoneAnswer::Ask(places))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_are_sorted_and_all_their_zones_exist() {
        assert!(ABBREVIATIONS.is_sorted_by_key(|(name, _)| name));
        for (name, _) in ABBREVIATIONS {
            for at in ["2026-01-15T12:00:00Z", "2026-07-15T12:00:00Z"] {
                assert!(meanings(name, at.parse().unwrap()).is_some());
            }
        }
    }
}
