//! The checks: each turns measurements into a result, with advice when it fails. No I/O.
//!
//! The check of the engine fails if due work fails, or if the same step or the same overdue row stays for some real
//! time. The check of the outbox fails if the same overdue delivery stays for some real time. So neither a shrinking
//! backlog nor a jump of the Clock fails a check.

use std::time::{Duration, Instant};

use crate::db::{DbError, RESTORE, SetAside};
use crate::delivery::{DeliveryId, OutageReport, Traffic};
use crate::guild::{Missing, MissingPermission, OWNER_TWO_FACTOR, TwoFactor};
use crate::say;
use crate::telemetry::METRICS;
use crate::time::{SignedDuration, Timestamp};
use crate::timers::FailingWork;
use crate::watch::Trouble;
use crate::words::Language;

/// Measured by the Clock. The engine should have processed a row that has been due for longer.
const ROW_OVERDUE: SignedDuration = SignedDuration::from_mins(1);
/// Measured by the Clock. The dispatcher should have claimed a delivery that has been due for longer.
const DELIVERY_OVERDUE: SignedDuration = SignedDuration::from_mins(5);
/// Measured in real time. A step, row or delivery that stays the same for this long is stuck. A step processes a batch
/// of rows and takes at most a second.
const STUCK_AFTER: Duration = Duration::from_secs(60);
/// How long a reconnect may take before the check fails. It normally takes seconds, and the gateway's limit on
/// identifies delays it by at most half a minute.
const GATEWAY_GRACE: Duration = Duration::from_secs(120);
/// The maximum number of set-aside rows, or of missing permissions, that a message names.
const MAX_NAMED: usize = 5;
/// If there were fewer attempts to deliver than this, the share of failures is not checked.
const MIN_ATTEMPTS: i64 = 10;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckResult {
    /// The trouble to raise when the check fails. Its code is also the name of the check.
    pub trouble: Trouble,
    pub ok: bool,
    /// What the check found, and what to do if it failed.
    pub detail: String,
}

impl CheckResult {
    fn pass(trouble: Trouble, detail: impl Into<String>) -> Self {
        Self { trouble, ok: true, detail: detail.into() }
    }

    fn fail(trouble: Trouble, detail: impl Into<String>) -> Self {
        Self { trouble, ok: false, detail: detail.into() }
    }

    /// The check failed because it could not read its data.
    pub fn unreadable(trouble: Trouble, error: &DbError) -> Self {
        Self::fail(trouble, format!("cannot be checked: {error}"))
    }
}

/// What the checks must know from their earlier runs.
#[derive(Debug, Default)]
pub struct CheckHistory {
    was_connected: bool,
    disconnected_since: Option<Instant>,
    engine_step: FirstSeen<Instant>,
    due_row: FirstSeen<Timestamp>,
    overdue_delivery: FirstSeen<DeliveryId>,
}

impl CheckHistory {
    /// Fails before the first connection, and if a reconnect takes longer than [`GATEWAY_GRACE`].
    /// `last_connection_error`: why the latest request to Discord got no response.
    pub fn gateway(&mut self, is_connected: bool, last_connection_error: Option<&str>, at: Instant) -> CheckResult {
        METRICS.gateway_connected.set(i64::from(is_connected));
        self.was_connected |= is_connected;
        if is_connected {
            self.disconnected_since = None;
            return CheckResult::pass(Trouble::Gateway, "connected");
        }
        let length = at.saturating_duration_since(*self.disconnected_since.get_or_insert(at));
        let seconds = length.as_secs();
        if !self.was_connected {
            let cause = last_connection_error.unwrap_or("see the log for the cause");
            let detail = format!("not connected to Discord yet, after {seconds} s: {cause}");
            return CheckResult::fail(Trouble::Gateway, detail);
        }
        if length < GATEWAY_GRACE {
            return CheckResult::pass(Trouble::Gateway, format!("reconnecting for {seconds} s"));
        }
        let cause = last_connection_error.map(|cause| format!(" ({cause})")).unwrap_or_default();
        let advice = "see discordstatus.com and check this machine's network";
        let detail = format!("not connected to Discord for {seconds} s{cause}: {advice}");
        CheckResult::fail(Trouble::Gateway, detail)
    }

