//! The buttons, selects and forms of alerts, and their custom ids.

use crate::alerts::drafts::{Repeat, Subject, Waking};
use crate::alerts::model::{AlertId, DraftId, Ending, Severity};
use crate::discord::alerts::handlers as acts;
use crate::discord::call::{Call, Submitted};
use crate::discord::wire::ack::Ack;
use crate::discord::wire::custom_id::{Action, Args, Press};
use crate::discord::wire::router::Handle;
use crate::discord::wire::user_error::Outcome;
use crate::members::MemberId;

/// Each is authorized anew by the room's service: the secretariat for all but `Seen`, which is the recipient's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlertPress {
    /// The form of `/alert send`, submitted. The audience travels in the id when it fits, since a form opens without
    /// the database.
    Write {
        severity: Severity,
        audience: String,
    },
    /// The same form with the audience as a field of its own.
    WriteTo(Severity),
    /// Opens the form again with what was typed.
    Edit(DraftId),
    /// The same, with the audience too.
    EditTo(DraftId),
    Rewrite(DraftId),
    RewriteTo(DraftId),
    /// Milliseconds UTC: one of several meanings of the time.
    Time(DraftId, i64),
    LookAgain(DraftId),
    WakePage(DraftId, usize),
    WakeAll(DraftId),
    WakeNobody(DraftId),
    Send(DraftId),
    SendAgain(DraftId),
    Discard(DraftId),
    Absent(DraftId),
    AbsentOf(AlertId),
    /// With the version of the text that the message carries.
    Seen(AlertId, u32),
    AskAgain(AlertId),
    Correct(AlertId, u32),
    Corrected(AlertId, u32),
    Over(AlertId),
    Cancel(AlertId),
}

impl Press for AlertPress {
    const PREFIX: &'static str = "alert";
    const EXAMPLES: &'static [&'static str] = &[];

    fn encode(&self) -> Action {
        match self {
            Self::Write { severity, audience } => Action::new("write").with(severity.code()).with(audience),
            Self::WriteTo(severity) => Action::new("write-to").with(severity.code()),
            Self::Edit(draft) => Action::new("edit").with(draft),
            Self::EditTo(draft) => Action::new("edit-to").with(draft),
            Self::Rewrite(draft) => Action::new("rewrite").with(draft),
            Self::RewriteTo(draft) => Action::new("rewrite-to").with(draft),
            Self::Time(draft, ms) => Action::new("time").with(draft).with(ms),
            Self::LookAgain(draft) => Action::new("look-again").with(draft),
            Self::WakePage(draft, page) => Action::new("wake").with(draft).with(page),
            Self::WakeAll(draft) => Action::new("wake-all").with(draft),
            Self::WakeNobody(draft) => Action::new("wake-nobody").with(draft),
            Self::Send(draft) => Action::new("send").with(draft),
            Self::SendAgain(draft) => Action::new("send-again").with(draft),
            Self::Discard(draft) => Action::new("discard").with(draft),
            Self::Absent(draft) => Action::new("absent").with(draft),
            Self::AbsentOf(alert) => Action::new("absent-of").with(alert),
            Self::Seen(alert, version) => Action::new("seen").with(alert).with(version),
            Self::AskAgain(alert) => Action::new("ask-again").with(alert),
            Self::Correct(alert, version) => Action::new("correct").with(alert).with(version),
            Self::Corrected(alert, version) => Action::new("corrected").with(alert).with(version),
            Self::Over(alert) => Action::new("over").with(alert),
            Self::Cancel(alert) => Action::new("cancel").with(alert),
        }
    }

    fn decode(action: &str, args: &mut Args<'_>) -> Option<Self> {
        let severity = |args: &mut Args<'_>| Severity::from_code(&args.take::<String>()?);
        Some(match action {
            "write" => Self::Write { severity: severity(args)?, audience: args.take()? },
            "write-to" => Self::WriteTo(severity(args)?),
            "edit" => Self::Edit(args.take()?),
            "edit-to" => Self::EditTo(args.take()?),
            "rewrite" => Self::Rewrite(args.take()?),
            "rewrite-to" => Self::RewriteTo(args.take()?),
            "time" => Self::Time(args.take()?, args.take()?),
            "look-again" => Self::LookAgain(args.take()?),
            "wake" => Self::WakePage(args.take()?, args.take()?),
            "wake-all" => Self::WakeAll(args.take()?),
            "wake-nobody" => Self::WakeNobody(args.take()?),
            "send" => Self::Send(args.take()?),
            "send-again" => Self::SendAgain(args.take()?),
            "discard" => Self::Discard(args.take()?),
            "absent" => Self::Absent(args.take()?),
            "absent-of" => Self::AbsentOf(args.take()?),
            "seen" => Self::Seen(args.take()?, args.take()?),
            "ask-again" => Self::AskAgain(args.take()?),
            "correct" => Self::Correct(args.take()?, args.take()?),
            "corrected" => Self::Corrected(args.take()?, args.take()?),
            "over" => Self::Over(args.take()?),
            "cancel" => Self::Cancel(args.take()?),
            _ => return None,
        })
    }

    fn ack(&self) -> Ack {
        match self {
            Self::Edit(_) | Self::EditTo(_) | Self::Correct(..) => Ack::Never,
            Self::Write { .. }
            | Self::WriteTo(_)
            | Self::Corrected(..)
            | Self::Absent(_)
            | Self::AbsentOf(_)
            | Self::AskAgain(_)
            | Self::Over(_)
            | Self::Cancel(_) => Ack::Private,
            _ => Ack::Update,
        }
    }
}

