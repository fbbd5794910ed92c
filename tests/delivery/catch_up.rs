//! Tests the messages that were due while the bot was down. A late message must say that it is late. A message that is
//! too late to be useful must not be sent. No message may be sent twice.

use serde_json::json;

use crate::common::{Harness, Output, texts};

/// Runs `/alert send` and submits the form. Returns the preview.
async fn preview_alert(harness: &mut Harness, severity: &str, answer_by: &str) -> Output {
    let options = json!({"severity": severity, "audience": "members"});
    let opened = harness.command("sec-lead", "alert send", options).await;
    harness.submit("sec-lead", &opened, json!({"text": "Main room link changed", "answer_by": answer_by})).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nudge_of_an_alert_whose_time_passed_while_the_bot_was_down_is_silent_and_says_so() {
    let mut harness = Harness::with_members(&["lapaz", "sydney", "sec-lead"]).await;
    let preview = preview_alert(&mut harness, "urgent", "18:15 UTC").await;
    harness.click("sec-lead", &preview, "Send").await;
    assert!(harness.receives_one("lapaz").await.sounds());
    assert!(!harness.receives_one("sydney").await.sounds());
    harness.one_new_message("secretariat").await;
    harness.kill_bot().await;
    // The deadline passed at 18:15 UTC. Sydney's quiet hours ended later, at 20:00 UTC.
    harness.advance_to("2020-11-10T23:00:00Z").await;
    harness.start_bot().await;
    harness.settle().await;
    let nudge = harness.receives_one("sydney").await;
    assert!(!nudge.sounds(), "it needs no answer, and her quiet hours ended three hours ago");
    assert!(nudge.text().starts_with("This came late: the deadline has passed"), "{}", nudge.text());
    harness.one_new_message("secretariat").await;
    harness.advance("48h").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn late_nudge_of_a_current_alert_sounds_once_and_says_when_it_was_due() {
    let mut harness = Harness::with_members(&["sydney", "sec-lead"]).await;
    let preview = preview_alert(&mut harness, "urgent", "").await;
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
async fn ticket_that_waited_for_a_week_is_sent_once_to_volunteers_who_are_awake_and_escalates_step_by_step() {
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
    let other_messages = read_all_new(&mut harness).await;
    assert!(
        other_messages.iter().all(|new| !new.starts_with("lapaz") && !new.starts_with("tokyo")),
        "{other_messages:?}"
    );
    harness.end().await;
}

/// Reads all new messages. Returns a line for each: the name of the member or channel, and the text.
async fn read_all_new(harness: &mut Harness) -> Vec<String> {
    let state = harness.state().await;
    let mut new_messages = Vec::new();
    for member in state["members"].as_array().expect("members").clone() {
        let handle = member["handle"].as_str().expect("a handle").to_owned();
        let items = harness.receives(&handle).await;
        new_messages.extend(texts(&items).into_iter().map(|text| format!("{handle}: {text}")));
    }
    for channel in state["channels"].as_array().expect("channels").clone() {
        let items = harness.new_messages(channel["id"].as_str().expect("an id")).await;
        new_messages.extend(texts(&items).into_iter().map(|text| format!("{}: {text}", channel["name"])));
    }
    new_messages
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

/// After a day, these messages wait: nudges for an emergency (lane emergency), a member's own reminder (lane urgent), a
/// ticket (lane prompt), and the secretariat's reminder (lane routine).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_of_higher_lanes_are_sent_first_after_a_day() {
    const MEMBERS: [&str; 12] = [
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
    let people: Vec<&str> = MEMBERS.into_iter().chain(["sec-lead"]).collect();
    let mut harness = Harness::with_members(&people).await;
    let options = json!({"text": "Please vote", "at": "11:00", "date": "11 November"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    harness.click("sec-lead", &preview, "Save").await;
    let reminder_preview = harness.command("lapaz", "remind", json!({"text": "Té", "when": "en 1 hora"})).await;
    harness.click("lapaz", &reminder_preview, "Guardar").await;
    let preview = preview_alert(&mut harness, "emergency", "").await;
    harness.click("sec-lead", &preview, "Send, wake no one").await;
    harness.command("accra", "help", json!({"text": "My slides do not open"})).await;
    harness.settle().await;
    read_all_new(&mut harness).await;
    harness.kill_bot().await;
    // At 21:00 UTC, it is 08:00 in Sydney, 17:00 in La Paz and 21:00 in Accra, so these members are awake.
    harness.advance_to("2020-11-11T21:00:00Z").await;
    let last_request = harness.requests().await.last().map_or(0, |request| request["n"].as_u64().unwrap_or(0));
    harness.start_bot().await;
    harness.settle().await;
    let requests = harness.get(&format!("requests?after={last_request}")).await;
    let posts = requests.as_array().expect("requests").iter().filter(|request| {
        request["method"] == "POST" && request["path"].as_str().is_some_and(|path| path.ends_with("/messages"))
    });
    let lanes: String = posts.map(|post| lane(post["body"]["content"].as_str().unwrap_or_default())).collect();
    let routine_positions: Vec<usize> = lanes.match_indices('r').map(|(position, _)| position).collect();
    assert!(routine_positions.len() >= 5, "{lanes}");
    // Several attempts are in flight at once, so two successive messages may arrive in reverse
    // order.
    for higher in ['e', 'u'] {
        let position = lanes.rfind(higher).unwrap_or_else(|| panic!("no {higher} in {lanes}"));
        assert!(position < routine_positions[2], "{higher} waited for routine messages: {lanes}");
    }
    assert!(lanes.find('p').is_some_and(|first| first < routine_positions[routine_positions.len() - 1]), "{lanes}");
    read_all_new(&mut harness).await;
    harness.end().await;
}

/// The first letter of the lane that a message with this text belongs to.
fn lane(content: &str) -> char {
    match content {
        own if own.contains("Té") => 'u',
        vote if vote.contains("Please vote") || vote.starts_with("**Emergency") => 'r',
        alert if alert.starts_with("Emergency") => 'e',
        _ => 'p',
    }
}
