//! Whether the server requires two-factor authentication that the owner of the bot has not enabled. In that case
//! Discord refuses moderator actions with error 60003. Pure.

use strum::{EnumString, IntoStaticStr};

/// How to fix [`TwoFactor::OwnerLacks`].
pub const OWNER_TWO_FACTOR: &str = "whoever owns Magpie's application switches two-factor authentication on in their \
                                    own Discord account (User Settings → My Account), then restarts Magpie";

/// Whether Discord permits the bot's moderator actions. For a bot, Discord checks the two-factor authentication of its
/// owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum TwoFactor {
    /// The server does not require two-factor authentication, or the owner has enabled it.
    #[default]
    #[strum(serialize = "enough")]
    Satisfied,
    OwnerLacks,
}
