"""Errors for the person who can mend them: where, what was found, what to do.

One family, all of it ``click.ClickException``, so that the command line prints
the message and exits with the status that belongs to it:

====  =====================================================================
1     some briefs failed; each is named, the others are there; or the build
      had to stop: what it finished is there
2     the project or its data is wrong; nothing was written
3     a gate failed: the briefs are there, but should not be handed out
130   somebody stopped the build: what was made is there
====  =====================================================================
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

import click

Level = Literal["error", "set aside", "warning"]


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong in a person's own file.

    ``file`` is relative to the project, ``row`` counts as a spreadsheet does
    (the header is row 1), ``line`` as a text editor does. ``id`` is what the
    data itself calls the thing that is wrong (an activity's id), ``mend`` says
    what to do. A ``warning`` stops nothing. ``content`` are the cells of a row
    that was not read for this mistake, so that they are not lost.
    """

    file: str
    row: int = 0
    column: str = ""
    found: str = ""
    line: int = 0
    id: str = ""
    mend: str = ""
    level: Level = "error"
    content: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = [self.file]
        if self.line:
            where.append(f"line {self.line}")
        if self.row:
            where.append(f"row {self.row}")
        if self.column:
            where.append(f"column {self.column}")
        said = f"{self.found}. {self.mend}" if self.mend else self.found
        return f"{', '.join(where)}: {said}"


class BriefpressError(click.ClickException):
    """What every error of briefpress is: a message for a person, and an exit status."""

    exit_code = 1


class ProjectError(BriefpressError):
    """The project or its data is wrong. Holds every mistake found, not the first."""

    exit_code = 2

    def __init__(self, mistakes: Iterable[Mistake] | str) -> None:
        if isinstance(mistakes, str):
            self.mistakes: tuple[Mistake, ...] = ()
            super().__init__(mistakes)
            return
        self.mistakes = tuple(sorted(mistakes, key=lambda one: (one.file, one.line, one.row)))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


class BriefError(BriefpressError):
    """One brief could not be made; every other brief is untouched by it.

    ``check`` names the check (docs/checks.md) that the brief did not pass, if it was one.
    """

    def __init__(self, found: str, *, brief: str = "", where: str = "", check: str = "") -> None:
        self.found, self.brief, self.where, self.check = found, brief, where, check
        super().__init__(": ".join(part for part in (brief, where, found) if part))

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments do not survive pickling by themselves, and
        # this error travels from a worker to the press.
        return (_brief_error, (self.found, self.brief, self.where, self.check))

    def of(self, brief: str) -> BriefError:
        """Return the same error with the brief's name on it."""
        return BriefError(self.found, brief=brief, where=self.where, check=self.check)


def _brief_error(found: str, brief: str, where: str, check: str) -> BriefError:
    return BriefError(found, brief=brief, where=where, check=check)


class GlyphError(BriefError):
    """A sign that none of the bundled fonts has, and the words that it stands in."""

    def __init__(self, sign: str, words: str, where: str = "") -> None:
        self.sign = sign
        name = unicodedata.name(sign, "a sign without a name")
        place = f" in '{words}'" if words else ""
        super().__init__(f"no glyph for {sign!r} (U+{ord(sign):04X}, {name}){place}", where=where)


class UnfinishedError(BriefpressError):
    """A build could not go on. What it finished is there, and is kept by the next one."""

    exit_code = 1


class DiskError(UnfinishedError):
    """The disk did not take something."""


class GateError(BriefpressError):
    """The briefs were made, but something about them says: do not hand them out."""

    exit_code = 3


class StoppedError(BriefpressError):
    """Somebody stopped the build; what was made until then is there."""

    exit_code = 130


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like ``word``, or None when none is like it.

    Capitals and spaces do not count; of two that are equally like it, the one
    that begins as it does is nearer.
    """
    plain = {_plain(one): one for one in sorted(known, reverse=True)}
    wanted = _plain(word)
    close = difflib.get_close_matches(wanted, plain, n=5, cutoff=0.6)
    if not close:
        return None

    def likeness(other: str) -> tuple[float, int]:
        ratio = difflib.SequenceMatcher(None, other, wanted).ratio()
        same = takewhile(lambda pair: pair[0] == pair[1], zip(other, wanted, strict=False))
        return round(ratio, 6), len(list(same))

    return plain[max(close, key=likeness)]


def _plain(word: str) -> str:
    return word.lower().replace(" ", "_")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `` Did you mean 'x'?`` with the nearest known word, or nothing."""
    guess = nearest(word, known)
    return f" Did you mean '{guess}'?" if guess else ""
