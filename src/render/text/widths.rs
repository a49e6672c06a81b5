//! How wide the columns of a table are set, and where one that has too many is continued below.

/// Room that a column of words is given at least, before the table is continued below.
const NARROW: usize = 10;
/// A longer word is broken over lines where there is no room.
const LONG_WORD: usize = 24;

/// What a column asks for.
#[derive(Debug, Clone, Default)]
pub(super) struct Extent {
    /// Its header.
    header: String,
    /// Its longest cell.
    content: usize,
    /// The longest word of its cells and its header.
    word: usize,
    /// Numbers are never broken over lines; only their header is.
    numbers: bool,
    /// Whether its cells are names of one word, which are copied.
    names: bool,
}

impl Extent {
    pub(super) fn of<'a>(
        header: &str,
        numbers: bool,
        cells: &(impl Iterator<Item = &'a str> + Clone),
    ) -> Self {
        let length = |text: &str| text.chars().count();
        let longest_word = |text: &'a str| text.split(' ').map(length).max().unwrap_or(0);
        let of_header = header.split(' ').map(length).max().unwrap_or(0);
        let of_cells = cells.clone().map(longest_word).max().unwrap_or(0);
        Self {
            header: header.to_owned(),
            content: cells.clone().map(length).max().unwrap_or(0),
            word: of_header.max(of_cells),
            numbers,
            names: cells.clone().all(|cell| !cell.contains(' ')),
        }
    }

    /// Where nothing gives way.
    fn natural(&self) -> usize {
        self.content.max(self.header.chars().count())
    }

    /// Where everything gives way that can.
    fn least(&self, place: usize) -> usize {
        if self.numbers {
            self.content.max(self.word)
        } else if place == 0 && self.names {
            self.natural()
        } else {
            self.word.min(LONG_WORD)
        }
    }

    /// The room that it must have for the table to stand as one.
    fn needed(&self, place: usize) -> usize {
        if self.numbers || (place == 0 && self.names) {
            self.least(place)
        } else {
            self.least(place).min(NARROW)
        }
    }
}

/// The space around a column's cells.
fn around(place: usize) -> usize {
    if place == 0 { 3 } else { 2 }
}

/// The columns of each part of a table, by their places: all of them where they fit, else the
/// first with as many others as fit, and the first again with those that follow.
pub(super) fn parts(extents: &[Extent], room: usize) -> Vec<Vec<usize>> {
    let width = |place: usize| extents[place].needed(place) + around(place);
    let all = (0..extents.len()).map(width).sum::<usize>();
    let numbers = extents.iter().filter(|extent| extent.numbers).count();
    if all <= room || numbers < 3 {
        return vec![(0..extents.len()).collect()];
    }
    let mut parts = vec![vec![0]];
    let mut taken = width(0);
    for unit in units(extents) {
        let wide: usize = unit.iter().map(|place| width(*place)).sum();
        if taken + wide > room && parts.last().is_some_and(|part| part.len() > 1) {
            parts.push(vec![0]);
            taken = width(0);
        }
        taken += wide;
        if let Some(part) = parts.last_mut() {
            part.extend(unit);
        }
    }
    parts
}

/// Columns that stay together: one whose header others have too belongs to the one on its left.
fn units(extents: &[Extent]) -> Vec<Vec<usize>> {
    let mut units: Vec<Vec<usize>> = Vec::new();
    for (place, extent) in extents.iter().enumerate().skip(1) {
        let same = extents.iter().filter(|other| other.header == extent.header);
        let dependent = same.count() > 1 || extent.header.is_empty();
        match units.last_mut().filter(|_| dependent) {
            Some(unit) => unit.push(place),
            None => units.push(vec![place]),
        }
    }
    units
}

