//! Workbooks are read in a process of their own: their readers are not ours, and a hostile file can
//! make them take all memory, or never end. The process has a limit of memory, and the one that
//! started it keeps a deadline. A program that uses the library reads them in its own process,
//! unless it names a program that serves them.

use std::ffi::OsString;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock, mpsc};
use std::thread;
use std::time::Duration;

use anyhow::Result;

use super::source::Source;
use super::wire;
use super::workbook::{self, Workbook};
use crate::problem::Problem;

/// The hidden subcommand that reads a workbook for another process.
const COMMAND: &str = "read-workbook";
/// Bytes that the process which reads a workbook may have in use.
const MOST_MEMORY: usize = 720 << 20;
/// How long a workbook may take. The largest published ones take a second; a program built for tests
/// is many times slower.
const LONGEST: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 8 });

/// The program that reads workbooks for this process.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Has every workbook read by a process of a program that calls [`serve`] first of all.
pub fn read_workbooks_with(program: PathBuf) {
    // The first program named stays.
    let _ = PROGRAM.set(program);
}

/// Reads a workbook for another process, if the arguments (without the program's name) ask for that;
/// returns the exit status then. `limit` sets how many bytes the process may have in
/// use, and `out` is its standard output.
pub fn serve(
    mut arguments: impl Iterator<Item = OsString>,
    limit: impl FnOnce(usize),
    out: impl Write,
) -> Option<u8> {
    if arguments.next()? != COMMAND {
        return None;
    }
    let path = PathBuf::from(arguments.next()?);
    limit(MOST_MEMORY);
    // A panic in a reader becomes an error that names the file.
    std::panic::set_hook(Box::new(|_| {}));
    let mut out = BufWriter::with_capacity(1 << 16, out);
    let read = std::fs::read(&path)
        .map_err(anyhow::Error::from)
        .and_then(|bytes| {
            workbook::read(bytes, &mut |sheet| {
                // Nobody listens any more if this fails.
                let _ = wire::begun(&mut out, sheet);
            })
        });
    let read = read.map_err(|error| match error.downcast::<Problem>() {
        Ok(problem) => problem,
        Err(other) => Problem::data(format!("{other:#}")),
    });
    Some(u8::from(wire::send(&mut out, read).is_err()))
}

/// Reads a workbook: in a process of its own, where a program for that is named.
///
/// # Errors
/// Bytes that are not a workbook, a damaged one, or one that takes too much.
pub(crate) fn workbook(source: &Source) -> Result<Workbook> {
    let child = PROGRAM
        .get()
        .and_then(|program| started(program, source.path()));
    let Some(mut child) = child else {
        return workbook::read(source.head(source.length()?)?, &mut |_| {});
    };
    let answer = wait_for(&mut child);
    // It has nothing more to say.
    let _ = child.kill();
    let _ = child.wait();
    Ok(answer?)
}

/// A process that reads a workbook; none where the system starts none.
fn started(program: &Path, file: &Path) -> Option<Child> {
    let mut command = Command::new(program);
    command
        .arg(COMMAND)
        .arg(file)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().ok()
}

fn wait_for(child: &mut Child) -> Result<Workbook, Problem> {
    let (Some(stdout), Some(stderr)) = (child.stdout.take(), child.stderr.take()) else {
        return Err(failed("its reader cannot be heard", ""));
    };
    let sheet = Arc::new(Mutex::new(String::new()));
    let (sender, answer) = mpsc::channel();
    let begun = Arc::clone(&sheet);
    thread::spawn(move || {
        let mut stdout = BufReader::with_capacity(1 << 16, stdout);
        let received = wire::receive(&mut stdout, |name| {
            if let Ok(mut begun) = begun.lock() {
                *begun = name;
            }
        });
        // Nobody waits for it after the deadline.
        let _ = sender.send(received);
    });
    let (errors, last_words) = mpsc::channel();
    thread::spawn(move || {
        let mut words = String::new();
        let _ = stderr.take(1 << 12).read_to_string(&mut words);
        let _ = errors.send(words);
    });
    let received = answer.recv_timeout(LONGEST);
    let sheet = sheet
        .lock()
        .map_or_else(|_| String::new(), |name| name.clone());
    match received {
        Ok(Ok(read)) => read,
        Ok(Err(_)) => {
            let words = last_words.recv_timeout(Duration::from_secs(1));
            Err(failed(reason(&words.unwrap_or_default()), &sheet))
        }
        Err(_) => {
            let seconds = LONGEST.as_secs();
            Err(failed(
                &format!("reading it takes more than {seconds} seconds"),
                &sheet,
            ))
        }
    }
}

/// Why a reader ended without an answer, from what it wrote on standard error.
fn reason(last_words: &str) -> &'static str {
    if last_words.contains("memory allocation") {
        "reading it takes more memory than any published workbook"
    } else if last_words.contains("overflowed its stack") {
        "its elements are nested too deeply"
    } else {
        "its reader failed"
    }
}

fn failed(why: &str, sheet: &str) -> Problem {
    let place = if sheet.is_empty() {
        String::new()
    } else {
        format!(" (sheet `{sheet}`)")
    };
    Problem::data(format!("cannot read the workbook: {why}{place}"))
        .hint("the file is damaged or mislabelled: download it again, or save its table as CSV")
}
