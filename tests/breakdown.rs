//! `vawg prevalence --breakdown`: groups of people, apart from the headline.

use crate::program::{Rows, folder, vawg, vawg_with};

#[test]
fn figures_by_group_are_those_of_the_published_file() {
    let text = vawg("prevalence --crime partner-abuse --breakdown disability --format csv");
    let rows = Rows::read(&text.succeeds());
    let of = |group: &str| {
        let breakdown = format!("Disability status: {group}");
        let wanted = [
            ("breakdown", breakdown.as_str()),
            ("statistic", "prevalence"),
        ];
        let found = rows.with(&wanted);
        assert_eq!(found.len(), 1, "{group}");
        (
            found[0].value(),
            found[0].get("period").to_owned(),
            found[0].get("age").to_owned(),
        )
    };
    // indicator_5-2-1.csv, women aged 16 and over, 2021/22: rows `Disabled` and `Not disabled`.
    let (disabled, period, age) = of("Disabled");
    assert_eq!((period.as_str(), age.as_str()), ("2021-22", "16+"));
    assert!((disabled - 9.2).abs() < 0.05, "{disabled}");
    let (not_disabled, ..) = of("Not disabled");
    assert!((not_disabled - 3.8).abs() < 0.05, "{not_disabled}");
}

#[test]
fn groups_by_age_are_in_the_order_of_age_and_suppressed_ones_keep_their_marker() {
    let text = vawg("prevalence --crime sexual-assault --breakdown age --sex women").succeeds();
    let at = |words: &str| {
        text.find(words)
            .unwrap_or_else(|| panic!("{words}: {text}"))
    };
    assert!(at("16 to 19") < at("20 to 24") && at("20 to 24") < at("75 and over"));
    assert!(text.contains("[c] confidential"), "{text}");
    assert!(text.contains("are not tested"), "{text}");
}

#[test]
fn what_is_not_held_is_refused_with_what_is() {
    let run = vawg("prevalence --crime sexual-assault --breakdown religion");
    assert_eq!(run.status, 1);
    assert!(
        run.stderr
            .contains("held of this crime: age, country-of-birth"),
        "{}",
        run.stderr
    );
    let run = vawg("prevalence --crime stalking --breakdown ethnicity");
    assert_eq!(run.status, 1);
    assert!(
        run.stderr.contains("no breakdown is held of this crime"),
        "{}",
        run.stderr
    );
    let run = vawg("prevalence --crime sexual-assault --breakdown age --base 1000");
    assert_eq!(run.status, 2, "{}", run.stderr);
}

#[test]
fn groups_are_tested_where_their_errors_are_published_and_never_serve_the_headline() {
    let header = "release,table,source_ref,code,label,group,breakdown,sex,age,area,area_code,period,statistic,unit,\
                  value,marker,standard_error,lower,upper,base,status,notes,withheld\n";
    let row = |breakdown: &str, value: &str, error: &str| {
        format!(
            "ons-csew-prevalence-sexual-offences-ye-mar-2024,5,Table_5!C9,,Any sexual assault (including \
             attempts),,{breakdown},women,16+,England and Wales,,2023-24,prevalence,per cent,{value},,{error},,,,\
             accredited,,\n"
        )
    };
    let text = [
        header.to_owned(),
        row("Disability: Disabled", "5.0", "0.6"),
        row("Disability: Not disabled", "3.0", "0.3"),
        row("", "3.5", "0.25"),
    ]
    .concat();
    let data = folder();
    std::fs::write(data.path().join("mine.csv"), text).unwrap();
    let store = data.path().to_str().unwrap();
    let run = vawg_with(&[
        "prevalence",
        "--crime",
        "sexual-assault",
        "--breakdown",
        "disability",
        "--data",
        store,
        "--format",
        "csv",
    ]);
    let rows = Rows::read(&run.succeeds());
    let difference = &rows.with(&[("statistic", "difference")])[0];
    // -2 with a standard error of sqrt(0.6² + 0.3²) = 0.6708, so ±1.3148.
    let number = |name| difference.get(name).parse::<f64>().unwrap();
    assert!((number("value") + 2.0).abs() < 1e-9);
    assert!(
        (number("lower") + 3.3148).abs() < 1e-3,
        "{}",
        number("lower")
    );
    assert!(
        (number("upper") + 0.6852).abs() < 1e-3,
        "{}",
        number("upper")
    );
    assert!(number("p_value") < 0.01);
    let run = vawg_with(&[
        "prevalence",
        "--crime",
        "sexual-assault",
        "--sex",
        "women",
        "--age",
        "16+",
        "--data",
        store,
        "--format",
        "csv",
    ]);
    let rows = Rows::read(&run.succeeds());
    let headline = rows.with(&[("statistic", "prevalence"), ("period", "2023-24")]);
    assert_eq!(headline.len(), 1);
    assert_eq!(headline[0].value(), 3.5);
}
