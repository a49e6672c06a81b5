//! Single figures of series, as facts.

use crate::facts::Fact;
use crate::model::{Point, Series};

/// A published figure under a name of its own.
pub(super) fn fact(name: &str, series: &Series, point: &Point) -> Fact {
    Fact {
        series: name.to_owned(),
        ..Fact::observed(series, point)
    }
}
