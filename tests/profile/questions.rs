//! The set-up of a profile, question by question.

use serde_json::json;

use crate::common::Scene;

#[tokio::test]
async fn a_newcomer_is_set_up_in_the_dm_that_their_own_press_opened() {
    let mut scene = Scene::bare(&["sec-lead", "lapaz"]).await;
    let shown = scene.command("sec-lead", "setup", json!({})).await;
    scene.click("sec-lead", &shown, "Save as shown").await;
    let panel = scene.reads_one("announcements").await;
    scene.reads_one("help").await;
    assert!(panel.text().contains("Dites à Magpie"), "the panel speaks three languages: {}", panel.text());

    let answer = scene.click("lapaz", &panel, &panel.buttons()[0]).await;
    assert!(answer.is_ephemeral());
    assert!(answer.text().contains("le ha escrito en privado"), "{}", answer.text());
    let question = scene.receives_one("lapaz").await;
    assert!(question.text().contains("¿Dónde vive?"), "{}", question.text());

    let form = scene.click("lapaz", &question, "Escribir mi ciudad").await;
    let right = scene.submit("lapaz", &form, json!({"zone": "America/La_Paz"})).await;
    assert!(right.text().contains("mar 10 nov, 12:55"), "the time there is shown: {}", right.text());
    let quiet = scene.click("lapaz", &right, "Sí, es correcto").await;
    assert!(quiet.text().contains("¿Cuándo duerme?"), "{}", quiet.text());
    let emergency = scene.click("lapaz", &quiet, "22:00–07:00").await;
    assert!(emergency.text().contains("¿Puede despertarle una emergencia?"), "{}", emergency.text());
    assert_eq!(emergency.buttons(), ["Sí", "No"]);
    let review = scene.click("lapaz", &emergency, "No").await;
    assert!(review.text().contains("Quién ve qué"), "{}", review.text());
    let saved = scene.click("lapaz", &review, "Guardar").await;
    assert!(saved.text().contains("Guardado"), "{}", saved.text());

    let profile = scene.command("lapaz", "profile show", json!({})).await;
    assert!(profile.text().contains("La Paz (America/La_Paz)"), "{}", profile.text());
    assert!(profile.text().contains("no le despiertan"), "{}", profile.text());
    scene.end().await;
}

#[tokio::test]
async fn answers_given_before_a_restart_are_still_there_after_it() {
    let mut scene = Scene::bare(&["sec-lead", "lagos"]).await;
    let question = scene.command("lagos", "profile edit", json!({})).await;
    let form = scene.click("lagos", &question, "Type my city").await;
    let right = scene.submit("lagos", &form, json!({"zone": "Africa/Lagos"})).await;
    scene.restart_bot().await;
    let quiet = scene.click("lagos", &right, "Yes, this is right").await;
    let emergency = scene.click("lagos", &quiet, "No quiet hours").await;
    scene.restart_bot().await;
    let review = scene.click("lagos", &emergency, "Yes").await;
    assert!(review.text().contains("Quiet hours: **none**"), "{}", review.text());
    assert!(review.text().contains("may wake you"), "{}", review.text());
    scene.end().await;
}

#[tokio::test]
async fn one_command_answers_everything_and_still_asks_before_it_saves() {
    let mut scene = Scene::bare(&["sec-lead", "lagos"]).await;
    let options = json!({
        "zone": "Africa/Lagos",
        "quiet_start": "23h30",
        "quiet_end": "6",
        "emergency": "Yes",
        "language": "Français"
    });
    let review = scene.command("lagos", "profile set", options).await;
    assert!(review.text().contains("23:30–06:00"), "{}", review.text());
    assert!(review.text().contains("Tout cela est-il exact"), "{}", review.text());
    let before = scene.command("lagos", "profile show", json!({})).await;
    assert!(
        before.text().contains("no profile yet"),
        "nothing is saved before the review is confirmed: {}",
        before.text()
    );
    scene.click("lagos", &review, "Enregistrer").await;
    let after = scene.command("lagos", "profile show", json!({})).await;
    assert!(after.text().contains("Langue : **Français**"), "{}", after.text());
    scene.end().await;
}

