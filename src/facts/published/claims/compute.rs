//! From the computation of a claim to a value with the figures it rests on.

use super::computed::{Computed, NotComputable, Reason};
use super::context::AuditContext;
use crate::facts::evaluate;
use crate::model::Period;
use crate::reports::{Computation, Term, Written, financial};

/// What a computation is made for.
#[derive(Clone, Copy)]
pub(crate) struct Query<'a> {
    /// The release that figures are taken from, or `latest`.
    pub(crate) pin: &'a str,
    /// The item that the claim names; empty for none.
    pub(crate) item: &'a str,
}

type Found = Result<Computed, NotComputable>;

impl AuditContext<'_> {
    /// The value of a computation.
    ///
    /// # Errors
    /// Why it cannot be computed, or that a release is damaged.
    pub(crate) fn compute(&self, computation: &Computation, query: Query<'_>) -> Found {
        let value = |part: &Computation| self.compute(part, query);
        match computation {
            Computation::MeasureValue { measure, period } => {
                Ok(self.figure(measure, period.get()?, query.pin)?.into())
            }
            Computation::RowValue {
                table,
                label,
                period,
            } => self.row_value(table, label, period.get()?, query.pin),
            Computation::Value { id } => Ok(self.stated(id)?.into()),
            Computation::Number { value } => Ok(Computed::from_parts(*value, Vec::new())),
            Computation::Sum { terms } => self.sum(terms, query),
            Computation::Ratio { of, to } => combined(evaluate::ratio, value(of)?, value(to)?),
            Computation::Share { of, to } => combined(evaluate::share, value(of)?, value(to)?),
            Computation::RelativeChange { from, to } => {
                combined(evaluate::relative_change, value(from)?, value(to)?)
            }
            Computation::LessThan { of, to } => {
                let less = |of, to| Some(f64::from(u8::from(of < to)));
                combined(less, value(of)?, value(to)?)
            }
            Computation::ShareOfChange {
                measure,
                from,
                to,
                within_from,
                within_to,
            } => self.share_of_change(measure, [within_from, within_to, from, to], query.pin),
            Computation::EstimatedVictims {
                prevalence,
                sex,
                age,
            } => self.estimated_victims(value(prevalence)?, sex.get()?, age.get()?),
            Computation::Uplift {
                amount,
                from,
                to,
                deflator,
            } => self.uplift(value(amount)?, (financial(from)?, financial(to)?), deflator),
            Computation::CountOfCommitments { filter } => {
                self.count(&self.about.commitments, filter)
            }
            Computation::DistinctCommitments { column } => self.distinct(column),
            Computation::CountOfRows { file, filter } => self.count(file, filter),
            Computation::Lowest { figure } => self.lowest(figure, query.item),
            Computation::Position {
                pair,
                measure,
                period,
            } => self.position(*pair, measure, period.get()?, query.pin),
            Computation::BreakYear { r#break: id } => self.break_year(id),
            Computation::Cannot { reason } => Err(Reason::Declared(reason.clone()).into()),
        }
    }

    fn sum(&self, terms: &[Term], query: Query<'_>) -> Found {
        let (mut sum, mut parts) = (0.0, Vec::new());
        for term in terms {
            let part = self.compute(&term.computation, query)?;
            sum += term.times * part.value;
            parts.push(part);
        }
        Ok(Computed::from_parts(sum, parts))
    }

    /// The periods are those of the span, then those of the whole change.
    fn share_of_change(&self, measure: &str, periods: [&Written<Period>; 4], pin: &str) -> Found {
        let mut figures = Vec::new();
        for period in periods {
            figures.push(Computed::from(self.figure(measure, period.get()?, pin)?));
        }
        let value = |place: usize| figures[place].value;
        let share = evaluate::share_of_change((value(0), value(1)), (value(2), value(3)));
        let share = share.ok_or(Reason::DivisionByZero)?;
        Ok(Computed::from_parts(share, figures))
    }
}

/// A value made of two others.
fn combined(make: fn(f64, f64) -> Option<f64>, first: Computed, second: Computed) -> Found {
    let value = make(first.value, second.value).ok_or(Reason::DivisionByZero)?;
    Ok(Computed::from_parts(value, vec![first, second]))
}
