//! Pages of an answer and of a report: what they refer to and what they offer.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use base64::Engine as _;

use crate::program::{folder, vawg, vawg_with};

/// What stands between two texts, wherever they occur.
pub(crate) fn between<'a>(page: &'a str, begin: &str, end: &str) -> Vec<&'a str> {
    let parts = page.split(begin).skip(1);
    parts
        .filter_map(|part| Some(part.split_once(end)?.0))
        .collect()
}

pub(crate) fn references(page: &str) -> Vec<&str> {
    between(page, " href=\"", "\"")
}

fn ids(page: &str) -> Vec<&str> {
    between(page, " id=\"", "\"")
}

/// The rules that every page keeps: one heading of the first level, headings in order, tables with
/// captions and scopes, names used once and links that lead somewhere.
pub(crate) fn assert_sound(name: &str, page: &str) {
    assert!(
        page.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\">"),
        "{name}"
    );
    assert_eq!(page.matches("<h1>").count(), 1, "{name}");
    let levels: Vec<u32> = page
        .split("<h")
        .skip(1)
        .filter_map(|part| {
            let (level, rest) = part.split_at_checked(1)?;
            rest.starts_with(['>', ' ']).then(|| level.parse().ok())?
        })
        .collect();
    for pair in levels.windows(2) {
        assert!(pair[1] <= pair[0] + 1, "{name}: {levels:?}");
    }
    assert_eq!(
        page.matches("<table>").count(),
        page.matches("<caption>").count(),
        "{name}"
    );
    for heading in between(page, "<th", ">") {
        let is_cell = heading.contains("scope=\"") || heading == "ead";
        assert!(is_cell, "{name}: <th{heading}>");
    }
    let all = ids(page);
    let once: BTreeSet<&str> = all.iter().copied().collect();
    assert_eq!(all.len(), once.len(), "{name}: {all:?}");
    for reference in references(page)
        .into_iter()
        .filter_map(|it| it.strip_prefix('#'))
    {
        assert!(once.contains(reference), "{name}: #{reference}");
    }
    for outside in [
        "src=",
        "<link",
        "url(",
        "@import",
        "fetch(",
        "XMLHttpRequest",
    ] {
        assert!(!page.contains(outside), "{name}: {outside}");
    }
}

/// The bytes of a download within a page.
fn inside(page: &str, ending: &str) -> String {
    let links = between(page, "<a href=\"data:", "</a>");
    let link = links
        .iter()
        .find(|link| link.contains(&format!(".{ending}\"")));
    let (_, data) = link.unwrap().split_once("base64,").unwrap();
    let (data, _) = data.split_once('"').unwrap();
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(data)
        .unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn an_answer_is_a_page_that_needs_nothing_else() {
    for arguments in [
        "trend --crime rape",
        "trajectory",
        "list breaks",
        "audit nao-hc547",
        "prevalence --crime violence",
        "revisions ons-appendix-ye-jun-2025 ons-appendix-ye-dec-2025 --crime rape",
    ] {
        let page = vawg(&format!("{arguments} --format html")).succeeds();
        assert_sound(arguments, &page);
        for reference in references(&page) {
            let stays = reference.starts_with('#') || reference.starts_with("data:");
            assert!(stays, "{arguments}: {reference}");
        }
    }
}

#[test]
fn the_downloads_in_a_page_are_the_machine_output() {
    let page = vawg("trend --crime stalking --format html").succeeds();
    let csv = vawg("trend --crime stalking --format csv").succeeds();
    let json = vawg("trend --crime stalking --format json").succeeds();
    assert_eq!(inside(&page, "csv"), csv);
    assert_eq!(inside(&page, "json"), json);
}

#[test]
fn the_form_follows_the_ending_and_the_same_answer_gives_the_same_bytes() {
    let folder = folder();
    let write = |name: &str| {
        let path = folder.path().join(name);
        vawg_with(&["trend", "--crime", "rape", "-o", path.to_str().unwrap()]).succeeds();
        fs::read(path).unwrap()
    };
    assert_eq!(write("one.html"), write("two.htm"));
    vawg("trend --crime rape --format csv -o rape.html").refuses(
        2,
        "error: the ending of `rape.html` contradicts --format csv",
    );
}

#[test]
fn what_a_user_writes_never_becomes_markup() {
    let folder = folder();
    let path = folder.path().join("own.csv");
    let attack = "<script>alert(1)</script>&\"'";
    let quoted = attack.replace('"', "\"\"");
    let rows: String = (2018..2024)
        .map(|year| {
            format!(
                "\"{quoted}\",{year}-{:02},{}\n",
                (year + 1) % 100,
                year - 2000
            )
        })
        .collect();
    fs::write(&path, format!("series,period,value\n{rows}")).unwrap();
    let own = path.to_str().unwrap();
    let page = vawg_with(&["trend", "--input", own, "--format", "html"]).succeeds();
    assert!(!page.contains("<script>alert"));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;"));
    assert_eq!(page.matches("<script>").count(), 1);
    assert!(!page.contains("Open Government Licence"));
}

#[test]
fn a_report_is_a_page_too_alone_and_in_its_folder() {
    let folder = folder();
    let page = folder.path().join("one.html");
    let out = crate::report::NAO.out();
    let (page, out) = (page.to_str().unwrap(), out.to_str().unwrap());
    vawg_with(&["report", "nao-hc547", "-o", page]).succeeds();
    let alone = fs::read_to_string(page).unwrap();
    assert_eq!(
        alone,
        fs::read_to_string(Path::new(out).join("report.html")).unwrap()
    );
    assert_sound("report", &alone);
    assert!(alone.contains("Figure 1: "));
    let csv = fs::read_to_string(Path::new(out).join("figure-1.csv")).unwrap();
    assert_eq!(inside(&alone, "csv"), csv);
    vawg_with(&["report", "nao-hc547", "-o", page, "--out", out])
        .refuses(2, "error: --out writes a folder");
    vawg("report nao-hc547").refuses(2, "error: no folder to write the report to");
    vawg("report nao-hc547 --check --format html").refuses(2, "error: --check needs the folder");
}
