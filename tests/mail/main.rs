//! Tests alerts by e-mail in the sandbox, which has a mail server of its own: who gets an e-mail, what it says, and
//! what happens if the mail server fails.

#[path = "../common/mod.rs"]
mod common;

mod absent;
mod asked;
mod failures;
mod no_route;
mod real_server;

use common::{Harness, Output};
use serde_json::{Value, json};

const TEXT: &str = "Main room link changed";
/// Two expected members who are not on Discord and have an e-mail address, and one who has none. At 16:55 UTC it is
/// night in Brisbane and afternoon in Brussels.
const LIST: &str = "name,contact,role,city,language\n\
                    Ada Absent,ada@example.org,member,Brisbane,English\n\
                    Élise Loin,\"elise@example.org, +32 2\",member,Brussels,French\n\
                    Theo Telephone,+44 20,member,,\n";
const ADA: &str = "ada@example.org";
const ELISE: &str = "elise@example.org";

/// A server with mail, the secretariat and a member, whose list of expected members is [`LIST`].
async fn server_with_list() -> Harness {
    let mut harness = Harness::with_mail(&["sec-lead", "lapaz"]).await;
    harness.upload_members("sec-lead", LIST).await;
    harness
}

/// Runs `/alert send` to the members and submits the form. Returns the preview.
async fn preview_alert(harness: &mut Harness, severity: &str, answer_by: &str) -> Output {
    let options = json!({"severity": severity, "audience": "members"});
    let form = harness.command("sec-lead", "alert send", options).await;
    harness.submit("sec-lead", &form, json!({"text": TEXT, "answer_by": answer_by})).await
}

/// Sends an alert to the members. The member "lapaz" gets it on Discord. Returns its list in the secretariat's channel.
async fn send_alert(harness: &mut Harness, severity: &str, answer_by: &str) -> Output {
    let preview = preview_alert(harness, severity, answer_by).await;
    let response = harness.click("sec-lead", &preview, "Send").await;
    assert!(response.text().contains("is going to"), "{}", response.text());
    harness.settle().await;
    harness.receives_one("lapaz").await;
    harness.one_new_message("secretariat").await
}

/// The current lines about e-mail and about people outside Discord in an alert's list.
async fn mail_lines(harness: &mut Harness, list: &Output) -> String {
    lines_about_mail(&harness.reload(list).await)
}

fn lines_about_mail(message: &Output) -> String {
    let is_about_mail = |line: &&str| line.contains("mail") || line.contains("Not on Discord");
    let description = message.message()["embeds"][0]["description"].as_str().unwrap_or_default().to_owned();
    let all = format!("{}\n{description}", message.text());
    all.lines().filter(is_about_mail).collect::<Vec<_>>().join("\n")
}

/// The subject and the plain text of an e-mail.
fn shown(mail: &Value) -> String {
    let (subject, text) = (mail["subject"].as_str().unwrap_or_default(), mail["text"].as_str().unwrap_or_default());
    format!("{subject}\n\n{}", text.replace("-- \n", "--\n").trim_end())
}

fn header<'a>(mail: &'a Value, name: &str) -> &'a str {
    mail["headers"][name].as_str().unwrap_or_else(|| panic!("{mail:#} has no {name}"))
}
