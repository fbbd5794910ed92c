//! Tests how the form of an alert reads its audience and its deadline, and what it asks the author.

use serde_json::json;

use crate::common::Harness;
use crate::{PEOPLE, TEXT, each_receives_one, preview_alert, send};

#[tokio::test]
async fn form_with_an_unreadable_time_keeps_the_text() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let response = preview_alert(&mut harness, "urgent", "members", TEXT, "xyzzy").await;
    insta::assert_snapshot!(response.text(), @r"
    Magpie could not read the time. Please write it like 18:15, tomorrow 9am, or 10 November 18:15 UTC.
    Nothing was sent. Your text is kept.
    ");
    harness.restart_bot().await;
    let form = harness.click("sec-lead", &response, "Type the time again").await;
    assert!(form.json().contains(TEXT) && form.json().contains("xyzzy"), "{}", form.json());
    let preview = harness.submit("sec-lead", &form, json!({"text": TEXT, "answer_by": "18:15 UTC"})).await;
    assert!(preview.text().contains("Awake now (2)"), "{}", preview.text());
    harness.click("sec-lead", &preview, "Discard").await;
    harness.end().await;
}

#[tokio::test]
async fn past_time_has_one_error_and_one_next_step() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let response = preview_alert(&mut harness, "urgent", "members", TEXT, "yesterday 9am").await;
    insta::assert_snapshot!(response.text(), @r"
    That time has already passed. Please type a later one.
    Nothing was sent. Your text is kept.
    ");
    assert_eq!(response.buttons(), ["Type the time again", "Discard"]);
    // A time that passes after the preview has the same next step.
    let form = harness.click("sec-lead", &response, "Type the time again").await;
    let preview = harness.submit("sec-lead", &form, json!({"text": TEXT, "answer_by": "in 5 minutes"})).await;
    harness.advance("6m").await;
    let refusal = harness.click("sec-lead", &preview, "Send").await;
    assert_eq!((refusal.text(), refusal.buttons()), (response.text(), response.buttons()));
    harness.end().await;
}

#[tokio::test]
async fn preview_for_everyone_names_the_people_who_are_not_included() {
    let mut harness = Harness::with_members(&["sec-lead", "lapaz", "guest"]).await;
    let preview = preview_alert(&mut harness, "urgent", "everyone", TEXT, "").await;
    let not_included = "**Not included, no role as member, volunteer or secretariat (1):** Guest participant";
    assert!(preview.text().contains(not_included), "{}", preview.text());
    let preview = preview_alert(&mut harness, "urgent", "members", TEXT, "").await;
    assert!(!preview.text().contains("Not included"), "{}", preview.text());
    harness.end().await;
}

#[tokio::test]
async fn expired_preview_is_not_sent_and_can_be_renewed() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_alert(&mut harness, "urgent", "members", TEXT, "").await;
    harness.advance("16m").await;
    let refusal = harness.click("sec-lead", &preview, "Send").await;
    insta::assert_snapshot!(refusal.text(), @"This preview is more than 15 minutes old, and people have woken up or gone to sleep since then. Nothing was sent, and your text is kept.");
    let new_preview = harness.click("sec-lead", &preview, "Continue").await;
    assert!(new_preview.text().contains("Awake now (2)"), "{}", new_preview.text());
    harness.end().await;
}

#[tokio::test]
async fn unknown_audience_is_refused_before_the_form_opens() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let options = json!({"severity": "urgent", "audience": "lima"});
    let refusal = harness.command("sec-lead", "alert send", options).await;
    insta::assert_snapshot!(refusal.text(), @"No one here is called “lima”. You can write members, volunteers, secretariat or everyone, or name people by name, handle, city or mention, separated by commas. For a part of a group, write members in Africa, members in UTC+5 to +9 or members who read French. A minus leaves people out: members, -Ana.");
    harness.end().await;
}

