//! Makes people's texts safe to show to others: clipped, without pings, and without formatting that hides links or
//! breaks the message around them.

use crate::words::is_invisible;

/// The last character of a clipped text.
const ELLIPSIS: char = '…';
/// The character "word joiner", which has no width and no meaning. Between `@` and `everyone`, it prevents a mention.
const JOINER: char = '\u{2060}';

/// Discord's styles of a timestamp.
const STAMP_STYLES: &str = "tTdDfFRsS";
/// The most digits of a timestamp's seconds. A longer number would be a year beyond any calendar.
const MAX_STAMP_DIGITS: usize = 13;

/// Clips `text` to at most `limit` characters. A clipped text ends in "…". Discord counts code points.
pub fn clip(text: &str, limit: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(limit) else { return text.to_owned() };
    let last = text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
    let mut clipped = text[..last].trim_end().to_owned();
    // Discord shows half a timestamp as plain code, so the whole timestamp is removed.
    if let Some(start) =
        clipped.rfind("<t:").filter(|start| timestamp_len(&text[*start..]).is_some_and(|len| start + len > last))
    {
        clipped.truncate(start);
        clipped.truncate(clipped.trim_end().len());
    }
    if limit > 0 {
        clipped.push(ELLIPSIS);
    }
    clipped
}

/// Makes a person's text safe to show inside our message.
///
/// - `@everyone`, `@here` and the codes of users, roles, channels and commands become plain text.
/// - A masked link shows its brackets and its address; bare addresses stay as they are.
/// - Discord's timestamps (`<t:…>`) stay, so that each reader sees the time in their own zone.
/// - Headings, quotes, lists, code, spoilers and emphasis are shown as typed.
/// - Control characters, direction overrides and invisible characters are removed. Of several empty lines in a row, one
///   stays.
pub fn sanitize(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let mut output = String::with_capacity(text.len() + 16);
    let mut empty_lines = 0;
    for line in text.split('\n') {
        let line: String = line.chars().filter(|c| !is_invisible(*c)).collect();
        let line = line.trim();
        empty_lines = if line.is_empty() { empty_lines + 1 } else { 0 };
        if empty_lines > 1 {
            continue;
        }
        output.push_str(&disarm_text_line(line));
        output.push('\n');
    }
    output.trim().to_owned()
}

