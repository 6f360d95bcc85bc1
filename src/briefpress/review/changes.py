"""What changed, for a terminal, as JSON, and as one page to send round."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path

from briefpress.config import DIMENSIONS
from briefpress.measures.difference import NumberChange
from briefpress.review.diff import BriefChange, Changes

_SHOWN = 4


def lines(changes: Changes) -> Iterator[str]:
    """Give the changes for a terminal: briefs, then of each numbers, texts and pages."""
    yield f"{changes.old}  →  {changes.new}"
    for what, briefs in (("new", changes.added), ("gone", changes.removed)):
        for brief in briefs:
            yield f"{brief}: is {what}"
    for one in changes.changed:
        yield ""
        yield one.brief + (f" (was {one.was})" if one.was else "")
        yield from _numbers(one)
        for text in one.texts:
            old, new = _cut(text.old) or "was not there", _cut(text.new) or "gone"
            yield f"  {text.name}: {old}  →  {new}"
        for page in one.pages:
            count = len(page.places)
            where = f"{count} place{'s' if count > 1 else ''}" if count else "only in one of them"
            yield f"  page {page.number} differs: {where}"
        if not (one.numbers or one.texts or one.pages):
            yield "  the same numbers and texts, laid out otherwise"
    yield ""
    yield summary(changes)


def summary(changes: Changes) -> str:
    """Return how many briefs changed, are new, are gone and are the same."""
    numbers = sum(len(one.numbers) for one in changes.changed)
    texts = sum(len(one.texts) for one in changes.changed)
    return (
        f"Briefs: {len(changes.changed)} changed, {len(changes.added)} new,"
        f" {len(changes.removed)} gone, {changes.same} the same;"
        f" {numbers} numbers and {texts} texts differ."
    )


def _numbers(change: BriefChange) -> Iterator[str]:
    table = [
        (one.name, shown(one.old), shown(one.new), signed(one.by), one.unit)
        for one in change.numbers
    ]
    widths = [max((len(row[at]) for row in table), default=0) for at in range(4)]
    for one, row in zip(change.numbers, table, strict=True):
        yield (
            f"  {row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  →  {row[2]:>{widths[2]}}"
            f"  {row[3]:>{widths[3]}}  {row[4]}"
        )
        yield from (f"      {line}" for line in because(one))


def because(one: NumberChange) -> list[str]:
    """Return why a number changed: the rows, the first of them with their places."""
    said = [
        f"corrected {row.row}: {shown(row.old)} → {shown(row.new)}"
        for row in one.corrected[:_SHOWN]
    ]
    if len(one.corrected) > _SHOWN:
        said.append(f"corrected {len(one.corrected) - _SHOWN} more rows")
    return [*_rows("added", one.added), *_rows("removed", one.removed), *said]


def _rows(what: str, rows: Mapping[str, str]) -> list[str]:
    said = [f"{what} {row}: {where}" for row, where in list(rows.items())[:_SHOWN]]
    more = len(rows) - _SHOWN
    return [*said, *([f"{what} {more} more rows"] if more > 0 else [])]


def shown(value: str | None) -> str:
    """Return a value with its thousands apart, or that there is none."""
    return "no data" if value is None else f"{Decimal(value):,f}"


def signed(value: str | None) -> str:
    """Return a difference with its sign."""
    return "" if value is None else f"{Decimal(value):+,f}".replace("-", "−")


def _cut(text: str) -> str:
    return text if len(text) <= 70 else f"{text[:69]}…"


def to_json(changes: Changes) -> str:
    """Return the changes as JSON, with the fields of Changes; pictures as PNG in base64."""
    return json.dumps(asdict(changes), ensure_ascii=False, indent=1) + "\n"


def to_html(changes: Changes) -> str:
    """Return the changes as one page that needs no other file and no script."""
    from jinja2 import Environment, FileSystemLoader

    env = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return env.get_template("changes.html").render(
        changes=changes,
        sums=_sums(changes),
        shown=shown,
        signed=signed,
        because=because,
        counted=counted,
        parted=parted,
        marked=marked,
    )


def _sums(changes: Changes) -> list[tuple[int, str]]:
    changed = changes.changed
    return [
        (len(changed), "briefs changed"),
        (len(changes.added), "new"),
        (len(changes.removed), "gone"),
        (changes.same, "the same"),
        (sum(len(one.numbers) for one in changed), "numbers differ"),
        (sum(len(one.texts) for one in changed), "texts differ"),
    ]


def counted(change: BriefChange) -> str:
    """Return how many numbers, texts and pages of a brief differ."""
    counts = {"number": change.numbers, "text": change.texts, "page": change.pages}
    said = [f"{len(ones)} {one}{'s' * (len(ones) > 1)}" for one, ones in counts.items() if ones]
    return ", ".join(said) or "laid out otherwise"


def parted(numbers: Sequence[NumberChange]) -> tuple[list[NumberChange], list[NumberChange]]:
    """Return a brief's own numbers, and those of its chapters (``theme.prevention.…``)."""
    of_chapters = [one for one in numbers if one.name.partition(".")[0] in DIMENSIONS]
    return [one for one in numbers if one not in of_chapters], of_chapters


Marked = list[tuple[bool, str]]
"""A text in pieces: whether each differs, and its words."""


def marked(old: str, new: str) -> tuple[Marked, Marked]:
    """Return two texts word by word, with what differs told from what does not."""
    one, two = (re.findall(r"\s+|\w+|[^\w\s]", text) for text in (old, new))
    pieces: tuple[Marked, Marked] = ([], [])
    for kind, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        for side, words in zip(pieces, (one[a:b], two[c:d]), strict=True):
            if words:
                side.append((kind != "equal", "".join(words)))
    return pieces
