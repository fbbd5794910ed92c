//! Who is on duty. The one place where the help desk asks for it.

use crate::db::{Conn, DbError};
use crate::escalation::{Duty, Urgency};
use crate::members::MemberId;
use crate::time::Timestamp;

/// The volunteers who are on duty at a time.
#[derive(Debug, Clone, Default)]
pub struct OnDuty(Vec<(MemberId, Duty)>);

impl OnDuty {
    /// There is no rota yet, so nobody is on duty.
    pub async fn load(_conn: &mut Conn, _now: Timestamp) -> Result<Self, DbError> {
        Ok(Self::default())
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
