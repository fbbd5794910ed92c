//! Tests `/setup`: roles, channels, permissions and the list of expected members.

use serde_json::{Value, json};

use crate::common::{Harness, members_file};

#[tokio::test]
async fn roles_and_channels_with_usual_names_are_suggested_and_saved_with_one_press() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos", "guest"]).await;
    let shown = harness.command("sec-lead", "setup", json!({})).await;
    assert!(shown.is_ephemeral());
    assert!(shown.text().contains("suggested by its name"), "{}", shown.text());
    let done = harness.click("sec-lead", &shown, "Save as shown").await;
    assert!(done.text().contains("Magpie is ready"), "{}", done.text());
    assert!(done.text().contains("all the permissions it needs"), "{}", done.text());
    harness.one_new_message("announcements").await;
    harness.one_new_message("help").await;
    let again = harness.command("sec-lead", "setup", json!({})).await;
    harness.click("sec-lead", &again, "Save as shown").await;
    for channel in ["announcements", "help"] {
        assert!(harness.new_messages(channel).await.is_empty(), "the panel is edited, not posted twice");
    }
    harness.end().await;
}

#[tokio::test]
async fn owner_is_told_once_who_set_magpie_up_and_not_about_their_own_changes() {
    let mut harness = Harness::without_setup(&["sec-lead", "sec-tech", "guest"]).await;
    // `sec-lead` owns the server. With this permission, the other people of the secretariat may manage it.
    harness.patch("roles/secretariat", json!({"permissions": "77309550624"})).await;
    let shown = harness.command("sec-tech", "setup", json!({})).await;
    harness.click("sec-tech", &shown, "Save as shown").await;
    // The owner has no DM with Magpie. Magpie can reach the owner only in the inbox channel, once the set-up has chosen
    // this channel.
    harness.advance("11m").await;
    let told = harness.receives_one("sec-lead").await;
    assert!(told.text().contains("Secretariat tech") && told.text().contains("has set up Magpie"), "{}", told.text());
    for who in ["sec-tech", "sec-lead"] {
        let again = harness.command(who, "setup", json!({})).await;
        harness.click(who, &again, "Save as shown").await;
    }
    harness.advance("1d").await;
    harness.receives_nothing("sec-lead").await;
    harness.receives_nothing("guest").await;
    for channel in ["announcements", "help"] {
        harness.one_new_message(channel).await;
    }
    harness.end().await;

    let mut harness = Harness::without_setup(&["sec-lead", "guest"]).await;
    let shown = harness.command("sec-lead", "setup", json!({})).await;
    harness.click("sec-lead", &shown, "Save as shown").await;
    harness.advance("1h").await;
    harness.receives_nothing("sec-lead").await;
    for channel in ["announcements", "help"] {
        harness.one_new_message(channel).await;
    }
    harness.end().await;
}

#[tokio::test]
async fn only_those_who_may_manage_the_server_see_the_command() {
    let harness = Harness::without_setup(&["sec-lead", "lagos"]).await;
    let refused = harness
        .try_post("command", json!({"as": "lagos", "channel": "mag-general", "name": "setup", "options": {}}))
        .await;
    let (status, error) = refused.expect_err("the command is hidden from members");
    assert!((400..500).contains(&status), "{error}");
    harness.end().await;
}

#[tokio::test]
async fn faulty_list_is_refused_with_every_fault() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let bad =
        "name,address,role\nAda,ada@example.org,member\n,x@example.org,member\nBo,,volunteer\nCy,c@example.org,king\n";
    let told = harness.command("sec-lead", "setup", members_file(bad)).await;
    for part in ["nothing was changed", "Line 3", "Line 4", "Line 5", "“king” is not a role"] {
        assert!(told.text().contains(part), "{part}: {}", told.text());
    }
    let shown = harness.command("sec-lead", "setup", json!({})).await;
    assert!(shown.text().contains("No list of expected members yet"), "{}", shown.text());
    harness.end().await;
}

