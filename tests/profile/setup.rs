//! Tests `/setup`: roles, channels, permissions and the list of expected members.

use serde_json::{Value, json};
use sqlx::{Connection as _, SqliteConnection};

use crate::common::{Harness, members_file};

#[tokio::test]
async fn roles_and_channels_with_usual_names_are_suggested_and_saved_with_one_press() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos", "guest"]).await;
    let page = harness.command("sec-lead", "setup", json!({})).await;
    assert!(page.is_ephemeral());
    assert!(page.text().contains("suggested by its name"), "{}", page.text());
    let setup_response = harness.click("sec-lead", &page, "Save as shown").await;
    assert!(setup_response.text().contains("Magpie is ready"), "{}", setup_response.text());
    assert!(setup_response.text().contains("all the permissions it needs"), "{}", setup_response.text());
    harness.one_new_message("announcements").await;
    harness.one_new_message("help").await;
    let second_page = harness.command("sec-lead", "setup", json!({})).await;
    harness.click("sec-lead", &second_page, "Save as shown").await;
    for channel in ["announcements", "help"] {
        assert!(harness.new_messages(channel).await.is_empty(), "the panel is edited, not posted twice");
    }
    harness.end().await;
}

#[tokio::test]
async fn owner_is_told_once_who_set_magpie_up_and_not_about_their_own_changes() {
    let mut harness = Harness::without_setup(&["sec-lead", "sec-tech", "guest"]).await;
    // `sec-lead` owns the server. This permission lets the other people of the secretariat manage the server.
    harness.patch("roles/secretariat", json!({"permissions": "77309550624"})).await;
    let page = harness.command("sec-tech", "setup", json!({})).await;
    harness.click("sec-tech", &page, "Save as shown").await;
    // The owner has no DM with Magpie. Magpie can reach the owner only in the inbox channel, once the set-up has chosen
    // this channel.
    harness.advance("11m").await;
    let owner_message = harness.receives_one("sec-lead").await;
    assert!(
        owner_message.text().contains("Secretariat tech") && owner_message.text().contains("has set up Magpie"),
        "{}",
        owner_message.text()
    );
    for who in ["sec-tech", "sec-lead"] {
        let later_page = harness.command(who, "setup", json!({})).await;
        harness.click(who, &later_page, "Save as shown").await;
    }
    harness.advance("1d").await;
    harness.receives_nothing("sec-lead").await;
    harness.receives_nothing("guest").await;
    for channel in ["announcements", "help"] {
        harness.one_new_message(channel).await;
    }
    harness.end().await;

    let mut harness = Harness::without_setup(&["sec-lead", "guest"]).await;
    let page = harness.command("sec-lead", "setup", json!({})).await;
    harness.click("sec-lead", &page, "Save as shown").await;
    harness.advance("1h").await;
    harness.receives_nothing("sec-lead").await;
    for channel in ["announcements", "help"] {
        harness.one_new_message(channel).await;
    }
    harness.end().await;
}

#[tokio::test]
async fn setup_command_is_hidden_from_members_who_cannot_manage_the_server() {
    let harness = Harness::without_setup(&["sec-lead", "lagos"]).await;
    let refusal = harness
        .try_post("command", json!({"as": "lagos", "channel": "mag-general", "name": "setup", "options": {}}))
        .await;
    let (status, error) = refusal.expect_err("the command is hidden from members");
    assert!((400..500).contains(&status), "{error}");
    harness.end().await;
}

#[tokio::test]
async fn faulty_member_list_is_refused_and_every_fault_is_named() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let faulty_list =
        "name,address,role\nAda,ada@example.org,member\n,x@example.org,member\nBo,,volunteer\nCy,c@example.org,king\n";
    let response = harness.command("sec-lead", "setup", members_file(faulty_list)).await;
    for part in ["nothing was changed", "Line 3", "Line 4", "Line 5", "“king” is not a role"] {
        assert!(response.text().contains(part), "{part}: {}", response.text());
    }
    let page = harness.command("sec-lead", "setup", json!({})).await;
    assert!(page.text().contains("No list of expected members yet"), "{}", page.text());
    harness.end().await;
}

#[tokio::test]
async fn expected_people_who_are_not_in_the_server_are_counted_and_can_be_copied() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let list = "Name;E-mail;Role;Shirt\nMember  LÁGOS;l@example.org;mag;M\nAda Absent;ada@example.org;member;L\n";
    let page = harness.command("sec-lead", "setup", members_file(list)).await;
    assert!(page.text().contains("not used: Shirt"), "{}", page.text());
    let list_response = harness.click("sec-lead", &page, "Save this list").await;
    assert!(list_response.text().contains("2 expected people"), "{}", list_response.text());
    assert!(list_response.text().contains("Not on Discord: 1"), "{}", list_response.text());
    let names_response = harness.click("sec-lead", &list_response, "Not on Discord: 1").await;
    assert!(names_response.text().contains("Ada Absent <ada@example.org>"), "{}", names_response.text());
    harness.end().await;
}

