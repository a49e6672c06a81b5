//! `vawg site`: the website written or compared.

use anyhow::Result;

use super::publication::{Publication, Steps};
use super::{Session, open};
use crate::catalogue::Catalogue;
use crate::cli::SiteArgs;
use crate::commands;
use crate::facts::published::report::differences::Subject;
use crate::output::Output;
use crate::render;
use crate::views::published::report as views;

/// Writes the website, or says which numbers differ from those in the folder; the exit status is 1
/// where any does.
pub(super) fn site(args: &SiteArgs, session: &Session<'_>, output: &mut Output) -> Result<u8> {
    super::form::of_report(&args.output)?;
    let publication = Publication::open(&args.out)?;
    publication.check_place(args.check)?;
    let catalogue = Catalogue::built_in()?;
    let dataset = open(&catalogue, &args.data)?;
    let answers = commands::answers_of_site(args, &dataset)?;
    let steps = Steps::new(session, 2 * answers);
    let site = commands::site(args, &dataset, &|name| steps.done(name))?;
    let files = render::site(&site, &|name| steps.done(name))?;
    let (answer, differs) = if args.check {
        let order: Vec<&str> = site.parts().map(|part| part.id.as_str()).collect();
        let subject = Subject {
            order: &order,
            is_whole: true,
        };
        publication.compare(&site.title, &subject, &files)?
    } else {
        publication.write(render::SITE, true, &files)?;
        let folder = args.out.display().to_string();
        (views::written_files::of_site(&site, &folder, &files), false)
    };
    if !session.cli.quiet || differs {
        session.put_answer(&answer, &args.output, args.output.full, output)?;
    }
    Ok(u8::from(differs))
}
