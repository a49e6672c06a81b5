//! The only code that writes for people and machines: an `Answer` in, bytes out. It computes
//! nothing and asks nobody; a new form is one file here and one line in [`render`].

mod bulletin;
mod chart;
mod csv;
mod font;
mod html;
mod json;
mod markdown;
mod parallel;
mod parquet;
mod png;
mod rows;
mod schema;
pub(crate) mod svg;
mod text;
mod wide;
mod workbook;

pub use self::bulletin::{MANIFEST, Manifest, bulletin, sha256};
pub use self::csv::metadata as csv_metadata;
pub use self::html::report as report_page;
pub use self::html::site::{NAME as SITE, site};
pub(crate) use self::parquet::frame as facts_frame;
pub use self::schema::schema;
pub(crate) use self::text::text;
pub use self::text::{Detail, TextStyle};
pub use self::wide::wide_csv;

use anyhow::Result;

use crate::answer::Answer;
use crate::cli::Format;

/// The columns of machine output, in order, each with whether it holds values at full precision.
pub fn machine_columns() -> impl Iterator<Item = (&'static str, bool)> {
    rows::COLUMNS
        .iter()
        .map(|(name, kind, _)| (*name, *kind == rows::Kind::Number))
}

/// The answer in a format, as bytes.
///
/// # Errors
/// An answer without facts as Parquet.
pub fn render(answer: &Answer, format: Format, style: TextStyle) -> Result<Vec<u8>> {
    match format {
        Format::Text => Ok(text::text(answer, style).into_bytes()),
        Format::Markdown => Ok(markdown::markdown(answer).into_bytes()),
        Format::Csv => csv::csv(answer),
        Format::Json => json::json(answer),
        Format::Parquet => parquet::parquet(answer),
        Format::Html => html::answer(answer),
        Format::Xlsx => workbook::xlsx(answer),
        Format::Ods => workbook::ods(answer),
    }
}
