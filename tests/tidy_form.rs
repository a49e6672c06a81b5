//! Figures put into the project's own tidy form by hand: what is refused, what is asked, what is said.

use std::path::Path;

use crate::program::{Run, folder, unwrapped, vawg, vawg_with};

const HEADINGS: &str = "release,table,source_ref,code,label,group,breakdown,sex,age,area,area_code,period,statistic,unit,value,marker,standard_error,lower,upper,base,status,notes,withheld";
const COMBINED: &str = "Domestic abuse, sexual assault or stalking (combined)";

/// A row of invented figures: what is asked about, and the cells from `value` to `base`.
fn row(label: &str, (sex, age, period): (&str, &str, &str), cell: &str, figures: &str) -> String {
    format!(
        "ons-csew-prevalence-vawg-ye-mar-2031,1,1!{cell},,\"{label}\",,,{sex},{age},England and Wales,K04000001,{period},prevalence,per cent,{figures},accredited,,"
    )
}

fn ingest(folder: &Path, text: &str, more: &[&str]) -> Run {
    let file = folder.join("mine.csv");
    std::fs::write(&file, text).unwrap();
    let data = folder.join("data");
    let arguments = [
        "ingest",
        file.to_str().unwrap(),
        "--data",
        data.to_str().unwrap(),
    ];
    vawg_with(&[&arguments[..], more].concat())
}

/// What is said of a file of one combined row with these figures.
fn one(figures: &str) -> Run {
    let row = row(COMBINED, ("all", "16+", "2030-31"), "C9", figures);
    ingest(folder().path(), &format!("{HEADINGS}\n{row}\n"), &[])
}

#[test]
fn limits_that_do_not_enclose_their_value_are_refused() {
    assert_eq!(one("10.9,,0.3,10.2,11.6,9000").status, 0);
    for (figures, message) in [
        (
            "10.9,,,10.2,9.6,9000",
            "its limits are 10.2 to 9.6: they must enclose it",
        ),
        (
            "10.9,,,11.0,11.6,9000",
            "its limits are 11 to 11.6: they must enclose it",
        ),
        ("10.9,,,10.2,,9000", "has a lower limit and no upper one"),
        ("10.9,,,,11.6,9000", "has an upper limit and no lower one"),
        ("10.9,,0,,,9000", "is 0, but must be above 0"),
    ] {
        let run = one(figures);
        let text = unwrapped(&run.stdout);
        assert_eq!(run.status, 1, "{figures}: {text}");
        assert!(
            text.contains(message) && text.contains("[value-possible]"),
            "{text}"
        );
    }
}

#[test]
fn an_observed_figure_that_is_a_proportion_or_has_a_decimal_comma_is_refused() {
    for observed in ["2025-26=0.109", "2025-26=10,9"] {
        let run = vawg(&format!("trajectory --observed {observed}"));
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{observed}");
        assert!(run.stderr.contains("hint: write 10.9\n"), "{}", run.stderr);
    }
}

fn combined(label: &str, people: (&str, &str, &str), value: &str) -> String {
    row(label, people, "C9", &format!("{value},,,,,9000"))
}

#[test]
fn a_per_cent_that_is_a_proportion_is_asked_about() {
    let asked = |rows: &[String]| {
        let text = format!("{HEADINGS}\n{}\n", rows.join("\n"));
        let run = ingest(folder().path(), &text, &[]);
        assert_eq!(run.status, 0, "{}", run.stdout);
        let text = unwrapped(&run.stdout);
        text.contains("is it a proportion, 10.9 per cent? [per-cent-not-proportion]")
    };
    let all = |year, value| combined(COMBINED, ("all", "16+", year), value);
    // Beside the other year of the file, and beside the figure held.
    assert!(asked(&[
        all("2029-30", "11.2"),
        all("2030-31", "0.109").replace("C9", "C10")
    ]));
    assert!(asked(&[all("2030-31", "0.109")]));
    assert!(!asked(&[
        all("2029-30", "11.2"),
        all("2030-31", "10.9").replace("C9", "C10")
    ]));
}

