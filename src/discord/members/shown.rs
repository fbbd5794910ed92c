//! A member's profile as they see it, with the name of their place.

use crate::db::DbError;
use crate::discord::call::Call;
use crate::discord::members::screens;
use crate::discord::viewer::Viewer;
use crate::discord::wire::user_error::Outcome;
use crate::members::{Member, service};

/// Shows the profile of `member`, who is the caller.
pub async fn show(call: &Call, member: Member) -> Outcome {
    let place = place_name(call, &member).await?;
    let viewer = Viewer::of(member, call.now);
    call.show_here(screens::show(&viewer, &place)).await
}

/// The name of the place where a member lives; empty without a profile.
pub async fn place_name(call: &Call, member: &Member) -> Result<String, DbError> {
    let Some(zone) = member.zone() else { return Ok(String::new()) };
    let place = service::place(&mut *call.services.db.read().await?, member.id).await?;
    Ok(screens::place_name(member.language, zone, place.as_deref(), call.now))
}
