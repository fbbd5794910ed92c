//! The buttons and forms of tickets, and their custom ids.

use crate::discord::call::{Call, Submitted};
use crate::discord::helpdesk::handlers as acts;
use crate::discord::wire::ack::Ack;
use crate::discord::wire::custom_id::{Action, Args, Press};
use crate::discord::wire::router::Handle;
use crate::discord::wire::user_error::Outcome;
use crate::helpdesk::{Kind, TicketId};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketPress {
    /// On the panel: opens the form.
    GetHelp,
    ReportPrivately,
    HelpWritten,
    PrivateWritten,
    QuestionWritten,
    LogWritten,
    Claim(TicketId),
    Release(TicketId),
    /// Opens the form "What did you try?".
    Send(TicketId),
    Tried(TicketId),
    Solve(TicketId),
    /// Opens the form "How was it answered?", for somebody outside Discord.
    Answer(TicketId),
    AnswerWritten(TicketId),
    Reopen(TicketId),
    Withdraw(TicketId),
    Still(TicketId),
}

impl Press for TicketPress {
    const PREFIX: &'static str = "ticket";
    const EXAMPLES: &'static [&'static str] = &[];

    fn encode(&self) -> Action {
        match self {
            Self::GetHelp => Action::new("get-help"),
            Self::ReportPrivately => Action::new("report-privately"),
            Self::HelpWritten => Action::new("help-written"),
            Self::PrivateWritten => Action::new("private-written"),
            Self::QuestionWritten => Action::new("question-written"),
            Self::LogWritten => Action::new("log-written"),
            Self::Claim(id) => Action::new("claim").with(id),
            Self::Release(id) => Action::new("release").with(id),
            Self::Send(id) => Action::new("send").with(id),
            Self::Tried(id) => Action::new("tried").with(id),
            Self::Solve(id) => Action::new("solve").with(id),
            Self::Answer(id) => Action::new("answer").with(id),
            Self::AnswerWritten(id) => Action::new("answer-written").with(id),
            Self::Reopen(id) => Action::new("reopen").with(id),
            Self::Withdraw(id) => Action::new("withdraw").with(id),
            Self::Still(id) => Action::new("still").with(id),
        }
    }

    fn decode(action: &str, args: &mut Args<'_>) -> Option<Self> {
        Some(match action {
            "get-help" => Self::GetHelp,
            "report-privately" => Self::ReportPrivately,
            "help-written" => Self::HelpWritten,
            "private-written" => Self::PrivateWritten,
            "question-written" => Self::QuestionWritten,
            "log-written" => Self::LogWritten,
            "claim" => Self::Claim(args.take()?),
            "release" => Self::Release(args.take()?),
            "send" => Self::Send(args.take()?),
            "tried" => Self::Tried(args.take()?),
            "solve" => Self::Solve(args.take()?),
            "answer" => Self::Answer(args.take()?),
            "answer-written" => Self::AnswerWritten(args.take()?),
            "reopen" => Self::Reopen(args.take()?),
            "withdraw" => Self::Withdraw(args.take()?),
            "still" => Self::Still(args.take()?),
            _ => return None,
        })
    }

    fn ack(&self) -> Ack {
        match self {
            Self::GetHelp | Self::ReportPrivately | Self::Send(_) | Self::Answer(_) => Ack::Never,
            _ => Ack::Private,
        }
    }
}

impl Handle for TicketPress {
    async fn handle(self, call: &Call, submitted: Submitted) -> Outcome {
        match self {
            Self::GetHelp => acts::form(call, Kind::Help).await,
            Self::ReportPrivately => acts::form(call, Kind::Private).await,
            Self::HelpWritten => acts::open(call, Kind::Help, submitted.field("text")).await,
            Self::PrivateWritten => acts::open(call, Kind::Private, submitted.field("text")).await,
            Self::QuestionWritten => acts::open(call, Kind::Question, submitted.field("text")).await,
            Self::LogWritten => {
                let [name, contact, problem, answer] =
                    ["name", "contact", "problem", "answer"].map(|field| submitted.field(field));
                acts::log(call, name, contact, problem, answer).await
            }
            Self::Claim(id) => acts::claim(call, id).await,
            Self::Release(id) => acts::release(call, id).await,
            Self::Send(id) => acts::ask_tried(call, id).await,
            Self::Tried(id) => acts::send(call, id, submitted.field("tried")).await,
            Self::Solve(id) => acts::solve(call, id, None).await,
            Self::Answer(id) => acts::ask_answer(call, id).await,
            Self::AnswerWritten(id) => acts::solve(call, id, Some(submitted.field("answer"))).await,
            Self::Reopen(id) => acts::reopen(call, id).await,
            Self::Withdraw(id) => acts::withdraw(call, id).await,
            Self::Still(id) => acts::still(call, id).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::wire::custom_id::CustomId;

    #[test]
    fn ids_name_the_room_the_act_and_the_ticket() {
        assert_eq!(CustomId::from(TicketPress::Claim(TicketId(12))).as_str(), "v1/ticket/claim/12");
        assert_eq!(CustomId::from(TicketPress::GetHelp).as_str(), "v1/ticket/get-help");
    }
}
