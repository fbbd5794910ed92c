//! Tests permissions: who can see which channel, who may do what, and whom a message pings.

use magpie::sandbox::core::{MemberPatch, Method, Permissions, Seed};
use serde_json::{Value, json};

use crate::fixture::{Fixture, people};

fn visible_channels(fixture: &Fixture, who: &str) -> Vec<String> {
    fixture.world.channels_for(who).expect("a member").into_iter().map(|channel| channel.name).collect()
}

#[test]
fn members_see_the_channels_of_their_roles() {
    let fixture = Fixture::new();
    assert_eq!(visible_channels(&fixture, "guest"), ["announcements", "help", "inbox"]);
    assert_eq!(visible_channels(&fixture, "brisbane"), ["mag-general", "announcements", "help", "inbox"]);
    assert_eq!(
        visible_channels(&fixture, "lapaz"),
        ["mag-general", "announcements", "help", "helpdesk-triage", "inbox"]
    );
    assert_eq!(
        visible_channels(&fixture, "tech"),
        ["mag-general", "announcements", "help", "helpdesk-triage", "secretariat", "inbox"]
    );
}

#[test]
fn member_who_gets_a_role_sees_its_channels() {
    let mut fixture = Fixture::new();
    let patch = MemberPatch { roles: Some(vec!["helpdesk".to_owned()]), ..MemberPatch::default() };
    fixture.world.patch_member(fixture.now, "guest", patch).expect("a member");
    assert!(visible_channels(&fixture, "guest").contains(&"helpdesk-triage".to_owned()));
    assert_eq!(fixture.event_names(), ["GUILD_MEMBER_UPDATE"]);
}

#[test]
fn members_cannot_write_without_permission() {
    let mut fixture = Fixture::new();
    let refusal = fixture.world.post(fixture.now, "guest", "announcements", "hi").expect_err("read only");
    assert_eq!(refusal.status, 403);
    let refusal = fixture.world.post(fixture.now, "guest", "secretariat", "hi").expect_err("unseen");
    assert_eq!(refusal.error, "guest does not see #secretariat; they see: dm, announcements, help, inbox");
    assert!(fixture.world.messages("secretariat", None, Some("guest")).is_err());
    fixture.world.post(fixture.now, "tech", "announcements", "hi").expect("the secretariat may write there");
}

#[test]
fn bot_without_permissions_is_refused_as_by_discord() {
    let bot_permissions = Permissions(Permissions::VIEW_CHANNEL.0 | Permissions::READ_MESSAGE_HISTORY.0);
    let mut fixture = Fixture::with_seed(Seed { members: people(), bot_permissions, ..Seed::default() });
    // @everyone may write in #help. In #inbox, an overwrite lets only the secretariat and the bot write.
    let (help, inbox) = (fixture.channel_id("help"), fixture.channel_id("inbox"));
    fixture.say(&help, "fine");
    fixture.must_succeed(
        Method::Post,
        &format!("/channels/{inbox}/messages"),
        json!({"content": "allowed by the overwrite"}),
    );
    let message_id = fixture.say(&help, "pin me")["id"].as_str().expect("an id").to_owned();
    fixture.must_be_refused(50013, Method::Put, &format!("/channels/{help}/pins/{message_id}"), Value::Null);
    fixture.must_be_refused(
        50013,
        Method::Post,
        &format!("/channels/{help}/threads"),
        json!({"name": "t", "type": 12}),
    );
}

#[test]
fn request_about_a_missing_channel_or_message_is_answered_as_unknown() {
    let mut seed = Seed { members: people(), ..Seed::default() };
    seed.bot_permissions = Permissions::SEND_MESSAGES;
    let mut fixture = Fixture::with_seed(seed);
    fixture.must_be_refused(10003, Method::Get, "/channels/1", Value::Null);
    fixture.must_be_refused(10003, Method::Get, "/channels/nonsense", Value::Null);
    let path = fixture.messages_path("help");
    fixture.must_be_refused(10008, Method::Get, &format!("{path}/1"), Value::Null);
}

#[test]
fn direct_messages_that_cannot_arrive_are_refused_with_discords_codes() {
    let mut fixture = Fixture::new();
    fixture.must_be_refused(10013, Method::Post, "/users/@me/channels", json!({"recipient_id": "1"}));
    let dm = fixture.open_dm("lapaz");
    assert_eq!(fixture.open_dm("lapaz"), dm, "one channel per person");
    fixture.say(&dm, "hello");
    let closed_dms = MemberPatch { dms_open: Some(false), ..MemberPatch::default() };
    fixture.world.patch_member(fixture.now, "lapaz", closed_dms).expect("a member");
    let path = format!("/channels/{dm}/messages");
    fixture.must_be_refused(50007, Method::Post, &path, json!({"content": "hello"}));
    fixture.world.remove_member(fixture.now, "lapaz").expect("they do not own the server");
    fixture.must_be_refused(50278, Method::Post, &path, json!({"content": "hello"}));
}

