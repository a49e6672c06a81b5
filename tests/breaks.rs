//! What lies between the figures that are compared is named where they are compared.

use crate::program::{Rows, unwrapped, vawg};

#[test]
fn breaks_that_are_crossed_are_named_with_the_comparison() {
    // Three breaks are listed for rape: May 2004, November 2014, April 2019.
    let text = vawg("trend --crime rape --source police --full").succeeds();
    assert!(
        text.contains("71,581 rapes recorded in 2024-25; 12,295 in 2002-03, across three breaks"),
        "{text}"
    );
    let text = vawg("trend --crime rape --source police --from 2019-20 --full").succeeds();
    assert!(text.contains("in 2024-25; 59,236 in 2019-20"), "{text}");
    let arguments = "trend --crime rape --source police --full --across-breaks --from 2012-13";
    let text = unwrapped(&vawg(arguments).succeeds());
    assert!(
        text.contains(
            "All rapes, 2012-13 to 2024-25: one trend across two breaks [note 1, 2] as if counted alike \
             throughout"
        ),
        "{text}"
    );
    assert!(
        text.contains("trends fitted across breaks as if there were none"),
        "{text}"
    );
    let rows = Rows::read(&vawg(&format!("{arguments} --format csv")).succeeds());
    let change = rows.one(&[("statistic", "apc"), ("series", "police-rape")]);
    assert_eq!(change.get("note"), "across two breaks as if none");
    // What is stepped over is not crossed as if it were none.
    let text = vawg("trend --crime rape --source police --full --step breaks").succeeds();
    assert!(!text.contains("as if counted alike"), "{text}");
}
