//! Finds the credentials (secrets) that systemd passes to a service (`LoadCredential=`).

use std::path::PathBuf;

/// The folder with the credentials that systemd passes to this process. `None` if systemd passes none.
pub(super) fn credentials_folder() -> Option<PathBuf> {
    std::env::var_os("CREDENTIALS_DIRECTORY").filter(|folder| !folder.is_empty()).map(PathBuf::from)
}
