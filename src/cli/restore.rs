//! `magpie restore PATH`.

use std::path::{Path, PathBuf};

use super::exit::{Exit, Stop, runtime};
use crate::config::Config;
use crate::db;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A file made by `magpie backup`
    path: PathBuf,
    /// The database to replace [default: the configuration's]
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,
}

/// Replaces the database with a backup, unless a bot runs on it. Keeps the old database under another name.
pub fn run(config: Option<&Path>, args: &Args) -> Result<(), Stop> {
    let config = Config::load(config)?;
    let to = args.db.clone().unwrap_or(config.database);
    if !args.path.exists() {
        return Err(Stop::new(Exit::Usage, format!("there is no backup at {}", args.path.display())));
    }
    runtime()?.block_on(async {
        db::check_file(&args.path).await?;
        let kept = db::replace_file(&to, &args.path)?;
        // Open it, to prove that this version can run on it and to migrate an older backup.
        db::Db::open(&to).await?;
        println!("{} is restored from {}", to.display(), args.path.display());
        if let Some(kept) = kept {
            println!("what was there before is kept as {}", kept.display());
        }
        Ok(())
    })
}
