//! Sends one request to Discord over HTTP and returns the response. A simulation replaces HTTP with its own
//! [`HttpSend`].

use std::time::{Duration, Instant};

use async_trait::async_trait;
use reqwest::header::{AUTHORIZATION, HeaderMap, USER_AGENT};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, RequestBuilder};
use serenity::http::Request as SerenityRequest;

use crate::discord::ui::reply::File;
use crate::discord::wire::transport::failure::Failure;
use crate::discord::wire::transport::request::{DISCORD, Request};
use crate::telemetry::{METRICS, error_chain};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const TOTAL_TIMEOUT: Duration = Duration::from_secs(15);
/// Discord's largest response to our requests is a page of 1,000 members, about 1 MB.
const MAX_BODY_BYTES: usize = 16 * 1024 * 1024;

/// Sends a request once, without pacing, retries or interpretation of the response.
#[async_trait]
pub trait HttpSend: Send + Sync + 'static {
    /// # Errors
    /// `NotSent` if the request certainly did not arrive; `Unknown` if there is no response.
    async fn send(&self, request: &Request<'_>) -> Result<Response, Failure>;
}

/// A response before interpretation.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub headers: HeaderMap,
    /// An error if the connection broke between the headers and the end of the body.
    pub body: Result<Vec<u8>, Failure>,
}

/// Our own client. serenity's client has no timeouts, and drops the headers of error responses.
pub(super) struct HttpClient {
    client: reqwest::Client,
    base: String,
    authorization: String,
}

impl HttpClient {
    /// # Errors
    /// When the TLS library cannot be set up.
    pub fn new(base: &str, authorization: &str) -> Result<Self, Failure> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TOTAL_TIMEOUT)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| Failure::NotSent(error_chain(&error.without_url())))?;
        Ok(Self { client, base: base.to_owned(), authorization: authorization.to_owned() })
    }

    pub fn client(&self) -> &reqwest::Client {
        &self.client
    }

    /// A request with files. serenity's own request gives all files of a message the same number, so this one does not
    /// use it.
    fn multipart_request(&self, request: &Request<'_>, files: &[File]) -> Result<RequestBuilder, Failure> {
        let mut form = Form::new();
        if let Some(body) = request.json() {
            form = form.text("payload_json", body.to_string());
        }
        for (id, file) in files.iter().enumerate() {
            let part = Part::bytes(file.data.clone()).file_name(file.name.clone());
            let part = part.mime_str(mime_type(&file.name)).map_err(failure_without_response)?;
            form = form.part(format!("files[{id}]"), part);
        }
        let method = Method::from_bytes(request.method().as_bytes());
        let method = method.map_err(|error| Failure::NotSent(error.to_string()))?;
        let url = request.route.path().replace(DISCORD, self.base.trim_end_matches('/'));
        debug_assert!(request.params().is_empty(), "no request with files has query parameters");
        let built = self.client.request(method, url).header(USER_AGENT, serenity::constants::USER_AGENT);
        Ok(built.header(AUTHORIZATION, &self.authorization).multipart(form))
    }
}

#[async_trait]
impl HttpSend for HttpClient {
    async fn send(&self, request: &Request<'_>) -> Result<Response, Failure> {
        let http_request = match request.attached() {
            [] => serenity_request(request)
                .build(&self.client, &self.authorization, Some(&self.base))
                .map_err(|error| Failure::NotSent(error.to_string()))?,
            files => self.multipart_request(request, files)?,
        };
        let sent_at = Instant::now();
        let mut response = http_request.send().await.map_err(failure_without_response)?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = read_body(&mut response).await;
        METRICS.discord_request_seconds.observe(sent_at.elapsed().as_secs_f64());
        Ok(Response { status, headers, body })
    }
}

/// The type of a file, by the end of its name. Clients show only files with the type of a picture as pictures.
fn mime_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("png") => "image/png",
        Some("csv") => "text/csv",
        Some("json") => "application/json",
        Some("txt") => "text/plain",
        _ => "application/octet-stream",
    }
}

async fn read_body(response: &mut reqwest::Response) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failure_without_response)? {
        if body.len() + chunk.len() > MAX_BODY_BYTES {
            return Err(Failure::Unknown(format!("the answer has more than {MAX_BODY_BYTES} bytes")));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn serenity_request<'a>(request: &Request<'a>) -> SerenityRequest<'a> {
    let params = (!request.params().is_empty()).then(|| request.params().to_vec());
    let built = SerenityRequest::new(request.route, request.method).params(params);
    built.body(request.json().map(|body| body.to_string().into_bytes()))
}

fn failure_without_response(error: reqwest::Error) -> Failure {
    // The URL of an interaction contains its token, so the error must not contain the URL.
    let error = error.without_url();
    if error.is_connect() || error.is_builder() {
        Failure::NotSent(error_chain(&error))
    } else {
        Failure::Unknown(error_chain(&error))
    }
}
