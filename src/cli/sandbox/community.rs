//! Sets up the reference community: the server and the members' profiles, with the bot's own commands.

use async_trait::async_trait;
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::{Map, Value};

use super::roster::{Person, Roster};
use crate::sandbox::{ClickRequest, CommandRequest, InteractionResult, Sandbox, Seeder, Wait};

/// How many members act at the same time.
const MAX_CONCURRENT_MEMBERS: usize = 8;
/// Has a session at 04:30 and wants to be woken at 03:00, five minutes after the clock starts.
const EARLY_RISER: &str = "brisbane";
const EARLY_REMINDER: (&str, &str) = ("Your session is at 04:30", "2020-11-11 03:00");
/// A channel in which everybody can write.
const COMMON_CHANNEL: &str = "mag-general";

pub struct Community {
    roster: Roster,
    extras: Extras,
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
        Self { roster, extras: Extras::None }
    }

    /// Also sets up the start of the page's story.
    pub fn with_story(roster: Roster) -> Self {
        Self { roster, extras: Extras::OpeningReminder }
    }
}

#[async_trait]
impl Seeder for Community {
    async fn seed(&self, sandbox: &Sandbox) -> Result<(), String> {
        if let Some(owner) = self.roster.people().iter().find(|person| person.has_role("secretariat")) {
            set_up(sandbox, owner).await?;
        }
        let people: Vec<Person> = self.roster.people().to_vec();
        let profiles = people
            .into_iter()
            .filter(|person| !person.quiet_start.is_empty())
            .map(|person| save_profile(sandbox.clone(), person));
        stream::iter(profiles).buffer_unordered(MAX_CONCURRENT_MEMBERS).try_collect::<()>().await?;
        let early = self.roster.people().iter().find(|person| person.handle == EARLY_RISER);
        if let (Extras::OpeningReminder, Some(early)) = (&self.extras, early) {
            set_reminder(sandbox, early).await?;
        }
        sandbox.settle().await.map_err(|error| error.error)
    }
}

async fn set_up(sandbox: &Sandbox, owner: &Person) -> Result<(), String> {
    let shown = command(sandbox, owner, "setup", Map::new()).await?;
    press(sandbox, owner, &shown, "setup/save").await?;
    Ok(())
}

async fn save_profile(sandbox: Sandbox, person: Person) -> Result<(), String> {
    let answers = [
        ("zone", person.zone.as_str()),
        ("quiet_start", &person.quiet_start),
        ("quiet_end", &person.quiet_end),
        // The reference members have not been asked, so none of them has allowed it.
        ("emergency", "No"),
    ];
    let options = answers.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
    let review = command(&sandbox, &person, "profile set", options).await?;
    press(&sandbox, &person, &review, "profile/save").await?;
    Ok(())
}

async fn set_reminder(sandbox: &Sandbox, person: &Person) -> Result<(), String> {
    let (text, when) = EARLY_REMINDER;
    let options = [("text", text), ("when", when)].map(|(name, value)| (name.to_owned(), Value::from(value)));
    let understood = command(sandbox, person, "remind", options.into_iter().collect()).await?;
    // On a clock that starts later the time has passed, and the bot offers nothing to save.
    if understood
        .view
        .message
        .as_ref()
        .is_some_and(|message| find_button(&message.components, "reminder/save").is_some())
    {
        press(sandbox, person, &understood, "reminder/save").await?;
    }
    Ok(())
}

async fn command(
    sandbox: &Sandbox,
    person: &Person,
    name: &str,
    options: Map<String, Value>,
) -> Result<InteractionResult, String> {
    let act = CommandRequest {
        who: person.handle.clone(),
        channel: COMMON_CHANNEL.to_owned(),
        name: name.to_owned(),
        options,
        wait: Wait::Answer,
    };
    sandbox.command(act).await.map_err(|error| format!("{} /{name}: {}", person.handle, error.error))
}

/// Presses the button whose custom id contains `what`.
async fn press(
    sandbox: &Sandbox,
    person: &Person,
    shown: &InteractionResult,
    what: &str,
) -> Result<InteractionResult, String> {
    let message =
        shown.view.message.as_ref().ok_or_else(|| format!("{}: no answer to press {what} on", person.handle))?;
    let custom_id = find_button(&message.components, what);
    let custom_id =
        custom_id.ok_or_else(|| format!("{}: no button for {what} on: {}", person.handle, message.content))?;
    let act = ClickRequest {
        who: person.handle.clone(),
        message: message.id.to_string(),
        label: None,
        custom_id: Some(custom_id),
        values: None,
        wait: Wait::Answer,
    };
    sandbox.click(act).await.map_err(|error| format!("{} {what}: {}", person.handle, error.error))
}

fn find_button(components: &[Value], what: &str) -> Option<String> {
    let inside = components.iter().flat_map(|row| row["components"].as_array().into_iter().flatten());
    let ids = inside.filter_map(|component| component["custom_id"].as_str());
    ids.into_iter().find(|id| id.contains(what)).map(str::to_owned)
}
