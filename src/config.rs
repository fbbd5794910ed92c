//! Reads and checks config/magpie.toml and the environment. Reports all faults at once, each with its line and its fix.
//!
//! Unknown keys are refused, because otherwise a misspelt key would silently have no effect. Most secrets come from the
//! environment or from separate files. `Debug` does not print secrets.

mod credentials;
mod fault;
mod mail;
mod reader;
mod secrets;

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use self::fault::{ConfigError, Fault};
pub use self::mail::{MAIL_PASSWORD_VARIABLE, MailConfig, MailTls, Password};
pub use self::secrets::readable_secrets;

use self::reader::Reader;

/// The file that is read if the command has no `--config`.
pub const DEFAULT_PATH: &str = "config/magpie.toml";
/// The environment variable that holds the bot's token.
pub const TOKEN_VARIABLE: &str = "DISCORD_TOKEN";
/// The name of the credential that holds the bot's token under systemd (`LoadCredential=`).
const TOKEN_CREDENTIAL: &str = "discord-token";

/// The whole configuration. The comments in config/magpie.toml explain each key.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    pub discord: DiscordConfig,
    /// The path of the database file.
    pub database: PathBuf,
    pub backup: BackupConfig,
    /// The address of the web server. `None` turns the web server off.
    pub web: Option<SocketAddr>,
    pub log: LogConfig,
    pub alerts: AlertsConfig,
    pub helpdesk: HelpdeskConfig,
    pub delivery: DeliveryConfig,
    pub keep: KeepConfig,
    pub watch: WatchConfig,
    /// The mail server. `None`: nothing is sent by e-mail.
    pub mail: Option<MailConfig>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct DiscordConfig {
    /// The scheme and host of Discord's API, without a path. For a sandbox in a separate process, the sandbox's
    /// address.
    pub api_url: String,
    /// A file that contains only the token. The environment variable and systemd's credential take precedence over it.
    pub token_file: Option<PathBuf>,
    /// The maximum number of DM channels that the bot opens per second, 0.1 to 50.
    pub dm_opens_per_s: f64,
    /// If the gateway does not answer for this long, the bot closes the connection and opens a new one. 5 s to 10 min.
    pub gateway_timeout: Duration,
}

