#!/usr/bin/env bash
# Mutation testing of the statistics: does a test fail when the code of src/stats is changed?
#
#   scripts/mutants.sh [FILE...] [-- OPTIONS]
#
# FILE narrows it to files below src/stats, such as error.rs or trends/joinpoint/; OPTIONS go to
# `cargo mutants`. Copies src/stats with its reference files into a crate of its own, which builds in
# seconds, and works there, one file after the other. WORK (default: target/mutants) keeps the crate
# and a folder for each file in pieces/. Started again, it goes on where it stopped: a file that was
# completed and has not changed since is not tried again. AGAIN=1 forgets earlier results. The
# results of all files are added up in WORK/result.md. Installs cargo-mutants when it is missing. All of
# it takes about two hours on one core; docs/mutants.md has the result.
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
    if [[ ! -e src/stats/$1 ]]; then
        echo "scripts/mutants.sh: no src/stats/$1" >&2
        exit 2
    fi
    mapfile -t -O "${#files[@]}" files < <(find "src/stats/${1%/}" -name '*.rs' | sort)
    shift
done
if ((${#files[@]} == 0)); then
    mapfile -t files < <(find src/stats -name '*.rs' | sort)
fi
if [[ -n ${AGAIN:-} ]]; then
    rm -rf "$work/pieces"
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
cd "$work"
mkdir -p pieces
for file in "${files[@]}"; do
    name=${file#src/stats/}
    piece=pieces/${name//\//.}
    # Its own tests and those of other files may have changed: only a change of the file itself counts.
    state=$(sha256sum <"$file")
    if [[ $(cat "$piece/completed" 2>/dev/null) == "$state" ]]; then
        continue
    fi
    mkdir -p "$piece"
    # The tests take a second: a change with which they take 20 has put a loop out of order. The
    # status tells of survivors, which are not an error here; 1 is one of usage, 4 a failing baseline.
    status=0
    cargo mutants --in-place --no-shuffle --timeout 20 --colors never --file "$file" \
        --output "$piece" "$@" -- --lib || status=$?
    if ((status == 1 || status > 3)); then
        exit "$status"
    fi
    echo "$state" >"$piece/completed"
done

count() { cat "$1"/mutants.out/"$2".txt 2>/dev/null | wc -l; }
{
    echo "| file | changes | noticed | without end | survived | do not compile |"
    echo "|---|---|---|---|---|---|"
    sums=(0 0 0 0 0)
    for piece in pieces/*/; do
        numbers=("$(count "$piece" caught)" "$(count "$piece" timeout)" "$(count "$piece" missed)" "$(count "$piece" unviable)")
        all=$((numbers[0] + numbers[1] + numbers[2] + numbers[3]))
        if ((all == 0)); then
            continue
        fi
        name=$(head -qn 1 "$piece"/mutants.out/{caught,missed,timeout,unviable}.txt 2>/dev/null | head -n 1)
        name=${name%%:*}
        echo "| \`${name#src/stats/}\` | $all | ${numbers[0]} | ${numbers[1]} | ${numbers[2]} | ${numbers[3]} |"
        sums=($((sums[0] + all)) $((sums[1] + numbers[0])) $((sums[2] + numbers[1])) $((sums[3] + numbers[2])) $((sums[4] + numbers[3])))
    done
    echo "| **all** | ${sums[0]} | ${sums[1]} | ${sums[2]} | ${sums[3]} | ${sums[4]} |"
    echo
    cat pieces/*/mutants.out/missed.txt
} >result.md
tail -n 200 result.md
