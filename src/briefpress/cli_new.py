"""The command that makes a project of a person's own data: new."""

from __future__ import annotations

import sys
from pathlib import Path

import rich_click as click

from briefpress.growing.hints import CHOICES


def add(main: click.RichGroup) -> None:
    """Add the command to the command line."""
    main.add_command(new)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--organisation", metavar="NAME", help="Who reports.  [asked]")
@click.option("--colour", metavar="COLOUR", help="The brand's colour: #0072B2, or a name.  [asked]")
@click.option("--logo", metavar="FILE", help="The logo, an SVG or PNG.  [asked]")
@click.option(
    "--data",
    metavar="FILE",
    help="Your activities: a spreadsheet, CSV, IATI file, page of text, …  [asked]",
)
@click.option(
    "--language", "languages", metavar="CODE", multiple=True,
    help="A language of the briefs; may be said again.  [asked]",
)  # fmt: skip
@click.option(
    "--kind", "kinds", metavar="KIND", multiple=True,
    help="A kind of brief: country, region, theme, donor, annual; may be said again.  [asked]",
)  # fmt: skip
@click.option("--currency", metavar="CODE", help="Of amounts whose currency the file does not say.")
@click.option("--date-format", metavar="FORMAT", help="How the file writes dates: DD/MM/YYYY.")
@click.option(
    "--decimal-mark", type=click.Choice(CHOICES["decimal_mark"]), help="As the file writes numbers."
)
@click.option("--encoding", metavar="NAME", help="Of a text file, if it cannot be told: cp1252.")
@click.option(
    "--allowed-column", "allowed_columns", metavar="HEADING", multiple=True,
    help="A heading that looks as if rows were people, and is not; may be said again.",
)  # fmt: skip
@click.option(
    "--small-counts", type=click.Choice(CHOICES["small_counts"]),
    help="Counts of people who could be recognised: hide small ones, or print all.  [hide]",
)  # fmt: skip
@click.option(
    "--texts", type=click.Choice(CHOICES["texts"]),
    help="Texts beside them that name people: left out, or their briefs wait.  [out]",
)  # fmt: skip
@click.option(
    "--ci",
    type=click.Choice(["both", "github", "gitlab", "none"]),
    default="both",
    help="Whose workflows the project gets, to build it every month.  [both]",
)
@click.option("--yes", is_flag=True, help="Ask nothing: what no option says is as usual.")
@click.option("--no-build", is_flag=True, help="Make the project, and build nothing yet.")
@click.pass_context
def new(
    ctx: click.Context,
    folder: Path,
    organisation: str | None,
    colour: str | None,
    logo: str | None,
    data: str | None,
    languages: tuple[str, ...],
    kinds: tuple[str, ...],
    currency: str | None,
    date_format: str | None,
    decimal_mark: str | None,
    encoding: str | None,
    allowed_columns: tuple[str, ...],
    small_counts: str | None,
    texts: str | None,
    ci: str,
    yes: bool,
    no_build: bool,
) -> None:
    """Make a project in DIR of your own data, and build its briefs.

    Six questions are asked at a terminal; options answer them beforehand. With --yes,
    and where there is no terminal, nothing is asked. Without --data it is an example
    to change. Exit status as that of 'build'; 2 an answer is wrong (nothing is written).
    """
    from briefpress import starter
    from briefpress.cli_asking import Asking
    from briefpress.growing import newproject
    from briefpress.growing.hints import Hints, told

    starter.require_new(folder)
    given = {
        "encoding": encoding,
        "currency": currency,
        "date_format": date_format,
        "decimal_mark": decimal_mark,
        "small_counts": small_counts,
        "texts": texts,
    }
    hints = told(Hints(allowed_columns=allowed_columns), given)
    said = {
        "organisation": organisation,
        "colour": colour,
        "logo": logo,
        "data": data,
        "languages": languages or None,
        "kinds": kinds or None,
    }
    asked = not yes and sys.stdin.isatty() and sys.stdout.isatty()
    answers = Asking(hints, asked).answers(said)
    for line in newproject.make(folder, answers, ci):
        click.echo(line)
    if no_build:
        click.echo(f"Next: cd '{folder}' && briefpress build")
        return
    click.echo("Building its briefs …")
    build(ctx, folder)


def build(ctx: click.Context, folder: Path, *selectors: str) -> None:
    """Build a project's briefs as the command `build` does."""
    command = ctx.find_root().command.get_command(ctx, "build")  # type: ignore[attr-defined]
    ctx.invoke(command, words=(str(folder), *selectors))
