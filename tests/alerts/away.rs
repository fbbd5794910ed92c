//! Tests that a member who is away counts as asleep until the end of their absence.

use serde_json::json;

use crate::common::Harness;
use crate::{PEOPLE, TEXT, each_receives_one, preview_alert, read_reposted_lists, send};

#[tokio::test]
async fn member_who_is_away_counts_as_asleep_until_they_are_back() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let away = harness.command("brussels", "profile away", json!({"until": "2020-11-12 09:00"})).await;
    insta::assert_snapshot!(away.text(), @"Absence notée jusqu’au **jeu. 12 nov., 09:00 (jeu. 08:00 UTC)** : les messages arrivent sans bruit, et personne n’attend votre réponse. De retour plus tôt ? Appuyez sur le bouton, ou tapez /profile back.");
    harness.restart_bot().await;
    let preview = preview_alert(&mut harness, "urgent", "members", TEXT, "18:15 UTC").await;
    insta::assert_snapshot!(preview.text(), @"
    **Preview: Urgent. Nothing has been sent yet.**
    What their lock screen shows:
    > Urgent: Main room link changed · before Tue 19:15
    The time is shown in your time zone here. Each person sees it in their own.
    Please read by: Tue 10 Nov, 19:15 (Tue 18:15 UTC), in 1 hour 20 minutes
    No day given, so Tuesday 10 November 2020.
    1 of them reads French, 1 Spanish. Add their text?

    ⏰ Before Tue 19:15 (Tue 18:15 UTC), **1 of 4** can hear this. Before Tue 21:15 (Tue 20:15 UTC): **2**. Before Tue 22:45 (Tue 21:45 UTC): **3**.
    **Asleep until the deadline has passed: arrives silently (3):** Member Brussels, Member Sydney, Member Tokyo
    **Awake now (1):** Member La Paz
    Those who are asleep wake between Tue 21:00 and Thu 09:00.
    **Phones never confirmed: 4.** Until they answer “Test my phone”, no one knows whether they hear a message.
    ");
    harness.command("brussels", "profile back", json!({})).await;
    let preview = preview_alert(&mut harness, "urgent", "members", TEXT, "18:15 UTC").await;
    insta::assert_snapshot!(preview.text(), @"
    **Preview: Urgent. Nothing has been sent yet.**
    What their lock screen shows:
    > Urgent: Main room link changed · before Tue 19:15
    The time is shown in your time zone here. Each person sees it in their own.
    Please read by: Tue 10 Nov, 19:15 (Tue 18:15 UTC), in 1 hour 20 minutes
    No day given, so Tuesday 10 November 2020.
    1 of them reads French, 1 Spanish. Add their text?

    ⏰ Before Tue 19:15 (Tue 18:15 UTC), **2 of 4** can hear this. Before Tue 21:15 (Tue 20:15 UTC): **3**. Before Tue 22:45 (Tue 21:45 UTC): **4**.
    **Asleep until the deadline has passed: arrives silently (2):** Member Sydney, Member Tokyo
    **Awake now (2):** Member Brussels, Member La Paz
    Those who are asleep wake between Tue 21:00 and Tue 22:30.
    **Phones never confirmed: 4.** Until they answer “Test my phone”, no one knows whether they hear a message.
    ");
    harness.end().await;
}

#[tokio::test]
async fn urgent_alert_is_silent_for_a_member_who_is_away_and_one_nudge_sounds_after_the_absence() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    harness.command("brussels", "profile away", json!({"until": "2020-11-10 22:00 UTC"})).await;
    send(&mut harness, "urgent", "").await;
    for who in ["lapaz", "sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    assert!(!harness.receives_one("brussels").await.sounds(), "Brussels is away");
    harness.restart_bot().await;
    // The absence ends at 23:00 in Brussels, in the quiet hours. The nudge waits until 07:00, which is 06:00 UTC.
    harness.advance_to("2020-11-11T05:59:00Z").await;
    harness.receives_nothing("brussels").await;
    harness.advance("1m").await;
    assert!(harness.receives_one("brussels").await.sounds());
    for who in ["sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    read_reposted_lists(&mut harness).await;
    harness.end().await;
}

#[tokio::test]
async fn member_who_comes_back_early_is_nudged_at_once() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    harness.command("brussels", "profile away", json!({"until": "2020-11-20 09:00"})).await;
    send(&mut harness, "urgent", "").await;
    each_receives_one(&mut harness).await;
    harness.advance("10m").await;
    harness.command("brussels", "profile back", json!({})).await;
    harness.settle().await;
    assert!(harness.receives_one("brussels").await.sounds(), "they are awake now, and have not seen it");
    harness.end().await;
}
