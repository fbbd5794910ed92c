//! Renders the list of who is missing, for the secretariat. Many people read it, so the time of each person is their
//! own, and all other times are Discord's timestamps and UTC.

use crate::alerts::facts::{ContactPolicy, ListClosed, MissingList, MissingPerson, MissingPost};
use crate::alerts::model::AlertId;
use crate::alerts::reaching::ReachOutcome;
use crate::discord::alerts::deadlines;
use crate::discord::alerts::messages::{comma_list, severity_name};
use crate::discord::alerts::presses::AlertPress;
use crate::discord::ui::reply::{Embed, MAX_CONTENT_CHARS, Reply};
use crate::discord::ui::text::{clip, sanitize_line};
use crate::discord::ui::widgets::{Button, Choice, MAX_OPTIONS, Select, SelectKind};
use crate::discord::viewer::Viewer;
use crate::discord::wire::rendering::Outgoing;
use crate::members::{Wakefulness, ZoneBasis};
use crate::say;
use crate::time::{Timestamp, ZoneId, local};
use crate::words::{Language, times};

/// The limit, in characters, of the alert's text.
const MAX_TEXT_CHARS: usize = 300;
/// The limit, in characters, of all lines about people. Discord's limit for all embeds of a message is 6,000.
const MAX_LINES_CHARS: usize = 5600;
/// The limit, in characters, of the lines in one embed. Discord's limit is 4,096.
const MAX_EMBED_CHARS: usize = 4000;
/// The limits, in characters, of the line of one person. A line of the smaller length has room for a long name, the
/// time and a telephone number.
const MAX_LINE_CHARS: usize = 400;
const MIN_LINE_CHARS: usize = 90;
/// The most selects with people to mark. A message has five rows; one is for undoing, and one for buttons.
const MAX_SELECTS: usize = 3;
/// The limit, in characters, of the names in the answer to a choice.
const MAX_NAMES_CHARS: usize = 1000;

pub fn message(facts: &MissingPost, viewer: &Viewer) -> Outgoing {
    Outgoing::from(match facts {
        MissingPost::Live(missing) => live(missing, viewer.now),
        MissingPost::Closed { alert, reason, language } => {
            let key = match reason {
                ListClosed::Ended => "alert-missing-ended",
                ListClosed::EnoughFound => "alert-missing-found",
                ListClosed::EverybodyAnswered => "alert-missing-answered",
            };
            Reply::new(say!(*language, key, number = alert.0))
        }
        MissingPost::Superseded { alert } => {
            Reply::new(say!(viewer.language, "alert-missing-continued", number = alert.0))
        }
    })
}

fn live(missing: &MissingList, now: Timestamp) -> Reply {
    let (head, lines) = (head_lines(missing, now).join("\n"), person_lines(missing, now));
    let text = format!("{head}\n\n{}", lines.join("\n"));
    let reply = if text.chars().count() <= MAX_CONTENT_CHARS {
        Reply::new(text)
    } else {
        embeds(&lines).into_iter().fold(Reply::new(head), Reply::embed)
    };
    with_components(reply, missing)
}

fn head_lines(missing: &MissingList, now: Timestamp) -> Vec<String> {
    let language = missing.language;
    let text = clip(&sanitize_line(&missing.text), MAX_TEXT_CHARS);
    let severity = severity_name(language, missing.severity);
    let (number, count) = (missing.alert.0, missing.people.len());
    let mut title = say!(language, "alert-missing-title", number = number, count = count);
    let not_reached = missing.people.iter().filter(|person| person.reached.is_none()).count();
    if not_reached > 0 {
        title = format!("{title} {}", say!(language, "alert-missing-question", count = not_reached));
    }
    let mut head = vec![title, say!(language, "alert-lock", label = severity, text = text)];
    if let Some(at) = missing.answer_by {
        let time = times::channel_time(language, at, now);
        head.push(match at <= now {
            true => say!(language, "alert-deadline-passed", time = time),
            false => deadlines::line(language, missing.ask, &time),
        });
    }
    head.push(say!(language, "alert-missing-as-of", time = utc_clock(now)));
    if missing.contacts == ContactPolicy::Withhold {
        head.push(say!(language, "alert-missing-withheld"));
    }
    head
}

