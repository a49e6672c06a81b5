//! One file a subcommand: arguments in, an `Answer` out. A command prints nothing and writes nothing.

mod audit;
mod baseline;
mod commitments;
mod detect;
mod goal;
mod ingest;
mod list;
mod period;
mod prevalence;
mod revisions;
mod trajectory;
mod trend;
mod uplift;

pub use audit::{Audited, audit};
pub use baseline::baseline;
pub use commitments::commitments;
pub use detect::detect;
pub use ingest::{Ingested, Then, ingest};
pub use list::list;
pub use prevalence::prevalence;
pub use revisions::revisions;
pub use trajectory::trajectory;
pub use trend::trend;
pub use uplift::uplift;
