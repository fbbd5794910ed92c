//! `magpie check` looks for everything that stops the bot from working. Each line of the output is ok, a warning or a
//! fault. Warnings and faults say how to fix them.

use std::path::Path;

use super::exit::{CommandError, Exit, operator_advice, runtime};
use crate::app::backups::{self, BackupState};
use crate::app::features;
use crate::config::{Config, TOKEN_VARIABLE, Token, readable_secrets};
use crate::db::{self, Conn, DbError, FileState};
use crate::delivery::SendError;
use crate::discord::guild::inspection;
use crate::discord::guild::inspection::Inspection;
use crate::discord::wire::transport;
use crate::discord::wire::transport::Transport;
use crate::guild::{
    self, Exposure, OWNER_TWO_FACTOR, Setup, SyncedServer, TwoFactor, exposures, missing_permissions, thread_readers,
};
use crate::say;
use crate::time::{CHRONO_TZ_VERSION, Clock, SignedDuration, SystemClock, Timestamp, disagreements, tz_data};
use crate::words::Language;

#[derive(Debug, clap::Args)]
pub struct Args {}

/// The time span for which the two tz databases are compared. Members plan at most five years ahead.
const COMPARISON_SPAN: SignedDuration = SignedDuration::from_hours(5 * 365 * 24);

/// The environment variables from which other programs read their proxy.
const PROXY_VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// Prints each finding at once, and counts the faults.
#[derive(Default)]
struct Findings {
    faults: u32,
}

impl Findings {
    fn ok(&mut self, what: impl AsRef<str>) {
        println!("ok       {}", what.as_ref());
    }

    fn warning(&mut self, what: impl AsRef<str>, fix: impl AsRef<str>) {
        println!("warning  {}\n         → {}", what.as_ref(), fix.as_ref());
    }

    fn fault(&mut self, what: impl AsRef<str>, fix: impl AsRef<str>) {
        self.faults += 1;
        println!("fault    {}\n         → {}", what.as_ref(), fix.as_ref());
    }
}

pub fn run(path: Option<&Path>, _args: &Args) -> Result<(), CommandError> {
    let mut findings = Findings::default();
    let now = SystemClock.now();
    let config = match Config::load(path) {
        Ok(config) => {
            findings.ok("the configuration is understood");
            config
        }
        Err(error) => {
            findings.fault(format!("the configuration is faulty:\n{error}"), "fix these lines, then check again");
            Config::default()
        }
    };
    check_tz_data_age(&mut findings, now);
    compare_tz_with_chrono(&mut findings, now);
    check_heartbeat(&mut findings, &config);
    for file in readable_secrets(path, &config) {
        let what = format!("other users of this machine can read {}, which holds a secret", file.display());
        findings.warning(what, format!("chmod 600 {}", file.display()));
    }
    check_backups(&mut findings, &config, now);
    runtime()?.block_on(async {
        let setup = check_database(&mut findings, &config, now).await;
        check_mail(&mut findings, &config).await;
        if let Some(token) = check_token(&mut findings, &config) {
            check_discord(&mut findings, &config, &token, setup, now).await;
        }
    });
    match findings.faults {
        0 => Ok(()),
        1 => Err(CommandError::new(Exit::Faulty, "1 fault was found")),
        faults => Err(CommandError::new(Exit::Faulty, format!("{faults} faults were found"))),
    }
}

fn check_tz_data_age(findings: &mut Findings, now: Timestamp) {
    let data = tz_data();
    if data.is_over_a_year_old(now) {
        let fix = "install a newer Magpie, or the system's tzdata package: zones may have changed their rules since";
        findings.warning(format!("the tz data in force is {}, over a year old", data.version), fix);
    } else {
        findings.ok(format!("the tz data in force is {}", data.version));
    }
}