/// How wide each column of one part is set, its space around it included. Where there is too little
/// room, headers of numbers give way first; what is left is shared among the columns of words, so
/// that the short ones are whole and the long ones are equal.
pub(super) fn widths(extents: &[Extent], room: usize) -> Vec<usize> {
    let spaces: usize = (0..extents.len()).map(around).sum();
    let room = room.saturating_sub(spaces);
    let natural: usize = extents.iter().map(Extent::natural).sum();
    let mut widths: Vec<usize> = extents.iter().map(Extent::natural).collect();
    if natural > room {
        let fixed = |(place, extent): &(usize, &Extent)| {
            extent.numbers || extent.least(*place) == extent.natural()
        };
        let least = |(place, extent): (usize, &Extent)| (place, extent.least(place));
        let (firm, soft): (Vec<_>, Vec<_>) = extents.iter().enumerate().partition(fixed);
        let firm: Vec<(usize, usize)> = firm.into_iter().map(least).collect();
        let taken: usize = firm.iter().map(|(_, width)| width).sum();
        for (place, width) in firm {
            widths[place] = width;
        }
        for (place, width) in shared(&soft, room.saturating_sub(taken)) {
            widths[place] = width;
        }
    }
    let around = widths
        .iter()
        .enumerate()
        .map(|(place, width)| width + around(place));
    around.collect()
}

/// Each its least, and of the rest the narrowest first.
fn shared(soft: &[(usize, &Extent)], room: usize) -> Vec<(usize, usize)> {
    let mut widths: Vec<(usize, usize)> = soft
        .iter()
        .map(|(place, extent)| (*place, extent.least(*place)))
        .collect();
    // Too little even for that: the widest is broken first.
    while widths.iter().map(|(_, width)| width).sum::<usize>() > room {
        match widths.iter_mut().max_by_key(|(_, width)| *width) {
            Some((_, width)) if *width > 4 => *width -= 1,
            _ => return widths,
        }
    }
    let mut left = room - widths.iter().map(|(_, width)| width).sum::<usize>();
    while left > 0 {
        let wanting = widths.iter_mut().zip(soft);
        let wanting = wanting.filter(|((_, width), (_, extent))| *width < extent.natural());
        let Some(((_, width), _)) = wanting.min_by_key(|((_, width), _)| *width) else {
            break;
        };
        *width += 1;
        left -= 1;
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::{Extent, parts, widths};

    fn words(header: &str, cells: &[&str]) -> Extent {
        Extent::of(header, false, &cells.iter().copied())
    }

    fn numbers(header: &str, cells: &[&str]) -> Extent {
        Extent::of(header, true, &cells.iter().copied())
    }

    #[test]
    fn what_fits_is_set_as_wide_as_it_is() {
        let all = [
            words("year", &["2023-24"]),
            numbers("All rapes", &["1,234"]),
        ];
        assert_eq!(widths(&all, 80), [10, 11]);
        assert_eq!(parts(&all, 80), [vec![0, 1]]);
    }

    #[test]
    fn words_share_what_numbers_leave_and_none_is_crushed() {
        let long = "13 negative counts, corrections, are kept as they were published";
        let all = [
            words("table", &["knife on 2008-09_to_2009-10"]),
            numbers("figures", &["16,940"]),
            words("periods", &["2012-q2 to 2025-q4"]),
            words("", &[long]),
        ];
        let found = widths(&all, 80);
        assert_eq!(found.iter().sum::<usize>(), 80);
        assert_eq!(found[2], "2012-q2 to 2025-q4".len() + 2);
        assert!(found[0] >= 20 && found[3] >= 20, "{found:?}");
    }

    #[test]
    fn a_table_with_too_many_numbers_is_continued_and_a_change_stays_with_its_figure() {
        let mut all = vec![words("year", &["2023-24"])];
        for header in ["All rapes, release A", "All rapes, release B", "Women"] {
            all.push(numbers(header, &["1,234,567"]));
            all.push(numbers("change", &["+12.3%"]));
        }
        assert_eq!(parts(&all, 80), [vec![0, 1, 2, 3, 4, 5, 6]]);
        assert_eq!(parts(&all, 60), [vec![0, 1, 2, 3, 4], vec![0, 5, 6]]);
        assert_eq!(
            parts(&all, 20),
            [vec![0, 1, 2], vec![0, 3, 4], vec![0, 5, 6]]
        );
    }

    #[test]
    fn no_room_at_all_is_no_reason_to_stop() {
        let all = [words("a", &["word"]), words("b", &["other words"])];
        assert_eq!(widths(&all, 0).len(), 2);
    }
}
