//! Downloads files that people uploaded. It accepts only URLs of Discord's file hosts.

use crate::discord::wire::transport::{DISCORD, Failure, Transport};
use crate::telemetry::error_chain;

/// The hosts from which the real Discord serves attachments.
const FILE_HOSTS: [&str; 2] = ["https://cdn.discordapp.com/", "https://media.discordapp.net/"];

#[derive(Debug, thiserror::Error)]
pub enum DownloadError {
    #[error("the file has more than {0} bytes")]
    TooLarge(usize),
    #[error("the file is not on Discord's file host")]
    NotOnFileHost,
    #[error("the file could not be downloaded: {0}")]
    Failed(#[from] Failure),
}

/// Downloads an attachment of at most `max_bytes`. The request does not carry the bot's token.
///
/// # Errors
/// `NotOnFileHost` if the URL does not belong to the Discord that we are connected to. `TooLarge` if the file has more
/// than `max_bytes`.
pub async fn fetch_attachment(transport: &Transport, url: &str, max_bytes: usize) -> Result<Vec<u8>, DownloadError> {
    if !is_on_file_host(transport.base(), url) {
        return Err(DownloadError::NotOnFileHost);
    }
    let unknown_failure = |error: reqwest::Error| Failure::Unknown(error_chain(&error.without_url()));
    let client = transport.client().ok_or(DownloadError::NotOnFileHost)?;
    let mut response = client.get(url).send().await.map_err(unknown_failure)?;
    if !response.status().is_success() {
        return Err(Failure::Unknown(format!("status {}", response.status().as_u16())).into());
    }
    let mut data = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unknown_failure)? {
        if data.len() + chunk.len() > max_bytes {
            return Err(DownloadError::TooLarge(max_bytes));
        }
        data.extend_from_slice(&chunk);
    }
    Ok(data)
}

fn is_on_file_host(base: &str, url: &str) -> bool {
    let is_below_base = url.strip_prefix(base).is_some_and(|rest| rest.starts_with('/'));
    is_below_base || (base == DISCORD && FILE_HOSTS.iter().any(|host| url.starts_with(host)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, DiscordConfig, Token};
    use crate::discord::wire::transport::Request;

    /// Starts a server whose responses never end. Returns its URL.
    async fn start_endless_server() -> String {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((mut connection, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let _ = connection.read(&mut [0; 1024]).await;
                    let mut write_result = connection.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
                    while write_result.is_ok() {
                        write_result = connection.write_all(&[b'x'; 65_536]).await;
                    }
                });
            }
        });
        address
    }

    #[tokio::test]
    async fn endless_response_and_download_are_aborted() {
        let config = DiscordConfig { api_url: start_endless_server().await, ..Config::default().discord };
        let transport = Transport::new(&config, &Token::new("t")).unwrap();
        let url = format!("{}/attachments/1/2/list.csv", config.api_url);
        let downloaded = fetch_attachment(&transport, &url, 100_000).await;
        assert!(matches!(downloaded, Err(DownloadError::TooLarge(100_000))), "{downloaded:?}");
        let answered = transport.send(Request::get(serenity::http::Route::Gateway)).await;
        let Err(failure) = answered else { panic!("{answered:?}") };
        assert!(failure.to_string().contains("the answer has more than"), "{failure}");
    }

    #[test]
    fn only_file_hosts_of_the_connected_discord_are_accepted() {
        let sandbox = "http://127.0.0.1:8080";
        assert!(is_on_file_host(sandbox, "http://127.0.0.1:8080/attachments/1/2/list.csv"));
        assert!(!is_on_file_host(sandbox, "http://127.0.0.1:80801/attachments/1/2/list.csv"));
        assert!(!is_on_file_host(sandbox, "https://cdn.discordapp.com/attachments/1/2/list.csv"));
        assert!(is_on_file_host(DISCORD, "https://cdn.discordapp.com/attachments/1/2/list.csv"));
        assert!(!is_on_file_host(DISCORD, "https://cdn.discordapp.com.example.org/list.csv"));
        assert!(!is_on_file_host(DISCORD, "http://cdn.discordapp.com/list.csv"));
    }
}
