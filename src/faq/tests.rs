//! Tests the use cases of known answers on a database, and what a phone shows when a card changes during an attempt.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::cards;
use super::drafts::{self, DraftInput, DraftTarget};
use super::error::FaqError;
use super::messages::FaqFacts;
use super::model::{CardId, CardState, Category, Draft, DraftState, SearchOutcome, ValidText};
use super::requests::{self, Answered, NewSearch, Purpose, StillNeeded};
use super::retention::FaqRetention;
use super::source::FaqSource;
use super::store;
use super::timers::FaqTimers;
use crate::db::{Db, DbError};
use crate::delivery::testing::ScriptedRoute;
use crate::delivery::{Dispatcher, DispatcherSettings, Facts, Route};
use crate::guild::{self, Setup};
use crate::members::{self, ChannelId, Group, GuildId, InteractionId, MemberId, RoleId};
use crate::time::{Clock, SignedDuration, Timestamp, VirtualClock};
use crate::timers::{DueWork, Expire as _, Gauge};
use crate::words::Language;

const ASKER: MemberId = MemberId(1);
const VOLUNTEER: MemberId = MemberId(2);
const LEAD: MemberId = MemberId(3);
const GUEST: MemberId = MemberId(4);
const NOW: &str = "2020-11-10T17:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at(NOW)
}

struct World {
    db: Db,
    _folder: tempfile::TempDir,
}

impl World {
    /// A server with an asker, a volunteer and a member of the secretariat. Nobody has a profile.
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("magpie.db")).await.unwrap();
        let mut setup = Setup::new(GuildId(1));
        for (index, group) in (10..).zip(Group::ALL) {
            setup.set_role(group, Some(RoleId(index)));
        }
        for (index, purpose) in (20..).zip(guild::ChannelPurpose::ALL) {
            setup.set_channel(purpose, Some(ChannelId(index)));
        }
        let filled = db.write(async |tx| {
            guild::testing::set_up(tx, &setup, LEAD, now()).await;
            for (id, groups) in [
                (ASKER, &[Group::Mag][..]),
                (VOLUNTEER, &[Group::Helpdesk]),
                (LEAD, &[Group::Secretariat]),
                (GUEST, &[]),
            ] {
                members::service::upsert_present(tx, id, "x", "X", groups.iter().copied().collect()).await?;
            }
            Ok::<_, DbError>(())
        });
        filled.await.unwrap();
        Self { db, _folder: folder }
    }

    async fn draft(&self, author: MemberId, target: DraftTarget, question: &str, answer: &str) -> Draft {
        let (question, answer) = (question.to_owned(), answer.to_owned());
        let input = DraftInput { author, target, question, answer, valid: ValidText::default() };
        drafts::submit(&self.db, input, now()).await.unwrap()
    }

    /// Publishes a card of the secretariat.
    async fn card(&self, language: Language, question: &str, answer: &str) -> CardId {
        let target = DraftTarget::New { category: Category::Other, language, search: None };
        let draft = self.draft(LEAD, target, question, answer).await;
        drafts::publish(&self.db, LEAD, draft.id, now()).await.unwrap().card.id
    }

    /// The questions of the cards that are found, the best first.
    async fn found(&self, text: &str, language: Language) -> Vec<String> {
        let mut conn = self.db.read().await.unwrap();
        let cards = cards::find(&mut conn, text, language, now(), 10).await.unwrap();
        cards.into_iter().map(|card| card.text(language).question.clone()).collect()
    }

    async fn search(&self, interaction: u64, text: &str, purpose: Purpose<'_>) -> requests::FoundCards {
        let (interaction, language) = (InteractionId(interaction), Language::English);
        let new = NewSearch { interaction, asker: ASKER, language, text, purpose };
        requests::search(&self.db, new, now()).await.unwrap()
    }

    async fn outcome(&self, search: super::SearchId) -> SearchOutcome {
        store::searches::get(&mut self.db.read().await.unwrap(), search).await.unwrap().unwrap().outcome
    }
}

fn new_card() -> DraftTarget {
    DraftTarget::New { category: Category::Other, language: Language::English, search: None }
}

