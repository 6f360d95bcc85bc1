"""The command that looks at the data and at what is built: check."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from briefpress.cli_shared import OUT, no_selectors, out_of, project_of
from briefpress.errors import GateError, ProjectError

_REPORT = click.Path(path_type=Path, dir_okay=False)


def add(main: click.RichGroup) -> None:
    """Add the command to the command line."""
    main.add_command(check)


@click.command()
@click.argument("words", nargs=-1, metavar="[PROJECT]")
@OUT
@click.option("--json", "as_json", type=_REPORT, help="Write what is found to FILE as JSON.")
@click.option("--html", "as_html", type=_REPORT, help="Write what is found to FILE as a page.")
@click.option("--sarif", "as_sarif", type=_REPORT, help="Write what is on the pages as SARIF.")
@click.option("--data", "only_data", is_flag=True, help="Look at the data, not at finished files.")
def check(
    words: tuple[str, ...],
    out: Path | None,
    as_json: Path | None,
    as_html: Path | None,
    as_sarif: Path | None,
    only_data: bool,
) -> None:
    """Check the data, and each finished file as a reader gets it.

    Says what is wrong, where, how bad it is and how to mend it. IATI files are
    also checked against the standard's rules and code lists. Where briefs are built,
    --json and --html have also what was seen on their pages, with a picture of each
    place; --sarif has that alone. Exit status: 0 no errors, 2 errors in the data, 3
    errors in the finished files.
    """
    from briefpress.press import manifest
    from briefpress.press.data import CACHE, ready
    from briefpress.press.fetched import fetched
    from briefpress.press.publish import write_whole
    from briefpress.review import report, standard
    from briefpress.review.check import check as findings
    from briefpress.review.pages import found as pages

    project, selectors = project_of(words)
    no_selectors(selectors)
    target = out_of(project, out)
    project = fetched(project, target / CACHE)
    reading = ready(project)
    groups = report.grouped([*reading.mistakes, *standard.check(project)])
    for line in [*report.lines(groups), *map(str, reading.accounts)]:
        click.echo(line)
    title, built = project.edition.title, (target / manifest.NAME).is_file()
    of_pages = built and not only_data and not reading.errors
    seen = pages.findings(project, target) if of_pages else []
    if as_json:
        from briefpress.review.pages.cropped import pictures

        there = pages.plain(project, seen, pictures(seen, target)) if of_pages else None
        write_whole(as_json, report.to_json(groups, there).encode())
    if as_html and not of_pages:
        write_whole(as_html, report.to_html(title, groups).encode())
    if reading.errors:
        errors = len(reading.errors)
        raise ProjectError(f"{errors} error{'s' if errors > 1 else ''} in the data, named above.")
    if only_data:
        return
    if out is None and not built:
        click.echo("The data can be built from. Nothing is built yet: briefpress build")
        return
    for line in pages.lines(project, seen):
        click.echo(line)
    if of_pages and as_html:
        from briefpress.review.pages.html import to_html

        write_whole(as_html, to_html(title, seen, target, list(report.lines(groups))).encode())
    if as_sarif:
        from briefpress.review.pages.cropped import pictures
        from briefpress.review.pages.sarif import to_sarif

        files = {brief: entry["pdf"] for brief, entry in manifest.read(target)["briefs"].items()}
        write_whole(as_sarif, to_sarif(seen, files, pictures(seen, target)).encode())
    found = list(findings(project, target))
    for line in found:
        click.echo(line, err=True)
    if found:
        raise GateError(f"{len(found)} finding{'s' if len(found) > 1 else ''}, named above.")
    activities = len(reading.tables.activities)
    click.echo(f"All well: {activities} activities, and every file is as it was built.")
