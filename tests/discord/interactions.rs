//! Tests commands, clicks and modals, and the bot's responses to them.

use magpie::sandbox::core::{Click, CommandInput, Method, ResponseState};
use magpie::time::SignedDuration;
use serde_json::{Value, json};

use crate::fixture::{Fixture, Received, button};

fn fixture_with_commands() -> Fixture {
    let mut fixture = Fixture::new();
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
    fixture.register(json!([
        {"name": "do", "description": "d", "options": options},
        {"name": "alert", "description": "d", "options": [
            {"type": 1, "name": "send", "description": "d", "name_localizations": {"es-ES": "enviar"}},
        ]},
    ]));
    fixture
}

fn refusal(fixture: &mut Fixture, who: &str, place: &str, name: &str, options: Value) -> String {
    let options = options.as_object().cloned().unwrap_or_default();
    let input = CommandInput { channel: place.to_owned(), name: name.to_owned(), options };
    fixture.world.command(fixture.now, who, &input).expect_err("the client does not let them").error
}

fn run_do_command(fixture: &mut Fixture) -> Received {
    fixture.command("lapaz", "help", "do", json!({"text": "abc"}))
}

#[test]
fn command_interaction_has_options_resolved_data_and_locales() {
    let mut fixture = fixture_with_commands();
    let file = json!({"filename": "m.csv", "content": "name\nAda"});
    let options = json!({
        "text": "abc", "count": 3, "who": "guest", "where": "help", "role": "helpdesk", "file": file,
        "level": "Urgente",
    });
    let received = fixture.command("lapaz", "help", "do", options);
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
    let guest = fixture.member_id("guest");
    assert_eq!(resolved["users"][&guest]["username"], "guest");
    assert!(resolved["members"][&guest]["permissions"].is_string());
    assert_eq!(resolved["channels"][fixture.channel_id("help")]["name"], "help");
    let attachment = value("file");
    let url = resolved["attachments"][attachment.as_str().expect("an id")]["url"].as_str().expect("a url");
    let path = url.split_once("/attachments/").expect("a CDN URL").1;
    assert_eq!(fixture.world.attachment(path).expect("kept").bytes, b"name\nAda");
}

#[test]
fn client_refuses_invalid_option_values() {
    let mut fixture = fixture_with_commands();
    let mut refused = |options: Value| refusal(&mut fixture, "lapaz", "help", "do", options);
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
    let mut fixture = fixture_with_commands();
    assert_eq!(
        refusal(&mut fixture, "lapaz", "help", "profle", json!({})),
        "no command /profle is registered; there are: do, alert"
    );
    assert_eq!(
        refusal(&mut fixture, "lapaz", "help", "alert", json!({})),
        "/alert is no whole command; the subcommands here are: send"
    );
}

#[test]
fn subcommand_may_be_typed_in_the_members_language() {
    let mut fixture = fixture_with_commands();
    let received = fixture.command("lapaz", "help", "alert enviar", json!({}));
    assert_eq!(received.data["data"]["options"][0]["name"], "send");
}

#[test]
fn command_in_the_direct_message_has_a_user_and_no_member() {
    let mut fixture = fixture_with_commands();
    let received = fixture.command("guest", "dm", "do", json!({"text": "abc"}));
    assert_eq!(received.data["user"]["username"], "guest");
    assert!(received.data.get("member").is_none() && received.data.get("guild_id").is_none());
    assert_eq!(received.data["context"], 1);
}

#[test]
fn first_response_is_accepted_once() {
    let mut fixture = fixture_with_commands();
    let received = run_do_command(&mut fixture);
    assert_eq!(fixture.world.response_state(received.id), Some(ResponseState::Pending));
    fixture.answer(&received, json!({"type": 4, "data": {"content": "done", "flags": 64}}));
    assert_eq!(fixture.world.response_state(received.id), Some(ResponseState::Complete));
    fixture.must_be_refused(
        40060,
        Method::Post,
        &received.callback(),
        json!({"type": 4, "data": {"content": "again"}}),
    );
    let view = fixture.world.interaction(received.id).expect("known");
    assert!(view.ephemeral && !view.deferred);
    assert_eq!(view.message.expect("given").content, "done");
}

#[test]
fn late_or_forged_response_is_unknown() {
    let mut fixture = fixture_with_commands();
    let received = run_do_command(&mut fixture);
    let body = json!({"type": 4, "data": {"content": "done"}});
    fixture.must_be_refused(
        10062,
        Method::Post,
        &format!("/interactions/{}/forged/callback", received.id),
        body.clone(),
    );
    fixture.world.expire_without_response(received.id);
    assert_eq!(fixture.world.response_state(received.id), Some(ResponseState::Expired));
    fixture.must_be_refused(10062, Method::Post, &received.callback(), body);
}

