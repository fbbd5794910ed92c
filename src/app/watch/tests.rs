use super::*;

const NOON: Timestamp = Timestamp::constant(1_605_009_600, 0);

fn clock(minutes: i64) -> Timestamp {
    NOON + SignedDuration::from_mins(minutes)
}

fn real(seconds: u64, began: Instant) -> Instant {
    began + Duration::from_secs(seconds)
}

#[test]
fn an_engine_that_does_not_get_through_its_step_is_not_ready() {
    let (mut seen, began) = (Seen::default(), Instant::now());
    let mut look = |step, at| engine_reading(&mut seen, Some(real(step, began)), None, clock(0), real(at, began)).ok;
    assert!(look(0, 1) && look(0, 59), "a step may take a while");
    assert!(!look(0, 61));
    assert!(look(70, 75) && look(80, 200), "busy, but it gets on");
}

#[test]
fn a_row_that_the_engine_overlooks_is_trouble_and_a_jump_of_the_clock_is_not() {
    let (mut seen, began) = (Seen::default(), Instant::now());
    let mut look = |due, now, at| engine_reading(&mut seen, None, due, now, real(at, began)).ok;
    assert!(look(Some(clock(60)), clock(0), 0));
    assert!(look(Some(clock(60)), clock(480), 1), "the clock has just been moved");
    assert!(look(None, clock(480), 100));
    assert!(look(Some(clock(470)), clock(480), 110));
    assert!(!look(Some(clock(470)), clock(480), 171), "the same row, for a minute of real time");
}

#[test]
fn a_delivery_that_nobody_takes_up_is_trouble_and_a_backlog_that_goes_on_is_not() {
    let (mut seen, began) = (Seen::default(), Instant::now());
    let mut look = |id: i64, at| {
        let overdue = Some((DeliveryId(id), clock(0)));
        outbox_reading(&mut seen, overdue, clock(7 * 24 * 60), real(at, began)).ok
    };
    assert!((0..20).all(|n| look(n, u64::try_from(n).unwrap() * 15)), "another one at each look");
    assert!(look(20, 300) && !look(20, 361));
    let just_late = outbox_reading(&mut Seen::default(), Some((DeliveryId(1), clock(0))), clock(4), began);
    assert!(just_late.ok);
}

#[test]
fn a_gateway_that_is_down_for_longer_than_a_reconnect_takes_is_trouble() {
    let (mut seen, began) = (Seen::default(), Instant::now());
    let mut look = |live, at| gateway_reading(&mut seen, live, real(at, began)).ok;
    assert!(!look(false, 0), "not connected yet");
    assert!(look(true, 1) && look(false, 10) && look(false, 129));
    assert!(!look(false, 131));
    assert!(look(true, 140) && look(false, 150));
}

#[test]
fn most_attempts_failing_is_trouble_and_some_are_not() {
    let ok = |arrived, failed| failures(Traffic { arrived, failed }).ok;
    assert!(ok(0, 0) && ok(0, 9), "too few to tell");
    assert!(ok(6, 4) && !ok(5, 5) && !ok(0, 10));
}
