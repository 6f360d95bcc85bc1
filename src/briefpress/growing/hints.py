"""What only a person knows of a data file: its encoding, currency, dates and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from briefpress.errors import ProjectError


@dataclass(frozen=True)
class Hints:
    """What only a person knows of a file; "" is not said."""

    encoding: str = ""
    currency: str = ""
    date_format: str = ""
    decimal_mark: str = ""
    allowed_columns: tuple[str, ...] = ()
    """Headings that look as if each row were a person, and are not."""
    small_counts: str = ""
    """Of people who could be recognised: "hide" them (so does ""), or "print" all."""
    texts: str = ""
    """Beside such counts, with names in them: left "out" (so does ""), or their briefs "wait"."""


CHOICES = {"decimal_mark": (".", ","), "small_counts": ("hide", "print"), "texts": ("out", "wait")}
"""Hints of which there are two."""


def told(hints: Hints, said: Mapping[str, str | None]) -> Hints:
    """Return hints with what a person said more. Raises ProjectError for what is none."""
    more: dict[str, Any] = {name: _checked(name, one) for name, one in said.items() if one}
    return replace(hints, **more)


def _checked(name: str, said: str) -> str:
    """Return a hint as briefs.toml has it."""
    import codecs

    from babel.core import get_global

    from briefpress.errors import did_you_mean
    from briefpress.sourceconfig import is_date_format

    if name == "currency":
        known = get_global("all_currencies")
        if said.upper() not in known:
            near = did_you_mean(said.upper(), known)
            raise ProjectError(f"currency: '{said}' is no currency of ISO 4217.{near}")
        return said.upper()
    if name == "date_format" and not is_date_format(said):
        found = f"date-format: '{said}' is none. Write it with YYYY, MM and DD, as 'DD/MM/YYYY'"
        raise ProjectError(found)
    if name in CHOICES and said not in CHOICES[name]:
        one, other = CHOICES[name]
        raise ProjectError(f"{name.replace('_', '-')}: '{said}' is neither '{one}' nor '{other}'")
    if name == "encoding":
        try:
            codecs.lookup(said)
        except LookupError:
            found = f"encoding: '{said}' is none. Often it is 'cp1252' or 'utf-8'"
            raise ProjectError(found) from None
    return said
