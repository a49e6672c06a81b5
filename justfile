# Shortcuts for contributors. `just` lists them.

default:
    @just --list

# everything that a change must pass
ci:
    .ci/run

# the tests; `just test NAME` runs some of them
test *NAME:
    cargo test {{NAME}}

# format and lints
lint:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings

# write the snapshots of all texts again, then show what changed
snapshots:
    UPDATE_SNAPSHOTS=1 cargo test snapshots
    git diff --stat tests/snapshots

# the simulations quoted in docs/simulation.md
simulate *ARGS:
    cargo run --release --example simulation -- {{ARGS}}
