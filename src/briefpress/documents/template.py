"""Facts to HTML through Jinja: a sandbox with plain values in it, and errors that name the line."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, Undefined, pass_context
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from briefpress.colour import tint
from briefpress.config import Brand
from briefpress.documents import cells, untranslated
from briefpress.documents.bidi import directed, unvowelled
from briefpress.documents.facts import Facts, Part
from briefpress.documents.spaces import closed_up
from briefpress.documents.texts import texts
from briefpress.errors import BriefError, did_you_mean
from briefpress.language import Text
from briefpress.model.number import Number, Suppressed
from briefpress.usage import direction

if TYPE_CHECKING:
    from briefpress.drawing.chart import Chart


class Group:
    """Names below a name: ``activities`` in ``activities.total``. Knows its neighbours."""

    def __init__(self, path: str, members: Mapping[str, Any]) -> None:
        self._path, self._members = path, dict(members)

    def __getitem__(self, name: str) -> Any:
        return self._members[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)


class Figure:
    """A number of the facts as a template has it: prints itself, and carries its name."""

    def __init__(self, name: str, number: Number, text: Text) -> None:
        self._name, self._number, self._text = name, number, text
        self.value, self.status = number.value, number.status

    def __html__(self) -> Markup:
        number = self._number
        if number.value is None:
            return self._tagged(self._text.status(number.status))
        return self._tagged(self._text.number(number.value, number.precision))

    def __str__(self) -> str:
        return str(self.__html__())

    def in_words(self, noun: str) -> Markup:
        """Print one to nine in words: for running text."""
        value = self._number.value
        if not isinstance(value, int):
            return self.__html__()
        return self._tagged(self._text.words(value, noun))

    def as_money(self) -> Markup:
        """Print an amount with its currency, without its cents."""
        value = self._number.value
        if value is None:
            return self.__html__()
        return self._tagged(self._text.money(Decimal(value), self._number.unit))

    def signed(self) -> Markup:
        """Print a difference with its sign, an amount with its currency."""
        value, number, text = self._number.value, self._number, self._text
        if value is None:
            return self.__html__()
        currency = number.unit if isinstance(value, Decimal) else ""
        return self._tagged(text.difference(value, currency, number.precision))

    def _tagged(self, printed: str) -> Markup:
        value = "" if self._number.value is None else self._number.value
        return cells.tagged(value, self._name, printed)


class Missing(StrictUndefined):
    """A name that the facts do not have, with the nearest one that they do."""

    first_names: ClassVar[tuple[str, ...]] = ()
    """What a template of this brief can begin a name with."""

    @property
    def _undefined_message(self) -> str:
        name, known, path = str(self._undefined_name), list(self.first_names), ""
        if isinstance(self._undefined_obj, Group):
            known, path = list(self._undefined_obj), self._undefined_obj._path
        elif isinstance(self._undefined_obj, Mapping):
            known = [str(key) for key in self._undefined_obj]
        prefix = f"{path}." if path else ""
        hint = did_you_mean(prefix + name, [prefix + other for other in known])
        return f"'{prefix}{name}' is not among this brief's facts.{hint}"


class _Compiled(BytecodeCache):
    """Keeps compiled templates while a process lives: by their text, as Jinja checks it."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in what was compiled, unless the template's text has changed since."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


@cache
def _compiled() -> _Compiled:
    return _Compiled()


def environment(folders: Sequence[Path], text: Text) -> ImmutableSandboxedEnvironment:
    """Return the Jinja environment of one language; the first folder's templates win.

    ``{% trans %}`` and ``_()`` are the language's; filters print codes and
    numbers: ``place``, ``in_place``, ``theme``, ``organisation``, ``scope``, ``words``,
    ``number``, ``percent``, ``per_cent`` (in text), ``money``, ``amount`` (of a table's row),
    ``signed`` (of a difference), ``period``, ``years``, ``date``, ``listing``, ``series``,
    ``commas``; ``lang`` (of an element) marks a text in another language.
    """
    env = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([folder / "templates" for folder in folders]),
        autoescape=True,
        undefined=Missing,
        finalize=pass_context(lambda _, value: _printed(value, text)),
        extensions=["jinja2.ext.i18n"],
        optimized=False,
        bytecode_cache=_compiled(),
    )
    # What is compiled serves all languages: a constant, as in `{{ 'KEN'|place }}`, must not be
    # worked out then. (Not optimised, and whatever is printed asks for its context.)
    # A brief is the same each time it is built.
    del env.globals["lipsum"], env.filters["random"]
    env.policies["ext.i18n.trimmed"] = True  # as babel.toml extracts them
    words = untranslated.Marked(text)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        words.gettext, words.ngettext, newstyle=True, pgettext=words.pgettext
    )
    env.filters |= {
        "place": text.place,
        "in_place": text.within,
        "theme": words.theme,
        "organisation": text.organisation,
        "scope": text.scope,
        "date": text.date,
        "years": text.years,
        "listing": text.listing,
        "series": text.series,
        "commas": text.commas,
        "percent": cells.tagging(text.percent),
        "per_cent": cells.tagging(text.per_cent),
        "by_place": lambda rows, key: sorted(
            rows, key=lambda row: text.order(text.place(row[key]))
        ),
        "period": lambda row: text.period(row["start"], row["end"]),
        "number": cells.tagging(text.number),
        "words": lambda value, noun="activity": _words(value, noun, text),
        "lang": _lang,
        "money": _money,
        "signed": _signed,
        "amount": cells.tagging(text.money),
    }
    return env


