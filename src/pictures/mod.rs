//! Pictures for people: charts as PNG files that are legible on a phone in Discord's dark theme.
//!
//! A chart, such as [`StepChart`], lays out its shapes as a [`Drawing`], and [`Drawing::to_png`] renders the drawing. A
//! caller words every text. This module must not know what the numbers of a chart mean, and does no I/O.
//!
//! `tiny-skia` draws paths and encodes PNG, and `ttf-parser` reads the outlines of the font. They bring less than ten
//! crates. `resvg` needs about forty more, for text shaping and parts of SVG that charts do not use: the texts are
//! short and in Latin letters.

mod drawing;
mod font;
mod render;
mod steps;
pub mod ticks;

pub use drawing::{Anchor, Color, Dash, Drawing, Mark, Point, Shape, TEXT_SIZE, WIDTH, palette};
pub use font::{can_show, text_width};
pub use steps::{Level, Series, StepChart, TimeMark, TimeTick};
