//! Reads the body of a message, new or edited, and judges it. Source: Discord docs, "Message Resource: Create Message,
//! Edit Message".

use serde_json::{Value, json};

use super::component_tree;
use super::components::{self, Surface};
use super::failure::{Code, Failure};
use super::form::{Faults, Form, without_nulls};
use super::mentions::Allowed;
use super::request::Request;
use super::snowflake::Snowflake;
use super::state::flags;
use crate::time::Timestamp;

const MAX_CONTENT: usize = 2000;
const MAX_EMBEDS: usize = 10;
/// In all embeds of a message together.
const MAX_EMBED_TEXT: usize = 6000;
const MAX_NONCE: usize = 25;
const MAX_FILES: usize = 10;
/// The size of one file that bots may send without a boosted guild. Source: Discord docs, "Uploading Files".
const MAX_FILE_BYTES: usize = 10 * 1024 * 1024;

/// What a body is for: what it may carry differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Create,
    /// The first answer to an interaction, or a follow-up.
    Answer,
    /// An edit of a message that has components V2 or not: the flag cannot be taken away.
    Edit {
        was_v2: bool,
    },
}

/// A judged body. `None`: not sent, so an edit leaves it as it is.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) content: Option<String>,
    pub(super) embeds: Option<Vec<Value>>,
    pub(super) components: Option<Vec<Value>>,
    pub(super) flags: Option<u64>,
    pub(super) allowed: Allowed,
    pub(super) nonce: Option<Value>,
    pub(super) enforce_nonce: bool,
    pub(super) tts: bool,
    pub(super) reply_to: Option<Reply>,
    /// Attachments of the message that an edit keeps.
    pub(super) kept: Option<Vec<Snowflake>>,
    pub(super) files: Vec<NewFile>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) channel: Option<Snowflake>,
    pub(super) message: Snowflake,
    pub(super) must_exist: bool,
}

/// A file of the body: its place in `request.files`, and how it is to be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NewFile {
    pub(super) part: usize,
    pub(super) filename: String,
    pub(super) description: Option<String>,
}

impl Draft {
    /// Whether nothing would be seen.
    pub(super) fn is_empty(&self) -> bool {
        self.content.as_deref().unwrap_or_default().is_empty()
            && self.embeds.as_ref().is_none_or(Vec::is_empty)
            && self.components.as_ref().is_none_or(Vec::is_empty)
            && self.files.is_empty()
    }
}

/// Reads `body` (the request's own, or an interaction callback's `data`, whose faults are then under `data`).
pub(super) fn read(body: &Value, request: &Request, purpose: Purpose) -> Result<Draft, Failure> {
    let faults = Faults::default();
    let form = Form::of(body, &faults);
    let draft = read_form(&form, request, purpose);
    faults.finish()?;
    draft
}

/// As [`read`], for a form whose faults are gathered by the caller.
pub(super) fn read_form(form: &Form<'_>, request: &Request, purpose: Purpose) -> Result<Draft, Failure> {
    let common = ["content", "tts", "embeds", "allowed_mentions", "components", "attachments", "flags", "poll"];
    let own: &[&str] = match purpose {
        Purpose::Create => &["nonce", "enforce_nonce", "message_reference", "sticker_ids"],
        Purpose::Answer => &["username", "avatar_url", "thread_name", "applied_tags"],
        Purpose::Edit { .. } => &["sticker_ids"],
    };
    form.only(&[&common[..], own].concat());
    if form.has("poll") {
        return Err(Failure::NotBuilt("polls".to_owned()));
    }
    form.list("sticker_ids", 0..=0);
    let flags = read_flags(form, purpose);
    let v2 = flags.unwrap_or(0) & flags::COMPONENTS_V2 != 0 || purpose == Purpose::Edit { was_v2: true };
    components::check(form, if v2 { Surface::MessageV2 } else { Surface::Message });
    if v2 {
        forbid_legacy(form);
    }
    check_embeds(form);
    form.text("content", 0..=MAX_CONTENT);
    let (kept, files) = read_attachments(form, request)?;
    Ok(Draft {
        content: form.sent("content").map(|content| content.as_str().unwrap_or_default().to_owned()),
        embeds: form.sent("embeds").map(stored_embeds),
        components: form.sent("components").map(|components| component_tree::stored(Some(components))),
        flags,
        allowed: Allowed::read(form),
        nonce: read_nonce(form),
        enforce_nonce: form.flag("enforce_nonce").unwrap_or(false),
        tts: form.flag("tts").unwrap_or(false),
        reply_to: read_reference(form)?,
        kept,
        files,
    })
}

fn read_flags(form: &Form<'_>, purpose: Purpose) -> Option<u64> {
    let flags = form.number("flags", 0..=i64::MAX)?;
    let flags = u64::try_from(flags).ok()?;
    let allowed = match purpose {
        Purpose::Create => flags::SUPPRESS_EMBEDS | flags::SUPPRESS_NOTIFICATIONS | flags::COMPONENTS_V2,
        Purpose::Answer => {
            flags::SUPPRESS_EMBEDS | flags::SUPPRESS_NOTIFICATIONS | flags::COMPONENTS_V2 | flags::EPHEMERAL
        }
        // The others may be repeated, as clients that send a message's flags back do; they change nothing.
        Purpose::Edit { .. } => {
            flags::SUPPRESS_EMBEDS | flags::SUPPRESS_NOTIFICATIONS | flags::COMPONENTS_V2 | flags::EPHEMERAL
        }
    };
    if flags & !allowed != 0 {
        form.fault("flags", "MESSAGE_FLAGS_INVALID", format!("Flags {:#x} cannot be set here", flags & !allowed));
    }
    if matches!(purpose, Purpose::Edit { was_v2: true }) && flags & flags::COMPONENTS_V2 == 0 {
        form.fault("flags", "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", "The IS_COMPONENTS_V2 flag cannot be removed");
    }
    Some(flags)
}

