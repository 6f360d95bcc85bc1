"""What holds for every chart: it says all that it shows, and nothing lies over anything."""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from briefpress import language
from briefpress.drawing import figure
from briefpress.drawing.house import SMALL
from briefpress.drawing.labels import faults
from briefpress.model.slices import Slice

CHARTS = (
    "activities_by_region",
    "activities_by_scope",
    "activities_by_theme",
    "activities_over_time",
    "activity_themes",
    "countries_by_count",
    "coverage",
    "funding_flows",
    "partners",
    "results_progress",
    "theme_by_region",
)
every_chart = pytest.mark.parametrize("name", CHARTS)


@every_chart
def test_the_alt_text_has_every_number_that_is_drawn(draw, whole: Slice, name: str) -> None:
    chart = draw(name, whole)
    drawn = {number for word in chart.words for number in re.findall(r"\d[\d,.]*", word)}
    assert drawn
    assert drawn <= set(re.findall(r"\d[\d,.]*\d|\d", chart.alt))


@every_chart
def test_the_alt_text_names_everything_that_is_labelled(draw, whole: Slice, name: str) -> None:
    chart = draw(name, whole)
    said = re.sub(r"\s+", " ", chart.alt)
    labels = [word for word in chart.words if len(word) > 3 and not re.search(r"\d|·|\.$", word)]
    heads = {"Activities"}  # of the column of sums, which the alt text has beside each partner
    for label in labels:
        assert label in heads or all(word in said for word in label.split())


@every_chart
def test_a_slice_of_nothing_has_an_empty_table(draw, whole: Slice, name: str) -> None:
    assert draw(name, whole.narrow("country", "FRA")).table.empty


@every_chart
def test_bare_activities_without_anything_else_are_no_mistake(draw, made, name: str) -> None:
    part = made(places="", themes="", organisations="", transactions="", results="",
                vocabularies="", activities="id,title\nA1,One\nA2,Two")  # fmt: skip
    assert draw(name, part).table.empty == (name != "coverage")


@every_chart
def test_every_row_of_a_table_keeps_the_ids_behind_it(draw, whole: Slice, name: str) -> None:
    known = set(whole.tables.origins())
    rows = draw(name, whole).table["rows"]
    assert all(isinstance(ids, tuple) for ids in rows)
    assert {row for ids in rows for row in ids} <= known
    assert any(rows)


@every_chart
def test_a_table_is_of_plain_values(draw, whole: Slice, name: str) -> None:
    for row in draw(name, whole).table.to_dict("records"):
        for value in row.values():
            assert type(value).__name__ in {"str", "int", "tuple", "Decimal", "NoneType"}


@every_chart
def test_a_chart_is_half_or_all_of_the_page_wide(draw, whole: Slice, name: str) -> None:
    width, height = draw(name, whole).size
    assert width in (84, 174)
    assert 10 < height < 200


@every_chart
@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("padded", [False, True], ids=["english", "longer words"])
def test_no_words_leave_the_sheet_or_lie_over_others(
    draw, whole: Slice, house_of, name: str, language: str, padded: bool
) -> None:
    chart = draw(name, whole, house_of(whole, language, padded))
    with figure.style(chart.fonts):
        canvas = FigureCanvasAgg(chart.axes.figure)
        boxes = [
            (text.get_text(), text.get_window_extent(canvas.get_renderer()))
            for text in chart.axes.texts
        ]
    sheet = chart.axes.figure.bbox
    for words, box in boxes:
        assert box.x0 >= sheet.x0 - 1 and box.x1 <= sheet.x1 + 1, words  # noqa: PT018
        assert box.y0 >= sheet.y0 - 1 and box.y1 <= sheet.y1 + 1, words  # noqa: PT018
    for (one, first), (other, second) in combinations(boxes, 2):
        shared_width = min(first.x1, second.x1) - max(first.x0, second.x0)
        shared_height = min(first.y1, second.y1) - max(first.y0, second.y0)
        # Boxes of two lines of one label overlap by the air above and below the letters.
        assert shared_width < 1 or shared_height < 0.3 * first.height, (one, other)


