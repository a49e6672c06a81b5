#!/usr/bin/env python3
"""Kill `vawg` while it writes: what is left must be the old, the new, or named as unfinished.

What: (1) `vawg ingest` of two versions of one release in turn, killed at random instants: afterwards the folder of
data must give the figures of one version, whole; (2) `vawg report` of two versions in turn, killed at random instants,
half of them while files are put in their places: afterwards the folder must have the files of one version, or the
next `--check` must say that writing was interrupted; (3) eight writers and four readers of one folder of data at
once: no reader may report damage or see anything but one version.

How: python3 scripts/interrupt.py PROGRAM [KILLS] [SEED]
KILLS is the number for each of the first two (300). Python 3 standard library only; any Unix.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HEADINGS = "Financial Year,Financial Quarter,Force Name,Offence Description,Offence Group,Offence Subgroup,Offence Code,Number of Offences\n"
FORCES = ["Kent", "Surrey", "Cleveland", "Dorset"]
RELEASE = "home-office-open-data-2023-q1"


def open_data(count):
    """A file of the Home Office's form in which every count is the same."""
    rows = [f"2022/23,{quarter},{force},Stalking,Violence against the person,Stalking and harassment,{code},{count}\n"
            for quarter in range(1, 5) for force in FORCES for code in ["8Q"]]
    return HEADINGS + "".join(rows)


def run(*arguments):
    done = subprocess.run([str(part) for part in arguments], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def killed(arguments, wait):
    """Runs a command and kills it once `wait` returns."""
    child = subprocess.Popen([str(part) for part in arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait(child)
    child.send_signal(signal.SIGKILL)
    child.wait()
    return child.returncode == -signal.SIGKILL


def figures(program, data):
    """The counts that a folder of data gives, or what it says instead."""
    status, out, err = run(program, "trend", "--crime", "stalking", "--area", "Kent", "--source", "police", "--from", "2022-23",
                           "--to", "2022-23", "--release", RELEASE, "--format", "csv", "--data", data)
    return out if status == 0 else f"status {status}: {err}"


def ingests(program, kills, chance, place):
    """Kills while a release is stored: how often it was killed, and what was wrong afterwards."""
    files, answers = [], set()
    for number, count in enumerate((10, 20)):
        file = place / f"version{number}.csv"
        file.write_text(open_data(count))
        files.append(file)
        alone = place / f"alone{number}"
        begun = time.monotonic()
        status, _, err = run(program, "ingest", file, "--data", alone, "--quiet")
        longest = time.monotonic() - begun
        assert status == 0, err
        answers.add(figures(program, alone))
    assert len(answers) == 2, answers
    data = place / "data"
    assert run(program, "ingest", files[0], "--data", data, "--quiet")[0] == 0
    hit, wrong = 0, []
    for number in range(kills):
        moment = chance.uniform(0, 1.2 * longest)
        hit += killed([program, "ingest", files[number % 2], "--data", data, "--quiet"], lambda _: time.sleep(moment))
        found = figures(program, data)
        if found not in answers:
            wrong.append(found)
    return hit, wrong


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".vawg-")}


def reports(program, kills, chance, place):
    """Kills while a report is written: how often, how often while files are exchanged, and what was wrong."""
    versions = [["--release", "ons-appendix-ye-jun-2025"], ["--release", "ons-appendix-ye-dec-2025"]]
    whole = []
    for number, options in enumerate(versions):
        alone = place / f"report{number}"
        begun = time.monotonic()
        status, _, err = run(program, "report", "nao-hc547", "--out", alone, "--quiet", *options)
        longest = time.monotonic() - begun
        assert status == 0, err
        whole.append(contents(alone))
    assert whole[0] != whole[1]
    out = place / "report"
    assert run(program, "report", "nao-hc547", "--out", out, "--quiet", *versions[0])[0] == 0
    mark = out / ".vawg-unfinished"
    hit, named, wrong = 0, 0, []

    def during_the_exchange(child):
        while child.poll() is None and not mark.exists():
            pass
        time.sleep(chance.uniform(0, 0.004))

    for number in range(kills):
        moment = chance.uniform(0, 1.1 * longest)
        wait = during_the_exchange if number % 2 else lambda _: time.sleep(moment)
        options = versions[(number + 1) // 2 % 2]
        hit += killed([program, "report", "nao-hc547", "--out", out, "--quiet", *options], wait)
        if contents(out) not in whole:
            status, _, err = run(program, "report", "nao-hc547", "--out", out, "--check", *options)
            if status == 1 and "interrupted" in err:
                named += 1
            else:
                wrong.append(f"status {status}: {err}")
        if mark.exists():
            assert run(program, "report", "nao-hc547", "--out", out, "--quiet", *options)[0] == 0
        if contents(out) not in whole:
            wrong.append("not whole after it was written again")
    return hit, named, wrong


def together(program, place):
    """Eight writers and four readers at once: how often each worked, and what was wrong."""
    data = place / "shared"
    files, answers = [], set()
    for number, count in enumerate((10, 20)):
        files.append(place / f"version{number}.csv")
        answers.add(figures(program, place / f"alone{number}"))
    assert run(program, "ingest", files[0], "--data", data, "--quiet")[0] == 0
    wrong, counts, end = [], [0, 0], time.monotonic() + 20

    def write(number):
        while time.monotonic() < end:
            status, _, err = run(program, "ingest", files[number % 2], "--data", data, "--quiet")
            counts[0] += 1
            if status:
                wrong.append(f"a writer: status {status}: {err}")
            number += 1

    def read():
        while time.monotonic() < end:
            found = figures(program, data)
            counts[1] += 1
            if found not in answers:
                wrong.append(f"a reader: {found}")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    threads += [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counts, wrong


def main():
    program = os.path.abspath(sys.argv[1])
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    chance = random.Random(sys.argv[3] if len(sys.argv) > 3 else "1")
    with tempfile.TemporaryDirectory() as place:
        place = Path(place)
        hit, wrong = ingests(program, kills, chance, place)
        print(f"ingest: {kills} runs, {hit} killed before they ended, {len(wrong)} wrong", flush=True)
        counts, more = together(program, place)
        print(f"at once: {counts[0]} writes by 8 writers, {counts[1]} answers to 4 readers, {len(more)} wrong", flush=True)
        hit, named, last = reports(program, kills, chance, place)
        print(f"report: {kills} runs, {hit} killed before they ended, {named} left unfinished and named, {len(last)} wrong")
    for fault in (wrong + more + last)[:5]:
        print(fault)
    sys.exit(bool(wrong + more + last))


if __name__ == "__main__":
    main()
