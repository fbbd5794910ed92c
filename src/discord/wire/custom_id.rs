//! Custom ids: the ids of buttons, selects and modals. Their format is `v1/<feature>/<action>/<args…>`. They have at
//! most 89 characters, plus the tag of a delivery.
//!
//! A message keeps its custom ids for as long as it exists, so an id may come from an old message or a forged request.
//! A custom id never grants a permission: every handler checks what the caller may do. When an id does not decode, the
//! person gets a friendly reply.
//!
//! A feature declares its ids in one table with [`presses!`](crate::presses). The handlers are implementations of
//! [`Handle`].
//!
//! [`Handle`]: crate::discord::router::Handle

use std::fmt::Display;
use std::str::FromStr;

use crate::discord::wire::ack::Ack;

/// The version of the id format. This program writes and accepts only this version.
const VERSION: &str = "v1";
/// Discord's limit for the length of a custom id, in characters.
const MAX_CHARS: usize = 100;
/// The length of a delivery's tag in characters ([`CustomId::tagged`]).
pub const TAG_CHARS: usize = 10;
/// The maximum length of an id without a tag. It leaves room for a delivery's tag.
const MAX_FEATURE_CHARS: usize = MAX_CHARS - 1 - TAG_CHARS;
/// Separates the delivery's tag from the rest of the id.
const TAG_MARK: char = '~';

/// The id of a button, select or modal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomId(String);

impl CustomId {
    /// # Panics
    /// If a feature's prefix or an action contains a `/`, or the id is longer than 89 characters. Both are defects in
    /// our source.
    pub fn new(prefix: &str, action: &Action) -> Self {
        assert!(!prefix.contains('/') && !action.name.contains('/'), "a prefix or an action must not contain a slash");
        let id = Self::format_id(prefix, action);
        assert!(
            id.chars().count() <= MAX_FEATURE_CHARS,
            "a custom id has at most {MAX_FEATURE_CHARS} characters: {id}"
        );
        Self(id)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the id of this press is short enough. Check this before you put text that a person typed into an id.
    pub fn fits<P: Press>(press: &P) -> bool {
        Self::format_id(P::PREFIX, &press.encode()).chars().count() <= MAX_FEATURE_CHARS
    }

    /// The press with as much of a person's text as fits into its id. The end of the text is cut off.
    pub fn longest_fitting<P: Press>(text: &str, press: impl Fn(String) -> P) -> P {
        let mut kept_text = text.trim().to_owned();
        loop {
            let candidate = press(kept_text.clone());
            if Self::fits(&candidate) || kept_text.pop().is_none() {
                return candidate;
            }
        }
    }

    fn format_id(prefix: &str, action: &Action) -> String {
        let mut id = format!("{VERSION}/{prefix}/{}", action.name);
        for arg in &action.args {
            id.push('/');
            id.push_str(arg);
        }
        id
    }

    /// This id with the tag of the delivery that sends it. Handlers do not see the tag.
    pub fn tagged(&self, tag: &str) -> Self {
        Self(format!("{}{TAG_MARK}{tag}", self.0))
    }
}

/// The delivery's tag in an id; `None` if the id has no tag.
pub fn tag_of(id: &str) -> Option<&str> {
    id.split_once(TAG_MARK).map(|(_, tag)| tag)
}

impl<P: Press> From<P> for CustomId {
    fn from(press: P) -> Self {
        CustomId::new(P::PREFIX, &press.encode())
    }
}

/// The action and the arguments of an id, for example `Action::new("seen").with(alert.id)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    name: &'static str,
    args: Vec<String>,
}

impl Action {
    pub fn new(name: &'static str) -> Self {
        Self { name, args: Vec::new() }
    }

    /// Adds an argument. The argument may contain any text: characters with a meaning in an id are escaped.
    pub fn with(mut self, arg: impl Display) -> Self {
        self.args.push(escaped(&arg.to_string()));
        self
    }
}

/// Escapes a text for an id: `/` separates arguments, `~` begins the tag, and `%` begins an escape sequence.
fn escaped(arg: &str) -> String {
    arg.replace('%', "%25").replace('/', "%2F").replace(TAG_MARK, "%7E")
}

fn unescaped(arg: &str) -> String {
    arg.replace("%7E", "~").replace("%2F", "/").replace("%25", "%")
}

/// Reads the arguments of an id in their order.
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

