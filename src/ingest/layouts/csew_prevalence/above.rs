//! What a row stands under: a heading such as `Any partner abuse` gives `Force` its meaning.

/// Words of a heading under which other rows stand, beside `abuse`.
const BY_WHOM: [&str; 3] = ["partner", "family", "domestic"];

/// The rows above one that give it its meaning.
#[derive(Default)]
pub(super) struct Above {
    /// Labels with the indentation that each has.
    open: Vec<(usize, String)>,
    group: String,
}

impl Above {
    /// Finds the group of a row, which from now on may stand above the rows that follow.
    pub(super) fn place(&mut self, raw: &str, text: &str) {
        let indent = raw.len() - raw.trim_start().len();
        let heads = indent == 0 && is_heading(text);
        if heads {
            self.open.clear();
        } else {
            while self
                .open
                .last()
                .is_some_and(|(other, _)| *other >= indent && *other > 0)
            {
                self.open.pop();
            }
        }
        let group: Vec<&str> = self.open.iter().map(|(_, label)| label.as_str()).collect();
        self.group = group.join("; ");
        if heads || indent > 0 {
            self.open.push((indent, text.to_owned()));
        }
    }

    /// The group of the row placed last.
    pub(super) fn group(&self) -> &str {
        &self.group
    }
}

/// `Any partner abuse`, `Family abuse - non-sexual`; not `Non-physical abuse (emotional, financial)`,
/// which stands under both.
fn is_heading(text: &str) -> bool {
    let lower = text.to_lowercase();
    let of_somebody = lower.contains("abuse") && BY_WHOM.iter().any(|word| lower.contains(word));
    lower.starts_with("any ") || of_somebody
}

#[cfg(test)]
mod tests {
    use super::Above;

    #[test]
    fn a_label_that_repeats_is_told_by_the_heading_above_it() {
        let mut above = Above::default();
        let mut group = |raw: &str| {
            above.place(raw, raw.trim());
            above.group().to_owned()
        };
        assert_eq!(group("Any domestic abuse"), "");
        assert_eq!(group("Partner abuse - non-sexual"), "");
        let partner = "Partner abuse - non-sexual";
        assert_eq!(group("Non-physical abuse (emotional, financial)"), partner);
        assert_eq!(group("Force"), partner);
        assert_eq!(group("Family abuse - non-sexual"), "");
        assert_eq!(group("Force"), "Family abuse - non-sexual");
        assert_eq!(group("Any sexual assault (including attempts)"), "");
        let assault = "Any sexual assault (including attempts)";
        assert_eq!(group("  Rape (including attempts)"), assault);
        assert_eq!(group("  Assault by penetration"), assault);
    }
}
