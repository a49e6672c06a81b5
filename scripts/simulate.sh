#!/usr/bin/env bash
# How the statistics behave when the truth is known: simulated surveys, counts and histories.
#
#   scripts/simulate.sh [estimates] [trends] [joinpoints] [trajectory] [speed]
#
# Prints Markdown tables for the parts named, or for all but speed; docs/simulation.md holds them with
# what they say. Seeded: the same tables on every machine. Copies src/stats and scripts/simulation into
# a crate of its own, which builds in seconds, in WORK (default: target/simulation). All parts take
# about four minutes on two quiet cores.
set -euo pipefail
cd "$(dirname "$0")/.."
work=${WORK:-target/simulation}

rm -rf "$work/src"
mkdir -p "$work/src"
cp -r src/stats src/stats.rs scripts/simulation/*.rs Cargo.lock "$work/src/"
mv "$work/src/Cargo.lock" "$work/"
cat >"$work/src/lib.rs" <<'RUST'
//! The statistics alone.
pub mod stats;
RUST
cat >"$work/Cargo.toml" <<'TOML'
[package]
name = "vawg"
version = "0.1.0"
edition = "2024"
publish = false

[[bin]]
name = "simulate"
path = "src/main.rs"

[dependencies]
statrs = { version = "0.19", default-features = false }

[workspace]
TOML
cargo build --quiet --release --manifest-path "$work/Cargo.toml"
exec "${CARGO_TARGET_DIR:-$work/target}/release/simulate" "$@"
