use governor::clock::{Clock, FakeRelativeClock};
use tokio::sync::{Semaphore, mpsc};

use crate::discord::wire::pacing::global_limit::EVERY;
use crate::discord::wire::pacing::window::Opening;
use crate::discord::wire::pacing::*;

/// Beats when the test says so.
impl Metronome for Arc<Semaphore> {
    async fn beat(&self) {
        self.acquire().await.unwrap().forget();
    }
}

fn key(channel: u64) -> Key {
    Key::new(Method::Post, &format!("channels/{}/messages", 100_000_000_000_000_000 + channel))
}

/// Asks for permits one after the other; those that leave report so.
async fn ask(pacer: &Pacer, asked: impl IntoIterator<Item = (Lane, u64)>) -> mpsc::UnboundedReceiver<(Lane, u64)> {
    let (left, leaving) = mpsc::unbounded_channel();
    for (lane, channel) in asked {
        let (pacer, left) = (pacer.clone(), left.clone());
        tokio::spawn(async move {
            let permit = pacer.permit(lane, key(channel)).await;
            let _ = left.send((lane, channel));
            permit.complete(None);
        });
        // One thread: so that each stands in line before the next.
        for _ in 0..8 {
            tokio::task::yield_now().await;
        }
    }
    leaving
}

async fn all(mut leaving: mpsc::UnboundedReceiver<(Lane, u64)>) -> Vec<Lane> {
    let mut order = Vec::new();
    while let Some((lane, _)) = leaving.recv().await {
        order.push(lane);
    }
    order
}

#[tokio::test]
async fn the_higher_lane_goes_first_at_one_route() {
    let beats = Arc::new(Semaphore::new(5));
    let pacer = Pacer::with(2.0, Arc::clone(&beats));
    let gate = pacer.permit(Lane::Routine, key(1)).await;
    let asked = [Lane::Routine, Lane::Prompt, Lane::Emergency, Lane::Urgent].map(|lane| (lane, 1));
    let leaving = ask(&pacer, asked).await;
    gate.complete(None);
    assert_eq!(all(leaving).await, [Lane::Emergency, Lane::Urgent, Lane::Prompt, Lane::Routine]);
}

#[tokio::test]
async fn an_emergency_overtakes_all_that_wait_for_the_whole_bot() {
    let beats = Arc::new(Semaphore::new(0));
    let pacer = Pacer::with(2.0, Arc::clone(&beats));
    let asked = (0..100).map(|channel| (if channel == 99 { Lane::Emergency } else { Lane::Routine }, channel));
    let leaving = ask(&pacer, asked).await;
    beats.add_permits(100);
    assert_eq!(all(leaving).await[0], Lane::Emergency);
}

#[tokio::test]
async fn an_emergency_behind_a_routine_request_of_its_channel_pulls_it_forward() {
    let beats = Arc::new(Semaphore::new(0));
    let pacer = Pacer::with(2.0, Arc::clone(&beats));
    let asked = (0..52).map(|index| match index {
        0 => (Lane::Routine, 0),
        51 => (Lane::Emergency, 0),
        other => (Lane::Urgent, other),
    });
    let mut leaving = ask(&pacer, asked).await;
    beats.add_permits(1);
    assert_eq!(leaving.recv().await, Some((Lane::Routine, 0)), "it stands in the emergency's way");
    for _ in 0..8 {
        tokio::task::yield_now().await;
    }
    beats.add_permits(51);
    assert_eq!(all(leaving).await[0], Lane::Emergency);
}

#[tokio::test]
async fn the_last_request_of_a_bucket_is_kept_for_an_emergency() {
    let pacer = Pacer::with(2.0, Arc::new(Semaphore::new(100)));
    let reset_at = std::time::Instant::now() + Duration::from_secs(3_600);
    let one_left = RateLimitHeaders { bucket: b"b".to_vec(), limit: 5, remaining: 1, reset_at };
    pacer.permit(Lane::Routine, key(1)).await.complete(Some(one_left));
    let mut routine = Box::pin(pacer.permit(Lane::Routine, key(1)));
    for _ in 0..8 {
        assert!(futures_util::poll!(&mut routine).is_pending());
        tokio::task::yield_now().await;
    }
    drop(pacer.permit(Lane::Emergency, key(1)).await);
    drop(pacer.permit(Lane::Routine, key(2)).await);
    assert!(futures_util::poll!(&mut routine).is_pending());
}

