//! Areas compared: counts, rates with intervals, changes with their test, and the place of each in a
//! funnel that allows for chance and ordinary variation between areas.

mod funnel;

use anyhow::Result;

use super::{Fact, Facts, Statistic};
use crate::catalogue::{Area, CHARGED};
use crate::dataset::Denominator;
use crate::model::{Marker, Period, Point, Series, Source};
use crate::problem::Problem;
use crate::stats::areas::{self, AreaChange, AreaChanges};
use crate::stats::error::StatsError;
use crate::stats::intervals::rate;

/// Offences for each so many people.
pub(crate) const PER: f64 = 1000.0;
/// Fewer areas than this have no funnel and no test.
const FEWEST: usize = 3;
/// No percentage change is given from fewer offences, as by ONS.
const FEWEST_FOR_A_CHANGE: f64 = crate::stats::intervals::change::SMALLEST_COUNT;

/// One area with what is known of it.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) area: Area,
    /// Its points in the order of time, each with its denominator.
    pub(crate) points: Vec<(Point, Option<Denominator>)>,
}

impl Place {
    fn at(&self, period: Period) -> Option<&(Point, Option<Denominator>)> {
        self.points.iter().find(|(point, _)| point.period == period)
    }

    fn value(&self, period: Period) -> Option<f64> {
        self.at(period)?.0.value
    }

    /// Count and population, where the area may be in rates and tests.
    pub(super) fn rated(&self, period: Period) -> Option<(f64, &Denominator)> {
        let (point, denominator) = self.at(period)?;
        let may = self.area.no_rate.is_empty();
        point
            .value
            .zip(denominator.as_ref())
            .filter(|(count, _)| may && *count >= 0.0)
    }
}

/// Areas of one kind, to be compared for one measure.
pub(crate) struct Comparison {
    /// What the facts are about; its points are not used.
    pub(crate) template: Series,
    pub(crate) places: Vec<Place>,
    pub(crate) period: Period,
    pub(crate) before: Period,
    pub(crate) confidence: f64,
    /// The same for England and Wales, where a chart has it behind.
    pub(crate) behind: Vec<Fact>,
}

/// Where an area stands in the funnel: 0 within, 1 or 2 outside the inner or both limits.
pub(crate) const WITHIN: f64 = 0.0;

impl Comparison {
    /// The name of an area's series.
    pub(crate) fn name(&self, place: &Place) -> String {
        let area = if place.area.code.is_empty() {
            &place.area.name
        } else {
            &place.area.code
        };
        if self.template.measure.is_empty() {
            return area.clone();
        }
        format!("{}:{area}", self.template.measure)
    }

    /// The name of the series that stands for all areas together.
    pub(crate) fn all(&self) -> String {
        format!("{}:all", self.template.measure)
    }

    /// # Errors
    /// Numbers that no interval can be made from.
    pub(crate) fn facts(&self) -> Result<Facts> {
        let mut facts = Facts::default();
        for place in &self.places {
            for (point, denominator) in &place.points {
                facts.add(self.observed(place, point));
                facts.add(self.rate(place, point, denominator.as_ref())?);
            }
        }
        self.changes(&mut facts)?;
        self.funnel(&mut facts)?;
        facts.extend(self.behind.iter().cloned());
        Ok(facts)
    }

    pub(super) fn about(&self, place: &Place) -> Fact {
        Fact {
            series: self.name(place),
            area: place.area.name.clone(),
            area_code: place.area.code.clone(),
            area_kind: self.kind(place).to_owned(),
            ..Fact::about(&self.template)
        }
    }

