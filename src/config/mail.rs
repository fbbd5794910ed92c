//! Reads the section `[mail]`: the mail server through which people get alerts whom Discord does not reach.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use lettre::message::Mailbox;

use super::credentials::secret_file;
use super::reader::{Reader, is_loopback_host};

/// The environment variable that holds the password for the mail server.
pub const MAIL_PASSWORD_VARIABLE: &str = "MAGPIE_MAIL_PASSWORD";
/// The name of the credential that holds the password under systemd (`LoadCredential=`).
const PASSWORD_CREDENTIAL: &str = "mail-password";
const SECTION: &str = "mail";

/// The mail server, and the addresses in each e-mail.
#[derive(Debug, Clone, PartialEq)]
pub struct MailConfig {
    pub host: String,
    pub port: u16,
    pub tls: MailTls,
    /// The certificate, in PEM form, of an authority to trust besides the public ones.
    pub ca_file: Option<PathBuf>,
    /// The user for the login. `None` for a server without a login.
    pub user: Option<String>,
    /// A file that contains only the password. The environment variable and systemd's credential take precedence.
    pub password_file: Option<PathBuf>,
    pub from: Mailbox,
    /// Where people read the replies. `None`: nobody reads them.
    pub reply_to: Option<Mailbox>,
    /// A member who asked for e-mails gets one this long before the deadline at the latest. Zero: none for the
    /// deadline.
    pub before_deadline: Duration,
}

/// How the connection to the mail server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailTls {
    /// After its start, by the command STARTTLS. A server that does not offer it gets nothing.
    StartTls,
    /// From its start.
    Tls,
    /// Not at all. Only to a server on this machine.
    None,
}

/// The password for the mail server. `Debug` does not print it.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Why there is no login, and what to do.
    pub fn missing() -> String {
        format!(
            "mail.user is set, but there is no password; put it into the environment variable \
             {MAIL_PASSWORD_VARIABLE}, or into a file that mail.password_file names"
        )
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

impl MailConfig {
    /// The password. It comes from the environment, from systemd's credential, or from the file that the configuration
    /// names, in this order. `None` if none of the three exists.
    ///
    /// # Errors If the file cannot be read, is empty, or has several lines.
    pub fn password(&self) -> Result<Option<Password>, String> {
        if let Some(password) = std::env::var(MAIL_PASSWORD_VARIABLE).ok().filter(|password| !password.is_empty()) {
            return Ok(Some(Password(password)));
        }
        let configured = self.password_file.as_deref();
        let Some((path, fix)) = secret_file(PASSWORD_CREDENTIAL, configured, "mail.password_file") else {
            return Ok(None);
        };
        let text = std::fs::read_to_string(&path)
            .map_err(|error| format!("cannot read the password file {}: {error}; {fix}", path.display()))?;
        // An editor ends the file with a line break, which is no part of the password.
        let text = text.trim_end_matches(['\r', '\n']);
        match text.is_empty() || text.contains(['\r', '\n']) {
            true => Err(format!("the password file {} must hold the password on one line", path.display())),
            false => Ok(Some(Password(text.to_owned()))),
        }
    }
}

/// The section `[mail]`. `None` if no host is set, or if the section has a fault.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<MailConfig> {
    let host = reader.text(SECTION, "host");
    let port = u16::try_from(reader.integer(SECTION, "port", 587, 1..=65_535)).expect("a port has 16 bits");
    let modes = [("starttls", MailTls::StartTls), ("tls", MailTls::Tls), ("none", MailTls::None)];
    let tls = reader.choice(SECTION, "tls", &modes);
    let ca_file = reader.text(SECTION, "ca_file").map(PathBuf::from);
    let user = reader.text(SECTION, "user");
    let password_file = reader.text(SECTION, "password_file").map(PathBuf::from);
    let (from, reply_to) = (mailbox(reader, "from"), mailbox(reader, "reply_to"));
    let before_deadline = reader.minutes(SECTION, "before_deadline_minutes", 30, 0..=1440);
    let Some(host) = host else {
        let is_set = [("user", user.is_some()), ("password_file", password_file.is_some()), ("from", from.is_some())];
        for (key, _) in is_set.into_iter().filter(|(_, is_set)| *is_set) {
            reader.refuse(SECTION, key, "is set, but mail.host is not: set it too, or nothing is sent by e-mail");
        }
        return None;
    };
    if tls == MailTls::None && !is_loopback_host(&host) {
        let what = "must be \"starttls\" or \"tls\": without encryption, only a server on this machine is allowed";
        reader.refuse(SECTION, "tls", what);
    }
    if password_file.is_some() && user.is_none() {
        reader.refuse(SECTION, "password_file", "is set, but mail.user is not: set it too");
    }
    let Some(from) = from else {
        if reader.text(SECTION, "from").is_none() {
            reader.refuse(SECTION, "host", "is set, but mail.from is not: set the address that e-mails come from");
        }
        return None;
    };
    Some(MailConfig { host, port, tls, ca_file, user, password_file, from, reply_to, before_deadline })
}

