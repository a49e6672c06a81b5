//! What users do wrong, and what the environment does: one clear message, a remedy, the exit
//! status, and nothing half-written.

use std::fs;

use crate::program::{folder, vawg, vawg_with};

#[test]
fn an_unknown_crime_is_answered_with_the_nearest_names() {
    vawg("trend --crime raep").fails(
        2,
        "error: unknown crime `raep`\nhint: did you mean `rape`?\n",
    );
    vawg("trend --crime xyzzy").fails(
        2,
        "error: unknown crime `xyzzy`\nhint: `vawg list crimes` shows them all\n",
    );
}

#[test]
fn a_period_that_is_none_is_answered_with_the_forms_that_are() {
    vawg("trend --crime rape --from 2023-25").fails(
        2,
        "error: `2023-25` in --from is not a period\nhint: a period is one of 2023-24 (year ending March 2024), \
         ye-dec-2025, 2024-q1, 2024-m01 or 2024\n",
    );
    vawg("trend --crime rape --to 2024-01").fails(
        2,
        "error: `2024-01` in --to is not a period\nhint: the month is written 2024-m01; the financial year that \
         begins in 2024 is 2024-25\n",
    );
}

#[test]
fn a_bare_year_is_refused_where_it_could_mean_two() {
    vawg("trend --crime rape --from 2024").fails(
        2,
        "error: --from 2024 could mean two years: these figures are for financial years\nhint: write 2023-24 \
         (year ending March 2024) or 2024-25 (year ending March 2025)\n",
    );
}

