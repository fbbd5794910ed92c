//! The questions of the set-up. Each answer changes the draft, and the next question or the review is shown.

use crate::db::DbError;
use crate::discord::call::Call;
use crate::discord::members::offers;
use crate::discord::members::presses::ProfilePress;
use crate::discord::members::screens::{self, TypedHours};
use crate::discord::ui::widgets::{Input, Modal};
use crate::discord::viewer::Viewer;
use crate::discord::wire::user_error::Outcome;
use crate::members::service::{self, Person};
use crate::members::{DraftZone, EmergencyWake, ProfileDraft};
use crate::say;
use crate::time::{Place, PlaceName, QuietWeek, ZoneAnswer, ZoneId, find_zone, wall_time, weekdays};
use crate::words::Language;

/// The limit, in characters, of a typed place: longer than the name of any place.
const MAX_PLACE_CHARS: usize = 100;

pub fn caller_as_person(call: &Call) -> Person<'_> {
    Person { id: call.user(), handle: &call.caller.handle, name: &call.caller.name }
}

/// The caller as the reader of the draft's screens, in the language of the draft.
pub async fn viewer_of(call: &Call, draft: &ProfileDraft) -> Result<Viewer, DbError> {
    let viewer = call.viewer().await?;
    Ok(Viewer { language: draft.language.unwrap_or(viewer.language), ..viewer.clone() })
}

/// Shows the question that comes next, or the review.
pub async fn show_next(call: &Call, draft: &ProfileDraft) -> Outcome {
    call.show_here(offers::next_screen(&viewer_of(call, draft).await?, draft)).await
}

/// Continues the set-up where it stopped, or starts it from the saved profile.
pub async fn edit(call: &Call) -> Outcome {
    revise(call, |_| {}).await
}

pub async fn open_zone_form(call: &Call, typed: &str) -> Outcome {
    let language = call.language();
    let input = Input::line("zone", say!(language, "profile-zone-label"))
        .placeholder(say!(language, "profile-zone-placeholder"))
        .max_chars(MAX_PLACE_CHARS)
        .value(typed);
    call.responder.modal(&Modal::new(ProfilePress::ZoneTyped, say!(language, "profile-zone-title")).input(input)).await
}

pub async fn set_typed_zone(call: &Call, typed: &str) -> Outcome {
    match find_zone(typed, call.now) {
        ZoneAnswer::One { place, .. } => revise(call, |draft| choose_place(draft, &place, DraftZone::Proposed)).await,
        ZoneAnswer::Ask(places) => {
            call.show_here(screens::which_place(&draft_viewer(call).await?, typed, &places)).await
        }
        ZoneAnswer::Unknown(similar) => {
            call.show_here(screens::unknown_place(&draft_viewer(call).await?, typed, &similar)).await
        }
    }
}

/// Handles the choice of a place from a list. The list showed the local time at each place, so "Is this right?" is not
/// asked.
pub async fn set_picked_zone(call: &Call, value: &str) -> Outcome {
    match find_zone(value, call.now) {
        ZoneAnswer::One { place, .. } => revise(call, |draft| choose_place(draft, &place, DraftZone::Confirmed)).await,
        _ => set_typed_zone(call, value).await,
    }
}

/// Sets the zone of the draft and the name of the place. `certainty` says whether the member has confirmed the zone.
pub fn choose_place(draft: &mut ProfileDraft, place: &Place, certainty: fn(ZoneId) -> DraftZone) {
    let has_name = matches!(place.name, PlaceName::City { .. } | PlaceName::Country(_));
    draft.zone = Some(certainty(place.zone));
    draft.place = has_name.then(|| place.label(Language::English));
}

pub async fn confirm_zone(call: &Call) -> Outcome {
    revise(call, |draft| draft.zone = draft.zone.map(|zone| DraftZone::Confirmed(zone.zone()))).await
}

pub async fn set_quiet(call: &Call, quiet: impl Into<QuietWeek>) -> Outcome {
    let quiet = quiet.into();
    revise(call, |draft| draft.quiet = Some(quiet)).await
}

pub async fn open_quiet_form(call: &Call, typed: &TypedHours) -> Outcome {
    let language = call.language();
    let input = |name: &str, key: &str, typed: &str| {
        Input::line(name, say!(language, key)).value(typed).max_chars(screens::MAX_HOUR_CHARS)
    };
    let modal = Modal::new(ProfilePress::QuietTyped, say!(language, "profile-quiet-title"))
        .input(input("start", "profile-quiet-start", &typed.start))
        .input(input("end", "profile-quiet-end", &typed.end))
        .input(
            Input::line("days", say!(language, "profile-quiet-days"))
                .placeholder(say!(language, "profile-quiet-days-placeholder"))
                .max_chars(100)
                .optional()
                .value(&typed.days),
        );
    call.responder.modal(&modal).await
}

/// Sets the typed quiet hours. `days`: the days on which the quiet hours begin; every day when empty.
pub async fn set_typed_quiet(call: &Call, start: &str, end: &str, days: &str) -> Outcome {
    let quiet_days = if days.trim().is_empty() { Some(QuietWeek::DAYS.to_vec()) } else { weekdays(days) };
    let (start_time, end_time) = (wall_time(start), wall_time(end));
    if let (Some(_), Some(_), Some(quiet_days)) = (start_time, end_time, &quiet_days) {
        // Days that were not typed keep their earlier hours. If there are no earlier hours, these days get the usual
        // hours, which the review shows.
        let viewer = call.viewer().await?;
        let saved_quiet =
            viewer.member.as_ref().and_then(|member| member.profile.as_ref()).map(|profile| profile.quiet);
        let change = |draft: &mut ProfileDraft| {
            let known_quiet = draft.quiet.or(saved_quiet).unwrap_or(crate::members::USUAL_QUIET_HOURS.into());
            draft.quiet = Some(known_quiet.changed_on(quiet_days, start_time, end_time));
        };
        return revise(call, change).await;
    }
    let viewer = draft_viewer(call).await?;
    let typed = TypedHours { start: start.to_owned(), end: end.to_owned(), days: days.to_owned() };
    let screen = match (start_time, end_time) {
        (Some(_), Some(_)) => screens::unknown_days(&viewer, days, &typed),
        (start_time, _) => screens::unknown_time(&viewer, if start_time.is_none() { start } else { end }, &typed),
    };
    call.show_here(screen).await
}

pub async fn ask_quiet_again(call: &Call) -> Outcome {
    revise(call, |draft| draft.quiet = None).await
}

pub async fn set_emergency(call: &Call, answer: EmergencyWake) -> Outcome {
    revise(call, |draft| draft.emergency = Some(answer)).await
}

pub async fn ask_emergency_again(call: &Call) -> Outcome {
    revise(call, |draft| draft.emergency = None).await
}

pub async fn set_language(call: &Call, code: &str) -> Outcome {
    let chosen = Language::ALL.into_iter().find(|language| language.code() == code);
    revise(call, |draft| draft.language = chosen.or(draft.language)).await
}

pub async fn revise(call: &Call, change: impl FnOnce(&mut ProfileDraft) + Send) -> Outcome {
    let draft = service::revise(&call.services.db, caller_as_person(call), call.now, change).await?;
    show_next(call, &draft).await
}

/// The caller as the reader of screens about the stored draft.
async fn draft_viewer(call: &Call) -> Result<Viewer, DbError> {
    let draft = service::draft(&mut *call.services.db.read().await?, call.user()).await?;
    viewer_of(call, &draft).await
}
