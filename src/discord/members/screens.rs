//! The screens of a profile and its set-up, with one function for each screen.

use crate::discord::members::presses::{EmergencyAnswer, ProfilePress};
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::{clip, echo};
use crate::discord::ui::widgets::{Button, Choice, Select, SelectKind};
use crate::discord::viewer::Viewer;
use crate::discord::wire::custom_id::CustomId;
use crate::members::{
    Away, DeletionEffect, EmergencyWake, Profile, ProfileDraft, Reach, Step, USUAL_QUIET_HOURS, Wakefulness,
};
use crate::say;
use crate::time::{Place, QuietHours, QuietWeek, Timestamp, ZoneAnswer, ZoneId, find_zone, has_other_letters, local};
use crate::words::{Language, list, times};

/// Discord's limit for the choices of a select.
const MAX_PLACES: usize = 25;
/// The most meanings of a typed time that are shown at once. Their buttons and "Type it again" fill one row.
const MAX_INSTANTS: usize = 4;

/// The panel in a channel. Everybody reads the panel, so it is in all languages.
pub fn panel() -> Reply {
    let lines: Vec<String> = Language::ALL.into_iter().map(|language| say!(language, "profile-panel")).collect();
    let label = Language::ALL.map(|language| say!(language, "profile-panel-button")).join(" · ");
    Reply::new(lines.join("\n\n")).buttons([Button::primary(ProfilePress::Open, label)])
}

/// The next question of the draft, or the review.
pub fn next_question(viewer: &Viewer, draft: &ProfileDraft) -> Reply {
    let home = |zone| Home { zone, name: place_name(viewer.language, zone, draft.place.as_deref(), viewer.now) };
    match draft.step() {
        Step::Zone => ask_zone(viewer),
        Step::IsThisRight(zone) => is_this_right(viewer, &home(zone)),
        Step::Quiet { zone } => ask_quiet(viewer, &home(zone)),
        Step::Emergency { quiet, .. } => ask_emergency(viewer, &quiet),
        Step::Review { zone, quiet, emergency } => {
            review(viewer, &home(zone), &ReviewAnswers { quiet, emergency, revision: draft.revision })
        }
    }
}

/// Where a member lives: the zone, and the name by which the member knows the place.
struct Home {
    zone: ZoneId,
    name: String,
}

/// The answers that the review shows.
struct ReviewAnswers {
    quiet: QuietWeek,
    emergency: EmergencyWake,
    revision: i64,
}

fn ask_zone(viewer: &Viewer) -> Reply {
    let language = viewer.language;
    Reply::new(say!(language, "profile-zone-ask"))
        .buttons([Button::primary(ProfilePress::TypeZone, say!(language, "profile-zone-type"))])
}

fn is_this_right(viewer: &Viewer, home: &Home) -> Reply {
    let (language, now) = (viewer.language, viewer.now);
    let mut text =
        say!(language, "profile-zone-right", place = home.name.as_str(), time = time_there(language, home.zone, now));
    text.push_str(&fixed_warning(language, home.zone));
    Reply::new(text).buttons([
        Button::success(ProfilePress::ZoneRight, say!(language, "profile-yes-right")),
        Button::secondary(ProfilePress::TypeZone, say!(language, "profile-zone-another")),
    ])
}

/// A line that warns when the zone is a fixed offset from UTC.
fn fixed_warning(language: Language, zone: ZoneId) -> String {
    if zone.fixed_offset().is_some() && zone != ZoneId::utc() {
        format!("\n⚠️ {}", say!(language, "profile-zone-fixed"))
    } else {
        String::new()
    }
}

/// Asks which place is meant, because several places have the typed name.
pub fn which_place(viewer: &Viewer, typed: &str, places: &[Place]) -> Reply {
    choose_place(viewer, typed, say!(viewer.language, "profile-zone-which", typed = echo(typed)), places)
}

