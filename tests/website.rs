//! The website: that it is sound, what it offers, and that every figure on its pages is a row of a CSV
//! that they offer.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::LazyLock;

use crate::pages::{assert_sound, between, references};
use crate::program::{Rows, folder, vawg, vawg_with};

/// The website, written once for all tests.
static SITE: LazyLock<(tempfile::TempDir, BTreeMap<String, Vec<u8>>)> = LazyLock::new(|| {
    let folder = folder();
    let out = folder.path().join("site");
    vawg_with(&["site", "--out", out.to_str().unwrap(), "--contact", "a & b"]).succeeds();
    let files = fs::read_dir(&out).unwrap().map(|entry| {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, fs::read(entry.path()).unwrap())
    });
    let files = files.collect();
    (folder, files)
});

fn has_ending(name: &str, ending: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, own)| own == ending)
}

fn pages() -> impl Iterator<Item = (&'static str, &'static str)> {
    let files = SITE.1.iter();
    files
        .filter(|(name, _)| has_ending(name, "html"))
        .map(|(name, bytes)| (name.as_str(), std::str::from_utf8(bytes).unwrap()))
}

#[test]
fn every_page_of_the_site_is_sound_and_every_link_leads_to_a_file_of_it() {
    let mut offered: BTreeSet<&str> = BTreeSet::new();
    for (name, page) in pages() {
        assert_sound(name, page);
        for reference in references(page) {
            if reference.starts_with('#')
                || reference.starts_with("https://www.nationalarchives.gov.uk/")
            {
                continue;
            }
            assert!(SITE.1.contains_key(reference), "{name}: {reference}");
            offered.insert(reference);
        }
    }
    for name in SITE.1.keys() {
        let for_programs = name.ends_with("-metadata.json") || name == "manifest.json";
        assert!(
            for_programs || offered.contains(name.as_str()),
            "{name} is not linked"
        );
    }
    let crimes = vawg("list crimes --format csv").succeeds();
    for crime in crimes
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next())
    {
        assert!(SITE.1.contains_key(&format!("{crime}.html")), "{crime}");
        assert!(
            offered.contains(format!("{crime}.html").as_str()),
            "{crime}"
        );
    }
    let (_, statement) = pages()
        .find(|(name, _)| *name == "accessibility.html")
        .unwrap();
    assert!(statement.contains("Write to a &amp; b."));
}

/// Figures and words of the CSV files that a page offers.
#[derive(Default)]
struct Offered {
    /// Every number, at full precision.
    numbers: Vec<f64>,
    /// Values alone, as they are written.
    values: BTreeSet<String>,
    /// Runs of digits in periods, ages and other words.
    digits: BTreeSet<String>,
}

impl Offered {
    fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut offered = Self::default();
        for name in names {
            let mut reader = csv::Reader::from_reader(SITE.1[name].as_slice());
            let headers = reader.headers().unwrap().clone();
            for record in reader.records() {
                for (header, field) in headers.iter().zip(record.unwrap().iter()) {
                    let is_number = [
                        "value",
                        "lower",
                        "upper",
                        "confidence",
                        "p_value",
                        "df",
                        "n",
                    ];
                    match field.parse::<f64>() {
                        Ok(number) if is_number.contains(&header) => {
                            offered.numbers.push(number);
                            offered.values.insert(format!("{number:?}"));
                        }
                        _ => offered.digits.extend(runs_of_digits(field)),
                    }
                }
            }
        }
        offered
    }

    /// Whether a number as people read it is one of these, rounded as it is written.
    fn has(&self, written: &str) -> bool {
        let plain = written.replace(',', "");
        let (plain, scale) = plain
            .strip_suffix('m')
            .map_or((plain.as_str(), 1.0), |millions| (millions, 1e6));
        let Ok(number) = plain.parse::<f64>() else {
            return false;
        };
        let places = plain.split_once('.').map_or(0, |(_, places)| places.len());
        let half = 0.5 * 10_f64.powi(-i32::try_from(places).unwrap());
        let thousands = written.contains(',') && written.ends_with(",000");
        let near = |own: f64| {
            let near = |own: f64, half: f64| (own.abs() - number).abs() <= half + 1e-9;
            near(own / scale, half) || near(own * 100.0, half) || (thousands && near(own, 500.0))
        };
        self.digits.contains(plain) || self.numbers.iter().any(|own| near(*own))
    }
}

