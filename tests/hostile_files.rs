//! Files that are damaged or made to do harm: each is refused by name, quickly, and nothing is stored.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::program::{folder, vawg_with};

/// A zip archive of some parts.
fn archive(parts: &[(&str, String)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        zip.start_file(*name, options).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>\
         {tables}</office:spreadsheet></office:body></office:document-content>"
    );
    let manifest = "<?xml version=\"1.0\"?><manifest:manifest \
        xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>";
    let mimetype = "application/vnd.oasis.opendocument.spreadsheet";
    archive(&[
        ("mimetype", mimetype.to_owned()),
        ("content.xml", content),
        ("META-INF/manifest.xml", manifest.to_owned()),
    ])
}

/// A table whose first cell stands in so many rows and columns.
fn repeated(name: &str, rows: usize, columns: usize, text: &str) -> String {
    format!(
        "<table:table table:name=\"{name}\"><table:table-row table:number-rows-repeated=\"{rows}\">\
         <table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"{columns}\">\
         <text:p>{text}</text:p></table:table-cell></table:table-row></table:table>"
    )
}

/// A workbook whose sheets all have one part.
fn xlsx(sheets: usize, cells: &str, strings: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{office}/{kind}\" Target=\"{target}\"/>")
    };
    let relations =
        |inside: String| format!("<Relationships xmlns=\"{package}\">{inside}</Relationships>");
    let names: String = (1..=sheets)
        .map(|number| format!("<sheet name=\"D{number}\" sheetId=\"{number}\" r:id=\"rId1\"/>"))
        .collect();
    let workbook = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{names}</sheets></workbook>"
    );
    let inside = relation("rId1", "worksheet", "worksheets/sheet1.xml")
        + &relation("rId2", "sharedStrings", "sharedStrings.xml");
    archive(&[
        (
            "_rels/.rels",
            relations(relation("rId1", "officeDocument", "xl/workbook.xml")),
        ),
        ("xl/workbook.xml", workbook),
        ("xl/_rels/workbook.xml.rels", relations(inside)),
        (
            "xl/sharedStrings.xml",
            format!("<sst xmlns=\"{main}\" {strings}</sst>"),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{main}\"><sheetData>{cells}</sheetData></worksheet>"),
        ),
    ])
}

