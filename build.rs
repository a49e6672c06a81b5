//! Packs the figures that the program carries: each table of `data/observations/` with zstd, and the
//! list of them as Rust. Rebuilds the program when a file is added to or taken from `data/`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// A higher level takes minutes in a build script, which is not optimised, and saves little.
const LEVEL: i32 = 9;

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=data");
    println!("cargo:rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or(io::ErrorKind::NotFound)?);
    let mut list = String::from("&[\n");
    for release in sorted(&root.join("data/observations"))? {
        let id = name(&release)?;
        let _ = writeln!(list, "    (\"{id}\", &[");
        for file in sorted(&release)? {
            let table = name(&file.with_extension(""))?;
            let packed = format!("{id}-{table}.zst");
            let csv = fs::read(&file)?;
            fs::write(out.join(&packed), zstd::bulk::compress(&csv, LEVEL)?)?;
            let length = with_separators(csv.len());
            let _ = writeln!(
                list,
                "        Packed {{ table: \"{table}\", length: {length}, \
                 bytes: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{packed}\")) }},"
            );
        }
        list.push_str("    ]),\n");
    }
    list.push_str("]\n");
    fs::write(out.join("observations.rs"), list)
}

/// A number as Rust is written: `1_270_209`.
fn with_separators(number: usize) -> String {
    match number / 1000 {
        0 => number.to_string(),
        thousands => format!("{}_{:03}", with_separators(thousands), number % 1000),
    }
}

/// What a folder holds, in the order of the names.
fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?;
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> io::Result<String> {
    let name = path.file_name().and_then(|name| name.to_str());
    name.map(str::to_owned)
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "a name that is not text"))
}
