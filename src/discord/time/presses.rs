//! The button under the answer to `/when`, and its custom id.

use crate::presses;

presses! {
    pub enum WhenPress: "when" {
        /// Posts the time in the channel. `at_ms`: milliseconds since 1970 UTC.
        Share(at_ms: i64) = "share/1604984400000", Public;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::wire::custom_id::assert_examples_round_trip;

    #[test]
    fn custom_ids_round_trip() {
        assert_examples_round_trip::<WhenPress>();
    }
}
