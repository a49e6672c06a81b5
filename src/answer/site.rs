//! Several answers that make one website.

use super::{Answer, ReleaseUsed};

/// A website: its pages, and what they rest on.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Its title.
    pub title: String,
    /// The pages, in the order in which they are listed; the front page is made from them.
    pub pages: Vec<SitePage>,
    /// The releases that figures come from.
    pub releases: Vec<ReleaseUsed>,
    /// To whom readers can write; empty where nobody is named.
    pub contact: String,
}

/// One page of a website.
#[derive(Debug, Clone, PartialEq)]
pub struct SitePage {
    /// Its file's name without the ending: `rape`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is in a sentence; empty where the answers say so.
    pub summary: String,
    /// Other words by which readers look for it.
    pub also: Vec<String>,
    /// What it is about, which decides where it is listed.
    pub subject: PageSubject,
    /// Its answers, in order.
    pub parts: Vec<SitePart>,
}

/// What a page is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageSubject {
    /// A crime.
    Crime,
    /// The target.
    Target,
    /// The main figures.
    Summary,
    /// A police force.
    Area,
    /// The figures and how they are made.
    Figures,
}

/// One answer of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct SitePart {
    /// Its name on the website: `rape-people`.
    pub id: String,
    /// Its heading; empty for the first part, which has the title of its page.
    pub heading: String,
    /// The name of its files without their endings: its own, or that of another part with the same
    /// figures.
    pub files: String,
    /// The command that gives the same answer.
    pub command: String,
    /// The forms in which its figures are offered.
    pub forms: Forms,
    /// The answer.
    pub answer: Answer,
}

/// In which forms the website offers the figures of a part; pages draw every chart themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Forms {
    /// As CSV, JSON, workbooks, and pictures as PNG and SVG.
    #[default]
    All,
    /// The same without SVG: as outlines, the drawings of every police force would be a third of the
    /// website.
    WithoutSvg,
    /// As CSV alone.
    Csv,
}

impl Site {
    /// Every part with files of its own.
    pub fn parts(&self) -> impl Iterator<Item = &SitePart> {
        let all = self.pages.iter().flat_map(|page| &page.parts);
        all.filter(|part| part.files == part.id)
    }
}
