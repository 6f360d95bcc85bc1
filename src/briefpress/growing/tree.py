"""Every name that a template or a chart of a brief may use: how it is written, and what it is here.

The tree is walked from what a template is handed (``template.context``), so it has what
there is and nothing else; what a name means is said where it is measured (``Number.rule``,
``measures.meanings``, the docstrings of charts), or here for the few that are not measured.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefpress.config import PACKAGE, Project
from briefpress.documents import template
from briefpress.documents.template import Figure, Group
from briefpress.drawing.files import find
from briefpress.growing.known import Known
from briefpress.measures.meanings import TABLES, Column
from briefpress.model.number import Suppressed
from briefpress.model.specs import SPECS


@dataclass(frozen=True)
class Entry:
    """One name: its sort, how a template writes it, how a chart does, and what it is here.

    ``here`` is what is printed; ``value`` the value itself, as JSON has it.
    """

    name: str
    sort: str
    write: str
    here: str = ""
    value: Any = None
    unit: str = ""
    status: str = ""
    meaning: str = ""
    chart: str = ""

    def plain(self) -> dict[str, Any]:
        """Return the entry as JSON has it, without what is empty."""
        return {key: one for key, one in asdict(self).items() if one not in ("", None)}


def entries(known: Known, project: Project) -> list[Entry]:
    """Return every name that a template of this brief may use, group by group."""
    context = template.context(known.facts, project.brand, known.text)
    printer = _Printer(template.environment(project.folders, known.text), context)
    docs = {name: _Doc(path) for name, path in find(project.folders).items()}
    found = [*_numbers(known, printer)]
    found += _tables(context["tables"], printer)
    found += _charts(context["charts"], docs, printer)
    found += _parts(known)
    found += _texts(context, printer)
    return found


class _Printer:
    """Prints what a template would, for one name at a time."""

    def __init__(self, env: ImmutableSandboxedEnvironment, context: Mapping[str, Any]) -> None:
        self.env, self.context = env, context

    def __call__(self, source: str) -> str:
        printed = self.env.from_string(source).render(self.context)
        return " ".join(unescape(re.sub(r"<[^>]*>", "", printed)).split())


def _numbers(known: Known, printer: _Printer) -> Iterator[Entry]:
    for number in known.facts.whole.numbers:
        money = len(number.unit) == 3 and number.unit.isupper()  # a currency of ISO 4217
        write = f"{{{{ {number.name}{'|money' if money else ''} }}}}"
        yield Entry(
            number.name,
            "number",
            write,
            printer(write),
            _plain(number.value),
            number.unit,
            number.status,
            number.rule,
            f'describe(part).number("{number.name}").value',
        )


_PRINTED = {
    "text": "{{{{ {0} }}}}",
    "count": "{{{{ {0} }}}}",
    "year": "{{{{ {0}|string }}}}",
    "money": "{{{{ {0}|amount(edition.currency) if {0} is not none }}}}",
    "number": "{{{{ {0}|number if {0} is not none }}}}",
    "percent": "{{{{ {0}|percent(1) if {0} is not none }}}}",
    "day": "{{{{ {0} }}}}",
    "theme": "{{{{ {0}|theme }}}}",
    "place": "{{{{ {0}|place if {0} }}}}",
    "organisation": "{{{{ {0}|organisation if {0} }}}}",
    "scope": "{{{{ {0}|scope }}}}",
    "places": '{{{{ {0}|map("place")|list|listing }}}}',
    "themes": '{{{{ {0}|map("theme")|series }}}}',
    "organisations": '{{{{ {0}|map("organisation")|list|listing }}}}',
    "language": "<p{{{{ {0}|lang }}}}>",
    "currency": "{{{{ {0} }}}}",
    "ids": "{{{{ {0}|series }}}}",
}
"""How a value of each sort is written in a template."""


def _tables(tables: Group, printer: _Printer) -> Iterator[Entry]:
    for name in tables:
        rows, table = tables[name], TABLES[name]
        write = f"{{% for row in tables.{name} %}} … {{% endfor %}}"
        here = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
        yield Entry(
            f"tables.{name}", "table", write, here, len(rows), "rows", "", table.meaning,
            table.in_chart,
        )  # fmt: skip
        for column in table.columns:
            yield _column(name, column, rows, printer)


def _column(
    table: str, column: Column, rows: Sequence[Mapping[str, Any]], printer: _Printer
) -> Entry:
    write = _PRINTED[column.sort].format(f"row.{column.name}")
    loop = f"{{% for row in tables.{table}[:1] %}}{write}{{% endfor %}}"
    here = printer(loop) if rows else ""
    value = _plain(rows[0].get(column.name)) if rows else None
    name = f"tables.{table}[].{column.name}"
    return Entry(name, "column", write, here, value, column.unit, "", column.meaning)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal | Suppressed):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


FIGURE = '{{% with chart = {0} %}}{{% include "blocks/figure.html" %}}{{% endwith %}}'
"""How a chart is put into a template, with its heading, its source and its alternative text."""

OF_CHART = {
    "heading": "what its numbers say, as a sentence",
    "measure": "what is counted, and in what unit",
    "alt": "its alternative text: belongs to each place where its picture stands",
    "url": 'the picture: <img src="…">',
    "width": "the picture's width",
    "height": "the picture's height",
    "name": "its name among the facts",
    "table": "what it is drawn from, row by row",
}
"""What every chart has, and what it is."""


class _Doc:
    """What a chart's file says of it: read, not run."""

    def __init__(self, path: Path) -> None:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        self.meaning = _first(ast.get_docstring(tree))
        functions = [one for one in tree.body if isinstance(one, ast.FunctionDef)]
        table = next((one for one in functions if one.name == "table"), None)
        self.table = " ".join(((table and ast.get_docstring(table)) or "").split())


