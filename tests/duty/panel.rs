//! Tests the live panel: it follows every change, and survives the deletion of its message and of its channel.

use super::*;

const CHOOSE: &str = "Choose a slot · Choisir un créneau · Elegir un turno";

async fn post_panel(harness: &mut Harness, channel: &str) -> Output {
    harness.command("sec-lead", "duty panel", json!({ "channel": channel })).await;
    harness.one_new_message(channel).await
}

fn last_line(message: &Output) -> String {
    message.text().lines().last().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn panel_follows_every_change_and_shows_the_readers_own_time() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let panel = post_panel(&mut harness, "helpdesk-triage").await;
    insta::assert_snapshot!(panel.text(), @"
    🗓️ **Help desk duty.** Choose a slot below to take it. The hours after the dot are your own.
    🗓️ **Permanences de l’entraide.** Choisissez un créneau ci-dessous pour le prendre. Les heures après le point sont les vôtres.
    🗓️ **Guardias de la mesa de ayuda.** Elija abajo un turno para tomarlo. Las horas después del punto son las suyas.
    No slot is planned.
    ");
    plan(&mut harness, "12 Nov 16:00 UTC", "20:00", 2).await;
    let panel = harness.reload(&panel).await;
    insta::assert_snapshot!(last_line(&panel), @"Thu 12 Nov, 16:00–20:00 UTC · <t:1605196800:t>–<t:1605211200:t> · **needs 2 people**");
    let slot = harness.select("vancouver", &panel, CHOOSE, &["1"]).await;
    assert!(slot.is_ephemeral(), "the panel is for all, the slot for one reader");
    harness.click("vancouver", &slot, "Take").await;
    insta::assert_snapshot!(last_line(&harness.reload(&panel).await), @"Thu 12 Nov, 16:00–20:00 UTC · <t:1605196800:t>–<t:1605211200:t> · **needs 1 person**");
    assert!(!harness.reload(&panel).await.json().contains("Vancouver"), "the panel names nobody");
    // When the slot is over, the panel shows that without a press.
    harness.advance_to("2020-11-12T15:50:00Z").await;
    let notice = harness.receives_in_dm("vancouver").await.pop().expect("a notice");
    harness.click("vancouver", &notice, "I have it").await;
    for who in ["lapaz", "washington"] {
        harness.receives_in_dm(who).await;
    }
    harness.advance_to("2020-11-12T20:00:00Z").await;
    insta::assert_snapshot!(last_line(&harness.reload(&panel).await), @"No slot is planned.");
    harness.end().await;
}

#[tokio::test]
async fn panel_is_posted_again_after_its_message_was_deleted() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    post_panel(&mut harness, "helpdesk-triage").await;
    harness
        .plan_fault(json!({
            "route": "PATCH /channels/*/messages/*", "status": 404, "code": 10008, "times": 1, "when": "before"
        }))
        .await;
    plan(&mut harness, "12 Nov 16:00 UTC", "20:00", 2).await;
    let panel = harness.one_new_message("helpdesk-triage").await;
    insta::assert_snapshot!(last_line(&panel), @"Thu 12 Nov, 16:00–20:00 UTC · <t:1605196800:t>–<t:1605211200:t> · **needs 2 people**");
    harness.end().await;
}

#[tokio::test]
async fn panel_of_96_slots_shows_the_first_ones_and_all_of_them_page_by_page() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let options = json!({ "from": "2 December", "until": "17 December", "every": 4, "people": 2 });
    let preview = harness.command("sec-lead", "duty add", options).await;
    harness.click("sec-lead", &preview, "Create").await;
    let panel = post_panel(&mut harness, "helpdesk-triage").await;
    assert!(last_line(&panel).ends_with("more slots: press the button below."), "{}", last_line(&panel));
    let list = harness.click("lapaz", &panel, "All slots · Tous les créneaux · Todos los turnos").await;
    assert!(list.is_ephemeral());
    assert_eq!(list.text().lines().next(), Some("Hay 96 turnos planificados, en su propia hora."));
    assert_eq!(list.text().lines().filter(|line| line.starts_with('•')).count(), 10);
    harness.end().await;
}
