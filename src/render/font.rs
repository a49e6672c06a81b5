//! The one font of every figure: Noto Sans, carried in the binary, and how wide a text is in it.
//!
//! Holds no drawing: widths come from the font's own metrics, so that they are the same everywhere.

use std::sync::LazyLock;

use anyhow::{Result, ensure};
use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};

/// What an SVG names, so that it also looks right where Noto Sans is not installed.
pub(crate) const FAMILY: &str = "Noto Sans, sans-serif";

/// The family as the font file itself names it.
pub(crate) const EMBEDDED_FAMILY: &str = "Noto Sans";

/// The two styles, for whoever rasterises.
pub(crate) const FILES: [&[u8]; 2] = [notosans::REGULAR_TTF, notosans::BOLD_TTF];

/// Ascender less descender, in font units (`hhea` table of both files): the size at which plotters
/// measures in font units.
const UNITS_OF_HEIGHT: f64 = 2789.0;

/// Font units to one em (`head` table of both files).
const UNITS_PER_EM: f64 = 2048.0;

/// plotters writes a font size divided by this into the SVG.
const PLOTTERS_HEIGHT_PER_EM: f64 = 1.24;

static REGISTERED: LazyLock<bool> = LazyLock::new(|| {
    register_font(FAMILY, FontStyle::Normal, notosans::REGULAR_TTF).is_ok()
        && register_font(FAMILY, FontStyle::Bold, notosans::BOLD_TTF).is_ok()
});

/// Makes the font known to the drawing engine, once a process.
///
/// # Errors
/// If the font in the binary cannot be read.
pub(crate) fn register() -> Result<()> {
    ensure!(
        *REGISTERED,
        "the font `{EMBEDDED_FAMILY}` in this program cannot be read"
    );
    Ok(())
}

/// A weight and a size, in pixels to the em.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Face {
    pub(crate) size: f64,
    pub(crate) bold: bool,
}

impl Face {
    pub(crate) const fn regular(size: f64) -> Self {
        Self { size, bold: false }
    }

    pub(crate) const fn bold(size: f64) -> Self {
        Self { size, bold: true }
    }

    /// From one baseline to the next, in pixels.
    pub(crate) fn line_height(self) -> f64 {
        (self.size * 1.3).round()
    }

    /// From the top of a line's box to its baseline, in pixels.
    pub(crate) fn ascent(self) -> f64 {
        self.size * 0.8
    }

    /// Height of so many lines, from the top of the first to the bottom of the last, in pixels.
    pub(crate) fn height(self, lines: usize) -> f64 {
        self.line_height() * lines.saturating_sub(1) as f64 + self.size
    }

    /// Width of a text in pixels, without kerning.
    pub(crate) fn width(self, text: &str) -> f64 {
        let measured = self.description(UNITS_OF_HEIGHT).layout_box(text);
        let units = measured.map_or(0, |((left, _), (right, _))| right - left);
        f64::from(units) * self.size / UNITS_PER_EM
    }

    /// Width of the widest of several lines, in pixels.
    pub(crate) fn widest(self, lines: &[String]) -> f64 {
        lines
            .iter()
            .map(|line| self.width(line))
            .fold(0.0, f64::max)
    }

    /// Lines no wider than `width` pixels; a word that is wider by itself is cut.
    pub(crate) fn wrap(self, text: &str, width: f64) -> Vec<String> {
        let space = self.width(" ");
        let mut lines: Vec<String> = Vec::new();
        let mut used = f64::INFINITY;
        for word in words(text).flat_map(|word| self.cut(word, width)) {
            let length = self.width(&word);
            match lines.last_mut() {
                Some(line) if used + space + length <= width => {
                    line.push(' ');
                    line.push_str(&word);
                    used += space + length;
                }
                _ => {
                    lines.push(word);
                    used = length;
                }
            }
        }
        lines
    }

    /// Whether each word of a text fits into `width` pixels without being cut.
    pub(crate) fn words_fit(self, text: &str, width: f64) -> bool {
        words(text).all(|word| self.width(word) <= width)
    }

    /// What the drawing engine takes for this face, at `scale` of its units to a pixel.
    pub(crate) fn scaled(self, scale: f64) -> FontDesc<'static> {
        self.description(self.size * scale * PLOTTERS_HEIGHT_PER_EM)
    }

    fn description(self, size: f64) -> FontDesc<'static> {
        let style = if self.bold {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        };
        FontDesc::new(FontFamily::Name(FAMILY), size, style)
    }

    /// A word in pieces that fit: after a hyphen or a slash where it has one, else anywhere.
    fn cut(self, word: &str, width: f64) -> Vec<String> {
        if self.width(word) <= width {
            return vec![word.to_owned()];
        }
        let mut pieces = Vec::new();
        let mut piece = String::new();
        for character in word.chars() {
            piece.push(character);
            if self.width(&piece) <= width || piece.chars().count() == 1 {
                continue;
            }
            piece.pop();
            let joint = piece.rfind(['-', '/']).map_or(piece.len(), |at| at + 1);
            let mut rest = piece.split_off(joint);
            rest.push(character);
            pieces.push(std::mem::replace(&mut piece, rest));
        }
        pieces.push(piece);
        pieces
    }
}

/// Words between ordinary spaces; a no-break space joins.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\n', '\t', '\r'])
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Face, register};

    #[test]
    fn a_digit_is_as_wide_as_the_font_says() {
        register().unwrap();
        // `hmtx` of Noto Sans Regular: every digit is 1,171 of 2,048 units wide.
        let width = Face::regular(2048.0).width("0");
        assert!((width - 1171.0).abs() <= 1.0, "{width}");
        let three = Face::regular(2048.0).width("123");
        assert!((three - 3513.0).abs() <= 1.0, "{three}");
    }

    #[test]
    fn wrapped_lines_fit_and_lose_no_word() {
        register().unwrap();
        let face = Face::regular(16.0);
        let text = "Police-recorded crime: offences, not people; not a measure of prevalence.";
        let lines = face.wrap(text, 150.0);
        assert!(lines.len() > 2);
        assert!(lines.iter().all(|line| face.width(line) <= 150.5));
        assert_eq!(lines.join(" "), text);
        assert!(face.wrap("", 150.0).is_empty());
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut() {
        register().unwrap();
        let face = Face::bold(20.0);
        let lines = face.wrap("a Llanfairpwllgwyngyllgogerychwyrndrobwll b", 90.0);
        assert!(lines.iter().all(|line| face.width(line) <= 90.5));
        assert_eq!(
            lines.concat().replace(' ', ""),
            "aLlanfairpwllgwyngyllgogerychwyrndrobwllb"
        );
    }

    #[test]
    fn a_word_is_cut_at_its_joints_first() {
        register().unwrap();
        let face = Face::regular(18.0);
        assert_eq!(
            face.wrap("police-commissioners", 150.0),
            ["police-", "commissioners"]
        );
        let address = face.wrap("https://example.org/a-long/address", 160.0);
        assert!(
            address.len() > 1 && address[0].ends_with(['-', '/']),
            "{address:?}"
        );
        assert_eq!(address.concat(), "https://example.org/a-long/address");
    }

    #[test]
    fn a_no_break_space_keeps_a_number_with_its_note() {
        register().unwrap();
        let lines = Face::regular(16.0).wrap("1\u{a0}May 2\u{a0}June", 60.0);
        assert_eq!(lines, ["1\u{a0}May", "2\u{a0}June"]);
    }
}