#[tokio::test]
async fn the_question_about_emergencies_has_no_default() {
    let mut scene = Scene::bare(&["sec-lead", "lagos"]).await;
    let options = json!({"zone": "Africa/Lagos", "quiet_start": "22:00", "quiet_end": "07:00"});
    let right = scene.command("lagos", "profile set", options).await;
    let emergency = scene.click("lagos", &right, "Yes, this is right").await;
    assert!(emergency.text().contains("May an emergency wake you?"), "{}", emergency.text());
    assert_eq!(emergency.buttons(), ["Yes", "No"]);
    scene.end().await;
}

#[tokio::test]
async fn an_ambiguous_place_is_asked_about_and_an_unknown_one_loses_nothing() {
    let mut scene = Scene::bare(&["sec-lead", "lagos"]).await;
    let which = scene.command("lagos", "profile set", json!({"zone": "Australia", "quiet_start": "21:00"})).await;
    assert!(which.text().contains("can mean several places"), "{}", which.text());
    let quiet = scene.choose("lagos", &which, "Choose your place", &["Brisbane, Australia"]).await;
    assert!(quiet.text().contains("May an emergency wake you?"), "the hours of before are kept: {}", quiet.text());
    let unknown = scene.command("lagos", "profile set", json!({"zone": "@everyone [x](http://evil.example)"})).await;
    assert!(unknown.text().contains("does not know"), "{}", unknown.text());
    assert!(!unknown.text().contains("@everyone"), "what was typed is disarmed: {}", unknown.text());
    let time = scene.command("lagos", "profile set", json!({"quiet_end": "25:99"})).await;
    assert!(time.text().contains("not a time of day"), "{}", time.text());
    scene.end().await;
}

#[tokio::test]
async fn save_on_an_outdated_review_saves_nothing_and_shows_the_newest() {
    let mut scene = Scene::bare(&["sec-lead", "lagos"]).await;
    let all = json!({"zone": "Africa/Lagos", "quiet_start": "22:00", "quiet_end": "07:00", "emergency": "No"});
    let old = scene.command("lagos", "profile set", all).await;
    scene.command("lagos", "profile set", json!({"quiet_end": "09:00"})).await;
    let shown = scene.click("lagos", &old, "Save").await;
    assert!(shown.text().contains("22:00–09:00") && shown.buttons().contains(&"Save".to_owned()), "{}", shown.text());
    let saved = scene.click("lagos", &shown, "Save").await;
    assert!(saved.text().contains("Saved"), "{}", saved.text());
    scene.end().await;
}

#[tokio::test]
async fn zones_are_completed_while_typing() {
    let mut scene = Scene::bare(&["sec-lead", "lagos"]).await;
    let choices = scene.complete("lagos", "profile set", "zone", json!({"zone": "brisb"})).await;
    assert!(choices.iter().any(|choice| choice.contains("Brisbane")), "{choices:?}");
    assert!(scene.complete("lagos", "profile set", "zone", json!({"zone": ""})).await.len() <= 25);
    scene.end().await;
}

#[tokio::test]
async fn a_place_keeps_the_name_it_was_chosen_by() {
    let mut scene = Scene::of(&["sec-lead", "dakar"]).await;
    let review = scene.command("dakar", "profile set", json!({"zone": "Geneva"})).await;
    assert!(review.text().contains("Suisse (Europe/Zurich)") && review.text().contains("Gen"), "{}", review.text());
    scene.click("dakar", &review, "Enregistrer").await;
    scene.restart_bot().await;
    let shown = scene.command("dakar", "profile show", json!({})).await;
    assert!(shown.text().contains("Suisse (Europe/Zurich)"), "{}", shown.text());
    scene.end().await;
}

#[tokio::test]
async fn a_fixed_distance_from_utc_is_taken_with_a_warning() {
    let mut scene = Scene::of(&["sec-lead", "lagos"]).await;
    let review = scene.command("lagos", "profile set", json!({"zone": "UTC+10"})).await;
    assert!(review.text().contains("Wed 11 Nov, 02:55"), "{}", review.text());
    assert!(review.text().contains("does not follow daylight saving time"), "{}", review.text());
    let which = scene.command("lagos", "profile set", json!({"zone": "EST"})).await;
    assert!(which.text().contains("can mean several places"), "an abbreviation is never guessed: {}", which.text());
    scene.end().await;
}
