"""What a cell of a table may call a country or a region, and what it may not."""

from __future__ import annotations

import csv
import pickle
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefpress.model import places
from briefpress.model.places import Ambiguous, Found, Unknown, find_country, find_region

REFERENCE = Path(places.__file__).with_name("reference")


def rows(file: str) -> list[dict[str, str]]:
    with (REFERENCE / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


ALIASES = rows("aliases.csv")
AMBIGUOUS: dict[str, set[str]] = {}
for row in ALIASES:
    if row["kind"] == "ambiguous":
        AMBIGUOUS.setdefault(places.normalise(row["alias"]), set()).add(row["iso3"])
NAMES = [
    (country.iso3, name)
    for country in places.countries().values()
    for name in country.names.values()
    if places.normalise(name) not in AMBIGUOUS
]
ACCEPTED = NAMES + [
    (row["iso3"], row["alias"]) for row in ALIASES if row["kind"] not in ("ambiguous", "adjective")
]
named = st.sampled_from(NAMES)


# Names lead to codes


def test_every_name_in_every_language_leads_back_to_its_country() -> None:
    wrong = [(code, name) for code, name in NAMES if find_country(name) != Found(code)]
    assert len(NAMES) > 1400
    assert wrong == []


def test_every_formal_name_leads_back_to_its_country() -> None:
    formal = [(row["iso3"], row["en_formal"]) for row in rows("countries.csv") if row["en_formal"]]
    assert len(formal) > 190
    assert [(code, name) for code, name in formal if find_country(name) != Found(code)] == []


def test_every_alias_leads_to_one_country_and_is_no_other_countrys_name() -> None:
    assert [(code, name) for code, name in ACCEPTED if find_country(name) != Found(code)] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Viet Nam", "VNM"),
        ("Vietnam", "VNM"),
        ("Türkiye", "TUR"),
        ("Turkey", "TUR"),
        ("State of Palestine", "PSE"),
        ("Palestine", "PSE"),
        ("West Bank and Gaza Strip", "PSE"),
        ("occupied Palestinian territory", "PSE"),
        ("Bolivia", "BOL"),
        ("Bolivia, Plurinational State of", "BOL"),
        ("Ivory Coast", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("CÔTE D’IVOIRE", "CIV"),
        ("DRC", "COD"),
        ("Congo, Dem. Rep.", "COD"),
        ("Republic of the Congo", "COG"),
        ("Congo (Brazzaville)", "COG"),
        ("Korea, Rep.", "KOR"),
        ("South Korea", "KOR"),
        ("DPRK", "PRK"),
        ("Lao PDR", "LAO"),
        ("Swaziland", "SWZ"),
        ("Cape Verde", "CPV"),
        ("Burma", "MMR"),
        ("Macedonia", "MKD"),
        ("Czech Republic", "CZE"),
        ("Kosovo", "XKX"),
        ("Kosovo*", "XKX"),
        ("Kosovo (under UNSCR 1244)", "XKX"),
        ("East Timor", "TLS"),
        ("Micronesia", "FSM"),
        ("The Gambia", "GMB"),
        ("Gambia, The", "GMB"),
        ("St. Lucia", "LCA"),
        ("Trinidad & Tobago", "TTO"),
        ("China, Taiwan Province of", "TWN"),
        ("États-Unis", "USA"),
        ("Reino Unido", "GBR"),
        ("Россия", "RUS"),
        ("刚果（金）", "COD"),
        ("الأردن", "JOR"),
        ("\u200fالاردن\u200e", "JOR"),
        ("ســوريه", "SYR"),
        ("Georgia", "GEO"),
        ("Sudan", "SDN"),
        ("Samoa", "WSM"),
        ("Guinea", "GIN"),
    ],
)
def test_the_names_that_people_use_are_understood(text: str, code: str) -> None:
    assert find_country(text) == Found(code)


@given(named, st.sampled_from([str.upper, str.lower, str.title]), st.sampled_from("'’ʼ"))
def test_case_spaces_and_apostrophes_do_not_matter(
    entry: tuple[str, str], case: type[str], apostrophe: str
) -> None:
    code, name = entry
    written = f" {case(name)}\u00a0".replace("’", apostrophe).replace(" ", "  ")
    if written.strip().upper() not in places.countries():
        assert find_country(written) == Found(code)


