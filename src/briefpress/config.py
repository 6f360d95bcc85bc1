"""briefs.toml, read once into a frozen Project. The only place that knows the file's keys."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from babel import localedata
from babel.core import get_global

from briefpress import catalogues
from briefpress.checkconfig import Checks, checks
from briefpress.colour import contrast, darkened
from briefpress.disclosureconfig import Disclosure, disclosure
from briefpress.errors import Mistake, ProjectError, did_you_mean
from briefpress.limits import Limits, limits
from briefpress.sourceconfig import ColumnUse as ColumnUse
from briefpress.sourceconfig import Source as Source
from briefpress.sourceconfig import source
from briefpress.tomlreader import Reader, Section

FILE = "briefs.toml"
PACKAGE = Path(__file__).parent
DIMENSIONS = ("country", "region", "theme", "donor", "edition")
"""What a kind of brief can be built over; ``edition`` gives one brief of everything."""

REPLACEABLE = ("designations", "boundaries", "about")
"""The standing texts that a project can replace by its own."""

CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: of text on its ground; the accent also colours text."""

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
    rates: str = ""
    """A table of exchange rates, relative to the project, or ``ecb`` for the ECB's history."""
    more_vocabularies: tuple[str, ...] = ()
    """Further vocabularies whose themes have briefs and chapters of their own."""
    hierarchy: int = 0
    """The level (IATI iati-activity/@hierarchy) that is reported; 0: the deepest there is."""
    attachments: bool = True
    """Whether a brief's PDF has its facts and data in it."""
    previous: str = ""
    """The folder of the edition before, relative to the project: what has changed since."""

    @property
    def period(self) -> str:
        """Return the years reported, as a key: ``2020-2024``, or ``2024``."""
        years = dict.fromkeys((self.start.year, self.end.year))
        return "-".join(str(year) for year in years)


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
    limits: Limits = field(default_factory=Limits)
    disclosure: Disclosure = field(default_factory=Disclosure)
    checks: Checks = field(default_factory=Checks)

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
    except UnicodeDecodeError:
        raise ProjectError([Mistake(FILE, found="is not UTF-8. Save it as UTF-8")]) from None
    except OSError as error:
        raise ProjectError([Mistake(FILE, found=f"cannot be read: {error.strerror}")]) from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        line = int(at[1]) if at else len(text.splitlines())
        raise ProjectError([Mistake(FILE, line=line, found=f"is not TOML: {error}")]) from None
    reader = Reader(FILE, text)
    project = _project(reader, root, data, text)
    if reader.mistakes:
        raise ProjectError(reader.mistakes)
    return project


def _project(reader: Reader, root: Path, data: dict[str, Any], text: str) -> Project:
    top = Section(reader, data, "")
    project = Project(
        root=root,
        edition=_edition(top.section("edition"), root),
        sources=tuple(source(section, root) for section in top.sections("source")),
        kinds=tuple(_kind(section) for section in top.sections("brief")),
        brand=_brand(top.section("brand", required=False), root),
        digest_text=text,
        limits=limits(top.section("build", required=False)),
        disclosure=disclosure(top.section("disclosure", required=False), root),
        checks=checks(top.section("checks", required=False)),
    )
    top.finish()
    names = [kind.name for kind in project.kinds]
    for nth, name in enumerate(names):
        if name in names[:nth]:
            found = f"'{name}' stands twice; each kind needs a name of its own"
            reader.wrong("brief", "kind", found, nth)
    return project


def _edition(section: Section, root: Path) -> Edition:
    period = section.section("period")
    start, end = period.take("start", dt.date), period.take("end", dt.date)
    period.finish()
    if start and end and start > end:
        period.wrong("end", f"{end} is before the start, {start}")
    languages = _languages(section, root)
    vocabularies = _vocabularies(section)
    edition = Edition(
        title=section.take("title", str),
        organisation=section.take("organisation", str),
        start=start,
        end=end,
        data_date=section.take("data_date", dt.date),
        languages=languages,
        currency=_currency(section),
        vocabulary=vocabularies[0],
        more_vocabularies=vocabularies[1:],
        rates=_rates(section, root),
        hierarchy=section.take("hierarchy", int, 0),
        attachments=section.take("attachments", bool, True),
        previous=_previous(section, root),
    )
    section.finish()
    return edition


