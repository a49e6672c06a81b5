//! Files of our own that several tests take in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::catalogue_files::CatalogueFiles;
use crate::program::{stored, vawg_with};

pub(crate) const OPEN_DATA_RELEASE: &str = "home-office-open-data-2023-q1";

const HEADINGS: &str = "Financial Year,Financial Quarter,Force Name,Offence Description,Offence Group,Offence Subgroup,Offence Code,Number of Offences\n";

static CATALOGUE: LazyLock<CatalogueFiles> = LazyLock::new(CatalogueFiles::read);

/// All rapes, for every police force and quarter of 2022-23.
static ALL_RAPES: LazyLock<OpenData> = LazyLock::new(|| OpenData::complete("police-rape"));

/// Rows of the Home Office's open data in 2022-23, by quarter, force and offence code.
#[derive(Clone)]
pub(crate) struct OpenData(pub(crate) BTreeMap<(u8, String, String), (String, u32)>);

impl OpenData {
    /// Counts of 10 for some forces, all four quarters and the offences of a measure that were in
    /// use in 2022-23.
    pub(crate) fn new(forces: &[&str], measure: &str) -> Self {
        let mut rows = BTreeMap::new();
        for offence in CATALOGUE.offences_in_use(measure) {
            for force in forces {
                for quarter in 1..=4 {
                    let key = (quarter, (*force).to_owned(), offence.code.clone());
                    let description = offence.also.last().unwrap_or(&offence.label);
                    rows.insert(key, (description.clone(), 10));
                }
            }
        }
        Self(rows)
    }

    /// The same for all 43 territorial forces and British Transport Police.
    pub(crate) fn complete(measure: &str) -> Self {
        let forces = CATALOGUE
            .areas
            .iter()
            .filter(|area| matches!(area.kind.as_str(), "force" | "national"));
        let forces: Vec<&str> = forces.map(|area| area.name.as_str()).collect();
        assert_eq!(forces.len(), 44);
        Self::new(&forces, measure)
    }

    /// All rapes, for every police force and quarter.
    pub(crate) fn all_rapes() -> Self {
        ALL_RAPES.clone()
    }

    /// Another count in one row.
    pub(crate) fn with(mut self, row: (u8, &str, &str), count: u32) -> Self {
        let key = (row.0, row.1.to_owned(), row.2.to_owned());
        self.0.get_mut(&key).unwrap().1 = count;
        self
    }

    /// The file, as text.
    pub(crate) fn text(&self) -> String {
        let rows = self.0.iter().map(|((quarter, force, code), (description, count))| {
            format!("2022/23,{quarter},\"{force}\",{description},Sexual offences,Rape offences,{code},{count}\n")
        });
        std::iter::once(HEADINGS.to_owned()).chain(rows).collect()
    }

    /// The file, in a folder.
    pub(crate) fn write(&self, folder: &Path) -> PathBuf {
        let file = folder.join("open-data.csv");
        std::fs::write(&file, self.text()).unwrap();
        file
    }
}

/// Counts of rape of a female aged 16 or over for two forces and four quarters: `first` in Kent in
/// the first quarter, else 10.
pub(crate) fn two_forces(folder: &Path, first: u32) -> PathBuf {
    OpenData::new(&["Kent", "Surrey"], "police-rape-female-16-plus")
        .with((1, "Kent", "19C"), first)
        .write(folder)
}

/// Takes a file in; the report on it.
#[track_caller]
pub(crate) fn ingest(file: &Path, data: &Path) -> String {
    vawg_with(&[
        "ingest",
        file.to_str().unwrap(),
        "--data",
        data.to_str().unwrap(),
    ])
    .succeeds()
}

/// The only stored file of a data folder.
#[track_caller]
pub(crate) fn only_file(data: &Path) -> PathBuf {
    let names = stored(data);
    assert_eq!(names.len(), 1, "{names:?}");
    data.join(&names[0])
}
