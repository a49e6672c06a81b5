//! Areas compared: counts, rates with intervals, changes with their test, and the place of each in a
//! funnel that allows for chance and ordinary variation between areas.

use anyhow::Result;

use super::{Fact, Facts, Statistic};
use crate::catalogue::Area;
use crate::dataset::Denominator;
use crate::model::{Marker, Period, Point, Series, Source};
use crate::problem::Problem;
use crate::stats::areas::{self, AreaChanges, Overdispersion, WINSORISED};
use crate::stats::error::StatsError;
use crate::stats::funnel::{self, CONFIDENCES, Standing};
use crate::stats::rate;

/// Offences for each so many people.
pub(crate) const PER: f64 = 1000.0;
/// Fewer areas than this have no funnel and no test.
const FEWEST: usize = 3;
/// No percentage change is given from fewer offences, as by ONS.
const FEWEST_FOR_A_CHANGE: f64 = crate::stats::change::SMALLEST_COUNT;

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
    fn rated(&self, period: Period) -> Option<(f64, &Denominator)> {
        let (point, denominator) = self.at(period)?;
        let may = self.area.no_rate.is_empty();
        point.value.zip(denominator.as_ref()).filter(|(count, _)| may && *count >= 0.0)
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
        let area = if place.area.code.is_empty() { &place.area.name } else { &place.area.code };
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

    fn about(&self, place: &Place) -> Fact {
        Fact {
            series: self.name(place),
            area: place.area.name.clone(),
            area_code: place.area.code.clone(),
            area_kind: self.kind(place).to_owned(),
            ..Fact::about(&self.template)
        }
    }

    fn kind(&self, place: &Place) -> &'static str {
        if self.template.source == Source::Own { "" } else { place.area.kind.name() }
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
            unit: format!("per {PER:.0} population").replace("1000", "1,000"),
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
        places.filter_map(|place| both(place).map(|(one, other)| (place, one, other))).collect()
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
            let pair = place.value(self.before).zip(place.value(self.period));
            let Some((earlier, later)) = pair else { continue };
            let at = tested.iter().position(|(one, ..)| one.area.name == place.area.name);
            let test = found.as_ref().zip(at).map(|(found, at)| found.areas[at]);
            let enough = earlier >= FEWEST_FOR_A_CHANGE;
            facts.add(Fact {
                from: self.before.into(),
                to: self.period.into(),
                statistic: Statistic::RelativeChange,
                value: enough.then(|| 100.0 * (later / earlier - 1.0)),
                marker: (!enough).then_some(Marker::LowReliability),
                p_value: test.map(|test| test.adjusted_p_value),
                method: test.map_or("", |_| {
                    "log ratio, dispersion of the areas' changes, Benjamini-Hochberg"
                }).to_owned(),
                n: found.as_ref().map(|found| found.areas.len() as f64),
                unit: "per cent".to_owned(),
                release: place.at(self.period).map_or_else(String::new, |(point, _)| point.release.clone()),
                source_ref: self.cells(place),
                ..self.about(place)
            });
        }
        let Some(found) = found else { return Ok(()) };
        let below = |p: &dyn Fn(&areas::AreaChange) -> f64| {
            found.areas.iter().filter(|area| p(area) < 0.05).count() as f64
        };
        for (statistic, method, value) in [
            (Statistic::Dispersion, "scatter of the areas' changes over what chance explains", found.dispersion),
            (Statistic::ChangedAreas, "Poisson", below(&|area| area.poisson_p_value)),
            (Statistic::ChangedAreas, "with the dispersion of changes", below(&|area| area.p_value)),
            (Statistic::ChangedAreas, "after Benjamini-Hochberg", below(&|area| area.adjusted_p_value)),
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
        Ok(())
    }

    fn cells(&self, place: &Place) -> String {
        let cell = |period| place.at(period).map(|(point, _)| point.source_ref.clone());
        let cells = [self.before, self.period].into_iter().filter_map(cell);
        cells.collect::<Vec<_>>().join(" to ")
    }

    fn about_all(&self) -> Fact {
        Fact {
            series: self.all(),
            area: "all areas shown".to_owned(),
            area_code: String::new(),
            area_kind: String::new(),
            ..Fact::about(&self.template)
        }
    }

    fn funnel(&self, facts: &mut Facts) -> Result<()> {
        let rated: Vec<(&Place, f64, &Denominator)> = self
            .places
            .iter()
            .filter_map(|place| place.rated(self.period).map(|(count, people)| (place, count, people)))
            .collect();
        if rated.len() < FEWEST {
            return Ok(());
        }
        let counts: Vec<f64> = rated.iter().map(|(_, count, _)| *count).collect();
        let people: Vec<f64> = rated.iter().map(|(.., people)| people.people).collect();
        let baseline = funnel::baseline(&counts, &people).map_err(wrong)?;
        let expected: Vec<f64> = people.iter().map(|people| baseline.rate * people).collect();
        let scatter = areas::overdispersion(&counts, &expected, WINSORISED).map_err(wrong)?;
        let mut outside = [[0_u32; 2]; 2];
        for ((place, count, _), expected) in rated.iter().zip(&expected) {
            let mut stands = WITHIN;
            for (at, confidence) in CONFIDENCES.into_iter().enumerate() {
                let poisson = funnel::standing(*count, *expected, confidence).map_err(wrong)?;
                let wide = areas::standing(*count, *expected, scatter.tau, confidence).map_err(wrong)?;
                outside[at][0] += u32::from(poisson != Standing::Within);
                outside[at][1] += u32::from(wide != Standing::Within);
                let level = (at + 1) as f64;
                match wide {
                    Standing::Above => stands = level,
                    Standing::Below => stands = -level,
                    Standing::Within => {}
                }
                if let Ok(curve) = funnel::curve_point(*count, baseline.rate * PER, PER, confidence) {
                    facts.add(Fact {
                        statistic: Statistic::FunnelCurve,
                        method: "exact Poisson".to_owned(),
                        lower: Some(curve.lower_rate),
                        upper: Some(curve.upper_rate),
                        confidence: Some(confidence),
                        ..self.of_period(self.about(place))
                    });
                }
                let limits = areas::limits(*expected, scatter.tau, confidence).map_err(wrong)?;
                facts.add(Fact {
                    statistic: Statistic::FunnelLimits,
                    method: scatter.method.to_owned(),
                    value: Some(baseline.rate * PER),
                    lower: Some(baseline.rate * PER * limits.lower),
                    upper: Some(baseline.rate * PER * limits.upper),
                    confidence: Some(confidence),
                    ..self.of_period(self.about(place))
                });
            }
            facts.add(Fact {
                statistic: Statistic::Standing,
                method: scatter.method.to_owned(),
                value: Some(stands),
                note: in_words(stands).to_owned(),
                ..self.of_period(self.about(place))
            });
        }
        self.of_all(facts, &baseline, &scatter, outside, people.len());
        Ok(())
    }

    fn of_all(
        &self,
        facts: &mut Facts,
        baseline: &funnel::Baseline,
        scatter: &Overdispersion,
        outside: [[u32; 2]; 2],
        n: usize,
    ) {
        let mut add = |statistic, method: &str, value, confidence| {
            facts.add(Fact {
                statistic,
                method: method.to_owned(),
                value: Some(value),
                confidence,
                n: Some(n as f64),
                ..self.of_period(self.about_all())
            });
        };
        add(Statistic::Rate, baseline.method, baseline.rate * PER, None);
        add(Statistic::Phi, "mean squared z-score, winsorised", scatter.phi, None);
        add(Statistic::Tau, scatter.method, scatter.tau, None);
        for (counts, confidence) in outside.iter().zip(CONFIDENCES) {
            add(Statistic::OutsideLimits, "exact Poisson", f64::from(counts[0]), Some(confidence));
            add(Statistic::OutsideLimits, scatter.method, f64::from(counts[1]), Some(confidence));
        }
    }

    fn of_period(&self, fact: Fact) -> Fact {
        Fact { period: self.period.into(), unit: String::new(), ..fact }
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

fn wrong(error: StatsError) -> anyhow::Error {
    Problem::data(format!("the areas cannot be compared: {error}")).into()
}
