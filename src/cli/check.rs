//! `magpie check` looks for everything that keeps the bot from working. Each line is ok, a warning or a fault; warnings
//! and faults say how to fix them.

use std::path::Path;

use super::exit::{Exit, Stop, runtime};
use crate::config::{Config, TOKEN_VARIABLE, Token};
use crate::db::{self, FileState};
use crate::discord::guild::inspection;
use crate::discord::guild::inspection::Inspection;
use crate::discord::wire::transport;
use crate::discord::wire::transport::Transport;
use crate::guild::{self, Setup, SyncedServer, exposures, lacks, readers_of_private_threads};
use crate::say;
use crate::time::{CHRONO_TZ_VERSION, Clock, SignedDuration, SystemClock, Timestamp, disagreements, tz_data};
use crate::words::Language;

#[derive(Debug, clap::Args)]
pub struct Args {}

/// How far ahead the two tz databases are compared. Members plan at most five years ahead.
const COMPARISON_SPAN: SignedDuration = SignedDuration::from_hours(5 * 365 * 24);

/// Prints each finding as it is found, and counts the faults.
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

pub fn run(config: Option<&Path>, _args: &Args) -> Result<(), Stop> {
    let mut found = Findings::default();
    let now = SystemClock.now();
    let config = match Config::load(config) {
        Ok(config) => {
            found.ok("the configuration is understood");
            config
        }
        Err(error) => {
            found.fault(format!("the configuration is faulty:\n{error}"), "mend these lines, then check again");
            Config::default()
        }
    };
    tz(&mut found, now);
    compare_tz_with_chrono(&mut found, now);
    heartbeat(&mut found, &config);
    runtime()?.block_on(async {
        let setup = database(&mut found, &config).await;
        if let Some(token) = token(&mut found, &config) {
            discord(&mut found, &config, &token, setup, now).await;
        }
    });
    match found.faults {
        0 => Ok(()),
        1 => Err(Stop::new(Exit::Faulty, "1 fault was found")),
        faults => Err(Stop::new(Exit::Faulty, format!("{faults} faults were found"))),
    }
}

fn tz(found: &mut Findings, now: Timestamp) {
    let data = tz_data();
    if data.is_over_a_year_old(now) {
        let fix = "install a newer Magpie, or the system's tzdata package: zones may have changed their rules since";
        found.warning(format!("the tz data in force is {}, over a year old", data.version), fix);
    } else {
        found.ok(format!("the tz data in force is {}", data.version));
    }
}

/// Compares our tz database with the one that chrono-tz compiles in. An older version may differ; the same version must
/// not.
fn compare_tz_with_chrono(found: &mut Findings, now: Timestamp) {
    let differing = disagreements(now, now.saturating_add(COMPARISON_SPAN).unwrap_or(Timestamp::MAX));
    let zones: Vec<&str> = differing.iter().map(|differing| differing.zone.as_str()).collect();
    let zones = zones.join(", ");
    if differing.is_empty() {
        found.ok(format!("the tz data of chrono-tz ({CHRONO_TZ_VERSION}) has the same rules for the next 5 years"));
    } else if CHRONO_TZ_VERSION == tz_data().version {
        let what = format!("the tz data of chrono-tz is of the same version, and has other rules for {zones}");
        found.warning(what, "compare these zones with https://www.iana.org/time-zones, and report the fault");
    } else {
        found.ok(format!("the older tz data of chrono-tz ({CHRONO_TZ_VERSION}) has other rules for {zones}"));
    }
}

fn heartbeat(found: &mut Findings, config: &Config) {
    match &config.watch.heartbeat {
        Some(url) => {
            let every_s = config.watch.heartbeat_every.as_secs();
            found.ok(format!("while all is well, {url} is called every {every_s} s"));
        }
        None => found.ok("no watch.heartbeat_url is set: nothing outside this machine notices when Magpie dies"),
    }
}

async fn database(found: &mut Findings, config: &Config) -> Option<Setup> {
    let path = config.database.display();
    let running = if db::is_in_use(&config.database) { ", and a Magpie runs on it" } else { "" };
    match db::inspect_file(&config.database).await {
        Ok(FileState::Missing) => found.ok(format!("the database {path} will be made at the first start")),
        Ok(FileState::Outdated) => {
            found.ok(format!("the database {path} is of an older version; the next start brings it up to date"))
        }
        Ok(FileState::Current(mut conn)) => {
            found.ok(format!("the database {path} is whole and current{running}"));
            match guild::service::setup(&mut conn).await {
                Ok(setup) => return setup,
                Err(error) => {
                    found.fault(format!("the set-up cannot be read: {error}"), "restore a backup with `magpie restore`")
                }
            }
        }
        Err(error) => found.fault(
            error.to_string(),
            "give its right path as database.path, or restore a backup with `magpie restore`",
        ),
    }
    None
}

