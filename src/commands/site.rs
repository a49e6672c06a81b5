//! `vawg site`: which answers make which pages. Every answer is that of a command line, which its
//! page names.

mod forces;

use std::collections::HashMap;

use anyhow::{Context as _, Result};

use super::{answer, releases_used};
use crate::answer::{Answer, Forms, PageSubject, Site, SitePage, SitePart};
use crate::catalogue::{Catalogue, Crime, ReleaseKind, Topic};
use crate::cli::SiteArgs;
use crate::dataset::Dataset;
use crate::model::Source;
use crate::problem::{Problem, did_you_mean, themselves};
use crate::views::areas::one_area;

/// Makes every page of the website. `answered` hears of each answer.
///
/// # Errors
/// A page that is not there; the first answer that cannot be given, with its command line.
pub fn site(args: &SiteArgs, dataset: &Dataset<'_>, answered: &dyn Fn(&str)) -> Result<Site> {
    let specs = wanted(args, dataset)?;
    let mut pages = Vec::with_capacity(specs.len());
    let mut known = Known::default();
    for spec in specs {
        let mut parts = Vec::with_capacity(spec.parts.len());
        for part in spec.parts {
            answered(&part.id);
            parts.extend(part.answered(dataset, &mut known)?);
        }
        pages.push(SitePage { parts, ..spec.page });
    }
    let releases = releases_used(
        pages
            .iter()
            .flat_map(|page| page.parts.iter().map(|part| &part.answer)),
        dataset,
    );
    Ok(Site {
        title: "Violence against women and girls: official figures".to_owned(),
        pages,
        releases,
        contact: args.contact.clone().unwrap_or_default(),
    })
}

/// How many answers the website has.
///
/// # Errors
/// A page that is not there.
pub fn count(args: &SiteArgs, dataset: &Dataset<'_>) -> Result<usize> {
    let specs = wanted(args, dataset)?;
    Ok(specs.iter().map(|spec| spec.parts.len()).sum())
}

/// The pages asked for: all unless some are named.
fn wanted(args: &SiteArgs, dataset: &Dataset<'_>) -> Result<Vec<Spec>> {
    let mut all = specs(dataset);
    for name in &args.only {
        if all.iter().all(|spec| spec.page.id != *name) {
            let names = themselves(all.iter().map(|spec| &spec.page.id));
            let hint = did_you_mean(name, names, "index.html links to every page");
            let message = format!("unknown page `{name}`");
            return Err(Problem::usage(message).hint(hint).into());
        }
    }
    all.retain(|spec| args.only.is_empty() || args.only.contains(&spec.page.id));
    Ok(all)
}

/// A page without its answers.
struct Spec {
    page: SitePage,
    parts: Vec<PartSpec>,
}

/// A part without its answer.
struct PartSpec {
    id: String,
    heading: String,
    words: Vec<String>,
    forms: Forms,
    /// Of an answer on all areas, the one that is shown, and the part that has the files of all.
    area: Option<(String, String)>,
}

/// Answers of which several pages show a row.
type Known = HashMap<Vec<String>, Answer>;

impl PartSpec {
    fn new(id: impl Into<String>, heading: &str, words: &[&str]) -> Self {
        Self {
            id: id.into(),
            heading: heading.to_owned(),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            forms: Forms::All,
            area: None,
        }
    }

    /// The part with its answer; none where it is about an area that the answer does not have.
    fn answered(self, dataset: &Dataset<'_>, known: &mut Known) -> Result<Option<SitePart>> {
        let quoted = |word: &String| {
            if word.contains(' ') {
                format!("\"{word}\"")
            } else {
                word.clone()
            }
        };
        let words: Vec<String> = self.words.iter().map(quoted).collect();
        let command = format!("vawg {}", words.join(" "));
        let asked = || {
            let mut answer =
                answer(&self.words, dataset).with_context(|| format!("`{command}`"))?;
            let facts = answer.facts.iter();
            answer.published = dataset.newest_date(facts.map(|fact| fact.release.as_str()));
            Ok::<_, anyhow::Error>(answer)
        };
        let (answer, files) = match &self.area {
            Some((area, files)) => {
                if !known.contains_key(&self.words) {
                    known.insert(self.words.clone(), asked()?);
                }
                let found = known.get(&self.words).and_then(|all| one_area(all, area));
                let Some(answer) = found else {
                    return Ok(None);
                };
                (answer, files.clone())
            }
            None => (asked()?, self.id.clone()),
        };
        Ok(Some(SitePart {
            id: self.id,
            heading: self.heading,
            files,
            command,
            forms: self.forms,
            answer,
        }))
    }
}

