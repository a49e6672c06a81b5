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
