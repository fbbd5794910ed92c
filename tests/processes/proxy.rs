//! A proxy between a bot and the sandbox. It forwards requests and responses unchanged.

use axum::body::Bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

pub struct Proxy {
    sandbox: String,
    client: reqwest::Client,
}

impl Proxy {
    pub fn to(sandbox: &str) -> Self {
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        Self { sandbox: sandbox.to_owned(), client }
    }

    pub async fn answer(&self, request: Request) -> Response {
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.expect("the bot sends the whole body");
        self.forward(parts.method, &parts.uri, parts.headers, body).await
    }

    async fn forward(&self, method: Method, uri: &Uri, mut headers: HeaderMap, body: Bytes) -> Response {
        for connection_header in [header::HOST, header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::CONNECTION] {
            headers.remove(connection_header);
        }
        let url = format!("{}{}", self.sandbox, uri.path_and_query().map_or("/", |path| path.as_str()));
        let result = self.client.request(method, url).headers(headers).body(body).send().await;
        let Ok(response) = result else { return StatusCode::BAD_GATEWAY.into_response() };
        let (status, mut headers) = (response.status(), response.headers().clone());
        headers.remove(header::TRANSFER_ENCODING);
        headers.remove(header::CONTENT_LENGTH);
        (status, headers, response.bytes().await.unwrap_or_default()).into_response()
    }
}
