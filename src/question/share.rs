//! One count in per cent of another of the same release.

use anyhow::Result;

use crate::catalogue::{Measure, MeasureRows, OutcomeCount};
use crate::dataset::Dataset;
use crate::facts::evaluate;
use crate::model::{Marker, Point, Series, SeriesKind, SeriesNote, Source};
use crate::problem::Problem;

/// What the figures of a crime are set against.
pub(crate) struct Whole<'a> {
    /// The measure.
    pub(crate) measure: &'a Measure,
    /// Its title in a heading: `all recorded crime`.
    pub(crate) title: String,
}

impl<'a> Whole<'a> {
    /// The first police measure that a crime shows by default.
    ///
    /// # Errors
    /// An unknown crime; one without counts of offences.
    pub(crate) fn given(name: &str, of_outcomes: bool, dataset: &Dataset<'a>) -> Result<Self> {
        let catalogue = dataset.catalogue();
        let crime = catalogue.crime(name)?;
        let mut by_default = crime.default.iter().filter_map(|id| {
            let mut measures = catalogue.measures.iter();
            measures.find(|measure| match measure.outcome() {
                Some((of, count)) => of_outcomes && of == id && count == OutcomeCount::Recorded,
                None => !of_outcomes && measure.id == *id && is_count(measure),
            })
        });
        let none = || {
            Problem::data(format!("`{name}` has no count of recorded offences"))
                .hint("--share-of sets one count of offences against another")
        };
        Ok(Self {
            measure: by_default.next().ok_or_else(none)?,
            title: crime.title.to_lowercase(),
        })
    }

    /// The measures to set against it: those of the crime that are a part of it by name, such as the
    /// flagged offences of one kind, else those chosen.
    pub(crate) fn parts(
        &self,
        crime: &str,
        chosen: &[&'a Measure],
        dataset: &Dataset<'a>,
    ) -> Vec<&'a Measure> {
        let measures = dataset.catalogue().measures.iter();
        let mut named = measures.filter(|one| one.crime == crime && one.part_of == self.measure.id);
        match named.next() {
            Some(measure) => vec![measure],
            None => chosen
                .iter()
                .copied()
                .filter(|one| is_count(one) && one.id != self.measure.id)
                .collect(),
        }
    }

    /// Whether a measure is a part of it, so that it is a share and not a ratio.
    fn holds(&self, measure: &Measure) -> bool {
        let everything = matches!(&self.measure.rows, MeasureRows::Offences { offences, total, .. }
            if offences.is_empty() && total.is_some() && self.measure.crime == "all-crime");
        let offences = measure.offences();
        let inside = !offences.is_empty()
            && offences
                .iter()
                .all(|offence| self.measure.offences().contains(offence));
        everything || inside || measure.part_of == self.measure.id
    }

    /// The unit of a share, or of a ratio of two counts of which none is a part of the other.
    fn unit(&self, measure: &Measure) -> String {
        // Charges of a year may be for offences of earlier years: they are no part of the year's.
        if self.holds(measure) && measure.outcome().is_none() {
            format!("per cent of {}", self.measure.noun)
        } else {
            format!("per 100 {}", self.measure.noun)
        }
    }

    /// One count in per cent of the other, in every period in which one release has both.
    pub(crate) fn share(&self, measure: &Measure, part: &Series, whole: &Series) -> Series {
        let points = |of: &[Point]| -> Vec<Point> {
            let mut points = of.iter();
            let found = points.by_ref().filter_map(|point| {
                let whole = whole.point(point.period)?;
                Some(divided(point, whole))
            });
            found.collect()
        };
        let mut share = Series {
            unit: self.unit(measure),
            kind: SeriesKind::Values,
            points: points(&part.points),
            rolling: points(&part.rolling),
            ..part.clone()
        };
        for (own, other) in [
            (&mut share.breaks, &whole.breaks),
            (&mut share.gaps, &whole.gaps),
            (&mut share.events, &whole.events),
        ] {
            for mark in other {
                if own.iter().all(|known| known.id != mark.id) {
                    own.push(mark.clone());
                }
            }
            own.sort_by(|one, other| one.at.total_cmp(&other.at));
        }
        for note in &whole.notes {
            if share.notes.iter().all(|known| known.id != note.id) {
                share.notes.push(note.clone());
            }
        }
        if measure.part_of == self.measure.id && !measure.share_note.is_empty() {
            share.notes.push(SeriesNote {
                id: "printed-share".to_owned(),
                period: None,
                partial: false,
                remark: String::new(),
                text: measure.share_note.clone(),
                on_chart: true,
            });
        }
        share.composition = format!("{}; set against {}", part.composition, whole.composition);
        share
    }

    /// The same where nothing is held to set a count against: a missing share for each, and no count.
    pub(crate) fn share_of_none(&self, measure: &Measure, part: &Series) -> Series {
        let missing = |points: &[Point]| -> Vec<Point> {
            let periods = points.iter().map(|point| point.period);
            periods.map(Point::unknown).collect()
        };
        let whole = Series {
            points: missing(&part.points),
            rolling: missing(&part.rolling),
            breaks: Vec::new(),
            gaps: Vec::new(),
            events: Vec::new(),
            notes: Vec::new(),
            composition: format!("{}, which are not held", self.measure.noun),
            ..part.clone()
        };
        self.share(measure, part, &whole)
    }
}

fn is_count(measure: &Measure) -> bool {
    measure.source == Source::Police && measure.statistic == "count"
}

/// A share has a value only where one release has both counts.
fn divided(part: &Point, whole: &Point) -> Point {
    let same_release = part.release == whole.release;
    let pair = part.value.zip(whole.value).filter(|_| same_release);
    let value = pair.and_then(|(part, whole)| evaluate::share(part, whole));
    let marker = part.marker.or(whole.marker).unwrap_or(Marker::NotAvailable);
    Point {
        value,
        marker: value.is_none().then_some(marker),
        source_ref: format!("({})/({})", part.source_ref, whole.source_ref),
        ..part.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_two_releases_make_no_share() {
        let period = "ye-dec-2025".parse().unwrap();
        let point = |value: f64, release: &str| Point {
            value: Some(value),
            release: release.to_owned(),
            source_ref: "A1".to_owned(),
            ..Point::unknown(period)
        };
        let share = divided(&point(1.0, "one"), &point(8.0, "one"));
        assert_eq!((share.value, share.marker), (Some(12.5), None));
        let share = divided(&point(1.0, "one"), &point(8.0, "other"));
        assert_eq!(
            (share.value, share.marker),
            (None, Some(Marker::NotAvailable))
        );
        assert_eq!(divided(&point(1.0, "one"), &point(0.0, "one")).value, None);
    }

    #[test]
    fn where_nothing_is_held_to_set_a_count_against_no_count_is_shown() {
        let mut file = tempfile::NamedTempFile::with_suffix(".csv").unwrap();
        std::io::Write::write_all(&mut file, b"period,value\n2023-24,12\n2024-25,15\n").unwrap();
        let part = crate::own_figures::read(file.path()).unwrap().remove(0);
        let catalogue = crate::catalogue::Catalogue::built_in().unwrap();
        let measure = catalogue.measures.iter().find(|one| is_count(one)).unwrap();
        let whole = Whole {
            measure,
            title: String::new(),
        };
        let share = whole.share_of_none(measure, &part);
        let shown = |point: &Point| (point.value, point.marker);
        let missing = (None, Some(Marker::NotAvailable));
        assert_eq!(
            share.points.iter().map(shown).collect::<Vec<_>>(),
            [missing, missing]
        );
        assert!(share.unit.starts_with("per "), "{}", share.unit);
    }
}