def _first(docstring: str | None) -> str:
    return " ".join((docstring or "").partition("\n\n")[0].split())


def _charts(charts: Group, docs: Mapping[str, _Doc], printer: _Printer) -> Iterator[Entry]:
    drawn = {name: charts[name] for name in charts}
    for name in sorted({*docs, *drawn}):
        chart, doc = drawn.get(name), docs.get(name)
        here = "not drawn: its template does not name it"
        if chart:
            here = str(chart["heading"])
        elif name in drawn:
            here = "nothing to say: its table is empty"
        meaning = doc.meaning if doc else ""
        yield Entry(
            f"charts.{name}", "chart", FIGURE.format(f"charts.{name}"), here, meaning=meaning
        )
        if not chart:
            continue
        for one, said in OF_CHART.items():
            write = f"{{{{ charts.{name}.{one} }}}}"
            if one == "table":
                said = f"{said}. {doc.table}" if doc and doc.table else said
                write = f"{{% for row in charts.{name}.table %}} … {{% endfor %}}"
                rows = chart[one]
                yield Entry(f"charts.{name}.table", "table", write, f"{len(rows)} rows", len(rows),
                            "rows", meaning=said)  # fmt: skip
                continue
            value = str(chart[one])
            yield Entry(f"charts.{name}.{one}", "text", write, printer(write), value, meaning=said)


def _parts(known: Known) -> Iterator[Entry]:
    """Give what the brief can have chapters by: each chapter has all names of the brief too."""
    printed = {"country": "place", "region": "place", "theme": "theme", "donor": "organisation"}
    for over, keys in known.chapters.items():
        if over == "edition":
            continue
        write = (
            f"{{% for {over} in parts.{over} %}}{{{{ {over}.key|{printed[over]} }}}}:"
            f" {{{{ {over}.activities.total }}}} … {{% endfor %}}"
        )
        meaning = (
            f"the chapters by {over}: every number, table and chart of this list for each, as"
            f" {over}.activities.total, {over}.tables.activities, {over}.charts.coverage"
        )
        here = "1 chapter" if len(keys) == 1 else f"{len(keys)} chapters"
        yield Entry(f"parts.{over}", "part", write, here, keys, "chapters", meaning=meaning)


MEANINGS = {
    "key": "the code that the brief is about, as the data has it",
    "description": "what the theme is, as its vocabulary says; '' of other briefs",
    "brief.kind": "the kind of brief, as in briefs.toml",
    "brief.key": "its key: an ISO code, an M49 code, a theme, an organisation's id, the period",
    "brief.title": "what it is about, in its language: the country's name, the theme's, …",
    "brief.region": "the region that the country lies in; '' of other briefs",
    "brief.kosovo": "whether it names Kosovo, which wants texts.kosovo",
    "edition.title": "the edition's title, as in briefs.toml or the project's catalogue",
    "edition.organisation": "who reports",
    "edition.start": "the first day of the period",
    "edition.end": "the last day of the period",
    "edition.period": "the years of the period",
    "edition.data_date": "how old the data is",
    "edition.data_date_iso": "the same, as 2024-12-31",
    "edition.sources": "where the data is from: the names of the sources",
    "edition.currency": "the currency of sums",
    "brand.colour": "the brand's colour",
    "brand.tint": "a very pale tint of it",
    "brand.soft": "a pale tint of it",
    "brand.contact": "the contact, as in briefs.toml; '' where it has none",
    "brand.logo": 'the logo: <img src="{{ brand.logo }}" alt="…">',
    "texts.designations": "that names and borders imply no opinion",
    "texts.boundaries": "the same of the boundaries on maps",
    "texts.kosovo": "the note on Kosovo",
    "texts.prevalence": "that what is reported is not what happened",
    "texts.about": "how activities are counted",
    "language.code": "the brief's language, as HTML has it",
    "language.direction": "how it is written: ltr or rtl",
}
"""What is not measured, and what it means."""


