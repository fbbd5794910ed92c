//! Handlers of "I am awake until…" and "I am away until…", and of the buttons that end them.

use crate::discord::call::Call;
use crate::discord::members::presses::ProfilePress;
use crate::discord::members::{screens, shown};
use crate::discord::reminders::moved;
use crate::discord::ui::text::echo;
use crate::discord::ui::widgets::{Input, Modal};
use crate::discord::viewer::Viewer;
use crate::discord::wire::user_error::{Outcome, UserError};
use crate::members::{Away, ProfileError, service};
use crate::reminders;
use crate::say;
use crate::time::{Choice, DateTime, PhraseAnswer, SignedDuration, Timestamp, phrase};

pub async fn open_awake_form(call: &Call, typed: &str) -> Outcome {
    let language = call.language();
    let input = Input::line("until", say!(language, "profile-awake-label"))
        .placeholder(say!(language, "profile-awake-placeholder"))
        .max_chars(60)
        .value(typed);
    let modal = Modal::new(ProfilePress::AwakeTyped, say!(language, "profile-awake-title")).input(input);
    call.responder.modal(&modal).await
}

pub async fn set_typed_awake_until(call: &Call, typed: &str) -> Outcome {
    let viewer = call.viewer().await?;
    let zone = viewer.zone.ok_or(ProfileError::NoProfile)?;
    let today = |choices: Vec<Choice>| -> Vec<Timestamp> {
        let within = |choice: &Choice| is_within(choice, call.now, service::MAX_AWAKE);
        choices.iter().filter(|choice| within(choice)).map(|choice| choice.answer.instant).collect()
    };
    let (key, instants) = match phrase(typed, zone, call.now, viewer.language).without_recurring() {
        PhraseAnswer::Understood(understood) => {
            return set_awake_until(call, understood.instant.as_millisecond()).await;
        }
        PhraseAnswer::Ambiguous(choices) | PhraseAnswer::NoSuchDay(choices) => ("profile-awake-which", today(choices)),
        PhraseAnswer::Past(choices) => past_key(today(choices), "profile-awake-past", "profile-awake-passed"),
        PhraseAnswer::Unknown => ("profile-awake-unknown", Vec::new()),
    };
    let text = say!(viewer.language, key, typed = echo(typed));
    call.show_here(screens::which_awake_until(viewer, typed, text, &instants)).await
}

pub async fn set_awake_until(call: &Call, until_ms: i64) -> Outcome {
    let (services, until) = (&call.services, parse_instant(call, until_ms).await?);
    let was_away = is_away(call.viewer().await?);
    let member =
        service::set_awake_until(&services.db, &services.followers, call.user(), Some(until), call.now).await?;
    let viewer = Viewer::of(member, call.now);
    let confirmation = screens::awake_confirmation(&viewer, until);
    call.show_here(match was_away {
        true => confirmation.with_lead(&say!(viewer.language, "profile-away-ended")),
        false => confirmation,
    })
    .await
}

pub async fn end_awake(call: &Call) -> Outcome {
    let (services, before) = (&call.services, call.viewer().await?);
    let key = if awake_until(before).is_some() { "profile-awake-ended" } else { "profile-awake-was-not" };
    let member = service::set_awake_until(&services.db, &services.followers, call.user(), None, call.now).await?;
    shown::show_after(call, member, &say!(before.language, key)).await
}

pub async fn open_away_form(call: &Call, typed: &str) -> Outcome {
    let language = call.language();
    let input = Input::line("until", say!(language, "profile-away-label"))
        .placeholder(say!(language, "profile-away-placeholder"))
        .max_chars(60)
        .value(typed);
    let modal = Modal::new(ProfilePress::AwayTyped, say!(language, "profile-away-title")).input(input);
    call.responder.modal(&modal).await
}

