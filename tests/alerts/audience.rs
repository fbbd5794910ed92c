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
    insta::assert_snapshot!(preview.text(), @"
    **Preview: Urgent. Nothing has been sent yet.**
    What their lock screen shows:
    > Urgent: Main room link changed

    **Awake now (2):** Member Lagos, Member Nairobi
    **Not included, because Magpie does not know where they live (1):** Member Lima
    **Phones never confirmed: 2.** Until they answer “Test my phone”, no one knows whether they hear a message.
    ");
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
    // Both sleep, so nothing is sent yet. Tokyo moves to Brussels, where it is 17:55. Sydney is no longer a member, but
    // a volunteer.
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
    insta::assert_snapshot!(refusals.join("\n"), @"
    “Atlantis” is not a place or a language that Magpie knows. You can write members, volunteers, secretariat or everyone, or name people by name, handle, city or mention, separated by commas. For a part of a group, write members in Africa, members in UTC+5 to +9 or members who read French. A minus leaves people out: members, -Ana.
    “Congo” can mean several places: Democratic Republic of the Congo, Republic of the Congo. Please write the one you mean.
    Magpie knows no one who matches “members in Mongolia”, so there is no one to send it to. Please write another region, language or name.
    “-tokyo” only leaves people out. Please write first who gets the alert: everyone, -tokyo
    The parts with a minus leave everyone out, so there is no one to send it to. Please remove one of them.
    « Atlantis » n’est ni un lieu ni une langue que Magpie connaît. Écrivez membres, bénévoles, secrétariat ou tous, ou désignez des personnes par leur nom, leur identifiant, leur ville ou une mention, en les séparant par des virgules. Pour une partie d’un groupe, écrivez membres en Afrique, membres (UTC+5 à +9) ou membres qui lisent en français. Un moins exclut des personnes : membres, -Ana.
    « Congo » peut désigner plusieurs lieux : République démocratique du Congo, République du Congo. Écrivez celui dont il s’agit.
    À la connaissance de Magpie, personne ne correspond à « members in Mongolia » : il n’y a personne à qui envoyer l’alerte. Écrivez une autre région, une autre langue ou un nom.
    « -tokyo » ne fait qu’exclure des personnes. Écrivez d’abord à qui l’alerte s’adresse : tous, -tokyo
    Les parties précédées d’un moins excluent tout le monde : il n’y a personne à qui envoyer l’alerte. Retirez l’une d’elles.
    «Atlantis» no es un lugar ni un idioma que Magpie conozca. Escriba miembros, voluntarios, secretaría o todos, o bien personas por su nombre, nombre de usuario, ciudad o mención, separadas por comas. Para una parte de un grupo, escriba miembros en África, miembros en UTC+5 a +9 o miembros que leen en francés. Un menos excluye a personas: miembros, -Ana.
    «Congo» puede referirse a varios lugares: República Democrática del Congo, República del Congo. Escriba el que quiere decir, por favor.
    Que Magpie sepa, nadie corresponde a «members in Mongolia», así que no hay a quién enviar la alerta. Escriba otra región, otro idioma o un nombre.
    «-tokyo» solo excluye a personas. Escriba primero quién recibe la alerta: todos, -tokyo
    Las partes con un menos excluyen a todo el mundo, así que no hay a quién enviar la alerta. Quite una de ellas, por favor.
    ");
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
        let article = if region == "Americas" { "the " } else { "" };
        let expected = format!("members in {article}{region} · {} people", count(region));
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
