//! A message on its way to people: what it says, what hangs under it, whom it pings. Never longer than Discord takes.
//!
//! Limits: <https://discord.com/developers/docs/resources/message>.

use serde_json::{Value, json};

use crate::discord::ui::text::clip;
use crate::discord::ui::widgets::{BUTTONS_IN_A_ROW, Button, ROWS, Row, Select};

pub const CONTENT: usize = 2000;
const EMBEDS: usize = 10;
/// Characters of all embeds of a message together.
const EMBED_TOTAL: usize = 6000;
const EMBED_TITLE: usize = 256;
const EMBED_DESCRIPTION: usize = 4096;
const EMBED_FIELDS: usize = 25;
const FIELD_NAME: usize = 256;
const FIELD_VALUE: usize = 1024;
const FOOTER: usize = 2048;

/// Arrives without sound, push or lock screen.
pub const SILENT: u64 = 1 << 12;
/// Seen by one person only.
pub const EPHEMERAL: u64 = 1 << 6;
/// No preview of links.
const SUPPRESS_EMBEDS: u64 = 1 << 2;

/// A message. It pings nobody unless `pings` or `pings_role` name them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    content: String,
    embeds: Vec<Embed>,
    rows: Vec<Row>,
    file: Option<File>,
    users: Vec<u64>,
    roles: Vec<u64>,
    nonce: Option<String>,
    flags: u64,
}

impl Reply {
    /// `content` over 2,000 characters is clipped: page what is longer, or put it into a file.
    pub fn new(content: impl AsRef<str>) -> Self {
        Self { content: clip(content.as_ref(), CONTENT), flags: SUPPRESS_EMBEDS, ..Self::default() }
    }

    pub fn embed(mut self, embed: Embed) -> Self {
        // The flag would hide our own embeds too.
        self.flags &= !SUPPRESS_EMBEDS;
        let used: usize = self.embeds.iter().map(Embed::length).sum();
        debug_assert!(
            self.embeds.len() < EMBEDS && used + embed.length() <= EMBED_TOTAL,
            "embeds: at most 10 and 6,000 characters"
        );
        if self.embeds.len() < EMBEDS && used + embed.length() <= EMBED_TOTAL {
            self.embeds.push(embed);
        }
        self
    }

    /// Puts the buttons under the message, five in a row.
    pub fn buttons(mut self, buttons: impl IntoIterator<Item = Button>) -> Self {
        let buttons: Vec<Button> = buttons.into_iter().collect();
        for row in buttons.chunks(BUTTONS_IN_A_ROW) {
            self = self.row(Row::Buttons(row.to_vec()));
        }
        self
    }

    pub fn select(self, select: Select) -> Self {
        self.row(Row::Select(select))
    }

    fn row(mut self, row: Row) -> Self {
        debug_assert!(self.rows.len() < ROWS, "a message has at most 5 rows");
        if self.rows.len() < ROWS {
            self.rows.push(row);
        }
        self
    }

    /// Attaches a file (one at most: serenity numbers them all alike).
    pub fn file(mut self, file: File) -> Self {
        self.file = Some(file);
        self
    }

    /// Pings this user where the content mentions them. Discord refuses a list that names somebody twice.
    pub fn pings(mut self, user: u64) -> Self {
        if !self.users.contains(&user) {
            self.users.push(user);
        }
        self
    }

    /// Pings this role where the content mentions it.
    pub fn pings_role(mut self, role: u64) -> Self {
        self.roles.push(role);
        self
    }

    /// Arrives without sound.
    pub fn silent(mut self) -> Self {
        self.flags |= SILENT;
        self
    }

    /// Makes a repeat of the same message within Discord's window return the first (at most 25 characters).
    pub fn nonce(mut self, nonce: impl Into<String>) -> Self {
        self.nonce = Some(nonce.into());
        self
    }

    /// Ends with a mention of this user, who is pinged by it. At the end, since the first 100 characters are what a
    /// lock screen shows.
    pub(in crate::discord) fn mentioning(mut self, user: u64) -> Self {
        let mention = format!("\n<@{user}>");
        self.content = clip(&self.content, CONTENT - mention.chars().count()) + &mention;
        self.pings(user)
    }

