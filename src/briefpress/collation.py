"""The order of names in a language: ICU's collation, with what the UN's lists do otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

_ARTICLE = re.compile(r"^ال")
"""The Arabic article, which the UN's Arabic lists of countries do not sort by."""


def key(language: str, name: str) -> bytes:
    """Return what a name is sorted by in a language."""
    by = _collator(language)
    return by(_ARTICLE.sub("", name)) + by(name) if language == "ar" else by(name)


@cache
def _collator(language: str) -> Callable[[str], bytes]:
    import icu  # 45 MB that a build with nothing to do need not load

    found: Callable[[str], bytes] = icu.Collator.createInstance(icu.Locale(language)).getSortKey
    return found
