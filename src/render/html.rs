//! Answers and reports as pages: one file each that needs no other, works from a folder or an
//! e-mail, without a network and with scripts off.
//!
//! The templates are in `html/`; whatever they are given is escaped, save drawings of our own.

mod parts;
pub(super) mod site;

use std::sync::LazyLock;

use anyhow::Result;
use base64::Engine as _;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment};
use serde::Serialize;

use self::parts::{Download, Part, size};
use super::{csv, json};
use crate::answer::{Answer, Bulletin};

/// Every template by name. A page without its style or its script is still whole.
const TEMPLATES: [(&str, &str); 11] = [
    ("base.html", include_str!("html/base.html")),
    ("part.html", include_str!("html/part.html")),
    ("answer.html", include_str!("html/answer.html")),
    ("report.html", include_str!("html/report.html")),
    ("site.html", include_str!("html/site.html")),
    ("front.html", include_str!("html/front.html")),
    ("methods.html", include_str!("html/methods.html")),
    (
        "accessibility.html",
        include_str!("html/accessibility.html"),
    ),
    ("licence.html", include_str!("html/licence.html")),
    ("style.css", include_str!("html/style.css")),
    ("page.js", include_str!("html/page.js")),
];

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|name| match name.rsplit_once('.') {
        Some((_, "css" | "js")) => AutoEscape::None,
        _ => AutoEscape::Html,
    });
    if let Ok(syntax) = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()
    {
        environment.set_syntax(syntax);
    }
    for (name, source) in TEMPLATES {
        // A template that cannot be read is an error where it is used; a test reads them all.
        let _ = environment.add_template(name, source);
    }
    environment
});

/// An answer as a page.
///
/// # Errors
/// If a chart cannot be drawn.
pub(super) fn answer(answer: &Answer) -> Result<Vec<u8>> {
    let mut part = Part::new(answer, "")?;
    part.downloads = within(answer, &file_name(&answer.title))?;
    let page = Page {
        title: &answer.title,
        parts: vec![part],
        licence: licence(answer),
        ..Page::default()
    };
    page.written("answer.html")
}

/// A report as one page that needs no other file.
///
/// # Errors
/// If a chart cannot be drawn.
pub fn report(bulletin: &Bulletin) -> Result<Vec<u8>> {
    let part = |figure: &crate::answer::BulletinFigure| -> Result<Part> {
        let name = format!("figure-{}", figure.id);
        let mut part = Part::new(&figure.answer, &name)?;
        part.title = figure.caption();
        part.downloads = within(&figure.answer, &name)?;
        Ok(part)
    };
    let parts: Vec<Part> = bulletin.figures.iter().map(part).collect::<Result<_>>()?;
    let releases = bulletin.releases.iter().map(|release| Named {
        name: &release.id,
        title: &release.title,
    });
    let page = Page {
        title: &bulletin.title,
        publication: &bulletin.publication,
        summary: &bulletin.summary,
        remarks: &bulletin.notes,
        licence: &bulletin.licence,
        parts,
        releases: releases.collect(),
        ..Page::default()
    };
    page.written("report.html")
}

/// What a page is made of.
#[derive(Debug, Default, Serialize)]
struct Page<'a> {
    title: &'a str,
    publication: &'a str,
    summary: &'a str,
    remarks: &'a [String],
    parts: Vec<Part>,
    releases: Vec<Named<'a>>,
    licence: &'a str,
    version: &'static str,
}

/// A name and what it stands for.
#[derive(Debug, Serialize)]
struct Named<'a> {
    name: &'a str,
    title: &'a str,
}

impl Page<'_> {
    fn written(mut self, template: &str) -> Result<Vec<u8>> {
        self.version = env!("CARGO_PKG_VERSION");
        render(template, &self)
    }
}

/// A template with its values.
fn render(template: &str, values: &impl Serialize) -> Result<Vec<u8>> {
    let template = ENVIRONMENT.get_template(template)?;
    Ok(template.render(Serde(values))?.into_bytes())
}

/// The figures as CSV and JSON within the page.
fn within(answer: &Answer, name: &str) -> Result<Vec<Download>> {
    let download = |form: &'static str, ending: &str, kind: &str, bytes: &[u8]| Download {
        form,
        name: format!("{name}.{ending}"),
        href: format!(
            "data:{kind};base64,{}",
            base64::engine::general_purpose::STANDARD.encode(bytes)
        ),
        size: size(bytes.len()),
    };
    Ok(vec![
        download("CSV", "csv", "text/csv;charset=utf-8", &csv::csv(answer)?),
        download("JSON", "json", "application/json", &json::json(answer)?),
    ])
}

/// The licence of published figures; none where all figures are a user's own.
fn licence(answer: &Answer) -> &'static str {
    let is_published = |fact: &crate::facts::Fact| !fact.measure.is_empty();
    if answer.facts.iter().any(is_published) {
        LICENCE
    } else {
        ""
    }
}

/// The licence of the figures built in.
pub(super) const LICENCE: &str = "Contains public sector information licensed under the Open \
    Government Licence v3.0.";

/// A name for files, from a title.
fn file_name(title: &str) -> String {
    let words: Vec<String> = title
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    if words.is_empty() {
        "figures".to_owned()
    } else {
        words.join("-")
    }
}
