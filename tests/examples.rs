//! Each script in `examples/` does what it says.

use std::process::Command;

use crate::program::{folder, repository};

#[test]
fn every_example_runs() {
    let mut run = 0;
    for entry in std::fs::read_dir(repository().join("examples")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "sh") {
            continue;
        }
        let folder = folder();
        let program = std::path::Path::new(env!("CARGO_BIN_EXE_vawg"))
            .parent()
            .unwrap();
        let search = std::env::join_paths(std::iter::once(program.to_path_buf()).chain(
            std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()),
        ))
        .unwrap();
        let output = Command::new("bash")
            .args(["-eu"])
            .arg(&path)
            .current_dir(folder.path())
            .env("PATH", search)
            .env("EXAMPLES", repository().join("examples"))
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {stderr}", path.display());
        assert_eq!(stderr, "", "{}", path.display());
        run += 1;
    }
    assert!(run >= 4, "{run} examples");
}
