//! One gateway connection. It sends Hello, handles identify, resume and heartbeats, and forwards the session's frames
//! until one side closes.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use serde_json::{Value, json};

use super::connections::ConnectionHandle;
use super::gateway::payload::{self, ClientPayload, CloseReason};
use super::gateway::{Frame, Frames, Identify, IdentifyLimit, Link, ResumeError, Session, Transport, control_payload};
use super::state::{Discord, ServerState};

/// A client that sends more than 120 events in 60 seconds is disconnected. Source: Discord docs, "Gateway: Rate
/// Limiting".
const MAX_CLIENT_EVENTS: usize = 120;
const CLIENT_EVENTS_WINDOW: Duration = Duration::from_secs(60);
/// The extra time after a client's second missed heartbeat, before the connection is closed.
const HEARTBEAT_GRACE: Duration = Duration::from_secs(2);

/// The longest time that the closing handshake may take.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);

/// How a connection ended. This decides what happens to its session.
enum ConnectionEnd {
    /// The session can be resumed.
    Disconnected,
    /// The client closed normally (1000 or 1001). This ends the session.
    ClosedByClient,
    /// The server sends a close frame.
    Closed(CloseReason),
    /// The server ends the TCP connection without a close frame.
    Cut,
}

pub async fn serve(
    mut socket: WebSocket,
    discord: Arc<Discord>,
    tcp_connection: ConnectionHandle,
    transport: Transport,
) {
    let (link, frames) = Link::new(discord.next_link_number());
    let mut connection = Connection { discord, link, transport, session: None, client_events_at: VecDeque::new() };
    let end = connection.run(&mut socket, frames).await;
    connection.release_session(&end);
    match end {
        ConnectionEnd::Closed(CloseReason(code, reason)) => {
            let frame = CloseFrame { code, reason: reason.into() };
            // The send fails if the client has already disconnected.
            drop(socket.send(Message::Close(Some(frame))).await);
            read_until_closed(&mut socket).await;
        }
        ConnectionEnd::Cut => tcp_connection.cut(),
        ConnectionEnd::Disconnected | ConnectionEnd::ClosedByClient => read_until_closed(&mut socket).await,
    }
}

/// Reads until the closing handshake is over. The library answers a client's close frame during a read. If we dropped
/// a socket with unread bytes, the client would not get our close frame.
async fn read_until_closed(socket: &mut WebSocket) {
    let drain = async { while let Some(Ok(_)) = socket.recv().await {} };
    // If the client does not close in time, abandon the connection.
    drop(tokio::time::timeout(CLOSE_TIMEOUT, drain).await);
}

struct Connection {
    discord: Arc<Discord>,
    link: Link,
    transport: Transport,
    /// The id of the client's session. `None` until the client has identified or resumed.
    session: Option<String>,
    /// When the client sent its events of the last [`CLIENT_EVENTS_WINDOW`].
    client_events_at: VecDeque<Instant>,
}

impl Connection {
    async fn run(&mut self, socket: &mut WebSocket, mut frames: Frames) -> ConnectionEnd {
        let interval = self.discord.config.heartbeat_interval;
        let hello = json!({"heartbeat_interval": interval.as_millis(), "_trace": []});
        if self.send(socket, &control_payload(10, &hello)).await.is_err() {
            return ConnectionEnd::Disconnected;
        }
        let heartbeat_timeout = interval * 2 + HEARTBEAT_GRACE;
        let mut heartbeat_due_at = tokio::time::Instant::now() + heartbeat_timeout;
        loop {
            let end = tokio::select! {
                biased;
                frame = frames.recv() => match frame {
                    Some(frame) => self.forward(socket, frame).await,
                    None => Err(ConnectionEnd::Disconnected),
                },
                message = socket.recv() => match message {
                    Some(Ok(message)) => {
                        let received = self.receive(socket, message).await;
                        if let Ok(ReceivedPayload::Heartbeat) = received {
                            heartbeat_due_at = tokio::time::Instant::now() + heartbeat_timeout;
                        }
                        received.map(|_| ())
                    }
                    Some(Err(_)) | None => Err(ConnectionEnd::Disconnected),
                },
                () = tokio::time::sleep_until(heartbeat_due_at) => {
                    Err(ConnectionEnd::Closed(payload::SESSION_TIMED_OUT))
                }
            };
            if let Err(end) = end {
                return end;
            }
        }
    }

