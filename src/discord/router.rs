//! Routes a custom id to the feature that handles it.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;

use crate::discord::access;
use crate::discord::call::{Call, Submitted};
use crate::discord::wire::ack::Ack;
use crate::discord::wire::custom_id::{ParsedId, Press, action_of};
use crate::discord::wire::user_error::{Outcome, UserError};

/// Handles the presses of one feature.
pub trait Handle: Press {
    /// The inputs of this feature's forms into which people paste long texts, each with its limit in characters.
    /// Discord's client cuts off a longer text without a warning.
    const LONG_INPUTS: &'static [(&'static str, usize)] = &[];

    /// Handles one press. `submitted` holds what the person chose or typed.
    fn handle(self, call: &Call, submitted: Submitted) -> impl Future<Output = Outcome> + Send;
}

type HandlerFuture<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;
type Handler = for<'a> fn(&'a Call, &ParsedId<'_>, Submitted) -> Option<HandlerFuture<'a>>;
type AckOf = fn(&ParsedId<'_>) -> Option<Ack>;

/// The presses of one feature.
struct Presses {
    ack_of: AckOf,
    handler: Handler,
    /// One example id for each press.
    examples: &'static [&'static str],
}

/// The handlers of all features, by prefix.
#[derive(Default)]
pub struct Router {
    features: HashMap<&'static str, Presses>,
}

impl Router {
    /// Registers a feature's presses.
    ///
    /// # Panics
    /// When another feature has the same prefix.
    pub fn feature<P: Handle>(mut self) -> Self {
        let presses = Presses { ack_of: ack_of::<P>, handler: handle::<P>, examples: P::EXAMPLES };
        let previous = self.features.insert(P::PREFIX, presses);
        assert!(previous.is_none(), "two features have the prefix {}", P::PREFIX);
        self
    }

    /// How to acknowledge this press. An id that no feature knows is acknowledged privately.
    pub fn ack(&self, id: &str) -> Ack {
        let ack = ParsedId::parse(id).and_then(|parsed| {
            let presses = self.features.get(parsed.prefix)?;
            (presses.ack_of)(&parsed)
        });
        ack.unwrap_or(Ack::Private)
    }

    /// All presses, as pairs of feature and action.
    pub fn actions(&self) -> impl Iterator<Item = (&'static str, &'static str)> + '_ {
        let actions_of_feature = |(prefix, presses): (&&'static str, &Presses)| {
            let prefix = *prefix;
            presses.examples.iter().map(move |example| (prefix, action_of(example))).collect::<Vec<_>>()
        };
        self.features.iter().flat_map(actions_of_feature)
    }

    /// Checks that the caller may start this press, then runs its handler.
    pub async fn handle(&self, call: &Call, id: &str, submitted: Submitted) -> Outcome {
        let Some(parsed) = ParsedId::parse(id) else { return Err(outdated(call)) };
        let Some(presses) = self.features.get(parsed.prefix) else { return Err(outdated(call)) };
        match (presses.handler)(call, &parsed, submitted) {
            Some(handling) => {
                access::check(call, access::press_access(parsed.prefix, parsed.action)).await?;
                handling.await
            }
            None => Err(outdated(call)),
        }
    }
}

fn ack_of<P: Press>(parsed: &ParsedId<'_>) -> Option<Ack> {
    parsed.decode::<P>().map(|press| press.ack())
}

fn handle<'a, P: Handle>(call: &'a Call, parsed: &ParsedId<'_>, submitted: Submitted) -> Option<HandlerFuture<'a>> {
    let press = parsed.decode::<P>()?;
    Some(Box::pin(async move {
        let inputs_at_limit = submitted.inputs_at_limit(P::LONG_INPUTS);
        press.handle(call, submitted).await?;
        call.warn_of_cut_texts(&inputs_at_limit).await
    }))
}

fn outdated(call: &Call) -> UserError {
    UserError::message(crate::say!(call.language(), "discord-outdated-button"))
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::presses! {
        pub enum TestPress: "test" {
            Seen(id: u64) = "seen/5", Update;
        }
    }

    impl Handle for TestPress {
        async fn handle(self, _call: &Call, _submitted: Submitted) -> Outcome {
            Ok(())
        }
    }

    #[test]
    fn an_unknown_id_is_acknowledged_privately() {
        let router = Router::default().feature::<TestPress>();
        assert_eq!(router.ack("v1/test/seen/5"), Ack::Update);
        assert_eq!(router.ack("v1/other/seen/5"), Ack::Private);
    }
}
