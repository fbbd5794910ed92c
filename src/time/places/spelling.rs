//! Compares spellings without case, accents and punctuation, and counts the differences between two spellings.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The maximum length of a key in bytes. No place has a longer name.
pub(super) const MAX_KEY: usize = 64;

/// `text` in a form for comparisons, in lower case and without accents. `St. John’s` and `saint johns` have the same
/// key.
pub(in crate::time) fn key(text: &str) -> String {
    let letters = if text.is_ascii() { ascii_letters(text) } else { unicode_letters(text) };
    let mut key = String::with_capacity(letters.len() + 4);
    for word in letters.split_ascii_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(match word {
            "st" => "saint",
            "ste" => "sainte",
            word => word,
        });
    }
    if key.starts_with("the ") {
        key.drain(.."the ".len());
    }
    key
}

/// The fast path for ASCII text. It does not look up letters in Unicode's tables.
fn ascii_letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    for b in text.bytes() {
        match b {
            b'\'' | b'`' | b'.' => {}
            b'&' => letters.push_str(" and "),
            b if b.is_ascii_alphanumeric() => letters.push(b.to_ascii_lowercase().into()),
            _ => letters.push(' '),
        }
    }
    letters
}

fn unicode_letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`' | '´' | '.' => {}
            'ß' => letters.push_str("ss"),
            'ø' | 'Ø' => letters.push('o'),
            'æ' | 'Æ' => letters.push_str("ae"),
            'œ' | 'Œ' => letters.push_str("oe"),
            'ł' | 'Ł' => letters.push('l'),
            'đ' | 'Đ' | 'ð' => letters.push('d'),
            'ı' => letters.push('i'),
            '&' => letters.push_str(" and "),
            c if c.is_alphanumeric() => letters.extend(c.to_lowercase().filter(|c| !is_combining_mark(*c))),
            _ => letters.push(' '),
        }
    }
    letters
}

/// A set of the letters of a key, with one bit for each letter. If two sets differ in many bits, the keys are too
/// different, and the slow `distance` is not needed.
pub(in crate::time) fn letters(key: &str) -> u32 {
    key.bytes().fold(0, |mask, b| mask | if b.is_ascii_lowercase() { 1 << (b - b'a') } else { 1 << 31 })
}

/// The maximum number of letters that may be corrected in a word of `length` bytes.
pub(super) fn max_corrections(length: usize) -> usize {
    match length {
        0..=4 => 0,
        5..=8 => 1,
        _ => 2,
    }
}

/// The edit distance between two keys (optimal string alignment): the number of letters that are missing, added, wrong
/// or swapped. `None` if the distance is more than `limit`, or if a key is longer than `MAX_KEY`.
pub(in crate::time) fn distance(a: &[u8], b: &[u8], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit || a.len() > MAX_KEY || b.len() > MAX_KEY {
        return None;
    }
    let mut rows = [[0u8; MAX_KEY + 1]; 3];
    for (j, cell) in rows[1].iter_mut().enumerate().take(b.len() + 1) {
        *cell = u8::try_from(j).unwrap_or(u8::MAX);
    }
    for i in 1..=a.len() {
        let [row_before_last, last_row, row] = &mut rows;
        row[0] = u8::try_from(i).unwrap_or(u8::MAX);
        let mut least = row[0];
        for j in 1..=b.len() {
            let wrong = u8::from(a[i - 1] != b[j - 1]);
            let mut steps = (last_row[j] + 1).min(row[j - 1] + 1).min(last_row[j - 1] + wrong);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                steps = steps.min(row_before_last[j - 2] + 1);
            }
            row[j] = steps;
            least = least.min(steps);
        }
        if usize::from(least) > limit {
            return None;
        }
        rows.rotate_left(1);
    }
    let steps = usize::from(rows[1][b.len()]);
    (steps <= limit).then_some(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_spellings_of_a_name_have_the_same_key() {
        assert_eq!(key("St. John’s"), key("saint johns"));
        assert_eq!(key("  São   Paulo "), "sao paulo");
        assert_eq!(key("Kraków"), "krakow");
        assert_eq!(key("The Gambia"), "gambia");
        assert_eq!(key("N'Djamena"), "ndjamena");
        assert_eq!(key("İstanbul"), "istanbul");
    }

    #[test]
    fn ascii_fast_path_gives_the_same_key_as_the_unicode_path() {
        let every = (0..128).map(char::from).collect::<String>();
        for text in ["The St. John's & Co.", "America/La_Paz", "  a--b  ", "the", "the ", "", every.as_str()] {
            let by_unicode = unicode_letters(text);
            assert_eq!(ascii_letters(text), by_unicode, "{text}");
        }
    }

    #[test]
    fn distance_counts_wrong_missing_and_swapped_letters() {
        let d = |a: &str, b: &str| distance(a.as_bytes(), b.as_bytes(), 2);
        assert_eq!(d("nairobi", "nairobi"), Some(0));
        assert_eq!(d("nairoby", "nairobi"), Some(1));
        assert_eq!(d("brisbnae", "brisbane"), Some(1));
        assert_eq!(d("brisban", "brisbane"), Some(1));
        assert_eq!(d("paris", "nairobi"), None);
    }
}
