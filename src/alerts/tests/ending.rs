use super::world::{BRISBANE, LAPAZ, LEAD, SYDNEY, World};
use crate::alerts::Retention;
use crate::alerts::drafts::service::write;
use crate::alerts::drafts::{Drafted, Subject};
use crate::alerts::facts::{Mark, Status};
use crate::alerts::model::{Ending, Occasion, Rules, Severity};
use crate::alerts::service::{self, Asked, SeenPress};
use crate::alerts::testing::at;
use crate::delivery::{Action, Address, Sound};
use crate::time::Clock;

const TEXT: &str = "Main room link changed";

#[tokio::test]
async fn asking_again_reaches_only_those_who_have_not_seen_it_and_wakes_nobody() {
    let mut world = World::new().await;
    let alert = world.alert(Severity::Urgent, TEXT, "").await;
    world.settle_in(LAPAZ, "La Paz", crate::members::Group::Mag, None).await;
    service::seen(&world.db, LAPAZ, alert, 1, None, world.clock.now()).await.unwrap();
    world.run().await;
    world.given();
    world.clock.move_to(at("2020-11-10T17:30:00Z"));
    let asked = service::ask_again(&world.db, LEAD, alert, world.clock.now()).await.unwrap();
    let Asked::Again { now, later } = asked else { panic!("{asked:?}") };
    assert_eq!(now, ["Nowhere"]);
    assert_eq!(later.len(), 2);
    assert_eq!(service::ask_again(&world.db, LEAD, alert, world.clock.now()).await.unwrap(), Asked::JustNow);
    world.run().await;
    let posted = world.posted();
    assert_eq!(posted.len(), 1);
    assert_eq!(posted[0].1, Sound::Silent);
    // In place of the nudge, not beside it.
    world.run_until("2020-11-10T20:00:00Z").await;
    let posted = world.posted();
    assert_eq!(posted.len(), 1);
    assert_eq!((posted[0].0, posted[0].1, posted[0].2.occasion), (SYDNEY, Sound::Sounding, Occasion::Again));
}

#[tokio::test]
async fn a_correction_reaches_everybody_once_and_makes_what_was_seen_old() {
    let mut world = World::new().await;
    let alert = world.alert(Severity::Urgent, TEXT, "").await;
    service::seen(&world.db, LAPAZ, alert, 1, None, world.clock.now()).await.unwrap();
    world.run().await;
    world.given();
    world.clock.move_to(at("2020-11-10T17:10:00Z"));
    let written = world.written(Subject::Correction { alert, from: 1 }, "The link is in #mag-general", "");
    let drafted = write(&world.db, Rules::default(), written, world.clock.now()).await.unwrap();
    assert!(matches!(drafted, Drafted::Corrected(corrected) if corrected.told == 4));
    let written = world.written(Subject::Correction { alert, from: 1 }, "Another", "");
    let drafted = write(&world.db, Rules::default(), written, world.clock.now()).await.unwrap();
    assert!(matches!(drafted, Drafted::NothingToCorrect));
    world.run().await;
    let given = world.given();
    let old = given.iter().filter(|g| matches!(g.action, Action::Edit(_))).filter_map(|g| g.message.as_ref());
    assert_eq!(old.filter(|m| m.mark == Mark::Corrected && m.text == TEXT).count(), 4);
    let new: Vec<_> = given.iter().filter(|g| matches!(g.action, Action::Post(Address::Member(_)))).collect();
    assert_eq!(new.len(), 4);
    assert!(new.iter().all(|g| g.message.as_ref().unwrap().text == "The link is in #mag-general"));
    assert!(matches!(world.status(alert, LAPAZ).await, Status::Heard { .. }));
    // Whoever presses under the old words has not seen the new ones.
    let outdated = service::seen(&world.db, LAPAZ, alert, 1, None, world.clock.now()).await.unwrap();
    assert!(matches!(outdated, SeenPress::Outdated(message) if message.version == 2 && message.mark == Mark::Open));
    // One nudge, with the new words.
    world.run_until("2020-11-10T20:00:00Z").await;
    let nudges = world.posted();
    assert_eq!(nudges.len(), 1);
    assert_eq!((nudges[0].0, nudges[0].2.version), (SYDNEY, 2));
}

