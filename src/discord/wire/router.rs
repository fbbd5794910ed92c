//! The one typed router for custom ids: `v1/<room>/<action>/<args…>`, at most 89 characters, for buttons, selects and
//! modals alike.
//!
//! An id is a question, never a permission: it survives restarts and may come from an old message or a forged request,
//! so every handler authorizes the caller anew. What does not decode is answered with a friendly line, never with
//! silence.

use std::collections::HashMap;
use std::fmt::Display;
use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;

use crate::discord::call::{Call, Submitted};
use crate::discord::wire::guard::Ack;
use crate::discord::wire::user_error::{Outcome, Told};

/// The version that this program writes and reads.
const VERSION: &str = "v1";
const LONGEST: usize = 100;
/// What is left to a room, once a delivery's tag has its place.
const ROOM_FOR_A_ROOM: usize = LONGEST - 1 - crate::discord::wire::messenger::TAG;
/// Stands before the tag of a delivery.
const TAG_MARK: char = '~';

/// The id of a button, select or modal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomId(String);

impl CustomId {
    /// # Panics
    /// When a room or action has a `/` in it, or the whole is over 89 characters: both are mistakes in our source.
    pub fn new(room: &str, action: &Action) -> Self {
        assert!(!room.contains('/') && !action.name.contains('/'), "a slash ends a part of a custom id");
        let mut id = format!("{VERSION}/{room}/{}", action.name);
        for arg in &action.args {
            id.push('/');
            id.push_str(arg);
        }
        assert!(id.chars().count() <= ROOM_FOR_A_ROOM, "a custom id has at most {ROOM_FOR_A_ROOM} characters: {id}");
        Self(id)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same id with a mark that tells which delivery it came with; it is no part of the question.
    pub(in crate::discord) fn tagged(&self, tag: &str) -> Self {
        Self(format!("{}{TAG_MARK}{tag}", self.0))
    }
}

/// The tag of the delivery that an id came with.
pub(in crate::discord) fn tag_of(id: &str) -> Option<&str> {
    id.split_once(TAG_MARK).map(|(_, tag)| tag)
}

impl<P: Press> From<P> for CustomId {
    fn from(press: P) -> Self {
        CustomId::new(P::ROOM, &press.encode())
    }
}

/// What a room's enum turns into: `Action::new("seen").with(alert.id)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    name: &'static str,
    args: Vec<String>,
}

impl Action {
    pub fn new(name: &'static str) -> Self {
        Self { name, args: Vec::new() }
    }

    /// # Panics
    /// When the argument's text has a `/` or a `~` in it: give ids and short words, never people's texts.
    pub fn with(mut self, arg: impl Display) -> Self {
        let arg = arg.to_string();
        assert!(!arg.contains(['/', TAG_MARK]), "a slash or a tilde ends an argument of a custom id");
        self.args.push(arg);
        self
    }
}

/// The arguments of an id, read one after the other.
#[derive(Debug)]
pub struct Args<'a> {
    rest: std::slice::Iter<'a, &'a str>,
}

impl Args<'_> {
    /// The next argument; `None` when it is missing or does not parse.
    pub fn take<T: FromStr>(&mut self) -> Option<T> {
        self.rest.next()?.parse().ok()
    }
}

/// The buttons, selects and modals of one room: an enum, one variant for each act.
pub trait Press: Sized + Send + 'static {
    /// The room's name, also the start of its texts' keys: `alert`.
    const ROOM: &'static str;

    fn encode(&self) -> Action;

    /// `None` for what this version does not know. Arguments left over are refused by the router.
    fn decode(action: &str, args: &mut Args<'_>) -> Option<Self>;

    /// How it is acknowledged when the handler takes longer than 1.5 s.
    fn ack(&self) -> Ack {
        Ack::Private
    }

    /// Does it. `submitted` has what was chosen or typed.
    fn handle(self, call: &Call, submitted: Submitted) -> impl Future<Output = Outcome> + Send;
}

