"""From a number as it is printed on a page to the numbers of the facts that it can be.

Digits of any script, and the separators of any language: what is compared is the
value, to as many places as are printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from briefpress import language as words_of
from briefpress.errors import ProjectError
from briefpress.language import Names, Text

_SCALES = {
    10**3: "k thousand mille mil тысяч тысяча тысячи тыс ألف آلاف 千",
    10**4: "万 萬",
    10**6: "m mn million millions millón millon millones миллион миллиона миллионов млн"
    " مليون ملايين 百万",
    10**8: "亿 億",
    10**9: "bn billion billions milliard milliards миллиард миллиарда миллиардов млрд"
    " مليار مليارات 十亿",
}
_WORDS = {word: scale for scale, words in _SCALES.items() for word in words.split()}
_LONG = {"billion": {"fr": 10**12}, "billions": {"fr": 10**12}}
"""A French billion is a million of millions."""

_NUMBER = re.compile(r"(?P<sign>[-−–]?)\s*[^\d\-−.,٫]*(?P<digits>\d[\d.,'٫٬ ]*)")
_MARKS = re.compile("[\u200e\u200f\u061c\u2066-\u2069\u202a-\u202e]")


@dataclass(frozen=True)
class Candidate:
    """A number of the facts, or a table's cell, that may be what is printed."""

    name: str
    value: str
    unit: str
    exact: bool
    """Whether it is printed just so; else it is only the same when it is rounded."""


def flat(text: str) -> str:
    """Return text with one kind of space, European digits and no marks of direction."""
    plain = "".join(
        str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in _MARKS.sub("", text)
    )
    return " ".join(plain.replace("−", "-").split())


def values(text: str, language: str) -> list[tuple[Decimal, Decimal]]:
    """Return the values that a printed number may have, each with the unit of its last digit.

    Usually one; "1.234" in a language that groups by points and "1,234" are read by
    the language. Empty where it is no number.
    """
    plain = flat(text)
    found = _NUMBER.search(plain)
    if not found:
        return []
    digits = found["digits"].strip(" .,'")
    number = _plain(digits, language)
    if number is None:
        return []
    rest = plain[found.start("digits") + len(digits) :].strip(" .").lower()
    word = re.match(r"[^\W\d_]+", rest)
    scale = _scale(word[0], language) if word else 1
    unit = Decimal(1).scaleb(int(number.as_tuple().exponent))
    signed = -number if found["sign"] in ("-", "−") and found["sign"] else number
    return [(signed * scale, unit * scale)]


def _scale(word: str, language: str) -> int:
    return _LONG.get(word, {}).get(language) or _WORDS.get(word, 1)


def _plain(digits: str, language: str) -> Decimal | None:
    """Read digits with separators: the language's decimal sign decides where it can be both."""
    decimal = _decimal_sign(language)
    text = digits.replace(" ", "").replace("'", "").replace("٬", "").replace("٫", decimal)
    other = "." if decimal == "," else ","
    text = text.replace(other, "").replace(decimal, ".")
    return Decimal(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None


def _decimal_sign(language: str) -> str:
    from briefpress import usage

    return "," if "," in usage.number(language, Decimal("0.5"), 1) else "."


def candidates(facts: dict[str, Any], printed: str) -> list[Candidate]:
    """Return what may be printed so: those that are printed just so first, then rounded ones.

    Numbers, then cells of tables. A number in words ("four") is known by its form.
    """
    code = facts["brief"].rpartition("/")[2]
    text, wanted = words_of.text(code, Names({}, {})), flat(printed)
    meant = values(printed, code)
    found = []
    for name, unit, precision, value in _all(facts):
        forms = {flat(form) for form in _forms(text, value, unit, precision)}
        exact = wanted in forms
        near = any(abs(value - one) * 2 <= width for one, width in meant)
        if exact or near:
            found.append(Candidate(name, str(value), unit, exact))
    return sorted(found, key=lambda one: (not one.exact, one.name.startswith("tables.")))


def _forms(text: Text, value: Decimal, unit: str, precision: int) -> Iterator[str]:
    yield text.number(value, precision)
    if re.fullmatch("[A-Z]{3}", unit):
        yield from (text.money(value, unit), text.number(value))
    if value == value.to_integral() and 0 <= value < 10:
        yield from (text.words(int(value), noun) for noun in ("activity", "theme"))


def _all(facts: dict[str, Any]) -> Iterator[tuple[str, str, int, Decimal]]:
    """Give name, unit, decimals and value of every number, then of every cell that is one."""
    for name, number in facts["numbers"].items():
        if number["value"] is not None:
            yield name, number["unit"], number["precision"], Decimal(str(number["value"]))
    for table, rows in facts["tables"].items():
        for at, row in enumerate(rows, start=1):
            for column, value in row.items():
                if isinstance(value, bool) or column in ("year", "rows", "currency"):
                    continue
                if isinstance(value, int) or (isinstance(value, str) and _amount(column, value)):
                    unit = str(row.get("unit", "")) if column in ("actual", "target") else ""
                    yield f"tables.{table}[{at}].{column}", unit, 0, Decimal(str(value))


_AMOUNTS = ("amount", "value", "budget", "committed", "received", "spent", "actual", "target",
            "baseline", "achieved")  # fmt: skip


def _amount(column: str, value: str) -> bool:
    return column in _AMOUNTS and re.fullmatch(r"-?\d+(\.\d+)?", value) is not None


def pages_with(pdf: Path, printed: str) -> list[int]:
    """Return the pages, from 1, on which something is printed. Charts are pictures: see alt texts.

    Raises ProjectError when the file cannot be read as a PDF.
    """
    import pypdfium2

    signs = r"\s*".join(map(re.escape, flat(printed).replace(" ", "")))
    wanted = re.compile(rf"(?<![\d.,]){signs}(?![.,]?\d)")  # and not a part of a longer number
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            texts = [flat(page.get_textpage().get_text_range()) for page in document]
    except (pypdfium2.PdfiumError, OSError) as error:
        raise ProjectError(f"{pdf}: cannot be read as a PDF: {error}") from None
    return [at for at, text in enumerate(texts, start=1) if wanted.search(text)]


def find(facts: dict[str, Any], pdf: Path, printed: str, page: int | None) -> list[Candidate]:
    """Return the candidates for what is printed on a page of a brief's PDF.

    Raises ProjectError when it is not there, with the pages on which it is, and
    when no number of the facts is printed so.
    """
    pages = pages_with(pdf, printed)
    if page is not None and page not in pages:
        listed = ", ".join(map(str, pages))
        where = f"It stands on page {listed}." if pages else "It stands on no page as text."
        raise ProjectError(f"{pdf}, page {page}: '{printed}' is not printed there. {where}")
    found = candidates(facts, printed)
    if not found:
        raise ProjectError(
            f"{facts['brief']}: no number of the facts is printed as '{printed}'."
            " It may stand in a text of the data, or be a chart's: see charts in the facts."
        )
    return found
