//! The times in the report of an alert. They are in the zone of the reader.

use crate::alerts::report::Report;
use crate::discord::viewer::Viewer;
use crate::say;
use crate::time::{Place, Timestamp, ZoneId, local};
use crate::words::times;

/// The zone in which the reader reads times: their own or assumed zone, otherwise UTC.
pub(super) fn reader_zone(viewer: &Viewer) -> ZoneId {
    let assumed = || viewer.member.as_ref().and_then(|member| member.zone_or_assumed());
    viewer.zone.or_else(assumed).unwrap_or_else(ZoneId::utc)
}

/// The name of the reader's zone. `None` for UTC.
pub(super) fn zone_name(viewer: &Viewer) -> Option<String> {
    let zone = reader_zone(viewer);
    (zone != ZoneId::utc()).then(|| Place::of(zone).short_label(viewer.language))
}

/// The line which says whose time the report shows.
pub(super) fn zone_line(viewer: &Viewer) -> String {
    match zone_name(viewer) {
        Some(place) => say!(viewer.language, "alert-report-zone", place = place),
        None => say!(viewer.language, "alert-report-zone-utc"),
    }
}

/// `18:02` in the reader's zone. The weekday is added when the date differs from the date on which the alert was sent.
pub(super) fn clock(at: Timestamp, report: &Report, viewer: &Viewer) -> String {
    let (zone, sent_at) = (reader_zone(viewer), report.roster.sent_at);
    let wall = local(zone, at).0;
    if wall.date() == local(zone, sent_at).0.date() {
        times::clock(wall.time())
    } else {
        times::lock_screen_time(viewer.language, zone, at, sent_at)
    }
}
