//! The catalogue: our judgement about the figures, as data. Crimes, measures, offences, breaks,
//! definitions, targets, releases and notes, cross-checked when loaded. It holds no figure.

mod areas;
mod check;
mod entries;
mod expand;
mod outcomes;

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use anyhow::Result;
use include_dir::{Dir, include_dir};

pub use entries::{
    Area, AreaKind, Break, BreakKind, Calendar, Crime, Definition, Family, Headline, MeasureEntry,
    NotHeld, NoteEntry, Offence, PublishedError, Release, ReleaseKind, RowSelector, Target, Topic,
};
pub use expand::{Measure, MeasureRows};
pub use outcomes::{
    CHARGED, OUTCOMES_FAMILY, OUTCOMES_IN_PERIOD, OUTCOMES_OF_OFFENCES, OutcomeCount,
};

use crate::problem::{Problem, did_you_mean};

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/data/catalogue");

/// Everything that is known about the figures, apart from the figures.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// Topics, in the order of the file.
    pub crimes: Vec<Crime>,
    /// Crimes that people ask for and that no release held has figures of.
    pub not_held: Vec<NotHeld>,
    /// Police-recorded rows by name.
    pub offences: BTreeMap<String, Offence>,
    /// Measures, one a population, in the order of the files.
    pub measures: Vec<Measure>,
    /// Breaks, gaps and events in the order of their dates.
    pub breaks: Vec<Break>,
    /// What violence against women and girls is taken to mean.
    pub definitions: Vec<Definition>,
    /// What is to be reached, by when.
    pub targets: Vec<Target>,
    /// Publications.
    pub releases: Vec<Release>,
    /// What must be said beside the figures.
    pub notes: Vec<NoteEntry>,
    /// Police forces, fraud bodies, regions and countries.
    pub areas: Vec<Area>,
    /// Errors that were really published.
    pub published_errors: Vec<PublishedError>,
    /// Families of releases that count by area and quarter.
    pub families: Vec<Family>,
    /// The main figures, in the order in which they are shown.
    pub headlines: Vec<Headline>,
    /// When publishers publish.
    pub calendars: Vec<Calendar>,
    /// Places in `areas` by spelling: names are looked up for every row of a file.
    pub(crate) areas_by_spelling: OnceLock<HashMap<String, Vec<usize>>>,
}

impl Catalogue {
    /// The catalogue built into the program.
    ///
    /// # Errors
    /// Every entry that cannot be read or that names something unknown, all in one message.
    pub fn built_in() -> Result<Self> {
        let files = FILES
            .files()
            .filter(|file| file.path().extension().is_some_and(|end| end == "toml"))
            .map(|file| {
                let name = file.path().display().to_string();
                let text = file.contents_utf8().ok_or_else(|| {
                    Problem::data(format!("catalogue file `{name}` is not UTF-8"))
                })?;
                Ok((name, text))
            })
            .collect::<Result<Vec<_>>>()?;
        Self::from_texts(files.iter().map(|(name, text)| (name.as_str(), *text)))
    }

    /// A catalogue from texts of TOML, each with the name that its errors carry.
    ///
    /// # Errors
    /// As [`Catalogue::built_in`].
    pub fn from_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self> {
        let mut catalogue = Self::default();
        let mut problems = Vec::new();
        let mut measures = Vec::new();
        let mut outcomes = Vec::new();
        for (name, text) in texts {
            match toml::from_str::<entries::File>(text) {
                Ok(mut file) => {
                    outcomes.append(&mut file.outcome);
                    catalogue.take(file, &mut measures, &mut problems);
                }
                Err(error) => problems.push(format!("{name}: {}", error.to_string().trim())),
            }
        }
        catalogue.breaks.sort_by_key(|entry| entry.date);
        catalogue.measures = expand::measures(measures, &mut problems);
        let outcomes = outcomes::measures(&outcomes, &catalogue.measures, &mut problems);
        catalogue.measures.extend(outcomes);
        check::check(&catalogue, &mut problems);
        if problems.is_empty() {
            return Ok(catalogue);
        }
        Err(Problem::data(format!(
            "the catalogue is damaged:\n  {}",
            problems.join("\n").replace('\n', "\n  ")
        ))
        .hint("the catalogue is built into the program from `data/catalogue`: correct it there, then build again")
        .into())
    }