fn runs_of_digits(text: &str) -> Vec<String> {
    let runs = text.split(|one: char| !one.is_ascii_digit());
    runs.filter(|run| !run.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Numbers in a text, with their commas and decimals.
fn numbers(text: &str) -> Vec<String> {
    let text = text
        .replace("&#x27;", "")
        .replace("&#34;", "")
        .replace("&#39;", "");
    // `5.4 million` stays one word.
    let text = text.replace(" million", "m");
    text.split(|one: char| !(one.is_ascii_digit() || [',', '.', 'm'].contains(&one)))
        .map(|run| {
            run.trim_start_matches('m')
                .trim_matches([',', '.'])
                .to_owned()
        })
        .filter(|run| run.contains(|one: char| one.is_ascii_digit()))
        .collect()
}

/// The files with figures that a page offers, or that the pages it lists offer.
fn tables(page: &str, with_linked: bool) -> BTreeSet<&'static str> {
    let mut names = BTreeSet::new();
    for reference in references(page) {
        if has_ending(reference, "csv") {
            names.extend(
                SITE.1
                    .get_key_value(reference)
                    .map(|(name, _)| name.as_str()),
            );
        } else if let Some(bytes) = SITE
            .1
            .get(reference)
            .filter(|_| with_linked && has_ending(reference, "html"))
        {
            names.extend(tables(std::str::from_utf8(bytes).unwrap(), false));
        }
    }
    names
}

/// What a page shows that no CSV it offers has.
fn not_offered(page: &str, is_front: bool) -> Vec<String> {
    let offered = Offered::of(tables(page, is_front).into_iter());
    let values = between(page, "data-value=\"", "\"").into_iter();
    let mut missing: Vec<String> = values
        .filter(|value| !offered.values.contains(*value))
        .map(str::to_owned)
        .collect();
    let headlines = between(page, "<strong>", "</strong>").into_iter();
    let cells = between(page, "<td>", "</td>")
        .into_iter()
        .filter(|_| is_front);
    let in_columns = between(page, "<td class=\"number\"", "</td>").into_iter();
    let in_columns = in_columns.filter_map(|cell| Some(cell.split_once('>')?.1));
    for text in headlines.chain(cells).chain(in_columns) {
        let found = numbers(text);
        missing.extend(found.into_iter().filter(|number| !offered.has(number)));
    }
    missing
}

#[test]
fn every_figure_on_the_site_is_a_row_of_a_csv_that_it_offers() {
    let mut figures = 0;
    for (name, page) in pages() {
        let missing = not_offered(page, name == "index.html");
        assert!(missing.is_empty(), "{name}: {missing:?}");
        figures += page.matches("data-value=").count();
    }
    assert!(figures > 2_000, "{figures}");
}

#[test]
fn a_figure_without_its_row_is_found() {
    let (_, rape) = pages().find(|(name, _)| *name == "rape.html").unwrap();
    // 71,581 rapes in 2024-25: ONS, Appendix tables, year ending December 2025, Table A5a.
    assert!(rape.contains("data-value=\"71581.0\""));
    let altered = rape.replace("data-value=\"71581.0\"", "data-value=\"71582.0\"");
    assert!(!not_offered(&altered, false).is_empty());
    let (_, front) = pages().find(|(name, _)| *name == "index.html").unwrap();
    // 74,174 rapes in the year ending December 2025: the same table.
    let altered = front.replace("74,174 rapes", "74,175 rapes");
    assert_eq!(not_offered(&altered, true), ["74,175"]);
}

fn page(name: &str) -> &'static str {
    let (_, page) = pages().find(|(own, _)| *own == name).unwrap();
    page
}

/// Every force has a page, with its own row of the comparison and no other.
#[test]
fn the_page_of_a_force_has_its_place_among_all() {
    let areas = vawg("list areas --format csv").succeeds();
    let mut rows = csv::Reader::from_reader(areas.as_bytes());
    let names = rows.records().map(|row| row.unwrap());
    let forces: Vec<String> = names
        .filter(|row| &row[2] == "force")
        .map(|row| row[0].to_owned())
        .collect();
    // 43 territorial police forces of England and Wales.
    assert_eq!(forces.len(), 43);
    let compared = page("police-forces.html");
    let front = page("index.html");
    for force in &forces {
        let file = format!(
            "{}.html",
            force.to_lowercase().replace(", ", " ").replace(' ', "-")
        );
        assert!(
            front.contains(&format!("<a href=\"{file}\">{force}</a>")),
            "{force}"
        );
        let own = page(&file);
        let begin = format!("<th scope=\"row\">{force}</th>");
        let rows = between(own, &begin, "</tr>");
        assert!(rows.len() <= 2, "{force}");
        assert!(!rows.is_empty() || force == "London, City of", "{force}");
        for row in rows {
            assert!(between(compared, &begin, "</tr>").contains(&row), "{force}");
        }
        for other in forces.iter().filter(|other| *other != force) {
            let other = format!("<th scope=\"row\">{other}</th>");
            assert!(!own.contains(&other), "{force}: {other}");
        }
    }
}

