//! What the members' room sends.

use crate::delivery::phone_test::PhoneTest;
use crate::discord::ui::reply::Reply;
use crate::discord::wire::rendering::{Outgoing, Reader};
use crate::say;

pub fn phone_test(_: &PhoneTest, reader: &Reader<'_>) -> Outgoing {
    Reply::new(say!(reader.language(), "profile-test-message")).into()
}
