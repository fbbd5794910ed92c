//! A chart of counts that grow over time, one line for each series.

use super::drawing::{Anchor, Color, Dash, Drawing, Mark, Point, Shape, TEXT_SIZE, WIDTH, palette};
use super::font::{fit, text_width};
use super::ticks;

const PADDING: f32 = 12.0;
/// The height of one line of text.
const LINE: f32 = 22.0;
/// The distance from the top of a line of text to its baseline.
const BASELINE: f32 = 16.0;
const PLOT_HEIGHT: f32 = 190.0;
/// The distance between texts next to each other.
const GAP: f32 = 14.0;
/// The length of the piece of line in the legend.
const SAMPLE: f32 = 26.0;
/// The most lines of labels above the plot.
const MAX_LANES: usize = 3;
const LINE_WIDTH: f32 = 2.5;
const LEVEL_WIDTH: f32 = 1.5;

/// How a series is drawn: its colour, and a dash and a mark for readers who cannot tell the colours.
const STYLES: [(Dash, Mark); palette::SERIES.len()] = [
    (Dash::Solid, Mark::Circle),
    (Dash::Long, Mark::Square),
    (Dash::Short, Mark::Triangle),
    (Dash::Dots, Mark::Diamond),
    (Dash::Long, Mark::Circle),
    (Dash::Short, Mark::Square),
];

/// A chart of counts over time. All instants are seconds from its left edge.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StepChart {
    /// The heading.
    pub title: String,
    /// What the horizontal axis shows, such as the zone of its times.
    pub axis: String,
    /// The instant at the right edge.
    pub span: f64,
    /// The largest count that the vertical axis has room for.
    pub max: u32,
    /// A series that is drawn as a quiet area behind the lines.
    pub area: Option<Series>,
    /// At most six.
    pub series: Vec<Series>,
    pub ticks: Vec<TimeTick>,
    /// Instants to mark by a vertical line, in their order.
    pub marks: Vec<TimeMark>,
    /// A count to mark by a horizontal line. The legend names it.
    pub level: Option<Level>,
    /// A text in the middle of the plot. For a chart without any line.
    pub note: Option<String>,
}

/// One count over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name in the legend. A long name is cut.
    pub label: String,
    /// What stands behind the name in any case, such as ": 12".
    pub suffix: String,
    /// The instants at which the count grows by one, in their order.
    pub at: Vec<f64>,
    /// Where the line ends.
    pub until: f64,
}

/// A label of the horizontal axis.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeTick {
    pub at: f64,
    pub label: String,
}

/// A marked instant.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeMark {
    pub at: f64,
    pub label: String,
}

/// A marked count.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    pub count: u32,
    pub label: String,
}

impl StepChart {
    pub fn draw(&self) -> Drawing {
        let (legend, legend_lines) = self.legend(PADDING + LINE);
        let lanes = self.lanes();
        let lane_count = lanes.iter().flatten().map(|(lane, _)| lane + 1).max().unwrap_or(0);
        let top = PADDING + LINE * (1 + legend_lines + lane_count) as f32 + 10.0;
        let plot =
            Plot { left: self.left(), right: WIDTH - PADDING - 6.0, top, span: self.span, max: self.top_count() };
        let mut drawing = Drawing::new(plot.bottom() + 2.0 * LINE + PADDING);
        let title = fit(&self.title, TEXT_SIZE, WIDTH - 2.0 * PADDING);
        drawing.text(Point::new(PADDING, PADDING + BASELINE), Anchor::Start, palette::TEXT, title);
        legend.into_iter().for_each(|shape| drawing.push(shape));
        self.draw_axes(&mut drawing, &plot);
        if let Some(area) = &self.area {
            let mut points = plot.steps(area);
            points.push(Point::new(plot.x(area.until), plot.bottom()));
            drawing.push(Shape::Area { points, color: palette::AREA });
        }
        self.draw_grid(&mut drawing, &plot);
        if let Some(level) = &self.level {
            let y = plot.y(level.count);
            let ends = vec![Point::new(plot.left, y), Point::new(plot.right, y)];
            drawing.line(ends, LEVEL_WIDTH, Dash::Short, palette::TEXT);
        }
        let lanes_top = PADDING + LINE * (1 + legend_lines) as f32;
        self.draw_marks(&mut drawing, &plot, &lanes, lanes_top);
        for (series, style) in self.styled() {
            draw_series(&mut drawing, &plot, series, style);
        }
        if let Some(note) = &self.note {
            let at = Point::new((plot.left + plot.right) / 2.0, plot.top + PLOT_HEIGHT / 2.0);
            let note = fit(note, TEXT_SIZE, plot.right - plot.left);
            drawing.text(at, Anchor::Middle, palette::TEXT, note);
        }
        drawing
    }

