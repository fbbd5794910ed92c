//! Files that people upload: read from Discord's file host, and from no other place.

use crate::discord::wire::transport::{DISCORD, Failure, Transport};

/// Where the real Discord keeps attachments.
const FILE_HOSTS: [&str; 2] = ["https://cdn.discordapp.com/", "https://media.discordapp.net/"];

#[derive(Debug, thiserror::Error)]
pub enum DownloadError {
    #[error("the file has more than {0} bytes")]
    TooLarge(usize),
    #[error("the file is not on Discord's file host")]
    Elsewhere,
    #[error("the file could not be read: {0}")]
    Failed(#[from] Failure),
}

/// Reads an attachment of at most `limit` bytes. The token is not sent along.
///
/// # Errors
/// `Elsewhere` for an address that is not of the Discord we are connected to.
pub async fn attachment(transport: &Transport, url: &str, limit: usize) -> Result<Vec<u8>, DownloadError> {
    if !is_of(transport.base(), url) {
        return Err(DownloadError::Elsewhere);
    }
    let unknown = |error: reqwest::Error| Failure::Unknown(error.without_url().to_string());
    let client = transport.client().ok_or(DownloadError::Elsewhere)?;
    let mut answer = client.get(url).send().await.map_err(unknown)?;
    if !answer.status().is_success() {
        return Err(Failure::Unknown(format!("status {}", answer.status().as_u16())).into());
    }
    let mut data = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(unknown)? {
        if data.len() + piece.len() > limit {
            return Err(DownloadError::TooLarge(limit));
        }
        data.extend_from_slice(&piece);
    }
    Ok(data)
}

fn is_of(base: &str, url: &str) -> bool {
    let own = url.strip_prefix(base).is_some_and(|rest| rest.starts_with('/'));
    own || (base == DISCORD && FILE_HOSTS.iter().any(|host| url.starts_with(host)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_from_the_discord_that_we_are_connected_to_and_from_nowhere_else() {
        let sandbox = "http://127.0.0.1:8080";
        assert!(is_of(sandbox, "http://127.0.0.1:8080/attachments/1/2/list.csv"));
        assert!(!is_of(sandbox, "http://127.0.0.1:80801/attachments/1/2/list.csv"));
        assert!(!is_of(sandbox, "https://cdn.discordapp.com/attachments/1/2/list.csv"));
        assert!(is_of(DISCORD, "https://cdn.discordapp.com/attachments/1/2/list.csv"));
        assert!(!is_of(DISCORD, "https://cdn.discordapp.com.example.org/list.csv"));
        assert!(!is_of(DISCORD, "http://cdn.discordapp.com/list.csv"));
    }
}
