//! Rebuilds the program when a file is added to or taken from `data/`, which it carries.

fn main() {
    println!("cargo:rerun-if-changed=data");
}
