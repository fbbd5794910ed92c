//! Finds the visible part of a text that a person typed. Does no I/O.

/// `text` without the spaces around it. Empty if all its characters are invisible.
///
/// Every text that people type passes through this function. So a message with only zero-width spaces is refused like
/// an empty message. Invisible characters between visible characters stay, because they join emoji and letters.
pub fn visible(text: &str) -> &str {
    if text.chars().all(|c| c.is_whitespace() || is_invisible(c) || is_joiner(c)) { "" } else { text.trim() }
}

/// Whether `c` is a control character, a direction mark, a filler or a tag. Such a character is always invisible. The
/// list is Default_Ignorable_Code_Point of Unicode 16 without the joiners, plus the braille blank and the annotation
/// marks.
pub fn is_invisible(c: char) -> bool {
    c.is_control() && c != '\t'
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether `c` changes or joins the characters next to it, as in emoji and Persian words. Alone, it is invisible.
fn is_joiner(c: char) -> bool {
    matches!(c,
        '\u{34f}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_only_invisible_characters_is_empty() {
        for text in [
            "",
            " \t\r\n",
            "\u{200b}",
            "\u{200b} \u{200d}\u{feff}",
            "\u{3164}",
            "\u{2800}\u{2800}",
            "\u{ad}",
            "\u{200e}\u{202e}",
            "\u{fe0f}",
            "\u{e0041}",
            "\u{a0}\u{2003}\u{3000}",
            "\u{0}\u{7}",
            "\u{34f}\u{115f}",
        ] {
            assert_eq!(visible(text), "", "{}", text.escape_unicode());
        }
    }

    #[test]
    fn text_with_a_visible_character_keeps_its_invisible_ones() {
        for text in ["a", "❤️", "👩‍🚀", "می‌خواهم", "x\u{200b}", "。", "-"] {
            assert_eq!(visible(text), text, "{}", text.escape_unicode());
        }
        assert_eq!(visible("  two words \n"), "two words");
    }
}