#[test]
fn interaction_still_waits_after_an_invalid_response() {
    let mut fixture = fixture_with_commands();
    let received = run_do_command(&mut fixture);
    let found = fixture.must_have_faults(
        Method::Post,
        &received.callback(),
        json!({"type": 4, "data": {"content": "x".repeat(2001)}}),
    );
    insta::assert_snapshot!(found, @"data.content: BASE_TYPE_MAX_LENGTH");
    let found =
        fixture.must_have_faults(Method::Post, &received.callback(), json!({"type": 7, "data": {"content": "x"}}));
    insta::assert_snapshot!(found, @"type: BASE_TYPE_CHOICES");
    assert_eq!(fixture.world.response_state(received.id), Some(ResponseState::Pending));
}

#[test]
fn ephemeral_response_is_visible_to_the_caller_alone() {
    let mut fixture = fixture_with_commands();
    let received = run_do_command(&mut fixture);
    fixture.answer(&received, json!({"type": 4, "data": {"content": "for you", "flags": 64}}));
    let count_visible = |who: Option<&str>| fixture.world.messages("help", None, who).expect("seen").len();
    assert_eq!((count_visible(Some("lapaz")), count_visible(Some("guest")), count_visible(None)), (1, 0, 1));
    let id = fixture.world.messages("help", None, Some("lapaz")).expect("seen")[0].id;
    let path = format!("{}/{id}", fixture.messages_path("help"));
    fixture.must_be_refused(10008, Method::Get, &path, Value::Null);
    fixture.must_be_refused(10008, Method::Patch, &path, json!({"content": "x"}));
    let created_event =
        fixture.events().into_iter().find(|event| event.name == "MESSAGE_CREATE").expect("sent to the bot");
    assert!(created_event.guild.is_none() && created_event.data.get("guild_id").is_none());
}

#[test]
fn deferred_response_is_replaced_by_an_edit_or_the_first_follow_up() {
    let mut fixture = fixture_with_commands();
    for way in ["edit", "follow up"] {
        let received = run_do_command(&mut fixture);
        fixture.answer(&received, json!({"type": 5, "data": {"flags": 64}}));
        assert_eq!(fixture.world.response_state(received.id), Some(ResponseState::Deferred));
        let (method, path_end) =
            if way == "edit" { (Method::Patch, "/messages/@original") } else { (Method::Post, "") };
        let path = received.webhook(&mut fixture, path_end);
        fixture.must_succeed(method, &path, json!({"content": way}));
        assert_eq!(fixture.world.response_state(received.id), Some(ResponseState::Complete));
        let view = fixture.world.interaction(received.id).expect("known");
        assert!(view.ephemeral && view.deferred && view.followups.is_empty());
        assert_eq!(view.message.expect("filled").content, way);
    }
}

#[test]
fn interaction_token_is_valid_for_fifteen_minutes_after_a_response() {
    let mut fixture = fixture_with_commands();
    let received = run_do_command(&mut fixture);
    let path = received.webhook(&mut fixture, "");
    fixture.must_be_refused(10015, Method::Post, &path, json!({"content": "too early"}));
    fixture.answer(&received, json!({"type": 4, "data": {"content": "one"}}));
    fixture.advance(SignedDuration::from_mins(15));
    let follow_up = fixture.must_succeed(Method::Post, &path, json!({"content": "two"}));
    let original_path = received.webhook(&mut fixture, "/messages/@original");
    assert_eq!(fixture.must_succeed(Method::Get, &original_path, Value::Null)["content"], "one");
    assert_eq!(
        follow_up["interaction_metadata"]["original_response_message_id"],
        fixture.must_succeed(Method::Get, &original_path, Value::Null)["id"]
    );
    fixture.advance(SignedDuration::from_secs(1));
    fixture.must_be_refused(50027, Method::Post, &path, json!({"content": "too late"}));
    fixture.must_be_refused(50027, Method::Patch, &original_path, json!({"content": "too late"}));
}

