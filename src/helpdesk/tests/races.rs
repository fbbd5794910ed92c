//! People who press at the same time, and the timer that fires then.

use futures_util::future::join_all;

use super::{ANA, ASKER, BEN, Harness, LEAD, profile_with_quiet_hours, roles};
use crate::db::DbError;
use crate::delivery::{State, outbox};
use crate::escalation::Urgency;
use crate::helpdesk::messages::{self, TicketMessage};
use crate::helpdesk::model::{Refusal, TicketId, TicketStatus};
use crate::helpdesk::service::HelpdeskError;
use crate::helpdesk::store;
use crate::helpdesk::timers::HelpdeskTimers;
use crate::members::{self, Group, MemberId};
use crate::time::Clock;
use crate::timers::DueWork;

/// Adds this many volunteers who are awake.
async fn add_volunteers(harness: &Harness, count: u64) -> Vec<MemberId> {
    let ids: Vec<MemberId> = (0..count).map(|number| MemberId(100 + number)).collect();
    let stored = harness.db.write(async |tx| {
        for id in &ids {
            members::service::upsert_present(tx, *id, "x", "X", roles(&[Group::Helpdesk])).await?;
            members::testing::set_profile(tx, *id, &profile_with_quiet_hours("02:00", "03:00")).await;
        }
        Ok::<_, DbError>(())
    });
    stored.await.unwrap();
    ids
}

/// The members who have an ask that was not sent yet.
async fn unsent_asks(harness: &Harness, ticket: TicketId) -> Vec<MemberId> {
    let mut conn = harness.db.read().await.unwrap();
    let records = outbox::by_subject(&mut conn, messages::SOURCE, &messages::subject(ticket)).await.unwrap();
    let unsent = records.into_iter().filter(|record| matches!(record.state, State::Pending));
    let asked = unsent.filter_map(|record| match TicketMessage::from_message_name(record.part.as_deref()) {
        Some(TicketMessage::Ask { member, .. }) => Some(member),
        _ => None,
    });
    asked.collect()
}

#[tokio::test]
async fn of_twenty_claims_at_once_one_wins_and_the_timer_asks_nobody_after_it() {
    let harness = Harness::new().await;
    let volunteers = add_volunteers(&harness, 20).await;
    let ticket = harness.open().await;
    harness.move_by(600);
    let now = harness.clock.now();
    let timers = HelpdeskTimers::new(harness.db.clone(), harness.helpdesk);
    let claims = volunteers.iter().map(|id| harness.helpdesk.claim(&harness.db, ticket, *id, now));
    let (fired, claims) = tokio::join!(timers.run_due(now, 100), join_all(claims));
    fired.unwrap();
    let winners: Vec<MemberId> =
        volunteers.iter().zip(&claims).filter(|(_, claim)| claim.is_ok()).map(|(id, _)| *id).collect();
    assert_eq!(winners.len(), 1);
    for refused in claims.into_iter().filter_map(Result::err) {
        let HelpdeskError::Refused { refusal, .. } = refused else { panic!("{refused}") };
        assert_eq!(refusal, Refusal::Taken(winners[0]));
    }
    let stored = store::get(&mut harness.db.read().await.unwrap(), ticket).await.unwrap().unwrap();
    assert_eq!(stored.helper(), Some(winners[0]));
    assert_eq!(unsent_asks(&harness, ticket).await, []);
}

#[tokio::test]
async fn twenty_answers_not_now_at_once_never_ask_a_person_twice_and_always_leave_somebody_or_a_time() {
    let harness = Harness::new().await;
    let volunteers = add_volunteers(&harness, 20).await;
    let ticket = harness.open().await;
    let now = harness.clock.now();
    harness.helpdesk.set_urgency(&harness.db, ticket, ASKER, Urgency::Now, now).await.unwrap();
    let all: Vec<MemberId> = volunteers.iter().copied().chain([ANA, BEN]).collect();
    let answers = all.iter().map(|id| harness.helpdesk.decline(&harness.db, ticket, *id, now));
    for answer in join_all(answers).await {
        answer.unwrap();
    }
    let timers = HelpdeskTimers::new(harness.db.clone(), harness.helpdesk);
    timers.run_due(now, 100).await.unwrap();
    let mut conn = harness.db.read().await.unwrap();
    let stored = store::get(&mut conn, ticket).await.unwrap().unwrap();
    assert!(matches!(stored.status, TicketStatus::Waiting { next_at, .. } if next_at > now), "{:?}", stored.status);
    let asks = store::asks(&mut conn, ticket).await.unwrap();
    let left: Vec<MemberId> = asks.iter().filter(|ask| ask.declined_at.is_none()).map(|ask| ask.member).collect();
    assert_eq!(left, [LEAD], "everybody else said \"Not now\"");
    // A second press changes nothing.
    harness.helpdesk.decline(&harness.db, ticket, ANA, now).await.unwrap();
    assert_eq!(store::asks(&mut conn, ticket).await.unwrap(), asks);
}

#[tokio::test]
async fn claim_and_a_change_of_the_urgency_at_once_leave_one_helper_and_no_unsent_ask() {
    let harness = Harness::new().await;
    let ticket = harness.open().await;
    let now = harness.clock.now();
    let (claimed, changed) = tokio::join!(
        harness.helpdesk.claim(&harness.db, ticket, BEN, now),
        harness.helpdesk.set_urgency(&harness.db, ticket, ASKER, Urgency::Now, now),
    );
    claimed.unwrap();
    if let Err(error) = changed {
        assert!(matches!(error, HelpdeskError::Refused { refusal: Refusal::Taken(BEN), .. }), "{error}");
    }
    assert_eq!(unsent_asks(&harness, ticket).await, []);
}
