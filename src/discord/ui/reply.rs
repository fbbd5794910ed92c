//! A message to people: its content, its components, and the people whom it pings. A message stays within Discord's
//! limits.
//!
//! Limits: <https://discord.com/developers/docs/resources/message>.

use serde_json::{Value, json};

use crate::discord::ui::text::clip;
use crate::discord::ui::widgets::{Button, MAX_BUTTONS_IN_ROW, MAX_ROWS, Row, Select};

pub const MAX_CONTENT_CHARS: usize = 2000;
const MAX_EMBEDS: usize = 10;
const MAX_FILES: usize = 10;
/// The limit, in characters, of the description of a file.
const MAX_DESCRIPTION_CHARS: usize = 1024;
/// The limit, in characters, for all embeds of a message together.
const MAX_EMBEDS_CHARS: usize = 6000;
const MAX_EMBED_TITLE_CHARS: usize = 256;
const MAX_EMBED_DESCRIPTION_CHARS: usize = 4096;

/// A flag: the message arrives without sound or push notification, and does not appear on the lock screen.
pub const SILENT: u64 = 1 << 12;
/// A flag: the message is visible to one person only.
pub const EPHEMERAL: u64 = 1 << 6;
/// A flag: the message shows no embeds, and no previews of links.
const SUPPRESS_EMBEDS: u64 = 1 << 2;

/// Separates the text from a hidden tag. Without this character, the tag's first variation selector could change how
/// the last emoji of the text looks.
const WORD_JOINER: char = '\u{2060}';
/// The first of the sixteen variation selectors. Clients display none of them.
const FIRST_SELECTOR: u32 = 0xFE00;

/// Encodes an ASCII tag in characters that clients do not display: two variation selectors for each byte.
pub(in crate::discord) fn hidden_tag(tag: &str) -> String {
    let halves = tag.bytes().flat_map(|byte| [byte >> 4, byte & 0xF]);
    let selectors = halves.filter_map(|half| char::from_u32(FIRST_SELECTOR + u32::from(half)));
    std::iter::once(WORD_JOINER).chain(selectors).collect()
}

/// A message that pings only the users given to `allow_ping`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    content: String,
    embeds: Vec<Embed>,
    rows: Vec<Row>,
    attachments: Vec<Attachment>,
    pinged_users: Vec<u64>,
    nonce: Option<String>,
    flags: u64,
}

impl Reply {
    /// A message with `content`, clipped to 2,000 characters. Callers split longer content into pages, or put it into a
    /// file.
    pub fn new(content: impl AsRef<str>) -> Self {
        Self { content: clip(content.as_ref(), MAX_CONTENT_CHARS), flags: SUPPRESS_EMBEDS, ..Self::default() }
    }

    /// Puts a paragraph before the content.
    pub fn with_lead(mut self, paragraph: &str) -> Self {
        self.content = clip(&format!("{paragraph}\n\n{}", self.content), MAX_CONTENT_CHARS);
        self
    }

    pub fn embed(mut self, embed: Embed) -> Self {
        // `SUPPRESS_EMBEDS` would hide our own embeds, too.
        self.flags &= !SUPPRESS_EMBEDS;
        let used: usize = self.embeds.iter().map(Embed::chars).sum();
        debug_assert!(
            self.embeds.len() < MAX_EMBEDS && used + embed.chars() <= MAX_EMBEDS_CHARS,
            "embeds: at most 10 and 6,000 characters"
        );
        if self.embeds.len() < MAX_EMBEDS && used + embed.chars() <= MAX_EMBEDS_CHARS {
            self.embeds.push(embed);
        }
        self
    }

    /// Adds buttons, five in a row. Discord refuses a message with two equal custom ids, so a button with the id of an
    /// earlier component is left out.
    pub fn buttons(mut self, buttons: impl IntoIterator<Item = Button>) -> Self {
        let mut kept: Vec<Button> = Vec::new();
        for button in buttons {
            let known = self.rows.iter().flat_map(Row::ids).chain(kept.iter().filter_map(Button::id));
            if button.id().is_none_or(|id| !known.into_iter().any(|known| known == id)) {
                kept.push(button);
            }
        }
        for row in kept.chunks(MAX_BUTTONS_IN_ROW) {
            self = self.row(Row::Buttons(row.to_vec()));
        }
        self
    }

