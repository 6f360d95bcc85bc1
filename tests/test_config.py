"""briefs.toml: read into a frozen project, or refused with line, key and the nearest right word."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefpress import config
from briefpress.colour import contrast, darkened
from briefpress.config import Kind, Project
from briefpress.errors import Mistake, ProjectError

GOOD = """\
[edition]
title = "Ending violence"
organisation = "The Office"
period = { start = 2020-01-01, end = 2024-12-31 }
data_date = 2024-12-31
languages = ["en"]
currency = "USD"
vocabulary = "approach"

[[source]]
path = "data/"
name = "An inventory"

[[brief]]
kind = "country"
template = "country.html"
pages = { least = 1, most = 2 }

[[brief]]
kind = "annual"

[brand]
colour = "#0072B2"
contact = "office@example.org"
"""

Load = Callable[[str], Project]
Complain = Callable[..., list[Mistake]]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    (tmp_path / "data").mkdir()

    def read(text: str | bytes) -> Project:
        content = text.encode() if isinstance(text, str) else text
        (tmp_path / "briefs.toml").write_bytes(content)
        return config.load(tmp_path)

    return read


@pytest.fixture
def mistakes(load: Load) -> Complain:
    """What is wrong once ``old`` reads ``new``, in pairs."""

    def find(*changes: str) -> list[Mistake]:
        text = GOOD
        for old, new in zip(changes[::2], changes[1::2], strict=True):
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        with pytest.raises(ProjectError) as caught:
            load(text)
        assert caught.value.exit_code == 2
        assert all(mistake.file == "briefs.toml" for mistake in caught.value.mistakes)
        return list(caught.value.mistakes)

    return find


def line_of(text: str, source: str = GOOD) -> int:
    return source[: source.index(text)].count("\n") + 1


# What a good file gives


def test_a_good_file_is_read_whole(load: Load) -> None:
    project = load(GOOD)
    assert project.edition == config.Edition(
        title="Ending violence",
        organisation="The Office",
        start=dt.date(2020, 1, 1),
        end=dt.date(2024, 12, 31),
        data_date=dt.date(2024, 12, 31),
        languages=("en",),
        currency="USD",
        vocabulary="approach",
    )
    assert project.sources == (config.Source("data/", "An inventory", ""),)
    assert project.kinds[0] == Kind("country", "country.html", "country", 1, 2)
    assert (project.brand.colour, project.brand.contact) == ("#0072B2", "office@example.org")


def test_the_annual_summary_is_over_the_edition_and_its_template_has_its_name(load: Load) -> None:
    annual = load(GOOD).kinds[1]
    assert (annual.over, annual.template) == ("edition", "annual.html")


def test_a_kind_of_the_projects_own_is_built_over_what_it_says(load: Load) -> None:
    project = load(GOOD.replace('kind = "annual"', 'kind = "at-risk"\nover = "theme"'))
    assert project.kinds[1] == Kind("at-risk", "at-risk.html", "theme", 1, 400)


def test_a_project_is_frozen(load: Load) -> None:
    project = load(GOOD)
    with pytest.raises(dataclasses.FrozenInstanceError):
        project.edition.currency = "EUR"  # type: ignore[misc]


def test_the_projects_own_folder_comes_before_the_starters(load: Load, tmp_path: Path) -> None:
    assert load(GOOD).folders == (tmp_path, config.starter())


@pytest.mark.parametrize(("start", "key"), [("2020-01-01", "2020-2024"), ("2024-01-01", "2024")])
def test_an_edition_is_called_by_its_years(load: Load, start: str, key: str) -> None:
    assert load(GOOD.replace("2020-01-01", start)).edition.period == key


def test_the_look_of_the_file_does_not_matter(load: Load) -> None:
    good = load(GOOD)
    spread = GOOD.replace("period = { start = 2020-01-01, end = 2024-12-31 }\n", "").replace(
        "[[source]]", "[edition.period]\nstart = 2020-01-01\nend = 2024-12-31\n\n[[source]]"
    )
    for content in (b"\xef\xbb\xbf" + GOOD.encode(), GOOD.replace("\n", "\r\n"), spread):
        assert load(content).edition == good.edition


def test_the_brand_may_be_left_out(load: Load) -> None:
    brand = load(GOOD.partition("[brand]")[0]).brand
    assert (brand.colour, brand.logo) == ("#0072B2", "templates/logo.svg")


def test_a_project_can_replace_standing_texts(load: Load) -> None:
    project = load(GOOD + '\n[brand.texts]\nboundaries = "Our own words"\n')
    assert project.brand.texts == (("boundaries", "Our own words"),)


def test_an_empty_text_does_not_blank_a_standing_one(load: Load) -> None:
    assert load(GOOD + '\n[brand.texts]\nboundaries = ""\n').brand.texts == ()


# Unknown and missing keys


@pytest.mark.parametrize(
    ("old", "new", "neighbour"),
    [
        ('currency = "USD"', 'curency = "USD"', "currency"),
        ('vocabulary = "approach"', 'vocabulry = "approach"', "vocabulary"),
        ('name = "An inventory"', 'nmae = "An inventory"', "name"),
        ('template = "country.html"', 'tempalte = "country.html"', "template"),
        ("{ least = 1,", "{ leest = 1,", "least"),
        ('colour = "#0072B2"', 'color = "#0072B2"', "colour"),
    ],
)
def test_an_unknown_key_is_named_with_its_line_and_its_neighbour(
    mistakes: Complain, old: str, new: str, neighbour: str
) -> None:
    (mistake,) = mistakes(old, new)
    assert mistake.line == line_of(old)
    assert "unknown key" in mistake.found
    assert f"Did you mean '{neighbour}'?" in mistake.found


def test_an_unknown_section_is_named_with_its_neighbour(mistakes: Complain) -> None:
    found = mistakes("[brand]", "[brnad]")
    assert [(mistake.line, mistake.found) for mistake in found] == [
        (line_of("[brand]"), "brnad: unknown key 'brnad'. Did you mean 'brand'?")
    ]


def test_an_unknown_standing_text_is_named_with_its_neighbour(load: Load) -> None:
    with pytest.raises(ProjectError, match=r"Did you mean 'designations'\?"):
        load(GOOD + '\n[brand.texts]\ndesignation = "x"\n')


@pytest.mark.parametrize("key", ["title", "organisation", "data_date", "path", "kind"])
def test_a_missing_key_is_named_with_its_section(mistakes: Complain, key: str) -> None:
    text = next(line for line in GOOD.splitlines() if line.startswith(f"{key} = "))
    found = [str(mistake) for mistake in mistakes(text + "\n", "\n")]
    section = {"path": "[source]", "kind": "[brief]"}.get(key, "[edition]")
    assert any(f"{section} {key}: '{key}' is missing" in line for line in found)
    assert all("line" in line for line in found)


def test_a_missing_end_of_the_period_is_named_on_its_line(mistakes: Complain) -> None:
    (mistake,) = mistakes(", end = 2024-12-31", "")
    assert mistake.line == line_of("period =")
    assert "'end' is missing" in mistake.found


@pytest.mark.parametrize(
    ("section", "complaint"),
    [
        ("[edition]", "'edition' is missing"),
        ("[[source]]", "needs at least one [[source]]"),
        ("[[brief]]", "needs at least one [[brief]]"),
    ],
)
def test_a_missing_section_is_named(load: Load, section: str, complaint: str) -> None:
    parts = [part for part in GOOD.split("\n\n") if not part.startswith(section)]
    with pytest.raises(ProjectError) as caught:
        load("\n\n".join(parts))
    assert complaint in caught.value.message


def test_an_empty_file_is_refused_and_not_a_crash(load: Load) -> None:
    with pytest.raises(ProjectError, match="'title' is missing"):
        load("")


def test_all_mistakes_are_reported_at_once(mistakes: Complain) -> None:
    found = mistakes(
        'title = "Ending violence"', "title = 5",
        'currency = "USD"', 'curency = "USD"',
        'path = "data/"', 'path = "dta/"',
        '"#0072B2"', '"blue"',
    )  # fmt: skip
    lines = {mistake.line for mistake in found}
    assert len(found) == 4
    assert lines == {line_of(text) for text in ("title =", "currency =", "path =", "colour =")}


def test_mistakes_stand_in_the_order_of_the_lines(mistakes: Complain) -> None:
    found = mistakes('currency = "USD"', 'curency = "USD"', 'colour = "#0072B2"', 'color = "red"')
    assert [mistake.line for mistake in found] == [line_of("currency ="), line_of("colour =")]


# Wrong values


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('title = "Ending violence"', "title = 5", "must be text, not 5"),
        ('languages = ["en"]', 'languages = "en"', "must be a list, not 'en'"),
        ("data_date = 2024-12-31", 'data_date = "31/12/2024"', "must be a date (2024-12-31)"),
        ("data_date = 2024-12-31", "data_date = 2024-12-31T10:00:00", "must be a date"),
        ("least = 1,", "least = true,", "must be a whole number"),
        ("most = 2 }", 'most = "2" }', "must be a whole number, not '2'"),
        ("start = 2020-01-01", "start = 2020", "must be a date"),
        ('contact = "office@example.org"', "contact = []", "must be text"),
        ("pages = { least = 1, most = 2 }", "pages = 2", "must be a table"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_on_its_line(
    mistakes: Complain, old: str, new: str, complaint: str
) -> None:
    (mistake,) = mistakes(old, new)
    assert mistake.line == line_of(old)
    assert complaint in mistake.found


def test_a_period_that_ends_before_it_starts_is_refused(mistakes: Complain) -> None:
    (mistake,) = mistakes("start = 2020-01-01", "start = 2025-01-01")
    assert mistake.line == line_of("period =")
    assert "2024-12-31 is before the start, 2025-01-01" in mistake.found


def test_a_period_of_one_day_is_allowed(load: Load) -> None:
    assert load(GOOD.replace("2020-01-01", "2024-12-31")).edition.period == "2024"


@pytest.mark.parametrize(
    "pages", ["{ least = 3, most = 2 }", "{ least = 0, most = 2 }", "{ most = 0 }"]
)
def test_an_impossible_number_of_pages_is_refused(mistakes: Complain, pages: str) -> None:
    (mistake,) = mistakes("{ least = 1, most = 2 }", pages)
    assert mistake.line == line_of("pages =")
    assert "pages cannot be" in mistake.found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('["pdf", "htlm"]', "'htlm' is no format of a brief. Did you mean 'html'?"),
        ('["html"]', "'pdf' is missing"),
        ('"html"', "must be a list"),
        ("[]", "'pdf' is missing"),
        ('["pdf", 5]', "'5' is no format"),
    ],
)
def test_a_format_that_is_none_is_refused_with_the_nearest(
    mistakes: Complain, line: str, found: str
) -> None:
    places = {"[edition] formats": "[edition]", "[brief] formats": '[[brief]]\nkind = "annual"'}
    for name, place in places.items():
        complaint = mistakes(place, f"{place}\nformats = {line}")[0]
        assert complaint.found.startswith(name)
        assert found in complaint.found


def test_a_kind_has_the_formats_of_the_edition_or_its_own(load: Load) -> None:
    project = load(GOOD.replace("[edition]", '[edition]\nformats = ["html", "pdf"]', 1))
    assert {kind.formats for kind in project.kinds} == {("pdf", "html")}
    project = load(GOOD.replace("[[brief]]", '[[brief]]\nformats = ["pdf", "html"]', 1))
    assert [kind.formats for kind in project.kinds][:2] == [("pdf", "html"), ("pdf",)]


def test_a_language_without_a_catalogue_is_refused(mistakes: Complain) -> None:
    (mistake,) = mistakes('["en"]', '["en", "tlh"]')
    assert mistake.line == line_of("languages =")
    assert "no catalogue for 'tlh'. There is: en, ar, es, fr, ru, zh." in mistake.found
    assert "locale/tlh.po" in mistake.found


@pytest.mark.parametrize(("wrong", "right"), [("fre", "fr"), ("FR", "fr"), ("fr-CA", "fr")])
def test_a_language_that_is_written_otherwise_is_named(
    mistakes: Complain, wrong: str, right: str
) -> None:
    (mistake,) = mistakes('["en"]', f'["en", "{wrong}"]')
    assert f"Did you mean '{right}'?" in mistake.found


def test_an_edition_in_no_language_is_refused(mistakes: Complain) -> None:
    (mistake,) = mistakes('["en"]', "[]")
    assert mistake.line == line_of("languages =")


@pytest.mark.parametrize(("wrong", "right"), [("USDD", "USD"), ("usd", "USD"), ("EURO", "EUR")])
def test_a_currency_that_is_none_is_refused(mistakes: Complain, wrong: str, right: str) -> None:
    (mistake,) = mistakes('"USD"', f'"{wrong}"')
    assert mistake.line == line_of("currency =")
    assert f"'{right}'" in mistake.found


def test_a_source_that_is_not_there_is_refused(mistakes: Complain) -> None:
    (mistake,) = mistakes('path = "data/"', 'path = "dta/"')
    assert mistake.line == line_of("path =")
    assert "there is no 'dta/'" in mistake.found


def test_a_logo_that_is_not_there_is_refused(mistakes: Complain) -> None:
    (mistake,) = mistakes("[brand]", '[brand]\nlogo = "templates/lgoo.svg"')
    assert mistake.line == line_of("[brand]") + 1
    assert "templates/lgoo.svg" in mistake.found


def test_a_kind_that_stands_twice_is_refused(mistakes: Complain) -> None:
    (mistake,) = mistakes('kind = "annual"', 'kind = "country"')
    assert "'country' stands twice" in mistake.found


def test_a_kind_that_stands_twice_is_refused_on_a_line_where_it_stands(mistakes: Complain) -> None:
    doubled = 'kind = "annual"\n\n[[brief]]\nkind = "annual"'
    (mistake,) = mistakes('kind = "annual"', doubled)
    assert mistake.line in (line_of('kind = "annual"'), line_of('kind = "annual"') + 3)


def test_a_kind_over_nothing_gets_the_nearest_dimension(mistakes: Complain) -> None:
    (mistake,) = mistakes('kind = "country"', 'kind = "contry"')
    assert mistake.line == line_of('kind = "country"')
    assert "Did you mean 'country'?" in mistake.found


def test_a_dimension_that_does_not_exist_is_refused(mistakes: Complain) -> None:
    (mistake,) = mistakes('kind = "annual"', 'kind = "annual"\nover = "doner"')
    assert mistake.line == line_of('kind = "annual"') + 1
    assert "Did you mean 'donor'?" in mistake.found


@pytest.mark.parametrize("name", ["../x", "Country Sheet", "9", "a/b", "a_b", "é"])
def test_a_kind_must_be_fit_for_the_name_of_a_folder(mistakes: Complain, name: str) -> None:
    (mistake,) = mistakes('kind = "annual"', f'kind = "{name}"\nover = "edition"')
    assert mistake.line == line_of('kind = "annual"')
    assert "is no name for a folder" in mistake.found


def test_a_key_in_a_comment_is_not_taken_for_the_key(mistakes: Complain) -> None:
    (mistake,) = mistakes('colour = "#0072B2"', '# colour = "#0072B2"\ncolour = "red"')
    assert mistake.line == line_of("colour =") + 1


def test_the_line_is_that_of_the_right_brief_among_several(mistakes: Complain) -> None:
    (mistake,) = mistakes('kind = "annual"', 'kind = "annual"\npages = { least = 5, most = 4 }')
    assert mistake.line == line_of('kind = "annual"') + 1


# The colour


@pytest.mark.parametrize("colour", ["red", "#07B", "0072B2", "#0072B2FF", "#0072BG", ""])
def test_a_colour_is_six_digits(mistakes: Complain, colour: str) -> None:
    (mistake,) = mistakes('"#0072B2"', f'"{colour}"')
    assert mistake.line == line_of("colour =")
    assert f"'{colour}' is no colour. Write it as six digits" in mistake.found


def test_a_colour_too_pale_for_text_is_refused_with_one_that_is_not(mistakes: Complain) -> None:
    (mistake,) = mistakes('"#0072B2"', '"#FFCC00"')
    assert mistake.line == line_of("colour =")
    assert "contrast of 1.5:1" in mistake.found
    assert mistake.found.endswith(f"'{darkened('#FFCC00', 4.5)}'")


def test_the_palest_grey_that_passes_is_accepted_and_the_next_is_not(
    load: Load, mistakes: Complain
) -> None:
    assert load(GOOD.replace("#0072B2", "#767676")).brand.colour == "#767676"
    assert len(mistakes('"#0072B2"', '"#777777"')) == 1


@pytest.mark.parametrize(
    ("colour", "ratio"),
    [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54), ("#777777", 4.48), ("#ff0000", 4.0)],
)
def test_contrast_is_that_of_the_web_accessibility_guidelines(colour: str, ratio: float) -> None:
    assert contrast(colour, "#ffffff") == pytest.approx(ratio, abs=0.005)
    assert contrast("#ffffff", colour) == contrast(colour, "#ffffff")


@given(st.integers(min_value=0, max_value=0xFFFFFF))
def test_the_colour_that_is_offered_always_passes_and_is_hardly_darker_than_it_must_be(
    number: int,
) -> None:
    colour = f"#{number:06x}"
    offered = darkened(colour, 4.5)
    assert contrast(offered, "#ffffff") >= 4.5
    if contrast(colour, "#ffffff") >= 4.5:
        assert offered == colour
    else:
        assert contrast(offered, "#ffffff") < 5


# Files that are no configuration at all


def test_a_file_that_is_not_toml_is_refused_with_its_line(mistakes: Complain) -> None:
    (mistake,) = mistakes('currency = "USD"', "currency = USD")
    assert mistake.line == line_of("currency =")
    assert "is not TOML" in mistake.found


def test_a_key_that_stands_twice_is_refused(mistakes: Complain) -> None:
    (mistake,) = mistakes('currency = "USD"', 'currency = "USD"\ncurrency = "EUR"')
    assert mistake.line == line_of("currency =") + 1


def test_a_text_that_is_never_closed_is_refused_with_a_line(load: Load) -> None:
    with pytest.raises(ProjectError) as caught:
        load(GOOD + 'x = """abc')
    assert caught.value.mistakes[0].line


