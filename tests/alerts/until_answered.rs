//! Tests the plan until an alert is answered: people who have not answered are asked again, and before the deadline the
//! secretariat gets a list of who is missing. In the tests with fifty members, the test itself computes from the roster
//! whom each step asks, and whom the list shows as awake.

use std::collections::{BTreeMap, BTreeSet};

use magpie::cli::sandbox::Person;
use serde_json::json;

use crate::asks::{preview_question, send_preview};
use crate::common::{Harness, Output};
use crate::day_one::expected_members_csv;
use crate::previews::{fifty_members_at_half_past_five, members, minutes_until_awake};
use crate::{PEOPLE, correct, each_receives_one};

/// Sends a question with a deadline to the members, and reads the first messages of `people`. Returns the roster.
async fn ask_until(harness: &mut Harness, answer_by: &str, people: &[&str]) -> Output {
    let preview = preview_question(harness, json!({"ask": "Yes or no"}), json!({"answer_by": answer_by})).await;
    let list = send_preview(harness, &preview).await;
    for who in people {
        harness.receives_one(who).await;
    }
    list
}

/// The text of a message with the texts of its embeds.
fn whole_text(message: &Output) -> String {
    let embeds = message.message()["embeds"].as_array().cloned().unwrap_or_default();
    let texts = embeds.iter().filter_map(|embed| embed["description"].as_str());
    std::iter::once(message.text()).chain(texts).collect::<Vec<_>>().join("\n")
}

/// The only new list of who is missing. The bot can post newer rosters as well.
async fn new_missing_list(harness: &mut Harness) -> Output {
    let messages = harness.new_messages("secretariat").await;
    let mut lists: Vec<Output> = messages.into_iter().filter(|message| message.text().contains("📞")).collect();
    assert_eq!(lists.len(), 1, "{lists:#?}");
    lists.remove(0)
}

/// The newest roster of alert 1. An older one is deleted when it is too old to edit.
async fn current_roster(harness: &mut Harness) -> Output {
    harness.settle().await;
    let messages = harness.get("messages?channel=secretariat").await;
    let is_roster =
        |message: &&serde_json::Value| message["content"].as_str().is_some_and(|text| text.contains("· alert 1:**"));
    let newest = messages.as_array().expect("messages are a list").iter().rfind(is_roster);
    Output(newest.expect("there is a roster").clone())
}

/// The names in each section of a list of who is missing.
fn sections(list: &Output) -> Vec<(String, BTreeSet<String>)> {
    let mut sections: Vec<(String, BTreeSet<String>)> = Vec::new();
    for line in whole_text(list).lines() {
        match (line.strip_prefix("• **"), line.strip_prefix("**").and_then(|rest| rest.strip_suffix(")**"))) {
            (Some(entry), _) => {
                let name = entry.split("**").next().unwrap_or_default().replace('\\', "");
                sections.last_mut().expect("a heading comes first").1.insert(name);
            }
            (None, Some(heading)) => sections
                .push((heading.split(" (").next().expect("a heading has a first part").to_owned(), BTreeSet::new())),
            (None, None) => {}
        }
    }
    sections
}

async fn ids(harness: &Harness) -> BTreeMap<String, String> {
    let state = harness.state().await;
    let members = state["members"].as_array().expect("members are a list").clone();
    let id = |member: &serde_json::Value| {
        (member["handle"].as_str().expect("a handle").to_owned(), member["id"].as_str().expect("an id").to_owned())
    };
    members.iter().map(id).collect()
}

fn is_awake(person: &Person, at: &str) -> bool {
    minutes_until_awake(person, at) == 0
}

/// Whether a step at `at` asks somebody who has not answered: they must be awake, and a message that came when they
/// woke must not be newer than five minutes. `five_minutes_before`: five minutes before `at`.
fn is_asked(person: &Person, at: &str, five_minutes_before: &str) -> bool {
    is_awake(person, at) && is_awake(person, five_minutes_before)
}

