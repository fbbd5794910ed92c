//! "I am awake until…", "I am away until…" and their ends.

use crate::discord::call::Call;
use crate::discord::members::presses::ProfilePress;
use crate::discord::members::{screens, shown};
use crate::discord::ui::text::echo;
use crate::discord::ui::widgets::{Input, Modal};
use crate::discord::viewer::Viewer;
use crate::discord::wire::user_error::{Outcome, UserError};
use crate::members::{ProfileError, service};
use crate::say;
use crate::time::{Choice, PhraseAnswer, SignedDuration, Timestamp, phrase};

pub async fn awake_form(call: &Call) -> Outcome {
    let language = call.language();
    let input = Input::line("until", say!(language, "profile-awake-label"))
        .placeholder(say!(language, "profile-awake-placeholder"))
        .max_chars(60);
    let modal = Modal::new(ProfilePress::AwakeTyped, say!(language, "profile-awake-title")).input(input);
    call.responder.modal(&modal).await
}

pub async fn awake_typed(call: &Call, typed: &str) -> Outcome {
    let viewer = call.viewer().await?;
    let zone = viewer.zone.ok_or(ProfileError::NoProfile)?;
    let today = |choices: &[Choice]| instants_within(choices, call.now, service::MAX_AWAKE);
    let (key, instants) = match phrase(typed, zone, call.now, viewer.language) {
        PhraseAnswer::Understood(understood) if understood.rule.is_none() => {
            return awake_at(call, understood.instant.as_millisecond()).await;
        }
        PhraseAnswer::Ambiguous(choices) => ("profile-awake-which", today(&choices)),
        PhraseAnswer::Past(choices) => ("profile-awake-past", today(&choices)),
        PhraseAnswer::Understood(_) | PhraseAnswer::Unknown => ("profile-awake-unknown", Vec::new()),
    };
    let text = say!(viewer.language, key, typed = echo(typed));
    call.show_here(screens::which_awake_until(viewer, text, &instants)).await
}

pub async fn awake_at(call: &Call, until_ms: i64) -> Outcome {
    let (services, until) = (&call.services, instant(call, until_ms).await?);
    let member = service::awake_until(&services.db, &services.followers, call.user(), Some(until), call.now).await?;
    call.show_here(screens::awake(&Viewer::of(member, call.now), until)).await
}

pub async fn awake_end(call: &Call) -> Outcome {
    let services = &call.services;
    let member = service::awake_until(&services.db, &services.followers, call.user(), None, call.now).await?;
    shown::show(call, member).await
}

pub async fn away_form(call: &Call) -> Outcome {
    let language = call.language();
    let input = Input::line("until", say!(language, "profile-away-label"))
        .placeholder(say!(language, "profile-away-placeholder"))
        .max_chars(60);
    let modal = Modal::new(ProfilePress::AwayTyped, say!(language, "profile-away-title")).input(input);
    call.responder.modal(&modal).await
}

pub async fn away_typed(call: &Call, typed: &str) -> Outcome {
    let viewer = call.viewer().await?;
    let zone = viewer.zone.ok_or(ProfileError::NoProfile)?;
    let this_year = |choices: &[Choice]| instants_within(choices, call.now, service::MAX_AWAY);
    let (key, instants) = match phrase(typed, zone, call.now, viewer.language) {
        PhraseAnswer::Understood(understood) => return away_at(call, understood.instant.as_millisecond()).await,
        PhraseAnswer::Ambiguous(choices) => ("profile-away-which", this_year(&choices)),
        PhraseAnswer::Past(choices) => ("profile-away-past", this_year(&choices)),
        PhraseAnswer::Unknown => ("profile-away-unknown", Vec::new()),
    };
    let text = say!(viewer.language, key, typed = echo(typed));
    call.show_here(screens::which_away_until(viewer, text, &instants)).await
}

pub async fn away_at(call: &Call, until_ms: i64) -> Outcome {
    let (services, until) = (&call.services, instant(call, until_ms).await?);
    let member = service::away_until(&services.db, &services.followers, call.user(), Some(until), call.now).await?;
    call.show_here(screens::away(&Viewer::of(member, call.now), until)).await
}

pub async fn away_end(call: &Call) -> Outcome {
    let services = &call.services;
    let member = service::away_until(&services.db, &services.followers, call.user(), None, call.now).await?;
    shown::show(call, member).await
}

/// The choices that are in the future, at most `limit` ahead.
fn instants_within(choices: &[Choice], now: Timestamp, limit: SignedDuration) -> Vec<Timestamp> {
    choices.iter().map(|choice| choice.answer.instant).filter(|at| now < *at && *at <= now + limit).collect()
}

/// The instant in the id of a button.
async fn instant(call: &Call, ms: i64) -> Result<Timestamp, UserError> {
    let language = call.viewer().await?.language;
    Timestamp::from_millisecond(ms).map_err(|_| UserError::message(say!(language, "discord-outdated-button")))
}
