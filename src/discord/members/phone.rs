//! "Test my phone": the answer before the test, the test message, and the answers to its two buttons. The texts promise
//! only what the reader's own quiet hours allow.

use crate::delivery::phone_test;
use crate::discord::call::Call;
use crate::discord::members::presses::ProfilePress;
use crate::discord::members::{offers, screens};
use crate::discord::ui::reply::Reply;
use crate::discord::ui::widgets::Button;
use crate::discord::viewer::Viewer;
use crate::discord::wire::user_error::{Outcome, UserError};
use crate::members::{ASSUMED_QUIET_HOURS, EmergencyWake, Wakefulness, service};
use crate::say;
use crate::words::times;

/// Sends the test message. The message goes through the outbox like all messages, so it tests the real route.
pub async fn test(call: &Call) -> Outcome {
    let viewer = call.viewer().await?;
    if !viewer.member.as_ref().is_some_and(|member| member.in_guild) {
        return Err(UserError::message(say!(viewer.language, "profile-test-not-here")));
    }
    phone_test::request(&call.services.db, call.user(), call.id, call.now).await?;
    let mut text = say!(viewer.language, "profile-test-asked", seconds = phone_test::DELAY.as_secs());
    if viewer.member.as_ref().is_some_and(|member| member.wakefulness(call.now) != Wakefulness::Awake) {
        text.push('\n');
        text.push_str(&say!(viewer.language, "profile-test-sounds-anyway"));
        text.push(' ');
        text.push_str(&sound_rules(viewer));
    }
    call.responder.reply(text).await
}

/// The test message.
pub fn message(viewer: &Viewer) -> Reply {
    let text = say!(viewer.language, "profile-test-message", truth = sound_rules(viewer));
    Reply::new(text).buttons([
        Button::success(ProfilePress::HeardIt, say!(viewer.language, "profile-heard")),
        Button::secondary(ProfilePress::HeardNothing, say!(viewer.language, "profile-heard-nothing")),
    ])
}

pub async fn record_heard(call: &Call) -> Outcome {
    let viewer = call.viewer().await?;
    service::record_phone_test(&call.services.db, call.user(), Some(call.now)).await?;
    call.show_here(Reply::new(say!(viewer.language, "profile-heard-good", truth = sound_rules(viewer)))).await
}

/// Records that the member did not hear the test. Shows short steps for each kind of device, and a button to test
/// again.
pub async fn record_heard_nothing(call: &Call) -> Outcome {
    let viewer = call.viewer().await?;
    let language = viewer.language;
    service::record_phone_test(&call.services.db, call.user(), None).await?;
    let steps =
        ["iphone", "android", "computer", "discord"].map(|device| say!(language, &format!("profile-silent-{device}")));
    let text = format!("{}\n{}", say!(language, "profile-silent"), steps.join("\n"));
    let again = Button::primary(ProfilePress::Test, say!(language, "profile-test"));
    call.show_here(Reply::new(text).buttons([again])).await
}

/// The text that says when messages make a sound for this reader, and when they do not.
fn sound_rules(viewer: &Viewer) -> String {
    let language = viewer.language;
    let Some(member) = viewer.member.as_ref() else { return say!(language, "profile-truth-unknown") };
    let Some(profile) = &member.profile else {
        return match &member.assumed {
            Some(home) => say!(
                language,
                "profile-truth-assumed",
                place = offers::assumed_place(viewer, home),
                from = times::clock(ASSUMED_QUIET_HOURS.end),
                until = times::clock(ASSUMED_QUIET_HOURS.start)
            ),
            None => say!(language, "profile-truth-unknown"),
        };
    };
    let emergency = match profile.emergency {
        EmergencyWake::Allowed => say!(language, "profile-truth-emergency-allowed"),
        EmergencyWake::Refused => say!(language, "profile-truth-emergency-refused"),
    };
    match profile.wakefulness(viewer.now) {
        Wakefulness::Asleep { wakes_at } => {
            say!(language, "profile-truth-silent-now", until = viewer.short(wakes_at), emergency = emergency)
        }
        _ if profile.quiet.is_none() => say!(language, "profile-truth-always"),
        _ => {
            let quiet = screens::week_text(language, &profile.quiet);
            say!(language, "profile-truth-quiet-hours", quiet = quiet, emergency = emergency)
        }
    }
}