/// The buttons, selects and modals of one feature: an enum with a variant for each. [`presses!`](crate::presses)
/// implements this trait.
pub trait Press: Sized + Send + 'static {
    /// The feature's prefix in its ids. Messages keep their ids for years, so the prefix must never change.
    const PREFIX: &'static str;
    /// One example id for each variant, without version and prefix, in the order of the table.
    const EXAMPLES: &'static [&'static str];

    fn encode(&self) -> Action;

    /// Decodes an action and its arguments. `None` if the action is unknown, or an argument is missing or invalid.
    /// [`ParsedId::decode`] refuses remaining arguments.
    fn decode(action: &str, args: &mut Args<'_>) -> Option<Self>;

    /// How the interaction is acknowledged when the handler takes longer than 1.5 s.
    fn ack(&self) -> Ack;
}

/// Declares the custom ids of a feature. Each line has a variant and its arguments, an example of its id, and how the
/// interaction is acknowledged ([`Ack`]). The type of an argument needs `Display` and `FromStr`.
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
/// The macro takes the action from the example, so action and example cannot disagree. `assert_examples_round_trip`
/// tests all examples.
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

/// The first segment of an example: `seen` in `seen/7/1`.
pub fn action_of(example: &'static str) -> &'static str {
    example.split('/').next().unwrap_or(example)
}

/// An id split at its slashes. The arguments are still escaped.
#[derive(Debug)]
pub struct ParsedId<'a> {
    pub prefix: &'a str,
    pub action: &'a str,
    pub args: Vec<&'a str>,
}

impl<'a> ParsedId<'a> {
    /// Splits an id. `None` if the id has another version or too few segments.
    pub fn parse(id: &'a str) -> Option<Self> {
        let mut parts = id.split(TAG_MARK).next()?.split('/');
        if parts.next()? != VERSION {
            return None;
        }
        Some(Self { prefix: parts.next()?, action: parts.next()?, args: parts.collect() })
    }

    /// Decodes the id as a press of one feature. `None` if the action is unknown, an argument is missing or invalid, or
    /// there are too many arguments.
    pub fn decode<P: Press>(&self) -> Option<P> {
        let mut args = Args { rest: self.args.iter() };
        let press = P::decode(self.action, &mut args)?;
        args.rest.next().is_none().then_some(press)
    }
}

/// Panics unless each example decodes to a press, and that press encodes to the same id.
#[cfg(test)]
pub fn assert_examples_round_trip<P: Press>() {
    for example in P::EXAMPLES {
        let id = format!("{VERSION}/{}/{example}", P::PREFIX);
        let press: Option<P> = ParsedId::parse(&id).and_then(|parsed| parsed.decode());
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

    fn decode_test_press(id: &str) -> Option<TestPress> {
        ParsedId::parse(id)?.decode()
    }

    #[test]
    fn an_encoded_press_decodes_to_the_same_press() {
        let id = CustomId::from(TestPress::Move { ticket: 7, to: u64::MAX });
        assert_eq!(id.as_str(), "v1/test/move/7/18446744073709551615");
        assert_eq!(decode_test_press(id.as_str()), Some(TestPress::Move { ticket: 7, to: u64::MAX }));
    }

    #[test]
    fn the_tag_of_a_delivery_is_not_part_of_the_press() {
        let id = CustomId::from(TestPress::Seen(5)).tagged("k3J9x0Qa1z");
        assert_eq!(decode_test_press(id.as_str()), Some(TestPress::Seen(5)));
        assert_eq!(tag_of(id.as_str()), Some("k3J9x0Qa1z"));
    }

    #[test]
    fn forged_and_outdated_ids_are_refused() {
        let forged_ids = [
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
        for id in forged_ids {
            assert_eq!(decode_test_press(id), None, "{id}");
        }
    }

    crate::presses! {
        pub enum TextPress: "text" {
            Say(text: String) = "say/hello", Update;
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_that_fits_into_an_id_round_trips(text in ".{0,60}") {
            let press = TextPress::Say(text.clone());
            if CustomId::fits(&press) {
                let id = CustomId::from(press.clone()).tagged("k3J9x0Qa1z");
                proptest::prop_assert_eq!(ParsedId::parse(id.as_str()).and_then(|id| id.decode()), Some(press));
            }
        }

        #[test]
        fn parsing_an_id_never_panics(id in ".{0,100}", id_of_this_version in "v1/test/[a-z0-9/~%]{0,40}") {
            for id in [id, id_of_this_version] {
                let _ = decode_test_press(&id);
                let _ = tag_of(&id);
            }
        }
    }

    #[test]
    fn slash_and_tilde_in_an_argument_are_escaped() {
        let press = TextPress::Say("~a/b~%2F%".to_owned());
        let id = CustomId::from(press.clone());
        assert_eq!(id.as_str(), "v1/text/say/%7Ea%2Fb%7E%252F%25");
        assert_eq!(ParsedId::parse(id.as_str()).and_then(|id| id.decode()), Some(press));
    }

    #[test]
    fn examples_round_trip() {
        assert_examples_round_trip::<TestPress>();
    }
}
