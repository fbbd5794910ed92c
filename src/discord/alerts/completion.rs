//! The choices that complete the audience of `/alert send` while the author types it, each with the number of people
//! who would get the alert. Also the choices of an alert, for `/alert show` and `/alert report`.

use poise::serenity_prelude::AutocompleteChoice;

use crate::alerts::audience::Directory;
use crate::alerts::audience::completion::{Completion, CompletionLimits, Scope, Suggestion, complete};
use crate::alerts::model::Alert;
use crate::discord::alerts::messages::severity_title;
use crate::discord::ui::text::clip;
use crate::members::{Group, fold};
use crate::say;
use crate::time::{Offset, Region, Timestamp, ZoneId};
use crate::words::{Language, times};

/// Discord's limits: 25 choices in one autocompletion, and 100 characters for the name and for the value of a choice.
const LIMITS: CompletionLimits = CompletionLimits { completions: 25, value_chars: MAX_CHOICE_CHARS };
const MAX_CHOICE_CHARS: usize = 100;

pub(super) fn choices(typed: &str, directory: Directory<'_>, language: Language) -> Vec<AutocompleteChoice> {
    let completions = complete(typed, directory, |suggestion| wording(suggestion, language), LIMITS);
    completions.into_iter().map(|one| AutocompleteChoice::new(choice_name(&one, language), one.value)).collect()
}

/// The completed audience and its count. If both are too long, the beginning of the audience is clipped: the author has
/// already typed it.
fn choice_name(completion: &Completion, language: Language) -> String {
    let with_count = |text: &str| match completion.count {
        Some(count) => say!(language, "alert-audience-count", text = text.to_owned(), count = count),
        None => text.to_owned(),
    };
    let name = with_count(&completion.text);
    let excess = name.chars().count().saturating_sub(MAX_CHOICE_CHARS);
    if excess == 0 {
        return name;
    }
    let kept: String = completion.text.chars().skip(excess + 1).collect();
    with_count(&format!("…{kept}"))
}

/// The alerts whose number begins with what is typed, or whose text contains it. Each is shown as in `/alert list`.
pub(super) fn alert_choices(
    typed: &str,
    alerts: &[Alert],
    language: Language,
    now: Timestamp,
) -> Vec<AutocompleteChoice> {
    let typed = fold(typed.trim());
    let is_wanted =
        |alert: &&Alert| alert.id.to_string().starts_with(&typed) || fold(&alert.current_version.text).contains(&typed);
    let found = alerts.iter().filter(is_wanted).take(LIMITS.completions);
    found.map(|alert| AutocompleteChoice::new(alert_name(alert, language, now), alert.id.0)).collect()
}

fn alert_name(alert: &Alert, language: Language, now: Timestamp) -> String {
    let text = alert.current_version.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let severity = severity_title(language, alert.severity, alert.purpose);
    let ago = times::distance(language, alert.sent_at, now);
    clip(&format!("{} · {severity} · {ago} · {text}", alert.id), MAX_CHOICE_CHARS)
}

/// The words for a suggestion. The parser of audiences reads them in each language.
fn wording(suggestion: &Suggestion, language: Language) -> String {
    match suggestion {
        Suggestion::Groups(scope) => scope_name(*scope, language),
        Suggestion::InRegion(scope, region) => {
            let name = region.name_in_sentence(language).unwrap_or_else(|| region_name(*region, language));
            let (group, region) = (scope_name(*scope, language), name);
            say!(language, "alert-audience-in", group = group, region = region)
        }
        Suggestion::Readers(scope, read) => {
            let name = language_name(*read, language);
            match scope {
                Scope::Everyone => say!(language, "alert-audience-everyone-reads", language = name),
                Scope::Group(_) => {
                    say!(language, "alert-audience-readers", group = scope_name(*scope, language), language = name)
                }
            }
        }
        Suggestion::Person { handle, .. } => handle.clone(),
        Suggestion::Typed(typed) => typed.clone(),
    }
}

/// The name of a language, as in a sentence: "French", "français".
pub(super) fn language_name(named: Language, language: Language) -> String {
    say!(language, "alert-audience-language", code = named.code())
}

fn scope_name(scope: Scope, language: Language) -> String {
    let key = match scope {
        Scope::Group(Group::Mag) => "alert-audience-members",
        Scope::Group(Group::Helpdesk) => "alert-audience-volunteers",
        Scope::Group(Group::Secretariat) => "alert-audience-secretariat",
        Scope::Everyone => "alert-audience-everyone",
    };
    say!(language, key)
}

