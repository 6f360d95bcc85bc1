"""The words, numbers and dates of one language: gettext, CLDR through Babel, and UN usage.

Everything printed goes through here. House rules (United Nations Editorial
Manual): one to nine in words in running text, "per cent" in text, "19 August
2009", "US$" before the amount.
"""

from __future__ import annotations

import calendar
import datetime as dt
import gettext
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from briefpress.model import places

DOMAIN = "briefpress"
FOLDER = Path(__file__).parent / "locale"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})

_CURRENCY_SIGNS = {"USD": "US$\u00a0", "EUR": "€\u00a0", "GBP": "£\u00a0"}
"""As the UN prints them; any other currency by its ISO 4217 code."""


@dataclass(frozen=True)
class Names:
    """The data's own names of codes: themes, and organisations by id."""

    themes: Mapping[str, str]
    organisations: Mapping[str, str]


@dataclass(frozen=True)
class Text:
    """One language's words. Give it codes and values; get what is printed."""

    language: str
    names: Names
    translations: gettext.NullTranslations

    @property
    def direction(self) -> str:
        """Return how the language is written, as HTML has it: ltr or rtl."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    def gettext(self, message: str) -> str:
        """Return a message in this language."""
        return self.translations.gettext(message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Return the form of a message that goes with a number."""
        return self.translations.ngettext(one, many, number)

    def pgettext(self, context: str, message: str) -> str:
        """Return a message that means something else elsewhere."""
        return self.translations.pgettext(context, message)

    def number(self, value: int | Decimal, precision: int = 0) -> str:
        """Return a number in digits, grouped as the language groups."""
        pattern = "#,##0" + ("." + "0" * precision if precision else "")
        return format_decimal(value, pattern, locale=_locale(self.language))

    def words(self, value: int) -> str:
        """Return one to nine in words, anything else in digits: for running text."""
        _ = self.gettext
        small = (
            _("none"), _("one"), _("two"), _("three"), _("four"),
            _("five"), _("six"), _("seven"), _("eight"), _("nine"),
        )  # fmt: skip
        return small[value] if 0 <= value < len(small) else self.number(value)

    def percent(self, value: Decimal, precision: int = 0) -> str:
        """Return a percentage for a table or a chart."""
        return self.gettext("{number}%").format(number=self.number(value, precision))

    def money(self, value: Decimal, currency: str, precision: int = 0) -> str:
        """Return an amount with the sign of its currency before it."""
        sign = _CURRENCY_SIGNS.get(currency, f"{currency}\u00a0")
        minus = "−" if value < 0 else ""
        return f"{minus}{sign}{self.number(abs(value), precision)}"

    def date(self, value: dt.date) -> str:
        """Return a day as ``31 December 2024``."""
        return format_date(value, "d MMMM y", locale=_locale(self.language))

    def period(self, start: str, end: str) -> str:
        """Return what two ISO dates say: a year, a month, a day, a range, or nothing."""
        if not start or not end:
            return self._open(start, end)
        first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
        if first == last:
            return self.date(first)
        month_end = calendar.monthrange(last.year, last.month)[1]
        whole_month = first.day == 1 and last.day == month_end
        if whole_month and (first.year, first.month) == (last.year, last.month):
            return format_date(first, "MMMM y", locale=_locale(self.language))
        if whole_month and first.month == 1 and last.month == 12:
            return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
        return f"{self.date(first)} – {self.date(last)}"

    def _open(self, start: str, end: str) -> str:
        """Return a period of which only one end is known, or none."""
        if start:
            return self.gettext("from {date}").format(date=self.date(dt.date.fromisoformat(start)))
        if end:
            return self.gettext("until {date}").format(date=self.date(dt.date.fromisoformat(end)))
        return ""

    def listing(self, items: Sequence[str]) -> str:
        """Return ``a, b and c``; the UN's English has no comma before "and"."""
        if self.language == "en" and len(items) > 2:
            return f"{', '.join(items[:-1])} and {items[-1]}"
        return format_list(list(items), locale=_locale(self.language))

    def place(self, code: str) -> str:
        """Return the UN's name of a country (ISO alpha-3) or region (M49)."""
        if code == places.WORLD:
            return self.gettext("Worldwide")
        return places.name(code, self.language)

    def order(self, name: str) -> str:
        """Return what names are sorted by: letters without their accents and their case."""
        letters = unicodedata.normalize("NFKD", name)
        return "".join(one for one in letters if not unicodedata.combining(one)).casefold()

    def sorted_by_place(self, rows: Iterable[dict[str, Any]], key: str) -> list[dict[str, Any]]:
        """Return rows in the order of the printed names of their places."""
        return sorted(rows, key=lambda row: self.order(self.place(row[key])))

    def theme(self, code: str) -> str:
        """Return a theme's name, as the data has it."""
        return self.names.themes.get(code, code)

    def organisation(self, identifier: str) -> str:
        """Return an organisation's name, as the data has it."""
        return self.names.organisations.get(identifier, identifier)

    def status(self, status: str) -> str:
        """Return what is printed in place of a number that has no value."""
        _ = self.gettext
        return {"no data": _("no data"), "suppressed": _("suppressed")}[status]

    def scope(self, code: str) -> str:
        """Return the name of an activity scope (IATI ActivityScope)."""
        _ = self.gettext
        return {
            "global": _("Global"),
            "regional": _("Regional"),
            "multinational": _("Several countries"),
            "national": _("National"),
            "subnational": _("Subnational"),
            "": _("Not given"),
        }[code]


def text(language: str, names: Names) -> Text:
    """Return the words of a language that has a catalogue (English needs none)."""
    return Text(language, names, _catalogue(language))


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, FOLDER, [language])


@cache
def _locale(language: str) -> Locale:
    # British conventions (day before month) are nearest to the UN's English.
    return Locale.parse("en_GB" if language == "en" else language)
