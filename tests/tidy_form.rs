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