type Handling<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;
type Handler = for<'a> fn(&'a Call, &'a str, &'a [&'a str], Submitted) -> Option<Handling<'a>>;
type AckOf = fn(&str, &[&str]) -> Option<Ack>;

/// Who answers which ids.
#[derive(Default)]
pub struct Router {
    rooms: HashMap<&'static str, (AckOf, Handler)>,
}

impl Router {
    /// Registers a room's enum.
    pub fn room<P: Press>(mut self) -> Self {
        let known = self.rooms.insert(P::ROOM, (ack_of::<P>, handle::<P>));
        assert!(known.is_none(), "two rooms are called {}", P::ROOM);
        self
    }

    /// How the id is acknowledged; privately when nobody knows it.
    pub(in crate::discord) fn ack(&self, id: &str) -> Ack {
        let ack = Parsed::from(id).and_then(|parsed| {
            let (ack_of, _) = self.rooms.get(parsed.room)?;
            ack_of(parsed.action, &parsed.args)
        });
        ack.unwrap_or(Ack::Private)
    }

    pub(in crate::discord) async fn handle(&self, call: &Call, id: &str, submitted: Submitted) -> Outcome {
        let Some(parsed) = Parsed::from(id) else { return Err(outdated(call)) };
        let Some((_, handler)) = self.rooms.get(parsed.room) else { return Err(outdated(call)) };
        match handler(call, parsed.action, &parsed.args, submitted) {
            Some(handling) => handling.await,
            None => Err(outdated(call)),
        }
    }
}

fn ack_of<P: Press>(action: &str, args: &[&str]) -> Option<Ack> {
    decode::<P>(action, args).map(|press| press.ack())
}

fn handle<'a, P: Press>(call: &'a Call, action: &str, args: &[&str], submitted: Submitted) -> Option<Handling<'a>> {
    let press = decode::<P>(action, args)?;
    Some(Box::pin(press.handle(call, submitted)))
}

fn decode<P: Press>(action: &str, args: &[&str]) -> Option<P> {
    let mut args = Args { rest: args.iter() };
    let press = P::decode(action, &mut args)?;
    args.rest.next().is_none().then_some(press)
}

fn outdated(call: &Call) -> Told {
    Told::person(crate::say!(call.language(), "discord-outdated-button"))
}

struct Parsed<'a> {
    room: &'a str,
    action: &'a str,
    args: Vec<&'a str>,
}

impl<'a> Parsed<'a> {
    fn from(id: &'a str) -> Option<Self> {
        let mut parts = id.split(TAG_MARK).next()?.split('/');
        if parts.next()? != VERSION {
            return None;
        }
        Some(Self { room: parts.next()?, action: parts.next()?, args: parts.collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    enum TestPress {
        Seen(u64),
        Move { ticket: i64, to: u64 },
    }

    impl Press for TestPress {
        const ROOM: &'static str = "test";

        fn encode(&self) -> Action {
            match self {
                TestPress::Seen(id) => Action::new("seen").with(id),
                TestPress::Move { ticket, to } => Action::new("move").with(ticket).with(to),
            }
        }

        fn decode(action: &str, args: &mut Args<'_>) -> Option<Self> {
            match action {
                "seen" => Some(TestPress::Seen(args.take()?)),
                "move" => Some(TestPress::Move { ticket: args.take()?, to: args.take()? }),
                _ => None,
            }
        }

        fn ack(&self) -> Ack {
            Ack::Update
        }

        async fn handle(self, _call: &Call, _submitted: Submitted) -> Outcome {
            Ok(())
        }
    }

    fn read(id: &str) -> Option<TestPress> {
        let parsed = Parsed::from(id)?;
        decode::<TestPress>(parsed.action, &parsed.args)
    }

    #[test]
    fn an_id_reads_back_as_what_it_was_made_of() {
        let id = CustomId::from(TestPress::Move { ticket: 7, to: u64::MAX });
        assert_eq!(id.as_str(), "v1/test/move/7/18446744073709551615");
        assert_eq!(read(id.as_str()), Some(TestPress::Move { ticket: 7, to: u64::MAX }));
    }

    #[test]
    fn the_tag_of_a_delivery_is_no_part_of_the_question() {
        let id = CustomId::from(TestPress::Seen(5)).tagged("k3J9x0Qa1z");
        assert_eq!(read(id.as_str()), Some(TestPress::Seen(5)));
        assert_eq!(tag_of(id.as_str()), Some("k3J9x0Qa1z"));
    }

    #[test]
    fn forged_and_outdated_ids_are_refused() {
        let forged = [
            "",
            "/",
            "v1",
            "v1/test",
            "v1/test/",
            "v0/test/seen/5",
            "v2/test/seen/5",
            "v1/test/seen",
            "v1/test/seen/",
            "v1/test/seen/-1",
            "v1/test/seen/5/6",
            "v1/test/seen/5x",
            "v1/test/SEEN/5",
            "v1/test/move/1",
            "v1/test/seen/99999999999999999999",
            "seen/5",
            "~",
            "v1~/test/seen/5",
        ];
        for id in forged {
            assert_eq!(read(id), None, "{id}");
        }
        let router = Router::default().room::<TestPress>();
        assert_eq!(router.ack("v1/test/seen/5"), Ack::Update);
        assert_eq!(router.ack("v1/other/seen/5"), Ack::Private, "nobody's button is answered privately");
    }
}
