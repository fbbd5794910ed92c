//! Tests the secretariat's list of expected members on the first day. Magpie shows the list before it saves the list.
//! For people without a profile, Magpie assumes the values of the list. It offers these values as the first answers
//! when they set up a profile.

use serde_json::json;

use crate::common::{Harness, members_file};

/// A list with French column names. Magpie knows neither the place nor the language in the last line.
const LIST: &str = "Ville;Nom;Courriel;Rôle;Identifiant;Langue\n\
                    Brisbane;Member Sydney;s@example.org;membre;@sydney;anglais\n\
                    Lagos;Member Lagos;l@example.org;bénévole;lagos;English\n\
                    Qzxwvut;Ada Absent;ada@example.org;membre;;klingon\n";

/// Starts a server that the secretariat has set up and in which nobody has a profile. Returns the harness and the
/// message with the panel.
async fn set_up_server(handles: &[&str]) -> (Harness, crate::common::Output) {
    let mut harness = Harness::without_setup(handles).await;
    let page = harness.command("sec-lead", "setup", json!({})).await;
    harness.click("sec-lead", &page, "Save as shown").await;
    let panel = harness.one_new_message("announcements").await;
    harness.one_new_message("help").await;
    (harness, panel)
}

#[tokio::test]
async fn member_list_is_shown_line_by_line_and_replaces_nothing_before_it_is_saved() {
    let (mut harness, _) = set_up_server(&["sec-lead", "lagos", "sydney"]).await;
    harness.upload_members("sec-lead", "name,contact,role\nOld Hand,+44 20,member\n").await;
    let review = harness.command("sec-lead", "setup", members_file(LIST)).await;
    assert!(review.is_ephemeral());
    insta::assert_snapshot!(review.text(), @"
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
    let old_page = harness.command("sec-lead", "setup", json!({})).await;
    assert!(old_page.text().contains("Expected: 1."), "{}", old_page.text());
    let save_response = harness.click("sec-lead", &review, "Save this list").await;
    assert!(save_response.text().contains("now has 3 expected people"), "{}", save_response.text());
    assert!(save_response.text().contains("Expected: 3."), "{}", save_response.text());
    let names = harness.click("sec-lead", &save_response, "Without a profile: 3").await;
    insta::assert_snapshot!(names.text(), @"
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
async fn discarded_member_list_and_outdated_review_change_nothing() {
    let (mut harness, _) = set_up_server(&["sec-lead", "sydney"]).await;
    let review = harness.command("sec-lead", "setup", members_file(LIST)).await;
    let discard_response = harness.click("sec-lead", &review, "Discard").await;
    assert!(discard_response.text().contains("nothing was changed"), "{}", discard_response.text());
    assert!(discard_response.text().contains("No list of expected members yet"), "{}", discard_response.text());
    // An older review of an uploaded list still has its buttons.
    let older_review = harness.command("sec-lead", "setup", members_file(LIST)).await;
    let newer_review = harness.command("sec-lead", "setup", members_file(LIST)).await;
    let outdated_response = harness.click("sec-lead", &older_review, "Save this list").await;
    assert!(outdated_response.text().contains("no longer waiting"), "{}", outdated_response.text());
    let save_response = harness.click("sec-lead", &newer_review, "Save this list").await;
    assert!(save_response.text().contains("now has 3 expected people"), "{}", save_response.text());
    harness.end().await;
}

#[tokio::test]
async fn member_list_without_column_names_is_refused_with_the_line_to_add() {
    let (mut harness, _) = set_up_server(&["sec-lead", "sydney"]).await;
    let response = harness.command("sec-lead", "setup", members_file("Ada,a@x.org,member\nBo,b@x.org,member\n")).await;
    insta::assert_snapshot!(response.text(), @"
    ⚠️ **The list was not saved; nothing was changed.** 1 thing to fix:
    Line 1: the first line does not name the columns. It reads “Ada, a@x.org, member”. Please put a line like this above it: name,contact,role,handle,city,language
    ");
    harness.end().await;
}

#[tokio::test]
async fn place_from_the_member_list_is_offered_and_two_presses_save_a_profile() {
    let (mut harness, panel) = set_up_server(&["sec-lead", "sydney"]).await;
    harness.upload_members("sec-lead", LIST).await;
    let page = harness.command("sydney", "profile show", json!({})).await;
    insta::assert_snapshot!(page.text(), @"
    You have no profile yet. From the secretariat’s list, Magpie takes your place to be **Brisbane, Australia (Australia/Brisbane), assumed**; it is now **Wed 11 Nov, 02:55** there.
    Until you save a profile, messages make a sound from 09:00 to 20:00 there and arrive silently at other times. Nothing wakes you.
    Direct messages: not opened yet; press “Set up my profile”
    ");

    let offer = harness.click("sydney", &panel, &panel.buttons()[0]).await;
    insta::assert_snapshot!(offer.text(), @"
    **Brisbane, Australia (Australia/Brisbane), quiet hours 22:00–07:00.** Is this you? It is now **Wed 11 Nov, 02:55** there.
    Emergencies: **do not wake you**. The place is from the secretariat’s list, and Magpie only assumes it until you answer. You can change all of this at any time.

    **Who can see what.** The secretariat can see your time zone, your quiet hours, whether an emergency may wake you, and when you pressed “I have seen this”. No one else can.

    Magpie has sent you the same as a direct message, so that you see where its messages arrive. One answer is enough.
    ");
    assert_eq!(offer.buttons(), ["Yes, that is me", "Change", "Go to the message"]);
    let dm_message = harness.receives_one("sydney").await;
    assert_eq!(dm_message.buttons(), ["Yes, that is me", "Change"]);
    harness.restart_bot().await;
    let save_response = harness.click("sydney", &offer, "Yes, that is me").await;
    insta::assert_snapshot!(save_response.text(), @"
    ✅ **Saved.** It is Wed 11 Nov, 02:55 in Brisbane, Australia (Australia/Brisbane). Quiet hours: 22:00–07:00.
    You can change this at any time with /profile edit.
    ");
    // A second press, under the message in the DM, changes nothing.
    let second_response = harness.click("sydney", &dm_message, "Yes, that is me").await;
    assert!(second_response.text().contains("Saved."), "{}", second_response.text());
    let profile_page = harness.command("sydney", "profile show", json!({})).await;
    insta::assert_snapshot!(profile_page.text(), @"
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
    let profile_page = harness.command("sydney", "profile show", json!({})).await;
    assert!(profile_page.text().contains("Brisbane"), "{}", profile_page.text());
    harness.end().await;
}

#[tokio::test]
async fn change_button_opens_the_offered_answers_and_the_changed_answers_are_saved() {
    let (mut harness, panel) = set_up_server(&["sec-lead", "sydney"]).await;
    harness.upload_members("sec-lead", LIST).await;
    harness.click("sydney", &panel, &panel.buttons()[0]).await;
    let dm_message = harness.receives_one("sydney").await;
    let review = harness.click("sydney", &dm_message, "Change").await;
    assert!(review.text().contains("Is all of this right?"), "{}", review.text());
    let form = harness.click("sydney", &review, "Change place").await;
    let place_question = harness.submit("sydney", &form, json!({"zone": "Sydney"})).await;
    let review = harness.click("sydney", &place_question, "Yes, this is right").await;
    let save_response = harness.click("sydney", &review, "Save").await;
    assert!(save_response.text().contains("in Sydney, Australia (Australia/Sydney)"), "{}", save_response.text());
    harness.end().await;
}

#[tokio::test]
async fn members_without_a_profile_are_reminded_once_a_day_and_only_while_awake() {
    let (mut harness, _) = set_up_server(&["sec-lead", "lagos", "sydney", "lapaz"]).await;
    // 16:55 UTC is 17:55 in Lagos and 02:55 in Brisbane, where the member "sydney" lives according to the list. The
    // member "lapaz" is not on the list.
    harness.upload_members("sec-lead", LIST).await;
    let page = harness.command("sec-lead", "setup", json!({})).await;
    let setup_response = harness.click("sec-lead", &page, "Save as shown").await;
    let names = harness.click("sec-lead", &setup_response, "Without a profile: 4").await;
    let remind_response = harness.click("sec-lead", &names, "Remind them").await;
    insta::assert_snapshot!(remind_response.text(), @"
    Magpie is sending a reminder to 1 person: Member Lagos.
    2 people get a reminder silently, because Magpie does not know their time zone: Member La Paz and Secretariat lead.
    1 person is asleep and is reminded on waking: Member Sydney.
    ");
    harness.settle().await;
    let lagos_message = harness.receives_one("lagos").await;
    assert!(lagos_message.sounds(), "it is 17:55 there");
    assert!(!harness.receives_one("lapaz").await.sounds(), "nobody knows when they sleep");
    assert!(!harness.receives_one("sec-lead").await.sounds());
    harness.receives_nothing("sydney").await;
    let page = harness.command("sec-lead", "setup", json!({})).await;
    let setup_response = harness.click("sec-lead", &page, "Save as shown").await;
    let names = harness.click("sec-lead", &setup_response, "Without a profile: 4").await;
    let second_response = harness.click("sec-lead", &names, "Remind them").await;
    insta::assert_snapshot!(second_response.text(), @"4 people already got a reminder in the last 24 hours, or get one on waking, so no new ones are sent.");
    // Without a profile, the assumed quiet hours end at 09:00. In Brisbane this is at 23:00 UTC.
    harness.advance_to("2020-11-10T22:59:59Z").await;
    harness.receives_nothing("sydney").await;
    harness.restart_bot().await;
    harness.advance_to("2020-11-10T23:00:00Z").await;
    let sydney_message = harness.receives_one("sydney").await;
    assert!(sydney_message.sounds());
    let save_response = harness.click("sydney", &sydney_message, "Yes, that is me").await;
    assert!(save_response.text().contains("Saved."), "{}", save_response.text());
    // A day later, only the people who still have no profile are reminded.
    harness.advance_to("2020-11-11T17:00:00Z").await;
    let page = harness.command("sec-lead", "setup", json!({})).await;
    let page = harness.click("sec-lead", &page, "Save as shown").await;
    let names = harness.click("sec-lead", &page, "Without a profile: 3").await;
    harness.click("sec-lead", &names, "Remind them").await;
    harness.settle().await;
    for who in ["lagos", "lapaz", "sec-lead"] {
        harness.receives_one(who).await;
    }
    harness.receives_nothing("sydney").await;
    harness.end().await;
}

/// The language of the Discord client is known after the first interaction. The language that a member chose in an
/// unfinished set-up comes first.
#[tokio::test]
async fn members_are_reminded_in_their_own_language() {
    let (mut harness, _) = set_up_server(&["sec-lead", "lagos", "accra", "lapaz"]).await;
    for (who, locale) in [("lagos", "fr"), ("accra", "en-US"), ("lapaz", "es-419")] {
        harness.patch_member(who, json!({"locale": locale})).await;
    }
    harness.command("lagos", "profile show", json!({})).await;
    // "Save" is not pressed, so the language stays in the draft.
    harness.command("accra", "profile set", json!({"zone": "Accra", "language": "Français"})).await;
    let page = harness.command("sec-lead", "setup", json!({})).await;
    let setup_response = harness.click("sec-lead", &page, "Save as shown").await;
    let names = harness.click("sec-lead", &setup_response, "Without a profile: 4").await;
    harness.click("sec-lead", &names, "Remind them").await;
    harness.settle().await;
    for who in ["lagos", "accra"] {
        let text = harness.receives_one(who).await.text().to_owned();
        assert!(text.starts_with("👋 Le secrétariat vous invite à créer votre profil"), "{who}: {text}");
    }
    // La Paz has never used Magpie, so Discord has not told Magpie their language.
    let text = harness.receives_one("lapaz").await.text().to_owned();
    assert!(text.starts_with("👋 The secretariat asks you to set up your profile"), "{text}");
    harness.receives_one("sec-lead").await;
    harness.end().await;
}
