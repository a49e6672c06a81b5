//! Documents, sizes and words of figures.

use resvg::usvg::roxmltree::Document;

use super::{escaped, picture};
use crate::answer::{
    Answer, Chart, Evidence, Line, LinePoint, LineRole, Lines, Panel, Tick, ValueAxis,
};
use crate::cli::{PictureArgs, Size};

fn svg(answer: &Answer) -> anyhow::Result<String> {
    Ok(picture(answer, &PictureArgs::default())?
        .with_text()
        .to_owned())
}

fn answer() -> Answer {
    let point = |at: f64, value: Option<f64>| LinePoint {
        at,
        value,
        interval: None,
        label: value.map(|value| value.to_string()),
    };
    let line = Line {
        label: "Women & girls".to_owned(),
        role: LineRole::Observed { dots: false },
        points: vec![
            point(2020.5, Some(7.0)),
            point(2021.5, None),
            point(2022.5, Some(9.0)),
        ],
    };
    let tick = |year: i32| Tick {
        at: f64::from(year) + 0.5,
        label: year.to_string(),
    };
    let lines = Lines {
        from: 2020.0,
        to: 2023.0,
        ticks: (2020..2023).map(tick).collect(),
        value_axis: ValueAxis::Counts,
        lines: vec![line],
        ..Lines::default()
    };
    let panel = Panel {
        title: "Fewer than <10>".into(),
        alternative_text: "From 7 to 9 & \"no more\".".into(),
        chart: Some(Chart::Lines(lines)),
        ..Panel::default()
    };
    Answer::new("A & B", vec![panel], Evidence::default())
}

#[test]
fn the_document_is_named_and_described_for_those_who_cannot_see_it() {
    let written = svg(&answer()).unwrap();
    let document = Document::parse(&written).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    assert_eq!(root.attribute("aria-labelledby"), Some("chart-a-b-title"));
    assert_eq!(root.attribute("aria-describedby"), Some("chart-a-b-desc"));
    let text = |id: &str| {
        let mut nodes = root
            .descendants()
            .filter(|node| node.attribute("id") == Some(id));
        nodes.next().and_then(|node| node.text()).map(str::to_owned)
    };
    assert_eq!(text("chart-a-b-title").unwrap(), "A & B");
    assert_eq!(
        text("chart-a-b-desc").unwrap(),
        "From 7 to 9 & \"no more\"."
    );
}

#[test]
fn words_stay_text_in_one_family() {
    let written = svg(&answer()).unwrap();
    let document = Document::parse(&written).unwrap();
    let texts: Vec<_> = document
        .descendants()
        .filter(|node| node.has_tag_name("text"))
        .collect();
    for expected in ["Fewer than <10>", "Women & girls", "9", "2020"] {
        assert!(
            texts.iter().any(|node| node.text() == Some(expected)),
            "{expected}"
        );
    }
    let family = Some("Noto Sans, sans-serif");
    assert!(
        texts
            .iter()
            .all(|node| node.attribute("font-family") == family)
    );
}

#[test]
fn a_file_has_outlines_and_keeps_its_name_and_description() {
    let style = PictureArgs {
        size: Some(Size::A4),
        ..PictureArgs::default()
    };
    let outlined = picture(&answer(), &style).unwrap().outlined().unwrap();
    let document = Document::parse(&outlined).unwrap();
    assert!(!document.descendants().any(|node| node.has_tag_name("text")));
    let root = document.root_element();
    assert_eq!(root.attribute("width"), Some("160.00mm"));
    assert_eq!(root.attribute("aria-describedby"), Some("chart-a-b-desc"));
    // 160 mm are 604.7 pixels at 96 to the inch.
    let wide: f64 = root
        .attribute("viewBox")
        .unwrap()
        .split(' ')
        .nth(2)
        .unwrap()
        .parse()
        .unwrap();
    assert!((wide - 160.0 / 25.4 * 96.0).abs() < 0.5, "{wide}");
}

#[test]
fn a_slide_has_its_size_and_a_bare_chart_no_words_of_the_answer() {
    let style = PictureArgs {
        size: Some(Size::Slide),
        title: Some("Mine".to_owned()),
        bare: false,
    };
    let drawn = picture(&answer(), &style).unwrap();
    let png = drawn.png().unwrap();
    // IHDR: width and height at bytes 16 and 20.
    let side = |at: usize| u32::from_be_bytes([png[at], png[at + 1], png[at + 2], png[at + 3]]);
    assert_eq!((side(16), side(20)), (1920, 1080));
    assert!(png.windows(4).any(|chunk| chunk == b"pHYs"));
    assert!(drawn.with_text().contains(">Mine</text>"));
    assert!(!drawn.with_text().contains("Fewer than"));
    let bare = PictureArgs {
        bare: true,
        ..PictureArgs::default()
    };
    assert!(
        !picture(&answer(), &bare)
            .unwrap()
            .with_text()
            .contains("Fewer than")
    );
}

#[test]
fn text_has_enough_contrast_and_stands_on_its_baseline() {
    let written = svg(&answer()).unwrap();
    let document = Document::parse(&written).unwrap();
    for text in document
        .descendants()
        .filter(|node| node.has_tag_name("text"))
    {
        assert_eq!(text.attribute("dy"), None);
        // Black and dark grey on white: 19.3 and 10.9 to 1, against the 4.5 to 1 that text needs.
        let fill = text.attribute("fill").unwrap();
        assert!(["#0B0C0C", "#3D3D3D"].contains(&fill), "{fill}");
        let size: f64 = text.attribute("font-size").unwrap().parse().unwrap();
        assert!(size >= 160.0, "{size}");
    }
}

#[test]
fn the_same_answer_gives_the_same_bytes() {
    assert_eq!(svg(&answer()).unwrap(), svg(&answer()).unwrap());
}

#[test]
fn an_answer_without_a_chart_is_refused_by_name() {
    let error = svg(&Answer::new("Releases", Vec::new(), Evidence::default())).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("`Releases` has no chart to draw")
    );
}

#[test]
fn xml_keeps_its_own_signs_and_loses_what_it_forbids() {
    assert_eq!(
        escaped("<a & \"b\" 'c'>"),
        "&lt;a &amp; &quot;b&quot; &apos;c&apos;&gt;"
    );
    assert_eq!(escaped("one\ntwo\u{0}\u{8}"), "one two");
}
