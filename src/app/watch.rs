//! Looks at the parts of the running bot, in real time: what `/readyz` and the metrics say, and what the `watch` room
//! is told.
//!
//! What is in the tables is measured by the Clock, and what the process does by monotonic time; a trouble counts only
//! when it has lasted in real time, so that moving a virtual Clock raises nothing.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

use super::heartbeat::Heartbeat;
use crate::db::{self, Db, DbError};
use crate::delivery::{DeliveryId, Traffic, outbox};
use crate::discord::wire::gateway::Gateway;
use crate::telemetry::{CheckName, InState, METRICS};
use crate::time::{Clock, SignedDuration, Timestamp};
use crate::timers::Engine;
use crate::watch::{self, Change, Speech, Trouble, Vigil, service};

/// How often it looks.
const EVERY: Duration = Duration::from_secs(15);
/// A row that the engine should have handled this long ago, by the Clock, was overlooked …
const OVERLOOKED: SignedDuration = SignedDuration::from_mins(1);
/// … and so was a delivery that is overdue by this, …
const OVERDUE: SignedDuration = SignedDuration::from_mins(5);
/// … when it is still the same one after this long in real time. The same holds for a step of the engine, which is a
/// batch of rows: a second at most.
const STILL_THERE: Duration = Duration::from_secs(60);
/// How far back attempts are counted, by the Clock.
const WINDOW: SignedDuration = SignedDuration::from_mins(10);
/// Fewer attempts than this prove nothing.
const FEWEST_ATTEMPTS: i64 = 10;
/// A reconnect takes seconds; the doorkeeper makes one wait half a minute at most.
const GATEWAY_GRACE: Duration = Duration::from_secs(120);
/// How often the database is written to, only to see that it can be.
const WRITE_EVERY: Duration = Duration::from_secs(60);

/// One check, and what to do where it fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub trouble: Trouble,
    pub ok: bool,
    pub detail: String,
}

pub struct Watch {
    db: Db,
    clock: Arc<dyn Clock>,
    gateway: Arc<Gateway>,
    engine: Arc<Engine>,
    seen: Mutex<Seen>,
}

/// What was seen at earlier looks.
#[derive(Default)]
struct Seen {
    vigils: BTreeMap<Trouble, Vigil>,
    /// The incident of the run before was looked for.
    resumed: bool,
    /// Connected at least once.
    was_live: bool,
    gateway_down: Option<Instant>,
    /// The most overdue delivery, and since when it is that one.
    overdue: Option<(DeliveryId, Instant)>,
    /// The earliest row that the engine should have handled, and since when it is that one.
    overlooked: Option<(Timestamp, Instant)>,
    /// When the engine began the step that it is at, and since when it is that one.
    step: Option<(Instant, Instant)>,
    written: Option<(Instant, Result<(), String>)>,
    /// Something arrived on Discord lately.
    heard: bool,
    /// A fault of the watch's own, so that it is logged once.
    faulty: bool,
}

impl Watch {
    pub fn new(db: Db, clock: Arc<dyn Clock>, gateway: Arc<Gateway>, engine: Arc<Engine>) -> Self {
        Self { db, clock, gateway, engine, seen: Mutex::default() }
    }

