//! After the bot was down, each source's policy holds: what is late says so, what is of no use any more does not come,
//! nothing comes twice.

use serde_json::json;

use crate::common::{Scene, Told, texts};

async fn alert(scene: &mut Scene, severity: &str, answer_by: &str) -> Told {
    let options = json!({"severity": severity, "audience": "members"});
    let opened = scene.command("sec-lead", "alert send", options).await;
    scene.submit("sec-lead", &opened, json!({"text": "Main room link changed", "answer_by": answer_by})).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn alert_whose_time_passed_while_the_bot_was_down_is_silent_and_says_so() {
    let mut scene = Scene::of(&["lapaz", "sydney", "sec-lead"]).await;
    let preview = alert(&mut scene, "urgent", "18:15 UTC").await;
    scene.click("sec-lead", &preview, "Send").await;
    assert!(scene.receives_one("lapaz").await.sounds());
    assert!(!scene.receives_one("sydney").await.sounds());
    scene.reads_one("secretariat").await;
    scene.kill_bot().await;
    // Sydney's waking minute was 20:00 UTC; the time to answer was over before.
    scene.advance_to("2020-11-10T23:00:00Z").await;
    scene.start_bot().await;
    scene.settle().await;
    let nudge = scene.receives_one("sydney").await;
    assert!(!nudge.sounds(), "nothing is expected, and her waking minute is three hours ago");
    assert!(nudge.text().starts_with("This comes late. The time to answer has passed"), "{}", nudge.text());
    scene.reads_one("secretariat").await;
    scene.advance("48h").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn alert_with_time_left_says_how_late_it_is_and_nudges_once() {
    let mut scene = Scene::of(&["sydney", "sec-lead"]).await;
    let preview = alert(&mut scene, "urgent", "").await;
    scene.click("sec-lead", &preview, "Send").await;
    scene.receives_one("sydney").await;
    scene.reads_one("secretariat").await;
    scene.kill_bot().await;
    scene.advance_to("2020-11-10T23:00:00Z").await;
    scene.start_bot().await;
    scene.settle().await;
    let nudge = scene.receives_one("sydney").await;
    assert!(nudge.sounds(), "she is awake and it still matters");
    assert!(nudge.text().contains("It was due Wed 11 Nov, 07:00 (Tue 20:00 UTC)."), "{}", nudge.text());
    scene.reads_one("secretariat").await;
    scene.restart_bot().await;
    scene.advance("48h").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ticket_that_waited_for_a_week_asks_those_awake_once_and_escalates_step_by_step() {
    let mut scene = Scene::of(&["accra", "lapaz", "tokyo", "sec-lead"]).await;
    scene.command("accra", "help", json!({"text": "My slides do not open"})).await;
    scene.settle().await;
    looked_at(&mut scene).await;
    scene.kill_bot().await;
    scene.advance("168h").await;
    scene.start_bot().await;
    scene.settle().await;
    scene.receives_one("lapaz").await;
    scene.receives_nothing("tokyo").await;
    scene.receives_nothing("sec-lead").await;
    assert!(scene.receives_one("accra").await.text().contains("17:05"), "the next step is ten minutes from now");
    assert_eq!(looked_at(&mut scene).await, Vec::<String>::new());
    scene.advance("9m").await;
    assert_eq!(looked_at(&mut scene).await, Vec::<String>::new());
    scene.advance("1m").await;
    scene.receives_one("sec-lead").await;
    let rest = looked_at(&mut scene).await;
    assert!(rest.iter().all(|new| !new.starts_with("lapaz") && !new.starts_with("tokyo")), "{rest:?}");
    scene.end().await;
}

/// Looks at everything that is new; returns who or where, and what.
async fn looked_at(scene: &mut Scene) -> Vec<String> {
    let state = scene.state().await;
    let mut new = Vec::new();
    for member in state["members"].as_array().expect("members").clone() {
        let handle = member["handle"].as_str().expect("a handle").to_owned();
        let items = scene.receives(&handle).await;
        new.extend(texts(&items).into_iter().map(|text| format!("{handle}: {text}")));
    }
    for channel in state["channels"].as_array().expect("channels").clone() {
        let items = scene.reads(channel["id"].as_str().expect("an id")).await;
        new.extend(texts(&items).into_iter().map(|text| format!("{}: {text}", channel["name"])));
    }
    new
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn phone_test_that_is_too_late_is_not_sent() {
    let mut scene = Scene::of(&["accra", "sec-lead"]).await;
    let profile = scene.command("accra", "profile show", json!({})).await;
    scene.click("accra", &profile, "Test my phone").await;
    scene.kill_bot().await;
    scene.advance("12m").await;
    scene.start_bot().await;
    scene.settle().await;
    scene.receives_nothing("accra").await;
    scene.end().await;
}

/// What waits after a day: an emergency's nudge, an own reminder (urgent), a ticket (prompt), and the secretariat's
/// reminder (routine).
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
    let mut scene = Scene::of(&people).await;
    let options = json!({"text": "Please vote", "at": "11:00", "date": "11 November"});
    let preview = scene.command("sec-lead", "remind-members", options).await;
    scene.click("sec-lead", &preview, "Save").await;
    let understood = scene.command("lapaz", "remind", json!({"text": "Té", "when": "en 1 hora"})).await;
    scene.click("lapaz", &understood, "Guardar").await;
    let preview = alert(&mut scene, "emergency", "").await;
    scene.click("sec-lead", &preview, "Send").await;
    scene.command("accra", "help", json!({"text": "My slides do not open"})).await;
    scene.settle().await;
    looked_at(&mut scene).await;
    scene.kill_bot().await;
    // 21:00 UTC a day later: 08:00 in Sydney, 17:00 in La Paz, 21:00 in Accra.
    scene.advance_to("2020-11-11T21:00:00Z").await;
    let last = scene.requests().await.last().map_or(0, |request| request["n"].as_u64().unwrap_or(0));
    scene.start_bot().await;
    scene.settle().await;
    let requests = scene.get(&format!("requests?after={last}")).await;
    let posts = requests.as_array().expect("requests").iter().filter(|request| {
        request["method"] == "POST" && request["path"].as_str().is_some_and(|path| path.ends_with("/messages"))
    });
    let lanes: String = posts.map(|post| lane(post["body"]["content"].as_str().unwrap_or_default())).collect();
    let votes: Vec<usize> = lanes.match_indices('r').map(|(place, _)| place).collect();
    assert!(votes.len() >= 5, "{lanes}");
    // As many are on their way at once as Discord's limit lets through, so neighbours may change places.
    for higher in ['e', 'u'] {
        let place = lanes.rfind(higher).unwrap_or_else(|| panic!("no {higher} in {lanes}"));
        assert!(place < votes[2], "{higher} waited behind what is routine: {lanes}");
    }
    assert!(lanes.find('p').is_some_and(|first| first < votes[votes.len() - 1]), "{lanes}");
    looked_at(&mut scene).await;
    scene.end().await;
}

fn lane(content: &str) -> char {
    match content {
        own if own.contains("Té") => 'u',
        vote if vote.contains("Please vote") || vote.starts_with("**Emergency") => 'r',
        alert if alert.starts_with("Emergency") => 'e',
        _ => 'p',
    }
}
