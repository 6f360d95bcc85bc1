"""The questions of `briefpress new`, and the options that answer them beforehand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from briefpress.errors import ProjectError
from briefpress.growing.hints import CHOICES, Hints, told

if TYPE_CHECKING:
    from briefpress.growing.answers import Answers
    from briefpress.growing.looked import Looked


_LEFT_OUT = "; Enter leaves the column out"
_EXAMPLES = {
    "currency": f"USD, say{_LEFT_OUT}",
    "date_format": f"DD/MM/YYYY or MM/DD/YYYY{_LEFT_OUT}",
    "decimal_mark": f". or ,{_LEFT_OUT}",
    "small_counts": "hide or print",
    "texts": "out or wait",
}
_DECIDED = ("small_counts", "texts")
"""Hints that are decided on the safe side where nobody says otherwise."""


class Asking:
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
        done: set[str] = set()
        while hint := next((one for one in data.asks if one not in done), ""):
            done.add(hint)

            def with_hint(said: str, hint: str = hint, file: Path = data.file) -> Looked:
                from briefpress.growing.datafile import look

                return look(file, told(self.hints, {hint: said}))

            usual = CHOICES[hint][0] if hint in _DECIDED else ""
            more = self._ask(f"   {data.asks[hint]} ({_EXAMPLES[hint]})", usual, with_hint)
            if more:
                data, self.hints = more, more.hints
                click.echo(more.lines[0])
        return data

    def _look(self, said: str) -> Looked:
        from briefpress.growing.datafile import look

        named = said.strip().strip("'\"")
        if not named:
            raise ProjectError("data: no file is named")
        file = Path(named).expanduser()
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
                self.hints = told(self.hints, {"encoding": encoding})
            except ProjectError as error:
                click.echo(error.format_message())
        return look(file, self.hints)

    def _tell(self, data: Looked) -> None:
        for line in data.lines:
            click.echo(line)
        if not self.asked:
            for hint, question in data.asks.items():
                if hint not in _DECIDED:
                    option = f"--{hint.replace('_', '-')}"
                    click.echo(f"  {question} Say so with {option}, or in briefs.toml.")

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