#[tokio::test]
async fn bundled_sqlite_searches_without_accents_and_finds_the_best_card_first() {
    let world = World::new().await;
    world.card(Language::English, "Where is the link of the main room?", "In the programme.").await;
    world.card(Language::English, "How do I register?", "The main form is on the website. No room is needed.").await;
    world.card(Language::French, "Où est le lien de la salle ?", "Dans le programme, à côté de l’événement.").await;
    assert_eq!(
        world.found("I cannot find the link to the main room!", Language::English).await,
        ["Where is the link of the main room?", "How do I register?"]
    );
    assert_eq!(world.found("EVENEMENT lien", Language::French).await, ["Où est le lien de la salle ?"]);
    assert_eq!(world.found("How can I help you?", Language::English).await, [""; 0]);
    assert_eq!(world.found("\" OR main:* NEAR( room", Language::English).await.len(), 2);
}

#[tokio::test]
async fn card_in_the_language_of_the_reader_comes_first() {
    let world = World::new().await;
    world.card(Language::English, "Zoom password", "Zoom password of the main room: see the programme.").await;
    world.card(Language::Spanish, "¿Contraseña de Zoom?", "Zoom password: en el programa, con la contraseña.").await;
    let spanish = world.found("zoom password", Language::Spanish).await;
    assert_eq!(spanish, ["¿Contraseña de Zoom?", "Zoom password"]);
    let english = world.found("zoom password", Language::English).await;
    assert_eq!(english, ["Zoom password", "¿Contraseña de Zoom?"]);
}

#[tokio::test]
async fn card_in_two_languages_is_found_once_and_shown_in_the_language_of_the_reader() {
    let world = World::new().await;
    let id = world.card(Language::English, "Main room link", "In the programme").await;
    let target = DraftTarget::Card { card: id, version: 1, language: Language::French };
    let draft = world.draft(LEAD, target, "Lien de la salle", "Dans le programme (main room link)").await;
    drafts::publish(&world.db, LEAD, draft.id, now()).await.unwrap();
    assert_eq!(world.found("main room link", Language::French).await, ["Lien de la salle"]);
}

#[tokio::test]
async fn draft_of_a_volunteer_is_found_only_after_the_secretariat_approved_it() {
    let world = World::new().await;
    let draft = world.draft(VOLUNTEER, new_card(), "Main room link", "In the programme").await;
    assert!(matches!(drafts::get(&world.db, LEAD, draft.id).await, Err(FaqError::UnknownDraft(_))));
    let refused = drafts::publish(&world.db, VOLUNTEER, draft.id, now()).await;
    assert!(matches!(refused, Err(FaqError::NotSecretariat(_))));
    drafts::send_for_approval(&world.db, VOLUNTEER, draft.id, now()).await.unwrap();
    assert_eq!(world.found("main room link", Language::English).await, [""; 0]);
    assert_eq!(drafts::waiting(&world.db, LEAD).await.unwrap().len(), 1);
    drafts::publish(&world.db, LEAD, draft.id, now()).await.unwrap();
    assert_eq!(world.found("main room link", Language::English).await, ["Main room link"]);
    let again = drafts::publish(&world.db, LEAD, draft.id, now()).await;
    assert!(matches!(again, Err(FaqError::DraftClosed { state: DraftState::Published, .. })));
    assert_eq!(drafts::waiting(&world.db, LEAD).await.unwrap(), []);
}

#[tokio::test]
async fn change_that_is_based_on_an_old_version_is_refused() {
    let world = World::new().await;
    let id = world.card(Language::English, "Main room link", "In the programme").await;
    let target = DraftTarget::Card { card: id, version: 1, language: Language::English };
    let first = world.draft(LEAD, target, "Main room link", "First").await;
    let second = world.draft(LEAD, target, "Main room link", "Second").await;
    drafts::publish(&world.db, LEAD, first.id, now()).await.unwrap();
    let refused = drafts::publish(&world.db, LEAD, second.id, now()).await;
    assert!(matches!(refused, Err(FaqError::CardChanged(_))));
    assert_eq!(cards::get(&world.db, LEAD, id).await.unwrap().text(Language::English).answer, "First");
    // After a look at the new text, the draft can be published.
    world.draft(LEAD, DraftTarget::Draft(second.id), "Main room link", "First and second").await;
    drafts::publish(&world.db, LEAD, second.id, now()).await.unwrap();
    assert_eq!(cards::get(&world.db, LEAD, id).await.unwrap().text(Language::English).answer, "First and second");
}

