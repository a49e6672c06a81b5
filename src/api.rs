//! The library's public face: the figures held, as frames and series, and answers about them as
//! facts. Beside it only [`crate::model`], [`crate::stats`], [`crate::main`] and
//! [`crate::read_workbooks_with`] are public.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use anyhow::{Result, anyhow};
use polars::frame::DataFrame;

use crate::catalogue::Catalogue;
use crate::cli::PictureArgs;
use crate::commands;
use crate::dataset::Dataset;
use crate::ingest::{self, Finding, Source, Surroundings};
use crate::model::Series;
use crate::problem::{Problem, did_you_mean, themselves};
use crate::render::{Detail, TextStyle, facts_frame, svg, text};

/// What the figures are read by: read once, for as long as the program runs.
fn catalogue() -> Result<&'static Catalogue> {
    static READ: OnceLock<std::result::Result<Catalogue, String>> = OnceLock::new();
    let read = READ.get_or_init(|| Catalogue::built_in().map_err(|error| format!("{error:#}")));
    read.as_ref().map_err(|error| anyhow!("{error}"))
}

/// The figures held: those built in, and those that were taken in with `vawg ingest`.
pub struct Data {
    dataset: Dataset<'static>,
}

impl Data {
    /// The built-in figures alone.
    ///
    /// # Errors
    /// A built-in catalogue that is damaged: the tests of the project rule that out.
    ///
    /// ```
    /// let data = vawg::Data::built_in()?;
    /// assert!(data.releases().any(|release| release == "ons-appendix-ye-dec-2025"));
    /// assert!(data.crimes().any(|crime| crime == "rape"));
    /// # Ok::<(), anyhow::Error>(())
    /// ```
    pub fn built_in() -> Result<Self> {
        Ok(Self {
            dataset: Dataset::built_in(catalogue()?),
        })
    }

    /// The built-in figures and those of a folder in which `vawg ingest --data` has stored releases.
    ///
    /// # Errors
    /// A folder that cannot be read; a stored file that is damaged.
    pub fn open(folder: &Path) -> Result<Self> {
        Ok(Self {
            dataset: Dataset::open(catalogue()?, Some(folder))?,
        })
    }

    /// Names of the releases held, the one that serves first at the front: what `--release` takes.
    pub fn releases(&self) -> impl Iterator<Item = &str> {
        self.dataset.releases().iter().map(|one| one.id.as_str())
    }

    /// Names of the crimes: what `--crime` takes.
    pub fn crimes(&self) -> impl Iterator<Item = &str> {
        let crimes = self.dataset.catalogue().crimes.iter();
        crimes.map(|crime| crime.id.as_str())
    }

    /// Names of the measures of a crime, one for each series: none for a crime that is not known.
    pub fn measures(&self, crime: &str) -> impl Iterator<Item = &str> {
        let measures = self.dataset.catalogue().measures.iter();
        let of_crime = measures.filter(move |measure| measure.crime == crime);
        of_crime.map(|measure| measure.id.as_str())
    }

    /// Every observation of a release: one row is one published cell with its full key, in the
    /// order of its file. A missing figure has no value and its marker.
    ///
    /// # Errors
    /// A release that is not held, or damaged.
    ///
    /// ```
    /// let data = vawg::Data::built_in()?;
    /// let frame = data.observations("ons-appendix-ye-dec-2025")?;
    /// let values = frame.column("value")?.f64()?;
    /// let markers = frame.column("marker")?;
    /// assert_eq!(markers.len(), values.len());
    /// # Ok::<(), anyhow::Error>(())
    /// ```
    pub fn observations(&self, release: &str) -> Result<DataFrame> {
        Ok(self.dataset.figures(release)?.frame().clone())
    }

