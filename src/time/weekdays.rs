//! Reads a list of weekdays that a person types: `Saturday, Sunday`, `sam. et dim.`, `lunes a viernes`, `weekend`.

use std::sync::LazyLock;

use jiff::civil::Weekday;

use super::language::Language;
use super::places::key;

const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// The minimum number of letters of a shortened weekday. Shorter prefixes are ambiguous: `s` or `ma`.
const MIN_LETTERS: usize = 3;

/// The word that `normalize` writes for a dash between two days.
const UP_TO: &str = "to";
/// The word that `normalize` writes for a comma or another sign between the items of a list.
const AND: &str = "and";

/// The words of all languages, as [`normalize`] writes them.
struct Words {
    names: [Vec<String>; 7],
    small: Vec<String>,
    and: Vec<String>,
    up_to: Vec<String>,
    weekend: Vec<String>,
    workdays: Vec<String>,
    every_day: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let small: Vec<String> = Language::all_words(|facts| facts.weekday_lists.small).map(normalize).collect();
    let without_small = |phrase: &'static str| words(&normalize(phrase), &small).join(" ");
    let and = Language::all_words(|facts| facts.weekday_lists.and).chain([AND]);
    let up_to = Language::all_words(|facts| facts.weekday_lists.up_to).chain([UP_TO]);
    Words {
        names: std::array::from_fn(|day| {
            Language::ALL.iter().map(|language| normalize(language.weekday(day))).collect()
        }),
        and: and.map(normalize).collect(),
        up_to: up_to.map(normalize).collect(),
        weekend: Language::all_phrases(|facts| facts.weekday_lists.weekend).map(without_small).collect(),
        workdays: Language::all_phrases(|facts| facts.weekday_lists.workdays).map(without_small).collect(),
        every_day: Language::all_phrases(|facts| facts.weekday_lists.every_day).map(without_small).collect(),
        small,
    }
});

/// The weekdays that `text` lists, in any of Magpie's languages. They have no duplicates, and Monday comes first.
/// `None` if `text` has no day, has a word that is not a day, or is too long.
pub fn weekdays(text: &str) -> Option<Vec<Weekday>> {
    let mut is_listed = [false; 7];
    let text = normalize(text);
    if text.len() > 200 {
        return None;
    }
    let words = words(&text, &WORDS.small);
    for item in words.split(|word| has(&WORDS.and, word)).filter(|item| !item.is_empty()) {
        for day in item_days(item)? {
            is_listed[usize::try_from(day).expect("a weekday is 0 to 6")] = true;
        }
    }
    let days: Vec<Weekday> =
        WEEK.iter().zip(is_listed).filter(|(_, is_listed)| *is_listed).map(|(day, _)| *day).collect();
    (!days.is_empty()).then_some(days)
}

/// `text` in lower case, without accents. Words replace the signs of ranges and lists; other signs are removed.
fn normalize(text: &str) -> String {
    // `key` removes signs, so replace a dash, which means a range, by a word. Then repair "week-end".
    let text = text.replace(['-', '–', '—'], " to ").replace([',', ';', '/', '+'], " and ");
    key(&text).replace("week to end", "weekend")
}

fn words<'a>(text: &'a str, small: &[String]) -> Vec<&'a str> {
    text.split(' ').filter(|word| !has(small, word)).collect()
}

fn has(words: &[String], word: &str) -> bool {
    words.iter().any(|listed| listed == word)
}

/// The days (0 is Monday) of one item of a list. An item is a range such as "Mon to Fri", a group such as "weekend", or
/// days without a separator such as "sat sun". `None` if a word is not a day.
fn item_days(item: &[&str]) -> Option<Vec<i64>> {
    let whole = item.join(" ");
    if has(&WORDS.weekend, &whole) {
        return Some(vec![5, 6]);
    }
    if has(&WORDS.workdays, &whole) {
        return Some((0..5).collect());
    }
    if has(&WORDS.every_day, &whole) {
        return Some((0..7).collect());
    }
    if let [from, word, to] = item
        && has(&WORDS.up_to, word)
    {
        let (from, to) = (weekday_number(from)?, weekday_number(to)?);
        return Some((0..=(to - from).rem_euclid(7)).map(|n| (from + n) % 7).collect());
    }
    item.iter().map(|word| weekday_number(word)).collect()
}

/// The weekday (0 is Monday) that `word` names. The word may be a plural or the first letters of a name. `None` if it
/// is not a weekday.
fn weekday_number(word: &str) -> Option<i64> {
    let is_named = |name: &String| name.starts_with(word) || word.strip_suffix('s') == Some(name.as_str());
    if word.len() < MIN_LETTERS {
        return None;
    }
    let place = WORDS.names.iter().position(|names| names.iter().any(is_named))?;
    i64::try_from(place).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        weekdays(text)
            .map(|days| days.iter().map(|day| format!("{day:?}")[..2].to_owned()).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn days_are_read_as_people_list_them() {
        for (text, days) in [
            ("Saturday, Sunday", "Sa Su"),
            ("sun + sat", "Sa Su"),
            ("Fridays and saturdays", "Fr Sa"),
            ("sam. et dim.", "Sa Su"),
            ("le samedi et le dimanche", "Sa Su"),
            ("sábado y domingo", "Sa Su"),
            ("los viernes", "Fr"),
            ("Mié", "We"),
            ("Mon-Fri", "Mo Tu We Th Fr"),
            ("Fri–Mon", "Mo Fr Sa Su"),
            ("lundi au mercredi", "Mo Tu We"),
            ("du lundi au jeudi, dimanche", "Mo Tu We Th Su"),
            ("lunes a miércoles; sábado", "Mo Tu We Sa"),
            ("weekend", "Sa Su"),
            ("Week-end", "Sa Su"),
            ("fin de semana", "Sa Su"),
            ("weekdays", "Mo Tu We Th Fr"),
            ("sat sun", "Sa Su"),
            ("todos los días", "Mo Tu We Th Fr Sa Su"),
        ] {
            assert_eq!(read(text).as_deref(), Some(days), "{text}");
        }
    }

    #[test]
    fn text_that_is_not_a_day_is_refused() {
        for text in ["", "s", "ma", "someday", "Saturday, x", "and", "Mon-", "-", "to Friday", "mondayish", "é", "5"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