#[tokio::test]
async fn people_without_a_profile_are_named() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos", "guest"]).await;
    let page = harness.command("sec-lead", "setup", json!({})).await;
    let setup_response = harness.click("sec-lead", &page, "Save as shown").await;
    let names = harness.click("sec-lead", &setup_response, "Without a profile: 2").await;
    assert!(names.is_ephemeral());
    assert!(names.text().contains("2 people here have a role and no profile yet"), "{}", names.text());
    assert!(names.text().contains("Member Lagos (@lagos)"), "{}", names.text());
    assert!(!names.text().contains("guest"), "a guest needs none: {}", names.text());
    harness.new_messages("announcements").await;
    harness.new_messages("help").await;
    harness.end().await;
}

#[tokio::test]
async fn everyone_role_cannot_be_chosen_for_a_group() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos"]).await;
    let everyone_role = harness.state().await["guild"]["id"].as_str().unwrap().to_owned();
    let page = harness.command("sec-lead", "setup", json!({})).await;
    let refusal = harness.select("sec-lead", &page, "Members’ role", &[&everyone_role]).await;
    assert!(refusal.text().contains("You cannot choose @everyone"), "{}", refusal.text());
    harness.end().await;
}

#[tokio::test]
async fn event_dates_are_read_and_unclear_dates_are_refused() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let page = harness.command("sec-lead", "setup", json!({})).await;
    let channels_page = harness.click("sec-lead", &page, "Channels").await;
    let event_page = harness.click("sec-lead", &channels_page, "Announcements and event").await;
    let form = harness.click("sec-lead", &event_page, "Event dates").await;
    let reversed_dates_response =
        harness.submit("sec-lead", &form, json!({"from": "2020-11-17", "to": "2020-11-09"})).await;
    assert!(reversed_dates_response.text().contains("is before the first"), "{}", reversed_dates_response.text());
    let form = harness.click("sec-lead", &reversed_dates_response, "Event dates").await;
    let unclear_date_response =
        harness.submit("sec-lead", &form, json!({"from": "9/11/2020", "to": "2020-11-17"})).await;
    for written in ["`2020-09-11` for Friday 11 September 2020", "`2020-11-09` for Monday 9 November 2020"] {
        assert!(unclear_date_response.text().contains(written), "{}", unclear_date_response.text());
    }
    let form = harness.click("sec-lead", &unclear_date_response, "Event dates").await;
    // A first day in the past is accepted.
    let save_response = harness.submit("sec-lead", &form, json!({"from": "9 November 2020", "to": "in 1 week"})).await;
    assert!(save_response.text().contains("Monday 9 November 2020"), "{}", save_response.text());
    harness.end().await;
}

#[tokio::test]
async fn commands_before_the_set_up_name_the_missing_settings_and_who_can_fix_them() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos"]).await;
    let help = harness.command("lagos", "help", json!({"text": "I cannot find the room"})).await;
    let list = harness.command("sec-lead", "alert list", json!({})).await;
    for response in [help, list] {
        for part in ["not set up yet", "/setup", "the inbox channel"] {
            assert!(response.text().contains(part), "{part}: {}", response.text());
        }
    }
    harness.end().await;
}

#[tokio::test]
async fn setup_options_save_everything_in_one_command_and_missing_settings_are_named() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos"]).await;
    let first_options = json!({"members": "mag", "secretariat": "secretariat", "triage": "helpdesk-triage"});
    let response = harness.command("sec-lead", "setup", first_options).await;
    assert!(response.text().contains("the setup is not complete"), "{}", response.text());
    let other_options =
        json!({"volunteers": "helpdesk", "help": "help", "inbox": "inbox", "secretariat_channel": "secretariat"});
    let setup_response = harness.command("sec-lead", "setup", other_options).await;
    assert!(setup_response.text().contains("Magpie is ready"), "{}", setup_response.text());
    harness.one_new_message("help").await;
    harness.end().await;
}