#[tokio::test]
async fn each_step_asks_exactly_the_fifty_members_who_are_awake_and_missing_and_the_list_names_the_rest() {
    let mut harness = fifty_members_at_half_past_five().await;
    harness.upload_members("sec-lead", &expected_members_csv()).await;
    harness.settle().await;
    let preview = preview_question(&mut harness, json!({"ask": "Yes or no"}), json!({"answer_by": "20:30 UTC"})).await;
    // The author's zone is an hour ahead of UTC. Three hours are left.
    let plan = "**Until answered:** those who are awake are asked again at Tue 19:30 and Tue 20:30. \
                At Tue 21:00, the secretariat gets a list of who has not answered.";
    assert!(preview.text().contains(plan), "{}", preview.text());
    send_preview(&mut harness, &preview).await;
    let mut first_messages = BTreeMap::new();
    for person in members() {
        first_messages.insert(person.handle.clone(), harness.receives_one(&person.handle).await);
    }
    let mut missing: BTreeMap<String, Person> = members().into_iter().map(|p| (p.handle.clone(), p)).collect();
    let answer = async |harness: &mut Harness, who: &str| {
        let message = &first_messages[who];
        harness.click(who, message, &message.buttons()[0]).await;
    };
    for who in ["lagos", "bogota", "london"] {
        answer(&mut harness, who).await;
        missing.remove(who);
    }
    harness.restart_bot().await;

    harness.advance_to("2020-11-10T18:29:00Z").await;
    for person in members() {
        // Somebody who woke meanwhile got the nudge.
        let woke = minutes_until_awake(&person, "2020-11-10T17:30:00Z");
        let nudges = usize::from((1..=59).contains(&woke));
        assert_eq!(harness.receives(&person.handle).await.len(), nudges, "{}", person.handle);
    }
    // An answer just before the step, and a lost role.
    let message = &first_messages["brussels"];
    harness.click("brussels", message, &message.buttons()[0]).await;
    harness.patch_member("rome", json!({"roles": []})).await;
    missing.remove("brussels");
    missing.remove("rome");
    harness.advance_to("2020-11-10T18:30:00Z").await;
    for person in members() {
        let received = harness.receives(&person.handle).await;
        let is_missing = missing.contains_key(&person.handle);
        let expected = is_missing && is_asked(&person, "2020-11-10T18:30:00Z", "2020-11-10T18:25:00Z");
        assert_eq!(received.len(), usize::from(expected), "{}", person.handle);
        assert!(received.iter().all(Output::sounds), "{}", person.handle);
    }
    let roster = current_roster(&mut harness).await;
    assert!(roster.text().contains("Asked again at 18:30"), "{}", roster.text());
    let earlier = harness.reload(&first_messages["accra"]).await;
    insta::assert_snapshot!(earlier.text(), @"
    Main room link changed
    You have been asked again. Please press a button under the newer message.
    ");
    assert_eq!(earlier.buttons(), [""; 0], "only the newer message has buttons");

    harness.kill_bot().await;
    harness.start_bot().await;
    harness.advance_to("2020-11-10T19:30:00Z").await;
    for person in members() {
        let received = harness.receives(&person.handle).await;
        let woke = minutes_until_awake(&person, "2020-11-10T18:30:00Z");
        let is_missing = missing.contains_key(&person.handle);
        let asks = is_missing && is_asked(&person, "2020-11-10T19:30:00Z", "2020-11-10T19:25:00Z");
        let nudges = usize::from(is_missing && (1..=60).contains(&woke));
        assert_eq!(received.len(), usize::from(asks) + nudges, "{}", person.handle);
        assert!(received.iter().all(Output::sounds), "{}", person.handle);
    }

    harness.advance_to("2020-11-10T20:00:00Z").await;
    let list = new_missing_list(&mut harness).await;
    let (awake, asleep): (Vec<&Person>, Vec<&Person>) =
        missing.values().partition(|person| is_awake(person, "2020-11-10T20:00:00Z"));
    let names = |people: &[&Person]| people.iter().map(|person| person.name.clone()).collect::<BTreeSet<String>>();
    let expected = [("Awake".to_owned(), names(&awake)), ("Asleep".to_owned(), names(&asleep))];
    assert_eq!(sections(&list), expected);
    let text = whole_text(&list);
    for line in
        ["• **Member Accra** · Tue 20:00 · accra@example.org", "• **Member Tokyo** · Wed 05:00, wakes Wed 06:30"]
    {
        assert!(text.contains(line), "{line} in {text}");
    }
    // Nobody is asked a third time. Those who slept get their nudge in the morning, and nothing else.
    let roster = current_roster(&mut harness).await;
    harness.end_alert("sec-lead", &roster).await;
    harness.settle().await;
    let ended = harness.reload(&list).await;
    insta::assert_snapshot!(whole_text(&ended), @"Alert 1 has ended. You do not need to reach anyone for it any more.");
    for person in members() {
        let woke = minutes_until_awake(&person, "2020-11-10T19:30:00Z");
        let nudges = usize::from(missing.contains_key(&person.handle) && (1..=30).contains(&woke));
        assert_eq!(harness.receives(&person.handle).await.len(), nudges, "{}", person.handle);
    }
    harness.advance("1d").await;
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn person_who_was_reached_is_marked_with_who_and_when_and_is_not_asked_again_until_it_is_undone() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let ids = ids(&harness).await;
    harness.upload_members("sec-lead", &expected_members_csv()).await;
    // Brussels has a deputy.
    harness.command("brussels", "profile deputy", json!({"person": "lapaz"})).await;
    harness.settle().await;
    let request = harness.receives_one("lapaz").await;
    harness.click("lapaz", &request, &request.buttons()[0]).await;
    harness.receives_one("brussels").await;
    // 80 minutes are left: the asks are due at 17:21 and 17:48, the list at 17:45.
    let roster = ask_until(&mut harness, "18:15 UTC", &PEOPLE[1..]).await;
    let plan = "asked again at 17:21 and 17:48. At 17:45, the secretariat gets a list";
    assert!(roster.text().contains(plan), "{}", roster.text());
    harness.advance_to("2020-11-10T17:21:00Z").await;
    let asked_again = harness.receives_one("lapaz").await;
    assert!(asked_again.text().starts_with("Urgente, otra vez"), "{}", asked_again.text());
    harness.receives_one("brussels").await;
    harness.advance_to("2020-11-10T17:45:00Z").await;
    let list = new_missing_list(&mut harness).await;
    insta::assert_snapshot!(list.text(), @"
    📞 **Alert 1: 4 people have not answered.** Can you reach them?
    Urgent: Main room link changed
    Please answer by: <t:1605032100:F> (Tue 10 Nov, 18:15 UTC)
    Local times and who is awake: as of 17:45 UTC.

    **Awake (2)**
    • **Member Brussels** · Tue 18:45 · brussels@example.org · deputy: Member La Paz
    • **Member La Paz** · Tue 13:45 · lapaz@example.org
    **Asleep (2)**
    • **Member Sydney** · Wed 04:45, wakes Wed 07:00 · sydney@example.org
    • **Member Tokyo** · Wed 02:45, wakes Wed 06:30 · tokyo@example.org
    **Not on Discord: 46**
    ");
    let mark = "I reached them: choose who";
    let answer = harness.select("sec-lead", &list, mark, &[&ids["lapaz"], &ids["tokyo"]]).await;
    assert!(answer.is_ephemeral());
    insta::assert_snapshot!(answer.text(), @"✅ Recorded for alert 1: you reached Member La Paz, Member Tokyo. They are not asked again. Only they can answer.");
    harness.restart_bot().await;
    let marked = harness.reload(&list).await;
    insta::assert_snapshot!(marked.text(), @"
    📞 **Alert 1: 4 people have not answered.** Can you reach them?
    Urgent: Main room link changed
    Please answer by: <t:1605032100:F> (Tue 10 Nov, 18:15 UTC)
    Local times and who is awake: as of 17:45 UTC.

    **Awake (1)**
    • **Member Brussels** · Tue 18:45 · brussels@example.org · deputy: Member La Paz
    **Asleep (1)**
    • **Member Sydney** · Wed 04:45, wakes Wed 07:00 · sydney@example.org
    **Reached, no answer yet (2)**
    • **Member La Paz** · reached by Secretariat lead at 17:45 UTC
    • **Member Tokyo** · reached by Secretariat lead at 17:45 UTC
    **Not on Discord: 46**
    ");
    let shown = harness.command("sec-lead", "alert show", json!({"number": 1})).await;
    assert!(shown.text().contains("Member La Paz (reached by Secretariat lead at 17:45)"), "{}", shown.text());
    harness.advance_to("2020-11-10T17:48:00Z").await;
    harness.receives_nothing("lapaz").await;
    let question = harness.receives_one("brussels").await;

    let undo = "Not reached after all: choose who";
    let answer = harness.select("sec-lead", &marked, undo, &[&ids["tokyo"]]).await;
    insta::assert_snapshot!(answer.text(), @"Undone for alert 1: Member Tokyo");
    harness.click("brussels", &question, "Je peux").await;
    harness.settle().await;
    let sections = sections(&harness.reload(&list).await);
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<String>>();
    let asleep = ("Asleep".to_owned(), set(&["Member Sydney", "Member Tokyo"]));
    assert_eq!(sections, [asleep, ("Reached, no answer yet".to_owned(), set(&["Member La Paz"]))]);
    harness.click("lapaz", &asked_again, "Puedo").await;
    harness.end_alert("sec-lead", &roster).await;
    harness.settle().await;
    assert!(!whole_text(&harness.reload(&list).await).contains("Member"), "the list names nobody after the end");
    harness.end().await;
}

#[tokio::test]
async fn list_follows_a_deputy_who_is_gone_and_a_person_who_lost_the_role() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    harness.command("brussels", "profile deputy", json!({"person": "lapaz"})).await;
    harness.settle().await;
    let request = harness.receives_one("lapaz").await;
    harness.click("lapaz", &request, &request.buttons()[0]).await;
    harness.receives_one("brussels").await;
    let roster = ask_until(&mut harness, "18:15 UTC", &PEOPLE[1..]).await;
    harness.advance_to("2020-11-10T17:45:00Z").await;
    for who in ["lapaz", "brussels"] {
        harness.receives_one(who).await;
    }
    let list = new_missing_list(&mut harness).await;
    assert!(list.text().contains("deputy: Member La Paz"), "{}", list.text());
    harness.patch_member("tokyo", json!({"roles": []})).await;
    harness.member_leaves("lapaz").await;
    harness.receives("brussels").await;
    let text = harness.reload(&list).await.text().to_owned();
    assert!(!text.contains("La Paz") && !text.contains("Tokyo") && text.contains("Sydney"), "{text}");
    harness.withdraw("sec-lead", &roster).await;
    harness.end().await;
}

#[tokio::test]
async fn list_moves_to_a_new_channel_and_hides_contacts_there_if_volunteers_can_read_it() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    harness.upload_members("sec-lead", &expected_members_csv()).await;
    ask_until(&mut harness, "18:15 UTC", &PEOPLE[1..]).await;
    harness.advance_to("2020-11-10T17:45:00Z").await;
    for who in ["lapaz", "brussels"] {
        harness.receives_one(who).await;
    }
    let list = new_missing_list(&mut harness).await;
    assert!(list.text().contains("lapaz@example.org"), "{}", list.text());
    harness.command("sec-lead", "setup", json!({"secretariat_channel": "helpdesk-triage"})).await;
    harness.settle().await;
    let moved = harness.new_messages("helpdesk-triage").await;
    let moved: Vec<Output> = moved.into_iter().filter(|message| message.text().contains("📞")).collect();
    assert_eq!(moved.len(), 1, "{moved:#?}");
    assert!(moved[0].text().contains("Member La Paz"), "{}", moved[0].text());
    assert!(moved[0].text().contains("Contacts are not shown"), "{}", moved[0].text());
    assert!(!moved[0].json().contains("lapaz@example.org"), "{}", moved[0].text());
    let old_channel = harness.get("messages?channel=secretariat").await.to_string();
    assert!(!old_channel.contains("lapaz@example.org"), "the old list is deleted: {old_channel}");
    harness.end().await;
}

#[tokio::test]
async fn correction_replaces_the_plan_and_no_step_of_the_old_plan_runs() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let roster = ask_until(&mut harness, "18:15 UTC", &PEOPLE[1..]).await;
    harness.advance_to("2020-11-10T17:30:00Z").await;
    for who in ["lapaz", "brussels"] {
        harness.receives_one(who).await;
    }
    // 150 minutes are left, and one of the two asks was made: the other is due after 75 minutes.
    let answer = correct(&mut harness, &roster, "Who can take room 4?", "20:00 UTC").await;
    assert!(answer.text().contains("Corrected"), "{}", answer.text());
    harness.settle().await;
    each_receives_one(&mut harness).await;
    harness.restart_bot().await;
    harness.advance_to("2020-11-10T18:44:00Z").await;
    for who in PEOPLE {
        harness.receives_nothing(who).await;
    }
    let lists = harness.new_messages("secretariat").await;
    assert!(lists.iter().all(|list| !list.text().contains("📞")), "{lists:#?}");
    harness.advance_to("2020-11-10T18:45:00Z").await;
    for who in ["lapaz", "brussels"] {
        let message = harness.receives_one(who).await;
        assert!(message.text().contains("Who can take room 4?"), "{}", message.text());
    }
    harness.advance_to("2020-11-10T19:30:00Z").await;
    let list = new_missing_list(&mut harness).await;
    assert!(list.text().contains("4 people have not answered"), "{}", list.text());
    harness.advance("1d").await;
    for who in ["sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn nothing_is_asked_or_listed_after_the_alert_has_ended() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let roster = ask_until(&mut harness, "18:15 UTC", &PEOPLE[1..]).await;
    harness.advance_to("2020-11-10T17:20:00Z").await;
    harness.withdraw("sec-lead", &roster).await;
    // `end` fails if a step or a nudge sends something.
    harness.advance("1d").await;
    harness.end().await;
}

#[tokio::test]
async fn steps_that_were_due_while_the_bot_was_stopped_run_once_when_it_starts() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let roster = ask_until(&mut harness, "18:15 UTC", &PEOPLE[1..]).await;
    harness.kill_bot().await;
    harness.advance_to("2020-11-10T17:49:00Z").await;
    harness.start_bot().await;
    harness.settle().await;
    for who in ["lapaz", "brussels"] {
        harness.receives_one(who).await;
    }
    new_missing_list(&mut harness).await;
    harness.restart_bot().await;
    harness.withdraw("sec-lead", &roster).await;
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn alert_without_a_deadline_is_asked_again_twice_and_has_no_list() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    ask_until(&mut harness, "", &PEOPLE[1..]).await;
    for instant in ["2020-11-10T17:55:00Z", "2020-11-10T18:55:00Z"] {
        harness.advance_to(instant).await;
        for who in ["lapaz", "brussels"] {
            harness.receives_one(who).await;
        }
    }
    harness.advance("1d").await;
    for who in ["sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    let lists = harness.new_messages("secretariat").await;
    assert!(lists.iter().all(|list| !list.text().contains("📞")), "{lists:#?}");
    harness.end().await;
}

#[tokio::test]
async fn alert_to_read_has_no_plan() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_question(&mut harness, json!({"ask": "To read"}), json!({"answer_by": "18:15 UTC"})).await;
    assert!(!preview.text().contains("Until answered"), "{}", preview.text());
    let roster = send_preview(&mut harness, &preview).await;
    each_receives_one(&mut harness).await;
    harness.advance_to("2020-11-10T18:15:00Z").await;
    for who in PEOPLE {
        harness.receives_nothing(who).await;
    }
    harness.withdraw("sec-lead", &roster).await;
    harness.new_messages("secretariat").await;
    harness.end().await;
}