#[test]
fn unsolicited_direct_messages_are_slowed_and_then_stopped() {
    let mut fixture = Fixture::new();
    let error_of_opening = |fixture: &mut Fixture, n: u32| {
        let id = fixture.add_guest(&format!("new-{n}"));
        fixture.send_as_bot(Method::Post, "/users/@me/channels", json!({"recipient_id": id})).body["code"].clone()
    };
    for n in 0..10 {
        assert_eq!(error_of_opening(&mut fixture, n), Value::Null);
    }
    assert_eq!(error_of_opening(&mut fixture, 10), 40003);
    for window in 1..3 {
        fixture.advance(magpie::time::SignedDuration::from_mins(10));
        for n in 0..10 {
            assert_eq!(error_of_opening(&mut fixture, window * 20 + n), Value::Null);
        }
    }
    fixture.advance(magpie::time::SignedDuration::from_mins(10));
    assert_eq!(error_of_opening(&mut fixture, 99), 20026);
}

#[test]
fn direct_messages_after_a_persons_own_act_are_not_limited() {
    let mut fixture = Fixture::new();
    fixture.register(json!([{"name": "go", "description": "d"}]));
    for n in 0..60 {
        let id = fixture.add_guest(&format!("new-{n}"));
        fixture.command(&format!("new-{n}"), "help", "go", json!({}));
        fixture.must_succeed(Method::Post, "/users/@me/channels", json!({"recipient_id": id}));
    }
}

#[test]
fn every_mention_pings_unless_allowed_mentions_exclude_it() {
    let mut fixture = Fixture::new();
    let (lapaz, general) = (fixture.member_id("lapaz"), fixture.messages_path("mag-general"));
    let words = format!("<@{lapaz}> @everyone");
    fixture.must_succeed(Method::Post, &general, json!({"content": words}));
    fixture.must_succeed(Method::Post, &general, json!({"content": words, "allowed_mentions": {"parse": []}}));
    fixture.must_succeed(Method::Post, &general, json!({"content": words, "allowed_mentions": {"users": [lapaz]}}));
    let count_pings = |who: &str| fixture.world.inbox(who, None).expect("a member").len();
    assert_eq!((count_pings("lapaz"), count_pings("brisbane"), count_pings("guest")), (2, 1, 0));
}

#[test]
fn role_mention_pings_its_members_who_can_see_the_channel() {
    let mut fixture = Fixture::new();
    let roles = fixture.must_succeed(Method::Get, &format!("/guilds/{}/roles", fixture.guild_id()), Value::Null);
    let helpdesk = roles.as_array().and_then(|all| all.iter().find(|role| role["name"] == "helpdesk")).expect("there")
        ["id"]
        .clone();
    let words = format!("<@&{}> new ticket", helpdesk.as_str().expect("an id"));
    let body = json!({"content": words, "allowed_mentions": {"roles": [helpdesk]}});
    let sent = fixture.must_succeed(Method::Post, &fixture.messages_path("helpdesk-triage"), body);
    assert_eq!(sent["mention_roles"][0], helpdesk);
    let item = fixture.world.inbox("lapaz", None).expect("a member").remove(0);
    assert_eq!((item.kind, item.lock_screen.as_deref()), ("mention", Some("@helpdesk new ticket")));
    assert!(fixture.world.inbox("brisbane", None).expect("a member").is_empty());
}

#[test]
fn lock_screen_shows_a_mentioned_command_in_the_readers_language() {
    let mut fixture = Fixture::new();
    let path = format!("/applications/{}/commands", fixture.application_id());
    let list = json!([{"type": 1, "name": "list", "description": "d", "name_localizations": {"es-ES": "lista"}}]);
    let ticket =
        json!({"name": "ticket", "description": "d", "name_localizations": {"es-ES": "solicitud"}, "options": list});
    let id = fixture.must_succeed(Method::Put, &path, json!([ticket]))[0]["id"].as_str().expect("an id").to_owned();
    for (who, expected) in
        [("lapaz", "See /solicitud lista </ticket gone:1>."), ("brisbane", "See /ticket list </ticket gone:1>.")]
    {
        let dm = fixture.open_dm(who);
        let body = json!({"content": format!("See </ticket list:{id}> </ticket gone:1>.")});
        fixture.must_succeed(Method::Post, &format!("/channels/{dm}/messages"), body);
        let item = fixture.world.inbox(who, None).expect("a member").remove(0);
        assert_eq!(item.lock_screen.as_deref(), Some(expected));
    }
}

#[test]
fn silent_message_does_not_appear_on_the_lock_screen() {
    let mut fixture = Fixture::new();
    let dm = fixture.open_dm("brisbane");
    let path = format!("/channels/{dm}/messages");
    fixture.must_succeed(Method::Post, &path, json!({"content": "quiet", "flags": 4096}));
    fixture.must_succeed(Method::Post, &path, json!({"content": "w".repeat(150)}));
    let items = fixture.world.inbox("brisbane", None).expect("a member");
    assert_eq!((items[0].sounds, items[0].lock_screen.clone()), (false, None));
    assert_eq!(items[1].lock_screen.as_ref().map(String::len), Some(100));
    assert_eq!(items[1].local_time, "Wed 11 Nov, 02:55");
}

