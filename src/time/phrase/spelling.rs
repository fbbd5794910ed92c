//! Turns the text of a phrase into plain lower-case words, numbers and signs.

use std::cmp::Reverse;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::lexicon::{self, without_accents};
use crate::time::Language;

/// The maximum length of a text in characters. No real phrase is longer.
pub(super) const MAX_CHARS: usize = 160;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// The value, and the number of digits that were typed.
    Number(u32, usize),
    Word,
    Sign(char),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub start: usize,
    pub end: usize,
    /// Whether there is no space between this token and the token before it.
    pub is_glued: bool,
}

/// `text` in lower case, without accents, typographic signs and repeated spaces. Each set phrase is replaced by its
/// words of the lexicon. `None` if `text` is longer than `MAX_CHARS`.
pub(super) fn normalize(text: &str) -> Option<String> {
    if text.chars().count() > MAX_CHARS {
        return None;
    }
    let mut plain = String::with_capacity(text.len() + 2);
    if text.is_ascii() {
        // The fast path for ASCII text does not look up letters in Unicode's tables.
        text.chars().for_each(|c| push_plain(&mut plain, c));
    } else {
        text.nfd().filter(|c| !is_combining_mark(*c)).for_each(|c| push_plain(&mut plain, c));
    }
    plain.truncate(plain.trim_end_matches(' ').len());
    while plain.ends_with(['.', '!', '?', ',', ';']) && !plain.ends_with(".m.") {
        plain.pop();
    }
    let mut bigrams = Bigrams::of(&plain);
    for (phrase, replacement, needed_bits) in &*SET_PHRASES {
        if needed_bits.iter().all(|bit| bigrams.has(*bit)) && plain.contains(phrase) {
            plain = replace_words(&plain, phrase, replacement);
            bigrams = Bigrams::of(&plain);
        }
    }
    Some(plain.trim().to_owned())
}

/// Adds `c` to `plain` in lower case. Replaces typographic signs by plain signs, and several spaces by one.
fn push_plain(plain: &mut String, c: char) {
    match c {
        '’' | '‘' | 'ʼ' | '`' | '´' => plain.push('\''),
        '−' | '–' | '—' | '‑' | '‐' => plain.push('-'),
        'º' | 'ª' | '°' => plain.push('o'),
        '：' => plain.push(':'),
        // "2½ hours" becomes "2.5 hours".
        '½' => plain.push_str(".5"),
        '¿' | '¡' => {}
        c if c.is_whitespace() => {
            if !plain.is_empty() && !plain.ends_with(' ') {
                plain.push(' ');
            }
        }
        c if c.is_ascii() => plain.push(c.to_ascii_lowercase()),
        c => plain.extend(c.to_lowercase().filter(|c| !is_combining_mark(*c))),
    }
}

/// The set phrases of all languages, each with its replacement and the bits of three of its bigrams. The longest come
/// first, so that "fin de" does not hide "fin de semana". A text without the three bigrams cannot contain the phrase,
/// so most phrases need no search.
static SET_PHRASES: LazyLock<Vec<(&'static str, &'static str, [usize; 3])>> = LazyLock::new(|| {
    let needed_bits = |phrase: &str| {
        let bytes = phrase.as_bytes();
        let bit = |at: usize| Bigrams::bit(bytes[at], bytes[at + 1]);
        [bit(0), bit((bytes.len() - 2) / 2), bit(bytes.len() - 2)]
    };
    let tables = Language::ALL.into_iter().flat_map(|language| language.facts().set_phrases);
    let mut phrases: Vec<(&'static str, &'static str)> = tables
        .map(|(phrase, replacement)| (without_accents(phrase), *replacement))
        .chain(lexicon::hyphenated())
        .collect();
    // The sort is stable, so phrases of the same length stay in the order of their table.
    phrases.sort_by_key(|(phrase, _)| Reverse(phrase.len()));
    phrases.into_iter().map(|(phrase, replacement)| (phrase, replacement, needed_bits(phrase))).collect()
});

