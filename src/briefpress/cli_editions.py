"""What an edition becomes for others: export, publish."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import rich_click as click

from briefpress import remote
from briefpress.config import load
from briefpress.errors import ProjectError

_FOLDER = click.Path(path_type=Path, file_okay=False)


def add(main: click.RichGroup) -> None:
    """Add the commands to the command line."""
    for command in (export, publish):
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


class _Target(click.Path):
    """A folder, or a URL without a secret in it."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, file_okay=False)

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        if not isinstance(value, str) or not remote.is_url(value):
            return super().convert(value, param, ctx)
        if secret := remote.secret_in(value):
            self.fail(f"the URL holds {secret}: give it in the environment", param, ctx)
        return value


@click.command()
@click.argument("target", type=_Target())
@click.option("--project", "folder", type=_FOLDER, default=Path())
@click.option("--out", type=_FOLDER, help="Where the edition is.  [build/]")
def publish(target: Path | str, folder: Path, out: Path | None) -> None:
    """Copy the approved edition to TARGET, a folder or a URL, and make it the latest.

    It gets a folder of its own, called as the day of its approval: 2024-03-03/.
    Then latest.json and index.html in TARGET point to it; until then, and when
    anything goes wrong, the edition before it stays in force. Exit status: 1 it
    had to stop (again, it goes on), 2 another edition has that day, 3 the edition
    is not approved, or not as it was approved.
    """
    from briefpress.editions.publication import publication
    from briefpress.editions.publishing import publish as put
    from briefpress.editions.targets import target as opened
    from briefpress.press import lock

    edition = out if out is not None else load(folder).root / "build"

    def say(line: str) -> None:
        click.echo(line, err=True)

    if not edition.is_dir():
        raise ProjectError(f"{edition}: there is no edition here. 'briefpress build' makes one.")
    if isinstance(target, Path) and target.resolve().is_relative_to(edition.resolve()):
        raise ProjectError(f"{target}: is in the edition itself; publish into another folder")
    with lock.held(edition, True, say):
        approved = publication(edition)
        done = put(approved, opened(target), say)
    what = "published" if done else "was published already, nothing to do"
    click.echo(f"{approved.edition}: {what}: {target}/{approved.folder}/")
