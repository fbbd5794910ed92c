//! Tests with twilight's client that the REST API works as Discord documents it. Headers are tested with plain HTTP.

use magpie::sandbox::core::{Seed, SeedMember};
use magpie::sandbox::{
    AutocompleteRequest, ClickRequest, CommandRequest, DiscordConfig, Options, PostRequest, RateLimiting, Sandbox, Wait,
};
use magpie::words::Language;
use reqwest::Method;
use serde_json::{Map, Value, json};
use std::time::Duration;
use twilight_gateway::Event;
use twilight_model::application::command::{CommandOptionChoice, CommandOptionChoiceValue, CommandType};
use twilight_model::application::interaction::{Interaction, InteractionType};
use twilight_model::channel::message::MessageFlags;
use twilight_model::channel::message::component::{ActionRow, Button, ButtonStyle, Component};
use twilight_model::http::interaction::{InteractionResponse, InteractionResponseData, InteractionResponseType};
use twilight_model::id::Id;
use twilight_model::id::marker::{ApplicationMarker, UserMarker};

use crate::clients::{call, channel_id, client, connect, options, plain_message, sandbox, wait_for_event};

async fn user_id(sandbox: &Sandbox, handle: &str) -> Id<UserMarker> {
    let state = sandbox.state().await;
    let members = state["members"].as_array().expect("members");
    let entry = members.iter().find(|member| member["handle"] == handle).expect("the member");
    entry["id"].as_str().expect("an id").parse().expect("a snowflake")
}

async fn application_id(http: &twilight_http::Client) -> Id<ApplicationMarker> {
    http.current_user_application().await.expect("an answer").model().await.expect("readable").id
}

fn interaction_of(event: Event) -> Option<Interaction> {
    match event {
        Event::InteractionCreate(interaction) => Some(interaction.0),
        _ => None,
    }
}

fn text_response(content: &str) -> InteractionResponse {
    let data = InteractionResponseData { content: Some(content.to_owned()), ..InteractionResponseData::default() };
    InteractionResponse { kind: InteractionResponseType::ChannelMessageWithSource, data: Some(data) }
}

fn command_request(who: &str, name: &str) -> CommandRequest {
    CommandRequest {
        who: who.to_owned(),
        channel: "mag-general".to_owned(),
        name: name.to_owned(),
        options: Map::new(),
        wait: Wait::Idle,
    }
}

#[tokio::test]
async fn message_is_created_edited_and_read_back() {
    let sandbox = sandbox().await;
    let (http, mut shard) = (client(&sandbox), connect(&sandbox).await);
    let general = channel_id(&sandbox, "mag-general").await;
    let created = http
        .create_message(general)
        .content("hello")
        .nonce(7)
        .await
        .expect("an answer")
        .model()
        .await
        .expect("readable");
    let message_event =
        wait_for_event(
            &mut shard,
            |event| if let Event::MessageCreate(message) = event { Some(message) } else { None },
        )
        .await;
    assert_eq!(
        (message_event.id, message_event.content.as_str()),
        (created.id, "hello"),
        "a bot always sees the content of its own messages"
    );
    http.update_message(general, created.id).content(Some("hello again")).await.expect("an answer");
    wait_for_event(&mut shard, |event| matches!(event, Event::MessageUpdate(_)).then_some(())).await;
    let read_message = http.message(general, created.id).await.expect("an answer").model().await.expect("readable");
    assert_eq!(read_message.content, "hello again");
    assert!(read_message.edited_timestamp.is_some());
    sandbox.stop().await;
}

