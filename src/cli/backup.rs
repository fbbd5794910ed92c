//! `magpie backup PATH`: copies the database into a new file.

use std::path::{Path, PathBuf};

use super::exit::{CommandError, Exit, runtime};
use crate::config::Config;
use crate::db;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The new file; it must not exist yet
    path: PathBuf,
    /// The database [default: the configuration's]
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,
}

/// Copies one consistent state of the database. A bot may run on the database at the same time.
pub fn run(config: Option<&Path>, args: &Args) -> Result<(), CommandError> {
    let config = Config::load(config)?;
    let from = args.db.clone().unwrap_or(config.database);
    if !from.exists() {
        return Err(CommandError::new(
            Exit::Database,
            format!("there is no database at {}; give its path with --db", from.display()),
        ));
    }
    if args.path.exists() {
        let message = format!("{} is there already and is left as it is; choose another path", args.path.display());
        return Err(CommandError::new(Exit::Usage, message));
    }
    runtime()?.block_on(db::backup_file(&from, &args.path))?;
    println!("{} is a copy of {}; put it back with `magpie restore {0}`", args.path.display(), from.display());
    Ok(())
}