/// Says that no place has the typed name, and offers the places in `similar`, which have similar names.
pub fn unknown_place(viewer: &Viewer, typed: &str, similar: &[Place]) -> Reply {
    let language = viewer.language;
    if similar.is_empty() {
        let key = if has_other_letters(typed) { "profile-zone-latin" } else { "profile-zone-unknown" };
        let text = say!(language, key, typed = echo(typed));
        return Reply::new(text).buttons([type_again(language, typed)]);
    }
    choose_place(viewer, typed, say!(language, "profile-zone-like", typed = echo(typed)), similar)
}

fn choose_place(viewer: &Viewer, typed: &str, text: String, places: &[Place]) -> Reply {
    let (language, now) = (viewer.language, viewer.now);
    let mut choices: Vec<Choice> = Vec::new();
    for place in places {
        // The handler parses this value like a typed name.
        let id = place.label(Language::English);
        if choices.len() < MAX_PLACES && !choices.iter().any(|choice| choice.value == id) {
            let there = say!(language, "profile-zone-there", time = time_there(language, place.zone, now));
            choices.push(Choice::new(id, place.label(language)).described(there));
        }
    }
    let placeholder = say!(language, "profile-zone-choose");
    Reply::new(text)
        .select(Select::new(ProfilePress::PickZone, placeholder, SelectKind::Choices(choices)))
        .buttons([type_again(language, typed)])
}

fn type_again(language: Language, typed: &str) -> Button {
    let press = CustomId::longest_fitting(typed, ProfilePress::TypeZoneAgain);
    Button::secondary(press, say!(language, "profile-zone-again"))
}

/// The limit, in characters, of a typed hour, also in the form.
pub const MAX_HOUR_CHARS: usize = 20;

/// Quiet hours as somebody typed them.
pub struct TypedHours {
    pub start: String,
    pub end: String,
    /// The typed days of the week. Empty for every day.
    pub days: String,
}

impl TypedHours {
    pub fn usual() -> Self {
        Self {
            start: times::clock(USUAL_QUIET_HOURS.start),
            end: times::clock(USUAL_QUIET_HOURS.end),
            days: String::new(),
        }
    }
}

fn type_hours_again(language: Language, typed: &TypedHours) -> Button {
    let press = CustomId::longest_fitting(&typed.days, |days| {
        ProfilePress::TypeQuietAgain(clip(&typed.start, MAX_HOUR_CHARS), clip(&typed.end, MAX_HOUR_CHARS), days)
    });
    let press = if CustomId::fits(&press) { press } else { ProfilePress::TypeQuiet };
    Button::primary(press, say!(language, "profile-quiet-again"))
}

fn ask_quiet(viewer: &Viewer, home: &Home) -> Reply {
    let language = viewer.language;
    let time = time_there(language, home.zone, viewer.now);
    let text = say!(language, "profile-quiet-ask", time = time, place = home.name.as_str());
    Reply::new(text).buttons([
        Button::primary(ProfilePress::QuietUsual, hours_text(language, USUAL_QUIET_HOURS)),
        Button::secondary(ProfilePress::TypeQuiet, say!(language, "profile-quiet-other")),
        Button::secondary(ProfilePress::QuietNone, say!(language, "profile-quiet-none")),
    ])
}

/// Says that the typed text is not a time of day. The draft keeps its earlier answers.
pub fn unknown_time(viewer: &Viewer, typed: &str, hours_typed: &TypedHours) -> Reply {
    let language = viewer.language;
    Reply::new(say!(language, "profile-quiet-unknown", typed = echo(typed))).buttons([
        type_hours_again(language, hours_typed),
        Button::secondary(ProfilePress::QuietUsual, hours_text(language, USUAL_QUIET_HOURS)),
    ])
}

/// Says that the typed text names no days of the week.
pub fn unknown_days(viewer: &Viewer, typed: &str, hours_typed: &TypedHours) -> Reply {
    let language = viewer.language;
    Reply::new(say!(language, "profile-quiet-days-unknown", typed = echo(typed)))
        .buttons([type_hours_again(language, hours_typed)])
}

