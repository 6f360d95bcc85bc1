"""Which density a brief is printed in, and how often it is laid out to know."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefpress.documents import fit
from briefpress.documents.fit import DENSITIES, Fit
from briefpress.documents.height import guessed

Fills = dict[str, tuple[float, ...]]


def fills(high: float) -> Fills:
    """Return how the pages are filled by what is so many pages high in the roomiest density."""

    def pages(all_: float) -> tuple[float, ...]:
        whole = math.ceil(all_) - 1
        return (*(1.0 for _ in range(whole)), all_ - whole)

    return {name: pages(high * part) for name, part in fit._HEIGHT.items()}


def fitted(
    patch: pytest.MonkeyPatch, known: Fills, least: int, most: int, height: float
) -> tuple[str, list[str]]:
    """Fit a brief whose fills are known; return its density, and those that were laid out."""
    tried: list[str] = []

    def lay_out(density: str) -> Any:
        tried.append(density)

    def measured(density: str, document: Any) -> Fit:
        return Fit(density, document, known[density])

    patch.setattr(fit, "measured", measured)
    patch.setattr(fit, "_foot", lambda document: None)
    return fit.fit(lay_out, least, most, height).density, tried


@pytest.mark.parametrize(
    ("high", "density"),
    [(0.9, "roomy"), (1.06, "regular"), (1.15, "compact"), (1.5, "roomy"), (2.05, "regular")],
)
def test_a_brief_that_is_as_high_as_guessed_is_laid_out_once(
    monkeypatch: pytest.MonkeyPatch, high: float, density: str
) -> None:
    assert fitted(monkeypatch, fills(high), 1, 2, high) == (density, [density])


def test_a_guess_that_is_too_high_is_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fitted(monkeypatch, fills(0.95), 1, 2, 1.15) == ("roomy", ["compact", "roomy"])


def test_a_guess_that_is_too_low_is_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fitted(monkeypatch, fills(1.15), 1, 2, 0.9) == ("compact", ["roomy", "compact"])


def test_the_one_between_is_tried_when_the_roomiest_was_too_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known: Fills = {
        "roomy": (0.81, 0.95, 0.69, 0.8, 0.23),
        "regular": (0.96, 0.93, 0.97, 0.44),
        "compact": (0.88, 0.76, 0.92, 0.19),
    }
    tried = ["compact", "roomy", "regular"]
    assert fitted(monkeypatch, known, 1, 4, 3.41) == ("regular", tried)


def test_a_long_document_is_not_fitted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fitted(monkeypatch, fills(30.0), 10, 60, 3.0) == ("regular", ["regular"])


@example(high=2.38, guess=0.9, most=2)  # it fills both pages to the last line
@given(high=st.floats(0.2, 5), guess=st.floats(0.1, 6), most=st.integers(1, 4))
def test_a_brief_that_fits_in_the_densest_is_never_too_long(
    high: float, guess: float, most: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        density, tried = fitted(patch, fills(high), 1, most, guess)
    fitting = [name for name in DENSITIES if len(fills(high)[name]) <= most]
    assert density in fitting or not fitting
    assert len(tried) == len(set(tried))


def test_more_text_more_parts_and_taller_pictures_are_higher() -> None:
    from weasyprint import HTML

    def high(inside: str) -> float:
        return guessed(HTML(string=f"<body>{inside}").etree_element)

    assert high("") < high("<p>One</p>") < high("<p>One, two and three</p>")
    assert high("<p>One</p><p>Two</p>") > high("<p>One Two</p>")
    assert high('<img style="height: 40mm">') - high("<img>") == pytest.approx(40 * 0.002)
    assert high("<p>你好</p>") == high("<p>four</p>")
