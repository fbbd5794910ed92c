//! Custom ids, the ids of buttons, selects and forms: `v1/<feature>/<action>/<args…>`, at most 89 characters.
//!
//! A custom id stays in a message for as long as the message exists, so it may come from an old message or a forged
//! request. It is never a permission: every handler authorizes the caller again. An id that does not decode is answered
//! with a friendly line.
//!
//! A feature declares its ids in one table with [`presses!`](crate::presses); the handlers are elsewhere ([`Handle`]).
//!
//! [`Handle`]: crate::discord::router::Handle

use std::fmt::Display;
use std::str::FromStr;

use crate::discord::wire::ack::Ack;

/// The version that this program writes and accepts.
const VERSION: &str = "v1";
/// Discord's limit for a custom id, in characters.
const MAX_CHARS: usize = 100;
/// Characters of a delivery's tag ([`CustomId::tagged`]).
pub const TAG_CHARS: usize = 10;
/// The space for a feature's own part, because a delivery's tag may follow.
const MAX_FEATURE_CHARS: usize = MAX_CHARS - 1 - TAG_CHARS;
/// Separates the tag of a delivery from the id.
const TAG_MARK: char = '~';

/// The id of a button, select or form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomId(String);

impl CustomId {
    /// # Panics
    /// When a feature's prefix or an action has a `/` in it, or the id is longer than 89 characters: both are defects
    /// in our source.
    pub fn new(prefix: &str, action: &Action) -> Self {
        assert!(!prefix.contains('/') && !action.name.contains('/'), "a slash ends a part of a custom id");
        let id = Self::written(prefix, action);
        assert!(
            id.chars().count() <= MAX_FEATURE_CHARS,
            "a custom id has at most {MAX_FEATURE_CHARS} characters: {id}"
        );
        Self(id)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the id of this press is short enough. Ask before a text of a person becomes a part of it.
    pub fn fits<P: Press>(press: &P) -> bool {
        Self::written(P::PREFIX, &press.encode()).chars().count() <= MAX_FEATURE_CHARS
    }

    /// The press with as much of a person's text as fits into its id.
    pub fn fitting<P: Press>(text: &str, press: impl Fn(String) -> P) -> P {
        let mut kept = text.trim().to_owned();
        loop {
            let candidate = press(kept.clone());
            if Self::fits(&candidate) || kept.pop().is_none() {
                return candidate;
            }
        }
    }

    fn written(prefix: &str, action: &Action) -> String {
        let mut id = format!("{VERSION}/{prefix}/{}", action.name);
        for arg in &action.args {
            id.push('/');
            id.push_str(arg);
        }
        id
    }

    /// The same id with a tag that tells which delivery it came with; handlers do not see the tag.
    pub fn tagged(&self, tag: &str) -> Self {
        Self(format!("{}{TAG_MARK}{tag}", self.0))
    }
}

/// The tag in an id.
pub fn tag_of(id: &str) -> Option<&str> {
    id.split_once(TAG_MARK).map(|(_, tag)| tag)
}

impl<P: Press> From<P> for CustomId {
    fn from(press: P) -> Self {
        CustomId::new(P::PREFIX, &press.encode())
    }
}

/// The action and the arguments of an id: `Action::new("seen").with(alert.id)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    name: &'static str,
    args: Vec<String>,
}

impl Action {
    pub fn new(name: &'static str) -> Self {
        Self { name, args: Vec::new() }
    }

    /// Any text: the characters that have a meaning in an id are escaped.
    pub fn with(mut self, arg: impl Display) -> Self {
        self.args.push(escaped(&arg.to_string()));
        self
    }
}

/// What a text is in an id: `/` and `~` would end it, and `%` begins an escape.
fn escaped(arg: &str) -> String {
    arg.replace('%', "%25").replace('/', "%2F").replace(TAG_MARK, "%7E")
}

fn unescaped(arg: &str) -> String {
    arg.replace("%7E", "~").replace("%2F", "/").replace("%25", "%")
}

/// The arguments of an id, read one after the other.
#[derive(Debug)]
pub struct Args<'a> {
    rest: std::slice::Iter<'a, &'a str>,
}

impl Args<'_> {
    /// The next argument; `None` when it is missing or does not parse.
    pub fn take<T: FromStr>(&mut self) -> Option<T> {
        unescaped(self.rest.next()?).parse().ok()
    }
}

/// The buttons, selects and forms of one feature: an enum with a variant for each. Implemented by
/// [`presses!`](crate::presses).
pub trait Press: Sized + Send + 'static {
    /// The feature's part of an id. Messages carry it for years, so it never changes.
    const PREFIX: &'static str;
    /// An id of each variant, without version and prefix, in the order of the table.
    const EXAMPLES: &'static [&'static str];

    fn encode(&self) -> Action;

    /// `None` for an action that this version does not know. [`decode`] refuses remaining arguments.
    fn decode(action: &str, args: &mut Args<'_>) -> Option<Self>;

    /// How the interaction is acknowledged when the handler takes longer than 1.5 s.
    fn ack(&self) -> Ack;
}

