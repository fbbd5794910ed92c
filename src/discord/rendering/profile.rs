//! What the members' room sends.

use super::{Outgoing, Reader};
use crate::delivery::phone_test::PhoneTest;
use crate::discord::Reply;
use crate::say;

pub(super) fn phone_test(_: &PhoneTest, reader: &Reader<'_>) -> Outgoing {
    Reply::new(say!(reader.language(), "profile-test-message")).into()
}