def render(
    facts: Facts,
    template: str,
    folders: Sequence[Path],
    brand: Brand,
    text: Text,
    *,
    name_cells: bool = False,
) -> str:
    """Return the brief as HTML; with ``name_cells``, numbers of tables carry their names too.

    Raises BriefError with the template's line: for a name that is not among
    the facts, and for whatever else a template can do wrong.
    """
    env = environment(folders, text)
    key = facts.brief.split("/")[1]
    titled = replace(facts, title=untranslated.Marked(text).title(facts.title, key))
    names = context(titled, brand, text, cells.named if name_cells else cells.as_they_are)
    env.undefined = type("Missing", (Missing,), {"first_names": tuple(names)})
    try:
        html = untranslated.marked(directed(env.get_template(template).render(names)))
    except BriefError as error:
        raise BriefError(error.found, where=error.where or _where(error, folders)) from error
    except Exception as error:  # a template may raise whatever its filters and tests raise
        raise BriefError(_found(error), where=_where(error, folders)) from error
    _heard(html, template, folders)
    if text.language == "zh":
        return closed_up(html)
    return unvowelled(html) if text.language == "ar" else html


_IMAGE = re.compile(r"<img\b(?:\{\{.*?\}\}|\{%.*?%\}|[^>])*>", re.IGNORECASE | re.DOTALL)
_ALT = re.compile(r"""\salt\s*=\s*(?:"\s*[^"\s]|'\s*[^'\s]|[^\s"'>])""", re.IGNORECASE)

_SOURCE = re.compile(r"""\ssrc\s*=\s*["']?([^"'\s>]*)""", re.IGNORECASE)


def _heard(html: str, template: str, folders: Sequence[Path]) -> None:
    """Raise BriefError for a picture without alternative text (WCAG 2.2, 1.1.1; PDF/UA-1, 7.3)."""
    silent = [tag for tag in _IMAGE.findall(html) if not _ALT.search(tag)]
    if not silent:
        return
    source = _SOURCE.search(silent[0])
    raise BriefError(
        f"the picture '{source[1] if source else silent[0]}' has no alt text. Say in alt=\"…\" what"
        " it shows; a picture that only decorates belongs into the style sheet, as a background",
        where=_silent_line(folders) or f"templates/{template}",
    )


def _silent_line(folders: Sequence[Path]) -> str:
    """Name the first line of the templates with a picture that is written without alt text."""
    for folder in folders:
        for path in sorted((folder / "templates").rglob("*.html")):
            source = path.read_text(encoding="utf-8")
            for tag in _IMAGE.finditer(source):
                if path.name != "index.html" and not _ALT.search(tag[0]):
                    line = source.count("\n", 0, tag.start()) + 1
                    return f"templates/{path.relative_to(folder / 'templates')}, line {line}"
    return ""


def context(
    facts: Facts, brand: Brand, text: Text, tables: cells.Prepare = cells.as_they_are
) -> dict[str, Any]:
    """Return the names that a template has: facts, edition, brand; no table of pandas.

    ``tables`` prepares the rows of each table.
    """
    kind, key, _ = facts.brief.split("/")
    edition = facts.edition
    return {
        **_part(facts.whole, "", text, tables),
        "parts": Group(
            "parts",
            {
                over: [Group("", _part(part, f"{over}.{part.key}", text, tables)) for part in parts]
                for over, parts in facts.parts.items()
            },
        ),
        "brief": Group(
            "brief",
            {
                "kind": kind,
                "key": key,
                "title": facts.title,
                "region": facts.region,
                "kosovo": "XKX" in facts.names["places"],
            },
        ),
        "edition": Group(
            "edition",
            {
                "title": text.of_data("edition title", edition.title),
                "organisation": text.of_data("organisation name", edition.organisation),
                "start": text.date(edition.start),
                "end": text.date(edition.end),
                "period": text.years(edition.period),
                "data_date": text.date(edition.data_date),
                "data_date_iso": edition.data_date.isoformat(),
                "sources": text.listing(
                    [text.of_data("source name", source) for source in facts.sources]
                ),
                "currency": edition.currency,
            },
        ),
        **_previous(facts, text),
        "brand": Group(
            "brand",
            {
                "colour": brand.colour,
                "tint": tint(brand.colour, 0.07),
                "soft": tint(brand.colour, 0.2),
                "contact": brand.contact,
                "logo": "brand:logo",
            },
        ),
        "texts": Group("texts", texts(text, edition, dict(brand.texts))),
        "language": Group("language", {"code": text.language, "direction": text.direction}),
    }


