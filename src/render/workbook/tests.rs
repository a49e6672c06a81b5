//! Workbooks read back by another library, and their parts read as XML.

use std::io::{Cursor, Read};

use calamine::{Data, Ods, Reader, Xlsx};

use super::{ods, xlsx};
use crate::answer::{Answer, Cell, Column, Evidence, NumberFormat, Panel, Table, TableRow};
use crate::facts::{Fact, Facts, Statistic};
use crate::model::{Marker, Period};

fn answer() -> Answer {
    let mut facts = Facts::default();
    let mut fact = |value, marker| {
        facts.put(Fact {
            statistic: Statistic::Observed,
            value,
            marker,
            lower: Some(1.9),
            upper: Some(2.7),
            p_value: Some(0.031),
            period: Period::financial(2010).into(),
            ..Fact::default()
        })
    };
    let (held, missing) = (
        fact(Some(2.345_678_901_234), None),
        fact(None, Some(Marker::NotAvailable)),
    );
    let per_cent = NumberFormat::PerCent(1);
    let row = |period: &str, fact: &Fact, change: Cell| TableRow {
        cells: vec![
            Cell::text(period),
            Cell::of(fact, per_cent),
            change,
            Cell::limits(fact, per_cent),
            Cell::p_value(fact).unwrap(),
        ],
        notes: vec![1],
        ..TableRow::default()
    };
    let table = Table {
        columns: vec![
            Column::left("year"),
            Column::right("Women & girls"),
            Column::right("change"),
            Column::right("95% confidence interval"),
            Column::right("p"),
        ],
        rows: vec![
            row("2009-10", &held, Cell::Empty),
            row(
                "2010-11",
                &missing,
                Cell::Number(1_246_906.0, NumberFormat::NearestThousand),
            ),
        ],
        earlier_rows: 0,
    };
    with_table(table, &facts)
}

fn with_table(table: Table, facts: &Facts) -> Answer {
    let panel = Panel {
        heading: "Crime Survey <CSEW>".to_owned(),
        scope: "Rape, women, England and Wales".to_owned(),
        table,
        ..Panel::default()
    };
    let mut answer = Answer::new(
        "Rape & more",
        vec![panel],
        Evidence::default().with_note("A note.", false),
    )
    .with_facts(facts.iter().cloned());
    answer.published = "2026-04-23".to_owned();
    answer
}

fn part(file: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

fn check(sheet: &calamine::Range<Data>) {
    let rows: Vec<&[Data]> = sheet.rows().collect();
    let at = rows
        .iter()
        .position(|row| row[0] == Data::String("year".to_owned()))
        .unwrap();
    let headers: Vec<String> = rows[at].iter().map(ToString::to_string).collect();
    assert_eq!(
        headers,
        [
            "year",
            "Women & girls (%)",
            "change",
            "95% confidence interval: lower limit (%)",
            "95% confidence interval: upper limit (%)",
            "p-value",
            "significance",
            "notes"
        ]
    );
    // Excel would take this for October 2009.
    assert_eq!(rows[at + 1][0], Data::String("2009-10".to_owned()));
    assert_eq!(rows[at + 1][1], Data::Float(2.345_678_901_234));
    assert_eq!(rows[at + 1][2], Data::String("[z]".to_owned()));
    assert_eq!(rows[at + 1][3], Data::Float(1.9));
    assert_eq!(rows[at + 1][6], Data::String("[s]".to_owned()));
    assert_eq!(rows[at + 2][1], Data::String("[x]".to_owned()));
    assert_eq!(rows[at + 2][2], Data::Float(1_246_906.0));
    assert_eq!(rows[at + 2][7], Data::String("[note 1]".to_owned()));
}

#[test]
fn another_library_reads_numbers_text_and_markers_from_xlsx() {
    let bytes = xlsx(&answer()).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(
        book.sheet_names(),
        ["Cover", "Contents", "Notes", "Table 1"]
    );
    check(&book.worksheet_range("Table 1").unwrap());
}

#[test]
fn another_library_reads_numbers_text_and_markers_from_ods() {
    let bytes = ods(&answer()).unwrap();
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).unwrap();
    assert_eq!(
        book.sheet_names(),
        ["Cover", "Contents", "Notes", "Table 1"]
    );
    check(&book.worksheet_range("Table 1").unwrap());
}

#[test]
fn shorthand_and_notes_are_explained_on_their_sheet() {
    let bytes = xlsx(&answer()).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let notes = book.worksheet_range("Notes").unwrap();
    let first: Vec<String> = notes.rows().map(|row| row[0].to_string()).collect();
    for name in ["general", "[x]", "[z]", "[s]"] {
        assert!(first.iter().any(|cell| cell == name), "{name}: {first:?}");
    }
}

#[test]
fn the_document_says_what_it_is_and_when_its_newest_release_was_published() {
    let bytes = xlsx(&answer()).unwrap();
    let core = part(&bytes, "docProps/core.xml");
    for expected in [
        "<dc:title>Rape &amp; more</dc:title>",
        "<dc:language>en-GB</dc:language>",
        "2026-04-23T00:00:00Z</dcterms:created>",
        "<dc:subject>Official figures",
    ] {
        assert!(core.contains(expected), "{expected}: {core}");
    }
    let meta = part(&ods(&answer()).unwrap(), "meta.xml");
    for expected in [
        "<dc:title>Rape &amp; more</dc:title>",
        "2026-04-23T00:00:00",
        "en-GB",
    ] {
        assert!(meta.contains(expected), "{expected}: {meta}");
    }
}

#[test]
fn titles_are_headings_and_tables_are_marked_up() {
    let bytes = xlsx(&answer()).unwrap();
    let styles = part(&bytes, "xl/styles.xml");
    assert!(styles.contains("name=\"Heading 1\""), "{styles}");
    assert!(styles.contains("name=\"Heading 2\""), "{styles}");
    let document = resvg::usvg::roxmltree::Document::parse(&styles).unwrap();
    for list in ["cellStyleXfs", "cellStyles", "cellXfs"] {
        let node = document.descendants().find(|node| node.has_tag_name(list));
        let node = document
            .descendants()
            .find(|one| one.tag_name().name() == list)
            .or(node)
            .unwrap();
        let count: usize = node.attribute("count").unwrap().parse().unwrap();
        assert_eq!(
            count,
            node.children()
                .filter(resvg::usvg::roxmltree::Node::is_element)
                .count(),
            "{list}"
        );
    }
    assert!(part(&bytes, "xl/tables/table3.xml").contains("name=\"Table_1\""));
    let content = part(&ods(&answer()).unwrap(), "content.xml");
    resvg::usvg::roxmltree::Document::parse(&content).unwrap();
    assert!(content.contains("table:name=\"Table_1\""));
    assert!(content.contains("table:style-name=\"Heading_20_1\""));
}

#[test]
fn the_same_answer_gives_the_same_bytes() {
    assert_eq!(xlsx(&answer()).unwrap(), xlsx(&answer()).unwrap());
    assert_eq!(ods(&answer()).unwrap(), ods(&answer()).unwrap());
}
