//! Charts: what any reader and any machine can rely on. How they are laid out is tested beside
//! the renderer.

use crate::program::{Rows, folder, vawg, vawg_with};

fn chart(crime: &str, ending: &str, more: &[&str]) -> Vec<u8> {
    let folder = folder();
    let path = folder.path().join(format!("chart.{ending}"));
    let mut arguments = vec!["trend", "--crime", crime, "--chart", path.to_str().unwrap()];
    arguments.extend(more);
    vawg_with(&arguments).succeeds();
    std::fs::read(path).unwrap()
}

#[test]
fn a_picture_is_a_png_of_readable_size_that_is_not_blank() {
    let bytes = chart("rape", "png", &[]);
    let decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    assert!(
        (1200..=1400).contains(&frame.width) && frame.height > 800,
        "{frame:?}"
    );
    let (white, inked): (Vec<u8>, Vec<u8>) = pixels.into_iter().partition(|byte| *byte == 255);
    let share = white.len() as f64 / (white.len() + inked.len()) as f64;
    assert!((0.5..0.99).contains(&share), "{share}");
}

#[test]
fn a_drawing_says_what_it_shows_to_those_who_cannot_see_it() {
    let svg = String::from_utf8(chart("rape", "svg", &[])).unwrap();
    assert!(svg.contains("role=\"img\""));
    assert!(svg.contains("<title") && svg.contains("<desc"));
    for part in [
        "12,295 in 2002-03",
        "71,581 in 2024-25",
        "No figure for 2020-21",
        "November 2014",
    ] {
        assert!(svg.contains(part), "{part}");
    }
    assert!(!svg.contains("<text"), "text is outlines");
}

#[test]
fn every_crime_can_be_drawn_also_where_there_is_little_to_draw() {
    let crimes = Rows::read(&vawg("list crimes --format csv").succeeds());
    for crime in crimes.with(&[]) {
        let svg = String::from_utf8(chart(crime.get("name"), "svg", &[])).unwrap();
        assert!(
            svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"),
            "{}",
            crime.get("name")
        );
        assert!(
            !svg.contains("NaN") && !svg.contains("inf"),
            "{}",
            crime.get("name")
        );
    }
    for more in [
        ["--from", "2024-25", "--source", "police"], // one point
        ["--from", "2022-23", "--source", "survey"], // no figure at all
    ] {
        let svg = String::from_utf8(chart("rape", "svg", &more)).unwrap();
        assert!(!svg.contains("NaN"), "{more:?}");
    }
}

/// The horizontal places at which shapes of a kind stand, one list a shape.
fn across(svg: &str, element: &str, mark: &str) -> Vec<Vec<f64>> {
    let attribute = |tag: &str, name: &str| {
        let rest = tag.split(&format!(" {name}=\"")).nth(1)?;
        Some(rest.split('"').next()?.to_owned())
    };
    let number = |text: String| text.parse::<f64>().unwrap();
    svg.lines()
        .filter(|line| line.starts_with(&format!("<{element} ")) && line.contains(mark))
        .map(|line| {
            let Some(points) = attribute(line, "points") else {
                let left = number(attribute(line, "x").unwrap());
                return vec![left, left + number(attribute(line, "width").unwrap())];
            };
            let x = |point: &str| number(point.split(',').next().unwrap().to_owned());
            points.split_whitespace().map(x).collect()
        })
        .collect()
}

#[test]
fn no_line_of_any_kind_runs_through_years_without_a_figure() {
    let svg = crate::program::drawing(
        "trend --crime domestic-abuse --source survey --sex women --age 16-59",
    );
    // 2007-08, and 2018-19 to 2022-23 in three spans; years without a figure at the end are cut off.
    let gaps = across(&svg, "rect", "#F0F0F0");
    assert_eq!(gaps.len(), 4, "{gaps:?}");
    let mut strokes = across(&svg, "polyline", "stroke=\"#801650\"");
    assert!(strokes.len() > 20, "{}", strokes.len());
    strokes.extend(across(&svg, "polygon", "fill=\"#801650\""));
    for stroke in &strokes {
        let (left, right) = stroke
            .iter()
            .fold((f64::MAX, f64::MIN), |(left, right), x| {
                (left.min(*x), right.max(*x))
            });
        for gap in &gaps {
            assert!(right <= gap[0] || left >= gap[1], "{stroke:?} {gap:?}");
        }
    }
}

/// Pixels of a picture that a command draws: width, height.
fn pixels(command: &str) -> (u32, u32) {
    let folder = folder();
    let path = folder.path().join("chart.png");
    let mut arguments: Vec<&str> = command.split_whitespace().collect();
    arguments.extend(["--chart", path.to_str().unwrap()]);
    vawg_with(&arguments).succeeds();
    let bytes = std::fs::read(path).unwrap();
    let reader = png::Decoder::new(std::io::Cursor::new(bytes))
        .read_info()
        .unwrap();
    reader.info().size()
}

/// A page of the web is 600 pixels wide at twice the pixels, one of A4 160 mm at 300 to the inch, and
/// a slide is 1920 by 1080: also where 43 police forces have a row or a chart each.
#[test]
fn every_form_of_chart_has_the_size_asked_for() {
    for chart in [
        "areas --crime sexual-offences",
        "areas --crime sexual-offences --chart-form list",
        "areas --crime sexual-offences --chart-form multiples",
        "trend --crime rape",
        "trajectory",
    ] {
        assert_eq!(pixels(chart).0, 1200, "{chart}");
        assert_eq!(pixels(&format!("{chart} --size a4")).0, 1890, "{chart}");
        assert_eq!(
            pixels(&format!("{chart} --size slide")),
            (1920, 1080),
            "{chart}"
        );
    }
}
