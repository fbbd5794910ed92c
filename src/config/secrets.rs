//! Finds files with secrets that other users of this machine can read.

use std::path::{Path, PathBuf};

use super::credentials::credentials_folder;
use super::{Config, DEFAULT_PATH};

/// The files that contain a secret of `config` and that other users can read. `path` is the file of the configuration,
/// or `None` for the default file.
pub fn readable_secrets(path: Option<&Path>, config: &Config) -> Vec<PathBuf> {
    let config_file = path.unwrap_or(Path::new(DEFAULT_PATH));
    let config_with_secret = config.watch.heartbeat.as_ref().map(|_| config_file.to_owned());
    let mail_password = config.mail.iter().filter_map(|mail| mail.password_file.clone());
    let files = config.discord.token_file.iter().cloned().chain(mail_password).chain(config_with_secret);
    let credentials = credentials_folder();
    // Only this service can read the files in systemd's credentials folder. systemd grants the access by an ACL. In the
    // mode of a file, the ACL looks like read access for the group, so leave these files out.
    let is_credential = |file: &Path| credentials.as_ref().is_some_and(|folder| file.starts_with(folder));
    files.filter(|file| !is_credential(file) && is_readable_by_others(file)).collect()
}

#[cfg(unix)]
fn is_readable_by_others(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    /// The mode bits for read access by the group and by all other users.
    const READ: u32 = 0o044;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.mode() & READ != 0)
}

#[cfg(not(unix))]
fn is_readable_by_others(_path: &Path) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn file_with_a_secret_that_other_users_can_read_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let (own, token) = (folder.path().join("magpie.toml"), folder.path().join("token"));
        let parse = |text: &str| Config::parse(&own, text).unwrap();
        let text = format!("[discord]\ntoken_file = \"{}\"\n", token.display());
        let (plain, watched) =
            (parse(&text), parse(&format!("{text}[watch]\nheartbeat_url = \"https://hc-ping.com/secret\"\n")));
        for (path, mode) in [(&own, 0o644), (&token, 0o640)] {
            std::fs::write(path, "secret").unwrap();
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        }
        assert_eq!(readable_secrets(Some(&own), &plain), std::slice::from_ref(&token));
        assert_eq!(readable_secrets(Some(&own), &watched), [token.clone(), own.clone()]);
        std::fs::set_permissions(&token, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(readable_secrets(Some(&own), &plain), Vec::<PathBuf>::new());
    }
}
