//! Loads the Fluent files and renders their texts.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use include_dir::{Dir, include_dir};
use unic_langid::LanguageIdentifier;

use super::commands::marked;
use crate::time::Language;

pub(super) static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/config/locales");

/// A value in a text: a string or a number. A number also selects the plural form.
pub type Arg<'a> = FluentValue<'a>;
/// The values in a text. Each has the name that the Fluent file uses.
pub type Args<'a> = FluentArgs<'a>;

type Bundles = HashMap<Language, FluentBundle<FluentResource>>;

static BUNDLES: LazyLock<Bundles> = LazyLock::new(|| Language::ALL.into_iter().map(|l| (l, load(l))).collect());

fn load(language: Language) -> FluentBundle<FluentResource> {
    let locale: LanguageIdentifier = language.locale().parse().expect("a language's locale is a BCP 47 tag");
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // Isolation marks help only if a text has parts from right to left. All languages of Magpie run from left to right,
    // and Discord shows the marks as boxes on some phones.
    bundle.set_use_isolating(false);
    for (name, function) in FUNCTIONS {
        bundle
            .add_function(name, move |arguments, _| function(language, arguments))
            .expect("no other function has this name");
    }
    let folder = LOCALES.get_dir(language.code()).expect("every language has its folder of texts");
    for file in folder.files() {
        let text = file.contents_utf8().expect("texts are UTF-8").to_owned();
        let resource = FluentResource::try_new(text)
            .unwrap_or_else(|(_, faults)| panic!("{} does not parse: {faults:?}", file.path().display()));
        if let Err(faults) = bundle.add_resource(resource) {
            panic!("{} repeats a text: {faults:?}", file.path().display());
        }
    }
    bundle
}

/// Renders the text `key` in `language`. `key.attribute` renders an attribute of the text. If the language does not
/// have the text, renders the English text. If English does not have it, logs an error and returns `[key]`.
pub fn say(language: Language, key: &str, args: &Args<'_>) -> String {
    lookup(language, key, args).or_else(|| lookup(Language::English, key, args)).unwrap_or_else(|| {
        tracing::error!(text.key = key, "no text has this key");
        format!("[{key}]")
    })
}

/// A command as people type it in this language, such as `/ticket list`. `path` has its English names: `ticket list`.
pub fn command(language: Language, path: &str) -> String {
    let mut key = "command".to_owned();
    let mut words = String::from("/");
    for (n, name) in path.split(' ').enumerate() {
        key = format!("{key}-{name}");
        if n > 0 {
            words.push(' ');
        }
        words.push_str(&say(language, &key, &Args::new()));
    }
    words
}

type Function = for<'a> fn(Language, &[FluentValue<'a>]) -> FluentValue<'a>;

/// The functions that texts in Fluent files can call.
const FUNCTIONS: [(&str, Function); 4] =
    [("COMMAND", command_function), ("HOUR", hour_function), ("SOUND", sound_function), ("WEEKDAY", weekday_function)];

/// The keys of the weekdays. Each text has its abbreviation as the attribute `short`.
const WEEKDAYS: [&str; 7] =
    ["time-monday", "time-tuesday", "time-wednesday", "time-thursday", "time-friday", "time-saturday", "time-sunday"];

/// `HOUR("01:30")` gives the hour as a number. In Spanish, the hour decides the article before the time: "la 01:30",
/// "las 02:30".
fn hour_function<'a>(_: Language, arguments: &[FluentValue<'a>]) -> FluentValue<'a> {
    let hour = match arguments {
        [FluentValue::String(time)] => time.split(':').next().and_then(|hour| hour.parse::<i64>().ok()),
        _ => None,
    };
    hour.map_or(FluentValue::Error, FluentValue::from)
}

