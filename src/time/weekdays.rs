//! Reads lists of weekdays: `Saturday, Sunday`, `sam. et dim.`, `lunes a viernes`, `weekend`.

use jiff::civil::Weekday;

use super::places::key;

const WEEK: [(Weekday, [&str; 3]); 7] = [
    (Weekday::Monday, ["monday", "lundi", "lunes"]),
    (Weekday::Tuesday, ["tuesday", "mardi", "martes"]),
    (Weekday::Wednesday, ["wednesday", "mercredi", "miercoles"]),
    (Weekday::Thursday, ["thursday", "jeudi", "jueves"]),
    (Weekday::Friday, ["friday", "vendredi", "viernes"]),
    (Weekday::Saturday, ["saturday", "samedi", "sabado"]),
    (Weekday::Sunday, ["sunday", "dimanche", "domingo"]),
];

/// Shorter prefixes of names are ambiguous: `s` or `ma`.
const MIN_LETTERS: usize = 3;

/// Articles and prepositions, which are ignored.
const SMALL: [&str; 7] = ["the", "on", "le", "les", "du", "los", "de"];
// The tables below have no small words, accents or capitals.
const AND: [&str; 5] = ["and", "et", "y", "e", "plus"];
const UP_TO: [&str; 6] = ["to", "through", "until", "au", "a", "al"];
const WEEKEND: [&str; 4] = ["weekend", "weekends", "week end", "fin semana"];
const WORKDAYS: [&str; 6] = ["weekdays", "weekday", "workdays", "jours ouvres", "dias laborables", "entre semana"];
const EVERY: [&str; 4] = ["every day", "daily", "tous jours", "todos dias"];

/// The days that `text` lists, in any of the three languages, each once and in the order of the week; `None` when any
/// part of it is not a day.
pub fn weekdays(text: &str) -> Option<Vec<Weekday>> {
    let mut wanted = [false; 7];
    // A dash between days is a range; `key` would drop it.
    let text = text.replace(['-', '–', '—'], " to ").replace([',', ';', '/', '+'], " and ");
    let text = key(&text).replace("week to end", "weekend");
    if text.len() > 200 {
        return None;
    }
    let words: Vec<&str> = text.split(' ').filter(|word| !SMALL.contains(word)).collect();
    for item in words.split(|word| AND.contains(word)).filter(|item| !item.is_empty()) {
        for day in item_days(item)? {
            wanted[usize::try_from(day).expect("a weekday is 0 to 6")] = true;
        }
    }
    let days: Vec<Weekday> = WEEK.iter().zip(wanted).filter(|(_, wanted)| *wanted).map(|((day, _), _)| *day).collect();
    (!days.is_empty()).then_some(days)
}

/// One day, a range of days, a group of days, or several days in a row.
fn item_days(item: &[&str]) -> Option<Vec<i64>> {
    let whole = item.join(" ");
    let is_one_of = |names: &[&str]| names.contains(&whole.as_str());
    if is_one_of(&WEEKEND) {
        return Some(vec![5, 6]);
    }
    if is_one_of(&WORKDAYS) {
        return Some((0..5).collect());
    }
    if is_one_of(&EVERY) {
        return Some((0..7).collect());
    }
    if let [from, word, to] = item
        && UP_TO.contains(word)
    {
        let (from, to) = (named(from)?, named(to)?);
        return Some((0..=(to - from).rem_euclid(7)).map(|n| (from + n) % 7).collect());
    }
    item.iter().map(|word| named(word)).collect()
}

fn named(word: &str) -> Option<i64> {
    let singular = |name: &str| name.starts_with(word) || word.strip_suffix('s') == Some(name);
    if word.len() < MIN_LETTERS {
        return None;
    }
    let place = WEEK.iter().position(|(_, names)| names.iter().any(|name| singular(name)))?;
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