@given(named)
def test_accents_and_punctuation_do_not_matter(entry: tuple[str, str]) -> None:
    code, name = entry
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    assert find_country(bare.replace("(", ", ").replace(")", "").replace("-", " ")) == Found(code)


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = places.normalise(text)
    assert places.normalise(once) == once


# Codes


@pytest.mark.parametrize("text", ["KEN", "ken", " KEN ", "KE", "ke", "\ufeffKEN"])
def test_iso_codes_are_understood_in_capital_or_small_letters(text: str) -> None:
    assert find_country(text) == Found("KEN")


def test_every_iso_code_means_its_own_country() -> None:
    for code, country in places.countries().items():
        assert find_country(code) == find_country(country.iso2.lower()) == Found(code)


def test_a_word_that_looks_like_a_code_is_a_code_only_in_one_case() -> None:
    assert find_country("AND") == Found("AND")
    assert find_country("And") == Unknown("And", "AND")


@pytest.mark.parametrize("text", ["998", "498", "404", "4", "298", "0"])
def test_a_number_is_no_country(text: str) -> None:
    assert find_country(text) == Unknown(text, None)


# What is refused


def test_ambiguous_words_are_those_that_the_list_says_and_no_others() -> None:
    for row in ALIASES:
        if row["kind"] == "ambiguous":
            candidates = tuple(sorted(AMBIGUOUS[places.normalise(row["alias"])]))
            assert len(candidates) == 2
            assert find_country(row["alias"]) == Ambiguous(row["alias"], candidates)
    spelled = [name for country in places.countries().values() for name in country.names.values()]
    found = {places.normalise(n) for n in spelled if isinstance(find_country(n), Ambiguous)}
    assert found <= set(AMBIGUOUS)


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Congo", ("COD", "COG")),
        ("congo (the)", ("COD", "COG")),
        ("Korea", ("KOR", "PRK")),
        ("St. Martin", ("MAF", "SXM")),
        ("Virgin Islands", ("VGB", "VIR")),
    ],
)
def test_a_word_for_two_countries_is_left_to_a_person(text: str, candidates: tuple[str]) -> None:
    assert find_country(text) == Ambiguous(text, candidates)


@given(named, st.sampled_from(["women in {}", "{} programme", "{}x", "x{}", "not {}", "{}, {}"]))
def test_a_part_of_a_cell_never_names_a_country(entry: tuple[str, str], around: str) -> None:
    text = around.replace("{}", entry[1])
    assert isinstance(find_country(text), Unknown)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Niger", "Nigeria"),
        ("Guinea", "Guinea-Bissau"),
        ("Guinea", "Equatorial Guinea"),
        ("Guinea", "Papua New Guinea"),
        ("Mali", "Somalia"),
        ("Dominica", "Dominican Republic"),
        ("Sudan", "South Sudan"),
        ("Samoa", "American Samoa"),
        ("India", "British Indian Ocean Territory"),
        ("Republic of the Congo", "Democratic Republic of the Congo"),
        ("Republic of Korea", "Democratic People's Republic of Korea"),
    ],
)
def test_a_name_inside_another_name_stays_its_own_country(one: str, other: str) -> None:
    first, second = find_country(one), find_country(other)
    assert isinstance(first, Found)
    assert isinstance(second, Found)
    assert first != second


@pytest.mark.parametrize(
    "text",
    ["women", "Sindh", "Santiago de Cali", "Gaza", "England", "Yugoslavia", "n/a", "multiple", ""],
)
def test_what_is_no_country_is_unknown_and_gets_no_misleading_hint(text: str) -> None:
    assert find_country(text) == Unknown(text, None)


@pytest.mark.parametrize("text", ["Developing countries, unspecified", "Global", "Netherlands Ant"])
def test_collective_names_are_no_country(text: str) -> None:
    assert isinstance(find_country(text), Unknown)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Southern Africa", "018"),
        ("Southen Africa", "018"),
        ("Africa", "002"),
        ("South America", "005"),
        ("Юг Африки", "018"),
        ("West Africa", "011"),
        ("World", "001"),
    ],
)
def test_a_region_is_no_country_and_is_called_a_region(text: str, region: str) -> None:
    assert find_country(text) == Unknown(text, None, region)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("Palestin", "PSE"),
        ("Pakstan", "PAK"),
        ("Lybia", "LBY"),
        ("Phillipines", "PHL"),
        ("Nigerr", "NER"),
        ("Congo (Brazaville)", "COG"),
        ("Afghan", "AFG"),
        ("Mauritanian", "MRT"),
        ("Kongo", None),
        ("Dominican", None),
    ],
)
def test_a_slip_is_refused_with_the_nearest_right_country(text: str, nearest: str | None) -> None:
    assert find_country(text) == Unknown(text, nearest)