/// The name of a region. A range of offsets is named by its ends: "UTC+5 to UTC+9".
pub(super) fn region_name(region: Region, language: Language) -> String {
    match region {
        Region::Offsets { from, to } if from == to => offset_name(from),
        Region::Offsets { from, to } => {
            say!(language, "alert-audience-offsets", from = offset_name(from), to = offset_name(to))
        }
        Region::Area(code) | Region::Country(code) => region.name(language).unwrap_or(code).to_owned(),
    }
}

fn offset_name(offset: Offset) -> String {
    ZoneId::fixed(offset).unwrap_or_else(ZoneId::utc).as_str().to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::alerts::audience::Audience;
    use crate::alerts::testing::{at, member_in_zone};
    use crate::guild::Setup;
    use crate::members::{EmergencyWake, GuildId, Member};

    fn people() -> Vec<Member> {
        let zones =
            ["Africa/Lagos", "America/Sao_Paulo", "Asia/Kolkata", "Europe/Paris", "Pacific/Apia", "America/Denver"];
        let member = |(id, zone): (u64, &&str)| Member {
            name: format!("Person {id}"),
            handle: format!("p{id}"),
            language: Language::ALL[id as usize % Language::ALL.len()],
            ..member_in_zone(id, zone, EmergencyWake::Refused)
        };
        (1..).zip(&zones).map(member).collect()
    }

    fn with_directory<T>(read: impl FnOnce(Directory<'_>) -> T) -> T {
        let (present, setup, places) = (people(), Setup::new(GuildId(9)), BTreeMap::new());
        read(Directory { setup: &setup, present: &present, places: &places, now: at("2020-11-10T16:55:00Z") })
    }

    #[test]
    fn each_choice_is_read_as_the_people_whom_it_counts_in_every_language() {
        with_directory(|directory| {
            for language in Language::ALL {
                let members = scope_name(Scope::Group(Group::Mag), language);
                let everyone = scope_name(Scope::Everyone, language);
                for typed in ["", &members, "af", "UTC+1", "UTC+1 to UTC+14", &format!("{members}, -"), &everyone, "fr"]
                {
                    let wording = |suggestion: &Suggestion| wording(suggestion, language);
                    let found = complete(typed, directory, wording, LIMITS);
                    assert!(!found.is_empty(), "{typed}");
                    for one in found {
                        let audience = Audience::parse(&one.value, directory);
                        let audience = audience.unwrap_or_else(|error| panic!("{}: {error:?}", one.value));
                        let count = audience.members_among(directory.present.to_vec()).len();
                        assert_eq!(one.count, Some(count), "{}", one.value);
                    }
                }
            }
        });
    }

    #[test]
    fn every_region_and_language_has_words_that_the_parser_reads() {
        let region_of = |text: &str| crate::time::find_regions(text);
        for language in Language::ALL {
            for region in Region::all_with_names() {
                assert_eq!(region_of(&region_name(region, language)), [region]);
            }
            for typed in ["UTC+5 to +9", "UTC+5:30", "UTC", "UTC+11 to UTC-11", "UTC-5 to UTC"] {
                let [region] = region_of(typed)[..] else { panic!("{typed}") };
                assert_eq!(region_of(&region_name(region, language)), [region], "{typed}");
            }
            for read in Language::ALL {
                let words = wording(&Suggestion::Readers(Scope::Group(Group::Mag), read), language);
                let readers = with_directory(|directory| Audience::parse(&words, directory).unwrap().people.len());
                let expected = people().iter().filter(|one| one.language == read).count();
                assert_eq!(readers, expected, "{words}");
            }
        }
    }

    #[test]
    fn long_audience_keeps_its_end_and_its_count_within_the_limit() {
        let text = format!("{}, members in Africa", "x".repeat(90));
        let completion = Completion { text, value: String::new(), count: Some(12) };
        let name = choice_name(&completion, Language::English);
        assert_eq!(name.chars().count(), MAX_CHOICE_CHARS);
        assert!(name.starts_with("…x") && name.ends_with(", members in Africa · 12 people"), "{name}");
    }

    proptest::proptest! {
        #[test]
        fn choices_for_any_text_are_within_the_limits_of_discord(
            typed in ".{0,60}",
            prefix in "(members, |-|members in |)",
        ) {
            for typed in [format!("{prefix}{typed}"), typed] {
                let choices = with_directory(|directory| choices(&typed, directory, Language::English));
                proptest::prop_assert!(choices.len() <= LIMITS.completions);
                for choice in choices {
                    let json = serde_json::to_value(choice).unwrap();
                    for field in ["name", "value"] {
                        let chars = json[field].as_str().unwrap().chars().count();
                        proptest::prop_assert!((1..=MAX_CHOICE_CHARS).contains(&chars), "{json}");
                    }
                }
            }
        }
    }
}