    /// Looks around every [`EVERY`] until `stop`.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = tokio::time::sleep(EVERY) => self.look(Instant::now()).await,
                () = stop.cancelled() => return,
            }
        }
    }

    /// Calls the watchman outside every `every` until `stop`, while all is well.
    pub async fn beat(self: Arc<Self>, heartbeat: Heartbeat, every: Duration, stop: CancellationToken) {
        loop {
            let beat = async {
                self.beat_if_well(&heartbeat, Instant::now()).await;
                tokio::time::sleep(every).await;
            };
            tokio::select! {
                biased;
                () = stop.cancelled() => return,
                () = beat => {}
            }
        }
    }

    /// Silence while anything is wrong, or was until a moment ago.
    pub async fn beat_if_well(&self, heartbeat: &Heartbeat, at: Instant) {
        let well = self.readings(at).await.iter().all(|reading| reading.ok);
        if well && matches!(service::open(&self.db).await, Ok(None)) {
            heartbeat.beat().await;
        }
    }

    /// One look at the monotonic `at`: what has lasted is raised, what is over is cleared, and the secretariat is told.
    pub async fn look(&self, at: Instant) {
        let readings = self.readings(at).await;
        let mut seen = self.seen.lock().await;
        let outcome = self.follow(&mut seen, &readings, at).await;
        if let (Err(error), false) = (&outcome, seen.faulty) {
            tracing::error!(%error, "an incident could not be written down; trying again");
        }
        seen.faulty = outcome.is_err();
    }

    /// What is to be said of each part now.
    pub async fn readings(&self, at: Instant) -> Vec<Reading> {
        let mut seen = self.seen.lock().await;
        let now = self.clock.now();
        let gateway = gateway_reading(&mut seen, self.gateway.is_live(), at);
        let database = self.database(&mut seen, now, at).await;
        let tables = match &database.ok {
            true => self.tables(&mut seen, now, at).await,
            false => Err(DbError::Busy),
        };
        let mut readings = tables.unwrap_or_else(|_| {
            let unknown = |trouble| Reading {
                trouble,
                ok: true,
                detail: "not known while the database cannot be read".to_owned(),
            };
            vec![unknown(Trouble::Engine), unknown(Trouble::Outbox), unknown(Trouble::Failures)]
        });
        readings.extend([gateway, database]);
        for reading in &readings {
            METRICS.checks.get_or_create(&CheckName { check: reading.trouble.code() }).set(i64::from(reading.ok));
        }
        readings
    }

    async fn follow(&self, seen: &mut Seen, readings: &[Reading], at: Instant) -> Result<(), DbError> {
        let now = self.clock.now();
        if !seen.resumed {
            for spell in service::open(&self.db).await?.into_iter().flat_map(|incident| incident.spells) {
                if spell.ended_at.is_none() {
                    seen.vigils.insert(spell.trouble, Vigil::resumed());
                }
            }
            seen.resumed = true;
        }
        let is_up = readings.iter().any(|reading| reading.trouble == Trouble::Gateway && reading.ok);
        let speech = if is_up || seen.heard { Speech::Can } else { Speech::Cannot };
        for reading in readings {
            let vigil = seen.vigils.entry(reading.trouble).or_default();
            let Some(change) = vigil.look(reading.ok, now, at) else { continue };
            let check = reading.trouble.code();
            match change {
                Change::Raise { since } => {
                    service::raise(&self.db, reading.trouble, since, speech, now).await?;
                    tracing::error!(check, "{}", reading.detail);
                }
                Change::Clear { at } => {
                    service::clear(&self.db, reading.trouble, at, now).await?;
                    tracing::info!(check, "all is well again: {}", reading.detail);
                }
            }
            vigil.done(change);
        }
        if speech == Speech::Can {
            service::speak(&self.db, now).await?;
        }
        METRICS.incident_open.set(i64::from(service::open(&self.db).await?.is_some()));
        Ok(())
    }

    async fn database(&self, seen: &mut Seen, now: Timestamp, at: Instant) -> Reading {
        let is_old = |written: &(Instant, _)| at.saturating_duration_since(written.0) >= WRITE_EVERY;
        if seen.written.as_ref().is_none_or(|written| is_old(written) || written.1.is_err()) {
            let written = async {
                let mut tx = self.db.begin().await?;
                db::remember(&mut tx, "watch.written_at", &now.to_string()).await?;
                tx.commit().await
            };
            seen.written = Some((at, written.await.map_err(|error: DbError| error.to_string())));
        }
        let fault = seen.written.as_ref().and_then(|(_, written)| written.as_ref().err());
        let detail = match fault {
            None => "can be read and written".to_owned(),
            Some(fault) => format!("{fault}: see to the disk and the file's owner"),
        };
        Reading { trouble: Trouble::Database, ok: fault.is_none(), detail }
    }

    async fn tables(&self, seen: &mut Seen, now: Timestamp, at: Instant) -> Result<Vec<Reading>, DbError> {
        let since = now.saturating_sub(WINDOW).unwrap_or(Timestamp::MIN);
        // Where it cannot be told, the engine cannot get through its step either.
        let earliest = self.engine.earliest_due().await.unwrap_or(None);
        let mut reader = self.db.read().await?;
        let overdue = outbox::most_overdue(&mut reader, &watch::SOURCE, now).await?;
        let traffic = outbox::traffic(&mut reader, &watch::SOURCE, since).await?;
        drop(reader);
        seen.heard = traffic.arrived > traffic.failed;
        Ok(vec![
            engine_reading(seen, self.engine.busy_since(), earliest, now, at),
            outbox_reading(seen, overdue, now, at),
            failures(traffic),
        ])
    }

    /// How many deliveries are in each state, for the metrics.
    pub async fn count_rows(&self) {
        let counted = async { outbox::counts(&mut *self.db.read().await?).await };
        for (state, rows) in counted.await.unwrap_or_default() {
            METRICS.outbox_rows.get_or_create(&InState { state }).set(rows);
        }
    }
}

