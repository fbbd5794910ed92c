//! The subcommands, each in its own file. This file parses the arguments and turns the result into an exit code.

mod backup;
mod check;
mod exit;
mod migrate;
mod outbox;
mod restore;
mod run;
pub mod sandbox;
mod service_manager;
mod signal;
pub mod when;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

pub use exit::{Exit, Stop};

/// The arguments, for the reference in `docs/`.
pub fn arguments() -> clap::Command {
    Cli::command()
}

/// Urgent alerts, help-desk tickets and reminders on Discord, for a group spread over every time zone.
#[derive(Debug, Parser)]
#[command(
    name = "magpie",
    version = crate::telemetry::VERSION,
    propagate_version = true,
    arg_required_else_help = true,
    after_help = exit::HELP
)]
struct Cli {
    /// The configuration [default: config/magpie.toml, or the defaults where that file is not there]
    #[arg(long, short, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Try it: a Discord on this machine, the bot in it, and a page to play everybody on
    Sandbox(sandbox::Args),
    /// Run the bot on a real server
    Run(run::Args),
    /// Check whether everything is ready to run, and say how to fix what is not
    Check(check::Args),
    /// Bring the database to this version's tables
    Migrate(migrate::Args),
    /// Copy the database into a new file, also while the bot runs
    Backup(backup::Args),
    /// Put a backup in the place of the database, which is kept beside it
    Restore(restore::Args),
    /// See what became of each message, try it again or cancel it, also while the bot runs
    Outbox(outbox::Args),
    /// Show what Magpie understands by a time that someone types
    When(when::Args),
}

/// Parses the arguments and runs the subcommand.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Printing fails only on a closed pipe; ignore that.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage.into() } else { ExitCode::SUCCESS };
        }
    };
    let config = cli.config.as_deref();
    let outcome = match cli.command {
        Command::Sandbox(args) => sandbox::run(config, &args),
        Command::Run(args) => run::run(config, &args),
        Command::Check(args) => check::run(config, &args),
        Command::Migrate(args) => migrate::run(config, &args),
        Command::Backup(args) => backup::run(config, &args),
        Command::Restore(args) => restore::run(config, &args),
        Command::Outbox(args) => outbox::run(config, &args),
        Command::When(args) => return when::run(&args),
    };
    match outcome {
        Ok(()) => {
            crate::telemetry::flush_log();
            ExitCode::SUCCESS
        }
        Err(stop) => {
            crate::telemetry::log_exit(&stop.message);
            stop.exit.into()
        }
    }
}
