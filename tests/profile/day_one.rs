//! Tests the secretariat's list of expected members on the first day. Magpie shows the list before it saves the list.
//! It assumes the values of the list for people without a profile, and offers these values as the first answers for the
//! profile.

use serde_json::json;

use crate::common::{Harness, members_file};

const LIST: &str = "Ville;Nom;Courriel;Rôle;Identifiant;Langue\n\
                    Brisbane;Member Sydney;s@example.org;membre;@sydney;anglais\n\
                    Lagos;Member Lagos;l@example.org;bénévole;lagos;English\n\
                    Qzxwvut;Ada Absent;ada@example.org;membre;;klingon\n";

/// Starts a server that the secretariat has set up and in which nobody has a profile. Returns it and the message with
/// the panel.
async fn newcomers(handles: &[&str]) -> (Harness, crate::common::Output) {
    let mut harness = Harness::without_setup(handles).await;
    let shown = harness.command("sec-lead", "setup", json!({})).await;
    harness.click("sec-lead", &shown, "Save as shown").await;
    let panel = harness.one_new_message("announcements").await;
    harness.one_new_message("help").await;
    (harness, panel)
}

#[tokio::test]
async fn list_is_shown_line_by_line_and_replaces_nothing_before_it_is_saved() {
    let (mut harness, _) = newcomers(&["sec-lead", "lagos", "sydney"]).await;
    harness.upload_members("sec-lead", "name,contact,role\nOld Hand,+44 20,member\n").await;
    let understood = harness.command("sec-lead", "setup", members_file(LIST)).await;
    assert!(understood.is_ephemeral());
    insta::assert_snapshot!(understood.text(), @"
    📋 **This is what Magpie understood. Nothing is saved yet.** 3 people:
    🌍 Place known: 2; not known: 1. Until someone saves a profile, Magpie assumes this place: messages make a sound there from 09:00 to 20:00, arrive silently at other times, and nothing wakes them.
    👥 Found here by handle: 2; 0 of them have a profile, and it stays as it is. Found by name only: 0. A name proves nothing, so their place is not used until you add their handle.
    🔁 Replaces a list of 1; people on that list who are not on this one: 1.
    ⚠️ Line 4: Magpie does not know the place “Qzxwvut”, so it assumes no time zone.
    ⚠️ Line 4: Magpie does not write “klingon”, only English, French and Spanish.
    ```
    2. Member Sydney · member · s@example.org · @sydney · Brisbane, Australia (Australia/Brisbane), now Wed 11 Nov, 02:55 · English
    3. Member Lagos · volunteer · l@example.org · @lagos · Lagos, Nigeria (Africa/Lagos), now Tue 10 Nov, 17:55 · English
    4. Ada Absent · member · ada@example.org · ⚠ Magpie does not know the place “Qzxwvut”, so it assumes no time zone. · ⚠ Magpie does not write “klingon”, only English, French and Spanish. · not on Discord yet
    ```
    ");
    harness.restart_bot().await;
    let before = harness.command("sec-lead", "setup", json!({})).await;
    assert!(before.text().contains("Expected: 1."), "{}", before.text());
    let saved = harness.click("sec-lead", &understood, "Save this list").await;
    assert!(saved.text().contains("now has 3 expected people"), "{}", saved.text());
    assert!(saved.text().contains("Expected: 3."), "{}", saved.text());
    let named = harness.click("sec-lead", &saved, "Without a profile: 3").await;
    insta::assert_snapshot!(named.text(), @"
    3 people here have a role and no profile yet. To copy:
    ```
    Member Lagos (@lagos) · Lagos, Nigeria (Africa/Lagos), assumed
    Member Sydney (@sydney) · Brisbane, Australia (Australia/Brisbane), assumed
    Secretariat lead (@sec-lead)
    ```
    ");
    harness.end().await;
}

#[tokio::test]
async fn discarded_list_and_older_review_change_nothing() {
    let (mut harness, _) = newcomers(&["sec-lead", "sydney"]).await;
    let understood = harness.command("sec-lead", "setup", members_file(LIST)).await;
    let discarded = harness.click("sec-lead", &understood, "Discard").await;
    assert!(discarded.text().contains("nothing was changed"), "{}", discarded.text());
    assert!(discarded.text().contains("No list of expected members yet"), "{}", discarded.text());
    // An older review of an uploaded list still has its buttons.
    let again = harness.command("sec-lead", "setup", members_file(LIST)).await;
    let newer = harness.command("sec-lead", "setup", members_file(LIST)).await;
    let gone = harness.click("sec-lead", &again, "Save this list").await;
    assert!(gone.text().contains("no longer waiting"), "{}", gone.text());
    let saved = harness.click("sec-lead", &newer, "Save this list").await;
    assert!(saved.text().contains("now has 3 expected people"), "{}", saved.text());
    harness.end().await;
}

#[tokio::test]
async fn file_without_the_names_of_its_columns_is_refused_with_the_line_to_add() {
    let (mut harness, _) = newcomers(&["sec-lead", "sydney"]).await;
    let told = harness.command("sec-lead", "setup", members_file("Ada,a@x.org,member\nBo,b@x.org,member\n")).await;
    insta::assert_snapshot!(told.text(), @"
    ⚠️ **The list was not saved; nothing was changed.** 1 thing to fix:
    Line 1: the first line does not name the columns. It reads “Ada, a@x.org, member”. Please put a line like this above it: name,contact,role,handle,city,language
    ");
    harness.end().await;
}

#[tokio::test]
async fn place_from_the_list_is_offered_and_two_presses_save_a_profile() {
    let (mut harness, panel) = newcomers(&["sec-lead", "sydney"]).await;
    harness.upload_members("sec-lead", LIST).await;
    let shown = harness.command("sydney", "profile show", json!({})).await;
    insta::assert_snapshot!(shown.text(), @"
    You have no profile yet. From the secretariat’s list, Magpie takes your place to be **Brisbane, Australia (Australia/Brisbane), assumed**; it is now **Wed 11 Nov, 02:55** there.
    Until you save a profile, messages make a sound from 09:00 to 20:00 there and arrive silently at other times. Nothing wakes you.
    Direct messages: not opened yet; press “Set up my profile”
    ");

    let offered = harness.click("sydney", &panel, &panel.buttons()[0]).await;
    insta::assert_snapshot!(offered.text(), @"
    **Brisbane, Australia (Australia/Brisbane), quiet hours 22:00–07:00.** Is this you? It is now **Wed 11 Nov, 02:55** there.
    Emergencies: **do not wake you**. The place is from the secretariat’s list, and Magpie only assumes it until you answer. You can change all of this at any time.

    **Who can see what.** The secretariat can see your time zone, your quiet hours, whether an emergency may wake you, and when you pressed “I have seen this”. No one else can.

    Magpie has sent you the same as a direct message, so that you see where its messages arrive. One answer is enough.
    ");
    assert_eq!(offered.buttons(), ["Yes, that is me", "Change", "Go to the message"]);
    let in_dm = harness.receives_one("sydney").await;
    assert_eq!(in_dm.buttons(), ["Yes, that is me", "Change"]);
    harness.restart_bot().await;
    let saved = harness.click("sydney", &offered, "Yes, that is me").await;
    insta::assert_snapshot!(saved.text(), @"
    ✅ **Saved.** It is Wed 11 Nov, 02:55 in Brisbane, Australia (Australia/Brisbane). Quiet hours: 22:00–07:00.
    You can change this at any time with /profile edit.
    ");
    // A second press, under the message in the DM, changes nothing.
    let again = harness.click("sydney", &in_dm, "Yes, that is me").await;
    assert!(again.text().contains("Saved."), "{}", again.text());
    let profile = harness.command("sydney", "profile show", json!({})).await;
    insta::assert_snapshot!(profile.text(), @"
    **Your profile**
    Place: **Brisbane, Australia (Australia/Brisbane)**, where it is now **Wed 11 Nov, 02:55**
    Quiet hours: **22:00–07:00**
    Emergencies: **do not wake you**
    Language: **English**
    Now: in quiet hours until Wed 07:00, messages arrive silently
    Direct messages: open
    ");

    // A new list does not override a saved profile.
    harness.upload_members("sec-lead", &LIST.replace("Brisbane", "Tokyo")).await;
    let profile = harness.command("sydney", "profile show", json!({})).await;
    assert!(profile.text().contains("Brisbane"), "{}", profile.text());
    harness.end().await;
}

#[tokio::test]
async fn change_opens_the_offered_answers_and_saves_what_was_changed() {
    let (mut harness, panel) = newcomers(&["sec-lead", "sydney"]).await;
    harness.upload_members("sec-lead", LIST).await;
    harness.click("sydney", &panel, &panel.buttons()[0]).await;
    let in_dm = harness.receives_one("sydney").await;
    let review = harness.click("sydney", &in_dm, "Change").await;
    assert!(review.text().contains("Is all of this right?"), "{}", review.text());
    let form = harness.click("sydney", &review, "Change place").await;
    let right = harness.submit("sydney", &form, json!({"zone": "Sydney"})).await;
    let review = harness.click("sydney", &right, "Yes, this is right").await;
    let saved = harness.click("sydney", &review, "Save").await;
    assert!(saved.text().contains("in Sydney, Australia (Australia/Sydney)"), "{}", saved.text());
    harness.end().await;
}

#[tokio::test]
async fn members_without_a_profile_are_reminded_once_a_day_and_only_while_awake() {
    let (mut harness, _) = newcomers(&["sec-lead", "lagos", "sydney", "lapaz"]).await;
    // 16:55 UTC is 17:55 in Lagos and 02:55 in Brisbane, where the member "sydney" lives according to the list. The
    // list has no city for La Paz.
    harness.upload_members("sec-lead", LIST).await;
    let page = harness.command("sec-lead", "setup", json!({})).await;
    let done = harness.click("sec-lead", &page, "Save as shown").await;
    let named = harness.click("sec-lead", &done, "Without a profile: 4").await;
    let asked = harness.click("sec-lead", &named, "Remind them").await;
    insta::assert_snapshot!(asked.text(), @"
    Magpie reminds 3 people now: Member La Paz, Member Lagos and Secretariat lead.
    1 person is asleep and is reminded on waking: Member Sydney.
    ");
    harness.settle().await;
    let lagos = harness.receives_one("lagos").await;
    assert!(lagos.sounds(), "it is 17:55 there");
    assert!(!harness.receives_one("lapaz").await.sounds(), "nobody knows when they sleep");
    assert!(!harness.receives_one("sec-lead").await.sounds());
    harness.receives_nothing("sydney").await;
    let again = harness.command("sec-lead", "setup", json!({})).await;
    let again = harness.click("sec-lead", &again, "Save as shown").await;
    let named = harness.click("sec-lead", &again, "Without a profile: 4").await;
    let again = harness.click("sec-lead", &named, "Remind them").await;
    insta::assert_snapshot!(again.text(), @"4 people were reminded within the last 24 hours, and are not reminded again now.");
    // The morning begins at 09:00 in Brisbane, which is 23:00 UTC.
    harness.advance_to("2020-11-10T22:59:59Z").await;
    harness.receives_nothing("sydney").await;
    harness.restart_bot().await;
    harness.advance_to("2020-11-10T23:00:00Z").await;
    let sydney = harness.receives_one("sydney").await;
    assert!(sydney.sounds());
    let saved = harness.click("sydney", &sydney, "Yes, that is me").await;
    assert!(saved.text().contains("Saved."), "{}", saved.text());
    // A day later, only the people who still have no profile are reminded.
    harness.advance_to("2020-11-11T17:00:00Z").await;
    let page = harness.command("sec-lead", "setup", json!({})).await;
    let page = harness.click("sec-lead", &page, "Save as shown").await;
    let named = harness.click("sec-lead", &page, "Without a profile: 3").await;
    harness.click("sec-lead", &named, "Remind them").await;
    harness.settle().await;
    for who in ["lagos", "lapaz", "sec-lead"] {
        harness.receives_one(who).await;
    }
    harness.receives_nothing("sydney").await;
    harness.end().await;
}
