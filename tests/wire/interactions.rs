//! Tests how fast the bot acknowledges an interaction, old buttons, and a gateway that refuses the bot.

use std::sync::Arc;

use magpie::app::{App, AppEnd};
use magpie::config::{Config, Token};
use magpie::discord::wire::gateway::GatewayEnd;
use magpie::discord::wire::transport::{Request, Transport};
use magpie::sandbox::core::Seed;
use magpie::sandbox::{DiscordConfig, Options, Sandbox, SandboxClock};
use serde_json::json;
use serenity::http::{LightMethod, Route};
use sqlx::{Connection, Executor};

use crate::common::{Harness, TEST_START};

#[tokio::test(flavor = "multi_thread")]
async fn interaction_is_acknowledged_in_time_while_the_database_is_locked() {
    let harness = Harness::with_members(&["lapaz", "sec-lead"]).await;
    let mut lock_connection = sqlx::SqliteConnection::connect(harness.database().to_str().unwrap()).await.unwrap();
    lock_connection.execute("BEGIN IMMEDIATE").await.unwrap();
    let options = json!({ "quiet_start": "21:30" });
    let command = json!({ "as": "lapaz", "channel": "mag-general", "name": "profile set", "options": options });
    let command_call = harness.post("command", command);
    let unlock = async {
        // Release the lock only after the bot has acknowledged the interaction.
        while !harness
            .requests()
            .await
            .iter()
            .any(|request| request["path"].as_str().is_some_and(|path| path.ends_with("/callback")))
        {}
        lock_connection.execute("ROLLBACK").await.unwrap();
    };
    let (result, ()) = tokio::join!(command_call, unlock);
    assert_eq!(result["deferred"], true, "{result}");
    let acked_ms = result["acked_ms"].as_u64().unwrap();
    assert!((1400..3000).contains(&acked_ms), "acknowledged after {acked_ms} ms");
    assert!(result["message"]["content"].as_str().unwrap().contains("21:30"), "{result}");
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_or_outdated_button_is_refused_with_an_explanation() {
    let mut harness = Harness::with_members(&["lapaz", "sec-lead"]).await;
    let mut config = Config::default().discord;
    config.api_url = harness.sandbox.address().api_url;
    let transport = Transport::new(&config, &Token::new(&harness.sandbox.address().token)).unwrap();
    let state = harness.state().await;
    let channel =
        state["channels"].as_array().unwrap().iter().find(|channel| channel["name"] == "mag-general").unwrap();
    let channel_id = channel["id"].as_str().unwrap().parse::<u64>().unwrap().into();
    let ids = ["v0/alert/seen/1", "v1/alert/launch/1", "v1/nobody/seen/1", "v1/alert/seen/1/2/3/4", "nonsense"];
    for id in ids {
        let button = json!({ "type": 2, "style": 1, "label": "Old", "custom_id": id });
        let body = json!({ "content": "An old message", "components": [{ "type": 1, "components": [button] }] });
        transport
            .send(Request::new(LightMethod::Post, Route::ChannelMessages { channel_id }).body(body))
            .await
            .unwrap();
        let message = harness.one_new_message("mag-general").await;
        let answer = harness.click("lapaz", &message, "Old").await;
        assert!(answer.is_ephemeral());
        insta::allow_duplicates! {
            insta::assert_snapshot!(answer.text(), @"Este botón ya no funciona; no se cambió nada. Use el mensaje más reciente o el comando otra vez, por favor.");
        }
    }
    harness.end().await;
}

/// Runs a bot with this token against a sandbox with this seed. Returns why the bot ended.
async fn run_until_end(token: &str, seed: Seed) -> AppEnd {
    let clock = SandboxClock::starting_at(TEST_START.parse().unwrap());
    let options = Options { port: 0, seed, clock: clock.clone(), config: DiscordConfig::default(), seeder: None };
    let sandbox = Sandbox::start(options, None).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::default();
    config.discord.api_url = sandbox.address().api_url;
    config.database = folder.path().join("magpie.db");
    config.web = None;
    let app = App::start(&config, &Token::new(token), Arc::new(clock)).await.unwrap();
    let end = app.ended().await;
    app.stop().await;
    sandbox.stop().await;
    end
}

#[tokio::test(flavor = "multi_thread")]
async fn bot_with_a_wrong_token_ends() {
    assert_eq!(run_until_end("not-the-token", Seed::default()).await, AppEnd::Gateway(GatewayEnd::BadToken));
}

#[tokio::test(flavor = "multi_thread")]
async fn bot_with_a_disallowed_intent_ends() {
    let token = Seed::default().token;
    let end = run_until_end(&token, Seed { privileged_intents: 0, ..Seed::default() }).await;
    assert_eq!(end, AppEnd::Gateway(GatewayEnd::IntentNotAllowed));
}