    async fn forward(&mut self, socket: &mut WebSocket, frame: Frame) -> Result<(), ConnectionEnd> {
        match frame {
            Frame::Dispatch(text) => self.send(socket, &text).await,
            Frame::Op(text) => self.send(socket, &text).await,
            Frame::InvalidSession(text) => {
                if let Some(id) = self.session.take() {
                    let unlink =
                        |state: &mut ServerState| state.gateway.unlink(&id, self.link.number(), Instant::now());
                    self.discord.update(|state, _| unlink(state));
                }
                self.send(socket, &text).await
            }
            Frame::Close(code, reason) => Err(ConnectionEnd::Closed(CloseReason(code, reason))),
            Frame::Cut => Err(ConnectionEnd::Cut),
        }
    }

    async fn send(&mut self, socket: &mut WebSocket, text: &str) -> Result<(), ConnectionEnd> {
        socket.send(self.transport.encode(text)).await.map_err(|_| ConnectionEnd::Disconnected)
    }

    async fn receive(&mut self, socket: &mut WebSocket, message: Message) -> Result<ReceivedPayload, ConnectionEnd> {
        let bytes = match message {
            Message::Text(text) => text.as_bytes().to_vec(),
            Message::Binary(bytes) => bytes.to_vec(),
            Message::Close(frame) => {
                let normal_close = frame.is_some_and(|frame| matches!(frame.code, 1000 | 1001));
                return Err(if normal_close { ConnectionEnd::ClosedByClient } else { ConnectionEnd::Disconnected });
            }
            Message::Ping(_) | Message::Pong(_) => return Ok(ReceivedPayload::Other),
        };
        // A silenced connection ignores all input. The input still counts as a heartbeat, so that the client ends the
        // connection and not the server.
        if self.is_silenced() {
            return Ok(ReceivedPayload::Heartbeat);
        }
        self.count_client_event().map_err(ConnectionEnd::Closed)?;
        match payload::read(&bytes).map_err(ConnectionEnd::Closed)? {
            ClientPayload::Heartbeat(_) => {
                self.send(socket, &control_payload(11, &Value::Null)).await?;
                return Ok(ReceivedPayload::Heartbeat);
            }
            ClientPayload::Identify { .. } | ClientPayload::Resume { .. } if self.session.is_some() => {
                return Err(ConnectionEnd::Closed(payload::ALREADY_AUTHENTICATED));
            }
            ClientPayload::Identify { token, compress, identify } => self.identify(&token, compress, identify),
            ClientPayload::Resume { token, session, sequence } => self.resume(&token, &session, sequence),
            ClientPayload::RequestMembers(_) | ClientPayload::Other if self.session.is_none() => {
                return Err(ConnectionEnd::Closed(payload::NOT_AUTHENTICATED));
            }
            ClientPayload::RequestMembers(request) => self.request_members(&request),
            ClientPayload::Other => Ok(()),
        }
        .map_err(ConnectionEnd::Closed)?;
        Ok(ReceivedPayload::Other)
    }

    fn is_silenced(&self) -> bool {
        let Some(id) = &self.session else { return false };
        self.discord.read(|state| state.gateway.session(id).is_some_and(Session::is_silenced))
    }

    fn count_client_event(&mut self) -> Result<(), CloseReason> {
        let now = Instant::now();
        while self.client_events_at.front().is_some_and(|at| now.duration_since(*at) >= CLIENT_EVENTS_WINDOW) {
            self.client_events_at.pop_front();
        }
        self.client_events_at.push_back(now);
        if self.client_events_at.len() > MAX_CLIENT_EVENTS { Err(payload::RATE_LIMITED) } else { Ok(()) }
    }

