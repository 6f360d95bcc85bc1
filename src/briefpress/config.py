"""briefs.toml, read once into a frozen Project. The only place that knows the file's keys."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefpress.errors import Mistake, ProjectError, did_you_mean

FILE = "briefs.toml"
PACKAGE = Path(__file__).parent
DIMENSIONS = ("country", "region", "theme", "donor", "edition")
"""What a kind of brief can be built over; ``edition`` gives one brief of everything."""

_KIND_OVER = {"annual": "edition"}


@dataclass(frozen=True)
class Edition:
    """What is reported: a period, a data date, an organisation."""

    title: str
    organisation: str
    start: dt.date
    end: dt.date
    data_date: dt.date
    languages: tuple[str, ...]
    currency: str
    vocabulary: str

    @property
    def period(self) -> str:
        """Return the years reported, as a key: ``2020-2024``, or ``2024``."""
        years = dict.fromkeys((self.start.year, self.end.year))
        return "-".join(str(year) for year in years)


@dataclass(frozen=True)
class Source:
    """Where activity data is read from; a path is relative to the project."""

    path: str
    name: str = ""
    url: str = ""


@dataclass(frozen=True)
class Kind:
    """A template plus the dimension that it is built over, and how many pages it may have."""

    name: str
    template: str
    over: str
    least: int
    most: int


@dataclass(frozen=True)
class Brand:
    """The look and the words that belong to the organisation, not to the tool."""

    colour: str
    logo: str
    contact: str
    texts: tuple[tuple[str, str], ...]
    """Texts that replace the built-in ones: ``designations``, ``boundaries``, ``about``."""


@dataclass(frozen=True)
class Project:
    """A folder with briefs.toml in it, as read."""

    root: Path
    edition: Edition
    sources: tuple[Source, ...]
    kinds: tuple[Kind, ...]
    brand: Brand
    digest_text: str = field(repr=False)

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where templates and charts are looked for: the project first, then the starter."""
        return tuple(dict.fromkeys((self.root, starter())))


def starter() -> Path:
    """Return the folder of the project that ``new`` copies.

    The wheel carries it; in an editable install the checkout itself serves.
    """
    packed = PACKAGE / "starter"
    return packed if packed.is_dir() else PACKAGE.parents[1]


def find_languages() -> tuple[str, ...]:
    """Return the languages that have a catalogue; English needs none."""
    catalogues = sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/briefpress.po"))
    return tuple(dict.fromkeys(("en", *(path.parents[1].name for path in catalogues))))


