//! Sets up the reference community: the server and the members' profiles, with the bot's own commands.

use std::pin::pin;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::{StreamExt, stream};
use serde_json::{Map, Value};
use tokio::sync::watch;

use super::roster::{Person, Roster};
use crate::sandbox::core::{ControlError, MessageView};
use crate::sandbox::{ClickRequest, CommandRequest, Sandbox, Seeder, Wait};

/// How many members act at the same time.
const MAX_CONCURRENT_MEMBERS: usize = 8;
/// How often a member repeats a step that the bot did not answer in time. With the pauses, that takes some minutes.
const MAX_ROUNDS: u32 = 30;
/// How often a member repeats a step when the bot does answer, but without the expected button.
const MAX_ROUNDS_OF_WRONG_ANSWERS: u32 = 3;
/// The first pause between two rounds. It doubles, so that whatever keeps the machine busy can finish.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const MAX_PAUSE: Duration = Duration::from_secs(5);
/// Waits for an idle bot; each fails after half a minute in which nothing happened.
const MAX_SETTLES: u32 = 4;
/// Has a session at 04:30 and wants to be woken at 03:00, five minutes after the clock starts.
const EARLY_RISER: &str = "brisbane";
const EARLY_REMINDER: (&str, &str) = ("Your session is at 04:30", "2020-11-11 03:00");
/// A channel in which everybody can write.
const COMMON_CHANNEL: &str = "mag-general";

pub struct Community {
    roster: Roster,
    extras: Extras,
    /// What is being done, for whoever waits for it.
    status: watch::Sender<String>,
}

/// Additional set-up besides the server and the profiles.
enum Extras {
    None,
    /// The reminder with which the page's story begins.
    OpeningReminder,
}

impl Community {
    /// Sets up the server and the profiles, nothing else.
    pub fn new(roster: Roster) -> Self {
        Self { roster, extras: Extras::None, status: watch::Sender::default() }
    }

    /// Also sets up the start of the page's story.
    pub fn with_story(roster: Roster) -> Self {
        Self { roster, extras: Extras::OpeningReminder, status: watch::Sender::default() }
    }

    /// What is being done at the moment, in a few words.
    pub fn status(&self) -> watch::Receiver<String> {
        self.status.subscribe()
    }
}

#[async_trait]
impl Seeder for Community {
    async fn seed(&self, sandbox: &Sandbox) -> Result<(), String> {
        let people: Vec<Person> = self.roster.people().to_vec();
        let owner = people.iter().find(|person| person.has_role("secretariat")).cloned();
        self.each_answered("/setup", owner.into_iter().collect(), |person| set_up(sandbox, person)).await?;
        let with_profile = people.iter().filter(|person| !person.quiet_start.is_empty()).cloned().collect();
        self.each_answered("/profile set", with_profile, |person| save_profile(sandbox, person)).await?;
        if let Extras::OpeningReminder = &self.extras {
            let early = people.into_iter().find(|person| person.handle == EARLY_RISER);
            self.each_answered("/remind", early.into_iter().collect(), |person| set_reminder(sandbox, person)).await?;
        }
        self.status.send_replace("waiting until the bot has nothing left to do".to_owned());
        settle(sandbox).await
    }
}

/// What a step of one person lacked. On a busy machine the bot may be too slow for Discord's three seconds.
enum Missed {
    Answer,
    /// The bot answered, but without the button that is pressed next.
    Button(String),
    /// The sandbox refused the step; trying again does not help.
    Refused(String),
}

impl From<ControlError> for Missed {
    fn from(error: ControlError) -> Self {
        Self::Refused(error.error)
    }
}

