//! A website: a folder of pages and downloads that works without a server and with scripts off.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;

use super::super::parallel::{Named, in_parallel};
use super::super::{MANIFEST, Manifest, csv, json, svg, workbook};
use super::parts::{Download, PageTable, Part, drawn_tables, size, words};
use super::{LICENCE, render};
use crate::answer::{Forms, PageSubject, Site, SitePage, SitePart};
use crate::cli::PictureArgs;
use crate::model::Marker;

/// The website's name in its manifest.
pub const NAME: &str = "site";

/// Largest CSV, in bytes, beside which the same rows are offered as JSON, which takes four times as
/// much.
const LARGEST_BESIDE_JSON: usize = 1_000_000;

/// Pages of words alone: file, template, title.
const PROSE: [(&str, &str, &str); 3] = [
    ("methods", "methods.html", "How the figures are made"),
    (
        "accessibility",
        "accessibility.html",
        "Accessibility statement",
    ),
    ("licence", "licence.html", "Licence and how to cite"),
];

/// The files of a website by name, the same bytes for the same site. `drawn` hears of each part
/// that has files.
///
/// # Errors
/// If a chart cannot be drawn.
pub fn site(site: &Site, drawn: &(dyn Fn(&str) + Sync)) -> Result<BTreeMap<String, Vec<u8>>> {
    let frame = Frame::new(site)?;
    let parts: Vec<&SitePart> = site.parts().collect();
    let of_parts = |part: &&SitePart| {
        drawn(&part.id);
        part_files(part)
    };
    let made = in_parallel(&parts, of_parts, &|_| ())?;
    let mut files: BTreeMap<String, Vec<u8>> = made.into_iter().collect();
    let made = in_parallel(&site.pages, |page| page_file(page, &frame, &files), &|_| ())?;
    files.extend(made);
    for (id, template, title) in PROSE {
        let page = frame.page(id, title);
        files.insert(format!("{id}.html"), render(template, &page)?);
    }
    let front = Front::new(site, &frame)?;
    files.insert("index.html".to_owned(), render("front.html", &front)?);
    let manifest = Manifest::of_site(NAME, site, &files).to_json()?;
    files.insert(MANIFEST.to_owned(), manifest);
    Ok(files)
}

/// A page; the files that it offers are made.
fn page_file(
    page: &SitePage,
    frame: &Frame<'_>,
    files: &BTreeMap<String, Vec<u8>>,
) -> Result<Vec<Named>> {
    let mut context = frame.page(&page.id, &page.title);
    context.summary = &page.summary;
    for (place, part) in page.parts.iter().enumerate() {
        let prefix = if place == 0 { "" } else { part.id.as_str() };
        let mut words = Part::new(&part.answer, prefix)?;
        words.title.clone_from(&part.heading);
        words.command.clone_from(&part.command);
        words.downloads = downloads(&part.files, files);
        context.parts.push(words);
    }
    let name = format!("{}.html", page.id);
    Ok(vec![(name, render("site.html", &context)?)])
}

/// The figures of a part in every form that the site offers.
fn part_files(part: &SitePart) -> Result<Vec<Named>> {
    let name = |ending: &str| format!("{}.{ending}", part.id);
    let numbers = name("csv");
    let mut files = vec![
        (numbers.clone(), csv::csv(&part.answer)?),
        (
            format!("{numbers}-metadata.json"),
            csv::metadata(&part.answer, &numbers)?,
        ),
    ];
    if part.forms == Forms::Csv {
        return Ok(files);
    }
    // A reader of so many rows takes the CSV.
    if files[0].1.len() <= LARGEST_BESIDE_JSON {
        files.push((name("json"), json::json(&part.answer)?));
    }
    files.push((name("xlsx"), workbook::xlsx(&part.answer)?));
    files.push((name("ods"), workbook::ods(&part.answer)?));
    if part.answer.has_chart() {
        let picture = svg::picture(&part.answer, &PictureArgs::default())?;
        files.push((name("png"), picture.png()?));
        if part.forms == Forms::All {
            files.push((name("svg"), picture.outlined()?.into_bytes()));
        }
    }
    Ok(files)
}

/// What a page says of the files beside it; a description that only programs read is left out.
fn downloads(stem: &str, files: &BTreeMap<String, Vec<u8>>) -> Vec<Download> {
    const FORMS: [(&str, &str); 6] = [
        ("csv", "CSV"),
        ("xlsx", "workbook, Excel"),
        ("ods", "workbook, OpenDocument"),
        ("json", "JSON"),
        ("png", "picture, PNG"),
        ("svg", "picture, SVG"),
    ];
    let download = |(ending, form): (&str, &'static str)| {
        let name = format!("{stem}.{ending}");
        let size = size(files.get(&name)?.len());
        Some(Download {
            form,
            href: name.clone(),
            name,
            size,
        })
    };
    FORMS.into_iter().filter_map(download).collect()
}

/// What every page has: the name of the site, its other pages and the search index.
struct Frame<'a> {
    site: &'a Site,
    search: String,
}

/// A page as its template takes it.
#[derive(Debug, Default, Serialize)]
struct PageContext<'a> {
    title: &'a str,
    site_title: &'a str,
    summary: &'a str,
    parts: Vec<Part>,
    links: Vec<Link<'a>>,
    search: &'a str,
    markers: Vec<[&'static str; 2]>,
    contact: &'a str,
    licence: &'static str,
    version: &'static str,
    releases: Vec<[&'a str; 2]>,
}

#[derive(Debug, Clone, Serialize)]
struct Link<'a> {
    href: String,
    title: &'a str,
    is_current: bool,
}

