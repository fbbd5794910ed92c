//! Tests requests that repeat an earlier request, and messages that would say the same twice.

use super::{ANA, ASKER, Harness};
use crate::db::DbError;
use crate::delivery::outbox;
use crate::escalation::Urgency;
use crate::helpdesk::answered_elsewhere::MAX_SEARCHED;
use crate::helpdesk::category::Category;
use crate::helpdesk::messages::{self, TicketMessage};
use crate::helpdesk::model::{TicketId, TicketKind};
use crate::helpdesk::opening::{LogTicket, OpenTicket};
use crate::helpdesk::origin::{Origin, TicketText};
use crate::helpdesk::service::RequestOutcome;
use crate::helpdesk::store;
use crate::members::InteractionId;
use crate::time::Clock;

fn request<'a>(interaction: u64, text: &'a str, origin: Option<&'a Origin>) -> OpenTicket<'a> {
    OpenTicket {
        urgency: Urgency::default(),
        category: Category::default(),
        interaction: InteractionId(interaction),
        asker: ASKER,
        kind: TicketKind::Help,
        text: TicketText::Quoted(text),
        origin,
    }
}

async fn count_deliveries(harness: &Harness, ticket: TicketId) -> usize {
    let mut conn = harness.db.read().await.unwrap();
    outbox::by_subject(&mut conn, messages::SOURCE, &messages::subject(ticket)).await.unwrap().len()
}

#[tokio::test]
async fn second_request_about_the_same_alert_opens_no_ticket_even_if_the_alert_has_another_text() {
    let harness = Harness::new().await;
    let (origin, other, now) = (Origin::new("alert", 7), Origin::new("alert", 8), harness.clock.now());
    let open = async |interaction, text, origin| {
        harness.helpdesk.open(&harness.db, request(interaction, text, Some(origin)), now).await.unwrap()
    };
    let first = open(1, "Leave room A", &origin).await;
    let second = open(2, "Leave room B", &origin).await;
    assert_eq!((second.outcome, second.details.ticket.id), (RequestOutcome::AlreadyRecorded, first.details.ticket.id));
    assert_eq!(open(3, "Leave room A", &other).await.outcome, RequestOutcome::Recorded);
}

#[tokio::test]
async fn interaction_that_comes_again_is_answered_with_its_ticket_and_asks_nobody() {
    let harness = Harness::new().await;
    let (helpdesk, db, now) = (harness.helpdesk, &harness.db, harness.clock.now());
    let first = helpdesk.open(db, request(1, "No sound", None), now).await.unwrap().details.ticket.id;
    helpdesk.withdraw(db, first, ASKER, now).await.unwrap();
    let deliveries = count_deliveries(&harness, first).await;
    let repeated = helpdesk.open(db, request(1, "No sound", None), now).await.unwrap();
    assert_eq!((repeated.outcome, repeated.details.ticket.id), (RequestOutcome::AlreadyRecorded, first));
    assert_eq!(count_deliveries(&harness, first).await, deliveries);

    let interaction = InteractionId(2);
    let log = |problem| LogTicket { interaction, by: ANA, name: "Eva", contact: "eva@x.org", problem, answer: None };
    let logged = helpdesk.log(db, log("No e-mail"), now).await.unwrap();
    let logged = logged.ticket;
    assert_eq!(logged.outcome, RequestOutcome::Recorded);
    let repeated = helpdesk.log(db, log("No e-mail at all"), now).await.unwrap().ticket;
    let logged_id = logged.details.ticket.id;
    assert_eq!((repeated.outcome, repeated.details.ticket.id), (RequestOutcome::AlreadyRecorded, logged_id));
}

#[tokio::test]
async fn helper_without_a_thread_gets_one_message_while_an_earlier_one_is_pending() {
    let mut harness = Harness::new().await;
    let (ticket, now) = (harness.open().await, harness.clock.now());
    harness.helpdesk.claim(&harness.db, ticket, ANA, now).await.unwrap();
    let enqueue = async |harness: &Harness| {
        let enqueued = harness.db.write(async |tx| {
            let ticket = store::get(tx, ticket).await?.unwrap();
            messages::enqueue_helper_without_thread(tx, &ticket, ANA, now).await?;
            let records = outbox::by_subject(tx, messages::SOURCE, &messages::subject(ticket.id)).await?;
            let messages = records.iter().map(|record| TicketMessage::from_message_name(record.part.as_deref()));
            Ok::<_, DbError>(messages.filter(|message| matches!(message, Some(TicketMessage::Helper { .. }))).count())
        });
        enqueued.await.unwrap()
    };
    assert_eq!(enqueue(&harness).await, 1);
    // Another number of threads gives the next message another name.
    harness
        .db
        .write(async |tx| {
            let ticket = store::get(tx, ticket).await?.unwrap();
            store::update(tx, &crate::helpdesk::Ticket { threads: 1, ..ticket }).await
        })
        .await
        .unwrap();
    assert_eq!(enqueue(&harness).await, 1);
    harness.run().await;
    assert_eq!(enqueue(&harness).await, 2);
}

#[tokio::test]
async fn logged_answer_offers_only_a_ticket_among_the_newest_open_ones() {
    let harness = Harness::new().await;
    let (helpdesk, db, now) = (harness.helpdesk, &harness.db, harness.clock.now());
    let log = async |number: u32, name, answer| {
        let (interaction, problem) = (InteractionId(number.into()), format!("Problem {number}"));
        let request = LogTicket { interaction, by: ANA, name, contact: "in the hall", problem: &problem, answer };
        helpdesk.log(db, request, now).await.unwrap()
    };
    let offered_ids = async |number| {
        let logged = log(number, "Eva", Some("Start it again")).await;
        logged.still_open.into_iter().map(|open| open.ticket.id).collect::<Vec<_>>()
    };
    let evas_ticket = log(1, "Eva", None).await.ticket.details.ticket.id;
    for number in 2..=MAX_SEARCHED {
        log(number, "Somebody else", None).await;
    }
    assert_eq!(offered_ids(1001).await, [evas_ticket]);
    log(1002, "Somebody else", None).await;
    assert!(offered_ids(1003).await.is_empty());
}
