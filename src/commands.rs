//! One file a subcommand: arguments in, an `Answer` out. A command prints nothing and writes nothing.

mod ingest;
mod list;
mod period;
mod prevalence;
mod trend;

pub use ingest::{Ingested, ingest};
pub use list::list;
pub use prevalence::prevalence;
pub use trend::trend;