#[test]
fn click_interaction_has_the_message_and_its_response_can_update_it() {
    let mut fixture = fixture_with_commands();
    let dm = fixture.open_dm("lapaz");
    let body = json!({"content": "Seen?", "components": [button("Lo he visto", "seen:1")]});
    let message = fixture.must_succeed(Method::Post, &format!("/channels/{dm}/messages"), body);
    let received = fixture.click("lapaz", &message, "Lo he visto", None);
    assert_eq!(received.data["data"]["custom_id"], "seen:1");
    assert_eq!(received.data["message"]["id"], message["id"]);
    let button = json!({"type": 2, "style": 2, "label": "Visto", "custom_id": "seen:1", "disabled": true});
    let disabled = json!([{"type": 1, "components": [button]}]);
    fixture.answer(&received, json!({"type": 7, "data": {"content": "Thanks", "components": disabled}}));
    let click =
        Click { message: message["id"].as_str().expect("an id").to_owned(), target: "Visto".to_owned(), values: None };
    let refusal = fixture.world.click(fixture.now, "lapaz", &click).expect_err("disabled");
    assert_eq!(refusal.error, "\"Visto\" is disabled on that message");
    let click = Click { target: "Otro".to_owned(), ..click };
    let refusal = fixture.world.click(fixture.now, "lapaz", &click).expect_err("not there");
    assert_eq!(refusal.error, "no button or select \"Otro\" on that message; it has: \"Visto\"");
    let refusal = fixture.world.click(fixture.now, "guest", &click).expect_err("another's DM");
    insta::assert_snapshot!(refusal.error, @"guest does not see that message");
}

