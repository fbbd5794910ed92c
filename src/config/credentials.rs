//! Finds the credentials (secrets) that systemd passes to a service (`LoadCredential=`).

use std::path::{Path, PathBuf};

/// The folder with the credentials that systemd passes to this process. `None` if systemd passes none.
pub(super) fn credentials_folder() -> Option<PathBuf> {
    std::env::var_os("CREDENTIALS_DIRECTORY").filter(|folder| !folder.is_empty()).map(PathBuf::from)
}

/// The file of the credential with this name, if systemd passes it; otherwise the file that the configuration names.
/// Also returns what to do if the file cannot be read. `key`: the key of the configuration.
pub(super) fn secret_file(credential: &str, configured: Option<&Path>, key: &str) -> Option<(PathBuf, String)> {
    let credential = credentials_folder().map(|folder| folder.join(credential)).filter(|path| path.exists());
    match (credential, configured) {
        (Some(path), _) => Some((path, "see LoadCredential= in the systemd unit".to_owned())),
        (None, Some(path)) => Some((path.to_owned(), format!("give its right path as {key}"))),
        (None, None) => None,
    }
}
