//! Reads and validates the body of a new or edited message. Source: Discord docs, "Message Resource: Create Message,
//! Edit Message".

use serde_json::{Value, json};

use super::api_error::{ApiError, ErrorCode};
use super::component_tree;
use super::component_validation::{self, Surface};
use super::fields::{FieldErrors, Fields, remove_nulls};
use super::mentions::AllowedMentions;
use super::model::flags;
use super::request::Request;
use super::seed::Strictness;
use super::snowflake::Snowflake;
use crate::time::Timestamp;

const MAX_CONTENT_CHARS: usize = 2000;
const MAX_EMBEDS: usize = 10;
/// The limit for all embeds of a message together, in characters.
const MAX_EMBED_CHARS: usize = 6000;
const MAX_NONCE_CHARS: usize = 25;
const MAX_FILES: usize = 10;
const VOICE_MESSAGE: i64 = 1 << 13;
/// The maximum size of one file that a bot sends in a guild without boosts. Source: Discord docs, "Uploading Files".
const MAX_FILE_BYTES: usize = 10 * 1024 * 1024;

/// What the body is for. Each purpose allows different fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyPurpose {
    Create,
    /// A message that responds to an interaction, or that a webhook posts.
    Response,
    /// An edit. `was_v2` says whether the message already has the components V2 flag, which an edit cannot remove.
    Edit {
        was_v2: bool,
    },
}

/// A validated body. `None` means that the field was not sent, so an edit keeps the old value.
#[derive(Debug, Clone, Default)]
pub(super) struct MessageBody {
    pub(super) content: Option<String>,
    pub(super) embeds: Option<Vec<Value>>,
    pub(super) components: Option<Vec<Value>>,
    pub(super) flags: Option<u64>,
    pub(super) allowed_mentions: AllowedMentions,
    pub(super) nonce: Option<Value>,
    pub(super) enforce_nonce: bool,
    pub(super) tts: bool,
    pub(super) reply_to: Option<Reply>,
    /// The existing attachments that an edit keeps.
    pub(super) kept_attachments: Option<Vec<Snowflake>>,
    pub(super) files: Vec<NewFile>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) channel: Option<Snowflake>,
    pub(super) message: Snowflake,
    pub(super) must_exist: bool,
}

/// A file in the request: its index in `request.files`, and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NewFile {
    pub(super) file_index: usize,
    pub(super) filename: String,
    pub(super) description: Option<String>,
}

impl MessageBody {
    /// Whether the message would be empty.
    pub(super) fn is_empty(&self) -> bool {
        self.content.as_deref().unwrap_or_default().is_empty()
            && self.embeds.as_ref().is_none_or(Vec::is_empty)
            && self.components.as_ref().is_none_or(Vec::is_empty)
            && self.files.is_empty()
    }
}

/// Reads a request whose whole body is the message.
pub(super) fn read(request: &Request, purpose: BodyPurpose, strictness: Strictness) -> Result<MessageBody, ApiError> {
    let errors = FieldErrors::new(strictness);
    let fields = Fields::of(&request.body, &errors);
    let body = read_fields(&fields, request, purpose);
    errors.finish()?;
    body
}

/// Reads a message inside another object, such as `data` in a callback. Adds invalid fields to the errors of `fields`,
/// and the caller must check these errors.
pub(super) fn read_fields(
    fields: &Fields<'_>,
    request: &Request,
    purpose: BodyPurpose,
) -> Result<MessageBody, ApiError> {
    let common_fields = ["content", "tts", "embeds", "allowed_mentions", "components", "attachments", "flags", "poll"];
    let purpose_fields: &[&str] = match purpose {
        BodyPurpose::Create => &["nonce", "enforce_nonce", "message_reference", "sticker_ids"],
        BodyPurpose::Response => &["username", "avatar_url", "thread_name", "applied_tags"],
        BodyPurpose::Edit { .. } => &["sticker_ids"],
    };
    fields.allow_only(&[&common_fields[..], purpose_fields].concat());
    if fields.has("poll") {
        return Err(ApiError::NotImplemented("polls".to_owned()));
    }
    if fields.list("sticker_ids", 0..=3).is_some_and(|ids| !ids.is_empty()) {
        return Err(ApiError::NotImplemented("stickers".to_owned()));
    }
    if !fields.is_strict() && fields.get("flags").and_then(Value::as_i64).is_some_and(|bits| bits & VOICE_MESSAGE != 0)
    {
        return Err(ApiError::NotImplemented("voice messages".to_owned()));
    }
    let flags = read_flags(fields, purpose);
    let is_v2 = flags.unwrap_or(0) & flags::COMPONENTS_V2 != 0 || purpose == BodyPurpose::Edit { was_v2: true };
    component_validation::check(fields, if is_v2 { Surface::MessageV2 } else { Surface::Message });
    if is_v2 {
        forbid_legacy_fields(fields);
    }
    check_embeds(fields);
    fields.text("content", 0..=MAX_CONTENT_CHARS);
    let (kept_attachments, files) = read_attachments(fields, request)?;
    Ok(MessageBody {
        content: fields.get("content").map(|content| content.as_str().unwrap_or_default().to_owned()),
        embeds: fields.get("embeds").map(normalize_embeds),
        components: fields.get("components").map(|components| component_tree::normalize(Some(components))),
        flags,
        allowed_mentions: AllowedMentions::read(fields),
        nonce: read_nonce(fields),
        enforce_nonce: fields.boolean("enforce_nonce").unwrap_or(false),
        tts: fields.boolean("tts").unwrap_or(false),
        reply_to: read_reference(fields)?,
        kept_attachments,
        files,
    })
}