    /// One measure through time for England and Wales, from the releases that serve, or from one
    /// release; `None` where no release held has it.
    ///
    /// # Errors
    /// A measure that is not known; a release that is damaged.
    ///
    /// ```
    /// let data = vawg::Data::built_in()?;
    /// let series = data.series("police-rape", None)?.expect("rape is built in");
    /// let year = "2022-23".parse()?;
    /// let point = series.points.iter().find(|point| point.period == year).expect("held");
    /// // ONS Appendix tables, year ending December 2025, Table A5a, row `Rape`
    /// assert_eq!(point.value, Some(68_884.0));
    /// # Ok::<(), anyhow::Error>(())
    /// ```
    pub fn series(&self, measure: &str, release: Option<&str>) -> Result<Option<Series>> {
        let catalogue = self.dataset.catalogue();
        let Some(measure) = catalogue.measure(measure) else {
            let names = themselves(catalogue.measures.iter().map(|one| &one.id));
            let hint = did_you_mean(measure, names, "`vawg list measures` shows them all");
            let problem = Problem::usage(format!("unknown measure `{measure}`"));
            return Err(problem.hint(hint).into());
        };
        if let Some(release) = release {
            self.dataset.require_release(release)?;
        }
        self.dataset.series(measure, release)
    }

    /// The answer to a question in the words of the command line, without the program's name.
    /// Options that choose a form or a file of output (`-o`, `--format`, `--chart`) have no effect
    /// here, and the age of the figures is not said.
    ///
    /// # Errors
    /// Words that the command line would refuse; a command that reads or writes files; figures that
    /// are damaged.
    ///
    /// ```
    /// let data = vawg::Data::built_in()?;
    /// let answer = data.ask(["trend", "--crime", "rape", "--source", "police"])?;
    /// assert!(answer.text(80).contains("Rape"));
    /// assert!(answer.facts()?.height() > 20);
    /// assert!(data.ask(["trend", "--crime", "raep"]).is_err());
    /// # Ok::<(), anyhow::Error>(())
    /// ```
    pub fn ask<'a>(&self, words: impl IntoIterator<Item = &'a str>) -> Result<Answer> {
        let words = std::iter::once("vawg").chain(words);
        let matches = crate::run::parse(words.map(Into::into))?;
        let (name, matches) = matches
            .subcommand()
            .ok_or_else(|| Problem::usage("no command given"))?;
        let question = commands::question(name)
            .ok_or_else(|| Problem::usage(format!("`{name}` reads or writes files")))?;
        let answer = (question.action)(matches, &self.dataset)?.answer;
        Ok(Answer { answer })
    }

    /// The observations of a published file in a layout that `vawg ingest` knows, after all checks.
    ///
    /// # Errors
    /// A file that cannot be read or is in no known layout; one in which the checks find errors,
    /// each of which is named.
    pub fn read_file(&self, file: &Path) -> Result<DataFrame> {
        let surroundings = Surroundings {
            catalogue: self.dataset.catalogue(),
            accept: &[],
            beside: &commands::Held::new(&self.dataset),
        };
        let intake = ingest::read(&Arc::new(Source::at(file)?), &surroundings)?;
        let findings = intake.findings.iter();
        let errors = findings.filter(|finding| finding.stands_in_the_way());
        let errors: Vec<String> = errors.map(place_and_fault).collect();
        if !errors.is_empty() {
            return Err(Problem::data(errors.join("; ")).into());
        }
        Ok(intake.observations.frame().clone())
    }
}

fn place_and_fault(finding: &Finding) -> String {
    let Finding {
        file,
        sheet,
        cell,
        message,
        ..
    } = finding;
    format!("`{file}` {sheet} {cell}: {message}")
}

/// An answer: facts, and a reader's tables and sentences made of them.
pub struct Answer {
    answer: crate::answer::Answer,
}

impl Answer {
    /// Every fact, one a row, in the columns that `vawg schema` describes.
    ///
    /// # Errors
    /// An answer without facts, such as that of `vawg list`.
    pub fn facts(&self) -> Result<DataFrame> {
        facts_frame(&self.answer)
    }

    /// The short answer for a terminal of so many columns.
    #[must_use]
    pub fn text(&self, width: usize) -> String {
        let style = TextStyle {
            width,
            bold: false,
            detail: Detail::Short,
            all_rows: false,
            more: "",
        };
        text(&self.answer, style)
    }

    /// Its chart as SVG, with its words as text. The words of a chart that `--chart` writes are
    /// outlines, so that it looks the same without the font.
    ///
    /// # Errors
    /// An answer without a chart.
    pub fn chart(&self) -> Result<String> {
        let picture = svg::picture(&self.answer, &PictureArgs::default())?;
        Ok(picture.with_text().to_owned())
    }
}