#[tokio::test]
async fn latest_change_of_a_card_can_be_undone_once() {
    let world = World::new().await;
    let id = world.card(Language::English, "Main room link", "Before").await;
    let target = DraftTarget::Card { card: id, version: 1, language: Language::English };
    let draft = world.draft(LEAD, target, "Room of the plenary", "After").await;
    drafts::publish(&world.db, LEAD, draft.id, now()).await.unwrap();
    assert_eq!(world.found("main room link", Language::English).await, [""; 0], "the old words are not in the index");
    cards::undo(&world.db, LEAD, id, 2, now()).await.unwrap();
    assert_eq!(world.found("main room link", Language::English).await, ["Main room link"]);
    assert_eq!(world.found("plenary", Language::English).await, [""; 0]);
    let again = cards::undo(&world.db, LEAD, id, 2, now()).await;
    assert!(matches!(again, Err(FaqError::CardChanged(_))), "a second press changes nothing");

    let deleted = cards::delete(&world.db, LEAD, id, 3, now()).await.unwrap();
    assert_eq!(deleted.card.content.state, CardState::Deleted);
    assert_eq!(world.found("main room link", Language::English).await, [""; 0]);
    cards::undo(&world.db, LEAD, id, 4, now()).await.unwrap();
    assert_eq!(world.found("main room link", Language::English).await, ["Main room link"]);
}

#[tokio::test]
async fn deleted_card_leaves_the_index_for_good_after_its_retention_time() {
    let world = World::new().await;
    let id = world.card(Language::English, "Main room link", "In the programme").await;
    cards::delete(&world.db, LEAD, id, 1, now()).await.unwrap();
    let retention = FaqRetention::new(SignedDuration::from_hours(24 * 90));
    for (later, kept) in [("2020-12-10T16:59:59Z", true), ("2020-12-10T17:00:01Z", false)] {
        world.db.write(async |tx| retention.delete_expired(tx, at(later), 100).await).await.unwrap();
        let card = store::get(&mut world.db.read().await.unwrap(), id).await.unwrap();
        assert_eq!(card.is_some(), kept, "{later}");
    }
    let rows: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM faq_search WHERE faq_search MATCH 'main'")
        .fetch_one(&mut *world.db.read().await.unwrap())
        .await
        .unwrap();
    assert_eq!(rows, 0);
}

#[tokio::test]
async fn request_waits_for_its_asker_and_then_opens_by_itself() {
    let world = World::new().await;
    world.card(Language::English, "Main room link", "In the programme").await;
    let held = world.search(1, "Where is the main room?", Purpose::Hold { kind: "help" }).await;
    assert_eq!((held.search.outcome, held.cards.len()), (SearchOutcome::Held, 1));
    let again = world.search(2, "Where is the main room?", Purpose::Hold { kind: "help" }).await;
    assert_eq!(again.search.id, held.search.id, "the same request is not stored twice");
    let mut conn = world.db.read().await.unwrap();
    let opens_at = requests::next_held(&mut conn, now()).await.unwrap().unwrap();
    assert_eq!(opens_at, at("2020-11-10T17:05:00Z"));
    assert_eq!(requests::due(&mut conn, opens_at, 10).await.unwrap(), [held.search.id]);
    drop(conn);
    let taken = requests::take_due(&world.db, held.search.id, opens_at).await.unwrap().unwrap();
    assert_eq!(taken.kind.as_deref(), Some("help"));
    assert_eq!(requests::answered(&world.db, ASKER, held.search.id).await.unwrap(), Answered::OpeningNow);
    // The process ends before the ticket is recorded: the request is due again.
    let mut conn = world.db.read().await.unwrap();
    assert_eq!(requests::next_held(&mut conn, opens_at).await.unwrap(), Some(at("2020-11-10T17:07:00Z")));
    drop(conn);
    requests::record_ticket(&world.db, held.search.id, 7).await.unwrap();
    let mut conn = world.db.read().await.unwrap();
    assert_eq!(requests::next_held(&mut conn, now()).await.unwrap(), None);
    drop(conn);
    assert_eq!(requests::answered(&world.db, ASKER, held.search.id).await.unwrap(), Answered::EndTicket(7));
}