    /// Fails if due work fails, or if a step or a due row is stuck. `failing`: the due work that has failed for
    /// longest. `step_began_at`: when the engine began its current step; `None` while it sleeps. `earliest_due`: when
    /// the earliest of all rows is due.
    pub fn engine(
        &mut self,
        failing: Option<FailingWork>,
        step_began_at: Option<Instant>,
        earliest_due: Option<Timestamp>,
        now: Timestamp,
        at: Instant,
    ) -> CheckResult {
        let step_seconds = step_began_at.map_or(0.0, |began_at| began_at.elapsed().as_secs_f64());
        METRICS.engine_cycle_age_seconds.set(step_seconds);
        let step_age = self.engine_step.age(step_began_at, at);
        let overdue = earliest_due.filter(|due_at| now.duration_since(*due_at) > ROW_OVERDUE);
        let row_age = self.due_row.age(overdue, at);
        if let Some(FailingWork { name, since, error }) = failing {
            let seconds = at.saturating_duration_since(since).as_secs();
            return CheckResult::fail(
                Trouble::Engine,
                format!("the due work of {name} fails for {seconds} s: {error}"),
            );
        }
        if step_age >= STUCK_AFTER {
            let seconds = step_age.as_secs();
            let detail =
                format!("in one step for {seconds} s: see the log for the step; restart Magpie, nothing is lost");
            return CheckResult::fail(Trouble::Engine, detail);
        }
        if row_age >= STUCK_AFTER {
            let seconds = row_age.as_secs();
            let detail = format!("a row has been due for {seconds} s and is not handled: restart Magpie");
            return CheckResult::fail(Trouble::Engine, detail);
        }
        CheckResult::pass(Trouble::Engine, if step_began_at.is_none() { "nothing due" } else { "running" })
    }

    /// Fails if an overdue delivery is stuck. `most_overdue`: the delivery that has been overdue for longest, and when
    /// it was due.
    pub fn outbox(
        &mut self,
        most_overdue: Option<(DeliveryId, Timestamp)>,
        now: Timestamp,
        at: Instant,
    ) -> CheckResult {
        let overdue = most_overdue.map(|(id, due_at)| (id, now.duration_since(due_at)));
        METRICS.outbox_overdue_seconds.set(overdue.map_or(0.0, |(_, length)| length.as_secs_f64()));
        let long_overdue = overdue.filter(|(_, length)| *length > DELIVERY_OVERDUE);
        let delivery_age = self.overdue_delivery.age(long_overdue.map(|(id, _)| id), at);
        match (overdue, long_overdue) {
            (_, Some((id, length))) if delivery_age >= STUCK_AFTER => {
                let detail = format!("delivery {id} is overdue by {} s and is not sent: see the log", length.as_secs());
                CheckResult::fail(Trouble::Outbox, detail)
            }
            (Some((_, length)), _) => {
                CheckResult::pass(Trouble::Outbox, format!("most overdue by {} s", length.as_secs()))
            }
            (None, _) => CheckResult::pass(Trouble::Outbox, "nothing overdue"),
        }
    }
}

/// Checks the outcomes of the recent attempts to deliver. In an outage the dispatcher makes too few attempts to compute
/// a share. So an outage fails the check, whatever the share.
pub fn failures(attempts: Traffic, outage: Option<OutageReport>, now: Timestamp) -> CheckResult {
    let all = attempts.arrived + attempts.failed;
    #[allow(clippy::cast_precision_loss)] // both numbers are a few thousand at most
    let ratio = if all == 0 { 0.0 } else { attempts.failed as f64 / all as f64 };
    METRICS.delivery_failure_ratio.set(ratio);
    let detail = format!("{} of the latest {all} attempts to deliver failed", attempts.failed);
    if let Some(OutageReport { since, reason, .. }) = outage {
        let seconds = now.duration_since(since).as_secs();
        let advice = "see discordstatus.com, and check this machine's network; nothing is lost meanwhile";
        return CheckResult::fail(
            Trouble::AttemptFailures,
            format!("Discord has taken no message for {seconds} s ({reason}): {advice}"),
        );
    }
    if all < MIN_ATTEMPTS || attempts.failed * 2 < all {
        return CheckResult::pass(Trouble::AttemptFailures, detail);
    }
    let advice = "see the log and discordstatus.com, and check this machine's network";
    CheckResult::fail(Trouble::AttemptFailures, format!("{detail}: {advice}"))
}

