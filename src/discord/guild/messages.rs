//! The messages of `/setup`.

use crate::delivery::set_up_claim::SetUpClaim;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::sanitize_line;
use crate::discord::viewer::Viewer;
use crate::discord::wire::rendering::Outgoing;
use crate::say;

/// Tells the server's owner that somebody else set Magpie up.
pub fn set_up_claim(claim: &SetUpClaim, viewer: &Viewer) -> Outgoing {
    let mention = format!("<@{}>", claim.by);
    let name = claim.by_name.as_deref().map_or_else(|| mention.clone(), sanitize_line);
    Reply::new(say!(viewer.language, "setup-claimed", name = name, mention = mention)).into()
}
