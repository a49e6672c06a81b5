#!/usr/bin/env bash
# Checks the crates of the program against known advisories and for their licences (deny.toml).
# It needs the network for the list of advisories, so it is not part of .ci/run.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v cargo-deny >/dev/null || cargo install --locked cargo-deny
cargo deny check