/// Declares the custom ids of a feature, one line for each variant: the variant and its arguments, an example of its
/// id, and how it is acknowledged ([`Ack`]). An argument's type has `Display` and `FromStr`.
///
/// ```ignore
/// presses! {
///     pub enum AlertPress: "alert" {
///         Seen(alert: AlertId, version: u32) = "seen/7/1", Update;
///         Discard(draft: DraftId) = "discard/7", Update;
///         WriteTo { severity: Severity } = "write-to/urgent", Private;
///     }
/// }
/// ```
///
/// The action is the example's first part, so the examples cannot disagree with the codec; `round_trip` tests them all.
#[macro_export]
macro_rules! presses {
    (
        $(#[$meta:meta])*
        pub enum $press:ident: $prefix:literal {
            $(
                $(#[$doc:meta])*
                $variant:ident
                $(( $($arg:ident: $arg_type:ty),* $(,)? ))?
                $({ $($field:ident: $field_type:ty),* $(,)? })?
                = $example:literal, $ack:ident;
            )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum $press {
            $( $(#[$doc])* $variant $(( $($arg_type),* ))? $({ $($field: $field_type),* })?, )*
        }

        impl $crate::discord::wire::custom_id::Press for $press {
            const PREFIX: &'static str = $prefix;
            const EXAMPLES: &'static [&'static str] = &[$($example),*];

            fn encode(&self) -> $crate::discord::wire::custom_id::Action {
                match self {
                    $( Self::$variant $(( $($arg),* ))? $({ $($field),* })? => {
                        $crate::discord::wire::custom_id::Action::new(
                            $crate::discord::wire::custom_id::action_of($example),
                        )
                        $($(.with($arg))*)?
                        $($(.with($field))*)?
                    } )*
                }
            }

            fn decode(action: &str, args: &mut $crate::discord::wire::custom_id::Args<'_>) -> Option<Self> {
                $(
                    if action == $crate::discord::wire::custom_id::action_of($example) {
                        return Some(Self::$variant
                            $(( $(args.take::<$arg_type>()?),* ))?
                            $({ $($field: args.take::<$field_type>()?),* })?
                        );
                    }
                )*
                let _ = args;
                None
            }

            fn ack(&self) -> $crate::discord::wire::ack::Ack {
                match self {
                    $( Self::$variant $(( $($arg),* ))? $({ $($field),* })? => {
                        $($(let _ = $arg;)*)?
                        $($(let _ = $field;)*)?
                        $crate::discord::wire::ack::Ack::$ack
                    } )*
                }
            }
        }
    };
}

/// The first part of an example: `seen` of `seen/7/1`.
pub fn action_of(example: &'static str) -> &'static str {
    example.split('/').next().unwrap_or(example)
}

/// An id split into its parts, not decoded.
#[derive(Debug)]
pub struct Parsed<'a> {
    pub prefix: &'a str,
    pub action: &'a str,
    pub args: Vec<&'a str>,
}

impl<'a> Parsed<'a> {
    /// `None` for an id of another version or another shape.
    pub fn from(id: &'a str) -> Option<Self> {
        let mut parts = id.split(TAG_MARK).next()?.split('/');
        if parts.next()? != VERSION {
            return None;
        }
        Some(Self { prefix: parts.next()?, action: parts.next()?, args: parts.collect() })
    }

    /// `None` when the action is unknown, or an argument is missing, invalid or left over.
    pub fn decode<P: Press>(&self) -> Option<P> {
        let mut args = Args { rest: self.args.iter() };
        let press = P::decode(self.action, &mut args)?;
        args.rest.next().is_none().then_some(press)
    }
}

/// Fails unless the example of every variant decodes to a press that encodes to the same id.
#[cfg(test)]
pub fn round_trip<P: Press>() {
    for example in P::EXAMPLES {
        let id = format!("{VERSION}/{}/{example}", P::PREFIX);
        let press: Option<P> = Parsed::from(&id).and_then(|parsed| parsed.decode());
        let press = press.unwrap_or_else(|| panic!("the example {id} does not decode"));
        assert_eq!(CustomId::from(press).as_str(), id, "the example encodes as another id");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::presses! {
        pub enum TestPress: "test" {
            Seen(id: u64) = "seen/5", Update;
            Move { ticket: i64, to: u64 } = "move/7/8", Update;
        }
    }

    fn read(id: &str) -> Option<TestPress> {
        Parsed::from(id)?.decode()
    }

    #[test]
    fn an_id_decodes_to_the_press_it_encodes() {
        let id = CustomId::from(TestPress::Move { ticket: 7, to: u64::MAX });
        assert_eq!(id.as_str(), "v1/test/move/7/18446744073709551615");
        assert_eq!(read(id.as_str()), Some(TestPress::Move { ticket: 7, to: u64::MAX }));
    }

    #[test]
    fn the_tag_of_a_delivery_is_not_part_of_the_press() {
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
    }

    crate::presses! {
        pub enum TextPress: "text" {
            Say(text: String) = "say/hello", Update;
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_comes_back_from_an_id_or_does_not_fit(text in ".{0,60}") {
            let press = TextPress::Say(text.clone());
            if CustomId::fits(&press) {
                let id = CustomId::from(press.clone()).tagged("k3J9x0Qa1z");
                proptest::prop_assert_eq!(Parsed::from(id.as_str()).and_then(|id| id.decode()), Some(press));
            }
        }

        #[test]
        fn no_id_panics(id in ".{0,100}", ours in "v1/test/[a-z0-9/~%]{0,40}") {
            for id in [id, ours] {
                let _ = read(&id);
                let _ = tag_of(&id);
            }
        }
    }

    #[test]
    fn slash_and_tilde_are_text() {
        let press = TextPress::Say("~a/b~%2F%".to_owned());
        let id = CustomId::from(press.clone());
        assert_eq!(id.as_str(), "v1/text/say/%7Ea%2Fb%7E%252F%25");
        assert_eq!(Parsed::from(id.as_str()).and_then(|id| id.decode()), Some(press));
    }

    #[test]
    fn examples_round_trip() {
        round_trip::<TestPress>();
    }
}