fn read_flags(fields: &Fields<'_>, purpose: BodyPurpose) -> Option<u64> {
    let flags = fields.number("flags", 0..=i64::MAX)?;
    let flags = u64::try_from(flags).ok()?;
    let allowed = match purpose {
        BodyPurpose::Create => flags::SUPPRESS_EMBEDS | flags::SUPPRESS_NOTIFICATIONS | flags::COMPONENTS_V2,
        BodyPurpose::Response => {
            flags::SUPPRESS_EMBEDS | flags::SUPPRESS_NOTIFICATIONS | flags::COMPONENTS_V2 | flags::EPHEMERAL
        }
        // A client may send back the flags of the message. An edit changes only SUPPRESS_EMBEDS and COMPONENTS_V2.
        BodyPurpose::Edit { .. } => {
            flags::SUPPRESS_EMBEDS | flags::SUPPRESS_NOTIFICATIONS | flags::COMPONENTS_V2 | flags::EPHEMERAL
        }
    };
    if flags & !allowed != 0 && fields.is_strict() {
        fields.error("flags", "MESSAGE_FLAGS_INVALID", format!("Flags {:#x} cannot be set here", flags & !allowed));
    }
    if matches!(purpose, BodyPurpose::Edit { was_v2: true }) && flags & flags::COMPONENTS_V2 == 0 {
        fields.error(
            "flags",
            "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG",
            "The IS_COMPONENTS_V2 flag cannot be removed",
        );
    }
    Some(flags & allowed)
}

fn forbid_legacy_fields(fields: &Fields<'_>) {
    let message = "The 'content', 'embeds', 'stickers' and 'poll' fields cannot be used with components V2";
    let is_filled = |field: &str| match fields.non_null(field) {
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Array(list)) => !list.is_empty(),
        _ => false,
    };
    for field in ["content", "embeds", "sticker_ids"] {
        if is_filled(field) {
            fields.error(field, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message);
        }
    }
}

fn read_nonce(fields: &Fields<'_>) -> Option<Value> {
    let nonce = fields.non_null("nonce")?;
    match nonce {
        Value::Number(number) if number.is_i64() || number.is_u64() => {}
        _ => drop(fields.text("nonce", 0..=MAX_NONCE_CHARS)),
    }
    Some(nonce.clone())
}

fn read_reference(fields: &Fields<'_>) -> Result<Option<Reply>, ApiError> {
    let Some(reference) = fields.object("message_reference") else { return Ok(None) };
    reference.allow_only(&["type", "message_id", "channel_id", "guild_id", "fail_if_not_exists"]);
    if reference.number("type", 0..=1) == Some(1) {
        return Err(ApiError::NotImplemented("forwarded messages".to_owned()));
    }
    reference.require("message_id");
    reference.snowflake("guild_id");
    let channel = reference.snowflake("channel_id");
    let must_exist = reference.boolean("fail_if_not_exists").unwrap_or(true);
    Ok(reference.snowflake("message_id").map(|message| Reply { channel, message, must_exist }))
}