/// Compares our tz database with the one in chrono-tz. A difference is normal if the versions differ. If the versions
/// are the same, one of the two is wrong.
fn compare_tz_with_chrono(findings: &mut Findings, now: Timestamp) {
    let differing = disagreements(now, now.saturating_add(COMPARISON_SPAN).unwrap_or(Timestamp::MAX));
    let zones: Vec<&str> = differing.iter().map(|differing| differing.zone.as_str()).collect();
    let zones = zones.join(", ");
    if differing.is_empty() {
        findings.ok(format!("the tz data of chrono-tz ({CHRONO_TZ_VERSION}) has the same rules for the next 5 years"));
    } else if CHRONO_TZ_VERSION == tz_data().version {
        let what = format!("the tz data of chrono-tz is of the same version, and has other rules for {zones}");
        findings.warning(what, "compare these zones with https://www.iana.org/time-zones, and report the fault");
    } else {
        findings.ok(format!("the tz data of chrono-tz ({CHRONO_TZ_VERSION}) has other rules for {zones}"));
    }
}

fn check_heartbeat(findings: &mut Findings, config: &Config) {
    match &config.watch.heartbeat {
        Some(url) => {
            let every_s = config.watch.heartbeat_every.as_secs();
            findings.ok(format!("while all is well, {url} is called every {every_s} s"));
        }
        None => findings.warning(
            "no watch.heartbeat_url is set: nothing outside this machine notices when Magpie dies",
            "make a check at a monitoring service such as healthchecks.io, and give its address as watch.heartbeat_url",
        ),
    }
}

fn check_backups(findings: &mut Findings, config: &Config, now: Timestamp) {
    let Some(folder) = config.backup.folder.as_ref().map(|folder| folder.display()) else {
        let fix = "give a folder on another disk as backup.folder, or see docs/backups.md for other ways";
        return findings.warning("the bot makes no backups", fix);
    };
    match backups::state(config, now) {
        Ok(BackupState::Fresh { age }) => {
            findings.ok(format!("the latest backup in {folder} is {} h old", age.as_hours()))
        }
        Ok(BackupState::None) => findings.ok(format!("backups will be made in {folder}")),
        Ok(BackupState::Old { age }) => {
            let what = format!("the latest backup in {folder} is {} h old", age.as_hours());
            findings.warning(what, "see the bot's log for why there is no newer one");
        }
        Err(error) => {
            let fix = "make the folder, and let Magpie's user write there";
            findings.fault(format!("backups cannot be made in {folder}: {error}"), fix);
        }
    }
}

async fn check_database(findings: &mut Findings, config: &Config, now: Timestamp) -> Option<Setup> {
    let path = config.database.display();
    let running = if db::is_in_use(&config.database) { ", and a Magpie runs on it" } else { "" };
    if let Err(error) = db::check_writable(&config.database).await {
        findings.fault(error.to_string(), advice(&error));
    }
    match db::inspect_file(&config.database).await {
        Ok(FileState::Missing) => findings.ok(format!("the database {path} will be made at the first start")),
        Ok(FileState::Outdated) => {
            findings.ok(format!("the database {path} is of an older version; the next start brings it up to date"))
        }
        Ok(FileState::Current(mut conn)) => {
            findings.ok(format!("the database {path} is whole and current{running}"));
            check_set_aside_rows(findings, &mut conn, now).await;
            match guild::service::setup(&mut conn).await {
                Ok(setup) => return setup,
                Err(error) => findings.fault(format!("the set-up cannot be read: {error}"), advice(&error)),
            }
        }
        Err(error) => findings.fault(error.to_string(), advice(&error)),
    }
    None
}

/// Reports rows that cannot be read or processed. The bot works without them.
async fn check_set_aside_rows(findings: &mut Findings, conn: &mut Conn, now: Timestamp) {
    match features::set_aside(conn, now).await {
        Ok(rows) if rows.is_empty() => findings.ok("every row of the database can be read"),
        Ok(rows) => {
            for row in rows {
                findings.fault(format!("a row is set aside: {row}"), advice_for_row(&row.part));
            }
        }
        Err(error) => findings.fault(format!("the rows of the database cannot be read: {error}"), advice(&error)),
    }
}

fn advice_for_row(part: &str) -> &'static str {
    match part {
        "profiles" => "the member types `/profile set` again; until then they count as without a time zone",
        "reminders" => "a newer Magpie may read it; or stop Magpie, correct or delete the row, and start again",
        "deliveries" => "it failed and was reported; `magpie outbox show` has its history",
        _ => "a newer Magpie may read it; or stop Magpie, correct the row, and start again",
    }
}

