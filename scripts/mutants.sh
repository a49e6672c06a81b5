#!/usr/bin/env bash
# Mutation testing of the statistics: does a test fail when the code of src/stats is changed?
#
#   scripts/mutants.sh [FILE...] [-- OPTIONS]
#
# FILE narrows it to files below src/stats, such as step.rs or joinpoint/; OPTIONS go to
# `cargo mutants`. Copies src/stats with its reference files into a crate of its own, which builds in
# seconds, and works there: WORK (default: target/mutants) keeps the crate and the full report in
# mutants.out/. Installs cargo-mutants when it is missing. All of it takes about half an hour on one
# core; docs/mutants.md has the result.
set -euo pipefail
cd "$(dirname "$0")/.."
work=${WORK:-target/mutants}

mkdir -p "$work"
work=$(cd "$work" && pwd)
files=()
while (($#)); do
    if [[ $1 == -- ]]; then
        shift
        break
    fi
    if [[ -d src/stats/${1%/} ]]; then
        files+=(--file "src/stats/${1%/}/**")
    elif [[ -f src/stats/$1 ]]; then
        files+=(--file "src/stats/$1")
    else
        echo "scripts/mutants.sh: no src/stats/$1" >&2
        exit 2
    fi
    shift
done

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
cd "$work"
# A mutant that does not come back within a minute has put a loop out of order.
cargo mutants --in-place --no-shuffle --timeout 60 --colors never --output "$work" "${files[@]}" "$@" -- --lib
