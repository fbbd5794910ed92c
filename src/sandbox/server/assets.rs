//! Serves the files and texts of the phone wall page, and the attachments of messages.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use include_dir::{Dir, include_dir};
use serde::{Deserialize, Serialize};

use super::state::Discord;
use crate::time::{Language, Place, PlaceName, Timestamp, ZoneAnswer, ZoneId, find_zone};

static WALL: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/sandbox/wall");
static LOCALES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/config/locales");

/// The `Content-Security-Policy` of the page. With it, the page can run only its own scripts.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub async fn index() -> Response {
    file("index.html")
}

pub async fn asset(Path(path): Path<String>) -> Response {
    file(&path)
}

fn file(path: &str) -> Response {
    let Some(file) = WALL.get_file(path) else { return StatusCode::NOT_FOUND.into_response() };
    let content_type = match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("json" | "webmanifest") => "application/json",
        _ => "application/octet-stream",
    };
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, PAGE_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, file.contents()).into_response()
}

#[derive(Deserialize)]
pub struct TextsQuery {
    #[serde(default)]
    lang: String,
}

/// The bot's texts that the cards quote: the key on the page, the file and the key in it. They are in English, because
/// the phones of the cards' sleepers are.
const QUOTED_TEXTS: [(&str, &str, &str); 1] = [("wall-bot-slept-too-late", "alert", "alert-slept-too-late")];

/// Returns the page's texts in a language, as one flat JSON object. A text that the language lacks is in English.
pub async fn texts(Query(query): Query<TextsQuery>) -> Json<BTreeMap<String, String>> {
    let language = query.lang.split(['-', '_']).next().unwrap_or_default();
    let mut texts = texts_of(Language::default().code());
    texts.extend(texts_of(language));
    texts.extend(QUOTED_TEXTS.into_iter().map(|(page_key, file, key)| {
        let text = texts_in(Language::default().code(), file).remove(key).unwrap_or_default();
        (page_key.to_owned(), without_placeables(&text))
    }));
    Json(texts)
}

/// The text with `…` instead of each placeable.
fn without_placeables(text: &str) -> String {
    let mut pieces = text.split('{');
    let start = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(start, |text, piece| text + "…" + piece.split_once('}').map_or("", |(_, after)| after))
}

/// A language that the page can be read in.
#[derive(Serialize)]
pub struct WallLanguage {
    code: &'static str,
    /// The language's name in that language, for example `Français`.
    name: String,
    /// The BCP 47 tag with which the page formats dates and numbers.
    locale: &'static str,
    discord_locales: &'static [&'static str],
}

/// Returns the languages of the page, in the order in which its menus show them.
pub async fn languages() -> Json<Vec<WallLanguage>> {
    let describe = |language: Language| WallLanguage {
        code: language.code(),
        name: texts_of(language.code()).remove("wall-language-name").unwrap_or_else(|| language.name().to_owned()),
        locale: language.locale(),
        discord_locales: language.discord_locales(),
    };
    Json(Language::ALL.into_iter().map(describe).collect())
}

/// The names of a member's places in one language.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct MemberPlaces {
    city: Option<String>,
    /// The city or country after which the time zone is named.
    zone: Option<String>,
}

/// Returns the names of each member's city and zone in a language, by handle. They are the names that the bot uses.
pub async fn places(
    State(discord): State<Arc<Discord>>,
    Query(query): Query<TextsQuery>,
) -> Json<BTreeMap<String, MemberPlaces>> {
    let (language, now) = (Language::from_locale(&query.lang), discord.now());
    let members = discord.read(|state| state.world.members());
    let named = members.into_iter().map(|member| {
        let zone = member.zone.as_deref().and_then(|id| ZoneId::parse(id).ok());
        (member.handle, places_of(member.city.as_deref(), zone, language, now))
    });
    Json(named.collect())
}

fn places_of(city: Option<&str>, zone: Option<ZoneId>, language: Language, now: Timestamp) -> MemberPlaces {
    let zone_name = |zone: ZoneId| zone.as_str().rsplit('/').next().unwrap_or_default().replace('_', " ");
    let translated = |name: String| place_name(&name, zone, language, now).unwrap_or(name);
    MemberPlaces {
        city: city.map(|city| translated(city.to_owned())),
        zone: zone.map(|zone| translated(zone_name(zone))),
    }
}

/// The bot's name in `language` for the place that `name` means in this zone. `None` if the bot does not know the
/// place, or spells it only with other punctuation.
fn place_name(name: &str, zone: Option<ZoneId>, language: Language, now: Timestamp) -> Option<String> {
    let candidates = match find_zone(name, now) {
        ZoneAnswer::One { place, corrected: false } => vec![place],
        ZoneAnswer::Ask(places) => places,
        ZoneAnswer::One { .. } | ZoneAnswer::Unknown(_) => Vec::new(),
    };
    let is_named_place = |place: &&Place| matches!(place.name, PlaceName::City { .. } | PlaceName::Country(_));
    let has_zone = |place: &&Place| zone.is_some_and(|zone| place.zone.canonical() == zone.canonical());
    let place = candidates.iter().filter(is_named_place).find(has_zone)?;
    let named = if place.label(Language::English) == place.short_label(Language::English) {
        // The place is named after its country, such as Fiji. Only the country has names in other languages.
        let label = place.label(language);
        label.rsplit_once(", ").map_or_else(|| label.clone(), |(_, country)| country.to_owned())
    } else {
        place.short_label(language)
    };
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    (letters(&named) != letters(name)).then_some(named)
}

