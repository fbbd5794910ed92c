//! Reads the history of a channel, to find a message that an earlier attempt may have posted.
//!
//! Every message carries the tag of its delivery. The tag is in a custom id if the message has buttons; otherwise it is
//! in invisible characters at the end of the text.

use serde_json::Value;
use serenity::http;

use crate::delivery::{Nonce, Posted, Search};
use crate::discord::ui::reply::hidden_tag;
use crate::discord::wire::custom_id::{TAG_CHARS, tag_of};
use crate::discord::wire::transport::{Failure, Request, Transport};
use crate::members::{ChannelId, MessageId};
use crate::time::Timestamp;

/// The number of messages in a page of history: Discord's limit.
const PAGE_SIZE: usize = 100;
/// The maximum number of pages to read.
const MAX_PAGES: usize = 50;
/// Discord's epoch in Unix milliseconds. Discord's ids (snowflakes) contain the milliseconds since this epoch.
const EPOCH_MS: i64 = 1_420_070_400_000;

/// Finds the message with the job's tag among the channel's messages since `search.since`. `None` if there is none.
///
/// # Errors
/// Discord's errors; `Unknown` if the channel has too many newer messages to read all of them.
pub(super) async fn find(
    transport: &Transport,
    search: &Search,
    channel: ChannelId,
) -> Result<Option<Posted>, Failure> {
    let tag = tag_of_nonce(&search.job.nonce);
    let mut after_id = smallest_id_at(search.since);
    for _ in 0..MAX_PAGES {
        let route = http::Route::ChannelMessages { channel_id: channel.0.into() };
        let request = Request::get(route).param("limit", PAGE_SIZE).param("after", after_id).lane(search.job.lane);
        let page = transport.send(request).await?;
        let page = page.as_array().ok_or_else(|| unknown_failure("the history cannot be read"))?;
        if let Some(message) = page.iter().find(|message| has_tag(message, tag)) {
            let message = parse_id(&message["id"]).map(MessageId);
            return Ok(Some(Posted { channel: Some(channel), message, at: search.now }));
        }
        let newest = page.iter().filter_map(|message| parse_id(&message["id"])).max();
        match newest {
            Some(newest) if page.len() == PAGE_SIZE => after_id = newest,
            _ => return Ok(None),
        }
    }
    Err(unknown_failure("the channel has too many newer messages to read them all"))
}

fn unknown_failure(reason: &str) -> Failure {
    Failure::Unknown(reason.to_owned())
}

/// The tag of a delivery: the first [`TAG_CHARS`] characters of its nonce. A tag has 62^10 possible values, and we
/// compare it only with messages of one channel.
pub(super) fn tag_of_nonce(nonce: &Nonce) -> &str {
    // A nonce has only letters and digits, so this index is a character boundary.
    nonce.as_str().get(..TAG_CHARS).unwrap_or(nonce.as_str())
}

/// Whether a message from Discord's response has this tag.
fn has_tag(message: &Value, tag: &str) -> bool {
    let in_content = message["content"].as_str().is_some_and(|content| {
        // Earlier versions of Magpie wrote the tag as a small last line.
        content.ends_with(&hidden_tag(tag)) || content.ends_with(&format!("\n-# {tag}"))
    });
    let rows = message["components"].as_array().into_iter().flatten();
    let mut components = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
    in_content || components.any(|c| c["custom_id"].as_str().and_then(tag_of) == Some(tag))
}

fn parse_id(value: &Value) -> Option<u64> {
    value.as_str()?.parse().ok()
}

/// The smallest id of a message that was posted at this instant.
fn smallest_id_at(at: Timestamp) -> u64 {
    u64::try_from(at.as_millisecond().saturating_sub(EPOCH_MS)).unwrap_or(0) << 22
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn message_is_recognized_by_its_hidden_tag_or_by_the_tag_line_of_earlier_versions() {
        let tag = "k3J9x0Qa1z";
        assert!(has_tag(&json!({ "content": format!("Closed.{}", hidden_tag(tag)) }), tag));
        assert!(has_tag(&json!({ "content": "Closed.\n-# k3J9x0Qa1z" }), tag));
        assert!(!has_tag(&json!({ "content": format!("Closed.{}", hidden_tag("k3J9x0Qa1y")) }), tag));
        assert!(!has_tag(&json!({ "content": "Closed." }), tag));
    }
}
