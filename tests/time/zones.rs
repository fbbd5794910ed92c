//! Compares local times with a reference. The reference walks through every clock change of every zone from 2020 to
//! 2035.

use std::collections::BTreeMap;

use magpie::time::{LocalTimeKind, ZoneId, local, next_clock_change, resolve};

use crate::reference_clock::{BEGIN_S, CLOCKS, Clock, END_S, distinct_clocks, instant, wall};

/// Local times up to this many seconds before and after a clock change are compared. No clock change from 2020 to 2035
/// is longer.
const MARGIN_S: i64 = 4 * 3600;

#[test]
fn every_id_has_the_offsets_of_its_file_at_every_change() {
    assert!(CLOCKS.iter().map(|clock| clock.ids.len()).sum::<usize>() > 590, "the tz database has about 600 ids");
    for clock in CLOCKS.iter() {
        for second in clock.changes.iter().flat_map(|change| [change - 1, *change, change + 1]).chain([BEGIN_S, END_S])
        {
            for id in &clock.ids {
                let (shown, offset) = local(*id, instant(second));
                assert_eq!(shown, wall(clock.shown(second)), "{id} at {}", instant(second));
                assert_eq!(i64::from(offset.seconds()), clock.offset(second), "{id} at {}", instant(second));
            }
        }
    }
}

#[test]
fn every_id_has_the_clock_changes_of_its_file() {
    for clock in CLOCKS.iter() {
        for id in &clock.ids {
            let next = |second: &i64| {
                next_clock_change(*id, instant(*second)).map(|at| at.as_second()).filter(|s| *s <= END_S)
            };
            let found: Vec<i64> = std::iter::successors(next(&(BEGIN_S - 1)), next).collect();
            assert_eq!(found, clock.changes, "{id}");
        }
    }
}

#[test]
fn local_times_agree_with_the_reference_around_every_change() {
    for clock in distinct_clocks() {
        for change in &clock.changes {
            compare_around(clock, *change, 60);
        }
    }
}

/// Nuuk adopted the European rule on 29 October 2023 at 01:00 UTC, but its offset stayed UTC-2.
#[test]
fn change_of_rules_without_a_clock_change_repeats_no_local_time() {
    let found = resolve(ZoneId::parse("America/Nuuk").unwrap(), "2023-10-28T23:00:00".parse().unwrap());
    assert_eq!((found.instant, found.kind), ("2023-10-29T01:00:00Z".parse().unwrap(), LocalTimeKind::Normal));
}

/// Tests every quarter of an hour of every clock, and every second around each clock change. In a release build, it
/// takes half a minute: `cargo test --release --test time -- --ignored`.
#[test]
#[ignore = "slow; the tests above cover every clock change"]
fn local_times_agree_with_the_reference_through_sixteen_years() {
    const QUARTER_S: i64 = 900;
    for clock in distinct_clocks() {
        // The longest time that this clock goes back in one change.
        let max_fold_s =
            clock.changes.iter().map(|change| clock.shown(change - 1) + 1 - clock.shown(*change)).max().unwrap_or(0);
        for second in (BEGIN_S..END_S).step_by(QUARTER_S as usize) {
            let shown = clock.shown(second);
            let found = resolve(clock.ids[0], wall(shown));
            let mut before = (1..=max_fold_s / QUARTER_S).map(|quarters| second - quarters * QUARTER_S);
            let earlier = before.rfind(|before| clock.shown(*before) == shown);
            assert_eq!(found.instant, instant(earlier.unwrap_or(second)), "{} {}", clock.ids[0], wall(shown));
        }
        for change in &clock.changes {
            compare_around(clock, *change, 1);
        }
    }
}

/// Walks through the time around a clock change and records when the clock shows each local time. Then resolves each
/// local time around the change, also the local times that the clock does not show.
fn compare_around(clock: &Clock, change: i64, step: usize) {
    let mut shown: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for second in (change - 2 * MARGIN_S..change + 2 * MARGIN_S).step_by(step) {
        shown.entry(clock.shown(second)).or_default().push(second);
    }
    let middle = clock.shown(change);
    let mut last_shown = None;
    for local in (middle - MARGIN_S..middle + MARGIN_S).step_by(step) {
        let (second, kind) = match shown.get(&local).map(Vec::as_slice) {
            Some([second]) => (*second, LocalTimeKind::Normal),
            Some(seconds) => (seconds[0], LocalTimeKind::Fold),
            // For a time in the gap, continue from the last shown time with the offset before the change.
            None => (last_shown.map(|(shown_at, second)| second + local - shown_at).unwrap(), LocalTimeKind::Gap),
        };
        if kind != LocalTimeKind::Gap {
            last_shown = Some((local, second));
        }
        let found = resolve(clock.ids[0], wall(local));
        assert_eq!((found.instant, found.kind), (instant(second), kind), "{} {}", clock.ids[0], wall(local));
    }
}
