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
            # PDFium says U+0002 for a hyphen at the end of a line
            hyphen = pdfium.FPDFText_IsHyphen(text.raw, at) == 1
            sign = "-" if hyphen else chr(pdfium.FPDFText_GetUnicode(text.raw, at))
            yield sign, x.value, y.value


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


# From right to left PDFium gives the other of a pair, of quotation marks too, which are not
# mirrored: which of the two it was cannot be told there.
PAIRS = {"ltr": {}, "rtl": str.maketrans(")]»“", "([«”")}

# WeasyPrint draws a line from right to left that ended in a space further right by that space:
# so many ems in Noto Sans, from which it comes.
SHIFTS = {"ltr": (0.0,), "rtl": (0.0, 0.26)}


def within(near: list[tuple[float, int, str]], box: Any, shift: float) -> str:
    """Return the signs of a line that stand in a box, from left to right."""
    left = box.position_x * PIXEL - 0.5 + shift  # a sign begins at its edge, give or take
    right = left + box.width * PIXEL
    there = [sign for sign in near if left <= sign[0] < right]
    # one glyph of several Arabic letters has them in the order of writing
    there.sort(key=lambda one: (round(one[0], 1), -one[1] if arabic(one[2]) else one[1]))
    return "".join(sign for _, _, sign in there).strip()


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
                direction = box.style["direction"]
                wanted = seen(box.text, direction).translate(PAIRS[direction]).strip()
                near = [
                    sign
                    for line in {round(base), int(base), int(base) + 1}
                    for sign in lines.get(line, ())
                ]
                size = box.style["font_size"] * PIXEL
                read = [
                    within(near, box, shift * size).translate(PAIRS[direction])
                    for shift in SHIFTS[direction]
                ]
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


@pytest.mark.parametrize("code", ["en", "ar", "zh"])
def test_a_letter_that_is_missing_or_misplaced_is_found(printed: Any, code: str) -> None:
    _, document, content = printed(f"donor/EU/{code}")
    box = max(boxes(document.pages[0]), key=lambda box: len(set(box.text)))
    whole = box.text
    for wrong in (whole[:2] + whole[3:], whole[0] + whole[2] + whole[1] + whole[3:]):
        box.text = wrong
        assert len(differences(document, content)) == 1
