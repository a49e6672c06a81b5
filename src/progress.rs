//! A bar on standard error while files are read: for several files, or where one takes more than a
//! second; only on a terminal.

use std::io::IsTerminal;
use std::path::Path;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long a single file is read in silence.
const PATIENCE: Duration = Duration::from_secs(1);

/// Shows how far the reading of files has come.
pub(crate) struct Progress {
    bar: ProgressBar,
    shown: bool,
    waiting: Option<std::sync::mpsc::Sender<()>>,
}

impl Progress {
    /// A bar that appears when it is needed; never without a terminal or where quiet was asked for.
    pub(crate) fn new(quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        Self {
            bar,
            shown: !quiet && std::io::stderr().is_terminal(),
            waiting: None,
        }
    }

    /// A file is begun, as the number `done` of `all`; with `done` equal to `all` everything is read.
    pub(crate) fn file(&mut self, done: usize, all: usize, path: &Path) {
        if !self.shown {
            return;
        }
        if done == all {
            self.waiting = None;
            self.bar.finish_and_clear();
            return;
        }
        let name = path
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        self.bar.set_message(name);
        self.bar.set_position(done as u64);
        if done > 0 {
            return;
        }
        let form = if all > 1 {
            "{bar:24} {pos}/{len} {msg}"
        } else {
            "{spinner} {msg} {elapsed}"
        };
        if let Ok(style) = ProgressStyle::with_template(form) {
            self.bar.set_style(style);
        }
        self.bar.set_length(all as u64);
        if all > 1 {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            return;
        }
        let (sender, receiver) = std::sync::mpsc::channel();
        self.waiting = Some(sender);
        let bar = self.bar.clone();
        let begun = Instant::now();
        std::thread::spawn(move || {
            if receiver.recv_timeout(PATIENCE) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                bar.set_draw_target(ProgressDrawTarget::stderr());
                bar.set_elapsed(begun.elapsed());
                bar.enable_steady_tick(Duration::from_millis(120));
            }
        });
    }
}
