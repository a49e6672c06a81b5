//! Several answers that make one report.

use super::Answer;

/// A report: what it is, and its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Bulletin {
    /// Its name: `nao-hc547`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who published it, its number, when and where, in one line.
    pub publication: String,
    /// The first paragraph.
    pub summary: String,
    /// Notes on all figures.
    pub notes: Vec<String>,
    /// When the newest of its releases was published: `2026-04-23`.
    pub published: String,
    /// Licence of the figures.
    pub licence: String,
    /// Whether every figure of the report is here, or only some that were asked for.
    pub is_whole: bool,
    /// The figures, in the order of the page.
    pub figures: Vec<BulletinFigure>,
    /// The releases that the figures come from.
    pub releases: Vec<ReleaseUsed>,
}

/// One figure of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct BulletinFigure {
    /// Its number or name: `1`, `halving`.
    pub id: String,
    /// What it shows, with its notes and sources.
    pub answer: Answer,
}

/// A release that figures come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseUsed {
    /// Its name: `ons-appendix-ye-jun-2025`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// SHA-256 of the file that it was taken in from; empty for one built in.
    pub sha256: String,
}

impl BulletinFigure {
    /// `Figure 1: `, or nothing for one that has a name in place of a number.
    #[must_use]
    pub fn caption(&self) -> String {
        if self.id.bytes().all(|byte| byte.is_ascii_digit()) {
            format!("Figure {}: {}", self.id, self.answer.title)
        } else {
            self.answer.title.clone()
        }
    }
}
