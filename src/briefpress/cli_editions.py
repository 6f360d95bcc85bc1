"""What an edition becomes for others: export, publish."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from briefpress.config import load

_FOLDER = click.Path(path_type=Path, file_okay=False)


def add(main: click.RichGroup) -> None:
    """Add the commands to the command line."""
    for command in (export,):
        main.add_command(command)


@click.group()
def export() -> None:
    """Write what an edition is made of in forms for others."""


@export.command()
@click.argument("project", type=_FOLDER, default=Path(), required=False)
@click.option("--out", type=_FOLDER, help="The folder to write.  [data-package/]")
@click.option("--edition", type=_FOLDER, help="Where the edition is.  [build/]")
def data(project: Path, out: Path | None, edition: Path | None) -> None:
    """Write the data of the built edition: a data package with one workbook in it.

    The tables that the briefs are made of, each row with its origin, and every
    number with its rows, as CSV with datapackage.json (Data Package 2.0) and as
    XLSX. What the briefs hide is hidden. Exit status: 2 nothing is built, or the
    data has changed since; 3 a brief is not fresh.
    """
    from briefpress.editions.data.collected import collected
    from briefpress.editions.data.package import NAME, named, package
    from briefpress.editions.data.workbook import workbook
    from briefpress.editions.folder import put

    read = load(project)
    target = out if out is not None else read.root / "data-package"
    found = collected(read, edition if edition is not None else read.root / "build")
    put(target, {**package(found), named(read): workbook(found)}, NAME)
    rows = sum(len(table.rows) for table in found.tables)
    click.echo(f"{len(found.tables)} tables, {rows} rows: {target}")
