//! Secrets that systemd passes to a service (`LoadCredential=`).

use std::path::PathBuf;

/// Where systemd puts the credentials of this service; `None` outside such a service.
pub(super) fn credentials_folder() -> Option<PathBuf> {
    std::env::var_os("CREDENTIALS_DIRECTORY").filter(|folder| !folder.is_empty()).map(PathBuf::from)
}
