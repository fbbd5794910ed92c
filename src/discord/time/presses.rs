//! The button under the answer to `/when`, and its custom id.

use crate::presses;

presses! {
    pub enum WhenPress: "when" {
        /// Milliseconds UTC. Posts the time in the channel.
        Share(at_ms: i64) = "share/1604984400000", Public;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::wire::custom_id::round_trip;

    #[test]
    fn custom_ids_round_trip() {
        round_trip::<WhenPress>();
    }
}