    /// The count at the upper edge of the plot.
    fn top_count(&self) -> u32 {
        ticks::counts(self.max).last().copied().unwrap_or(1)
    }

    /// The left edge of the plot: the labels of the counts fit left of it.
    fn left(&self) -> f32 {
        PADDING + text_width(&self.top_count().to_string(), TEXT_SIZE) + 8.0
    }

    fn styled(&self) -> impl Iterator<Item = (&Series, Style)> {
        let styles = palette::SERIES.into_iter().zip(STYLES);
        self.series.iter().zip(styles.map(|(color, (dash, mark))| Style { color, dash, mark }))
    }

    /// The shapes of the legend from `y` on, and its number of lines. An entry that does not fit into a line begins the
    /// next one.
    fn legend(&self, y: f32) -> (Vec<Shape>, usize) {
        let mut shapes = Vec::new();
        let (mut x, mut line) = (PADDING, 0);
        let area = self.area.iter().map(|area| (area.label.as_str(), area.suffix.as_str(), Sample::Area));
        let lines = self.styled().map(|(series, style)| (series.label.as_str(), series.suffix.as_str(), style.into()));
        let level = self.level.iter().map(|level| (level.label.as_str(), "", Sample::Level));
        for (label, suffix, sample) in area.chain(lines).chain(level) {
            let room = WIDTH - 2.0 * PADDING - SAMPLE - 6.0 - text_width(suffix, TEXT_SIZE);
            let label = fit(label, TEXT_SIZE, room) + suffix;
            let width = SAMPLE + 6.0 + text_width(&label, TEXT_SIZE);
            if x > PADDING && x + width > WIDTH - PADDING {
                (x, line) = (PADDING, line + 1);
            }
            let top = y + LINE * line as f32;
            let middle = top + LINE / 2.0;
            let ends = vec![Point::new(x, middle), Point::new(x + SAMPLE, middle)];
            match sample {
                Sample::Line(Style { color, dash, mark }) => {
                    shapes.push(Shape::Line { points: ends, width: LINE_WIDTH, dash, color });
                    shapes.push(Shape::Mark { at: Point::new(x + SAMPLE / 2.0, middle), mark, color });
                }
                Sample::Area => {
                    let (corner, color) = (Point::new(x, middle - 6.0), palette::AXIS);
                    shapes.push(Shape::Rectangle { corner, width: SAMPLE, height: 12.0, color });
                }
                Sample::Level => {
                    let (width, dash, color) = (LEVEL_WIDTH, Dash::Short, palette::TEXT);
                    shapes.push(Shape::Line { points: ends, width, dash, color });
                }
            }
            let at = Point::new(x + SAMPLE + 6.0, top + BASELINE);
            shapes.push(Shape::Text { at, anchor: Anchor::Start, color: palette::TEXT, text: label });
            x += width + GAP;
        }
        (shapes, line + 1)
    }

