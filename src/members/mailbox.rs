//! The e-mail address at which a member wants alerts that they have not seen on Discord. Pure.

use email_address::{EmailAddress, Options};

use super::ids::MemberId;
use crate::db::Rng;
use crate::time::{SignedDuration, Timestamp};

/// How long a code can be typed. Some mail servers hold a first e-mail back for ten minutes.
pub const CODE_VALID_FOR: SignedDuration = SignedDuration::from_mins(30);
/// After this many wrong codes, a new code must be asked for. A guess succeeds once in 200,000 times.
const MAX_WRONG_CODES: u32 = 5;
/// The most codes that a member can ask for in a day, because the address may be another person's.
const MAX_ASKS_A_DAY: u32 = 5;
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A member's mailbox: confirmed, asked for, or both while the address changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    pub member: MemberId,
    /// The address that a code confirmed, and when.
    pub confirmed: Option<(String, Timestamp)>,
    pub request: Option<MailboxRequest>,
    /// How many codes were asked for since the given instant.
    pub asks: (u32, Timestamp),
}

/// A code was sent to an address, and was not typed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxRequest {
    pub address: String,
    pub code: String,
    pub asked_at: Timestamp,
    pub wrong_codes: u32,
}

impl MailboxRequest {
    pub fn new(address: &str, rng: &Rng, now: Timestamp) -> Self {
        let code = format!("{:06}", rng.integer(0..1_000_000));
        Self { address: address.to_owned(), code, asked_at: now, wrong_codes: 0 }
    }

    pub fn expires_at(&self) -> Timestamp {
        self.asked_at.saturating_add(CODE_VALID_FOR).unwrap_or(Timestamp::MAX)
    }

    /// Whether the code can still be typed.
    pub fn is_open(&self, now: Timestamp) -> bool {
        now < self.expires_at() && self.wrong_codes < MAX_WRONG_CODES
    }

    /// Whether `typed` is the code. Spaces are ignored.
    pub fn accepts(&self, typed: &str) -> bool {
        typed.chars().filter(|c| !c.is_whitespace()).eq(self.code.chars())
    }
}

impl Mailbox {
    /// The mailbox of a member who has never asked for one.
    pub fn new(member: MemberId, now: Timestamp) -> Self {
        Self { member, confirmed: None, request: None, asks: (0, now) }
    }

    /// The confirmed address.
    pub fn address(&self) -> Option<&str> {
        self.confirmed.as_ref().map(|(address, _)| address.as_str())
    }

    /// The request whose code can still be typed.
    pub fn open_request(&self, now: Timestamp) -> Option<&MailboxRequest> {
        self.request.as_ref().filter(|request| request.is_open(now))
    }

    /// The mailbox after another code was asked for. `Err`: when the next code can be asked for.
    pub fn ask(self, request: MailboxRequest, now: Timestamp) -> Result<Self, Timestamp> {
        let (asks, since) = match self.asks {
            (_, since) if now.duration_since(since) >= DAY => (0, now),
            asks => asks,
        };
        if asks >= MAX_ASKS_A_DAY {
            return Err(since.saturating_add(DAY).unwrap_or(Timestamp::MAX));
        }
        Ok(Self { request: Some(request), asks: (asks + 1, since), ..self })
    }
}

/// Whether `text` is an e-mail address to which a mail server on the internet can deliver.
pub fn is_email(text: &str) -> bool {
    let options = Options::default().with_required_tld().without_display_text().without_domain_literal();
    EmailAddress::parse_with_options(text, options).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_second(1_600_000_000 + 60 * minutes).unwrap()
    }

    #[test]
    fn code_can_be_typed_for_half_an_hour_and_with_few_mistakes() {
        let request = MailboxRequest::new("ada@example.org", &Rng::seeded(1), at(0));
        assert!(request.code.len() == 6 && request.code.bytes().all(|byte| byte.is_ascii_digit()), "{request:?}");
        let spaced = format!(" {} {} ", &request.code[..3], &request.code[3..]);
        assert!(request.accepts(&spaced) && !request.accepts("") && !request.accepts(&request.code[1..]));
        assert!(request.is_open(at(29)) && !request.is_open(at(30)));
        assert!(!MailboxRequest { wrong_codes: MAX_WRONG_CODES, ..request }.is_open(at(1)));
    }

    #[test]
    fn codes_of_a_day_are_limited() {
        let mut mailbox = Mailbox::new(MemberId(1), at(0));
        let request = || MailboxRequest::new("ada@example.org", &Rng::seeded(1), at(0));
        for _ in 0..MAX_ASKS_A_DAY {
            mailbox = mailbox.ask(request(), at(1)).unwrap();
        }
        assert_eq!(mailbox.clone().ask(request(), at(2)), Err(at(24 * 60)));
        assert_eq!(mailbox.ask(request(), at(24 * 60)).unwrap().asks, (1, at(24 * 60)));
    }

    #[test]
    fn only_addresses_that_a_mail_server_can_reach_are_accepted() {
        for address in ["ada@example.org", "ada.lovelace+mag@mail.example.org"] {
            assert!(is_email(address), "{address}");
        }
        for text in ["", "ada", "ada@", "@example.org", "ada@localhost", "Ada <ada@example.org>", "ada@[127.0.0.1]"] {
            assert!(!is_email(text), "{text}");
        }
    }
}
