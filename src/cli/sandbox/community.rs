//! Sets up the reference community with commands of the bot: the server and the profiles of the members.

use std::pin::pin;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::{StreamExt, stream};
use serde_json::{Map, Value};
use tokio::sync::watch;

use super::roster::{Person, Roster};
use crate::sandbox::core::{ControlError, MessageView};
use crate::sandbox::{ClickRequest, CommandRequest, Sandbox, Seeder, Wait};

/// How many members act concurrently.
const MAX_CONCURRENT_MEMBERS: usize = 8;
/// How often a member repeats a step that the bot did not answer in time. With the pauses between, this takes some
/// minutes.
const MAX_ROUNDS: u32 = 30;
/// How often a member repeats a step when the bot answers without the expected button.
const MAX_ROUNDS_OF_WRONG_ANSWERS: u32 = 3;
/// The first pause between two rounds. It doubles after each round, so that other work on a busy machine can finish.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const MAX_PAUSE: Duration = Duration::from_secs(5);
/// How often a wait for an idle bot is tried. Each try fails after half a minute without any progress.
const MAX_SETTLES: u32 = 4;
/// The member with a session at 04:30, who wants to be woken at 03:00. That is five minutes after the clock starts.
const EARLY_RISER: &str = "brisbane";
const EARLY_REMINDER: (&str, &str) = ("Your session is at 04:30", "2020-11-11 03:00");
/// A channel in which every member can write.
const COMMON_CHANNEL: &str = "mag-general";

pub struct Community {
    roster: Roster,
    extras: Extras,
    /// The current step, shown to people who wait for the start.
    status: watch::Sender<String>,
}

/// What the set-up adds to the server and the profiles.
enum Extras {
    None,
    /// The reminder that is due at the beginning of the story on the page.
    OpeningReminder,
}

impl Community {
    /// Sets up only the server and the profiles.
    pub fn new(roster: Roster) -> Self {
        Self { roster, extras: Extras::None, status: watch::Sender::default() }
    }

    /// Sets up the server, the profiles, and the beginning of the story on the page.
    pub fn with_story(roster: Roster) -> Self {
        Self { roster, extras: Extras::OpeningReminder, status: watch::Sender::default() }
    }

    /// The current step, in a few words.
    pub fn status(&self) -> watch::Receiver<String> {
        self.status.subscribe()
    }
}

#[async_trait]
impl Seeder for Community {
    async fn seed(&self, sandbox: &Sandbox) -> Result<(), String> {
        let people: Vec<Person> = self.roster.people().to_vec();
        let owner = people.iter().find(|person| person.has_role("secretariat")).cloned();
        self.repeat_until_answered("/setup", owner.into_iter().collect(), |person| set_up(sandbox, person)).await?;
        let with_profile = people.iter().filter(|person| !person.quiet_start.is_empty()).cloned().collect();
        self.repeat_until_answered("/profile set", with_profile, |person| save_profile(sandbox, person)).await?;
        if let Extras::OpeningReminder = &self.extras {
            let early = people.into_iter().find(|person| person.handle == EARLY_RISER);
            self.repeat_until_answered("/remind", early.into_iter().collect(), |person| set_reminder(sandbox, person))
                .await?;
        }
        self.status.send_replace("waiting until the bot has nothing left to do".to_owned());
        settle(sandbox).await
    }
}

/// Why the step of one person failed. On a busy machine the bot may not answer within Discord's three seconds.
enum StepError {
    Answer,
    /// The bot answered without the button that is pressed next. Contains the text of the answer.
    Button(String),
    /// The sandbox refused the step, so a retry cannot help.
    Refused(String),
}

impl From<ControlError> for StepError {
    fn from(error: ControlError) -> Self {
        Self::Refused(error.error)
    }
}

