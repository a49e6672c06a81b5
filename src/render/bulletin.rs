//! A report as files: for each figure its drawing, its numbers and its words; a page that reads as
//! a report; a manifest of it all.

mod manifest;
mod page;

use std::collections::BTreeMap;

use anyhow::Result;

use super::parallel::{Named, in_parallel};
use super::{csv, html, svg, workbook};
use crate::answer::{Answer, Bulletin, BulletinFigure};
use crate::cli::PictureArgs;

/// Name of the page.
pub(crate) const PAGE: &str = "report.md";
/// Name of the page for a browser.
const WEB_PAGE: &str = "report.html";
/// Name of the workbooks, without their endings.
const WORKBOOK: &str = "tables";
/// Name of the manifest.
pub const MANIFEST: &str = "manifest.json";

pub use manifest::{Manifest, sha256};

/// The files of a report by name, the same bytes for the same report. `drawn` hears of each figure
/// when its files are made.
///
/// # Errors
/// If a figure cannot be drawn.
pub fn bulletin(
    bulletin: &Bulletin,
    drawn: &(dyn Fn(usize) + Sync),
) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files: BTreeMap<String, Vec<u8>> = in_parallel(&bulletin.figures, files_of, drawn)?
        .into_iter()
        .collect();
    let [xlsx, ods] = workbook::of_report(bulletin)?;
    files.insert(format!("{WORKBOOK}.xlsx"), xlsx);
    files.insert(format!("{WORKBOOK}.ods"), ods);
    files.insert(PAGE.to_owned(), page::page(bulletin).into_bytes());
    files.insert(WEB_PAGE.to_owned(), html::report(bulletin)?);
    let manifest = Manifest::of(bulletin, &files).to_json()?;
    files.insert(MANIFEST.to_owned(), manifest);
    Ok(files)
}

/// Drawing, numbers and words of one figure.
fn files_of(figure: &BulletinFigure) -> Result<Vec<Named>> {
    let name = |ending: &str| format!("figure-{}.{ending}", figure.id);
    let answer = &figure.answer;
    let numbers = name("csv");
    let mut files = vec![
        (
            format!("{numbers}-metadata.json"),
            csv::metadata(answer, &numbers)?,
        ),
        (numbers, csv::csv(answer)?),
        (name("txt"), in_words(answer).into_bytes()),
    ];
    if answer.has_chart() {
        let picture = svg::picture(answer, &PictureArgs::default())?;
        files.push((name("png"), picture.png()?));
        files.push((name("svg"), picture.outlined()?.into_bytes()));
    }
    Ok(files)
}

/// What a reader who cannot see the figure needs.
fn in_words(answer: &Answer) -> String {
    let drawn = answer.panels.iter().filter(|panel| panel.chart.is_some());
    let panels = drawn.map(|panel| panel.alternative_text.trim().to_owned());
    let panels: Vec<String> = panels.collect();
    format!(
        "{}. {}\n",
        answer.title.trim_end_matches('.'),
        panels.join(" ")
    )
}
