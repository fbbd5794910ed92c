//! Tests the messages that were due while the bot was down. A late message must say that it is late. A message that is
//! too late to be useful must not be sent. No message may be sent twice.

use serde_json::json;

use crate::common::{Harness, Output, texts};

async fn alert(harness: &mut Harness, severity: &str, answer_by: &str) -> Output {
    let options = json!({"severity": severity, "audience": "members"});
    let opened = harness.command("sec-lead", "alert send", options).await;
    harness.submit("sec-lead", &opened, json!({"text": "Main room link changed", "answer_by": answer_by})).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn alert_whose_time_passed_while_the_bot_was_down_is_silent_and_says_so() {
    let mut harness = Harness::with_members(&["lapaz", "sydney", "sec-lead"]).await;
    let preview = alert(&mut harness, "urgent", "18:15 UTC").await;
    harness.click("sec-lead", &preview, "Send").await;
    assert!(harness.receives_one("lapaz").await.sounds());
    assert!(!harness.receives_one("sydney").await.sounds());
    harness.one_new_message("secretariat").await;
    harness.kill_bot().await;
    // The time to answer passed before 20:00 UTC, the minute at which Sydney's quiet hours ended.
    harness.advance_to("2020-11-10T23:00:00Z").await;
    harness.start_bot().await;
    harness.settle().await;
    let nudge = harness.receives_one("sydney").await;
    assert!(!nudge.sounds(), "it needs no answer, and her quiet hours ended three hours ago");
    assert!(nudge.text().starts_with("This came late: the time to answer has passed"), "{}", nudge.text());
    harness.one_new_message("secretariat").await;
    harness.advance("48h").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn alert_with_time_left_says_how_late_it_is_and_nudges_once() {
    let mut harness = Harness::with_members(&["sydney", "sec-lead"]).await;
    let preview = alert(&mut harness, "urgent", "").await;
    harness.click("sec-lead", &preview, "Send").await;
    harness.receives_one("sydney").await;
    harness.one_new_message("secretariat").await;
    harness.kill_bot().await;
    harness.advance_to("2020-11-10T23:00:00Z").await;
    harness.start_bot().await;
    harness.settle().await;
    let nudge = harness.receives_one("sydney").await;
    assert!(nudge.sounds(), "she is awake and it still matters");
    assert!(nudge.text().contains("It was due Wed 11 Nov, 07:00 (Tue 20:00 UTC)."), "{}", nudge.text());
    harness.one_new_message("secretariat").await;
    harness.restart_bot().await;
    harness.advance("48h").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ticket_that_waited_for_a_week_asks_those_awake_once_and_escalates_step_by_step() {
    let mut harness = Harness::with_members(&["accra", "lapaz", "tokyo", "sec-lead"]).await;
    harness.command("accra", "help", json!({"text": "My slides do not open"})).await;
    harness.settle().await;
    read_all_new(&mut harness).await;
    harness.kill_bot().await;
    harness.advance("168h").await;
    harness.start_bot().await;
    harness.settle().await;
    harness.receives_one("lapaz").await;
    harness.receives_nothing("tokyo").await;
    harness.receives_nothing("sec-lead").await;
    assert!(harness.receives_one("accra").await.text().contains("17:05"), "the next step is ten minutes from now");
    assert_eq!(read_all_new(&mut harness).await, Vec::<String>::new());
    harness.advance("9m").await;
    assert_eq!(read_all_new(&mut harness).await, Vec::<String>::new());
    harness.advance("1m").await;
    harness.receives_one("sec-lead").await;
    let rest = read_all_new(&mut harness).await;
    assert!(rest.iter().all(|new| !new.starts_with("lapaz") && !new.starts_with("tokyo")), "{rest:?}");
    harness.end().await;
}

/// Reads all new messages. Returns the member or channel and the text of each.
async fn read_all_new(harness: &mut Harness) -> Vec<String> {
    let state = harness.state().await;
    let mut new = Vec::new();
    for member in state["members"].as_array().expect("members").clone() {
        let handle = member["handle"].as_str().expect("a handle").to_owned();
        let items = harness.receives(&handle).await;
        new.extend(texts(&items).into_iter().map(|text| format!("{handle}: {text}")));
    }
    for channel in state["channels"].as_array().expect("channels").clone() {
        let items = harness.new_messages(channel["id"].as_str().expect("an id")).await;
        new.extend(texts(&items).into_iter().map(|text| format!("{}: {text}", channel["name"])));
    }
    new
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn phone_test_that_is_too_late_is_not_sent() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    let profile = harness.command("accra", "profile show", json!({})).await;
    harness.click("accra", &profile, "Test my phone").await;
    harness.kill_bot().await;
    harness.advance("12m").await;
    harness.start_bot().await;
    harness.settle().await;
    harness.receives_nothing("accra").await;
    harness.end().await;
}

/// After a day, these messages wait: nudges for an emergency, members' own reminders (lane urgent), a ticket (lane
/// prompt), and the secretariat's reminder (lane routine).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn backlog_starts_with_the_highest_lane() {
    const MANY: [&str; 12] = [
        "sydney",
        "lapaz",
        "accra",
        "cairo",
        "kyiv",
        "london",
        "brussels",
        "nairobi",
        "lagos",
        "beirut",
        "saopaulo",
        "washington",
    ];
    let people: Vec<&str> = MANY.into_iter().chain(["sec-lead"]).collect();
    let mut harness = Harness::with_members(&people).await;
    let options = json!({"text": "Please vote", "at": "11:00", "date": "11 November"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    harness.click("sec-lead", &preview, "Save").await;
    let understood = harness.command("lapaz", "remind", json!({"text": "Té", "when": "en 1 hora"})).await;
    harness.click("lapaz", &understood, "Guardar").await;
    let preview = alert(&mut harness, "emergency", "").await;
    harness.click("sec-lead", &preview, "Send").await;
    harness.command("accra", "help", json!({"text": "My slides do not open"})).await;
    harness.settle().await;
    read_all_new(&mut harness).await;
    harness.kill_bot().await;
    // A day later, 21:00 UTC is 08:00 in Sydney, 17:00 in La Paz and 21:00 in Accra.
    harness.advance_to("2020-11-11T21:00:00Z").await;
    let last = harness.requests().await.last().map_or(0, |request| request["n"].as_u64().unwrap_or(0));
    harness.start_bot().await;
    harness.settle().await;
    let requests = harness.get(&format!("requests?after={last}")).await;
    let posts = requests.as_array().expect("requests").iter().filter(|request| {
        request["method"] == "POST" && request["path"].as_str().is_some_and(|path| path.ends_with("/messages"))
    });
    let lanes: String = posts.map(|post| lane(post["body"]["content"].as_str().unwrap_or_default())).collect();
    let votes: Vec<usize> = lanes.match_indices('r').map(|(place, _)| place).collect();
    assert!(votes.len() >= 5, "{lanes}");
    // Several attempts are in flight at once, so two neighbouring messages may arrive in the other order.
    for higher in ['e', 'u'] {
        let place = lanes.rfind(higher).unwrap_or_else(|| panic!("no {higher} in {lanes}"));
        assert!(place < votes[2], "{higher} waited for routine messages: {lanes}");
    }
    assert!(lanes.find('p').is_some_and(|first| first < votes[votes.len() - 1]), "{lanes}");
    read_all_new(&mut harness).await;
    harness.end().await;
}

fn lane(content: &str) -> char {
    match content {
        own if own.contains("Té") => 'u',
        vote if vote.contains("Please vote") || vote.starts_with("**Emergency") => 'r',
        alert if alert.starts_with("Emergency") => 'e',
        _ => 'p',
    }
}
