//! Parses the payloads of a gateway client. The error for an invalid payload is the code with which the gateway closes
//! the connection. Source: Discord docs, "Opcodes and Status Codes".

use serde_json::Value;

use super::identify::Identify;
use crate::sandbox::core::intents;

/// A larger payload closes the connection with 4002.
const MAX_PAYLOAD_BYTES: usize = 4_096;

/// A close code and its text for the close frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CloseReason(pub u16, pub &'static str);

pub const UNKNOWN_OPCODE: CloseReason = CloseReason(4001, "unknown opcode");
pub const DECODE_ERROR: CloseReason = CloseReason(4002, "decode error");
pub const NOT_AUTHENTICATED: CloseReason = CloseReason(4003, "not authenticated");
pub const AUTHENTICATION_FAILED: CloseReason = CloseReason(4004, "authentication failed");
pub const ALREADY_AUTHENTICATED: CloseReason = CloseReason(4005, "already authenticated");
pub const INVALID_SEQUENCE: CloseReason = CloseReason(4007, "invalid seq");
pub const RATE_LIMITED: CloseReason = CloseReason(4008, "rate limited");
pub const SESSION_TIMED_OUT: CloseReason = CloseReason(4009, "session timed out");
pub const INVALID_SHARD: CloseReason = CloseReason(4010, "invalid shard");
pub const INVALID_VERSION: CloseReason = CloseReason(4012, "invalid API version");
pub const INVALID_INTENTS: CloseReason = CloseReason(4013, "invalid intents");
pub const DISALLOWED_INTENTS: CloseReason = CloseReason(4014, "disallowed intents");

#[derive(Debug, Clone, PartialEq)]
pub enum ClientPayload {
    /// The last sequence number that the client received.
    Heartbeat(Option<u64>),
    Identify {
        token: String,
        compress: bool,
        identify: Identify,
    },
    Resume {
        token: String,
        session: String,
        sequence: u64,
    },
    RequestMembers(Value),
    /// An update of a presence or a voice state. The sandbox accepts it and does nothing.
    Other,
}

pub fn read(bytes: &[u8]) -> Result<ClientPayload, CloseReason> {
    if bytes.len() > MAX_PAYLOAD_BYTES {
        return Err(DECODE_ERROR);
    }
    let payload: Value = serde_json::from_slice(bytes).map_err(|_| DECODE_ERROR)?;
    let data = &payload["d"];
    match payload["op"].as_u64().ok_or(DECODE_ERROR)? {
        1 if data.is_null() => Ok(ClientPayload::Heartbeat(None)),
        1 => data.as_u64().map(|sequence| ClientPayload::Heartbeat(Some(sequence))).ok_or(DECODE_ERROR),
        2 => identify(data),
        3 if data["status"].is_string() && data["activities"].is_array() && data["afk"].is_boolean() => {
            Ok(ClientPayload::Other)
        }
        4 if data["guild_id"].is_string() => Ok(ClientPayload::Other),
        3 | 4 => Err(DECODE_ERROR),
        6 => Ok(ClientPayload::Resume {
            token: text(data, "token")?,
            session: text(data, "session_id")?,
            sequence: data["seq"].as_u64().ok_or(DECODE_ERROR)?,
        }),
        8 => Ok(ClientPayload::RequestMembers(data.clone())),
        _ => Err(UNKNOWN_OPCODE),
    }
}

/// Parses an identify payload. It does not check the intents. [`check_intents`] does so later, because it must know
/// which privileged intents are enabled.
fn identify(data: &Value) -> Result<ClientPayload, CloseReason> {
    if !data["properties"].is_object() {
        return Err(DECODE_ERROR);
    }
    let shard = match &data["shard"] {
        Value::Null => None,
        // The application is in one guild, so one shard is enough.
        shard => match (shard[0].as_u64(), shard[1].as_u64()) {
            (Some(0), Some(1)) => Some((0, 1)),
            _ => return Err(INVALID_SHARD),
        },
    };
    let large_threshold = match &data["large_threshold"] {
        Value::Null => 50,
        threshold => threshold.as_u64().filter(|threshold| (50..=250).contains(threshold)).ok_or(DECODE_ERROR)?,
    };
    Ok(ClientPayload::Identify {
        token: text(data, "token")?,
        compress: data["compress"].as_bool().unwrap_or(false),
        identify: Identify {
            intents: data["intents"].as_u64().ok_or(INVALID_INTENTS)?,
            large_threshold: usize::try_from(large_threshold).expect("at most 250"),
            shard,
        },
    })
}

/// Fails if an intent is unknown, or privileged and not enabled. `enabled` has the privileged intents that are enabled
/// for the application.
pub fn check_intents(requested: u64, enabled: u64) -> Result<(), CloseReason> {
    if requested & !intents::ALL != 0 {
        return Err(INVALID_INTENTS);
    }
    if requested & intents::PRIVILEGED & !enabled != 0 {
        return Err(DISALLOWED_INTENTS);
    }
    Ok(())
}

fn text(data: &Value, key: &str) -> Result<String, CloseReason> {
    data[key].as_str().map(str::to_owned).ok_or(DECODE_ERROR)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn payload_of(payload: Value) -> Result<ClientPayload, CloseReason> {
        read(payload.to_string().as_bytes())
    }

    #[test]
    fn invalid_payloads_close_with_the_documented_codes() {
        assert_eq!(read(b"{"), Err(DECODE_ERROR));
        assert_eq!(read(&[b' '; MAX_PAYLOAD_BYTES + 1]), Err(DECODE_ERROR));
        assert_eq!(payload_of(json!({"op": 99, "d": null})), Err(UNKNOWN_OPCODE));
        assert_eq!(payload_of(json!({"op": 6, "d": {"token": "t"}})), Err(DECODE_ERROR));
        let identify = |shard: Value| {
            payload_of(json!({"op": 2, "d": {"token": "t", "intents": 1, "properties": {}, "shard": shard}}))
        };
        assert_eq!(identify(json!([1, 2])), Err(INVALID_SHARD));
        assert!(identify(json!([0, 1])).is_ok());
    }

    #[test]
    fn privileged_intents_must_be_enabled() {
        assert_eq!(check_intents(intents::MESSAGE_CONTENT, intents::GUILD_MEMBERS), Err(DISALLOWED_INTENTS));
        assert_eq!(check_intents(1 << 40, u64::MAX), Err(INVALID_INTENTS));
        assert_eq!(check_intents(intents::GUILDS | intents::GUILD_MEMBERS, intents::GUILD_MEMBERS), Ok(()));
    }
}
