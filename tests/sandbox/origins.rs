//! Tests that no route of the sandbox accepts a request from a page of another site.

use reqwest::header::{HOST, ORIGIN};

use crate::clients::sandbox;

#[tokio::test]
async fn pages_of_other_sites_are_refused_on_every_route() {
    let sandbox = sandbox().await;
    let http = reqwest::Client::new();
    let port = sandbox.url().rsplit(':').next().expect("a port").to_owned();
    let paths = [
        "/",
        "/wall/words",
        "/wall/languages",
        "/api/state",
        "/api/events",
        "/api/v10/gateway",
        "/gateway?v=10",
        "/attachments/1",
    ];
    for path in paths {
        let url = format!("{}{path}", sandbox.url());
        let status = async |name, value: &str| {
            let mut request =
                http.get(&url).header(name, value).header("user-agent", "DiscordBot (https://example.org, 1)");
            if path.starts_with("/gateway") {
                let upgrade = [("connection", "upgrade"), ("upgrade", "websocket"), ("sec-websocket-version", "13")];
                request = upgrade.into_iter().fold(request, |request, (name, value)| request.header(name, value));
                request = request.header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
            }
            request.send().await.expect("an answer").status().as_u16()
        };
        assert_eq!(status(ORIGIN, "https://evil.example").await, 403, "{path}");
        assert_eq!(status(ORIGIN, "null").await, 403, "{path}");
        assert_eq!(status(HOST, "evil.example").await, 403, "{path}");
        assert_ne!(status(ORIGIN, &format!("http://localhost:{port}")).await, 403, "{path}");
    }
    sandbox.stop().await;
}
