//! Tests alerts to a region, to the readers of a language, and to an audience with exceptions. The tests compute from
//! the roster of the fifty members who must be reached: the continents are written here by hand, the offsets come from
//! jiff, and the languages from the locales.

use std::collections::BTreeSet;

use magpie::cli::sandbox::{Person, Roster};
use serde_json::{Value, json};

use crate::common::{Harness, TEST_START};
use crate::previews::{all_names, members};
use crate::{PEOPLE, TEXT, preview_alert};

/// The limits of Discord for an autocompletion.
const MAX_CHOICES: usize = 25;
const MAX_CHOICE_CHARS: usize = 100;

/// The continent of each member, by the handle. The regions of the United Nations decide: Istanbul and Tbilisi are in
/// Asia, Moscow is in Europe, and Praia (Cape Verde) is in Africa.
fn continent(person: &Person) -> &'static str {
    match person.handle.as_str() {
        "praia" => "Africa",
        "istanbul" | "tbilisi" => "Asia",
        _ => match person.zone.split('/').next().expect("an id has a folder") {
            "Africa" => "Africa",
            "America" => "Americas",
            "Asia" => "Asia",
            "Europe" => "Europe",
            "Australia" | "Pacific" => "Oceania",
            other => panic!("{other} is in no continent"),
        },
    }
}

/// The offset from UTC in minutes at the start of the test.
fn offset_minutes(person: &Person) -> i32 {
    let start: jiff::Timestamp = TEST_START.parse().expect("an instant");
    start.in_tz(&person.zone).expect("the zone is known").offset().seconds() / 60
}

fn language(person: &Person) -> &'static str {
    match person.locale.split('-').next() {
        Some("fr") => "French",
        Some("es") => "Spanish",
        _ => "English",
    }
}

fn names(people: &[Person], is_expected: impl Fn(&Person) -> bool) -> BTreeSet<String> {
    people.iter().filter(|person| is_expected(person)).map(|person| person.name.clone()).collect()
}

/// The names in the preview of an alert to `audience`. The draft is discarded.
async fn previewed_names(harness: &mut Harness, audience: &str) -> BTreeSet<String> {
    let preview = preview_alert(harness, "urgent", audience, TEXT, "").await;
    assert!(preview.text().contains("Nothing has been sent yet"), "{audience}: {}", preview.text());
    let names = all_names(harness, &preview).await;
    assert!(names.values().all(|count| *count == 1), "{audience}: each person is named once: {names:?}");
    harness.click("sec-lead", &preview, "Discard").await;
    names.into_keys().collect()
}

async fn completed(harness: &mut Harness, audience: &str) -> Vec<String> {
    let options = json!({"severity": "urgent", "audience": audience});
    harness.autocomplete("sec-lead", "alert send", "audience", options).await
}

#[tokio::test]
async fn alert_to_a_region_or_a_language_reaches_the_members_whom_the_roster_has_there() {
    let mut harness = Harness::with_all_members().await;
    let members = members();
    let region = |wanted: &'static str| names(&members, |person| continent(person) == wanted);
    let (africa, asia) = (region("Africa"), region("Asia"));
    assert!(africa.len() == 12 && africa.contains("Member Praia"), "{africa:?}");
    let francophones = names(&members, |person| language(person) == "French");
    let far_east = names(&members, |person| (300..=540).contains(&offset_minutes(person)));
    assert!(!asia.is_subset(&far_east) && francophones.len() > 3 && far_east.len() > 3);
    for (audience, expected) in [
        ("members in Africa", africa.clone()),
        ("membres en Afrique", africa.clone()),
        ("miembros en África", africa.clone()),
        ("members in Africa and Asia", &africa | &asia),
        ("members in Africa, members in Asia", &africa | &asia),
        ("members in Oceania", region("Oceania")),
        ("members in Brazil", names(&members, |person| person.handle == "saopaulo")),
        ("members in UTC+5 to +9", far_east.clone()),
        ("membres en UTC+5 à +9", far_east.clone()),
        ("members who read French", francophones.clone()),
        ("members in Africa who read French", &africa & &francophones),
        (
            "volunteers in Africa",
            names(Roster::reference().people(), |person| {
                person.has_role("helpdesk") && !person.handle.starts_with("sec-") && continent(person) == "Africa"
            }),
        ),
    ] {
        assert_eq!(previewed_names(&mut harness, audience).await, expected, "{audience}");
    }
    harness.end().await;
}

