//! What a table of the workbook is about, by its title: of which questions, of what time, and in
//! what unit.

/// Which questions on domestic abuse were asked: both sets in 2023-24 and 2024-25.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Questions {
    New,
    Old,
    NotSaid,
}

/// What the figures of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Subject {
    in_thousands: bool,
    since_sixteen: bool,
    questions: Questions,
}

impl Subject {
    /// What a title, in small letters, says.
    pub(super) fn of(title: &str) -> Self {
        let has = |words: &[&str]| words.iter().any(|words| title.contains(words));
        let asked = |set: &str| {
            [
                "questions",
                "measure",
                "domestic abuse questions",
                "domestic abuse measure",
            ]
            .iter()
            .any(|what| title.contains(&format!("{set} {what}")))
        };
        Self {
            in_thousands: has(&["number of victims", "thousands", "000s"]),
            since_sixteen: title.contains("since") && !title.contains("last year"),
            questions: if ["new", "redeveloped"].into_iter().any(asked) {
                Questions::New
            } else if ["old", "previous", "original", "existing"]
                .into_iter()
                .any(asked)
            {
                Questions::Old
            } else {
                Questions::NotSaid
            },
        }
    }

    /// What is counted of the people.
    pub(super) const fn statistic(self) -> &'static str {
        match (self.in_thousands, self.since_sixteen) {
            (false, false) => "prevalence",
            (true, false) => "victims",
            (false, true) => "prevalence_since_16",
            (true, true) => "victims_since_16",
        }
    }

    pub(super) const fn unit(self) -> &'static str {
        if self.in_thousands {
            "thousand people"
        } else {
            "per cent"
        }
    }

    /// What a row stands under, with the questions where the title says which were asked.
    pub(super) fn group(self, above: &str) -> String {
        let questions = match self.questions {
            Questions::New => "new questions",
            Questions::Old => "old questions",
            Questions::NotSaid => return above.to_owned(),
        };
        if above.is_empty() {
            questions.to_owned()
        } else {
            format!("{questions}; {above}")
        }
    }

    /// What its figures are not taken for.
    pub(super) const fn remark(self) -> &'static str {
        if self.since_sixteen {
            "since the age of 16: serves no measure"
        } else {
            ""
        }
    }
}

/// The family of the workbook's releases, by the titles of it and its tables in small letters: what
/// is published apart must not replace each other.
pub(super) fn family(titles: &str) -> String {
    const SUBJECTS: [(&str, &str); 5] = [
        ("domestic abuse", "domestic-abuse"),
        ("partner abuse", "partner-abuse"),
        ("sexual", "sexual-offences"),
        ("stalking", "stalking"),
        ("intimate", "intimate-violence"),
    ];
    let first = SUBJECTS
        .iter()
        .filter_map(|(words, name)| Some((titles.find(words)?, *name)))
        .min();
    let subject = first.map_or("other", |(_, name)| name);
    format!("ons-csew-prevalence-{subject}")
}

#[cfg(test)]
mod tests {
    use super::{Subject, family};

    #[test]
    fn figures_of_a_lifetime_and_numbers_of_people_are_no_prevalence_of_the_last_year() {
        for (title, statistic) in [
            (
                "prevalence of domestic abuse in the last year",
                "prevalence",
            ),
            (
                "prevalence of domestic abuse since the age of 16",
                "prevalence_since_16",
            ),
            (
                "number of victims of domestic abuse in the last year (thousands)",
                "victims",
            ),
        ] {
            assert_eq!(Subject::of(title).statistic(), statistic, "{title}");
        }
    }

    #[test]
    fn the_questions_are_known_only_where_the_title_says_so() {
        let group = |title: &str| Subject::of(title).group("Any partner abuse");
        assert_eq!(
            group("by type of abuse, new questions"),
            "new questions; Any partner abuse"
        );
        assert_eq!(
            group("using the previous domestic abuse measure"),
            "old questions; Any partner abuse"
        );
        assert_eq!(group("in newport, by type of abuse"), "Any partner abuse");
    }

    #[test]
    fn workbooks_on_different_subjects_are_of_different_families() {
        for (titles, name) in [
            (
                "domestic abuse prevalence and victim characteristics",
                "domestic-abuse",
            ),
            (
                "sexual offences prevalence\ndomestic abuse",
                "sexual-offences",
            ),
            ("stalking: findings", "stalking"),
            ("tables", "other"),
        ] {
            assert_eq!(family(titles), format!("ons-csew-prevalence-{name}"));
        }
    }
}
