//! What reading alone costs: one pass of `calamine` over a workbook, one of `csv` over a CSV, with
//! nothing done to what is read. Prints the median of eleven passes, in milliseconds, by file:
//!
//!     cargo bench --bench bare_passes -- FILE…

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::time::Instant;

use calamine::{Reader, open_workbook_auto};

fn main() -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for path in std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
    {
        let mut passes = Vec::new();
        let mut cells = 0;
        for _ in 0..11 {
            let begun = Instant::now();
            cells = if is_csv(&path) {
                csv_pass(&path)?
            } else {
                workbook_pass(&path)?
            };
            passes.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        passes.sort_by(f64::total_cmp);
        writeln!(out, "{:.1}\t{cells}\t{path}", passes[passes.len() / 2])?;
    }
    Ok(())
}

fn is_csv(path: &str) -> bool {
    let ending = std::path::Path::new(path).extension();
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case("csv"))
}

fn csv_pass(path: &str) -> anyhow::Result<usize> {
    let mut bytes = Vec::new();
    File::open(path)?.read_to_end(&mut bytes)?;
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let mut record = csv::ByteRecord::new();
    let mut fields = 0;
    while reader.read_byte_record(&mut record)? {
        fields += record.len();
    }
    Ok(fields)
}

fn workbook_pass(path: &str) -> anyhow::Result<usize> {
    let mut workbook = open_workbook_auto(path)?;
    let mut cells = 0;
    for name in workbook.sheet_names() {
        cells += workbook.worksheet_range(&name)?.used_cells().count();
    }
    Ok(cells)
}
