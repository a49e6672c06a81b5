//! "Is it being halved?": the answer in plain words, no stronger than the verdict.

use crate::answer::Text;
use crate::facts::halving::trajectory::Assessed;
use crate::stats::trajectory::verdict::Verdict;
use crate::views::halving::goal::aim;
use crate::views::trend::summary::what_changes;
use crate::words::capitalised;

use super::View;

impl View<'_> {
    /// `Is it being halved? It cannot be said yet: …`
    pub(super) fn plain_answer(&self) -> Text {
        let goal = &self.findings.subject.goal;
        let aim = aim(&self.findings.subject);
        let question = if aim == "halve" {
            "Is it being halved?".to_owned()
        } else {
            format!("Is it on course to {aim}?")
        };
        let Some(latest) = self.findings.latest() else {
            let baseline = goal.baseline;
            return format!("{question} It cannot be said: no figure after {baseline} is held.")
                .into();
        };
        let answer = if latest.blocked_by.is_empty() {
            self.answer_by(latest)
        } else {
            self.behind_a_break()
        };
        format!("{question} {answer}").into()
    }

    /// What a figure that is comparable with the baseline says.
    fn answer_by(&self, latest: &Assessed) -> String {
        let goal = &self.findings.subject.goal;
        let by = format!("to {} by {}", aim(&self.findings.subject), goal.target);
        let chance = if self.is_count {
            "the ordinary scatter of years"
        } else {
            "chance"
        };
        let since = format!("since {}", goal.baseline);
        match latest.verdict() {
            Some(Verdict::TooEarly) => format!(
                "It cannot be said yet: the change {since} can be {chance}, and it also fits a fall {by}."
            ),
            Some(Verdict::Consistent) => format!(
                "So far it has fallen {since} by more than {chance} explains, and fast enough {by}. It may \
                 not go on falling."
            ),
            Some(Verdict::Ahead) => format!(
                "So far it has fallen {since} by more than is needed {by}. It may not go on falling."
            ),
            Some(Verdict::FallingBehind) => {
                format!("It has fallen {since}, but more slowly than is needed {by}.")
            }
            Some(Verdict::Behind) => format!(
                "Not so far: there is no fall {since} beyond {chance}, and the figure is above what is needed {by}."
            ),
            Some(Verdict::Rising) => {
                format!("No. It has risen {since} by more than {chance} explains.")
            }
            None => {
                "It cannot be said: no sample size or standard error of the figures is published."
                    .to_owned()
            }
        }
    }

    /// Which figures are not comparable and why, then what the last comparable one says.
    fn behind_a_break(&self) -> String {
        let (blocked, comparable): (Vec<&Assessed>, Vec<&Assessed>) = self
            .findings
            .assessed
            .iter()
            .partition(|one| !one.blocked_by.is_empty());
        let baseline = self.findings.baseline.period;
        let from = blocked.first().map(|one| one.figure.period);
        let from = from.map_or_else(String::new, |period| period.to_string());
        let which = if blocked.len() > 1 {
            format!("figures from {from} on are")
        } else {
            format!("{from} is")
        };
        let mark = blocked.first().and_then(|one| one.blocked_by.first());
        let why = mark.map_or_else(String::new, |mark| {
            let what = what_changes(self.findings.subject.series.source);
            format!(", as {what} changed in {}", mark.date_in_words)
        });
        let not_comparable = format!("{which} not comparable with {baseline}{why}.");
        let Some(last) = comparable.last() else {
            return format!("It cannot be said: {not_comparable}");
        };
        let (answer, period) = (self.answer_by(last), last.figure.period);
        format!(
            "{} On the last comparable figure, of {period}: {}",
            capitalised(&not_comparable),
            in_mid_sentence(&answer)
        )
    }
}

/// `It has fallen …` as it follows a colon.
fn in_mid_sentence(answer: &str) -> String {
    let answer = answer.strip_prefix("No. ").unwrap_or(answer);
    let mut letters = answer.chars();
    let first = letters.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(letters).collect()
}