/// An entry of the search index.
#[derive(Debug, Serialize)]
struct Entry<'a> {
    href: String,
    title: &'a str,
    words: String,
}

impl<'a> Frame<'a> {
    fn new(site: &'a Site) -> Result<Self> {
        let entry = |page: &'a SitePage| {
            let all = [page.title.as_str(), &page.summary, &page.id];
            let words = all.into_iter().chain(page.also.iter().map(String::as_str));
            Entry {
                href: format!("{}.html", page.id),
                title: &page.title,
                words: words.collect::<Vec<_>>().join(" ").to_lowercase(),
            }
        };
        let prose = PROSE.iter().map(|(id, _, title)| Entry {
            href: format!("{id}.html"),
            title,
            words: title.to_lowercase(),
        });
        let entries: Vec<Entry<'_>> = site.pages.iter().map(entry).chain(prose).collect();
        // In a page, `</script>` would end the index.
        let search = serde_json::to_string(&entries)?.replace('<', "\\u003c");
        Ok(Self { site, search })
    }

    fn page<'b>(&'b self, id: &str, title: &'b str) -> PageContext<'b> {
        let mut links = vec![("index", "All crimes")];
        let others = self.site.pages.iter();
        links.extend(
            others
                .filter(|page| !matches!(page.subject, PageSubject::Crime | PageSubject::Area))
                .map(|page| (page.id.as_str(), page.title.as_str())),
        );
        links.extend(PROSE.iter().map(|(id, _, title)| (*id, *title)));
        let link = |(href, title): (&str, &'b str)| Link {
            href: format!("{href}.html"),
            title,
            is_current: href == id,
        };
        let releases = self.site.releases.iter();
        PageContext {
            title,
            site_title: &self.site.title,
            links: links.into_iter().map(link).collect(),
            search: &self.search,
            markers: Marker::ALL
                .iter()
                .map(|(_, symbol, meaning)| [*symbol, *meaning])
                .collect(),
            contact: &self.site.contact,
            licence: LICENCE,
            version: env!("CARGO_PKG_VERSION"),
            releases: releases
                .map(|release| [release.id.as_str(), release.title.as_str()])
                .collect(),
            ..PageContext::default()
        }
    }
}

/// The front page: the target, then the latest figures on every crime.
#[derive(Debug, Serialize)]
struct Front<'a> {
    #[serde(flatten)]
    page: PageContext<'a>,
    target: Option<Link<'a>>,
    /// The sources, each a column.
    columns: Vec<&'a str>,
    crimes: Vec<CrimeRow<'a>>,
    /// The page of the main figures, and its tables as they are drawn.
    main_page: Option<Link<'a>>,
    main_cautions: Vec<String>,
    main_figures: Vec<PageTable>,
    /// Pages of police forces.
    areas: Vec<Link<'a>>,
    /// The releases with the latest figures, in a few words.
    latest: Vec<String>,
}

#[derive(Debug, Serialize)]
struct CrimeRow<'a> {
    link: Link<'a>,
    cells: Vec<String>,
}

impl<'a> Front<'a> {
    fn new(site: &'a Site, frame: &'a Frame<'_>) -> Result<Self> {
        let of = |subject: PageSubject| {
            let pages = site.pages.iter();
            pages.filter(move |page| page.subject == subject)
        };
        let (columns, crimes) = by_crime(&of(PageSubject::Crime).collect::<Vec<_>>());
        let mut page = frame.page("index", &site.title);
        let target = of(PageSubject::Target).next();
        if let Some(part) = target.and_then(|target| target.parts.first()) {
            page.parts.push(Part::new(&part.answer, "")?);
        }
        let summary = of(PageSubject::Summary).next();
        let main = || summary.into_iter().flat_map(|page| &page.parts);
        let mut latest: Vec<String> = Vec::new();
        for source in site.parts().flat_map(|part| part.answer.short_sources()) {
            if !latest.contains(source) {
                latest.push(source.clone());
            }
        }
        Ok(Self {
            page,
            target: target.map(link),
            main_page: summary.map(link),
            main_cautions: main()
                .flat_map(|part| words(&part.answer.cautions))
                .collect(),
            main_figures: main().flat_map(|part| drawn_tables(&part.answer)).collect(),
            areas: of(PageSubject::Area).map(link).collect(),
            crimes,
            columns,
            latest,
        })
    }
}

/// The sources, each a column, and the latest figure of each on every crime.
fn by_crime<'a>(pages: &[&'a SitePage]) -> (Vec<&'a str>, Vec<CrimeRow<'a>>) {
    let shown = |page: &'a SitePage| {
        let panels = page.parts.first().map(|part| &part.answer.panels);
        panels
            .into_iter()
            .flatten()
            .filter(|panel| !panel.headline.is_empty() && !panel.only_in_full)
    };
    let mut columns: Vec<&str> = Vec::new();
    for panel in pages.iter().copied().flat_map(shown) {
        if !columns.contains(&panel.heading.as_str()) {
            columns.push(&panel.heading);
        }
    }
    let cell = |page: &'a SitePage, column: &str| {
        let found = shown(page).find(|panel| panel.heading == column);
        found.map_or_else(String::new, |panel| panel.headline.to_string())
    };
    let row = |page: &&'a SitePage| CrimeRow {
        link: link(page),
        cells: columns.iter().map(|column| cell(page, column)).collect(),
    };
    let rows = pages.iter().map(row).collect();
    (columns, rows)
}

fn link(page: &SitePage) -> Link<'_> {
    Link {
        href: format!("{}.html", page.id),
        title: &page.title,
        is_current: false,
    }
}
