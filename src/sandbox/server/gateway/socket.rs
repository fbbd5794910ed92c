//! One gateway connection: hello, who are you, heartbeats, and frames out until one side ends it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use serde_json::{Value, json};

use super::payload::{self, Closing, Said};
use super::{Frame, Frames, Identify, Invalid, Link, TooMany, Transport};
use crate::sandbox::server::discord::Discord;
use crate::sandbox::server::wire::Peer;

/// Source: Discord docs, "Gateway: Rate Limiting": 120 events per 60 seconds, then the connection ends.
const SENDS: usize = 120;
const SENDS_WINDOW: Duration = Duration::from_secs(60);
/// A client that is this late beyond its second missed heartbeat is taken for dead.
const GRACE: Duration = Duration::from_secs(2);

/// How long the closing handshake may take.
const CLOSING: Duration = Duration::from_secs(2);

/// How a connection ended, as far as its session is concerned.
enum End {
    /// The session waits to be resumed.
    Left,
    /// The client said goodbye (1000 or 1001), or the session was ended.
    SaidGoodbye,
    Closed(Closing),
    Cut,
}

pub async fn serve(mut socket: WebSocket, discord: Arc<Discord>, peer: Peer, transport: Transport) {
    let (link, frames) = Link::new(discord.next_link());
    let mut connection = Connection { discord, link, transport, session: None, sends: VecDeque::new() };
    let end = connection.run(&mut socket, frames).await;
    connection.leave(&end);
    match end {
        End::Closed(Closing(code, reason)) => {
            let frame = CloseFrame { code, reason: reason.into() };
            // The client may be gone already.
            drop(socket.send(Message::Close(Some(frame))).await);
            drain(&mut socket).await;
        }
        End::Cut => peer.cut(),
        End::Left | End::SaidGoodbye => drain(&mut socket).await,
    }
}

/// Reads until the closing handshake is over: a close frame is answered while reading, and a socket that is dropped
/// with unread bytes takes our own close frame with it.
async fn drain(socket: &mut WebSocket) {
    let rest = async { while let Some(Ok(_)) = socket.recv().await {} };
    // A client that does not close is left.
    drop(tokio::time::timeout(CLOSING, rest).await);
}

struct Connection {
    discord: Arc<Discord>,
    link: Link,
    transport: Transport,
    /// The session's id once identified or resumed.
    session: Option<String>,
    sends: VecDeque<Instant>,
}

impl Connection {
    async fn run(&mut self, socket: &mut WebSocket, mut frames: Frames) -> End {
        let interval = self.discord.manners.heartbeat;
        let hello =
            json!({"op": 10, "d": {"heartbeat_interval": interval.as_millis(), "_trace": []}, "s": null, "t": null});
        if self.send(socket, &hello.to_string()).await.is_err() {
            return End::Left;
        }
        let patience = interval * 2 + GRACE;
        let mut overdue = tokio::time::Instant::now() + patience;
        loop {
            let end = tokio::select! {
                biased;
                frame = frames.recv() => match frame {
                    Some(frame) => self.pass_on(socket, frame).await,
                    None => Err(End::Left),
                },
                message = socket.recv() => match message {
                    Some(Ok(message)) => {
                        let heard = self.hear(socket, message).await;
                        if let Ok(Heard::Heartbeat) = heard {
                            overdue = tokio::time::Instant::now() + patience;
                        }
                        heard.map(|_| ())
                    }
                    Some(Err(_)) | None => Err(End::Left),
                },
                () = tokio::time::sleep_until(overdue) => Err(End::Closed(payload::SESSION_TIMED_OUT)),
            };
            if let Err(end) = end {
                return end;
            }
        }
    }

    async fn pass_on(&mut self, socket: &mut WebSocket, frame: Frame) -> Result<(), End> {
        match frame {
            Frame::Dispatch(text) => self.send(socket, &text).await,
            Frame::Op(text) => self.send(socket, &text).await,
            Frame::Close(code, reason) => Err(End::Closed(Closing(code, reason))),
            Frame::Cut => Err(End::Cut),
        }
    }

    async fn send(&mut self, socket: &mut WebSocket, text: &str) -> Result<(), End> {
        socket.send(self.transport.encode(text)).await.map_err(|_| End::Left)
    }

    async fn hear(&mut self, socket: &mut WebSocket, message: Message) -> Result<Heard, End> {
        let bytes = match message {
            Message::Text(text) => text.as_bytes().to_vec(),
            Message::Binary(bytes) => bytes.to_vec(),
            Message::Close(frame) => {
                let goodbye = frame.is_some_and(|frame| matches!(frame.code, 1000 | 1001));
                return Err(if goodbye { End::SaidGoodbye } else { End::Left });
            }
            Message::Ping(_) | Message::Pong(_) => return Ok(Heard::Other),
        };
        // Nothing is heard any more, but it is for the client to give the connection up.
        if self.is_silenced() {
            return Ok(Heard::Heartbeat);
        }
        self.count_send().map_err(End::Closed)?;
        match payload::read(&bytes).map_err(End::Closed)? {
            Said::Heartbeat(_) => {
                self.send(socket, &json!({"op": 11, "d": null}).to_string()).await?;
                return Ok(Heard::Heartbeat);
            }
            Said::Identify { .. } | Said::Resume { .. } if self.session.is_some() => {
                return Err(End::Closed(payload::ALREADY_AUTHENTICATED));
            }
            Said::Identify { token, compress, wish } => self.identify(&token, compress, wish),
            Said::Resume { token, session, sequence } => self.resume(&token, &session, sequence),
            Said::RequestMembers(_) | Said::Other if self.session.is_none() => {
                return Err(End::Closed(payload::NOT_AUTHENTICATED));
            }
            Said::RequestMembers(request) => self.request_members(&request),
            Said::Other => Ok(()),
        }
        .map_err(End::Closed)?;
        Ok(Heard::Other)
    }

