"""The HTML parser, with its cache put right: it compiles its patterns anew for each piece of text.

tinyhtml5 2.1 stores a pattern under itself and not under the characters that it seeks them by, so
nothing is ever found in its cache. Filled in here, that is a quarter of the time of parsing.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from tinyhtml5 import inputstream  # type: ignore[import-untyped]

Sought = tuple[Collection[str], bool]


class Patterns(dict[Sought, re.Pattern[str]]):
    """Patterns by the characters that they go up to, or that they consist of."""

    def __missing__(self, sought: Sought) -> re.Pattern[str]:
        characters, opposite = sought
        signs = "".join(f"\\x{ord(character):02x}" for character in sorted(characters))
        found = self[sought] = re.compile(f"[{'' if opposite else '^'}{signs}]+")
        return found


def mend() -> None:
    """Give the parser a cache that remembers."""
    inputstream.characters_until_regex = Patterns()
