"""The briefs.toml of a new project: only what is needed, with a few words about each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from briefpress.disclosureconfig import Disclosure

OF_KIND = {
    "country": "one for each country in the data",
    "region": "one for each region of the world in the data",
    "theme": "one for each theme that an activity has",
    "donor": "one for each organisation that is named as funding",
    "annual": "one for the whole edition",
}
"""The kinds of brief that come with briefpress, and what there is one for."""

_DAY = dt.date(2000, 1, 1)


@dataclass(frozen=True)
class Settings:
    """What stands in a new briefs.toml.

    ``sources`` is TOML; ``kinds`` are names with what they are built over, "" where
    the name says it; ``fitted`` those whose briefs are short enough to be fitted to pages.
    """

    title: str
    organisation: str
    start: dt.date = _DAY
    end: dt.date = _DAY
    data_date: dt.date = _DAY
    languages: Sequence[str] = ("en",)
    currency: str = "USD"
    converted: bool = False
    vocabulary: str = ""
    hierarchy: int = 0
    sources: str = ""
    kinds: Sequence[tuple[str, str]] = ()
    fitted: Sequence[str] = ()
    colour: str = "#0072B2"
    logo: str = ""
    seconds: int = 0
    """What the making of one brief may take; 0 is as usual."""
    disclosure: Disclosure = field(default_factory=Disclosure)
    notes: dict[str, str] = field(default_factory=dict)
    """Comments of your own beside keys of ``[edition]``."""


def text(settings: Settings) -> str:
    """Return briefs.toml."""
    import tomlkit

    head = "# What briefpress builds here. All keys: docs/configuration.md.\n\n" + _edition(
        settings
    )
    kinds = "\n".join(brief(name, over, name in settings.fitted) for name, over in settings.kinds)
    brand = tomlkit.document()
    table = tomlkit.table()
    table["colour"] = settings.colour
    if settings.logo:
        table["logo"] = settings.logo
    brand["brand"] = table
    parts = [head, settings.sources.strip(), kinds.strip(), disclosure(settings.disclosure)]
    if settings.seconds:
        limit = _beside(
            f"time_limit = {settings.seconds}",
            "of one brief, in seconds: one of many activities is long",
        )
        parts.append(f"[build]\n{limit}")
    parts.append(tomlkit.dumps(brand).strip())
    return "\n\n".join(part for part in parts if part) + "\n"


_SAID = {
    "sensitive": "fewer than {threshold} people are not printed, nor what would give them back;\n"
    "# 'allowed' instead of 'sensitive' prints all of an indicator",
    "allowed": "looks as if people could be recognised, and all of it is printed",
    "allowed_columns": "looks as if rows were people, and they are not",
}


def disclosure(declared: Disclosure) -> str:
    """Return ``[disclosure]`` as TOML, "" where nothing is declared."""
    import tomlkit

    lines = []
    for key, said in _SAID.items():
        listed = getattr(declared, key)
        if listed:
            names = tomlkit.array()
            names.extend(listed)
            lines.append(f"# {said.format(threshold=declared.threshold)}")
            lines.append(f"{key} = {names.multiline(len(listed) > _ONE_LINE).as_string()}")
    head = "[disclosure]  # counts of people who could be recognised: docs/disclosure.md"
    return "\n".join([head, *lines]) if lines else ""


_ONE_LINE = 2
"""Indicators that have room beside each other."""


def brief(name: str, over: str = "", fitted: bool = False) -> str:
    """Return the ``[[brief]]`` of a kind, as TOML."""
    over = over if over != name else ""
    said = OF_KIND.get(name if not over else "", "") or f"one for each {over}"
    if over == "edition":
        said = OF_KIND["annual"]
    lines = ["[[brief]]", _beside(f'kind = "{name}"', said)]
    if over:
        lines.append(f'over = "{over}"')
    if fitted:
        lines.append(_beside("pages = { least = 1, most = 4 }", "a longer one ends in status 3"))
    return "\n".join(lines) + "\n"


def _edition(settings: Settings) -> str:
    import tomlkit

    period = f"{{ start = {settings.start}, end = {settings.end} }}"
    values = {
        "title": tomlkit.item(settings.title).as_string(),
        "organisation": tomlkit.item(settings.organisation).as_string(),
        "period": period,
        "data_date": settings.data_date.isoformat(),
        "languages": tomlkit.item(list(settings.languages)).as_string(),
        "currency": tomlkit.item(settings.currency).as_string(),
        "rates": '"ecb"' if settings.converted else "",
        "vocabulary": tomlkit.item(settings.vocabulary).as_string() if settings.vocabulary else "",
        "hierarchy": str(settings.hierarchy or ""),
    }
    lines = [
        _beside(f"{key} = {value}", settings.notes.get(key, ""))
        for key, value in values.items()
        if value
    ]
    return "\n".join(["[edition]", *lines])


def _beside(line: str, note: str) -> str:
    return f"{line:<{_NOTE}} # {note}" if note else line


_NOTE = 34
"""Signs before a note, so that most stand below each other."""
