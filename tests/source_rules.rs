//! Rules of the code's own shape that no compiler checks.

use std::path::{Path, PathBuf};

use crate::program::repository;

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Each rule: what must not be said, and the places where it may.
const RULES: &[(&str, &[&str])] = &[
    (
        "polars",
        &[
            "frame",
            "frame.rs",
            "dataset",
            "render/parquet.rs",
            "api.rs",
            "lib.rs",
        ],
    ),
    ("plotters", &["render"]),
    ("calamine", &["ingest", "render/workbook/tests.rs"]),
    (
        "std::fs",
        &[
            "ingest",
            "ingest.rs",
            "dataset.rs",
            "output.rs",
            "output",
            "dataset",
            "own_figures.rs",
            "reports",
        ],
    ),
    ("io::stdout", &["output.rs", "run/process.rs"]),
    ("resvg", &["render"]),
    ("clap::", &["cli.rs", "cli"]),
];

#[test]
fn each_library_stays_where_the_architecture_puts_it() {
    let root = repository().join("src");
    for path in sources(&root) {
        let place = path.strip_prefix(&root).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        for (word, places) in RULES {
            let allowed = places.iter().any(|allowed| place.starts_with(allowed));
            assert!(
                allowed || !text.contains(word),
                "{}: `{word}`",
                place.display()
            );
        }
    }
}

#[test]
fn every_module_says_what_it_holds() {
    for path in sources(&repository().join("src")) {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{}", path.display());
    }
}