    fn take(
        &mut self,
        file: entries::File,
        measures: &mut Vec<MeasureEntry>,
        problems: &mut Vec<String>,
    ) {
        self.crimes.extend(file.crime);
        self.not_held.extend(file.not_held);
        for offence in file.offence {
            let id = offence.id.clone();
            if self.offences.insert(id.clone(), offence).is_some() {
                problems.push(format!("duplicate offence `{id}`"));
            }
        }
        measures.extend(file.measure);
        self.breaks.extend(file.r#break);
        self.definitions.extend(file.definition);
        self.targets.extend(file.target);
        self.releases.extend(file.release);
        self.notes.extend(file.note);
        self.areas.extend(file.area);
        self.published_errors.extend(file.published_error);
        self.families.extend(file.family);
        self.headlines.extend(file.headline);
        self.calendars.extend(file.calendar);
    }

    /// The crime of this name, or one that goes by it.
    ///
    /// # Errors
    /// An unknown name: a usage error with the nearest names. A crime without figures: a data error
    /// that says why there are none and where to look.
    pub fn crime(&self, name: &str) -> Result<&Crime> {
        let key = |text: &str| text.trim().to_lowercase().replace(['_', ' '], "-");
        let wanted = key(name);
        let is_wanted = |id: &str, also: &[String]| {
            id == wanted || also.iter().any(|spelling| key(spelling) == wanted)
        };
        let mut crimes = self.crimes.iter();
        if let Some(crime) = crimes.find(|crime| is_wanted(&crime.id, &crime.also)) {
            return Ok(crime);
        }
        let mut not_held = self.not_held.iter();
        if let Some(entry) = not_held.find(|entry| is_wanted(&entry.id, &entry.also)) {
            let message = format!("`{name}` is not held, because {}", entry.because);
            return Err(Problem::data(message)
                .hint(format!("see {}", entry.see))
                .into());
        }
        let crimes = self.crimes.iter().map(|crime| (&crime.id, &crime.also));
        let not_held = self.not_held.iter().map(|entry| (&entry.id, &entry.also));
        let names = crimes.chain(not_held).flat_map(|(id, also)| {
            let all = std::iter::once(id).chain(also);
            all.map(|name| (name.as_str(), id.as_str()))
        });
        let hint = did_you_mean(&wanted, names, "`vawg list crimes` shows them all");
        Err(Problem::usage(format!("unknown crime `{name}`"))
            .hint(hint)
            .into())
    }

    /// The measure of this name.
    #[must_use]
    pub fn measure(&self, id: &str) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.id == id)
    }

    /// How a family of releases counts, where it does so by area and quarter.
    #[must_use]
    pub fn family(&self, id: &str) -> Option<&Family> {
        self.families.iter().find(|family| family.id == id)
    }

    /// The release of this name, if the catalogue describes it.
    #[must_use]
    pub fn release(&self, id: &str) -> Option<&Release> {
        self.releases.iter().find(|release| release.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::Catalogue;

    #[test]
    fn the_built_in_catalogue_is_whole() {
        let catalogue = Catalogue::built_in().unwrap();
        assert!(
            catalogue.crimes.len() >= 16
                && catalogue.measures.len() > 50
                && catalogue.breaks.len() > 20
        );
    }

    #[test]
    fn a_damaged_catalogue_names_every_fault_with_its_place() {
        let damaged = r#"
            [[crime]]
            id = "rape"
            title = "Rape"
            description = "x"
            default = ["police-raep"]
            [[measure]]
            id = "police-rape"
            crime = "rap"
            source = "police"
            label = "All"
            noun = "rapes"
            unit = "offences"
            statistic = "count"
            offences = ["19Z"]
        "#;
        let error = Catalogue::from_texts([("mine.toml", damaged)])
            .unwrap_err()
            .to_string();
        for part in [
            "crime `rape`: unknown measure `police-raep`: did you mean `police-rape`?",
            "measure `police-rape`: unknown crime `rap`: did you mean `rape`?",
            "measure `police-rape`: unknown offence `19Z`",
        ] {
            assert!(error.contains(part), "{error}");
        }
        let error = Catalogue::from_texts([("mine.toml", "[[crime]]\nid = \"a\"\ncolour = 1\n")])
            .unwrap_err();
        let error = error.to_string();
        assert!(
            error.contains("mine.toml") && error.contains("colour") && error.contains("line 3"),
            "{error}"
        );
    }
}