def _texts(context: Mapping[str, Any], printer: _Printer) -> Iterator[Entry]:
    for name, value in context.items():
        inside = {"": value} if isinstance(value, str) else {}
        if isinstance(value, Group) and name not in ("tables", "charts", "parts"):
            inside = {f".{one}": value[one] for one in value}
        for end, one in inside.items():
            if not isinstance(one, Figure):
                flat = f"{name}{end}"
                write = f"{{{{ {flat} }}}}"
                yield Entry(
                    flat, "text", write, printer(write), one, meaning=MEANINGS.get(flat, "")
                )


FILTERS = {
    "place": ('{{ "PAK"|place }}', "the name of a country or region, from its code"),
    "in_place": ('{{ "PAK"|in_place }}', "the same as it stands in a sentence"),
    "by_place": ('{% for row in tables.countries|by_place("country") %} … {% endfor %}',
                 "rows in the order of the printed names of their places"),
    "theme": ("{{ row.theme|theme }}", "the name of a theme, from its code"),
    "organisation": ("{{ row.donor|organisation }}", "the name of an organisation, from its id"),
    "scope": ('{{ "national"|scope }}', "the name of a scope"),
    "number": ("{{ row.value|number }}", "a number as the language writes it"),
    "words": ("{{ activities.total|words }}", "one to nine in words: for running text"),
    "money": ("{{ funding.budget|money }}", "a number of the facts with its currency"),
    "signed": ("{{ activities.total|signed }}", "a number with its sign, as a difference has"),
    "amount": ("{{ row.amount|amount(edition.currency) }}", "an amount of a table's row"),
    "percent": ("{{ row.achieved|percent }}", "12.5%, in a table"),
    "per_cent": ("{{ row.achieved|per_cent }}", "12.5 per cent, in running text"),
    "period": ("{{ activity|period }}", "what the two dates of a row say"),
    "years": ('{{ "2020-2024"|years }}', "the years of a period"),
    "date": ("{{ day|date }}", "a day, of a date"),
    "listing": ('{{ ["a", "b"]|listing }}', "a and b"),
    "series": ('{{ ["a", "b"]|series }}', "a; b"),
    "commas": ('{{ ["a", "b"]|commas }}', "a, b"),
    "lang": ("<h3{{ activity.title_language|lang }}>", "marks an element in another language"),
}  # fmt: skip
"""The filters that briefpress adds to Jinja's own: how each is written, and what it prints."""


def in_charts(known: Known) -> list[Entry]:
    """Return what the functions of a chart's file are handed: the slice, the words, the house."""
    found = [
        Entry("part.over", "text", "", meaning="what the brief is about: country, theme, …"),
        Entry("part.key", "text", "", known.facts.whole.key, known.facts.whole.key,
              meaning="its key: the code of the country, theme, …"),
    ]  # fmt: skip
    for one in fields(known.facts.edition):
        value = getattr(known.facts.edition, one.name)
        found.append(Entry(f"part.edition.{one.name}", "text", "", str(value), str(value)))
    for name, spec in SPECS.items():
        count = known.rows.get(name)
        here = "" if count is None else f"{count} row{'' if count == 1 else 's'}"
        listed = ", ".join(f"{one.name} ({one.type})" for one in spec.columns)
        meaning = f"the canonical table, of this brief's activities alone: {listed}, row"
        found.append(Entry(f"part.tables.{name}", "table", "", here, count, "rows", "", meaning))
    for name, table in TABLES.items():
        found.append(
            Entry(f"tables.{name}", "table", "", meaning=table.meaning, chart=table.in_chart)
        )
    found += [
        Entry(f"{of}.{name}", "function", "", meaning=said)
        for of, path, holder in _HANDED
        for name, said in _public(PACKAGE / path, holder)
    ]
    return found


_HANDED = (
    ("text", "language.py", "Text"),
    ("house", "drawing/house.py", "House"),
    ("marks", "drawing/marks.py", ""),
    ("alttext", "drawing/alttext.py", ""),
)


def _public(path: Path, holder: str) -> Iterator[tuple[str, str]]:
    """Give the public functions of a file, or of a class in it, and what each does."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    if holder:
        body = next(
            one.body for one in body if isinstance(one, ast.ClassDef) and one.name == holder
        )
    for one in body:
        if holder and isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            yield one.target.id, f"{ast.unparse(one.annotation)}"
        if isinstance(one, ast.FunctionDef) and not one.name.startswith("_"):
            yield one.name, _first(ast.get_docstring(one))