/// What to do about the error. When `operator_advice` returns nothing, the message of the error already contains the
/// advice.
fn advice(error: &DbError) -> &'static str {
    operator_advice(error).unwrap_or("do that, then check again")
}

/// Logs in at the mail server, if there is one. Sends no e-mail.
async fn check_mail(findings: &mut Findings, config: &Config) {
    let Some(mail) = &config.mail else {
        return findings.ok("e-mail is off (no mail.host is set)");
    };
    let server = format!("{}:{}", mail.host, mail.port);
    let mailer = match features::mailer(config) {
        Ok(Some(mailer)) => mailer,
        Ok(None) => return,
        Err(what) => return findings.fault(format!("e-mail cannot be set up: {what}"), "do that, then check again"),
    };
    match mailer.greet().await {
        Ok(greeting) => {
            let encryption = if greeting.is_encrypted { "encrypted" } else { "not encrypted" };
            let login = mail.user.as_ref().filter(|_| greeting.is_logged_in);
            let login = login.map_or_else(|| "without a login".to_owned(), |user| format!("logged in as {user}"));
            findings.ok(format!("the mail server {server} answers ({encryption}, {login})"));
        }
        Err(error) => findings.fault(format!("the mail server {server} is of no use: {error}"), mail_advice(&error)),
    }
}

fn mail_advice(error: &SendError) -> &'static str {
    match error {
        SendError::Blocked { .. } => "check mail.user and the password, and whether the server lets this machine send",
        SendError::Transient { .. } => "the server says that it is busy; check again later",
        SendError::NotAttempted { .. } | SendError::Unknown { .. } | SendError::Permanent { .. } => {
            "check mail.host, mail.port and mail.tls, and whether a firewall stops the connection; for a server with a \
             certificate of its own, set mail.ca_file"
        }
    }
}

fn check_token(findings: &mut Findings, config: &Config) -> Option<Token> {
    let fix = format!(
        "put the bot's token into the environment variable {TOKEN_VARIABLE}, \
         or name a file that holds it as discord.token_file"
    );
    match config.token() {
        Ok(Some(token)) => {
            findings.ok("there is a token");
            return Some(token);
        }
        Ok(None) => findings.fault("there is no token", fix),
        Err(error) => findings.fault(error, fix),
    }
    None
}

async fn check_discord(findings: &mut Findings, config: &Config, token: &Token, setup: Option<Setup>, now: Timestamp) {
    let inspection_result = match Transport::new(&config.discord, token) {
        Ok(transport) => inspection::inspect(&transport).await.map(|inspection| (transport, inspection)),
        Err(failure) => Err(failure),
    };
    let (transport, inspection) = match inspection_result {
        Ok(both) => both,
        Err(failure) if failure.status() == Some(401) => {
            return findings.fault(
                "Discord refuses the token",
                "make a new one on the application's Bot page, and put it in the old one's place",
            );
        }
        Err(failure) => return findings.fault(discord_unreachable(&failure), network_advice()),
    };
    findings.ok(format!("Discord knows the bot as {}", inspection.bot_name));
    if inspection.has_members_intent {
        findings.ok("the Server Members intent is on");
    } else {
        let fix = "turn on \"Server Members Intent\" on the application's Bot page: \
                   without it Magpie does not know who is a member";
        findings.fault("the Server Members intent is off", fix);
    }
    if inspection.is_public {
        let fix = "turn off \"Public Bot\" on the application's Bot page; \
                   if Discord refuses, first set \"Install Link\" to None on its Installation page";
        findings.warning("anybody can add this bot to a server of theirs", fix);
    }
    println!("         to add the bot to a server, open {}", inspection.install_link);
    if inspection.guilds.is_empty() {
        findings.fault("the bot is in no server", "open the link above, and choose the server");
    }
    check_servers(findings, &transport, &inspection, setup.as_ref(), now).await;
}

