//! `magpie sandbox`: a simulated Discord on this machine, the bot connected to it, and a page to act as any member.

mod bot;
mod community;
mod roster;

use std::convert::Infallible;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::exit::{CommandError, Exit, runtime};
use super::signal::StopSignal;
use crate::config::Config;
use crate::db::Rng;
use crate::sandbox::core::{Seed, Strictness, intents};
use crate::sandbox::{Bot, DiscordConfig, Options, Sandbox, SandboxClock, Seeder, StartError};
use crate::time::Timestamp;

pub use bot::SandboxBot;
pub use community::Community;
pub use roster::{Person, Roster, RosterError};

/// A Tuesday, 16:55 UTC. Five minutes later it is 03:00 in Brisbane, and a member's reminder is due.
const STORY_BEGINS: &str = "2020-11-10T16:55:00Z";
/// How often the terminal shows the progress of the start.
const STATUS_INTERVAL: Duration = Duration::from_secs(3);
/// The lengths of the second and the third part of a Discord token.
const TOKEN_INSTANT_CHARS: usize = 6;
const TOKEN_SIGNATURE_CHARS: usize = 38;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The port on 127.0.0.1; 0 takes any free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Keep the bot's database here [default: a temporary file]
    #[arg(long, value_name = "PATH")]
    db: Option<PathBuf>,
    /// The members: handle,name,city,zone,locale,quiet_start,quiet_end,roles [default: a community of fifty]
    #[arg(long, value_name = "FILE.csv")]
    roster: Option<PathBuf>,
    /// Where the clock starts; it stands still until it is moved
    #[arg(long, value_name = "INSTANT", default_value = STORY_BEGINS, conflicts_with = "real_time")]
    clock: Timestamp,
    /// Use this machine's clock instead
    #[arg(long)]
    real_time: bool,
    /// Run only the simulated Discord, on this machine's clock, for a bot in its own process
    #[arg(long)]
    no_bot: bool,
    /// Start with a server that is not set up and has no profiles
    #[arg(long)]
    bare: bool,
    /// Ignore what Discord ignores, such as unknown keys, instead of refusing it [default with --no-bot]
    #[arg(long, conflicts_with = "strict")]
    lenient: bool,
    /// Refuse what Discord would silently ignore, to notice a bot's mistakes [default without --no-bot]
    #[arg(long)]
    strict: bool,
    /// The privileged intents that are enabled for the bot, as in the developer portal: members, presences, content
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', default_value = "members")]
    privileged_intents: Vec<PrivilegedIntent>,
    /// The bot's token [default: a new one at each start]
    #[arg(long, value_name = "TOKEN", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    token: Option<String>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum PrivilegedIntent {
    Members,
    Presences,
    Content,
}

impl PrivilegedIntent {
    fn bit(self) -> u64 {
        match self {
            Self::Members => intents::GUILD_MEMBERS,
            Self::Presences => intents::GUILD_PRESENCES,
            Self::Content => intents::MESSAGE_CONTENT,
        }
    }
}

impl Args {
    /// The initial state: the members of the roster, and the application of the bot.
    fn seed(&self, roster: &Roster) -> Seed {
        let is_lenient = self.lenient || self.no_bot && !self.strict;
        let privileged_intents = self.privileged_intents.iter().fold(0, |bits, intent| bits | intent.bit());
        let strictness = if is_lenient { Strictness::Lenient } else { Strictness::Strict };
        let mut seed = Seed { strictness, privileged_intents, ..roster.seed() };
        seed.token = self.token.clone().unwrap_or_else(|| random_token(&seed));
        seed
    }
}