/// The backups that the bot makes by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupConfig {
    /// The folder for the backups. If `None`, the bot makes no backups.
    pub folder: Option<PathBuf>,
    /// The time between two backups.
    pub every: Duration,
    /// The number of backups that are kept, 1 to 1000. Older backups are deleted.
    pub keep: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogConfig {
    pub format: LogFormat,
    /// A filter in the syntax of tracing's `EnvFilter`, such as `info,magpie=debug`.
    pub filter: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlertsConfig {
    /// If an identical alert was sent within this time, the sender must confirm the new alert. Zero means that the
    /// sender never has to confirm.
    pub repeat_asked_within: Duration,
    /// A preview that is older than this must be shown again before the alert is sent.
    pub preview_valid_for: Duration,
    /// If an alert wakes more people than this, the other members of the secretariat are told. 0 to 1000.
    pub secretariat_told_above: u32,
    /// How often a person who has not answered is asked again at most.
    pub ask_again_times: u32,
    /// The time between two asks of an alert without a deadline.
    pub ask_again_every: Duration,
    /// How long before the deadline the secretariat gets the list of who is missing. Zero: it gets none.
    pub missing_list_before: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HelpdeskConfig {
    /// If nobody claims a ticket within this time, the volunteers who are awake are asked.
    pub claim_within: Duration,
    /// If no volunteer claims the ticket within this time after that, the secretariat is asked.
    pub volunteers_within: Duration,
    /// How many volunteers are asked at a time about a ticket that is needed today; 0 for all who are awake.
    pub today_at_a_time: u32,
    /// How many volunteers are asked at a time about any other ticket.
    pub at_a_time: u32,
    /// For a ticket that is needed now: the time between two rungs of volunteers …
    pub now_every: Duration,
    /// … and until the secretariat is asked.
    pub now_secretariat: Duration,
    /// For a ticket that is needed within an hour: the time until volunteers are asked who are not on duty …
    pub hour_first: Duration,
    /// … and from then until the secretariat is asked.
    pub hour_secretariat: Duration,
    /// For a ticket without hurry: the time until volunteers are asked …
    pub no_hurry_first: Duration,
    /// … and from then until the secretariat is asked.
    pub no_hurry_secretariat: Duration,
    /// After this time, a helper who has written nothing is asked whether they still help: needed now, …
    pub silent_now: Duration,
    /// … within an hour, …
    pub silent_hour: Duration,
    /// … today, …
    pub silent_today: Duration,
    /// … and without hurry.
    pub silent_no_hurry: Duration,
    /// Who reads and leads the tickets of each category, in the order of the configuration file.
    pub categories: [CategoryConfig; 6],
}

/// Who reads and leads the tickets of one category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CategoryConfig {
    /// The user id of the lead.
    pub lead: Option<u64>,
    pub is_secretariat_only: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeliveryConfig {
    /// The number of attempts after which a delivery fails permanently, 1 to 50.
    pub attempts: u32,
    /// The wait after the first failed attempt. Each further failed attempt doubles the wait.
    pub backoff: Duration,
    /// The longest wait between two attempts.
    pub backoff_limit: Duration,
}

/// The number of days for which old data is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeepConfig {
    pub deliveries_days: u32,
    pub alerts_days: u32,
    pub tickets_days: u32,
    /// The profiles of people who left the server.
    pub profiles_of_leavers_days: u32,
}

/// Supervision of the bot: the heartbeat to a monitoring service outside this machine, and the detection of hung tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchConfig {
    /// The URL that the bot requests while it is healthy. `None` turns the heartbeat off.
    pub heartbeat: Option<HeartbeatUrl>,
    pub heartbeat_every: Duration,
    /// If a task shows no sign of life for this long, the process ends. 1 min to 1 day.
    pub hung_after: Duration,
}

/// The URL of the heartbeat. Anyone who knows the path can send a false heartbeat, so the URL prints without its path.
#[derive(Clone, PartialEq, Eq)]
pub struct HeartbeatUrl(reqwest::Url);

impl HeartbeatUrl {
    fn new(url: reqwest::Url) -> Self {
        Self(url)
    }

    pub fn reveal(&self) -> &reqwest::Url {
        &self.0
    }
}

/// Prints the scheme, host and port.
impl fmt::Display for HeartbeatUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.origin().ascii_serialization())
    }
}

impl fmt::Debug for HeartbeatUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HeartbeatUrl({self}/…)")
    }
}

/// The bot's token. `Debug` does not print it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// The token in `text`. Returns an error if `text` cannot be a token, because it has several lines or a character
    /// other than visible ASCII. `place` is the place where the text was found; the error names it.
    fn parse(text: &str, place: &str) -> Result<Self, String> {
        let token = Self::new(text);
        match token.0.trim_start_matches("Bot ").bytes().all(|byte| byte.is_ascii_graphic()) {
            true => Ok(token),
            false => Err(format!(
                "{place} holds more than a token (a line break, a space or another sign inside); \
                 put only the bot's token there, on one line"
            )),
        }
    }

    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::parse(Path::new(DEFAULT_PATH), "").expect("every key has a default")
    }
}

