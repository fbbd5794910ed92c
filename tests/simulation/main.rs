//! Deterministic simulation. The real engine, stores, dispatcher, Discord transport and features run on a virtual clock
//! against the sandbox's pure core. A seed decides everything else: which operation starts, which task is polled,
//! which requests fail, when the disk is full, when a row cannot be read, when the bot crashes. After each step the
//! oracle checks the invariants.
//!
//! A few seeds run with all other tests. To run fifty seeds, or a thousand in a release build:
//!
//!     cargo test --test simulation fifty_seeds -- --ignored --nocapture
//!     cargo test --release --test simulation thousand_seeds -- --ignored --nocapture
//!
//! To repeat one seed exactly:
//!
//!     SEED=17 cargo test --test simulation one_seed -- --ignored --nocapture

#![allow(clippy::unwrap_used)] // clippy.toml allows it only inside test functions, not in their helpers

mod bot;
mod copies;
mod discord;
mod disk;
mod executor;
mod history;
mod operation;
mod oracle;
mod participants;
mod run;
mod sqlite_gate;
mod unreadable;
mod workload;

use std::panic::AssertUnwindSafe;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use run::Summary;

/// Steps in each run of a seed, except [`REPEATED_SEED`].
const STEPS: u32 = 500;
/// This seed runs twice, with fewer steps.
const REPEATED_SEED: u64 = 7;
const REPEATED_STEPS: u32 = 80;
/// The seeds of every test run. They take under a minute in a debug build.
const FEW_SEEDS: u64 = 4;
/// These find most faults, and take minutes in a debug build.
const FIFTY_SEEDS: u64 = 50;
const THOUSAND_SEEDS: u64 = 1000;
const SEEDS_PER_PROGRESS_LINE: u64 = 25;

#[test]
fn invariants_hold_for_a_few_seeds() {
    run_seeds(0..FEW_SEEDS);
}

#[test]
fn same_seed_gives_the_same_run() {
    let first = run::run(REPEATED_SEED, REPEATED_STEPS);
    assert_eq!(first, run::run(REPEATED_SEED, REPEATED_STEPS));
    let first = first.expect("the invariants hold");
    assert!(first.polls > 1000, "{first:?}");
    assert!(first.requests > 50, "{first:?}");
}

#[test]
#[ignore = "takes minutes; CI runs it explicitly"]
fn fifty_seeds() {
    run_seeds(0..FIFTY_SEEDS);
}

#[test]
#[ignore = "takes minutes in a release build"]
fn thousand_seeds() {
    run_seeds(0..THOUSAND_SEEDS);
}

#[test]
#[ignore = "for debugging one seed"]
fn one_seed() {
    let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).expect("SEED is a number");
    match run::run(seed, STEPS) {
        Ok(summary) => println!("{summary:#?}"),
        Err(violation) => panic!("{violation}"),
    }
}

/// Runs all seeds, then fails with a list of the seeds that violated an invariant.
///
/// Each core runs one simulation at a time, together with its SQLite threads. The two never work at the same time, and
/// wake-ups across cores would double the duration.
fn run_seeds(seeds: std::ops::Range<u64>) {
    let next = AtomicU64::new(seeds.start);
    let (passed, failed) = (Mutex::new(Vec::<Summary>::new()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        // If the cores are unknown, two simulations run at a time, on any core.
        let cores = core_affinity::get_core_ids().map_or(vec![None; 2], |cores| cores.into_iter().map(Some).collect());
        for core in cores {
            let (next, passed, failed) = (&next, &passed, &failed);
            scope.spawn(move || {
                core.map(core_affinity::set_for_current);
                loop {
                    let seed = next.fetch_add(1, Ordering::SeqCst);
                    if seed >= seeds.end {
                        return;
                    }
                    match run_catching_panics(seed) {
                        Ok(summary) => passed.lock().unwrap().push(summary),
                        Err(violation) => {
                            println!("{}", report(seed, &violation));
                            failed.lock().unwrap().push((seed, violation));
                        }
                    }
                    if (seed + 1).is_multiple_of(SEEDS_PER_PROGRESS_LINE) {
                        println!(
                            "started {} of {} seeds, {} failed",
                            seed + 1,
                            seeds.end,
                            failed.lock().unwrap().len()
                        );
                    }
                }
            });
        }
    });
    let (passed, mut failed) = (passed.into_inner().unwrap(), failed.into_inner().unwrap());
    print_totals(&passed);
    assert_eq!((passed.len() + failed.len()) as u64, seeds.end - seeds.start, "every seed ran");
    failed.sort();
    let list: Vec<String> = failed.iter().map(|(seed, violation)| report(*seed, violation)).collect();
    assert!(list.is_empty(), "{} of {} seeds failed:\n{}", list.len(), seeds.end - seeds.start, list.join("\n"));
}

fn print_totals(runs: &[Summary]) {
    let sum = |of: fn(&Summary) -> u64| runs.iter().map(of).sum::<u64>();
    println!("{} runs of {STEPS} steps:", runs.len());
    println!(
        "    {} polls, {} requests, {} crashes",
        sum(|it| it.polls),
        sum(|it| it.requests),
        sum(|it| it.crashes.into())
    );
    println!("    {} copies put in the database's place", sum(|it| it.restored.into()));
    println!("    {} messages, {} of them sounding", sum(|it| it.delivered), sum(|it| it.sounded));
    println!(
        "    {} alerts, {} tickets, {} reminders",
        sum(|it| it.alerts as u64),
        sum(|it| it.tickets as u64),
        sum(|it| it.reminders as u64)
    );
}

/// Runs one seed. Returns a panic as a violation.
fn run_catching_panics(seed: u64) -> Result<Summary, String> {
    std::panic::catch_unwind(AssertUnwindSafe(|| run::run(seed, STEPS))).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned().or(panic.downcast_ref::<&str>().map(|s| (*s).to_owned()));
        Err(text.unwrap_or_default())
    })
}

fn report(seed: u64, violation: &str) -> String {
    let command = format!("SEED={seed} cargo test --test simulation one_seed -- --ignored --nocapture");
    format!("seed {seed}: {violation}\n    again: {command}")
}
