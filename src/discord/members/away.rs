//! "I am away until…" and "I am back": how they look and what they do.

use crate::discord::call::Call;
use crate::discord::members::handlers::{place_of, reader, show_here};
use crate::discord::members::presses::ProfilePress;
use crate::discord::members::screens;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::echo;
use crate::discord::ui::widgets::{Button, Input, Modal};
use crate::discord::wire::user_error::{Outcome, UserError};
use crate::members::{Member, ProfileError, service};
use crate::say;
use crate::time::{Choice, PhraseAnswer, Timestamp, ZoneId, phrase};
use crate::words::{Language, times};

pub async fn form(call: &Call) -> Outcome {
    let language = call.language();
    let input = Input::line("until", say!(language, "profile-away-label"))
        .placeholder(say!(language, "profile-away-placeholder"))
        .longest(60);
    call.responder.modal(&Modal::new(ProfilePress::AwayTyped, say!(language, "profile-away-title")).input(input)).await
}

pub async fn typed(call: &Call, typed: &str) -> Outcome {
    let reader = reader(call).await?;
    let language = reader.language;
    let Some(zone) = reader.member.as_ref().and_then(Member::zone) else { return Err(ProfileError::NoProfile.into()) };
    let to_come = |choices: &[Choice]| -> Vec<Timestamp> {
        let this_year = call.now..=call.now + service::LONGEST_AWAY;
        choices
            .iter()
            .map(|choice| choice.answer.instant)
            .filter(|at| *at > call.now && this_year.contains(at))
            .collect()
    };
    let (key, instants) = match phrase(typed, zone, call.now, language) {
        PhraseAnswer::Understood(understood) => return until(call, understood.instant.as_millisecond()).await,
        PhraseAnswer::Ambiguous(choices) => ("profile-away-which", to_come(&choices)),
        PhraseAnswer::Past(choices) => ("profile-away-past", to_come(&choices)),
        PhraseAnswer::Unknown => ("profile-away-unknown", Vec::new()),
    };
    show_here(call, which(language, zone, say!(language, key, typed = echo(typed)), &instants, call.now)).await
}

pub async fn until(call: &Call, ms: i64) -> Outcome {
    let reader = reader(call).await?;
    let until = Timestamp::from_millisecond(ms)
        .map_err(|_| UserError::message(say!(reader.language, "discord-outdated-button")))?;
    let parts = &call.parts;
    let member = service::away_until(&parts.db, &parts.followers, call.user(), Some(until), call.now).await?;
    let profile = member.profile.expect("only a member with a profile says until when they are away");
    let language = member.language;
    let told = say!(language, "profile-away-saved", until = times::dm(language, profile.zone, until, call.now));
    show_here(call, Reply::new(told).buttons([back_button(language)])).await
}

pub async fn back(call: &Call) -> Outcome {
    let parts = &call.parts;
    let member = service::away_until(&parts.db, &parts.followers, call.user(), None, call.now).await?;
    let place = place_of(call, &member).await?;
    show_here(call, screens::show(member.language, &member, &place, call.now)).await
}

pub fn away_button(language: Language) -> Button {
    Button::secondary(ProfilePress::Away, say!(language, "profile-away"))
}

pub fn back_button(language: Language) -> Button {
    Button::secondary(ProfilePress::Back, say!(language, "profile-away-end"))
}

/// Several instants could be meant, or the one that was typed has passed.
fn which(language: Language, zone: ZoneId, text: String, instants: &[Timestamp], now: Timestamp) -> Reply {
    let one = |at: &Timestamp| {
        Button::primary(ProfilePress::AwayAt(at.as_millisecond()), times::lock_screen(language, zone, *at, now))
    };
    let again = Button::secondary(ProfilePress::Away, say!(language, "profile-away-again"));
    Reply::new(text).buttons(instants.iter().take(4).map(one).chain([again]))
}
