#!/usr/bin/env bash
# Mutation testing of the statistics: does a test fail when the code of src/stats is changed?
#
#   scripts/mutants.sh [FILE...]
#
# FILE narrows it to files below src/stats, such as error.rs or trends/joinpoint/. Copies src/stats with
# its reference files into a crate of its own, which builds in seconds, lists the changes with
# cargo-mutants (installed when missing) and tries them all in one build: see scripts/mutants.py. WORK
# (default: target/mutants) keeps the crate and the outcomes, in results.csv: started again it tries what
# has no outcome yet, what survived, and functions that have changed; AGAIN=1 forgets earlier outcomes.
# JOBS changes are tried at a time (default: 1). All of it takes about half an hour on one core;
# docs/mutants.md has the result.
set -euo pipefail
cd "$(dirname "$0")/.."
work=${WORK:-target/mutants}

mkdir -p "$work"
work=$(cd "$work" && pwd)
files=()
for file in "$@"; do
    if [[ -d src/stats/$file ]]; then
        files+=(--file "src/stats/${file%/}/**")
    elif [[ -f src/stats/$file ]]; then
        files+=(--file "src/stats/$file")
    else
        echo "scripts/mutants.sh: no src/stats/$file" >&2
        exit 2
    fi
done
if [[ -n ${AGAIN:-} ]]; then
    rm -f "$work/results.csv"
fi

rm -rf "$work/src" "$work/tests"
mkdir -p "$work/src" "$work/tests/reference"
cp -r src/stats src/stats.rs "$work/src/"
cp -r tests/reference/stats "$work/tests/reference/"
cp Cargo.lock "$work/"
cat >"$work/src/lib.rs" <<'RUST'
//! The statistics alone.
#![allow(dead_code, unused_imports, missing_docs)]
pub mod stats;
RUST
cat >"$work/Cargo.toml" <<'TOML'
[package]
name = "vawg"
version = "0.1.0"
edition = "2024"
publish = false

[dependencies]
statrs = { version = "0.19", default-features = false }

[dev-dependencies]
proptest = { version = "1", default-features = false, features = ["std"] }

[profile.dev]
debug = false
opt-level = 1

[workspace]
TOML

if ! cargo mutants --version >/dev/null 2>&1; then
    cargo install --locked cargo-mutants
fi
scripts=$PWD/scripts
cd "$work"
cargo mutants --list --json "${files[@]}" >list.json
python3 "$scripts/mutants.py" list.json . results.csv "${JOBS:-1}"
