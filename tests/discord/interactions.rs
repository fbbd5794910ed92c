//! Commands, clicks and modals, and the responses to them.

use magpie::sandbox::core::{Click, CommandInput, Method, ResponseState};
use magpie::time::SignedDuration;
use serde_json::{Value, json};

use crate::stage::{Received, Stage, button};

fn stage() -> Stage {
    let mut stage = Stage::new();
    let text =
        json!({"type": 3, "name": "text", "description": "d", "required": true, "min_length": 2, "max_length": 5});
    let options = json!([
        text,
        {"type": 4, "name": "count", "description": "d", "min_value": 1, "max_value": 9},
        {"type": 6, "name": "who", "description": "d"},
        {"type": 7, "name": "where", "description": "d", "channel_types": [0]},
        {"type": 8, "name": "role", "description": "d"},
        {"type": 11, "name": "file", "description": "d"},
        {"type": 3, "name": "zone", "description": "d", "autocomplete": true},
        {"type": 3, "name": "level", "description": "d", "choices": [
            {"name": "Urgent", "name_localizations": {"es-ES": "Urgente"}, "value": "urgent"},
        ]},
    ]);
    stage.register(json!([
        {"name": "do", "description": "d", "options": options},
        {"name": "alert", "description": "d", "options": [
            {"type": 1, "name": "send", "description": "d", "name_localizations": {"es-ES": "enviar"}},
        ]},
    ]));
    stage
}

fn refusal(stage: &mut Stage, who: &str, place: &str, name: &str, options: Value) -> String {
    let options = options.as_object().cloned().unwrap_or_default();
    let typed = CommandInput { channel: place.to_owned(), name: name.to_owned(), options };
    stage.world.command(stage.now, who, &typed).expect_err("the client does not let them").error
}

fn go(stage: &mut Stage) -> Received {
    stage.command("lapaz", "help", "do", json!({"text": "abc"}))
}

#[test]
fn command_carries_what_a_client_sends() {
    let mut stage = stage();
    let file = json!({"filename": "m.csv", "content": "name\nAda"});
    let options = json!({
        "text": "abc", "count": 3, "who": "guest", "where": "help", "role": "helpdesk", "file": file,
        "level": "Urgente",
    });
    let received = stage.command("lapaz", "help", "do", options);
    let event = &received.data;
    assert_eq!(event["locale"], "es-ES");
    assert_eq!(event["guild_locale"], "en-GB");
    assert_eq!(event["data"]["name"], "do");
    let value = |name: &str| {
        let options = event["data"]["options"].as_array().expect("a list");
        options.iter().find(|option| option["name"] == name).map(|option| option["value"].clone()).unwrap_or_default()
    };
    assert_eq!((value("count"), value("level")), (json!(3), json!("urgent")));
    let resolved = &event["data"]["resolved"];
    let guest = stage.member("guest");
    assert_eq!(resolved["users"][&guest]["username"], "guest");
    assert!(resolved["members"][&guest]["permissions"].is_string());
    assert_eq!(resolved["channels"][stage.channel("help")]["name"], "help");
    let attachment = value("file");
    let url = resolved["attachments"][attachment.as_str().expect("an id")]["url"].as_str().expect("a url");
    let path = url.split_once("/attachments/").expect("the CDN's form").1;
    assert_eq!(stage.world.attachment(path).expect("kept").bytes, b"name\nAda");
}