/// Every page of a force shows its rates beside those of England and Wales; index numbers where few
/// people or none live there. They are offered as CSV, and drawn on the page alone.
#[test]
fn the_page_of_a_force_has_its_rates_beside_england_and_wales() {
    let mut compared = 0;
    for name in SITE.1.keys().filter(|name| name.ends_with("-beside.csv")) {
        let stem = name.trim_end_matches("-beside.csv");
        let page = page(&format!("{stem}.html"));
        assert!(page.contains(&format!("href=\"{name}\"")), "{name}");
        let without_rate = ["british-transport-police", "london-city-of"].contains(&stem);
        let statistic = if without_rate { "index" } else { "rate" };
        assert_eq!(
            page.contains("No rate per 1,000 people can be given"),
            without_rate,
            "{stem}"
        );
        let rows = Rows::read(std::str::from_utf8(&SITE.1[name]).unwrap());
        for measure in ["police-sexual-offences", "police-stalking-and-harassment"] {
            let row = |area: &[(&str, &str)]| {
                let wanted = [
                    ("statistic", statistic),
                    ("measure", measure),
                    ("period", "2021-22"),
                ];
                rows.with(&[&wanted, area].concat()).len()
            };
            assert_eq!(row(&[("area_code", "K04000001")]), 1, "{name} {measure}");
            assert_eq!(row(&[]), 2, "{name} {measure}");
        }
        for ending in ["png", "svg", "json", "xlsx"] {
            assert!(!SITE.1.contains_key(&format!("{stem}-beside.{ending}")));
        }
        compared += 1;
    }
    // 43 territorial forces and the British Transport Police.
    assert_eq!(compared, 44);
}

#[test]
fn the_front_page_has_the_main_figures_without_commands() {
    let front = page("index.html");
    let (_, main) = front
        .split_once("<a href=\"summary.html\">Main figures</a>")
        .unwrap();
    let (main, _) = main.split_once("id=\"latest\"").unwrap();
    // Stalking in the year ending December 2025: ONS, Appendix tables, Table A5a.
    assert!(main.contains("data-value=\"144025.0\""), "{main}");
    assert!(main.contains("rows are not to be added up"));
    assert!(!main.contains("--crime"));
}

#[test]
fn every_symbol_on_a_page_has_its_meaning_there() {
    for name in ["police-forces.html", "avon-and-somerset.html", "rape.html"] {
        let page = page(name);
        for symbol in ["[x]", "[z]", "[s]", "[ns]"] {
            let shown = page.contains(&format!(">{symbol}</td>"));
            assert!(
                !shown || page.contains(&format!("<li>{symbol} ")),
                "{name}: {symbol}"
            );
        }
    }
    assert!(page("police-forces.html").contains(">[ns]</td>"));
}

#[test]
fn workbooks_are_offered_in_both_forms() {
    for form in ["xlsx", "ods"] {
        let name = format!("rape.{form}");
        assert!(page("rape.html").contains(&format!("href=\"{name}\"")));
        assert!(SITE.1[&name].starts_with(b"PK"), "{form}");
    }
}

/// On two pages: a check makes every answer again.
#[test]
fn a_check_finds_no_difference_then_the_number_that_was_changed() {
    let folder = folder();
    let out = folder.path().join("site");
    let site = |more: &[&str]| {
        let out = out.to_str().unwrap();
        let all = [
            "site",
            "--out",
            out,
            "--contact",
            "a & b",
            "--only",
            "rape,kent",
        ];
        vawg_with(&[&all, more].concat())
    };
    site(&[]).succeeds();
    let same = site(&["--check"]).succeeds();
    assert!(same.contains("None of "), "{same}");
    assert!(!same.contains("another drawing"), "{same}");
    // The pages are those of the whole website, but for the list of the others.
    for name in ["rape.csv", "kent.png", "kent-beside.csv"] {
        assert_eq!(fs::read(out.join(name)).unwrap(), SITE.1[name], "{name}");
    }
    let csv = fs::read_to_string(out.join("rape.csv")).unwrap();
    // 71,581 rapes in 2024-25: ONS, Appendix tables, year ending December 2025, Table A5a.
    assert!(csv.contains("71581.0"));
    fs::write(out.join("rape.csv"), csv.replace("71581.0", "71582.0")).unwrap();
    let run = site(&["--check"]);
    assert_eq!(run.status, 1);
    assert!(
        run.stdout.contains("71582.0") || run.stdout.contains("71,582"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_page_that_is_not_there_is_a_usage_error() {
    vawg("site --out x --only raep").fails(
        2,
        "error: unknown page `raep`\nhint: did you mean `rape`?\n",
    );
}

#[test]
fn a_site_that_cannot_be_written_leaves_nothing() {
    let folder = folder();
    let file = folder.path().join("file");
    fs::write(&file, "mine").unwrap();
    let out = file.join("site");
    vawg_with(&["site", "--out", out.to_str().unwrap(), "--quiet"])
        .refuses(1, "error: cannot write");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let missing = folder.path().join("missing");
    vawg_with(&["site", "--out", missing.to_str().unwrap(), "--check"])
        .refuses(1, "error: there is no folder");
}