    pub fn select(self, select: Select) -> Self {
        self.row(Row::Select(select))
    }

    fn row(mut self, row: Row) -> Self {
        debug_assert!(self.rows.len() < MAX_ROWS, "a message has at most 5 rows");
        if self.rows.len() < MAX_ROWS {
            self.rows.push(row);
        }
        self
    }

    /// Attaches a file, after those attached before.
    pub fn file(self, file: File) -> Self {
        self.attach(Attachment { file, description: String::new() })
    }

    /// Attaches a picture, after the files attached before. `description`: what it shows, at most 1,024 characters. A
    /// screen reader reads it out.
    pub fn picture(self, file: File, description: impl AsRef<str>) -> Self {
        self.attach(Attachment { file, description: clip(description.as_ref(), MAX_DESCRIPTION_CHARS) })
    }

    fn attach(mut self, attachment: Attachment) -> Self {
        debug_assert!(self.attachments.len() < MAX_FILES, "a message has at most 10 files");
        if self.attachments.len() < MAX_FILES {
            self.attachments.push(attachment);
        }
        self
    }

    /// Lets a mention of this user in the content ping the user. Each user is listed only once, because Discord refuses
    /// duplicates.
    pub fn allow_ping(mut self, user: u64) -> Self {
        if !self.pinged_users.contains(&user) {
            self.pinged_users.push(user);
        }
        self
    }

    /// Makes the message arrive without sound.
    pub fn silent(mut self) -> Self {
        self.flags |= SILENT;
        self
    }

    /// Sets the nonce, at most 25 characters. If two messages have the same nonce within a few minutes, Discord does
    /// not post the second message, and returns the first message.
    pub fn nonce(mut self, nonce: impl Into<String>) -> Self {
        self.nonce = Some(nonce.into());
        self
    }

    /// Appends a mention that pings this user. The mention comes last, because a lock screen shows only the first 100
    /// characters.
    pub(in crate::discord) fn mentioning(mut self, user: u64) -> Self {
        let mention = format!("\n<@{user}>");
        self.content = clip(&self.content, MAX_CONTENT_CHARS - mention.chars().count()) + &mention;
        self.allow_ping(user)
    }

    /// Adds the tag of the delivery, by which the message is recognized later. The tag goes into a custom id. Without a
    /// custom id, the tag goes to the end of the text, where it is not displayed ([`hidden_tag`]).
    pub(in crate::discord) fn tagged(mut self, tag: &str) -> Self {
        if !self.rows.iter_mut().any(|row| row.add_tag(tag)) {
            let hidden = hidden_tag(tag);
            self.content = clip(&self.content, MAX_CONTENT_CHARS - hidden.chars().count()) + &hidden;
        }
        self
    }

    pub fn content(&self) -> &str {
        &self.content
    }

    /// The attached files. The position of a file is its id in the request body.
    pub(in crate::discord) fn files(&self) -> Vec<File> {
        self.attachments.iter().map(|attachment| attachment.file.clone()).collect()
    }

    /// The request body of a new message, with `flags` added to the flags of the message.
    pub(in crate::discord) fn body_with_flags(&self, flags: u64) -> Value {
        let mut body = self.edit_body();
        body["flags"] = json!(self.flags | flags);
        if let Some(nonce) = &self.nonce {
            body["nonce"] = json!(nonce);
            body["enforce_nonce"] = json!(true);
        }
        body
    }

    /// The request body of an edit that replaces an existing message with this one.
    pub(in crate::discord) fn edit_body(&self) -> Value {
        let mut body = json!({
            "content": self.content,
            "embeds": self.embeds.iter().map(Embed::body).collect::<Vec<_>>(),
            "components": self.rows.iter().map(Row::body).collect::<Vec<_>>(),
            "allowed_mentions": {
                "parse": [],
                "users": self.pinged_users.iter().map(u64::to_string).collect::<Vec<_>>(),
                "roles": [],
            },
        });
        if !self.attachments.is_empty() {
            body["attachments"] = self.attachments.iter().enumerate().map(|(id, one)| one.body(id)).collect();
        }
        body
    }
}

