//! `vawg validate`: the check without the storing; and files that are nothing of the kind, each with
//! its own answer.

use std::io::Write as _;

use crate::program::{Rows, folder, unwrapped, vawg_with};

const GOOD: &str = "Financial Year,Financial Quarter,Force Name,Offence Description,Offence Group,Offence Subgroup,Offence Code,Number of Offences\n\
2022/23,1,Kent,Rape of a female aged 16 and over,Sexual offences,Rape offences,19C,12\n";

#[test]
fn the_exit_status_tells_whether_every_file_is_in_order() {
    let folder = folder();
    let write = |name: &str, text: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let good = write("good.csv", GOOD);
    let bad = write("bad.csv", &GOOD.replace(",12", ",a dozen"));
    assert_eq!(vawg_with(&["validate", &good]).status, 0);
    assert_eq!(vawg_with(&["validate", &good, "--quiet"]).succeeds(), "");
    let run = vawg_with(&["validate", &good, &bad, "--format", "csv"]);
    assert_eq!(run.status, 1);
    let findings = Rows::read(&run.stdout);
    let finding = findings.one(&[("severity", "error"), ("cell", "H2")]);
    assert_eq!(
        [
            finding.get("file"),
            finding.get("rule"),
            finding.get("value")
        ],
        [bad.as_str(), "figure-readable", "a dozen"]
    );
    assert_eq!(
        vawg_with(&["validate", &bad, "--accept", "figure-readable"]).status,
        1,
        "nothing is left to take"
    );
    let out = folder.path().join("findings.csv");
    assert_eq!(
        vawg_with(&[
            "validate",
            &bad,
            "--format",
            "csv",
            "-o",
            out.to_str().unwrap()
        ])
        .status,
        1
    );
    assert!(std::fs::read_to_string(out).unwrap().contains("a dozen"));
}

#[test]
fn a_report_on_several_files_names_each_as_it_is_written_and_crushes_no_column() {
    let folder = folder();
    let file = folder.path().join("Open_Data.csv");
    std::fs::write(&file, format!("{GOOD}2022/23,2,Kent,Rape of a female aged 16 and over,Sexual offences,Rape offences,19C,-3\n")).unwrap();
    let other = folder.path().join("other.csv");
    std::fs::write(&other, GOOD).unwrap();
    let run = vawg_with(&[
        "validate",
        file.to_str().unwrap(),
        other.to_str().unwrap(),
        "--full",
    ]);
    let text = run.succeeds();
    assert!(
        text.contains("\nTAKEN\nOpen_Data.csv: 2 figures and markers in 1 table\n"),
        "{text}"
    );
    assert!(
        text.contains("2022-q2 to 2022-q3  1 negative count"),
        "{text}"
    );
}

