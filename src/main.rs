//! The program: an allocator that can be limited, and the library.

use std::alloc::System;
use std::process::ExitCode;

use cap::Cap;

/// Has no limit but in the process that reads a workbook.
#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, usize::MAX);

fn main() -> ExitCode {
    vawg::main(|most| {
        // It fails only where more is in use already.
        let _ = ALLOCATOR.set_limit(most);
    })
}
