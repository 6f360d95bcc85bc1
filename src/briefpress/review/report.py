"""What is wrong with the data, for the person who keeps it: in a terminal, as JSON, as a page."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from briefpress.errors import Mistake

LEVELS = ("error", "set aside", "warning")
"""The worst first."""

_SHOWN = 10
_WORDS = {"error": "errors", "set aside": "rows set aside", "warning": "warnings"}
_ONE = {"error": "error", "set aside": "row set aside", "warning": "warning"}


_QUOTED = re.compile(r"(?<!\w)'([^\n]{0,500}?)'(?!\w)")
"""What stands in quotation marks; the one in 'Côte d'Ivoire' ends none."""


@dataclass(frozen=True)
class Value:
    """What the data has where the mistakes of a group differ, and how often."""

    value: str
    count: int


@dataclass(frozen=True)
class Group:
    """The same mistake in one column of one file: the first, and where the others are.

    ``places`` are as a person finds them: "row 3", "line 120 (XM-DAC-41121-2023-KEN)".
    ``values`` are what is wrong, the most frequent first; none where it is one alone.
    """

    level: str
    file: str
    column: str
    found: str
    mend: str
    count: int
    places: tuple[str, ...]
    values: tuple[Value, ...] = ()


def grouped(mistakes: Iterable[Mistake]) -> list[Group]:
    """Return mistakes of one kind as one: what differs is only what stands in quotation marks.

    Or a number, where each has a row or line to be found by. The worst level
    first, then by file, and in it by how many there are.
    """
    kinds: dict[tuple[str, ...], list[Mistake]] = {}
    for mistake in mistakes:
        kind = _QUOTED.sub("…", mistake.found)
        if mistake.row or mistake.line:
            kind = re.sub(r"\d+", "…", kind)
        kinds.setdefault((mistake.level, mistake.file, mistake.column, kind), []).append(mistake)
    groups = [
        Group(
            level,
            file,
            column,
            same[0].found,
            same[0].mend,
            len(same),
            tuple(dict.fromkeys(filter(None, map(_place, same)))),
            _values(same),
        )
        for (level, file, column, _), same in kinds.items()
    ]
    return sorted(groups, key=lambda one: (LEVELS.index(one.level), one.file, -one.count))


def _values(same: Sequence[Mistake]) -> tuple[Value, ...]:
    """Count what stands in quotation marks, of that only what tells the mistakes apart.

    In "'Keniya' is no country. Did you mean 'Kenya'?" that is what comes first.
    """
    quoted = [_QUOTED.findall(mistake.found) for mistake in same]
    telling: list[tuple[str, ...]] = [()] * len(same)
    for words in zip(*quoted, strict=True):
        with_more = [(*told, word) for told, word in zip(telling, words, strict=True)]
        if len(set(with_more)) > len(set(telling)):
            telling = with_more
    counts = Counter(", ".join(f"'{word}'" for word in told) for told in telling)
    return tuple(Value(*one) for one in counts.most_common()) if len(counts) > 1 else ()


def _place(mistake: Mistake) -> str:
    place = f"line {mistake.line}" if mistake.line else f"row {mistake.row}" if mistake.row else ""
    return f"{place} ({mistake.id})" if place and mistake.id else place or mistake.id


def lines(groups: Sequence[Group]) -> Iterator[str]:
    """Give the report for a terminal: one block a group, and the sums."""
    for group in groups:
        where = ", ".join(filter(None, [group.file, _first(group.places), _column(group)]))
        yield f"{group.level.upper()}  {where}"
        yield f"    {_sentence(group.found)}"
        if group.mend:
            yield f"    {_sentence(group.mend)}"
        if group.count > 1:
            others = ", ".join(group.places[1:_SHOWN])
            more = " and others" if len(group.places) > _SHOWN else ""
            yield f"    {group.count} times{f': also {others}{more}' if others else ''}"
        if group.values:
            yield f"    {_listed(group.values)}"
    yield summary(groups)


def summary(groups: Sequence[Group]) -> str:
    """Return the sums: "3 errors, 12 warnings", or that nothing was found."""
    counts = {level: sum(one.count for one in groups if one.level == level) for level in LEVELS}
    said = [
        f"{count:,} {_ONE[level] if count == 1 else _WORDS[level]}"
        for level, count in counts.items()
        if count
    ]
    return f"The data: {', '.join(said) or 'nothing to mend'}."


def _listed(values: Sequence[Value]) -> str:
    """Return "'Mali' 205 times, 'Niger' 14 times, 'Peru' and 7 more": the most frequent."""
    shown = [
        f"{one.value} {one.count} times" if one.count > 1 else one.value for one in values[:_SHOWN]
    ]
    more = len(values) - _SHOWN
    return f"{', '.join(shown)}{f' and {more} more' if more > 0 else ''}"


def _first(places: Sequence[str]) -> str:
    return places[0] if places else ""


def _column(group: Group) -> str:
    return (
        f"column {group.column}"
        if group.column and not group.file.endswith(".xml")
        else (f"<{group.column}>" if group.column else "")
    )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", ")")) else f"{text}."


def to_json(groups: Sequence[Group], pages: Mapping[str, Any] | None = None) -> str:
    """Return the report as JSON: ``findings`` with the fields of Group, and ``counts`` by level.

    ``pages`` is what was seen on finished pages, under that name.
    """
    counts = {level: sum(one.count for one in groups if one.level == level) for level in LEVELS}
    plain: dict[str, Any] = {"counts": counts, "findings": [asdict(group) for group in groups]}
    if pages is not None:
        plain["pages"] = pages
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def to_html(title: str, groups: Sequence[Group]) -> str:
    """Return the report as one page that needs no other file and no script."""
    from jinja2 import Environment, FileSystemLoader

    env = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    return env.get_template("report.html").render(
        title=title,
        groups=groups,
        levels=LEVELS,
        words=_WORDS,
        summary=summary(groups),
        sentence=_sentence,
        column=_column,
        listed=_listed,
    )