fn forbid_legacy(form: &Form<'_>) {
    let message = "The 'content', 'embeds', 'stickers' and 'poll' fields cannot be used with components V2";
    let filled = |field: &str| match form.raw(field) {
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Array(list)) => !list.is_empty(),
        _ => false,
    };
    for field in ["content", "embeds", "sticker_ids"] {
        if filled(field) {
            form.fault(field, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message);
        }
    }
}

fn read_nonce(form: &Form<'_>) -> Option<Value> {
    let nonce = form.raw("nonce")?;
    match nonce {
        Value::Number(number) if number.is_i64() || number.is_u64() => {}
        _ => drop(form.text("nonce", 0..=MAX_NONCE)),
    }
    Some(nonce.clone())
}

fn read_reference(form: &Form<'_>) -> Result<Option<Reply>, Failure> {
    let Some(reference) = form.child("message_reference") else { return Ok(None) };
    reference.only(&["type", "message_id", "channel_id", "guild_id", "fail_if_not_exists"]);
    if reference.number("type", 0..=1) == Some(1) {
        return Err(Failure::NotBuilt("forwarded messages".to_owned()));
    }
    reference.require("message_id");
    reference.snowflake("guild_id");
    let channel = reference.snowflake("channel_id");
    let must_exist = reference.flag("fail_if_not_exists").unwrap_or(true);
    Ok(reference.snowflake("message_id").map(|message| Reply { channel, message, must_exist }))
}

fn read_attachments(form: &Form<'_>, request: &Request) -> Result<(Option<Vec<Snowflake>>, Vec<NewFile>), Failure> {
    if request.files.iter().any(|file| file.bytes.len() > MAX_FILE_BYTES) {
        return Err(Code::TooLarge.into());
    }
    if request.files.len() > MAX_FILES {
        form.fault("attachments", "BASE_TYPE_MAX_LENGTH", format!("Must be {MAX_FILES} or fewer in length."));
    }
    let mut files: Vec<_> = request
        .files
        .iter()
        .enumerate()
        .map(|(part, file)| NewFile { part, filename: file.name.clone(), description: None })
        .collect();
    let mut kept = Vec::new();
    for item in form.items("attachments", 0..=MAX_FILES) {
        item.require("id");
        let Some(id) = item.snowflake("id") else { continue };
        let filename = item.text("filename", 1..=1024);
        let description = item.text("description", 0..=1024);
        let part = request.files.iter().position(|file| file.field == format!("files[{id}]"));
        match part {
            Some(part) => {
                let file = &mut files[part];
                file.filename = filename.unwrap_or(&file.filename).to_owned();
                file.description = description.map(str::to_owned);
            }
            // Small numbers are places in the body, real ids are attachments to keep.
            None if id.0 < 1000 => {
                item.fault("id", "ATTACHMENT_NOT_FOUND", format!("Attachment data contained no file for id {id}"));
            }
            None => kept.push(id),
        }
    }
    Ok((form.sent("attachments").map(|_| kept), files))
}

fn check_embeds(form: &Form<'_>) {
    let mut total = 0;
    for embed in form.items("embeds", 0..=MAX_EMBEDS) {
        total += check_embed(&embed);
    }
    if total > MAX_EMBED_TEXT {
        form.fault("embeds", "MAX_EMBED_SIZE_EXCEEDED", format!("Embed size exceeds maximum size of {MAX_EMBED_TEXT}"));
    }
}

/// Characters that count towards the limit of all embeds.
fn check_embed(embed: &Form<'_>) -> usize {
    let known = [
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
    embed.only(&known);
    let count = |text: Option<&str>| text.map_or(0, |text| text.chars().count());
    let mut total = count(embed.text("title", 0..=256)) + count(embed.text("description", 0..=4096));
    embed.url("url", &[]);
    embed.number("color", 0..=0xFF_FF_FF);
    if embed.text("timestamp", 0..=64).is_some_and(|at| at.parse::<Timestamp>().is_err()) {
        embed.fault("timestamp", "DATE_TIME_TYPE_PARSE", "Could not parse the timestamp. Should be ISO8601.");
    }
    if let Some(footer) = embed.child("footer") {
        footer.only(&["text", "icon_url", "proxy_icon_url"]);
        total += count(footer.required_text("text", 0..=2048));
        footer.url("icon_url", &["attachment"]);
    }
    if let Some(author) = embed.child("author") {
        author.only(&["name", "url", "icon_url", "proxy_icon_url"]);
        total += count(author.required_text("name", 0..=256));
        author.url("url", &[]);
        author.url("icon_url", &["attachment"]);
    }
    for media in ["image", "thumbnail"] {
        if let Some(media) = embed.child(media) {
            media.only(&["url", "proxy_url", "width", "height"]);
            media.require("url");
            media.url("url", &["attachment"]);
        }
    }
    for field in embed.items("fields", 0..=25) {
        field.only(&["name", "value", "inline"]);
        total += count(field.required_text("name", 1..=256)) + count(field.required_text("value", 1..=1024));
        field.flag("inline");
    }
    if !["title", "description", "fields", "image", "thumbnail", "author", "footer"]
        .iter()
        .any(|field| embed.has(field))
    {
        embed.fault("description", "BASE_TYPE_REQUIRED", "This field is required");
    }
    total
}

fn stored_embeds(embeds: &Value) -> Vec<Value> {
    let mut embeds = embeds.as_array().cloned().unwrap_or_default();
    for embed in &mut embeds {
        without_nulls(embed);
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