pub fn run(config: Option<&Path>, args: &Args) -> Result<(), CommandError> {
    let mut config = Config::load(config)?;
    if std::env::var_os("RUST_LOG").is_none() && config.log == Config::default().log {
        // The terminal shows only the URL and problems. The page shows everything else.
        "warn".clone_into(&mut config.log.filter);
    }
    crate::telemetry::start_logging(&config.log).map_err(|e| CommandError::new(Exit::Config, e))?;
    let roster = match &args.roster {
        Some(path) => Roster::read(path).map_err(roster_error)?,
        None => Roster::reference(),
    };
    let clock =
        if args.real_time || args.no_bot { SandboxClock::real() } else { SandboxClock::starting_at(args.clock) };
    let bot = (!args.no_bot).then(|| SandboxBot::new(config, args.db.clone(), clock.clone())).transpose()?;
    let bot = bot.map(|bot| Arc::new(bot.with_mail()));
    let community = (!args.no_bot && !args.bare).then(|| Arc::new(Community::with_story(roster.clone())));
    runtime()?.block_on(async {
        let mut stop = pin!(StopSignal::listen()?.wait());
        let options = Options {
            port: args.port,
            seed: args.seed(&roster),
            clock,
            config: DiscordConfig::default(),
            seeder: community.clone().map(|community| community as Arc<dyn Seeder>),
        };
        let started = Sandbox::start(options, bot.clone().map(|bot| bot as Arc<dyn Bot>));
        let started = tokio::select! {
            started = started => started,
            // The start can take long on a busy machine, so Ctrl-C must work during it.
            () = &mut stop => return Ok(()),
            never = print_status(community.as_deref()) => match never {},
        };
        let sandbox = started.map_err(|e| start_error(&e, bot.as_ref().and_then(|bot| bot.start_exit())))?;
        print_address(&sandbox, args);
        stop.await;
        sandbox.stop().await;
        Ok(())
    })
}

fn roster_error(error: RosterError) -> CommandError {
    CommandError::new(Exit::Usage, format!("{error}\ncorrect the file, or leave out --roster for a community of fifty"))
}

/// `bot_exit`: the exit code for the error of the bot, whose text then says what to do; `None` if the bot had no error.
pub(super) fn start_error(error: &StartError, bot_exit: Option<Exit>) -> CommandError {
    let (exit, advice) = match (error, bot_exit) {
        (StartError::Port { .. }, _) => (Exit::Usage, "; choose another with --port"),
        (StartError::Mail(_), _) => (Exit::Internal, ""),
        (StartError::Bot(_), Some(exit)) => (exit, ""),
        (StartError::Bot(_), None) => (Exit::Internal, "; start it again when this machine has less to do"),
        (StartError::Seed(_), _) => {
            (Exit::Internal, "; start it again when this machine has less to do, or with --bare for an empty server")
        }
    };
    CommandError::new(exit, format!("{error}{advice}"))
}

/// Prints the current step of the start every few seconds. Never returns. On an idle machine the start ends before the
/// first line.
async fn print_status(community: Option<&Community>) -> Infallible {
    let status = community.map(Community::status);
    loop {
        tokio::time::sleep(STATUS_INTERVAL).await;
        let step = status.as_ref().map(|status| status.borrow().clone()).filter(|step| !step.is_empty());
        eprintln!("starting: {}", step.as_deref().unwrap_or("waiting for the bot to connect"));
    }
}

/// A new random token, so that a page or a program left over from another sandbox does not have it. It has the format
/// of a Discord token, because libraries read the bot id from it: the id in base64, an instant, a signature.
fn random_token(seed: &Seed) -> String {
    let id = URL_SAFE_NO_PAD.encode(seed.bot_id().to_string());
    let rng = Rng::from_os();
    format!("{id}.{}.{}", rng.letters_and_digits(TOKEN_INSTANT_CHARS), rng.letters_and_digits(TOKEN_SIGNATURE_CHARS))
}

/// Prints the URL and, with `--no-bot`, the settings for a bot in its own process.
fn print_address(sandbox: &Sandbox, args: &Args) {
    let mut text = format!("{}\n", sandbox.url());
    if args.no_bot {
        let address = sandbox.address();
        text.push_str(&format!(
            "for the bot: DISCORD_TOKEN={}, and in its configuration [discord] api_url = \"{}\"\n",
            address.token, address.api_url
        ));
        text.push_str(&format!(
            "for its e-mail: [mail] host = \"{}\", port = {}, tls = \"none\", from = \"magpie@example.org\"\n",
            address.mail.ip(),
            address.mail.port()
        ));
    }
    // Ignore the error: the reader may have closed the pipe.
    drop(std::io::stdout().write_all(text.as_bytes()));
}
