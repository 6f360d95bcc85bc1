"""The words, numbers and dates of one language: gettext, CLDR through Babel, and UN usage.

Everything printed goes through here. House rules (United Nations Editorial
Manual): one to nine in words in running text, "per cent" in text, "19 August
2009", "US$" before the amount; each language has its own in its catalogue.
"""

from __future__ import annotations

import calendar
import datetime as dt
import gettext
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from briefpress import catalogues, collation, usage
from briefpress.model import codelists, places
from briefpress.model.number import Suppressed

_PLAIN = re.compile(r"[\d.,]+")
"""What stands as it should in right-to-left words too."""


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
        return usage.direction(self.language)

    def gettext(self, message: str) -> str:
        """Return a message in this language."""
        return self.translations.gettext(message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Return the form of a message that goes with a number."""
        return self.translations.ngettext(one, many, number)

    def pgettext(self, context: str, message: str) -> str:
        """Return a message that means something else elsewhere."""
        return self.translations.pgettext(context, message)

    def has(self, message: str, context: str = "") -> bool:
        """Say whether a message is in this language: what is not is printed in English."""
        return self.language == "en" or catalogues.has(self.translations, message, context)

    def isolated(self, words: str) -> str:
        """Return what has its own order of signs such that right-to-left words leave it alone.

        Between U+2066 and U+2069; a page has ``<bdi>`` for them (documents/bidi.py).
        """
        if self.direction == "ltr" or not words or _PLAIN.fullmatch(words) or "\u2066" in words:
            return words
        return f"\u2066{words}\u2069"

    def number(self, value: int | Decimal | Suppressed, precision: int = 0) -> str:
        """Return a number in digits, grouped as the language groups; or that it is suppressed."""
        if isinstance(value, Suppressed):
            return self.status("suppressed")
        return self.isolated(usage.number(self.language, value, precision))

    def words(self, value: int, noun: str = "activity") -> str:
        """Return one to nine in words, anything else in digits: for running text.

        ``noun`` is what is counted, in English: in many languages one and none
        have its gender. One of those in ``_counted``.
        """
        _ = self.gettext
        small = (
            *self._counted[noun],
            _("two"), _("three"), _("four"), _("five"),
            _("six"), _("seven"), _("eight"), _("nine"),
        )  # fmt: skip
        return small[value] if 0 <= value < len(small) else self.number(value)

    @cached_property
    def _counted(self) -> Mapping[str, tuple[str, str]]:
        """None and one of each thing that is counted in running text."""
        pgettext = self.pgettext
        return {
            "activity": (pgettext("activity", "none"), pgettext("activity", "one")),
            "country": (pgettext("country", "none"), pgettext("country", "one")),
            "donor": (pgettext("donor", "none"), pgettext("donor", "one")),
            "partner": (pgettext("partner", "none"), pgettext("partner", "one")),
            "payment": (pgettext("payment", "none"), pgettext("payment", "one")),
            "region": (pgettext("region", "none"), pgettext("region", "one")),
            "result": (pgettext("result", "none"), pgettext("result", "one")),
            "target": (pgettext("target", "none"), pgettext("target", "one")),
            "theme": (pgettext("theme", "none"), pgettext("theme", "one")),
        }

    def percent(self, value: Decimal | Suppressed, precision: int = 0) -> str:
        """Return a percentage for a table or a chart: ``12.5%``; or that it is suppressed."""
        if isinstance(value, Suppressed):
            return self.status("suppressed")
        number = usage.number(self.language, value, precision)
        return self.isolated(self.gettext("{number}%").format(number=number))

    def per_cent(self, value: Decimal, precision: int = 0) -> str:
        """Return a percentage for running text: ``12.5 per cent``."""
        count = int(value) if value == int(value) else 2  # of a fraction, as after "two" or more
        sentence = self.ngettext("{number} per cent", "{number} per cent", abs(count))
        return sentence.format(number=self.number(value, precision))

    def money(self, value: Decimal, currency: str, precision: int = 0) -> str:
        """Return an amount with its currency, as the language writes it."""
        return self._amount(value, currency, precision, "−" if value < 0 else "")

    def difference(self, value: int | Decimal, currency: str = "", precision: int = 0) -> str:
        """Return how much more or less there is: ``+3``, ``−3``, ``+US$ 3``; none is ``0``."""
        sign = "+" if value > 0 else "−" if value < 0 else ""
        if currency:
            return self._amount(Decimal(value), currency, 0, sign)
        return self.isolated(sign + usage.number(self.language, max(value, -value), precision))

    def _amount(self, value: Decimal, currency: str, precision: int, sign: str) -> str:
        pgettext = self.pgettext
        pattern = {
            "USD": pgettext("amount of money", "US$\u00a0{number}"),
            "EUR": pgettext("amount of money", "€\u00a0{number}"),
            "GBP": pgettext("amount of money", "£\u00a0{number}"),
        }.get(currency) or pgettext("amount of money", "{currency}\u00a0{number}")
        number = usage.number(self.language, abs(value), precision)
        if self.direction == "ltr":
            return sign + pattern.format(number=number, currency=currency)
        return pattern.format(number=self.isolated(sign + number), currency=self.isolated(currency))

    def date(self, value: dt.date) -> str:
        """Return a day as ``31 December 2024``."""
        return usage.day(self.language, value)

    def years(self, period: str) -> str:
        """Return the years of an edition: ``2020–2024`` for ``2020-2024``."""
        first, _, last = period.partition("-")
        if not last:
            return first
        return self.isolated(
            self.pgettext("years", "{first}–{last}").format(first=first, last=last)
        )

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
            return usage.month(self.language, first)
        if whole_month and first.month == 1 and last.month == 12:
            return self.years("-".join(dict.fromkeys((str(first.year), str(last.year)))))
        return self.gettext("{start} – {end}").format(start=self.date(first), end=self.date(last))

    def _open(self, start: str, end: str) -> str:
        """Return a period of which only one end is known, or none."""
        if start:
            return self.gettext("from {date}").format(date=self.date(dt.date.fromisoformat(start)))
        if end:
            return self.gettext("until {date}").format(date=self.date(dt.date.fromisoformat(end)))
        return ""

    def listing(self, items: Sequence[str]) -> str:
        """Return ``a, b and c``."""
        return usage.listing(self.language, items)

    def series(self, items: Iterable[str]) -> str:
        """Return ``a; b; c``: a list without "and"."""
        return self.pgettext("between the items of a list", "; ").join(items)

    def commas(self, items: Iterable[str]) -> str:
        """Return ``a, b, c``: the parts of one thing."""
        return self.pgettext("between the parts of one thing", ", ").join(items)

    def place(self, code: str) -> str:
        """Return the UN's name of a country (ISO alpha-3) or region (M49).

        A project's catalogue can give another, with the code as the message in
        the context "place".
        """
        if code == places.WORLD:
            return self.gettext("Worldwide")
        own = self._own("place", code)
        if not own and self.language not in places.LANGUAGES:
            own = usage.place(self.language, code)
        return own or places.name(code, self.language)

    def within(self, code: str) -> str:
        """Return a place as it stands in a sentence: ``in Pakistan``, ``au Pakistan``.

        A project's catalogue can give another, with the code as the message in
        the context "in a place".
        """
        found = self._own("in a place", code) or places.within_words(code, self.language)
        if found:
            return found
        return self.pgettext("in a place", "in {place}").format(place=self.place(code))

    def _own(self, context: str, code: str) -> str:
        """Return what a project's catalogue says of a place; "" if it says nothing."""
        said = self.translations.pgettext(context, code)
        return "" if said == code else said

    def order(self, name: str) -> bytes:
        """Return what names are sorted by: as the language sorts, not by code points."""
        return collation.key(self.language, name)

    def sorted_by_place(self, rows: Iterable[dict[str, Any]], key: str) -> list[dict[str, Any]]:
        """Return rows in the order of the printed names of their places."""
        return sorted(rows, key=lambda row: self.order(self.place(row[key])))

    def theme(self, code: str) -> str:
        """Return a theme's name: the project's own, IATI's in this language, or the data's."""
        name = self.names.themes.get(code, code)
        own = self.of_data("theme name", name)
        return codelists.theme_names(self.language).get(name, name) if own == name else own

    def theme_is_english(self, code: str) -> bool:
        """Say whether ``theme`` gives IATI's English name because this language has none."""
        if self.language == "en":
            return False
        name = self.theme(code)
        return name == self.names.themes.get(code) and name in codelists.english_themes()

    def organisation(self, identifier: str) -> str:
        """Return an organisation's name, as the data or the project's catalogue has it."""
        name = self.names.organisations.get(identifier, identifier)
        return self.of_data("organisation name", name)

    def of_data(self, kind: str, words: str) -> str:
        """Return words of the data or of briefs.toml; a project's catalogue can translate them.

        ``kind`` is the message's context there: "edition title", "theme name",
        "theme description", "organisation name", "source name" or "own text".
        """
        return self.translations.pgettext(kind, words) if words else words

    def status(self, status: str) -> str:
        """Return what is printed in place of a number that has no value."""
        _ = self.gettext
        return {"no data": _("no data"), "suppressed": _("suppressed")}[status]

    def field(self, code: str) -> str:
        """Return what a kind of information is called that an activity can give."""
        _ = self.gettext
        names = {
            "place": _("Place"),
            "theme": _("Theme"),
            "date": _("Date"),
            "partner": _("Partner"),
            "donor": _("Donor"),
            "budget": _("Budget"),
            "result": _("Result"),
        }
        return names.get(code, code)

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


def text(language: str, names: Names, root: Path | None = None) -> Text:
    """Return the words of a language; ``root`` is the project whose own catalogues go before.

    Raises FileNotFoundError for a language that has no catalogue.
    """
    return Text(language, names, catalogues.catalogue(language, root))
