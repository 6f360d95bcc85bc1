"""Places as they stand in a sentence: every one of them, in each language."""

from __future__ import annotations

import re

import pytest

from briefpress.model import places

EVERY = [*places.countries(), *places.regions()]
OPENINGS = {
    "en": r"in (the )?",
    "fr": r"(en|au|aux|à|à la|dans la|dans le|dans les|à l’|dans l’) ?",
    "es": r"en ((el|la|los|las) )?",
    "ru": r"(в|во|на) ",
    "zh": r"在",
    "ar": r"في ",
}


@pytest.mark.parametrize("language", places.LANGUAGES)
def test_no_place_lacks_its_form(language: str) -> None:
    assert len(EVERY) == 281
    for code in EVERY:
        assert re.match(OPENINGS[language], places.within_words(code, language)), code


@pytest.mark.parametrize("language", ["en", "fr", "es", "zh", "ar"])
def test_a_form_is_that_of_the_places_own_name(language: str) -> None:
    """What declines nothing has the whole name in it; a few are said otherwise."""
    otherwise = {"001", "053", "419", "HKG", "MAC", "TWN", "UMI"}
    otherwise |= {"019", "ASM", "ALA", "CCK", "BVT", "CXR", "NFK", "IMN", "HMD", "830"}
    for code in EVERY:
        name, form = places.name(code, language), places.within_words(code, language)
        if code not in otherwise:
            assert name.lower() in form.lower(), code


def test_a_russian_form_begins_as_the_name_does() -> None:
    """The first letters of each word stay when a name is declined."""
    otherwise = {"001", "SGS", "HMD"}
    for code in EVERY:
        name, form = places.name(code, "ru"), places.within_words(code, "ru")
        words = re.findall(r"\w{3,}", name.lower())
        stems = [re.sub(r"(ия|ая|ые|ое|ый|[а-яё])$", "", word)[:4] for word in words]
        if code not in otherwise:
            assert all(stem in form.lower() for stem in stems), (name, form)


@pytest.mark.parametrize(
    ("code", "forms"),
    [
        ("PAK", ["in Pakistan", "au Pakistan", "en el Pakistán", "в Пакистане", "在巴基斯坦",
                 "في باكستان"]),
        ("PHL", ["in the Philippines", "aux Philippines", "en Filipinas", "на Филиппинах",
                 "在菲律宾", "في الفلبين"]),
        ("CUB", ["in Cuba", "à Cuba", "en Cuba", "на Кубе", "在古巴", "في كوبا"]),
        ("FRA", ["in France", "en France", "en Francia", "во Франции", "在法国", "في فرنسا"]),
        ("IND", ["in India", "en Inde", "en la India", "в Индии", "在印度", "في الهند"]),
        ("TUR", ["in Türkiye", "en Türkiye", "en Türkiye", "в Турции", "在土耳其", "في تركيا"]),
        ("029", ["in the Caribbean", "dans les Caraïbes", "en el Caribe", "в Карибском бассейне",
                 "在加勒比", "في منطقة البحر الكاريبي"]),
    ],
)  # fmt: skip
def test_these_are_as_the_languages_say_it(code: str, forms: list[str]) -> None:
    assert [places.within_words(code, language) for language in places.LANGUAGES] == forms


def test_a_seventh_language_and_an_unspecified_place_have_none() -> None:
    assert places.within_words("PAK", "pt") == ""
    assert places.within_words(places.UNSPECIFIED, "fr") == ""