#[tokio::test]
async fn magpie_is_not_ready_while_a_required_channel_cannot_be_used() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos"]).await;
    let bot_overwrite =
        |allow: &[&str], deny: &[&str]| json!({"overwrites": [{"role": "Magpie", "allow": allow, "deny": deny}]});
    harness.patch("channels/helpdesk-triage", bot_overwrite(&[], &["VIEW_CHANNEL"])).await;
    let page = harness.command("sec-lead", "setup", json!({})).await;
    let response = harness.click("sec-lead", &page, "Save as shown").await;
    assert!(response.text().contains("Magpie is not ready"), "{}", response.text());
    harness.one_new_message("announcements").await;
    harness.one_new_message("help").await;
    harness.patch("channels/helpdesk-triage", bot_overwrite(&["VIEW_CHANNEL"], &[])).await;
    let page = harness.command("sec-lead", "setup", json!({})).await;
    let response = harness.click("sec-lead", &page, "Save as shown").await;
    assert!(response.text().contains("Magpie is ready"), "{}", response.text());
    harness.end().await;
}

#[tokio::test]
async fn deleted_channel_is_shown_as_deleted_until_another_one_is_chosen() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    harness.delete("channels/helpdesk-triage").await;
    harness.delete("channels/announcements").await;
    harness.new_messages("secretariat").await;
    harness.receives("sec-lead").await;
    let page = harness.command("sec-lead", "setup", json!({})).await;
    let choices: Vec<&str> = page.text().lines().filter(|line| line.contains("hannel")).collect();
    let choices: Vec<String> =
        choices.iter().map(|line| line.split(" <#").next().unwrap_or_default().to_owned()).collect();
    insta::assert_snapshot!(choices.join("\n"), @"
    ✅ Secretariat’s channel (alerts, private reports):
    ⚠️ Announcements channel (profile button): what you chose was deleted on Discord. Please choose another one.
    ✅ Channel where people ask for help:
    ⚠️ Channel where volunteers see tickets: what you chose was deleted on Discord. Please choose another one.
    ✅ Inbox channel (private threads for closed DMs):
    ");
    assert!(!page.text().contains("all the permissions it needs"), "{}", page.text());
    let response = harness.click("sec-lead", &page, "Save as shown").await;
    insta::assert_snapshot!(response.text().lines().next().unwrap_or_default(), @"⚠️ **Everything is saved, but Magpie is not ready.** Deleted on Discord: the channel where volunteers see tickets. Please press “Change” and choose another one.");
    let response =
        harness.command("sec-lead", "setup", json!({"triage": "mag-general", "announcements": "mag-general"})).await;
    assert!(response.text().contains("Magpie is ready"), "{}", response.text());
    harness.new_messages("mag-general").await;
    harness.new_messages("secretariat").await;
    harness.receives("sec-lead").await;
    harness.end().await;
}

#[tokio::test]
async fn magpie_is_ready_without_an_optional_channel_that_was_deleted() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    harness.delete("channels/announcements").await;
    harness.new_messages("secretariat").await;
    harness.receives("sec-lead").await;
    let page = harness.command("sec-lead", "setup", json!({})).await;
    let response = harness.click("sec-lead", &page, "Save as shown").await;
    for shown in [&page, &response] {
        let line = shown.text().lines().find(|line| line.contains("Announcements channel")).unwrap_or_default();
        insta::allow_duplicates! {
            insta::assert_snapshot!(line, @"⚠️ Announcements channel (profile button): what you chose was deleted on Discord. Please choose another one.");
        }
        assert!(!shown.text().contains("all the permissions it needs"), "{}", shown.text());
    }
    let lines = response.text().lines().take_while(|line| !line.is_empty()).collect::<Vec<_>>();
    insta::assert_snapshot!(lines.join("\n"), @"✅ **Magpie is ready.** Everything is saved, and Magpie’s messages with buttons are in their channels.");
    harness.end().await;
}

#[tokio::test]
async fn roles_that_may_start_or_read_threads_are_shown() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos"]).await;
    let everyone_patch = json!({"overwrites": [{"role": "@everyone", "allow": ["CREATE_PUBLIC_THREADS"], "deny": []}]});
    harness.patch("channels/inbox", everyone_patch).await;
    let helpdesk_patch = json!({"overwrites": [{"role": "helpdesk", "allow": ["MANAGE_THREADS"], "deny": []}]});
    harness.patch("channels/help", helpdesk_patch).await;
    let page = harness.command("sec-lead", "setup", json!({})).await;
    assert!(page.text().contains("everyone can start threads there"), "{}", page.text());
    assert!(page.text().contains("These roles can manage threads in <#"), "{}", page.text());
    harness.end().await;
}

