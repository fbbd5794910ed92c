//! Files with secrets that other users of this machine can read.

use std::path::{Path, PathBuf};

use super::{Config, DEFAULT_PATH};

/// The files that hold a secret of this configuration, as far as others may read them. `path`: the configuration's own
/// file, if one was given.
pub fn readable_secrets(path: Option<&Path>, config: &Config) -> Vec<PathBuf> {
    let own = path.unwrap_or(Path::new(DEFAULT_PATH));
    let with_secret = config.watch.heartbeat.as_ref().map(|_| own.to_owned());
    let files = config.discord.token_file.iter().cloned().chain(with_secret);
    files.filter(|file| is_readable_by_others(file)).collect()
}

#[cfg(unix)]
fn is_readable_by_others(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    /// Of the group and of everybody.
    const READ: u32 = 0o044;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.mode() & READ != 0)
}

#[cfg(not(unix))]
fn is_readable_by_others(_path: &Path) -> bool {
    false
}
