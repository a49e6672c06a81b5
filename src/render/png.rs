//! A figure as PNG: the same SVG, rasterised with the one font of the binary.
//!
//! Holds no drawing of its own: what is not in the SVG is not in the PNG.

use std::sync::{Arc, LazyLock};

use anyhow::{Context, Result};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{Indent, Options, Tree, WriteOptions};

use super::font;

/// Only the embedded font: no machine's own fonts, so that the bytes are the same everywhere.
static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for file in font::FILES {
        fonts.load_font_source(Source::Binary(Arc::new(file)));
    }
    fonts.set_sans_serif_family(font::EMBEDDED_FAMILY);
    Arc::new(fonts)
});

/// The PNG of an SVG figure, at `scale` dots to each pixel of its width and height.
///
/// # Errors
/// If the SVG cannot be read, or has no size.
pub(super) fn png(svg: &str, scale: f64, dots_per_inch: f64) -> Result<Vec<u8>> {
    let tree = tree(svg)?;
    let size = tree.size();
    let dots = |length: f32| (f64::from(length) * scale).round().max(1.0) as u32;
    let mut picture =
        Pixmap::new(dots(size.width()), dots(size.height())).context("the figure has no size")?;
    picture.fill(Color::WHITE);
    let scale = scale as f32;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut picture.as_mut(),
    );
    encoded(&picture, dots_per_inch)
}

/// The SVG figure with its text as outlines, and its width and height in pixels.
///
/// # Errors
/// If the SVG cannot be read.
pub(super) fn outlines(svg: &str) -> Result<(String, [f32; 2])> {
    let options = WriteOptions {
        coordinates_precision: 2,
        transforms_precision: 4,
        indent: Indent::None,
        ..WriteOptions::default()
    };
    let tree = tree(svg)?;
    let size = [tree.size().width(), tree.size().height()];
    Ok((tree.to_string(&options), size))
}

fn tree(svg: &str) -> Result<Tree> {
    let options = Options {
        fontdb: Arc::clone(&FONTS),
        font_family: font::EMBEDDED_FAMILY.to_owned(),
        ..Options::default()
    };
    Tree::from_str(svg, &options).context("the figure is not readable as SVG")
}

/// Opaque pixels need no fourth channel. Even areas compress best as they are: without a filter
/// the file is smaller, and written faster, than with any of them.
fn encoded(picture: &Pixmap, dots_per_inch: f64) -> Result<Vec<u8>> {
    let mut opaque = vec![0; 3 * picture.pixels().len()];
    for (opaque, pixel) in opaque
        .chunks_exact_mut(3)
        .zip(picture.data().chunks_exact(4))
    {
        opaque.copy_from_slice(&pixel[..3]);
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_deflate_compression(png::DeflateCompression::Level(4));
    let per_metre = (dots_per_inch / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: png::Unit::Meter,
    }));
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder
        .write_header()
        .context("the PNG cannot be written")?;
    writer
        .write_image_data(&opaque)
        .context("the PNG cannot be written")?;
    writer.finish().context("the PNG cannot be written")?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    fn png(svg: &str) -> anyhow::Result<Vec<u8>> {
        super::png(svg, 1.0, 96.0)
    }
    use crate::render::font::Face;

    const SQUARE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\">\
        <rect width=\"20\" height=\"30\" fill=\"#12436D\"/>WORDS</svg>";

    fn pixels(svg: &str) -> (u32, u32, Vec<[u8; 3]>) {
        let bytes = png(svg).unwrap();
        let mut reader = ::png::Decoder::new(std::io::Cursor::new(bytes))
            .read_info()
            .unwrap();
        let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut buffer).unwrap();
        let pixels = buffer
            .chunks_exact(3)
            .map(|rgb| [rgb[0], rgb[1], rgb[2]])
            .collect();
        (frame.width, frame.height, pixels)
    }

    #[test]
    fn the_picture_has_the_size_and_the_colours_of_the_figure() {
        let (width, height, pixels) = pixels(&SQUARE.replace("WORDS", ""));
        assert_eq!((width, height), (40, 30));
        assert_eq!(pixels[5], [0x12, 0x43, 0x6D]);
        assert_eq!(pixels[35], [0xFF; 3]);
    }

    #[test]
    fn words_are_drawn_without_a_font_of_the_machine() {
        let words = "<text x=\"22\" y=\"20\" font-size=\"14\" \
            font-family=\"Noto Sans, sans-serif\">A</text>";
        let (_, _, pixels) = pixels(&SQUARE.replace("WORDS", words));
        let right_half = pixels.chunks(40).flat_map(|row| &row[20..]);
        assert!(right_half.clone().any(|pixel| pixel[0] < 0x40));
        assert!(right_half.filter(|pixel| **pixel == [0xFF; 3]).count() > 300);
    }

    #[test]
    fn widths_that_are_measured_are_those_that_are_drawn() {
        crate::render::font::register().unwrap();
        let text = "Police recorded 71,581 rapes, against 12,295";
        for face in [Face::regular(100.0), Face::bold(100.0)] {
            let weight = if face.bold { "bold" } else { "normal" };
            let svg = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"5000\" height=\"200\">\
                 <text x=\"0\" y=\"100\" font-size=\"100\" font-weight=\"{weight}\">{text}</text></svg>"
            );
            let options = super::Options {
                fontdb: std::sync::Arc::clone(&super::FONTS),
                font_family: "Noto Sans".to_owned(),
                ..super::Options::default()
            };
            let tree = super::Tree::from_str(&svg, &options).unwrap();
            let drawn = f64::from(tree.root().bounding_box().width());
            let measured = face.width(text);
            // Ink is a little narrower than the advance of the first and last letter.
            assert!(
                drawn <= measured && measured <= drawn * 1.02,
                "{drawn} {measured}"
            );
        }
    }

    #[test]
    fn what_is_no_figure_is_refused() {
        assert!(png("no picture").is_err());
    }
}