/// `SOUND("Inés")` gives `i` if the text begins with the sound "i", otherwise `other`. In Spanish, this sound decides
/// the word for "and" before the text: "e Inés", "y Ana".
fn sound_function<'a>(_: Language, arguments: &[FluentValue<'a>]) -> FluentValue<'a> {
    let [FluentValue::String(text)] = arguments else { return FluentValue::Error };
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let text = text.strip_prefix('h').filter(|rest| !rest.starts_with("ie")).unwrap_or(&text);
    if text.starts_with(['i', 'í']) { "i".into() } else { "other".into() }
}

/// `WEEKDAY("mar 14:15")` gives the time with its weekday in full: "martes 14:15". In Spanish, an abbreviation after an
/// article reads as another word: "el mar" is the sea. A text that does not begin with a weekday stays as it is.
fn weekday_function<'a>(language: Language, arguments: &[FluentValue<'a>]) -> FluentValue<'a> {
    let [FluentValue::String(time)] = arguments else { return FluentValue::Error };
    let in_full = WEEKDAYS.iter().find_map(|key| {
        let short = lookup(language, &format!("{key}.short"), &Args::new())?;
        let rest = time.strip_prefix(short.as_str()).filter(|rest| rest.starts_with(' '))?;
        Some(format!("{}{rest}", lookup(language, key, &Args::new())?))
    });
    in_full.map_or_else(|| FluentValue::String(time.clone()), FluentValue::from)
}

/// `COMMAND("ticket list")` gives the command as people type it, between two marks.
fn command_function<'a>(language: Language, arguments: &[FluentValue<'a>]) -> FluentValue<'a> {
    match arguments {
        [FluentValue::String(path)] => marked(&command(language, path)).into(),
        _ => FluentValue::Error,
    }
}

/// The rendered text `key` in `language`. `None` if the language does not have it.
fn lookup(language: Language, key: &str, args: &Args<'_>) -> Option<String> {
    let bundle = &BUNDLES[&language];
    let (id, attribute) = key.split_once('.').map_or((key, None), |(id, attribute)| (id, Some(attribute)));
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        Some(name) => message.get_attribute(name)?.value(),
        None => message.value()?,
    };
    let mut faults = Vec::new();
    let text: Cow<'_, str> = bundle.format_pattern(pattern, Some(args), &mut faults);
    if !faults.is_empty() {
        tracing::error!(text.key = key, text.language = language.code(), ?faults, "a text could not be filled in");
    }
    Some(text.into_owned())
}

/// Whether `language` has the text `key` in its own files.
pub fn has_text(language: Language, key: &str) -> bool {
    BUNDLES[&language].has_message(key)
}

/// Renders a text with its values: `say!(language, "key", name = value, …)`. See [`say`](crate::words::say).
#[macro_export]
macro_rules! say {
    ($language:expr, $key:expr $(, $name:ident = $value:expr)* $(,)?) => {{
        #[allow(unused_mut)]
        let mut args = $crate::words::Args::new();
        $(args.set(stringify!($name), $value);)*
        $crate::words::say($language, $key, &args)
    }};
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekday_after_an_article_is_written_in_full() {
        let weekday = |language, time: &'static str| weekday_function(language, &[time.into()]);
        assert_eq!(weekday(Language::Spanish, "mar 14:15"), "martes 14:15".into());
        assert_eq!(
            weekday(Language::Spanish, "mié 11 nov, 04:15 (mar 18:15 UTC)"),
            "miércoles 11 nov, 04:15 (mar 18:15 UTC)".into()
        );
        assert_eq!(weekday(Language::French, "mar. 10 nov., 14:15"), "mardi 10 nov., 14:15".into());
        assert_eq!(weekday(Language::Spanish, "<t:1605032100:F> (mar 10 nov)"), "<t:1605032100:F> (mar 10 nov)".into());
        assert_eq!(weekday(Language::Spanish, "mares"), "mares".into());
    }

    #[test]
    fn command_is_named_in_the_language_of_the_text() {
        assert_eq!(command(Language::English, "ticket list"), "/ticket list");
        assert_eq!(command(Language::French, "ticket list"), "/demande liste");
        assert_eq!(command(Language::Spanish, "remind-members"), "/recordar-miembros");
    }
}