impl Handle for AlertPress {
    async fn handle(self, call: &Call, submitted: Submitted) -> Outcome {
        match self {
            Self::Write { severity, audience } => {
                acts::write(call, Subject::New { severity, audience }, &submitted).await
            }
            Self::WriteTo(severity) => {
                let audience = submitted.field("audience").to_owned();
                acts::write(call, Subject::New { severity, audience }, &submitted).await
            }
            Self::Edit(draft) => acts::edit(call, draft, acts::Form::Words).await,
            Self::EditTo(draft) => acts::edit(call, draft, acts::Form::WordsAndAudience).await,
            Self::Rewrite(draft) => acts::write(call, Subject::Again { draft, audience: None }, &submitted).await,
            Self::RewriteTo(draft) => {
                let audience = Some(submitted.field("audience").to_owned());
                acts::write(call, Subject::Again { draft, audience }, &submitted).await
            }
            Self::Time(draft, ms) => acts::choose_time(call, draft, ms).await,
            Self::LookAgain(draft) => acts::look_again(call, draft).await,
            Self::WakePage(draft, page) => {
                let chosen = submitted.values.iter().filter_map(|id| id.parse::<MemberId>().ok()).collect();
                acts::wake(call, draft, Waking::Page { page, chosen }).await
            }
            Self::WakeAll(draft) => acts::wake(call, draft, Waking::All).await,
            Self::WakeNobody(draft) => acts::wake(call, draft, Waking::Nobody).await,
            Self::Send(draft) => acts::send(call, draft, Repeat::Ask).await,
            Self::SendAgain(draft) => acts::send(call, draft, Repeat::SendAgain).await,
            Self::Discard(draft) => acts::discard(call, draft).await,
            Self::Absent(draft) => acts::absent(call, draft).await,
            Self::AbsentOf(alert) => acts::absent_of(call, alert).await,
            Self::Seen(alert, version) => acts::seen(call, alert, version).await,
            Self::AskAgain(alert) => acts::ask_again(call, alert).await,
            Self::Correct(alert, version) => acts::open_correction(call, alert, version).await,
            Self::Corrected(alert, from) => acts::write(call, Subject::Correction { alert, from }, &submitted).await,
            Self::Over(alert) => acts::end(call, alert, Ending::Over).await,
            Self::Cancel(alert) => acts::end(call, alert, Ending::Cancel).await,
        }
    }
}
