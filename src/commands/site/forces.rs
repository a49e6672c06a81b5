//! Pages of police forces: all of them compared, then one page each.

use super::{PartSpec, Spec, page};
use crate::answer::{Forms, PageSubject, SitePage};
use crate::catalogue::{Area, AreaKind, Catalogue};

/// Crimes counted by police force up to the latest release, and what they are called in a heading.
const HEADLINE_GROUPS: [(&str, &str); 2] = [
    ("sexual-offences", "Sexual offences"),
    ("stalking-and-harassment", "Stalking and harassment"),
];

/// The forces compared, then each force in name order.
pub(super) fn pages(catalogue: &Catalogue) -> Vec<Spec> {
    let areas = catalogue.areas.iter();
    let is_force = |area: &&Area| matches!(area.kind, AreaKind::Force | AreaKind::National);
    let mut forces: Vec<&Area> = areas.filter(is_force).collect();
    forces.sort_by(|one, other| one.name.cmp(&other.name));
    let mut pages = vec![compared()];
    pages.extend(forces.into_iter().map(of_force));
    pages
}

/// The part with the figures of a crime for all forces, which the pages of the forces share.
fn of_all(crime: &str) -> String {
    format!("forces-{crime}")
}

fn compared() -> Spec {
    let part = |(place, (crime, title)): (usize, &(&str, &str))| {
        let heading = if place == 0 { "" } else { title };
        PartSpec::new(of_all(crime), heading, &["areas", "--crime", crime])
    };
    Spec {
        page: SitePage {
            also: ["areas", "funnel"].map(str::to_owned).to_vec(),
            ..page(
                "police-forces",
                "Police forces compared",
                "Sexual offences, then stalking and harassment, in name order. A rate shows \
                 what was reported and recorded, not how safe a place is.",
                PageSubject::Figures,
            )
        },
        parts: HEADLINE_GROUPS.iter().enumerate().map(part).collect(),
    }
}

/// The first year after the last break in which both groups of offences are counted by force: index
/// numbers begin there where no rate can be given.
const INDEX_FROM: &str = "2020-21";

/// A force: its series, the same beside England and Wales, then where it stands among all forces.
fn of_force(force: &Area) -> Spec {
    let id = file_name(&force.name);
    let crimes = HEADLINE_GROUPS.map(|(crime, _)| crime).join(",");
    let words = [
        "trend",
        "--crime",
        &crimes,
        "--source",
        "police",
        "--area",
        &force.name,
    ];
    let own = PartSpec {
        forms: Forms::WithoutSvg,
        ..PartSpec::new(id.clone(), "", &words)
    };
    let among = |(crime, title): (&str, &str)| PartSpec {
        area: Some((force.name.clone(), of_all(crime))),
        ..PartSpec::new(
            format!("{id}-{crime}"),
            &format!("{title}: among all police forces"),
            &["areas", "--crime", crime],
        )
    };
    let mut parts = vec![own, beside(force, &id, &words)];
    parts.extend(HEADLINE_GROUPS.map(among));
    let no_rate = &force.no_rate;
    let summary = if no_rate.is_empty() {
        String::new()
    } else {
        format!("No rate per 1,000 people can be given: {no_rate}.")
    };
    Spec {
        page: SitePage {
            also: [&force.also[..], &[force.code.clone(), "police".to_owned()]].concat(),
            ..page(&id, &force.name, &summary, PageSubject::Area)
        },
        parts,
    }
}

/// The series of a force beside those of England and Wales: as rates, or as index numbers where no rate
/// can be given.
fn beside(force: &Area, id: &str, words: &[&str]) -> PartSpec {
    let (form, heading) = if force.no_rate.is_empty() {
        (
            vec!["--rate"],
            "Rates beside those of England and Wales".to_owned(),
        )
    } else {
        let heading = format!("Beside England and Wales: {INDEX_FROM} is 100");
        (vec!["--index", INDEX_FROM], heading)
    };
    let words = [words, &form, &["--model", "none"]].concat();
    PartSpec {
        forms: Forms::Csv,
        ..PartSpec::new(format!("{id}-beside"), &heading, &words)
    }
}

/// `london-city-of`
fn file_name(name: &str) -> String {
    let words = name.split(|one: char| !one.is_ascii_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::{file_name, pages};
    use crate::catalogue::Catalogue;

    #[test]
    fn every_force_has_a_page_whose_name_any_server_takes() {
        assert_eq!(file_name("London, City of"), "london-city-of");
        // 43 territorial police forces of England and Wales (Police Act 1996, schedule 1; the
        // Metropolitan and City of London forces), the British Transport Police, and the page that
        // compares them.
        let catalogue = Catalogue::built_in().unwrap();
        assert_eq!(pages(&catalogue).len(), 43 + 1 + 1);
    }
}
