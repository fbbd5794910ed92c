//! The buttons, selects and modals of all rooms, collected.

use super::Router;

/// Everybody who answers custom ids. A room adds its enum here: `.room::<AlertPress>()`.
pub fn router() -> Router {
    Router::default()
}
