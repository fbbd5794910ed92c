//! Compares chrono-tz's rules with the rules in force.

use magpie::time::{CHRONO_TZ_VERSION, TzOrigin, disagreements, tz_data};

/// The zones for which the two databases differ, each with the first instant at which they differ. For each of these
/// zones, a country changed its rules after chrono-tz's version. Otherwise one of the databases, or our table, has an
/// error.
fn disagreement_lines(from: &str, until: &str) -> String {
    let found = disagreements(from.parse().unwrap(), until.parse().unwrap());
    let lines: Vec<String> = found.iter().map(|found| format!("{} {}", found.zone, found.at)).collect();
    lines.join("\n")
}

#[test]
fn databases_differ_in_coming_years_only_for_zones_with_newer_rules() {
    if tz_data().origin == TzOrigin::System {
        return; // The list below is only right for the bundled version.
    }
    insta::assert_snapshot!(format!("{CHRONO_TZ_VERSION} against {}", tz_data().version), @"2025b against 2026f");
    insta::assert_snapshot!(disagreement_lines("2026-11-27T00:00:00Z", "2031-11-27T00:00:00Z"), @r"
    Africa/Casablanca 2026-11-27T00:00:00Z
    Africa/El_Aaiun 2026-11-27T00:00:00Z
    America/Edmonton 2026-11-27T00:00:00Z
    America/Havana 2026-11-27T00:00:00Z
    America/Inuvik 2026-11-27T00:00:00Z
    America/Rainy_River 2026-11-27T00:00:00Z
    America/Vancouver 2026-11-27T00:00:00Z
    America/Winnipeg 2026-11-27T00:00:00Z
    America/Yellowknife 2026-11-27T00:00:00Z
    Canada/Central 2026-11-27T00:00:00Z
    Canada/Mountain 2026-11-27T00:00:00Z
    Canada/Pacific 2026-11-27T00:00:00Z
    Cuba 2026-11-27T00:00:00Z
    Europe/Chisinau 2027-03-28T00:59:59Z
    Europe/Tiraspol 2027-03-28T00:59:59Z
    ");
}

/// The newer database moved all of Moldova's clock changes by an hour, also the past clock changes.
#[test]
fn databases_agree_on_past_years_except_for_moldova() {
    insta::assert_snapshot!(disagreement_lines("2000-01-01T00:00:00Z", "2025-01-01T00:00:00Z"), @r"
    Europe/Chisinau 2022-03-27T00:59:59Z
    Europe/Tiraspol 2022-03-27T00:59:59Z
    ");
}
