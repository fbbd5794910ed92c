//! `/profile`: a member's zone, quiet hours, absences and deputy, and the export and deletion of the member's data.

use std::borrow::Cow;

use poise::serenity_prelude::{self as serenity, AutocompleteChoice, CreateAutocompleteResponse};
use poise::{ChoiceParameter, CommandParameterChoice};

use crate::discord::call::Call;
use crate::discord::command::Context;
use crate::discord::members::screens::TypedHours;
use crate::discord::members::{deputies, handlers, offers, phone, questions, screens, today};
use crate::discord::viewer::Viewer;
use crate::discord::wire::user_error::Outcome;
use crate::members::{DraftZone, EmergencyWake, MemberId, service};
use crate::say;
use crate::time::{QuietWeek, ZoneAnswer, find_zone, suggest_zones, wall_time, weekdays};
use crate::words::Language;

/// Discord's limit for the number of suggestions in one autocompletion.
const MAX_SUGGESTIONS: usize = 25;
/// Discord's limit, in characters, for the value of a suggestion.
const MAX_VALUE_CHARS: usize = 100;

#[derive(Debug, Clone, Copy, ChoiceParameter)]
pub enum EmergencyOption {
    #[name = "Yes"]
    Yes,
    #[name = "No"]
    No,
}

/// The choices are [`Language::ALL`], in the same order. The texts of the choices are in the locale files.
#[derive(Debug, Clone, Copy)]
pub struct LanguageOption(Language);

impl ChoiceParameter for LanguageOption {
    fn list() -> Cow<'static, [CommandParameterChoice]> {
        let choice = |language: Language| CommandParameterChoice {
            name: language.name().into(),
            localizations: Cow::default(),
            __non_exhaustive: (),
        };
        Language::ALL.into_iter().map(choice).collect::<Vec<_>>().into()
    }

    fn from_index(index: usize) -> Option<Self> {
        Language::ALL.get(index).copied().map(Self)
    }

    fn from_name(name: &str) -> Option<Self> {
        Language::ALL.into_iter().find(|language| language.name() == name).map(Self)
    }

    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn localized_name(&self, _locale: &str) -> Option<&'static str> {
        None
    }
}

impl From<LanguageOption> for Language {
    fn from(option: LanguageOption) -> Self {
        option.0
    }
}

#[poise::command(
    slash_command,
    subcommands("set", "edit", "show", "awake", "away", "back", "test", "deputy", "export", "delete"),
    subcommand_required
)]
pub async fn profile(_: Context<'_>) -> Outcome {
    Ok(())
}

/// Answers several questions of the set-up. Without an option, a question keeps its earlier answer.
#[poise::command(slash_command)]
async fn set(
    ctx: Context<'_>,
    #[autocomplete = "complete_place"]
    #[max_length = 100]
    zone: Option<String>,
    #[max_length = 20] quiet_start: Option<String>,
    #[max_length = 20] quiet_end: Option<String>,
    #[max_length = 100] days: Option<String>,
    emergency: Option<EmergencyOption>,
    language: Option<LanguageOption>,
) -> Outcome {
    let options = SetOptions { zone, quiet_start, quiet_end, days, emergency, language: language.map(Language::from) };
    options.store(ctx.data()).await
}

#[poise::command(slash_command)]
async fn edit(ctx: Context<'_>) -> Outcome {
    questions::edit(ctx.data()).await
}

#[poise::command(slash_command)]
async fn show(ctx: Context<'_>) -> Outcome {
    handlers::show(ctx.data()).await
}

#[poise::command(slash_command)]
async fn awake(ctx: Context<'_>, #[max_length = 100] until: String) -> Outcome {
    today::set_typed_awake_until(ctx.data(), until.trim()).await
}

#[poise::command(slash_command)]
async fn away(ctx: Context<'_>, #[max_length = 100] until: String) -> Outcome {
    today::set_typed_away_until(ctx.data(), until.trim()).await
}

#[poise::command(slash_command)]
async fn back(ctx: Context<'_>) -> Outcome {
    today::end_away(ctx.data()).await
}

#[poise::command(slash_command)]
async fn test(ctx: Context<'_>) -> Outcome {
    phone::test(ctx.data()).await
}

/// Names a deputy. Without a person, shows the current deputy.
#[poise::command(slash_command)]
async fn deputy(ctx: Context<'_>, person: Option<serenity::User>) -> Outcome {
    match person {
        Some(person) => deputies::name_deputy(ctx.data(), MemberId(person.id.get())).await,
        None => deputies::show(ctx.data()).await,
    }
}

#[poise::command(slash_command)]
async fn export(ctx: Context<'_>) -> Outcome {
    handlers::export(ctx.data()).await
}

