//! How a profile and its set-up look: one function for each screen, from data alone.

use crate::discord::members::away::{away_button, back_button};
use crate::discord::members::presses::ProfilePress;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::echo;
use crate::discord::ui::widgets::{Among, Button, Choice, Select};
use crate::members::{EmergencyWake, Member, Profile, ProfileDraft, Step, Wakefulness};
use crate::say;
use crate::time::{Place, QuietHours, Time, Timestamp, Week, ZoneAnswer, ZoneId, find_zone, local};
use crate::words::{Language, times};

/// What most people choose; suggested, never assumed.
pub const USUAL: QuietHours = QuietHours::new(Time::constant(22, 0, 0, 0), Time::constant(7, 0, 0, 0));
/// Choices of places shown at once.
const PLACES: usize = 25;

/// The panel that stands in a channel: read by all, so in all three languages.
pub fn panel() -> Reply {
    let lines: Vec<String> = Language::ALL.into_iter().map(|language| say!(language, "profile-panel")).collect();
    let label = Language::ALL.map(|language| say!(language, "profile-panel-button")).join(" · ");
    Reply::new(lines.join("\n\n")).buttons([Button::primary(ProfilePress::Open, label)])
}

/// The question that the draft has not answered, or the review of it.
pub fn next(draft: &ProfileDraft, language: Language, now: Timestamp) -> Reply {
    let here = |zone| Here { zone, name: place_name(language, zone, draft.place.as_deref(), now) };
    match draft.step() {
        Step::Zone => ask_zone(language),
        Step::IsThisRight(zone) => is_this_right(language, &here(zone), now),
        Step::Quiet { zone } => ask_quiet(language, &here(zone), now),
        Step::Emergency { quiet, .. } => ask_emergency(language, &quiet),
        Step::Review { zone, quiet, emergency } => {
            review(language, &here(zone), &Answers { quiet, emergency, revision: draft.revision }, now)
        }
    }
}

/// Where somebody lives: the zone, and the name under which they know it.
struct Here {
    zone: ZoneId,
    name: String,
}

struct Answers {
    quiet: Week,
    emergency: EmergencyWake,
    revision: i64,
}

fn ask_zone(language: Language) -> Reply {
    Reply::new(say!(language, "profile-zone-ask"))
        .buttons([Button::primary(ProfilePress::TypeZone, say!(language, "profile-zone-type"))])
}

fn is_this_right(language: Language, here: &Here, now: Timestamp) -> Reply {
    let mut text =
        say!(language, "profile-zone-right", place = here.name.as_str(), time = there_now(language, here.zone, now));
    text.push_str(&fixed_warning(language, here.zone));
    Reply::new(text).buttons([
        Button::success(ProfilePress::ZoneRight, say!(language, "profile-yes-right")),
        Button::secondary(ProfilePress::TypeZone, say!(language, "profile-zone-another")),
    ])
}

/// On a line of its own, where the zone is a fixed distance from UTC.
fn fixed_warning(language: Language, zone: ZoneId) -> String {
    if zone.fixed_offset().is_some() && zone != ZoneId::utc() {
        format!("\n⚠️ {}", say!(language, "profile-zone-fixed"))
    } else {
        String::new()
    }
}

/// Several places have that name.
pub fn which_place(language: Language, typed: &str, places: &[Place], now: Timestamp) -> Reply {
    let text = say!(language, "profile-zone-which", typed = echo(typed));
    choose_place(language, text, places, now)
}

/// No place has that name; some have one like it.
pub fn unknown_place(language: Language, typed: &str, like: &[Place], now: Timestamp) -> Reply {
    if like.is_empty() {
        let text = say!(language, "profile-zone-unknown", typed = echo(typed));
        return Reply::new(text).buttons([type_again(language)]);
    }
    choose_place(language, say!(language, "profile-zone-like", typed = echo(typed)), like, now)
}

fn choose_place(language: Language, text: String, places: &[Place], now: Timestamp) -> Reply {
    let mut choices: Vec<Choice> = Vec::new();
    for place in places {
        // What comes back is read as if it had been typed.
        let id = place.label(Language::English);
        if choices.len() < PLACES && !choices.iter().any(|choice| choice.value == id) {
            let there = say!(language, "profile-zone-there", time = there_now(language, place.zone, now));
            choices.push(Choice::new(id, place.label(language)).described(there));
        }
    }
    let placeholder = say!(language, "profile-zone-choose");
    Reply::new(text)
        .select(Select::new(ProfilePress::PickZone, placeholder, Among::Choices(choices)))
        .buttons([type_again(language)])
}

fn type_again(language: Language) -> Button {
    Button::secondary(ProfilePress::TypeZone, say!(language, "profile-zone-again"))
}

fn ask_quiet(language: Language, here: &Here, now: Timestamp) -> Reply {
    let time = there_now(language, here.zone, now);
    let text = say!(language, "profile-quiet-ask", time = time, place = here.name.as_str());
    Reply::new(text).buttons([
        Button::primary(ProfilePress::QuietUsual, hours(language, USUAL)),
        Button::secondary(ProfilePress::TypeQuiet, say!(language, "profile-quiet-other")),
        Button::secondary(ProfilePress::QuietNone, say!(language, "profile-quiet-none")),
    ])
}

