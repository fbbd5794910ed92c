//! Tests how people offer their shifts to others.

use super::*;

/// Vancouver has a shift on 12 November from 16:00 to 20:00 UTC. Returns the screen that asks to whom it is offered.
async fn ask_offer(harness: &mut Harness) -> Output {
    plan(harness, "12 Nov 16:00 UTC", "20:00", 1).await;
    let slot = open_slot(harness, "vancouver", "Choose a slot", "1").await;
    let taken = harness.click("vancouver", &slot, "Take").await;
    harness.click("vancouver", &taken, "Offer it to others").await
}

#[tokio::test]
async fn of_two_people_who_take_an_offered_shift_one_gets_it_and_the_offerer_is_told() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let question = ask_offer(&mut harness).await;
    let offered = harness.click("vancouver", &question, "Offer it to all").await;
    insta::assert_snapshot!(offered.text(), @"Magpie asks 2 volunteers. You keep your shift until someone takes it.");
    let to_lapaz = harness.receives_one("lapaz").await;
    insta::assert_snapshot!(to_lapaz.text(), @"Member Vancouver busca a alguien que se encargue de un turno: jue 12 nov, 12:00–16:00 (16:00–20:00 UTC)");
    let to_washington = harness.receives_one("washington").await;
    let press = |who: &str, message: &Output, label: &str| {
        harness.post("click", json!({ "as": who, "message": message.id(), "label": label }))
    };
    let (lapaz, washington) =
        tokio::join!(press("lapaz", &to_lapaz, "Lo tomo"), press("washington", &to_washington, "I take it"));
    let (lapaz, washington) = (Output(lapaz), Output(washington));
    let lapaz_won = lapaz.text().starts_with("✅");
    assert_ne!(lapaz_won, washington.text().starts_with("✅"), "{} / {}", lapaz.text(), washington.text());
    let winner = if lapaz_won { "Member La Paz" } else { "Member Washington" };
    harness.settle().await;
    let news = harness.receives_one("vancouver").await;
    assert_eq!(
        without_tag(&news),
        format!(
            "{winner} takes over your shift Thu 12 Nov, 08:00–12:00 (16:00–20:00 UTC). You do not need to do anything."
        )
    );
    assert_eq!(harness.reload(&to_lapaz).await.buttons(), [""; 0]);
    let mine = harness.command("vancouver", "duty mine", json!({})).await;
    insta::assert_snapshot!(mine.text(), @"You have no shift. The list of slots shows where someone is needed.");
    harness.end().await;
}

#[tokio::test]
async fn offered_shift_can_be_kept_and_its_message_then_has_no_button() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let question = ask_offer(&mut harness).await;
    let offered = harness.click("vancouver", &question, "Offer it to all").await;
    let message = harness.receives_one("washington").await;
    assert_eq!(message.buttons(), ["I take it"]);
    harness.receives_one("lapaz").await;
    let kept = harness.click("vancouver", &offered, "Keep it").await;
    assert_eq!(kept.text().lines().next(), Some("You keep your shift Thu 12 Nov, 08:00–12:00 (16:00–20:00 UTC)."));
    let message = harness.reload(&message).await;
    assert_eq!(message.buttons(), [""; 0]);
    insta::assert_snapshot!(message.text(), @"The shift of Member Vancouver is no longer on offer: Thu 12 Nov, 11:00–15:00 (16:00–20:00 UTC)");
    harness.end().await;
}

#[tokio::test]
async fn shift_offered_to_one_person_can_be_refused_and_stays_with_its_person() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let question = ask_offer(&mut harness).await;
    let state = harness.state().await;
    let members = state["members"].as_array().expect("members are a list");
    let lapaz = members.iter().find(|member| member["handle"] == "lapaz").expect("La Paz is in the server");
    let lapaz = lapaz["id"].as_str().expect("it has an id").to_owned();
    let offered = harness.select("vancouver", &question, "Choose one person", &[&lapaz]).await;
    insta::assert_snapshot!(offered.text(), @"Magpie asks this person. You keep your shift until they take it.");
    let message = harness.receives_one("lapaz").await;
    insta::assert_snapshot!(message.text(), @"Member Vancouver le pide que se encargue de un turno: jue 12 nov, 12:00–16:00 (16:00–20:00 UTC)");
    assert_eq!(message.buttons(), ["Lo tomo", "No, gracias"]);
    harness.click("lapaz", &message, "No, gracias").await;
    let news = harness.receives_one("vancouver").await;
    insta::assert_snapshot!(without_tag(&news), @"Member La Paz cannot take over your shift Thu 12 Nov, 08:00–12:00 (16:00–20:00 UTC). You still have it, and you can offer it to others.");
    assert_eq!(harness.reload(&message).await.buttons(), [""; 0]);
    harness.end().await;
}

#[tokio::test]
async fn shift_is_not_offered_to_somebody_who_is_no_volunteer() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let question = ask_offer(&mut harness).await;
    let state = harness.state().await;
    let members = state["members"].as_array().expect("members are a list");
    let guest = members.iter().find(|member| member["handle"] == "guest").expect("the guest is in the server");
    let guest = guest["id"].as_str().expect("it has an id").to_owned();
    let refused = harness.select("vancouver", &question, "Choose one person", &[&guest]).await;
    insta::assert_snapshot!(refused.text(), @"This person cannot take the shift: they are not a volunteer, or have another shift at that time.");
    harness.end().await;
}