#[test]
fn client_refuses_invalid_option_values() {
    let mut stage = stage();
    let mut refused = |options: Value| refusal(&mut stage, "lapaz", "help", "do", options);
    assert_eq!(refused(json!({})), "option \"text\" is required");
    assert_eq!(refused(json!({"text": "a"})), "option \"text\" takes 2 to 5 characters, not \"a\"");
    assert!(refused(json!({"text": "abc", "count": 10})).contains("takes a number from"));
    insta::assert_snapshot!(refused(json!({"text": "abc", "count": 1.5})), @r#"option "count" takes a whole number, not "1.5""#);
    assert_eq!(refused(json!({"text": "abc", "level": "Low"})), "option \"level\" takes one of: Urgent, not \"Low\"");
    insta::assert_snapshot!(refused(json!({"text": "abc", "who": "nobody"})), @r#"no member "nobody"; there are: lead, tech, lapaz, brisbane, guest"#);
    insta::assert_snapshot!(refused(json!({"txt": "abc"})), @r#"no option "txt"; there are: text, count, who, where, role, file, zone, level"#);
}

#[test]
fn unknown_command_error_lists_the_commands() {
    let mut stage = stage();
    assert_eq!(
        refusal(&mut stage, "lapaz", "help", "profle", json!({})),
        "no command /profle is registered; there are: do, alert"
    );
    assert_eq!(
        refusal(&mut stage, "lapaz", "help", "alert", json!({})),
        "/alert is no whole command; the subcommands here are: send"
    );
}

#[test]
fn subcommand_may_be_typed_in_the_members_language() {
    let mut stage = stage();
    let received = stage.command("lapaz", "help", "alert enviar", json!({}));
    assert_eq!(received.data["data"]["options"][0]["name"], "send");
}

#[test]
fn command_in_the_direct_message_has_a_user_and_no_member() {
    let mut stage = stage();
    let received = stage.command("guest", "dm", "do", json!({"text": "abc"}));
    assert_eq!(received.data["user"]["username"], "guest");
    assert!(received.data.get("member").is_none() && received.data.get("guild_id").is_none());
    assert_eq!(received.data["context"], 1);
}

#[test]
fn first_response_is_accepted_once() {
    let mut stage = stage();
    let received = go(&mut stage);
    assert_eq!(stage.world.response_state(received.id), Some(ResponseState::Pending));
    stage.answer(&received, json!({"type": 4, "data": {"content": "done", "flags": 64}}));
    assert_eq!(stage.world.response_state(received.id), Some(ResponseState::Complete));
    stage.refused(40060, Method::Post, &received.callback(), json!({"type": 4, "data": {"content": "again"}}));
    let view = stage.world.interaction(received.id).expect("known");
    assert!(view.ephemeral && !view.deferred);
    assert_eq!(view.message.expect("given").content, "done");
}

#[test]
fn late_or_forged_response_is_unknown() {
    let mut stage = stage();
    let received = go(&mut stage);
    let body = json!({"type": 4, "data": {"content": "done"}});
    stage.refused(10062, Method::Post, &format!("/interactions/{}/forged/callback", received.id), body.clone());
    stage.world.expire_unanswered(received.id);
    assert_eq!(stage.world.response_state(received.id), Some(ResponseState::Expired));
    stage.refused(10062, Method::Post, &received.callback(), body);
}

#[test]
fn invalid_response_leaves_the_interaction_waiting() {
    let mut stage = stage();
    let received = go(&mut stage);
    let found =
        stage.faults(Method::Post, &received.callback(), json!({"type": 4, "data": {"content": "x".repeat(2001)}}));
    insta::assert_snapshot!(found, @"data.content: BASE_TYPE_MAX_LENGTH");
    let found = stage.faults(Method::Post, &received.callback(), json!({"type": 7, "data": {"content": "x"}}));
    insta::assert_snapshot!(found, @"type: BASE_TYPE_CHOICES");
    assert_eq!(stage.world.response_state(received.id), Some(ResponseState::Pending));
}

#[test]
fn ephemeral_response_is_visible_to_the_caller_alone() {
    let mut stage = stage();
    let received = go(&mut stage);
    stage.answer(&received, json!({"type": 4, "data": {"content": "for you", "flags": 64}}));
    let count = |who: Option<&str>| stage.world.messages("help", None, who).expect("seen").len();
    assert_eq!((count(Some("lapaz")), count(Some("guest")), count(None)), (1, 0, 1));
    let id = stage.world.messages("help", None, Some("lapaz")).expect("seen")[0].id;
    let path = format!("{}/{id}", stage.messages_path("help"));
    stage.refused(10008, Method::Get, &path, Value::Null);
    stage.refused(10008, Method::Patch, &path, json!({"content": "x"}));
    let created = stage.events().into_iter().find(|event| event.name == "MESSAGE_CREATE").expect("sent to the bot");
    assert!(created.guild.is_none() && created.data.get("guild_id").is_none());
}

#[test]
fn deferred_response_is_replaced_by_an_edit_or_the_first_follow_up() {
    let mut stage = stage();
    for fill in ["edit", "follow up"] {
        let received = go(&mut stage);
        stage.answer(&received, json!({"type": 5, "data": {"flags": 64}}));
        assert_eq!(stage.world.response_state(received.id), Some(ResponseState::Deferred));
        let (method, rest) = if fill == "edit" { (Method::Patch, "/messages/@original") } else { (Method::Post, "") };
        let path = received.webhook(&mut stage, rest);
        stage.done(method, &path, json!({"content": fill}));
        assert_eq!(stage.world.response_state(received.id), Some(ResponseState::Complete));
        let view = stage.world.interaction(received.id).expect("known");
        assert!(view.ephemeral && view.deferred && view.followups.is_empty());
        assert_eq!(view.message.expect("filled").content, fill);
    }
}

#[test]
fn token_is_valid_after_a_response_and_for_fifteen_minutes() {
    let mut stage = stage();
    let received = go(&mut stage);
    let path = received.webhook(&mut stage, "");
    stage.refused(10015, Method::Post, &path, json!({"content": "too early"}));
    stage.answer(&received, json!({"type": 4, "data": {"content": "one"}}));
    stage.later(SignedDuration::from_mins(15));
    let more = stage.done(Method::Post, &path, json!({"content": "two"}));
    let original = received.webhook(&mut stage, "/messages/@original");
    assert_eq!(stage.done(Method::Get, &original, Value::Null)["content"], "one");
    assert_eq!(
        more["interaction_metadata"]["original_response_message_id"],
        stage.done(Method::Get, &original, Value::Null)["id"]
    );
    stage.later(SignedDuration::from_secs(1));
    stage.refused(50027, Method::Post, &path, json!({"content": "too late"}));
    stage.refused(50027, Method::Patch, &original, json!({"content": "too late"}));
}

#[test]
fn click_carries_the_message_and_can_update_it() {
    let mut stage = stage();
    let dm = stage.dm("lapaz");
    let body = json!({"content": "Seen?", "components": [button("Lo he visto", "seen:1")]});
    let message = stage.done(Method::Post, &format!("/channels/{dm}/messages"), body);
    let received = stage.click("lapaz", &message, "Lo he visto", None);
    assert_eq!(received.data["data"]["custom_id"], "seen:1");
    assert_eq!(received.data["message"]["id"], message["id"]);
    let button = json!({"type": 2, "style": 2, "label": "Visto", "custom_id": "seen:1", "disabled": true});
    let disabled = json!([{"type": 1, "components": [button]}]);
    stage.answer(&received, json!({"type": 7, "data": {"content": "Thanks", "components": disabled}}));
    let click =
        Click { message: message["id"].as_str().expect("an id").to_owned(), target: "Visto".to_owned(), values: None };
    let refusal = stage.world.click(stage.now, "lapaz", &click).expect_err("disabled");
    assert_eq!(refusal.error, "\"Visto\" is disabled on that message");
    let click = Click { target: "Otro".to_owned(), ..click };
    let refusal = stage.world.click(stage.now, "lapaz", &click).expect_err("not there");
    assert_eq!(refusal.error, "no button or select \"Otro\" on that message; it has: \"Visto\"");
    let refusal = stage.world.click(stage.now, "guest", &click).expect_err("another's DM");
    insta::assert_snapshot!(refusal.error, @"guest does not see that message");
}

#[test]
fn selects_take_labels_and_handles() {
    let mut stage = stage();
    let options = json!([{"label": "Yes, wake me", "value": "yes"}, {"label": "No", "value": "no"}]);
    let row = |select: Value| json!({"type": 1, "components": [select]});
    let body = json!({"content": "x", "components": [
        row(json!({"type": 3, "custom_id": "wake", "placeholder": "May it wake you?", "options": options})),
        row(json!({"type": 5, "custom_id": "users", "max_values": 2})),
        row(json!({"type": 6, "custom_id": "role"})),
        row(json!({"type": 8, "custom_id": "channel", "channel_types": [0]})),
    ]});
    let message = stage.done(Method::Post, &stage.messages_path("help"), body);
    let received = stage.click("guest", &message, "May it wake you?", Some(&["No"]));
    assert_eq!(received.data["data"]["values"], json!(["no"]));
    stage.answer(&received, json!({"type": 6}));
    let received = stage.click("guest", &message, "users", Some(&["lapaz", "brisbane"]));
    let lapaz = stage.member("lapaz");
    assert_eq!(received.data["data"]["resolved"]["users"][&lapaz]["username"], "lapaz");
    let received = stage.click("guest", &message, "role", Some(&["helpdesk"]));
    assert_eq!(received.data["data"]["resolved"]["roles"].as_object().map(serde_json::Map::len), Some(1));
    stage.click("guest", &message, "channel", Some(&["help"]));
    let click = Click {
        message: message["id"].as_str().expect("an id").to_owned(),
        target: "wake".to_owned(),
        values: Some(vec!["yes".to_owned(), "no".to_owned()]),
    };
    let refusal = stage.world.click(stage.now, "guest", &click).expect_err("one only");
    insta::assert_snapshot!(refusal.error, @r#""May it wake you?" takes 1 to 1 values, not 2"#);
}

fn modal() -> Value {
    let input = |id: &str, label: &str, extra: Value| {
        let mut input = json!({"type": 4, "custom_id": id, "label": label, "style": 1});
        input.as_object_mut().expect("an object").extend(extra.as_object().cloned().unwrap_or_default());
        json!({"type": 1, "components": [input]})
    };
    json!({"type": 9, "data": {"custom_id": "m", "title": "Your alert", "components": [
        input("text", "Text", json!({"min_length": 3, "max_length": 10})),
        input("by", "Answer before", json!({"required": false, "value": "18:15"})),
    ]}})
}

#[test]
fn modal_is_validated_and_submitted_once() {
    let mut stage = stage();
    let received = go(&mut stage);
    stage.answer(&received, modal());
    let shown = stage.world.interaction(received.id).and_then(|view| view.modal).expect("open");
    assert_eq!((shown.title.as_str(), shown.id), ("Your alert", received.id));
    let send = |stage: &mut Stage, fields: Value| {
        let fields = fields.as_object().cloned().unwrap_or_default();
        stage.world.submit_modal(stage.now, "lapaz", &received.id.to_string(), &fields).map_err(|refusal| refusal.error)
    };
    assert_eq!(send(&mut stage, json!({})), Err("field \"Text\" is required".to_owned()));
    assert_eq!(
        send(&mut stage, json!({"text": "ab"})),
        Err("field \"Text\" takes 3 to 10 characters, not 2".to_owned())
    );
    insta::assert_snapshot!(send(&mut stage, json!({"Txt": "abc"})).expect_err("unknown"), @r#"no field "Txt" in that modal; it has: "Text" (text), "Answer before" (by)"#);
    let sent = stage.submit("lapaz", received.id, json!({"Text": "Link changed".chars().take(10).collect::<String>()}));
    assert_eq!(
        sent.data["data"]["components"][1]["components"][0]["value"], "18:15",
        "what was filled in is sent back"
    );
    assert!(send(&mut stage, json!({"text": "abcd"})).is_err(), "a modal is sent once");
    let found = stage.faults(Method::Post, &sent.callback(), modal());
    insta::assert_snapshot!(found, "a modal cannot answer a modal", @"type: BASE_TYPE_CHOICES");
}

#[test]
fn modal_without_a_response_can_be_submitted_again() {
    let mut stage = stage();
    let received = go(&mut stage);
    stage.answer(&received, modal());
    let sent = stage.submit("lapaz", received.id, json!({"text": "abc"}));
    stage.world.expire_unanswered(sent.id);
    stage.submit("lapaz", received.id, json!({"text": "abc"}));
}

#[test]
fn autocompletion_uses_the_callers_language() {
    let mut stage = stage();
    let mut options = serde_json::Map::new();
    options.insert("zone".to_owned(), json!("Boli"));
    let typed = CommandInput { channel: "help".to_owned(), name: "do".to_owned(), options };
    let id = stage.world.autocomplete(stage.now, "lapaz", &typed, "zone").expect("it completes");
    let event = stage.events().into_iter().rfind(|event| event.name == "INTERACTION_CREATE").expect("dispatched");
    assert_eq!(event.data["data"]["options"][0], json!({"type": 3, "name": "zone", "value": "Boli", "focused": true}));
    let callback = format!("/interactions/{id}/{}/callback", event.data["token"].as_str().expect("a token"));
    let choices =
        json!([{"name": "La Paz", "name_localizations": {"es-ES": "La Paz, Bolivia"}, "value": "America/La_Paz"}]);
    stage.done(Method::Post, &callback, json!({"type": 8, "data": {"choices": choices}}));
    let shown = stage.world.choices(id).expect("given");
    assert_eq!(shown, [json!({"name": "La Paz, Bolivia", "value": "America/La_Paz"})]);
    let refusal = stage.world.autocomplete(stage.now, "lapaz", &typed, "text").expect_err("does not complete");
    assert_eq!(refusal.error, "option \"text\" does not complete");
}

#[test]
fn response_to_a_members_own_act_makes_no_sound() {
    let mut stage = stage();
    let received = stage.command("lapaz", "dm", "do", json!({"text": "abc"}));
    stage.answer(&received, json!({"type": 4, "data": {"content": "done"}}));
    let items = stage.world.inbox("lapaz", None).expect("a member");
    assert_eq!((items.len(), items[0].sounds, items[0].lock_screen.clone()), (1, false, None));
}

#[test]
fn button_is_found_by_its_label_in_any_language() {
    let mut stage = stage();
    let label = magpie::words::say(magpie::words::Language::Spanish, "alert-button-seen", &magpie::words::Args::new());
    let body = json!({"content": "x", "components": [button(&label, "seen:1")]});
    let message = stage.done(Method::Post, &stage.messages_path("help"), body);
    assert_eq!(stage.click("guest", &message, "I have seen this", None).data["data"]["custom_id"], "seen:1");
}

#[test]
fn deferred_response_is_updated_without_an_edited_timestamp() {
    let mut stage = stage();
    let received = stage.command("guest", "dm", "do", json!({"text": "abc"}));
    stage.answer(&received, json!({"type": 5}));
    let loading = stage.events().into_iter().find(|event| event.name == "MESSAGE_CREATE").expect("is thinking").data;
    assert_eq!(loading["flags"], 128);
    let path = received.webhook(&mut stage, "/messages/@original");
    stage.done(Method::Patch, &path, json!({"content": "done"}));
    let filled = stage.events().into_iter().find(|event| event.name == "MESSAGE_UPDATE").expect("filled").data;
    assert_eq!(
        (&filled["flags"], &filled["edited_timestamp"], &filled["content"]),
        (&json!(0), &Value::Null, &json!("done"))
    );
    stage.done(Method::Patch, &path, json!({"content": "done twice"}));
    let edited = stage.events().into_iter().find(|event| event.name == "MESSAGE_UPDATE").expect("edited").data;
    assert!(edited["edited_timestamp"].is_string());
}

#[test]
fn ephemeral_follow_up_is_visible_to_the_caller_alone() {
    let mut stage = stage();
    let received = go(&mut stage);
    stage.answer(&received, json!({"type": 4, "data": {"content": "for all"}}));
    let path = received.webhook(&mut stage, "");
    let more = stage.done(Method::Post, &path, json!({"content": "for you", "flags": 64}));
    let words = |who: &str| -> Vec<String> {
        let seen = stage.world.messages("help", None, Some(who)).expect("seen");
        seen.into_iter().map(|message| message.content).collect()
    };
    assert_eq!(
        (words("lapaz"), words("guest")),
        (vec!["for all".to_owned(), "for you".to_owned()], vec!["for all".to_owned()])
    );
    let own = received.webhook(&mut stage, &format!("/messages/{}", more["id"].as_str().expect("an id")));
    stage.done(Method::Delete, &own, Value::Null);
    stage.refused(10008, Method::Get, &own, Value::Null);
}
