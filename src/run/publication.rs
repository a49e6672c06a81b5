//! A folder that a command writes whole, or compares with what it would write now.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Result;

use super::Session;
use crate::answer::Answer;
use crate::facts::published::report::differences::{
    Columns, Files, Previous, Subject, differences,
};
use crate::output::folder;
use crate::problem::Problem;
use crate::progress::Progress;
use crate::render::{MANIFEST, Manifest, machine_columns, sha256};
use crate::views::published::report as views;

/// The folder of a report or a website, and what it held before.
pub(super) struct Publication<'a> {
    folder: &'a Path,
    manifest: Manifest,
    /// Whether an earlier command ended while it wrote there.
    unfinished: bool,
}

impl<'a> Publication<'a> {
    /// Reads the manifest of the folder; an empty one where there is none.
    pub(super) fn open(folder: &'a Path) -> Result<Self> {
        let mut manifest = None;
        if folder.is_dir() {
            let files = folder::read(folder, [MANIFEST])?;
            manifest = files.get(MANIFEST).and_then(|bytes| Manifest::read(bytes));
        }
        Ok(Self {
            folder,
            manifest: manifest.unwrap_or_default(),
            unfinished: folder::is_unfinished(folder),
        })
    }

    /// Refuses a folder that cannot be compared with, or made, before long work is done for it.
    pub(super) fn check_place(&self, compares: bool) -> Result<()> {
        if compares {
            return folder::read(self.folder, [MANIFEST]).map(|_| ());
        }
        let mut above = self.folder.ancestors();
        let nearest = above.find(|path| path.exists());
        match nearest.filter(|path| !path.is_dir()) {
            Some(file) => Err(Problem::data(format!(
                "cannot write to `{}`: `{}` is a file",
                self.folder.display(),
                file.display()
            ))
            .hint("name a folder")
            .into()),
            None => Ok(()),
        }
    }

    /// What differs from the files in the folder, and whether anything does.
    pub(super) fn compare(
        &self,
        title: &str,
        subject: &Subject<'_>,
        files: &Files,
    ) -> Result<(Answer, bool)> {
        self.must_be_whole()?;
        let names = files.keys().chain(self.manifest.files.keys());
        let held = folder::read(self.folder, names.map(String::as_str))?;
        let previous = Previous {
            sums: held
                .iter()
                .map(|(name, bytes)| (name.clone(), sha256(bytes)))
                .collect(),
            has_sound_manifest: held
                .get(MANIFEST)
                .map(|bytes| Manifest::read(bytes).is_some()),
            files: held,
            written_as: self.manifest.files.clone(),
        };
        let found = differences(subject, &previous, files, &Columns::new(machine_columns()));
        let answer = views::differences::answer(title, &found);
        Ok((answer, !found.found.is_empty()))
    }

    fn must_be_whole(&self) -> Result<()> {
        if !self.unfinished {
            return Ok(());
        }
        let folder = self.folder.display();
        let message =
            format!("writing to `{folder}` was interrupted: its files may be of two runs");
        Err(Problem::data(message)
            .hint("write all of it again: the same command without --check and --only")
            .into())
    }

    /// Writes the files of a publication, `is_whole` unless a part of it was asked for.
    pub(super) fn write(&self, id: &str, is_whole: bool, files: &Files) -> Result<()> {
        if !is_whole {
            self.must_be_whole()?;
        }
        let folder = self.folder.display();
        let other = &self.manifest.report;
        if !other.is_empty() && other != id {
            return Err(
                Problem::data(format!("`{folder}` has another report, `{other}`"))
                    .hint("give each report a folder of its own")
                    .into(),
            );
        }
        if self.manifest.whole && !is_whole {
            return Err(Problem::data(format!(
                "`{folder}` has the whole report: --only would replace a part of it"
            ))
            .hint("give the figures a folder of their own, or leave --only out")
            .into());
        }
        let gone = self.manifest.files.keys().filter(|_| is_whole);
        folder::write(self.folder, files, MANIFEST, gone.map(String::as_str))
    }
}

/// A progress bar that several threads move on.
pub(super) struct Steps {
    progress: Mutex<Progress>,
    done: AtomicUsize,
    all: usize,
}

impl Steps {
    /// So many steps, none of them done.
    pub(super) fn new(session: &Session<'_>, all: usize) -> Self {
        let steps = Self {
            progress: Mutex::new(Progress::new(session.cli.quiet)),
            done: AtomicUsize::new(0),
            all,
        };
        steps.say(0, "");
        steps
    }

    /// One more step is done; `name` says which.
    pub(super) fn done(&self, name: &str) {
        self.say(self.done.fetch_add(1, Ordering::Relaxed) + 1, name);
    }

    fn say(&self, done: usize, name: &str) {
        if let Ok(mut progress) = self.progress.lock() {
            progress.file(done, self.all, Path::new(name));
        }
    }
}