#[test]
fn a_window_is_checked() {
    vawg("trend --crime rape --from 2020-21 --to 2010-11").fails(
        2,
        "error: --from 2020-21 comes after --to 2010-11\nhint: --from takes the first period, --to the last\n",
    );
    let run = vawg("trend --crime stalking --source police --to 1990-91");
    assert_eq!(run.status, 1);
    assert!(
        run.stderr
            .starts_with("error: no release held has figures of `stalking` to 1990-91\n"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("from 2014-15 to 2024-25"),
        "{}",
        run.stderr
    );
}

#[test]
fn an_unknown_release_is_answered_with_the_nearest_names() {
    vawg("trend --crime rape --release ons-appendix-ye-sep-2025").fails(
        2,
        "error: unknown release `ons-appendix-ye-sep-2025`\nhint: did you mean `ons-appendix-ye-dec-2025`, \
         `ons-appendix-ye-jun-2025` or `ons-community-safety-ye-jun-2025`?\n",
    );
}

#[test]
fn an_unknown_sex_option_or_command_is_a_usage_error() {
    for arguments in [
        "trend --crime rape --sex girls",
        "trend --crime rape --colour x",
        "trends",
        "trend",
        "",
    ] {
        let run = vawg(arguments);
        assert_eq!(
            (run.status, run.stdout.as_str()),
            (2, ""),
            "{arguments}: {}",
            run.stderr
        );
        assert!(!run.stderr.is_empty());
    }
    let run = vawg("trend --crime rape --sex wommen");
    assert!(run.stderr.contains("women"), "{}", run.stderr);
    let run = vawg("trend --crime rape --age 16-95x");
    assert_eq!(run.status, 2);
    assert!(
        run.stderr.contains("16-59, 16-74, 16+ or all"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_population_that_no_measure_has_is_answered_with_those_that_there_are() {
    let run = vawg("trend --crime malicious-communications --sex men");
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    assert!(
        run.stderr.starts_with(
            "error: there is no measure of `malicious-communications` for men\nhint: "
        ),
        "{}",
        run.stderr
    );
}

#[test]
fn a_chart_is_named_png_or_svg() {
    vawg("trend --crime rape --chart rape.pdf").fails(
        2,
        "error: unsupported chart file `rape.pdf`: use a name that ends in .png or .svg\n",
    );
}

#[test]
fn the_ending_of_a_file_chooses_its_format() {
    let folder = folder();
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let write = |name: &str, more: &[&str]| {
        let path = file(name);
        vawg_with(&[&["trend", "--crime", "rape", "-o", &path], more].concat())
    };
    for (name, beginning) in [
        ("rape.txt", "Rape, England and Wales\n"),
        ("rape.md", "# Rape"),
        ("rape.html", "<!DOCTYPE html>"),
        ("rape.CSV", "series,measure,"),
        ("rape.json", "{"),
        ("rape.parquet", "PAR1"),
        ("rape", "Rape, England and Wales\n"),
    ] {
        write(name, &[]).succeeds();
        let bytes = fs::read(file(name)).unwrap();
        assert!(bytes.starts_with(beginning.as_bytes()), "{name}");
    }
    assert!(folder.path().join("rape.CSV-metadata.json").is_file());
    write("rape.pdf", &[]).fails(
        2,
        &format!(
            "error: no output format has the ending of `{}`\nhint: use a name that ends in .txt, .md, \
             .html, .csv, .json, .xlsx, .ods or .parquet\n",
            file("rape.pdf")
        ),
    );
    write("new.csv", &["--format", "json"]).fails(
        2,
        &format!(
            "error: the ending of `{}` contradicts --format json\nhint: leave out --format, or change the \
             ending of the file\n",
            file("new.csv")
        ),
    );
    assert!(!folder.path().join("new.csv").exists());
}

#[test]
fn parquet_has_the_rows_and_columns_of_csv() {
    use polars::prelude::{DataFrame, ParquetReader, SerReader as _};
    let folder = folder();
    let path = folder.path().join("rape.parquet");
    let csv = vawg("trend --crime rape --format csv").succeeds();
    vawg_with(&["trend", "--crime", "rape", "-o", path.to_str().unwrap()]).succeeds();
    let frame: DataFrame = ParquetReader::new(fs::File::open(path).unwrap())
        .finish()
        .unwrap();
    let headers: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
    assert_eq!(frame.get_column_names(), headers);
    let rows = crate::program::Rows::read(&csv);
    assert_eq!(frame.height(), rows.with(&[]).len());
    let values = frame.column("value").unwrap().f64().unwrap();
    for (row, value) in rows.with(&[]).iter().zip(values.iter()) {
        let written = value.map_or_else(String::new, |value| format!("{value:?}"));
        assert_eq!(row.get("value"), written);
    }
    assert_eq!(
        frame.column("period_end").unwrap().dtype(),
        &polars::prelude::DataType::Date
    );
    vawg("list crimes --format parquet")
        .refuses(2, "error: Parquet holds facts, and this answer has none\n");
}

#[test]
fn a_name_without_its_option_is_answered_with_the_option() {
    let run = vawg("trend rape");
    assert_eq!(run.status, 2);
    assert!(
        run.stderr.contains("write `vawg trend --crime rape`"),
        "{}",
        run.stderr
    );
    let run = vawg("baseline headline");
    assert!(
        run.stderr
            .contains("write `vawg baseline --definition headline`"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_data_folder_in_the_environment_need_not_exist_yet() {
    let run = crate::program::run(
        crate::program::program()
            .args(["list", "crimes"])
            .env("VAWG_DATA", "/no/such/folder"),
    );
    run.succeeds();
}

#[test]
fn what_cannot_be_written_leaves_nothing_behind() {
    let folder = folder();
    let file = folder.path().join("file");
    fs::write(&file, "kept").unwrap();
    let below = file.join("rape.csv");
    let run = vawg_with(&["trend", "--crime", "rape", "-o", below.to_str().unwrap()]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    let expected = format!(
        "error: cannot write `{}`: not a directory\n",
        below.display()
    );
    assert!(run.stderr.starts_with(&expected), "{}", run.stderr);
    assert!(run.stderr.contains("hint: "));

    let missing = folder.path().join("no/such/folder/rape.png");
    let answer = folder.path().join("rape.txt");
    let run = vawg_with(&[
        "trend",
        "--crime",
        "rape",
        "-o",
        answer.to_str().unwrap(),
        "--chart",
        missing.to_str().unwrap(),
    ]);
    assert_eq!(run.status, 1);
    assert!(
        run.stderr.contains("no such file or directory"),
        "{}",
        run.stderr
    );
    assert!(
        !answer.exists(),
        "the answer was written though the chart could not be"
    );

    let run = vawg_with(&[
        "trend",
        "--crime",
        "rape",
        "-o",
        folder.path().to_str().unwrap(),
    ]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("it is a folder"), "{}", run.stderr);
    let left: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["file"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), "kept");
}

#[test]
fn a_data_folder_that_is_none_or_damaged_is_said_so() {
    let run = vawg("trend --crime rape --data /no/such/folder");
    assert_eq!(run.status, 1);
    assert!(
        run.stderr
            .starts_with("error: cannot read the data folder `/no/such/folder`"),
        "{}",
        run.stderr
    );

    let folder = folder();
    fs::write(folder.path().join("bad.csv"), "a,b\n1,2\n").unwrap();
    let run = vawg(&format!(
        "trend --crime rape --data {}",
        folder.path().display()
    ));
    assert_eq!(run.status, 1);
    assert!(
        run.stderr.contains("bad.csv") && run.stderr.contains("not those of a tidy CSV"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_closed_pipe_is_no_error() {
    use std::io::Read;
    use std::process::Stdio;
    let mut child = crate::program::program()
        .args(["trend", "--crime", "rape", "--format", "csv"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stderr = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut stderr)
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{stderr}");
    assert_eq!(stderr, "");
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_device_is_written_to_and_a_link_stays_one() {
    use std::os::unix::fs::FileTypeExt;

    let folder = folder();
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe)
    });
    let asked = ["list", "crimes", "--format", "csv", "-o"].map(std::ffi::OsStr::new);
    let beside = [asked.as_slice(), &[pipe.as_os_str()]].concat();
    vawg_with(&beside).succeeds();
    let kind = fs::symlink_metadata(&pipe).unwrap().file_type();
    assert!(kind.is_fifo(), "a file took the place of the pipe");
    assert!(reader.join().unwrap().unwrap().starts_with("name,"));
    assert!(!folder.path().join("pipe-metadata.json").exists());

    let (file, link) = (
        folder.path().join("file.csv"),
        folder.path().join("link.csv"),
    );
    fs::write(&file, "before").unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    vawg_with(&[asked.as_slice(), &[link.as_os_str()]].concat()).succeeds();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&file).unwrap().starts_with("name,"));
}

#[cfg(target_os = "linux")]
#[test]
fn standard_output_without_room_is_named() {
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = crate::program::program()
        .args(["list", "crimes"])
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "error: cannot write to standard output: no space left on device\n\
         hint: is there room where it is sent to?\n"
    );
}