#[tokio::test]
async fn secretariat_channel_that_everybody_can_read_is_warned_about() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos"]).await;
    let response = harness
        .command("sec-lead", "setup", json!({"secretariat_channel": "help", "inbox": "secretariat", "members": "mag"}))
        .await;
    assert!(response.text().contains("everyone in the server can read it"), "{}", response.text());
    assert!(response.text().contains("“Members’ role” cannot see it"), "{}", response.text());
    harness.end().await;
}

#[tokio::test]
async fn long_list_of_absent_people_is_sent_as_a_file() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let people =
        (1..=60).map(|n| format!("Absent Person {n},a-long-address-of-{n}@example.org,member\n")).collect::<String>();
    let list_response = harness.upload_members("sec-lead", &format!("name,address,role\n{people}")).await;
    let names_response = harness.click("sec-lead", &list_response, "Not on Discord: 60").await;
    let file = harness.attachment(&names_response).await;
    assert_eq!(file.lines().count(), 60);
    assert_eq!(file.lines().last(), Some("Absent Person 60 <a-long-address-of-60@example.org>"));
    harness.end().await;
}

/// The requests in which the bot responded to an interaction and which Discord refused.
async fn refused_responses(harness: &Harness) -> Vec<Value> {
    let mut callbacks = callbacks(harness).await;
    callbacks.retain(|request| request["status"].as_u64() >= Some(400));
    callbacks
}

/// The bot's first responses to interactions.
async fn callbacks(harness: &Harness) -> Vec<Value> {
    let mut requests = harness.requests().await;
    requests.retain(|request| request["path"].as_str().is_some_and(|path| path.ends_with("/callback")));
    requests
}

#[tokio::test]
async fn interaction_that_is_delivered_twice_is_handled_and_answered_once() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    harness.disrupt_gateway("interactions_twice").await;
    let page = harness.command("lagos", "profile edit", json!({})).await;
    let question = harness.click("lagos", &page, &page.buttons()[0]).await;
    assert!(!question.json().contains("went wrong"), "{}", question.json());
    let draft = harness.command("lagos", "remind", json!({"text": "Tea", "when": "in 5 minutes"})).await;
    harness.click("lagos", &draft, "Save").await;
    harness.command("lagos", "ask", json!({"question": "When is the gala?"})).await;
    harness.one_new_message("secretariat").await;
    harness.receives_one("lagos").await;
    assert_eq!(refused_responses(&harness).await, Vec::<Value>::new());
    harness.disrupt_gateway("interactions_once").await;
    harness.advance("5m").await;
    harness.receives_one("lagos").await;
    harness.end().await;
}

/// A new process has forgotten the interactions that the old one handled. Only the database knows them.
#[tokio::test]
async fn interaction_that_is_delivered_again_after_a_restart_writes_and_answers_nothing() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    harness.command("lagos", "ask", json!({"question": "When is the gala?"})).await;
    harness.one_new_message("secretariat").await;
    harness.receives_one("lagos").await;
    for _ in 0..2 {
        harness.restart_bot().await;
        harness.disrupt_gateway("interaction_again").await;
        harness.settle().await;
    }
    harness.receives_nothing("lagos").await;
    let draft = harness.command("lagos", "remind", json!({"text": "Tea", "when": "in 5 minutes"})).await;
    harness.click("lagos", &draft, "Save").await;
    harness.restart_bot().await;
    let callbacks_before = callbacks(&harness).await.len();
    harness.disrupt_gateway("interaction_again").await;
    harness.settle().await;
    assert_eq!(callbacks(&harness).await.len(), callbacks_before, "the repeat is not answered");
    assert_eq!(refused_responses(&harness).await, Vec::<Value>::new());
    harness.advance("5m").await;
    harness.receives_one("lagos").await;
    harness.end().await;
}

#[tokio::test]
async fn export_contains_a_line_of_the_member_list_only_for_the_account_in_it() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos", "guest"]).await;
    let list =
        "name,address,role,handle\nMember Lagos,lagos@example.org,mag,lagos\nGuest participant,bo@example.org,mag,\n";
    harness.upload_members("sec-lead", list).await;
    for (who, mail, is_there) in [
        ("lagos", "lagos@example.org", true),
        ("guest", "bo@example.org", false),
        ("guest", "lagos@example.org", false),
    ] {
        let export = harness.command_in(who, "help", "profile export", json!({})).await;
        let file = harness.attachment(&export).await;
        assert_eq!(file.contains(mail), is_there, "{who}: {file}");
    }
    harness.end().await;
}