impl Community {
    /// Runs `act` for each person, several at once. Then repeats it, one person at a time, for those whom the bot did
    /// not answer in time.
    async fn repeat_until_answered<F: Future<Output = Result<(), StepError>> + Send>(
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
                    Err(StepError::Refused(error)) => return Err(format!("{} {what}: {error}", person.handle)),
                    Err(lacking) => {
                        last = Some(lacking);
                        missed.push(person);
                    }
                }
                self.status.send_replace(format!("{what}: {done} of {count} members have done it"));
            }
            left = missed;
            let Some(first) = left.first() else { return Ok(()) };
            if let (Some(StepError::Button(shown)), true) = (&last, round >= MAX_ROUNDS_OF_WRONG_ANSWERS) {
                return Err(format!(
                    "{} {what}: the bot answered without the button that comes next: {shown}",
                    first.handle
                ));
            }
            let slow = left.len();
            tracing::warn!(
                "the bot did not answer {what} in time for {slow} of {count} members (a busy machine?); trying again"
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

/// Waits until the bot is idle. A wait can fail on a busy machine because nothing happened for long, so it is repeated.
async fn settle(sandbox: &Sandbox) -> Result<(), String> {
    for _ in 1..MAX_SETTLES {
        match sandbox.settle().await {
            Ok(()) => return Ok(()),
            Err(error) => tracing::warn!("{}; waiting longer", error.error),
        }
    }
    sandbox.settle().await.map_err(|error| error.error)
}

async fn set_up(sandbox: &Sandbox, owner: Person) -> Result<(), StepError> {
    let shown = command(sandbox, &owner, "setup", Map::new()).await?;
    press(sandbox, &owner, &shown, "setup/save").await
}

async fn save_profile(sandbox: &Sandbox, person: Person) -> Result<(), StepError> {
    let answers = [
        ("zone", person.zone.as_str()),
        ("quiet_start", &person.quiet_start),
        ("quiet_end", &person.quiet_end),
        // The answer is "No": the reference members are invented, so nobody agreed to be woken.
        ("emergency", "No"),
    ];
    let options = answers.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
    let review = command(sandbox, &person, "profile set", options).await?;
    press(sandbox, &person, &review, "profile/save").await
}

async fn set_reminder(sandbox: &Sandbox, person: Person) -> Result<(), StepError> {
    let (text, when) = EARLY_REMINDER;
    let options = [("text", text), ("when", when)].map(|(name, value)| (name.to_owned(), Value::from(value)));
    let understood = command(sandbox, &person, "remind", options.into_iter().collect()).await?;
    // If the clock starts later, the time is in the past, and the bot offers no button to save it.
    if find_button(&understood, "reminder/save").is_none() {
        return Ok(());
    }
    // Repeat only the press. An unanswered press may have saved the reminder, and a second command would save another
    // one. A second press of the same button saves nothing more.
    for _ in 1..MAX_ROUNDS {
        match press(sandbox, &person, &understood, "reminder/save").await {
            Err(StepError::Answer) => tokio::time::sleep(FIRST_PAUSE).await,
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
) -> Result<MessageView, StepError> {
    let act = CommandRequest {
        who: person.handle.clone(),
        channel: COMMON_CHANNEL.to_owned(),
        name: name.to_owned(),
        options,
        wait: Wait::Message,
    };
    sandbox.command(act).await?.view.message.ok_or(StepError::Answer)
}

/// Presses the button whose custom id contains `what`. Fails if the bot does not acknowledge the press.
async fn press(sandbox: &Sandbox, person: &Person, shown: &MessageView, what: &str) -> Result<(), StepError> {
    let custom_id = find_button(shown, what).ok_or_else(|| StepError::Button(shown.content.clone()))?;
    let act = ClickRequest {
        who: person.handle.clone(),
        message: shown.id.to_string(),
        label: None,
        custom_id: Some(custom_id),
        values: None,
        wait: Wait::Message,
    };
    let pressed = sandbox.click(act).await?;
    if pressed.acked_ms.is_some() { Ok(()) } else { Err(StepError::Answer) }
}

fn find_button(message: &MessageView, what: &str) -> Option<String> {
    let rows = message.components.iter();
    let inside = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
    let ids = inside.filter_map(|component| component["custom_id"].as_str());
    ids.into_iter().find(|id| id.contains(what)).map(str::to_owned)
}