impl Community {
    /// Lets each person do `act`. Those whom the bot did not answer in time do it again, one after the other.
    async fn each_answered<F: Future<Output = Result<(), Missed>> + Send>(
        &self,
        what: &str,
        people: Vec<Person>,
        act: impl Fn(Person) -> F + Sync,
    ) -> Result<(), String> {
        let (count, act) = (people.len(), &act);
        let (mut left, mut at_once, mut last) = (people, MAX_CONCURRENT_MEMBERS, None);
        for round in 0..MAX_ROUNDS {
            let mut missed = Vec::new();
            let mut done = count - left.len();
            let acts = left.into_iter().map(move |person| async move { (act(person.clone()).await, person) });
            let mut acts = pin!(stream::iter(acts).buffer_unordered(at_once));
            while let Some((outcome, person)) = acts.next().await {
                match outcome {
                    Ok(()) => done += 1,
                    Err(Missed::Refused(error)) => return Err(format!("{} {what}: {error}", person.handle)),
                    Err(lacking) => {
                        last = Some(lacking);
                        missed.push(person);
                    }
                }
                self.status.send_replace(format!("{what}: {done} of {count} members have done it"));
            }
            left = missed;
            let Some(first) = left.first() else { return Ok(()) };
            if let (Some(Missed::Button(shown)), true) = (&last, round >= MAX_ROUNDS_OF_WRONG_ANSWERS) {
                return Err(format!(
                    "{} {what}: the bot answered without the button that comes next: {shown}",
                    first.handle
                ));
            }
            let slow = left.len();
            tracing::warn!(
                "the bot was too slow for {what} of {slow} of {count} members (a busy machine?); trying again"
            );
            at_once = 1;
            tokio::time::sleep((FIRST_PAUSE * 2_u32.pow(round.min(5))).min(MAX_PAUSE)).await;
        }
        let handle = left.first().map_or("", |person| person.handle.as_str());
        Err(format!(
            "{handle}: the bot gave no answer to {what} in {MAX_ROUNDS} tries; close what keeps this machine busy, \
             and start again"
        ))
    }
}

/// Waits until the bot is idle. A wait fails when nothing happened for long, which a busy machine makes likely.
async fn settle(sandbox: &Sandbox) -> Result<(), String> {
    for _ in 1..MAX_SETTLES {
        match sandbox.settle().await {
            Ok(()) => return Ok(()),
            Err(error) => tracing::warn!("{}; waiting on", error.error),
        }
    }
    sandbox.settle().await.map_err(|error| error.error)
}

async fn set_up(sandbox: &Sandbox, owner: Person) -> Result<(), Missed> {
    let shown = command(sandbox, &owner, "setup", Map::new()).await?;
    press(sandbox, &owner, &shown, "setup/save").await
}

async fn save_profile(sandbox: &Sandbox, person: Person) -> Result<(), Missed> {
    let answers = [
        ("zone", person.zone.as_str()),
        ("quiet_start", &person.quiet_start),
        ("quiet_end", &person.quiet_end),
        // The reference members have not been asked, so none of them has allowed it.
        ("emergency", "No"),
    ];
    let options = answers.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
    let review = command(sandbox, &person, "profile set", options).await?;
    press(sandbox, &person, &review, "profile/save").await
}

async fn set_reminder(sandbox: &Sandbox, person: Person) -> Result<(), Missed> {
    let (text, when) = EARLY_REMINDER;
    let options = [("text", text), ("when", when)].map(|(name, value)| (name.to_owned(), Value::from(value)));
    let understood = command(sandbox, &person, "remind", options.into_iter().collect()).await?;
    // On a clock that starts later the time has passed, and the bot offers nothing to save.
    if find_button(&understood, "reminder/save").is_none() {
        return Ok(());
    }
    // A press that was not answered in time may have saved it, and a second command would save a second reminder. A
    // second press of the same button saves nothing more.
    for _ in 1..MAX_ROUNDS {
        match press(sandbox, &person, &understood, "reminder/save").await {
            Err(Missed::Answer) => tokio::time::sleep(FIRST_PAUSE).await,
            outcome => return outcome,
        }
    }
    press(sandbox, &person, &understood, "reminder/save").await
}

/// The bot's message in answer to a command.
async fn command(
    sandbox: &Sandbox,
    person: &Person,
    name: &str,
    options: Map<String, Value>,
) -> Result<MessageView, Missed> {
    let act = CommandRequest {
        who: person.handle.clone(),
        channel: COMMON_CHANNEL.to_owned(),
        name: name.to_owned(),
        options,
        wait: Wait::Message,
    };
    sandbox.command(act).await?.view.message.ok_or(Missed::Answer)
}

/// Presses the button whose custom id contains `what`.
async fn press(sandbox: &Sandbox, person: &Person, shown: &MessageView, what: &str) -> Result<(), Missed> {
    let custom_id = find_button(shown, what).ok_or_else(|| Missed::Button(shown.content.clone()))?;
    let act = ClickRequest {
        who: person.handle.clone(),
        message: shown.id.to_string(),
        label: None,
        custom_id: Some(custom_id),
        values: None,
        wait: Wait::Message,
    };
    let pressed = sandbox.click(act).await?;
    if pressed.acked_ms.is_some() { Ok(()) } else { Err(Missed::Answer) }
}

fn find_button(message: &MessageView, what: &str) -> Option<String> {
    let rows = message.components.iter();
    let inside = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
    let ids = inside.filter_map(|component| component["custom_id"].as_str());
    ids.into_iter().find(|id| id.contains(what)).map(str::to_owned)
}