/// Who reads a category: whether only the secretariat. The first choice is the default.
type ReadersChoice = [(&'static str, bool); 2];
const VOLUNTEERS_READ: ReadersChoice = [("volunteers", false), ("secretariat", true)];
const SECRETARIAT_READS: ReadersChoice = [("secretariat", true), ("volunteers", false)];

fn category(
    reader: &mut Reader<'_>,
    readers_key: &'static str,
    lead_key: &'static str,
    readers: &ReadersChoice,
) -> CategoryConfig {
    let is_secretariat_only = reader.choice("helpdesk", readers_key, readers);
    CategoryConfig { lead: reader.user_id("helpdesk", lead_key), is_secretariat_only }
}

impl Config {
    /// Reads the file at `path`, or the default file if `path` is `None`. The default file may be missing. Any other
    /// file must exist.
    ///
    /// # Errors If the file cannot be read, or has faults. The error has all faults.
    pub fn load(path: Option<&Path>) -> Result<Self, ConfigError> {
        let is_default = path.is_none();
        let path = path.unwrap_or(Path::new(DEFAULT_PATH));
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(path, &text),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && is_default => Ok(Self::default()),
            Err(e) => {
                let what = format!("cannot be read ({e}); give the right path with --config");
                Err(ConfigError { path: path.to_owned(), faults: vec![Fault { line: None, what }] })
            }
        }
    }

    /// Parses the text of a configuration. `path` is only for error messages. Relative paths in the text are not
    /// resolved.
    ///
    /// # Errors If the text has faults. The error has all of them.
    pub fn parse(path: &Path, text: &str) -> Result<Self, ConfigError> {
        let mut reader = Reader::new(text);
        let config = Self {
            discord: DiscordConfig {
                api_url: reader.url("discord", "api_url", "https://discord.com"),
                token_file: reader.text("discord", "token_file").map(PathBuf::from),
                dm_opens_per_s: reader.float("discord", "dm_opens_per_s", 2.0, 0.1..=50.0),
                gateway_timeout: Duration::from_secs(
                    reader.integer("discord", "gateway_timeout_s", 60, 5..=600).into(),
                ),
            },
            database: reader.text("database", "path").unwrap_or_else(|| "magpie.db".to_owned()).into(),
            backup: BackupConfig {
                folder: reader.text("backup", "folder").map(PathBuf::from),
                every: reader.hours("backup", "every_hours", 24, 1..=8760),
                keep: reader.integer("backup", "keep", 7, 1..=1000),
            },
            web: reader.address("web", "listen", Some("127.0.0.1:9464")),
            log: LogConfig {
                format: reader.choice("log", "format", &[("text", LogFormat::Text), ("json", LogFormat::Json)]),
                filter: reader.text("log", "filter").unwrap_or_else(|| "info".to_owned()),
            },
            alerts: AlertsConfig {
                repeat_asked_within: reader.minutes("alerts", "repeat_asked_within_minutes", 30, 0..=1440),
                preview_valid_for: reader.minutes("alerts", "preview_valid_minutes", 15, 1..=60),
                secretariat_told_above: reader.integer("alerts", "secretariat_told_above_woken", 5, 0..=1000),
                ask_again_times: reader.integer("alerts", "ask_again_times", 2, 0..=5),
                ask_again_every: reader.minutes("alerts", "ask_again_every_minutes", 60, 10..=1440),
                missing_list_before: reader.minutes("alerts", "missing_list_minutes", 30, 0..=1440),
            },
            helpdesk: HelpdeskConfig {
                claim_within: reader.minutes("helpdesk", "claim_within_minutes", 10, 1..=1440),
                volunteers_within: reader.minutes("helpdesk", "volunteers_within_minutes", 10, 1..=1440),
                today_at_a_time: reader.integer("helpdesk", "today_at_a_time", 0, 0..=1000),
                at_a_time: reader.integer("helpdesk", "at_a_time", 2, 1..=1000),
                now_every: reader.minutes("helpdesk", "now_every_minutes", 3, 1..=1440),
                now_secretariat: reader.minutes("helpdesk", "now_secretariat_minutes", 6, 1..=1440),
                hour_first: reader.minutes("helpdesk", "hour_claim_within_minutes", 10, 1..=1440),
                hour_secretariat: reader.minutes("helpdesk", "hour_volunteers_within_minutes", 10, 1..=1440),
                no_hurry_first: reader.minutes("helpdesk", "no_hurry_claim_within_minutes", 60, 1..=10080),
                no_hurry_secretariat: reader.minutes("helpdesk", "no_hurry_volunteers_within_minutes", 660, 1..=10080),
                silent_now: reader.minutes("helpdesk", "silent_now_minutes", 5, 1..=1440),
                silent_hour: reader.minutes("helpdesk", "silent_hour_minutes", 15, 1..=1440),
                silent_today: reader.minutes("helpdesk", "silent_today_minutes", 60, 1..=10080),
                silent_no_hurry: reader.minutes("helpdesk", "silent_no_hurry_minutes", 1440, 1..=10080),
                categories: [
                    category(&mut reader, "joining_readers", "joining_lead", &VOLUNTEERS_READ),
                    category(&mut reader, "registration_readers", "registration_lead", &VOLUNTEERS_READ),
                    category(&mut reader, "permissions_readers", "permissions_lead", &VOLUNTEERS_READ),
                    category(&mut reader, "programme_readers", "programme_lead", &VOLUNTEERS_READ),
                    category(&mut reader, "conduct_readers", "conduct_lead", &SECRETARIAT_READS),
                    category(&mut reader, "other_readers", "other_lead", &VOLUNTEERS_READ),
                ],
            },
            delivery: DeliveryConfig {
                attempts: reader.integer("delivery", "attempts", 12, 1..=50),
                backoff: Duration::from_secs(reader.integer("delivery", "backoff_s", 2, 1..=600).into()),
                backoff_limit: Duration::from_secs(
                    reader.integer("delivery", "backoff_limit_s", 300, 1..=86_400).into(),
                ),
            },
            keep: KeepConfig {
                deliveries_days: reader.integer("keep", "deliveries_days", 90, 1..=3650),
                alerts_days: reader.integer("keep", "alerts_days", 365, 1..=3650),
                tickets_days: reader.integer("keep", "tickets_days", 365, 1..=3650),
                profiles_of_leavers_days: reader.integer("keep", "profiles_of_leavers_days", 90, 1..=3650),
            },
            watch: WatchConfig {
                heartbeat: reader
                    .optional_url("watch", "heartbeat_url", "https://hc-ping.com/your-own-uuid")
                    .map(HeartbeatUrl::new),
                heartbeat_every: Duration::from_secs(
                    reader.integer("watch", "heartbeat_every_s", 60, 10..=86_400).into(),
                ),
                hung_after: Duration::from_secs(reader.integer("watch", "hung_after_s", 300, 60..=86_400).into()),
            },
            mail: mail::read(&mut reader),
        };
        let faults = reader.faults();
        if faults.is_empty() { Ok(config) } else { Err(ConfigError { path: path.to_owned(), faults }) }
    }

    /// The bot's token. It comes from the environment, from systemd's credential, or from the file that the
    /// configuration names, in this order. `None` if none of the three exists.
    ///
    /// The credential takes precedence over the file because, with `DynamicUser`, the service cannot read the file.
    /// Only root, who runs `magpie check`, can read it.
    ///
    /// # Errors If the file cannot be read or is empty, or if the text cannot be a token.
    pub fn token(&self) -> Result<Option<Token>, String> {
        if let Some(token) = std::env::var(TOKEN_VARIABLE).ok().filter(|token| !token.trim().is_empty()) {
            return Token::parse(&token, &format!("the environment variable {TOKEN_VARIABLE}")).map(Some);
        }
        let configured = self.discord.token_file.as_deref();
        let Some((path, fix)) = credentials::secret_file(TOKEN_CREDENTIAL, configured, "discord.token_file") else {
            return Ok(None);
        };
        let text = std::fs::read_to_string(&path)
            .map_err(|e| format!("cannot read the token file {}: {e}; {fix}", path.display()))?;
        if text.trim().is_empty() {
            return Err(format!("the token file {} is empty; put the bot's token there", path.display()));
        }
        Token::parse(&text, &format!("the token file {}", path.display())).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault_lines(text: &str) -> String {
        Config::parse(Path::new("magpie.toml"), text).expect_err("the text is faulty").to_string()
    }

    #[test]
    fn shipped_configuration_has_the_default_values() {
        let shipped =
            Config::parse(Path::new("x"), include_str!("../config/magpie.toml")).expect("the shipped file is valid");
        assert_eq!(shipped, Config::default());
    }

    #[test]
    fn all_faults_are_reported_at_once_with_their_lines() {
        let text = concat!(
            "[helpdesk]\nclaim_within_minutes = 0\nclaim_wihtin_minutes = 5\n\n",
            "[web]\nlisten = \"everywhere\"\n[weather]\nsunny = true\n"
        );
        insta::assert_snapshot!(fault_lines(text), @r#"
        magpie.toml:2: helpdesk.claim_within_minutes must be a whole number from 1 to 1440
        magpie.toml:3: helpdesk.claim_wihtin_minutes is no key of Magpie's; did you mean claim_within_minutes?
        magpie.toml:6: web.listen must be an address and port such as "127.0.0.1:9464", or "" for none
        magpie.toml:7: [weather] is no section of Magpie's; there are alerts, backup, database, delivery, discord, helpdesk, keep, log, mail, watch, web
        "#);
    }

    #[test]
    fn invalid_toml_is_reported_with_its_line() {
        let faults = fault_lines("[web]\nlisten = \n");
        assert!(faults.starts_with("magpie.toml:2: "), "{faults}");
    }

    #[test]
    fn heartbeat_url_prints_without_its_secret_path() {
        let config = |text| Config::parse(Path::new("magpie.toml"), text);
        let watched =
            config("[watch]\nheartbeat_url = \"https://hc-ping.com/5f2a-secret?x=secret\"\nheartbeat_every_s = 30")
                .unwrap();
        assert_eq!(watched.watch.heartbeat_every, Duration::from_secs(30));
        let printed = format!("{watched:?}");
        assert!(!printed.contains("-secret") && !printed.contains("=secret"), "{printed}");
        assert_eq!(watched.watch.heartbeat.map(|url| url.to_string()).as_deref(), Some("https://hc-ping.com"));
        let faults = fault_lines("[watch]\nheartbeat_url = \"hc-ping.com/secret\"\nheartbeat_every_s = 1");
        insta::assert_snapshot!(faults, @r#"
        magpie.toml:2: watch.heartbeat_url must be a web address such as "https://hc-ping.com/your-own-uuid", or "" for none
        magpie.toml:3: watch.heartbeat_every_s must be a whole number from 10 to 86400
        "#);
    }

    #[test]
    fn invalid_token_is_refused_and_not_shown_in_the_error() {
        assert!(Token::parse(" Bot abc.def \n", "here").is_ok());
        for text in ["first\nsecond", "a b", "token\u{200b}"] {
            let error = Token::parse(text, "here").unwrap_err();
            assert!(!error.contains("first") && error.starts_with("here holds more"), "{error}");
        }
    }

    #[test]
    fn unencrypted_address_is_refused_except_on_this_machine() {
        let config = |url: &str| Config::parse(Path::new("magpie.toml"), &format!("[discord]\napi_url = \"{url}\""));
        for allowed in ["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:8080", "https://discord.com"] {
            assert!(config(allowed).is_ok(), "{allowed}");
        }
        for refused in ["http://discord.com", "http://10.0.0.5:3001", "http://localhost.example", "http://0.0.0.0"] {
            assert!(config(refused).is_err(), "{refused}");
        }
        let text =
            "[discord]\napi_url = \"http://discord.com\"\n[watch]\nheartbeat_url = \"http://example.org/secret\"";
        insta::assert_snapshot!(fault_lines(text), @r"
        magpie.toml:2: discord.api_url must begin with https://, since it carries a secret; http:// is only for this machine (127.0.0.1, ::1, localhost)
        magpie.toml:4: watch.heartbeat_url must begin with https://, since it carries a secret; http:// is only for this machine (127.0.0.1, ::1, localhost)
        ");
    }

    #[test]
    fn token_prints_redacted() {
        assert_eq!(format!("{:?}", Token::new("secret")), "Token(…)");
    }
}
