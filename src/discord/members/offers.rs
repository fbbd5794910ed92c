//! Offers a member the place that the secretariat's list has for the member: "Brisbane, quiet 22:00–07:00. Yes, that is
//! me". Texts mark the place as assumed until the member has answered.

use crate::discord::members::presses::ProfilePress;
use crate::discord::members::screens::{self, emergency_words, hours_text, place_name, time_there};
use crate::discord::ui::reply::Reply;
use crate::discord::ui::widgets::Button;
use crate::discord::viewer::Viewer;
use crate::members::{ASSUMED_QUIET_HOURS, AssumedHome, EmergencyWake, ProfileDraft, Step, USUAL_QUIET_HOURS};
use crate::say;
use crate::words::times;

/// The place to offer to the member. `None` if the list has no place for the member, if the member has a profile, or if
/// the draft has a place.
pub fn offered_home<'a>(viewer: &'a Viewer, draft: &ProfileDraft) -> Option<&'a AssumedHome> {
    let assumed = viewer.member.as_ref().and_then(|member| member.assumed.as_ref());
    assumed.filter(|_| draft.step() == Step::Zone)
}

/// Shows the next step of the set-up: the offer, a question, or the review.
pub fn next_screen(viewer: &Viewer, draft: &ProfileDraft) -> Reply {
    match offered_home(viewer, draft) {
        Some(home) => Reply::new(offer_text(viewer, home)).buttons(offer_buttons(viewer, home)),
        None => screens::next_question(viewer, draft),
    }
}

pub fn offer_text(viewer: &Viewer, home: &AssumedHome) -> String {
    let language = viewer.language;
    say!(
        language,
        "profile-offer",
        place = place_name(language, home.zone, home.place.as_deref(), viewer.now),
        time = time_there(language, home.zone, viewer.now),
        quiet = hours_text(language, USUAL_QUIET_HOURS),
        emergency = emergency_words(language, EmergencyWake::Refused)
    )
}

pub fn offer_buttons(viewer: &Viewer, home: &AssumedHome) -> [Button; 2] {
    [
        Button::success(ProfilePress::ThatIsMe(home.zone), say!(viewer.language, "profile-offer-yes")),
        Button::secondary(ProfilePress::ChangeAssumed, say!(viewer.language, "profile-change")),
    ]
}

/// The answer to `/profile show` for a member without a profile: what Magpie assumes until the member saves a profile.
pub fn show(viewer: &Viewer, home: &AssumedHome, reach: &str, deputies: &str) -> Reply {
    let language = viewer.language;
    let text = say!(
        language,
        "profile-show-assumed",
        place = assumed_place(viewer, home),
        time = time_there(language, home.zone, viewer.now),
        from = times::clock(ASSUMED_QUIET_HOURS.end),
        until = times::clock(ASSUMED_QUIET_HOURS.start),
        reach = reach
    );
    let test = Button::secondary(ProfilePress::Test, say!(language, "profile-test"));
    Reply::new(text + deputies).buttons(offer_buttons(viewer, home).into_iter().chain([test]))
}

/// The member's assumed place, marked as assumed.
pub fn assumed_place(viewer: &Viewer, home: &AssumedHome) -> String {
    let place = place_name(viewer.language, home.zone, home.place.as_deref(), viewer.now);
    say!(viewer.language, "profile-assumed-place", place = place)
}
