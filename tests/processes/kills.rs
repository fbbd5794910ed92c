//! Kills a bot with `kill -9` at random instants during deliveries. No message may be lost or sent twice. The tests
//! check the messages that members received in the sandbox.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use magpie::cli::sandbox::{Community, Roster, SandboxBot};
use magpie::config::Config;
use magpie::db::{self, Db};
use magpie::delivery::outbox;
use magpie::members;
use magpie::reminders::service::{create_draft, save};
use magpie::reminders::{Plan, SaveOutcome};
use magpie::sandbox::{Bot, DiscordConfig, Options, RateLimiting, Sandbox, SandboxClock};
use magpie::time::{self, Anchor, Clock, Pass, SignedDuration, SystemClock, ZoneId};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use crate::harness::Harness;

/// The longest time from the start of a process to its kill. A kill can come before the process connects, while it
/// sends, or in between.
const MAX_UPTIME: Duration = Duration::from_millis(900);
/// The last process must finish all deliveries within this time. The bot waits some seconds before it checks a delivery
/// whose response was lost.
const TIMEOUT: Duration = Duration::from_secs(180);

#[tokio::test(flavor = "multi_thread")]
async fn sixty_messages_arrive_once_despite_six_kills() {
    assert_arrive_once(60, 6, 1).await;
}

/// The command for this long version is `cargo test --test processes -- --ignored --nocapture`.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes; the test above is a shorter version"]
async fn thousand_messages_arrive_once_despite_two_hundred_kills() {
    assert_arrive_once(1_000, 200, 2).await;
}

async fn assert_arrive_once(messages: usize, kills: u32, seed: u64) {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("magpie.db");
    let (sandbox, readers) = community(&database).await;
    save_reminders(&database, messages, (MAX_UPTIME / 2) * kills).await;
    let harness = Harness { sandbox, folder };
    let mut rng = StdRng::seed_from_u64(seed);
    for _ in 0..kills {
        let bot = harness.run_with(&database, &harness.sandbox.address().token);
        tokio::time::sleep(rng.random_range(Duration::ZERO..MAX_UPTIME)).await;
        bot.kill();
    }
    let arrived_between_kills = count_arrived(&harness.sandbox, &readers, messages);
    let mut bot = harness.run_with(&database, &harness.sandbox.address().token);
    bot.wait_for_line("Magpie started");
    assert_all_arrive(&harness.sandbox, &readers, &database, messages).await;
    let exit_status = bot.terminate();
    assert!(exit_status.success(), "{exit_status}");
    println!("{messages} messages, {kills} kills of seed {seed}: {arrived_between_kills} arrived between kills");
    assert_all_sent(&database, messages).await;
    harness.sandbox.stop().await;
}

/// A sandbox without rate limits, and the handles of its members. The members have profiles and DMs with a bot. That
/// bot is stopped already.
pub async fn community(database: &Path) -> (Sandbox, Vec<String>) {
    let handles = [
        "sec-lead", "lapaz", "brussels", "sydney", "nairobi", "tokyo", "bogota", "delhi", "berlin", "lagos",
        "brisbane", "rome",
    ];
    community_of(Roster::reference().only(&handles), database, RateLimiting::Off).await
}

/// Like [`community`], with Discord's rate limits and this many made-up members.
pub async fn large_community(members: usize, database: &Path) -> (Sandbox, Vec<String>) {
    let mut csv = "handle,name,city,zone,locale,quiet_start,quiet_end,roles\n".to_owned();
    csv.push_str("sec-lead,Secretariat,Geneva,Europe/Zurich,en-GB,03:00,03:01,secretariat helpdesk\n");
    for n in 1..members {
        csv.push_str(&format!("m{n:04},Member {n:04},Nairobi,Africa/Nairobi,en-GB,03:00,03:01,mag\n"));
    }
    let roster = Roster::parse("a large community", &csv).expect("it is valid");
    community_of(roster, database, RateLimiting::AsDiscord).await
}

async fn community_of(roster: Roster, database: &Path, rate_limiting: RateLimiting) -> (Sandbox, Vec<String>) {
    let readers = roster.people().iter().map(|person| person.handle.clone()).collect();
    let clock = SandboxClock::real();
    let mut config = Config::default();
    // All members press their first button within a minute, so the bot must open many DMs in a short time.
    config.discord.dm_opens_per_s = 50.0;
    let bot = SandboxBot::new(config, Some(database.to_owned()), clock.clone()).expect("a bot");
    let config = DiscordConfig {
        // The long test starts a bot two hundred times within minutes, which would exceed Discord's limits.
        max_identifies_per_5s: 1_000,
        member_request_interval: Duration::ZERO,
        rate_limiting,
        ..DiscordConfig::default()
    };
    let options =
        Options { port: 0, seed: roster.seed(), clock, config, seeder: Some(Arc::new(Community::new(roster))) };
    let sandbox = Sandbox::start(options, Some(Arc::new(bot) as Arc<dyn Bot>)).await.expect("the sandbox starts");
    sandbox.stop_bot().await.expect("it stops");
    db::wait_until_unlocked(database).expect("the lock is released");
    (sandbox, readers)
}

