//! Texts that people wrote, on their way to other people: clipped, and unable to ping, to hide a link or to break our frame.

/// What stands where a text was cut.
const CUT: char = '…';
/// Stands between the characters of what must not be read as a command to Discord: no width, no meaning.
const JOINER: char = '\u{2060}';

/// At most `limit` characters of `text`, ending in "…" when some were cut. Discord counts code points.
pub fn clip(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    kept.truncate(kept.trim_end().len());
    kept.push(CUT);
    kept
}

/// A person's text made safe for others to read inside a frame of ours.
///
/// - `@everyone`, `@here`, roles, members and channels are not mentions any more;
/// - a masked link shows where it goes, since the brackets stay visible;
/// - headings, quotes, lists, code fences, spoilers and emphasis are shown as typed;
/// - control characters, bidirectional overrides and invisible characters are gone, line breaks stay (three in a row become two).
pub fn disarm(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 16);
    let mut breaks = 0;
    let mut line_start = true;
    let mut word = String::new();
    for c in text.replace("\r\n", "\n").chars() {
        if c == '\n' {
            flush(&mut word, &mut safe, line_start);
            breaks += 1;
            line_start = true;
            if breaks <= 2 {
                safe.push('\n');
            }
            continue;
        }
        if is_unseen(c) {
            continue;
        }
        breaks = 0;
        if c.is_whitespace() {
            flush(&mut word, &mut safe, line_start);
            line_start = line_start && safe.ends_with('\n') | safe.is_empty();
            safe.push(' ');
            continue;
        }
        word.push(c);
    }
    flush(&mut word, &mut safe, line_start);
    safe.trim().to_owned()
}

/// A person's text on one line: a title, a name, a label.
pub fn disarm_line(text: &str) -> String {
    disarm(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn flush(word: &mut String, safe: &mut String, _line_start: bool) {
    if word.is_empty() {
        return;
    }
    let start_of_line = safe.is_empty() || safe.ends_with('\n') || safe.rsplit('\n').next().is_some_and(|l| l.trim().is_empty());
    if is_plain_link(word) {
        // A bare address needs no escaping: Discord shows it as it is. Escaping would break it.
        safe.push_str(word);
    } else {
        escape(word, start_of_line, safe);
    }
    word.clear();
}

/// An address and nothing else, without the characters that could open a mask or a mention.
fn is_plain_link(word: &str) -> bool {
    (word.starts_with("https://") || word.starts_with("http://"))
        && !word.contains(['[', ']', '(', ')', '<', '>', '@', '`', '|', '*', '\\'])
}

fn escape(word: &str, start_of_line: bool, safe: &mut String) {
    let mut before = None;
    let list_number = start_of_line && word.trim_end_matches('.').chars().all(|c| c.is_ascii_digit()) && word.ends_with('.');
    for (index, c) in word.char_indices() {
        match c {
            '\\' | '*' | '_' | '~' | '`' | '|' | '[' | ']' | '<' => {
                safe.push('\\');
                safe.push(c);
            }
            '(' if before == Some(']') => {
                safe.push_str("\\(");
            }
            '@' => {
                safe.push('@');
                safe.push(JOINER);
            }
            '#' | '>' | '-' | '+' if start_of_line && index == 0 => {
                safe.push('\\');
                safe.push(c);
            }
            '.' if list_number && index + 1 == word.len() => safe.push_str("\\."),
            _ => safe.push(c),
        }
        before = Some(c);
    }
}

/// Characters that a reader cannot see: controls, bidirectional marks and overrides, zero-width and tag characters.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}