/// The page's texts in a language.
fn texts_of(language: &str) -> BTreeMap<String, String> {
    texts_in(language, "wall")
}

fn texts_in(language: &str, file: &str) -> BTreeMap<String, String> {
    let file = LOCALES.get_file(format!("{language}/{file}.ftl"));
    messages_of(file.and_then(|file| file.contents_utf8()).unwrap_or_default())
}

/// Maps each key of a Fluent file to its text. Placeables stay unchanged in the text, and so do attributes and
/// selectors, with their lines joined. Terms are skipped.
fn messages_of(source: &str) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    let mut current_message: Option<(String, Vec<&str>)> = None;
    for line in source.lines() {
        if line.starts_with([' ', '\t']) {
            if let Some((_, text)) = &mut current_message {
                text.push(line.trim());
            }
            continue;
        }
        texts.extend(current_message.take().map(|(key, text)| (key, text.join("\n").trim().to_owned())));
        let message = line.split_once('=').filter(|_| !line.starts_with(['#', '-']));
        current_message = message.map(|(key, text)| (key.trim().to_owned(), vec![text.trim()]));
    }
    texts.extend(current_message.map(|(key, text)| (key, text.join("\n").trim().to_owned())));
    texts
}

pub async fn attachment(State(discord): State<Arc<Discord>>, Path(path): Path<String>) -> Response {
    let found = discord.read(|state| {
        let file = state.world.attachment(&path)?;
        Some((file.content_type.clone(), Bytes::copy_from_slice(&file.bytes)))
    });
    let Some((content_type, bytes)) = found else { return StatusCode::NOT_FOUND.into_response() };
    let kind = content_type.and_then(|kind| HeaderValue::from_str(&kind).ok());
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, kind.unwrap_or(HeaderValue::from_static("application/octet-stream")));
    // Browsers must download attachments, and never run them in the page's origin.
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    headers.insert(HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fluent_texts_keep_their_placeables_and_continued_lines() {
        let texts =
            messages_of("# Title\nwall-title = Phones\nwall-now =\n    It is { $time }\n    in UTC\n\n-term = no\n");
        assert_eq!(texts.get("wall-title").map(String::as_str), Some("Phones"));
        assert_eq!(texts.get("wall-now").map(String::as_str), Some("It is { $time }\nin UTC"));
        assert_eq!(texts.len(), 2);
    }

    #[test]
    fn places_have_the_names_that_the_bot_uses() {
        let now = "2020-11-10T16:55:00Z".parse().expect("it is an instant");
        let names = |city: &str, zone: &str| {
            Language::ALL.map(|language| {
                let MemberPlaces { city, zone } = places_of(Some(city), ZoneId::parse(zone).ok(), language, now);
                format!("{} / {}", city.unwrap_or_default(), zone.unwrap_or_default())
            })
        };
        assert_eq!(names("Geneva", "Europe/Zurich"), ["Geneva / Zurich", "Genève / Zurich", "Ginebra / Zúrich"]);
        assert_eq!(names("London", "Europe/London"), ["London / London", "Londres / Londres", "Londres / Londres"]);
        assert_eq!(
            names("Praia", "Atlantic/Cape_Verde"),
            ["Praia / Cabo Verde", "Praia / Cap-Vert", "Praia / Cabo Verde"]
        );
        assert_eq!(names("Suva", "Pacific/Fiji"), ["Suva / Fiji", "Suva / Fidji", "Suva / Fiyi"]);
        assert_eq!(names("St. John's", "America/St_Johns")[2], "St. John's / St Johns", "it has no other name");
        assert_eq!(names("Atlantis", "Asia/Tokyo")[1], "Atlantis / Tokyo", "an unknown city keeps its name");
    }

    #[tokio::test]
    async fn page_gets_the_text_that_card_five_quotes_in_each_language() {
        for language in Language::ALL {
            let Json(texts) = texts(Query(TextsQuery { lang: language.code().to_owned() })).await;
            for (page_key, file, key) in QUOTED_TEXTS {
                let quoted = texts.get(page_key).expect("the page has the text");
                let said = texts_in("en", file).remove(key).expect("the bot has the text");
                let said = said.replace("{ $time }", "…");
                assert_eq!(*quoted, said, "{language:?}");
                assert!(said.contains('…') && !said.contains('{'), "{said}");
            }
        }
    }
}