/// What was typed is no time of day; nothing is lost.
pub fn unknown_time(language: Language, typed: &str) -> Reply {
    Reply::new(say!(language, "profile-quiet-unknown", typed = echo(typed))).buttons([
        Button::primary(ProfilePress::TypeQuiet, say!(language, "profile-quiet-again")),
        Button::secondary(ProfilePress::QuietUsual, hours(language, USUAL)),
    ])
}

/// What was typed names no days.
pub fn unknown_days(language: Language, typed: &str) -> Reply {
    Reply::new(say!(language, "profile-quiet-days-unknown", typed = echo(typed)))
        .buttons([Button::primary(ProfilePress::TypeQuiet, say!(language, "profile-quiet-again"))])
}

/// Days were named, but not when they are quiet.
pub fn days_without_hours(language: Language) -> Reply {
    Reply::new(say!(language, "profile-quiet-days-alone"))
        .buttons([Button::primary(ProfilePress::TypeQuiet, say!(language, "profile-quiet-again"))])
}

fn ask_emergency(language: Language, quiet: &Week) -> Reply {
    let text = if quiet.is_none() {
        say!(language, "profile-emergency-ask-always")
    } else {
        let nights = std::iter::once(quiet.usual()).chain(quiet.exceptions().map(|(_, hours)| hours));
        let wakes = nights.filter(|hours| !hours.is_none()).map(|hours| hours.end).next().unwrap_or_default();
        say!(language, "profile-emergency-ask", wakes = times::clock(wakes))
    };
    Reply::new(text).buttons([
        Button::secondary(ProfilePress::Emergency(EmergencyWake::Allowed), say!(language, "profile-emergency-yes")),
        Button::secondary(ProfilePress::Emergency(EmergencyWake::Refused), say!(language, "profile-emergency-no")),
    ])
}

fn review(language: Language, here: &Here, answers: &Answers, now: Timestamp) -> Reply {
    let text = say!(
        language,
        "profile-review",
        place = here.name.as_str(),
        time = there_now(language, here.zone, now),
        warning = fixed_warning(language, here.zone),
        quiet = week(language, &answers.quiet),
        emergency = emergency_words(language, answers.emergency),
        language = language_name(language)
    );
    Reply::new(text)
        .buttons([
            Button::success(ProfilePress::Save(answers.revision), say!(language, "profile-save")),
            Button::secondary(ProfilePress::TypeZone, say!(language, "profile-change-zone")),
            Button::secondary(ProfilePress::ChangeQuiet, say!(language, "profile-change-quiet")),
            Button::secondary(ProfilePress::ChangeEmergency, say!(language, "profile-change-emergency")),
        ])
        .select(language_select(language))
}

fn language_select(language: Language) -> Select {
    let choices = Language::ALL.into_iter().map(|one| {
        let choice = Choice::new(one.code(), language_name(one));
        if one == language { choice.chosen() } else { choice }
    });
    let placeholder = say!(language, "profile-language-choose");
    Select::new(ProfilePress::Language, placeholder, Among::Choices(choices.collect()))
}

/// Right after saving. `trouble`: what stands in the way of private messages, if anything.
pub fn saved(language: Language, profile: &Profile, place: &str, now: Timestamp, trouble: Option<&str>) -> Reply {
    let mut text = say!(
        language,
        "profile-saved",
        place = place,
        time = there_now(language, profile.zone, now),
        quiet = week(language, &profile.quiet)
    );
    if let Some(trouble) = trouble {
        text.push_str("\n\n");
        text.push_str(trouble);
    }
    Reply::new(text).buttons([
        Button::primary(ProfilePress::Test, say!(language, "profile-test")),
        Button::secondary(ProfilePress::Awake, say!(language, "profile-awake")),
        Button::secondary(ProfilePress::Edit, say!(language, "profile-change")),
    ])
}

/// What Magpie knows of them, as `/profile show` tells it.
pub fn show(language: Language, member: &Member, place: &str, now: Timestamp) -> Reply {
    let Some(profile) = &member.profile else {
        let text = say!(language, "profile-show-none", reach = reach_words(language, member));
        return Reply::new(text).buttons([Button::primary(ProfilePress::Edit, say!(language, "profile-begin"))]);
    };
    let text = say!(
        language,
        "profile-show",
        place = place,
        time = there_now(language, profile.zone, now),
        quiet = week(language, &profile.quiet),
        emergency = emergency_words(language, profile.emergency),
        language = language_name(language),
        state = state_words(language, profile, now),
        reach = reach_words(language, member)
    );
    let away = if profile.rest().is_away(now) { back_button(language) } else { away_button(language) };
    let awake = match profile.awake_until.filter(|until| now < *until) {
        Some(_) => Button::secondary(ProfilePress::AwakeEnd, say!(language, "profile-awake-end")),
        None => Button::secondary(ProfilePress::Awake, say!(language, "profile-awake")),
    };
    Reply::new(text).buttons([
        Button::primary(ProfilePress::Edit, say!(language, "profile-change")),
        awake,
        away,
        Button::secondary(ProfilePress::Test, say!(language, "profile-test")),
        Button::secondary(ProfilePress::Export, say!(language, "profile-export")),
        Button::danger(ProfilePress::AskDelete, say!(language, "profile-delete")),
    ])
}

