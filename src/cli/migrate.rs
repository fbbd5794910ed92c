//! `magpie migrate`: migrates the database.

use std::path::{Path, PathBuf};

use super::exit::{CommandError, runtime};
use crate::config::Config;
use crate::db::Db;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The database [default: the configuration's]
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,
}

/// Migrates the database without starting the bot. `magpie run` also migrates the database.
pub fn run(config: Option<&Path>, args: &Args) -> Result<(), CommandError> {
    let config = Config::load(config)?;
    let path = args.db.clone().unwrap_or(config.database);
    runtime()?.block_on(async {
        let db = Db::open(&path).await?;
        println!("{} is at migration {}", db.path().display(), db.version().await?);
        if let Some(copy) = db.before_migration() {
            println!("what was there before is kept as {}", copy.display());
        }
        Ok(())
    })
}