    fn identify(&mut self, token: &str, compress: bool, identify: Identify) -> Result<(), CloseReason> {
        let outcome = self.discord.update(|state, now| {
            if !state.world.is_token(without_bot_prefix(token)) {
                return Err(payload::AUTHENTICATION_FAILED);
            }
            payload::check_intents(identify.intents, state.world.privileged_intents())?;
            Ok(state.gateway.identify(&state.world, now, Instant::now(), identify, self.link.clone()))
        })?;
        if compress && matches!(self.transport, Transport::Plain) {
            self.transport = Transport::Payload;
        }
        match outcome {
            Ok(session) => self.session = Some(session),
            Err(IdentifyLimit::Window) => self.link.send(invalid_session_frame()),
            Err(IdentifyLimit::Daily) => return Err(payload::AUTHENTICATION_FAILED),
        }
        Ok(())
    }

    fn resume(&mut self, token: &str, session: &str, last_received: u64) -> Result<(), CloseReason> {
        let outcome = self.discord.update(|state, _| {
            if !state.world.is_token(without_bot_prefix(token)) {
                return Err(payload::AUTHENTICATION_FAILED);
            }
            Ok(state.gateway.resume(session, last_received, Instant::now(), self.link.clone()))
        })?;
        match outcome {
            Ok(()) => self.session = Some(session.to_owned()),
            Err(ResumeError::SequenceAhead) => return Err(payload::INVALID_SEQUENCE),
            Err(ResumeError::Unknown | ResumeError::Expired | ResumeError::TooManyMissed) => {
                self.link.send(invalid_session_frame())
            }
        }
        Ok(())
    }

    /// Answers a request for members. An invalid request closes the connection. A request too soon after the previous
    /// one gets RATE_LIMITED. As on Discord, no request is ignored.
    fn request_members(&self, request: &Value) -> Result<(), CloseReason> {
        let Some(id) = self.session.clone() else { return Err(payload::NOT_AUTHENTICATED) };
        let wants_all_members =
            request["query"] == "" && request["limit"].as_u64().unwrap_or(0) == 0 && request["user_ids"].is_null();
        let min_interval = self.discord.config.member_request_interval;
        self.discord.update(|state, _| {
            let intents = state.gateway.session(&id).map_or(0, Session::intents);
            if wants_all_members && let Err(wait) = state.start_members_request(Instant::now(), min_interval) {
                let meta = json!({"guild_id": request["guild_id"], "nonce": request["nonce"]});
                let data = json!({"opcode": 8, "retry_after": wait.as_secs_f64(), "meta": meta});
                state.gateway.dispatch_to(&id, "RATE_LIMITED", &data);
                return Ok(());
            }
            let chunks = state.world.member_chunks(intents, request).map_err(|error| {
                tracing::warn!(error = %error, "a request for members was refused");
                payload::DECODE_ERROR
            })?;
            for chunk in chunks {
                state.gateway.dispatch_to(&id, "GUILD_MEMBERS_CHUNK", &chunk);
            }
            Ok(())
        })
    }

    fn release_session(&self, end: &ConnectionEnd) {
        let Some(id) = &self.session else { return };
        self.discord.update(|state, _| match end {
            // End the session, because Discord's docs say for 4009: "reconnect and start a new one".
            ConnectionEnd::ClosedByClient | ConnectionEnd::Closed(payload::SESSION_TIMED_OUT)
                if state.gateway.session_has_link(id, &self.link) =>
            {
                state.gateway.forget(id)
            }
            _ => state.gateway.unlink(id, self.link.number(), Instant::now()),
        });
    }
}

enum ReceivedPayload {
    Heartbeat,
    Other,
}

fn invalid_session_frame() -> Frame {
    Frame::InvalidSession(control_payload(9, &json!(false)))
}

fn without_bot_prefix(token: &str) -> &str {
    token.strip_prefix("Bot ").unwrap_or(token)
}

/// Refuses a client that asks for a version other than 10. The connection opens, and then closes with 4012.
pub async fn refuse_version(mut socket: WebSocket) {
    let CloseReason(code, reason) = payload::INVALID_VERSION;
    let frame = CloseFrame { code, reason: reason.into() };
    // The send fails if the client has already disconnected.
    drop(socket.send(Message::Close(Some(frame))).await);
    read_until_closed(&mut socket).await;
}