#[tokio::test]
async fn unknown_audience_in_the_form_is_answered_with_the_possible_audiences() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let audience = "lapaz, brussels, sydney, tokyo, sec-lead, Member La Paz, Member Brussels, members";
    let options = json!({"severity": "urgent", "audience": audience});
    let form = harness.command("sec-lead", "alert send", options).await;
    let response = harness.submit("sec-lead", &form, json!({"text": TEXT, "answer_by": "", "audience": "lima"})).await;
    insta::assert_snapshot!(response.text(), @r"
    No one here is called “lima”. You can write members, volunteers, secretariat or everyone, or name people by name, handle, city or mention, separated by commas. For a part of a group, write members in Africa, members in UTC+5 to +9 or members who read French. A minus leaves people out: members, -Ana.
    Nothing was sent. Your text is kept.
    ");
    let form = harness.click("sec-lead", &response, "Continue").await;
    let preview = harness.submit("sec-lead", &form, json!({"text": TEXT, "answer_by": "", "audience": "lapaz"})).await;
    assert!(preview.text().contains("Awake now (1):** Member La Paz"), "{}", preview.text());
    harness.end().await;
}

#[tokio::test]
async fn audience_that_is_too_long_for_the_custom_id_is_a_field_of_the_form() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let audience = "lapaz, brussels, sydney, tokyo, sec-lead, Member La Paz, Member Brussels, members";
    let form = harness.command("sec-lead", "alert send", json!({"severity": "urgent", "audience": audience})).await;
    let preview = harness.submit("sec-lead", &form, json!({"text": TEXT, "answer_by": "", "audience": audience})).await;
    assert!(preview.text().contains("Awake now (3)"), "{}", preview.text());
    harness.end().await;
}

