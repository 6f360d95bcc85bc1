"""Numbers and dates by CLDR, and where the United Nations writes otherwise.

English: day before month ("19 August 2009"), "a, b and c" (United Nations
Editorial Manual). French: "1er". Russian: "года" in full. Arabic: both names of
a month, European digits. Chinese: thousands apart by spaces.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal

from briefpress.model import places

_DAY = {"en": "d MMMM y", "ru": "d MMMM y 'года'"}
_MONTH = {"en": "MMMM y", "ru": "LLLL y 'года'"}
_ARABIC_MONTHS = (
    "كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو",
    "حزيران/يونيه", "تموز/يوليه", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر",
    "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر",
)  # fmt: skip

_I_SOUND = re.compile(r"(?i)[ií]|h[ií](?![ae])")
"""Before which the Spanish "y" is "e": Francia e Italia, but nieve y hielo."""


@cache
def locale(language: str) -> Locale:
    """Return CLDR's data of a language. Raises UnknownLocaleError where there is none."""
    # British conventions (day before month) are nearest to the UN's English.
    return Locale.parse("en_GB" if language == "en" else language.replace("-", "_"))


@cache
def direction(language: str) -> str:
    """Return how a language is written, as HTML has it: ltr or rtl."""
    try:
        return str(locale(language).text_direction)
    except (UnknownLocaleError, ValueError):  # a language of the data that CLDR does not know
        return "ltr"


@cache
def own_name(language: str) -> str:
    """Return what a language calls itself: ``Français``; its code where CLDR does not know it."""
    try:
        name = str(locale(language).get_language_name(language.replace("-", "_")) or language)
    except (UnknownLocaleError, ValueError):
        return language
    return name[:1].upper() + name[1:]


def number(language: str, value: int | Decimal, precision: int) -> str:
    """Return a number in European digits, grouped as the language groups."""
    pattern = "#,##0" + ("." + "0" * precision if precision else "")
    printed = format_decimal(value, pattern, locale=locale(language))
    return printed.replace(",", "\u00a0") if language == "zh" else printed


def day(language: str, value: dt.date) -> str:
    """Return ``31 December 2024``."""
    if language == "ar":
        return f"{value.day} {month(language, value)}"
    pattern = _DAY.get(language) or str(locale(language).date_formats["long"])
    if language == "fr" and value.day == 1:
        pattern = pattern.replace("d", "'1er'", 1)
    return format_date(value, pattern, locale=locale(language))


def month(language: str, value: dt.date) -> str:
    """Return ``December 2024``."""
    if language == "ar":
        return f"{_ARABIC_MONTHS[value.month - 1]} {value.year}"
    if language in _MONTH:
        return format_date(value, _MONTH[language], locale=locale(language))
    return format_skeleton("yMMMM", value, locale=locale(language))


def place(language: str, code: str) -> str:
    """Return CLDR's name of a place for a language that the UN has no names in.

    "" where CLDR calls it otherwise than the UN even in English ("Palestinian
    Territories"): such a name is for a project to choose.
    """
    area = places.countries().get(code)
    territory = area.iso2 if area else code
    if locale("en").territories.get(territory) != places.name(code):
        return ""
    return str(locale(language).territories.get(territory, ""))


def listing(language: str, items: Sequence[str]) -> str:
    """Return ``a, b and c``; the UN's English has no comma before "and"."""
    if language == "en" and len(items) > 2:
        return f"{', '.join(items[:-1])} and {items[-1]}"
    joined = format_list(list(items), locale=locale(language))
    if language == "es" and len(items) > 1 and _I_SOUND.match(items[-1]):
        joined = f"{joined.removesuffix(f' y {items[-1]}')} e {items[-1]}"
    return joined
