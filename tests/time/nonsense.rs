//! Tests that no text makes `time` panic: phrases, zones, rules, and the lines of a batch. By default, it tests a few
//! thousand texts of each kind. For a million texts, run `PROPTEST_CASES=1000000 cargo test --release --test time
//! nonsense`.

use magpie::cli::when;
use magpie::time::{DayAnswer, Language, Rule, Timestamp, ZoneId, day, find_zone, phrase, suggest_zones, wall_time};
use proptest::prelude::*;
use proptest::sample::select;

/// A configuration with the number of cases from `PROPTEST_CASES`, or with `default` cases.
pub fn cases(default: u32) -> ProptestConfig {
    let chosen = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig { cases: chosen.unwrap_or(default), failure_persistence: None, ..ProptestConfig::default() }
}

/// Words and signs of phrases.
const WORDS: &[&str] = &[
    "tomorrow",
    "demain",
    "mañana",
    "Thursday",
    "jeudi",
    "jueves",
    "next",
    "last",
    "every",
    "chaque",
    "cada",
    "second",
    "weekday",
    "Friday",
    "of",
    "the",
    "month",
    "mois",
    "mes",
    "monthly",
    "on",
    "31st",
    "noon",
    "midi",
    "midnight",
    "tonight",
    "ce soir",
    "in",
    "dans",
    "dentro de",
    "2h",
    "30 minutes",
    "before",
    "avant",
    "antes de",
    "after",
    "15:00",
    "5:30",
    "24:00",
    "12am",
    "9h30",
    "9pm",
    "Nairobi",
    "time",
    "heure de",
    "hora de",
    "Europe/Paris",
    "UTC+10",
    "UTC-3:30",
    "EST",
    "3 November",
    "03/11",
    "2026-02-30",
    "end of day",
    "anywhere on Earth",
    "AoE",
    "99999999999",
    "-1",
    "0",
    ",",
    ".",
    "/",
    ":",
    "+",
    "à",
    "é",
    "\u{202e}",
    "👍🏽",
    "٣",
    "São Paulo",
    "Côte d’Ivoire",
    "Australia",
    "GMT",
    "first",
    "1er",
    "primero",
    "month end",
    "week",
    "year",
    "ago",
    "now",
];

/// Fragments of rules.
const RULE_FRAGMENTS: &[&str] = &[
    "FREQ=",
    "DAILY",
    "WEEKLY",
    "MONTHLY",
    "YEARLY",
    "HOURLY",
    "MINUTELY",
    "SECONDLY",
    ";",
    "INTERVAL=",
    "COUNT=",
    "UNTIL=",
    "BYDAY=",
    "BYMONTH=",
    "BYMONTHDAY=",
    "BYYEARDAY=",
    "BYWEEKNO=",
    "BYSETPOS=",
    "BYHOUR=",
    "BYMINUTE=",
    "BYSECOND=",
    "WKST=",
    "MO",
    "-1FR",
    "53SU",
    "+2TU",
    "1",
    "31",
    "-31",
    "366",
    "-366",
    "53",
    "60",
    "100000",
    "99999999999",
    "20261231",
    "20261231T235959Z",
    "00000101T000000",
    "99991231T235959",
    ",",
    "=",
    "RRULE:",
    "é",
];

/// Texts of rules with complete parts. Many of these texts parse. Texts of joined fragments seldom parse.
fn rule_text() -> impl Strategy<Value = String> {
    let freq = select(&["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY", "MINUTELY", "SECONDLY"][..]);
    let part = select(
        &[
            "INTERVAL=2",
            "INTERVAL=97",
            "INTERVAL=100000",
            "COUNT=1",
            "COUNT=1000",
            "UNTIL=20200101",
            "UNTIL=99991231T235959Z",
            "UNTIL=00010101T000000",
            "BYDAY=MO",
            "BYDAY=SU,5MO,-53TU",
            "BYMONTH=2",
            "BYMONTH=1,6,12",
            "BYMONTHDAY=29",
            "BYMONTHDAY=30,-31",
            "BYYEARDAY=366",
            "BYYEARDAY=-366,1",
            "BYWEEKNO=53",
            "BYWEEKNO=-53,1",
            "BYSETPOS=-1",
            "BYSETPOS=366,-366",
            "BYHOUR=2,3",
            "BYMINUTE=0,59",
            "BYSECOND=60",
            "BYSECOND=0,59",
            "WKST=SU",
            "WKST=TH",
        ][..],
    );
    (freq, prop::collection::vec(part, 0..5))
        .prop_map(|(freq, parts)| parts.into_iter().fold(format!("FREQ={freq}"), |rule, part| rule + ";" + part))
}

/// Up to eight of `words`, joined by `separator`.
fn joined(words: &'static [&'static str], separator: &'static str) -> impl Strategy<Value = String> {
    prop::collection::vec(select(words), 0..9).prop_map(move |words| words.join(separator))
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![4 => joined(WORDS, " "), 1 => joined(WORDS, ""), 2 => any::<String>(), 1 => "[ -~]{0,60}"]
}

fn any_zone() -> impl Strategy<Value = ZoneId> {
    (0..10_000usize).prop_map(|n| ZoneId::all().nth(n % ZoneId::all().len()).unwrap())
}

