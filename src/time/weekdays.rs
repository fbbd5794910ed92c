//! Reads lists of weekdays: `Saturday, Sunday`, `sam. et dim.`, `lunes a viernes`, `weekend`.

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

/// The fewest letters of a shortened weekday. Shorter prefixes are ambiguous: `s` or `ma`.
const MIN_LETTERS: usize = 3;

/// The words with which `normalize` replaces signs: `UP_TO` for a dash between days, `AND` for the signs of a list.
const UP_TO: &str = "to";
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

/// The weekdays that `text` lists, in any of our languages, without duplicates and Monday first. `None` if a part of
/// `text` is not a day.
pub fn weekdays(text: &str) -> Option<Vec<Weekday>> {
    let mut wanted = [false; 7];
    let text = normalize(text);
    if text.len() > 200 {
        return None;
    }
    let words = words(&text, &WORDS.small);
    for item in words.split(|word| has(&WORDS.and, word)).filter(|item| !item.is_empty()) {
        for day in item_days(item)? {
            wanted[usize::try_from(day).expect("a weekday is 0 to 6")] = true;
        }
    }
    let days: Vec<Weekday> = WEEK.iter().zip(wanted).filter(|(_, wanted)| *wanted).map(|(day, _)| *day).collect();
    (!days.is_empty()).then_some(days)
}

/// `text` in lower case, without accents and signs.
fn normalize(text: &str) -> String {
    // A dash between days is a range; `key` would drop it.
    let text = text.replace(['-', '–', '—'], " to ").replace([',', ';', '/', '+'], " and ");
    key(&text).replace("week to end", "weekend")
}

fn words<'a>(text: &'a str, small: &[String]) -> Vec<&'a str> {
    text.split(' ').filter(|word| !has(small, word)).collect()
}

fn has(words: &[String], word: &str) -> bool {
    words.iter().any(|one| one == word)
}

/// One day, a range of days, a group of days, or several days in a row.
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
        let (from, to) = (named(from)?, named(to)?);
        return Some((0..=(to - from).rem_euclid(7)).map(|n| (from + n) % 7).collect());
    }
    item.iter().map(|word| named(word)).collect()
}

fn named(word: &str) -> Option<i64> {
    let singular = |name: &String| name.starts_with(word) || word.strip_suffix('s') == Some(name.as_str());
    if word.len() < MIN_LETTERS {
        return None;
    }
    let place = WORDS.names.iter().position(|names| names.iter().any(singular))?;
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
