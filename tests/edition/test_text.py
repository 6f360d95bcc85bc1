"""The text that is copied, searched and heard is the text that was written, in six languages.

pypdfium2 says where each sign stands in the finished PDF; WeasyPrint's boxes say which
words were laid out there. What a reader program makes of lines of two directions is its own
affair (PDFium takes digits for neutral), so Arabic lines are compared as they are seen:
the Unicode bidirectional algorithm (ICU) says in which order their signs stand.
"""

import ctypes
from collections.abc import Iterator
from typing import Any

import icu
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from lxml import html as parser
from six_languages import KINDS, LANGUAGES
from weasyprint.formatting_structure.boxes import TextBox

PIXEL = 0.75  # points


def boxes(page: Any) -> list[Any]:
    return [
        box for box in page._page_box.descendants() if isinstance(box, TextBox) and box.text.strip()
    ]


def signs(page: Any) -> Iterator[tuple[str, float, float]]:
    """Give each sign of a finished page that is written there, and where it begins, in points."""
    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    for at in range(text.count_chars()):
        if pdfium.FPDFText_IsGenerated(text.raw, at) != 1:
            pdfium.FPDFText_GetCharOrigin(text.raw, at, x, y)
            yield chr(pdfium.FPDFText_GetUnicode(text.raw, at)), x.value, y.value


def seen(words: str, direction: str) -> str:
    """Return the signs of a line from left to right."""
    if direction == "ltr" and words.isascii():
        return words
    bidi = icu.Bidi()
    held = icu.UnicodeString(words)  # ICU does not keep it
    bidi.setPara(held, int(direction == "rtl"))
    return str(bidi.writeReordered(icu.Bidi.KEEP_BASE_COMBINING))


def arabic(sign: str) -> bool:
    return "\u0600" <= sign <= "\u08ff"


PAIRS = str.maketrans(")]»", "([«")  # a bracket in Arabic is drawn with the other's glyph


# in half points: WeasyPrint draws a line from right to left that ended in a space further right
SHIFTS = {"ltr": (0,), "rtl": range(8)}


def within(near: list[tuple[float, int, str]], box: Any, shift: float) -> str:
    """Return the signs of a line that stand in a box, from left to right."""
    left = box.position_x * PIXEL - 0.5 + shift  # a sign begins at its edge, give or take
    right = left + box.width * PIXEL
    there = [sign for sign in near if left <= sign[0] < right]
    # one glyph of several Arabic letters has them in the order of writing
    there.sort(key=lambda one: (round(one[0], 1), -one[1] if arabic(one[2]) else one[1]))
    return "".join(sign for _, _, sign in there).translate(PAIRS).strip()


def differences(document: Any, content: bytes) -> list[tuple[str, str]]:
    """Return what was laid out, and what the PDF has in its place, where the two differ."""
    found = []
    with pypdfium2.PdfDocument(content) as pdf:
        assert len(pdf) == len(document.pages)
        for at, page in enumerate(document.pages):
            high = pdf[at].get_height()
            lines: dict[int, list[tuple[float, int, str]]] = {}
            for number, (sign, x, y) in enumerate(signs(pdf[at])):
                lines.setdefault(round(high - y), []).append((x, number, sign))
            for box in boxes(page):
                base = (box.position_y + box.baseline) * PIXEL
                wanted = seen(box.text, box.style["direction"]).translate(PAIRS).strip()
                near = [
                    sign
                    for line in {round(base), int(base), int(base) + 1}
                    for sign in lines.get(line, ())
                ]
                read = [within(near, box, shift / 2) for shift in SHIFTS[box.style["direction"]]]
                if wanted not in read:
                    found.append((wanted, read[0]))
    return found


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_text_of_a_pdf_is_the_text_that_was_written(printed: Any, kind: str, code: str) -> None:
    html, document, content = printed(f"{kind}/{code}")
    assert differences(document, content) == []
    laid_out = "".join(
        "".join(box.text.split()) for page in document.pages for box in boxes(page)
    ).replace("\u2010", "")
    running = "ancestor::*[starts-with(@class, 'running')]"  # not on a brief's only page
    for words in parser.fromstring(html).xpath(f"//body//text()[not({running})]"):
        assert "".join(words.split()).replace("\u2010", "") in laid_out
