//! What carries one request to Discord and its answer back: HTTP, or whatever a simulation puts in its place.

use std::time::Duration;

use async_trait::async_trait;
use reqwest::header::HeaderMap;
use serde_json::Value;
use serenity::builder::CreateAttachment;
use serenity::http::{Multipart, MultipartUpload, Request};

use crate::discord::wire::transport::{Ask, Failure};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const TOTAL_TIMEOUT: Duration = Duration::from_secs(15);

/// Carries a request, once. It neither waits for a turn nor tries again, and reads nothing into the answer.
#[async_trait]
pub trait Wire: Send + Sync + 'static {
    /// # Errors
    /// `NotSent` when it certainly did not arrive, `Unknown` when the answer was lost.
    async fn exchange(&self, ask: &Ask<'_>) -> Result<Answer, Failure>;
}

/// An answer, as it came.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    /// The connection may break between the headers and the end of the body.
    pub body: Result<Vec<u8>, Failure>,
}

/// Our own client, with time-outs; serenity's has none, and drops the headers of errors.
pub(in crate::discord) struct HttpWire {
    client: reqwest::Client,
    base: String,
    authorization: String,
}

impl HttpWire {
    /// # Errors
    /// When the TLS library cannot be set up.
    pub fn new(base: &str, authorization: &str) -> Result<Self, Failure> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TOTAL_TIMEOUT)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| Failure::NotSent(error.without_url().to_string()))?;
        Ok(Self { client, base: base.to_owned(), authorization: authorization.to_owned() })
    }

    pub fn client(&self) -> &reqwest::Client {
        &self.client
    }
}

#[async_trait]
impl Wire for HttpWire {
    async fn exchange(&self, ask: &Ask<'_>) -> Result<Answer, Failure> {
        let built = build(ask).build(&self.client, &self.authorization, Some(&self.base));
        let request = built.map_err(|error| Failure::NotSent(error.to_string()))?;
        let answer = request.send().await.map_err(no_answer)?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let body = answer.bytes().await.map(Vec::from).map_err(no_answer);
        Ok(Answer { status, headers, body })
    }
}

fn build<'a>(ask: &Ask<'a>) -> Request<'a> {
    let request = Request::new(ask.route, ask.method).params((!ask.params.is_empty()).then(|| ask.params.clone()));
    let body = ask.body.as_ref().map(Value::to_string);
    let Some(file) = &ask.file else {
        return request.body(body.map(String::into_bytes));
    };
    let attachment = CreateAttachment::bytes(file.data.clone(), file.name.clone());
    let upload = MultipartUpload::Attachments(vec![attachment]);
    request.multipart(Some(Multipart { upload, fields: Vec::new(), payload_json: body }))
}

fn no_answer(error: reqwest::Error) -> Failure {
    // The address of an interaction holds its token.
    let error = error.without_url();
    if error.is_connect() || error.is_builder() {
        Failure::NotSent(error.to_string())
    } else {
        Failure::Unknown(error.to_string())
    }
}
