"""A name as an id: what a source that gives only names is known by."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=20_000)
def slug(name: str) -> str:
    """Return a name as small letters and digits of any script, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return "-".join(re.findall(r"\w+", unicodedata.normalize("NFC", letters).replace("_", " ")))