    fn is_silenced(&self) -> bool {
        let Some(id) = &self.session else { return false };
        self.discord.look(|state| state.gateway.session(id).is_some_and(super::Session::is_silenced))
    }

    fn count_send(&mut self) -> Result<(), Closing> {
        let now = Instant::now();
        while self.sends.front().is_some_and(|at| now.duration_since(*at) >= SENDS_WINDOW) {
            self.sends.pop_front();
        }
        self.sends.push_back(now);
        if self.sends.len() > SENDS { Err(payload::RATE_LIMITED) } else { Ok(()) }
    }

    fn identify(&mut self, token: &str, compress: bool, wish: Identify) -> Result<(), Closing> {
        let outcome = self.discord.act(|state, now| {
            if !state.world.is_token(bare(token)) {
                return Err(payload::AUTHENTICATION_FAILED);
            }
            payload::check_intents(wish.intents, state.world.privileged_intents())?;
            Ok(state.gateway.identify(&state.world, now, Instant::now(), wish, self.link.clone()))
        })?;
        if compress && matches!(self.transport, Transport::Plain) {
            self.transport = Transport::Payload;
        }
        match outcome {
            Ok(session) => self.session = Some(session),
            Err(TooMany::TooSoon) => self.link.tell(invalid_session()),
            Err(TooMany::Today) => return Err(payload::AUTHENTICATION_FAILED),
        }
        Ok(())
    }

    fn resume(&mut self, token: &str, session: &str, seen: u64) -> Result<(), Closing> {
        let outcome = self.discord.act(|state, _| {
            if !state.world.is_token(bare(token)) {
                return Err(payload::AUTHENTICATION_FAILED);
            }
            Ok(state.gateway.resume(session, seen, Instant::now(), self.link.clone()))
        })?;
        match outcome {
            Ok(()) => self.session = Some(session.to_owned()),
            Err(Invalid::AheadOfUs) => return Err(payload::INVALID_SEQUENCE),
            Err(Invalid::Unknown | Invalid::Expired | Invalid::TooFarBehind) => self.link.tell(invalid_session()),
        }
        Ok(())
    }

    /// Refused requests close the connection or answer RATE_LIMITED, as Discord does; they are never passed over in
    /// silence.
    fn request_members(&self, request: &Value) -> Result<(), Closing> {
        let Some(id) = self.session.clone() else { return Err(payload::NOT_AUTHENTICATED) };
        let everyone =
            request["query"] == "" && request["limit"].as_u64().unwrap_or(0) == 0 && request["user_ids"].is_null();
        let between = self.discord.manners.between_member_requests;
        self.discord.act(|state, _| {
            let intents = state.gateway.session(&id).map_or(0, super::Session::intents);
            if everyone && let Err(wait) = state.ask_for_members(Instant::now(), between) {
                let meta = json!({"guild_id": request["guild_id"], "nonce": request["nonce"]});
                let told = json!({"opcode": 8, "retry_after": wait.as_secs_f64(), "meta": meta});
                state.gateway.dispatch_to(&id, "RATE_LIMITED", &told);
                return Ok(());
            }
            let chunks = state.world.member_chunks(intents, request).map_err(|refusal| {
                tracing::warn!(error = %refusal, "a request for members was refused");
                payload::DECODE_ERROR
            })?;
            for chunk in chunks {
                state.gateway.dispatch_to(&id, "GUILD_MEMBERS_CHUNK", &chunk);
            }
            Ok(())
        })
    }

    fn leave(&self, end: &End) {
        let Some(id) = &self.session else { return };
        self.discord.act(|state, _| match end {
            // 4009: "reconnect and start a new one".
            End::SaidGoodbye | End::Closed(payload::SESSION_TIMED_OUT) if state.gateway.holds(id, &self.link) => {
                state.gateway.forget(id)
            }
            _ => state.gateway.unlink(id, self.link.number(), Instant::now()),
        });
    }
}

enum Heard {
    Heartbeat,
    Other,
}

fn invalid_session() -> Frame {
    Frame::Op(json!({"op": 9, "d": false}).to_string())
}

fn bare(token: &str) -> &str {
    token.strip_prefix("Bot ").unwrap_or(token)
}

/// Another version than 10: the connection opens, and closes with 4012.
pub async fn refuse_version(mut socket: WebSocket) {
    let Closing(code, reason) = payload::INVALID_VERSION;
    let frame = CloseFrame { code, reason: reason.into() };
    // The client may be gone already.
    drop(socket.send(Message::Close(Some(frame))).await);
    drain(&mut socket).await;
}
