"""Pages of narrative, all made up: as agencies write them, and as nobody should."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefpress import narrative, sources
from briefpress.config import Project
from briefpress.errors import ProjectError
from briefpress.narrative import extract, gazetteer, page
from briefpress.narrative.split import Passage, passages, sentences


def of(text: str | bytes) -> list[Passage]:
    content = text.encode() if isinstance(text, str) else text
    return passages(page.read(content, "page.txt"), gazetteer.countries)


def texts(text: str) -> list[str]:
    return [one.text for one in of(text)]


def places(text: str) -> set[str]:
    """Codes of the places that are taken, not those that are left for review."""
    return set(gazetteer.countries(text))


# Places


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Training in Niger and Nigeria", {"NER", "NGA"}),
        ("Judges from Guinea-Bissau and Equatorial Guinea met", {"GNB", "GNQ"}),
        ("Work in Papua New Guinea", {"PNG"}),
        ("Mali and Somalia, not Somali", {"MLI", "SOM"}),
        ("Dominica is not the Dominican Republic", {"DMA", "DOM"}),
        ("Support for women and romantic Omani poets", {"OMN"}),
        ("women, gender and human rights", set()),
        ("A handbook for Southern Africa", {"018"}),
        ("Courts in South Africa", {"ZAF"}),
        ("Mauritanian girls, an Afghan board and Namibian police", {"MRT", "AFG", "NAM"}),
        ("Police of Sindh, Balochistan and Santiago de Cali", {"PAK", "COL"}),
        ("HAYA in the West Bank and Gaza Strip", {"PSE"}),
        ("Viet Nam, Vietnam, Türkiye and Turkey", {"VNM", "TUR"}),
        ("CÔTE D’IVOIRE and Cote d'Ivoire", {"CIV"}),
        ("Bolivia (Plurinational State of)", {"BOL"}),
        ("au Sénégal, en Éthiopie et au Tchad", {"SEN", "ETH", "TCD"}),
        ("en Perú y en el Brasil", {"PER", "BRA"}),
        ("New Mexico and New York", set()),
        ("Officers in Lebanon, Tennessee", set()),
        ("The Bank of Uganda", set()),
        ("Michael Jordan and Mr. Chad Smith spoke", set()),
        ("Projects in Jordan and in Chad", {"JOR", "TCD"}),
        ("the African Union, the European Commission", set()),
        ("19 European countries", {"150"}),
        ("Latin America and the Caribbean", {"419"}),
        ("kenya in small letters", set()),
        ("Kenyan, Ugandan and Tanzanian judges", {"KEN", "UGA", "TZA"}),
        ("in Kyiv and Addis Ababa", {"UKR", "ETH"}),
    ],
)
def test_places_are_found_by_their_whole_names(text: str, codes: set[str]) -> None:
    assert places(text) == codes


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Courts in Congo were trained", "Congo"),
        ("A visit to Korea", "Korea"),
        ("Work in Guinea", "Guinea"),
        ("funded by the Government of Norway", "Norway"),
        ("with financial support from Sweden", "Sweden"),
        ("thanks to a contribution from the people of Japan", "Japan"),
    ],
)
def test_a_name_that_can_mean_more_or_gives_money_is_left_for_review(text: str, name: str) -> None:
    (one,) = gazetteer.named(text)
    assert (one.text, one.sure) == (name, "for review")
    assert places(text) == set()


def test_a_list_of_fifteen_countries_gives_fifteen() -> None:
    text = (
        "Prosecutors from Benin, Burkina Faso, Cabo Verde, Côte d’Ivoire, the Gambia, Ghana,"
        " Guinea-Bissau, Liberia, Mali, Mauritania, Niger, Nigeria, Senegal, Sierra Leone and Togo"
        " met in Dakar."
    )
    assert len(places(text)) == 15


@given(st.text(max_size=60), st.sampled_from(["Kenya", "Viet Nam", "Bosnia and Herzegovina"]))
def test_spans_are_the_names_and_no_name_is_found_inside_a_word(junk: str, name: str) -> None:
    text = f"{junk} {name} x{name}x"
    for one in gazetteer.named(text):
        assert text[one.start : one.end] == one.text
        assert not text[one.end : one.end + 1].isalnum()
        assert not text[: one.start][-1:].isalnum()


# Splitting


def test_a_block_that_is_repeated_after_view_more_counts_once() -> None:
    full = "In Kenya, the agency trained forty judges on hearing children in court with care."
    page_ = f"{full}\nView More{full}\nIn Peru, it opened a shelter for twenty women and girls.\n"
    assert len(texts(page_)) == 2


@pytest.mark.parametrize("end", ["...", "…", "", " Read more"])
def test_a_text_cut_off_in_the_middle_and_its_whole_are_one(end: str) -> None:
    whole = "In Kenya, the agency trained forty judges on hearing children in court with much care."
    cut = whole[:60].rsplit(" ", 1)[0] + end
    for order in (f"{cut}\n{whole}\n", f"{whole}\n{cut}\n"):
        assert texts(order) == [whole]


@pytest.mark.parametrize("sign", ["•", "–", "-", "*", "(a)", "1.", "ii."])
def test_items_stand_under_their_lead_in_and_take_its_place(sign: str) -> None:
    text = (
        f"In Ghana, the agency:\n{sign} Opened two shelters for women\n{sign} Trained the police\n"
    )
    found = of(text)
    assert [one.text for one in found] == ["Opened two shelters for women", "Trained the police"]
    assert all(places(one.under) == {"GHA"} for one in found)


def test_headings_in_capitals_are_no_activities_and_give_their_place() -> None:
    text = "AFGHANISTAN\nThe agency trained sixty police officers.\nUGANDA\nShelters were opened.\n"
    found = of(text)
    assert [one.text for one in found] == [
        "The agency trained sixty police officers.", "Shelters were opened.",
    ]  # fmt: skip
    assert [places(one.under) for one in found] == [{"AFG"}, {"UGA"}]


def test_sentences_about_another_place_are_another_activity_even_if_glued() -> None:
    text = (
        "In Togo, the law on violence was amended.In Benin, judges were trained. They were forty."
    )
    assert texts(text) == [
        "In Togo, the law on violence was amended.",
        "In Benin, judges were trained. They were forty.",
    ]


def test_footnote_numbers_are_taken_away() -> None:
    assert texts("Shelters in Peru helped women.[3] They were built for girls.12 \n") == [
        "Shelters in Peru helped women. They were built for girls."
    ]


@pytest.mark.parametrize(
    "text", ["He met Dr. Smith of St. Lucia.", "See e.g. the U.S. law.", "At 3.5 per cent."]
)
def test_a_point_inside_a_sentence_ends_none(text: str) -> None:
    assert [one for _, one in sentences(text)] == [text]


def test_of_a_web_page_only_its_own_text_is_read() -> None:
    html = (
        "<!DOCTYPE html><html><head><title>T</title><style>p{}</style></head><body>"
        "<nav><a>Kenya</a><a>Peru</a></nav><main><h2>In Ghana:</h2><ul><li>Two <b>shelters</b>"
        " were opened</li><li>Police were trained</li></ul><script>var x='Mali'</script></main>"
        "<footer>Geneva, Switzerland</footer></body></html>"
    )
    found = of(html)
    assert [one.text for one in found] == ["Two shelters were opened", "Police were trained"]
    assert {code for one in found for code in places(one.under)} == {"GHA"}


HTML = "<!DOCTYPE html><html><body>{}</body></html>"


def test_rows_of_a_table_are_passages_and_its_headings_are_none() -> None:
    table = (
        "<h2>Latin America</h2><table><thead><tr><th>Country</th><th>Work</th></tr></thead>"
        "<tr><td>Peru</td><td>Legal aid for <b>survivors</b><br>in Lima</td><td></td></tr>"
        "<tr><th>Chile</th><td><p>A shelter</p><p>for women</p></td></tr></table>"
        "<nav><table><tr><td>Home</td><td>Kenya</td></tr></table></nav><p>It works there.</p>"
    )
    found = of(HTML.format(table))
    assert [one.text for one in found] == [
        "Peru – Legal aid for survivors in Lima", "Chile – A shelter for women", "It works there.",
    ]  # fmt: skip
    assert {one.under for one in found} == {"Latin America"}


def test_a_table_that_only_arranges_a_page_is_read_as_before() -> None:
    menu = "<ul><li>It trained judges</li><li>It opened shelters</li></ul>"
    table = f"<table><tr><td><h2>In Ghana:</h2>{menu}</td><td><p>More work.</p></td></tr></table>"
    found = of(HTML.format(table))
    assert [one.text for one in found] == ["It trained judges", "It opened shelters", "More work."]


def test_only_the_first_row_of_a_table_can_name_its_columns() -> None:
    rows_of = "".join(f"<tr><th>{name}</th><th>Shelters</th></tr>" for name in ("A", "Peru"))
    assert [one.text for one in of(HTML.format(f"<table>{rows_of}</table>"))] == ["Peru – Shelters"]


def test_the_title_of_a_page_is_no_activity() -> None:
    found = of(HTML.format("<h1>Our work in Kenya helps</h1><p>It trained judges.</p>"))
    assert [(one.text, one.under) for one in found] == [
        ("It trained judges.", "Our work in Kenya helps")
    ]


def test_line_ends_of_other_systems_change_nothing() -> None:
    text = "In Kenya, it trained judges.\nIn Peru, it opened shelters.\n"
    assert texts(text.replace("\n", "\r\n")) == texts(text.replace("\n", "\r")) == texts(text)


def test_splitting_again_changes_nothing() -> None:
    text = "Other work:\n• In Kenya, it trained judges.\n• In Peru, it opened shelters. For 2021.\n"
    once = texts(text)
    assert texts("\n".join(once)) == once


@pytest.mark.parametrize(
    "content", [b"", b"\n \n", b"\x00\x01\x02" * 100, b"%PDF-1.7\n\xff\xd8" * 50]
)
def test_what_is_no_page_is_refused(content: bytes) -> None:
    with pytest.raises(ProjectError, match="page"):
        page.read(content, "page.txt")


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_a_page_or_a_refusal(content: bytes) -> None:
    try:
        lines = page.read(content, "page.txt")
    except ProjectError:
        return
    for one in passages(lines, gazetteer.countries):
        assert one.text.strip()


# Times, organisations, themes


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on 19 August 2009", ("2009-08-19", "2009-08-19")),
        ("in May 2021", ("2021-05-01", "2021-05-31")),
        ("in February 2024", ("2024-02-01", "2024-02-29")),
        ("in 2015", ("2015-01-01", "2015-12-31")),
        ("since 2018", ("2018-01-01", "")),
        ("2019-2021", ("2019-01-01", "2021-12-31")),
        ("between 2016 and 2018", ("2016-01-01", "2018-12-31")),
        ("2019–21", ("2019-01-01", "2021-12-31")),
        ("with the World Health Organization (2019).", ("2019-01-01", "2019-12-31")),
        ("a handbook with UNFPA (2020)", ("2020-01-01", "2020-12-31")),
    ],
)
def test_times_are_as_precise_as_they_are_written(text: str, value: tuple[str, str]) -> None:
    (span,) = extract.dates(text)
    assert span.value == value
    assert text[span.start : span.end] == span.text


@pytest.mark.parametrize(
    "text", ["resolution 1325", "2,021 people", "31 February 2020 x", "room 2015"]
)
def test_a_number_alone_is_no_year(text: str) -> None:
    assert [span.value for span in extract.dates(text)] in ([], [("2020-02-01", "2020-02-29")])


@pytest.mark.parametrize(
    "text",
    ["Security Council Resolution 1325 (2000)", "the Court Act (2014)", "a book (2014)", "(2014)"],
)
def test_a_year_in_brackets_that_is_no_organisation_s_is_for_review(text: str) -> None:
    assert [span.sure for span in extract.dates(text)] == ["for review"]
    lines = page.read(f"{text} helped.".encode(), "p.txt")
    tables, review = narrative.propose("p.txt", passages(lines, gazetteer.countries), {})
    assert [row["start_date"] for row in tables["activities"]] == [""]
    assert any("for review: when it was" in line for line in review)


def test_organisations_have_the_part_that_the_words_give_them() -> None:
    text = (
        "In the EU-funded project, with financial support from the Foundation for Peace, it worked"
        " in partnership with the Ministry of Justice and UNFPA."
    )
    found = {span.value[1]: (span.value[2], span.sure) for span in extract.organisations(text)}
    assert found == {
        "European Union": ("funding", "sure"),
        "Foundation for Peace": ("funding", "for review"),
        "Ministry of Justice": ("implementing", "for review"),
        "UNFPA": ("implementing", "likely"),
    }


def test_a_theme_is_found_by_its_name_or_by_a_word_of_its_own() -> None:
    vocabulary = {"a": "Legal reform", "b": "Shelters for survivors", "c": "Support for survivors"}
    found = {
        span.value[0]: span.sure for span in extract.themes("A shelter; legal reform", vocabulary)
    }
    assert found == {"a": "sure", "b": "for review"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("It trained the police", ["justice"]),
        ("It wrote policies and a policy", ["policy"]),
        ("about policing, gender-related and facilitated", []),
        ("Services for a survivor", ["services"]),
        ("It is conflict-related", ["conflict"]),
    ],
)
def test_a_theme_is_not_found_by_a_part_of_a_word_or_by_a_word_like_it(
    text: str, codes: list[str]
) -> None:
    vocabulary = {
        "policy": "Support for policy development", "justice": "Capacity of police",
        "conflict": "Conflict-related sexual violence", "services": "Service of survivors",
        "technology": "Technology-facilitated violence",
    }  # fmt: skip
    assert [span.value[0] for span in extract.themes(text, vocabulary)] == codes


def test_a_theme_without_a_name_is_in_no_text() -> None:
    assert list(extract.themes("It trained judges", {"a": ""})) == []


# From page to tables


def test_what_is_written_can_be_loaded_and_each_row_says_what_it_stands_on(
    tmp_path: Path, data_project: Callable[..., Project]
) -> None:
    text = (
        "In Kenya, the agency and UNFPA trained judges in 2021.\n"
        "In Congo, it opened a shelter.\nIt wrote a guide.\n"
    )
    (tmp_path / "page.txt").write_text(text, encoding="utf-8")
    project = data_project("out/")
    lines = narrative.import_page(tmp_path / "page.txt", tmp_path / "out")
    assert lines[0] == "page.txt: 3 activities in 1 countries"
    tables = sources.load(project)
    assert tables.places[["activity", "country"]].to_numpy().tolist() == [["PAGE-001", "KEN"]]
    with (tmp_path / "out/places.csv").open(encoding="utf-8") as rows:
        (row,) = csv.DictReader(rows)
    assert row["origin"] == "page.txt, line 1, characters 4 to 8: 'Kenya', sure"
    review = (tmp_path / "out/review.txt").read_text(encoding="utf-8")
    assert "'Congo' may be Democratic Republic of the Congo or Congo; not taken" in review
    with pytest.raises(ProjectError, match="is there already"):
        narrative.import_page(tmp_path / "page.txt", tmp_path / "out")


VOCABULARIES = (
    "vocabulary,code,name\napproach,law,Legal reform\napproach,police,Capacity of police\n"
)
EDITION = '[edition]\ntitle = "T"\norganisation = "UNFPA"\n'


def rows_in(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_a_project_need_not_be_whole_for_its_vocabulary_to_be_used(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("In Kenya, it drafted a legal reform with UNFPA.\n")
    (tmp_path / "briefs.toml").write_text(EDITION)
    narrative.import_page(tmp_path / "page.txt", tmp_path / "one", tmp_path)
    assert rows_in(tmp_path / "one/themes.csv") == rows_in(tmp_path / "one/organisations.csv") == []
    (tmp_path / "data").mkdir()
    (tmp_path / "data/vocabularies.csv").write_text(VOCABULARIES)
    (tmp_path / "briefs.toml").write_text(EDITION + '[[source]]\npath = "data/"\n')
    narrative.import_page(tmp_path / "page.txt", tmp_path / "two", tmp_path)
    assert [row["code"] for row in rows_in(tmp_path / "two/themes.csv")] == ["law"]
    (tmp_path / "briefs.toml").write_text("[edition")
    with pytest.raises(ProjectError, match="is not TOML"):
        narrative.import_page(tmp_path / "page.txt", tmp_path / "three", tmp_path)


def test_a_theme_that_is_not_sure_is_for_a_person_to_take(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("In Kenya, it trained the police on legal reform.\n")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/vocabularies.csv").write_text(VOCABULARIES)
    (tmp_path / "briefs.toml").write_text(EDITION + '[[source]]\npath = "data/"\n')
    narrative.import_page(tmp_path / "page.txt", tmp_path / "out", tmp_path)
    assert [row["code"] for row in rows_in(tmp_path / "out/themes.csv")] == ["law"]
    assert [row["code"] for row in rows_in(tmp_path / "out/vocabularies.csv")] == ["law"]
    review = (tmp_path / "out/review.txt").read_text(encoding="utf-8")
    assert "'police' may be about the theme 'Capacity of police'; not taken" in review


def test_a_large_page_takes_no_longer_than_its_size(tmp_path: Path) -> None:
    lines = [
        f"In Kenya, the agency trained group {at} of the judges for children." for at in range(3000)
    ]
    assert len(texts("\n".join(lines))) == 3000
