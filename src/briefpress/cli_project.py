"""The commands about a project as it is: import, list, totals, clean, doctor."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from briefpress.cli_shared import OUT, no_selectors, out_of, project_of
from briefpress.errors import ProjectError


def add(main: click.RichGroup) -> None:
    """Add the commands to the command line."""
    for command in (import_, list_, totals, clean, doctor):
        main.add_command(command)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--project", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path()
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the tables proposed from a page of text go.  [beside the page]",
)
@click.option("--again", is_flag=True, help="Propose anew what briefs.toml has already.")
@click.option("--encoding", default="", help="Of a CSV file, if it cannot be told: cp1252, …")
def import_(file: Path, folder: Path, out: Path | None, again: bool, encoding: str) -> None:
    """Propose how to read FILE.

    For a table (CSV, XLSX, ODS, JSON Lines, Parquet): what its columns are,
    written into briefs.toml for you to correct. For a page of text or HTML:
    its activities, places, themes and organisations as CSV for you to review.
    """
    if file.suffix.lower() in (".txt", ".md", ".html", ".htm"):
        from briefpress import narrative

        lines = narrative.import_page(file, out or file.with_suffix(""), folder)
    else:
        from briefpress import importing

        lines = importing.add_source(folder, file, again=again, encoding=encoding)
    for line in lines:
        click.echo(line)


@click.command("list")
@click.argument("words", nargs=-1, metavar="[PROJECT] [SELECTOR]...")
@OUT
def list_(words: tuple[str, ...], out: Path | None) -> None:
    """List the briefs of the edition, and the state of each."""
    from briefpress.press import manifest
    from briefpress.press.data import CACHE, ready
    from briefpress.press.fetched import fetched
    from briefpress.press.plan import plan, select

    project, selectors = project_of(words)
    target = out_of(project, out)
    reading = ready(fetched(project, target / CACHE))
    if reading.errors:
        raise ProjectError(reading.errors)
    jobs = {job.brief: job for job in plan(project, reading.tables)}
    built = manifest.read(target)["briefs"]
    for brief in select(jobs, selectors):
        entry = built.get(brief)
        state = f"{entry['state']}, {entry['pages']} p." if entry else "not built"
        click.echo(f"{brief:<24} {state:<14} {jobs[brief].title}")


@click.command()
@click.argument("words", nargs=-1, metavar="[PROJECT]")
@OUT
def totals(words: tuple[str, ...], out: Path | None) -> None:
    """Write the sums of money and the counts of activities of all the data, as CSV.

    By year, place, theme, donor and earmarking, to standard output. Data that is
    larger than memory is summed part by part.
    """
    from briefpress.press import build as press
    from briefpress.press.sums import sums

    project, selectors = project_of(words)
    no_selectors(selectors)
    target = out_of(project, out)
    press.require(target, project)
    table = sums(project, target, lambda line: click.echo(line, err=True))
    table["amount"] = [format(one, "f") if one is not None else "" for one in table["amount"]]
    click.echo(table.to_csv(index=False), nl=False)


@click.command()
@click.argument("words", nargs=-1, metavar="[PROJECT]")
@OUT
@click.option("--all", "everything", is_flag=True, help="Remove the finished briefs too.")
def clean(words: tuple[str, ...], out: Path | None, everything: bool) -> None:
    """Remove caches, and files that no brief stands for any more.

    Never data, templates or charts; and finished briefs only with --all.
    """
    from briefpress.press import build as press
    from briefpress.press import caches, lock

    project, selectors = project_of(words)
    no_selectors(selectors)
    target = out_of(project, out)
    press.require(target, project)
    with lock.held(target, True, lambda line: click.echo(line, err=True)):
        freed = caches.clean(target, everything=everything)
    click.echo(f"{_size(freed)} freed in {target}")


@click.command()
def doctor() -> None:
    """Say what this machine has and what it lacks."""
    from briefpress.doctor import examine

    missing = 0
    for finding in examine():
        click.echo(finding.line)
        missing += not finding.well
    if missing:
        raise ProjectError(f"{missing} thing{'s' if missing > 1 else ''} to mend, named above.")


def _size(count: int) -> str:
    size, unit = float(count), "bytes"
    for larger in ("kB", "MB", "GB"):
        if size < 1000:
            break
        size, unit = size / 1000, larger
    return f"{size:.1f} {unit}" if unit != "bytes" else f"{count} bytes"