#[tokio::test]
async fn expected_people_who_are_not_in_the_server_are_counted_and_can_be_copied() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let list = "Name;E-mail;Role;Shirt\nMember  LÁGOS;l@example.org;mag;M\nAda Absent;ada@example.org;member;L\n";
    let shown = harness.command("sec-lead", "setup", members_file(list)).await;
    assert!(shown.text().contains("not used: Shirt"), "{}", shown.text());
    let taken = harness.click("sec-lead", &shown, "Save this list").await;
    assert!(taken.text().contains("2 expected people"), "{}", taken.text());
    assert!(taken.text().contains("Not on Discord: 1"), "{}", taken.text());
    let copy = harness.click("sec-lead", &taken, "Not on Discord: 1").await;
    assert!(copy.text().contains("Ada Absent <ada@example.org>"), "{}", copy.text());
    harness.end().await;
}

#[tokio::test]
async fn people_without_a_profile_are_named() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos", "guest"]).await;
    let shown = harness.command("sec-lead", "setup", json!({})).await;
    let done = harness.click("sec-lead", &shown, "Save as shown").await;
    let named = harness.click("sec-lead", &done, "Without a profile: 2").await;
    assert!(named.is_ephemeral());
    assert!(named.text().contains("2 people here have a role and no profile yet"), "{}", named.text());
    assert!(named.text().contains("Member Lagos (@lagos)"), "{}", named.text());
    assert!(!named.text().contains("guest"), "a guest needs none: {}", named.text());
    harness.new_messages("announcements").await;
    harness.new_messages("help").await;
    harness.end().await;
}

#[tokio::test]
async fn everyone_role_is_refused_for_a_group() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos"]).await;
    let guild = harness.state().await["guild"]["id"].as_str().unwrap().to_owned();
    let shown = harness.command("sec-lead", "setup", json!({})).await;
    let refused = harness.select("sec-lead", &shown, "Members’ role", &[&guild]).await;
    assert!(refused.text().contains("You cannot choose @everyone"), "{}", refused.text());
    harness.end().await;
}

#[tokio::test]
async fn dates_of_the_event_are_read_and_stored() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let shown = harness.command("sec-lead", "setup", json!({})).await;
    let channels = harness.click("sec-lead", &shown, "Channels").await;
    let rest = harness.click("sec-lead", &channels, "Announcements and event").await;
    let form = harness.click("sec-lead", &rest, "Event dates").await;
    let wrong = harness.submit("sec-lead", &form, json!({"from": "2020-11-17", "to": "2020-11-09"})).await;
    assert!(wrong.text().contains("is before the first"), "{}", wrong.text());
    let form = harness.click("sec-lead", &wrong, "Event dates").await;
    let unclear = harness.submit("sec-lead", &form, json!({"from": "9/11/2020", "to": "2020-11-17"})).await;
    for written in ["`2020-09-11` for Friday 11 September 2020", "`2020-11-09` for Monday 9 November 2020"] {
        assert!(unclear.text().contains(written), "{}", unclear.text());
    }
    let form = harness.click("sec-lead", &unclear, "Event dates").await;
    // A first day in the past is accepted.
    let kept = harness.submit("sec-lead", &form, json!({"from": "9 November 2020", "to": "in 1 week"})).await;
    assert!(kept.text().contains("Monday 9 November 2020"), "{}", kept.text());
    harness.end().await;
}

#[tokio::test]
async fn commands_before_the_set_up_name_the_missing_settings_and_who_can_fix_them() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos"]).await;
    let help = harness.command("lagos", "help", json!({"text": "I cannot find the room"})).await;
    let list = harness.command("sec-lead", "alert list", json!({})).await;
    for told in [help, list] {
        for part in ["not set up yet", "/setup", "the inbox channel"] {
            assert!(told.text().contains(part), "{part}: {}", told.text());
        }
    }
    harness.end().await;
}

#[tokio::test]
async fn setup_options_save_everything_in_one_command_and_missing_settings_are_named() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos"]).await;
    let some = json!({"members": "mag", "secretariat": "secretariat", "triage": "helpdesk-triage"});
    let told = harness.command("sec-lead", "setup", some).await;
    assert!(told.text().contains("the setup is not complete"), "{}", told.text());
    let rest =
        json!({"volunteers": "helpdesk", "help": "help", "inbox": "inbox", "secretariat_channel": "secretariat"});
    let done = harness.command("sec-lead", "setup", rest).await;
    assert!(done.text().contains("Magpie is ready"), "{}", done.text());
    harness.one_new_message("help").await;
    harness.end().await;
}

