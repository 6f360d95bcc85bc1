"""Colours as ``#rrggbb``: tints, and the contrast that people need to read them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache


def luminance(colour: str) -> float:
    """Return the relative luminance, 0 for black to 1 for white (WCAG 2.2, relative luminance)."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, contrast ratio)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def darkened(colour: str, ratio: float) -> str:
    """Return the colour, darkened just as far as this contrast on white needs.

    All channels in proportion: hue and saturation (of HSV) stay, so a brand stays
    what it is. A tone as pale as yellow becomes an olive; there is no other.
    """
    for step in range(100, -1, -1):
        darker = _written(round(channel * step / 100) for channel in _channels(colour))
        if contrast(darker, "#ffffff") >= ratio:
            return darker
    return "#000000"


def tint(colour: str, strength: float) -> str:
    """Return the colour mixed with white; ``strength`` is the colour's part, 0 to 1."""
    return _written(round(255 - (255 - channel) * strength) for channel in _channels(colour))


@lru_cache(maxsize=64)
def palest(colour: str, ratio: float) -> str:
    """Return the palest tint that has this contrast on white; the colour where none has."""
    tints = (tint(colour, percent / 100) for percent in range(1, 101))
    return next((pale for pale in tints if contrast(pale, "#ffffff") >= ratio), colour)


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _written(channels: Iterable[int]) -> str:
    return "#" + "".join(f"{channel:02x}" for channel in channels)


@lru_cache(maxsize=64)
def lightened(colour: str, ground: str, ratio: float) -> str:
    """Return the colour, mixed with just so much white as this contrast on a dark ground needs."""
    tints = (tint(colour, percent / 100) for percent in range(100, -1, -1))
    return next((pale for pale in tints if contrast(pale, ground) >= ratio), "#ffffff")