#[test]
fn what_a_file_serves_is_said_and_what_serves_nothing_is_warned_of() {
    let all = ("all", "16+", "2030-31");
    let good = combined(COMBINED, all, "10.9");
    for (row, said) in [
        (
            good.clone(),
            "Serves: survey vawg-combined, people aged 16 and over, 2030-31",
        ),
        (
            combined("Domestic abuse, sexual assault or stalking", all, "10.9"),
            "vawg-combined is served by `Domestic abuse, sexual assault or stalking (combined)` [label-known]",
        ),
        (
            combined("Any domestic abus", ("women", "16+", "2030-31"), "10.9"),
            "domestic-abuse-new-questions is served by `Any domestic abuse` [label-known]",
        ),
        (
            combined("Burglary", all, "10.9"),
            "no row serves a measure; the first is `Burglary`, all 16+: no measure has that label",
        ),
        (
            combined(COMBINED, ("all", "16-59", "2030-31"), "10.9"),
            "without a breakdown, for all 16+, men 16+, women 16+",
        ),
        (
            good.replace("ons-csew-prevalence-vawg", "my-own"),
            "serves only where the name of the release begins `ons-csew-prevalence`",
        ),
    ] {
        let run = ingest(folder().path(), &format!("{HEADINGS}\n{row}\n"), &[]);
        assert_eq!(run.status, 0, "{}", run.stdout);
        let text = unwrapped(&run.stdout);
        assert!(text.contains(said), "{row}\n{text}");
        let warned = text.contains("[label-known]");
        assert_eq!(warned, !said.starts_with("Serves"), "{text}");
        assert_eq!(
            text.contains("Serves:"),
            said.starts_with("Serves"),
            "{text}"
        );
    }
}

/// A file of two years of the combined measure, with publisher and title.
fn with_origin(publishers: [&str; 2], title: &str) -> String {
    let rows = [("2029-30", "C9", "11.2"), ("2030-31", "D9", "10.9")];
    let rows = rows.into_iter().zip(publishers);
    let rows = rows.map(|((year, cell, value), publisher)| {
        let figures = format!("{value},,,,,9000");
        let row = row(COMBINED, ("all", "16+", year), cell, &figures);
        format!("{row},{publisher},{title}\n")
    });
    format!("{HEADINGS},publisher,title\n{}", rows.collect::<String>())
}

#[test]
fn publisher_and_title_are_stored_and_cited() {
    let folder = folder();
    let publishers = ["Office for National Statistics", ""];
    let text = with_origin(publishers, "Violence in the year to March 2031");
    let run = ingest(folder.path(), &text, &[]);
    assert_eq!(run.status, 0, "{}", run.stdout);
    let data = folder.path().join("data");
    let asked = format!(
        "prevalence --crime vawg-combined --from 2029-30 --data {}",
        data.display()
    );
    let said = unwrapped(&vawg(&asked).succeeds());
    let source = "Source: ONS, Violence in the year to March 2031, in tidy form";
    assert!(said.contains(source), "{said}");

    let run = ingest(
        folder.path(),
        &with_origin(["ONS", "Home Office"], "T"),
        &[],
    );
    assert_eq!(run.status, 1);
    let said = unwrapped(&run.stdout);
    let message =
        "line 3, column `publisher`: an earlier row has `ONS`: one file holds one release";
    assert!(said.contains(message), "{said}");
    // The columns are a pair of names, not any.
    let other = with_origin(["ONS", "ONS"], "T").replacen("publisher,title", "author,title", 1);
    assert_ne!(ingest(folder.path(), &other, &[]).status, 0);
}

#[test]
fn every_bad_field_of_a_row_is_reported_with_its_line() {
    let bad = row(
        COMBINED,
        ("every", "16plus", "2030-32"),
        "C9",
        "x,[w],,,,nine",
    );
    let run = ingest(folder().path(), &format!("{HEADINGS}\n{bad}\n"), &[]);
    assert_eq!(run.status, 1);
    assert!(
        run.stdout.starts_with("File mine.csv, in tidy form\n"),
        "{}",
        run.stdout
    );
    let run = ingest(
        folder().path(),
        &format!("{HEADINGS}\n{bad}\n"),
        &["--full"],
    );
    let said = unwrapped(&run.stdout);
    for column in ["sex", "age", "period", "value", "marker", "base"] {
        assert!(
            said.contains(&format!("line 2, column `{column}`: ")),
            "{column}: {said}"
        );
    }
    // A finding on a figure that can be read has the cell of the published table, and the line.
    let said = unwrapped(&one("10.9,,,10.2,9.6,9000").stdout);
    assert!(said.contains("1!C9 line 2: the value of"), "{said}");
}