/// Like [`sanitize`], on one line: for a title, a name or a label.
pub fn sanitize_line(text: &str) -> String {
    sanitize(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A person's input as one safe, short line, to show it back to the person.
pub fn echo(typed: &str) -> String {
    const MAX_CHARS: usize = 60;
    clip(&sanitize_line(typed), MAX_CHARS)
}

fn disarm_text_line(line: &str) -> String {
    let mut output = String::with_capacity(line.len() + 8);
    if begins_block(line) {
        output.push('\\');
    }
    let list_number = line.find(|c: char| !c.is_ascii_digit()).filter(|at| *at > 0 && line[*at..].starts_with(". "));
    let mut remaining = line;
    if let Some(dot) = list_number {
        output.push_str(&line[..dot]);
        output.push_str("\\.");
        remaining = &line[dot + 1..];
    }
    while let Some((start, len)) = next_unescaped_part(remaining) {
        escape(&remaining[..start], &mut output);
        output.push_str(&remaining[start..start + len]);
        remaining = &remaining[start + len..];
    }
    escape(remaining, &mut output);
    output
}

/// Whether the line begins a heading, small text, a quote or a list. False for a line whose first character `escape`
/// escapes.
fn begins_block(line: &str) -> bool {
    line.starts_with(['#', '>']) || line.starts_with("- ") || line.starts_with("+ ") || line.starts_with("-#")
}

/// The first part of the text that is copied unchanged: a bare address or a timestamp. Returns its start and its
/// length, in bytes.
fn next_unescaped_part(text: &str) -> Option<(usize, usize)> {
    let address = [text.find("https://"), text.find("http://")].into_iter().flatten().min();
    let address = address.map(|start| {
        let end = text[start..].find(|c: char| c.is_whitespace() || "[]<>`|*\\".contains(c));
        (start, end.unwrap_or(text.len() - start))
    });
    let stamps = text.match_indices("<t:").find_map(|(start, _)| Some((start, timestamp_len(&text[start..])?)));
    address.into_iter().chain(stamps).min()
}

/// The length, in bytes, of the timestamp at the start of the text: `<t:1605032100>` or `<t:1605032100:F>`.
fn timestamp_len(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("<t:")?;
    let (inner, _) = inner.split_once('>')?;
    let (seconds, style) = inner.split_once(':').map_or((inner, None), |(seconds, style)| (seconds, Some(style)));
    let digits = seconds.strip_prefix('-').unwrap_or(seconds);
    let is_number = (1..=MAX_STAMP_DIGITS).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_style = style.is_none_or(|style| style.len() == 1 && STAMP_STYLES.contains(style));
    (is_number && is_style).then(|| "<t:".len() + inner.len() + ">".len())
}

fn escape(text: &str, output: &mut String) {
    for (at, c) in text.char_indices() {
        if matches!(c, '\\' | '*' | '_' | '~' | '`' | '|' | '[' | ']' | '<') {
            output.push('\\');
        }
        output.push(c);
        if c == '@' && mentions_all(&text[at + 1..]) {
            output.push(JOINER);
        }
    }
}

fn mentions_all(after_at: &str) -> bool {
    let begins = |word: &str| after_at.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    begins("everyone") || begins("here")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn clipped_text_ends_with_an_ellipsis_and_splits_no_character() {
        assert_eq!(clip("Zürich", 6), "Zürich");
        assert_eq!(clip("Zürich", 3), "Zü…");
        assert_eq!(clip("two words", 5), "two…");
        assert_eq!(clip("日本語テキスト", 4), "日本語…");
        assert_eq!(clip("", 0), "");
        assert_eq!(clip("a", 0), "");
    }

    #[test]
    fn mentions_of_everyone_become_plain_text() {
        assert_eq!(sanitize("@everyone look"), "@\u{2060}everyone look");
        assert_eq!(sanitize("@HERE"), "@\u{2060}HERE");
        assert_eq!(
            sanitize("a@\u{200b}everyone"),
            "a@\u{2060}everyone",
            "an invisible space does not hide the mention"
        );
        assert_eq!(sanitize("ana@example.org"), "ana@example.org", "an address can be copied");
    }

    #[test]
    fn mentions_of_users_roles_and_channels_are_escaped() {
        assert_eq!(sanitize("<@123> <@&4> <#5> <t:x> </alert:1>"), r"\<@123> \<@&4> \<#5> \<t:x> \</alert:1>");
    }

    #[test]
    fn valid_timestamps_are_kept_and_invalid_ones_are_escaped() {
        let typed = "*at* <t:1605032100:F>, not <t:1605032100:x> <t:> or <t:16_0>";
        assert_eq!(sanitize(typed), r"\*at\* <t:1605032100:F>, not \<t:1605032100:x> \<t:> or \<t:16\_0>");
        assert_eq!(sanitize("<t:-86400> https://example.org/a_b"), "<t:-86400> https://example.org/a_b");
        assert_eq!(clip("at <t:1605032100:F> in Room 2", 10), "at…", "half a timestamp is no time");
        assert_eq!(clip("at <t:1605032100:F> in Room 2", 25), "at <t:1605032100:F> in R…");
    }

    #[test]
    fn a_masked_link_shows_its_address() {
        assert_eq!(sanitize("[our site](https://evil.example/a_b)"), r"\[our site\](https://evil.example/a_b)");
    }

    #[test]
    fn a_bare_address_is_not_changed() {
        let address = "https://example.org/a_b_c~d?x=1&y=*";
        assert_eq!(sanitize(address), r"https://example.org/a_b_c~d?x=1&y=\*");
        assert_eq!(sanitize("(see https://en.wikipedia.org/wiki/A_(b))"), "(see https://en.wikipedia.org/wiki/A_(b))");
    }

    #[test]
    fn block_markup_at_the_start_of_a_line_is_shown_as_typed() {
        let typed = "# big\n-# small\n> quote\n- list\n+ list\n1. one\n* star\n-5 degrees\n2021. A year";
        insta::assert_snapshot!(sanitize(typed), @r"
        \# big
        \-# small
        \> quote
        \- list
        \+ list
        1\. one
        \* star
        -5 degrees
        2021\. A year
        ");
    }

    #[test]
    fn emphasis_code_and_spoilers_are_shown_as_typed() {
        assert_eq!(sanitize("**b** __u__ ~~s~~ ||x|| `c`"), r"\*\*b\*\* \_\_u\_\_ \~\~s\~\~ \|\|x\|\| \`c\`");
    }

    #[test]
    fn invisible_characters_are_removed() {
        assert_eq!(sanitize("a\u{202e}b\u{0}c\u{e0041}d\u{2800}"), "abcd");
        assert_eq!(sanitize("👩‍🚀 ok"), "👩‍🚀 ok", "a joined emoji stays whole");
        assert_eq!(sanitize("a\n\n\n\n\nb\r\nc\u{2028}d"), "a\n\nb\nc\nd");
    }

    #[test]
    fn disarm_line_returns_one_line() {
        assert_eq!(sanitize_line(" a\n# b\tc "), "a # b c");
    }

    proptest! {
        #[test]
        fn disarmed_text_has_no_mention_of_everyone_and_no_invisible_character(text in any::<String>()) {
            let safe = sanitize(&text);
            prop_assert!(!safe.to_lowercase().contains("@everyone") && !safe.to_lowercase().contains("@here"));
            prop_assert!(!safe.chars().any(|c| c != JOINER && c != '\n' && is_invisible(c)));
        }

        #[test]
        fn clipped_text_is_never_longer_than_its_limit(text in any::<String>(), limit in 0_usize..50) {
            prop_assert!(clip(&text, limit).chars().count() <= limit);
        }
    }
}
