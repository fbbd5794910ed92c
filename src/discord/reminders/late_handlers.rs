//! What is done under a message that brings several late reminders.

use crate::discord::call::Call;
use crate::discord::reminders::handlers as acts;
use crate::discord::reminders::handlers::Asker;
use crate::discord::wire::user_error::Outcome;
use crate::reminders::{LateTogether, OccurrenceId, ReminderError, TogetherId, together};

pub async fn all_done(call: &Call, id: TogetherId) -> Outcome {
    let facts = together::done(&call.parts.db, call.user(), id, None, call.now).await?;
    show_now(call, &facts).await
}

pub async fn done_chosen(call: &Call, id: TogetherId, values: &[String]) -> Outcome {
    let which: Vec<OccurrenceId> = values.iter().filter_map(|value| value.parse().ok()).collect();
    let facts = together::done(&call.parts.db, call.user(), id, Some(&which), call.now).await?;
    show_now(call, &facts).await
}

/// Asks how much later, as under a message of its own.
pub async fn later_chosen(call: &Call, value: Option<&String>) -> Outcome {
    acts::ask_how_much_later(call, chosen(value)?).await
}

pub async fn stop_chosen(call: &Call, id: TogetherId, value: Option<&String>) -> Outcome {
    let facts = together::stop(&call.parts.db, call.user(), id, chosen(value)?, call.now).await?;
    show_now(call, &facts).await
}

fn chosen(value: Option<&String>) -> Result<OccurrenceId, ReminderError> {
    value.and_then(|value| value.parse().ok()).ok_or(ReminderError::NotTheirs)
}

/// The message as it looks now, in the place of the one that was pressed.
async fn show_now(call: &Call, facts: &LateTogether) -> Outcome {
    let asker = Asker::of(call).await?;
    call.responder
        .update(crate::discord::reminders::late_messages::reply(facts, asker.language, asker.zone(), call.now))
        .await
}
