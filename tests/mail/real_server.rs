//! Sends alerts through a mail server that others wrote (aiosmtpd), with encryption and a login, and reads the e-mails
//! with Python's `email`.
//!
//! `.ci/run` installs aiosmtpd. Without it, the tests print a warning and end. With the environment variable
//! `MAGPIE_REQUIRE_MAIL_SERVER` they fail instead.

use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use magpie::config::{MailConfig, MailTls, Password};
use magpie::delivery::SendError;
use magpie::mail::Mailer;
use serde_json::{Value, json};

use crate::common::Harness;
use crate::{LIST, TEXT, mail_lines, send_alert};

/// A running mail server, and the files of its certificate.
struct MailServer {
    process: Child,
    lines: Lines<BufReader<ChildStdout>>,
    port: u16,
    folder: tempfile::TempDir,
}

impl MailServer {
    /// `None` without aiosmtpd.
    fn start(mode: &str) -> Option<Self> {
        let Some(python) = python_with_aiosmtpd() else {
            let is_required = std::env::var_os("MAGPIE_REQUIRE_MAIL_SERVER").is_some_and(|value| !value.is_empty());
            assert!(!is_required, "aiosmtpd is missing: .ci/run installs it");
            let text =
                "\n*** SKIPPED: no Python here has aiosmtpd (.ci/run installs it); no e-mail was sent to it ***\n";
            drop(std::io::stderr().write_all(text.as_bytes()));
            return None;
        };
        let folder = tempfile::tempdir().expect("a folder can be made");
        let certified = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate is made");
        let (certificate, key) = (folder.path().join("certificate.pem"), folder.path().join("key.pem"));
        std::fs::write(&certificate, certified.cert.pem()).expect("it is written");
        std::fs::write(&key, certified.signing_key.serialize_pem()).expect("it is written");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail/server.py");
        let mut command = Command::new(python);
        command.arg(script).arg(mode).args([&certificate, &key]).env("PYTHONDONTWRITEBYTECODE", "1");
        let mut process = command.stdout(Stdio::piped()).spawn().expect("the server starts");
        let mut lines = BufReader::new(process.stdout.take().expect("piped")).lines();
        let port = lines.next().expect("a line").expect("text").parse().expect("the first line is the port");
        Some(Self { process, lines, port, folder })
    }

    /// A configuration with this server. The password is in a file.
    fn config(&self, tls: MailTls, password: &str) -> MailConfig {
        let password_file = self.folder.path().join("password");
        std::fs::write(&password_file, format!("{password}\n")).expect("it is written");
        MailConfig {
            host: "localhost".to_owned(),
            port: self.port,
            tls,
            ca_file: Some(self.certificate()),
            user: Some("magpie".to_owned()),
            password_file: Some(password_file),
            from: "Magpie <magpie@example.org>".parse().expect("an address"),
            reply_to: None,
            before_deadline: std::time::Duration::ZERO,
        }
    }

    fn certificate(&self) -> PathBuf {
        self.folder.path().join("certificate.pem")
    }

    /// The next e-mail that the server got.
    fn next_mail(&mut self) -> Value {
        let line = self.lines.next().expect("an e-mail comes").expect("text");
        serde_json::from_str(&line).expect("a line is JSON")
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// The Python of `.ci/run`, or the system's, whichever has aiosmtpd.
fn python_with_aiosmtpd() -> Option<PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("target");
    let candidates = [target.join("clients/python/bin/python"), PathBuf::from("/usr/bin/python3"), "python3".into()];
    let has_aiosmtpd = |python: &PathBuf| {
        let mut check = Command::new(python);
        check.args(["-c", "import aiosmtpd"]).stdout(Stdio::null()).stderr(Stdio::null());
        check.status().is_ok_and(|status| status.success())
    };
    candidates.into_iter().find(has_aiosmtpd)
}

fn mailer(config: &MailConfig) -> Mailer {
    Mailer::new(config, config.password().expect("the password can be read")).expect("the certificate can be read")
}

/// Sends an alert through the server. Returns the two e-mails, to Ada and to Élise.
async fn alert_through(server: &mut MailServer, tls: MailTls) -> [Value; 2] {
    let mut harness = Harness::with_mail_server(&["sec-lead", "lapaz"], server.config(tls, "secret word")).await;
    harness.upload_members("sec-lead", LIST).await;
    let list = send_alert(&mut harness, "urgent", "18:15 UTC").await;
    let lines = mail_lines(&mut harness, &list).await;
    assert!(lines.contains("Sent by e-mail (2)"), "{lines}");
    harness.end().await;
    let mut mails = [server.next_mail(), server.next_mail()];
    mails.sort_by_key(|mail| mail["to"].to_string());
    mails
}

#[tokio::test]
async fn real_mail_server_takes_an_alert_after_starttls_and_a_login_and_python_reads_it() {
    let Some(mut server) = MailServer::start("starttls") else { return };
    let [ada, elise] = alert_through(&mut server, MailTls::StartTls).await;
    for mail in [&ada, &elise] {
        assert_eq!((&mail["encrypted"], &mail["user"]), (&json!(true), &json!(true)), "{mail:#}");
        assert_eq!(mail["defects"], json!([]), "{mail:#}");
        assert_eq!(mail["auto_submitted"], "auto-generated");
        assert_eq!(mail["date"], "2020-11-10T16:55:00+00:00");
        assert!(mail["message_id"].as_str().unwrap().ends_with("@example.org>"), "{mail:#}");
    }
    assert_eq!(ada["to"], json!(["ada@example.org"]));
    assert_eq!(ada["subject"], format!("Urgent: {TEXT} · before Wed 04:15 (Brisbane, assumed)"));
    assert!(ada["text"].as_str().unwrap().contains("No one reads replies to this e-mail."), "{ada:#}");
    let text = elise["text"].as_str().unwrap();
    assert!(text.starts_with("Bonjour Élise Loin,") && text.contains("À lire avant"), "{text}");
    assert!(elise["html"].as_str().unwrap().contains("<p>Bonjour Élise Loin,</p>"), "{elise:#}");
    assert_ne!(ada["message_id"], elise["message_id"]);
}

#[tokio::test]
async fn real_mail_server_takes_an_alert_over_a_connection_that_is_encrypted_from_its_start() {
    let Some(mut server) = MailServer::start("tls") else { return };
    let [ada, _] = alert_through(&mut server, MailTls::Tls).await;
    assert_eq!((&ada["encrypted"], &ada["user"]), (&json!(true), &json!(true)), "{ada:#}");
}

#[tokio::test]
async fn wrong_password_and_unknown_certificate_are_told_apart_before_anything_is_sent() {
    let Some(server) = MailServer::start("starttls") else { return };
    let right = server.config(MailTls::StartTls, "secret word");
    let greeting = mailer(&right).greet().await.expect("the login works");
    assert!(greeting.is_encrypted && greeting.is_logged_in, "{greeting:?}");

    let wrong = mailer(&server.config(MailTls::StartTls, "guessed word")).greet().await;
    assert!(matches!(&wrong, Err(SendError::Blocked { reason }) if reason.contains("535")), "{wrong:?}");

    let password = Password::new("secret word");
    let untrusted = MailConfig { ca_file: None, ..right };
    let untrusted = Mailer::new(&untrusted, Some(password)).expect("it needs no file").greet().await;
    assert!(matches!(&untrusted, Err(SendError::NotAttempted { .. })), "{untrusted:?}");
}