#[poise::command(slash_command)]
async fn delete(ctx: Context<'_>) -> Outcome {
    handlers::ask_delete(ctx.data()).await
}

/// Offers places that complete the typed name. Does not wait for the database.
async fn complete_place(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let language = ctx.data().language();
    let labels = suggest_zones(typed, MAX_SUGGESTIONS).into_iter().map(|place| place.label(language));
    let short_labels = labels.filter(|label| label.chars().count() <= MAX_VALUE_CHARS);
    CreateAutocompleteResponse::new()
        .set_choices(short_labels.map(|label| AutocompleteChoice::new(label.clone(), label)).collect())
}

/// The options of `/profile set`, as typed.
struct SetOptions {
    zone: Option<String>,
    quiet_start: Option<String>,
    quiet_end: Option<String>,
    /// The days on which the quiet hours begin; `None` for every day.
    days: Option<String>,
    emergency: Option<EmergencyOption>,
    language: Option<Language>,
}

impl SetOptions {
    /// Stores the valid answers in the draft, then asks for an invalid or a missing answer. Does not save the profile.
    async fn store(self, call: &Call) -> Outcome {
        let viewer = call.viewer().await?;
        let person = questions::caller_as_person(call);
        if let (Some(chosen), true) = (self.language, self.has_only_language()) {
            service::choose_language(&call.services.db, person, chosen, call.now).await?;
            let name = screens::language_name(chosen);
            return call.responder.reply(say!(chosen, "profile-language-saved", language = name)).await;
        }
        let viewer = Viewer { language: self.language.unwrap_or(viewer.language), ..viewer.clone() };
        let zone = self.zone.as_deref().map(|typed| (typed, find_zone(typed, call.now)));
        let times =
            [&self.quiet_start, &self.quiet_end].map(|typed| typed.as_deref().map(|typed| (typed, wall_time(typed))));
        let has_time = times.iter().flatten().any(|(_, time)| time.is_some());
        let days = self.days.as_deref().map(|typed| (typed, weekdays(typed)));
        let draft = service::revise(&call.services.db, person, call.now, |draft| {
            if let Some((_, ZoneAnswer::One { place, .. })) = &zone {
                questions::choose_place(draft, place, DraftZone::Proposed);
            }
            let days = days.as_ref().map_or_else(|| Some(QuietWeek::DAYS.to_vec()), |(_, days)| days.clone());
            if let (true, Some(days)) = (has_time, days) {
                let [start, end] = times.map(|typed| typed.and_then(|(_, time)| time));
                let known = draft.quiet.unwrap_or(crate::members::USUAL_QUIET_HOURS.into());
                draft.quiet = Some(known.changed_on(&days, start, end));
            }
            if let Some(answer) = self.emergency {
                draft.emergency = Some(match answer {
                    EmergencyOption::Yes => EmergencyWake::Allowed,
                    EmergencyOption::No => EmergencyWake::Refused,
                });
            }
            draft.language = self.language.or(draft.language);
            // The review comes next. The review shows the local time at the place, so "Is this right?" is not asked.
            if draft.quiet.is_some() && draft.emergency.is_some() {
                draft.zone = draft.zone.map(|zone| DraftZone::Confirmed(zone.zone()));
            }
        })
        .await?;
        let bad_time = times.iter().flatten().find(|(_, time)| time.is_none());
        let screen = match (&zone, bad_time) {
            (Some((typed, ZoneAnswer::Ask(places))), _) => screens::which_place(&viewer, typed, places),
            (Some((typed, ZoneAnswer::Unknown(similar))), _) => screens::unknown_place(&viewer, typed, similar),
            (_, Some((typed, _))) => screens::unknown_time(&viewer, typed, &self.typed_hours()),
            (Some((_, ZoneAnswer::One { .. })) | None, None) => match &days {
                Some((typed, None)) => screens::unknown_days(&viewer, typed, &self.typed_hours()),
                Some(_) if !has_time => screens::days_without_hours(&viewer, &self.typed_hours()),
                _ => offers::next_screen(&viewer, &draft),
            },
        };
        call.responder.reply(screen).await
    }

    /// The typed hours and days. Hours that were not typed get the usual values.
    fn typed_hours(&self) -> TypedHours {
        let usual = TypedHours::usual();
        TypedHours {
            start: self.quiet_start.clone().unwrap_or(usual.start),
            end: self.quiet_end.clone().unwrap_or(usual.end),
            days: self.days.clone().unwrap_or_default(),
        }
    }

    fn has_only_language(&self) -> bool {
        self.zone.is_none()
            && self.quiet_start.is_none()
            && self.quiet_end.is_none()
            && self.days.is_none()
            && self.emergency.is_none()
    }
}
