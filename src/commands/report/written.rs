//! What is said of a report that was written.

use crate::answer::{
    Answer, Bulletin, BulletinFigure, Cell, Column, Evidence, Panel, Table, TableRow,
};

/// Each figure with its files, and where they are.
#[must_use]
pub fn written(bulletin: &Bulletin, folder: &str, files: usize) -> Answer {
    let row = |figure: &BulletinFigure| TableRow {
        cells: vec![
            Cell::text(&figure.id),
            Cell::text(&figure.answer.title),
            Cell::text(if figure.answer.has_chart() {
                "svg, png, csv, txt"
            } else {
                "csv, txt"
            }),
        ],
        ..TableRow::default()
    };
    let panel = Panel {
        table: Table {
            columns: vec![
                Column::left("figure"),
                Column::left("title"),
                Column::left("files"),
            ],
            rows: bulletin.figures.iter().map(row).collect(),
            earlier_rows: 0,
        },
        remarks: vec![
            format!(
                "{files} files in {folder}: figure-ID.svg and so on, report.md, manifest.json."
            )
            .into(),
        ],
        ..Panel::default()
    };
    let releases = bulletin.releases.iter().map(|used| used.title.clone());
    Answer::new(
        format!("{}: written", bulletin.title),
        vec![panel],
        Evidence::of_releases(releases),
    )
}
