//! The messages of `/profile`.

use crate::delivery::phone_test::PhoneTest;
use crate::discord::ui::reply::Reply;
use crate::discord::viewer::Viewer;
use crate::discord::wire::rendering::Outgoing;
use crate::say;

pub fn phone_test(_: &PhoneTest, viewer: &Viewer) -> Outgoing {
    Reply::new(say!(viewer.language, "profile-test-message")).into()
}
