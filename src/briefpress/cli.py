"""The command line: words in, one call, lines out. Heavy imports wait until they are needed."""

from __future__ import annotations

from typing import Any

import rich_click as click

from briefpress import (
    __version__,
    cli_build,
    cli_check,
    cli_desk,
    cli_editions,
    cli_grow,
    cli_new,
    cli_project,
    cli_review,
)
from briefpress.errors import BriefpressError


class _Plain(click.RichGroup):
    """Prints an error as lines that can be copied, searched and sent; a box would break them."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BriefpressError as error:
            click.echo(error.format_message(), err=True)
            ctx.exit(error.exit_code)


@click.group(cls=_Plain, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="briefpress")
def main() -> None:
    """Turn structured activity data into briefs: a PDF for every country, donor and theme.

    PROJECT is a folder with a briefs.toml; without it, the folder you are in.
    SELECTOR names briefs: 'country/PAK', 'theme/*', 'annual'.
    """


cli_build.add(main)
cli_check.add(main)
cli_project.add(main)
cli_review.add(main)
cli_desk.add(main)
cli_editions.add(main)
cli_new.add(main)
cli_grow.add(main)
