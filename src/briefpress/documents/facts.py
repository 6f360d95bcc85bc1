"""Facts: all that one brief prints, as plain data. What is not in here cannot be printed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from briefpress.config import Edition
from briefpress.model.number import Number
from briefpress.model.previous import Previous

if TYPE_CHECKING:
    from briefpress.drawing.chart import Chart


@dataclass(frozen=True)
class Part:
    """What is known of one slice: the brief's own, or a chapter's."""

    key: str
    numbers: tuple[Number, ...]
    tables: Mapping[str, list[dict[str, Any]]]
    charts: Mapping[str, Chart | None]
    description: str = ""
    """What the part's theme is, in the words of its vocabulary; "" for any other part."""


@dataclass(frozen=True)
class Facts:
    """One brief's facts. ``parts`` are its chapters, by dimension and in order.

    In the JSON every name is flat: ``activities.total`` for the brief,
    ``theme.prevention.activities.total`` for a chapter.
    """

    brief: str
    title: str
    region: str
    edition: Edition
    sources: tuple[str, ...]
    whole: Part
    parts: Mapping[str, list[Part]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    money: Mapping[str, Any] = field(default_factory=dict)
    """The rows of the sums of money with their rates, as ``measures.ledger`` gives them."""
    shown: tuple[str, ...] = ()
    """The tables of the whole that the template names; not in the JSON, which has all."""
    previous: Previous | None = None
    """The edition before, where the brief says what has changed since."""

    def named_parts(self) -> Iterator[tuple[str, Part]]:
        """Give each part with the prefix of its names."""
        yield "", self.whole
        for over, parts in self.parts.items():
            for part in parts:
                yield f"{over}.{part.key}.", part

    def charts(self) -> dict[str, Chart]:
        """Return every chart that has something to say, by its flat name."""
        return {
            prefix + name: chart
            for prefix, part in self.named_parts()
            for name, chart in part.charts.items()
            if chart is not None
        }

    def plain(self) -> dict[str, Any]:
        """Return the facts as JSON has them; ``rows`` says where each row stands."""
        numbers: dict[str, Any] = {}
        tables: dict[str, Any] = {}
        texts = dict(self.texts)
        for prefix, part in self.named_parts():
            numbers |= {prefix + number.name: number.plain() for number in part.numbers}
            tables |= {prefix + name: rows for name, rows in part.tables.items()}
            if part.description:
                texts[f"{prefix}description"] = part.description
        before = self.previous
        return {
            "brief": self.brief,
            "title": self.title,
            "region": self.region,
            "edition": {
                "title": self.edition.title,
                "organisation": self.edition.organisation,
                "period": [self.edition.start, self.edition.end],
                "data_date": self.edition.data_date,
                "sources": list(self.sources),
                **({"previous": _before(before)} if before else {}),
            },
            "numbers": numbers,
            "tables": tables,
            "charts": {name: chart.plain() for name, chart in self.charts().items()},
            "texts": texts,
            "names": {kind: dict(names) for kind, names in self.names.items()},
            "rows": dict(self.origins),
            "money": dict(self.money),
        }


def _before(previous: Previous) -> dict[str, Any]:
    return {
        "where": previous.where,
        "period": [previous.start, previous.end],
        "data_date": previous.data_date,
    }


def to_json(plain: Mapping[str, Any]) -> bytes:
    """Return plain values as JSON, the same bytes each time; dates and decimals as text.

    Each number, row and text is on a line of its own, so that two editions can be compared.
    """
    return f"{_lines(plain, 2)}\n".encode()


def _lines(value: Any, levels: int = 0) -> str:
    """Return a table row by row and a mapping entry by entry, ``levels`` deep; else one line."""
    if isinstance(value, dict) and value and levels:
        inner = [f"{_json(name)}: {_lines(one, levels - 1)}" for name, one in value.items()]
        return "{\n" + ",\n".join(inner) + "\n}"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(map(_json, value)) + "\n]"
    return _json(value)


# Not json.dumps with an indent: that one is written in Python, and many times as slow.
_json = json.JSONEncoder(ensure_ascii=False, default=str).encode