impl<T: AsRef<str>> From<T> for Reply {
    fn from(content: T) -> Self {
        Reply::new(content)
    }
}

/// A file that is attached to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub data: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Attachment {
    file: File,
    /// What a picture shows, for readers who cannot see it. Empty for other files.
    description: String,
}

impl Attachment {
    /// `id`: the index of the attachment among those of the message.
    fn body(&self, id: usize) -> Value {
        let mut body = json!({ "id": id, "filename": self.file.name });
        if !self.description.is_empty() {
            body["description"] = json!(self.description);
        }
        body
    }
}

/// A framed block below the content. Repeat important information in the content, because lock screens do not show
/// embeds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Embed {
    title: String,
    description: String,
}

impl Embed {
    pub fn new(title: impl AsRef<str>) -> Self {
        Self { title: clip(title.as_ref(), MAX_EMBED_TITLE_CHARS), ..Self::default() }
    }

    pub fn description(mut self, text: impl AsRef<str>) -> Self {
        self.description = clip(text.as_ref(), MAX_EMBED_DESCRIPTION_CHARS);
        self
    }

    fn chars(&self) -> usize {
        self.title.chars().count() + self.description.chars().count()
    }

    fn body(&self) -> Value {
        let mut body = json!({});
        for (key, text) in [("title", &self.title), ("description", &self.description)] {
            if !text.is_empty() {
                body[key] = json!(text);
            }
        }
        body
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::wire::custom_id::{Action, CustomId};

    #[test]
    fn tag_of_a_message_without_buttons_is_not_displayed() {
        let tagged = Reply::new("Ticket 7 is closed. 🛟").tagged("k3J9x0Qa1z");
        let (shown, hidden) = tagged.content().split_once(WORD_JOINER).unwrap();
        assert_eq!(shown, "Ticket 7 is closed. 🛟");
        assert!(hidden.chars().all(|c| ('\u{FE00}'..='\u{FE0F}').contains(&c)), "{hidden:?}");
        assert_eq!(hidden.chars().count(), 20);
        assert_ne!(tagged.content(), Reply::new("Ticket 7 is closed. 🛟").tagged("k3J9x0Qa1y").content());
    }

    #[test]
    fn tag_fits_into_the_longest_message() {
        let tagged = Reply::new("a".repeat(MAX_CONTENT_CHARS)).tagged("k3J9x0Qa1z");
        assert_eq!(tagged.content().chars().count(), MAX_CONTENT_CHARS);
        assert!(tagged.content().ends_with(&hidden_tag("k3J9x0Qa1z")));
    }

    #[test]
    fn button_with_the_custom_id_of_an_earlier_one_is_left_out() {
        let press = |label: &str| Button::primary(CustomId::new("test", &Action::new("share")), label);
        let reply =
            Reply::new("Once or each time?").buttons([press("Once"), press("Each time")]).buttons([press("No")]);
        assert_eq!(reply.edit_body()["components"].as_array().map(Vec::len), Some(1));
        assert_eq!(reply.edit_body()["components"][0]["components"][0]["label"], "Once");
        let link = |label: &str| Button::link("https://example.org", label);
        let links = Reply::new("Links have no id").buttons([link("One"), link("Two")]);
        assert_eq!(links.edit_body()["components"][0]["components"].as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn files_are_numbered_and_a_picture_has_its_description() {
        let file = |name: &str| File { name: name.to_owned(), data: b"x".to_vec() };
        let reply = Reply::new("Report").picture(file("alert-7.png"), "a".repeat(2000)).file(file("alert-7.csv"));
        let body = reply.edit_body();
        let description = format!("{}…", "a".repeat(MAX_DESCRIPTION_CHARS - 1));
        let expected = serde_json::json!([
            { "id": 0, "filename": "alert-7.png", "description": description },
            { "id": 1, "filename": "alert-7.csv" },
        ]);
        assert_eq!(body["attachments"], expected);
        assert!(Reply::new("No file").edit_body().get("attachments").is_none());
    }

    #[test]
    fn user_pinged_twice_is_listed_once_in_allowed_mentions() {
        let body = Reply::new("<@7>: are you there?").allow_ping(7).mentioning(7).body_with_flags(0);
        assert_eq!(body["allowed_mentions"]["users"], serde_json::json!(["7"]));
    }
}
