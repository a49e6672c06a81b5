//! Areas by name, alias or code, and the checks of their entries.

use std::collections::{BTreeSet, HashMap};

use super::{Area, AreaKind, Catalogue};
use crate::model;

/// The code of England and Wales.
const ENGLAND_AND_WALES: &str = "K04000001";

impl Catalogue {
    /// The area with this name or alias; case and spaces do not matter. Where two areas share a
    /// spelling, the police force comes first.
    #[must_use]
    pub fn area(&self, name: &str) -> Option<&Area> {
        self.area_of_kind(name, None)
    }

    /// The area with this name or alias, and of this kind where one is given.
    #[must_use]
    pub fn area_of_kind(&self, name: &str, kind: Option<AreaKind>) -> Option<&Area> {
        let by_spelling = self.areas_by_spelling.get_or_init(|| {
            let mut places: HashMap<String, Vec<usize>> = HashMap::new();
            for (place, area) in self.areas.iter().enumerate() {
                for spelling in area.spellings() {
                    places.entry(spelling).or_default().push(place);
                }
            }
            places
        });
        let places = by_spelling.get(&model::Area::key(name))?;
        let mut areas = places.iter().filter_map(|place| self.areas.get(*place));
        areas.find(|area| kind.is_none_or(|kind| area.kind == kind))
    }

    /// The area with this GSS code; case and outer spaces do not matter.
    #[must_use]
    pub fn area_with_code(&self, code: &str) -> Option<&Area> {
        let code = code.trim();
        let mut areas = self.areas.iter();
        areas.find(|area| !area.code.is_empty() && area.code.eq_ignore_ascii_case(code))
    }

    /// The area that a user or a file names: by code, name or alias.
    #[must_use]
    pub fn find_area(&self, text: &str) -> Option<&Area> {
        self.area_with_code(text).or_else(|| self.area(text))
    }

    /// Whether one area is the other, or a part of it at any depth.
    #[must_use]
    pub fn is_within(&self, area: &Area, whole: &Area) -> bool {
        let mut area = area;
        // A chain of parents is never longer than the list of areas.
        for _ in 0..=self.areas.len() {
            if area.name == whole.name {
                return true;
            }
            let parent = &area.parent;
            match self.areas.iter().find(|one| one.name == *parent) {
                Some(parent) => area = parent,
                None => return false,
            }
        }
        false
    }

    /// England and Wales, which every figure is about unless another area is asked for.
    #[must_use]
    pub fn whole(&self) -> Option<&Area> {
        self.area_with_code(ENGLAND_AND_WALES)
    }

    /// The territorial police forces.
    pub fn forces(&self) -> impl Iterator<Item = &Area> {
        let areas = self.areas.iter();
        areas.filter(|area| area.kind == AreaKind::Force)
    }
}

impl Area {
    /// Its name and aliases in the form in which spellings are compared.
    pub(crate) fn spellings(&self) -> impl Iterator<Item = String> {
        let names = std::iter::once(&self.name).chain(&self.also);
        names.map(|name| model::Area::key(name))
    }

    /// Whether this is one of its names; case and spaces do not matter.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let wanted = model::Area::key(name);
        self.spellings().any(|one| one == wanted)
    }
}

/// Names are unique within a kind, codes are unique, and each parent is an area.
pub(super) fn check(catalogue: &Catalogue, problems: &mut Vec<String>) {
    let mut names = BTreeSet::new();
    let mut codes = BTreeSet::new();
    for area in &catalogue.areas {
        for spelling in area.spellings() {
            if !names.insert((area.kind.name(), spelling.clone())) {
                problems.push(format!("name of an area `{spelling}` is there twice"));
            }
        }
        if !area.code.is_empty() && !codes.insert(&area.code) {
            problems.push(format!("code of an area `{}` is there twice", area.code));
        }
        let parent = &area.parent;
        if !parent.is_empty() && !catalogue.areas.iter().any(|one| one.name == *parent) {
            let name = &area.name;
            problems.push(format!(
                "area `{name}` is a part of `{parent}`, which is not an area"
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{AreaKind, Catalogue};

    #[test]
    fn an_area_is_found_by_name_alias_and_code() {
        let catalogue = Catalogue::built_in().unwrap();
        let found = |text| catalogue.find_area(text).map(|area| area.name.as_str());
        for text in ["Kent", "kent", "E23000032", " e23000032 "] {
            assert_eq!(found(text), Some("Kent"), "{text}");
        }
        assert_eq!(found("City of  London"), Some("London, City of"));
        assert_eq!(found("K04000001"), Some("England and Wales"));
        assert_eq!(found("Atlantis"), None);
        // One spelling, two areas: the kind decides.
        let west_midlands = |kind| {
            let area = catalogue.area_of_kind("West Midlands", kind);
            area.map(|area| area.code.as_str())
        };
        assert_eq!(west_midlands(None), Some("E23000014"));
        assert_eq!(west_midlands(Some(AreaKind::Region)), Some("E12000005"));
    }

    #[test]
    fn every_force_lies_in_a_region_or_in_wales_and_so_in_england_and_wales() {
        let catalogue = Catalogue::built_in().unwrap();
        let named = |name| catalogue.area(name).unwrap();
        let whole = named("England and Wales");
        assert_eq!(catalogue.forces().count(), 43);
        assert!(
            catalogue
                .forces()
                .all(|force| catalogue.is_within(force, whole))
        );
        let within = |part, whole| catalogue.is_within(named(part), named(whole));
        assert!(within("Greater Manchester", "North West"));
        assert!(within("Greater Manchester", "England"));
        assert!(!within("Gwent", "England"));
        assert!(!within("England", "Greater Manchester"));
    }

    #[test]
    fn the_areas_that_a_family_adds_up_are_the_43_forces_and_the_transport_police() {
        let catalogue = Catalogue::built_in().unwrap();
        for family in &catalogue.families {
            let areas = catalogue.areas.iter();
            let areas: Vec<_> = areas
                .filter(|area| family.areas.contains(&area.kind))
                .collect();
            let others: Vec<_> = areas
                .iter()
                .filter(|area| area.kind != AreaKind::Force)
                .map(|area| area.name.as_str())
                .collect();
            assert_eq!(areas.len(), 44, "{}", family.id);
            assert_eq!(others, ["British Transport Police"], "{}", family.id);
        }
    }
}
