"""The tree of a brief's names as lines, to be read and searched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefpress.growing.known import Known
from briefpress.growing.tree import FILTERS, OF_CHART, Entry

_HEADS = {
    "number": "Numbers: each prints itself; .value and .status are for {% if %}",
    "table": "Tables: go through the rows with 'for'; 'here' is the first row",
    "chart": "Charts: each stands with its heading, source and alternative text",
    "part": "Chapters",
    "text": "Texts",
}


def flat(known: Known, entries: Sequence[Entry]) -> Iterator[str]:
    """Give one line a name: its name, and what it is here."""
    yield _head(known)
    for one in entries:
        if one.sort != "column" and not _of_chart(one):
            yield f"{one.name:<36} {_here(one)}".rstrip()
    yield "--tree says how each is written, and what it means."


def tree(known: Known, entries: Sequence[Entry]) -> Iterator[str]:
    """Give the names group by group: how each is written, what it is here, what it means."""
    yield _head(known)
    for sort, head in _HEADS.items():
        yield ""
        yield head
        for group, members in _grouped(entries, sort):
            yield f"  {group}" if group else "  (by itself)"
            shown = [one for one in members if not _of_every_chart(one)]
            for one in shown:
                yield from _lines(one, last=one is shown[-1])
        if sort == "chart":
            yield ""
            yield "  Of each chart that is drawn, also by itself: " + ", ".join(
                f".{name}" for name in OF_CHART
            )
    yield ""
    yield "Filters: what a value goes through to be printed"
    for name, (write, meaning) in FILTERS.items():
        yield f"  {name:<14} {write:<{_WIDTH}} {meaning}"
    yield ""
    yield 'Words: {{ _("…") }} and {% trans %}, docs/languages.md. What a chart is handed: --charts'


_WIDTH = 52
"""Signs of what is written, before what it is here."""


def charts(entries: Sequence[Entry]) -> Iterator[str]:
    """Give what the functions of a chart are handed."""
    if entries:
        yield ""
        yield "In a chart: table(part), draw(table, axes, house), alt(table, text)"
    for one in entries:
        here = f"  {one.here}" if one.here else ""
        yield f"  {one.name:<34}{here}".rstrip()
        for said in (one.chart, one.meaning):
            if said:
                yield f"      {said}"


def _head(known: Known) -> str:
    return f"{known.facts.brief}  {known.facts.title}  ({known.how})"


def _of_chart(one: Entry) -> bool:
    return one.name.startswith("charts.") and one.name.count(".") > 1


def _of_every_chart(one: Entry) -> bool:
    """Say whether it is said once for all charts."""
    return _of_chart(one) and one.name.rpartition(".")[2] in ("url", "width", "height", "name")


def _grouped(entries: Sequence[Entry], sort: str) -> Iterator[tuple[str, list[Entry]]]:
    """Give the entries of a sort by their first name, or a table with its columns."""
    groups: dict[str, list[Entry]] = {}
    for one in entries:
        first, _, rest = one.name.partition(".")
        if first == "charts":
            if sort == "chart":
                groups.setdefault(f"charts.{rest.partition('.')[0]}", []).append(one)
        elif first == "tables":
            if sort == "table":
                groups.setdefault(f"tables.{rest.partition('[')[0]}", []).append(one)
        elif one.sort == sort:
            groups.setdefault(first if rest else "", []).append(one)
    yield from groups.items()


def _lines(one: Entry, *, last: bool) -> Iterator[str]:
    branch, trunk = ("└─", "  ") if last else ("├─", "│ ")
    yield f"  {branch} {one.write:<{_WIDTH}} {_here(one)}".rstrip()
    if one.meaning:
        yield f"  {trunk}     {one.meaning}"


def _here(one: Entry) -> str:
    unit = f" {one.unit}" if one.sort == "number" and one.status in ("exact", "estimated") else ""
    if one.unit.isupper():
        unit = ""  # it is printed with its currency
    about = f" ({one.status})" if one.status == "estimated" else ""
    return f"{one.here}{unit}{about}"