#[tokio::test]
async fn magpie_is_not_ready_while_a_required_channel_cannot_be_used() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos"]).await;
    let bot = |allow: &[&str], deny: &[&str]| json!({"overwrites": [{"role": "Magpie", "allow": allow, "deny": deny}]});
    harness.patch("channels/helpdesk-triage", bot(&[], &["VIEW_CHANNEL"])).await;
    let shown = harness.command("sec-lead", "setup", json!({})).await;
    let told = harness.click("sec-lead", &shown, "Save as shown").await;
    assert!(told.text().contains("Magpie is not ready"), "{}", told.text());
    harness.one_new_message("announcements").await;
    harness.one_new_message("help").await;
    harness.patch("channels/helpdesk-triage", bot(&["VIEW_CHANNEL"], &[])).await;
    let shown = harness.command("sec-lead", "setup", json!({})).await;
    let told = harness.click("sec-lead", &shown, "Save as shown").await;
    assert!(told.text().contains("Magpie is ready"), "{}", told.text());
    harness.end().await;
}

#[tokio::test]
async fn roles_that_may_start_or_read_threads_are_shown() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos"]).await;
    let everyone = json!({"overwrites": [{"role": "@everyone", "allow": ["CREATE_PUBLIC_THREADS"], "deny": []}]});
    harness.patch("channels/inbox", everyone).await;
    let helpdesk = json!({"overwrites": [{"role": "helpdesk", "allow": ["MANAGE_THREADS"], "deny": []}]});
    harness.patch("channels/help", helpdesk).await;
    let shown = harness.command("sec-lead", "setup", json!({})).await;
    assert!(shown.text().contains("everyone can start threads there"), "{}", shown.text());
    assert!(shown.text().contains("These roles can manage threads in <#"), "{}", shown.text());
    harness.end().await;
}

#[tokio::test]
async fn secretariat_channel_that_everybody_can_read_is_warned_about() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos"]).await;
    let told = harness
        .command("sec-lead", "setup", json!({"secretariat_channel": "help", "inbox": "secretariat", "members": "mag"}))
        .await;
    assert!(told.text().contains("everyone in the server can read it"), "{}", told.text());
    assert!(told.text().contains("“Members’ role” cannot see it"), "{}", told.text());
    harness.end().await;
}

#[tokio::test]
async fn many_absent_people_are_sent_as_a_file() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let people =
        (1..=60).map(|n| format!("Absent Person {n},a-long-address-of-{n}@example.org,member\n")).collect::<String>();
    let taken = harness.upload_members("sec-lead", &format!("name,address,role\n{people}")).await;
    let copy = harness.click("sec-lead", &taken, "Not on Discord: 60").await;
    let url = copy.message()["attachments"][0]["url"].as_str().expect("a file is attached").to_owned();
    let file = reqwest::get(url).await.unwrap().text().await.unwrap();
    assert_eq!(file.lines().count(), 60);
    assert_eq!(file.lines().last(), Some("Absent Person 60 <a-long-address-of-60@example.org>"));
    harness.end().await;
}

/// The bot's responses to interactions that Discord refused.
async fn refused_responses(harness: &Harness) -> Vec<Value> {
    let all = harness.requests().await;
    let is_answer = |request: &&Value| request["path"].as_str().is_some_and(|path| path.ends_with("/callback"));
    all.iter().filter(is_answer).filter(|request| request["status"].as_u64() >= Some(400)).cloned().collect()
}

#[tokio::test]
async fn interaction_that_is_delivered_twice_is_handled_and_answered_once() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    harness.disrupt_gateway("interactions_twice").await;
    let shown = harness.command("lagos", "profile edit", json!({})).await;
    let asked = harness.click("lagos", &shown, &shown.buttons()[0]).await;
    assert!(!asked.json().contains("went wrong"), "{}", asked.json());
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
        let exported = harness.command_in(who, "help", "profile export", json!({})).await;
        let url = exported.message()["attachments"][0]["url"].as_str().expect("a file is attached").to_owned();
        let file = reqwest::get(url).await.unwrap().text().await.unwrap();
        assert_eq!(file.contains(mail), is_there, "{who}: {file}");
    }
    harness.end().await;
}
