//! A picture before it is rendered: shapes on a background. Tests compare its text form.

use std::fmt::{self, Write as _};

/// The width of every picture, in units. A phone shows a picture about 390 pixels wide, so that one unit is one pixel.
pub const WIDTH: f32 = 390.0;
/// The size of every text, in units. On a phone that shows the picture only 310 pixels wide, the text still has 12
/// pixels.
pub const TEXT_SIZE: f32 = 15.5;

/// A colour without transparency: red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color(pub u8, pub u8, pub u8);

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// The colours of pictures.
pub mod palette {
    use super::Color;

    /// The background of messages in Discord's dark theme, slightly darker, so that the picture has an edge.
    pub const BACKGROUND: Color = Color(0x26, 0x27, 0x2b);
    pub const TEXT: Color = Color(0xf2, 0xf3, 0xf5);
    pub const QUIET_TEXT: Color = Color(0xc4, 0xc9, 0xd0);
    pub const AXIS: Color = Color(0x80, 0x84, 0x8e);
    pub const GRID: Color = Color(0x3f, 0x41, 0x48);
    pub const AREA: Color = Color(0x3a, 0x3d, 0x46);
    /// The colours of series: those of Okabe and Ito, which readers with any kind of colour blindness can tell apart.
    /// The darkest ones are lightened for the dark background. Source: <https://jfly.uni-koeln.de/color/>.
    pub const SERIES: [Color; 6] = [
        Color(0x56, 0xb4, 0xe9),
        Color(0xe6, 0x9f, 0x00),
        Color(0x2f, 0xc7, 0x9b),
        Color(0xe0, 0x8f, 0xbf),
        Color(0xf0, 0xe4, 0x42),
        Color(0xff, 0x82, 0x47),
    ];
}

/// A point in units. The origin is the upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub x: f32,
    pub y: f32,
}

impl Point {
    pub fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }
}

/// How a line is broken, so that a reader who cannot tell its colour recognizes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dash {
    Solid,
    Long,
    Short,
    Dots,
}

impl Dash {
    /// The lengths of the dashes and gaps, in units. Empty for a solid line.
    pub(super) fn pattern(self) -> &'static [f32] {
        match self {
            Dash::Solid => &[],
            Dash::Long => &[9.0, 4.0],
            Dash::Short => &[4.0, 3.0],
            Dash::Dots => &[1.5, 3.0],
        }
    }
}

/// The shape of the mark at the end of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Circle,
    Square,
    Diamond,
    Triangle,
}

/// Which part of a text is at its position. The position is on the text's baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    Rectangle { corner: Point, width: f32, height: f32, color: Color },
    Area { points: Vec<Point>, color: Color },
    Line { points: Vec<Point>, width: f32, dash: Dash, color: Color },
    Mark { at: Point, mark: Mark, color: Color },
    Text { at: Point, anchor: Anchor, color: Color, text: String },
}

/// A picture of [`WIDTH`] × `height` units. Later shapes cover earlier ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    pub height: f32,
    pub(super) shapes: Vec<Shape>,
}

impl Drawing {
    /// An empty picture with the background.
    pub fn new(height: f32) -> Self {
        Self { height, shapes: Vec::new() }
    }

    pub fn push(&mut self, shape: Shape) {
        self.shapes.push(shape);
    }

    pub fn text(&mut self, at: Point, anchor: Anchor, color: Color, text: impl Into<String>) {
        self.push(Shape::Text { at, anchor, color, text: text.into() });
    }

    pub fn line(&mut self, points: Vec<Point>, width: f32, dash: Dash, color: Color) {
        self.push(Shape::Line { points, width, dash, color });
    }

    pub fn shapes(&self) -> &[Shape] {
        &self.shapes
    }
}

/// One shape a line, with coordinates rounded to units.
impl fmt::Display for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{WIDTH:.0} × {:.0}", self.height)?;
        for shape in &self.shapes {
            write!(f, "\n{shape}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Shape::Rectangle { corner, width, height, color } => {
                write!(f, "rectangle {color} {corner} {width:.0} × {height:.0}")
            }
            Shape::Area { points, color } => write!(f, "area {color} {}", joined(points)),
            Shape::Line { points, dash, color, .. } => write!(f, "line {color} {dash:?} {}", joined(points)),
            Shape::Mark { at, mark, color } => write!(f, "mark {color} {mark:?} {at}"),
            Shape::Text { at, anchor, text, .. } => write!(f, "text {anchor:?} {at} {text}"),
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0},{:.0}", self.x, self.y)
    }
}

fn joined(points: &[Point]) -> String {
    points.iter().fold(String::new(), |mut text, point| {
        let separator = if text.is_empty() { "" } else { " " };
        write!(text, "{separator}{point}").expect("writing to a string succeeds");
        text
    })
}
