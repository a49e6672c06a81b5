#!/usr/bin/env python3
"""Try every change that cargo-mutants lists, in one build.

What: cargo-mutants builds the crate again for each change, which takes hours for 2,500 changes. This script puts
every change beside the code as it is: the body of a function becomes a `match` on the number of the change, with the
unchanged body as its last arm. The crate is built once; the tests run once for each change, with its number in
the variable MUTANT. Changes that do not compile are found by the compiler's messages and left out.

How: python3 scripts/mutants.py LIST CRATE RESULTS [JOBS [FIRST,SECOND,...]]
LIST is the output of `cargo mutants --list --json`; CRATE the folder of the crate, whose sources are overwritten;
RESULTS a CSV to which each outcome is added. A change that has an outcome there is not tried again unless it
survived or its function has changed, so a run that was stopped goes on where it was. Files whose path contains
FIRST come first, then SECOND and so on. Prints the table of all outcomes by file, and the survivors.
scripts/mutants.sh calls it. Python 3 standard library only.

Changes outside a function, in a `const fn`, or in a function that returns `impl Trait`, where a `match` is
not possible, are built one by one.
"""

import bisect
import csv
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SECONDS = 20  # the tests take about one second; a change that needs 20 has put a loop out of order
PROPTEST = {"PROPTEST_RNG_SEED": "1", "PROPTEST_MAX_SHRINK_ITERS": "0"}
SWITCH = """
/// The number of the change to try; 0 for none. The first test that fails ends the run.
pub fn mutant() -> u32 {
    static NUMBER: std::sync::OnceLock<u32> = std::sync::OnceLock::new();
    *NUMBER.get_or_init(|| {
        std::panic::set_hook(Box::new(|_| std::process::exit(101)));
        std::env::var("MUTANT").map_or(0, |number| number.parse().unwrap())
    })
}
"""


def offset(text, starts, place):
    return starts[place["line"] - 1] + place["column"] - 1


def line_starts(text):
    return [0] + [at + 1 for at, letter in enumerate(text) if letter == "\n"]


def body(text, start, end):
    """Where the body of the function between two offsets begins and ends, braces left out, and its head."""
    blank = re.sub(r"//[^\n]*", lambda comment: " " * len(comment[0]), text[start:end])
    depth, at = 0, re.search(r"\bfn\s+\w+", blank).end()
    while not (blank[at] == "{" and depth == 0):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(blank[at], 0)
        at += 1
    return start + at + 1, start + blank.rindex("}"), blank[:at]


class Change:
    def __init__(self, entry, text, starts):
        self.file, self.name, self.number = entry["file"], entry["name"], 0
        self.start, self.end = (offset(text, starts, entry["span"][end]) for end in ("start", "end"))
        self.replacement, self.elsewhere = entry["replacement"], True
        span = entry["function"] and entry["function"]["span"]
        if not span:
            self.key = hashlib.sha256(self.name.encode()).hexdigest()[:16]
            return
        start, end = (offset(text, starts, span[end]) for end in ("start", "end"))
        self.first, self.last, head = body(text, start, end)
        self.elsewhere = bool(re.search(r"\bconst\s+(unsafe\s+)?fn\b|->\s*[^;{]*\bimpl\b", head))
        place = f"{self.start - start}-{self.end - start} {self.replacement}"
        self.key = hashlib.sha256(f"{self.file} {text[start:end]} {place}".encode()).hexdigest()[:16]

    def arm(self, text):
        inner = text[self.first : self.start] + self.replacement + text[self.end : self.last]
        return f"{self.number} => {{{inner}\n}}\n"


def write(crate, originals, changes):
    """Write the sources with all changes in them; for each file, the line at which each arm begins."""
    arms = {}
    for file, text in originals.items():
        functions = {}
        for change in changes:
            if change.file == file:
                functions.setdefault((change.first, change.last), []).append(change)
        parts, lines, at = [], [], 0
        line = 1

        def put(piece):
            nonlocal line
            parts.append(piece)
            line += piece.count("\n")

        for (first, last), inside in sorted(functions.items()):
            put(text[at:first] + "\nmatch crate::mutant() {\n")
            for change in inside:
                lines.append((line, change))
                put(change.arm(text))
            lines.append((line, None))
            put(f"_ => {{{text[first:last]}\n}}\n}}\n")
            at = last
            lines.append((line, None))
        put(text[at:])
        (crate / file).write_text("".join(parts))
        arms[file] = lines
    return arms


def faulty(crate, arms):
    """The changes that the compiler's errors are in; None where the crate compiles."""
    command = ["cargo", "test", "--lib", "--no-run", "--message-format=json"]
    run = subprocess.run(command, cwd=crate, capture_output=True, text=True)
    found, program, others = set(), None, []
    for row in map(json.loads, filter(lambda text: text.startswith("{"), run.stdout.splitlines())):
        if row["reason"] == "compiler-artifact" and row["executable"]:
            program = row["executable"]
        message = row.get("message")
        if not message or message["level"] != "error" or not message["spans"]:
            continue
        hit = False
        for span in filter(lambda span: span["is_primary"], message["spans"]):
            while span.get("expansion") and span["file_name"] not in arms:
                span = span["expansion"]["span"]
            lines = arms.get(span["file_name"], [])
            at = bisect.bisect_right([line for line, _ in lines], span["line_start"]) - 1
            if at >= 0 and lines[at][1]:
                found.add(lines[at][1])
                hit = True
        if not hit:
            others.append(message["rendered"])
    if run.returncode and not found:
        sys.exit("".join(others) or run.stderr)
    return found if run.returncode else None, program


