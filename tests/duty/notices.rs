//! Tests the notice before a shift, and who is asked when nobody confirms it.

use super::*;

/// Plans a slot from 04:00 to 08:00 UTC, in which La Paz (00:00) and Washington (23:00) are asleep. La Paz chose to be
/// rung, Washington did not.
async fn night_shift_of_two(harness: &mut Harness) {
    plan(harness, "11 Nov 04:00 UTC", "08:00", 2).await;
    let slot = open_slot(harness, "lapaz", "Elegir un turno", "1").await;
    let question = harness.click("lapaz", &slot, "Tomar").await;
    harness.click("lapaz", &question, "Tomarlo, y despertarme si hace falta").await;
    let slot = open_slot(harness, "washington", "Choose a slot", "1").await;
    let question = harness.click("washington", &slot, "Take").await;
    harness.click("washington", &question, "Take it, and do not wake me").await;
}

#[tokio::test]
async fn notice_wakes_only_those_who_chose_it_and_a_confirmation_ends_it() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    night_shift_of_two(&mut harness).await;
    harness.advance_to("2020-11-11T03:44:00Z").await;
    harness.receives_nothing("lapaz").await;
    harness.advance("1m").await;
    let rung = harness.receives_one("lapaz").await;
    assert!(rung.sounds(), "La Paz chose to be rung");
    insta::assert_snapshot!(rung.text(), @"⏰ Su guardia empieza pronto: mié 11 nov, 00:00–04:00 (04:00–08:00 UTC). ¿Está usted ahí?");
    let silent = harness.receives_one("washington").await;
    assert!(!silent.sounds(), "Washington did not");
    let thanks = harness.click("lapaz", &rung, "Aquí estoy").await;
    assert_eq!(
        thanks.text().lines().next(),
        Some("✅ ¡Gracias! Usted está de guardia: mié 11 nov, 00:00–04:00 (04:00–08:00 UTC).")
    );
    assert_eq!(harness.reload(&rung).await.buttons(), [""; 0]);
    harness.click("washington", &silent, "I have it").await;
    harness.advance_to("2020-11-11T08:00:00Z").await;
    harness.end().await;
}

#[tokio::test]
async fn silence_asks_a_person_who_is_available_and_their_press_tells_the_late_one() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    night_shift_of_two(&mut harness).await;
    harness.advance_to("2020-11-11T03:50:00Z").await;
    let rung = harness.receives_one("lapaz").await;
    harness.click("lapaz", &rung, "Aquí estoy").await;
    let notice = harness.receives_one("washington").await;
    harness.command("vancouver", "duty available", json!({ "until": "2 hours" })).await;
    harness.advance_to("2020-11-11T04:00:00Z").await;
    let asked = harness.receives_one("vancouver").await;
    assert!(asked.sounds(), "it is 20:00 in Vancouver");
    insta::assert_snapshot!(asked.text(), @"Member Washington has not confirmed this shift: Tue 10 Nov, 20:00–00:00 (Wed 04:00–08:00 UTC). Can you take it?");
    let taken = harness.click("vancouver", &asked, "I take it").await;
    assert_eq!(
        taken.text().lines().next(),
        Some("✅ Thank you! You are on duty Tue 10 Nov, 20:00–00:00 (Wed 04:00–08:00 UTC).")
    );
    insta::assert_snapshot!(harness.reload(&notice).await.text(), @"Member Vancouver has taken over your shift Tue 10 Nov, 23:00–03:00 (Wed 04:00–08:00 UTC).");
    // Nobody of the secretariat is asked, because the shift has somebody.
    harness.advance("30m").await;
    harness.end().await;
}

#[tokio::test]
async fn silence_with_nobody_awake_is_told_in_the_secretariats_channel() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    night_shift_of_two(&mut harness).await;
    harness.advance_to("2020-11-11T03:45:00Z").await;
    let rung = harness.receives_one("lapaz").await;
    harness.click("lapaz", &rung, "Aquí estoy").await;
    let notice = harness.receives_one("washington").await;
    harness.kill_bot().await;
    harness.start_bot().await;
    harness.advance_to("2020-11-11T04:00:00Z").await;
    let told = harness.one_new_message("secretariat").await;
    insta::assert_snapshot!(told.text(), @"Member Washington has not confirmed this shift: Wed 11 Nov, 04:00–08:00 UTC (<t:1605067200:t>–<t:1605081600:t> for you). Can you take it?");
    harness.click("washington", &notice, "I have it").await;
    insta::assert_snapshot!(harness.reload(&told).await.text(), @"Member Washington has this shift after all: Wed 11 Nov, 04:00–08:00 UTC (<t:1605067200:t>–<t:1605081600:t> for you). You do not need to do anything.");
    harness.end().await;
}

#[tokio::test]
async fn gap_is_told_a_day_before_to_those_who_are_awake_in_it() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    // 08:00 to 10:00 UTC is 04:00 in La Paz, 03:00 in Washington and 00:00 in Vancouver: all are asleep.
    plan(&mut harness, "13 Nov 08:00 UTC", "10:00", 1).await;
    // 16:00 to 18:00 UTC is 08:00 in Vancouver, 11:00 in Washington and 12:00 in La Paz.
    plan(&mut harness, "14 Nov 16:00 UTC", "18:00", 1).await;
    harness.advance_to("2020-11-12T09:00:00Z").await;
    harness.receives_nothing("lapaz").await;
    harness.advance_to("2020-11-13T16:00:00Z").await;
    let gap = harness.receives_one("vancouver").await;
    insta::assert_snapshot!(gap.text(), @"
    Someone is still needed at the help desk, at a time when you are awake:
    • Sat 14 Nov, 08:00–10:00 (16:00–18:00 UTC): **needs 1 person**
    ");
    harness.receives_one("lapaz").await;
    harness.receives_one("washington").await;
    let slot = harness.select("vancouver", &gap, "Choose a slot", &["2"]).await;
    harness.click("vancouver", &slot, "Take").await;
    insta::assert_snapshot!(harness.reload(&gap).await.text(), @"The help desk had gaps in its slots. By now, someone has taken them. You do not need to do anything.");
    harness.end().await;
}
