"""The marks: lengths in proportion, labels whole, and nothing over anything else."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle, PathPatch, Rectangle

from briefpress.colour import luminance
from briefpress.drawing import figure, lettering, marks, matrix, ribbons
from briefpress.drawing.house import LABEL, SMALL, House
from briefpress.drawing.operators import Operators, operators
from briefpress.language import Names, Text

FONTS = Path(__file__).parents[2] / "templates/fonts"
LONG = "Committee on the Elimination of Discrimination against Women"


@pytest.fixture(autouse=True)
def fonts() -> Iterator[None]:
    with figure.style(FONTS):
        yield


def house_in(language: str) -> House:
    return House("#0072b2", Text(language, Names({}, {}), gettext.NullTranslations()))


@pytest.fixture
def house() -> House:
    return house_in("en")


def rectangles(axes: Axes, colour: str) -> list[Rectangle]:
    from matplotlib.colors import to_hex

    return [
        patch
        for patch in axes.patches
        if isinstance(patch, Rectangle) and to_hex(patch.get_facecolor()) == colour
    ]


def words_of(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def bars_of(*values: float) -> list[marks.Bar]:
    return [marks.Bar(f"Row {value}", value, str(value)) for value in values]


# Lettering


def test_a_measured_line_is_as_wide_as_the_line_that_is_drawn(house: House) -> None:
    axes = figure.sheet(174, 20)
    lettering.say(axes, house, 0, 10, LONG)
    assert isinstance(axes.figure, Figure)
    canvas = FigureCanvasAgg(axes.figure)
    drawn = axes.texts[0].get_window_extent(canvas.get_renderer()).width / axes.figure.dpi * 25.4
    assert lettering.measured(LONG) == pytest.approx(drawn, rel=0.02)


@pytest.mark.parametrize("words", ["البوسنة والهرسك", "حماية الناجيات", "مع Sindh Prison 7"])
def test_arabic_is_measured_with_its_letters_joined(words: str) -> None:
    with figure.style(FONTS, "ar"):
        axes = figure.sheet(174, 20)
        lettering.say(axes, house_in("ar"), 0, 10, words)
        assert isinstance(axes.figure, Figure)
        canvas = FigureCanvasAgg(axes.figure)
        drawn = axes.texts[0].get_window_extent(canvas.get_renderer()).width
        wide = drawn / axes.figure.dpi * 25.4
        assert lettering.measured(words) == pytest.approx(wide, rel=0.03)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_short_way_of_labels_and_boxes_draws_what_matplotlib_draws(language: str) -> None:
    def drawn(*, changed: bool) -> Operators:
        with figure.style(FONTS, language):
            house = house_in(language)
            axes = figure.sheet(84, 60)
            lettering.paper(axes, house)
            for at, align in enumerate(("start", "middle", "end")):
                lettering.say(axes, house, 40, 5 + 7 * at, f"Kampala قف {at}", align=align,
                              bold=at == 1, size=6.5 + at, colour="#123456")  # fmt: skip
            marks.bars(axes, bars_of(3, 0, 2.5), house)
            for artist in (*axes.texts, *axes.patches, *axes.lines):
                artist.stale = changed
            return operators(axes.figure)

    assert drawn(changed=False) == drawn(changed=True)


def test_a_label_that_is_changed_after_it_was_said_is_drawn_as_changed(house: House) -> None:
    def drawn(**changes: object) -> bytes:
        axes = figure.sheet(84, 20)
        lettering.say(axes, house, 40, 10, "Label")
        axes.texts[0].set(**changes)
        return operators(axes.figure).content

    plain = drawn()
    assert b"/A50 gs" in drawn(alpha=0.5)
    assert drawn(visible=False) == b""
    assert drawn(rotation=90).split(b"\n")[1] != plain.split(b"\n")[1]


def test_labels_of_one_look_have_nothing_in_common_that_can_be_changed(house: House) -> None:
    axes = figure.sheet(84, 20)
    for at, words in enumerate(("One", "Two", "Three")):
        lettering.say(axes, house, 10, 5 * at, words)
    one, two, three = axes.texts
    before = operators(axes.figure).content
    two.set(fontsize=20, fontweight="bold", color="#abcdef")
    heard = []
    two.add_callback(heard.append)
    one.set_alpha(0.5)
    assert (one.get_fontsize(), three.get_fontsize()) == (LABEL, LABEL)
    assert one.get_fontweight() == three.get_fontweight() == "normal"
    assert not heard
    two.remove()
    one.set_alpha(None)
    assert words_of(axes) == ["One", "Three"]
    lettering.say(axes, house, 10, 5, "Two")
    assert sorted(operators(axes.figure).content.split(b"\n")) == sorted(before.split(b"\n"))


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_a_sheet_that_is_used_again_knows_nothing_of_what_was_on_it(language: str) -> None:
    def drawn(language: str, colour: str, *, again: bool) -> Operators:
        with figure.style(FONTS, language):
            house = replace(house_in(language), accent=colour)
            axes = figure.sheet(84, 60, again=again)
            marks.bars(axes, bars_of(3, 0, 2.5), house)
            lettering.say(axes, house, 40, 50, "Kampala قف 中", bold=True, colour=colour)
            return operators(axes.figure)

    new = drawn(language, "#0072b2", again=False)
    for other in ("en", "ar", "zh"):
        drawn(other, "#aa0000", again=True)
        assert drawn(language, "#0072b2", again=True) == new


def test_on_axes_that_bend_labels_are_where_matplotlib_puts_them(house: House) -> None:
    axes = figure.sheet(84, 20)
    axes.set(xscale="log", xlim=(1, 100))
    lettering.say(axes, house, 10, 10, "Ten")
    place = operators(axes.figure).content.split(b"\n")[1].split()
    assert float(place[5]) == pytest.approx(42 / 25.4 * 72, abs=0.01)


def test_a_bold_line_is_measured_as_wider() -> None:
    assert lettering.measured(LONG, bold=True) > lettering.measured(LONG) * 1.03


def test_a_wrapped_label_keeps_all_its_words_and_its_width() -> None:
    label = lettering.wrapped(LONG, 45)
    assert label.split() == LONG.split()
    assert all(lettering.measured(line) <= 45 for line in label.split("\n"))


def test_lines_of_a_wrapped_label_are_of_even_length() -> None:
    label = lettering.wrapped("United Nations Population Fund", 38)
    assert label == "United Nations\nPopulation Fund"


def test_a_compound_is_broken_after_its_hyphen_and_a_range_of_years_is_not() -> None:
    assert lettering.wrapped("awareness-raising", 18) == "awareness-\nraising"
    assert lettering.wrapped("2020–2024", 8) == "2020–2024"


def test_a_no_break_space_is_not_broken() -> None:
    assert lettering.wrapped("10\u00a0000 people", 14) == "10\u00a0000\npeople"


def test_chinese_is_broken_between_signs_but_not_before_a_comma() -> None:
    label = lettering.wrapped("预防暴力,提高认识、保护幸存者", 20, lines=3)
    assert len(label.split("\n")) > 1
    assert not any(line.startswith(("、", ",")) for line in label.split("\n"))


def test_a_label_that_does_not_fit_is_set_smaller_before_it_is_cut() -> None:
    assert lettering.fitted(LONG, 60, 7.4) == (lettering.wrapped(LONG, 60), LABEL)
    label, size = lettering.fitted(LONG, 36, 7.4)
    assert size == SMALL
    assert label.split() == LONG.split()


def test_a_label_that_cannot_fit_ends_in_an_ellipsis_within_its_width() -> None:
    label, _ = lettering.fitted(LONG, 20, 3)
    assert label.endswith("…")
    assert lettering.measured(label, SMALL) <= 20


def test_a_column_is_as_narrow_as_its_labels_allow() -> None:
    one, two = (lettering.column([LONG, "Police"], 120, lines) for lines in (1, 2))
    assert one == pytest.approx(lettering.measured(LONG), abs=0.8)
    assert two < one * 0.6
    assert lettering.wrapped(LONG, two).count("\n") == 1
    assert lettering.column([LONG], 30, 1) == pytest.approx(30.1)


# Bars


def test_bars_start_at_zero_and_are_as_long_as_their_values(house: House) -> None:
    axes = figure.sheet(84, 3 * marks.ROW)
    marks.bars(axes, bars_of(12, 6, 0), house)
    long, half, none = rectangles(axes, house.accent)
    assert long.get_x() == half.get_x() == none.get_x()
    assert half.get_width() == pytest.approx(long.get_width() / 2)
    assert none.get_width() == 0
    assert words_of(axes)[-2:] == ["Row 0", "0"]


def test_the_bar_of_a_single_activity_does_not_fill_the_sheet(house: House) -> None:
    axes = figure.sheet(84, marks.ROW)
    marks.bars(axes, bars_of(1), house)
    assert rectangles(axes, house.accent)[0].get_width() < 84 / 4


def test_bars_in_several_columns_keep_one_scale(house: House) -> None:
    axes = figure.sheet(174, 2 * marks.LIST)
    marks.bars(axes, bars_of(40, 30, 20, 10), house, step=marks.LIST, columns=2)
    widths = [bar.get_width() for bar in rectangles(axes, house.accent)]
    assert [width / widths[0] for width in widths] == pytest.approx([1, 0.75, 0.5, 0.25])
    assert len(axes.lines) == 2


def test_only_the_highest_counts_are_drawn_in_the_accent(house: House) -> None:
    rows = marks.counted([("Africa", 3), ("Asia", 3), ("Europe", 1)], house)
    assert [row.meant for row in rows] == [True, True, False]


def test_a_progress_bar_lies_in_a_track_of_the_total(house: House) -> None:
    axes = figure.sheet(84, 2 * marks.LIST)
    marks.bars(axes, bars_of(5, 0), house, step=marks.LIST, full=20)
    tracks, done = rectangles(axes, house.land), rectangles(axes, house.accent)
    assert len(tracks) == 2
    assert done[0].get_width() == pytest.approx(tracks[0].get_width() / 4)
    assert done[1].get_width() == 0


def test_in_a_right_to_left_language_the_sheet_is_turned_round() -> None:
    axes = figure.sheet(84, marks.ROW)
    marks.bars(axes, bars_of(7), house_in("ar"))
    assert axes.get_xlim() == (84, 0)
    assert [text.get_horizontalalignment() for text in axes.texts] == ["right", "right"]


# Columns


def years_of(*values: int) -> list[marks.Bar]:
    return [marks.Bar(str(2000 + at), value, str(value)) for at, value in enumerate(values)]


def test_columns_stand_on_the_ground_and_are_as_tall_as_their_values(house: House) -> None:
    axes = figure.sheet(84, 36)
    marks.columns(axes, years_of(4, 2, 0), house)
    tall, half, none = rectangles(axes, house.accent)
    ground = {patch.get_y() + patch.get_height() for patch in (tall, half, none)}
    assert len(ground) == 1
    assert half.get_height() == pytest.approx(tall.get_height() / 2)
    assert none.get_height() == 0
    assert words_of(axes) == ["4", "2", "0", "2000", "2001", "2002"]


def test_many_years_are_labelled_where_they_are_round(house: House) -> None:
    axes = figure.sheet(84, 36)
    marks.columns(axes, years_of(*range(10, 37)), house)
    assert [word for word in words_of(axes) if word.startswith("20")] == [
        "2000", "2005", "2010", "2015", "2020", "2025",
    ]  # fmt: skip


def test_of_many_values_the_first_and_the_highest_are_printed(house: House) -> None:
    axes = figure.sheet(84, 36)
    marks.columns(axes, years_of(*range(10, 37)), house)
    assert [word for word in words_of(axes) if len(word) < 4] == ["10", "36"]


# Bullets


def test_a_bullet_shows_actual_target_and_baseline_on_one_scale_from_zero(house: House) -> None:
    axes = figure.sheet(174, marks.BULLET)
    values = {"actual": Decimal(30), "target": Decimal(40), "baseline": Decimal(10)}
    marks.bullets(axes, [marks.Bullet("Calls", "30", most=Decimal(40), **values)], house)
    (track,), (bar,) = rectangles(axes, house.land), rectangles(axes, house.accent)
    assert bar.get_x() == track.get_x()
    assert bar.get_width() == pytest.approx(track.get_width() * 0.75)
    places = [line.get_xdata()[0] for line in axes.lines]  # type: ignore[index]
    start, long = track.get_x(), track.get_width()
    assert sorted(places) == pytest.approx([start + long * 0.25, start + long])


def test_a_bullet_without_a_value_keeps_its_empty_track(house: House) -> None:
    axes = figure.sheet(174, marks.BULLET)
    row = marks.Bullet("Viewers", "no data", target=Decimal(5), most=Decimal(5))
    marks.bullets(axes, [row], house)
    assert len(rectangles(axes, house.land)) == 1
    assert rectangles(axes, house.accent) == []


def test_a_bullet_without_a_scale_has_words_only(house: House) -> None:
    axes = figure.sheet(174, marks.BULLET)
    marks.bullets(axes, [marks.Bullet("Rank", "5", "target 3", Decimal(5), Decimal(3))], house)
    assert axes.patches[:] == []
    assert words_of(axes) == ["Rank", "5", "target 3"]


# Matrices


def matrix_of(rows: int, columns: int) -> matrix.Matrix:
    return matrix.Matrix(
        [f"Row {at}" for at in range(rows)], [f"Head {at}" for at in range(columns)], head=6
    )


def test_a_matrix_has_a_dot_where_things_meet_and_a_speck_elsewhere(house: House) -> None:
    axes = figure.sheet(84, 6 + 3 * matrix.CELL)
    matrix.dots(axes, matrix_of(3, 2), {(0, 0), (2, 1)}, house)
    assert sum(isinstance(patch, Circle) for patch in axes.patches) == 2
    (specks,) = (line for line in axes.lines if line.get_marker() == "o")
    assert len(specks.get_xydata()) == 4  # type: ignore[arg-type]


def test_a_full_matrix_has_no_specks(house: House) -> None:
    axes = figure.sheet(84, 6 + matrix.CELL)
    matrix.dots(axes, matrix_of(1, 1), {(0, 0)}, house)
    assert not [line for line in axes.lines if line.get_marker() == "o"]


def test_tinted_cells_carry_their_counts_and_zero_is_a_speck(house: House) -> None:
    axes = figure.sheet(84, 6 + 2 * matrix.CELL)
    matrix.tints(axes, matrix_of(2, 2), {(0, 0): 8, (0, 1): 2, (1, 0): 0, (1, 1): 1}, house)
    cells = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    assert len(cells) == 3
    reds = [patch.get_facecolor()[0] for patch in cells]
    assert reds == sorted(reds)  # 8 is darkest, 1 lightest
    assert [word for word in words_of(axes) if word.isdigit()] == ["8", "2", "1"]


@pytest.mark.parametrize("accent", ["#0072b2", "#d55e00", "#009e73", "#ffd700", "#111111"])
def test_counts_can_be_read_on_every_tint_of_every_accent(accent: str) -> None:
    house = House(accent, Text("en", Names({}, {}), gettext.NullTranslations()))
    for strength in range(16, 101, 4):
        ground = house.tint(strength / 100)
        letters = matrix._readable(ground, house)
        lighter, darker = sorted(
            (luminance(ground) + 0.05, luminance(letters) + 0.05), reverse=True
        )
        assert lighter / darker >= 4


def test_the_columns_of_a_matrix_end_where_the_sheet_ends(house: House) -> None:
    axes = figure.sheet(84, 6 + matrix.CELL)
    matrix.tints(axes, matrix_of(1, 1), {(0, 0): 1}, house)
    (cell,) = (patch for patch in axes.patches if isinstance(patch, Rectangle))
    assert cell.get_x() + cell.get_width() == pytest.approx(84 - 0.4)


# Ribbons


def flows_drawn(
    house: House, flows: list[tuple[int, int, float]]
) -> tuple[list[PathPatch], list[Rectangle]]:
    left = [ribbons.Block(f"Donor {at}", "1") for at in sorted({one for one, _, _ in flows})]
    right = [ribbons.Block(f"Country {at}", "1") for at in sorted({two for _, two, _ in flows})]
    axes = figure.sheet(174, ribbons.height(len(left), len(right)))
    ribbons.ribbons(axes, left, right, flows, house)
    return (
        [patch for patch in axes.patches if isinstance(patch, PathPatch)],
        [patch for patch in axes.patches if isinstance(patch, Rectangle)],
    )


def thickness(ribbon: PathPatch) -> tuple[float, float]:
    """How thick a ribbon is at its two ends."""
    corners = ribbon.get_path().vertices
    return corners[7][1] - corners[0][1], corners[4][1] - corners[3][1]  # type: ignore[index]


def test_ribbons_are_as_thick_as_their_values_at_both_ends(house: House) -> None:
    drawn, _ = flows_drawn(house, [(0, 0, 600.0), (0, 1, 200.0), (1, 1, 100.0)])
    starts, ends = zip(*(thickness(ribbon) for ribbon in drawn), strict=True)
    assert starts == pytest.approx(ends)
    assert [start / starts[2] for start in starts] == pytest.approx([6, 2, 1])


def test_the_ribbons_of_a_block_sum_to_its_height(house: House) -> None:
    flows = [(0, 0, 600.0), (0, 1, 200.0), (1, 1, 100.0), (1, 2, 3.0)]
    drawn, blocks = flows_drawn(house, flows)
    left = [thickness(drawn[0])[0] + thickness(drawn[1])[0]]
    left += [thickness(drawn[2])[0] + thickness(drawn[3])[0]]
    right = [thickness(drawn[0])[1], thickness(drawn[1])[1] + thickness(drawn[2])[1]]
    right += [thickness(drawn[3])[1]]
    assert [block.get_height() for block in blocks] == pytest.approx(left + right)


def test_ribbons_fill_their_blocks_from_top_to_foot_on_both_sides(house: House) -> None:
    drawn, blocks = flows_drawn(house, [(0, 0, 5.0), (0, 1, 3.0), (1, 0, 2.0), (1, 1, 4.0)])
    left, right = blocks[:2], blocks[2:]
    corners = [ribbon.get_path().vertices for ribbon in drawn]
    starts = [corner[0][1] for corner in corners]  # type: ignore[index]
    ends = [corner[3][1] for corner in corners]  # type: ignore[index]
    scale = left[0].get_height() / 8
    assert starts == pytest.approx(
        [left[0].get_y(), left[0].get_y() + 5 * scale, left[1].get_y(), left[1].get_y() + 2 * scale]
    )
    assert ends == pytest.approx(
        [right[0].get_y(), right[1].get_y(), right[0].get_y() + 5 * scale,
         right[1].get_y() + 3 * scale]
    )  # fmt: skip


def test_blocks_of_one_side_leave_room_for_their_labels(house: House) -> None:
    flows = [(at, 0, 1000.0 if at == 0 else 1.0) for at in range(8)]
    _, blocks = flows_drawn(house, flows)
    middles = [block.get_y() + block.get_height() / 2 for block in blocks[:8]]
    assert all(below - above >= ribbons.SLOT for above, below in pairwise(middles))
