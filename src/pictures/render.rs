//! Renders a drawing as a PNG file.

use tiny_skia::{FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, StrokeDash, Transform};

use super::drawing::{Anchor, Color, Drawing, Mark, Point, Shape, TEXT_SIZE, WIDTH, palette};
use super::font;

/// Pixels for each unit. A phone has two or three pixels for each, and a larger file is slower on a bad connection.
const SCALE: f32 = 2.0;
/// The tallest picture, in units. Callers draw less: a phone shows about 700 units at once.
const MAX_HEIGHT: f32 = 2000.0;
/// Half the width of a mark, in units.
const MARK_RADIUS: f32 = 5.0;

impl Drawing {
    /// The picture as a PNG file. Takes a few milliseconds.
    pub fn to_png(&self) -> Vec<u8> {
        let height = self.height.clamp(1.0, MAX_HEIGHT);
        let mut pixels = Pixmap::new(pixels(WIDTH), pixels(height)).expect("a picture has pixels");
        pixels.fill(solid(palette::BACKGROUND));
        for shape in &self.shapes {
            draw(&mut pixels, shape);
        }
        pixels.encode_png().expect("pixels in memory can be encoded")
    }
}

fn pixels(units: f32) -> u32 {
    (units * SCALE).ceil() as u32
}

fn solid(color: Color) -> tiny_skia::Color {
    tiny_skia::Color::from_rgba8(color.0, color.1, color.2, u8::MAX)
}

fn draw(pixels: &mut Pixmap, shape: &Shape) {
    match shape {
        Shape::Rectangle { corner, width, height, color } => {
            let rectangle = Rect::from_xywh(corner.x, corner.y, *width, *height);
            fill(pixels, rectangle.map(PathBuilder::from_rect), *color);
        }
        Shape::Area { points, color } => fill(pixels, polygon(points), *color),
        Shape::Line { points, width, dash, color } => {
            let stroke = Stroke {
                width: *width,
                line_cap: LineCap::Butt,
                line_join: LineJoin::Round,
                dash: StrokeDash::new(dash.pattern().to_vec(), 0.0),
                ..Stroke::default()
            };
            if let Some(path) = polyline(points).finish() {
                pixels.stroke_path(&path, &paint(*color), &stroke, to_pixels(), None);
            }
        }
        Shape::Mark { at, mark, color } => fill(pixels, mark_outline(*at, *mark), *color),
        Shape::Text { at, anchor, color, text } => {
            let width = font::text_width(text, TEXT_SIZE);
            let x = match anchor {
                Anchor::Start => at.x,
                Anchor::Middle => at.x - width / 2.0,
                Anchor::End => at.x - width,
            };
            let mut path = PathBuilder::new();
            font::outline(&mut path, text, TEXT_SIZE, x, at.y);
            fill(pixels, path.finish(), *color);
        }
    }
}

/// Fills a path. Does nothing without a path: a text of spaces has none.
fn fill(pixels: &mut Pixmap, path: Option<Path>, color: Color) {
    if let Some(path) = path {
        pixels.fill_path(&path, &paint(color), FillRule::Winding, to_pixels(), None);
    }
}

fn paint(color: Color) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(solid(color));
    paint
}

fn to_pixels() -> Transform {
    Transform::from_scale(SCALE, SCALE)
}

fn polyline(points: &[Point]) -> PathBuilder {
    let mut path = PathBuilder::new();
    for (index, point) in points.iter().enumerate() {
        if index == 0 { path.move_to(point.x, point.y) } else { path.line_to(point.x, point.y) }
    }
    path
}

fn polygon(points: &[Point]) -> Option<Path> {
    let mut path = polyline(points);
    path.close();
    path.finish()
}

fn mark_outline(at: Point, mark: Mark) -> Option<Path> {
    let corner = |x: f32, y: f32| Point::new(at.x + x * MARK_RADIUS, at.y + y * MARK_RADIUS);
    match mark {
        Mark::Circle => PathBuilder::from_circle(at.x, at.y, MARK_RADIUS),
        Mark::Square => polygon(&[corner(-0.9, -0.9), corner(0.9, -0.9), corner(0.9, 0.9), corner(-0.9, 0.9)]),
        Mark::Diamond => polygon(&[corner(0.0, -1.3), corner(1.3, 0.0), corner(0.0, 1.3), corner(-1.3, 0.0)]),
        Mark::Triangle => polygon(&[corner(0.0, -1.2), corner(1.2, 0.9), corner(-1.2, 0.9)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::Dash;

    fn decoded(png: &[u8]) -> Pixmap {
        Pixmap::decode_png(png).expect("the file is a PNG")
    }

    #[test]
    fn png_has_two_pixels_for_each_unit_and_the_dark_background() {
        let image = decoded(&Drawing::new(100.0).to_png());
        assert_eq!((image.width(), image.height()), (780, 200));
        let background = image.pixel(10, 10).map(|pixel| (pixel.red(), pixel.green(), pixel.blue()));
        assert_eq!(background, Some((0x26, 0x27, 0x2b)));
    }

    #[test]
    fn every_kind_of_shape_changes_pixels_at_its_place() {
        let at = Point::new(100.0, 50.0);
        let color = palette::SERIES[0];
        let square = [(-8.0, -8.0), (8.0, -8.0), (8.0, 8.0)].map(|(x, y)| Point::new(at.x + x, at.y + y));
        let mut shapes = vec![
            Shape::Rectangle { corner: Point::new(95.0, 45.0), width: 10.0, height: 10.0, color },
            Shape::Area { points: square.to_vec(), color },
            Shape::Text { at: Point::new(100.0, 55.0), anchor: Anchor::Middle, color, text: "H".to_owned() },
        ];
        let ends = vec![Point::new(80.0, 50.0), Point::new(120.0, 50.0)];
        shapes.extend([Dash::Solid, Dash::Long, Dash::Short, Dash::Dots].map(|dash| Shape::Line {
            points: ends.clone(),
            width: 3.0,
            dash,
            color,
        }));
        shapes.extend([Mark::Circle, Mark::Square, Mark::Diamond, Mark::Triangle].map(|mark| Shape::Mark {
            at,
            mark,
            color,
        }));
        for shape in shapes {
            let mut drawing = Drawing::new(100.0);
            drawing.push(shape.clone());
            let image = decoded(&drawing.to_png());
            let is_coloured = |x: u32, y: u32| image.pixel(x, y).is_some_and(|pixel| pixel.blue() > 0x80);
            let near = (160..240).flat_map(|x| (70..130).map(move |y| (x, y)));
            assert!(near.clone().any(|(x, y)| is_coloured(x, y)), "{shape}");
            let count =
                (0..780).flat_map(|x| (0..200).map(move |y| (x, y))).filter(|(x, y)| is_coloured(*x, *y)).count();
            assert_eq!(count, near.filter(|(x, y)| is_coloured(*x, *y)).count(), "nothing is drawn elsewhere: {shape}");
        }
    }
}
