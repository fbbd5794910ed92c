//! The messages between a member and the deputy whom they chose: the request with its buttons, and later its outcome. A
//! message is silent unless its reader is known to be awake.
//!
//! # When it is late
//! Each message is sent, however late it is. A message is cancelled if its reader has left the server. The message of a
//! request is also cancelled if the request is over.

use async_trait::async_trait;
use strum::{Display, EnumString};

use super::model::{Action, Address, Lane, NewDelivery, SourceName};
use super::outbox;
use super::record::Record;
use super::source::{About, Due, Facts, FactsType, Outcome, Sound, Source, SourceError, Verdict};
use super::state::State;
use crate::db::{DbError, Tx};
use crate::members::{self, Deputy, DeputyEvent, DeputyId, Follower, Member, MemberId, Wakefulness};
use crate::time::Timestamp;

const NAME: SourceName = SourceName::new("deputies");

/// The facts of a message to a member or to their deputy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeputyMessage {
    /// The request: "Will you be my deputy?" `of`: the name of the member who asks.
    Ask {
        deputy: DeputyId,
        of: String,
    },
    /// The request after the deputy accepted it.
    AskAccepted {
        deputy: DeputyId,
        of: String,
    },
    /// The request after it ended in any other way.
    AskClosed {
        of: String,
    },
    News {
        news: DeputyNews,
        about: String,
    },
}

/// The outcome of a request. A variant's code is part of the delivery's subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum DeputyNews {
    /// Sent to the member who asked, like `Declined`, `GivenUp` and `DeputyGone`.
    Accepted,
    Declined,
    GivenUp,
    DeputyGone,
    /// Sent to a deputy who had accepted, when the member takes the request back or leaves.
    TakenBack,
}

/// The source of deputy messages. It follows the members, and enqueues a message when a request changes.
#[derive(Debug, Clone, Copy, Default)]
pub struct DeputyMessages;

#[async_trait]
impl Follower for DeputyMessages {
    async fn profile_changed(&self, _: &mut Tx, _: &Member, _: &Member, _: Timestamp) -> Result<(), DbError> {
        Ok(())
    }

    async fn left(&self, _: &mut Tx, _: MemberId, _: Timestamp) -> Result<(), DbError> {
        Ok(())
    }

    async fn deputy_changed(
        &self,
        tx: &mut Tx,
        deputy: &Deputy,
        event: DeputyEvent,
        now: Timestamp,
    ) -> Result<(), DbError> {
        if event == DeputyEvent::Asked {
            let (subject, key) = (ask_subject(deputy), format!("deputy/ask/{}", deputy.id));
            return post(tx, subject, key, deputy.deputy, now).await;
        }
        for asked in outbox::by_subject(tx, NAME, &ask_subject(deputy)).await? {
            if matches!(asked.state, State::Sent(_)) {
                outbox::edit(tx, asked.id, Lane::Routine, now).await?;
            }
        }
        let was_accepted = deputy.is_accepted();
        let (to, news) = match event {
            DeputyEvent::Accepted => (deputy.member, DeputyNews::Accepted),
            DeputyEvent::Declined => (deputy.member, DeputyNews::Declined),
            DeputyEvent::EndedByDeputy => (deputy.member, DeputyNews::GivenUp),
            DeputyEvent::DeputyGone => (deputy.member, DeputyNews::DeputyGone),
            DeputyEvent::EndedByMember | DeputyEvent::MemberGone if was_accepted => {
                (deputy.deputy, DeputyNews::TakenBack)
            }
            // The request's message is edited to show that the request is over, so no other message is sent.
            DeputyEvent::EndedByMember | DeputyEvent::MemberGone | DeputyEvent::Asked => return Ok(()),
        };
        let about = if to == deputy.member { deputy.deputy } else { deputy.member };
        let (subject, key) = (format!("{news}/{to}/{about}"), format!("deputy/{news}/{}", deputy.id));
        post(tx, subject, key, to, now).await
    }
}

