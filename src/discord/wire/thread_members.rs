//! Adds a person to a thread without notifying them.
//!
//! Discord has a request that adds a person to a thread, but it posts a notice that mentions the person. Their phone
//! rings, even at night. So we post a silent message that mentions the person, because Discord adds everyone whom a
//! message mentions. We delete the message at once.

use serde_json::{Value, json};
use serenity::http::{LightMethod, Route};

use crate::db::Rng;
use crate::delivery::Lane;
use crate::discord::ui::reply::SILENT;
use crate::discord::wire::error_codes::{MISSING_ACCESS, UNKNOWN_CHANNEL};
use crate::discord::wire::pacing::Permit;
use crate::discord::wire::transport::{Failure, Refusal, Request, Transport};
use crate::members::{ChannelId, MemberId};

/// Discord allows at most 25 characters in a nonce.
const NONCE_CHARS: usize = 22;

/// Adds the person to the thread. Changes nothing if the person is already in the thread. `permit`: the right to post
/// in the thread; `None` if the caller has not reserved it.
///
/// # Errors
/// Discord's errors; `MISSING_ACCESS` if the person cannot see the thread's channel.
pub(super) async fn add(
    transport: &Transport,
    rng: &Rng,
    thread: ChannelId,
    member: MemberId,
    lane: Lane,
    permit: Option<Permit>,
) -> Result<(), Failure> {
    if is_in_thread(transport, thread, member, lane).await? {
        return Ok(());
    }
    let post_request = Request::new(LightMethod::Post, Route::ChannelMessages { channel_id: thread.0.into() });
    let post_request = post_request.body(mention_body(member, rng)).lane(lane);
    let post_response = match permit {
        Some(permit) => transport.send_with(post_request, permit).await?,
        None => transport.send_with_retry(post_request).await?,
    };
    if let Some(message) = post_response["id"].as_str().and_then(|id| id.parse::<u64>().ok()) {
        let route = Route::ChannelMessage { channel_id: thread.0.into(), message_id: message.into() };
        let deletion = transport.send_with_retry(Request::new(LightMethod::Delete, route).lane(lane)).await;
        if let Err(error) = deletion {
            // A leftover message that contains only a name does no harm.
            tracing::info!(thread.id = thread.0, %error, "could not delete the message that added a member");
        }
    }
    if is_in_thread(transport, thread, member, lane).await? { Ok(()) } else { Err(missing_access()) }
}

async fn is_in_thread(transport: &Transport, thread: ChannelId, member: MemberId, lane: Lane) -> Result<bool, Failure> {
    let route = Route::ChannelThreadMember { channel_id: thread.0.into(), user_id: member.0.into() };
    match transport.send_with_retry(Request::get(route).lane(lane)).await {
        Ok(_) => Ok(true),
        Err(Failure::Refused(Refusal { status: 404, code, .. })) if code != UNKNOWN_CHANNEL => Ok(false),
        Err(failure) => Err(failure),
    }
}

fn mention_body(member: MemberId, rng: &Rng) -> Value {
    json!({
        "content": format!("<@{member}>"),
        "flags": SILENT,
        "allowed_mentions": { "parse": [], "users": [member.to_string()] },
        "nonce": rng.letters_and_digits(NONCE_CHARS),
        "enforce_nonce": true,
    })
}

fn missing_access() -> Failure {
    let message = "the person cannot see the thread's channel".to_owned();
    Failure::Refused(Refusal { status: 403, code: MISSING_ACCESS, message, errors: None })
}
