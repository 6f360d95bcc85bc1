"""The commands of who makes a project and has it grow: new, add, facts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from briefpress.errors import ProjectError

if TYPE_CHECKING:
    from briefpress.growing.answers import Answers
    from briefpress.growing.datafile import Hints, Looked
    from briefpress.growing.kinds import Added


_FOLDER = click.Path(path_type=Path, file_okay=False)


def add(main: click.RichGroup) -> None:
    """Add the commands to the command line."""
    for command in (new, add_, facts):
        main.add_command(command)


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
@click.option("--decimal-mark", type=click.Choice([".", ","]), help="As the file writes numbers.")
@click.option("--encoding", metavar="NAME", help="Of a text file, if it cannot be told: cp1252.")
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
    from briefpress.growing import newproject
    from briefpress.growing.datafile import Hints

    starter.require_new(folder)
    given = {"encoding": encoding, "currency": currency, "date_format": date_format}
    hints = Hints(**{name: _hint(name, one) for name, one in given.items() if one})
    hints = replace(hints, decimal_mark=decimal_mark or "")
    said = {
        "organisation": organisation,
        "colour": colour,
        "logo": logo,
        "data": data,
        "languages": languages or None,
        "kinds": kinds or None,
    }
    asked = not yes and sys.stdin.isatty() and sys.stdout.isatty()
    answers = _Asking(hints, asked).answers(said)
    for line in newproject.make(folder, answers, ci):
        click.echo(line)
    if no_build:
        click.echo(f"Next: cd '{folder}' && briefpress build")
        return
    click.echo("Building its briefs …")
    _build(ctx, folder)


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
        _build(ctx, folder, added.selector)


def _build(ctx: click.Context, folder: Path, *selectors: str) -> None:
    build = ctx.find_root().command.get_command(ctx, "build")  # type: ignore[attr-defined]
    ctx.invoke(build, words=(str(folder), *selectors))


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


class _Asking:
    """The six questions: what options answer is checked, the rest is asked, or as usual."""

    def __init__(self, hints: Hints, asked: bool) -> None:
        self.hints, self.asked = hints, asked
        self.wrong: list[str] = []

    def answers(self, said: dict[str, Any]) -> Answers:
        """Return the answers. Raises ProjectError with all that is wrong in the options."""
        from briefpress.growing import answers as check

        options = [name for name, value in said.items() if value is not None]
        found: dict[str, Any] = {}
        data: Looked | None = None
        if "data" in options:
            data = self._checked(self._look, said["data"])
        for name in ("organisation", "colour", "logo", "languages"):
            if name in options:
                found[name] = self._checked(getattr(check, name), said[name])
        if "kinds" in options and not self.wrong:
            found["kinds"] = self._checked(lambda one: check.kinds(one, data), said["kinds"])
        if self.wrong:
            raise ProjectError("\n".join(self.wrong))
        if data:
            self._tell(data)
        if self.asked:
            data = self._ask_for_the_rest(found, options, data)
        return check.Answers(
            organisation=found.get("organisation") or "",
            colour=found.get("colour") or "",
            logo=found.get("logo"),
            data=data,
            languages=found.get("languages") or ("en",),
            kinds=found.get("kinds") or (),
        )

    def _ask_for_the_rest(
        self, found: dict[str, Any], options: Sequence[str], data: Looked | None
    ) -> Looked | None:
        from briefpress.growing import answers as check

        click.echo("Six questions; Enter takes what stands in brackets.")
        if "organisation" not in options:
            found["organisation"] = self._ask(
                "1. Who reports, by its short name?", "", check.organisation
            )
        if "colour" not in options:
            found["colour"] = self._ask("2. Your colour?", check.COLOUR, check.colour)
        if "logo" not in options:
            found["logo"] = self._ask(
                "3. Your logo, an SVG or PNG file? (Enter: none yet)", "", check.logo
            )
        if "data" not in options:
            question = (
                "4. The file with your activities: a spreadsheet, CSV, IATI, page of text?"
                " (Enter: an example)"
            )
            data = self._ask(question, "", self._look)
            if data:
                self._tell(data)
        if data:
            data = self._ask_what_only_a_person_knows(data)
        if "languages" not in options:
            known = "en, fr, es, ar, ru, zh"
            question = f"5. Which languages ({known})?"
            found["languages"] = self._ask(question, "en", lambda one: check.languages(_many(one)))
        if "kinds" not in options:
            usual = ", ".join(check.usual(data))
            question = f"6. Which kinds of brief ({', '.join(check.possible(data))})?"
            found["kinds"] = self._ask(question, usual, lambda one: check.kinds(_many(one), data))
        return data

    def _ask_what_only_a_person_knows(self, data: Looked) -> Looked:
        """Ask for what the file does not say: a currency, how dates and numbers are written."""
        for hint, question in list(data.asks.items()):
            example = {
                "currency": "USD, say",
                "date_format": "DD/MM/YYYY or MM/DD/YYYY",
                "decimal_mark": ". or ,",
            }[hint]

            def with_hint(said: str, hint: str = hint, file: Path = data.file) -> Looked:
                from briefpress.growing.datafile import look

                return look(file, replace(self.hints, **{hint: _hint(hint, said)}))

            question = f"   {question} ({example}; Enter leaves the column out)"
            more = self._ask(question, "", with_hint)
            if more:
                data, self.hints = more, more.hints
                click.echo(more.lines[0])
        return data

    def _look(self, said: str) -> Looked:
        from briefpress.growing.datafile import look

        file = Path(said.strip().strip("'\"")).expanduser()
        try:
            return look(file, self.hints)
        except ProjectError as error:
            if not self.asked or "encoding =" not in error.format_message():
                raise
            click.echo(error.format_message())
        question = "   Which encoding? (cp1252 is Western European, cp1250 Central European)"
        while not self.hints.encoding:
            encoding = click.prompt(question, default="cp1252", prompt_suffix=" ")
            try:
                self.hints = replace(self.hints, encoding=_hint("encoding", encoding))
            except ProjectError as error:
                click.echo(error.format_message())
        return look(file, self.hints)

    def _tell(self, data: Looked) -> None:
        for line in data.lines:
            click.echo(line)
        if not self.asked:
            for hint, question in data.asks.items():
                click.echo(
                    f"  {question} Say so with --{hint.replace('_', '-')}, or in briefs.toml."
                )

    def _checked(self, check: Callable[[Any], Any], said: Any) -> Any:
        """Return a checked option; what is wrong with it is kept, so that all is said at once."""
        try:
            return check(said)
        except ProjectError as error:
            self.wrong.append(error.format_message())
            return None

    def _ask(self, question: str, usual: str, check: Callable[[str], Any]) -> Any:
        """Ask until the answer is right; Enter takes what is usual, "" is no answer."""
        while True:
            said = click.prompt(
                question, default=usual, show_default=bool(usual), prompt_suffix=" "
            ).strip()
            if not said:
                return None
            try:
                return check(said)
            except ProjectError as error:
                click.echo(error.format_message())


def _many(said: str) -> list[str]:
    return [one for one in said.replace(",", " ").split() if one]


def _hint(name: str, said: str) -> str:
    """Return a hint as briefs.toml has it. Raises ProjectError for one that is none."""
    import codecs

    from babel.core import get_global

    from briefpress.errors import did_you_mean
    from briefpress.sourceconfig import is_date_format

    if name == "currency":
        known = get_global("all_currencies")
        if said.upper() not in known:
            near = did_you_mean(said.upper(), known)
            raise ProjectError(f"currency: '{said}' is no currency of ISO 4217.{near}")
        return said.upper()
    if name == "date_format" and not is_date_format(said):
        found = f"date-format: '{said}' is none. Write it with YYYY, MM and DD, as 'DD/MM/YYYY'"
        raise ProjectError(found)
    if name == "decimal_mark" and said not in (".", ","):
        raise ProjectError(f"decimal-mark: '{said}' is neither '.' nor ','")
    if name == "encoding":
        try:
            codecs.lookup(said)
        except LookupError:
            found = f"encoding: '{said}' is none. Often it is 'cp1252' or 'utf-8'"
            raise ProjectError(found) from None
    return said