/// "I am awake until…" was understood and saved.
pub fn awake(language: Language, profile: &Profile, until: Timestamp, now: Timestamp) -> Reply {
    let until = times::dm(language, profile.zone, until, now);
    Reply::new(say!(language, "profile-awake-saved", until = until))
        .buttons([Button::secondary(ProfilePress::AwakeEnd, say!(language, "profile-awake-end"))])
}

/// Several instants could be meant, or the one that was typed has passed.
pub fn awake_which(language: Language, zone: ZoneId, text: String, instants: &[Timestamp], now: Timestamp) -> Reply {
    let mut buttons: Vec<Button> = Vec::new();
    for instant in instants.iter().take(4) {
        let label = times::lock_screen(language, zone, *instant, now);
        buttons.push(Button::primary(ProfilePress::AwakeAt(instant.as_millisecond()), label));
    }
    buttons.push(Button::secondary(ProfilePress::Awake, say!(language, "profile-awake-again")));
    Reply::new(text).buttons(buttons)
}

pub fn ask_delete(language: Language) -> Reply {
    Reply::new(say!(language, "profile-delete-ask")).buttons([
        Button::danger(ProfilePress::Delete, say!(language, "profile-delete-yes")),
        Button::secondary(ProfilePress::Show, say!(language, "profile-delete-no")),
    ])
}

/// `22:00–07:00`, or that there are none.
pub fn hours(language: Language, quiet: QuietHours) -> String {
    if quiet.is_none() {
        return say!(language, "profile-hours-none");
    }
    say!(language, "profile-hours", start = times::clock(quiet.start), end = times::clock(quiet.end))
}

/// `22:00–07:00`, and the days that have other hours: `Friday, Saturday: 23:00–09:00`.
pub fn week(language: Language, quiet: &Week) -> String {
    let mut parts = vec![hours(language, quiet.usual())];
    let mut others: Vec<_> = quiet.exceptions().collect();
    while let Some((_, of_day)) = others.first().copied() {
        let (alike, left): (Vec<_>, Vec<_>) = others.into_iter().partition(|(_, hours)| *hours == of_day);
        let days: Vec<String> = alike.iter().map(|(day, _)| times::weekday(language, *day)).collect();
        parts.push(say!(language, "profile-hours-on", days = days.join(", "), hours = hours(language, of_day)));
        others = left;
    }
    parts.join("; ")
}

/// `Geneva, Switzerland (Europe/Zurich)`: the name of the place they chose, and the zone that it is in.
pub fn place_name(language: Language, zone: ZoneId, place: Option<&str>, now: Timestamp) -> String {
    // The stored name is English; what it names is known in every language.
    match place.map(|place| find_zone(place, now)) {
        Some(ZoneAnswer::One { place, .. }) if place.zone == zone && place.label(language) != zone.as_str() => {
            format!("{} ({zone})", place.label(language))
        }
        _ => zone_name(zone),
    }
}

/// `La Paz (America/La_Paz)`; a zone without a city in its id is shown as it is.
fn zone_name(zone: ZoneId) -> String {
    let id = zone.as_str();
    match id.rsplit_once('/') {
        Some((region, city)) if region != "Etc" => format!("{} ({id})", city.replace('_', " ")),
        _ => id.to_owned(),
    }
}

pub fn language_name(language: Language) -> String {
    say!(language, "profile-language-name")
}

fn there_now(language: Language, zone: ZoneId, now: Timestamp) -> String {
    let wall = local(zone, now).0;
    times::day_and_time(language, wall, wall.date())
}

fn emergency_words(language: Language, emergency: EmergencyWake) -> String {
    match emergency {
        EmergencyWake::Allowed => say!(language, "profile-emergency-allowed"),
        EmergencyWake::Refused => say!(language, "profile-emergency-refused"),
    }
}

fn state_words(language: Language, profile: &Profile, now: Timestamp) -> String {
    let clock = |at| times::lock_screen(language, profile.zone, at, now);
    if let Some(until) = profile.away_until.filter(|until| now < *until) {
        return say!(language, "profile-state-away", until = times::dm(language, profile.zone, until, now));
    }
    match (profile.wakefulness(now), profile.awake_until.filter(|until| now < *until)) {
        (Wakefulness::Asleep { wakes_at }, _) => say!(language, "profile-state-quiet", until = clock(wakes_at)),
        (_, Some(until)) => say!(language, "profile-state-awake-until", until = clock(until)),
        _ => say!(language, "profile-state-awake"),
    }
}

fn reach_words(language: Language, member: &Member) -> String {
    match (member.reach.dm_channel, member.reach.closed_at) {
        (_, Some(_)) => say!(language, "profile-reach-closed"),
        (Some(_), None) => say!(language, "profile-reach-open"),
        (None, None) => say!(language, "profile-reach-none"),
    }
}
