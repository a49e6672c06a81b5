//! Tables in Markdown, shares as percentages, and cells worked out side by side.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A Markdown table.
pub(crate) fn markdown(heading: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = format!(
        "| {} |\n|{}\n",
        heading.join(" | "),
        "---|".repeat(heading.len())
    );
    for row in rows {
        let _ = writeln!(text, "| {} |", row.join(" | "));
    }
    text.push('\n');
    text
}

/// `94.8`, from a share of 0.948.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.1}", 100.0 * share)
}

/// The smallest, the mean and the largest of shares, as percentages; `–` where there are none.
pub(crate) fn spread(shares: &[f64]) -> [String; 3] {
    if shares.is_empty() {
        return ["–", "–", "–"].map(str::to_owned);
    }
    let mean = shares.iter().sum::<f64>() / shares.len() as f64;
    let smallest = shares.iter().copied().fold(f64::INFINITY, f64::min);
    let largest = shares.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    [smallest, mean, largest].map(percent)
}

/// The results of a study for each of its cells, in their order, worked out on two threads; each cell
/// draws from a stream of its own, so that the threads change nothing.
pub(crate) fn each<C: Sync, R: Send>(cells: &[C], study: impl Fn(u64, &C) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(cell) = cells.get(at) else {
                return done;
            };
            done.push((at, study(at as u64, cell)));
        }
    };
    let mut found = std::thread::scope(|scope| {
        let other = scope.spawn(work);
        let mut found = work();
        found.extend(
            other
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
        );
        found
    });
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, result)| result).collect()
}
