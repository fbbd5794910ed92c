use serde_json::json;

use crate::common::Harness;
use crate::{PEOPLE, TEXT, preview};

#[tokio::test]
async fn form_with_a_bad_time_keeps_the_text() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let problem = preview(&mut harness, "urgent", "members", TEXT, "xyzzy").await;
    insta::assert_snapshot!(problem.text(), @r"
    Magpie could not read the time. Please write it like 18:15, tomorrow 9am, or 10 November 18:15 UTC.
    Nothing was sent. Your text is kept.
    ");
    harness.restart_bot().await;
    let opened = harness.click("sec-lead", &problem, "Type the time again").await;
    assert!(opened.json().contains(TEXT) && opened.json().contains("xyzzy"), "{}", opened.json());
    let shown = harness.submit("sec-lead", &opened, json!({"text": TEXT, "answer_by": "18:15 UTC"})).await;
    assert!(shown.text().contains("Awake now (2)"), "{}", shown.text());
    harness.click("sec-lead", &shown, "Discard").await;
    harness.end().await;
}

#[tokio::test]
async fn expired_preview_is_counted_again() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let shown = preview(&mut harness, "urgent", "members", TEXT, "").await;
    harness.advance("16m").await;
    let stale = harness.click("sec-lead", &shown, "Send").await;
    insta::assert_snapshot!(stale.text(), @"This preview is more than 15 minutes old, and people have woken up or gone to sleep since then. Nothing was sent, and your text is kept.");
    let again = harness.click("sec-lead", &shown, "Continue").await;
    assert!(again.text().contains("Awake now (2)"), "{}", again.text());
    harness.end().await;
}

#[tokio::test]
async fn unknown_audience_is_answered_with_the_possible_audiences() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let problem = preview(&mut harness, "urgent", "lima", TEXT, "").await;
    insta::assert_snapshot!(problem.text(), @r"
    No one here is called “lima”. You can write members, volunteers, secretariat or everyone, or name people by name, handle, city or mention, separated by commas.
    Nothing was sent. Your text is kept.
    ");
    let opened = harness.click("sec-lead", &problem, "Continue").await;
    let shown = harness.submit("sec-lead", &opened, json!({"text": TEXT, "answer_by": "", "audience": "lapaz"})).await;
    assert!(shown.text().contains("Awake now (1):** Member La Paz"), "{}", shown.text());
    harness.end().await;
}

#[tokio::test]
async fn audience_that_is_too_long_for_the_custom_id_is_a_field_of_the_form() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let audience = "lapaz, brussels, sydney, tokyo, sec-lead, Member La Paz, Member Brussels, members";
    let opened = harness.command("sec-lead", "alert send", json!({"severity": "urgent", "audience": audience})).await;
    let shown = harness.submit("sec-lead", &opened, json!({"text": TEXT, "answer_by": "", "audience": audience})).await;
    assert!(shown.text().contains("Awake now (3)"), "{}", shown.text());
    harness.end().await;
}