fn mailbox(reader: &mut Reader<'_>, key: &'static str) -> Option<Mailbox> {
    let text = reader.text(SECTION, key)?;
    match text.parse() {
        Ok(mailbox) => Some(mailbox),
        Err(_) => {
            reader.refuse(SECTION, key, "must be an address such as \"Magpie <magpie@example.org>\"");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::Config;

    const SERVER: &str = "[mail]\nhost = \"mail.example.org\"\nfrom = \"Magpie <magpie@example.org>\"\n";

    fn parse(text: &str) -> Option<MailConfig> {
        Config::parse(Path::new("magpie.toml"), text).expect("the text has no fault").mail
    }

    fn faults(text: &str) -> String {
        Config::parse(Path::new("magpie.toml"), text).expect_err("the text is faulty").to_string()
    }

    #[test]
    fn mail_is_off_without_a_host_and_encrypted_by_default() {
        assert_eq!(parse(""), None);
        let mail = parse(SERVER).expect("a host is set");
        assert_eq!((mail.port, mail.tls, mail.user, mail.reply_to), (587, MailTls::StartTls, None, None));
        assert_eq!(mail.from.to_string(), "Magpie <magpie@example.org>");
    }

    #[test]
    fn each_fault_of_the_mail_server_is_reported_with_its_line_and_fix() {
        insta::assert_snapshot!(
            faults(&format!("{SERVER}tls = \"none\"\nport = 0\nreply_to = \"nobody\"\npassword_file = \"x\"\n")),
            @r#"
    magpie.toml:4: mail.tls must be "starttls" or "tls": without encryption, only a server on this machine is allowed
    magpie.toml:5: mail.port must be a whole number from 1 to 65535
    magpie.toml:6: mail.reply_to must be an address such as "Magpie <magpie@example.org>"
    magpie.toml:7: mail.password_file is set, but mail.user is not: set it too
    "#
        );
        insta::assert_snapshot!(
            faults("[mail]\nhost = \"mail.example.org\"\n"),
            @"magpie.toml:2: mail.host is set, but mail.from is not: set the address that e-mails come from"
        );
        insta::assert_snapshot!(faults("[mail]\nuser = \"magpie\"\nfrom = \"magpie@example.org\"\n"), @"
        magpie.toml:2: mail.user is set, but mail.host is not: set it too, or nothing is sent by e-mail
        magpie.toml:3: mail.from is set, but mail.host is not: set it too, or nothing is sent by e-mail
        ");
    }

    #[test]
    fn connection_without_encryption_is_allowed_only_to_this_machine() {
        for host in ["127.0.0.1", "::1", "localhost"] {
            let text = format!("[mail]\nhost = \"{host}\"\nfrom = \"a@example.org\"\ntls = \"none\"\n");
            assert_eq!(parse(&text).expect("a host is set").tls, MailTls::None, "{host}");
        }
    }

    #[test]
    fn password_is_read_from_its_file_and_not_printed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("password");
        let mail = parse(&format!("{SERVER}user = \"magpie\"\npassword_file = \"{}\"\n", path.display())).unwrap();
        let message = mail.password().expect_err("the file does not exist");
        assert!(message.ends_with("give its right path as mail.password_file"), "{message}");
        std::fs::write(&path, " secret word\r\n").unwrap();
        let password = mail.password().unwrap().expect("a file is set");
        assert_eq!(password.reveal(), " secret word");
        assert!(!format!("{password:?}").contains("secret"), "{password:?}");
        for text in ["\n", "one\ntwo\n"] {
            std::fs::write(&path, text).unwrap();
            assert!(mail.password().is_err(), "{text:?}");
        }
    }
}