# Adjectives


def test_an_adjective_is_no_country_unless_another_language_calls_the_country_so() -> None:
    adjectives = places.adjectives()
    assert len(adjectives) > 250
    assert [a for a in adjectives if not isinstance(find_country(a), Unknown)] == ["Argentine"]
    assert places.name("ARG", "fr") == "Argentine"


def test_adjectives_name_their_countries() -> None:
    adjectives = places.adjectives()
    assert adjectives["Afghan"] == ("AFG",)
    assert adjectives["Nigerien"] == ("NER",)
    assert adjectives["Nigerian"] == ("NGA",)
    assert {a: c for a, c in adjectives.items() if len(c) > 1} == {
        "Congolese": ("COD", "COG"),
        "Dominican": ("DMA", "DOM"),
        "Korean": ("KOR", "PRK"),
    }


def test_every_state_with_a_formal_name_has_an_adjective() -> None:
    states = {row["iso3"] for row in rows("countries.csv") if row["en_formal"]}
    described = {code for codes in places.adjectives().values() for code in codes}
    # Niue and the Cook Islands are no UN members; nobody is "Holy Seean".
    assert states - described == {"COK", "NIU", "VAT"}


# Regions


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("002", "002"),
        ("2", "002"),
        (" 15 ", "015"),
        ("Africa", "002"),
        ("the Caribbean", "029"),
        ("Southern Africa", "018"),
        ("Afrique australe", "018"),
        ("Central Africa", "017"),
        ("South-East Asia", "035"),
        ("Micronesia", "057"),
    ],
)
def test_a_region_is_found_by_its_code_or_name(text: str, code: str) -> None:
    assert find_region(text) == Found(code)


def test_every_region_is_found_by_its_name_in_every_language() -> None:
    for code, region in places.regions().items():
        for spelling in region.names.values():
            assert find_region(spelling) == Found(code), spelling


def test_a_mistyped_region_gets_a_region_as_hint_and_never_a_country() -> None:
    assert find_region("Southen Africa") == Unknown("Southen Africa", "018")
    assert find_region("South Africa") == Unknown("South Africa", None)


@pytest.mark.parametrize("text", ["998", "0002", "404", "KEN", "Kenya", "Middle East", ""])
def test_what_is_no_region_is_unknown(text: str) -> None:
    assert find_region(text) == Unknown(text, None)


def test_regions_form_a_tree_under_the_world() -> None:
    regions = places.regions()
    assert [code for code, region in regions.items() if region.parent is None] == ["001"]
    for region in regions.values():
        assert region.parent is None or region.parent in regions


def test_every_countrys_regions_lie_in_each_other() -> None:
    parent = {code: region.parent for code, region in places.regions().items()}
    for country in places.countries().values():
        if country.iso3 == "ATA":
            assert (country.region, country.subregion) == ("001", "001")
            continue
        assert parent[country.region] == "001", country.iso3
        assert parent[country.subregion] == country.region, country.iso3
        assert country.intermediate is None or parent[country.intermediate] == country.subregion


@pytest.mark.parametrize(
    ("code", "top"),
    [
        ("KEN", "002"),
        ("014", "002"),
        ("202", "002"),
        ("002", "002"),
        ("PAK", "142"),
        ("005", "019"),
        ("XKX", "150"),
        ("ATA", "001"),
        ("001", "001"),
        ("", ""),
    ],
)
def test_the_top_region_is_the_continent(code: str, top: str) -> None:
    assert places.top_region(code) == top


