//! Gives e-mails to one mail server. Each e-mail has a connection of its own, so that a connection that hangs delays no
//! other e-mail.

use std::future::Future;
use std::path::Path;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use tokio::time::timeout;

use super::outcome::{Stage, send_error, timed_out};
use crate::config::{MailConfig, MailTls, Password};
use crate::delivery::SendError;

/// How long a server may take until it is ready for the text of an e-mail. Real time. Together with
/// [`ANSWER_TIMEOUT`] it is shorter than the lease of an attempt, which is a minute.
const READY_TIMEOUT: Duration = Duration::from_secs(30);
/// How long a server may take to accept the text of an e-mail.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(20);
/// How long a server may take to say goodbye. The e-mail is accepted by then.
const QUIT_TIMEOUT: Duration = Duration::from_secs(2);

/// Gives e-mails to the configured mail server. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    config: MailConfig,
    credentials: Option<Credentials>,
    tls: Option<TlsParameters>,
}

/// What the mail server said about itself when we logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Greeting {
    pub is_encrypted: bool,
    pub is_logged_in: bool,
}

impl Mailer {
    /// `password`: for the login as `mail.user`.
    ///
    /// # Errors
    /// When there is a user without a password, or when the certificate in `mail.ca_file` cannot be used. The error
    /// says what to do.
    pub fn new(config: &MailConfig, password: Option<Password>) -> Result<Self, String> {
        let credentials = match (&config.user, password) {
            (None, _) => None,
            (Some(user), Some(password)) => Some(Credentials::new(user.clone(), password.reveal().to_owned())),
            (Some(_), None) => return Err(Password::missing()),
        };
        let tls = match config.tls {
            MailTls::None => None,
            MailTls::StartTls | MailTls::Tls => Some(tls_parameters(config)?),
        };
        Ok(Self { config: config.clone(), credentials, tls })
    }

    pub fn config(&self) -> &MailConfig {
        &self.config
    }

    /// Gives one e-mail to the server. `message`: the whole e-mail, with its headers.
    pub(super) async fn send(&self, to: &Address, message: &[u8]) -> Result<(), SendError> {
        let prepare = async {
            let mut server = self.connect().await?;
            let stage = |stage: Stage| move |error| send_error(stage, &error);
            let from = self.config.from.email.clone();
            server.command(Mail::new(Some(from), Vec::new())).await.map_err(stage(Stage::Sender))?;
            server.command(Rcpt::new(to.clone(), Vec::new())).await.map_err(stage(Stage::Recipient))?;
            server.command(Data).await.map_err(stage(Stage::Data))?;
            Ok(server)
        };
        let mut server = within(READY_TIMEOUT, Stage::Connection, prepare).await?;
        let accept = async { server.message(message).await.map_err(|error| send_error(Stage::Text, &error)) };
        within(ANSWER_TIMEOUT, Stage::Text, accept).await?;
        // The server has accepted the e-mail, so its last answer does not matter.
        drop(timeout(QUIT_TIMEOUT, server.quit()).await);
        Ok(())
    }

    /// Connects and logs in, for `magpie check`. Sends no e-mail.
    pub async fn greet(&self) -> Result<Greeting, SendError> {
        let mut server = within(READY_TIMEOUT, Stage::Connection, self.connect()).await?;
        let greeting = Greeting { is_encrypted: server.is_encrypted(), is_logged_in: self.credentials.is_some() };
        drop(timeout(QUIT_TIMEOUT, server.quit()).await);
        Ok(greeting)
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, SendError> {
        let failed = |error| send_error(Stage::Connection, &error);
        let MailConfig { host, port, tls: mode, from, .. } = &self.config;
        let hello = ClientId::Domain(from.email.domain().to_owned());
        let tls_from_start = self.tls.clone().filter(|_| *mode == MailTls::Tls);
        let server = (host.as_str(), *port);
        let server = AsyncSmtpConnection::connect_tokio1(server, Some(READY_TIMEOUT), &hello, tls_from_start, None);
        let mut server = server.await.map_err(failed)?;
        if let (MailTls::StartTls, Some(tls)) = (mode, &self.tls) {
            // Fails if the server does not offer encryption, so that nothing is sent without it.
            server.starttls(tls.clone(), &hello).await.map_err(failed)?;
        }
        if let Some(credentials) = &self.credentials {
            server.auth(&[Mechanism::Plain, Mechanism::Login], credentials).await.map_err(failed)?;
        }
        Ok(server)
    }
}

/// The certificates that we trust: the public authorities, and the one in `mail.ca_file`.
fn tls_parameters(config: &MailConfig) -> Result<TlsParameters, String> {
    let mut parameters = TlsParameters::builder(config.host.clone());
    if let Some(path) = &config.ca_file {
        parameters = parameters.add_root_certificate(read_certificate(path)?);
    }
    parameters.build().map_err(|error| format!("the encryption to the mail server cannot be set up: {error}"))
}

fn read_certificate(path: &Path) -> Result<Certificate, String> {
    let fix = "give the path of a certificate in PEM form as mail.ca_file";
    let pem = std::fs::read(path).map_err(|error| format!("cannot read {}: {error}; {fix}", path.display()))?;
    Certificate::from_pem(&pem).map_err(|error| format!("{} is no certificate: {error}; {fix}", path.display()))
}

/// Fails if `step` takes longer than `limit`.
async fn within<T>(
    limit: Duration,
    stage: Stage,
    step: impl Future<Output = Result<T, SendError>>,
) -> Result<T, SendError> {
    timeout(limit, step).await.unwrap_or_else(|_| Err(timed_out(stage, limit)))
}
