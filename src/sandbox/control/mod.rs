//! The control API: what people and scripts can do to the sandbox, over HTTP and as functions for tests.
//!
//! Each call is a method of [`Sandbox`](crate::sandbox::Sandbox). The handlers in `http.rs` only parse and write JSON.
//! Every wait has a time limit. The error after the time limit says what the call waited for.
//!
//! Ids are Discord snowflakes as strings. `as` takes a member's id or handle. `channel` takes an id, a name such as
//! `mag-general`, or `dm`. An error is `{"error": "…"}` with a 4xx status, and says what to send instead.
//!
//! | call | body | answer |
//! |---|---|---|
//! | `GET /api/state` | | members, channels, roles, commands; `now`, `next` due instant, `bot`, `clock`, `epoch` |
//! | `POST /api/members` | `{handle, name, roles, locale}` | the member |
//! | `PATCH`, `DELETE /api/members/{m}` | `{name?, roles?, locale?, dms_open?}` | the member |
//! | `PATCH`, `DELETE /api/channels/{c}` | `{name?, overwrites?, archived?}` | the channel or thread, as a moderator |
//! | `PATCH`, `DELETE /api/roles/{r}` | `{name?, permissions?}` | the role |
//! | `PATCH /api/guild` | `{mfa_level?, bot_owner_has_mfa?}` | the guild |
//! | `POST /api/threads` | `{as, channel, name, type}` | a thread that a member starts |
//! | `POST /api/command` | `{as, channel, name, options or target, wait?}` | an interaction result |
//! | `POST /api/autocomplete` | `{as, name, options, focused, channel?}` | `{choices}` |
//! | `POST /api/click` | `{as, message, label or custom_id, values?, wait?}` | an interaction result |
//! | `POST /api/modal` | `{as, modal, fields, wait?}` | an interaction result |
//! | `POST`, `GET /api/messages` | `{as, channel, content, files?}`; `?channel=&after=&as=` | the message; messages |
//! | `POST`, `DELETE /api/reactions` | `{as, message, emoji}` | a member's reaction, added or removed |
//! | `GET /api/inbox/{m}?after=` | | the messages that notified that member, and what the phone showed |
//! | `GET /api/view/channels?as=`, `GET /api/commands?as=` | | what that member's client shows |
//! | `POST /api/clock` | `{advance:"3h15m"}` or `{to:INSTANT or "next"}` | `{now, messages}` |
//! | `POST /api/settle` | | `{}`, when the bot is idle; ends an outage |
//! | `POST`, `GET`, `DELETE /api/faults` | see [`FaultRequest`](super::FaultRequest) | |
//! | `POST /api/gateway` | `{do}`: see [`GatewayAction`] | |
//! | `POST /api/bot` | `{do:"kill" or "stop" or "start"}` | `{status}` |
//! | `GET`, `POST /api/mail` | `{do}`: see [`MailMode`](super::MailMode) | `{mailboxes, mode}` |
//! | `GET /api/mail/{a}?after=` | | the e-mails that reached that address |
//! | `GET /api/requests?after=n` | | every request that a bot made |
//! | `POST /api/reset` | | `{}`, when the sandbox has been reset |
//! | `GET /api/events` | | server-sent events: what changed |
//!
//! In the `fields` of a modal, a file upload takes a file or a list of files as in `POST /api/messages`. A radio group
//! takes a value or label, a checkbox group a list of them, and a checkbox `true` or `false`.
//!
//! By default, a call that creates an interaction returns when the bot is idle. With `wait: "answer"`, it returns at
//! the first response, which may be a deferral. With `wait: "message"`, it waits after a deferral for the message.

mod bot;
mod clock;
mod error;
mod http;
mod idle;
mod queries;
mod user_actions;

pub use bot::{BotAction, BotRequest, GatewayAction, GatewayRequest};
pub use clock::{ClockMove, ClockRequest};
pub use http::routes;
pub use user_actions::{
    AutocompleteRequest, ClickRequest, CommandRequest, InteractionResult, MenuRequest, ModalRequest, PostRequest,
    ReactionRequest, Wait,
};
