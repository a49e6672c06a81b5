//! Completions and man pages, made from the one definition of the arguments.

use std::path::PathBuf;

use clap::{Args, Command};
use clap_complete::Shell;

/// Arguments of `vawg completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// Shell to write completions for
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Arguments of `vawg man`.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// Write one page for each command to DIR; without it, the first page goes to standard output
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// The completions of a shell.
#[must_use]
pub fn completions(mut command: Command, shell: Shell) -> Vec<u8> {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut command, "vawg", &mut bytes);
    bytes
}

/// The man pages by file name: `vawg.1`, then `vawg-trend.1` and so on.
///
/// # Errors
/// None in practice: the bytes are written to memory.
pub fn man_pages(command: Command) -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let mut command = command.disable_help_subcommand(true);
    command.build();
    let page = |name: &str, command: Command| {
        let mut bytes = Vec::new();
        let title = name.to_uppercase();
        // No date: the same program gives the same bytes on every day.
        clap_mangen::Man::new(command)
            .title(title)
            .date("")
            .render(&mut bytes)?;
        Ok::<_, std::io::Error>((format!("{name}.1"), bytes))
    };
    let mut pages = vec![page("vawg", command.clone())?];
    for subcommand in command.get_subcommands() {
        let name = format!("vawg-{}", subcommand.get_name());
        let named = subcommand
            .clone()
            .name(name.clone())
            .bin_name(format!("vawg {}", subcommand.get_name()));
        pages.push(page(&name, named)?);
    }
    Ok(pages)
}
