//! A disk that is full: whoever acts is told, nothing that was accepted is lost, and a bot goes on by itself when there is space again.
//!
//! The disk of a test cannot be filled everywhere, so the process may write no file larger than a limit; SQLite meets that as an error
//! of the disk, as it meets a quota.

use std::path::Path;
use std::process::Command;

use magpie::sandbox::InteractionResult;
use serde_json::json;

use crate::stage::{Place, Process, text};

/// Interactions until the journal meets the limit: each writes some pages of 4 KiB.
const MOST_TRIES: usize = 200;

fn is_refusal(result: &InteractionResult) -> bool {
    ["cannot store anything right now", "no puede guardar nada"].iter().any(|words| text(result).contains(words))
}

/// Starts the bot with room for so many bytes in each file.
fn run_with_room(place: &Place, bytes: u64) -> Process {
    let configuration = place.configuration(&place.database());
    // Without the trap the first write beyond the limit would end the process instead of failing.
    let script = format!(
        "trap '' XFSZ; exec prlimit --fsize={bytes}:unlimited -- {} run --config {}",
        env!("CARGO_BIN_EXE_magpie"),
        configuration.display()
    );
    let mut command = Command::new("sh");
    command.args(["-c", &script]);
    Process::of(command, &place.sandbox.address().token)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "how soon the file is full depends on when its journal is folded in"]
async fn full_disk_refuses_whoever_acts_and_a_disk_with_space_again_needs_no_restart() {
    if Command::new("prlimit").arg("--version").output().is_err() {
        println!("WARNING: there is no prlimit here; a full disk is not tested");
        return;
    }
    let place = Place::with(|seed| seed).await;
    let mut bot = place.run();
    bot.says("the commands were registered");
    bot.says("the server was read anew");
    let answers = json!({"zone": "America/La_Paz", "quiet_start": "22:00", "quiet_end": "07:00", "emergency": "No"});
    let review = place.command("profile set", answers).await;
    place.press(&review, "profile/save").await;
    assert!(bot.ask_to_stop().success());

    // The database fits, and a journal of twice its size, which grows with every write.
    put_in_order(&place.database()).await;
    let size = std::fs::metadata(place.database()).expect("it is there").len();
    let mut bot = run_with_room(&place, 2 * size);
    bot.says("the server was read anew");
    let mut accepted = Vec::new();
    let refused = loop {
        assert!(accepted.len() < MOST_TRIES, "the limit was never met");
        let words = format!("errand {}", accepted.len());
        let draft = place.command("remind", json!({"text": words, "when": "in 3 hours"})).await;
        if is_refusal(&draft) {
            break draft;
        }
        let saved = place.press(&draft, "reminder/save").await;
        if is_refusal(&saved) {
            break saved;
        }
        accepted.push(words);
    };
    assert!(is_refusal(&refused));
    assert!(!accepted.is_empty(), "there was room for something");
    bot.says("nothing can be stored");
    let again = place.command("remind", json!({"text": "one more", "when": "in 3 hours"})).await;
    assert!(is_refusal(&again), "as long as it is full: {}", text(&again));

    bot.gets_room();
    let draft = place.command("remind", json!({"text": "at last", "when": "in 3 hours"})).await;
    let saved = place.press(&draft, "reminder/save").await;
    assert!(!is_refusal(&saved), "{}", text(&saved));
    accepted.push("at last".to_owned());
    bot.kill();

    // What was said to be saved is there after a kill, and what was refused is not.
    let mut bot = place.run();
    bot.says("the server was read anew");
    let kept = reminders(&place.database()).await;
    assert_eq!(kept, accepted);
    bot.kill();
    place.sandbox.stop().await;
}

/// Takes over what stands in the journal, as SQLite does with the last connection.
async fn put_in_order(database: &Path) {
    use sqlx::Connection as _;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database);
    let mut conn = sqlx::SqliteConnection::connect_with(&options).await.expect("it opens");
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut conn).await.expect("it is taken over");
    conn.close().await.expect("it closes");
}

async fn reminders(database: &Path) -> Vec<String> {
    use sqlx::Connection as _;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database).read_only(true);
    let mut conn = sqlx::SqliteConnection::connect_with(&options).await.expect("it can be read");
    sqlx::query_scalar("SELECT text FROM reminder ORDER BY id").fetch_all(&mut conn).await.expect("there are reminders")
}