#[tokio::test]
async fn answered_request_opens_no_ticket_until_its_asker_changes_their_mind() {
    let world = World::new().await;
    world.card(Language::English, "Main room link", "In the programme").await;
    let held = world.search(1, "Where is the main room?", Purpose::Hold { kind: "help" }).await;
    let id = held.search.id;
    assert!(matches!(requests::answered(&world.db, LEAD, id).await, Err(FaqError::UnknownSearch)));
    assert_eq!(requests::answered(&world.db, ASKER, id).await.unwrap(), Answered::Recorded);
    assert_eq!(requests::answered(&world.db, ASKER, id).await.unwrap(), Answered::Recorded);
    let mut conn = world.db.read().await.unwrap();
    assert_eq!(requests::next_held(&mut conn, Timestamp::MIN).await.unwrap(), None);
    drop(conn);
    assert_eq!(requests::take_due(&world.db, id, at("2020-11-11T00:00:00Z")).await.unwrap(), None);
    let needed = requests::still_needed(&world.db, ASKER, id, now()).await.unwrap();
    assert!(matches!(needed, StillNeeded::Open(search) if search.text == "Where is the main room?"));
    assert_eq!(world.outcome(id).await, SearchOutcome::Unanswered);
}

#[tokio::test]
async fn urgent_request_is_never_held() {
    let world = World::new().await;
    world.card(Language::English, "Main room link", "In the programme").await;
    let found = world.search(1, "Where is the main room?", Purpose::OpenAtOnce { kind: "help" }).await;
    assert_eq!((found.search.outcome, found.search.next_at, found.cards.len()), (SearchOutcome::Shown, None, 1));
    requests::record_ticket(&world.db, found.search.id, 3).await.unwrap();
    let needed = requests::still_needed(&world.db, ASKER, found.search.id, now()).await.unwrap();
    assert_eq!(needed, StillNeeded::HasTicket(3));
    assert_eq!(requests::answered(&world.db, ASKER, found.search.id).await.unwrap(), Answered::EndTicket(3));
}

#[tokio::test]
async fn searches_without_an_answer_are_listed_until_a_card_answers_them() {
    let world = World::new().await;
    let nothing = world.search(1, "Visa for Kyoto", Purpose::Command).await;
    assert_eq!(nothing.search.outcome, SearchOutcome::Nothing);
    world.search(2, "Lost badge", Purpose::Hold { kind: "help" }).await;
    let all = |total| 0..total;
    let texts = async || {
        let missing = requests::missing(&world.db, LEAD, all).await.unwrap();
        missing.into_iter().map(|search| search.text).collect::<Vec<_>>()
    };
    assert_eq!(texts().await, ["Lost badge", "Visa for Kyoto"]);
    assert!(matches!(requests::missing(&world.db, VOLUNTEER, all).await, Err(FaqError::NotSecretariat(_))));
    let target =
        DraftTarget::New { category: Category::Other, language: Language::English, search: Some(nothing.search.id) };
    let draft = world.draft(LEAD, target, "Visa", "Ask the embassy").await;
    drafts::publish(&world.db, LEAD, draft.id, now()).await.unwrap();
    assert_eq!(texts().await, ["Lost badge"]);
}

#[tokio::test]
async fn people_without_the_role_cannot_read_or_change_the_list() {
    let world = World::new().await;
    let id = world.card(Language::English, "Main room link", "In the programme").await;
    assert!(matches!(cards::get(&world.db, GUEST, id).await, Err(FaqError::NotStaff(_))));
    assert!(matches!(cards::list(&world.db, ASKER, |total| 0..total).await, Err(FaqError::NotStaff(_))));
    let refused = cards::delete(&world.db, VOLUNTEER, id, 1, now()).await;
    assert!(matches!(refused, Err(FaqError::NotSecretariat(_))));
    let input = DraftInput {
        author: GUEST,
        target: new_card(),
        question: "Q".to_owned(),
        answer: "A".to_owned(),
        valid: ValidText::default(),
    };
    assert!(matches!(drafts::submit(&world.db, input, now()).await, Err(FaqError::NotStaff(_))));
}

/// What a message shows.
fn shown(facts: &Facts) -> Option<String> {
    match facts.get::<FaqFacts>()? {
        FaqFacts::Expiry { card, .. } if card.content.state == CardState::Deleted => Some("deleted".to_owned()),
        FaqFacts::Expiry { card, until } if card.content.valid_until != Some(*until) => Some("extended".to_owned()),
        FaqFacts::Expiry { .. } => Some("expires".to_owned()),
        FaqFacts::Decided(_) => Some("decided".to_owned()),
        FaqFacts::Copy(_) | FaqFacts::Submitted { .. } => None,
    }
}

