//! Shows a member's profile to the member, with the name of their place and their deputy.

use crate::db::DbError;
use crate::discord::call::Call;
use crate::discord::members::{deputies, mailboxes, offers, screens};
use crate::discord::ui::reply::Reply;
use crate::discord::viewer::Viewer;
use crate::discord::wire::user_error::Outcome;
use crate::members::{Member, service};

/// Shows the profile of `member`, who is the caller.
pub async fn show(call: &Call, member: Member) -> Outcome {
    let screen = screen(call, member).await?;
    call.show_here(screen).await
}

/// Like [`show`], with a text before the profile that says what the caller has just changed.
pub async fn show_after(call: &Call, member: Member, changed: &str) -> Outcome {
    let screen = screen(call, member).await?;
    call.show_here(screen.with_lead(changed)).await
}

async fn screen(call: &Call, member: Member) -> Result<Reply, DbError> {
    let place = place_name(call, &member).await?;
    let viewer = Viewer::of(member, call.now);
    let mut below = deputies::profile_lines(call, &viewer).await?;
    below.push_str(&mailboxes::profile_line(call, &viewer).await?);
    let assumed = viewer.member.as_ref().and_then(|member| member.assumed.as_ref().zip(Some(member.reach)));
    Ok(match assumed {
        Some((home, reach)) => offers::show(&viewer, home, &screens::reach_words(viewer.language, reach), &below),
        None => screens::show(&viewer, &place, &below),
    }
    .buttons(mailboxes::button(call, viewer.language)))
}

/// The name of the place where a member lives; empty without a profile.
pub async fn place_name(call: &Call, member: &Member) -> Result<String, DbError> {
    let Some(zone) = member.zone() else { return Ok(String::new()) };
    let place = service::place(&mut *call.services.db.read().await?, member.id).await?;
    Ok(screens::place_name(member.language, zone, place.as_deref(), call.now))
}