#[tokio::test]
async fn direct_message_sounds_on_one_phone_and_a_silent_message_makes_no_sound() {
    let sandbox = sandbox().await;
    let http = client(&sandbox);
    let dm = http
        .create_private_channel(user_id(&sandbox, "lapaz").await)
        .await
        .expect("an answer")
        .model()
        .await
        .expect("readable");
    http.create_message(dm.id).content("wake up").await.expect("an answer");
    http.create_message(dm.id)
        .content("sleep on")
        .flags(MessageFlags::SUPPRESS_NOTIFICATIONS)
        .await
        .expect("an answer");
    let inbox = sandbox.inbox("lapaz", None).expect("a member");
    let phone: Vec<_> = inbox.iter().map(|item| (item.sounds, item.lock_screen.as_deref())).collect();
    assert_eq!(phone, [(true, Some("wake up")), (false, None)]);
    assert_eq!(sandbox.inbox("guest", None).expect("a member").len(), 0);
    sandbox.stop().await;
}

#[tokio::test]
async fn lock_screen_keeps_its_text_when_the_message_is_edited_and_the_channel_is_renamed() {
    let sandbox = sandbox().await;
    let http = client(&sandbox);
    let (person, help) = (user_id(&sandbox, "lapaz").await, channel_id(&sandbox, "help").await);
    let dm = http.create_private_channel(person).await.expect("an answer").model().await.expect("readable");
    let loud_text = format!("Come to <#{help}> at <t:1605031200:F>");
    let loud_message =
        http.create_message(dm.id).content(&loud_text).await.expect("an answer").model().await.expect("readable");
    let silent_message = http.create_message(dm.id).content("It can wait").flags(MessageFlags::SUPPRESS_NOTIFICATIONS);
    let silent_message = silent_message.await.expect("an answer").model().await.expect("readable");
    let inbox_before = sandbox.inbox("lapaz", None).expect("a member");
    assert_eq!(inbox_before[0].lock_screen.as_deref(), Some("Come to #help at Tue 10 Nov, 18:00"));
    assert_eq!((inbox_before[1].lock_screen.as_deref(), inbox_before[1].arrived_as.as_str()), (None, "It can wait"));
    for message in [loud_message.id, silent_message.id] {
        http.update_message(dm.id, message).content(Some("It is over")).await.expect("an answer");
    }
    let rename_response = call(&sandbox, Method::PATCH, "/api/channels/help", Some(json!({"name": "support"}))).await;
    assert_eq!(rename_response.0, 200, "{}", rename_response.1);
    let inbox_after = sandbox.inbox("lapaz", None).expect("a member");
    for (item_before, item_after) in inbox_before.iter().zip(&inbox_after) {
        assert_eq!(item_after.message.content, "It is over", "the message itself has the new text");
        assert_eq!(
            (&item_after.lock_screen, &item_after.arrived_as, &item_after.local_time, item_after.offset_minutes),
            (&item_before.lock_screen, &item_before.arrived_as, &item_before.local_time, item_before.offset_minutes)
        );
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn lock_screen_shows_timestamps_in_the_zone_and_language_of_the_owner() {
    let member = |handle: &str, zone: &str, locale: &str| SeedMember {
        handle: handle.to_owned(),
        name: handle.to_owned(),
        zone: Some(zone.to_owned()),
        locale: locale.to_owned(),
        ..SeedMember::default()
    };
    let members = vec![
        member("paris", "Europe/Paris", "fr"),
        member("lapaz", "America/La_Paz", "es-419"),
        member("brisbane", "Australia/Brisbane", "en-GB"),
    ];
    let seed = Seed { members, ..Seed::default() };
    let sandbox = Sandbox::start(Options { seed, ..options() }, None).await.expect("a free port");
    let http = client(&sandbox);
    // 23:30 UTC: the next day in Paris and Brisbane, but not in La Paz.
    let text = "<t:1605051000:F>, <t:1605051000:t>, <t:1605051000:D>, <t:1605051000:R>";
    for (handle, lock_screen) in [
        ("paris", "mer. 11 nov., 00:30, 00:30, mer. 11 nov., dans 6 heures 35 minutes"),
        ("lapaz", "mar 10 nov, 19:30, 19:30, mar 10 nov, dentro de 6 horas y 35 minutos"),
        ("brisbane", "Wed 11 Nov, 09:30, 09:30, Wed 11 Nov, in 6 hours 35 minutes"),
    ] {
        let person = user_id(&sandbox, handle).await;
        let dm = http.create_private_channel(person).await.expect("an answer").model().await.expect("readable");
        http.create_message(dm.id).content(text).await.expect("an answer");
        let inbox = sandbox.inbox(handle, None).expect("a member");
        assert_eq!(inbox[0].lock_screen.as_deref(), Some(lock_screen));
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn commands_are_offered_in_a_dm_that_does_not_exist_yet() {
    let sandbox = sandbox().await;
    let http = client(&sandbox);
    let app = application_id(&http).await;
    http.interaction(app).create_global_command().chat_input("hello", "Says hello").await.expect("accepted");
    let commands = sandbox.commands_for("guest", Some("dm")).expect("a member");
    assert_eq!(commands.iter().map(|command| &command["name"]).collect::<Vec<_>>(), ["hello"]);
    sandbox.stop().await;
}

#[tokio::test]
async fn command_is_registered_typed_and_answered_with_a_button_that_works() {
    let sandbox = sandbox().await;
    let (http, mut shard) = (client(&sandbox), connect(&sandbox).await);
    let app = application_id(&http).await;
    http.interaction(app).create_global_command().chat_input("hello", "Says hello").await.expect("accepted");
    let bot = async {
        let call = wait_for_event(&mut shard, interaction_of).await;
        assert_eq!(call.kind, InteractionType::ApplicationCommand);
        assert_eq!(call.locale.as_deref(), Some("en-GB"));
        let button = Button {
            id: None,
            custom_id: Some("v1/hello/seen".to_owned()),
            disabled: false,
            emoji: None,
            label: Some("Seen".to_owned()),
            style: ButtonStyle::Primary,
            url: None,
            sku_id: None,
        };
        let row = Component::ActionRow(ActionRow { id: None, components: vec![Component::Button(button)] });
        let mut response = text_response("Hello");
        if let Some(data) = &mut response.data {
            data.components = Some(vec![row]);
            data.flags = Some(MessageFlags::EPHEMERAL);
        }
        http.interaction(app).create_response(call.id, &call.token, &response).await.expect("accepted");
        let second_response = http.interaction(app).create_response(call.id, &call.token, &response).await;
        assert!(second_response.expect_err("one first answer").to_string().contains("40060"));
        let click = wait_for_event(&mut shard, interaction_of).await;
        assert_eq!(click.kind, InteractionType::MessageComponent);
        http.interaction(app)
            .create_response(click.id, &click.token, &text_response("Thank you"))
            .await
            .expect("accepted");
        http.interaction(app).create_followup(&click.token).content("By the way").await.expect("accepted");
    };
    let member = async {
        let result = sandbox.command(command_request("lapaz", "hello")).await.expect("a command");
        assert!(result.acked_ms.is_some() && result.view.ephemeral);
        let message = result.view.message.expect("an answer");
        assert_eq!(message.content, "Hello");
        let request = ClickRequest {
            who: "lapaz".to_owned(),
            message: message.id.to_string(),
            label: Some("Seen".to_owned()),
            custom_id: None,
            values: None,
            wait: Wait::Idle,
        };
        let click_result = sandbox.click(request).await.expect("a button");
        assert_eq!(click_result.view.message.expect("an answer").content, "Thank you");
    };
    tokio::join!(bot, member);
    sandbox.stop().await;
}

#[tokio::test]
async fn bot_suggests_the_choices_of_an_option_while_a_member_types() {
    let sandbox = sandbox().await;
    let (http, mut shard) = (client(&sandbox), connect(&sandbox).await);
    let app = application_id(&http).await;
    let option = json!({"type": 3, "name": "place", "description": "Where", "autocomplete": true, "required": true});
    let command = json!([{"name": "zone", "description": "Sets your zone", "type": 1, "options": [option]}]);
    let commands: Vec<twilight_model::application::command::Command> =
        serde_json::from_value(with_default_fields(command)).expect("commands");
    http.interaction(app).set_global_commands(&commands).await.expect("accepted");
    let bot = async {
        let call = wait_for_event(&mut shard, interaction_of).await;
        assert_eq!(call.kind, InteractionType::ApplicationCommandAutocomplete);
        let choice = CommandOptionChoice {
            name: "Brisbane".to_owned(),
            name_localizations: None,
            value: CommandOptionChoiceValue::String("Australia/Brisbane".to_owned()),
        };
        let data = InteractionResponseData { choices: Some(vec![choice]), ..InteractionResponseData::default() };
        let response = InteractionResponse {
            kind: InteractionResponseType::ApplicationCommandAutocompleteResult,
            data: Some(data),
        };
        http.interaction(app).create_response(call.id, &call.token, &response).await.expect("accepted");
    };
    let request = AutocompleteRequest {
        who: "lapaz".to_owned(),
        channel: None,
        name: "zone".to_owned(),
        options: Map::from_iter([("place".to_owned(), json!("bris"))]),
        focused: "place".to_owned(),
    };
    let (choices, ()) = tokio::join!(sandbox.autocomplete(request), bot);
    let choices = choices.expect("choices");
    assert_eq!(choices, [json!({"name": "Brisbane", "value": "Australia/Brisbane"})]);
    sandbox.stop().await;
}

fn with_default_fields(mut commands: Value) -> Value {
    for command in commands.as_array_mut().expect("a list") {
        command["version"] = json!("1");
        command["type"] = json!(u8::from(CommandType::ChatInput));
    }
    commands
}

#[tokio::test]
async fn response_after_the_deadline_is_refused() {
    let config = DiscordConfig { response_timeout: Duration::from_millis(100), ..DiscordConfig::default() };
    let sandbox = Sandbox::start(Options { config, ..options() }, None).await.expect("a free port");
    let (http, mut shard) = (client(&sandbox), connect(&sandbox).await);
    let app = application_id(&http).await;
    http.interaction(app).create_global_command().chat_input("hello", "Says hello").await.expect("accepted");
    let result = sandbox.command(command_request("lapaz", "hello")).await.expect("a command");
    assert_eq!(result.acked_ms, None);
    let call = wait_for_event(&mut shard, interaction_of).await;
    let late_response = http.interaction(app).create_response(call.id, &call.token, &text_response("late")).await;
    assert!(late_response.expect_err("too late").to_string().contains("10062"));
    sandbox.stop().await;
}

#[tokio::test]
async fn sixth_message_in_a_row_is_refused_with_rate_limit_headers() {
    let sandbox = sandbox().await;
    let general = channel_id(&sandbox, "mag-general").await;
    for remaining in (0..5).rev() {
        let answer = plain_message(&sandbox, general).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["x-ratelimit-limit"], "5");
        assert_eq!(answer.headers()["x-ratelimit-remaining"], remaining.to_string());
    }
    let refusal = plain_message(&sandbox, general).await;
    assert_eq!(refusal.status(), 429);
    assert_eq!(refusal.headers()["x-ratelimit-scope"], "user");
    assert!(refusal.headers().contains_key("x-ratelimit-bucket") && refusal.headers().contains_key("retry-after"));
    let body: Value = refusal.json().await.expect("JSON");
    assert_eq!(body["global"], false);
    let retry_after = body["retry_after"].as_f64().expect("seconds");
    assert!(retry_after > 0.0 && retry_after <= 5.0, "{retry_after}");
    assert_eq!(
        plain_message(&sandbox, channel_id(&sandbox, "announcements").await).await.status(),
        200,
        "another channel is free"
    );
    sandbox.stop().await;
}

#[tokio::test]
async fn rate_limiting_can_be_turned_off() {
    let config = DiscordConfig { rate_limiting: RateLimiting::Off, ..DiscordConfig::default() };
    let sandbox = Sandbox::start(Options { config, ..options() }, None).await.expect("a free port");
    let general = channel_id(&sandbox, "mag-general").await;
    for _ in 0..60 {
        assert_eq!(plain_message(&sandbox, general).await.status(), 200);
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn attached_file_can_be_fetched_from_the_url_in_its_message() {
    let sandbox = sandbox().await;
    let http = client(&sandbox);
    let files = [twilight_model::http::attachment::Attachment::from_bytes(
        "export.json".to_owned(),
        b"{\"zone\":1}".to_vec(),
        0,
    )];
    let message = http.create_message(channel_id(&sandbox, "mag-general").await).content("yours").attachments(&files);
    let message = message.await.expect("an answer").model().await.expect("readable");
    let (attachment, missing_url) = (&message.attachments[0], sandbox.url().to_owned() + "/attachments/1/2/none");
    assert_eq!((attachment.filename.as_str(), attachment.size), ("export.json", 10));
    let file_response = reqwest::get(&attachment.url).await.expect("an answer");
    assert_eq!(file_response.headers()["content-disposition"], "attachment");
    assert_eq!(file_response.text().await.expect("text"), "{\"zone\":1}");
    assert_eq!(reqwest::get(missing_url).await.expect("an answer").status(), 404);
    assert_eq!(sandbox.requests_after(0)[0].files, ["export.json"]);
    sandbox.stop().await;
}

#[tokio::test]
async fn live_events_report_messages_and_the_clock() {
    let sandbox = sandbox().await;
    let mut event_stream = reqwest::get(format!("{}/api/events", sandbox.url())).await.expect("an answer");
    let request =
        PostRequest { who: "lead".to_owned(), channel: "secretariat".to_owned(), content: "among us".to_owned() };
    let posted_message = sandbox.post(&request).expect("may write there");
    sandbox.advance(magpie::time::SignedDuration::from_mins(1)).await.expect("a clock that moves");
    let mut event_text = String::new();
    while !event_text.contains("\"clock\"") {
        event_text.push_str(&String::from_utf8_lossy(
            &event_stream.chunk().await.expect("readable").expect("the stream continues"),
        ));
    }
    assert!(
        event_text.contains(&format!(
            r#"{{"kind":"message","channel":"{}","id":"{}"}}"#,
            posted_message.channel, posted_message.id
        )),
        "{event_text}"
    );
    assert!(event_text.contains(r#"{"kind":"clock","now":"2020-11-10T16:56:00Z"}"#), "{event_text}");
    sandbox.stop().await;
}

#[tokio::test]
async fn request_without_user_agent_or_with_a_wrong_token_is_refused() {
    let sandbox = sandbox().await;
    let url = format!("{}/api/v10/users/@me", sandbox.url());
    let http = reqwest::Client::new();
    let response_without_agent =
        http.get(&url).header("authorization", "Bot sandbox-token").send().await.expect("an answer");
    assert_eq!(response_without_agent.status(), 403);
    let agent = "DiscordBot (https://example.org, 1)";
    let response_to_wrong_token = http
        .get(&url)
        .header("user-agent", agent)
        .header("authorization", "Bot wrong")
        .send()
        .await
        .expect("an answer");
    assert_eq!(response_to_wrong_token.status(), 401);
    sandbox.stop().await;
}

#[tokio::test]
async fn unknown_route_is_answered_with_501() {
    let sandbox = sandbox().await;
    let url = format!("{}/api/v10/stickers/1", sandbox.url());
    let request = reqwest::Client::new().get(url).header("user-agent", "DiscordBot (https://example.org, 1)");
    let answer = request.header("authorization", "Bot sandbox-token").send().await.expect("an answer");
    assert_eq!(answer.status(), 501);
    sandbox.stop().await;
}

#[tokio::test]
async fn error_for_an_invalid_control_call_says_what_to_send_instead() {
    let sandbox = sandbox().await;
    let (status, response_body) =
        call(&sandbox, Method::POST, "/api/command", Some(json!({"as": "lapaz", "chanel": "help"}))).await;
    assert_eq!(status, 400);
    let error = response_body["error"].as_str().expect("words");
    let (problem, example) = error.split_once("; send ").expect("an example");
    insta::assert_snapshot!(
        problem,
        @"unknown field `chanel`, expected one of `as`, `channel`, `name`, `options`, `target`, `wait` at line 1 column 22"
    );
    insta::assert_snapshot!(example, @r#"{"as":"lapaz","channel":"mag-general","name":"alert send","options":{}}; a command on a user or message has "target" instead of options"#);
    for (method, path, body) in [
        (Method::POST, "/api/clock", json!({"advance": "soon"})),
        (Method::POST, "/api/clock", json!({"to": "2019-01-01T00:00:00Z"})),
        (Method::POST, "/api/clock", json!({})),
        (Method::POST, "/api/gateway", json!({"do": "explode"})),
        (Method::POST, "/api/faults", json!({"route": "everything", "status": 500})),
        (Method::POST, "/api/settle", json!({})),
        (Method::POST, "/api/nonsense", json!({})),
        (Method::DELETE, "/api/command", json!({})),
        (Method::POST, "/api/click", json!({"as": "lapaz", "message": "1"})),
        (Method::POST, "/api/messages", json!({"as": "nobody", "channel": "help", "content": "x"})),
    ] {
        let (status, response_body) = call(&sandbox, method, path, Some(body.clone())).await;
        assert!(
            (400..500).contains(&status) && response_body["error"].is_string(),
            "{path} {body}: {status} {response_body}"
        );
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn requests_are_listed_with_their_bodies_and_errors() {
    let sandbox = sandbox().await;
    let http = client(&sandbox);
    http.create_message(channel_id(&sandbox, "mag-general").await).content("hello").await.expect("an answer");
    http.create_message(Id::new(1)).content("nowhere").await.expect_err("no such channel");
    let requests = sandbox.requests_after(0);
    let summaries: Vec<_> =
        requests.iter().map(|entry| (entry.method, entry.status, entry.body["content"].as_str())).collect();
    assert_eq!(summaries, [("POST", Some(200), Some("hello")), ("POST", Some(404), Some("nowhere"))]);
    assert_eq!(requests[1].error["code"], 10003);
    assert_eq!(sandbox.requests_after(1).len(), 1);
    sandbox.stop().await;
}

#[tokio::test]
async fn control_api_refuses_other_origins_and_page_texts_are_served() {
    let sandbox = sandbox().await;
    let http = reqwest::Client::new();
    let foreign_response =
        http.get(format!("{}/api/state", sandbox.url())).header("origin", "https://example.org").send().await;
    assert_eq!(foreign_response.expect("an answer").status(), 403);
    let texts_response = http.get(format!("{}/wall/words?lang=fr", sandbox.url())).send().await.expect("an answer");
    assert_eq!(texts_response.status(), 200);
    sandbox.stop().await;
}

#[tokio::test]
async fn page_gets_every_language_with_its_name_in_that_language() {
    let sandbox = sandbox().await;
    let answer = reqwest::get(format!("{}/wall/languages", sandbox.url())).await.expect("an answer");
    let languages: Vec<Value> = answer.json().await.expect("a list");
    let codes: Vec<_> = languages.iter().map(|one| one["code"].as_str().expect("a code")).collect();
    assert_eq!(codes, Language::ALL.map(Language::code));
    let french = &languages[Language::French as usize];
    assert_eq!(*french, json!({"code": "fr", "name": "Français", "locale": "fr", "discord_locales": ["fr"]}));
    sandbox.stop().await;
}

#[tokio::test]
async fn member_reads_only_channels_that_their_permissions_allow() {
    let sandbox = sandbox().await;
    let request =
        PostRequest { who: "lead".to_owned(), channel: "secretariat".to_owned(), content: "among us".to_owned() };
    sandbox.post(&request).expect("may write there");
    assert_eq!(sandbox.messages("secretariat", None, Some("lead")).expect("may read").len(), 1);
    assert!(sandbox.messages("secretariat", None, Some("lapaz")).is_err());
    sandbox.stop().await;
}