/// Saves this many reminders. Their due times are spread evenly over a period that starts one second from now and lasts
/// for `period`.
pub async fn save_reminders(database: &Path, messages: usize, period: Duration) {
    let db = Db::open(database).await.expect("it opens");
    let people = members::service::present(&mut db.read().await.expect("a reader")).await.expect("they can be read");
    let people: Vec<_> = people.into_iter().filter(|member| member.reach.usable_dm().is_some()).collect();
    let now = SystemClock.now();
    let first_due_at = now + SignedDuration::from_secs(1);
    for n in 0..messages {
        let offset = period.mul_f64(n as f64 / messages as f64);
        let due_at = first_due_at + SignedDuration::try_from(offset).expect("some minutes");
        let (zone, wall) = (ZoneId::utc(), time::local(ZoneId::utc(), due_at).0);
        let plan = Plan { anchor: Anchor::Instant, wall, pass: Pass::First, zone, rule: None };
        let member = people[n % people.len()].id;
        let draft = create_draft(&db, member, &reminder_text(n), &[plan], now).await.expect("it is understood");
        assert!(matches!(save(&db, member, draft, 0, now).await.expect("it is saved"), SaveOutcome::Own { .. }));
    }
    db.close().await;
    drop(db);
    db::wait_until_unlocked(database).expect("the lock is released");
}

pub fn reminder_text(n: usize) -> String {
    format!("Parcel {n:04} is due")
}

/// Waits until all deliveries are finished, then fails unless each message arrived exactly once.
pub async fn assert_all_arrive(sandbox: &Sandbox, readers: &[String], database: &Path, messages: usize) {
    let started_at = Instant::now();
    while (count_arrived(sandbox, readers, messages) < messages || is_unfinished(database).await)
        && started_at.elapsed() < TIMEOUT
    {
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    let texts = received_texts(sandbox, readers);
    // The bot combines late reminders, so one text may contain several. No two texts may contain the same reminder.
    let count = |n: usize| texts.iter().filter(|text| text.contains(&reminder_text(n))).count();
    let lost_reminders: Vec<usize> = (0..messages).filter(|n| count(*n) == 0).collect();
    let doubled_reminders: Vec<usize> = (0..messages).filter(|n| count(*n) > 1).collect();
    assert!(
        lost_reminders.is_empty() && doubled_reminders.is_empty(),
        "lost: {lost_reminders:?}, doubled: {doubled_reminders:?}"
    );
}

/// The texts of all reminders that members received in their DMs.
pub fn received_texts(sandbox: &Sandbox, readers: &[String]) -> Vec<String> {
    let dms = readers.iter().flat_map(|who| sandbox.messages("dm", None, Some(who)).unwrap_or_default());
    dms.map(|message| message.content).filter(|text| text.contains("Parcel ")).collect()
}

/// The number of different reminders that have arrived.
pub fn count_arrived(sandbox: &Sandbox, readers: &[String], messages: usize) -> usize {
    let texts = received_texts(sandbox, readers);
    (0..messages).filter(|n| texts.iter().any(|text| text.contains(&reminder_text(*n)))).count()
}

/// Whether any delivery is unfinished. Tests can call this while the bot runs.
pub async fn is_unfinished(database: &Path) -> bool {
    use sqlx::Connection as _;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database).read_only(true);
    let mut conn = sqlx::SqliteConnection::connect_with(&options).await.expect("it can be read");
    let unfinished_count: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM deliveries WHERE state IN ('pending', 'sending', 'retry', 'unknown')")
            .fetch_one(&mut conn)
            .await
            .expect("they can be counted");
    unfinished_count > 0
}

/// Fails unless all deliveries have ended, none of them failed, and at most `messages` reminders were sent.
pub async fn assert_all_sent(database: &Path, messages: usize) {
    db::wait_until_unlocked(database).expect("the lock is released");
    let db = Db::open(database).await.expect("it opens");
    let mut reader = db.read().await.expect("a reader");
    let counts = outbox::counts(&mut reader).await.expect("they can be counted");
    let unfinished: Vec<_> =
        counts.iter().filter(|(state, n)| *n > 0 && state != "sent" && state != "cancelled").collect();
    assert!(unfinished.is_empty(), "{unfinished:?}");
    // After a long outage, the secretariat also gets a message about it.
    let sent_count: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM deliveries WHERE state = 'sent' AND source = 'reminder'")
            .fetch_one(&mut *reader)
            .await
            .expect("they can be counted");
    assert!(sent_count > 0 && sent_count <= i64::try_from(messages).unwrap_or(i64::MAX), "{counts:?}");
}
