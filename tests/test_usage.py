"""Numbers, money, dates and order in the six languages of the United Nations."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache

import pytest

from briefpress import language
from briefpress.language import Names, Text

SIX = ("en", "fr", "es", "ru", "zh", "ar")


@cache
def text(code: str) -> Text:
    return language.text(code, Names({}, {}))


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("en", "1,234,567.5"),
        ("fr", "1\u202f234\u202f567,5"),
        ("es", "1.234.567,5"),
        ("ru", "1\u00a0234\u00a0567,5"),
        ("zh", "1\u00a0234\u00a0567.5"),
        ("ar", "1,234,567.5"),
    ],
)
def test_a_number_is_grouped_as_the_language_groups(code: str, printed: str) -> None:
    assert text(code).number(Decimal("1234567.5"), 1) == printed


@pytest.mark.parametrize(
    ("code", "dollars", "francs"),
    [
        ("en", "US$\u00a01,200", "CHF\u00a01,200"),
        ("fr", "1\u202f200\u00a0$US", "1\u202f200\u00a0CHF"),
        ("es", "US$\u00a01.200", "1.200\u00a0CHF"),
        ("ru", "1\u00a0200\u00a0долл.\u00a0США", "1\u00a0200\u00a0CHF"),
        ("zh", "1\u00a0200美元", "1\u00a0200\u00a0CHF"),
        ("ar", "1,200\u00a0دولار أمريكي", "1,200\u00a0\u2066CHF\u2069"),
    ],
)
def test_an_amount_has_its_currency_where_the_language_has_it(
    code: str, dollars: str, francs: str
) -> None:
    assert text(code).money(Decimal(1200), "USD") == dollars
    assert text(code).money(Decimal(1200), "CHF") == francs


def test_a_minus_stands_before_the_number_in_arabic_too() -> None:
    assert text("ar").money(Decimal(-1200), "USD") == "\u2066−1,200\u2069\u00a0دولار أمريكي"
    assert text("fr").money(Decimal(-1200), "USD") == "−1\u202f200\u00a0$US"
    assert text("ar").number(-5) == "\u2066-5\u2069"


@pytest.mark.parametrize(
    ("code", "table", "running"),
    [
        ("en", "12.5%", "12.5 per cent"),
        ("fr", "12,5\u202f%", "12,5\u202f%"),
        ("es", "12,5\u00a0%", "12,5 por ciento"),
        ("ru", "12,5\u00a0%", "12,5 процента"),
        ("zh", "12.5%", "12.5%"),
        ("ar", "\u206612.5%\u2069", "12.5 في المائة"),
    ],
)
def test_a_percentage_is_a_sign_in_tables_and_words_in_text(
    code: str, table: str, running: str
) -> None:
    assert text(code).percent(Decimal("12.5"), 1) == table
    assert text(code).per_cent(Decimal("12.5"), 1) == running


def test_whole_per_cents_have_their_russian_forms() -> None:
    said = [text("ru").per_cent(Decimal(number)) for number in (1, 3, 12, 21)]
    assert said == ["1 процент", "3 процента", "12 процентов", "21 процент"]


@pytest.mark.parametrize(
    ("code", "day", "month", "range_"),
    [
        ("en", "1 March 2024", "March 2024", "1 March 2024 – 5 May 2024"),
        ("fr", "1er mars 2024", "mars 2024", "1er mars 2024 – 5 mai 2024"),
        ("es", "1 de marzo de 2024", "marzo de 2024", "1 de marzo de 2024 – 5 de mayo de 2024"),
        ("ru", "1 марта 2024 года", "март 2024 года", "1 марта 2024 года – 5 мая 2024 года"),
        ("zh", "2024年3月1日", "2024年3月", "2024年3月1日至2024年5月5日"),
        ("ar", "1 آذار/مارس 2024", "آذار/مارس 2024", "1 آذار/مارس 2024 – 5 أيار/مايو 2024"),
    ],
)
def test_dates_are_as_the_united_nations_writes_them(
    code: str, day: str, month: str, range_: str
) -> None:
    assert text(code).date(dt.date(2024, 3, 1)) == day
    assert text(code).period("2024-03-01", "2024-03-31") == month
    assert text(code).period("2024-03-01", "2024-05-05") == range_


def test_twenty_one_and_thirty_one_are_no_first_days() -> None:
    assert text("fr").date(dt.date(2024, 12, 31)) == "31 décembre 2024"
    assert text("fr").date(dt.date(2024, 12, 11)) == "11 décembre 2024"


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("en", "2020–2024"),
        ("fr", "2020-2024"),
        ("ru", "2020–2024"),
        ("ar", "\u20662020-2024\u2069"),
    ],
)
def test_a_range_of_years_keeps_its_direction(code: str, printed: str) -> None:
    assert text(code).years("2020-2024") == printed
    assert text(code).years("2024") == "2024"


@pytest.mark.parametrize(
    ("code", "theme", "activity", "many"),
    [
        ("en", "one", "one", "nine"),
        ("fr", "un", "une", "neuf"),
        ("es", "un", "una", "nueve"),
        ("ru", "1", "1", "9"),
        ("zh", "1", "1", "9"),
        ("ar", "1", "1", "9"),
    ],
)
def test_one_has_the_gender_of_what_is_counted(
    code: str, theme: str, activity: str, many: str
) -> None:
    words = text(code).words
    assert (words(1, "theme"), words(1), words(9, "country")) == (theme, activity, many)
    assert words(10, "theme") == "10"
    assert words(0, "theme")


@pytest.mark.parametrize(
    ("items", "printed"),
    [
        (["Chile", "Perú"], "Chile y Perú"),
        (["Francia", "Italia"], "Francia e Italia"),
        (["Perú", "Chile", "Irán"], "Perú, Chile e Irán"),
        (["agua", "hielo"], "agua y hielo"),
        (["Irak y Siria", "Hungría"], "Irak y Siria y Hungría"),
        (["padres", "hijos"], "padres e hijos"),
        (["Irán"], "Irán"),
    ],
)
def test_the_spanish_and_changes_before_its_own_sound(items: list[str], printed: str) -> None:
    assert text("es").listing(items) == printed


@pytest.mark.parametrize(
    ("code", "ordered"),
    [
        ("es", ["Nicaragua", "Nueva Zelandia", "Ñandú", "Omán"]),
        ("fr", ["Égypte", "El Salvador", "Équateur", "Érythrée", "Espagne", "Zambie"]),
        ("ru", ["Еж", "Ёлка", "Ель", "Жук"]),
        ("zh", ["阿富汗", "巴西", "德国", "中国"]),
        ("ar", ["إثيوبيا", "الأرجنتين", "الأردن", "ألبانيا", "بلجيكا", "اليابان"]),
        ("en", ["Åland Islands", "Albania", "Côte d’Ivoire", "Cuba", "Türkiye", "Uganda"]),
    ],
)
def test_names_are_in_the_order_of_the_language(code: str, ordered: list[str]) -> None:
    for given in (ordered, ordered[::-1], sorted(ordered)):
        assert sorted(given, key=text(code).order) == ordered


def test_the_countries_of_a_table_are_in_the_order_of_their_printed_names() -> None:
    rows = [{"country": code} for code in ("ZAF", "DEU", "EGY")]
    printed = {
        code: [
            text(code).place(row["country"]) for row in text(code).sorted_by_place(rows, "country")
        ]
        for code in ("en", "fr", "zh")
    }
    assert printed == {
        "en": ["Egypt", "Germany", "South Africa"],
        "fr": ["Afrique du Sud", "Allemagne", "Égypte"],
        "zh": ["埃及", "德国", "南非"],
    }


@pytest.mark.parametrize("code", SIX)
def test_isolates_stand_in_right_to_left_words_only(code: str) -> None:
    isolated = text(code).isolated("2020–2024")
    assert isolated == ("\u20662020–2024\u2069" if code == "ar" else "2020–2024")
    assert text(code).isolated(isolated) == isolated
    assert text(code).isolated("1,234.5") == "1,234.5"


def test_themes_of_the_iati_standard_have_their_french_names() -> None:
    names = Names({"11130": "Teacher training", "x": "A theme of our own"}, {})
    french, spanish = (language.text(code, names) for code in ("fr", "es"))
    assert french.theme("11130") == "Formation des enseignants"
    assert french.theme("x") == "A theme of our own"
    assert spanish.theme("11130") == "Teacher training"