    /// For each mark, the line of labels above the plot and the label's left edge. A label goes into the first line in
    /// which it covers no other label. If there is none, the mark has no label.
    fn lanes(&self) -> Vec<Option<(usize, f32)>> {
        let (left, right) = (PADDING, WIDTH - PADDING);
        let plot = Plot { left: self.left(), right: right - 6.0, top: 0.0, span: self.span, max: 1 };
        let mut ends = [f32::MIN; MAX_LANES];
        let mut place = |mark: &TimeMark| {
            let width = text_width(&mark.label, TEXT_SIZE);
            let x = (plot.x(mark.at) - width / 2.0).clamp(left, (right - width).max(left));
            let lane = ends.iter().position(|end| end + GAP / 2.0 <= x)?;
            ends[lane] = x + width;
            Some((lane, x))
        };
        self.marks.iter().map(&mut place).collect()
    }

    fn draw_axes(&self, drawing: &mut Drawing, plot: &Plot) {
        let bottom = plot.bottom();
        let mut free_from = f32::MIN;
        for tick in &self.ticks {
            let x = plot.x(tick.at);
            drawing.line(vec![Point::new(x, bottom), Point::new(x, bottom + 5.0)], 1.0, Dash::Solid, palette::AXIS);
            let width = text_width(&tick.label, TEXT_SIZE);
            let start = (x - width / 2.0).clamp(PADDING, WIDTH - PADDING - width);
            // A label that would touch the one before it is left out.
            if start >= free_from {
                let at = Point::new(start, bottom + 5.0 + BASELINE);
                drawing.text(at, Anchor::Start, palette::QUIET_TEXT, tick.label.as_str());
                free_from = start + width + GAP / 2.0;
            }
        }
        let at = Point::new((plot.left + plot.right) / 2.0, bottom + LINE + 4.0 + BASELINE);
        let axis = fit(&self.axis, TEXT_SIZE, WIDTH - 2.0 * PADDING);
        let half = text_width(&axis, TEXT_SIZE) / 2.0;
        let at = Point::new(at.x.clamp(PADDING + half, WIDTH - PADDING - half), at.y);
        drawing.text(at, Anchor::Middle, palette::QUIET_TEXT, axis);
    }

    fn draw_grid(&self, drawing: &mut Drawing, plot: &Plot) {
        for count in ticks::counts(self.max) {
            let y = plot.y(count);
            let color = if count == 0 { palette::AXIS } else { palette::GRID };
            drawing.line(vec![Point::new(plot.left, y), Point::new(plot.right, y)], 1.0, Dash::Solid, color);
            let at = Point::new(plot.left - 6.0, y + 5.5);
            drawing.text(at, Anchor::End, palette::QUIET_TEXT, count.to_string());
        }
    }

