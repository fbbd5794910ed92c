//! Splits the text of an audience into parts, each of which includes or leaves out people. Does no I/O.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::members::fold;
use crate::time::Language;
use crate::words::visible;

/// The characters that always separate the parts of an audience.
const SEPARATORS: [char; 3] = [',', ';', '\n'];

/// Signs that separate the parts of an audience, unless the text around them is itself a name: "Ann & Sons" can be one
/// name.
const SIGNS: [&str; 2] = ["&", " + "];

/// Words that separate the parts of an audience, unless the text around them is itself a name. In lower case.
static CONJUNCTIONS: LazyLock<Vec<String>> =
    LazyLock::new(|| Language::all_words(|facts| facts.people.conjunctions).map(|word| format!(" {word} ")).collect());

/// The words before people who are left out, such as "except", folded.
static EXCEPTIONS: LazyLock<HashSet<String>> =
    LazyLock::new(|| Language::all_words(|facts| facts.people.exceptions).map(fold).collect());

/// The signs before people who are left out. Phones replace some hyphens by dashes.
const DASHES: [char; 4] = ['-', '−', '–', '—'];

/// A part of an audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part<'a> {
    /// A group, a person, a region and so on, without the sign before it.
    pub word: &'a str,
    pub role: PartRole,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartRole {
    Included,
    /// The people whom the part names do not get the alert.
    LeftOut,
}

impl Part<'_> {
    /// The part as an author types it.
    pub fn typed(self) -> String {
        self.role.typed(self.word)
    }
}

impl PartRole {
    /// `word` as an author types it in a part with this role.
    pub fn typed(self, word: &str) -> String {
        match self {
            PartRole::Included => word.to_owned(),
            PartRole::LeftOut => format!("-{word}"),
        }
    }
}

/// The parts of an audience. `is_known` returns whether a text without a sign names somebody, and `is_exact_name`
/// whether it is the whole name of a person. A part that names somebody is not split further.
pub(super) fn parts<'a>(
    text: &'a str,
    is_known: &impl Fn(&str) -> bool,
    is_exact_name: &impl Fn(&str) -> bool,
) -> Vec<Part<'a>> {
    let texts = text.split(SEPARATORS).map(visible).map(without_count).map(without_quotes);
    let texts = texts.filter(|part| !part.is_empty());
    texts.flat_map(|text| split(text, is_known, is_exact_name)).collect()
}

/// Splits a typed text at its last separator: the finished parts, and the part that the author is typing.
pub(super) fn last_part(typed: &str) -> (&str, &str) {
    let after_separator = typed.rfind([',', ';', '\n', '&']).map(|at| (at, at + 1));
    let left_out = starts_of_left_out(typed).last().map(|at| (*at, *at));
    match after_separator.max(left_out) {
        Some((end, start)) => {
            let is_between_parts = |c: char| c.is_whitespace() || SEPARATORS.contains(&c) || c == '&';
            (typed[..end].trim_start().trim_end_matches(is_between_parts), &typed[start..])
        }
        None => ("", typed),
    }
}

/// The text after the sign or the word with which a part begins that leaves people out. `None` if `part` begins with
/// neither.
pub(super) fn left_out(part: &str) -> Option<&str> {
    let part = part.trim_start();
    if let Some(rest) = part.strip_prefix(DASHES) {
        return Some(rest.trim());
    }
    let (first, rest) = part.split_once(char::is_whitespace)?;
    EXCEPTIONS.contains(&fold(first)).then(|| rest.trim())
}

/// Removes the count that a suggestion shows: "members · 50 people". Discord keeps the shown text of a suggestion if
/// its author continues to type after choosing it.
fn without_count(part: &str) -> &str {
    match part.rsplit_once(" · ") {
        Some((text, count)) if count.starts_with(|c: char| c.is_ascii_digit()) => text,
        _ => part,
    }
}

fn without_quotes(part: &str) -> &str {
    part.trim_matches(['"', '“', '”', '«', '»', '\'']).trim()
}

/// The part with its role. A dash before no letter and no digit is a part of the word.
fn with_role<'a>(text: &'a str, is_exact_name: &impl Fn(&str) -> bool) -> Part<'a> {
    let is_word = |rest: &&str| rest.contains(|c: char| c.is_alphanumeric());
    match left_out(text).filter(is_word).filter(|_| !is_exact_name(text)) {
        Some(rest) => Part { word: without_quotes(rest), role: PartRole::LeftOut },
        None => Part { word: without_quotes(text), role: PartRole::Included },
    }
}

