//! The buttons and forms of tickets, and their custom ids.

use crate::escalation::Urgency;
use crate::helpdesk::{Category, TicketId};
use crate::presses;

/// When help is needed, and what it is about, as the asker said before the form opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Need {
    pub urgency: Urgency,
    pub category: Category,
}

presses! {
    pub enum TicketPress: "ticket" {
        /// A button of the panel. Opens the form to ask for help.
        GetHelp = "get-help", Never;
        /// A button of the panel. Opens the form for a private report.
        ReportPrivately = "report-privately", Never;
        /// A button of the panel. Opens the form to ask for help that is needed now.
        GetHelpNow = "session-now", Never;
        SubmitHelp = "help-written", Private;
        /// The form of somebody who has said when they need help, or what it is about.
        SubmitHelpFor { urgency: Urgency, category: Category } = "help-for/now/other", Private;
        SubmitPrivateReport = "private-written", Private;
        SubmitQuestion = "question-written", Private;
        SubmitLog = "log-written", Private;
        Claim(ticket: TicketId) = "claim/7", Private;
        /// "Not now": the answer of somebody who was asked to help.
        Decline(ticket: TicketId) = "not-now/7", Private;
        Release(ticket: TicketId) = "release/7", Private;
        /// Opens the form "What did you try?".
        OpenTriedForm(ticket: TicketId) = "send/7", Never;
        SendToSecretariat(ticket: TicketId) = "tried/7", Private;
        Solve(ticket: TicketId) = "solve/7", Private;
        /// Opens the form "How was it answered?", for a ticket from outside Discord.
        OpenAnswerForm(ticket: TicketId) = "answer/7", Never;
        SolveWithAnswer(ticket: TicketId) = "answer-written/7", Private;
        /// Ends an open ticket with the answer of another ticket, which the same person has logged.
        SolveAsLogged { ticket: TicketId, logged: TicketId } = "same-request/7/8", Private;
        Reopen(ticket: TicketId) = "reopen/7", Private;
        Withdraw(ticket: TicketId) = "withdraw/7", Private;
        StillHelping(ticket: TicketId) = "still/7", Private;
        /// The helper waits for the asker's answer.
        AwaitAsker(ticket: TicketId) = "await-asker/7", Private;
        /// Says when help is needed.
        SetUrgency { ticket: TicketId, urgency: Urgency } = "needed/7/now", Update;
        /// A select that says what the ticket is about.
        SetCategory(ticket: TicketId) = "about/7", Update;
        /// Adds the asker's new ticket to another ticket of theirs.
        AddTo { ticket: TicketId, target: TicketId } = "add-to/8/7", Update;
        /// The new ticket is about something else.
        KeepApart(ticket: TicketId) = "keep-apart/8", Update;
        /// Shows a page of the list of open tickets. `page` counts from 0.
        ListPage(page: usize) = "list/1", Update;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::wire::custom_id::assert_examples_round_trip;

    #[test]
    fn custom_ids_round_trip() {
        assert_examples_round_trip::<TicketPress>();
    }
}