/// Says that days were given without hours.
pub fn days_without_hours(viewer: &Viewer, hours_typed: &TypedHours) -> Reply {
    let language = viewer.language;
    Reply::new(say!(language, "profile-quiet-days-alone")).buttons([type_hours_again(language, hours_typed)])
}

fn ask_emergency(viewer: &Viewer, quiet: &QuietWeek) -> Reply {
    let language = viewer.language;
    let text = if quiet.is_none() {
        say!(language, "profile-emergency-ask-always")
    } else {
        let nights = std::iter::once(quiet.usual()).chain(quiet.exceptions().map(|(_, hours)| hours));
        let wake_time = nights.filter(|hours| !hours.is_none()).map(|hours| hours.end).next().unwrap_or_default();
        say!(language, "profile-emergency-ask", wakes = times::clock(wake_time))
    };
    Reply::new(text).buttons([
        Button::secondary(ProfilePress::Emergency(EmergencyAnswer::Yes), say!(language, "profile-emergency-yes")),
        Button::secondary(ProfilePress::Emergency(EmergencyAnswer::No), say!(language, "profile-emergency-no")),
    ])
}

fn review(viewer: &Viewer, home: &Home, answers: &ReviewAnswers) -> Reply {
    let (language, now) = (viewer.language, viewer.now);
    let text = say!(
        language,
        "profile-review",
        place = home.name.as_str(),
        time = time_there(language, home.zone, now),
        warning = fixed_warning(language, home.zone),
        quiet = week_text(language, &answers.quiet),
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
    Select::new(ProfilePress::Language, placeholder, SelectKind::Choices(choices.collect()))
}

/// The screen after the profile was saved. `notes` are further texts for the member.
pub fn saved_profile(viewer: &Viewer, place: &str, notes: &[String]) -> Reply {
    let language = viewer.language;
    let Some(profile) = viewer.member.as_ref().and_then(|member| member.profile.as_ref()) else {
        return show(viewer, place, "");
    };
    let mut text = say!(
        language,
        "profile-saved",
        place = place,
        time = time_there(language, profile.zone, viewer.now),
        quiet = week_text(language, &profile.quiet)
    );
    for note in notes {
        text.push_str("\n\n");
        text.push_str(note);
    }
    Reply::new(text).buttons([
        Button::primary(ProfilePress::Test, say!(language, "profile-test")),
        Button::secondary(ProfilePress::Awake, say!(language, "profile-awake")),
        Button::secondary(ProfilePress::Edit, say!(language, "profile-change")),
    ])
}

/// The reader's own profile, for `/profile show`. `deputies`: lines about deputies, or empty.
pub fn show(viewer: &Viewer, place: &str, deputies: &str) -> Reply {
    let (language, now) = (viewer.language, viewer.now);
    let reach = reach_words(language, viewer.member.as_ref().map(|member| member.reach).unwrap_or_default());
    let Some(profile) = viewer.member.as_ref().and_then(|member| member.profile.as_ref()) else {
        return Reply::new(say!(language, "profile-show-none", reach = reach) + deputies)
            .buttons([Button::primary(ProfilePress::Edit, say!(language, "profile-begin"))]);
    };
    let text = say!(
        language,
        "profile-show",
        place = place,
        time = time_there(language, profile.zone, now),
        quiet = week_text(language, &profile.quiet),
        emergency = emergency_words(language, profile.emergency),
        language = language_name(language),
        state = state_words(viewer, profile),
        reach = reach
    );
    let away = if profile.rest().is_away(now) { away_end_button(language) } else { away_button(language) };
    let awake = match profile.awake_until.filter(|until| now < *until && !profile.rest().is_away(now)) {
        Some(_) => awake_end_button(language),
        None => Button::secondary(ProfilePress::Awake, say!(language, "profile-awake")),
    };
    Reply::new(text + deputies).buttons([
        Button::primary(ProfilePress::Edit, say!(language, "profile-change")),
        awake,
        away,
        Button::secondary(ProfilePress::Test, say!(language, "profile-test")),
        Button::secondary(ProfilePress::Deputy, say!(language, "profile-deputy")),
        Button::secondary(ProfilePress::Export, say!(language, "profile-export")),
        Button::danger(ProfilePress::AskDelete, say!(language, "profile-delete")),
    ])
}

/// Says that "I am awake until…" was saved.
pub fn awake_confirmation(viewer: &Viewer, until: Timestamp) -> Reply {
    let language = viewer.language;
    Reply::new(say!(language, "profile-awake-saved", until = viewer.at(until))).buttons([awake_end_button(language)])
}

/// Says that "I am away until…" was saved. `effects` says what the absence does to reminders and "I am awake until…".
pub fn away_confirmation(viewer: &Viewer, until: Timestamp, effects: &[String]) -> Reply {
    let language = viewer.language;
    let saved = say!(language, "profile-away-saved", until = viewer.at(until));
    Reply::new([&[saved], effects].concat().join("\n\n")).buttons([away_end_button(language)])
}

/// Asks which end of "I am awake until…" the typed text means. There is one button for each of `instants`, and a button
/// to type the end again. Nothing is stored yet.
pub fn which_awake_until(viewer: &Viewer, typed: &str, text: String, instants: &[Timestamp]) -> Reply {
    let key = if instants.is_empty() { "profile-time-again" } else { "profile-awake-again" };
    let again =
        Button::secondary(CustomId::longest_fitting(typed, ProfilePress::AwakeAgain), say!(viewer.language, key));
    let choices = instants.iter().map(|at| (*at, ProfilePress::AwakeAt(at.as_millisecond())));
    which_instant(viewer, text, choices, again)
}

/// Asks which end of "I am away until…" the typed text means. There is one button for each of `ends`, and a button to
/// type the end again. Nothing is stored yet. `zone`: the zone of the member.
pub fn which_away_until(viewer: &Viewer, zone: ZoneId, typed: &str, text: String, ends: &[Away]) -> Reply {
    let key = if ends.is_empty() { "profile-time-again" } else { "profile-away-again" };
    let again =
        Button::secondary(CustomId::longest_fitting(typed, ProfilePress::AwayAgain), say!(viewer.language, key));
    let choices = ends.iter().map(|away| match away.wall() {
        // When the clocks go back, one hour happens twice (Berlin, 25 October 2020, 02:00 to 03:00). A local time
        // cannot name an instant in the second of these hours, so its button has an instant.
        Some(wall) if Away::until_local(wall, zone) == *away => (away.until, ProfilePress::AwayAtLocal(wall)),
        _ => (away.until, ProfilePress::AwayAt(away.until.as_millisecond())),
    });
    which_instant(viewer, text, choices, again)
}

fn which_instant(
    viewer: &Viewer,
    text: String,
    choices: impl Iterator<Item = (Timestamp, ProfilePress)>,
    again: Button,
) -> Reply {
    let one = |(at, press)| Button::primary(press, viewer.short(at));
    Reply::new(text).buttons(choices.take(MAX_INSTANTS).map(one).chain([again]))
}

fn awake_end_button(language: Language) -> Button {
    Button::secondary(ProfilePress::AwakeEnd, say!(language, "profile-awake-end"))
}

fn away_button(language: Language) -> Button {
    Button::secondary(ProfilePress::Away, say!(language, "profile-away"))
}

fn away_end_button(language: Language) -> Button {
    Button::secondary(ProfilePress::Back, say!(language, "profile-away-end"))
}

/// Asks before a deletion. `effects`: what the deletion ends in other parts of Magpie.
pub fn ask_delete(viewer: &Viewer, effects: &[DeletionEffect]) -> Reply {
    let language = viewer.language;
    let effects = effects.iter().map(|effect| say!(language, effect.text_key, count = effect.count));
    let lines: Vec<String> = std::iter::once(say!(language, "profile-delete-ask")).chain(effects).collect();
    Reply::new(lines.join("\n")).buttons([
        Button::danger(ProfilePress::Delete, say!(language, "profile-delete-yes")),
        Button::secondary(ProfilePress::Show, say!(language, "profile-delete-no")),
    ])
}

/// `22:00–07:00`, or the text that says that there are no quiet hours.
pub fn hours_text(language: Language, quiet: QuietHours) -> String {
    if quiet.is_none() {
        return say!(language, "profile-hours-none");
    }
    say!(language, "profile-hours", start = times::clock(quiet.start), end = times::clock(quiet.end))
}

/// `22:00–07:00`, and the days that have different hours: `Friday and Saturday: 23:00–09:00`.
pub fn week_text(language: Language, quiet: &QuietWeek) -> String {
    let mut text = hours_text(language, quiet.usual());
    let mut exceptions: Vec<_> = quiet.exceptions().collect();
    while let Some((_, of_day)) = exceptions.first().copied() {
        let (same_hours, remaining): (Vec<_>, Vec<_>) = exceptions.into_iter().partition(|(_, hours)| *hours == of_day);
        let days: Vec<String> = same_hours.iter().map(|(day, _)| times::weekday(language, *day)).collect();
        let next =
            say!(language, "profile-hours-on", days = list(language, &days), hours = hours_text(language, of_day));
        text = say!(language, "profile-hours-and", first = text, next = next);
        exceptions = remaining;
    }
    text
}

/// `Geneva, Switzerland (Europe/Zurich)`: the name of the place that the member chose, and its zone.
pub fn place_name(language: Language, zone: ZoneId, place: Option<&str>, now: Timestamp) -> String {
    // The stored name is in English. `find_zone` returns the place, which has a name in every language.
    match place.map(|place| find_zone(place, now)) {
        Some(ZoneAnswer::One { place, .. }) if place.zone == zone && place.label(language) != zone.as_str() => {
            format!("{} ({zone})", place.label(language))
        }
        _ => zone_name(language, zone),
    }
}

/// `La Paz (America/La_Paz)`, or the id of a zone whose id contains no city.
fn zone_name(language: Language, zone: ZoneId) -> String {
    let city = Place::of(zone).short_label(language);
    if city == zone.as_str() { city } else { format!("{city} ({zone})") }
}

pub fn language_name(language: Language) -> String {
    say!(language, "profile-language-name")
}

pub(super) fn time_there(language: Language, zone: ZoneId, now: Timestamp) -> String {
    let wall = local(zone, now).0;
    times::day_and_time(language, wall, wall.date())
}

pub(super) fn emergency_words(language: Language, emergency: EmergencyWake) -> String {
    match emergency {
        EmergencyWake::Allowed => say!(language, "profile-emergency-allowed"),
        EmergencyWake::Refused => say!(language, "profile-emergency-refused"),
    }
}

fn state_words(viewer: &Viewer, profile: &Profile) -> String {
    let (language, now) = (viewer.language, viewer.now);
    if let Some(until) = profile.away.map(|away| away.until).filter(|until| now < *until) {
        return say!(language, "profile-state-away", until = viewer.at(until));
    }
    match (profile.wakefulness(now), profile.awake_until.filter(|until| now < *until)) {
        (Wakefulness::Asleep { wakes_at }, _) => {
            say!(language, "profile-state-quiet", until = viewer.short(wakes_at))
        }
        (_, Some(until)) => say!(language, "profile-state-awake-until", until = viewer.short(until)),
        _ => say!(language, "profile-state-awake"),
    }
}

pub(super) fn reach_words(language: Language, reach: Reach) -> String {
    match (reach.dm_channel, reach.closed_at) {
        (_, Some(_)) => say!(language, "profile-reach-closed"),
        (Some(_), None) => say!(language, "profile-reach-open"),
        (None, None) => say!(language, "profile-reach-none"),
    }
}
