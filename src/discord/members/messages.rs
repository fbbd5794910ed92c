//! The messages of `/profile`.

use crate::delivery::phone_test::PhoneTest;
use crate::delivery::profile_invites::ProfileInvite;
use crate::discord::members::presses::ProfilePress;
use crate::discord::members::{offers, phone};
use crate::discord::ui::reply::Reply;
use crate::discord::ui::widgets::Button;
use crate::discord::viewer::Viewer;
use crate::discord::wire::rendering::Outgoing;
use crate::members::ProfileDraft;
use crate::say;

pub use crate::discord::members::deputies::message as deputy;

pub fn phone_test(_: &PhoneTest, viewer: &Viewer) -> Outgoing {
    phone::message(viewer).into()
}

/// The message of "Remind them", in the language of the member's set-up. If the secretariat's list has a place for the
/// member, the message offers it.
pub fn profile_invite(facts: &ProfileInvite, viewer: &Viewer) -> Outgoing {
    let viewer = &Viewer { language: facts.draft_language.unwrap_or(viewer.language), ..viewer.clone() };
    let language = viewer.language;
    let text = say!(language, "profile-invite");
    let reply = match offers::offered_home(viewer, &ProfileDraft::default()) {
        Some(home) => Reply::new(format!("{text}\n{}", offers::offer_text(viewer, home)))
            .buttons(offers::offer_buttons(viewer, home)),
        None => Reply::new(text).buttons([Button::primary(ProfilePress::Open, say!(language, "profile-begin"))]),
    };
    reply.into()
}