struct Phones {
    world: World,
    route: Arc<ScriptedRoute>,
    dispatcher: Arc<Dispatcher>,
    clock: VirtualClock,
    gauge: Gauge,
}

impl Phones {
    async fn new() -> Self {
        let world = World::new().await;
        let clock = VirtualClock::starting_at(now());
        let route = Arc::new(ScriptedRoute::with_texts(shown));
        let (routes, sources) = (vec![Arc::clone(&route) as Arc<dyn Route>], vec![Arc::new(FaqSource) as _]);
        let settings = DispatcherSettings::default();
        let dispatcher = Dispatcher::new(world.db.clone(), Arc::new(clock.clone()), routes, sources, settings);
        let gauge = dispatcher.gauge();
        Self { world, route, dispatcher, clock, gauge }
    }

    fn run(&self) {
        tokio::spawn(Arc::clone(&self.dispatcher).run(CancellationToken::new()));
    }

    /// A card that expires in two days, so its owner is reminded now.
    async fn expiring_card(&self) -> CardId {
        let input = DraftInput {
            author: LEAD,
            target: new_card(),
            question: "Main room link".to_owned(),
            answer: "In the programme".to_owned(),
            valid: ValidText { typed: "2020-11-11".to_owned(), until: Some(at("2020-11-12T00:00:00Z")) },
        };
        let db = &self.world.db;
        let draft = drafts::submit(db, input, now()).await.unwrap();
        let card = drafts::publish(db, LEAD, draft.id, now()).await.unwrap().card;
        FaqTimers::new(db.clone()).run_due(now(), 10).await.unwrap();
        card.id
    }
}

#[tokio::test]
async fn reminder_shows_a_change_of_its_card_that_was_made_during_its_attempt() {
    for (change, expected) in [("extend", "extended"), ("delete", "deleted"), ("undo", "deleted")] {
        let mut phones = Phones::new().await;
        let card = phones.expiring_card().await;
        phones.route.hold(LEAD);
        phones.run();
        phones.route.wait_until_sending().await;
        let db = &phones.world.db;
        match change {
            "extend" => cards::extend(db, LEAD, card, 1, phones.clock.now()).await.unwrap(),
            "delete" => cards::delete(db, LEAD, card, 1, phones.clock.now()).await.unwrap(),
            _ => cards::undo(db, LEAD, card, 1, phones.clock.now()).await.unwrap(),
        };
        phones.route.release();
        // An edit that was enqueued during the attempt waits for its outcome.
        for seconds in [0, 10, 60, 600] {
            phones.clock.move_to(phones.clock.now() + SignedDuration::from_secs(seconds));
            phones.gauge.wait_until_idle().await;
        }
        assert_eq!(phones.route.received_texts(LEAD), expected, "{change}");
    }
}

#[tokio::test]
async fn reminder_that_waits_is_not_sent_after_the_card_was_extended() {
    let mut phones = Phones::new().await;
    let card = phones.expiring_card().await;
    cards::extend(&phones.world.db, LEAD, card, 1, now()).await.unwrap();
    phones.run();
    phones.gauge.wait_until_idle().await;
    assert_eq!(phones.route.received_texts(LEAD), "");
}

#[tokio::test]
async fn author_is_told_about_a_decision_of_somebody_else() {
    let mut phones = Phones::new().await;
    let (world, db) = (&phones.world, &phones.world.db);
    phones.run();
    let draft = world.draft(VOLUNTEER, new_card(), "Main room link", "In the programme").await;
    drafts::send_for_approval(db, VOLUNTEER, draft.id, now()).await.unwrap();
    drafts::decline(db, LEAD, draft.id, now()).await.unwrap();
    let own = world.draft(VOLUNTEER, new_card(), "Lost badge", "Go to the desk").await;
    drafts::discard(db, VOLUNTEER, own.id, now()).await.unwrap();
    phones.gauge.wait_until_idle().await;
    assert_eq!(phones.route.received_texts(VOLUNTEER), "decided", "their own decision is no news");
}
