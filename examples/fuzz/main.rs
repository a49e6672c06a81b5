//! Gives broken files to the functions that read files, on any compiler: `cargo run --features internals
//! --example fuzz -- SECONDS [SEED [TARGET…]]`. It counts the files of each target of `fuzz/targets.rs`;
//! one that causes a panic, or takes more than ten seconds, is kept in `fuzz/failed`.
//! Workbooks are read through the program beside this one, if it is built, as the program reads them.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

#[path = "../../fuzz/targets.rs"]
mod targets;

const LONGEST: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let seconds: u64 = arguments.next().map_or(60, |text| text.parse().unwrap());
    let seed: u64 = arguments.next().map_or(1, |text| text.parse().unwrap());
    let chosen: Vec<String> = arguments.collect();
    let own = std::env::current_exe().unwrap();
    let program = own.parent().unwrap().with_file_name("vawg");
    if program.is_file() {
        vawg::read_workbooks_with(program);
    }
    let is_chosen = |name: &str| chosen.is_empty() || chosen.iter().any(|one| one == name);
    let targets: Vec<&targets::Target> = targets::TARGETS
        .iter()
        .filter(|(name, _)| is_chosen(name))
        .collect();
    let each = Duration::from_secs(seconds) / targets.len().max(1) as u32;
    let mut failures = 0;
    for (name, _) in targets {
        let (runs, failed, slowest) = tried(name, each, seed);
        println!(
            "{name}: {runs} files, {failed} failures, longest {} ms",
            slowest.as_millis()
        );
        failures += failed;
    }
    ExitCode::from(u8::from(failures > 0))
}

/// Runs one target on broken seeds for a time: files, failures, and the longest that one took.
fn tried(name: &'static str, time: Duration, seed: u64) -> (u64, u64, Duration) {
    let seeds = seeds(name);
    let mut chance = Chance(seed ^ 0x9E37_79B9_7F4A_7C15);
    let (begun, mut runs, mut failed, mut slowest) = (Instant::now(), 0, 0, Duration::ZERO);
    while begun.elapsed() < time {
        let whole = &seeds[chance.below(seeds.len())];
        let bytes = broken(whole, &seeds, &mut chance);
        let (sender, done) = mpsc::channel();
        let (input, started) = (bytes.clone(), Instant::now());
        // A thread of its own: one that never ends is left behind.
        thread::spawn(move || {
            let outcome = std::panic::catch_unwind(|| targets::run(name, &input));
            let _ = sender.send(outcome.is_ok());
        });
        let is_right = done.recv_timeout(LONGEST).unwrap_or(false);
        runs += 1;
        slowest = slowest.max(started.elapsed());
        if !is_right {
            failed += 1;
            let folder = fuzz().join("failed");
            std::fs::create_dir_all(&folder).unwrap();
            let file = folder.join(format!("{name}-{seed}-{runs}"));
            std::fs::write(file, bytes).unwrap();
        }
    }
    (runs, failed, slowest)
}

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = fuzz().join("seeds").join(name);
    let entries = std::fs::read_dir(folder).expect("seeds of the target");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
        .iter()
        .map(|path| std::fs::read(path).unwrap())
        .collect()
}

/// Numbers that look random, the same for a seed on every machine (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end.max(1)
    }
}

/// Texts that parsers trip over.
const PIECES: &[&[u8]] = &[
    b"\xff\xff\xff\xff",
    b"\0\0\0\0",
    b"\xff\xff\xff\x7f",
    b"-1",
    b"1e999",
    b"99999999999999999999",
    b"\"",
    b"\r",
    b"\n",
    b",",
    b"NaN",
    b"[x]",
    b"\xe2\x88\x92",
    b"2024-25",
    b"-",
    b"=",
    b"'",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"<",
    b"%",
];

/// A seed with one to eight changes.
fn broken(seed: &[u8], seeds: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=chance.below(8) {
        let at = chance.below(bytes.len());
        let length = [1, 2, 4, 16, 128, 1024][chance.below(6)].min(bytes.len() - at);
        match chance.below(9) {
            0 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            1 if at < bytes.len() => bytes[at] = chance.below(256) as u8,
            2 => bytes.truncate(at.max(bytes.len() / 4)),
            3 => {
                let piece = bytes[at..at + length].to_vec();
                drop(bytes.splice(at..at, piece));
            }
            4 => drop(bytes.drain(at..at + length)),
            5 => {
                let piece = PIECES[chance.below(PIECES.len())];
                let end = (at + piece.len()).min(bytes.len());
                drop(bytes.splice(at..end, piece.iter().copied()));
            }
            6 => {
                let piece = PIECES[chance.below(PIECES.len())];
                drop(bytes.splice(at..at, piece.iter().copied()));
            }
            7 => {
                let other = &seeds[chance.below(seeds.len())];
                let from = chance.below(other.len());
                let piece = other[from..(from + length).min(other.len())].to_vec();
                drop(bytes.splice(at..at + length, piece));
            }
            _ => {
                let other = chance.below(bytes.len().saturating_sub(length));
                bytes.copy_within(other..other + length, at);
            }
        }
    }
    bytes
}
