//! Reads the reference numbers of the tests; holds no numbers.

/// The rows of a reference file below its source line and its heading, split at commas.
pub(crate) fn rows(text: &str) -> Vec<Vec<&str>> {
    assert!(
        text.starts_with("# source: "),
        "a reference names its source"
    );
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect()
}

/// A cell as a number.
pub(crate) fn number(cell: &str) -> f64 {
    cell.parse()
        .unwrap_or_else(|_| panic!("`{cell}` is not a number"))
}

/// Fails unless the two numbers agree within a relative tolerance.
pub(crate) fn agree(found: f64, expected: f64, tolerance: f64) {
    let scale = expected.abs().max(f64::MIN_POSITIVE);
    assert!(
        (found - expected).abs() <= tolerance * scale,
        "found {found:e}, expected {expected:e}"
    );
}
