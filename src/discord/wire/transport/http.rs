//! Sends one request to Discord over HTTP and returns the response. A simulation replaces HTTP with its own
//! [`HttpSend`].

use std::time::{Duration, Instant};

use async_trait::async_trait;
use reqwest::header::HeaderMap;
use serde_json::Value;
use serenity::builder::CreateAttachment;
use serenity::http::{Multipart, MultipartUpload, Request as SerenityRequest};

use crate::discord::wire::transport::failure::Failure;
use crate::discord::wire::transport::request::Request;
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
}

#[async_trait]
impl HttpSend for HttpClient {
    async fn send(&self, request: &Request<'_>) -> Result<Response, Failure> {
        let http_request = serenity_request(request).build(&self.client, &self.authorization, Some(&self.base));
        let http_request = http_request.map_err(|error| Failure::NotSent(error.to_string()))?;
        let sent_at = Instant::now();
        let mut response = http_request.send().await.map_err(failure_without_response)?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = read_body(&mut response).await;
        METRICS.discord_request_seconds.observe(sent_at.elapsed().as_secs_f64());
        Ok(Response { status, headers, body })
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
    let body = request.json().map(Value::to_string);
    let Some(file) = request.attached() else {
        return built.body(body.map(String::into_bytes));
    };
    let attachment = CreateAttachment::bytes(file.data.clone(), file.name.clone());
    let upload = MultipartUpload::Attachments(vec![attachment]);
    built.multipart(Some(Multipart { upload, fields: Vec::new(), payload_json: body }))
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
