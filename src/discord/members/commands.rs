//! `/profile`: what a member tells Magpie about their days and nights.

use poise::serenity_prelude::{AutocompleteChoice, CreateAutocompleteResponse};

use crate::discord::call::Call;
use crate::discord::members::{away, handlers as acts, screens};
use crate::discord::wire::command::Context;
use crate::discord::wire::user_error::Outcome;
use crate::members::service;
use crate::members::{DraftZone, EmergencyWake};
use crate::say;
use crate::time::{Week, ZoneAnswer, find_zone, suggest_zones, wall_time, weekdays};
use crate::words::Language;

/// What Discord shows at once.
const SUGGESTIONS: usize = 25;
/// Discord's limit for a choice's value.
const LONGEST_VALUE: usize = 100;

#[derive(Debug, Clone, Copy, poise::ChoiceParameter)]
pub enum EmergencyOption {
    #[name = "Yes"]
    Yes,
    #[name = "No"]
    No,
}

#[derive(Debug, Clone, Copy, poise::ChoiceParameter)]
pub enum LanguageOption {
    #[name = "English"]
    English,
    #[name = "French"]
    French,
    #[name = "Spanish"]
    Spanish,
}

impl From<LanguageOption> for Language {
    fn from(option: LanguageOption) -> Self {
        match option {
            LanguageOption::English => Language::English,
            LanguageOption::French => Language::French,
            LanguageOption::Spanish => Language::Spanish,
        }
    }
}

#[poise::command(
    slash_command,
    subcommands("set", "edit", "show", "awake", "away", "back", "test", "export", "delete"),
    subcommand_required
)]
pub async fn profile(_: Context<'_>) -> Outcome {
    Ok(())
}

/// Answers all questions at once; what is left out stays as it is or is asked next.
#[poise::command(slash_command)]
async fn set(
    ctx: Context<'_>,
    #[autocomplete = "zones"]
    #[max_length = 100]
    zone: Option<String>,
    #[max_length = 20] quiet_start: Option<String>,
    #[max_length = 20] quiet_end: Option<String>,
    #[max_length = 100] days: Option<String>,
    emergency: Option<EmergencyOption>,
    language: Option<LanguageOption>,
) -> Outcome {
    let answers = Answers { zone, quiet_start, quiet_end, days, emergency, language: language.map(Language::from) };
    answers.take(ctx.data()).await
}

#[poise::command(slash_command)]
async fn edit(ctx: Context<'_>) -> Outcome {
    acts::edit(ctx.data()).await
}

#[poise::command(slash_command)]
async fn show(ctx: Context<'_>) -> Outcome {
    acts::show(ctx.data()).await
}

#[poise::command(slash_command)]
async fn awake(ctx: Context<'_>, #[max_length = 100] until: String) -> Outcome {
    acts::awake_typed(ctx.data(), until.trim()).await
}

#[poise::command(slash_command)]
async fn away(ctx: Context<'_>, #[max_length = 100] until: String) -> Outcome {
    away::typed(ctx.data(), until.trim()).await
}

#[poise::command(slash_command)]
async fn back(ctx: Context<'_>) -> Outcome {
    away::back(ctx.data()).await
}

#[poise::command(slash_command)]
async fn test(ctx: Context<'_>) -> Outcome {
    acts::test_phone(ctx.data()).await
}

#[poise::command(slash_command)]
async fn export(ctx: Context<'_>) -> Outcome {
    acts::export(ctx.data()).await
}

#[poise::command(slash_command)]
async fn delete(ctx: Context<'_>) -> Outcome {
    acts::ask_delete(ctx.data()).await
}

/// Completes a zone from what is typed so far. Waits for nothing.
async fn zones(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let language = ctx.data().language();
    let labels = suggest_zones(typed, SUGGESTIONS).into_iter().map(|place| place.label(language));
    let fitting = labels.filter(|label| label.chars().count() <= LONGEST_VALUE);
    CreateAutocompleteResponse::new()
        .set_choices(fitting.map(|label| AutocompleteChoice::new(label.clone(), label)).collect())
}

struct Answers {
    zone: Option<String>,
    quiet_start: Option<String>,
    quiet_end: Option<String>,
    /// On which days these nights begin; every day when left out.
    days: Option<String>,
    emergency: Option<EmergencyOption>,
    language: Option<Language>,
}

impl Answers {
    /// Keeps what was understood; asks about the rest. Nothing is saved before the review is confirmed.
    async fn take(self, call: &Call) -> Outcome {
        let reader = acts::reader(call).await?;
        let language = self.language.unwrap_or(reader.language);
        let person = acts::person(call);
        if let (Some(chosen), true) = (self.language, self.is_language_alone()) {
            service::choose_language(&call.parts.db, person, chosen, call.now).await?;
            let name = screens::language_name(chosen);
            return call.responder.reply(say!(chosen, "profile-language-saved", language = name)).await;
        }
        let zone = self.zone.as_deref().map(|typed| (typed, find_zone(typed, call.now)));
        let times =
            [&self.quiet_start, &self.quiet_end].map(|typed| typed.as_deref().map(|typed| (typed, wall_time(typed))));
        let has_time = times.iter().flatten().any(|(_, time)| time.is_some());
        let days = self.days.as_deref().map(|typed| (typed, weekdays(typed)));
        let draft = service::revise(&call.parts.db, person, call.now, |draft| {
            if let Some((_, ZoneAnswer::One { place, .. })) = &zone {
                acts::choose_place(draft, place, DraftZone::Proposed);
            }
            let days = days.as_ref().map_or_else(|| Some(Week::DAYS.to_vec()), |(_, days)| days.clone());
            if let (true, Some(days)) = (has_time, days) {
                let [start, end] = times.map(|typed| typed.and_then(|(_, time)| time));
                let known = draft.quiet.unwrap_or(screens::USUAL.into());
                draft.quiet = Some(known.changed_on(&days, start, end));
            }
            if let Some(answer) = self.emergency {
                draft.emergency = Some(match answer {
                    EmergencyOption::Yes => EmergencyWake::Allowed,
                    EmergencyOption::No => EmergencyWake::Refused,
                });
            }
            draft.language = self.language.or(draft.language);
            // The review shows the time there and asks for all at once.
            if draft.quiet.is_some() && draft.emergency.is_some() {
                draft.zone = draft.zone.map(|zone| DraftZone::Confirmed(zone.zone()));
            }
        })
        .await?;
        let bad_time = times.iter().flatten().find(|(_, time)| time.is_none());
        let screen = match (&zone, bad_time) {
            (Some((typed, ZoneAnswer::Ask(places))), _) => screens::which_place(language, typed, places, call.now),
            (Some((typed, ZoneAnswer::Unknown(like))), _) => screens::unknown_place(language, typed, like, call.now),
            (_, Some((typed, _))) => screens::unknown_time(language, typed),
            (Some((_, ZoneAnswer::One { .. })) | None, None) => match &days {
                Some((typed, None)) => screens::unknown_days(language, typed),
                Some(_) if !has_time => screens::days_without_hours(language),
                _ => screens::next(&draft, language, call.now),
            },
        };
        call.responder.reply(screen).await
    }

    fn is_language_alone(&self) -> bool {
        self.zone.is_none()
            && self.quiet_start.is_none()
            && self.quiet_end.is_none()
            && self.days.is_none()
            && self.emergency.is_none()
    }
}
