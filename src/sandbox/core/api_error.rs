//! Discord's errors: JSON error codes with their HTTP status, and field errors nested by path.
//!
//! Source: Discord docs, "Opcodes and Status Codes: JSON Error Codes". Where the docs name no HTTP status, we use the
//! status that we observed.

use serde_json::{Map, Value, json};

use super::request::Response;
use crate::time::SignedDuration;

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum ApiError {
    Code(ErrorCode),
    /// Code 50035, with the error of each invalid field.
    InvalidForm(Vec<FieldError>),
    /// A 429 because a limit of the resource itself is reached, and not the limit of the route's bucket. The server
    /// adds the headers.
    RateLimited {
        retry_after: SignedDuration,
    },
    /// The sandbox does not know what Discord would answer. The response is a 501, and a test that causes it should
    /// fail.
    NotImplemented(String),
}

/// One error in a request body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// For example `embeds.0.title`; empty for the body as a whole.
    pub path: String,
    /// For example `BASE_TYPE_MAX_LENGTH`.
    pub code: &'static str,
    pub message: String,
}

macro_rules! codes {
    ($($name:ident = $status:literal, $code:literal, $message:literal;)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum ErrorCode { $($name,)* }

        impl ErrorCode {
            /// HTTP status, JSON error code, message.
            pub const fn status_code_and_message(self) -> (u16, u32, &'static str) {
                match self { $(Self::$name => ($status, $code, $message),)* }
            }
        }
    };
}

codes! {
    Unauthorized = 401, 0, "401: Unauthorized";
    NotFound = 404, 0, "404: Not Found";
    UnknownApplication = 404, 10002, "Unknown Application";
    UnknownChannel = 404, 10003, "Unknown Channel";
    UnknownGuild = 404, 10004, "Unknown Guild";
    UnknownMember = 404, 10007, "Unknown Member";
    UnknownMessage = 404, 10008, "Unknown Message";
    UnknownRole = 404, 10011, "Unknown Role";
    UnknownUser = 404, 10013, "Unknown User";
    UnknownWebhook = 404, 10015, "Unknown Webhook";
    UnknownInteraction = 404, 10062, "Unknown interaction";
    UnknownCommand = 404, 10063, "Unknown application command";
    Quarantined = 403, 20026, "Your bot has been flagged by our anti-spam system for abusive behavior. \
        Please visit the Developer Portal for more information";
    TooLarge = 413, 40005, "Request entity too large";
    UnknownEmoji = 400, 10014, "Unknown Emoji";
    TooManyWebhooks = 400, 30007, "Maximum number of webhooks reached (15)";
    TooManyPins = 400, 30003, "Maximum number of pins reached for the channel (50)";
    TooManyReactions = 400, 30010, "Maximum number of reactions reached (20)";
    TooManyCommands = 400, 30032, "Maximum number of application commands reached (100)";
    TooManyOldEdits = 429, 30046, "Maximum number of edits to messages older than 1 hour reached. Try again later";
    OpeningDmsTooFast = 403, 40003, "You are opening direct messages too fast";
    AlreadyAcknowledged = 400, 40060, "Interaction has already been acknowledged.";
    MissingAccess = 403, 50001, "Missing Access";
    CannotOnDm = 403, 50003, "Cannot execute action on a DM channel";
    CannotEditOthers = 403, 50005, "Cannot edit a message authored by another user";
    EmptyMessage = 400, 50006, "Cannot send an empty message";
    CannotDm = 403, 50007, "Cannot send messages to this user";
    MissingPermissions = 403, 50013, "Missing Permissions";
    WrongChannelType = 400, 50024, "Cannot execute action on this channel type";
    InvalidWebhookToken = 401, 50027, "Invalid Webhook Token";
    BulkDeleteTooOld = 400, 50034, "You can only bulk delete messages that are under 14 days old.";
    ThreadArchived = 400, 50083, "Thread is archived";
    NoCommonGuild = 403, 50278, "Cannot send messages to this user due to having no mutual guilds";
    ThreadAlreadyThere = 400, 160004, "A thread has already been created for this message";
    ThreadLocked = 403, 160005, "Thread is locked";
    ThreadsOnlyInForums = 400, 220_003, "Webhooks can only create threads in forum channels";
    TooManyThreads = 400, 160006, "Maximum number of active threads reached";
}

impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        Self::Code(code)
    }
}

impl ApiError {
    /// An invalid form with one error.
    pub fn invalid_field(path: &str, code: &'static str, message: impl Into<String>) -> Self {
        Self::InvalidForm(vec![FieldError { path: path.to_owned(), code, message: message.into() }])
    }

    pub fn response(&self) -> Response {
        match self {
            Self::Code(code) => {
                let (status, code, message) = code.status_code_and_message();
                Response { status, body: json!({"message": message, "code": code}) }
            }
            Self::InvalidForm(errors) => Response {
                status: 400,
                body: json!({"message": "Invalid Form Body", "code": 50035, "errors": nest_by_path(errors)}),
            },
            Self::RateLimited { retry_after } => {
                // Rounded up to a millisecond, so that a client that waits exactly this long is not refused again.
                let seconds = (retry_after.as_secs_f64() * 1_000.0).ceil() / 1_000.0;
                let message = "You are being rate limited.";
                Response { status: 429, body: json!({"message": message, "retry_after": seconds, "global": false}) }
            }
            Self::NotImplemented(what) => {
                let message = format!("501: the sandbox does not know {what}");
                Response { status: 501, body: json!({"message": message, "code": 0}) }
            }
        }
    }
}

/// Nests the errors by path, for example `{embeds: {"0": {title: {_errors: [{code, message}]}}}}`. Source: Discord
/// docs, "API Reference: Error Messages".
fn nest_by_path(errors: &[FieldError]) -> Value {
    let mut root = Map::new();
    for error in errors {
        let mut object = &mut root;
        for part in error.path.split('.').filter(|part| !part.is_empty()) {
            let next = object.entry(part).or_insert_with(|| Value::Object(Map::new()));
            object = next.as_object_mut().expect("only objects are put on a path");
        }
        let list = object.entry("_errors").or_insert_with(|| Value::Array(Vec::new()));
        list.as_array_mut().expect("_errors is a list").push(json!({"code": error.code, "message": error.message}));
    }
    Value::Object(root)
}
