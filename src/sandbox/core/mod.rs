//! The pure core of the loopback Discord: `World` is the state, `apply` one REST call, and a method for each thing that a person does.
//!
//! No sockets, no tokio, no clock: `now` is passed in and ids follow from it, so that a simulation repeats exactly. Real-time
//! matters (rate limits by header, the three seconds to answer an interaction, heartbeats) belong to the server around it. It names
//! none of the features, and it judges strictly: what Discord refuses is refused here with Discord's own code and path, and a route
//! that it does not know answers 501.

mod contract;
mod events;
mod permissions;
mod request;
mod seed;
mod snowflake;
mod world;

pub use contract::{
    Act, AuthorView, ChannelView, Click, InboxItem, InteractionNote, InteractionView, MemberPatch, MemberView, MessageView,
    ModalView, NewMember, Refusal, Typed,
};
pub use events::{Event, intents};
pub use permissions::Permissions;
pub use request::{File, Method, Request, Response};
pub use seed::{Seed, SeedMember};
pub use snowflake::Snowflake;
pub use world::{Answer, World};
