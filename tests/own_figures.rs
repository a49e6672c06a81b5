//! `--input`: an analyst's own figures.

use crate::program::{Rows, folder, vawg, vawg_reading};

#[test]
fn many_series_in_one_file_give_one_table_of_rows() {
    let input = "series,period,value,unit\nA,2020-21,100,offences\nA,2021-22,120,offences\nB,2020-21,5,offences\nB,2021-22,[x],offences\n";
    let rows = Rows::read(&vawg_reading(input, "trend --input - --format csv").succeeds());
    let row = rows.one(&[("series", "A"), ("statistic", "relative_change")]);
    assert!((row.value() - 20.0).abs() < 1e-9);
    assert_eq!((row.get("source"), row.get("unit")), ("own", "per cent"));
    let missing = rows.one(&[("series", "B"), ("period", "2021-22")]);
    assert_eq!((missing.get("value"), missing.get("marker")), ("", "[x]"));
}

#[test]
fn bad_rows_are_all_reported_with_line_and_column() {
    let input = "period,value,base\n2020-21,ten,100\n2020-99,5,100\n2021-22,5,0\n2021-22,6,100\n2022,6,100\n2022-23,,100\n";
    let run = vawg_reading(input, "prevalence --input -");
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    for part in [
        "line 2, column `value`: `ten` is no number",
        "line 3, column `period`: `2020-99` is no period",
        "line 4, column `base`: it must be more than 0",
        "line 7, column `value`: it is empty; a missing figure is written `[x]`",
    ] {
        assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
    }
    let twice = "period,value\n2020-21,5\n2020-21,6\n2021,6\n";
    let run = vawg_reading(twice, "trend --input -");
    assert!(
        run.stderr
            .contains("line 3, column `period`: `figures` has 2020-21 on line 2 too"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("mixes periods of different kinds"),
        "{}",
        run.stderr
    );
}

#[test]
fn columns_are_checked() {
    let run = vawg_reading("periode,value\n2020-21,5\n", "trend --input -");
    assert_eq!(run.status, 1);
    assert!(
        run.stderr
            .contains("unknown column `periode`: did you mean `period`?"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("there is no column `period`"),
        "{}",
        run.stderr
    );
    let run = vawg_reading("period,value\n", "trend --input -");
    assert!(
        run.status == 1 && run.stderr.contains("holds no row of figures"),
        "{}",
        run.stderr
    );
    let run = vawg("trend --input /no/such.csv");
    assert!(
        run.status == 1 && run.stderr.contains("cannot read `/no/such.csv`"),
        "{}",
        run.stderr
    );
    let run = vawg("trend --input own.csv --crime rape");
    assert_eq!(run.status, 2);
}

#[test]
fn what_cannot_be_fitted_is_said_and_never_printed_as_a_number() {
    for input in [
        "period,value,unit\n1,0,rate\n2,0,rate\n3,1,rate\n4,2,rate\n",
        "period,value,unit\n1,-5,rate\n2,5,rate\n3,1,rate\n4,2,rate\n",
        "period,value,unit\n1,5,rate\n",
        "period,value,unit\n1,0,counts\n2,0,counts\n3,0,counts\n4,0,counts\n",
        "period,value,unit\n1,5,rate\n2,5,rate\n3,5,rate\n4,5,rate\n",
    ] {
        for model in ["log-linear", "joinpoint", "none"] {
            let text = vawg_reading(input, &format!("trend --input - --model {model}")).succeeds();
            assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
        }
    }
    let text = vawg_reading(
        "period,value,unit\n1,0,rate\n2,1,rate\n3,1,rate\n4,2,rate\n",
        "trend --input -",
    )
    .succeeds();
    assert!(text.contains("No trend for 1 to 4"), "{text}");
}

#[test]
fn a_chart_of_own_figures_can_be_drawn() {
    let folder = folder();
    let chart = folder.path().join("own.svg");
    let input =
        "period,value,base\n2020-21,5,1000\n2021-22,6,1000\n2022-23,5.5,1000\n2023-24,5,1000\n";
    let arguments = format!("trend --input - --chart {}", chart.display());
    vawg_reading(input, &arguments).succeeds();
    assert!(std::fs::read_to_string(chart).unwrap().contains("<svg"));
}
