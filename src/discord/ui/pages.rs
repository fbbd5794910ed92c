//! A list that is shown page by page.

use std::ops::Range;

use crate::discord::ui::widgets::Button;
use crate::discord::wire::custom_id::CustomId;
use crate::say;
use crate::words::Language;

/// One page of a list. An empty list has one page, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pages {
    /// The number of this page, from 0.
    number: usize,
    count: usize,
    items: usize,
    per_page: usize,
}

impl Pages {
    /// The page `number` (from 0) of a list of `items` items. If the list has fewer pages, returns the last page: items
    /// may have been removed since the button was rendered.
    pub fn new(number: usize, items: usize, per_page: usize) -> Self {
        let count = items.div_ceil(per_page).max(1);
        Self { number: number.min(count - 1), count, items, per_page }
    }

    /// The number of items on all pages.
    pub fn items(self) -> usize {
        self.items
    }

    /// The indices of the items on this page.
    pub fn range(self) -> Range<usize> {
        let first = self.number * self.per_page;
        first..self.items.min(first + self.per_page)
    }

    /// "Page 1 of 3"; `None` when there is only one page.
    pub fn line(self, language: Language) -> Option<String> {
        (self.count > 1).then(|| say!(language, "pages-line", page = self.number + 1, pages = self.count))
    }

    /// The buttons for the previous and the next page. `to` returns the custom id of the button that opens a page, from
    /// the number of this page (from 0).
    pub fn buttons<P: Into<CustomId>>(self, language: Language, to: impl Fn(usize) -> P) -> Vec<Button> {
        let before = self.number.checked_sub(1);
        let after = Some(self.number + 1).filter(|next| *next < self.count);
        let button = |page: usize, key: &str| Button::secondary(to(page), say!(language, key));
        [before.map(|page| button(page, "pages-before")), after.map(|page| button(page, "pages-after"))]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// Splits lines into pages of at most `max_chars` characters. Never empty. A longer line has a page of its own.
pub fn split(lines: Vec<String>, max_chars: usize) -> Vec<Vec<String>> {
    let mut pages: Vec<Vec<String>> = vec![Vec::new()];
    let mut chars_used = 0;
    for line in lines {
        let chars = line.chars().count() + 1;
        if chars_used > 0 && chars_used + chars > max_chars {
            pages.push(Vec::new());
            chars_used = 0;
        }
        chars_used += chars;
        if let Some(page) = pages.last_mut() {
            page.push(line);
        }
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_after_the_last_page_shows_the_last_page() {
        assert_eq!(Pages::new(7, 25, 10).range(), 20..25);
        assert_eq!(Pages::new(2, 20, 10).range(), 10..20);
        assert_eq!(Pages::new(3, 0, 10).range(), 0..0);
    }

    #[test]
    fn lines_are_split_where_the_next_one_does_not_fit() {
        let lines = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let pages = split(lines(&["four", "five5", "nine nine", "z"]), 11);
        assert_eq!(pages, [lines(&["four", "five5"]), lines(&["nine nine"]), lines(&["z"])]);
        assert_eq!(split(Vec::new(), 11), [Vec::<String>::new()]);
    }

    #[test]
    fn single_page_has_no_line() {
        assert_eq!(Pages::new(0, 10, 10).line(Language::English), None);
        assert_eq!(Pages::new(0, 11, 10).line(Language::English).as_deref(), Some("Page 1 of 2"));
    }
}
