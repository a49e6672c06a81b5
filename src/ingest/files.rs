//! From bytes to sheets of cells or records, within limits: what a file is, and nothing of what it means.

pub(crate) mod book;
pub(crate) mod budget;
pub(crate) mod decimal_commas;
pub(crate) mod delimited;
pub(crate) mod guard;
pub(crate) mod gzip;
pub(crate) mod hidden;
pub(crate) mod marks;
pub(crate) mod ods_extent;
pub(crate) mod ods_marks;
pub(crate) mod source;
pub(crate) mod text_form;
pub(crate) mod wire;
pub(crate) mod workbook;
pub(crate) mod xls_marks;
pub(crate) mod xlsx;