#[tokio::test]
async fn part_with_a_minus_leaves_members_of_the_roster_out() {
    let mut harness = Harness::with_all_members().await;
    let members = members();
    let all = names(&members, |_| true);
    assert_eq!(all.len(), 50);
    for (audience, expected) in [
        ("members, -tokyo", names(&members, |person| person.handle != "tokyo")),
        ("members -tokyo", names(&members, |person| person.handle != "tokyo")),
        ("members, -Africa", names(&members, |person| continent(person) != "Africa")),
        ("members, -French", names(&members, |person| language(person) != "French")),
        ("members, -volunteers", names(&members, |person| !person.has_role("helpdesk"))),
        (
            "members in Asia, -tokyo, -Nepal",
            names(&members, |person| {
                continent(person) == "Asia" && !["tokyo", "kathmandu"].contains(&person.handle.as_str())
            }),
        ),
    ] {
        assert_eq!(previewed_names(&mut harness, audience).await, expected, "{audience}");
    }
    harness.end().await;
}

#[tokio::test]
async fn member_whose_home_is_unknown_is_named_in_the_preview_of_a_region() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos", "nairobi", "tokyo"]).await;
    harness
        .post("members", json!({"handle": "lima", "name": "Member Lima", "roles": ["mag"], "locale": "es-ES"}))
        .await;
    harness.settle().await;
    let preview = preview_alert(&mut harness, "urgent", "members in Africa", TEXT, "").await;
    insta::assert_snapshot!(preview.text(), @"");
    let names = harness.click("sec-lead", &preview, "Names").await;
    assert!(names.text().ends_with("where they live (1):** Member Lima"), "{}", names.text());
    let left_out = preview_alert(&mut harness, "urgent", "members in Africa, -lima", TEXT, "").await;
    assert!(!left_out.text().contains("Lima"), "{}", left_out.text());
    let named = preview_alert(&mut harness, "urgent", "members in Africa, lima", TEXT, "").await;
    assert!(named.text().contains("Time zone unknown: arrives silently (1):** Member Lima"), "{}", named.text());
    harness.end().await;
}

#[tokio::test]
async fn member_found_by_region_stays_a_recipient_after_a_move_and_after_a_change_of_roles() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_alert(&mut harness, "information", "members in Asia and Oceania", TEXT, "").await;
    assert!(preview.text().contains("Member Sydney, Member Tokyo"), "{}", preview.text());
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    harness.one_new_message("secretariat").await;
    // Both sleep, so nothing is sent yet. Tokyo moves to Brussels, where it is 17:55. Sydney is no longer a member, but a
    // volunteer.
    harness.receives_nothing("tokyo").await;
    let review = harness.command("tokyo", "profile set", json!({"zone": "Brussels"})).await;
    harness.click("tokyo", &review, "Save").await;
    harness.patch_member("sydney", json!({"roles": ["helpdesk"]})).await;
    harness.advance("1d").await;
    for who in ["sydney", "tokyo"] {
        let message = harness.receives_one(who).await;
        assert!(message.text().contains(TEXT), "{who}: {}", message.text());
    }
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn member_who_is_left_out_gets_no_message_and_no_correction() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_alert(&mut harness, "urgent", "members, -lapaz, -UTC+9 to +11", TEXT, "").await;
    assert!(preview.text().contains("**Awake now (1):** Member Brussels"), "{}", preview.text());
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    let list = harness.one_new_message("secretariat").await;
    harness.receives_one("brussels").await;
    crate::correct(&mut harness, &list, "The vote is at 19:00", "").await;
    harness.receives_one("brussels").await;
    for who in ["lapaz", "sydney", "tokyo"] {
        harness.receives_nothing(who).await;
    }
    harness.end().await;
}

#[tokio::test]
async fn wrong_audience_is_refused_with_what_to_do_in_three_languages() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let mut refusals = Vec::new();
    for locale in ["en-GB", "fr", "es-ES"] {
        harness.patch_member("sec-lead", json!({"locale": locale})).await;
        for audience in
            ["members in Atlantis", "members in Congo", "members in Mongolia", "-tokyo", "members in Asia, -Japan"]
        {
            let options = json!({"severity": "urgent", "audience": audience});
            let refusal = harness.command("sec-lead", "alert send", options).await;
            refusals.push(refusal.text().to_owned());
        }
    }
    insta::assert_snapshot!(refusals.join("\n"), @"");
    harness.end().await;
}

