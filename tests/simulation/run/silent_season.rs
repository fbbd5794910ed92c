//! The time between two events: everything has ended, nobody writes, and retention deletes the old rows.

use magpie::helpdesk::TicketId;
use magpie::members::MemberId;
use magpie::time::SignedDuration;

use super::Simulation;
use crate::operation::Operation;
use crate::oracle::Violation;

/// Longer than the bot keeps ended deliveries, and shorter than it keeps the alerts that they were about.
const SILENT_SEASON: SignedDuration = SignedDuration::from_hours(120 * 24);

impl Simulation {
    /// Closes the open tickets, because the bot keeps asking about them, and lets the season pass.
    ///
    /// # Errors
    /// When the bot keeps deliveries for too long.
    pub(super) fn pass_silent_season(&mut self) -> Result<(), Violation> {
        // The secretariat solves the tickets of people outside Discord.
        let secretariat = self.participants[0].id;
        let open_tickets = self.executor.run_alone(self.oracle.open_tickets());
        let operations_of = |(ticket, asker): (i64, Option<i64>)| {
            let ticket = TicketId(ticket);
            match asker.map(MemberId::from_sql) {
                Some(actor) => vec![Operation::Withdraw { ticket, actor }],
                None => vec![
                    Operation::Claim { ticket, actor: secretariat },
                    Operation::Solve { ticket, actor: secretariat },
                ],
            }
        };
        for operation in open_tickets.into_iter().flat_map(operations_of) {
            self.executor.spawn(operation.execute(self.bot().clone(), self.history.clone()));
            self.run_until_idle()?;
        }
        let numbers_before = self.executor.run_alone(self.oracle.numbers());
        self.let_time_pass(SILENT_SEASON)?;
        self.executor.run_alone(self.oracle.begin_season(numbers_before))?;
        self.count_accepted();
        self.history.begin_season();
        // A copy of the old season would bring its rows back.
        self.copy = None;
        Ok(())
    }
}
