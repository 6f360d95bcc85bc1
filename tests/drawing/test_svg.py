"""A picture's operators as SVG: the same shapes, colours and letters as in print."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Rectangle

from briefpress import config
from briefpress.drawing import figure
from briefpress.drawing.operators import Operators
from briefpress.drawing.svg import Letters, svg

FONTS = config.starter() / "templates/fonts"
NAMESPACE = "{http://www.w3.org/2000/svg}"


def drawn(draw: Callable[[Axes], object]) -> Operators:
    with figure.style(FONTS):
        axes = figure.sheet(50, 20)
        draw(axes)
        picture = figure.picture(axes, "")
    assert isinstance(picture, Operators)
    return picture


def parsed(picture: Operators, letters: Letters | None = None) -> ElementTree.Element:
    written = svg(picture, 'What "it" <shows>', letters or Letters())
    return ElementTree.fromstring(written.replace("<svg", f'<svg xmlns="{NAMESPACE[1:-1]}"', 1))


def test_a_picture_has_its_size_and_its_alternative_text() -> None:
    root = parsed(drawn(lambda axes: axes.add_patch(Rectangle((5, 5), 10, 10))))
    assert (root.get("role"), root.get("aria-label")) == ("img", 'What "it" <shows>')
    assert root.get("viewBox") == "0 0 141.7 56.7"  # 50 by 20 mm in points


def test_a_bar_is_where_it_is_drawn_and_in_its_colours() -> None:
    bar = Rectangle((10, 5), 20, 10, facecolor="#0072b2", edgecolor="#14212b", linewidth=0.5)
    (path,) = parsed(drawn(lambda axes: axes.add_patch(bar))).iter(f"{NAMESPACE}path")
    assert (path.get("fill"), path.get("stroke")) == ("#0072b2", "#14212b")
    assert path.get("stroke-width") == "0.5"
    corners = [float(one) for one in re.findall(r"[\d.]+", path.get("d") or "")]
    mm = 72 / 25.4
    assert min(corners[::2]) == pytest.approx(10 * mm, abs=0.11)
    assert max(corners[::2]) == pytest.approx(30 * mm, abs=0.11)
    assert min(corners[1::2]) == pytest.approx(5 * mm, abs=0.11)


def test_what_is_half_opaque_or_dashed_is_so_and_what_follows_is_not() -> None:
    def draw(axes: Axes) -> None:
        axes.plot([0, 50], [5, 5], color="#111111", dashes=(2, 1), linewidth=1)
        axes.add_patch(Circle((10, 10), 5, color="#222222", alpha=0.5, clip_on=False))
        axes.add_patch(Rectangle((20, 5), 10, 10, color="#333333"))

    paths = {
        path.get("fill") if path.get("fill") != "none" else path.get("stroke"): path
        for path in parsed(drawn(draw)).iter(f"{NAMESPACE}path")
    }
    assert paths["#111111"].get("stroke-dasharray")
    assert paths["#222222"].get("opacity") == "0.5"
    assert paths["#333333"].get("opacity") is None
    assert paths["#333333"].get("stroke-dasharray") is None or paths["#333333"].get("fill")


def test_what_is_clipped_is_clipped_alone() -> None:
    def draw(axes: Axes) -> None:
        one = axes.add_patch(Circle((10, 10), 9, facecolor="#222222"))
        one.set_clip_path(Rectangle((5, 5), 5, 5, transform=axes.transData))
        axes.add_patch(Rectangle((20, 5), 10, 10, facecolor="#333333"))

    root = parsed(drawn(draw))
    clipped = [
        group for group in root.iter(f"{NAMESPACE}g") if "clip-path" in group.get("style", "")
    ]
    inside = {path.get("fill") for group in clipped for path in group.iter(f"{NAMESPACE}path")}
    assert inside == {"#222222"}


def test_letters_and_labels_stand_once_on_a_page_however_often_they_are_drawn() -> None:
    def label(words: str, y: float) -> Callable[[Axes], object]:
        return lambda axes: axes.text(5, y, words)

    letters = Letters()
    uses = []
    for words, y in (("Kenya", 5), ("Kenya", 9), ("Kenyan", 5)):
        uses += list(parsed(drawn(label(words, y)), letters).iter(f"{NAMESPACE}use"))
    first, second, third = (use.get("href") for use in uses)
    assert first == second != third
    assert len(letters.labels) == 2
    assert len(letters.letters) == 5
    assert letters.definitions().count("<path") == len(letters.letters)


@pytest.mark.parametrize("words", ["الاتجار بالأشخاص", "Ünïcödé", "贩运人口", "a b"])
def test_every_letter_is_drawn_where_it_belongs(words: str, tmp_path: Path) -> None:
    letters = Letters()
    picture = drawn(lambda axes: axes.text(5, 10, words))
    parsed(picture, letters)
    definitions = letters.definitions()
    assert "cm" not in definitions
    for path in re.findall(r' d="([^"]*)"', definitions):
        assert re.fullmatch(r"(?:[MLC][-\d. ]+|Z)+", path), path
    assert picture.content.count(b"\nf") >= definitions.count("<path") > 0


def test_the_same_picture_is_written_the_same() -> None:
    picture = drawn(lambda axes: axes.text(5, 10, "Kenya"))
    assert svg(picture, "", Letters()) == svg(picture, "", Letters())


def test_a_page_without_labels_has_no_letters() -> None:
    assert Letters().definitions() == ""
