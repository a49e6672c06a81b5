//! Readers of what others wrote, one at a time, for tests with random input. Here with the feature
//! `internals` alone; it may change at any time. What a published file or a stored release is read by
//! is public: [`crate::Data::read_file`] and [`crate::Data::open`].

use std::path::Path;

use anyhow::Result;

use crate::reports::{ReportFiles, ReportSpec};

/// Reads every sheet of a workbook (xls, xlsx or ods) in this process.
///
/// # Errors
/// Bytes that are not a workbook, or a damaged one.
pub fn workbook(bytes: Vec<u8>) -> Result<()> {
    crate::ingest::read_sheets(bytes)
}

/// Reads a file of a user's own figures; returns how many series it holds.
///
/// # Errors
/// Whatever is wrong with the file.
pub fn own_figures(file: &Path) -> Result<usize> {
    Ok(crate::own_figures::read(file)?.len())
}

/// Reads the description of a report, a file `NAME.toml`; returns how many figures it describes.
///
/// # Errors
/// Whatever is wrong with the description.
pub fn report_description(file: &Path) -> Result<usize> {
    let files = ReportFiles::open(&file.display().to_string())?;
    Ok(ReportSpec::read(&files)?.figure.len())
}