fn gateway_reading(seen: &mut Seen, live: bool, at: Instant) -> Reading {
    METRICS.gateway_connected.set(i64::from(live));
    seen.was_live |= live;
    let reading = |ok, detail| Reading { trouble: Trouble::Gateway, ok, detail };
    if live {
        seen.gateway_down = None;
        return reading(true, "connected".to_owned());
    }
    let down = at.saturating_duration_since(*seen.gateway_down.get_or_insert(at));
    let seconds = down.as_secs();
    match (seen.was_live, down < GATEWAY_GRACE) {
        (true, true) => reading(true, format!("connecting again for {seconds} s")),
        (true, false) => reading(
            false,
            format!("not connected to Discord for {seconds} s: see discordstatus.com and this machine's network"),
        ),
        (false, _) => reading(
            false,
            format!("not connected to Discord yet, for {seconds} s: the log says what stands in the way"),
        ),
    }
}

/// `step`: when the engine began what it is at. `earliest`: when the earliest row of all is due.
fn engine_reading(
    seen: &mut Seen,
    step: Option<Instant>,
    earliest: Option<Timestamp>,
    now: Timestamp,
    at: Instant,
) -> Reading {
    METRICS.engine_cycle_age_seconds.set(step.map_or(0.0, |since| since.elapsed().as_secs_f64()));
    let busy = since_first_seen(&mut seen.step, step, at);
    let overlooked = earliest.filter(|due| now.duration_since(*due) > OVERLOOKED);
    let waited = since_first_seen(&mut seen.overlooked, overlooked, at);
    let (ok, detail) = if busy >= STILL_THERE {
        (
            false,
            format!(
                "at one step for {} s: the log says at which; restart Magpie, nothing is lost by it",
                busy.as_secs()
            ),
        )
    } else if waited >= STILL_THERE {
        (false, format!("something has been due for {} s and is not handled: restart Magpie", waited.as_secs()))
    } else {
        (true, if step.is_none() { "nothing due".to_owned() } else { "at work".to_owned() })
    };
    Reading { trouble: Trouble::Engine, ok, detail }
}

fn outbox_reading(seen: &mut Seen, overdue: Option<(DeliveryId, Timestamp)>, now: Timestamp, at: Instant) -> Reading {
    let late = overdue.map_or(SignedDuration::ZERO, |(_, due_at)| now.duration_since(due_at));
    METRICS.outbox_overdue_seconds.set(late.as_secs_f64());
    let stuck = overdue.filter(|_| late > OVERDUE).map(|(id, _)| id);
    let waited = since_first_seen(&mut seen.overdue, stuck, at);
    let (ok, late_s) = (waited < STILL_THERE, late.as_secs());
    let detail = match (ok, overdue) {
        (true, None) => "nothing overdue".to_owned(),
        (true, Some(_)) => format!("most overdue by {late_s} s"),
        (false, _) => {
            format!("delivery {} waits for {late_s} s and is not taken up: see the log", stuck.map_or(0, |id| id.0))
        }
    };
    Reading { trouble: Trouble::Outbox, ok, detail }
}

fn failures(traffic: Traffic) -> Reading {
    let all = traffic.arrived + traffic.failed;
    #[allow(clippy::cast_precision_loss)] // a share, of at most some thousands
    let share = if all == 0 { 0.0 } else { traffic.failed as f64 / all as f64 };
    METRICS.delivery_failure_ratio.set(share);
    let ok = all < FEWEST_ATTEMPTS || traffic.failed * 2 < all;
    let advice = if ok { "" } else { ": the log says why; see discordstatus.com and this machine's network" };
    let detail = format!("{} of the latest {all} attempts to deliver failed{advice}", traffic.failed);
    Reading { trouble: Trouble::Failures, ok, detail }
}

/// How long, in real time, it has been this very thing that was seen.
fn since_first_seen<T: Copy + PartialEq>(first: &mut Option<(T, Instant)>, thing: Option<T>, at: Instant) -> Duration {
    match (thing, *first) {
        (None, _) => {
            *first = None;
            Duration::ZERO
        }
        (Some(thing), Some((known, since))) if known == thing => at.saturating_duration_since(since),
        (Some(thing), _) => {
            *first = Some((thing, at));
            Duration::ZERO
        }
    }
}

#[cfg(test)]
mod tests;