def _previous(facts: Facts, text: Text) -> dict[str, Any]:
    """Return ``previous`` with the period and data date of the edition before, if there is one."""
    before = facts.previous
    if before is None:
        return {}
    dates = {"period": text.years(before.period), "data_date": text.date(before.data_date)}
    return {"previous": Group("previous", dates)}


def _part(part: Part, path: str, text: Text, tables: cells.Prepare) -> dict[str, Any]:
    """Nest the flat names of a part: ``activities.total`` is ``total`` in ``activities``."""
    prefix = f"{path}." if path else ""
    groups: dict[str, dict[str, Figure]] = {}
    for number in part.numbers:
        first, rest = number.name.split(".", 1)
        groups.setdefault(first, {})[rest] = Figure(prefix + number.name, number, text)
    charts = {
        name: chart and _chart(chart, prefix + name, tables) for name, chart in part.charts.items()
    }
    return {
        **{name: Group(prefix + name, members) for name, members in groups.items()},
        "tables": Group(
            f"{prefix}tables",
            {name: tables(f"tables.{prefix}{name}", rows) for name, rows in part.tables.items()},
        ),
        "charts": Group(f"{prefix}charts", charts),
        "key": part.key,
        "description": text.of_data("theme description", part.description),
    }


def _chart(chart: Chart, flat_name: str, tables: cells.Prepare) -> Group:
    return Group(
        f"charts.{chart.name}",
        {
            "name": flat_name,
            "url": f"chart:{flat_name}",
            "width": f"{chart.width:g}mm",
            "height": f"{chart.height:g}mm",
            "heading": chart.heading,
            "measure": chart.measure,
            "alt": chart.alt,
            "table": tables(f"charts.{flat_name}", chart.table),
        },
    )


def _printed(value: Any, text: Text) -> Any:
    if isinstance(value, int | Decimal | Suppressed) and not isinstance(value, bool):
        return cells.tagging(text.number)(value)
    if isinstance(value, list | tuple | dict):
        raise BriefError("this is one of the tables of the facts: go through its rows with 'for'")
    if isinstance(value, Group):
        raise BriefError(f"'{value._path}' is a group of facts; name one of: {', '.join(value)}")
    return "" if value is None else value


def _words(value: Any, noun: str, text: Text) -> Any:
    if isinstance(value, Undefined):
        return value
    if isinstance(value, Figure):
        return value.in_words(noun)
    return text.words(value, noun)


def _lang(code: str) -> Markup:
    """Mark an element as in another language, so that a screen reader changes its voice."""
    if not code:
        return Markup("")
    return Markup(' lang="{}" dir="{}"').format(code, direction(code))


def _money(value: Any) -> Any:
    if isinstance(value, Undefined):
        return value
    if not isinstance(value, Figure):
        raise TypeError("the filter 'money' takes a number of the facts, with its currency")
    return value.as_money()


def _signed(value: Any) -> Any:
    if isinstance(value, Undefined):
        return value
    if not isinstance(value, Figure):
        raise TypeError("the filter 'signed' takes a number of the facts")
    return value.signed()


def _found(error: Exception) -> str:
    if isinstance(error, TemplateError):
        return str(error.message or error)
    return f"{type(error).__name__}: {error}"


def _where(error: Exception, folders: Sequence[Path]) -> str:
    """Name the innermost template line that the error came through, as the author knows it."""
    roots = [str(folder / "templates") for folder in folders]
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        for root in roots:
            if frame.filename.startswith(root):
                return f"templates{frame.filename[len(root) :]}, line {frame.lineno}"
    line = getattr(error, "lineno", None)
    name = re.sub(r"^.*templates/", "", str(getattr(error, "name", "") or ""))
    return f"templates/{name}" + (f", line {line}" if line else "") if name else ""