/// The subject of a delivery about the request. It contains the id of the member who asked, because the request's row
/// is deleted when the request ends.
fn ask_subject(deputy: &Deputy) -> String {
    format!("ask/{}/{}/{}", deputy.id, deputy.member, deputy.deputy)
}

async fn post(tx: &mut Tx, subject: String, key: String, to: MemberId, now: Timestamp) -> Result<(), DbError> {
    let action = Action::Post(Address::Member(to));
    outbox::enqueue(tx, NewDelivery::new(NAME, subject, key, action, Lane::Prompt), now).await.map(|_| ())
}

#[async_trait]
impl Source for DeputyMessages {
    fn name(&self) -> SourceName {
        NAME
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![FactsType::of::<DeputyMessage>()]
    }

    async fn recheck(&self, tx: &mut Tx, due: &Due, now: Timestamp) -> Result<Verdict, SourceError> {
        let broken = || SourceError::Broken(format!("invalid subject {}", due.subject));
        let (kind, ids) = due.subject.split_once('/').ok_or_else(broken)?;
        let (reader, facts) = if kind == "ask" {
            let parts: Vec<&str> = ids.split('/').collect();
            let [id, of, reader] = parts[..] else { return Err(broken()) };
            let (id, of): (DeputyId, MemberId) = (id.parse().map_err(|_| broken())?, of.parse().map_err(|_| broken())?);
            let reader: MemberId = reader.parse().map_err(|_| broken())?;
            let known = members::service::deputy_by_id(tx, id).await?;
            let of = name(tx, of).await?;
            let facts = match known {
                Some(known) if known.is_accepted() => DeputyMessage::AskAccepted { deputy: id, of },
                Some(_) => DeputyMessage::Ask { deputy: id, of },
                None if due.action.changes_earlier_message() => DeputyMessage::AskClosed { of },
                None => return Ok(Verdict::Cancel { reason: "the request is over" }),
            };
            (reader, facts)
        } else {
            let news: DeputyNews = kind.parse().map_err(|_| broken())?;
            let (reader, about) = ids.split_once('/').ok_or_else(broken)?;
            let about: MemberId = about.parse().map_err(|_| broken())?;
            let facts = DeputyMessage::News { news, about: name(tx, about).await? };
            (reader.parse().map_err(|_| broken())?, facts)
        };
        let reader = members::service::get(tx, reader).await?.filter(|reader| reader.in_guild);
        let Some(reader) = reader else { return Ok(Verdict::Cancel { reason: "the reader left" }) };
        let sound = if reader.wakefulness(now) == Wakefulness::Awake { Sound::Sounding } else { Sound::Silent };
        Ok(Verdict::Send { facts: Facts::new(facts), sound })
    }

    async fn settled(&self, tx: &mut Tx, due: &Due, outcome: &Outcome, now: Timestamp) -> Result<(), SourceError> {
        // While the request was being sent, the deputy may have answered it, or the member may have withdrawn it. In
        // that case, edit the message.
        if let (Outcome::Sent(_), Action::Post(_), true) = (outcome, &due.action, due.subject.starts_with("ask/")) {
            let id = due.subject.split('/').nth(1).and_then(|id| id.parse().ok());
            let is_open = match id {
                Some(id) => members::service::deputy_by_id(tx, id).await?.is_some_and(|known| !known.is_accepted()),
                None => false,
            };
            if !is_open {
                outbox::edit(tx, due.id, Lane::Routine, now).await?;
            }
        }
        Ok(())
    }

    fn about(&self, _posted: &Record) -> About {
        About { text_key: "delivery-about-deputy", number: None }
    }
}

/// The member's name, or a mention if the member is unknown.
async fn name(tx: &mut Tx, id: MemberId) -> Result<String, DbError> {
    Ok(members::service::get(tx, id).await?.map_or_else(|| format!("<@{id}>"), |member| member.name))
}

