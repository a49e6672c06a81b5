//! Figures that follow from others of the file: rates, shares and changes are computed again.

pub(super) mod columns;
pub(super) mod households;
pub(super) mod rates;
pub(super) mod shares;