    fn kind(&self, place: &Place) -> &'static str {
        if self.template.source == Source::Own {
            ""
        } else {
            place.area.kind.name()
        }
    }

    fn observed(&self, place: &Place, point: &Point) -> Fact {
        Fact {
            period: point.period.into(),
            statistic: Statistic::Observed,
            value: point.value,
            unit: self.template.unit.clone(),
            marker: point.marker,
            status: point.status,
            release: point.release.clone(),
            source_ref: point.source_ref.clone(),
            ..self.about(place)
        }
    }

    fn rate(&self, place: &Place, point: &Point, people: Option<&Denominator>) -> Result<Fact> {
        let mut fact = Fact {
            period: point.period.into(),
            statistic: Statistic::Rate,
            unit: match self.template.unit.as_str() {
                CHARGED => "per 1,000 offences recorded".to_owned(),
                _ => format!("per {PER:.0} population").replace("1000", "1,000"),
            },
            status: point.status,
            release: point.release.clone(),
            ..self.about(place)
        };
        if !place.area.no_rate.is_empty() {
            fact.marker = Some(Marker::NotApplicable);
            fact.note.clone_from(&place.area.no_rate);
            return Ok(fact);
        }
        let (Some(count), Some(people)) = (point.value, people) else {
            fact.marker = point.marker.or(Some(Marker::NotAvailable));
            return Ok(fact);
        };
        fact.denominator.clone_from(&people.name);
        fact.n = Some(people.people);
        if count < 0.0 {
            fact.marker = Some(Marker::NotAvailable);
            return Ok(fact);
        }
        let found = rate::rate(count, people.people, PER, self.confidence).map_err(wrong)?;
        Ok(Fact {
            value: Some(found.value),
            lower: Some(found.interval.lower),
            upper: Some(found.interval.upper),
            confidence: Some(self.confidence),
            method: found.method.to_owned(),
            source_ref: format!("{}/({})", point.source_ref, people.source_ref),
            ..fact
        })
    }

    /// The areas that may be tested: with two counts above 0, and people who live there.
    fn tested(&self) -> Vec<(&Place, f64, f64)> {
        let both = |place: &'_ Place| {
            let may = place.area.no_rate.is_empty();
            let pair = place.value(self.before).zip(place.value(self.period));
            pair.filter(|(one, other)| may && *one > 0.0 && *other > 0.0)
        };
        let places = self.places.iter();
        places
            .filter_map(|place| both(place).map(|(one, other)| (place, one, other)))
            .collect()
    }

    fn changes(&self, facts: &mut Facts) -> Result<()> {
        let tested = self.tested();
        let mut found: Option<AreaChanges> = None;
        if tested.len() >= FEWEST {
            let first: Vec<_> = tested.iter().map(|(_, one, _)| (*one, 1.0)).collect();
            let second: Vec<_> = tested.iter().map(|(_, _, other)| (*other, 1.0)).collect();
            found = Some(areas::changes(&first, &second).map_err(wrong)?);
        }
        for place in &self.places {
            let at = tested
                .iter()
                .position(|(one, ..)| one.area.name == place.area.name);
            let test = found.as_ref().zip(at).map(|(found, at)| found.areas[at]);
            facts.extend(self.change(place, test, found.as_ref().map(|found| found.areas.len())));
        }
        if let Some(found) = &found {
            self.changed(facts, found);
        }
        Ok(())
    }

    /// The change of one area, with its test among the others.
    fn change(&self, place: &Place, test: Option<AreaChange>, n: Option<usize>) -> Option<Fact> {
        let (earlier, later) = place.value(self.before).zip(place.value(self.period))?;
        let enough = earlier >= FEWEST_FOR_A_CHANGE;
        let method = "log ratio, dispersion of the areas' changes, Benjamini-Hochberg";
        let release = place
            .at(self.period)
            .map(|(point, _)| point.release.clone());
        Some(Fact {
            from: self.before.into(),
            to: self.period.into(),
            statistic: Statistic::RelativeChange,
            value: enough.then(|| 100.0 * (later / earlier - 1.0)),
            marker: (!enough).then_some(Marker::LowReliability),
            p_value: test.map(|test| test.adjusted_p_value),
            method: test.map_or("", |_| method).to_owned(),
            n: n.map(|n| n as f64),
            unit: "per cent".to_owned(),
            release: release.unwrap_or_default(),
            source_ref: self.cells(place),
            ..self.about(place)
        })
    }

    /// How many areas changed significantly, by three tests.
    fn changed(&self, facts: &mut Facts, found: &AreaChanges) {
        let below = |p: &dyn Fn(&AreaChange) -> f64| {
            found.areas.iter().filter(|area| p(area) < 0.05).count() as f64
        };
        for (statistic, method, value) in [
            (
                Statistic::Dispersion,
                "scatter of the areas' changes over what chance explains",
                found.dispersion,
            ),
            (
                Statistic::ChangedAreas,
                "Poisson",
                below(&|area| area.poisson_p_value),
            ),
            (
                Statistic::ChangedAreas,
                "with the dispersion of changes",
                below(&|area| area.p_value),
            ),
            (
                Statistic::ChangedAreas,
                "after Benjamini-Hochberg",
                below(&|area| area.adjusted_p_value),
            ),
        ] {
            facts.add(Fact {
                from: self.before.into(),
                to: self.period.into(),
                statistic,
                method: method.to_owned(),
                value: Some(value),
                n: Some(found.areas.len() as f64),
                ..self.about_all()
            });
        }
    }

    fn cells(&self, place: &Place) -> String {
        let cell = |period| place.at(period).map(|(point, _)| point.source_ref.clone());
        let cells = [self.before, self.period].into_iter().filter_map(cell);
        cells.collect::<Vec<_>>().join(" to ")
    }

    pub(super) fn about_all(&self) -> Fact {
        Fact {
            series: self.all(),
            area: "all areas shown".to_owned(),
            area_code: String::new(),
            area_kind: String::new(),
            ..Fact::about(&self.template)
        }
    }

    pub(super) fn of_period(&self, fact: Fact) -> Fact {
        Fact {
            period: self.period.into(),
            unit: String::new(),
            ..fact
        }
    }
}

/// A place in the funnel in words.
pub(crate) fn in_words(standing: f64) -> &'static str {
    if standing > WITHIN {
        "higher than expected from chance and ordinary variation between areas"
    } else if standing < WITHIN {
        "lower than expected from chance and ordinary variation between areas"
    } else {
        "as expected from chance and ordinary variation between areas"
    }
}

pub(super) fn wrong(error: StatsError) -> anyhow::Error {
    Problem::data(format!("the areas cannot be compared: {error}")).into()
}