/// Combines every end of a request with every state of the attempt to send it. Checks what the deputy's phone shows
/// after all deliveries.
#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use strum::VariantArray;
    use tokio_util::sync::CancellationToken;

    use super::*;
    use crate::db::Db;
    use crate::delivery::testing::{Attempt, ScriptedRoute};
    use crate::delivery::{Dispatcher, DispatcherSettings, Route};
    use crate::members::{DeputyAnswer, Followers, Group};
    use crate::time::{Clock, SignedDuration, VirtualClock};
    use crate::timers::Gauge;

    const NOW: &str = "2020-11-10T17:00:00Z";
    const MEMBER: MemberId = MemberId(1);
    /// The person who is asked, and whose phone the test checks.
    const DEPUTY: MemberId = MemberId(2);
    const OTHER: MemberId = MemberId(3);

    /// What happens to the request during the attempt.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
    enum Change {
        Nothing,
        /// The deputy has the buttons also in `/profile`.
        Accepted,
        Declined,
        TakenBack,
        AcceptedAndTakenBack,
        OtherPersonIsNamed,
        MemberLeaves,
        DeputyLeaves,
    }

    /// What the phone shows for each [`Attempt`] in the order of its variants. The request is never held, so
    /// `Attempt::Held` is skipped.
    const EXPECTED: &[(Change, [&str; 9])] = &[
        (Change::Nothing, ["asked"; 9]),
        (Change::Accepted, ["accepted"; 9]),
        (Change::Declined, closed_unless_cancelled()),
        (Change::TakenBack, closed_unless_cancelled()),
        (
            Change::AcceptedAndTakenBack,
            [
                "taken back",
                "taken back",
                "taken back",
                "closed, taken back",
                "taken back",
                "closed, taken back",
                "closed, taken back",
                "taken back",
                "closed, taken back",
            ],
        ),
        (Change::OtherPersonIsNamed, closed_unless_cancelled()),
        (Change::MemberLeaves, closed_unless_cancelled()),
        // The person may not get an edit after they left, so the message stays as it arrived.
        (Change::DeputyLeaves, ["", "", "", "asked", "", "asked", "asked", "", "asked"]),
    ];

    /// A request that has not arrived is cancelled. A request that has arrived, or still arrives, loses its buttons.
    const fn closed_unless_cancelled() -> [&'static str; 9] {
        ["", "", "", "closed", "", "closed", "closed", "", "closed"]
    }

    fn text(facts: &Facts) -> Option<String> {
        let text = match facts.get::<DeputyMessage>().expect("a deputy message") {
            DeputyMessage::Ask { .. } => "asked",
            DeputyMessage::AskAccepted { .. } => "accepted",
            DeputyMessage::AskClosed { .. } => "closed",
            DeputyMessage::News { news: DeputyNews::TakenBack, .. } => "taken back",
            DeputyMessage::News { .. } => "other news",
        };
        Some(text.to_owned())
    }

    struct World {
        db: Db,
        clock: VirtualClock,
        followers: Followers,
        route: Arc<ScriptedRoute>,
        dispatcher: Arc<Dispatcher>,
        is_running: bool,
        gauge: Gauge,
        _folder: tempfile::TempDir,
    }

    impl World {
        async fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let db = crate::db::testing::open(folder.path()).await;
            let clock = VirtualClock::starting_at(NOW.parse().unwrap());
            let route = Arc::new(ScriptedRoute::with_texts(text));
            let (routes, sources) = (vec![Arc::clone(&route) as Arc<dyn Route>], vec![Arc::new(DeputyMessages) as _]);
            let settings = DispatcherSettings::default();
            let dispatcher = Dispatcher::new(db.clone(), Arc::new(clock.clone()), routes, sources, settings);
            let gauge = dispatcher.gauge();
            let stored = db.write(async |tx| {
                for id in [MEMBER, DEPUTY, OTHER] {
                    members::service::upsert_present(tx, id, "x", "X", [Group::Mag].into_iter().collect()).await?;
                }
                Ok::<_, DbError>(())
            });
            stored.await.unwrap();
            let followers = Followers::default().with_follower(Arc::new(DeputyMessages));
            Self { db, clock, followers, route, dispatcher, is_running: false, gauge, _folder: folder }
        }

        /// Asks the deputy, and brings the attempt at the request into this state.
        async fn ask(&mut self, attempt: Attempt) -> DeputyId {
            self.route.script_next_attempt(DEPUTY, attempt.answer());
            let now = self.clock.now();
            let asked = members::service::name_deputy(&self.db, &self.followers, MEMBER, DEPUTY, now).await.unwrap();
            match attempt {
                Attempt::Queued => {}
                Attempt::SendingThenArrives | Attempt::SendingThenFails | Attempt::SendingThenUnknown => {
                    self.route.hold(DEPUTY);
                    self.start();
                    self.route.wait_until_sending().await;
                }
                _ => self.run().await,
            }
            asked.id
        }

        /// Starts the dispatcher unless it already runs.
        fn start(&mut self) {
            if !self.is_running {
                tokio::spawn(Arc::clone(&self.dispatcher).run(CancellationToken::new()));
                self.is_running = true;
            }
        }

        async fn run(&mut self) {
            self.start();
            self.gauge.wait_until_idle().await;
        }

        async fn apply(&self, change: Change, request: DeputyId) {
            let (db, followers, now) = (&self.db, &self.followers, self.clock.now());
            match change {
                Change::Nothing => {}
                Change::Accepted => self.answer(request, DeputyAnswer::Accept).await,
                Change::Declined => self.answer(request, DeputyAnswer::Decline).await,
                Change::TakenBack => {
                    members::service::end_deputy(db, followers, request, MEMBER, now).await.unwrap();
                }
                Change::AcceptedAndTakenBack => {
                    self.answer(request, DeputyAnswer::Accept).await;
                    members::service::end_deputy(db, followers, request, MEMBER, now).await.unwrap();
                }
                Change::OtherPersonIsNamed => {
                    members::service::name_deputy(db, followers, MEMBER, OTHER, now).await.unwrap();
                }
                Change::MemberLeaves => self.leave(MEMBER).await,
                Change::DeputyLeaves => self.leave(DEPUTY).await,
            }
        }

        async fn answer(&self, request: DeputyId, answer: DeputyAnswer) {
            let (followers, now) = (&self.followers, self.clock.now());
            members::service::answer_deputy(&self.db, followers, request, DEPUTY, answer, now).await.unwrap();
        }

        async fn leave(&self, person: MemberId) {
            let now = self.clock.now();
            let left =
                self.db.write(async |tx| members::service::record_departure(tx, &self.followers, person, now).await);
            left.await.unwrap();
        }

        async fn settle_all(&mut self) {
            self.route.release();
            for seconds in [0, 10, 60, 600, 3_600, 24 * 3_600] {
                self.run().await;
                self.clock.move_to(self.clock.now() + SignedDuration::from_secs(seconds));
            }
            self.run().await;
        }
    }

    #[tokio::test]
    async fn phone_shows_the_end_of_a_request_that_ends_during_an_attempt() {
        let mut differences = Vec::new();
        for (change, expected) in EXPECTED {
            for (attempt, expected) in Attempt::VARIANTS.iter().zip(expected) {
                if *attempt == Attempt::Held {
                    continue;
                }
                let mut world = World::new().await;
                let request = world.ask(*attempt).await;
                world.apply(*change, request).await;
                world.settle_all().await;
                let shown = world.route.received_texts(DEPUTY);
                if shown != *expected {
                    differences.push(format!("{change:?} × {attempt:?}: {shown:?}, not {expected:?}"));
                }
            }
        }
        assert_eq!(EXPECTED.iter().map(|(change, _)| *change).collect::<Vec<_>>(), Change::VARIANTS);
        assert!(differences.is_empty(), "{}", differences.join("\n"));
    }
}