#[tokio::test]
async fn completion_of_the_audience_has_counts_that_agree_with_the_roster() {
    let mut harness = Harness::with_all_members().await;
    let members = members();
    let count = |wanted: &'static str| members.iter().filter(|person| continent(person) == wanted).count();
    let everyone = Roster::reference().people().iter().filter(|person| person.roles().next().is_some()).count();
    let first = completed(&mut harness, "").await;
    assert_eq!(first[0], "members · 50 people");
    assert_eq!(first[3], format!("everyone · {everyone} people"));
    for region in ["Africa", "Americas", "Asia", "Europe", "Oceania"] {
        let expected = format!("members in {region} · {} people", count(region));
        assert!(first.contains(&expected), "{expected} is not in {first:#?}");
        let typed = format!("members in {}", &region[..4]);
        assert!(completed(&mut harness, &typed).await.contains(&expected), "{typed}");
    }
    assert!(completed(&mut harness, "afr").await.contains(&"members in Africa · 12 people".to_owned()));
    assert_eq!(completed(&mut harness, "members in Bra").await, ["members in Brazil · 1 person"]);
    let francophones = members.iter().filter(|person| language(person) == "French").count();
    let expected = [format!("members who read French · {francophones} people")];
    assert_eq!(completed(&mut harness, "members who read Fr").await, expected);
    let far_east = members.iter().filter(|person| (300..=540).contains(&offset_minutes(person))).count();
    let expected = [format!("members in UTC+5 to +9 · {far_east} people")];
    assert_eq!(completed(&mut harness, "members in UTC+5 to +9").await, expected);
    assert_eq!(completed(&mut harness, "members, -tok").await, ["members, -Member Tokyo (tokyo) · 49 people"]);
    assert_eq!(completed(&mut harness, "-tok").await, ["members, -Member Tokyo (tokyo) · 49 people"]);
    let without_africa = format!("members, -members in Africa · {} people", 50 - count("Africa"));
    assert!(completed(&mut harness, "members, -afr").await.contains(&without_africa));
    let after_members = completed(&mut harness, "members, ").await;
    assert!(!after_members.is_empty());
    assert!(!after_members.iter().any(|name| name.starts_with("members, members")), "{after_members:#?}");
    harness.end().await;
}

#[tokio::test]
async fn completion_of_the_audience_keeps_to_the_limits_of_discord_in_each_language() {
    let mut harness = Harness::with_all_members().await;
    for (locale, members, africa) in [
        ("en-GB", "members · 50 people", "members in Africa · 12 people"),
        ("fr", "membres · 50 personnes", "membres (Afrique) · 12 personnes"),
        ("es-ES", "miembros · 50 personas", "miembros en África · 12 personas"),
    ] {
        harness.patch_member("sec-lead", json!({"locale": locale})).await;
        for typed in ["", "m", "members", "membres en afr", "miembros en áfr", "members, -", "tokyo, lagos, suva, "] {
            let options = json!({"severity": "urgent", "audience": typed});
            let call = json!({
                "as": "sec-lead", "name": "alert send", "options": options, "focused": "audience",
            });
            let result = harness.post("autocomplete", call).await;
            let choices = result["choices"].as_array().expect("choices are a list");
            assert!(choices.len() <= MAX_CHOICES, "{typed}");
            let chars = |choice: &Value, field: &str| choice[field].as_str().unwrap_or_default().chars().count();
            for choice in choices {
                for field in ["name", "value"] {
                    assert!((1..=MAX_CHOICE_CHARS).contains(&chars(choice, field)), "{typed}: {choice}");
                }
            }
        }
        let first = completed(&mut harness, "").await;
        assert_eq!(first[0], members);
        assert!(first.contains(&africa.to_owned()), "{africa} is not in {first:#?}");
        assert_eq!(completed(&mut harness, "membres en afr").await.is_empty(), locale != "fr", "{locale}");
    }
    harness.end().await;
}
