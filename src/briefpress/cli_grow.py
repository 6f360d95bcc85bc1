"""The commands of who has a project grow: add, facts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from briefpress.cli_new import build

if TYPE_CHECKING:
    from briefpress.growing.kinds import Added


_FOLDER = click.Path(path_type=Path, file_okay=False)


def add(main: click.RichGroup) -> None:
    """Add the commands to the command line."""
    for command in (add_, facts):
        main.add_command(command)


@click.group("add")
def add_() -> None:
    """Add a kind of brief, a chart or a language to a project, as a start that works.

    Nothing is overwritten; what fails is undone as a whole.
    """


_PROJECT = click.option("--project", "folder", type=_FOLDER, default=Path())
_NO_BUILD = click.option("--no-build", is_flag=True, help="Write it, and build nothing yet.")


@add_.command()
@click.argument("name")
@click.option("--over", default="", help="Of a kind of your own: country, region, theme, donor, …")
@_NO_BUILD
@_PROJECT
@click.pass_context
def kind(ctx: click.Context, name: str, over: str, no_build: bool, folder: Path) -> None:
    """Add a kind of brief, and build its briefs.

    country, region, theme, donor and annual come with briefpress; another NAME is a kind
    of your own. Writes its template, and [[brief]] into briefs.toml.

    briefpress add kind region

    briefpress add kind partner-country --over country
    """
    from briefpress.growing import kinds

    _added(ctx, folder, kinds.add(folder, name, over, folder / "build"), no_build)


@add_.command()
@click.argument("name")
@click.option("--of", "table", default="themes", show_default=True,
              help="What activities are counted by: themes, countries, partners, …")  # fmt: skip
@click.option("--into", default="", metavar="KIND", help="Put it into this kind's template.")
@click.option("--preview", is_flag=True, help="Only draw it again, also one that is there.")
@_NO_BUILD
@_PROJECT
@click.pass_context
def chart(
    ctx: click.Context,
    name: str,
    table: str,
    into: str,
    preview: bool,
    no_build: bool,
    folder: Path,
) -> None:
    """Add a chart that works, with its test, and a picture of it to look at.

    Writes charts/NAME.py and tests/test_NAME.py, and draws build/previews/NAME.png.

    briefpress add chart work_by_partner --of partners --into country
    """
    from briefpress.config import load
    from briefpress.growing import charts

    out = folder / "build"
    if preview:
        brief, picture, words = charts.preview(load(folder), out, name, into)
        found = f"{picture}: as it is in {brief}" if picture else "It has nothing to say anywhere."
        for line in [found, *words]:
            click.echo(line)
        return
    _added(ctx, folder, charts.add(folder, name, table, into, out), no_build or not into)


@add_.command()
@click.argument("code")
@_NO_BUILD
@_PROJECT
@click.pass_context
def language(ctx: click.Context, code: str, no_build: bool, folder: Path) -> None:
    """Add a language, and build its briefs.

    Writes locale/CODE.po with every message that waits for its translation, and the code
    into briefs.toml. Until then, English is printed, marked as English.

    briefpress add language pt
    """
    from briefpress.growing import tongue

    _added(ctx, folder, tongue.add(folder, code, folder / "build"), no_build)


def _added(ctx: click.Context, folder: Path, added: Added, no_build: bool) -> None:
    """Say what was added, and build the briefs that it is seen in."""
    for line in added.lines:
        click.echo(line)
    if not no_build:
        build(ctx, folder, added.selector)


@click.command()
@click.argument("brief")
@click.option("--tree", is_flag=True, help="With how each is written, its unit and its meaning.")
@click.option("--charts", is_flag=True, help="Also what the functions of a chart are handed.")
@click.option("--json", "as_json", is_flag=True, help="All of it as JSON, to standard output.")
@click.option("--anew", is_flag=True, help="Measure now, also where the brief is built.")
@click.option("--project", "folder", type=_FOLDER, default=Path())
@click.option("--out", type=_FOLDER, help="Where the briefs are.  [build/]")
def facts(
    brief: str,
    tree: bool,
    charts: bool,
    as_json: bool,
    anew: bool,
    folder: Path,
    out: Path | None,
) -> None:
    """List what a template of BRIEF may use: numbers, tables, charts and texts.

    With what each is in this brief: as it was built, or measured now where it is not built.

    briefpress facts country/PAK --tree
    """
    import json

    from briefpress.config import load
    from briefpress.growing import known, treetext
    from briefpress.growing import tree as trees

    project = load(folder)
    target = out if out is not None else project.root / "build"
    found = known.of(project, target, brief, anew=anew)
    entries = trees.entries(found, project)
    more = trees.in_charts(found) if charts or as_json else []
    if as_json:
        said = {
            "brief": found.facts.brief,
            "title": found.facts.title,
            "facts": found.how,
            "names": [one.plain() for one in entries],
            "in charts": [one.plain() for one in more],
            "filters": {name: list(one) for name, one in trees.FILTERS.items()},
        }
        click.echo(json.dumps(said, ensure_ascii=False, indent=1, default=str))
        return
    lines = treetext.tree(found, entries) if tree else treetext.flat(found, entries)
    for line in [*lines, *treetext.charts(more)]:
        click.echo(line)
