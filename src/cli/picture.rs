//! How a chart is drawn: its size, its title, and whether words are left out.

use std::str::FromStr;

use clap::Args;

/// Smallest and largest side of a picture of a size of one's own, in pixels.
const SIDES: std::ops::RangeInclusive<u32> = 320..=10_000;

/// How a chart is drawn; every command with `--chart` takes these.
#[derive(Debug, Clone, Default, Args)]
pub struct PictureArgs {
    /// Size of the chart: `web` (600 pixels wide), `a4` (160 mm wide), `slide` (1920x1080) or a size such as 1200x800
    #[arg(long, value_name = "SIZE", requires = "chart", help_heading = "Output")]
    pub size: Option<Size>,

    /// Title of the chart, in place of the finding
    #[arg(long, value_name = "TEXT", requires = "chart", help_heading = "Output")]
    pub title: Option<String>,

    /// Draw the chart without title, notes and source, for a page that has them
    #[arg(long, requires = "chart", help_heading = "Output")]
    pub bare: bool,
}

/// Where a chart is to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Size {
    /// A page: 600 pixels wide.
    #[default]
    Web,
    /// A printed page: 160 mm wide.
    A4,
    /// A slide: 1920 by 1080 pixels.
    Slide,
    /// So many pixels wide and high.
    Pixels(u32, u32),
}

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "web" => return Ok(Self::Web),
            "a4" | "A4" => return Ok(Self::A4),
            "slide" => return Ok(Self::Slide),
            _ => {}
        }
        let wrong = || "use web, a4, slide or a size such as 1200x800".to_owned();
        let (width, height) = text.split_once(['x', 'X', '×']).ok_or_else(wrong)?;
        let side = |side: &str| side.trim().parse::<u32>().map_err(|_| wrong());
        let (width, height) = (side(width)?, side(height)?);
        if SIDES.contains(&width) && SIDES.contains(&height) {
            return Ok(Self::Pixels(width, height));
        }
        Err(format!(
            "each side is from {} to {} pixels",
            SIDES.start(),
            SIDES.end()
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::Size;

    #[test]
    fn sizes_have_names_or_two_sides() {
        assert_eq!("slide".parse(), Ok(Size::Slide));
        assert_eq!("1200x800".parse(), Ok(Size::Pixels(1200, 800)));
        for wrong in ["", "big", "1200", "100x100", "1200x", "1200x99999"] {
            assert!(wrong.parse::<Size>().is_err(), "{wrong}");
        }
    }
}