pub async fn set_typed_away_until(call: &Call, typed: &str) -> Outcome {
    let viewer = call.viewer().await?;
    let zone = viewer.zone.ok_or(ProfileError::NoProfile)?;
    let allowed_absences = |choices: Vec<Choice>| -> Vec<Away> {
        let within = |choice: &Choice| is_within(choice, call.now, service::MAX_AWAY);
        choices.iter().filter(|choice| within(choice)).map(|choice| Away::from_typed(&choice.answer)).collect()
    };
    let (key, ends) = match phrase(typed, zone, call.now, viewer.language).without_recurring() {
        PhraseAnswer::Understood(understood) => return set_away(call, Away::from_typed(&understood)).await,
        PhraseAnswer::Ambiguous(choices) => ("profile-away-which", allowed_absences(choices)),
        PhraseAnswer::Past(choices) => past_key(allowed_absences(choices), "profile-away-past", "profile-away-passed"),
        PhraseAnswer::NoSuchDay(choices) => ("profile-away-which", allowed_absences(choices)),
        PhraseAnswer::Unknown => ("profile-away-unknown", Vec::new()),
    };
    let text = say!(viewer.language, key, typed = echo(typed));
    call.show_here(screens::which_away_until(viewer, zone, typed, text, &ends)).await
}

pub async fn set_away_until(call: &Call, until_ms: i64) -> Outcome {
    let until = parse_instant(call, until_ms).await?;
    set_away(call, Away::until(until)).await
}

pub async fn set_away_until_local(call: &Call, until: DateTime) -> Outcome {
    let zone = call.viewer().await?.zone.ok_or(ProfileError::NoProfile)?;
    set_away(call, Away::until_local(until, zone)).await
}

async fn set_away(call: &Call, away: Away) -> Outcome {
    let services = &call.services;
    let member = service::set_away_until(&services.db, &services.followers, call.user(), Some(away), call.now).await?;
    let mut conn = services.db.read().await?;
    let during = reminders::service::reminders_during_absence(&mut conn, member.id, away.until).await?;
    drop(conn);
    let viewer = Viewer::of(member, call.now);
    let awake = awake_until(&viewer).map(|until| {
        let until = viewer.at(until);
        say!(viewer.language, "profile-away-awake", until = until)
    });
    let effects: Vec<String> = awake.into_iter().chain(moved::absence_text(&during, away.until, &viewer)).collect();
    call.show_here(screens::away_confirmation(&viewer, away.until, &effects)).await
}

pub async fn end_away(call: &Call) -> Outcome {
    let (services, before) = (&call.services, call.viewer().await?);
    let key = if is_away(before) { "profile-back-now" } else { "profile-back-was-not" };
    let member = service::set_away_until(&services.db, &services.followers, call.user(), None, call.now).await?;
    shown::show_after(call, member, &say!(before.language, key)).await
}

/// Whether "I am away until…" applies now.
fn is_away(viewer: &Viewer) -> bool {
    let profile = viewer.member.as_ref().and_then(|member| member.profile.as_ref());
    profile.is_some_and(|profile| profile.rest().is_away(viewer.now))
}

/// The end of "I am awake until…", if it is still to come.
fn awake_until(viewer: &Viewer) -> Option<Timestamp> {
    let profile = viewer.member.as_ref().and_then(|member| member.profile.as_ref());
    profile.and_then(|profile| profile.awake_until).filter(|until| viewer.now < *until)
}

/// The key of the answer to a time that has passed, with the later times that may be meant. `without_choice` is the key
/// if there are none.
fn past_key<T>(later_times: Vec<T>, with_choice: &'static str, without_choice: &'static str) -> (&'static str, Vec<T>) {
    (if later_times.is_empty() { without_choice } else { with_choice }, later_times)
}

/// Whether the choice lies in the future, at most `limit` after `now`.
fn is_within(choice: &Choice, now: Timestamp, limit: SignedDuration) -> bool {
    now < choice.answer.instant && choice.answer.instant <= now + limit
}

/// Parses the instant in the id of a button. Fails with a text for the member if the number is no valid instant.
async fn parse_instant(call: &Call, ms: i64) -> Result<Timestamp, UserError> {
    let language = call.viewer().await?.language;
    Timestamp::from_millisecond(ms).map_err(|_| UserError::message(say!(language, "discord-outdated-button")))
}