/// The headings and the lines of the people, without those who do not fit.
fn person_lines(missing: &MissingList, now: Timestamp) -> Vec<String> {
    let language = missing.language;
    let is_in = |key: &'static str| missing.people.iter().filter(move |person| section_key(person) == key);
    let max_chars = max_line_chars(missing, now);
    let (mut lines, mut used, mut shown) = (Vec::new(), 0, 0);
    for key in SECTION_KEYS {
        let count = is_in(key).count();
        if count == 0 {
            continue;
        }
        let heading = say!(language, key, count = count);
        used += heading.chars().count() + 1;
        lines.push(heading);
        for person in is_in(key) {
            let line = format!("• {}", clip(&person_line(language, person, now), max_chars));
            used += line.chars().count() + 1;
            if used > MAX_LINES_CHARS {
                lines.push(say!(language, "alert-missing-more", count = missing.people.len() - shown));
                return lines;
            }
            shown += 1;
            lines.push(line);
        }
    }
    if missing.not_on_discord > 0 {
        lines.push(say!(language, "alert-roster-absent", count = missing.not_on_discord));
    }
    lines
}

/// The limit of the line of one person. The lines are shortened only if the whole lines do not fit.
fn max_line_chars(missing: &MissingList, now: Timestamp) -> usize {
    /// For the headings, and for the bullet and the line end of each person.
    const HEADINGS_CHARS: usize = 400;
    const EXTRA_CHARS: usize = 3;
    let chars = |person| person_line(missing.language, person, now).chars().count().min(MAX_LINE_CHARS) + EXTRA_CHARS;
    if missing.people.iter().map(chars).sum::<usize>() + HEADINGS_CHARS <= MAX_LINES_CHARS {
        return MAX_LINE_CHARS;
    }
    let share = (MAX_LINES_CHARS - HEADINGS_CHARS) / missing.people.len().max(1);
    share.saturating_sub(EXTRA_CHARS).clamp(MIN_LINE_CHARS, MAX_LINE_CHARS)
}

/// The keys of the headings, in the order of the list. People who were reached come last, because nobody has to reach
/// them any more.
const SECTION_KEYS: [&str; 4] =
    ["alert-missing-awake", "alert-missing-asleep", "alert-missing-no-zone", "alert-missing-reached"];

fn section_key(person: &MissingPerson) -> &'static str {
    match (&person.reached, person.wakefulness) {
        (Some(_), _) => "alert-missing-reached",
        (None, Wakefulness::Awake) => "alert-missing-awake",
        (None, Wakefulness::Asleep { .. }) => "alert-missing-asleep",
        (None, Wakefulness::UnknownZone) => "alert-missing-no-zone",
    }
}

/// The name, the local time, the contact and the deputy of a person.
fn person_line(language: Language, person: &MissingPerson, now: Timestamp) -> String {
    let mut parts = vec![format!("**{}**", sanitize_line(&person.name))];
    if let Some((name, at)) = &person.reached {
        parts.push(say!(language, "alert-missing-reached-by", name = sanitize_line(name), time = utc_clock(*at)));
        return parts.join(" · ");
    }
    parts.extend(person.zone.map(|zone| local_time(language, person, zone, now)));
    parts.extend(person.contact.as_deref().map(sanitize_line));
    let deputy = person.deputy.as_deref();
    parts.extend(deputy.map(|name| say!(language, "alert-missing-deputy", name = sanitize_line(name))));
    parts.join(" · ")
}

/// The local time of a person, and when they wake. A zone that is only assumed is marked.
fn local_time(language: Language, person: &MissingPerson, zone: ZoneId, now: Timestamp) -> String {
    let time = times::lock_screen_time(language, zone, now, now);
    let text = match person.wakefulness {
        Wakefulness::Asleep { wakes_at } => {
            let wakes = times::lock_screen_time(language, zone, wakes_at, now);
            say!(language, "alert-missing-wakes", time = time, wakes = wakes)
        }
        Wakefulness::Awake | Wakefulness::UnknownZone => time,
    };
    match person.zone_basis {
        ZoneBasis::Assumed => format!("{text} ({})", say!(language, "zone-assumed")),
        ZoneBasis::Saved | ZoneBasis::Unknown => text,
    }
}

