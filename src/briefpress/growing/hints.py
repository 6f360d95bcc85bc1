"""What only a person knows of a data file: its encoding, currency, dates and numbers."""

from __future__ import annotations

from dataclasses import dataclass

from briefpress.errors import ProjectError


@dataclass(frozen=True)
class Hints:
    """What only a person knows of a file; "" is not said."""

    encoding: str = ""
    currency: str = ""
    date_format: str = ""
    decimal_mark: str = ""


def checked(name: str, said: str) -> str:
    """Return a hint as briefs.toml has it. Raises ProjectError for one that is none."""
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
    if name == "decimal_mark" and said not in (".", ","):
        raise ProjectError(f"decimal-mark: '{said}' is neither '.' nor ','")
    if name == "encoding":
        try:
            codecs.lookup(said)
        except LookupError:
            found = f"encoding: '{said}' is none. Often it is 'cp1252' or 'utf-8'"
            raise ProjectError(found) from None
    return said
