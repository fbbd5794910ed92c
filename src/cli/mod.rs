//! The subcommands, one in each file. This file parses the arguments and turns the result into an exit code.

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

pub use exit::{CommandError, Exit};
pub use run::run_with;

/// The definition of the arguments, from which `docs/commands.md` is generated.
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
    /// The configuration file [default: config/magpie.toml; without that file, the built-in settings]
    #[arg(long, short, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Try Magpie: a simulated Discord on this machine, the bot in it, and a page to act as any member
    Sandbox(sandbox::Args),
    /// Run the bot on a real server
    Run(run::Args),
    /// Check whether everything is ready to run, and say how to fix what is not
    Check(check::Args),
    /// Migrate the database to this version
    Migrate(migrate::Args),
    /// Copy the database into a new file, also while the bot runs
    Backup(backup::Args),
    /// Replace the database with a backup, and keep the old database beside it
    Restore(restore::Args),
    /// Show the state of each message, retry it or cancel it, also while the bot runs
    Outbox(outbox::Args),
    /// Show what Magpie understands by a time that someone types
    When(when::Args),
}

/// Parses the arguments and runs the subcommand.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Printing fails only if the pipe is closed. Then nobody reads the message.
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
    end(outcome).into()
}

/// Writes why a subcommand failed, waits until the log is written, and returns the exit code of the process.
pub fn end(outcome: Result<(), CommandError>) -> u8 {
    match outcome {
        Ok(()) => {
            crate::telemetry::flush_log();
            0
        }
        Err(error) => {
            crate::telemetry::log_exit(&error.message);
            error.exit as u8
        }
    }
}

#[cfg(test)]
mod tests;