fn token(found: &mut Findings, config: &Config) -> Option<Token> {
    let fix = format!(
        "put the bot's token into the environment variable {TOKEN_VARIABLE}, \
         or name a file that holds it as discord.token_file"
    );
    match config.token() {
        Ok(Some(token)) => {
            found.ok("there is a token");
            return Some(token);
        }
        Ok(None) => found.fault("there is no token", fix),
        Err(error) => found.fault(error, fix),
    }
    None
}

async fn discord(found: &mut Findings, config: &Config, token: &Token, setup: Option<Setup>, now: Timestamp) {
    let inspected = match Transport::new(&config.discord, token) {
        Ok(transport) => inspection::inspect(&transport).await.map(|inspection| (transport, inspection)),
        Err(failure) => Err(failure),
    };
    let (transport, inspection) = match inspected {
        Ok(both) => both,
        Err(failure) if failure.status() == Some(401) => {
            return found.fault(
                "Discord refuses the token",
                "make a new one on the application's Bot page, and put it in the old one's place",
            );
        }
        Err(failure) => return found.fault(unreached(&failure), "check this machine's network, and discord.api_url"),
    };
    found.ok(format!("Discord knows the bot as {}", inspection.bot_name));
    if inspection.has_members_intent {
        found.ok("the Server Members intent is on");
    } else {
        let fix = "turn on \"Server Members Intent\" on the application's Bot page: \
                   without it Magpie does not know who is a member";
        found.fault("the Server Members intent is off", fix);
    }
    println!("         to add the bot to a server, open {}", inspection.install_link);
    if inspection.guilds.is_empty() {
        found.fault("the bot is in no server", "open the link above, and choose the server");
    }
    servers(found, &transport, &inspection, setup.as_ref(), now).await;
}

fn unreached(failure: &transport::Failure) -> String {
    format!("Discord could not be asked: {failure}")
}

async fn servers(
    found: &mut Findings,
    transport: &Transport,
    inspection: &Inspection,
    setup: Option<&Setup>,
    now: Timestamp,
) {
    for (id, name) in &inspection.guilds {
        match inspection::server(transport, now, inspection.bot, *id).await {
            Ok(server) if setup.is_some_and(|setup| setup.guild == *id) => {
                check_served_server(found, &server, setup.expect("the guard checked that there is a set-up"))
            }
            Ok(_) if setup.is_some() => {
                found.warning(format!("{name} is not the server that Magpie serves"), "remove the bot from it")
            }
            Ok(_) => {
                found.warning(format!("{name} is not set up"), "start Magpie with `magpie run`, then type /setup there")
            }
            Err(error) => {
                found.fault(format!("{name} cannot be read: {error}"), "check the intents and the bot's role there")
            }
        }
    }
}

/// Checks the server that Magpie is set up for.
fn check_served_server(found: &mut Findings, read: &SyncedServer, setup: &Setup) {
    let (server, name) = (&read.server, &read.server.name);
    let missing = setup.missing().len();
    if missing > 0 {
        found.warning(format!("{name}: the set-up lacks {missing} things"), "type /setup there; it says which");
    }
    let roles =
        read.people.iter().find(|person| person.id == server.bot).map(|bot| bot.roles.clone()).unwrap_or_default();
    let lacking = lacks(server, setup, &roles);
    for lack in &lacking {
        let permission = say!(Language::English, lack.permission.text_key());
        let fix = format!("allow it to Magpie's role in that channel's settings, in {name}");
        found.fault(format!("Magpie may not \"{permission}\" in #{}", lack.channel_name), fix);
    }
    if lacking.is_empty() {
        found.ok(format!("{name}: Magpie may do all it needs in its channels"));
    }
    for exposure in exposures(server, setup) {
        found.warning(format!("{name}: {exposure:?}"), "change who may see that channel in its settings");
    }
    if let Some(inbox) = setup.inbox_channel.and_then(|id| server.channel(id)) {
        let readers: Vec<_> =
            readers_of_private_threads(server, inbox).into_iter().map(|role| role.name.as_str()).collect();
        let readers =
            if readers.is_empty() { "no role but those who are in them".to_owned() } else { readers.join(", ") };
        found.ok(format!("{name}: the private threads of #{} can be read by {readers}", inbox.name));
    }
}
