//! The buttons and selects of deliveries, and their custom ids. They are only for the secretariat, which the service
//! checks at every press.

use std::fmt;
use std::str::FromStr;

use crate::delivery::DeliveryId;
use crate::delivery::notices::NoticeId;
use crate::delivery::receipts::{Filter, Phase};
use crate::members::MemberId;
use crate::presses;

presses! {
    pub enum DeliveryPress: "delivery" {
        /// Shows a page of a list. `page` counts from 0.
        List { scope: ListScope, member: MemberFilter, page: u32 } = "list/open/0/2", Update;
        /// Shows the delivery that was chosen in a list.
        ShowChosen = "show-chosen", Private;
        /// Shows the current receipt.
        LookAgain(id: DeliveryId) = "look-again/12", Update;
        TryAgain(id: DeliveryId) = "try-again/12", Update;
        Cancel(id: DeliveryId) = "cancel/12", Update;
        /// Retries every delivery that a notice reports.
        TryAll(notice: NoticeId) = "try-all/3", Private;
        /// Records that Discord has ended Magpie's quarantine as a suspected spammer.
        QuarantineLifted(notice: NoticeId) = "lifted/3", Private;
    }
}

/// Which deliveries a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListScope {
    /// Failed, unknown and waiting deliveries.
    Open,
    Only(Phase),
    All,
}

impl ListScope {
    pub fn code(self) -> &'static str {
        match self {
            ListScope::Open => "open",
            ListScope::Only(phase) => phase.code(),
            ListScope::All => "all",
        }
    }

    pub fn filter(self, member: Option<MemberId>) -> Filter {
        let filter = match self {
            ListScope::Open => Filter::open(),
            ListScope::Only(phase) => Filter { phases: vec![phase], ..Filter::default() },
            ListScope::All => Filter::all(),
        };
        Filter { member, ..filter }
    }
}

impl fmt::Display for ListScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for ListScope {
    type Err = UnknownArgument;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        match code {
            "open" => Ok(ListScope::Open),
            "all" => Ok(ListScope::All),
            other => Phase::from_code(other).map(ListScope::Only).ok_or(UnknownArgument),
        }
    }
}

/// Whose deliveries a list shows: those of one member, or those of everybody (`0` in a custom id).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemberFilter(pub Option<MemberId>);

impl fmt::Display for MemberFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(0, |member| member.0).fmt(f)
    }
}

impl FromStr for MemberFilter {
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
    use crate::discord::wire::custom_id::{CustomId, assert_examples_round_trip};

    #[test]
    fn custom_ids_round_trip() {
        assert_examples_round_trip::<DeliveryPress>();
    }

    #[test]
    fn lists_of_one_member_and_of_one_state_keep_their_custom_ids() {
        let list = |scope, member: Option<u64>| {
            let member = MemberFilter(member.map(MemberId));
            CustomId::from(DeliveryPress::List { scope, member, page: 1 }).as_str().to_owned()
        };
        assert_eq!(list(ListScope::Only(Phase::Waiting), None), "v1/delivery/list/waiting/0/1");
        assert_eq!(list(ListScope::All, Some(77)), "v1/delivery/list/all/77/1");
    }
}
