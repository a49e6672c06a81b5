//! Population estimates of local authorities, added up to police forces through a look-up that was
//! taken in.

use std::collections::BTreeMap;

use anyhow::Result;

use super::denominators::Estimate;
use crate::dataset::Dataset;
use crate::dataset::select::{everywhere, rows};
use crate::frame::Key;
use crate::model::Period;

/// Look-ups of local authorities to police forces.
const LOOKUP: &str = "ons-lookup-lad-pfa";
/// Mid-year estimates by local authority.
const BY_AUTHORITY: &str = "ons-population";

/// A police force as it is added up: people, authorities found, and the first of their cells.
#[derive(Default)]
struct Sum {
    people: f64,
    authorities: usize,
    first: String,
}

impl Dataset<'_> {
    /// Adds the estimates of years that no release by police force has. A force has one only where
    /// each of its authorities has an estimate: boundaries change, and a part is not the whole.
    pub(crate) fn add_up_authorities(
        &self,
        key: &Key,
        found: &mut BTreeMap<(String, u16), Estimate>,
    ) -> Result<()> {
        let Some(lookup) = self.releases.iter().find(|one| one.family == LOOKUP) else {
            return Ok(());
        };
        let mut force_of: BTreeMap<String, String> = BTreeMap::new();
        let mut authorities: BTreeMap<String, usize> = BTreeMap::new();
        let parts = everywhere().is("statistic", "part");
        for row in rows(lookup.figures()?, &[parts])?.iter() {
            let row = row.observation();
            if let Some(force) = self.catalogue.area_with_code(&row.code) {
                force_of.insert(row.area_code, force.name.clone());
                *authorities.entry(force.name.clone()).or_default() += 1;
            }
        }
        for release in self
            .releases
            .iter()
            .filter(|one| one.family == BY_AUTHORITY)
        {
            let mut sums: BTreeMap<(String, u16), Sum> = BTreeMap::new();
            for row in rows(release.figures()?, std::slice::from_ref(key))?.iter() {
                let row = row.observation();
                if let (Some(force), Some(people), Period::Calendar { year }) =
                    (force_of.get(&row.area_code), row.value, row.period)
                {
                    let sum = sums.entry((force.clone(), year)).or_default();
                    sum.people += people;
                    sum.authorities += 1;
                    if sum.first.is_empty() {
                        sum.first = row.source_ref;
                    }
                }
            }
            for ((force, year), sum) in sums {
                if authorities.get(&force) != Some(&sum.authorities) {
                    continue;
                }
                let cells = match sum.authorities {
                    1 => sum.first,
                    count => format!("{} and {} more rows", sum.first, count - 1),
                };
                found.entry((force, year)).or_insert_with(|| Estimate {
                    people: sum.people,
                    cells,
                    source: format!(
                        "{}, added up to police forces by the look-up of {}",
                        release.title(),
                        lookup.period
                    ),
                });
            }
        }
        Ok(())
    }
}