/// `18:02` in UTC.
fn utc_clock(at: Timestamp) -> String {
    times::clock(local(ZoneId::utc(), at).0.time())
}

/// The lines in as few embeds as possible.
fn embeds(lines: &[String]) -> Vec<Embed> {
    let mut texts = vec![String::new()];
    for line in lines {
        let used = texts.last().map_or(0, |text| text.chars().count());
        if used + line.chars().count() + 1 > MAX_EMBED_CHARS {
            texts.push(String::new());
        }
        if let Some(text) = texts.last_mut() {
            text.push_str(line);
            text.push('\n');
        }
    }
    texts.into_iter().map(|text| Embed::new("").description(text.trim_end())).collect()
}

/// Adds the selects "I reached them" and "Not reached after all".
fn with_components(reply: Reply, missing: &MissingList) -> Reply {
    let language = missing.language;
    let choice = |person: &&MissingPerson| Choice::new(person.member.to_string(), &person.name);
    let in_order = SECTION_KEYS.iter().flat_map(|key| missing.people.iter().filter(|p| section_key(p) == *key));
    let (reached, open): (Vec<_>, Vec<_>) = in_order.partition(|person| person.reached.is_some());
    let open: Vec<Choice> = open.iter().map(choice).collect();
    let pages: Vec<&[Choice]> = open.chunks(MAX_OPTIONS).take(MAX_SELECTS).collect();
    let mut reply = reply;
    for (page, choices) in pages.iter().enumerate() {
        let placeholder = match pages.len() {
            1 => say!(language, "alert-missing-mark"),
            _ => say!(language, "alert-missing-mark-page", page = page + 1, pages = pages.len()),
        };
        let press = AlertPress::Reached(missing.alert, page);
        reply = reply.select(select(press, &placeholder, choices.to_vec()));
    }
    let reached: Vec<Choice> = reached.iter().take(MAX_OPTIONS).map(choice).collect();
    if !reached.is_empty() {
        let placeholder = say!(language, "alert-missing-unmark");
        reply = reply.select(select(AlertPress::NotReached(missing.alert), &placeholder, reached));
    }
    if missing.not_on_discord > 0 {
        let label = say!(language, "alert-button-absent", count = missing.not_on_discord);
        reply = reply.buttons([Button::secondary(AlertPress::NotOnDiscord(missing.alert), label)]);
    }
    reply
}

fn select(press: AlertPress, placeholder: &str, choices: Vec<Choice>) -> Select {
    let count = choices.len();
    Select::new(press, placeholder, SelectKind::Choices(choices)).choice_count(1, count)
}

/// The answer to the select "I reached them".
pub(super) fn marked(alert: AlertId, outcome: &ReachOutcome, language: Language) -> Reply {
    answer(alert, outcome, ("alert-reached", "alert-reached-nothing"), language)
}

/// The answer to the select "Not reached after all".
pub(super) fn unmarked(alert: AlertId, outcome: &ReachOutcome, language: Language) -> Reply {
    answer(alert, outcome, ("alert-not-reached", "alert-not-reached-nothing"), language)
}

