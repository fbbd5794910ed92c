//! Reads a channel back, to find what an earlier attempt may have posted in it.
//!
//! Every message carries a tag of its delivery: in a custom id where it has buttons, else in characters at its end that are not displayed.

use serde_json::Value;
use serenity::http;

use crate::delivery::{Nonce, Posted, Search};
use crate::discord::ui::reply::hidden_tag;
use crate::discord::wire::custom_id::{TAG_CHARS, tag_of};
use crate::discord::wire::transport::{Failure, Request, Transport};
use crate::members::{ChannelId, MessageId};
use crate::time::Timestamp;

/// Messages of one page of history, Discord's limit.
const PAGE: usize = 100;
/// Pages of history that are read back at most.
const MAX_PAGES: usize = 50;
/// Discord's first instant, ms; snowflakes count from it.
const EPOCH_MS: i64 = 1_420_070_400_000;

/// The newest message of ours with the job's tag.
pub(super) async fn find(
    transport: &Transport,
    search: &Search,
    channel: ChannelId,
) -> Result<Option<Posted>, Failure> {
    let tag = tag(&search.job.nonce);
    let mut after = snowflake(search.since);
    for _ in 0..MAX_PAGES {
        let route = http::Route::ChannelMessages { channel_id: channel.0.into() };
        let ask = Request::get(route).param("limit", PAGE).param("after", after).lane(search.job.lane);
        let page = transport.send(ask).await?;
        let page = page.as_array().ok_or_else(|| unknown("the history cannot be read"))?;
        if let Some(message) = page.iter().find(|message| carries(message, tag)) {
            let message = id(&message["id"]).map(MessageId);
            return Ok(Some(Posted { channel: Some(channel), message, at: search.now }));
        }
        let newest = page.iter().filter_map(|message| id(&message["id"])).max();
        match newest {
            Some(newest) if page.len() == PAGE => after = newest,
            _ => return Ok(None),
        }
    }
    Err(unknown("too much was written since to read it all back"))
}

fn unknown(reason: &str) -> Failure {
    Failure::Unknown(reason.to_owned())
}

/// Characters of a nonce that make a tag: 62^10 of them, and only one channel's messages are compared.
pub(super) fn tag(nonce: &Nonce) -> &str {
    // Nonces are letters and digits.
    nonce.as_str().get(..TAG_CHARS).unwrap_or(nonce.as_str())
}

/// Whether a message as Discord gives it back is the one with this tag.
fn carries(message: &Value, tag: &str) -> bool {
    let in_content = message["content"].as_str().is_some_and(|content| {
        // Earlier versions of Magpie showed the tag as a small last line.
        content.ends_with(&hidden_tag(tag)) || content.ends_with(&format!("\n-# {tag}"))
    });
    let rows = message["components"].as_array().into_iter().flatten();
    let mut components = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
    in_content || components.any(|c| c["custom_id"].as_str().and_then(tag_of) == Some(tag))
}

fn id(value: &Value) -> Option<u64> {
    value.as_str()?.parse().ok()
}

/// The smallest id of anything made at this instant.
fn snowflake(at: Timestamp) -> u64 {
    u64::try_from(at.as_millisecond().saturating_sub(EPOCH_MS)).unwrap_or(0) << 22
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn message_is_recognized_by_its_hidden_tag_and_by_the_line_of_earlier_versions() {
        let tag = "k3J9x0Qa1z";
        assert!(carries(&json!({ "content": format!("Closed.{}", hidden_tag(tag)) }), tag));
        assert!(carries(&json!({ "content": "Closed.\n-# k3J9x0Qa1z" }), tag));
        assert!(!carries(&json!({ "content": format!("Closed.{}", hidden_tag("k3J9x0Qa1y")) }), tag));
        assert!(!carries(&json!({ "content": "Closed." }), tag));
    }
}
