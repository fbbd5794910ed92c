use tokio::sync::mpsc;
use twilight_http_ratelimiting::Method;

use crate::discord::wire::pacing::window::{Opening, SLOTS};
use crate::discord::wire::pacing::*;

fn key(channel: u64) -> RouteKey {
    RouteKey::new(Method::Post, &format!("channels/{}/messages", 100_000_000_000_000_000 + channel))
}

/// A pacer that does not space requests evenly: only the window limits them.
fn pacer() -> Pacer {
    Pacer::with_spacing(2.0, Duration::ZERO)
}

/// Takes all slots of one second. If the caller drops a permit without using it, one waiting request can be sent.
async fn take_all_slots(pacer: &Pacer) -> Vec<Permit> {
    let mut permits = Vec::new();
    for channel in 0..SLOTS as u64 {
        permits.push(pacer.permit(Lane::Routine, key(1_000 + channel)).await);
    }
    permits
}

/// Starts the requests one after another. Each request that leaves uses its slot, then reports its lane and channel.
async fn start_requests(
    pacer: &Pacer,
    requests: impl IntoIterator<Item = (Lane, u64)>,
) -> mpsc::UnboundedReceiver<(Lane, u64)> {
    let (report, reports) = mpsc::unbounded_channel();
    for (lane, channel) in requests {
        let (pacer, report) = (pacer.clone(), report.clone());
        tokio::spawn(async move {
            let mut permit = pacer.permit(lane, key(channel)).await;
            permit.mark_used();
            let _ = report.send((lane, channel));
            permit.complete(None);
        });
        yield_to_others().await;
    }
    reports
}

/// Lets other tasks run until they wait: the runtime has one thread.
async fn yield_to_others() {
    for _ in 0..8 {
        tokio::task::yield_now().await;
    }
}

async fn lanes_in_order(mut reports: mpsc::UnboundedReceiver<(Lane, u64)>) -> Vec<Lane> {
    let mut order = Vec::new();
    while let Some((lane, _)) = reports.recv().await {
        order.push(lane);
    }
    order
}

#[tokio::test]
async fn request_of_the_highest_lane_gets_the_next_turn_in_a_route() {
    let pacer = pacer();
    let first_permit = pacer.permit(Lane::Routine, key(1)).await;
    let requests = [Lane::Routine, Lane::Prompt, Lane::Emergency, Lane::Urgent].map(|lane| (lane, 1));
    let reports = start_requests(&pacer, requests).await;
    first_permit.complete(None);
    assert_eq!(lanes_in_order(reports).await, [Lane::Emergency, Lane::Urgent, Lane::Prompt, Lane::Routine]);
}

#[tokio::test]
async fn emergency_gets_the_next_slot_before_all_other_waiting_requests() {
    let pacer = pacer();
    let permits = take_all_slots(&pacer).await;
    let requests = (0..100).map(|channel| (if channel == 99 { Lane::Emergency } else { Lane::Routine }, channel));
    let mut reports = start_requests(&pacer, requests).await;
    drop(permits);
    assert_eq!(reports.recv().await, Some((Lane::Emergency, 99)));
}

#[tokio::test]
async fn routine_request_before_an_emergency_in_its_route_gets_the_next_slot() {
    let pacer = pacer();
    let mut permits = take_all_slots(&pacer).await;
    let requests = (0..52).map(|index| match index {
        0 => (Lane::Routine, 0),
        51 => (Lane::Emergency, 0),
        other => (Lane::Urgent, other),
    });
    let mut reports = start_requests(&pacer, requests).await;
    permits.pop();
    assert_eq!(reports.recv().await, Some((Lane::Routine, 0)), "the emergency waits for its turn");
    yield_to_others().await;
    permits.pop();
    assert_eq!(reports.recv().await, Some((Lane::Emergency, 0)));
}

#[tokio::test]
async fn the_last_request_of_a_bucket_is_kept_for_an_emergency() {
    let pacer = pacer();
    let reset_at = std::time::Instant::now() + Duration::from_secs(3_600);
    let headers_with_one_left = RateLimitHeaders { bucket: b"b".to_vec(), limit: 5, remaining: 1, reset_at };
    pacer.permit(Lane::Routine, key(1)).await.complete(Some(headers_with_one_left));
    let mut routine_request = Box::pin(pacer.permit(Lane::Routine, key(1)));
    for _ in 0..8 {
        assert!(futures_util::poll!(&mut routine_request).is_pending());
        tokio::task::yield_now().await;
    }
    drop(pacer.permit(Lane::Emergency, key(1)).await);
    drop(pacer.permit(Lane::Routine, key(2)).await);
    assert!(futures_util::poll!(&mut routine_request).is_pending());
}

#[tokio::test]
async fn request_that_is_dropped_while_it_waits_does_not_block_its_route() {
    let pacer = pacer();
    let first_permit = pacer.permit(Lane::Routine, key(1)).await;
    for _ in 0..3 {
        let mut waiting = Box::pin(pacer.permit(Lane::Emergency, key(1)));
        assert!(futures_util::poll!(&mut waiting).is_pending());
    }
    drop(first_permit);
    drop(pacer.permit(Lane::Routine, key(1)).await);
    assert!(pacer.routes.is_empty(), "the queue of an unused route is removed");
}