def load(root: Path) -> Project:
    """Read ``root``/briefs.toml.

    Raises ProjectError with every mistake in the file: its line, its key, and
    the nearest right word.
    """
    path = root / FILE
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ProjectError(
            f"{root}: no {FILE} here. 'briefpress new {root}' makes a project that builds."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(f"{path}: cannot be read: {error}") from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise ProjectError(
            [Mistake(FILE, line=int(line[1]) if line else 0, found=f"is not TOML: {error}")]
        ) from None
    reader = _Reader(text)
    project = _project(reader, root, data, text)
    if reader.mistakes:
        raise ProjectError(reader.mistakes)
    return project


def _project(reader: _Reader, root: Path, data: dict[str, Any], text: str) -> Project:
    top = _Section(reader, data, "")
    project = Project(
        root=root,
        edition=_edition(top.section("edition")),
        sources=tuple(_source(section, root) for section in top.sections("source")),
        kinds=tuple(_kind(section) for section in top.sections("brief")),
        brand=_brand(top.section("brand", required=False), root),
        digest_text=text,
    )
    top.finish()
    names = [kind.name for kind in project.kinds]
    for name in sorted({name for name in names if names.count(name) > 1}):
        reader.wrong("brief", "kind", f"'{name}' stands twice; each kind needs a name of its own")
    return project


def _edition(section: _Section) -> Edition:
    period = section.section("period")
    start, end = period.take("start", dt.date), period.take("end", dt.date)
    period.finish()
    if start and end and start > end:
        period.wrong("end", f"{end} is before the start, {start}")
    languages = section.take("languages", list, ["en"])
    known = find_languages()
    for language in languages or ():
        if language not in known:
            section.wrong(
                "languages",
                f"there is no catalogue for '{language}'. There is: {', '.join(known)}",
            )
    edition = Edition(
        title=section.take("title", str),
        organisation=section.take("organisation", str),
        start=start,
        end=end,
        data_date=section.take("data_date", dt.date),
        languages=tuple(languages or ()),
        currency=section.take("currency", str, "USD"),
        vocabulary=section.take("vocabulary", str, ""),
    )
    section.finish()
    return edition


def _source(section: _Section, root: Path) -> Source:
    path = section.take("path", str)
    if path and not (root / path).exists():
        section.wrong("path", f"there is no '{path}' in {root.resolve()}")
    source = Source(path or "", section.take("name", str, ""), section.take("url", str, ""))
    section.finish()
    return source


def _kind(section: _Section) -> Kind:
    name = section.take("kind", str) or ""
    over = section.take("over", str, _KIND_OVER.get(name, name))
    if name and not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        section.wrong("kind", f"'{name}' is no name for a folder: use a-z, 0-9 and '-'")
    if over not in DIMENSIONS:
        section.wrong(
            "over" if "over" in section.data else "kind",
            f"'{over}' is nothing that a brief can be built over."
            f"{did_you_mean(over, DIMENSIONS)} It can be: {', '.join(DIMENSIONS)}",
        )
    pages = section.section("pages", required=False)
    least, most = pages.take("least", int, 1), pages.take("most", int, 400)
    pages.finish()
    if not 1 <= least <= most:
        pages.wrong("most", f"pages cannot be from {least} to {most}")
    kind = Kind(name, section.take("template", str, f"{name}.html"), over, least, most)
    section.finish()
    return kind


def _brand(section: _Section, root: Path) -> Brand:
    colour = section.take("colour", str, "#0072B2")
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        section.wrong("colour", f"'{colour}' is no colour. Write it as six digits: '#0072B2'")
    elif contrast_on_white(colour) < 4.5:  # WCAG 2.2, 1.4.3: text, which the accent also colours
        section.wrong(
            "colour",
            f"'{colour}' has a contrast of {contrast_on_white(colour):.1f}:1 on white; text"
            f" needs 4.5:1. The nearest that has it is '{darkened(colour)}'",
        )
    logo = section.take("logo", str, "templates/logo.svg")
    if not any((folder / logo).is_file() for folder in (root, starter())):
        section.wrong("logo", f"there is no file '{logo}' in {root.resolve()}")
    texts = section.section("texts", required=False)
    replaced = tuple(
        (key, texts.take(key, str))
        for key in ("designations", "boundaries", "about")
        if key in texts.data
    )
    texts.finish()
    brand = Brand(colour, logo, section.take("contact", str, ""), replaced)
    section.finish()
    return brand


def contrast_on_white(colour: str) -> float:
    """Return the contrast ratio of ``#rrggbb`` on white (WCAG 2.2, relative luminance)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def darkened(colour: str) -> str:
    """Return the colour, darkened just as far as 4.5:1 on white needs."""
    for step in range(100, -1, -1):
        channels = [round(int(colour[at : at + 2], 16) * step / 100) for at in (1, 3, 5)]
        darker = "#" + "".join(f"{channel:02x}" for channel in channels)
        if contrast_on_white(darker) >= 4.5:
            return darker
    return "#000000"


class _Reader:
    """Collects what is wrong, and finds the line that each key stands on."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.mistakes: list[Mistake] = []

    def wrong(self, section: str, key: str, found: str, nth: int = 0) -> None:
        line = self._line(section, key, nth)
        where = f"[{section}] {key}" if section else key
        self.mistakes.append(Mistake(FILE, line=line, found=f"{where}: {found}"))

    def _line(self, section: str, key: str, nth: int) -> int:
        heads = [
            number
            for number, line in enumerate(self.lines)
            if re.match(rf"\s*\[+\s*{re.escape(section)}\s*\]+", line)
        ]
        start = heads[min(nth, len(heads) - 1)] if heads else -1
        named = re.compile(rf"""(^|[{{,\s."'])["']?{re.escape(key)}["']?\s*=""")
        for number in range(start + 1, len(self.lines)):
            if heads and re.match(r"\s*\[", self.lines[number]):
                break
            if named.search(self.lines[number]) or (
                not heads and re.match(rf"\s*\[+\s*{re.escape(key)}\s*\]+", self.lines[number])
            ):
                return number + 1
        return start + 1


_TYPES = {str: "text", int: "a whole number", list: "a list", dt.date: "a date (2024-12-31)"}


class _Section:
    """One table of the file: values are taken from it by name, and what is left is unknown."""

    def __init__(
        self, reader: _Reader, data: dict[str, Any], name: str, nth: int = 0, inline: str = ""
    ) -> None:
        self.reader, self.data, self.name, self.nth, self.inline = reader, data, name, nth, inline
        self.known: list[str] = []

    def wrong(self, key: str, found: str) -> None:
        self.reader.wrong(self.name, key, found, self.nth)

    def take(self, key: str, kind: type, default: Any = None) -> Any:
        self.known.append(key)
        value = self.data.get(key, default)
        if value is None:
            self.wrong(self.inline or key, f"'{key}' is missing; it must be {_TYPES[kind]}")
        elif type(value) is not kind:
            self.wrong(key, f"must be {_TYPES[kind]}, not {value!r}")
            return default
        return value

    def section(self, key: str, *, required: bool = True) -> _Section:
        self.known.append(key)
        value = self.data.get(key)
        if value is None and required:
            self.wrong(key, f"'{key}' is missing")
        if value is not None and not isinstance(value, dict):
            self.wrong(key, "must be a table")
            value = None
        if self.name:
            nested = _Section(self.reader, value or {}, self.name, self.nth, inline=key)
            if f"[{self.name}.{key}]" in "".join(self.reader.lines):
                nested.name, nested.inline = f"{self.name}.{key}", ""
            return nested
        return _Section(self.reader, value or {}, key)

    def sections(self, key: str) -> list[_Section]:
        self.known.append(key)
        value = self.data.get(key)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.wrong(key, f"needs at least one [[{key}]]")
            return []
        return [_Section(self.reader, item, key, nth) for nth, item in enumerate(value)]

    def finish(self) -> None:
        for key in self.data:
            if key not in self.known:
                self.wrong(key, f"unknown key '{key}'.{did_you_mean(key, self.known)}")
