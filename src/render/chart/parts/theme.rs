//! Colours, sizes and dashes of every figure (Government Analysis Function: data visualisation,
//! colours in charts).
//!
//! Holds constants and what is chosen from them, and no position.

use plotters::style::RGBColor;

use crate::answer::LineRole;
use crate::render::font::Face;

/// Width of a figure, in pixels.
pub(crate) const FIGURE_WIDTH: f64 = 1300.0;
/// White space left and right of everything, in pixels.
pub(crate) const SIDE: f64 = 44.0;

pub(crate) const BLACK: RGBColor = RGBColor(0x0B, 0x0C, 0x0C);
pub(crate) const GREY: RGBColor = RGBColor(0x3D, 0x3D, 0x3D);
pub(crate) const WHITE: RGBColor = RGBColor(0xFF, 0xFF, 0xFF);
pub(crate) const GRIDLINE: RGBColor = RGBColor(0xD9, 0xD9, 0xD9);
pub(crate) const STEM: RGBColor = RGBColor(0x60, 0x60, 0x60);
pub(crate) const GAP: RGBColor = RGBColor(0xF0, 0xF0, 0xF0);

/// What stands behind the one that matters.
pub(crate) const CONTEXT: RGBColor = RGBColor(0xBF, 0xBF, 0xBF);

pub(crate) const DARK_BLUE: RGBColor = RGBColor(0x12, 0x43, 0x6D);
const ORANGE: RGBColor = RGBColor(0xF4, 0x6A, 0x25);
const TURQUOISE: RGBColor = RGBColor(0x28, 0xA1, 0x97);
const DARK_PINK: RGBColor = RGBColor(0x80, 0x16, 0x50);
const LIGHT_PURPLE: RGBColor = RGBColor(0xA2, 0x85, 0xD1);

pub(crate) const TITLE: Face = Face::bold(28.0);
pub(crate) const SUBTITLE: Face = Face::regular(22.0);
pub(crate) const TICK: Face = Face::regular(20.0);
pub(crate) const LABEL: Face = Face::bold(20.0);
pub(crate) const AXIS_NAME: Face = Face::regular(18.0);
pub(crate) const REMARK: Face = Face::regular(17.0);
pub(crate) const BREAK_NUMBER: Face = Face::regular(17.0);
pub(crate) const NOTE: Face = Face::regular(16.0);
pub(crate) const COUNT: Face = Face::bold(24.0);

/// How a line is told from the others: colour and dash, never colour alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LineStyle {
    pub(crate) colour: RGBColor,
    /// Width of the stroke in pixels.
    pub(crate) width: f64,
    /// Length of a dash and of the space after it, in pixels; `None` for an unbroken line.
    pub(crate) dash: Option<(f64, f64)>,
}

/// The style of a chart's lines: one fitted to figures is thin, dashed and of their colour.
pub(crate) fn line_styles(roles: &[LineRole]) -> Vec<LineStyle> {
    let is_fitted = |role: &LineRole| matches!(role, LineRole::Fitted { .. });
    let count = roles.iter().filter(|role| !is_fitted(role)).count();
    roles
        .iter()
        .enumerate()
        .map(|(index, role)| match role {
            LineRole::Fitted { of } => LineStyle {
                width: 2.0,
                dash: Some((9.0, 6.0)),
                ..line_style(*of, count, roles.get(*of).copied().unwrap_or(*role))
            },
            LineRole::Behind => LineStyle {
                colour: CONTEXT,
                width: 5.0,
                dash: None,
            },
            _ => line_style(index, count, *role),
        })
        .collect()
}

/// The style of the line at `index` among so many.
pub(crate) fn line_style(index: usize, count: usize, role: LineRole) -> LineStyle {
    if count == 1 && matches!(role, LineRole::Observed { dots: true }) {
        return LineStyle {
            colour: DARK_PINK,
            width: 4.0,
            dash: None,
        };
    }
    let (colour, dash) = match index % 4 {
        0 => (DARK_BLUE, None),
        1 => (ORANGE, Some((18.0, 8.0))),
        2 => (TURQUOISE, Some((6.0, 6.0))),
        _ => (DARK_PINK, Some((34.0, 7.0))),
    };
    let width = if matches!(role, LineRole::Observed { .. }) {
        4.0
    } else {
        3.0
    };
    LineStyle {
        colour,
        width,
        dash,
    }
}

/// Thin light strokes over a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pattern {
    Plain,
    /// Strokes that rise to the right.
    Rising,
    /// Strokes that fall to the right.
    Falling,
    Upright,
}

/// How a part of a bar is told from the others: colour and pattern, never colour alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PartStyle {
    pub(crate) colour: RGBColor,
    /// What can be read on that colour.
    pub(crate) words: RGBColor,
    pub(crate) pattern: Pattern,
}

/// The style of the part at `index` among so many.
pub(crate) fn part_style(index: usize, count: usize) -> PartStyle {
    let (colour, words, pattern) = match (index % 6, count) {
        (0, _) => (DARK_BLUE, WHITE, Pattern::Plain),
        (1, 2) => (ORANGE, BLACK, Pattern::Rising),
        (1, _) => (TURQUOISE, BLACK, Pattern::Rising),
        (2, _) => (DARK_PINK, WHITE, Pattern::Falling),
        (3, _) => (ORANGE, BLACK, Pattern::Upright),
        (4, _) => (GREY, WHITE, Pattern::Rising),
        _ => (LIGHT_PURPLE, BLACK, Pattern::Plain),
    };
    PartStyle {
        colour,
        words,
        pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::{line_style, part_style};
    use crate::answer::LineRole;

    #[test]
    fn four_parts_differ_in_colour_and_in_pattern() {
        for count in [2, 3, 4] {
            let styles: Vec<_> = (0..count).map(|index| part_style(index, count)).collect();
            for (position, style) in styles.iter().enumerate() {
                for other in &styles[position + 1..] {
                    assert_ne!(style.colour, other.colour);
                    assert_ne!(style.pattern, other.pattern);
                }
            }
        }
    }

    #[test]
    fn six_parts_differ_in_colour() {
        for index in 1..6 {
            let earlier = (0..index).map(|other| part_style(other, 6).colour);
            assert!(
                !earlier
                    .into_iter()
                    .any(|it| it == part_style(index, 6).colour)
            );
        }
    }

    #[test]
    fn four_lines_differ_in_colour_and_in_dash() {
        let styles: Vec<_> = (0..4)
            .map(|index| line_style(index, 4, LineRole::Observed { dots: false }))
            .collect();
        for (position, style) in styles.iter().enumerate() {
            for other in &styles[position + 1..] {
                assert_ne!(style.colour, other.colour);
                assert_ne!(style.dash, other.dash);
            }
        }
    }
}