#[tokio::test]
async fn alert_with_the_text_of_a_recent_alert_must_be_confirmed() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_alert(&mut harness, "urgent", "lapaz", TEXT, "").await;
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    harness.receives_one("lapaz").await;
    harness.one_new_message("secretariat").await;
    let second_preview = preview_alert(&mut harness, "urgent", "lapaz", TEXT, "").await;
    insta::assert_snapshot!(second_preview.text(), @"
    **Preview: Urgent. Nothing has been sent yet.**
    ⚠️ The same text was sent now (alert 1). Do you want to send it again?
    What their lock screen shows:
    > Urgent: Main room link changed
    1 of them reads Spanish. Add their text?

    **Awake now (1):** Member La Paz
    **Phones never confirmed: 1.** Until they answer “Test my phone”, no one knows whether they hear a message.
    ");
    harness.click("sec-lead", &second_preview, "Send it again").await;
    harness.settle().await;
    harness.receives_one("lapaz").await;
    harness.one_new_message("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn audience_option_is_autocompleted() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let options = json!({"severity": "urgent", "audience": "vol"});
    let volunteers = harness.autocomplete("sec-lead", "alert send", "audience", options).await;
    assert_eq!(volunteers[..2], ["volunteers · 4 people", "volunteers in Europe · 2 people"]);
    let options = json!({"severity": "urgent", "audience": "volunteers, la"});
    assert_eq!(
        harness.autocomplete("sec-lead", "alert send", "audience", options).await,
        ["volunteers, Member La Paz (lapaz) · 4 people"]
    );
    harness.end().await;
}

/// Replaces the invisible word joiner (U+2060) in the text by a visible mark.
fn with_visible_joiners(text: &str) -> String {
    text.replace('\u{2060}', "[U+2060]")
}

#[tokio::test]
async fn text_cannot_ping_or_hide_a_link() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview =
        preview_alert(&mut harness, "urgent", "lapaz", "@everyone [here](https://evil.example) now", "").await;
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    let lapaz = harness.receives_one("lapaz").await;
    insta::assert_snapshot!(with_visible_joiners(lapaz.text()), @r"
    Urgente: @[U+2060]everyone \[here\](https://evil.example) now
    De Secretariat lead, de la secretaría
    ");
    let list = harness.one_new_message("secretariat").await;
    insta::assert_snapshot!(with_visible_joiners(list.text()), @r"
    **Urgent · alert 1:** @[U+2060]everyone \[here\](https://evil.example) now
    Sent by Secretariat lead to 1 person, <t:1605027300:F> (Tue 10 Nov, 16:55 UTC)

    🔔 **Sent, not seen (1):** Member La Paz
    Times are in UTC. “Sent” does not mean seen.
    ");
    harness.end().await;
}

#[tokio::test]
async fn author_chooses_a_meaning_of_an_ambiguous_time() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let question = preview_alert(&mut harness, "urgent", "members", TEXT, "03/12 14:00").await;
    insta::assert_snapshot!(question.text(), @r"
    The time can mean different things. Which one do you mean?
    Nothing was sent. Your text is kept.
    ");
    let meanings = question.buttons();
    insta::assert_snapshot!(meanings.join("\n"), @r"
    Thu 3 Dec, 14:00 (Thu 13:00 UTC)
    Fri 12 Mar 2021, 14:00 (Fri 13:00 UTC)
    Type the time again
    Discard
    ");
    let preview = harness.click("sec-lead", &question, &meanings[0]).await;
    assert!(preview.text().contains(&meanings[0]), "{} is not in {}", meanings[0], preview.text());
    // The chosen time is kept, because the author edits only the text.
    let form = harness.click("sec-lead", &preview, "Edit").await;
    let edited_preview =
        harness.submit("sec-lead", &form, json!({"text": "Other text", "answer_by": "03/12 14:00"})).await;
    assert!(edited_preview.text().contains(&meanings[0]), "{}", edited_preview.text());
    assert!(edited_preview.text().contains("Other text"), "{}", edited_preview.text());
    harness.end().await;
}

#[tokio::test]
async fn preview_shows_the_day_that_was_assumed_for_the_time() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_alert(&mut harness, "urgent", "members", TEXT, "20:15").await;
    insta::assert_snapshot!(preview.text(), @"
    **Preview: Urgent. Nothing has been sent yet.**
    What their lock screen shows:
    > Urgent: Main room link changed · before Tue 20:15
    The time is shown in your time zone here. Each person sees it in their own.
    Please read by: Tue 10 Nov, 20:15 (Tue 19:15 UTC), in 2 hours 20 minutes
    No day given, so Tuesday 10 November 2020.
    1 of them reads French, 1 Spanish. Add their text?

    ⏰ Before Tue 20:15 (Tue 19:15 UTC), **2 of 4** can hear this. Before Tue 21:15 (Tue 20:15 UTC): **3**. Before Tue 22:45 (Tue 21:45 UTC): **4**.
    **Asleep until the deadline has passed: arrives silently (2):** Member Sydney, Member Tokyo
    **Awake now (2):** Member Brussels, Member La Paz
    Those who are asleep wake between Tue 21:00 and Tue 22:30.
    **Phones never confirmed: 4.** Until they answer “Test my phone”, no one knows whether they hear a message.
    ");
    harness.end().await;
}

#[tokio::test]
async fn audience_with_the_separators_of_custom_ids_opens_the_form() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    for audience in ["~lapaz", "la/paz"] {
        let options = json!({"severity": "urgent", "audience": audience});
        let form = harness.command("sec-lead", "alert send", options).await;
        let fields = json!({"text": TEXT, "answer_by": "", "audience": "lapaz"});
        let preview = harness.submit("sec-lead", &form, fields).await;
        assert!(preview.text().contains("Awake now (1)"), "{}", preview.text());
    }
    harness.end().await;
}

#[tokio::test]
async fn audience_may_be_typed_with_any_common_separator_and_spelling() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    for audience in ["la paz; BRUSSELS", "lapaz & brussels", "La Paz and Bruxelles", "@lapaz @brussels", "paz, Bruss"] {
        let preview = preview_alert(&mut harness, "urgent", audience, TEXT, "").await;
        assert!(
            preview.text().contains("**Awake now (2):** Member Brussels, Member La Paz"),
            "{audience}: {}",
            preview.text()
        );
        harness.click("sec-lead", &preview, "Discard").await;
    }
    let form = harness.command("sec-lead", "alert send", json!({"severity": "urgent", "audience": "~lapaz"})).await;
    let fields = json!({"text": TEXT, "answer_by": "", "audience": "lapaz\nbrussels\n"});
    let preview = harness.submit("sec-lead", &form, fields).await;
    assert!(preview.text().contains("Awake now (2)"), "{}", preview.text());
    harness.end().await;
}

#[tokio::test]
async fn author_is_asked_whom_they_mean_if_a_word_matches_several_people() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let question = preview_alert(&mut harness, "urgent", "lapaz, mem", TEXT, "").await;
    insta::assert_snapshot!(question.text(), @r"
    “mem” matches several people: Member Brussels (brussels), Member La Paz (lapaz), Member Sydney (sydney), Member Tokyo (tokyo). Who do you mean?
    Nothing was sent. Your text is kept.
    ");
    harness.restart_bot().await;
    let state = harness.state().await;
    let members = state["members"].as_array().expect("members are a list").clone();
    let id_of = |handle: &str| {
        let found = members.iter().find(|member| member["handle"] == handle);
        found.and_then(|member| member["id"].as_str()).expect("they are there").to_owned()
    };
    let chosen_ids = [id_of("brussels"), id_of("tokyo")];
    let preview =
        harness.select("sec-lead", &question, "Choose the person you mean", &[&chosen_ids[0], &chosen_ids[1]]).await;
    insta::assert_snapshot!(preview.text(), @"
    **Preview: Urgent. Nothing has been sent yet.**
    What their lock screen shows:
    > Urgent: Main room link changed
    1 of them reads French, 1 Spanish. Add their text?

    **Asleep: arrives silently now, makes a sound when they wake (1):** Member Tokyo
    **Awake now (2):** Member Brussels, Member La Paz
    Those who are asleep wake at Tue 22:30.
    **Phones never confirmed: 3.** Until they answer “Test my phone”, no one knows whether they hear a message.
    ");
    harness.end().await;
}

#[tokio::test]
async fn author_is_asked_for_the_time_if_the_deadline_is_only_a_day() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let question = preview_alert(&mut harness, "urgent", "lapaz", TEXT, "November 12th").await;
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
    Type the time again
    Discard
    ");
    let end_label = question.buttons().into_iter().find(|label| label.contains("everywhere")).expect("it is offered");
    let preview = harness.click("sec-lead", &question, &end_label).await;
    insta::assert_snapshot!(preview.text(), @"
    **Preview: Urgent. Nothing has been sent yet.**
    What their lock screen shows:
    > Urgent: Main room link changed · before Fri 12:59
    The time is shown in your time zone here. Each person sees it in their own.
    Please read by: Fri 13 Nov, 12:59 (Fri 11:59 UTC), in 2 days 19 hours
    1 of them reads Spanish. Add their text?

    **Awake now (1):** Member La Paz
    **Phones never confirmed: 1.** Until they answer “Test my phone”, no one knows whether they hear a message.
    ");
    // The chosen time is kept, because the author edits only the text.
    let form = harness.click("sec-lead", &preview, "Edit").await;
    let edited_preview =
        harness.submit("sec-lead", &form, json!({"text": "Other", "answer_by": "November 12th"})).await;
    assert!(edited_preview.text().contains("Fri 13 Nov, 12:59 (Fri 11:59 UTC)"), "{}", edited_preview.text());
    harness.end().await;
}

#[tokio::test]
async fn author_of_a_correction_is_asked_for_the_time_if_the_new_deadline_is_only_a_day() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let list = send(&mut harness, "urgent", "18:15 UTC").await;
    each_receives_one(&mut harness).await;
    let form = harness.click("sec-lead", &list, "Correct").await;
    let fields = json!({"text": TEXT, "answer_by": "November 12th"});
    let question = harness.submit("sec-lead", &form, fields).await;
    insta::assert_snapshot!(question.text(), @r"
    You gave a day but no time, and a day ends at different times around the world. What time exactly?
    Nothing was sent. Your text is kept.
    ");
    let end_label = question.buttons().into_iter().find(|label| label.contains("everywhere")).expect("it is offered");
    assert_eq!(end_label, "Fri 13 Nov, 12:59 (Fri 11:59 UTC), the end of the day everywhere");
    harness.restart_bot().await;
    let preview = harness.click("sec-lead", &question, &end_label).await;
    assert!(preview.text().starts_with("**Preview of the correction to alert 1."), "{}", preview.text());
    assert!(preview.text().contains("Please read by: Fri 13 Nov, 12:59 (Fri 11:59 UTC)"), "{}", preview.text());
    let response = harness.click("sec-lead", &preview, "Send correction").await;
    insta::assert_snapshot!(response.text(), @"✅ Corrected. The 4 people who had received alert 1 are being told.");
    let brussels = harness.receives_one("brussels").await;
    assert!(brussels.text().contains("ven. 13 nov."), "{}", brussels.text());
    for who in ["lapaz", "sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    harness.withdraw("sec-lead", &list).await;
    harness.end().await;
}

#[tokio::test]
async fn deadline_after_the_last_day_of_the_event_must_be_confirmed() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let page = harness.command("sec-lead", "setup", json!({})).await;
    let channels = harness.click("sec-lead", &page, "Channels").await;
    let event_page = harness.click("sec-lead", &channels, "Announcements and event").await;
    let form = harness.click("sec-lead", &event_page, "Event dates").await;
    harness.submit("sec-lead", &form, json!({"from": "2020-11-09", "to": "2020-11-12"})).await;
    let question = preview_alert(&mut harness, "urgent", "lapaz", TEXT, "13 November 10:00").await;
    insta::assert_snapshot!(question.text(), @r"
    That time is after the last day of the event (Thursday 12 November 2020). Is that right?
    Nothing was sent. Your text is kept.
    ");
    insta::assert_snapshot!(question.buttons().join("\n"), @r"
    Yes, keep Fri 13 Nov, 10:00 (Fri 09:00 UTC)
    Type the time again
    Discard
    ");
    let keep_label = question.buttons().remove(0);
    let preview = harness.click("sec-lead", &question, &keep_label).await;
    assert!(preview.text().contains("Please read by: Fri 13 Nov, 10:00 (Fri 09:00 UTC)"), "{}", preview.text());
    harness.click("sec-lead", &preview, "Discard").await;
    // A time that the author chose from several meanings must be confirmed too.
    let question = preview_alert(&mut harness, "urgent", "lapaz", TEXT, "03/12 14:00").await;
    let december_label = question.buttons().remove(0);
    let late_response = harness.click("sec-lead", &question, &december_label).await;
    assert!(late_response.text().contains("after the last day of the event"), "{}", late_response.text());
    let accepted_preview = preview_alert(&mut harness, "urgent", "lapaz", TEXT, "12 November 22:00").await;
    assert!(accepted_preview.text().contains("Please read by: Thu 12 Nov, 22:00"), "{}", accepted_preview.text());
    harness.end().await;
}

#[tokio::test]
async fn alert_with_only_invisible_characters_is_refused() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let refusal = preview_alert(&mut harness, "urgent", "lapaz", "\u{200b}\u{2060} \u{3164}", "").await;
    insta::assert_snapshot!(
        refusal.text(),
        @"The alert has no text, so nothing was sent. Please press “Continue” and write it."
    );
    harness.end().await;
}
