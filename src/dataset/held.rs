//! Releases as they are held: built in, or stored in a folder of the user's.

pub(crate) mod findings;
pub(crate) mod folder;
pub(crate) mod release;
pub(crate) mod store;
