//! Spellings compared as people compare them: without case, accents and punctuation; and how far two are apart.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Names longer than this are nobody's.
pub(super) const MAX_KEY: usize = 64;

/// `St. John’s` and `saint johns` have one key.
pub(in crate::time) fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`' | '´' | '.' => {}
            'ß' => key.push_str("ss"),
            'ø' | 'Ø' => key.push('o'),
            'æ' | 'Æ' => key.push_str("ae"),
            'œ' | 'Œ' => key.push_str("oe"),
            'ł' | 'Ł' => key.push('l'),
            'đ' | 'Đ' | 'ð' => key.push('d'),
            'ı' => key.push('i'),
            '&' => key.push_str(" and "),
            c if c.is_alphanumeric() => key.extend(c.to_lowercase().filter(|c| !is_combining_mark(*c))),
            _ if key.ends_with(' ') || key.is_empty() => {}
            _ => key.push(' '),
        }
    }
    let words = key.split_whitespace().map(|word| match word {
        "st" => "saint",
        "ste" => "sainte",
        word => word,
    });
    let mut joined = String::with_capacity(key.len() + 4);
    for word in words {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined.strip_prefix("the ").map_or(joined.clone(), str::to_owned)
}

/// The letters of a key as bits, so that far words are told apart without counting steps between them.
pub(in crate::time) fn letters(key: &str) -> u32 {
    key.bytes().fold(0, |mask, b| mask | if b.is_ascii_lowercase() { 1 << (b - b'a') } else { 1 << 31 })
}

/// How many slips a word of this length is forgiven.
pub(super) fn forgiven(length: usize) -> usize {
    match length {
        0..=4 => 0,
        5..=8 => 1,
        _ => 2,
    }
}

/// The number of letters missing, added, wrong or swapped between two keys, when it is `limit` or less (optimal string alignment).
pub(in crate::time) fn distance(a: &[u8], b: &[u8], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit || a.len() > MAX_KEY || b.len() > MAX_KEY {
        return None;
    }
    let mut rows = [[0u8; MAX_KEY + 1]; 3];
    for (j, cell) in rows[1].iter_mut().enumerate().take(b.len() + 1) {
        *cell = u8::try_from(j).unwrap_or(u8::MAX);
    }
    for i in 1..=a.len() {
        let [before, last, row] = &mut rows;
        row[0] = u8::try_from(i).unwrap_or(u8::MAX);
        let mut least = row[0];
        for j in 1..=b.len() {
            let wrong = u8::from(a[i - 1] != b[j - 1]);
            let mut steps = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + wrong);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                steps = steps.min(before[j - 2] + 1);
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
    fn spellings_meet_in_one_key() {
        assert_eq!(key("St. John’s"), key("saint johns"));
        assert_eq!(key("  São   Paulo "), "sao paulo");
        assert_eq!(key("Kraków"), "krakow");
        assert_eq!(key("The Gambia"), "gambia");
        assert_eq!(key("N'Djamena"), "ndjamena");
        assert_eq!(key("İstanbul"), "istanbul");
    }

    #[test]
    fn slips_are_counted() {
        let d = |a: &str, b: &str| distance(a.as_bytes(), b.as_bytes(), 2);
        assert_eq!(d("nairobi", "nairobi"), Some(0));
        assert_eq!(d("nairoby", "nairobi"), Some(1));
        assert_eq!(d("brisbnae", "brisbane"), Some(1));
        assert_eq!(d("brisban", "brisbane"), Some(1));
        assert_eq!(d("paris", "nairobi"), None);
    }
}
