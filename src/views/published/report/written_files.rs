//! What is said of a report that was written.

use std::collections::BTreeMap;

use super::{row, table};
use crate::answer::{
    Answer, Bulletin, BulletinFigure, Cell, Column, Evidence, NumberFormat, Panel, ReleaseUsed,
    Site, Table,
};

/// Each figure, and where its files are.
pub(crate) fn answer(bulletin: &Bulletin, folder: &str, files: usize) -> Answer {
    let figure = |figure: &BulletinFigure| [figure.id.clone(), figure.answer.title.clone()];
    let release = |used: &ReleaseUsed| [used.id.clone(), used.title.clone()];
    let where_they_are = format!(
        "{files} files in {folder}: report.html and report.md are the page; figure-ID has the ending svg or png \
         (picture), csv (figures) or txt (description); manifest.json lists all files."
    );
    let panels = vec![
        Panel {
            table: pairs(["figure", "title"], bulletin.figures.iter().map(figure)),
            summary: vec![where_they_are.clone().into()],
            remarks: vec![where_they_are.into()],
            ..Panel::default()
        },
        Panel {
            table: pairs(["release", "title"], bulletin.releases.iter().map(release)),
            only_in_full: true,
            ..Panel::default()
        },
    ];
    let title = format!("{}: written", bulletin.title);
    Answer::new(title, panels, Evidence::of_no_figures())
}

/// How many pages and files a website has, and how large it is.
pub(crate) fn of_site(site: &Site, folder: &str, files: &BTreeMap<String, Vec<u8>>) -> Answer {
    let is_page = |name: &&String| matches!(name.rsplit_once('.'), Some((_, "html")));
    let pages = files.keys().filter(is_page).count();
    let bytes: usize = files.values().map(Vec::len).sum();
    let megabytes = NumberFormat::Decimal(1).write(bytes as f64 / 1e6);
    let where_they_are = format!(
        "{pages} pages and {} files ({megabytes} MB) in {folder}. Open index.html, or copy the folder \
         to a web server. manifest.json lists all files.",
        files.len()
    );
    let panel = Panel {
        summary: vec![where_they_are.clone().into()],
        remarks: vec![where_they_are.into()],
        ..Panel::default()
    };
    let title = format!("{}: written", site.title);
    Answer::new(title, vec![panel], Evidence::of_no_figures())
}

fn pairs(headers: [&str; 2], rows: impl Iterator<Item = [String; 2]>) -> Table {
    let rows = rows.map(|cells| row(cells.map(Cell::text)));
    table(headers.map(Column::left), rows)
}