@every_chart
def test_no_words_are_too_small_to_read(draw, whole: Slice, house_of, name: str) -> None:
    chart = draw(name, whole, house_of(whole, "en", padded=True))
    assert min(text.get_fontsize() for text in chart.axes.texts) >= SMALL


@every_chart
def test_the_same_slice_gives_the_same_bytes(draw, whole: Slice, name: str) -> None:
    pictures = []
    for _ in range(2):
        chart = draw(name, whole)
        with figure.style(chart.fonts):
            pictures.append(figure.svg(chart.axes, chart.alt))
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize("code", ["en", "he"])
def test_a_chart_on_a_wiped_sheet_is_as_on_a_new_one(
    draw, whole: Slice, house_of, code: str
) -> None:
    house = house_of(whole, code)
    slices = dict.fromkeys(CHARTS, whole) | {"world_map": whole}
    slices["locator_map"] = whole.narrow("country", "KEN")
    charts = [draw(name, part, house) for name, part in slices.items()]
    with figure.style(charts[0].fonts):
        new = [figure.picture(chart.axes, chart.alt) for chart in charts]
        for order in (1, -1):  # after a chart of any other size, and of either direction
            again = []
            for chart in charts[::order]:
                axes = figure.sheet(*chart.size, again=True)
                chart.module.draw(chart.table, axes, chart.house)
                again.append((faults(axes), figure.picture(axes, chart.alt)))
            assert again[::order] == [
                (faults(chart.axes), one) for chart, one in zip(charts, new, strict=True)
            ]


@every_chart
@pytest.mark.parametrize("code", ["fr", "es", "ru", "zh", "ar"])
def test_a_charts_words_are_in_the_briefs_language(
    draw, whole: Slice, name: str, code: str
) -> None:
    chart = draw(name, whole)
    text = language.text(code, chart.house.text.names)
    for part, english in (("heading", chart.heading), ("measure", chart.measure)):
        assert getattr(chart.module, part)(chart.table, text) != english
    said = chart.module.alt(chart.table, text)
    assert "{" not in said
    if code in ("ru", "zh", "ar"):  # else a word may be the same
        known = " ".join(chart.words) + "Bar Second EUR CHF US"
        names = set(re.findall("[A-Za-z]{2,}", known + " ".join(_data(whole))))
        assert set(re.findall("[A-Za-z]{2,}", said)) <= names


def _data(whole: Slice) -> list[str]:
    tables = whole.tables
    named = [tables.vocabularies["name"], tables.organisations["name"], tables.results["indicator"],
             tables.results["unit"], tables.transactions["currency"]]  # fmt: skip
    return [str(word) for column in named for word in column]


def marks_of(axes) -> np.ndarray:
    """Return left, bottom, right and top of every bar, line, dot and ribbon, in dots."""
    marks = (*axes.patches, *axes.lines, *axes.artists)
    return np.array([mark.get_window_extent().extents for mark in marks])


@every_chart
def test_from_right_to_left_a_chart_is_its_picture_in_a_mirror(
    draw, whole: Slice, house_of, name: str
) -> None:
    left, right = (draw(name, whole, house_of(whole, code)).axes for code in ("en", "he"))
    width = left.figure.bbox.width
    x0, y0, x1, y1 = marks_of(left).T
    assert len(x0)
    assert marks_of(right) == pytest.approx(np.array([width - x1, y0, width - x0, y1]).T, abs=0.01)
    turned = {"left": "right", "right": "left", "center": "center"}
    for one, other in zip(left.texts, right.texts, strict=True):
        x, y = left.transData.transform(one.get_position())
        assert right.transData.transform(other.get_position()) == pytest.approx((width - x, y))
        assert other.get_horizontalalignment() == turned[one.get_horizontalalignment()]
