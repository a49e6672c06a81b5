//! "Is it being halved?": the answer in plain words, no stronger than the verdict.

use crate::answer::Text;
use crate::stats::trajectory::verdict::Verdict;
use crate::views::halving::goal::aim;

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
        let chance = if self.is_count {
            "the ordinary scatter of years"
        } else {
            "chance"
        };
        let by = format!("to {aim} by {}", goal.target);
        let Some(latest) = self.findings.latest() else {
            let baseline = goal.baseline;
            return format!("{question} It cannot be said: no figure after {baseline} is held.")
                .into();
        };
        let since = format!("since {}", goal.baseline);
        let answer = match latest.verdict() {
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
            None if latest.blocked_by.is_empty() => {
                "It cannot be said: no sample size or standard error of the figures is published."
                    .to_owned()
            }
            None => format!("It cannot be said: figures {since} are not comparable."),
        };
        format!("{question} {answer}").into()
    }
}