def outcome(program, crate, number):
    command = [program, "-q", "--test-threads=1"]
    environment = {**os.environ, "MUTANT": str(number), **PROPTEST}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    with subprocess.Popen(command, cwd=crate / "target", env=environment, **quiet) as run:
        try:
            return "survived" if run.wait(SECONDS) == 0 else "noticed"
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            return "without end"


def build_alone(change, crate, originals):
    """Whether the crate compiles with this change alone, and the program of its tests."""
    for file, text in originals.items():
        (crate / file).write_text(text)
    text = originals[change.file]
    changed = text[: change.start] + change.replacement + text[change.end :]
    (crate / change.file).write_text(changed)
    command = ["cargo", "test", "--lib", "--no-run", "--message-format=json"]
    run = subprocess.run(command, cwd=crate, capture_output=True, text=True)
    rows = map(json.loads, filter(lambda text: text.startswith("{"), run.stdout.splitlines()))
    programs = [row["executable"] for row in rows if row.get("executable")]
    return programs[-1] if run.returncode == 0 else None


def print_table(changes, done):
    kinds = ["noticed", "without end", "survived", "does not compile"]
    print("| file | changes | noticed | without end | survived | do not compile |")
    print("|---|---|---|---|---|---|")
    for file in [*sorted({change.file for change in changes}), None]:
        found = [done.get(change.key, "not tried") for change in changes if file in (change.file, None)]
        name = f"`{file.removeprefix('src/stats/')}`" if file else "**all**"
        print(f"| {name} | {len(found)} | {' | '.join(str(found.count(kind)) for kind in kinds)} |")
    for change in changes:
        if done.get(change.key, "not tried") in ("survived", "not tried"):
            print(f"{done.get(change.key, 'not tried')}: {change.name}")


class Outcomes:
    """The outcomes so far, kept in a CSV."""

    def __init__(self, path):
        self.found = {}
        if path.exists():
            with path.open(newline="") as rows:
                self.found = {row["key"]: row["outcome"] for row in csv.DictReader(rows)}
        self.file = path.open("a", newline="")
        self.rows = csv.writer(self.file)
        if not self.found:
            self.rows.writerow(["key", "file", "change", "outcome"])

    def add(self, change, what):
        self.rows.writerow([change.key, change.file, change.name, what])
        self.file.flush()
        self.found[change.key] = what


def build_all(changes, crate, originals, outcomes):
    """The program with all changes that compile, and these changes."""
    lib = crate / "src/lib.rs"
    if "fn mutant()" not in lib.read_text():
        lib.write_text(lib.read_text() + SWITCH)
    while True:
        faults, program = faulty(crate, write(crate, originals, changes))
        if not faults:
            return program, changes
        print(f"{len(faults)} changes do not compile", flush=True)
        for change in faults:
            outcomes.add(change, "does not compile")
        changes = [change for change in changes if change not in faults]


def try_all(program, changes, crate, jobs, outcomes):
    print(f"{len(changes)} changes to try", flush=True)
    began = time.monotonic()
    with ThreadPoolExecutor(jobs) as pool:
        found = pool.map(lambda change: outcome(program, crate, change.number), changes)
        for count, (change, what) in enumerate(zip(changes, found), 1):
            outcomes.add(change, what)
            if what != "noticed":
                print(f"{what}: {change.name}", flush=True)
            if count % 100 == 0:
                print(f"{count} tried, {time.monotonic() - began:.0f} s", flush=True)


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    listed, crate, results = map(Path, sys.argv[1:4])
    jobs = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    order = sys.argv[5].split(",") if len(sys.argv) > 5 else []
    crate, originals, changes = crate.resolve(), {}, []
    for entry in json.loads(listed.read_text()):
        file = entry["file"]
        if file not in originals:
            originals[file] = (crate / file).read_text()
        changes.append(Change(entry, originals[file], line_starts(originals[file])))

    outcomes = Outcomes(results)
    still_open = [c for c in changes if outcomes.found.get(c.key, "survived") == "survived"]
    for number, change in enumerate(still_open, 1):
        change.number = number
    for change in filter(lambda change: change.elsewhere, still_open):
        program = build_alone(change, crate, originals)
        outcomes.add(change, outcome(program, crate, 0) if program else "does not compile")
    inside = [change for change in still_open if not change.elsewhere]
    program, inside = build_all(inside, crate, originals, outcomes)
    if outcome(program, crate, 0) != "survived":
        sys.exit("the tests fail without a change")
    rank = {word: place for place, word in enumerate(order)}
    inside.sort(key=lambda c: min((rank[word] for word in order if word in c.file), default=len(order)))
    try_all(program, inside, crate, jobs, outcomes)
    print_table(changes, outcomes.found)


if __name__ == "__main__":
    main()