/// The set of bigrams (pairs of neighbouring bytes) in a text. Different bigrams can share a bit.
struct Bigrams([u64; 16]);

impl Bigrams {
    fn of(text: &str) -> Self {
        let mut bigrams = Self([0; 16]);
        for pair in text.as_bytes().windows(2) {
            let bit = Self::bit(pair[0], pair[1]);
            bigrams.0[bit / 64] |= 1 << (bit % 64);
        }
        bigrams
    }

    /// The number of the bit for a bigram, 0 to 1023.
    fn bit(first: u8, second: u8) -> usize {
        (usize::from(first & 31) << 5) | usize::from(second & 31)
    }

    fn has(&self, bit: usize) -> bool {
        self.0[bit / 64] & (1 << (bit % 64)) != 0
    }
}

/// Replaces `from` by `to` in `text`, but only where `from` is not a part of a longer word.
fn replace_words(text: &str, from: &str, to: &str) -> String {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    let mut last_char = None;
    while let Some(at) = rest.find(from) {
        let after = &rest[at + from.len()..];
        let left = rest[..at].chars().next_back().or(last_char);
        // A digit may come right before am and pm: `9p.m.`.
        let is_bound_left = is_letter(left) && !(matches!(to, "am" | "pm") && left.is_some_and(|c| c.is_ascii_digit()));
        let is_bound_right = from.ends_with(char::is_alphanumeric) && is_letter(after.chars().next());
        replaced.push_str(&rest[..at]);
        replaced.push_str(if is_bound_left || is_bound_right { from } else { to });
        last_char = from.chars().next_back();
        rest = after;
    }
    replaced.push_str(rest);
    replaced
}

/// The tokens of a text that `normalize` returned. `None` if a number has more than six digits, which no date or time
/// has.
pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens: Vec<Token> = Vec::with_capacity(16);
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c == ' ' {
            continue;
        }
        let mut end = start + c.len_utf8();
        let is_same_kind: fn(char) -> bool = if c.is_ascii_digit() {
            |c| c.is_ascii_digit()
        } else if is_letter(c) {
            is_letter
        } else {
            |_| false
        };
        while let Some((at, next)) = chars.peek().copied().filter(|(_, next)| is_same_kind(*next)) {
            end = at + next.len_utf8();
            chars.next();
        }
        let kind = if c.is_ascii_digit() {
            let digits = &text[start..end];
            TokenKind::Number(digits.parse().ok().filter(|_| digits.len() <= 6)?, digits.len())
        } else if is_letter(c) {
            TokenKind::Word
        } else {
            TokenKind::Sign(c)
        };
        let is_glued = tokens.last().is_some_and(|last| last.end == start);
        tokens.push(Token { kind, start, end, is_glued });
    }
    Some(tokens)
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn every_set_phrase_is_replaced_by_its_own_words() {
        for language in Language::ALL {
            for (from, to) in language.facts().set_phrases {
                assert_eq!(normalize(from).as_deref(), Some(to.trim()), "{from}");
            }
        }
    }

    #[test]
    fn normalized_word_is_its_form_in_the_lexicon() {
        for word in lexicon::all_words() {
            assert_eq!(normalize(word.written).as_deref(), Some(word.word));
        }
    }

    #[test]
    fn set_phrase_has_the_same_replacement_in_every_language() {
        let mut seen: HashMap<&str, &str> = HashMap::new();
        for (from, to, _) in &*SET_PHRASES {
            assert_eq!(*seen.entry(from).or_insert(to), *to, "{from}");
        }
    }

    #[test]
    fn ascii_fast_path_normalizes_like_the_unicode_path() {
        for text in ["  Tomorrow \t at  9AM. ", "A\nb", "x", "", " ", "9 p.m."] {
            let plain = normalize(text).unwrap();
            let longer = normalize(&format!("é {text}")).unwrap();
            assert_eq!(longer.strip_prefix('e').unwrap().trim_start(), plain, "{text:?}");
        }
    }
}