def test_a_file_that_is_not_utf8_says_how_to_mend_it(load: Load) -> None:
    with pytest.raises(ProjectError, match="UTF-8"):
        load(GOOD.replace("Ending", "Fin à la").encode("latin-1"))


def test_a_folder_without_a_project_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="briefpress new"):
        config.load(tmp_path)


def test_the_starters_own_file_is_right() -> None:
    project = config.load(config.starter())
    assert [kind.name for kind in project.kinds] == ["country", "theme", "donor", "annual"]


def test_limits_are_generous_unless_the_file_says_otherwise(load: Load) -> None:
    limits = load(GOOD).limits
    assert (limits.seconds, limits.memory) == (120, 2 * 10**9)
    assert (limits.time_said, limits.memory_said) == ("120 s", "2 GB")
    limits = load(GOOD + '[build]\ntime_limit = 30\nmemory_limit = "1.5 GB"\n').limits
    assert (limits.seconds, limits.memory, limits.memory_said) == (30, 15 * 10**8, "1.5 GB")
    assert limits.cluster == ""
    cluster = load(GOOD + '[build]\ncluster = "tcp://host:8786"\n').limits.cluster
    assert cluster == "tcp://host:8786"
    assert load(GOOD + '[build]\nmemory_limit = "750MB"\n').limits.memory_said == "750 MB"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("time_limit = 0", "0 is no time to make a brief in"),
        ("time_limit = 1.5", "must be a whole number, not 1.5"),
        ('memory_limit = "2 TB"', "'2 TB' is no size. Write it as '500 MB' or '2 GB'"),
        ('memory_limit = "0 GB"', "'0 GB' is no size"),
        ("memory_limit = 2", "must be text, not 2"),
        ("time_limits = 9", "unknown key 'time_limits'. Did you mean 'time_limit'?"),
    ],
)
def test_a_limit_that_is_none_is_refused_on_its_line(load: Load, line: str, found: str) -> None:
    text = f"{GOOD}[build]\n{line}\n"
    with pytest.raises(ProjectError) as error:
        load(text)
    (mistake,) = error.value.mistakes
    assert mistake.line == len(text.splitlines())
    assert found in mistake.found


# [build]


@pytest.mark.parametrize(
    ("written", "size"),
    [("500 MB", 500_000_000), ("1.5GB", 1_500_000_000), ("20 kB", 20_000), ("0 B", 0)],
)
def test_the_size_of_the_caches_is_limited(load: Load, written: str, size: int) -> None:
    project = load(f'{GOOD}[build]\ncache_limit = "{written}"\n')
    assert project.limits.caches == size


def test_without_a_limit_the_caches_may_take_a_gigabyte(load: Load) -> None:
    assert load(GOOD).limits.caches == 1_000_000_000


@pytest.mark.parametrize("written", ["much", "1 TB", "-1 GB", "1,5 GB", "GB"])
def test_a_limit_that_is_no_size_is_refused(mistakes: Complain, written: str) -> None:
    (mistake,) = mistakes("[brand]", f'[build]\ncache_limit = "{written}"\n[brand]')
    assert mistake.found == (
        f"[build] cache_limit: '{written}' is no size. Write it as '500 MB' or '1 GB'"
    )