# Names that are printed


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("TUR", "en", "Türkiye"),
        ("VNM", "en", "Viet Nam"),
        ("PSE", "en", "State of Palestine"),
        ("BOL", "en", "Bolivia (Plurinational State of)"),
        ("CIV", "en", "Côte d’Ivoire"),
        ("NLD", "en", "Netherlands (Kingdom of the)"),
        ("LAO", "en", "Lao People’s Democratic Republic"),
        ("COG", "en", "Congo"),
        ("TWN", "en", "Taiwan Province of China"),
        ("XKX", "ru", "Косово"),
        ("PNG", "ru", "Папуа — Новая Гвинея"),
        ("PAK", "ar", "باكستان"),
        ("018", "en", "Southern Africa"),
        ("018", "fr", "Afrique australe"),
        ("ZAF", "ru", "Южная Африка"),
        ("KEN", "pt", "Kenya"),
    ],
)
def test_names_are_those_that_the_un_uses(code: str, language: str, name: str) -> None:
    assert places.name(code, language) == name


def test_a_code_that_is_no_place_has_no_name() -> None:
    with pytest.raises(KeyError, match="999"):
        places.name("999")


def test_no_name_is_missing_or_untidy() -> None:
    countries, regions = places.countries().values(), places.regions().values()
    for names in [area.names for area in countries] + [region.names for region in regions]:
        assert tuple(names) == places.LANGUAGES
        for name in names.values():
            assert name
            assert name == " ".join(name.split())
            assert "'" not in name


def test_no_country_prints_like_a_region() -> None:
    printed = {(lang, name) for r in places.regions().values() for lang, name in r.names.items()}
    for country in places.countries().values():
        assert not printed & set(country.names.items()), country.iso3


# The data


def test_there_are_250_areas_with_unique_codes() -> None:
    areas = places.countries().values()
    assert len(areas) == 250
    assert len({area.iso2 for area in areas}) == 250
    assert len({area.m49 for area in areas}) == 250
    assert [area.iso3 for area in areas if not area.m49] == ["XKX"]
    assert all(len(area.m49) == 3 and area.m49.isdecimal() for area in areas if area.m49)
    assert not {area.m49 for area in areas} & set(places.regions())


def test_every_point_is_on_the_globe() -> None:
    pointless = [area.iso3 for area in places.countries().values() if area.latitude is None]
    assert pointless == ["UMI"]
    for area in places.countries().values():
        if area.latitude is not None and area.longitude is not None:
            assert -90 <= area.latitude <= 90
            assert -180 <= area.longitude <= 180, area.iso3


@pytest.mark.parametrize(
    ("code", "south", "north", "west", "east"),
    [
        ("FJI", -19, -16, 177, 180),
        ("MYS", 0.8, 7.4, 99, 120),
        ("NZL", -48, -34, 166, 179),
        ("PHL", 5, 20, 117, 127),
        ("PRT", 36.9, 42.2, -9.6, -6.1),
        ("VNM", 8, 24, 106.6, 110),
        ("PAK", 23, 38, 60, 78),
        ("NAM", -29, -16, 11, 26),
    ],
)
def test_points_that_the_taxonomy_misplaces_are_in_the_country(
    code: str, south: float, north: float, west: float, east: float
) -> None:
    area = places.countries()[code]
    assert area.latitude is not None
    assert area.longitude is not None
    assert south < area.latitude < north
    assert west < area.longitude < east


def test_aliases_are_of_known_kinds_and_countries_and_none_is_there_twice() -> None:
    kinds = {"name", "short", "former", "official", "adjective", "ambiguous"}
    assert {row["kind"] for row in ALIASES} == kinds
    assert {row["iso3"] for row in ALIASES} <= set(places.countries())
    keys = [(row["alias"], row["iso3"], row["kind"]) for row in ALIASES]
    assert len(keys) == len(set(keys))


def test_no_alias_is_idle() -> None:
    names = {places.normalise(name) for _, name in NAMES}
    names |= {places.normalise(row["en_formal"]) for row in rows("countries.csv")}
    aliases = [places.normalise(row["alias"]) for row in ALIASES if row["kind"] != "adjective"]
    assert names.isdisjoint(set(aliases) - set(AMBIGUOUS))
    assert len(aliases) - len(set(aliases)) == len(AMBIGUOUS)


# The module


def test_countries_travel_to_worker_processes() -> None:
    kenya = places.countries()["KEN"]
    assert pickle.loads(pickle.dumps(kenya)) == kenya
    assert len({kenya, places.countries()["PAK"]}) == 2


def test_importing_places_imports_nothing_heavy() -> None:
    script = (
        "import sys; from briefpress.model import places; places.find_country('Kenia'); "
        "print(sorted({'pandas', 'numpy', 'babel'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (shown.stdout.strip(), shown.stderr) == ("[]", "")