    /// Carries the tag of its delivery, by which it is found again: in a custom id, else as a small last line.
    pub(in crate::discord) fn tagged(mut self, tag: &str) -> Self {
        if !self.rows.iter_mut().any(|row| row.tag(tag)) {
            let line = Self::tag_line(tag);
            self.content = clip(&self.content, CONTENT - line.chars().count()) + &line;
        }
        self
    }

    pub(in crate::discord) fn tag_line(tag: &str) -> String {
        // Discord's "subtext": small and grey.
        format!("\n-# {tag}")
    }

    pub fn content(&self) -> &str {
        &self.content
    }

    pub(in crate::discord) fn attached(&self) -> Option<&File> {
        self.file.as_ref()
    }

    /// The body of a new message, with these flags added.
    pub(in crate::discord) fn body_with(&self, flags: u64) -> Value {
        let mut body = self.edit_body();
        body["flags"] = json!(self.flags | flags);
        if let Some(nonce) = &self.nonce {
            body["nonce"] = json!(nonce);
            body["enforce_nonce"] = json!(true);
        }
        body
    }

    /// The body that makes a message that is there already look like this one.
    pub(in crate::discord) fn edit_body(&self) -> Value {
        let mut body = json!({
            "content": self.content,
            "embeds": self.embeds.iter().map(Embed::body).collect::<Vec<_>>(),
            "components": self.rows.iter().map(Row::body).collect::<Vec<_>>(),
            "allowed_mentions": {
                "parse": [],
                "users": self.users.iter().map(u64::to_string).collect::<Vec<_>>(),
                "roles": self.roles.iter().map(u64::to_string).collect::<Vec<_>>(),
            },
        });
        if let Some(file) = &self.file {
            body["attachments"] = json!([{ "id": 0, "filename": file.name }]);
        }
        body
    }
}

impl<T: AsRef<str>> From<T> for Reply {
    fn from(content: T) -> Self {
        Reply::new(content)
    }
}

/// A file that goes with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub data: Vec<u8>,
}

/// A framed block. Never the only place of what matters: lock screens do not show it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Embed {
    title: String,
    description: String,
    fields: Vec<(String, String)>,
    footer: String,
    colour: Option<u32>,
}

impl Embed {
    pub fn new(title: impl AsRef<str>) -> Self {
        Self { title: clip(title.as_ref(), EMBED_TITLE), ..Self::default() }
    }

    pub fn description(mut self, text: impl AsRef<str>) -> Self {
        self.description = clip(text.as_ref(), EMBED_DESCRIPTION);
        self
    }

    /// A headed paragraph; an empty value is left out, since Discord refuses it.
    pub fn field(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        if !value.as_ref().trim().is_empty() && self.fields.len() < EMBED_FIELDS {
            self.fields.push((clip(name.as_ref(), FIELD_NAME), clip(value.as_ref(), FIELD_VALUE)));
        }
        self
    }

    pub fn footer(mut self, text: impl AsRef<str>) -> Self {
        self.footer = clip(text.as_ref(), FOOTER);
        self
    }

    /// 0xRRGGBB of the bar at its side.
    pub fn colour(mut self, colour: u32) -> Self {
        self.colour = Some(colour);
        self
    }

    fn length(&self) -> usize {
        let fields = self.fields.iter().flat_map(|(name, value)| [name, value]);
        [&self.title, &self.description, &self.footer].into_iter().chain(fields).map(|text| text.chars().count()).sum()
    }

    fn body(&self) -> Value {
        let mut body = json!({});
        for (key, text) in [("title", &self.title), ("description", &self.description)] {
            if !text.is_empty() {
                body[key] = json!(text);
            }
        }
        if !self.fields.is_empty() {
            body["fields"] = self.fields.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        }
        if !self.footer.is_empty() {
            body["footer"] = json!({ "text": self.footer });
        }
        if let Some(colour) = self.colour {
            body["color"] = json!(colour);
        }
        body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_named_twice_among_those_who_are_pinged() {
        let body = Reply::new("<@7>: are you there?").pings(7).mentioning(7).body_with(0);
        assert_eq!(body["allowed_mentions"]["users"], serde_json::json!(["7"]));
    }
}