/// Every page in the order of the website.
fn specs(dataset: &Dataset<'_>) -> Vec<Spec> {
    let catalogue = dataset.catalogue();
    let mut specs = vec![target(), summary()];
    specs.extend(
        catalogue
            .crimes
            .iter()
            .map(|crime| of_crime(crime, catalogue)),
    );
    specs.extend(forces::pages(catalogue));
    specs.extend(changes(dataset));
    specs.extend(about_the_figures());
    specs
}

fn page(id: &str, title: &str, summary: &str, subject: PageSubject) -> SitePage {
    SitePage {
        id: id.to_owned(),
        title: title.to_owned(),
        summary: summary.to_owned(),
        also: Vec::new(),
        subject,
        parts: Vec::new(),
    }
}

/// The target of halving, and the baselines that it can be measured from.
fn target() -> Spec {
    Spec {
        page: SitePage {
            also: ["target", "trajectory", "baseline", "half"]
                .map(str::to_owned)
                .to_vec(),
            ..page(
                "halving",
                "Is violence against women and girls being halved?",
                "",
                PageSubject::Target,
            )
        },
        parts: vec![
            PartSpec::new("halving", "", &["trajectory"]),
            PartSpec::new(
                "baselines",
                "What is to be halved, and from which number",
                &["baseline", "--all"],
            ),
        ],
    }
}

/// The main figures on one page; the front page has their tables.
fn summary() -> Spec {
    Spec {
        page: page("summary", "Main figures", "", PageSubject::Summary),
        parts: vec![PartSpec::new("summary", "", &["summary"])],
    }
}

/// A crime: both sources through time, and how many people the survey says experienced it.
fn of_crime(crime: &Crime, catalogue: &Catalogue) -> Spec {
    let mut parts = vec![PartSpec::new(
        &crime.id,
        "",
        &["trend", "--crime", &crime.id],
    )];
    let is_surveyed = |id: &String| {
        let measure = catalogue.measure(id);
        measure.is_some_and(|measure| measure.source == Source::Survey)
    };
    if crime.default.iter().any(is_surveyed) {
        parts.push(PartSpec::new(
            format!("{}-people", crime.id),
            "How many people",
            &["prevalence", "--crime", &crime.id],
        ));
    }
    Spec {
        page: SitePage {
            also: crime.also.clone(),
            ..page(
                &crime.id,
                &crime.title,
                &crime.description,
                PageSubject::Crime,
            )
        },
        parts,
    }
}

/// The latest release on crime beside the one before it of the same family; none where no family
/// has two.
fn changes(dataset: &Dataset<'_>) -> Option<Spec> {
    let releases = dataset.releases();
    let is_on_crime = |release: &&crate::dataset::ReleaseFile<'_>| {
        release.kind == ReleaseKind::Published
            && release
                .entry
                .is_none_or(|entry| entry.topic == Topic::Crime)
    };
    let published: Vec<_> = releases.iter().filter(is_on_crime).collect();
    let (before, after) = published.iter().enumerate().find_map(|(place, after)| {
        let mut earlier = published[place + 1..].iter();
        let before = earlier.find(|before| before.family == after.family)?;
        Some((before, after))
    })?;
    Some(Spec {
        page: SitePage {
            also: ["revisions", "revised"].map(str::to_owned).to_vec(),
            ..page(
                "changes",
                "What changed since the last release",
                "Figures are revised when a new release comes out. This page compares the latest \
                 release held with the one before it.",
                PageSubject::Figures,
            )
        },
        parts: vec![PartSpec::new(
            "changes",
            "",
            &["revisions", &before.id, &after.id],
        )],
    })
}

/// Definitions, breaks, what is not held, and the releases.
fn about_the_figures() -> Vec<Spec> {
    let one = |id: &str, title: &str, summary: &str, parts: Vec<PartSpec>| Spec {
        page: page(id, title, summary, PageSubject::Figures),
        parts,
    };
    let list = |id: &str, heading: &str, thing: &str| PartSpec::new(id, heading, &["list", thing]);
    vec![
        one(
            "definitions",
            "Definitions of violence against women and girls",
            "Several definitions are in use. They count different things, so their figures cannot \
             be compared with each other.",
            vec![list("definitions", "", "definitions")],
        ),
        one(
            "breaks",
            "Changes in recording and in the survey",
            "At a break a series changes its meaning: figures before and after it are not \
             comparable.",
            vec![list("breaks", "", "breaks")],
        ),
        one(
            "not-held",
            "What is not held, and why",
            "People ask for figures on these crimes. The releases used here have none.",
            vec![list("not-held", "", "not-held")],
        ),
        one(
            "releases",
            "Releases and measures",
            "Where the figures come from, and what each series counts.",
            vec![
                list("releases", "", "releases"),
                list("measures", "Measures", "measures"),
                list("areas", "Areas", "areas"),
            ],
        ),
    ]
}
