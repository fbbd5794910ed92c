//! Tests missing permissions in a channel that Magpie needs. Magpie must report that it is not ready, and name the
//! channel. When Magpie gets the permission, it must recover by itself.

use serde_json::{Value, json};

use crate::common::Harness;

/// The change of a channel that gives or takes these permissions from the role Magpie.
fn magpie_overwrite(allow: &[&str], deny: &[&str]) -> Value {
    json!({"overwrites": [{"role": "Magpie", "allow": allow, "deny": deny}]})
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn magpie_is_not_ready_while_it_cannot_see_a_channel_that_it_needs() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    assert!(harness.failing_checks().await.is_empty());
    harness.patch("channels/announcements", magpie_overwrite(&[], &["VIEW_CHANNEL"])).await;
    assert_eq!(harness.failing_checks().await, ["permissions"]);
    let detail = harness.failing_details().await.concat();
    assert!(detail.contains("\"View Channel\" in #announcements"), "{detail}");
    // After five minutes, Magpie reports the incident to the secretariat.
    harness.run_health_checks_after(0).await;
    harness.run_health_checks_after(300).await;
    let incident = harness.one_new_message("secretariat").await;
    assert!(incident.text().contains("Magpie may not do what it needs in a channel"), "{}", incident.text());
    harness
        .patch(
            "channels/announcements",
            magpie_overwrite(&["VIEW_CHANNEL", "SEND_MESSAGES", "READ_MESSAGE_HISTORY"], &[]),
        )
        .await;
    assert!(harness.failing_checks().await.is_empty());
    harness.end().await;
}

/// Discord reports in the field `mfa_enabled` of the bot's user whether the owner of the application uses two-factor
/// authentication.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn magpie_is_not_ready_if_the_server_requires_two_factor_authentication_and_its_owner_has_none() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    harness.patch("guild", json!({"mfa_level": 1})).await;
    harness.restart_bot().await;
    assert!(harness.failing_checks().await.is_empty(), "its owner has it");
    harness.patch("guild", json!({"bot_owner_has_mfa": false})).await;
    harness.restart_bot().await;
    assert_eq!(harness.failing_checks().await, ["permissions"]);
    let detail = harness.failing_details().await.concat();
    assert!(detail.contains("whoever owns Magpie's application"), "{detail}");
    harness.end().await;
}
