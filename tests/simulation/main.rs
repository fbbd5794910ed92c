//! Deterministic simulation: the real engine, stores, dispatcher, route to Discord and rooms on a virtual Clock, the
//! sandbox's pure core at the end of the wire, and a seed that decides everything else: who acts, who is polled, what
//! is lost on the way, when the disk is full, when the bot dies.
//!
//! Fifty seeds run with all other tests. A thousand, in a release build:
//!
//!     cargo test --release --test simulation -- --ignored --nocapture thousand
//!
//! One seed again, exactly as it was:
//!
//!     SEED=17 cargo test --test simulation one_seed -- --ignored --nocapture

mod bot;
mod discord;
mod executor;
mod inflight;
mod ledger;
mod oracle;
mod people;
mod story;

use std::panic::AssertUnwindSafe;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use story::Told;

/// Every story has as many.
const STEPS: u32 = 500;
/// The story that is told in every run of the tests, twice.
const SHORT: u32 = 80;
const SHORT_SEED: u64 = 7;
/// Enough to meet most of what can go wrong.
const FEW: u64 = 50;
const MANY: u64 = 1000;
/// Who waits for the many sees that they go on.
const A_LINE_EVERY: u64 = 25;

#[test]
fn every_promise_holds_in_fifty_stories() {
    tell_all(0..FEW);
}

#[test]
fn a_seed_tells_the_same_story_twice() {
    let once = story::tell(SHORT_SEED, SHORT);
    assert_eq!(once, story::tell(SHORT_SEED, SHORT));
    let once = once.expect("the promises hold");
    assert!(once.polls > 1000 && once.requests > 50, "{once:?}");
}

#[test]
#[ignore = "takes minutes"]
fn every_promise_holds_in_a_thousand_stories() {
    tell_all(0..MANY);
}

#[test]
#[ignore = "for looking into one seed"]
fn one_seed() {
    let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).expect("SEED is a number");
    println!("{:#?}", story::tell(seed, STEPS));
}

/// On every core one after the other, a story with its database's threads on one core: they take turns, and waking each
/// other across cores doubles the time. Fails with all seeds that break a promise, after telling all of them.
fn tell_all(seeds: std::ops::Range<u64>) {
    let (next, broken, told) = (AtomicU64::new(seeds.start), Mutex::new(Vec::new()), Mutex::new(Vec::<Told>::new()));
    std::thread::scope(|scope| {
        // Where the system does not say which cores there are, a story runs wherever it is put.
        let cores = core_affinity::get_core_ids().map_or(vec![None; 2], |cores| cores.into_iter().map(Some).collect());
        for core in cores {
            let (next, broken, told) = (&next, &broken, &told);
            scope.spawn(move || {
                core.map(core_affinity::set_for_current);
                loop {
                    let seed = next.fetch_add(1, Ordering::SeqCst);
                    if seed >= seeds.end {
                        return;
                    }
                    match outcome_of(seed) {
                        Ok(one) => told.lock().unwrap().push(one),
                        Err(fault) => {
                            println!("{}", report(seed, &fault));
                            broken.lock().unwrap().push((seed, fault));
                        }
                    }
                    if (seed + 1).is_multiple_of(A_LINE_EVERY) {
                        println!("told {} of {}, {} broken", seed + 1, seeds.end, broken.lock().unwrap().len());
                    }
                }
            });
        }
    });
    let (mut broken, told) = (broken.into_inner().unwrap(), told.into_inner().unwrap());
    let sum = |of: fn(&Told) -> u64| told.iter().map(of).sum::<u64>();
    println!(
        "{} stories of {STEPS} steps: {} polls, {} requests, {} messages ({} sounding), {} alerts, {} tickets, {} reminders, {} deaths",
        told.len(),
        sum(|one| one.polls),
        sum(|one| one.requests),
        sum(|one| one.delivered),
        sum(|one| one.sounded),
        sum(|one| one.alerts as u64),
        sum(|one| one.tickets as u64),
        sum(|one| one.reminders as u64),
        sum(|one| one.deaths.into()),
    );
    assert_eq!((told.len() + broken.len()) as u64, seeds.end - seeds.start, "every story was told");
    broken.sort();
    let list: Vec<String> = broken.iter().map(|(seed, fault)| report(*seed, fault)).collect();
    assert!(
        broken.is_empty(),
        "{} of {} stories broke a promise:\n{}",
        broken.len(),
        seeds.end - seeds.start,
        list.join("\n")
    );
}

/// A panic breaks a promise like any other fault.
fn outcome_of(seed: u64) -> Result<Told, String> {
    std::panic::catch_unwind(AssertUnwindSafe(|| story::tell(seed, STEPS))).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().cloned().or(panic.downcast_ref::<&str>().map(|s| (*s).to_owned()));
        Err(said.unwrap_or_default())
    })
}

fn report(seed: u64, fault: &str) -> String {
    format!(
        "seed {seed}: {fault}\n    again: SEED={seed} cargo test --test simulation one_seed -- --ignored --nocapture"
    )
}
