use std::sync::Arc;

use magpie::app::App;
use magpie::config::{Config, Token};
use magpie::discord::wire::gateway::GatewayEnd;
use magpie::discord::wire::transport::Ask;
use magpie::discord::wire::transport::Transport;
use magpie::sandbox::core::Seed;
use magpie::sandbox::{DiscordConfig, Options, Sandbox, SandboxClock};
use serde_json::json;
use serenity::http::{LightMethod, Route};
use sqlx::{Connection, Executor};

use crate::common::{BEGIN, Scene};

#[tokio::test(flavor = "multi_thread")]
async fn an_interaction_that_the_database_delays_is_acknowledged_in_time() {
    let scene = Scene::of(&["lapaz", "sec-lead"]).await;
    let mut other = sqlx::SqliteConnection::connect(scene.database().to_str().unwrap()).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    let command = json!({ "as": "lapaz", "channel": "mag-general", "name": "profile set", "options": { "quiet_start": "21:30" } });
    let asking = scene.post("command", command);
    let letting_go = async {
        // The database is let go of only after the interaction was acknowledged without it.
        while !scene
            .requests()
            .await
            .iter()
            .any(|request| request["path"].as_str().is_some_and(|path| path.ends_with("/callback")))
        {}
        other.execute("ROLLBACK").await.unwrap();
    };
    let (result, ()) = tokio::join!(asking, letting_go);
    assert_eq!(result["deferred"], true, "{result}");
    let acked_ms = result["acked_ms"].as_u64().unwrap();
    assert!((1400..3000).contains(&acked_ms), "acknowledged after {acked_ms} ms");
    assert!(result["message"]["content"].as_str().unwrap().contains("21:30"), "and then answered: {result}");
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_or_outdated_button_is_refused_with_kind_words() {
    let mut scene = Scene::of(&["lapaz", "sec-lead"]).await;
    let mut config = Config::default().discord;
    config.api_url = scene.sandbox.address().api_url;
    let transport = Transport::new(&config, &Token::new(&scene.sandbox.address().token)).unwrap();
    let state = scene.state().await;
    let channel =
        state["channels"].as_array().unwrap().iter().find(|channel| channel["name"] == "mag-general").unwrap();
    let channel_id = channel["id"].as_str().unwrap().parse::<u64>().unwrap().into();
    let ids = ["v0/alert/seen/1", "v1/alert/launch/1", "v1/nobody/seen/1", "v1/alert/seen/1/2/3/4", "nonsense"];
    for id in ids {
        let button = json!({ "type": 2, "style": 1, "label": "Old", "custom_id": id });
        let body = json!({ "content": "An old message", "components": [{ "type": 1, "components": [button] }] });
        transport.send(Ask::new(LightMethod::Post, Route::ChannelMessages { channel_id }).body(body)).await.unwrap();
        let message = scene.reads_one("mag-general").await;
        let answer = scene.click("lapaz", &message, "Old").await;
        assert!(answer.is_ephemeral());
        assert!(
            answer.text().contains("Este botón es de un mensaje antiguo o no es válido"),
            "{id}: {}",
            answer.text()
        );
    }
    scene.end().await;
}

/// How the gateway ends for a bot with this token in a Discord of this kind.
async fn end_of(token: &str, seed: Seed) -> GatewayEnd {
    let clock = SandboxClock::starting_at(BEGIN.parse().unwrap());
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
async fn a_wrong_token_ends_the_connection_for_good() {
    assert_eq!(end_of("not-the-token", Seed::default()).await, GatewayEnd::BadToken);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_intent_that_is_not_allowed_ends_the_connection_for_good() {
    let token = Seed::default().token;
    assert_eq!(end_of(&token, Seed { privileged_intents: 0, ..Seed::default() }).await, GatewayEnd::IntentNotAllowed);
}