/// Any instant, including the first and the last possible instant. Most instants are between 2020 and 2035.
fn any_instant() -> impl Strategy<Value = Timestamp> {
    let (first, last) = (Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    let second =
        prop_oneof![6 => 1_577_836_800..2_082_758_400_i64, 2 => first..=last, 1 => Just(first), 1 => Just(last)];
    second.prop_map(|second| Timestamp::from_second(second).unwrap())
}

fn any_language() -> impl Strategy<Value = Language> {
    select(&Language::ALL[..])
}

/// Wall times as scripts write them, valid and invalid.
const WALL_TIMES: &[&str] = &[
    "2026-03-29T02:30:00",
    "-009999-01-01T00:00",
    "9999-12-31T23:59:59",
    "2026-02-30T00:00",
    "22:00",
    "24:00",
    "7",
    "",
];

/// A line of input for `magpie when --batch`: a JSON object in which some values may be invalid.
fn batch_line() -> impl Strategy<Value = Vec<u8>> {
    let value = prop_oneof![
        3 => any_zone().prop_map(|zone| serde_json::json!(zone.as_str())),
        3 => any_instant().prop_map(|at| serde_json::json!(at)),
        3 => select(WALL_TIMES).prop_map(|text| serde_json::json!(text)),
        2 => rule_text().prop_map(|rule| serde_json::json!(rule)),
        2 => text().prop_map(|text| serde_json::json!(text)),
        1 => (-3..30_i64).prop_map(|number| serde_json::json!(number)),
        1 => Just(serde_json::Value::Null),
    ];
    let name =
        select(&["zone", "local", "instant", "start", "end", "at", "rrule", "count", "now", "text", "locale"][..]);
    let question = select(&["resolve", "local", "quiet", "recur", "phrase", "zone", "other"][..]);
    (question, prop::collection::vec((name, value), 0..12)).prop_map(|(question, fields)| {
        let mut object = serde_json::json!({"q": question});
        fields.into_iter().for_each(|(name, value)| object[name] = value);
        object.to_string().into_bytes()
    })
}

/// A line of input that usually has an answer.
fn valid_batch_line() -> impl Strategy<Value = Vec<u8>> {
    let zone = prop_oneof![5 => any_zone().prop_map(|zone| zone.as_str().to_owned()), 1 => text()];
    (0..6, zone, any_instant(), any_instant(), rule_text(), text()).prop_map(
        |(question, zone, one, other, rule, text)| {
            let wall = |at: Timestamp| magpie::time::local(ZoneId::utc(), at).0.to_string();
            let clock = |at: Timestamp| magpie::time::local(ZoneId::utc(), at).0.time().to_string();
            let object = match question {
                0 => serde_json::json!({"q": "resolve", "zone": zone, "local": wall(one)}),
                1 => serde_json::json!({"q": "local", "zone": zone, "instant": one}),
                2 => {
                    serde_json::json!({"q": "quiet", "zone": zone, "start": clock(one), "end": clock(other), "at": one})
                }
                3 => serde_json::json!({"q": "recur", "zone": zone, "start": wall(one), "rrule": rule, "count": 3}),
                4 => serde_json::json!({"q": "phrase", "zone": zone, "now": one, "text": text, "locale": "fr"}),
                _ => serde_json::json!({"q": "zone", "text": text, "locale": "es", "now": one}),
            };
            object.to_string().into_bytes()
        },
    )
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn phrase_parsing_never_panics_on_any_text(
        text in text(), zone in any_zone(), now in any_instant(), language in any_language(),
    ) {
        let _ = phrase(&text, zone, now, language);
        let _ = wall_time(&text);
        if let DayAnswer::Ambiguous(days) = day(&text, zone, now, language) {
            prop_assert!(days.len() > 1 && days.is_sorted_by(|one, next| one < next), "{:?}", days);
        }
    }

    #[test]
    fn zone_parsing_and_search_never_panic_on_any_text(text in text(), now in any_instant()) {
        let _ = ZoneId::parse(&text);
        let _ = find_zone(&text, now);
        let _ = suggest_zones(&text, 25);
    }

    #[test]
    fn rule_parsing_never_panics_on_any_text(
        text in prop_oneof![3 => rule_text(), 1 => joined(RULE_FRAGMENTS, ""), 1 => any::<String>()],
        zone in any_zone(),
        start in any_instant(),
        after in any_instant(),
    ) {
        if let Ok(rule) = Rule::parse(&text) {
            prop_assert_eq!(&Rule::parse(&rule.to_string()).unwrap(), &rule, "printed and parsed again");
            let start = magpie::time::local(zone, start).0;
            let next = rule.next_after(zone, start, after);
            prop_assert!(next.is_none_or(|next| next > after));
            let instants: Vec<Timestamp> = rule.series(zone, start).instants().take(5).collect();
            prop_assert!(instants.is_sorted_by(|one, next| one < next), "{:?}", instants);
        }
    }

    #[test]
    fn each_line_of_a_batch_gets_one_json_object(
        line in prop_oneof![
            2 => batch_line(),
            3 => valid_batch_line(),
            1 => prop::collection::vec(any::<u8>(), 0..80),
            1 => any::<String>().prop_map(String::into_bytes),
        ],
    ) {
        let mut output = Vec::new();
        when::batch(&line[..], &mut output).unwrap();
        let lines = line.split(|byte| *byte == b'\n').count() - usize::from(line.is_empty() || line.ends_with(b"\n"));
        let answered = output.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        let answers: Vec<serde_json::Value> = answered.map(|line| serde_json::from_slice(line).unwrap()).collect();
        prop_assert_eq!(answers.len(), lines);
        prop_assert!(answers.iter().all(serde_json::Value::is_object));
    }
}
