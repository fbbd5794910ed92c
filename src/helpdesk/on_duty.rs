//! Who is on duty, or available without a rota. The one place where the help desk asks for it.

use crate::db::{Conn, DbError};
use crate::duty::roster;
use crate::escalation::{Duty, Urgency};
use crate::members::MemberId;
use crate::time::Timestamp;

/// The people who are on duty at a time. Who said that they are available now counts as on duty.
#[derive(Debug, Clone, Default)]
pub struct OnDuty(Vec<(MemberId, Duty)>);

impl OnDuty {
    pub async fn load(conn: &mut Conn, now: Timestamp) -> Result<Self, DbError> {
        let roster = roster(conn, now).await?;
        let rung = roster.may_be_rung_asleep();
        let on_duty = roster.on_duty.iter().map(|on_duty| on_duty.member);
        let people = on_duty.chain(roster.available.iter().map(|available| available.member));
        Ok(Self(people.map(|id| (id, if rung.contains(&id) { Duty::OnAndRung } else { Duty::On })).collect()))
    }

    /// The duty of a member, for a ticket of this urgency. Somebody who chose to be rung at night is rung only for a
    /// ticket that cannot wait until they wake.
    pub fn of(&self, member: MemberId, urgency: Urgency) -> Duty {
        match self.0.iter().find(|(id, _)| *id == member) {
            None => Duty::Off,
            Some((_, Duty::OnAndRung)) if !urgency.is_pressing() => Duty::On,
            Some((_, duty)) => *duty,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volunteer_who_chose_to_be_rung_is_rung_only_for_a_pressing_ticket() {
        let on_duty = OnDuty(vec![(MemberId(1), Duty::OnAndRung), (MemberId(2), Duty::On)]);
        assert_eq!(on_duty.of(MemberId(1), Urgency::Now), Duty::OnAndRung);
        assert_eq!(on_duty.of(MemberId(1), Urgency::Today), Duty::On);
        assert_eq!(on_duty.of(MemberId(2), Urgency::Now), Duty::On);
        assert_eq!(on_duty.of(MemberId(3), Urgency::Now), Duty::Off);
    }
}