#[tokio::test]
async fn who_got_nothing_yet_gets_the_corrected_text_in_place_of_the_first() {
    let mut world = World::new().await;
    let alert = world.alert(Severity::Information, TEXT, "").await;
    world.given();
    let written = world.written(Subject::Correction { alert, from: 1 }, "New words", "");
    write(&world.db, Rules::default(), written, world.clock.now()).await.unwrap();
    world.run_until("2020-11-10T20:00:00Z").await;
    let to_sydney: Vec<_> = world.posted().into_iter().filter(|(who, ..)| *who == SYDNEY).collect();
    assert_eq!(to_sydney.len(), 1);
    assert_eq!((to_sydney[0].2.text.as_str(), to_sydney[0].2.mark), ("New words", Mark::Open));
}

#[tokio::test]
async fn a_cancelled_alert_says_so_and_sends_nothing_more() {
    let mut world = World::new().await;
    let alert = world.alert(Severity::Urgent, TEXT, "").await;
    world.given();
    assert!(service::end(&world.db, LEAD, alert, Ending::Cancel, world.clock.now()).await.unwrap());
    assert!(!service::end(&world.db, LEAD, alert, Ending::Over, world.clock.now()).await.unwrap());
    world.run_until("2020-11-12T00:00:00Z").await;
    let given = world.given();
    assert!(given.iter().all(|g| matches!(g.action, Action::Edit(_))));
    let marked = given.iter().filter_map(|g| g.message.as_ref()).filter(|m| matches!(m.mark, Mark::Cancelled { .. }));
    assert_eq!(marked.count(), 4);
}

#[tokio::test]
async fn an_alert_cancelled_before_it_was_sent_reaches_nobody() {
    let mut world = World::new().await;
    let preview = world.preview(Severity::Urgent, "members", TEXT, "").await;
    let crate::alerts::drafts::Sending::Sent(sent) = world.confirm(&preview).await else { panic!("it is sent") };
    service::end(&world.db, LEAD, sent.alert, Ending::Cancel, world.clock.now()).await.unwrap();
    world.run().await;
    assert!(world.posted().is_empty());
    assert_eq!(world.status(sent.alert, BRISBANE).await, Status::NotSent);
}

#[tokio::test]
async fn seen_marks_all_that_waits() {
    let mut world = World::new().await;
    let first = world.alert(Severity::Urgent, TEXT, "").await;
    world.alert(Severity::Information, "Lunch is at noon", "").await;
    let seen = service::seen_all(&world.db, LAPAZ, world.clock.now()).await.unwrap();
    assert_eq!(seen.iter().map(|message| message.alert).collect::<Vec<_>>().len(), 2);
    assert_eq!(seen[0].alert, first);
    assert!(service::seen_all(&world.db, LAPAZ, world.clock.now()).await.unwrap().is_empty());
    // What waits for Sydney's morning has not reached them, so they cannot have seen it.
    assert_eq!(service::seen_all(&world.db, SYDNEY, world.clock.now()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_too_old_is_forgotten_whole() {
    let mut world = World::new().await;
    world.alert(Severity::Urgent, TEXT, "").await;
    world.run_until("2020-11-12T00:00:00Z").await;
    world.given();
    let retention = Retention::new(1);
    let at = retention.next_due(&mut world.db.read().await.unwrap(), world.clock.now()).await.unwrap();
    assert_eq!(at, None, "it is due already");
    assert!(retention.sweep(&world.db, world.clock.now()).await.unwrap() >= 2);
    assert_eq!(retention.sweep(&world.db, world.clock.now()).await.unwrap(), 0);
    assert!(service::list(&world.db, LEAD, 10).await.unwrap().is_empty());
}
