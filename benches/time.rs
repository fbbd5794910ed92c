//! Measures how fast the module `time` answers on one core, compared with chrono-tz and `rrule` in the same run. Then
//! measures the slowest single answer to many hostile questions. Prints figures and asserts nothing. (chrono-tz and
//! `rrule` use the time zone rules that are compiled into chrono-tz.)

use std::hint::black_box;
use std::time::{Duration, Instant};

use chrono::TimeZone;
use criterion::{Criterion, Throughput};
use magpie::cli::when;
use magpie::time::{
    DateTime, Language, QuietHours, Rule, SignedDuration, Timestamp, ZoneId, find_zone, local, phrase, resolve,
    suggest_zones, warm_up,
};

/// The number of questions in a round. A branch predictor cannot learn so many.
const QUESTIONS: usize = 1024;

fn main() {
    warm_up();
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3))
        .configure_from_args();
    measure_resolve(&mut criterion);
    measure_next_occurrence(&mut criterion);
    measure_phrases(&mut criterion);
    measure_quiet_hours(&mut criterion);
    criterion.final_summary();
    measure_slowest();
}

/// Resolves local times over ten years in several kinds of zones. Magpie and chrono-tz get the same times.
fn measure_resolve(criterion: &mut Criterion) {
    let zones = [
        "Europe/Paris",
        "America/New_York",
        "Africa/Casablanca",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "America/Santiago",
        "UTC",
    ];
    let zones: Vec<ZoneId> = zones.into_iter().map(zone).collect();
    let walls: Vec<(ZoneId, DateTime)> = (0..QUESTIONS)
        .map(|n| {
            (
                zones[n % zones.len()],
                local(ZoneId::utc(), at("2024-01-01T00:00:00Z") + SignedDuration::from_secs(313_579 * n as i64)).0,
            )
        })
        .collect();
    let chrono_walls: Vec<(chrono_tz::Tz, chrono::NaiveDateTime)> =
        walls.iter().map(|(zone, wall)| (zone.as_str().parse().expect("both know it"), naive(*wall))).collect();
    let mut group = criterion.benchmark_group("resolve");
    group.throughput(Throughput::Elements(QUESTIONS as u64));
    group.bench_function("magpie", |b| {
        b.iter(|| {
            walls
                .iter()
                .map(|(zone, wall)| resolve(black_box(*zone), black_box(*wall)).instant.as_second())
                .fold(0, i64::wrapping_add)
        })
    });
    group.bench_function("chrono-tz", |b| {
        b.iter(|| {
            let second = |(zone, wall): &(chrono_tz::Tz, chrono::NaiveDateTime)| {
                black_box(zone).from_local_datetime(black_box(wall)).earliest().map_or(0, |found| found.timestamp())
            };
            chrono_walls.iter().map(second).fold(0, i64::wrapping_add)
        })
    });
    group.finish();
}

