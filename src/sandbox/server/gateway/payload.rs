//! What a gateway client may say, and with which close code it is shown the door otherwise. Pure.
//! Source: Discord docs, "Opcodes and Status Codes".

use serde_json::Value;

use super::Identify;
use crate::sandbox::core::intents;

/// Larger payloads close the connection with 4002.
const LARGEST: usize = 4_096;

/// A close code with what it means, for the close frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing(pub u16, pub &'static str);

pub const UNKNOWN_OPCODE: Closing = Closing(4001, "unknown opcode");
pub const DECODE_ERROR: Closing = Closing(4002, "decode error");
pub const NOT_AUTHENTICATED: Closing = Closing(4003, "not authenticated");
pub const AUTHENTICATION_FAILED: Closing = Closing(4004, "authentication failed");
pub const ALREADY_AUTHENTICATED: Closing = Closing(4005, "already authenticated");
pub const INVALID_SEQUENCE: Closing = Closing(4007, "invalid seq");
pub const RATE_LIMITED: Closing = Closing(4008, "rate limited");
pub const SESSION_TIMED_OUT: Closing = Closing(4009, "session timed out");
pub const INVALID_SHARD: Closing = Closing(4010, "invalid shard");
pub const INVALID_VERSION: Closing = Closing(4012, "invalid API version");
pub const INVALID_INTENTS: Closing = Closing(4013, "invalid intents");
pub const DISALLOWED_INTENTS: Closing = Closing(4014, "disallowed intents");

#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// With the last sequence number seen.
    Heartbeat(Option<u64>),
    Identify {
        token: String,
        compress: bool,
        wish: Identify,
    },
    Resume {
        token: String,
        session: String,
        sequence: u64,
    },
    RequestMembers(Value),
    /// Presence and voice states: accepted, and without effect here.
    Other,
}

pub fn read(bytes: &[u8]) -> Result<Said, Closing> {
    if bytes.len() > LARGEST {
        return Err(DECODE_ERROR);
    }
    let payload: Value = serde_json::from_slice(bytes).map_err(|_| DECODE_ERROR)?;
    let data = &payload["d"];
    match payload["op"].as_u64().ok_or(DECODE_ERROR)? {
        1 if data.is_null() => Ok(Said::Heartbeat(None)),
        1 => data.as_u64().map(|sequence| Said::Heartbeat(Some(sequence))).ok_or(DECODE_ERROR),
        2 => identify(data),
        3 if data["status"].is_string() && data["activities"].is_array() && data["afk"].is_boolean() => Ok(Said::Other),
        4 if data["guild_id"].is_string() => Ok(Said::Other),
        3 | 4 => Err(DECODE_ERROR),
        6 => Ok(Said::Resume {
            token: text(data, "token")?,
            session: text(data, "session_id")?,
            sequence: data["seq"].as_u64().ok_or(DECODE_ERROR)?,
        }),
        8 => Ok(Said::RequestMembers(data.clone())),
        _ => Err(UNKNOWN_OPCODE),
    }
}

/// Which intents the application may ask for is judged with the world at hand, by [`check_intents`].
fn identify(data: &Value) -> Result<Said, Closing> {
    if !data["properties"].is_object() {
        return Err(DECODE_ERROR);
    }
    let shard = match &data["shard"] {
        Value::Null => None,
        // The application is in one guild: one shard holds it.
        shard => match (shard[0].as_u64(), shard[1].as_u64()) {
            (Some(0), Some(1)) => Some((0, 1)),
            _ => return Err(INVALID_SHARD),
        },
    };
    let large_threshold = match &data["large_threshold"] {
        Value::Null => 50,
        threshold => threshold.as_u64().filter(|threshold| (50..=250).contains(threshold)).ok_or(DECODE_ERROR)?,
    };
    Ok(Said::Identify {
        token: text(data, "token")?,
        compress: data["compress"].as_bool().unwrap_or(false),
        wish: Identify {
            intents: data["intents"].as_u64().ok_or(INVALID_INTENTS)?,
            large_threshold: usize::try_from(large_threshold).expect("at most 250"),
            shard,
        },
    })
}

/// `privileged`: the privileged intents that are switched on for the application.
pub fn check_intents(asked: u64, privileged: u64) -> Result<(), Closing> {
    if asked & !intents::ALL != 0 {
        return Err(INVALID_INTENTS);
    }
    if asked & intents::PRIVILEGED & !privileged != 0 {
        return Err(DISALLOWED_INTENTS);
    }
    Ok(())
}

fn text(data: &Value, key: &str) -> Result<String, Closing> {
    data[key].as_str().map(str::to_owned).ok_or(DECODE_ERROR)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(payload: Value) -> Result<Said, Closing> {
        read(payload.to_string().as_bytes())
    }

    #[test]
    fn senseless_payloads_close_with_the_documented_codes() {
        assert_eq!(read(b"{"), Err(DECODE_ERROR));
        assert_eq!(read(&[b' '; LARGEST + 1]), Err(DECODE_ERROR));
        assert_eq!(said(json!({"op": 99, "d": null})), Err(UNKNOWN_OPCODE));
        assert_eq!(said(json!({"op": 6, "d": {"token": "t"}})), Err(DECODE_ERROR));
        let identify =
            |shard: Value| said(json!({"op": 2, "d": {"token": "t", "intents": 1, "properties": {}, "shard": shard}}));
        assert_eq!(identify(json!([1, 2])), Err(INVALID_SHARD));
        assert!(identify(json!([0, 1])).is_ok());
    }

    #[test]
    fn privileged_intents_must_be_switched_on() {
        assert_eq!(check_intents(intents::MESSAGE_CONTENT, intents::GUILD_MEMBERS), Err(DISALLOWED_INTENTS));
        assert_eq!(check_intents(1 << 40, u64::MAX), Err(INVALID_INTENTS));
        assert_eq!(check_intents(intents::GUILDS | intents::GUILD_MEMBERS, intents::GUILD_MEMBERS), Ok(()));
    }
}
