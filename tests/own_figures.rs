//! `--input`: an analyst's own figures.

use crate::program::{Rows, folder, unwrapped, vawg, vawg_reading, vawg_with};

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
        "line 2, column `value`: `ten` is not a number",
        "line 3, column `period`: `2020-99` is not a period",
        "line 4, column `base`: it must be more than 0",
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
            let text =
                vawg_reading(input, &format!("trend --input - --full --model {model}")).succeeds();
            assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
        }
    }
    let text = vawg_reading(
        "period,value,unit\n1,0,rate\n2,1,rate\n3,1,rate\n4,2,rate\n",
        "trend --input - --full",
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

#[test]
fn a_series_may_have_a_label_of_its_own_on_a_page() {
    let input = "series,period,value,label\nA,2022-23,5,Asked online\nA,2023-24,6,Asked online\n\
                 B,2022-23,7,\nB,2023-24,8,\n";
    let page = vawg_reading(input, "trend --input - --format html").succeeds();
    assert!(page.contains("Asked online"));
    let wrong = input.replace("6,Asked online", "6,Asked by post");
    let run = vawg_reading(&wrong, "trend --input -");
    assert_eq!(run.status, 1);
    assert!(
        run.stderr.contains("`A` has another label on line 2"),
        "{}",
        run.stderr
    );
}

#[test]
fn every_model_of_counts_is_of_the_rate_where_a_population_is_given() {
    let counts = [
        1797, 1827, 1908, 1995, 1993, 2021, 2064, 2101, 2233, 2230, 2313, 2237,
    ];
    let people = [
        500_000, 536_364, 572_727, 609_091, 645_455, 681_818, 718_182, 754_545, 790_909, 827_273,
        863_636, 900_000,
    ];
    let mut input = "period,value,unit,population\n".to_owned();
    for (year, (count, people)) in counts.iter().zip(people).enumerate() {
        input += &format!("{},{count},offences,{people}\n", 2000 + year);
    }
    // Computed apart with statsmodels 0.15: least squares of the rate per 1,000 and of its logarithm.
    for (arguments, statistic, value, lower, unit) in [
        (
            "--model joinpoint --select 0",
            "apc",
            -3.025_582_205_558_75,
            -3.379_321_888_070_99,
            "per cent a year",
        ),
        (
            "--linear --errors independent",
            "annual_change",
            -0.092_505_071_954_561_85,
            -0.104_765_290_025_329_17,
            "per 1,000 population a year",
        ),
    ] {
        let run = vawg_reading(&input, &format!("trend --input - {arguments} --format csv"));
        let rows = Rows::read(&run.succeeds());
        let change = rows.one(&[("statistic", statistic)]);
        assert!((change.value() - value).abs() < 1e-10, "{}", change.value());
        assert!((change.get("lower").parse::<f64>().unwrap() - lower).abs() < 1e-10);
        assert_eq!(
            (change.get("unit"), change.get("note")),
            (unit, "of the rate")
        );
        // The fitted line is in the unit of the figures: about 1,995 offences in 2003.
        let fitted = rows.one(&[("statistic", "fitted"), ("period", "2003")]);
        assert!((fitted.value() - 1995.0).abs() < 50.0, "{}", fitted.value());
        let text = vawg_reading(&input, &format!("trend --input - --full {arguments}")).succeeds();
        assert!(
            unwrapped(&text)
                .contains("of the rate per 1,000 population, each year with the same weight"),
            "{text}"
        );
    }
    let input = input
        .replace(",population", "")
        .replace("offences,", "offences#");
    let input: String = input
        .lines()
        .map(|line| format!("{}\n", line.split('#').next().unwrap()))
        .collect();
    let text = vawg_reading(&input, "trend --input - --full --model joinpoint").succeeds();
    assert!(
        unwrapped(&text).contains(
            "of the counts themselves, each year with the same weight, whatever the population"
        ),
        "{text}"
    );
}

#[test]
fn what_a_spreadsheet_may_write_is_named_with_its_remedy() {
    for (input, stderr) in [
        ("", "error: `standard input`: the file is empty\n"),
        (
            "period,value\n2020-21,1,234\n",
            "error: `standard input` cannot be used:\n  line 2: 3 cells under 2 headings; is there a comma inside a number?\n",
        ),
        (
            "period,value\n2020-21,\"1,23\"\n2021-22,n/a\n2022-23,1e16\n",
            "error: `standard input` cannot be used:\n  \
             line 2, column `value`: `1,23` is not a number; write it with a point for decimals and nothing between thousands\n  \
             line 3, column `value`: `n/a` is not a number; leave the cell blank if the figure is missing\n  \
             line 4, column `value`: `1e16` is too large: at most 10^15 can be shown\n",
        ),
        (
            "period,value,lower,upper\n1,5,6,7\n2,5,4,\n3,5,,4\n4,5,3,4\n",
            "error: `standard input` cannot be used:\n  \
             line 2, column `lower`: it lies above `value`\n  \
             line 3, column `upper`: it is empty while `lower` is not\n  \
             line 4, column `lower`: it is empty while `upper` is not\n  \
             line 5, column `upper`: it lies below `value`\n",
        ),
        (
            "period,value,base\n1,101,1000\n2,-1,1000\n",
            "error: `standard input` cannot be used:\n  \
             lines 2, 3, column `value`: a share lies between 0 and the whole\n",
        ),
        (
            "period,value,unit\n1,-1,counts\n2,3,counts\n",
            "error: `standard input` cannot be used:\n  line 2, column `value`: a count is 0 or more\n",
        ),
    ] {
        vawg_reading(input, "trend --input -").refuses(1, stderr);
    }
    // A byte order mark, Windows line ends and capitals in a unit are nobody's error.
    let text = vawg_reading(
        "\u{feff}period,value,unit\r\n1,5,Per cent\r\n2,6,%\r\n",
        "trend --input - --full",
    );
    assert!(text.succeeds().contains("Figures: 6.0% in 2; 5.0% in 1"));
}

#[test]
fn small_figures_keep_their_digits() {
    let input = "period,value,unit\n1,0.0015,rate\n2,0.0021,rate\n3,0.0018,rate\n4,0.0028,rate\n5,0.0033,rate\n";
    let text = vawg_reading(input, "trend --input - --linear --full").succeeds();
    assert!(text.contains("Figures: 0.0033 in 5; 0.0015 in 1"), "{text}");
    // By hand: Σ(x − 3)(y − 0.0023)/10 = 0.0043/10.
    assert!(text.contains("+0.000430"), "{text}");
    let text = vawg_reading(
        "period,value,unit\n1,1.5,counts\n2,2,counts\n",
        "trend --input - --full",
    );
    assert!(text.succeeds().contains("Figures: 2.0 in 2; 1.5 in 1"));
}

#[test]
fn what_was_asked_for_and_cannot_be_done_is_said() {
    let mut input = "period,value,unit\n".to_owned();
    for (year, value) in [5.0, 6.0, 7.5, 7.0, 6.0, 5.5, 5.0, 4.0, 4.2]
        .iter()
        .enumerate()
    {
        input += &format!("{},{value},rate\n", year + 1);
    }
    let run =
        |arguments: &str| vawg_reading(&input, &format!("trend --input - --full {arguments}"));
    let text = run("--model joinpoint --average 1:20,2:4").succeeds();
    assert!(
        text.contains("no average for 1 to 20, since no single trend covers it"),
        "{text}"
    );
    assert!(text.contains("average 2 to 4"), "{text}");
    let text = run("--step 100").succeeds();
    assert!(
        text.contains("no level step at 100, since no trend runs across it"),
        "{text}"
    );
    for option in ["--average 2:4", "--max-joinpoints 1", "--select 1"] {
        let name = option.split(' ').next().unwrap();
        run(option).fails(
            2,
            &format!("error: {name} belongs to a joinpoint trend\nhint: add --model joinpoint\n"),
        );
    }
    // A bare year is a number outside the calendar, and two years inside it.
    for arguments in [
        "trend --crime rape --step 2015",
        "trend --crime rape --model joinpoint --average 2015:2020",
        "prevalence --crime sexual-assault --base 2015=9000",
        "trajectory --base 2015=9000",
    ] {
        let option = arguments.rsplit(' ').nth(1).unwrap();
        vawg(arguments).refuses(2, &format!("error: {option} 2015 could mean two years"));
    }
}

#[test]
fn a_step_is_whole_in_the_first_year_on_the_new_basis() {
    // 2% more each year, and twice as much from 2019 on.
    let input = "period,value,unit\n2016,100,rate\n2017,102,rate\n2018,104.04,rate\n\
                 2019,212.2416,rate\n2020,216.486432,rate\n2021,220.81616064,rate\n";
    let run = |more: &str| vawg_reading(input, &format!("trend --input - --step 2019 {more}"));
    let rows = Rows::read(&run("--format csv").succeeds());
    let ratio = rows.one(&[("statistic", "comparability_ratio")]);
    assert!((ratio.value() - 2.0).abs() < 1e-9);
    assert_eq!(ratio.get("period"), "2019");
    let change = rows.one(&[("statistic", "apc")]);
    assert!((change.value() - 2.0).abs() < 1e-9);
    let text = unwrapped(&run("--full").succeeds());
    assert!(
        text.contains("level step at 2019: level on the new basis over level on the old 2.00"),
        "{text}"
    );
}

/// What an analyst exports, line by line as an editor shows it.
#[test]
fn rows_are_named_by_the_line_that_an_editor_shows() {
    for ends in ["\n", "\r\n", "\r"] {
        let input = ["period,value", "", "2019-20,n/a", "2020-21,5", ""].join(ends);
        let run = vawg_reading(&input, "trend --input -");
        assert!(
            run.stderr.contains("line 3, column `value`"),
            "{ends:?}: {}",
            run.stderr
        );
    }
    let input = "series,period,value\n\"two\nlines\",2019-20,5\nx,2019-20,n/a\n";
    let run = vawg_reading(input, "trend --input -");
    assert!(
        run.stderr.contains("line 4, column `value`"),
        "{}",
        run.stderr
    );
}

#[test]
fn figures_are_read_as_spreadsheets_write_them() {
    let input = "Month;Count\nJan 2024;1.204,5\nFeb 2024;1300\nMar 2024;\n";
    let rows = Rows::read(&vawg_reading(input, "trend --input - --format csv").succeeds());
    let value = |period: &str| {
        let row = rows.one(&[("period", period), ("statistic", "observed")]);
        (row.get("value").to_owned(), row.get("marker").to_owned())
    };
    assert_eq!(value("2024-m01").0, "1204.5");
    assert_eq!(value("2024-m03"), (String::new(), "[x]".to_owned()));
    let text = unwrapped(&vawg_reading(input, "trend --input -").succeeds());
    for said in [
        "separated by semicolons",
        "commas are decimal points",
        "1 blank value is missing",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let many = "period,value\n".to_owned() + &"2020-21,x\n".repeat(50);
    let run = vawg_reading(&many, "trend --input -");
    assert!(
        run.stderr
            .contains("lines 2, 3, 4 and 47 more, column `value`"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_workbook_of_own_figures_is_read_with_its_dates() {
    let folder = folder();
    let file = folder.path().join("own.xlsx");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook
        .add_worksheet()
        .set_name("Read me")
        .unwrap()
        .write_string(0, 0, "About")
        .unwrap();
    let sheet = workbook.add_worksheet();
    sheet.write_string(1, 0, "Date").unwrap();
    sheet.write_string(1, 1, "Value").unwrap();
    let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    // 45322 and 45351 are the last days of January and February 2024 (Python: datetime).
    for (row, day, value) in [(2, 45_322.0, 11.5), (3, 45_351.0, 12.0)] {
        sheet
            .write_number_with_format(row, 0, day, &format)
            .unwrap();
        sheet.write_number(row, 1, value).unwrap();
    }
    workbook.save(&file).unwrap();
    let arguments = format!("trend --input {} --format csv", file.display());
    let rows = Rows::read(&vawg(&arguments).succeeds());
    let row = rows.one(&[("period", "2024-m01"), ("statistic", "observed")]);
    assert_eq!((row.value(), row.get("source_ref")), (11.5, "line 3"));
}

/// Steering characters in a name reach neither the terminal nor any other form.
#[test]
fn names_cannot_steer_a_terminal() {
    let input = "series,period,value\n\u{1b}[31mred\u{7}\u{202e},2019-20,5\n\u{1b}[31mred\u{7}\u{202e},2020-21,6\n";
    for form in ["text", "markdown", "csv", "json"] {
        let text = vawg_reading(input, &format!("trend --input - --format {form}")).succeeds();
        assert!(
            !text.contains(['\u{1b}', '\u{7}', '\u{202e}']),
            "{form}: {text:?}"
        );
        assert!(text.contains("red"), "{form}");
    }
}

#[test]
fn options_take_numbers_and_periods_as_people_write_them() {
    let same = |one: &str, other: &str| {
        assert_eq!(vawg(one).succeeds(), vawg(other).succeeds(), "{one}");
    };
    same(
        "detect --prevalence 11.3% --base 12,000",
        "detect --prevalence 11.3 --base 12000",
    );
    same(
        "detect --prevalence 11.3 --change 20% --confidence 95%",
        "detect --prevalence 11.3 --change 0.2 --confidence 0.95",
    );
    same(
        "trend --crime rape --source police --from 2014/15",
        "trend --crime rape --source police --from 2014-15",
    );
    same(
        "trend --crime domestic-abuse --source csew --sex female",
        "trend --crime domestic-abuse --source survey --sex women",
    );
    for wrong in ["nan", "inf", "1e400", "0", "-5"] {
        let run = vawg(&format!(
            "prevalence --crime domestic-abuse --population={wrong}"
        ));
        assert_eq!(run.status, 2, "{wrong}");
    }
}

/// The numbers are those of `SciPy` 1.15: `t.ppf(0.975, 8)` times the standard error, and for the change
/// `t.ppf` and `t.sf` with Welch's 17.8 degrees of freedom.
#[test]
fn degrees_of_freedom_of_a_standard_error_are_used_in_its_intervals_and_tests() {
    for (unit, statistic) in [("per cent", "prevalence"), ("index", "observed")] {
        let input = format!(
            "period,value,unit,standard_error,df\n\
             2022-23,9.5,{unit},0.4,8\n2023-24,8.3,{unit},0.4,10\n"
        );
        let run = vawg_reading(&input, "prevalence --input - --format csv");
        let rows = Rows::read(&run.succeeds());
        let number = |row: crate::program::Row<'_>, column: &str| -> f64 {
            row.get(column).parse().unwrap_or(f64::NAN)
        };
        let near = |found: f64, expected: f64| {
            assert!((found - expected).abs() < 1e-9, "{unit}: {found}");
        };
        let row = rows.one(&[("statistic", statistic), ("period", "2022-23")]);
        near(number(row, "lower"), 8.577_598_345_918_334);
        near(number(row, "upper"), 10.422_401_654_081_666);
        near(number(row, "df"), 8.0);
        let change = rows.one(&[("statistic", "difference"), ("to", "2023-24")]);
        near(number(change, "lower"), -2.389_526_725_812_239_2);
        near(number(change, "upper"), -0.010_473_274_187_760_673);
        near(number(change, "p_value"), 0.048_219_750_938_195_416);
    }
}

#[test]
fn degrees_of_freedom_are_of_a_standard_error_or_of_limits() {
    let input = "period,value,df\n2022-23,9.5,8\n2023-24,8.3,0.5\n";
    let run = vawg_reading(input, "trend --input -");
    assert_eq!(run.status, 1);
    for part in [
        "line 2, column `df`: it is of a `standard_error`, or of `lower` and `upper`",
        "line 3, column `df`: it must be at least 1",
    ] {
        assert!(run.stderr.contains(part), "{}", run.stderr);
    }
}

#[test]
fn an_area_of_own_figures_is_one_that_their_file_names() {
    let folder = crate::program::folder();
    let asked = |text: &str, area: &str| {
        let file = folder.path().join("own.csv");
        std::fs::write(&file, text).unwrap();
        vawg_with(&["trend", "--input", file.to_str().unwrap(), "--area", area])
    };
    let without = "period,value\n2022-23,12\n2023-24,13\n";
    let with = "period,area,value\n2022-23,Kent,12\n2023-24,Kent,13\n2022-23,Surrey,22\n2023-24,Surrey,23\n";
    for (text, area, part) in [
        (without, "Kent", "has no column `area`"),
        (
            with,
            "Sussex",
            "has no such area\nhint: it has Kent, Surrey\n",
        ),
    ] {
        let run = asked(text, area);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""));
        assert!(run.stderr.contains(part), "{}", run.stderr);
    }
    let run = asked(with, "kent");
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(
        run.stdout.contains("13") && !run.stdout.contains("23\n"),
        "{}",
        run.stdout
    );
    assert!(!run.stdout.contains("Surrey"), "{}", run.stdout);
}