const RULES: [(&str, &str, &str); 13] = [
    ("daily", "2026-01-01T09:00", "FREQ=DAILY"),
    ("daily, begun in 1990", "1990-01-01T09:00", "FREQ=DAILY"),
    ("daily, COUNT", "2026-01-01T09:00", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=500"),
    ("every second Tuesday", "2026-01-06T14:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("monthly on the 31st", "2026-01-31T09:00", "FREQ=MONTHLY;BYMONTHDAY=31"),
    ("last working day", "2026-01-30T09:00", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
    ("last Friday", "2026-01-30T09:00", "FREQ=MONTHLY;BYDAY=-1FR"),
    ("yearly", "2026-01-01T09:00", "FREQ=YEARLY"),
    ("BYYEARDAY", "2026-01-01T09:00", "FREQ=YEARLY;BYYEARDAY=100,200"),
    ("BYWEEKNO", "2026-01-01T09:00", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO"),
    ("29 February", "2024-02-29T09:00", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
    ("yearly, BYSETPOS", "2026-01-01T09:00", "FREQ=YEARLY;BYDAY=SU;BYSETPOS=10"),
    ("hourly", "2026-01-01T09:00", "FREQ=HOURLY;INTERVAL=7"),
];

/// Computes the next instant of a rule. No result is cached between two questions.
fn measure_next_occurrence(criterion: &mut Criterion) {
    let paris = zone("Europe/Paris");
    let instants: Vec<Timestamp> =
        (0..64).map(|n| at("2026-06-01T00:00:00Z") + SignedDuration::from_secs(1_313_579 * n)).collect();
    for (name, start, text) in RULES {
        let mut group = criterion.benchmark_group(format!("next occurrence: {name}"));
        group.throughput(Throughput::Elements(instants.len() as u64));
        let (rule, begin): (Rule, DateTime) = (text.parse().expect("a rule"), start.parse().expect("a wall time"));
        group.bench_function("magpie", |b| {
            b.iter(|| {
                instants.iter().filter(|after| black_box(&rule).next_after(paris, begin, **after).is_some()).count()
            })
        });
        let set: rrule::RRuleSet =
            format!("DTSTART:{}Z\nRRULE:{text}", begin.strftime("%Y%m%dT%H%M%S")).parse().expect("rrule reads it");
        let after: Vec<chrono::DateTime<rrule::Tz>> = instants
            .iter()
            .map(|at| rrule::Tz::UTC.timestamp_opt(at.as_second(), 0).single().expect("UTC has no gaps"))
            .collect();
        group.sample_size(10);
        group.bench_function("rrule, floating", |b| {
            b.iter(|| {
                after.iter().filter(|after| !black_box(&set).clone().after(**after).all(1).dates.is_empty()).count()
            })
        });
        group.finish();
    }
}

const PHRASES: [&str; 12] = [
    "tomorrow 9am",
    "Thursday 15:00 Nairobi time",
    "in 2h",
    "3 November 14:00 UTC",
    "every weekday 8:30",
    "last Friday of the month 17:00",
    "30 minutes before Tue 14:00 UTC",
    "demain à 9h",
    "el jueves a las 15:00",
    "2026-11-20 10:00 America/La_Paz",
    "5:30",
    "whenever you like",
];

fn measure_phrases(criterion: &mut Criterion) {
    let (here, now) = (zone("America/La_Paz"), at("2026-11-10T12:00:00Z"));
    let mut group = criterion.benchmark_group("phrase");
    for text in PHRASES {
        group.throughput(Throughput::Elements(1));
        let language = if text.contains("demain") {
            Language::French
        } else if text.contains("jueves") {
            Language::Spanish
        } else {
            Language::English
        };
        group.bench_function(text, |b| b.iter(|| phrase(black_box(text), here, now, language)));
    }
    group.finish();
}

fn measure_quiet_hours(criterion: &mut Criterion) {
    let night = QuietHours::new("22:00".parse().expect("a time"), "07:00".parse().expect("a time"));
    let paris = zone("Europe/Paris");
    let instants: Vec<Timestamp> =
        (0..QUESTIONS).map(|n| at("2026-01-01T00:00:00Z") + SignedDuration::from_secs(31_357 * n as i64)).collect();
    let mut group = criterion.benchmark_group("end of quiet hours");
    group.throughput(Throughput::Elements(QUESTIONS as u64));
    group.bench_function("magpie", |b| {
        b.iter(|| {
            instants.iter().map(|at| night.next_allowed(paris, black_box(*at)).as_second()).fold(0, i64::wrapping_add)
        })
    });
    group.finish();
}

/// Measures the slowest answer to hostile questions. Each question runs five times and only its fastest run counts, so
/// that other work on the machine has no effect.
fn measure_slowest() {
    let now = at("2026-11-10T12:00:00Z");
    let here = zone("America/La_Paz");
    let texts = hostile_texts();
    report(
        "phrase",
        texts.iter().map(|text| (text.clone(), fastest_run(|| phrase(text, here, now, Language::English)))),
    );
    report(
        "zone",
        texts.iter().map(|text| (text.clone(), fastest_run(|| (find_zone(text, now), suggest_zones(text, 25))))),
    );
    let rules: Vec<(String, Rule)> =
        hostile_rules().into_iter().filter_map(|text| Some((text.clone(), text.parse().ok()?))).collect();
    let starts: [DateTime; 3] = ["1990-02-03T02:30:00", "2024-02-29T23:59:59", "2011-12-30T00:00:00"]
        .map(|wall| wall.parse().expect("a wall time"));
    let apia = zone("Pacific/Apia");
    let questions = rules.iter().flat_map(|(text, rule)| starts.iter().map(move |start| (text, rule, *start)));
    report(
        "next occurrence",
        questions.map(|(text, rule, start)| {
            (format!("{text} from {start}"), fastest_run(|| rule.next_after(apia, start, now)))
        }),
    );
    let lines = texts.iter().flat_map(|text| {
        [
            serde_json::json!({"q": "phrase", "zone": "Europe/Paris", "now": now, "text": text, "locale": "fr"}),
            serde_json::json!({"q": "zone", "text": text, "locale": "es", "now": now}),
            serde_json::json!({"q": "resolve", "zone": text, "local": text}),
        ]
    });
    let rule_lines = rules.iter().map(|(text, _)| {
        serde_json::json!({
            "q": "recur",
            "zone": "Pacific/Apia",
            "start": "2011-12-29T23:00:00",
            "rrule": text,
            "count": 10,
        })
    });
    let lines: Vec<String> = lines.chain(rule_lines).map(|line| line.to_string()).collect();
    report(
        "line of a batch",
        lines.iter().map(|line| (line.clone(), fastest_run(|| when::answer_line(line.as_bytes())))),
    );
}

fn fastest_run<T>(answer: impl Fn() -> T) -> Duration {
    let once = || {
        let began = Instant::now();
        black_box(answer());
        began.elapsed()
    };
    (0..5).map(|_| once()).min().unwrap_or_default()
}

fn report(what: &str, answers: impl Iterator<Item = (String, Duration)>) {
    let mut answers: Vec<(String, Duration)> = answers.collect();
    answers.sort_by_key(|(_, took)| std::cmp::Reverse(*took));
    let Some((text, took)) = answers.first() else { return };
    let text: String = text.chars().take(120).collect();
    println!("slowest {what} of {}: {:.1} µs ({text})", answers.len(), took.as_secs_f64() * 1e6);
}

/// All triples of the pieces, repeated pieces, and long texts.
fn hostile_texts() -> Vec<String> {
    const PIECES: [&str; 24] = [
        "tomorrow",
        "Thursday",
        "every",
        "second",
        "last Friday of the month",
        "in 2h",
        "30 minutes before",
        "5:30",
        "24:00",
        "03/11",
        "12am",
        "Nairobi time",
        "São Paulo",
        "Sao Pualo",
        "Australia",
        "EST",
        "UTC+10",
        "demain",
        "mañana",
        "é́́",
        "👍🏽",
        "9999999999",
        "-",
        "anywhere on Earth",
    ];
    let mut texts: Vec<String> = Vec::new();
    for a in PIECES {
        texts.push(a.repeat(40));
        texts.push(format!("{a} ").repeat(200));
        for b in PIECES {
            texts.extend(PIECES.iter().map(|c| format!("{a} {b} {c}")));
        }
    }
    texts.extend(["x", "San ", "1 ", "ß", "\u{202e}"].map(|piece| piece.repeat(4000)));
    texts
}

/// Every frequency with every pair of parts. The parts can make a rule rare or impossible.
fn hostile_rules() -> Vec<String> {
    const PARTS: [&str; 26] = [
        "INTERVAL=97",
        "INTERVAL=100000",
        "COUNT=1000",
        "COUNT=100000",
        "BYDAY=MO",
        "BYDAY=-1MO,5TU",
        "BYMONTH=2",
        "BYMONTHDAY=29",
        "BYMONTHDAY=30,31",
        "BYMONTHDAY=-31",
        "BYYEARDAY=366",
        "BYYEARDAY=-366,1",
        "BYWEEKNO=53",
        "BYWEEKNO=-53,1",
        "BYSETPOS=-1",
        "BYSETPOS=366",
        "BYHOUR=2",
        "BYMINUTE=59",
        "BYSECOND=60",
        "BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23",
        "UNTIL=99991231T235959Z",
        "WKST=SU",
        "BYMONTH=2;BYMONTHDAY=29;BYDAY=MO",
        "BYYEARDAY=366;BYDAY=MO",
        "BYWEEKNO=20;BYYEARDAY=1",
        "BYMONTH=1;BYWEEKNO=30",
    ];
    let freqs = ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"];
    let pairs = PARTS.iter().flat_map(|a| PARTS.iter().map(move |b| format!("{a};{b}")));
    pairs.flat_map(|pair| freqs.map(|freq| format!("FREQ={freq};{pair}"))).collect()
}

fn naive(wall: DateTime) -> chrono::NaiveDateTime {
    let date = chrono::NaiveDate::from_ymd_opt(wall.year().into(), wall.month() as u32, wall.day() as u32)
        .expect("jiff's dates are chrono's");
    date.and_hms_opt(wall.hour() as u32, wall.minute() as u32, wall.second() as u32).expect("jiff's times are chrono's")
}

fn zone(id: &str) -> ZoneId {
    ZoneId::parse(id).expect("an id of the tz database")
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}
