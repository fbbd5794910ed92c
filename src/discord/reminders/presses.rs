//! The buttons and forms of reminders, and their custom ids.

use crate::discord::call::{Call, Submitted};
use crate::discord::reminders::{handlers as acts, late_handlers as together};
use crate::discord::wire::ack::Ack;
use crate::discord::wire::custom_id::{Action, Args, Press};
use crate::discord::wire::router::Handle;
use crate::discord::wire::user_error::Outcome;
use crate::reminders::{OccurrenceId, Passed, ReminderDraftId, TogetherId};
use crate::time::Timestamp;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReminderPress {
    /// Saves the plan of this number of the draft.
    Save(ReminderDraftId, usize),
    /// The same, chosen in a select.
    SaveChosen(ReminderDraftId),
    Discard(ReminderDraftId),
    SaveMany(ReminderDraftId, Passed),
    /// Shows the draft of one of several days that may have been meant.
    ShowMany(ReminderDraftId),
    StopMany(ReminderDraftId),
    Done(OccurrenceId),
    /// Asks how much later.
    Later(OccurrenceId),
    /// Minutes from now.
    LaterBy(OccurrenceId, i64),
    /// At one of the times that a phrase may have meant, milliseconds UTC.
    LaterAt(OccurrenceId, i64),
    TypeLater(OccurrenceId),
    LaterTyped(OccurrenceId),
    Stop(OccurrenceId),
    /// Chosen in one's own list.
    StopChosen,
    /// Of several that came late in one message: all of them, or those that are chosen in a select.
    AllDone(TogetherId),
    DoneChosen(TogetherId),
    LaterChosen(TogetherId),
    StopOneOf(TogetherId),
}

impl Press for ReminderPress {
    const PREFIX: &'static str = "reminder";
    const EXAMPLES: &'static [&'static str] = &[];

    fn encode(&self) -> Action {
        match self {
            Self::Save(draft, choice) => Action::new("save").with(draft).with(choice),
            Self::SaveChosen(draft) => Action::new("save-chosen").with(draft),
            Self::Discard(draft) => Action::new("discard").with(draft),
            Self::SaveMany(draft, Passed::SendNow) => Action::new("save-many").with(draft).with("now"),
            Self::SaveMany(draft, Passed::Skip) => Action::new("save-many").with(draft).with("skip"),
            Self::ShowMany(draft) => Action::new("show-many").with(draft),
            Self::StopMany(draft) => Action::new("stop-many").with(draft),
            Self::Done(id) => Action::new("done").with(id),
            Self::Later(id) => Action::new("later").with(id),
            Self::LaterBy(id, minutes) => Action::new("later-by").with(id).with(minutes),
            Self::LaterAt(id, ms) => Action::new("later-at").with(id).with(ms),
            Self::TypeLater(id) => Action::new("type-later").with(id),
            Self::LaterTyped(id) => Action::new("later-typed").with(id),
            Self::Stop(id) => Action::new("stop").with(id),
            Self::StopChosen => Action::new("stop-chosen"),
            Self::AllDone(id) => Action::new("all-done").with(id),
            Self::DoneChosen(id) => Action::new("done-chosen").with(id),
            Self::LaterChosen(id) => Action::new("later-chosen").with(id),
            Self::StopOneOf(id) => Action::new("stop-one-of").with(id),
        }
    }

    fn decode(action: &str, args: &mut Args<'_>) -> Option<Self> {
        Some(match action {
            "save" => Self::Save(args.take()?, args.take()?),
            "save-chosen" => Self::SaveChosen(args.take()?),
            "discard" => Self::Discard(args.take()?),
            "save-many" => {
                let draft = args.take()?;
                match args.take::<String>()?.as_str() {
                    "now" => Self::SaveMany(draft, Passed::SendNow),
                    "skip" => Self::SaveMany(draft, Passed::Skip),
                    _ => return None,
                }
            }
            "show-many" => Self::ShowMany(args.take()?),
            "stop-many" => Self::StopMany(args.take()?),
            "done" => Self::Done(args.take()?),
            "later" => Self::Later(args.take()?),
            "later-by" => Self::LaterBy(
                args.take()?,
                args.take().filter(|minutes| (1..=acts::LONGEST_LATER_MIN).contains(minutes))?,
            ),
            "later-at" => {
                Self::LaterAt(args.take()?, args.take().filter(|ms| Timestamp::from_millisecond(*ms).is_ok())?)
            }
            "type-later" => Self::TypeLater(args.take()?),
            "later-typed" => Self::LaterTyped(args.take()?),
            "stop" => Self::Stop(args.take()?),
            "stop-chosen" => Self::StopChosen,
            "all-done" => Self::AllDone(args.take()?),
            "done-chosen" => Self::DoneChosen(args.take()?),
            "later-chosen" => Self::LaterChosen(args.take()?),
            "stop-one-of" => Self::StopOneOf(args.take()?),
            _ => return None,
        })
    }

    fn ack(&self) -> Ack {
        match self {
            Self::TypeLater(_) => Ack::Never,
            Self::Later(_) | Self::LaterChosen(_) => Ack::Private,
            _ => Ack::Update,
        }
    }
}

impl Handle for ReminderPress {
    async fn handle(self, call: &Call, submitted: Submitted) -> Outcome {
        match self {
            Self::Save(draft, choice) => acts::save(call, draft, choice).await,
            Self::SaveChosen(draft) => {
                let choice = submitted.id().and_then(|choice| usize::try_from(choice).ok());
                acts::save(call, draft, choice.unwrap_or(usize::MAX)).await
            }
            Self::Discard(draft) => acts::discard(call, draft).await,
            Self::SaveMany(draft, passed) => acts::save_for_many(call, draft, passed).await,
            Self::ShowMany(draft) => acts::show_for_many(call, draft).await,
            Self::StopMany(draft) => acts::stop_for_many(call, draft).await,
            Self::Done(id) => acts::done(call, id).await,
            Self::Later(id) => acts::ask_how_much_later(call, id).await,
            Self::LaterBy(id, minutes) => acts::later_by(call, id, minutes).await,
            Self::LaterAt(id, ms) => acts::later_at(call, id, ms).await,
            Self::TypeLater(id) => acts::type_later(call, id).await,
            Self::LaterTyped(id) => acts::later_typed(call, id, submitted.field("when")).await,
            Self::Stop(id) => acts::stop(call, id).await,
            Self::StopChosen => acts::stop_chosen(call, submitted.id()).await,
            Self::AllDone(id) => together::all_done(call, id).await,
            Self::DoneChosen(id) => together::done_chosen(call, id, &submitted.values).await,
            Self::LaterChosen(_) => together::later_chosen(call, submitted.values.first()).await,
            Self::StopOneOf(id) => together::stop_chosen(call, id, submitted.values.first()).await,
        }
    }
}
