"""The commands of who looks at a finished edition: trace, diff, approve, verify."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from briefpress.config import FILE, load
from briefpress.errors import GateError, ProjectError

if TYPE_CHECKING:
    from briefpress.review.printed import Candidate

_FOLDER = click.Path(path_type=Path, file_okay=False)
_ANY = click.Path(path_type=Path, exists=True)
_PROJECT = click.option("--project", "folder", type=_FOLDER, default=Path())
_OUT = click.option("--out", type=_FOLDER, help="Where the briefs are.  [build/]")


def add(main: click.RichGroup) -> None:
    """Add the commands to the command line."""
    for command in (trace, diff, approve, verify):
        main.add_command(command)


def _out(folder: Path, out: Path | None) -> Path:
    """Return where the briefs are; a finished edition can be read without its project."""
    if out is not None:
        return out
    return load(folder).root / "build"


@click.command()
@click.argument("brief", metavar="BRIEF|PDF")
@click.argument("number", required=False)
@click.option("--page", type=click.IntRange(1), help="The page on which NUMBER is printed.")
@_PROJECT
@_OUT
def trace(brief: str, number: str | None, page: int | None, folder: Path, out: Path | None) -> None:
    """Show the rows behind a printed number, with file and row, and work it out.

    NUMBER is a name, as 'funding.received', or what is printed, as '4.2 million';
    without it, the brief's numbers are listed. For example:

    briefpress trace country/PAK activities.total

    briefpress trace pakistan.pdf --page 1 "4.2 million"
    """
    from briefpress.review import finished
    from briefpress.review.trace import trace as lines

    pdf = Path(brief) if brief.lower().endswith(".pdf") else None
    if pdf:
        edition = finished.edition_of(pdf, out or _beside(folder))
        brief = finished.brief_of(pdf, edition)
        click.echo(f"{pdf}: {brief}")
    else:
        edition = _out(folder, out)
    facts = finished.facts_of(edition, brief)
    if number is None:
        for name, one in facts["numbers"].items():
            value = one["status"] if one["value"] is None else f"{one['value']} {one['unit']}"
            click.echo(f"{name:<40} {value}")
        return
    found = [number] if _is_name(facts, number) else None
    if found is None:
        shown = _printed(facts, edition, pdf, number, page)
        found = [one.name for one in shown if one.exact] or [one.name for one in shown]
        if len(found) > 1:
            click.echo(f"'{number}' can be {len(found)} numbers of this brief:")
            for one in shown:
                click.echo(f"  {one.name:<40} {one.value} {one.unit}" + _about(one))
            found = found[:3]
    for name in found:
        for line in lines(facts, name):
            click.echo(line)


def _is_name(facts: dict[str, Any], number: str) -> bool:
    """Say whether it is a name and not something printed: a name that is wrong is one too."""
    return number in facts["numbers"] or (
        "." in number and number.isascii() and number[:1].isalpha() and " " not in number
    )


def _about(one: Candidate) -> str:
    return "" if one.exact else "  (rounded)"


def _printed(
    facts: dict[str, Any], edition: Path, pdf: Path | None, number: str, page: int | None
) -> list[Candidate]:
    from briefpress.press import manifest
    from briefpress.review import printed

    if pdf is None:
        pdf = edition / manifest.read(edition)["briefs"][facts["brief"]]["pdf"]
    return printed.find(facts, pdf, number, page)


def _beside(folder: Path) -> Path:
    return load(folder).root / "build" if (folder / FILE).is_file() else folder / "build"


_REPORT = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("old", type=_ANY)
@click.argument("new", type=_ANY)
@click.option("--pages", is_flag=True, help="Compare the pages as pictures too.")
@click.option("--json", "as_json", type=_REPORT, help="Write what changed to FILE as JSON.")
@click.option("--html", "as_html", type=_REPORT, help="Write what changed to FILE as a page.")
@click.option(
    "--markdown", "as_markdown", type=_REPORT, help="Write what changed to FILE, for an issue."
)
@click.option("--exit-code", "tells", is_flag=True, help="End with status 3 if anything changed.")
def diff(
    old: Path,
    new: Path,
    pages: bool,
    as_json: Path | None,
    as_html: Path | None,
    as_markdown: Path | None,
    tells: bool,
) -> None:
    """Say what changed from OLD to NEW: two editions' folders, or two PDFs in theirs.

    Numbers with the rows that were added, removed or corrected, then texts, then
    (with --pages) pages with the changed places marked.
    """
    from briefpress.press.publish import write_whole
    from briefpress.review import changes as report
    from briefpress.review import changesummary
    from briefpress.review.diff import compare

    found, pairs = compare(old, new)
    if pages:
        from briefpress.review.pagediff import changed

        for change, (one, two) in zip(found.changed, pairs, strict=True):
            if one.digest != two.digest:
                change.pages.extend(changed(one.pdf, two.pdf))
    for line in report.lines(found):
        click.echo(line)
    if as_json:
        write_whole(as_json, report.to_json(found).encode())
    if as_html:
        write_whole(as_html, report.to_html(found).encode())
    if as_markdown:
        write_whole(as_markdown, changesummary.to_markdown(found).encode())
    if tells and changesummary.differs(found):
        raise SystemExit(GateError.exit_code)


@click.command()
@click.option("--by", required=True, help="Who releases the edition: a person's name.")
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="When.  [today]")
@_PROJECT
@_OUT
def approve(by: str, on: dt.datetime | None, folder: Path, out: Path | None) -> None:
    """Record who releases the edition that is built, with the hash of each file.

    Writes approval.json beside the manifest. Refused, status 3, while 'check' has
    findings or a brief is stale.
    """
    from briefpress.review import release
    from briefpress.review.check import check

    project = load(folder)
    target = out if out is not None else project.root / "build"
    day = on.date() if on else dt.date.today()
    record = release.approve(target, by, day, list(check(project, target)))
    count = len(record["files"])
    click.echo(f"{record['edition']}: {count} file{'s' if count > 1 else ''} approved by {by}")
    click.echo(f"SHA-256 of the manifest: {record['manifest']}")


@click.command()
@click.argument("path", type=_ANY)
@_OUT
def verify(path: Path, out: Path | None) -> None:
    """Check a finished edition's folder, or one PDF, against manifest and approval.

    A PDF that lies elsewhere is looked for in the edition that --out names. Exit
    status: 0 all is as it was built and approved, 3 something differs.
    """
    from briefpress.review import finished, release

    if path.is_dir():
        wrong, edition, what = list(release.differences(path)), path, f"{path}"
    else:
        edition = finished.edition_of(path, out or Path("build"))
        try:
            brief = finished.brief_of(path, edition)
        except ProjectError as error:
            raise GateError(error.format_message()) from None
        wrong, what = list(release.of_file(path, edition, brief)), f"{path}: {brief}"
    for line in wrong:
        click.echo(line, err=True)
    if wrong:
        raise GateError(f"{len(wrong)} difference{'s' if len(wrong) > 1 else ''}, named above.")
    click.echo(f"{what}: as it was built, {release.said(edition)}")
