//! A rush of new threads: nobody accepts DMs, a moderator deletes the threads, and an alert goes to everybody, several
//! times within minutes. The bot then needs more threads than Discord allows in ten minutes.

use magpie::alerts::ask::AskKind;
use magpie::alerts::model::Severity;
use magpie::sandbox::core::MemberPatch;
use magpie::time::Clock as _;

use super::Simulation;
use crate::discord::Network;
use crate::disk::Space;
use crate::operation::Operation;
use crate::oracle::Violation;

/// Discord allows ten threads in ten minutes, and an alert reaches at most eight people.
const ALERTS_IN_A_RUSH: u32 = 3;

impl Simulation {
    /// Lets the bot reach Discord's limit on threads. The messages that find no thread wait.
    pub(super) fn need_many_threads(&mut self) -> Result<(), Violation> {
        self.discord.set_network(Network::Healthy);
        self.discord.set_gateway(true);
        self.executor.spawn(self.disk.change(Space::Free, self.bot().db.clone()));
        self.executor.spawn(self.bot().clone().sync_server());
        self.run_until_idle()?;
        for _ in 0..ALERTS_IN_A_RUSH {
            for thread in self.discord.threads() {
                if self.discord.delete_thread(thread) {
                    self.executor.spawn(self.bot().clone().handle_deleted_channel(thread));
                }
            }
            self.close_all_dms();
            let alert = Operation::SendAlert {
                actor: self.participants[0].id,
                severity: Severity::Urgent,
                ask: AskKind::Read,
                people_needed: 1,
                audience: "everyone",
                answer_in_minutes: None,
                can_wake: false,
                is_sent_twice: false,
            };
            self.executor.spawn(alert.execute(self.bot().clone(), self.history.clone()));
            self.run_until_idle()?;
        }
        Ok(())
    }

    fn close_all_dms(&mut self) {
        let now = self.clock.now();
        for participant in &self.participants {
            let patch = MemberPatch { dms_open: Some(false), ..MemberPatch::default() };
            // This fails for a member who has left.
            let _ = self.discord.world(|world| world.patch_member(now, participant.handle, patch));
        }
    }
}