#[tokio::test]
async fn turn_of_a_dropped_request_is_passed_on() {
    let pacer = pacer();
    let first_permit = pacer.permit(Lane::Routine, key(1)).await;
    let mut waiting = Box::pin(pacer.permit(Lane::Emergency, key(1)));
    assert!(futures_util::poll!(&mut waiting).is_pending());
    drop(first_permit);
    drop(waiting);
    drop(pacer.permit(Lane::Routine, key(1)).await);
}

#[tokio::test]
async fn callbacks_never_wait_and_follow_ups_skip_the_global_limit() {
    let pacer = pacer();
    let _permits = take_all_slots(&pacer).await;
    for id in 0..500 {
        let callback = RouteKey::new(Method::Post, &format!("interactions/{id}/token/callback"));
        drop(pacer.permit(Lane::Prompt, callback).await);
    }
    let follow_up = RouteKey::new(Method::Patch, "webhooks/1/token/messages/@original");
    drop(pacer.permit(Lane::Prompt, follow_up).await);
}

#[tokio::test]
async fn request_after_fifty_in_flight_waits_until_a_second_after_a_response() {
    let pacer = pacer();
    let mut permits = take_all_slots(&pacer).await;
    permits.iter_mut().for_each(Permit::mark_used);
    assert_eq!(pacer.global_limit.opening(), Opening::AfterResponse, "all may arrive in the same second");
    let answered_at = Instant::now();
    permits.pop().expect("one of fifty").complete(None);
    let Opening::At(next) = pacer.global_limit.opening() else { panic!("it may have arrived just now") };
    assert!(next >= answered_at + Duration::from_secs(1));
}

#[tokio::test]
async fn unused_permit_does_not_count_against_the_global_limit() {
    let pacer = pacer();
    for channel in 0..50 {
        drop(pacer.permit(Lane::Routine, key(channel)).await);
    }
    assert_eq!(pacer.global_limit.opening(), Opening::Now);
}

#[tokio::test]
async fn dm_channels_are_opened_at_the_configured_rate() {
    let pacer = Pacer::with_spacing(20.0, Duration::ZERO);
    let began_at = Instant::now();
    for _ in 0..3 {
        drop(pacer.permit(Lane::Prompt, RouteKey::new(Method::Post, "users/@me/channels")).await);
    }
    assert!(began_at.elapsed() >= Duration::from_millis(100));
}

#[tokio::test]
async fn new_process_waits_until_the_requests_of_the_earlier_process_expire() {
    let (pacer, began_at) = (pacer(), Instant::now());
    let channel = |n: u64| Some(ChannelId(100_000_000_000_000_000 + n));
    let messages_to_many_channels = (0..60).map(|n| (Duration::from_millis(10 * n), channel(1_000 + n)));
    let messages_to_one_channel = (0..3).map(|_| (Duration::from_secs(1), channel(1)));
    pacer.inherit(&messages_to_many_channels.chain(messages_to_one_channel).collect::<Vec<_>>()).await;
    let Opening::At(next) = pacer.global_limit.opening() else { panic!("the last process used all slots") };
    assert!(next > began_at && next <= began_at + Duration::from_millis(1_300), "when the oldest request expires");
    let (busy_channel, other_channel) = (key(1), key(1_001));
    let mut request_after_inherit = Box::pin(pacer.turn_and_bucket(Lane::Emergency, &busy_channel));
    for _ in 0..8 {
        assert!(futures_util::poll!(&mut request_after_inherit).is_pending());
        tokio::task::yield_now().await;
    }
    drop(pacer.turn_and_bucket(Lane::Emergency, &other_channel).await);
}

#[tokio::test]
async fn request_without_a_response_counts_in_its_bucket() {
    let pacer = pacer();
    let reset_at = std::time::Instant::now() + Duration::from_secs(3_600);
    let headers_with_two_left = RateLimitHeaders { bucket: b"b".to_vec(), limit: 5, remaining: 2, reset_at };
    pacer.permit(Lane::Emergency, key(1)).await.complete(Some(headers_with_two_left));
    pacer.permit(Lane::Emergency, key(1)).await.complete(None);
    pacer.permit(Lane::Emergency, key(1)).await.complete(None);
    let mut third_request = Box::pin(pacer.permit(Lane::Emergency, key(1)));
    for _ in 0..8 {
        assert!(futures_util::poll!(&mut third_request).is_pending());
        tokio::task::yield_now().await;
    }
}

/// Requests that are not recorded count too: edits of ticket messages, threads, reads.
#[tokio::test]
async fn new_process_starts_as_if_the_earlier_process_ran_at_full_pace() {
    let (pacer, began_at) = (pacer(), Instant::now());
    pacer.inherit(&[]).await;
    let Opening::At(next) = pacer.global_limit.opening() else { panic!("the last process may have used all slots") };
    assert!(next > began_at && next <= began_at + Duration::from_millis(400), "the first slot expires soon");
    let callback = RouteKey::new(Method::Post, "interactions/1/token/callback");
    drop(pacer.permit(Lane::Prompt, callback).await);
    assert!(began_at.elapsed() < Duration::from_millis(300), "callbacks are not limited");
}
