//! `kill -9` of a bot at random instants while deliveries flow: nothing is lost, nothing is doubled. Judged at the
//! sandbox, by what people received.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use magpie::cli::sandbox::{Community, Roster, SandboxBot};
use magpie::config::Config;
use magpie::db::{self, Db};
use magpie::delivery::outbox;
use magpie::members;
use magpie::reminders::service::{create_draft, save};
use magpie::reminders::{Plan, Saved};
use magpie::sandbox::{Bot, Limits, Manners, Options, Sandbox, SandboxClock};
use magpie::time::{self, Anchor, Clock, SignedDuration, SystemClock, ZoneId};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use crate::stage::Place;

/// A life ends at a random instant within this of its start: before it connects, in the middle of sending, or in
/// between.
const LONGEST_LIFE: Duration = Duration::from_millis(900);
/// What is left after the last kill is given this long: an answer that was lost is looked into after some seconds.
const PATIENCE: Duration = Duration::from_secs(180);

#[tokio::test(flavor = "multi_thread")]
async fn sixty_messages_arrive_once_through_six_kills() {
    arrive_once_through(60, 6, 1).await;
}

/// The long one: `cargo test --test processes -- --ignored --nocapture`.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes; the short one above is of the same make"]
async fn thousand_messages_arrive_once_through_two_hundred_kills() {
    arrive_once_through(1_000, 200, 2).await;
}

async fn arrive_once_through(messages: usize, kills: u32, seed: u64) {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("magpie.db");
    let (sandbox, readers) = community(&database).await;
    owe(&database, messages, (LONGEST_LIFE / 2) * kills).await;
    let place = Place { sandbox, folder };
    let mut rng = StdRng::seed_from_u64(seed);
    for _ in 0..kills {
        let bot = place.run_with(&database, &place.sandbox.address().token);
        tokio::time::sleep(rng.random_range(Duration::ZERO..LONGEST_LIFE)).await;
        bot.kill();
    }
    let between_kills = arrived(&place.sandbox, &readers, messages);
    let mut bot = place.run_with(&database, &place.sandbox.address().token);
    bot.says("Magpie started");
    let began = Instant::now();
    while (arrived(&place.sandbox, &readers, messages) < messages || is_unfinished(&database).await)
        && began.elapsed() < PATIENCE
    {
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    let ended = bot.ask_to_stop();
    assert!(ended.success(), "{ended}");
    let received = received(&place.sandbox, &readers);
    println!(
        "{messages} messages, {kills} kills: {between_kills} arrived between kills, {} texts in all",
        received.len()
    );
    // What is late comes together, so one text may announce several; but no two texts the same one.
    let count = |n: usize| received.iter().filter(|text| text.contains(&words(n))).count();
    let lost: Vec<usize> = (0..messages).filter(|n| count(*n) == 0).collect();
    let doubled: Vec<usize> = (0..messages).filter(|n| count(*n) > 1).collect();
    assert!(lost.is_empty() && doubled.is_empty(), "of seed {seed} lost: {lost:?}, doubled: {doubled:?}");
    all_are_sent(&database, messages).await;
    place.sandbox.stop().await;
}

/// A Discord whose people have their profiles and open DMs, made by a bot that is stopped again; and their handles.
async fn community(database: &Path) -> (Sandbox, Vec<String>) {
    let handles = [
        "sec-lead", "lapaz", "brussels", "sydney", "nairobi", "tokyo", "bogota", "delhi", "berlin", "lagos",
        "brisbane", "rome",
    ];
    let roster = Roster::reference().only(&handles);
    let readers = roster.people().iter().map(|person| person.handle.clone()).collect();
    let clock = SandboxClock::real();
    let bot = SandboxBot::new(Config::default(), Some(database.to_owned()), clock.clone()).expect("a bot");
    let manners = Manners {
        // Two hundred starts in a minute or two are not what Discord's limits are for.
        identifies_in_5s: 1_000,
        between_member_requests: Duration::ZERO,
        limits: Limits::None,
        ..Manners::default()
    };
    let options =
        Options { port: 0, seed: roster.seed(), clock, manners, seeder: Some(Arc::new(Community::new(roster))) };
    let sandbox = Sandbox::start(options, Some(Arc::new(bot) as Arc<dyn Bot>)).await.expect("the sandbox starts");
    sandbox.stop_bot().await.expect("it stops");
    db::wait_until_unlocked(database).expect("it lets go of its file");
    (sandbox, readers)
}

/// Saves so many reminders, to come one after the other over `time`.
async fn owe(database: &Path, messages: usize, time: Duration) {
    let db = Db::open(database).await.expect("it opens");
    let people = members::service::present(&mut db.read().await.expect("a reader")).await.expect("they can be read");
    let people: Vec<_> = people.into_iter().filter(|member| member.reach.dm().is_some()).collect();
    let now = SystemClock.now();
    let first = now + SignedDuration::from_secs(1);
    for n in 0..messages {
        let share = time.mul_f64(n as f64 / messages as f64);
        let at = first + SignedDuration::try_from(share).expect("some minutes");
        let plan =
            Plan { anchor: Anchor::Instant, wall: time::local(ZoneId::utc(), at).0, zone: ZoneId::utc(), rule: None };
        let member = people[n % people.len()].id;
        let draft = create_draft(&db, member, &words(n), &[plan], now).await.expect("it is understood");
        assert!(matches!(save(&db, member, draft, 0, now).await.expect("it is saved"), Saved::Own { .. }));
    }
    db.close().await;
    drop(db);
    db::wait_until_unlocked(database).expect("it lets go of its file");
}

fn words(n: usize) -> String {
    format!("Parcel {n:04} is due")
}

/// Every text that people got.
fn received(sandbox: &Sandbox, readers: &[String]) -> Vec<String> {
    let dms = readers.iter().flat_map(|who| sandbox.messages("dm", None, Some(who)).unwrap_or_default());
    dms.map(|message| message.content).filter(|text| text.contains("Parcel ")).collect()
}

/// How many were announced.
fn arrived(sandbox: &Sandbox, readers: &[String], messages: usize) -> usize {
    let received = received(sandbox, readers);
    (0..messages).filter(|n| received.iter().any(|text| text.contains(&words(*n)))).count()
}

/// Whether something is still to be sent or looked into, read beside the running bot.
async fn is_unfinished(database: &Path) -> bool {
    use sqlx::Connection as _;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database).read_only(true);
    let mut conn = sqlx::SqliteConnection::connect_with(&options).await.expect("it can be read");
    let left: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM deliveries WHERE state IN ('pending', 'sending', 'retry', 'unknown')")
            .fetch_one(&mut conn)
            .await
            .expect("they can be counted");
    left > 0
}

async fn all_are_sent(database: &Path, messages: usize) {
    db::wait_until_unlocked(database).expect("it lets go of its file");
    let db = Db::open(database).await.expect("it opens");
    let counts = outbox::counts(&mut db.read().await.expect("a reader")).await.expect("they can be counted");
    let unfinished: Vec<_> =
        counts.iter().filter(|(state, n)| *n > 0 && state != "sent" && state != "cancelled").collect();
    assert!(unfinished.is_empty(), "{unfinished:?}");
    let sent = counts.iter().find(|(state, _)| state == "sent").map_or(0, |(_, n)| *n);
    assert!(sent > 0 && sent <= i64::try_from(messages).unwrap_or(i64::MAX), "{counts:?}");
}
