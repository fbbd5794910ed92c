//! The buttons and selects of deliveries, and their custom ids. Only the secretariat may use them; the service checks
//! this at every press.

use std::fmt;
use std::str::FromStr;

use crate::delivery::DeliveryId;
use crate::delivery::notices::NoticeId;
use crate::delivery::receipts::{Filter, Phase};
use crate::members::MemberId;
use crate::presses;

presses! {
    pub enum DeliveryPress: "delivery" {
        /// A page (from 0) of a list.
        List { listed: Listed, member: OfMember, page: u32 } = "list/open/0/2", Update;
        /// Shows the delivery that was chosen in a list.
        ShowChosen = "show-chosen", Private;
        /// Shows the current receipt.
        LookAgain(id: DeliveryId) = "look-again/12", Update;
        TryAgain(id: DeliveryId) = "try-again/12", Update;
        Cancel(id: DeliveryId) = "cancel/12", Update;
        /// Retries every delivery that a notice reports.
        TryAll(notice: NoticeId) = "try-all/3", Private;
        /// Records that Discord no longer has Magpie quarantined as a spammer.
        Lifted(notice: NoticeId) = "lifted/3", Private;
    }
}

/// Which deliveries a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// Failed, unknown and waiting deliveries.
    Open,
    Only(Phase),
    All,
}

impl Listed {
    pub fn code(self) -> &'static str {
        match self {
            Listed::Open => "open",
            Listed::Only(phase) => phase.code(),
            Listed::All => "all",
        }
    }

    pub fn filter(self, member: Option<MemberId>) -> Filter {
        let filter = match self {
            Listed::Open => Filter::open(),
            Listed::Only(phase) => Filter { phases: vec![phase], ..Filter::default() },
            Listed::All => Filter::all(),
        };
        Filter { member, ..filter }
    }
}

impl fmt::Display for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Listed {
    type Err = UnknownArgument;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        match code {
            "open" => Ok(Listed::Open),
            "all" => Ok(Listed::All),
            other => Phase::from_code(other).map(Listed::Only).ok_or(UnknownArgument),
        }
    }
}

/// Whose deliveries a list shows: one member's, or everybody's, which is `0` in a custom id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfMember(pub Option<MemberId>);

impl fmt::Display for OfMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(0, |member| member.0).fmt(f)
    }
}

impl FromStr for OfMember {
    type Err = UnknownArgument;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let id: u64 = text.parse().map_err(|_| UnknownArgument)?;
        Ok(Self(Some(MemberId(id)).filter(|_| id != 0)))
    }
}

/// An argument of a custom id that this version does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownArgument;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::wire::custom_id::{CustomId, round_trip};

    #[test]
    fn custom_ids_round_trip() {
        round_trip::<DeliveryPress>();
    }

    #[test]
    fn lists_of_one_member_and_of_one_state_keep_their_custom_ids() {
        let list = |listed, member: Option<u64>| {
            let member = OfMember(member.map(MemberId));
            CustomId::from(DeliveryPress::List { listed, member, page: 1 }).as_str().to_owned()
        };
        assert_eq!(list(Listed::Only(Phase::Waiting), None), "v1/delivery/list/waiting/0/1");
        assert_eq!(list(Listed::All, Some(77)), "v1/delivery/list/all/77/1");
    }
}
