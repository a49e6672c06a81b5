//! What is given random bytes: the functions that the program itself reads files with. `cargo fuzz`
//! runs them through `fuzz_targets/`, and `examples/fuzz` with broken seeds on any compiler.
//! Whatever the bytes are, they are read or refused with an error: no panic, no abort, no endless loop.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tempfile::TempDir;
use vawg::{Data, internals};

/// A target: its name, which is that of its folder of seeds too, and what reads the bytes.
pub type Target = (&'static str, fn(&[u8]));

/// Each form of workbook, each layout of CSV, and each file that a user may write.
pub const TARGETS: &[Target] = &[
    ("xls", |bytes| workbook("book.xls", bytes)),
    ("xlsx", |bytes| workbook("book.xlsx", bytes)),
    ("ods", |bytes| workbook("book.ods", bytes)),
    ("csv_appendix", |bytes| published("table.csv", bytes)),
    ("csv_sdg", |bytes| published("indicator_5-2-1.csv", bytes)),
    ("csv_survey", |bytes| published("survey.csv", bytes)),
    ("csv_outcomes_cps", |bytes| {
        published("2017_principal_offence_category_Sep.csv", bytes);
    }),
    ("csv_population", |bytes| {
        published("mye24tablesew.csv", bytes)
    }),
    ("csv_lookup", |bytes| published("lookup.csv", bytes)),
    ("csv_community_safety", |bytes| published("csp.csv", bytes)),
    ("csv_home_office", |bytes| published("prc.csv", bytes)),
    ("csv_own_tidy", |bytes| published("tidy.csv", bytes)),
    ("own_figures", |bytes| {
        drop(internals::own_figures(&written("own.csv", bytes)));
    }),
    ("report", |bytes| {
        drop(internals::report_description(&written(
            "report.toml",
            bytes,
        )));
    }),
    ("stored", stored),
];

/// The target of a name.
///
/// # Panics
/// None is called so.
pub fn run(name: &str, bytes: &[u8]) {
    let found = TARGETS.iter().find(|(known, _)| *known == name);
    let Some((_, target)) = found else {
        panic!("no target is called `{name}`");
    };
    target(bytes);
}

/// A workbook: as one of a publisher and as one of own figures, in another process where a program is
/// named for that, else in this one.
fn workbook(name: &str, bytes: &[u8]) {
    let file = written(name, bytes);
    drop(data().read_file(&file));
    drop(internals::own_figures(&file));
}

fn published(name: &str, bytes: &[u8]) {
    drop(data().read_file(&written(name, bytes)));
}

/// A stored release, under the name that the bytes of the first one had: its checksum is in it.
fn stored(bytes: &[u8]) {
    let folder = folder().join("data");
    // Where it cannot be made, opening it says so.
    drop(std::fs::create_dir_all(&folder));
    let name = "home-office-open-data-2018-q1-tables.3aa9e0931a3d0c37.parquet";
    drop(std::fs::write(folder.join(name), bytes));
    drop(Data::open(&folder));
}

fn data() -> &'static Data {
    static DATA: OnceLock<Data> = OnceLock::new();
    DATA.get_or_init(|| Data::built_in().expect("the built-in data"))
}

fn folder() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| tempfile::tempdir().expect("a folder for files"));
    folder.path()
}

fn written(name: &str, bytes: &[u8]) -> PathBuf {
    let file = folder().join(name);
    std::fs::write(&file, bytes).expect("a file for the bytes");
    file
}