#[tokio::test]
async fn person_who_takes_the_name_of_a_listed_person_gets_nothing_of_their_line() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos", "guest"]).await;
    let list = "name,address,role,handle,city\nMember Lagos,lagos@example.org,mag,lagos,Lagos\n\
                Ada Absent,ada@example.org,mag,,Tokyo\n";
    harness.upload_members("sec-lead", list).await;
    for name in ["Member Lagos", "Ada Absent"] {
        harness.patch_member("guest", json!({"name": name})).await;
        let export = harness.command_in("guest", "help", "profile export", json!({})).await;
        let file = harness.attachment(&export).await;
        assert!(file.contains(name), "Magpie knows the new name: {file}");
        for private in ["lagos@example.org", "ada@example.org", "Africa/Lagos", "Asia/Tokyo"] {
            assert!(!file.contains(private), "{name}: {file}");
        }
    }
    harness.end().await;
}

/// A raw connection to the bot's database.
async fn open_database(harness: &Harness) -> SqliteConnection {
    let url = format!("sqlite:{}", harness.database().display());
    SqliteConnection::connect(&url).await.expect("it opens")
}

/// Makes Magpie serve a server with the id 999, so that the server of the sandbox is one that it does not serve.
async fn serve_another_server(harness: &Harness) {
    let mut conn = open_database(harness).await;
    let change = "PRAGMA foreign_keys = OFF;
                  UPDATE servers SET id = 999, name = 'The other server';
                  UPDATE setup SET guild_id = 999;
                  UPDATE server_members SET guild_id = 999;
                  UPDATE server_roles SET guild_id = 999;
                  UPDATE server_channels SET guild_id = 999;";
    sqlx::raw_sql(change).execute(&mut conn).await.expect("it is changed");
    conn.close().await.expect("it closes");
}

/// Everything that Magpie stores about servers and their people.
async fn stored_about_servers(harness: &Harness) -> Vec<String> {
    let mut conn = open_database(harness).await;
    let query = "SELECT 'server ' || id FROM servers
                 UNION ALL SELECT 'role ' || guild_id || ' ' || id || ' ' || name FROM server_roles
                 UNION ALL SELECT 'channel ' || guild_id || ' ' || id || ' ' || name FROM server_channels
                 UNION ALL SELECT 'person ' || guild_id || ' ' || member_id || ' ' || name FROM server_members
                 UNION ALL SELECT 'member ' || id || ' ' || name || ' ' || in_guild FROM members
                 UNION ALL SELECT 'expected ' || name FROM expected_members
                 UNION ALL SELECT 'draft ' || people FROM expected_drafts
                 UNION ALL SELECT 'set-up ' || guild_id || ' ' || members_role FROM setup
                 ORDER BY 1";
    let stored = sqlx::query_scalar(query).fetch_all(&mut conn).await.expect("it can be read");
    conn.close().await.expect("it closes");
    stored
}

#[tokio::test]
async fn events_and_commands_of_a_server_that_magpie_does_not_serve_store_and_read_nothing() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    serve_another_server(&harness).await;
    let stored_before = stored_about_servers(&harness).await;
    assert!(stored_before.contains(&"server 999".to_owned()), "{stored_before:#?}");
    let requests_before = harness.requests().await.len();

    let newcomer = json!({"handle": "newcomer", "name": "New", "roles": ["mag"], "locale": "en-GB"});
    harness.post("members", newcomer).await;
    harness.patch_member("lagos", json!({"name": "Renamed", "roles": []})).await;
    harness.patch("roles/mag", json!({"name": "renamed"})).await;
    harness.patch("channels/help", json!({"name": "renamed"})).await;
    harness.disrupt_gateway("guild_outage").await;
    harness.settle().await;
    let requests = harness.requests().await.split_off(requests_before);
    let reads_server = |request: &&Value| request["path"].as_str().is_some_and(|path| path.contains("/guilds/"));
    assert_eq!(requests.iter().filter(reads_server).collect::<Vec<_>>(), Vec::<&Value>::new());

    let response = harness.command_in("newcomer", "mag-general", "reminders", json!({})).await;
    insta::assert_snapshot!(response.text(), @"You are not in the server that Magpie works for, so nothing was changed. You can still see what Magpie keeps about you with /profile export, or delete it with /profile delete.");
    let list = "name,address,role\nEve,eve@example.org,mag\n";
    let setup_options = [json!({}), json!({"members": "secretariat"}), members_file(list), members_file("not a list")];
    for options in setup_options {
        let response = harness.command("sec-lead", "setup", options.clone()).await;
        assert!(
            response.text().starts_with("This Magpie already works for another server: The other server."),
            "{options}: {}",
            response.text()
        );
    }
    assert_eq!(stored_about_servers(&harness).await, stored_before);
    harness.end().await;
}