/// `fault`: why the latest test write failed, or that the file was replaced; `None` if all is well.
pub fn database(fault: Option<&str>) -> CheckResult {
    match fault {
        None => CheckResult::pass(Trouble::Database, "readable and writable"),
        Some(fault) => CheckResult::fail(Trouble::Database, fault),
    }
}

/// `fault`: the damage that the latest check of the file found, or that statements fail because of damage; `None` if
/// there is none.
pub fn damage(fault: Option<&str>) -> CheckResult {
    match fault {
        None => CheckResult::pass(Trouble::Damage, "the file is sound"),
        Some(fault) => CheckResult::fail(Trouble::Damage, format!("the file is damaged ({fault}): {RESTORE}")),
    }
}

/// `rows`: the rows that cannot be read or processed.
pub fn set_aside(rows: &[SetAside]) -> CheckResult {
    METRICS.rows_set_aside.set(i64::try_from(rows.len()).unwrap_or(i64::MAX));
    if rows.is_empty() {
        return CheckResult::pass(Trouble::SetAside, "every row can be read");
    }
    let names = rows.iter().take(MAX_NAMED).map(ToString::to_string);
    let mut names = names.collect::<Vec<_>>().join("; ");
    if rows.len() > MAX_NAMED {
        names.push_str(&format!("; and {} more", rows.len() - MAX_NAMED));
    }
    let advice = "the rest goes on; `magpie check` lists them, and what helps";
    CheckResult::fail(Trouble::SetAside, format!("{} rows are set aside: {names}: {advice}", rows.len()))
}

/// `missing_permissions`: the permissions that Magpie lacks in the channels of the set-up. `deleted`: the choices of
/// the set-up whose role or channel was deleted. The check ignores choices that are not required.
pub fn permissions(
    missing_permissions: &[MissingPermission],
    deleted: &[Missing],
    two_factor: TwoFactor,
) -> CheckResult {
    let mut faults = Vec::new();
    if two_factor == TwoFactor::OwnerLacks {
        faults.push(format!("the server demands two-factor authentication of moderators: {OWNER_TWO_FACTOR}"));
    }
    let deleted: Vec<String> = deleted.iter().filter(|choice| choice.is_required()).map(ToString::to_string).collect();
    if !deleted.is_empty() {
        let names = deleted.join(", ");
        faults.push(format!("deleted on Discord: {names}: run /setup in the server and choose others"));
    }
    if !missing_permissions.is_empty() {
        let names = permission_names(missing_permissions);
        let advice = "allow it to Magpie's role in the channel's settings; /setup names all; \
                      what was refused comes then";
        faults.push(format!("Magpie may not {names}: {advice}"));
    }
    match faults.is_empty() {
        true => CheckResult::pass(Trouble::Permissions, "all that it needs in its channels"),
        false => CheckResult::fail(Trouble::Permissions, faults.join("; also: ")),
    }
}

/// The first [`MAX_NAMED`] permissions, each with its channel, and the number of the others.
fn permission_names(missing_permissions: &[MissingPermission]) -> String {
    let names = missing_permissions.iter().take(MAX_NAMED).map(|missing| {
        format!("\"{}\" in #{}", say!(Language::English, missing.permission.text_key()), missing.channel_name)
    });
    let mut names = names.collect::<Vec<_>>().join(", ");
    if missing_permissions.len() > MAX_NAMED {
        names.push_str(&format!(", and {} more", missing_permissions.len() - MAX_NAMED));
    }
    names
}