/// Splits a text at its conjunctions and mentions, and before people who are left out.
fn split<'a>(text: &'a str, is_known: &impl Fn(&str) -> bool, is_exact_name: &impl Fn(&str) -> bool) -> Vec<Part<'a>> {
    let whole = with_role(text, is_exact_name);
    if is_known(whole.word) {
        return vec![whole];
    }
    let pieces = split_before_left_out(text);
    let pieces = pieces.into_iter().flat_map(|piece| {
        if is_known(with_role(piece, is_exact_name).word) { vec![piece] } else { split_at_all(piece, &SIGNS) }
    });
    let mut parts = Vec::new();
    for piece in pieces.filter(|piece| !piece.is_empty()) {
        let part = with_role(piece, is_exact_name);
        let words = if is_known(part.word) { vec![part.word] } else { split_at_all(part.word, &CONJUNCTIONS) };
        // A handle or a mention contains no space, so split "@ana @bo" and "<@1> <@2>" at spaces.
        let is_mentions =
            |word: &str| word.split_whitespace().all(|word| word.starts_with('@') || word.starts_with("<@"));
        let words = words
            .into_iter()
            .flat_map(|word| if is_mentions(word) { word.split_whitespace().collect() } else { vec![word] });
        // The sign before "tokyo and paris" leaves out both. After "and", a new sign is not needed.
        parts.extend(words.filter(|word| !word.is_empty()).map(|word| match with_role(word, is_exact_name) {
            new_sign if new_sign.role == PartRole::LeftOut => new_sign,
            same => Part { role: part.role, ..same },
        }));
    }
    // If no word is known, keep the text whole: the error must show the name as it was typed.
    if parts.iter().any(|part| is_known(part.word)) { parts } else { vec![whole] }
}

/// Splits a text at each of `separators`, ignoring case. They must be in lower case.
pub(super) fn split_at_all<'a, S: AsRef<str>>(text: &'a str, separators: &[S]) -> Vec<&'a str> {
    separators.iter().fold(vec![text], |words, between| {
        words.into_iter().flat_map(|word| split_ignoring_case(word, between.as_ref())).collect()
    })
}

/// Splits a text at its conjunctions and signs, whether or not the pieces name somebody.
pub(super) fn split_at_conjunctions(text: &str) -> Vec<&str> {
    split_at_all(text, &SIGNS).into_iter().flat_map(|piece| split_at_all(piece, &CONJUNCTIONS)).collect()
}

/// Splits a text at each occurrence of `between`, ignoring case. `between` must be in lower case.
fn split_ignoring_case<'a>(text: &'a str, between: &str) -> Vec<&'a str> {
    let lower = text.to_ascii_lowercase();
    let mut words = Vec::new();
    let mut from = 0;
    // The mention of a role, such as `<@&1>`, contains an `&` that does not separate words.
    let is_within_mention = |at: usize| between == "&" && lower[..at].ends_with("<@");
    for (at, _) in lower.match_indices(between).filter(|(at, _)| !is_within_mention(*at)) {
        words.push(text[from..at].trim());
        from = at + between.len();
    }
    words.push(text[from..].trim());
    words
}

/// Splits "members -tokyo" and "members except tokyo" before the people who are left out.
fn split_before_left_out(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for at in starts_of_left_out(text) {
        pieces.push(text[from..at].trim());
        from = at;
    }
    pieces.push(text[from..].trim());
    pieces
}

/// The positions, after a space, of the signs and words before people who are left out. A dash before a digit can
/// belong to an offset ("UTC -5"), and a dash between two spaces to a name, so neither is one of these signs.
fn starts_of_left_out(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    for (space, c) in text.char_indices().filter(|(_, c)| c.is_whitespace()) {
        let at = space + c.len_utf8();
        let rest = &text[at..];
        let is_sign = rest.strip_prefix(DASHES).is_some_and(|after| {
            after.starts_with(|c: char| c.is_alphabetic() || matches!(c, '@' | '<' | '"' | '“' | '«'))
        });
        let is_word = rest.split_once(char::is_whitespace).is_some_and(|(first, _)| EXCEPTIONS.contains(&fold(first)));
        if is_sign || is_word {
            starts.push(at);
        }
    }
    starts
}