fn discord_unreachable(failure: &transport::Failure) -> String {
    format!("Discord could not be asked: {failure}")
}

/// The advice when Discord cannot be reached. Magpie uses no proxy, because serenity cannot use one for the gateway.
fn network_advice() -> String {
    let advice = "check this machine's network, and discord.api_url";
    let proxy = PROXY_VARIABLES.into_iter().find(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    match proxy {
        Some(name) => format!("{advice}; Magpie does not use the proxy in {name}, see docs/operations.md"),
        None => advice.to_owned(),
    }
}

async fn check_servers(
    findings: &mut Findings,
    transport: &Transport,
    inspection: &Inspection,
    setup: Option<&Setup>,
    now: Timestamp,
) {
    for (id, name) in &inspection.guilds {
        match inspection::read_server(transport, now, inspection.bot, *id).await {
            Ok(server) if setup.is_some_and(|setup| setup.guild == *id) => {
                check_served_server(findings, &server, setup.expect("the guard checked that there is a set-up"))
            }
            Ok(_) if setup.is_some() => {
                findings.warning(format!("{name} is not the server that Magpie serves"), "remove the bot from it")
            }
            Ok(_) => findings
                .warning(format!("{name} is not set up"), "start Magpie with `magpie run`, then type /setup there"),
            Err(error) => {
                findings.fault(format!("{name} cannot be read: {error}"), "check the intents and the bot's role there")
            }
        }
    }
}

/// Checks the server that Magpie serves.
fn check_served_server(findings: &mut Findings, read: &SyncedServer, setup: &Setup) {
    let (server, name) = (&read.server, &read.server.name);
    let missing = setup.missing().len();
    if missing > 0 {
        findings.warning(format!("{name}: the set-up lacks {missing} things"), "type /setup there; it says which");
    }
    let deleted = setup.deleted(server);
    for choice in &deleted {
        let (what, fix) =
            (format!("{name}: {choice} of the set-up was deleted"), "type /setup there and choose another");
        if choice.is_required() { findings.fault(what, fix) } else { findings.warning(what, fix) }
    }
    let roles =
        read.people.iter().find(|person| person.id == server.bot).map(|bot| bot.roles.clone()).unwrap_or_default();
    let missing_permissions = missing_permissions(server, setup, &roles);
    for missing in &missing_permissions {
        let permission = say!(Language::English, missing.permission.text_key());
        let fix = format!("allow it to Magpie's role in that channel's settings, in {name}");
        findings.fault(format!("Magpie may not \"{permission}\" in #{}", missing.channel_name), fix);
    }
    if missing_permissions.is_empty() && deleted.is_empty() {
        findings.ok(format!("{name}: Magpie may do all it needs in its channels"));
    }
    if read.two_factor == TwoFactor::OwnerLacks {
        let what =
            format!("{name}: the server demands two-factor authentication of moderators, and Magpie counts as one");
        findings.fault(what, OWNER_TWO_FACTOR);
    }
    for exposure in exposures(server, setup) {
        match exposure {
            Exposure::OpenToThreads(purpose) => findings.warning(
                format!("{name}: everybody may start threads in the channel {purpose}, beside those of Magpie"),
                "deny @everyone Create Public Threads and Create Private Threads in that channel's settings",
            ),
            Exposure::OpenToAll(purpose) => findings.warning(
                format!("{name}: everybody there can read the channel {purpose}, which is for a group"),
                "change who may see that channel in its settings",
            ),
            Exposure::Hidden(purpose, group) => findings.warning(
                format!("{name}: the group {group} cannot see the channel {purpose}, and so no private thread there"),
                "change who may see that channel in its settings",
            ),
        }
    }
    for readers in thread_readers(server, setup) {
        let channel = &readers.channel_name;
        let roles: Vec<_> = readers.roles.iter().map(|role| role.name.as_str()).collect();
        match roles.is_empty() {
            true => findings.ok(format!("{name}: no role reads the private threads of #{channel}")),
            false => findings.warning(
                format!("{name}: all private threads of #{channel} can be read by {}", roles.join(", ")),
                "if they should not, take Manage Threads from that role there",
            ),
        }
    }
}