fn answer(alert: AlertId, outcome: &ReachOutcome, (key, nothing_key): (&str, &str), language: Language) -> Reply {
    Reply::new(match outcome {
        ReachOutcome::Ended => say!(language, "alert-ended-already"),
        ReachOutcome::Recorded(names) if names.is_empty() => say!(language, nothing_key),
        ReachOutcome::Recorded(names) => {
            let names: Vec<String> = names.iter().map(|name| sanitize_line(name)).collect();
            let names = comma_list(language, &names, MAX_NAMES_CHARS);
            say!(language, key, number = alert.0, names = names)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alerts::ask::AskKind;
    use crate::alerts::model::Severity;
    use crate::members::MemberId;

    const NOW: &str = "2020-11-10T17:45:00Z";

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn person(number: u64, contact: &str) -> MissingPerson {
        let wakefulness = match number % 3 {
            0 => Wakefulness::Awake,
            1 => Wakefulness::Asleep { wakes_at: at("2020-11-10T21:30:00Z") },
            _ => Wakefulness::UnknownZone,
        };
        let zone = (wakefulness != Wakefulness::UnknownZone).then(|| ZoneId::parse("Asia/Tokyo").unwrap());
        MissingPerson {
            member: MemberId(1_000_000_000_000_000_000 + number),
            name: format!("Member {number}"),
            wakefulness,
            zone,
            zone_basis: if zone.is_some() { ZoneBasis::Assumed } else { ZoneBasis::Unknown },
            contact: Some(contact.to_owned()),
            deputy: Some("Member Lagos".to_owned()),
            reached: None,
        }
    }

    fn list(people: Vec<MissingPerson>, language: Language) -> MissingList {
        MissingList {
            alert: AlertId(7),
            severity: Severity::Urgent,
            ask: AskKind::YesNo,
            text: "Room 4".to_owned(),
            answer_by: Some(at("2020-11-10T18:15:00Z")),
            people,
            contacts: ContactPolicy::Show,
            not_on_discord: 3,
            language,
        }
    }

    #[test]
    fn list_of_any_length_fits_in_one_message_and_says_how_many_people_it_leaves_out() {
        let long_contact = "a@example.org, ".repeat(13);
        for language in Language::ALL {
            for (count, contact) in
                [(1, "a@example.org"), (55, "+44 20 7946 0000"), (55, &long_contact), (400, &long_contact)]
            {
                let people = (0..count).map(|number| person(number, contact)).collect();
                let body = live(&list(people, language), at(NOW)).body_with_flags(0);
                let content = body["content"].as_str().unwrap_or_default().chars().count();
                let embeds = body["embeds"].as_array().cloned().unwrap_or_default();
                let lengths = embeds.iter().map(|embed| embed["description"].as_str().unwrap().chars().count());
                let lengths: Vec<usize> = lengths.collect();
                assert!(content <= MAX_CONTENT_CHARS && lengths.iter().all(|chars| *chars <= 4096), "{lengths:?}");
                assert!(lengths.iter().sum::<usize>() <= 6000, "{lengths:?}");
                let text = body.to_string();
                let lines = text.matches("• **").count();
                let left_out = say!(language, "alert-missing-more", count = usize::try_from(count).unwrap() - lines);
                assert_eq!(text.contains(&left_out), count == 400, "{count} people, {lines} lines");
                assert_eq!(lines < usize::try_from(count).unwrap(), count == 400, "{count} people, {lines} lines");
                assert!(body["components"].as_array().unwrap().len() <= 5);
            }
        }
    }

    #[test]
    fn list_asks_to_reach_people_only_while_somebody_is_not_reached() {
        let reached = |number| MissingPerson { reached: Some(("Lead".to_owned(), at(NOW))), ..person(number, "") };
        for language in Language::ALL {
            let title = |people| head_lines(&list(people, language), at(NOW)).remove(0);
            let question = say!(language, "alert-missing-question", count = 1);
            assert!(title(vec![person(1, ""), reached(2)]).ends_with(&question));
            assert!(title(vec![reached(1), reached(2)]).ends_with("**"), "{language:?}");
        }
    }

    #[test]
    fn line_has_the_local_time_the_contact_and_the_deputy_in_each_language() {
        let lines = Language::ALL.map(|language| person_line(language, &person(1, "a@example.org"), at(NOW)));
        insta::assert_snapshot!(lines.join("\n"), @"
        **Member 1** · Wed 02:45, wakes Wed 06:30 (time zone assumed) · a@example.org · deputy: Member Lagos
        **Member 1** · mer. 02:45, réveil mer. 06:30 (fuseau horaire supposé) · a@example.org · suppléance : Member Lagos
        **Member 1** · mié 02:45, se despierta mié 06:30 (zona horaria supuesta) · a@example.org · suplente: Member Lagos
        ");
        let reached = MissingPerson { reached: Some(("Lead".to_owned(), at(NOW))), ..person(1, "a@example.org") };
        insta::assert_snapshot!(person_line(Language::English, &reached, at(NOW)), @"**Member 1** · reached by Lead at 17:45 UTC");
    }
}