#[tokio::test]
async fn a_permit_given_up_while_waiting_blocks_nobody() {
    let beats = Arc::new(Semaphore::new(100));
    let pacer = Pacer::with(2.0, Arc::clone(&beats));
    let gate = pacer.permit(Lane::Routine, key(1)).await;
    for _ in 0..3 {
        let mut waiting = Box::pin(pacer.permit(Lane::Emergency, key(1)));
        assert!(futures_util::poll!(&mut waiting).is_pending());
    }
    drop(gate);
    drop(pacer.permit(Lane::Routine, key(1)).await);
    assert!(lock(&pacer.routes).is_empty(), "a route that nobody uses is forgotten");
}

#[tokio::test]
async fn a_permit_given_up_when_it_was_called_is_passed_on() {
    let beats = Arc::new(Semaphore::new(100));
    let pacer = Pacer::with(2.0, Arc::clone(&beats));
    let gate = pacer.permit(Lane::Routine, key(1)).await;
    let mut waiting = Box::pin(pacer.permit(Lane::Emergency, key(1)));
    assert!(futures_util::poll!(&mut waiting).is_pending());
    drop(gate);
    drop(waiting);
    drop(pacer.permit(Lane::Routine, key(1)).await);
}

#[tokio::test]
async fn callbacks_wait_for_nothing_and_follow_ups_not_for_the_whole_bot() {
    let pacer = Pacer::with(2.0, Arc::new(Semaphore::new(0)));
    for id in 0..500 {
        drop(pacer.permit(Lane::Prompt, Key::new(Method::Post, &format!("interactions/{id}/token/callback"))).await);
    }
    drop(pacer.permit(Lane::Prompt, Key::new(Method::Patch, "webhooks/1/token/messages/@original")).await);
}

#[tokio::test]
async fn fifty_on_the_way_keep_the_next_back_until_a_second_after_an_answer() {
    let pacer = Pacer::with(2.0, Arc::new(Semaphore::new(1_000)));
    let mut on_the_way = Vec::new();
    for channel in 0..50 {
        let mut permit = pacer.permit(Lane::Routine, key(channel)).await;
        permit.leave();
        on_the_way.push(permit);
    }
    assert_eq!(pacer.whole.opening(), Opening::WithAnAnswer, "they may all arrive in the same second");
    let answered = Instant::now();
    on_the_way.pop().expect("one of fifty").complete(None);
    let Opening::At(next) = pacer.whole.opening() else { panic!("it may have arrived just now") };
    assert!(next >= answered + Duration::from_secs(1));
}

#[tokio::test]
async fn permit_that_was_not_used_does_not_count() {
    let pacer = Pacer::with(2.0, Arc::new(Semaphore::new(1_000)));
    for channel in 0..50 {
        drop(pacer.permit(Lane::Routine, key(channel)).await);
    }
    assert_eq!(pacer.whole.opening(), Opening::Now);
}

#[test]
fn five_hundred_leave_evenly_in_ten_seconds() {
    let clock = FakeRelativeClock::default();
    let pace = RateLimiter::direct_with_clock(quota(), clock.clone());
    let start = clock.now();
    let mut sent = Vec::new();
    while sent.len() < 500 {
        match pace.check() {
            Ok(()) => sent.push(Duration::from_nanos(clock.now().as_u64() - start.as_u64())),
            Err(not_yet) => clock.advance(not_yet.wait_time_from(clock.now())),
        }
    }
    let ideal = Duration::from_secs(10);
    assert!(*sent.last().unwrap() <= ideal, "500 requests took {:?}", sent.last());
    let gaps = sent.windows(3).map(|three| three[2] - three[0]);
    assert!(gaps.min().unwrap() >= EVERY, "no more than two at once");
}

#[test]
fn ids_after_the_first_do_not_make_a_route_of_their_own() {
    let edit = Key::new(Method::Patch, "channels/100000000000000001/messages/100000000000000002");
    assert_eq!(edit.path, "channels/100000000000000001/messages/:id");
}
