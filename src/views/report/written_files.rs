//! What is said of a report that was written.

use crate::answer::{
    Answer, Bulletin, BulletinFigure, Cell, Column, Evidence, Panel, ReleaseUsed, Table, TableRow,
};

/// Each figure, and where its files are.
pub(crate) fn answer(bulletin: &Bulletin, folder: &str, files: usize) -> Answer {
    let figure = |figure: &BulletinFigure| [figure.id.clone(), figure.answer.title.clone()];
    let release = |used: &ReleaseUsed| [used.id.clone(), used.title.clone()];
    let where_they_are = format!(
        "{files} files in {folder}: report.md is the page; figure-ID has the ending svg or png \
         (picture), csv (figures) or txt (description); manifest.json lists all files."
    );
    let panels = vec![
        Panel {
            table: table(["figure", "title"], bulletin.figures.iter().map(figure)),
            summary: vec![where_they_are.clone().into()],
            remarks: vec![where_they_are.into()],
            ..Panel::default()
        },
        Panel {
            table: table(["release", "title"], bulletin.releases.iter().map(release)),
            only_in_full: true,
            ..Panel::default()
        },
    ];
    let title = format!("{}: written", bulletin.title);
    Answer::new(title, panels, Evidence::of_no_figures())
}

fn table(headers: [&str; 2], rows: impl Iterator<Item = [String; 2]>) -> Table {
    Table {
        columns: headers.map(Column::left).to_vec(),
        rows: rows
            .map(|cells| TableRow {
                cells: cells.map(Cell::text).to_vec(),
                ..TableRow::default()
            })
            .collect(),
        earlier_rows: 0,
    }
}