#[test]
fn values_of_selects_may_be_labels_and_handles() {
    let mut fixture = fixture_with_commands();
    let options = json!([{"label": "Yes, wake me", "value": "yes"}, {"label": "No", "value": "no"}]);
    let row = |select: Value| json!({"type": 1, "components": [select]});
    let body = json!({"content": "x", "components": [
        row(json!({"type": 3, "custom_id": "wake", "placeholder": "May it wake you?", "options": options})),
        row(json!({"type": 5, "custom_id": "users", "max_values": 2})),
        row(json!({"type": 6, "custom_id": "role"})),
        row(json!({"type": 8, "custom_id": "channel", "channel_types": [0]})),
    ]});
    let message = fixture.must_succeed(Method::Post, &fixture.messages_path("help"), body);
    let received = fixture.click("guest", &message, "May it wake you?", Some(&["No"]));
    assert_eq!(received.data["data"]["values"], json!(["no"]));
    fixture.answer(&received, json!({"type": 6}));
    let received = fixture.click("guest", &message, "users", Some(&["lapaz", "brisbane"]));
    let lapaz = fixture.member_id("lapaz");
    assert_eq!(received.data["data"]["resolved"]["users"][&lapaz]["username"], "lapaz");
    let received = fixture.click("guest", &message, "role", Some(&["helpdesk"]));
    assert_eq!(received.data["data"]["resolved"]["roles"].as_object().map(serde_json::Map::len), Some(1));
    fixture.click("guest", &message, "channel", Some(&["help"]));
    let click = Click {
        message: message["id"].as_str().expect("an id").to_owned(),
        target: "wake".to_owned(),
        values: Some(vec!["yes".to_owned(), "no".to_owned()]),
    };
    let refusal = fixture.world.click(fixture.now, "guest", &click).expect_err("one only");
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
    let mut fixture = fixture_with_commands();
    let received = run_do_command(&mut fixture);
    fixture.answer(&received, modal());
    let opened_modal = fixture.world.interaction(received.id).and_then(|view| view.modal).expect("open");
    assert_eq!((opened_modal.title.as_str(), opened_modal.id), ("Your alert", received.id));
    let submit_fields = |fixture: &mut Fixture, fields: Value| {
        let fields = fields.as_object().cloned().unwrap_or_default();
        fixture
            .world
            .submit_modal(fixture.now, "lapaz", &received.id.to_string(), &fields)
            .map_err(|refusal| refusal.error)
    };
    assert_eq!(submit_fields(&mut fixture, json!({})), Err("field \"Text\" is required".to_owned()));
    assert_eq!(
        submit_fields(&mut fixture, json!({"text": "ab"})),
        Err("field \"Text\" takes 3 to 10 characters, not 2".to_owned())
    );
    insta::assert_snapshot!(submit_fields(&mut fixture, json!({"Txt": "abc"})).expect_err("unknown"), @r#"no field "Txt" in that modal; it has: "Text" (text), "Answer before" (by)"#);
    let submission =
        fixture.submit("lapaz", received.id, json!({"Text": "Link changed".chars().take(10).collect::<String>()}));
    assert_eq!(
        submission.data["data"]["components"][1]["components"][0]["value"], "18:15",
        "what was filled in is sent back"
    );
    assert!(submit_fields(&mut fixture, json!({"text": "abcd"})).is_err(), "a modal is sent once");
    let found = fixture.must_have_faults(Method::Post, &submission.callback(), modal());
    insta::assert_snapshot!(found, "a modal cannot answer a modal", @"type: BASE_TYPE_CHOICES");
}

#[test]
fn modal_without_a_response_can_be_submitted_again() {
    let mut fixture = fixture_with_commands();
    let received = run_do_command(&mut fixture);
    fixture.answer(&received, modal());
    let submission = fixture.submit("lapaz", received.id, json!({"text": "abc"}));
    fixture.world.expire_without_response(submission.id);
    fixture.submit("lapaz", received.id, json!({"text": "abc"}));
}

#[test]
fn autocompletion_uses_the_callers_language() {
    let mut fixture = fixture_with_commands();
    let mut options = serde_json::Map::new();
    options.insert("zone".to_owned(), json!("Boli"));
    let input = CommandInput { channel: "help".to_owned(), name: "do".to_owned(), options };
    let id = fixture.world.autocomplete(fixture.now, "lapaz", &input, "zone").expect("it completes");
    let event = fixture.events().into_iter().rfind(|event| event.name == "INTERACTION_CREATE").expect("dispatched");
    assert_eq!(event.data["data"]["options"][0], json!({"type": 3, "name": "zone", "value": "Boli", "focused": true}));
    let callback = format!("/interactions/{id}/{}/callback", event.data["token"].as_str().expect("a token"));
    let choices =
        json!([{"name": "La Paz", "name_localizations": {"es-ES": "La Paz, Bolivia"}, "value": "America/La_Paz"}]);
    fixture.must_succeed(Method::Post, &callback, json!({"type": 8, "data": {"choices": choices}}));
    let shown_choices = fixture.world.choices(id).expect("given");
    assert_eq!(shown_choices, [json!({"name": "La Paz, Bolivia", "value": "America/La_Paz"})]);
    let refusal = fixture.world.autocomplete(fixture.now, "lapaz", &input, "text").expect_err("does not complete");
    assert_eq!(refusal.error, "option \"text\" does not complete");
}

#[test]
fn response_to_a_members_own_act_makes_no_sound() {
    let mut fixture = fixture_with_commands();
    let received = fixture.command("lapaz", "dm", "do", json!({"text": "abc"}));
    fixture.answer(&received, json!({"type": 4, "data": {"content": "done"}}));
    let items = fixture.world.inbox("lapaz", None).expect("a member");
    assert_eq!((items.len(), items[0].sounds, items[0].lock_screen.clone()), (1, false, None));
}

#[test]
fn click_finds_a_button_by_its_label_in_any_language() {
    let mut fixture = fixture_with_commands();
    let label = magpie::words::say(magpie::words::Language::Spanish, "alert-button-seen", &magpie::words::Args::new());
    let body = json!({"content": "x", "components": [button(&label, "seen:1")]});
    let message = fixture.must_succeed(Method::Post, &fixture.messages_path("help"), body);
    assert_eq!(fixture.click("guest", &message, "I have seen this", None).data["data"]["custom_id"], "seen:1");
}

#[test]
fn deferred_response_is_updated_without_an_edited_timestamp() {
    let mut fixture = fixture_with_commands();
    let received = fixture.command("guest", "dm", "do", json!({"text": "abc"}));
    fixture.answer(&received, json!({"type": 5}));
    let created_event =
        fixture.events().into_iter().find(|event| event.name == "MESSAGE_CREATE").expect("created").data;
    assert_eq!(created_event["flags"], 128);
    let path = received.webhook(&mut fixture, "/messages/@original");
    fixture.must_succeed(Method::Patch, &path, json!({"content": "done"}));
    let first_update = fixture.events().into_iter().find(|event| event.name == "MESSAGE_UPDATE").expect("edited").data;
    assert_eq!(
        (&first_update["flags"], &first_update["edited_timestamp"], &first_update["content"]),
        (&json!(0), &Value::Null, &json!("done"))
    );
    fixture.must_succeed(Method::Patch, &path, json!({"content": "done twice"}));
    let second_update = fixture.events().into_iter().find(|event| event.name == "MESSAGE_UPDATE").expect("edited").data;
    assert!(second_update["edited_timestamp"].is_string());
}

#[test]
fn ephemeral_follow_up_is_visible_to_the_caller_alone() {
    let mut fixture = fixture_with_commands();
    let received = run_do_command(&mut fixture);
    fixture.answer(&received, json!({"type": 4, "data": {"content": "for all"}}));
    let path = received.webhook(&mut fixture, "");
    let follow_up = fixture.must_succeed(Method::Post, &path, json!({"content": "for you", "flags": 64}));
    let texts_for = |who: &str| -> Vec<String> {
        let seen = fixture.world.messages("help", None, Some(who)).expect("seen");
        seen.into_iter().map(|message| message.content).collect()
    };
    assert_eq!(
        (texts_for("lapaz"), texts_for("guest")),
        (vec!["for all".to_owned(), "for you".to_owned()], vec!["for all".to_owned()])
    );
    let follow_up_path =
        received.webhook(&mut fixture, &format!("/messages/{}", follow_up["id"].as_str().expect("an id")));
    fixture.must_succeed(Method::Delete, &follow_up_path, Value::Null);
    fixture.must_be_refused(10008, Method::Get, &follow_up_path, Value::Null);
}
