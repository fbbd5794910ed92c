//! The font of pictures: DejaVu Sans, reduced to Latin letters, digits, punctuation and arrows.

use std::sync::LazyLock;

use tiny_skia::PathBuilder;
use ttf_parser::{Face, GlyphId, OutlineBuilder};

/// Made with `pyftsubset DejaVuSans.ttf` of fonttools, without hinting and layout tables. The folder has its licence.
static DATA: &[u8] = include_bytes!("font/DejaVuSans-latin.ttf");
static FACE: LazyLock<Face<'static>> = LazyLock::new(|| Face::parse(DATA, 0).expect("the bundled font is valid"));

/// Whether the font has every character of the text. Word the text otherwise if it has not.
pub fn can_show(text: &str) -> bool {
    text.chars().all(|c| FACE.glyph_index(c).is_some())
}

/// The width of a text in units of a picture, at the given size.
pub fn text_width(text: &str, size: f32) -> f32 {
    text.chars().map(|c| advance(glyph(c))).sum::<f32>() * scale(size)
}

/// The text, cut so that it is at most `width` units wide. A cut text ends in "…".
pub(super) fn fit(text: &str, size: f32, width: f32) -> String {
    if text_width(text, size) <= width {
        return text.to_owned();
    }
    let mut kept = text.to_owned();
    while kept.pop().is_some() {
        let shown = format!("{}…", kept.trim_end());
        if text_width(&shown, size) <= width {
            return shown;
        }
    }
    String::new()
}

/// Adds the outline of a text whose baseline begins at `x`, `y`.
pub(super) fn outline(path: &mut PathBuilder, text: &str, size: f32, mut x: f32, y: f32) {
    let scale = scale(size);
    for c in text.chars() {
        let glyph = glyph(c);
        // A space has no outline.
        FACE.outline_glyph(glyph, &mut Outline { path, scale, x, y });
        x += advance(glyph) * scale;
    }
}

/// The glyph of a character. A character that the font does not have becomes an empty box.
fn glyph(c: char) -> GlyphId {
    FACE.glyph_index(c).unwrap_or_default()
}

fn advance(glyph: GlyphId) -> f32 {
    FACE.glyph_hor_advance(glyph).map_or(0.0, f32::from)
}

fn scale(size: f32) -> f32 {
    size / f32::from(FACE.units_per_em())
}

/// Moves an outline to its place in the picture. The axis of a font points up, the axis of a picture points down.
struct Outline<'a> {
    path: &'a mut PathBuilder,
    scale: f32,
    x: f32,
    y: f32,
}

impl Outline<'_> {
    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl OutlineBuilder for Outline<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.place(x1, y1), self.place(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.place(x1, y1), self.place(x2, y2), self.place(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn font_has_the_letters_of_french_and_spanish_and_our_punctuation() {
        assert!(can_show("Ça marche ? Où, où… cœur, NAÏVE, ÉTÉ — ¿Mañana? ¡Sí! güe «oui» “yes” I can’t · 5 € → ✓"));
        assert!(!can_show("会议"));
    }

    #[test]
    fn text_that_is_too_wide_is_cut() {
        assert_eq!(fit("Room", 15.0, 100.0), "Room");
        let cut = fit("The big room on the second floor", 15.0, 100.0);
        assert!(cut.ends_with('…') && text_width(&cut, 15.0) <= 100.0, "{cut}");
        assert_eq!(fit("Room", 15.0, 1.0), "");
    }
}
