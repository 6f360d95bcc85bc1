"""The command of who works on an edition: serve."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from briefpress.config import FILE
from briefpress.errors import ProjectError

_FOLDER = click.Path(path_type=Path, file_okay=False)


def add(main: click.RichGroup) -> None:
    """Add the command to the command line."""
    main.add_command(serve)


@click.command()
@click.argument("project", default=".", type=_FOLDER)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Which port.  [a free one]")
@click.option("--out", type=_FOLDER, help="Where the briefs are built.  [build/]")
@click.option("--open", "open_", is_flag=True, help="Open it in the browser.")
def serve(project: Path, port: int, out: Path | None, open_: bool) -> None:
    """Show PROJECT's briefs in the browser, and each again when a file is saved.

    On this machine only: the URL that is printed has a token. Nothing is built into
    build/. Ctrl-C ends it. docs/desk.md
    """
    if not (project / FILE).is_file():
        raise ProjectError(
            f"{project}: no {FILE} here. 'briefpress new {project}' makes a project that builds."
        )
    try:
        from briefpress.desk.server import serve as run
    except ModuleNotFoundError as error:
        if error.name not in ("starlette", "uvicorn", "watchfiles"):
            raise
        raise ProjectError(
            f"the desk needs {error.name}: pip install 'briefpress[serve]'"
        ) from None

    def say(url: str) -> None:
        click.echo(url)
        click.echo("Ctrl-C ends it.", err=True)
        if open_:
            click.launch(url)

    run(project, out if out is not None else project / "build", port, say)
