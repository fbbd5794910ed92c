//! The e-mails that arrived, as people and scripts read them.

use std::collections::BTreeMap;

use mail_parser::MessageParser;
use serde::Serialize;

use crate::time::Timestamp;

/// The most e-mails that are kept. The oldest ones are dropped.
const MAX_MAILS: usize = 5_000;

/// A mailbox, by its address in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MailboxView {
    pub address: String,
    /// How many e-mails the mailbox holds.
    pub mails: usize,
}

/// An e-mail as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MailView {
    pub id: u64,
    pub at: Timestamp,
    /// The sender of the envelope.
    pub from: String,
    /// The recipient of the envelope.
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// The headers by name, as they were sent. Of several headers with one name, the first.
    pub headers: BTreeMap<String, String>,
    /// The web addresses in the text and in the HTML, each once, in their order.
    pub links: Vec<String>,
}

#[derive(Debug, Default)]
pub struct Mailboxes {
    mails: Vec<MailView>,
    last_id: u64,
}

impl Mailboxes {
    pub fn add(&mut self, from: &str, to: &str, message: &[u8], at: Timestamp) {
        self.last_id += 1;
        self.mails.push(view(self.last_id, from, to, message, at));
        if self.mails.len() > MAX_MAILS {
            self.mails.remove(0);
        }
    }

    pub fn all(&self) -> Vec<MailboxView> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for mail in &self.mails {
            *counts.entry(mail.to.to_lowercase()).or_default() += 1;
        }
        counts.into_iter().map(|(address, mails)| MailboxView { address, mails }).collect()
    }

    pub fn mails_to(&self, address: &str, after: u64) -> Vec<MailView> {
        let is_wanted = |mail: &&MailView| mail.id > after && mail.to.eq_ignore_ascii_case(address);
        self.mails.iter().filter(is_wanted).cloned().collect()
    }

    pub fn clear(&mut self) {
        self.mails.clear();
    }
}

fn view(id: u64, from: &str, to: &str, message: &[u8], at: Timestamp) -> MailView {
    let parsed = MessageParser::default().parse(message).unwrap_or_default();
    let part = |body: Option<std::borrow::Cow<'_, str>>| body.unwrap_or_default().replace("\r\n", "\n");
    let (text, html) = (part(parsed.body_text(0)), part(parsed.body_html(0)));
    let mut headers = BTreeMap::new();
    for (name, value) in parsed.headers_raw() {
        headers.entry(name.to_owned()).or_insert_with(|| value.trim().to_owned());
    }
    let mut links = Vec::new();
    for link in links_in(&text, &[' ', '\n', '<', '>', '"']).chain(links_in(&html, &['"', '<', ' '])) {
        let link = link.replace("&amp;", "&");
        if !links.contains(&link) {
            links.push(link);
        }
    }
    let subject = parsed.subject().unwrap_or_default().to_owned();
    MailView { id, at, from: from.to_owned(), to: to.to_owned(), subject, text, html, headers, links }
}

/// The web addresses in `text`. An address ends before one of `ends`.
fn links_in<'a>(text: &'a str, ends: &'a [char]) -> impl Iterator<Item = String> + 'a {
    let starts = text.match_indices("http").map(|(start, _)| &text[start..]);
    let addresses = starts.filter(|rest| rest.starts_with("http://") || rest.starts_with("https://"));
    addresses.map(move |rest| rest.split(ends).next().unwrap_or_default().trim_end_matches(['.', ',', ')']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &str = "From: Magpie <magpie@example.org>\r\nTo: ada@example.org\r\n\
        Subject: =?utf-8?b?w4ljb3V0ZXo=?=\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\nVu =C3=A0 http://127.0.0.1/a?b=3D1&c=3D2.\r\n\
        --x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
        <a href=\"http://127.0.0.1/a?b=1&amp;c=2\">Vu</a>\r\n--x--\r\n";

    #[test]
    fn email_is_decoded_and_its_links_are_found_once() {
        let mut mailboxes = Mailboxes::default();
        mailboxes.add("magpie@example.org", "Ada@example.org", MESSAGE.as_bytes(), Timestamp::UNIX_EPOCH);
        let mail = mailboxes.mails_to("ada@example.org", 0).remove(0);
        assert_eq!((mail.subject.as_str(), mail.text.trim()), ("Écoutez", "Vu à http://127.0.0.1/a?b=1&c=2."));
        assert_eq!(mail.links, ["http://127.0.0.1/a?b=1&c=2"]);
        assert_eq!(mail.headers["Auto-Submitted"], "auto-generated");
        assert_eq!(mailboxes.mails_to("ada@example.org", mail.id), []);
        assert_eq!(mailboxes.all(), [MailboxView { address: "ada@example.org".to_owned(), mails: 1 }]);
    }
}