#[tokio::test]
async fn alert_with_the_text_of_a_recent_alert_must_be_confirmed() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let shown = preview(&mut harness, "urgent", "lapaz", TEXT, "").await;
    harness.click("sec-lead", &shown, "Send").await;
    harness.settle().await;
    harness.receives_one("lapaz").await;
    harness.one_new_message("secretariat").await;
    let repeated = preview(&mut harness, "urgent", "lapaz", TEXT, "").await;
    insta::assert_snapshot!(repeated.text(), @"
    **Preview: Urgent. Nothing has been sent yet.**
    ⚠️ The same text was sent now (alert 1). Do you want to send it again?
    What their lock screen shows:
    > Urgent: Main room link changed

    **Awake now (1):** Member La Paz
    **Phones never confirmed: 1.** Until they answer “Test my phone”, no one knows whether they hear a message.
    ");
    harness.click("sec-lead", &repeated, "Send it again").await;
    harness.settle().await;
    harness.receives_one("lapaz").await;
    harness.one_new_message("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn audience_is_completed() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let options = json!({"severity": "urgent", "audience": "vol"});
    assert_eq!(harness.autocomplete("sec-lead", "alert send", "audience", options).await, ["volunteers"]);
    let options = json!({"severity": "urgent", "audience": "volunteers, la"});
    assert_eq!(
        harness.autocomplete("sec-lead", "alert send", "audience", options).await,
        ["volunteers, Member La Paz (lapaz)"]
    );
    harness.end().await;
}

/// Replaces the invisible word joiner (U+2060) in the text by a visible mark.
fn visible(text: &str) -> String {
    text.replace('\u{2060}', "[U+2060]")
}

#[tokio::test]
async fn text_cannot_ping_or_hide_a_link() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let shown = preview(&mut harness, "urgent", "lapaz", "@everyone [here](https://evil.example) now", "").await;
    harness.click("sec-lead", &shown, "Send").await;
    harness.settle().await;
    let lapaz = harness.receives_one("lapaz").await;
    insta::assert_snapshot!(visible(lapaz.text()), @r"
    Urgente: @[U+2060]everyone \[here\](https://evil.example) now
    De Secretariat lead, de la secretaría
    ");
    let list = harness.one_new_message("secretariat").await;
    insta::assert_snapshot!(visible(list.text()), @r"
    **Urgent · alert 1:** @[U+2060]everyone \[here\](https://evil.example) now
    Sent by Secretariat lead to 1 person, <t:1605027300:F> (Tue 10 Nov, 16:55 UTC)

    🔔 **Sent, not seen (1):** Member La Paz
    Times are in UTC. “Sent” does not mean seen.
    ");
    harness.end().await;
}

#[tokio::test]
async fn author_chooses_among_meanings_of_a_time() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let question = preview(&mut harness, "urgent", "members", TEXT, "03/12 14:00").await;
    insta::assert_snapshot!(question.text(), @r"
    The time can mean different things. Which one do you mean?
    Nothing was sent. Your text is kept.
    ");
    let meanings = question.buttons();
    insta::assert_snapshot!(meanings.join("\n"), @r"
    Thu 3 Dec, 14:00 (Thu 13:00 UTC)
    Fri 12 Mar 2021, 14:00 (Fri 13:00 UTC)
    Continue
    Discard
    ");
    let shown = harness.click("sec-lead", &question, &meanings[0]).await;
    assert!(shown.text().contains(&meanings[0]), "{} is not in {}", meanings[0], shown.text());
    // If only the text is edited, the chosen time is kept.
    let opened = harness.click("sec-lead", &shown, "Edit").await;
    let again = harness.submit("sec-lead", &opened, json!({"text": "Other text", "answer_by": "03/12 14:00"})).await;
    assert!(again.text().contains(&meanings[0]), "{}", again.text());
    assert!(again.text().contains("Other text"), "{}", again.text());
    harness.end().await;
}

#[tokio::test]
async fn preview_shows_what_was_assumed_about_the_time() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let shown = preview(&mut harness, "urgent", "members", TEXT, "20:15").await;
    insta::assert_snapshot!(shown.text(), @"
    **Preview: Urgent. Nothing has been sent yet.**
    What their lock screen shows:
    > Urgent: Main room link changed · before Tue 20:15
    Please read by: Tue 10 Nov, 20:15 (Tue 19:15 UTC), in 2 hours 20 minutes
    No day given, so Tuesday 10 November 2020.

    **Awake now (2):** Member Brussels, Member La Paz
    **Asleep until the deadline has passed: arrives silently (2):** Member Sydney, Member Tokyo
    **Phones never confirmed: 4.** Until they answer “Test my phone”, no one knows whether they hear a message.
    ");
    harness.end().await;
}

#[tokio::test]
async fn audience_with_characters_of_custom_ids_opens_the_form() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    for audience in ["~lapaz", "mag/lapaz"] {
        let options = json!({"severity": "urgent", "audience": audience});
        let opened = harness.command("sec-lead", "alert send", options).await;
        let fields = json!({"text": TEXT, "answer_by": "", "audience": "lapaz"});
        let shown = harness.submit("sec-lead", &opened, fields).await;
        assert!(shown.text().contains("Awake now (1)"), "{}", shown.text());
    }
    harness.end().await;
}

#[tokio::test]
async fn audience_is_understood_as_people_type_it() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    for audience in ["la paz; BRUSSELS", "lapaz & brussels", "La Paz and Bruxelles", "@lapaz @brussels", "paz, Bruss"] {
        let shown = preview(&mut harness, "urgent", audience, TEXT, "").await;
        assert!(
            shown.text().contains("**Awake now (2):** Member Brussels, Member La Paz"),
            "{audience}: {}",
            shown.text()
        );
        harness.click("sec-lead", &shown, "Discard").await;
    }
    let opened = harness.command("sec-lead", "alert send", json!({"severity": "urgent", "audience": "a~/b"})).await;
    let fields = json!({"text": TEXT, "answer_by": "", "audience": "lapaz\nbrussels\n"});
    let shown = harness.submit("sec-lead", &opened, fields).await;
    assert!(shown.text().contains("Awake now (2)"), "{}", shown.text());
    harness.end().await;
}

#[tokio::test]
async fn word_that_fits_several_people_asks_which() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let question = preview(&mut harness, "urgent", "lapaz, mem", TEXT, "").await;
    insta::assert_snapshot!(question.text(), @r"
    “mem” matches several people: Member Brussels (brussels), Member La Paz (lapaz), Member Sydney (sydney), Member Tokyo (tokyo). Who do you mean?
    Nothing was sent. Your text is kept.
    ");
    harness.restart_bot().await;
    let state = harness.state().await;
    let members = state["members"].as_array().expect("members are a list").clone();
    let id = |handle: &str| {
        let found = members.iter().find(|member| member["handle"] == handle);
        found.and_then(|member| member["id"].as_str()).expect("they are there").to_owned()
    };
    let chosen = [id("brussels"), id("tokyo")];
    let shown = harness.select("sec-lead", &question, "Choose the person you mean", &[&chosen[0], &chosen[1]]).await;
    insta::assert_snapshot!(shown.text(), @"
    **Preview: Urgent. Nothing has been sent yet.**
    What their lock screen shows:
    > Urgent: Main room link changed

    **Awake now (2):** Member Brussels, Member La Paz
    **Asleep: arrives silently now, makes a sound when they wake (1):** Member Tokyo
    **Phones never confirmed: 3.** Until they answer “Test my phone”, no one knows whether they hear a message.
    ");
    harness.end().await;
}

#[tokio::test]
async fn day_without_a_time_to_answer_is_asked_about() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let question = preview(&mut harness, "urgent", "lapaz", TEXT, "November 12th").await;
    insta::assert_snapshot!(question.text(), @r"
    You gave a day but no time, and a day ends at different times around the world. What time exactly?
    Nothing was sent. Your text is kept.
    ");
    insta::assert_snapshot!(question.buttons().join("\n"), @r"
    Thu 12 Nov, 09:00 (Thu 08:00 UTC)
    Thu 12 Nov, 12:00 (Thu 11:00 UTC)
    Thu 12 Nov, 18:00 (Thu 17:00 UTC)
    Thu 12 Nov, 23:59 (Thu 22:59 UTC), the end of your day
    Fri 13 Nov, 00:59 (Thu 23:59 UTC), the end of the day in UTC
    Fri 13 Nov, 12:59 (Fri 11:59 UTC), the end of the day everywhere
    Continue
    Discard
    ");
    let end = question.buttons().into_iter().find(|label| label.contains("everywhere")).expect("it is offered");
    let shown = harness.click("sec-lead", &question, &end).await;
    insta::assert_snapshot!(shown.text(), @"
    **Preview: Urgent. Nothing has been sent yet.**
    What their lock screen shows:
    > Urgent: Main room link changed · before Fri 12:59
    Please read by: Fri 13 Nov, 12:59 (Fri 11:59 UTC), in 2 days 19 hours

    **Awake now (1):** Member La Paz
    **Phones never confirmed: 1.** Until they answer “Test my phone”, no one knows whether they hear a message.
    ");
    // If only the text is edited, the chosen time is kept.
    let opened = harness.click("sec-lead", &shown, "Edit").await;
    let again = harness.submit("sec-lead", &opened, json!({"text": "Other", "answer_by": "November 12th"})).await;
    assert!(again.text().contains("Fri 13 Nov, 12:59 (Fri 11:59 UTC)"), "{}", again.text());
    harness.end().await;
}

#[tokio::test]
async fn time_after_the_last_day_of_the_event_is_questioned() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let page = harness.command("sec-lead", "setup", json!({})).await;
    let channels = harness.click("sec-lead", &page, "Channels").await;
    let rest = harness.click("sec-lead", &channels, "Announcements and event").await;
    let form = harness.click("sec-lead", &rest, "Event dates").await;
    harness.submit("sec-lead", &form, json!({"from": "2020-11-09", "to": "2020-11-12"})).await;
    let question = preview(&mut harness, "urgent", "lapaz", TEXT, "13 November 10:00").await;
    insta::assert_snapshot!(question.text(), @r"
    That time is after the last day of the event (Thursday 12 November 2020). Is that right?
    Nothing was sent. Your text is kept.
    ");
    insta::assert_snapshot!(question.buttons().join("\n"), @r"
    Yes, keep Fri 13 Nov, 10:00 (Fri 09:00 UTC)
    Continue
    Discard
    ");
    let keep = question.buttons().remove(0);
    let shown = harness.click("sec-lead", &question, &keep).await;
    assert!(shown.text().contains("Please read by: Fri 13 Nov, 10:00 (Fri 09:00 UTC)"), "{}", shown.text());
    harness.click("sec-lead", &shown, "Discard").await;
    // A meaning that the author chose among several is questioned too.
    let question = preview(&mut harness, "urgent", "lapaz", TEXT, "03/12 14:00").await;
    let december = question.buttons().remove(0);
    let late = harness.click("sec-lead", &question, &december).await;
    assert!(late.text().contains("after the last day of the event"), "{}", late.text());
    let within = preview(&mut harness, "urgent", "lapaz", TEXT, "12 November 22:00").await;
    assert!(within.text().contains("Please read by: Thu 12 Nov, 22:00"), "{}", within.text());
    harness.end().await;
}

#[tokio::test]
async fn alert_with_only_invisible_characters_has_no_text() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let refused = preview(&mut harness, "urgent", "lapaz", "\u{200b}\u{2060} \u{3164}", "").await;
    assert!(refused.text().contains("The alert has no text."), "{}", refused.text());
    harness.end().await;
}
