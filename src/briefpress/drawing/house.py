"""The house style: colours, sizes and words that every chart is drawn with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from briefpress.colour import palest, tint
from briefpress.language import Text

FONT = "Noto Sans"
_HAN = "Noto Sans SC"
_ARABIC = "Noto Naskh Arabic"


def families(language: str) -> tuple[str, ...]:
    """Return the fonts of a language's charts: each sign comes from the first that has it.

    As in css/brief.css: in Chinese, marks such as “” and … are as wide as its signs.
    """
    return (_HAN, FONT, _ARABIC) if language == "zh" else (FONT, _ARABIC, _HAN)


LABEL = 7.5
"""Points. Labels of a chart: the size of a caption, never below 6 pt in print."""
SMALL = 6.5
VALUE = 8.0

INK = "#14212b"
MUTED = "#55636e"
RULE = "#ccd4da"
LAND = "#dde3e8"
PART = 3.0
"""WCAG 2.2, 1.4.11: contrast of what has to be seen to understand a picture, with its ground."""


@dataclass(frozen=True)
class House:
    """What a chart draws with: the brand's accent, its tints, and the language."""

    accent: str
    text: Text
    ink: str = INK
    muted: str = MUTED
    rule: str = RULE
    land: str = LAND

    @property
    def part(self) -> str:
        """Return the palest tint of the accent in which a part of a chart may be drawn."""
        return palest(self.accent, PART)

    def tint(self, strength: float) -> str:
        """Return the accent mixed with white; ``strength`` is the accent's part, 0 to 1."""
        return tint(self.accent, strength)


class Listening:
    """A house that hears whether it is asked for words: what is drawn then depends on them."""

    def __init__(self, house: House) -> None:
        self.house, self.asked = house, False

    def __getattr__(self, name: str) -> Any:
        self.asked |= name == "text"
        return getattr(self.house, name)