def _languages(section: Section, root: Path) -> tuple[str, ...]:
    """Read the languages, and look through the project's own catalogues of them."""
    listed = section.take("languages", list, ["en"]) or []
    known = catalogues.languages(root)
    there = f"There is: {', '.join(known)}"
    if not listed:
        section.wrong("languages", f"names no language. {there}")
    for language in dict.fromkeys(map(str, listed)):
        if language not in known:
            hint = did_you_mean(language, known) or did_you_mean(language[:2].lower(), known)
            section.wrong(
                "languages",
                f"there is no catalogue for '{language}'.{hint} {there}. To add one, put its"
                f" messages into {catalogues.OWN}/{language}.po: docs/languages.md says how",
            )
        elif not localedata.exists(language.replace("-", "_")):
            found = f"'{language}' is no language that CLDR knows, so its numbers and dates are not"
            section.wrong("languages", f"{found}. Write the code that HTML has for it: 'pt', 'fa'")
        elif own := catalogues.own(language, root):
            from briefpress import wordcheck  # a project without its own words need not wait for it

            for path in own:
                file = path.relative_to(root).as_posix()
                section.reader.mistakes += wordcheck.mistakes(path, language, file)
    return tuple(listed)


def _vocabularies(section: Section) -> tuple[str, ...]:
    """Read one vocabulary, or a list of which the first is the one that charts use."""
    given = section.data.get("vocabulary")
    if not isinstance(given, list):
        return (str(section.take("vocabulary", str, "")),)
    listed = tuple(section.take("vocabulary", list))
    if not listed or not all(isinstance(one, str) for one in listed):
        section.wrong("vocabulary", "must be the names of vocabularies")
        return ("",)
    return listed


def _currency(section: Section) -> str:
    currency = str(section.take("currency", str, "USD"))
    known = get_global("all_currencies")
    if currency not in known:
        hint = did_you_mean(currency.upper(), known)
        section.wrong("currency", f"'{currency}' is no currency of ISO 4217.{hint}")
    return currency


def _rates(section: Section, root: Path) -> str:
    rates = str(section.take("rates", str, ""))
    if rates not in ("", "ecb") and not (root / rates).is_file():
        section.wrong("rates", f"there is no file '{rates}' in {root.resolve()}; or write 'ecb'")
    return rates


def _previous(section: Section, root: Path) -> str:
    """Read where the edition before is; what is in it, the press reads (press/previous.py)."""
    previous = str(section.take("previous", str, ""))
    if previous and not (root / previous).is_dir():
        found = f"there is no folder '{previous}' in {root.resolve()}"
        section.wrong("previous", f"{found}. Keep there the build/ of an edition that was released")
    elif previous and not (root / previous / "manifest.json").is_file():
        found = f"there is no edition in '{previous}': it has no manifest.json"
        section.wrong("previous", f"{found}. Keep the whole folder that a build has filled")
    return previous


def _kind(section: Section) -> Kind:
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


def _brand(section: Section, root: Path) -> Brand:
    colour = section.take("colour", str, "#0072B2")
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        section.wrong("colour", f"'{colour}' is no colour. Write it as six digits: '#0072B2'")
    elif contrast(colour, "#ffffff") < CONTRAST:
        section.wrong(
            "colour",
            f"'{colour}' has a contrast of {contrast(colour, '#ffffff'):.1f}:1 on white; text"
            f" needs {CONTRAST}:1. The nearest that has it is '{darkened(colour, CONTRAST)}'",
        )
    logo = section.take("logo", str, "templates/logo.svg")
    if not any((folder / logo).is_file() for folder in (root, starter())):
        section.wrong("logo", f"there is no file '{logo}' in {root.resolve()}")
    texts = section.section("texts", required=False)
    replaced = [(key, texts.take(key, str, "")) for key in REPLACEABLE]
    texts.finish()
    contact = section.take("contact", str, "")
    brand = Brand(colour, logo, contact, tuple(pair for pair in replaced if pair[1]))
    section.finish()
    return brand
