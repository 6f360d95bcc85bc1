"""The six answers that a new project is made of; each is checked as it is given.

A check raises ProjectError with what is wrong and what would be right: at a
terminal the question is asked again with that, an option ends with status 2.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from briefpress import catalogues
from briefpress.colour import contrast, darkened
from briefpress.config import CONTRAST, over_of
from briefpress.errors import ProjectError, did_you_mean
from briefpress.growing.looked import Looked
from briefpress.growing.settings import OF_KIND

COLOUR = "#0072B2"
ORGANISATION = "Our organisation"
_MOST = 100
"""Signs of an organisation's name: it stands in the running title of each page."""


@dataclass(frozen=True)
class Answers:
    """What a person said; "" and None are for what they left to us."""

    organisation: str = ""
    colour: str = ""
    logo: Path | None = None
    data: Looked | None = None
    languages: tuple[str, ...] = ("en",)
    kinds: tuple[str, ...] = ()


def organisation(said: str) -> str:
    """Return an organisation's name in one line."""
    name = " ".join(said.split())
    if len(name) > _MOST:
        raise ProjectError(
            f"organisation: has {len(name)} signs, and {_MOST} have room in a page's running title."
            " Give its short name"
        )
    return name


def colour(said: str) -> str:
    """Return a brand's colour as ``#rrggbb``. Colour names are those of CSS."""
    from PIL import ImageColor

    plain = said.strip()
    plain = f"#{plain}" if re.fullmatch(r"[0-9a-fA-F]{6}", plain) else plain
    try:
        channels = ImageColor.getrgb(plain)[:3]
    except ValueError:
        known = [name for name in ImageColor.colormap if name.isalpha()]
        hint = did_you_mean(plain, known) if plain.isalpha() else ""
        found = f"colour: '{said}' is no colour.{hint} Write six digits, '#0072B2', or its name"
        raise ProjectError(found) from None
    colour = "#" + "".join(f"{channel:02x}" for channel in channels)
    if contrast(colour, "#ffffff") < CONTRAST:
        raise ProjectError(
            f"colour: '{said}' has a contrast of {contrast(colour, '#ffffff'):.1f}:1 on white, and"
            f" text in it needs {CONTRAST}:1. The nearest that has it is"
            f" '{darkened(colour, CONTRAST)}'"
        )
    return colour


def logo(said: str | Path) -> Path:
    """Return the path of a logo, which is an SVG or PNG that can be read."""
    path = Path(said).expanduser()
    if not path.is_file():
        raise ProjectError(f"logo: there is no file '{path}'")
    if path.suffix.lower() == ".svg":
        from lxml import etree

        try:
            parser = etree.XMLParser(no_network=True, resolve_entities=False)
            root = etree.parse(str(path), parser).getroot()
        except (etree.XMLSyntaxError, OSError) as error:
            raise ProjectError(f"logo: {path} is no SVG: {error}") from None
        if etree.QName(root).localname != "svg":
            raise ProjectError(f"logo: {path} is no SVG: it begins with <{root.tag}>")
        return path
    if path.suffix.lower() != ".png":
        raise ProjectError(f"logo: {path} is neither SVG nor PNG. Save it as one of them")
    from PIL import Image

    try:
        with Image.open(path, formats=["PNG"]) as picture:
            picture.verify()
    except (OSError, SyntaxError) as error:
        raise ProjectError(f"logo: {path} is no PNG: {error}") from None
    return path


def languages(said: Sequence[str]) -> tuple[str, ...]:
    """Return codes of languages that briefpress has words in."""
    known = catalogues.languages()
    codes = tuple(dict.fromkeys(one.strip().lower().replace("_", "-") for one in said))
    for code in codes:
        if code not in known:
            there = f"There is: {', '.join(known)}"
            raise ProjectError(
                f"language: there is no catalogue for '{code}'.{_hint(code)} {there}"
            )
    if not codes:
        raise ProjectError(f"language: names none. There is: {', '.join(known)}")
    return codes


def _hint(said: str) -> str:
    """Return what a language's name or an unknown code may mean: "french" is 'fr'."""
    from babel import Locale, localedata

    known = catalogues.languages()
    for names in (Locale("en"), Locale("fr"), Locale("es")):
        for code, name in names.languages.items():
            if name.lower() == said and localedata.exists(code):
                return f" Did you mean '{code}'?"
    if localedata.exists(said.replace("-", "_")):
        return f" Once the project is there, 'briefpress add language {said}' begins it."
    return did_you_mean(said, known)


def kinds(said: Sequence[str], data: Looked | None) -> tuple[str, ...]:
    """Return kinds of brief that come with briefpress, of which the data gives at least one."""
    names = tuple(dict.fromkeys(one.strip().lower() for one in said))
    if not names:
        raise ProjectError(f"kind: names none. There is: {', '.join(OF_KIND)}")
    for name in names:
        if name not in OF_KIND:
            raise ProjectError(
                f"kind: '{name}' does not come with briefpress.{did_you_mean(name, OF_KIND)} There"
                f" is: {', '.join(OF_KIND)}. 'briefpress add kind' makes one of your own later"
            )
        if data and not data.keys[over_of(name)]:
            raise ProjectError(
                f"kind: no {over_of(name)} could be read from {data.file.name}, so there is nothing"
                f" for '{name}'. There is: {', '.join(possible(data))}"
            )
    return names


def possible(data: Looked | None) -> tuple[str, ...]:
    """Return the kinds of which the data gives a brief."""
    return tuple(name for name in OF_KIND if not data or data.keys[over_of(name)])


def usual(data: Looked | None) -> tuple[str, ...]:
    """Return the kinds that a project has if nobody says otherwise: those of the example."""
    return tuple(name for name in possible(data) if name != "region")
