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
/// How many times a member tries a step that the bot does not answer in time. With the pauses between the tries, this
/// takes some minutes.
const MAX_ROUNDS: u32 = 30;
/// How many times a member repeats a step that the bot answers without the expected button.
const MAX_ROUNDS_OF_WRONG_ANSWERS: u32 = 3;
/// The first pause between two rounds. It doubles after each round, so that other work on a busy machine can finish.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const MAX_PAUSE: Duration = Duration::from_secs(5);
/// How many times we wait for an idle bot. Each wait fails after half a minute without progress.
const MAX_WAITS_FOR_IDLE: u32 = 4;
/// The member with a session at 04:30, who wants to be woken at 03:00. 03:00 is five minutes after the clock starts.
const EARLY_RISER: &str = "brisbane";
const EARLY_REMINDER: (&str, &str) = ("Your session is at 04:30", "2020-11-11 03:00");
/// A channel in which every member can write.
const COMMON_CHANNEL: &str = "mag-general";

/// Sets up the server and the profiles of the members in a roster.
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
        let people_with_profile = people.iter().filter(|person| !person.quiet_start.is_empty()).cloned().collect();
        self.repeat_until_answered("/profile set", people_with_profile, |person| save_profile(sandbox, person)).await?;
        if let Extras::OpeningReminder = &self.extras {
            let early_riser = people.into_iter().find(|person| person.handle == EARLY_RISER);
            self.repeat_until_answered("/remind", early_riser.into_iter().collect(), |person| {
                set_reminder(sandbox, person)
            })
            .await?;
        }
        self.status.send_replace("waiting until the bot has nothing left to do".to_owned());
        settle(sandbox).await
    }
}

/// Why the step of one person failed. On a busy machine the bot may not answer within Discord's three seconds.
enum StepError {
    NoAnswer,
    /// The bot answered without the button that is pressed next. Contains the text of the answer.
    NoButton(String),
    /// The sandbox refused the step, so a retry cannot help.
    Refused(String),
}

impl From<ControlError> for StepError {
    fn from(error: ControlError) -> Self {
        Self::Refused(error.error)
    }
}

impl Community {
    /// Runs `step` for each person, several at once. Then repeats `step`, one person at a time, for the people whom the
    /// bot did not answer in time.
    async fn repeat_until_answered<F: Future<Output = Result<(), StepError>> + Send>(
        &self,
        what: &str,
        people: Vec<Person>,
        step: impl Fn(Person) -> F + Sync,
    ) -> Result<(), String> {
        let (count, step) = (people.len(), &step);
        let (mut remaining, mut concurrent_members, mut last_failure) = (people, MAX_CONCURRENT_MEMBERS, None);
        for round in 0..MAX_ROUNDS {
            let mut failed_people = Vec::new();
            let mut done = count - remaining.len();
            let steps = remaining.into_iter().map(move |person| async move { (step(person.clone()).await, person) });
            let mut steps = pin!(stream::iter(steps).buffer_unordered(concurrent_members));
            while let Some((outcome, person)) = steps.next().await {
                match outcome {
                    Ok(()) => done += 1,
                    Err(StepError::Refused(error)) => return Err(format!("{} {what}: {error}", person.handle)),
                    Err(failure) => {
                        last_failure = Some(failure);
                        failed_people.push(person);
                    }
                }
                self.status.send_replace(format!("{what}: {done} of {count} members have done it"));
            }
            remaining = failed_people;
            let Some(first) = remaining.first() else { return Ok(()) };
            if let (Some(StepError::NoButton(shown)), true) = (&last_failure, round >= MAX_ROUNDS_OF_WRONG_ANSWERS) {
                return Err(format!(
                    "{} {what}: the bot answered without the button that comes next: {shown}",
                    first.handle
                ));
            }
            let failed_count = remaining.len();
            tracing::warn!(
                "the bot did not answer {what} in time for {failed_count} of {count} members (a busy machine?); \
                 trying again"
            );
            concurrent_members = 1;
            tokio::time::sleep((FIRST_PAUSE * 2_u32.pow(round.min(5))).min(MAX_PAUSE)).await;
        }
        let handle = remaining.first().map_or("", |person| person.handle.as_str());
        Err(format!(
            "{handle}: the bot gave no answer to {what} in {MAX_ROUNDS} tries; close what keeps this machine busy, \
             and start again"
        ))
    }
}

/// Waits until the bot is idle. On a busy machine a wait can fail because nothing happens for a long time, so we repeat
/// it.
async fn settle(sandbox: &Sandbox) -> Result<(), String> {
    for _ in 1..MAX_WAITS_FOR_IDLE {
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
    let preview = command(sandbox, &person, "remind", options.into_iter().collect()).await?;
    // If the clock starts after the reminder's time, the bot offers no button to save the reminder.
    if find_button(&preview, "reminder/save").is_none() {
        return Ok(());
    }
    // Repeat only the press. An unanswered press may have saved the reminder, and a second command would save another
    // reminder. A second press of the same button saves nothing more.
    for _ in 1..MAX_ROUNDS {
        match press(sandbox, &person, &preview, "reminder/save").await {
            Err(StepError::NoAnswer) => tokio::time::sleep(FIRST_PAUSE).await,
            outcome => return outcome,
        }
    }
    press(sandbox, &person, &preview, "reminder/save").await
}

/// Runs a command, and returns the bot's message. `NoAnswer` if the bot sends no message in time.
async fn command(
    sandbox: &Sandbox,
    person: &Person,
    name: &str,
    options: Map<String, Value>,
) -> Result<MessageView, StepError> {
    let request = CommandRequest {
        who: person.handle.clone(),
        channel: COMMON_CHANNEL.to_owned(),
        name: name.to_owned(),
        options,
        wait: Wait::Message,
    };
    sandbox.command(request).await?.view.message.ok_or(StepError::NoAnswer)
}

/// Presses the button whose custom id contains `what`. Fails if the bot does not acknowledge the press.
async fn press(sandbox: &Sandbox, person: &Person, shown: &MessageView, what: &str) -> Result<(), StepError> {
    let custom_id = find_button(shown, what).ok_or_else(|| StepError::NoButton(shown.content.clone()))?;
    let request = ClickRequest {
        who: person.handle.clone(),
        message: shown.id.to_string(),
        label: None,
        custom_id: Some(custom_id),
        values: None,
        wait: Wait::Message,
    };
    let pressed = sandbox.click(request).await?;
    if pressed.acked_ms.is_some() { Ok(()) } else { Err(StepError::NoAnswer) }
}

fn find_button(message: &MessageView, what: &str) -> Option<String> {
    let rows = message.components.iter();
    let components = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
    let ids = components.filter_map(|component| component["custom_id"].as_str());
    ids.into_iter().find(|id| id.contains(what)).map(str::to_owned)
}
