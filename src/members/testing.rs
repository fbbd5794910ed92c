//! Members for the unit tests of other modules.

use super::ids::MemberId;
use super::model::Profile;
use super::store;
use crate::db::Tx;

/// Gives a known member this profile. Does not notify followers.
pub async fn set_profile(tx: &mut Tx, id: MemberId, profile: &Profile) {
    store::set_profile(tx, id, profile).await.expect("the member is known");
}
