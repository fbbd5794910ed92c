//! `magpie run`: runs the bot on a real server until a stop signal.

use std::path::Path;
use std::sync::Arc;

use super::exit::{CommandError, Exit, runtime};
use super::service_manager::ServiceManager;
use super::signal::StopSignal;
use crate::app::{App, AppEnd, StartError};
use crate::config::{Config, TOKEN_VARIABLE, readable_secrets};
use crate::discord::wire::gateway::GatewayEnd;
use crate::time::{Clock, SystemClock};

#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(path: Option<&Path>, _args: &Args) -> Result<(), CommandError> {
    run_with(path, &Config::load(path)?, Arc::new(SystemClock))
}

/// Runs the bot with this configuration on this clock. `path`: the file of the configuration, if there is one.
///
/// # Errors
/// Why the bot could not start, or why it ended by itself.
pub fn run_with(path: Option<&Path>, config: &Config, clock: Arc<dyn Clock>) -> Result<(), CommandError> {
    crate::telemetry::start_logging(&config.log).map_err(|e| CommandError::new(Exit::Config, e))?;
    crate::telemetry::log_panics();
    for file in readable_secrets(path, config) {
        tracing::warn!("other users of this machine can read {}, which holds a secret: chmod it 600", file.display());
    }
    let token = config.token().map_err(|e| CommandError::new(Exit::Token, e))?.ok_or_else(|| {
        let message = format!(
            "no token: put the bot's token into the environment variable {TOKEN_VARIABLE}, \
             or name a file that holds it as discord.token_file"
        );
        CommandError::new(Exit::Token, message)
    })?;
    runtime()?.block_on(async {
        let stop = StopSignal::listen()?;
        let manager = Arc::new(ServiceManager::from_environment());
        let app = App::start(config, &token, clock).await?;
        manager.watch(app.supervisor())?;
        manager.notify("READY=1");
        if let Some(address) = app.web() {
            tracing::info!("health and metrics are at http://{address}");
        }
        let end = tokio::select! {
            end = app.ended() => Some(end),
            () = stop.wait() => None,
        };
        manager.notify("STOPPING=1");
        match &end {
            Some(AppEnd::Task(fault)) => tracing::error!("{fault}; stopping, so that Magpie can be started again"),
            _ => tracing::info!("stopping"),
        }
        app.stop().await;
        match end {
            None | Some(AppEnd::Gateway(GatewayEnd::Stopped)) => Ok(()),
            Some(end) => Err(end.into()),
        }
    })
}

impl From<StartError> for CommandError {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Db(error) => error.into(),
            StartError::Web(..) | StartError::Mail(_) => CommandError::new(Exit::Config, error.to_string()),
            StartError::Renderers(_) => CommandError::new(
                Exit::Internal,
                format!("{error}: a defect of this version; run another, and report it"),
            ),
            StartError::Heartbeat(_) => {
                CommandError::new(Exit::Internal, format!("{error}: check the system's certificates"))
            }
            StartError::Transport(_) => {
                let advice = "check the system's certificates and clock, and discord.api_url";
                CommandError::new(Exit::Internal, format!("{error}: {advice}"))
            }
        }
    }
}

impl From<AppEnd> for CommandError {
    fn from(end: AppEnd) -> Self {
        match end {
            AppEnd::Gateway(end) => end.into(),
            AppEnd::LockLost(error) => CommandError::new(Exit::Database, error),
            AppEnd::Task(fault) => {
                CommandError::new(Exit::Hung, format!("{fault}; start Magpie again, nothing is lost"))
            }
        }
    }
}

impl From<GatewayEnd> for CommandError {
    fn from(end: GatewayEnd) -> Self {
        let exit = match end {
            GatewayEnd::BadToken => Exit::Token,
            GatewayEnd::IntentNotAllowed => Exit::Intents,
            GatewayEnd::Other(_) | GatewayEnd::Stopped => Exit::Unreachable,
        };
        let advice = match end {
            GatewayEnd::BadToken => {
                ": make a new one on the application's Bot page (https://discord.com/developers/applications), \
                 and put it in the old one's place"
            }
            GatewayEnd::IntentNotAllowed => " (https://discord.com/developers/applications), then start again",
            GatewayEnd::Other(_) | GatewayEnd::Stopped => {
                ": start Magpie again; if it ends again, the log and https://discordstatus.com say more"
            }
        };
        CommandError::new(exit, format!("{end}{advice}"))
    }
}
