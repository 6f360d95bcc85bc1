"""Charts placed in a PDF: forms in the place of their stand-ins, tagged, as matplotlib draws."""

from __future__ import annotations

import io

import numpy as np
import pikepdf
import pypdfium2
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle
from weasyprint.document import Document

from briefpress.config import starter
from briefpress.documents import fit
from briefpress.documents.pdf import Printer
from briefpress.documents.placing import Picture
from briefpress.drawing import figure
from briefpress.drawing.operators import Operators, Unplaceable, operators

FOLDERS = (starter(),)
FONTS = next(folder / "templates/fonts" for folder in FOLDERS)
PAGE = """<html lang="en"><head><title>One</title><style>@page {{ margin: 0; size: 60mm 40mm }}
body {{ margin: 0; font-family: 'Noto Sans' }} img {{ display: block }}</style></head>
<body>{}</body></html>"""
IMAGE = '<img src="chart:{}" alt="What {} shows" style="width: {}mm; height: {}mm">'


def drawn(colour: str = "#d55e00", words: str = "Kenya: Élan") -> Figure:
    axes = figure.sheet(30, 20)
    axes.add_patch(Rectangle((2, 2), 10, 8, facecolor=colour, lw=0))
    axes.add_patch(Circle((20, 10), 5, facecolor="#0072b2", alpha=0.5, lw=1, edgecolor="black"))
    axes.plot([1, 29], [18, 15], color="#009e73", lw=1.2, ls="--")
    axes.text(3, 16, words, fontsize=8, rotation=10)
    assert isinstance(axes.figure, Figure)
    return axes.figure


def printed(pictures: dict[str, Picture], size: tuple[int, int] = (30, 20)) -> bytes:
    printer = Printer(FOLDERS, "templates/logo.svg")
    html = PAGE.format("".join(IMAGE.format(name, name, *size) for name in pictures))
    return printer.write(printer.sheets_of(html, pictures)[0](""), pictures).content


def pixels(content: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    with pypdfium2.PdfDocument(content) as document:
        return np.asarray(document[0].render(scale=3).to_pil().convert("RGB"), dtype=float)


@pytest.fixture(autouse=True)
def fonts() -> object:
    with figure.style(FONTS):
        yield


def test_a_placed_chart_is_a_form_in_a_tagged_figure_with_its_text_alternative() -> None:
    with pikepdf.open(io.BytesIO(printed({"bars": operators(drawn())}))) as pdf:
        forms = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
        kinds = [str(one.get("/Subtype", "")) for one in forms]
        assert kinds.count("/Form") == 1
        assert "/Image" not in kinds
        (said,) = [
            str(thing["/Alt"])
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
        ]
        assert said == "What bars shows"


def test_a_placed_chart_looks_as_the_same_chart_drawn_from_svg() -> None:
    form = pixels(printed({"bars": operators(drawn())}))
    svg = pixels(printed({"bars": figure.svg(drawn().axes[0], "Bars")}))
    assert form.min() < 60
    assert np.abs(form - svg).mean() < 0.5
    blank = pixels(printed({"bars": operators(figure.sheet(30, 20).figure)}))  # type: ignore[arg-type]
    assert np.abs(form - blank).mean() > 5


def test_each_chart_stands_in_its_own_place() -> None:
    both = {"red": operators(drawn("#ff0000")), "green": operators(drawn("#00ff00"))}
    page = pixels(printed(both))
    middle = len(page) // 2
    for half, colour in ((page[:middle], [255, 0, 0]), (page[middle:], [0, 255, 0])):
        assert (half == colour).all(axis=2).sum() > 100
        assert (half == [colour[1], colour[0], 0]).all(axis=2).sum() == 0


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert operators(drawn()) == operators(drawn())
    assert printed({"bars": operators(drawn())}) == printed({"bars": operators(drawn())})


def test_a_chart_with_hatches_becomes_svg() -> None:
    axes = figure.sheet(30, 20)
    axes.add_patch(Rectangle((2, 2), 10, 8, facecolor="white", edgecolor="black", hatch="//"))
    with pytest.raises(Unplaceable):
        operators(axes.figure)  # type: ignore[arg-type]
    picture = figure.picture(axes, "Hatches")
    assert isinstance(picture, bytes)
    assert pixels(printed({"hatches": picture})).min() < 60


def test_what_is_transparent_or_empty_is_not_drawn() -> None:
    axes = figure.sheet(30, 20)
    axes.add_patch(Rectangle((2, 2), 10, 8, fill=False, lw=0))
    assert isinstance(axes.figure, Figure)
    assert operators(axes.figure) == Operators(
        axes.figure.bbox.width, axes.figure.bbox.height, b"", ()
    )


def test_the_class_of_a_layout_holds_for_that_layout() -> None:
    style = "<style>.roomy p { margin-top: 10mm } .compact p { margin-top: 1mm }</style>"
    lay_out, _ = Printer(FOLDERS, "templates/logo.svg").sheets_of(
        PAGE.format(f"{style}<p>One</p>"), {}
    )
    ends = [fit.measured(name, lay_out(name)).fills[0] for name in ("roomy", "compact", "roomy")]
    assert ends[0] == ends[2] > ends[1]


@pytest.mark.parametrize(
    "background",
    ["#ff0000", "linear-gradient(#ff0000, #ff0000)", "#ff0000; border-radius: 2mm"],
)
def test_the_tail_stands_at_the_foot_with_what_is_painted_behind_it(background: str) -> None:
    printer = Printer(FOLDERS, "templates/logo.svg")
    inside = f'<section style="background: {background}; height: 6mm">&nbsp;</section>'
    lay_out, _ = printer.sheets_of(PAGE.format(f'<p>One</p><div class="tail">{inside}</div>'), {})

    def red(document: Document) -> list[int]:
        page = pixels(printer.write(document, {}).content)
        return (page == [255, 0, 0]).all(axis=2).any(axis=1).nonzero()[0].tolist()

    before, after = red(lay_out("")), red(fit.fit(lay_out, 1, 1, 0.5).document)
    assert abs(len(after) - len(before)) <= 1
    assert before[-1] < 200
    assert 325 < after[-1] < 338  # of 341 pixels