#[test]
fn member_without_a_time_zone_sees_times_in_utc() {
    let mut fixture = Fixture::new();
    let dm = fixture.open_dm("guest");
    fixture.say(&dm, "hello");
    assert_eq!(fixture.world.inbox("guest", None).expect("a member")[0].local_time, "Tue 10 Nov, 16:55");
}

#[test]
fn hidden_command_is_shown_only_to_members_with_the_permission() {
    let mut fixture = Fixture::new();
    let bits = Permissions::MANAGE_EVENTS.0.to_string();
    fixture.register(json!([
        {"name": "alert", "description": "d", "default_member_permissions": bits, "contexts": [0]},
        {"name": "profile", "description": "d"},
    ]));
    let names = |who: &str, place: Option<&str>| -> Vec<String> {
        let shown = fixture.world.commands_for(who, place).expect("a member");
        shown.iter().map(|command| command["name"].as_str().expect("a name").to_owned()).collect()
    };
    assert_eq!(names("tech", None), ["alert", "profile"]);
    assert_eq!(names("lapaz", None), ["profile"]);
    assert_eq!(names("lead", None), ["alert", "profile"], "the owner has every permission");
}

#[test]
fn bot_can_be_excluded_from_a_channel_by_an_overwrite() {
    let mut fixture = Fixture::new();
    fixture.world.overwrite("help", "Magpie", Permissions::NONE, Permissions::SEND_MESSAGES).expect("both are there");
    let (help, path) = (fixture.channel_id("help"), fixture.messages_path("help"));
    fixture.must_be_refused(50013, Method::Post, &path, json!({"content": "x"}));
    fixture.world.overwrite("help", "Magpie", Permissions::NONE, Permissions::VIEW_CHANNEL).expect("both are there");
    fixture.must_be_refused(50001, Method::Get, &format!("/channels/{help}"), Value::Null);
    fixture.must_be_refused(50001, Method::Post, &path, json!({"content": "x"}));
    fixture.events();
    fixture.world.post(fixture.now, "guest", "help", "not visible to the bot").expect("everyone may write there");
    assert_eq!(fixture.event_names(), [""; 0], "events of a channel that it cannot see are not dispatched");
}

#[test]
fn bot_can_assign_roles_only_with_the_permission() {
    let mut fixture = Fixture::new();
    let roles = fixture.must_succeed(Method::Get, &format!("/guilds/{}/roles", fixture.guild_id()), Value::Null);
    let helpdesk = roles.as_array().and_then(|all| all.iter().find(|role| role["name"] == "helpdesk")).expect("there")
        ["id"]
        .clone();
    let path = format!(
        "/guilds/{}/members/{}/roles/{}",
        fixture.guild_id(),
        fixture.member_id("guest"),
        helpdesk.as_str().expect("an id")
    );
    fixture.must_be_refused(50013, Method::Put, &path, Value::Null);
    let bot_permissions = Permissions::BOT_DEFAULT | Permissions::MANAGE_ROLES;
    let mut fixture = Fixture::with_seed(Seed { members: people(), bot_permissions, ..Seed::default() });
    fixture.must_succeed(Method::Put, &path, Value::Null);
    assert!(visible_channels(&fixture, "guest").contains(&"helpdesk-triage".to_owned()));
    fixture.must_succeed(Method::Delete, &path, Value::Null);
    assert!(!visible_channels(&fixture, "guest").contains(&"helpdesk-triage".to_owned()));
}

#[test]
fn member_who_gets_a_role_after_its_mention_is_not_pinged() {
    let mut fixture = Fixture::new();
    let roles = fixture.must_succeed(Method::Get, &format!("/guilds/{}/roles", fixture.guild_id()), Value::Null);
    let mag =
        roles.as_array().and_then(|all| all.iter().find(|role| role["name"] == "mag")).expect("there")["id"].clone();
    fixture.must_succeed(
        Method::Post,
        &fixture.messages_path("help"),
        json!({"content": format!("<@&{}>", mag.as_str().expect("an id"))}),
    );
    let patch = MemberPatch { roles: Some(vec!["mag".to_owned()]), ..MemberPatch::default() };
    fixture.world.patch_member(fixture.now, "guest", patch).expect("a member");
    assert!(fixture.world.inbox("guest", None).expect("a member").is_empty());
    assert_eq!(fixture.world.inbox("brisbane", None).expect("a member").len(), 1);
}

#[test]
fn reply_pings_the_author_unless_allowed_mentions_exclude_it() {
    let mut fixture = Fixture::new();
    let question_id =
        fixture.world.post(fixture.now, "guest", "help", "a question").expect("everyone may write there").id;
    let path = fixture.messages_path("help");
    let reference = json!({"message_id": question_id});
    fixture.must_succeed(
        Method::Post,
        &path,
        json!({"content": "x", "message_reference": reference, "allowed_mentions": {"parse": []}}),
    );
    assert!(fixture.world.inbox("guest", None).expect("a member").is_empty());
    fixture.must_succeed(Method::Post, &path, json!({"content": "x", "message_reference": reference}));
    assert_eq!(fixture.world.inbox("guest", None).expect("a member").len(), 1);
}