/// The latest value, and the real instant from which it has not changed.
#[derive(Debug)]
struct FirstSeen<T>(Option<(T, Instant)>);

impl<T> Default for FirstSeen<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Copy + PartialEq> FirstSeen<T> {
    /// The real time since `current` last changed; zero when it is `None`.
    fn age(&mut self, current: Option<T>, at: Instant) -> Duration {
        self.0 = current.map(|current| match self.0 {
            Some((known, since)) if known == current => (known, since),
            _ => (current, at),
        });
        self.0.map_or(Duration::ZERO, |(_, since)| at.saturating_duration_since(since))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guild::{ChannelPurpose, Permissions};
    use crate::members::{ChannelId, Group};

    const NOON: Timestamp = Timestamp::constant(1_605_009_600, 0);

    fn clock_instant(minutes: i64) -> Timestamp {
        NOON + SignedDuration::from_mins(minutes)
    }

    fn real_instant(seconds: u64, began_at: Instant) -> Instant {
        began_at + Duration::from_secs(seconds)
    }

    #[test]
    fn check_that_cannot_read_its_data_fails() {
        let result = CheckResult::unreadable(Trouble::Outbox, &DbError::Corrupt("a row".to_owned()));
        assert!(!result.ok);
        assert!(result.detail.contains("cannot be checked"), "{}", result.detail);
    }

    #[test]
    fn check_fails_when_the_engine_stays_in_one_step() {
        let (mut history, began_at) = (CheckHistory::default(), Instant::now());
        let mut ok = |step, at| {
            history
                .engine(None, Some(real_instant(step, began_at)), None, clock_instant(0), real_instant(at, began_at))
                .ok
        };
        assert_eq!([ok(0, 1), ok(0, 59)], [true, true], "a step may take a while");
        assert!(!ok(0, 61));
        assert_eq!([ok(70, 75), ok(80, 200)], [true, true], "it is busy, but each time with another step");
    }

    #[test]
    fn check_fails_for_a_row_that_stays_due_and_not_for_a_clock_jump() {
        let (mut history, began_at) = (CheckHistory::default(), Instant::now());
        let mut ok = |due_at, now, at| history.engine(None, None, due_at, now, real_instant(at, began_at)).ok;
        assert!(ok(Some(clock_instant(60)), clock_instant(0), 0));
        assert!(ok(Some(clock_instant(60)), clock_instant(480), 1), "the clock was moved a moment ago");
        assert!(ok(None, clock_instant(480), 100));
        assert!(ok(Some(clock_instant(470)), clock_instant(480), 110));
        assert!(!ok(Some(clock_instant(470)), clock_instant(480), 171), "the same row for a minute of real time");
    }

    #[test]
    fn check_fails_for_a_delivery_that_stays_due_and_not_for_a_shrinking_backlog() {
        let (mut history, began_at) = (CheckHistory::default(), Instant::now());
        let mut ok = |id: i64, at| {
            let overdue = Some((DeliveryId(id), clock_instant(0)));
            history.outbox(overdue, clock_instant(7 * 24 * 60), real_instant(at, began_at)).ok
        };
        assert!((0..20).all(|n| ok(n, u64::try_from(n).unwrap() * 15)), "another delivery at each check");
        assert_eq!([ok(20, 300), ok(20, 361)], [true, false]);
        let slightly_late_result =
            CheckHistory::default().outbox(Some((DeliveryId(1), clock_instant(0))), clock_instant(4), began_at);
        assert!(slightly_late_result.ok);
    }

    #[test]
    fn check_fails_before_the_first_connection_and_when_a_reconnect_takes_too_long() {
        let (mut history, began_at) = (CheckHistory::default(), Instant::now());
        let mut ok = |is_connected, at| history.gateway(is_connected, None, real_instant(at, began_at)).ok;
        assert!(!ok(false, 0), "not connected yet");
        assert_eq!([ok(true, 1), ok(false, 10), ok(false, 129)], [true; 3]);
        assert!(!ok(false, 131));
        assert_eq!([ok(true, 140), ok(false, 150)], [true; 2]);
    }

    #[test]
    fn failing_due_work_fails_the_check_at_once_and_is_named() {
        let (mut history, began_at) = (CheckHistory::default(), Instant::now());
        let failing = FailingWork { name: "helpdesk", since: began_at, error: "the disk is full".to_owned() };
        let result = history.engine(Some(failing), None, None, clock_instant(0), real_instant(75, began_at));
        assert_eq!(
            (result.ok, result.detail.as_str()),
            (false, "the due work of helpdesk fails for 75 s: the disk is full")
        );
    }

    #[test]
    fn rows_that_are_set_aside_are_named() {
        let row = |row| SetAside { part: "reminders".to_owned(), row, reason: "rule NEVER".to_owned() };
        assert!(set_aside(&[]).ok);
        let result = set_aside(&(1..=7).map(row).collect::<Vec<_>>());
        assert!(!result.ok);
        assert!(result.detail.starts_with("7 rows are set aside: reminders 1 (rule NEVER); "), "{}", result.detail);
        assert!(result.detail.contains("and 2 more"), "{}", result.detail);
    }

    fn missing(permission: Permissions) -> MissingPermission {
        let (purpose, channel_name) = (ChannelPurpose::Secretariat, "secretariat".to_owned());
        MissingPermission { purpose, channel: ChannelId(1), channel_name, permission }
    }

    #[test]
    fn missing_permissions_are_named_with_their_channels() {
        assert!(permissions(&[], &[], TwoFactor::Satisfied).ok);
        let result = permissions(&[missing(Permissions::VIEW_CHANNEL)], &[], TwoFactor::Satisfied);
        assert!(!result.ok && result.detail.contains("#secretariat"), "{}", result.detail);
        assert!(!permissions(&[], &[], TwoFactor::OwnerLacks).ok);
    }

    #[test]
    fn deleted_role_or_channel_fails_the_check_and_is_named() {
        let deleted = [Missing::Role(Group::Mag), Missing::Channel(ChannelPurpose::Inbox)];
        let result = permissions(&[], &deleted, TwoFactor::Satisfied);
        assert!(!result.ok);
        assert!(permissions(&[], &[Missing::Channel(ChannelPurpose::Announcements)], TwoFactor::Satisfied).ok);
        insta::assert_snapshot!(result.detail, @"deleted on Discord: the role mag, the channel inbox: run /setup in the server and choose others");
    }

    #[test]
    fn every_fault_of_the_server_is_named_beside_the_others() {
        let deleted = [Missing::Channel(ChannelPurpose::Inbox), Missing::Channel(ChannelPurpose::Announcements)];
        let missing = [missing(Permissions::VIEW_CHANNEL)];
        let result = permissions(&missing, &deleted, TwoFactor::OwnerLacks);
        assert!(!result.ok);
        insta::assert_snapshot!(result.detail.replace("; also: ", ";\nalso: "), @r#"
        the server demands two-factor authentication of moderators: whoever owns Magpie's application switches two-factor authentication on in their own Discord account (User Settings → My Account), then restarts Magpie;
        also: deleted on Discord: the channel inbox: run /setup in the server and choose others;
        also: Magpie may not "View Channel" in #secretariat: allow it to Magpie's role in the channel's settings; /setup names all; what was refused comes then
        "#);
    }

    #[test]
    fn check_fails_when_half_of_the_attempts_fail() {
        let ok = |arrived, failed| failures(Traffic { arrived, failed }, None, clock_instant(0)).ok;
        assert_eq!([ok(0, 0), ok(0, 9)], [true, true], "too few to tell");
        assert_eq!([ok(6, 4), ok(5, 5), ok(0, 10)], [true, false, false]);
        let outage =
            OutageReport { since: clock_instant(0), next_probe_at: clock_instant(30), reason: "503".to_owned() };
        assert!(!failures(Traffic { arrived: 0, failed: 3 }, Some(outage), clock_instant(1)).ok);
    }
}
