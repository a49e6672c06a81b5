//! One file a subcommand: arguments in, an `Answer` out. A command prints nothing and writes nothing.

mod ingest;
mod list;
mod period;
mod revisions;
mod trend;

pub use ingest::{Ingested, Then, ingest};
pub use list::list;
pub use revisions::revisions;
pub use trend::trend;