fn read_attachments(
    fields: &Fields<'_>,
    request: &Request,
) -> Result<(Option<Vec<Snowflake>>, Vec<NewFile>), ApiError> {
    if request.files.iter().any(|file| file.bytes.len() > MAX_FILE_BYTES) {
        return Err(ErrorCode::TooLarge.into());
    }
    if request.files.len() > MAX_FILES {
        fields.error("attachments", "BASE_TYPE_MAX_LENGTH", format!("Must be {MAX_FILES} or fewer in length."));
    }
    let mut files: Vec<_> = request
        .files
        .iter()
        .enumerate()
        .map(|(file_index, file)| NewFile { file_index, filename: file.name.clone(), description: None })
        .collect();
    let mut kept_attachments = Vec::new();
    for item in fields.items("attachments", 0..=MAX_FILES) {
        item.require("id");
        let Some(id) = item.snowflake("id") else { continue };
        let filename = item.text("filename", 1..=1024);
        let description = item.text("description", 0..=1024);
        let file_index = request.files.iter().position(|file| file.field == format!("files[{id}]"));
        match file_index {
            Some(file_index) => {
                let file = &mut files[file_index];
                file.filename = filename.unwrap_or(&file.filename).to_owned();
                file.description = description.map(str::to_owned);
            }
            // Small numbers are indexes of new files. Larger numbers are ids of existing attachments to keep.
            None if id.0 < 1000 => {
                item.error("id", "ATTACHMENT_NOT_FOUND", format!("Attachment data contained no file for id {id}"));
            }
            None => kept_attachments.push(id),
        }
    }
    Ok((fields.get("attachments").map(|_| kept_attachments), files))
}

fn check_embeds(fields: &Fields<'_>) {
    let mut total = 0;
    for embed in fields.items("embeds", 0..=MAX_EMBEDS) {
        total += check_embed(&embed);
    }
    if total > MAX_EMBED_CHARS {
        fields.error(
            "embeds",
            "MAX_EMBED_SIZE_EXCEEDED",
            format!("Embed size exceeds maximum size of {MAX_EMBED_CHARS}"),
        );
    }
}

/// Checks an embed. Returns its number of characters, which count towards the limit for all embeds.
fn check_embed(embed: &Fields<'_>) -> usize {
    let known_fields = [
        "title",
        "type",
        "description",
        "url",
        "timestamp",
        "color",
        "footer",
        "image",
        "thumbnail",
        "video",
        "provider",
        "author",
        "fields",
    ];
    embed.allow_only(&known_fields);
    let count = |text: Option<&str>| text.map_or(0, |text| text.chars().count());
    let mut total = count(embed.text("title", 0..=256)) + count(embed.text("description", 0..=4096));
    embed.url("url", &[]);
    embed.number("color", 0..=0xFF_FF_FF);
    if embed.text("timestamp", 0..=64).is_some_and(|at| at.parse::<Timestamp>().is_err()) {
        embed.error("timestamp", "DATE_TIME_TYPE_PARSE", "Could not parse the timestamp. Should be ISO8601.");
    }
    if let Some(footer) = embed.object("footer") {
        footer.allow_only(&["text", "icon_url", "proxy_icon_url"]);
        total += count(footer.required_text("text", 0..=2048));
        footer.url("icon_url", &["attachment"]);
    }
    if let Some(author) = embed.object("author") {
        author.allow_only(&["name", "url", "icon_url", "proxy_icon_url"]);
        total += count(author.required_text("name", 0..=256));
        author.url("url", &[]);
        author.url("icon_url", &["attachment"]);
    }
    for media in ["image", "thumbnail"] {
        if let Some(media) = embed.object(media) {
            media.allow_only(&["url", "proxy_url", "width", "height"]);
            media.require("url");
            media.url("url", &["attachment"]);
        }
    }
    for field in embed.items("fields", 0..=25) {
        field.allow_only(&["name", "value", "inline"]);
        total += count(field.required_text("name", 1..=256)) + count(field.required_text("value", 1..=1024));
        field.boolean("inline");
    }
    if !["title", "description", "fields", "image", "thumbnail", "author", "footer"]
        .iter()
        .any(|field| embed.has(field))
    {
        embed.error("description", "BASE_TYPE_REQUIRED", "This field is required");
    }
    total
}

fn normalize_embeds(embeds: &Value) -> Vec<Value> {
    let mut embeds = embeds.as_array().cloned().unwrap_or_default();
    for embed in &mut embeds {
        remove_nulls(embed);
        let Some(embed) = embed.as_object_mut() else { continue };
        embed.insert("type".to_owned(), json!("rich"));
        if let Some(at) = embed.get("timestamp").and_then(Value::as_str).and_then(|at| at.parse::<Timestamp>().ok()) {
            embed.insert("timestamp".to_owned(), Value::from(super::views::iso(at)));
        }
        for field in embed.get_mut("fields").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(field) = field.as_object_mut()
                && !field.contains_key("inline")
            {
                field.insert("inline".to_owned(), Value::from(false));
            }
        }
    }
    embeds
}
