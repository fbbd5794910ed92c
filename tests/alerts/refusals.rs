//! Tests that members outside the secretariat cannot send an alert, that nobody can before the set-up, and that an
//! ended alert has no buttons.

use serde_json::json;

use crate::common::{Harness, Output};
use crate::{PEOPLE, TEXT, each_receives_one, preview_alert, send};

#[tokio::test]
async fn member_outside_the_secretariat_cannot_send_an_alert() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let body = json!({"as": "lapaz", "channel": "mag-general", "name": "alert send",
        "options": {"severity": "urgent", "audience": "members"}});
    // Discord does not show the command to this member, so the sandbox refuses to run it.
    let response = harness.try_post("command", body).await;
    assert!(response.is_err(), "{response:?}");
    let preview = preview_alert(&mut harness, "urgent", "members", TEXT, "").await;
    harness.patch_member("sec-lead", json!({"roles": ["mag"]})).await;
    let response = harness.click("sec-lead", &preview, "Send").await;
    insta::assert_snapshot!(response.text(), @"Only the secretariat can do this, so nothing was changed. If you think you should be able to, please ask them.");
    harness.end().await;
}

#[tokio::test]
async fn ended_alert_has_no_buttons() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let list = send(&mut harness, "urgent", "").await;
    each_receives_one(&mut harness).await;
    assert_eq!(harness.reload(&list).await.buttons(), ["Ask again", "Correct", "It is over", "Withdraw"]);
    let response = harness.withdraw("sec-lead", &list).await;
    insta::assert_snapshot!(response.text(), @"
    Alert 1 is withdrawn. The messages already sent now say so, and no more will be sent.
    2 messages had not gone out yet and were stopped.
    ");
    harness.settle().await;
    assert!(harness.reload(&list).await.buttons().is_empty());
    let latest_alerts = harness.command("sec-lead", "alert list", json!({})).await;
    insta::assert_snapshot!(latest_alerts.text(), @r"
    **Latest alerts**
    1 · Urgent · now · withdrawn · Main room link changed
    ");
    let details = harness.command("sec-lead", "alert show", json!({"number": 1})).await;
    assert!(details.is_ephemeral());
    insta::assert_snapshot!(details.text(), @"
    **Urgent · alert 1:** Main room link changed
    Sent by Secretariat lead to 4 people, <t:1605027300:F> (Tue 10 Nov, 16:55 UTC)
    **Withdrawn** by Secretariat lead at 16:55

    🔔 **Sent, not seen (2):** Member Brussels, Member La Paz
    🌙 **Sent silently, not seen, asleep until (2):** Member Sydney 20:00, Member Tokyo 21:30
    Times are in UTC. “Sent” does not mean seen.
    ");
    harness.end().await;
}

#[tokio::test]
async fn alert_is_refused_before_the_server_is_set_up() {
    let harness = Harness::without_setup(&["sec-lead", "lapaz"]).await;
    let body = json!({"as": "sec-lead", "channel": "mag-general", "name": "alert send",
        "options": {"severity": "urgent", "audience": "members"}});
    let response = harness.post("command", body).await;
    insta::assert_snapshot!(Output(response).text(), @"Magpie is not set up yet. Someone who manages this server can finish it with /setup. Missing: the members’ role, the volunteers’ role, the secretariat’s role, the secretariat’s channel, the channel where people ask for help, the channel where volunteers see tickets and the inbox channel");
    harness.end().await;
}
