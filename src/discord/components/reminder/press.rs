//! The buttons and forms of reminders, and their custom ids.

use super::acts;
use crate::discord::{Ack, Action, Args, Call, Outcome, Press, Submitted};
use crate::reminders::{OccurrenceId, Passed, ReminderDraftId};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReminderPress {
    /// Saves the plan of this number of the draft.
    Save(ReminderDraftId, usize),
    /// The same, chosen in a select.
    SaveChosen(ReminderDraftId),
    Discard(ReminderDraftId),
    SaveMany(ReminderDraftId, Passed),
    StopMany(ReminderDraftId),
    Done(OccurrenceId),
    /// Asks how much later.
    Later(OccurrenceId),
    /// Minutes from now.
    LaterBy(OccurrenceId, i64),
    TypeLater(OccurrenceId),
    LaterTyped(OccurrenceId),
    Stop(OccurrenceId),
    /// Chosen in one's own list.
    StopChosen,
}

impl Press for ReminderPress {
    const ROOM: &'static str = "reminder";

    fn encode(&self) -> Action {
        match self {
            Self::Save(draft, choice) => Action::new("save").with(draft).with(choice),
            Self::SaveChosen(draft) => Action::new("save-chosen").with(draft),
            Self::Discard(draft) => Action::new("discard").with(draft),
            Self::SaveMany(draft, Passed::SendNow) => Action::new("save-many").with(draft).with("now"),
            Self::SaveMany(draft, Passed::Skip) => Action::new("save-many").with(draft).with("skip"),
            Self::StopMany(draft) => Action::new("stop-many").with(draft),
            Self::Done(id) => Action::new("done").with(id),
            Self::Later(id) => Action::new("later").with(id),
            Self::LaterBy(id, minutes) => Action::new("later-by").with(id).with(minutes),
            Self::TypeLater(id) => Action::new("type-later").with(id),
            Self::LaterTyped(id) => Action::new("later-typed").with(id),
            Self::Stop(id) => Action::new("stop").with(id),
            Self::StopChosen => Action::new("stop-chosen"),
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
            "stop-many" => Self::StopMany(args.take()?),
            "done" => Self::Done(args.take()?),
            "later" => Self::Later(args.take()?),
            "later-by" => {
                Self::LaterBy(args.take()?, args.take().filter(|minutes| (1..=acts::LONGEST_LATER_MIN).contains(minutes))?)
            }
            "type-later" => Self::TypeLater(args.take()?),
            "later-typed" => Self::LaterTyped(args.take()?),
            "stop" => Self::Stop(args.take()?),
            "stop-chosen" => Self::StopChosen,
            _ => return None,
        })
    }

    fn ack(&self) -> Ack {
        match self {
            Self::TypeLater(_) => Ack::Never,
            Self::Later(_) => Ack::Private,
            _ => Ack::Update,
        }
    }

    async fn handle(self, call: &Call, submitted: Submitted) -> Outcome {
        match self {
            Self::Save(draft, choice) => acts::save(call, draft, choice).await,
            Self::SaveChosen(draft) => {
                let choice = submitted.id().and_then(|choice| usize::try_from(choice).ok());
                acts::save(call, draft, choice.unwrap_or(usize::MAX)).await
            }
            Self::Discard(draft) => acts::discard(call, draft).await,
            Self::SaveMany(draft, passed) => acts::save_for_many(call, draft, passed).await,
            Self::StopMany(draft) => acts::stop_for_many(call, draft).await,
            Self::Done(id) => acts::done(call, id).await,
            Self::Later(id) => acts::ask_how_much_later(call, id).await,
            Self::LaterBy(id, minutes) => acts::later_by(call, id, minutes).await,
            Self::TypeLater(id) => acts::type_later(call, id).await,
            Self::LaterTyped(id) => acts::later_typed(call, id, submitted.field("when")).await,
            Self::Stop(id) => acts::stop(call, id).await,
            Self::StopChosen => acts::stop_chosen(call, submitted.id()).await,
        }
    }
}