/// Writes the bytes and checks the answer to them.
#[track_caller]
fn answered(name: &str, bytes: &[u8], message: &str) {
    let folder = folder();
    let file = folder.path().join(name);
    std::fs::write(&file, bytes).unwrap();
    let run = vawg_with(&["validate", file.to_str().unwrap()]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{}", run.stderr);
    let expected = format!("error: `{}`: {message}", file.display());
    assert!(run.stderr.starts_with(&expected), "{}", run.stderr);
    assert!(run.stderr.contains("\nhint: "), "{}", run.stderr);
}

#[test]
fn what_is_no_published_file_is_answered_with_what_it_is() {
    answered("empty.csv", b"", "the file is empty\n");
    answered(
        "page.xlsx",
        b"\n<!DOCTYPE html><html><title>404</title></html>",
        "it is a page of a website (HTML), whatever its name says\n",
    );
    answered(
        "data.xlsx",
        b"<?xml version=\"1.0\"?><a/>",
        "it is XML, neither a workbook nor a CSV\n",
    );
    answered(
        "table.csv",
        b"%PDF-1.7\n%",
        "it is a PDF: tables cannot be taken from it\n",
    );
    answered(
        "blob.csv",
        b"\x7FELF\x02\x00\x00\x01",
        "it is neither a workbook nor text\n",
    );
    answered(
        "old.xls",
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and no more",
        "cannot read the workbook: ",
    );
    answered(
        "other.csv",
        b"a,b\n1,2\n",
        "its layout is not known; its first row: a, b\n",
    );
}

#[test]
fn another_encoding_is_read_and_named() {
    let windows: Vec<u8> = GOOD
        .replace("Rape of", "Rape ~ of")
        .bytes()
        .map(|byte| if byte == b'~' { 0x96 } else { byte })
        .collect();
    let units: Vec<u16> = GOOD.encode_utf16().collect();
    let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
    for (name, bytes, encoding) in [
        ("windows.csv", windows, "Windows-1252"),
        ("utf16.csv", marked(b"\xFF\xFE", &little), "UTF-16"),
        ("utf16be.csv", marked(b"\xFE\xFF", &big), "UTF-16"),
    ] {
        let folder = folder();
        let file = folder.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        let run = vawg_with(&["validate", file.to_str().unwrap(), "--full"]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert!(run.stdout.contains(encoding), "{name}: {}", run.stdout);
    }
}

#[test]
fn a_path_that_leads_to_no_file_is_answered_with_what_is_wrong() {
    let folder = folder();
    let file = folder.path().join("file.csv");
    std::fs::write(&file, GOOD).unwrap();
    let below = file.join("more.csv");
    vawg_with(&["validate", below.to_str().unwrap()]).fails(
        1,
        &format!("error: cannot read `{}`: a part of the path is a file, not a folder\nhint: check the path\n", below.display()),
    );
    let missing = folder.path().join("missing.csv");
    vawg_with(&["validate", missing.to_str().unwrap()]).fails(
        1,
        &format!(
            "error: cannot read `{}`: there is no such file\nhint: check the path\n",
            missing.display()
        ),
    );
}

#[test]
fn a_workbook_cut_short_or_too_large_is_refused_before_it_is_unpacked() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..2000 {
        sheet.write_string(row, 0, format!("row {row}")).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    answered(
        "cut.xlsx",
        &bytes[..bytes.len() * 2 / 3],
        "cannot read the workbook: it ends before its table of contents: the file was cut short\nhint: download it again",
    );
    let mut spread = rust_xlsxwriter::Workbook::new();
    let sheet = spread.add_worksheet();
    sheet.write_number(0, 0, 1).unwrap();
    sheet.write_number(1_048_575, 16_383, 1).unwrap();
    let bytes = spread.save_to_buffer().unwrap();
    answered(
        "spread.xlsx",
        &bytes,
        "sheet `Sheet1` spans 1048576 rows and 16384 columns, which is more than any published workbook together with the sheets before it\n",
    );
}

#[test]
fn a_line_or_a_row_beyond_all_measure_is_refused() {
    let mut line = GOOD.as_bytes().to_vec();
    line.extend(std::iter::repeat_n(b'x', 20 << 20));
    answered("line.csv", &line, "line 3 goes on for more than 16 MiB\n");
    let mut open = GOOD.as_bytes().to_vec();
    open.extend(b"2022/23,\"1,Kent\n");
    for _ in 0..1_100_000 {
        let _ = open.write_all(b"2022/23,1,Kent,Rape\n");
    }
    answered("quote.csv", &open, "line 3 goes on for more than 16 MiB\n");
    answered(
        "wide.csv",
        format!("{}\n", vec!["a"; 1_000_000].join(",")).as_bytes(),
        "row 1 has 1000000 columns; a spreadsheet has 16384 at most\n",
    );
}

const TIDY: &str = "release,table,source_ref,code,label,group,sex,age,area,period,statistic,unit,value,marker,standard_error,lower,upper,base,status,notes\n";

/// The text report on a tidy CSV of one row, which is not stored.
fn refused(release: &str, label: &str, value: &str) -> String {
    let folder = folder();
    let file = folder.path().join("mine.csv");
    let row = format!(
        "{release},A5a,X!A1,19C,{label},,all,all,England and Wales,2023-24,count,offences,{value},,,,,,official,\n"
    );
    std::fs::write(&file, format!("{TIDY}{row}")).unwrap();
    let data = folder.path().join("below/data");
    let run = vawg_with(&[
        "ingest",
        file.to_str().unwrap(),
        "--data",
        data.to_str().unwrap(),
    ]);
    assert_eq!(run.status, 1, "{}", run.stdout);
    let files = std::fs::read_dir(folder.path()).unwrap();
    assert_eq!(files.count(), 1, "a file that was refused left another");
    run.stdout
}

#[test]
fn a_name_of_a_release_leads_to_no_other_folder() {
    for name in ["../../evil", "/tmp/evil", "", ".hidden", "a b"] {
        let report = refused(name, "Rape", "5");
        assert!(report.contains("[one-release]"), "{name}: {report}");
    }
}

#[test]
fn the_content_of_a_cell_is_shown_without_control_characters() {
    let report = refused("mine", "Rape", "\u{1b}[31mfive");
    assert!(
        unwrapped(&report)
            .contains("line 2, column `value`: it is not a number: `\u{fffd}[31mfive`"),
        "{report}"
    );
    assert!(!report.contains('\u{1b}'), "{report}");
    let report = refused("mine", "Rape", "");
    assert!(
        unwrapped(&report).contains("no value, and no marker in the next column that says why"),
        "{report}"
    );
}
