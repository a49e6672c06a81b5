//! The plain types of the field, one noun a file: no Polars, no files, no words for people beyond
//! their own names.

mod cell_name;
mod date;
mod marker;
mod observation;
mod per_cent;
mod period;
mod period_text;
mod population;
mod release_name;
mod series;
mod source;

pub use cell_name::{cell_name, cell_position};
pub use date::iso_date;
pub use marker::Marker;
pub use observation::{Area, Kind, Observation};
pub(crate) use per_cent::is_proportion;
pub use period::{Period, PeriodBasis, PeriodKind};
pub use period_text::{NotAPeriod, PERIOD_FORMS, month_name, month_number};
pub use population::{Age, Sex};
pub use release_name::is_release_name;
pub use series::{Point, Series, SeriesBreak, SeriesKind, SeriesNote, SourceLine};
pub use source::{Source, Status};