/// An old Excel file: a container of sectors with one stream of records, whose sheet says that it
/// has so many rows and columns.
fn xls(rows: u32, columns: u16) -> Vec<u8> {
    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }
    let begin = |kind: u8| record(0x0809, &[0, 6, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let end = record(0x000A, &[]);
    let sheet_name = |start: u32| {
        record(
            0x0085,
            &[&start.to_le_bytes()[..], &[0, 0, 2, 0, b'T', b'1']].concat(),
        )
    };
    let start = (begin(5).len() + sheet_name(0).len() + end.len()) as u32;
    let dimensions = [
        &0_u32.to_le_bytes()[..],
        &rows.to_le_bytes(),
        &0_u16.to_le_bytes(),
        &columns.to_le_bytes(),
        &[0, 0],
    ];
    let number = |row: u16| {
        record(
            0x0203,
            &[
                &row.to_le_bytes()[..],
                &[0, 0, 0, 0],
                &1.5_f64.to_le_bytes(),
            ]
            .concat(),
        )
    };
    let mut stream = [
        begin(5),
        sheet_name(start),
        end.clone(),
        begin(0x10),
        record(0x0200, &dimensions.concat()),
        number(0),
        end,
    ]
    .concat();
    stream.resize(4096, 0);
    // Sector 0 is the table of sectors, 1 the directory, 2 to 9 the stream.
    let mut header = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    header.resize(24, 0);
    for word in [0x3E_u16, 3, 0xFFFE, 9, 6, 0, 0, 0] {
        header.extend(word.to_le_bytes());
    }
    for word in [0_u32, 1, 1, 0, 4096, 0xFFFF_FFFE, 0, 0xFFFF_FFFE, 0, 0] {
        header.extend(word.to_le_bytes());
    }
    header.resize(512, 0xFF);
    let mut next: Vec<u32> = vec![0xFFFF_FFFD, 0xFFFF_FFFE];
    next.extend([3, 4, 5, 6, 7, 8, 9, 0xFFFF_FFFE]);
    next.resize(128, 0xFFFF_FFFF);
    let table: Vec<u8> = next
        .iter()
        .flat_map(|sector| sector.to_le_bytes())
        .collect();
    let entry = |name: &str, kind: u8, child: u32, start: u32, size: u32| {
        let units: Vec<u16> = name.encode_utf16().collect();
        let mut bytes: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        bytes.resize(64, 0);
        let length = u16::try_from(2 * (units.len() + 1)).unwrap();
        bytes.extend(length.to_le_bytes());
        bytes.extend([kind, 1]);
        for word in [0xFFFF_FFFF, 0xFFFF_FFFF, child] {
            bytes.extend(word.to_le_bytes());
        }
        bytes.resize(116, 0);
        bytes.extend(start.to_le_bytes());
        bytes.extend(size.to_le_bytes());
        bytes.resize(128, 0);
        bytes
    };
    let mut directory = entry("Root Entry", 5, 1, 0xFFFF_FFFE, 0);
    directory.extend(entry("Workbook", 2, 0xFFFF_FFFF, 2, 4096));
    directory.resize(512, 0);
    [header, table, directory, stream].concat()
}

/// The file is refused by name, for its own reason and not for the time it takes, and nothing is
/// stored.
#[track_caller]
fn refused(place: &Path, name: &str, bytes: &[u8], why: &str) {
    let file: PathBuf = place.join(name);
    let data = place.join("data");
    std::fs::write(&file, bytes).unwrap();
    let run = vawg_with(&[
        "ingest",
        file.to_str().unwrap(),
        "--data",
        data.to_str().unwrap(),
    ]);
    assert_eq!(run.status, 1, "{name}: {}", run.stderr);
    assert!(
        run.stderr.contains(name) && run.stderr.contains(why),
        "{name}: {}",
        run.stderr
    );
    assert!(!data.exists(), "{name}");
}

#[test]
fn each_hostile_workbook_is_refused_by_name_and_nothing_is_stored() {
    let folder = folder();
    let place = folder.path();
    let row = "<table:table-row><table:table-cell/></table:table-row>";
    let unclosed = ods(&format!("<table:table table:name=\"A\">{row}"));
    refused(place, "unclosed.ods", &unclosed, "a table in it has no end");
    let many: String = (0..50)
        .map(|number| repeated(&format!("S{number}"), 12_000, 990, "x"))
        .collect();
    refused(
        place,
        "many.ods",
        &ods(&many),
        "more than any published workbook",
    );
    let spaces = "<text:s text:c=\"100000000\"/>".repeat(20);
    refused(
        place,
        "spaces.ods",
        &ods(&repeated("A", 1, 1, &spaces)),
        "its texts repeat 2000000000 spaces",
    );
    let text = "x".repeat(300);
    refused(
        place,
        "text.ods",
        &ods(&repeated("A", 7_000, 1_000, &text)),
        "cannot read the workbook",
    );
    let far = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"11900\"><c r=\"ALL11900\"><v>1</v></c></row>";
    refused(
        place,
        "far.xlsx",
        &xlsx(200, far, ">"),
        "more than any published workbook",
    );
    let lie = xlsx(
        1,
        "<row><c t=\"s\"><v>0</v></c></row>",
        "uniqueCount=\"4294967295\"><si><t>a</t></si>",
    );
    refused(
        place,
        "strings.xlsx",
        &lie,
        "more texts than it has room for",
    );
    let nested = "<x>".repeat(1_000_000);
    refused(place, "nested.xlsx", &xlsx(1, &nested, ">"), "nested.xlsx");
    let sound = xls(1, 1);
    refused(place, "sound.xls", &sound, "its layout is not known");
    refused(
        place,
        "lie.xls",
        &xls(u32::MAX, u16::MAX),
        "cannot read the workbook",
    );
    for length in (512..sound.len()).step_by(496) {
        refused(place, "cut.xls", &sound[..length], "cut.xls");
    }
}

#[test]
fn files_that_are_not_tables_are_named_for_what_they_are() {
    let folder = folder();
    let place = folder.path();
    for (name, bytes, what) in [
        ("a.xlsx", archive(&[("xl/workbook.bin", String::new())]), "a binary Excel workbook (xlsb)"),
        ("b.xlsx", archive(&[("Index/Document.iwa", String::new())]), "Apple Numbers"),
        ("c.xlsx", archive(&[("word/document.xml", String::new())]), "a Word document"),
        ("d.csv", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n".to_vec(), "Git LFS"),
        (
            "e.xls",
            b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">".to_vec(),
            "an Excel 2003 workbook in XML",
        ),
        ("f.ods", b"<?xml version=\"1.0\"?><office:document>".to_vec(), "fods"),
        ("g.csv", b"<!DOCTYPE html><html>".to_vec(), "a page of a website"),
    ] {
        refused(place, name, &bytes, what);
    }
    let mut locked = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    locked.resize(512, 0);
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    refused(place, "locked.xlsx", &locked, "protected with a password");
}

/// One table of the built-in figures, saved as programs save text.
#[test]
fn a_text_is_read_in_every_usual_form_and_the_form_is_said() {
    let (whole, _) = crate::program::built_in("ons-appendix-ye-dec-2025");
    let text: String = whole
        .lines()
        .take(60)
        .map(|line| format!("{line}\n"))
        .collect();
    let folder = folder();
    let figures = |name: &str, bytes: &[u8]| {
        let file = folder.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        let run = vawg_with(&["ingest", file.to_str().unwrap(), "-o", "-"]);
        assert_eq!(run.status, 0, "{name}: {}", run.stderr);
        let without_file: Vec<String> = run
            .stdout
            .lines()
            .map(|line| line.replace(name, "FILE"))
            .collect();
        (without_file, run.stderr)
    };
    let (expected, said) = figures("plain.csv", text.as_bytes());
    assert!(
        expected.len() == 60 && !said.contains("text-form"),
        "{said}"
    );
    assert!(!text.contains(['\t', ';']));
    let utf16 = |big: bool| -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units
            .flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    };
    let with_letter = text
        .replace("Violence", "Viol\u{e9}nce")
        .replace("VIOLENCE", "VIOL\u{c9}NCE");
    let in_windows: Vec<u8> = with_letter.chars().map(|one| one as u8).collect();
    assert!(!in_windows.is_ascii());
    for (name, bytes, form) in [
        ("little.csv", utf16(false), "UTF-16LE"),
        ("big.csv", utf16(true), "UTF-16BE"),
        ("mac.csv", text.replace('\n', "\r").into_bytes(), ""),
        ("windows.csv", text.replace('\n', "\r\n").into_bytes(), ""),
    ] {
        let (found, said) = figures(name, &bytes);
        assert_eq!(found, expected, "{name}");
        assert!(said.contains(form), "{name}: {said}");
    }
    let (found, said) = figures("windows-1252.csv", &in_windows);
    assert!(
        found
            .iter()
            .any(|line| line.contains('\u{e9}') || line.contains('\u{c9}'))
    );
    assert!(said.contains("Windows-1252"), "{said}");
}
