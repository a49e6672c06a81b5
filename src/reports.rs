//! What published reports say beside the figures of releases, as data: their figures, the values
//! that only they state, their claims, commitments. Reads and checks it; computes nothing.

mod about;
mod claims;
mod query;
mod records;
mod source;
mod spec;
mod uplifts;
mod values;

pub use about::About;
pub use claims::{
    Beside, Bound, Claim, Claims, Computation, Filter, Known, LATEST, Term, Written, financial,
};
pub use query::{
    CommitmentsQuery, DefinitionsQuery, MatrixQuery, MeasuresQuery, Query, RowsQuery, Sort, Span,
    ValuesQuery, VictimsQuery,
};
pub use records::{Record, Records};
pub use source::ReportFiles;
pub use spec::{CriterionSpec, FigureSpec, Form, ReportSpec, Wanted};
pub use uplifts::{StatedUplift, stated_uplifts};
pub use values::{StatedValue, StatedValues};
