"""A picture that is there is not drawn again; one that is another, or damaged, is."""

from __future__ import annotations

import os
import zlib
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from briefpress.drawing.drawn import NOTHING, Drawn
from briefpress.drawing.operators import Operators
from briefpress.flate import compressed

TABLE = pd.DataFrame({"country": ["KEN", "UGA"], "activities": [3, 1]})


class Drawing:
    """Counts how often it is asked to draw."""

    def __init__(self, content: bytes = b"<svg/>", *, words: bool = True) -> None:
        self.content, self.words, self.times = content, words, 0

    def __call__(self) -> tuple[bytes, bool, tuple[str, ...]]:
        self.times += 1
        return self.content, self.words, ("a label is small",)


def picture(drawn: Drawn, drawing: Drawing, **other: object) -> bytes:
    given = {"chart": "bars", "table": TABLE, "alt": "Three and one", **other}
    found, faults = drawn.picture(**given, draw=drawing)  # type: ignore[arg-type]
    assert faults == ("a label is small",)
    return found


def test_the_same_picture_is_drawn_once(tmp_path: Path) -> None:
    drawn, drawing = Drawn(tmp_path / "charts", {"bars": "1"}), Drawing()
    assert [picture(drawn, drawing) for _ in range(3)] == [b"<svg/>"] * 3
    assert drawing.times == 1
    assert len(os.listdir(tmp_path / "charts")) == 1


@pytest.mark.parametrize(
    ("made_of", "other"),
    [
        ({"bars": "2"}, {}),
        ({"bars": "1", "lines": "1"}, {"chart": "lines"}),
        ({"bars": "1"}, {"alt": "Three, and one"}),
        ({"bars": "1"}, {"table": TABLE.assign(activities=[3, 2])}),
        ({"bars": "1"}, {"table": TABLE.assign(activities=[Decimal(3), Decimal(1)])}),
        ({"bars": "1"}, {"table": TABLE.astype({"activities": "int32"})}),
        ({"bars": "1"}, {"table": TABLE.rename(columns={"country": "region"})}),
        ({"bars": "1"}, {"table": TABLE[::-1]}),
        ({"bars": "1"}, {"table": TABLE.set_axis([1, 2])}),
    ],
)
def test_what_is_another_is_drawn(
    tmp_path: Path, made_of: dict[str, str], other: dict[str, object]
) -> None:
    picture(Drawn(tmp_path, {"bars": "1"}), Drawing())
    drawing = Drawing(b"another")
    assert picture(Drawn(tmp_path, made_of), drawing, **other) == b"another"


def test_a_picture_without_words_is_one_for_all_languages(tmp_path: Path) -> None:
    english, arabic = Drawn(tmp_path, {"bars": "1"}, "en"), Drawn(tmp_path, {"bars": "1"}, "ar")
    wordless, worded = Drawing(words=False), Drawing(words=True)
    for drawing in (wordless, worded):
        other = {"table": TABLE[: drawing.words + 1]}
        picture(english, drawing, alt="Three and one", **other)
        picture(arabic, drawing, alt="ثلاثة وواحد", **other)
    assert (wordless.times, worded.times) == (1, 2)


@pytest.mark.parametrize("damage", [lambda it: it[:-1], lambda it: it[:40] + b"x" + it[41:]])
def test_a_picture_that_is_damaged_is_drawn_again(tmp_path: Path, damage) -> None:
    drawn, drawing = Drawn(tmp_path, {"bars": "1"}), Drawing(b"<svg>" + bytes(range(256)))
    picture(drawn, drawing)
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    assert [picture(drawn, drawing) for _ in range(2)] == [drawing.content] * 2
    assert drawing.times == 2


def test_a_picture_that_cannot_be_drawn_is_not_kept(tmp_path: Path) -> None:
    def fails() -> tuple[bytes, bool, tuple[str, ...]]:
        raise ValueError("no glyph")

    with pytest.raises(ValueError, match="no glyph"):
        Drawn(tmp_path, {"bars": "1"}).picture("bars", TABLE, "alt", fails)
    assert os.listdir(tmp_path) == []


def test_where_nothing_can_be_written_it_is_drawn_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert picture(Drawn(tmp_path / "file/charts", {"bars": "1"}), Drawing()) == b"<svg/>"


def test_without_a_folder_every_picture_is_drawn() -> None:
    drawing = Drawing()
    assert [picture(NOTHING, drawing), picture(NOTHING, drawing)] == [b"<svg/>"] * 2
    assert drawing.times == 2


def test_a_picture_that_is_used_is_as_good_as_new(tmp_path: Path) -> None:
    drawn = Drawn(tmp_path, {"bars": "1"})
    picture(drawn, Drawing())
    (path,) = tmp_path.iterdir()
    os.utime(path, (1, 1))
    picture(drawn, Drawing())
    assert path.stat().st_mtime > 1


def test_operators_are_found_as_they_were_kept_and_packed_as_for_a_file(tmp_path: Path) -> None:
    made = Operators(12.5, 7.0, b"0 0 m\n" * 300, (50, 88))
    drawn = Drawn(tmp_path, {"bars": "1"})
    kept = [drawn.picture("bars", TABLE, "alt", lambda: (made, True, ("small",))) for _ in range(2)]
    assert kept == [(made, ("small",))] * 2
    found, _ = kept[1]
    assert isinstance(found, Operators)
    assert found is not made
    assert zlib.decompress(found.packed) == made.content
    assert found.packed == made.packed == compressed(made.content)
