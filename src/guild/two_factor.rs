//! Whether the server demands two-factor authentication that the owner of the bot does not use. Then Discord refuses
//! what only moderators may do, with 60003. Pure.

use strum::{EnumString, IntoStaticStr};

/// What helps.
pub const OWNER_TWO_FACTOR: &str = "whoever owns Magpie's application switches two-factor authentication on in their \
                                    own Discord account (User Settings → My Account), then restarts Magpie";

/// A bot counts by the account that owns it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum TwoFactor {
    /// The server does not demand it, or the owner uses it.
    #[default]
    #[strum(serialize = "enough")]
    Satisfied,
    OwnerLacks,
}
