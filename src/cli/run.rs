//! `magpie run`.

use std::path::Path;

use super::exit::Stop;
use crate::config::Config;

#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(config: Option<&Path>, _args: &Args) -> Result<(), Stop> {
    let config = Config::load(config)?;
    crate::telemetry::start_logging(&config.log).map_err(|e| Stop::new(super::Exit::Config, e))?;
    Ok(())
}
