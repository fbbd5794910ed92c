//! The buttons of "How did it go?", and their custom ids.

use crate::helpdesk::{Rating, TicketId};
use crate::presses;

presses! {
    pub enum DeskPress: "desk" {
        /// The asker says how it went.
        Rate { ticket: TicketId, rating: Rating } = "rate/7/good", Update;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::wire::custom_id::assert_examples_round_trip;

    #[test]
    fn custom_ids_round_trip() {
        assert_examples_round_trip::<DeskPress>();
    }
}
