//! Tests how people take slots and give them back, and what they read before.

use super::*;

#[tokio::test]
async fn night_is_shown_in_the_readers_time_and_language_before_it_is_taken() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    plan(&mut harness, "11 Nov 02:00 UTC", "06:00", 2).await;
    let slot = open_slot(&mut harness, "lapaz", "Elegir un turno", "1").await;
    insta::assert_snapshot!(slot.text(), @"
    **mar 10 nov, 22:00–02:00 (mié 02:00–06:00 UTC)**
    faltan 2 personas
    ");
    assert_eq!(slot.buttons(), ["Tomar", "Tomar una parte…", "Todos los turnos"]);
    let question = harness.click("lapaz", &slot, "Tomar").await;
    insta::assert_snapshot!(question.text(), @"
    ¿Quiere tomar mar 10 nov, 22:00–02:00 (mié 02:00–06:00 UTC)?
    🌙 4 horas caen en sus horas de silencio.
    Sería su primera noche de guardia.
    ¿Puede Magpie hacer sonar su teléfono en este turno, incluso en sus horas de silencio? Si no, los mensajes llegan entonces sin sonido.
    ");
    let taken = harness.click("lapaz", &question, "Tomarlo, y despertarme si hace falta").await;
    insta::assert_snapshot!(taken.text(), @"
    ✅ Usted está de guardia: mar 10 nov, 22:00–02:00 (mié 02:00–06:00 UTC). Magpie le preguntará 15 minutos antes si está ahí.
    En este tiempo, Magpie puede hacer sonar su teléfono aunque usted duerma.
    ");
    let mine = harness.command("lapaz", "duty mine", json!({})).await;
    insta::assert_snapshot!(mine.text(), @"
    **Su turno**
    • mar 10 nov, 22:00–02:00 (mié 02:00–06:00 UTC) · Magpie puede despertarle
    Noches que ha tomado hasta ahora: una.
    ");
    let given_back = harness.click("lapaz", &taken, "Devolver el turno").await;
    insta::assert_snapshot!(given_back.text(), @"Usted devolvió mar 10 nov, 22:00–02:00 (mié 02:00–06:00 UTC). Ahora otras personas pueden tomarlo.");
    harness.end().await;
}

#[tokio::test]
async fn slot_in_the_day_is_taken_with_one_press_and_a_second_one_at_the_same_time_is_refused() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    plan(&mut harness, "12 Nov 16:00 UTC", "20:00", 2).await;
    plan(&mut harness, "12 Nov 17:00 UTC", "19:00", 1).await;
    let slot = open_slot(&mut harness, "vancouver", "Choose a slot", "1").await;
    let taken = harness.click("vancouver", &slot, "Take").await;
    insta::assert_snapshot!(taken.text(), @"
    ✅ You are on duty Thu 12 Nov, 08:00–12:00 (16:00–20:00 UTC). Magpie asks you 15 minutes before whether you have it.
    In your quiet hours, messages arrive silently.
    ");
    let other = open_slot(&mut harness, "vancouver", "Choose a slot", "2").await;
    let refused = harness.click("vancouver", &other, "Take").await;
    insta::assert_snapshot!(refused.text(), @"You have another shift at this time, from <t:1605196800:F> until <t:1605211200:F>. Nothing was changed.");
    harness.end().await;
}

#[tokio::test]
async fn part_of_a_slot_is_typed_in_the_readers_own_time() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    plan(&mut harness, "12 Nov 16:00 UTC", "20:00", 1).await;
    let slot = open_slot(&mut harness, "vancouver", "Choose a slot", "1").await;
    let form = harness.click("vancouver", &slot, "Take a part…").await;
    let taken = harness.submit("vancouver", &form, json!({ "until": "10:00" })).await;
    assert_eq!(
        taken.text().lines().next(),
        Some(
            "✅ You are on duty Thu 12 Nov, 08:00–10:00 (16:00–18:00 UTC). Magpie asks you 15 minutes before whether \
             you have it."
        )
    );
    let rest = open_slot(&mut harness, "lapaz", "Elegir un turno", "1").await;
    insta::assert_snapshot!(rest.text(), @"
    **jue 12 nov, 12:00–16:00 (16:00–20:00 UTC)**
    falta 1 persona de 14:00 a 16:00
    De guardia: Member Vancouver (12:00–14:00)
    ");
    harness.end().await;
}

#[tokio::test]
async fn calendar_file_has_the_shifts_in_utc() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    plan(&mut harness, "12 Nov 16:00 UTC", "20:00", 1).await;
    let slot = open_slot(&mut harness, "vancouver", "Choose a slot", "1").await;
    harness.click("vancouver", &slot, "Take").await;
    let mine = harness.command("vancouver", "duty mine", json!({})).await;
    let sent = harness.click("vancouver", &mine, "Calendar file").await;
    let file = harness.attachment(&sent).await;
    for line in ["DTSTART:20201112T160000Z", "DTEND:20201112T200000Z", "SUMMARY:Help desk duty"] {
        assert!(file.lines().any(|other| other == line), "{line} is missing in {file}");
    }
    harness.end().await;
}

#[tokio::test]
async fn person_is_available_until_the_time_that_they_typed() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let available = harness.command("vancouver", "duty available", json!({ "until": "2 hours" })).await;
    insta::assert_snapshot!(available.text(), @"
    You are available until Tue 10 Nov, 10:55 (Tue 18:55 UTC).
    In your quiet hours, messages arrive silently.
    ");
    let ended = harness.click("vancouver", &available, "I am no longer available").await;
    insta::assert_snapshot!(ended.text(), @"You are no longer available. Thank you!");
    harness.end().await;
}

#[tokio::test]
async fn coverage_is_a_table_in_the_readers_zone() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    plan(&mut harness, "12 Nov 16:00 UTC", "20:00", 1).await;
    let coverage = harness.command("vancouver", "duty coverage", json!({})).await;
    let lines: Vec<&str> = coverage.text().lines().collect();
    assert_eq!(lines[0], "**Coverage of the help desk**, in your own time: one gap.");
    assert_eq!(lines[3], "Tue 10 Nov ························");
    assert_eq!(lines[5], "Thu 12 Nov ········!!!!············");
    harness.end().await;
}