    fn draw_marks(&self, drawing: &mut Drawing, plot: &Plot, lanes: &[Option<(usize, f32)>], lanes_top: f32) {
        let label_top = |lane: usize| lanes_top + LINE * lane as f32;
        for (mark, label) in self.marks.iter().zip(lanes) {
            let x = plot.x(mark.at);
            let from = label.map_or(plot.top, |(lane, _)| label_top(lane) + LINE - 1.0);
            let ends = vec![Point::new(x, from), Point::new(x, plot.bottom())];
            drawing.line(ends, 1.5, Dash::Short, palette::QUIET_TEXT);
        }
        // The labels come last, on the background: the line of a mark can pass the label of another mark.
        for (mark, label) in self.marks.iter().zip(lanes) {
            let Some((lane, left)) = *label else { continue };
            let width = text_width(&mark.label, TEXT_SIZE) + 4.0;
            let corner = Point::new(left - 2.0, label_top(lane) + 1.0);
            drawing.push(Shape::Rectangle { corner, width, height: LINE - 2.0, color: palette::BACKGROUND });
            let at = Point::new(left, label_top(lane) + BASELINE);
            drawing.text(at, Anchor::Start, palette::TEXT, mark.label.as_str());
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Style {
    color: Color,
    dash: Dash,
    mark: Mark,
}

/// What stands before a name in the legend.
enum Sample {
    Area,
    Line(Style),
    Level,
}

impl From<Style> for Sample {
    fn from(style: Style) -> Self {
        Sample::Line(style)
    }
}

fn draw_series(drawing: &mut Drawing, plot: &Plot, series: &Series, style: Style) {
    let points = plot.steps(series);
    let end = points.last().copied();
    drawing.line(points, LINE_WIDTH, style.dash, style.color);
    if let Some(at) = end {
        drawing.push(Shape::Mark { at, mark: style.mark, color: style.color });
    }
}

/// The area of the lines, and its scales.
struct Plot {
    left: f32,
    right: f32,
    top: f32,
    span: f64,
    max: u32,
}

impl Plot {
    fn bottom(&self) -> f32 {
        self.top + PLOT_HEIGHT
    }

    fn x(&self, at: f64) -> f32 {
        let part = if self.span > 0.0 { (at / self.span).clamp(0.0, 1.0) } else { 0.0 };
        self.left + part as f32 * (self.right - self.left)
    }

    fn y(&self, count: u32) -> f32 {
        let part = count as f32 / self.max.max(1) as f32;
        self.bottom() - part.min(1.0) * PLOT_HEIGHT
    }

    /// The corners of the line of a series, from the left edge on.
    fn steps(&self, series: &Series) -> Vec<Point> {
        let mut points = vec![Point::new(self.left, self.y(0))];
        let mut count = 0;
        for &at in series.at.iter().filter(|at| **at <= series.until) {
            let x = self.x(at);
            points.push(Point::new(x, self.y(count)));
            count += 1;
            points.push(Point::new(x, self.y(count)));
        }
        points.push(Point::new(self.x(series.until), self.y(count)));
        points
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(label: &str, at: &[f64], until: f64) -> Series {
        Series { label: label.to_owned(), suffix: format!(": {}", at.len()), at: at.to_vec(), until }
    }

    fn tick(at: f64, label: &str) -> TimeTick {
        TimeTick { at, label: label.to_owned() }
    }

    fn mark(at: f64, label: &str) -> TimeMark {
        TimeMark { at, label: label.to_owned() }
    }

    fn chart() -> StepChart {
        StepChart {
            title: "Alert 7".to_owned(),
            axis: "Time in Brussels".to_owned(),
            span: 3600.0,
            max: 3,
            area: Some(series("Reached", &[0.0, 0.0, 0.0], 3000.0)),
            series: vec![series("Seen", &[300.0, 900.0], 3000.0), series("Answered", &[1200.0], 3000.0)],
            ticks: vec![tick(0.0, "18:00"), tick(1800.0, "18:30"), tick(3600.0, "19:00")],
            marks: vec![mark(2400.0, "Corrected"), mark(2700.0, "Deadline")],
            level: Some(Level { count: 2, label: "Needed: 2".to_owned() }),
            note: None,
        }
    }

    #[test]
    fn chart_has_lines_marks_and_labels_at_their_places() {
        insta::assert_snapshot!(chart().draw(), @"
        390 × 378
        text Start 12,28 Alert 7
        rectangle #80848e 12,39 26 × 12
        text Start 44,50 Reached: 3
        line #56b4e9 Solid 146,45 172,45
        mark #56b4e9 Circle 159,45
        text Start 178,50 Seen: 2
        line #e69f00 Long 12,67 38,67
        mark #e69f00 Square 25,67
        text Start 44,72 Answered: 1
        line #f2f3f5 Short 154,67 180,67
        text Start 186,72 Needed: 2
        line #80848e Solid 30,322 30,327
        text Start 12,343 18:00
        line #80848e Solid 201,322 201,327
        text Start 179,343 18:30
        line #80848e Solid 372,322 372,327
        text Start 333,343 19:00
        text Middle 201,364 Time in Brussels
        area #3a3d46 30,322 30,322 30,259 30,259 30,195 30,195 30,132 315,132 315,322
        line #80848e Solid 30,322 372,322
        text End 24,328 0
        line #3f4148 Solid 30,259 372,259
        text End 24,264 1
        line #3f4148 Solid 30,195 372,195
        text End 24,201 2
        line #3f4148 Solid 30,132 372,132
        text End 24,138 3
        line #f2f3f5 Short 30,195 372,195
        line #c4c9d0 Short 258,99 258,322
        line #c4c9d0 Short 286,121 286,322
        rectangle #26272b 218,79 81 × 20
        text Start 220,94 Corrected
        rectangle #26272b 250,101 73 × 20
        text Start 252,116 Deadline
        line #56b4e9 Solid 30,322 58,322 58,259 115,259 115,195 315,195
        mark #56b4e9 Circle 315,195
        line #e69f00 Long 30,322 144,322 144,259 315,259
        mark #e69f00 Square 315,259
        ");
    }

    /// The extent of each text: its left and its right edge, and its baseline.
    fn texts(drawing: &Drawing) -> Vec<(f32, f32, f32, String)> {
        let text = |shape: &Shape| {
            let Shape::Text { at, anchor, text, .. } = shape else { return None };
            let width = text_width(text, TEXT_SIZE);
            let left = match anchor {
                Anchor::Start => at.x,
                Anchor::Middle => at.x - width / 2.0,
                Anchor::End => at.x - width,
            };
            Some((left, left + width, at.y, text.clone()))
        };
        drawing.shapes().iter().filter_map(text).collect()
    }

    #[test]
    fn texts_are_inside_the_picture_and_cover_no_other_text_even_if_they_are_long() {
        let long = "Une réponse dont le texte est beaucoup trop long pour la légende";
        let mut chart = chart();
        chart.title = long.to_owned();
        chart.axis = long.to_owned();
        chart.max = 300;
        chart.level = Some(Level { count: 300, label: "Nécessaires : 300".to_owned() });
        chart.series = (0..6).map(|n| series(&format!("{n} {long}"), &[], 3600.0)).collect();
        chart.ticks = (0..12).map(|n| tick(f64::from(n) * 300.0, "mer. 18:00")).collect();
        chart.marks = (0..8).map(|n| mark(3000.0 + f64::from(n), "Date limite")).collect();
        let drawing = chart.draw();
        let texts = texts(&drawing);
        for (index, (left, right, y, text)) in texts.iter().enumerate() {
            assert!(*left >= 0.0 && *right <= WIDTH && *y >= TEXT_SIZE && *y < drawing.height, "{text} {left} {right}");
            for (other_left, other_right, other_y, other) in &texts[..index] {
                let is_apart = right < other_left || other_right < left || (y - other_y).abs() >= TEXT_SIZE;
                assert!(is_apart, "{text} covers {other}");
            }
        }
    }

    #[test]
    fn empty_chart_shows_its_note_and_lines_at_zero() {
        let mut chart = StepChart { series: vec![series("Seen", &[], 900.0)], ..chart() };
        chart.area = None;
        chart.level = None;
        chart.note = Some("No one has seen it yet".to_owned());
        let drawing = chart.draw();
        assert!(texts(&drawing).iter().any(|(.., text)| text == "No one has seen it yet"));
        let bottom = drawing.height - PADDING - 2.0 * LINE;
        let mut lines = drawing.shapes().iter().filter_map(|shape| match shape {
            Shape::Line { points, color, .. } if *color == palette::SERIES[0] => Some(points),
            _ => None,
        });
        let line = lines.next_back().expect("the series has a line");
        assert!(line.iter().all(|point| (point.y - bottom).abs() < 0.1), "{line:?}");
    }

    #[test]
    fn each_series_has_its_own_colour_and_its_own_dash_or_mark() {
        for (index, style) in STYLES.iter().enumerate() {
            assert!(!STYLES[..index].contains(style), "{style:?}");
        }
    }
}
