"""Colour is never alone: contrasts of WCAG 2.2, seen with each kind of colour vision.

Simulated by the matrices of Machado, Oliveira and Fernandes (2009, "A
Physiologically-based Model for Simulation of Color Vision Deficiency", table for
severity 1.0), in linear RGB.
"""

from __future__ import annotations

import colorsys
import gettext
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefpress.colour import contrast, darkened, palest, tint
from briefpress.drawing.house import INK, LAND, MUTED, PART, House
from briefpress.language import Names, Text

VISIONS = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
    "greyscale": np.array([[0.2126, 0.7152, 0.0722]] * 3),
}
ACCENTS = ("#0072B2", "#767676", "#C43C00", "#007A53", "#AA3377", "#D00000", "#7B2CBF", "#000000")
"""The house's own; the palest that is let through; and brands of every hue."""
TEXT = 4.5

every_vision = pytest.mark.parametrize("vision", VISIONS)
every_accent = pytest.mark.parametrize("accent", ACCENTS)


def seen(colour: str, vision: str) -> str:
    """Return a colour as somebody with this vision sees it."""
    channels = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    mixed = np.clip(VISIONS[vision] @ linear, 0, 1)
    back = np.where(mixed <= 0.0031308, mixed * 12.92, 1.055 * mixed ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(value * 255):02x}" for value in back)


def apart(one: str, other: str, vision: str) -> float:
    """Return the contrast ratio of two colours as somebody sees them."""
    return contrast(seen(one, vision), seen(other, vision))


def house(accent: str) -> House:
    return House(accent, Text("en", Names({}, {}), gettext.NullTranslations()))


@every_accent
def test_all_letters_have_the_contrast_of_text(accent: str) -> None:
    own = house(accent)
    for letters, ground in (
        (INK, "#ffffff"), (MUTED, "#ffffff"), (INK, LAND), ("#3d4a54", "#ffffff"),
        (accent, "#ffffff"), (INK, tint(accent, 0.07)),
    ):  # fmt: skip
        assert contrast(letters, ground) >= TEXT, (letters, ground)
    assert contrast(own.accent, "#ffffff") >= TEXT  # white on the band, and on circles


@every_accent
@every_vision
def test_a_part_of_a_chart_stands_out_from_what_it_lies_on(accent: str, vision: str) -> None:
    own = house(accent)
    # bars, columns, dots, blocks, outlines of ribbons and the land of a locator, on white
    for part in (own.part, own.accent, own.muted):
        assert apart(part, "#ffffff", vision) >= PART * (1 if vision == "normal" else 0.8), part
    # a bar in its track
    assert apart(own.accent, own.land, vision) >= PART * (1 if vision == "normal" else 0.8)
    # baseline and target over bar and track
    assert apart(own.ink, own.land, vision) >= PART


@every_accent
@every_vision
def test_the_bars_that_are_meant_differ_from_the_others(accent: str, vision: str) -> None:
    """Not by colour alone: their length, and the value beside each, say it too."""
    own = house(accent)
    assert apart(own.accent, own.part, vision) >= 1.35


@every_vision
def test_tints_of_a_matrix_stay_in_their_order(vision: str) -> None:
    own = house("#0072B2")
    tints = [own.tint(0.16 + 0.84 * count / 4) for count in range(1, 5)]
    assert all(apart(one, other, vision) >= 1.15 for one, other in pairwise(tints))


@given(st.integers(min_value=0, max_value=0xFFFFFF))
def test_the_palest_part_of_any_brand_that_passes_is_seen_on_white(number: int) -> None:
    brand = darkened(f"#{number:06x}", TEXT)
    part = palest(brand, PART)
    assert contrast(part, "#ffffff") >= PART
    assert contrast(part, "#ffffff") < contrast(brand, "#ffffff")


@given(st.integers(min_value=0, max_value=0xFFFFFF))
def test_the_colour_that_is_offered_keeps_its_hue(number: int) -> None:
    colour = f"#{number:06x}"
    offered = darkened(colour, TEXT)
    hues = []
    for one in (colour, offered):
        red, green, blue = (int(one[at : at + 2], 16) / 255 for at in (1, 3, 5))
        hues.append((colorsys.rgb_to_hsv(red, green, blue), max(red, green, blue)))
    (before, _), (after, bright) = hues
    if before[1] * bright > 0.2:  # of a grey there is no hue to keep
        turned = abs(before[0] - after[0])
        assert min(turned, 1 - turned) < 0.02
