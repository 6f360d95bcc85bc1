"""Templates: numbers that name themselves, errors that name the line, and walls around the data."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from briefpress import language
from briefpress.config import Brand, Edition
from briefpress.documents import template
from briefpress.documents.facts import Facts, Part
from briefpress.documents.template import Figure, Group
from briefpress.drawing.chart import Chart
from briefpress.errors import BriefError
from briefpress.language import Names
from briefpress.measures.describe import describe
from briefpress.model.number import Number
from briefpress.model.slices import Slice
from briefpress.model.tables import Tables

TablesFrom = Callable[..., Tables]
ASlice = Callable[..., Slice]
Render = Callable[..., str]

BRAND = Brand("#0072B2", "templates/logo.svg", "office@example.org", {"about": "Our own words"})
TEXT = language.text("en", Names({"prevention": "Prevention"}, {"EU": "European Union"}))
BARS = Chart("bars", 84.0, 40.5, "More", "Counts", "Bars: one.", [{"theme": "x"}], b"<svg/>")
EXTRA = (
    Number("people.reached", None, "people", "withheld", ("results/1",), "suppressed"),
    Number("money.spent", Decimal("1234567.80"), "USD", "sum", ("transactions/1",), precision=2),
    Number("money.returned", Decimal("-250"), "USD", "sum", ("transactions/2",), precision=2),
    Number("money.none", Decimal(0), "USD", "sum", ("transactions/3",), precision=2),
    Number("money.missing", None, "USD", "sum", (), "no data", 2),
)


@pytest.fixture(scope="module")
def facts(tables_from: TablesFrom, a_slice: ASlice, edition: Edition) -> Facts:
    """An edition of two activities with a chapter for each theme."""
    tables = tables_from(
        activities=[
            {"id": "A", "title": "<script>alert(1)</script> & “it's”", "summary": "=1+1"},
            {"id": "B", "start_date": "2021-01-01", "end_date": "2021-12-31"},
        ],
        places=[{"activity": "A", "country": "KEN"}, {"activity": "B", "country": "KEN"}],
        themes=[{"activity": "A", "code": "prevention"}, {"activity": "B", "code": "prevention"},
                {"activity": "B", "code": "services"}],
    )  # fmt: skip

    def part(cut: Slice, *more: Number) -> Part:
        measured = describe(cut)
        charts = {"bars": BARS, "empty": None}
        return Part(cut.key, (*measured.numbers, *more), measured.tables, charts)

    whole = a_slice(tables)
    chapters = [part(whole.narrow("theme", key)) for key in whole.keys("theme")]
    return Facts(
        brief="annual/2020-2024/en",
        title="Ending <violence>",
        region="",
        edition=edition,
        sources=("Inventory",),
        whole=part(whole, *EXTRA),
        parts={"theme": chapters},
        names={"places": {"KEN": "Kenya"}},
    )


@pytest.fixture
def render(tmp_path: Path, facts: Facts) -> Render:
    """Render templates by name; ``page`` is the one that is asked for."""

    def rendered(page: str, **others: str) -> str:
        folder = tmp_path / "templates"
        folder.mkdir(exist_ok=True)
        for name, source in {"page": page, **others}.items():
            (folder / f"{name}.html").write_text(source, encoding="utf-8")
        return template.render(facts, "page.html", [tmp_path], BRAND, TEXT)

    return rendered


@pytest.fixture
def refused(render: Render) -> Callable[..., BriefError]:
    def find(page: str, **others: str) -> BriefError:
        with pytest.raises(BriefError) as caught:
            render(page, **others)
        return caught.value

    return find


Refused = Callable[..., BriefError]


# Numbers


@pytest.mark.parametrize(
    ("source", "name", "value", "printed"),
    [
        ("activities.total", "activities.total", "2", "2"),
        ("activities.total|words", "activities.total", "2", "two"),
        ("money.spent", "money.spent", "1234567.80", "1,234,567.80"),
        ("money.spent|money", "money.spent", "1234567.80", "US$\u00a01,234,568"),
        ("money.returned|money", "money.returned", "-250", "−US$\u00a0250"),
    ],
)
def test_a_number_prints_itself_with_its_name_and_its_exact_value(
    render: Render, source: str, name: str, value: str, printed: str
) -> None:
    assert render(f"{{{{ {source} }}}}") == (
        f'<data class="number" value="{value}" data-name="{name}">{printed}</data>'
    )


@pytest.mark.parametrize("filter_", ["", "|words", "|money"])
def test_missing_suppressed_and_zero_are_three_different_things(
    render: Render, filter_: str
) -> None:
    found = [
        render(f"{{{{ {name}{filter_} }}}}").partition(">")[2].removesuffix("</data>")
        for name in ("money.missing", "people.reached", "money.none")
    ]
    assert found[:2] == ["no data", "suppressed"]
    assert "0" in found[2]


def test_a_number_without_a_value_carries_no_value(render: Render) -> None:
    assert 'value=""' in render("{{ money.missing }}")
    assert 'value="0"' in render("{{ money.none }}")


def test_a_template_can_ask_for_value_and_status(render: Render) -> None:
    assert render("{{ money.missing.value is none }} {{ money.missing.status }}") == "True no data"
    assert render("{{ money.none.value == 0 }} {{ money.none.status }}") == "True exact"


def test_a_number_of_a_chapter_has_the_name_that_the_facts_give_it(
    render: Render, facts: Facts
) -> None:
    html = render("{% for theme in parts.theme %}{{ theme.activities.total }}\n{% endfor %}")
    names = [f"theme.{key}.activities.total" for key in ("prevention", "services")]
    assert all(name in facts.plain()["numbers"] for name in names)
    assert [
        f'data-name="{name}"' in line for name, line in zip(names, html.splitlines(), strict=True)
    ] == [
        True,
        True,
    ]


def test_a_chapter_has_its_own_numbers_and_not_the_wholes(render: Render) -> None:
    chapter = "{{ theme.key }}={{ theme.activities.total.value }} "
    html = render(f"{{% for theme in parts.theme %}}{chapter}{{% endfor %}}")
    assert html == "prevention=2 services=1 "


def test_codes_are_printed_by_filters(render: Render) -> None:
    assert render("{{ 'KEN'|place }} {{ 'prevention'|theme }}") == "Kenya Prevention"
    assert render("{{ 'EU'|organisation }} {{ 'global'|scope }}") == "European Union Global"
    assert render("{{ tables.activities[1]|period }} {{ 1234|number }}") == "2021 1,234"
    assert render("{{ ['a', 'b', 'c']|listing }}") == "a, b and c"


def test_a_constant_is_printed_in_each_briefs_language_though_compiled_once(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    source = "{{ 'KEN'|place }} {{ 1234|number }} {{ ('EGY'|place) ~ '.' }}{{ 1234 }}"
    (folder / "page.html").write_text(source, encoding="utf-8")
    printed = {}
    for code in ("en", "ar", "fr"):
        env = template.environment([tmp_path], language.text(code, Names({}, {})))
        printed[code] = env.get_template("page.html").render()
    assert printed == {
        "en": "Kenya 1,234 Egypt.1,234",
        "ar": "كينيا 1,234 مصر.1,234",
        "fr": "Kenya 1\u202f234 Égypte.1\u202f234",
    }


def test_a_plain_count_of_a_table_is_grouped(render: Render) -> None:
    assert render("{% set many = 1234 %}{{ many }}") == "1,234"


def test_the_projects_own_standing_texts_win(render: Render) -> None:
    assert render("{{ texts.about }}") == "Our own words"
    assert "United Nations" in render("{{ texts.boundaries }}")


def test_dates_and_periods_of_the_edition_are_printed_in_words(render: Render) -> None:
    assert render("{{ edition.period }}, {{ edition.data_date }}") == "2020–2024, 31 December 2024"


def test_a_chart_of_the_brief_has_its_own_name_and_so_has_each_chapters(render: Render) -> None:
    chapters = "{% for theme in parts.theme %}{{ theme.charts.bars.url }} {% endfor %}"
    assert render("{{ charts.bars.url }} " + chapters).split() == [
        "chart:bars",
        "chart:theme.prevention.bars",
        "chart:theme.services.bars",
    ]
    assert render("{{ charts.bars.width }} {{ charts.bars.height }} {{ charts.bars.alt }}") == (
        "84mm 40.5mm Bars: one."
    )


def test_a_chart_with_nothing_to_say_is_no_chart(render: Render) -> None:
    assert render("{% if charts.empty %}shown{% else %}left out{% endif %}") == "left out"


# Data is text, not markup


def test_a_title_with_a_script_in_it_is_printed_and_not_run(render: Render) -> None:
    html = render('{{ tables.activities[0].title }} <i title="{{ tables.activities[0].title }}">')
    assert "<script" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt; &amp; “it&#39;s”") == 2


def test_what_is_joined_listed_or_translated_is_still_escaped(render: Render) -> None:
    source = (
        "{{ tables.activities|map(attribute='title')|join(', ') }}"
        "{{ tables.activities|map(attribute='title')|list|listing }}"
        "{% trans name=tables.activities[0].title %}About {{ name }}{% endtrans %}"
        "{{ brief.title }}"
    )
    html = render(source)
    assert "<script" not in html
    assert "<violence" not in html


def test_a_formula_is_printed_as_it_stands(render: Render) -> None:
    assert render("{{ tables.activities[0].summary }}") == "=1+1"


# Errors


@pytest.mark.parametrize(
    ("source", "path", "guess"),
    [
        ("activities.totl", "activities.totl", "activities.total"),
        ("funding.recieved", "funding.recieved", "funding.received"),
        ("texts.abuot", "texts.abuot", "texts.about"),
        ("edition.tilte", "edition.tilte", "edition.title"),
        ("tables.activites", "tables.activites", "tables.activities"),
        ("tables.activities[0].titel", "titel", "title"),
        ("charts.bras", "charts.bras", "charts.bars"),
        ("parts.theem", "parts.theem", "parts.theme"),
        ("activities['totl']", "activities.totl", "activities.total"),
    ],
)
def test_an_unknown_name_gives_the_template_line_and_the_nearest_name(
    refused: Refused, source: str, path: str, guess: str
) -> None:
    error = refused(f"one\ntwo\n<p>{{{{ {source} }}}}</p>\n")
    assert error.where == "templates/page.html, line 3"
    assert error.found == f"'{path}' is not among this brief's facts. Did you mean '{guess}'?"


def test_an_unknown_first_name_gives_the_nearest_name_too(refused: Refused) -> None:
    error = refused("\n{{ fundign.received }}")
    assert error.where == "templates/page.html, line 2"
    assert error.found == "'fundign' is not among this brief's facts. Did you mean 'funding'?"


@pytest.mark.parametrize("name", ["words", "money", "place", "theme"])
def test_an_unknown_name_is_named_through_a_filter(refused: Refused, name: str) -> None:
    assert "'activities.totl'" in refused(f"{{{{ activities.totl|{name} }}}}").found


def test_an_unknown_name_in_a_chapter_names_the_chapter(refused: Refused) -> None:
    error = refused("{% for theme in parts.theme %}\n{{ theme.activities.totl }}{% endfor %}")
    assert error.where == "templates/page.html, line 2"
    assert error.found == (
        "'theme.prevention.activities.totl' is not among this brief's facts."
        " Did you mean 'theme.prevention.activities.total'?"
    )


def test_an_error_in_an_included_or_extended_template_names_that_template(
    refused: Refused,
) -> None:
    frame = "<b>{% block page %}{% endblock %}</b>"
    page = "{% extends 'frame.html' %}\n{% block page %}\n{% include 'part.html' %}{% endblock %}"
    error = refused(page, frame=frame, part="one\n\n{{ nothing }}")
    assert error.where == "templates/part.html, line 3"
    error = refused("{% extends 'frame.html' %}", frame="\n{{ nothing }}")
    assert error.where == "templates/frame.html, line 2"


@pytest.mark.parametrize("source", ["{% if %}", "{{ }", "{% nothing %}", "{{ 1|nothing }}"])
def test_what_is_not_jinja_gives_its_line(refused: Refused, source: str) -> None:
    assert refused(f"one\n{source}\n").where == "templates/page.html, line 2"


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("{{ 1 / 0 }}", "ZeroDivisionError"),
        ("{{ 'nowhere'|place }}", "'nowhere' is neither"),
        ("{{ 3|money }}", "'money' takes a number of the facts"),
        ("{{ activities.total + 1 }}", "TypeError"),
    ],
)
def test_whatever_a_template_does_wrong_gives_its_line(
    refused: Refused, source: str, complaint: str
) -> None:
    error = refused(f"one\n{source}\n")
    assert error.where == "templates/page.html, line 2"
    assert complaint in error.found


def test_a_group_printed_whole_is_refused_with_its_names_and_the_line(refused: Refused) -> None:
    error = refused("one\n{{ activities }}")
    assert error.found.startswith("'activities' is a group of facts; name one of: total")
    assert error.where == "templates/page.html, line 2"


def test_a_table_is_never_printed_as_python_has_it(refused: Refused) -> None:
    assert "tables" in refused("{{ tables.themes }}").found


# Walls


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''|attr('__class__') }}",
        "{{ ''['__class__'] }}",
        "{{ '{0.__class__}'.format(1) }}",
        "{{ '{x.__class__}'.format_map({'x': 1}) }}",
        "{{ activities.total._number }}",
        "{{ activities.total.__init__.__globals__ }}",
        "{{ activities._members }}",
        "{{ _.__globals__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ tables.activities.append(1) }}",
        "{{ tables.activities[0].update({'title': 'x'}) }}",
        "{{ tables.activities|map(attribute='__class__')|first }}",
        "{{ range(999999)|list }}",
    ],
)
def test_a_template_reaches_nothing_but_the_facts(refused: Refused, source: str) -> None:
    error = refused(f"one\n{source}")
    assert error.where == "templates/page.html, line 2"


@pytest.mark.parametrize("source", ["{{ lipsum() }}", "{{ [1, 2, 3]|random }}"])
def test_a_template_has_no_source_of_chance(refused: Refused, source: str) -> None:
    assert refused(f"one\n{source}").where == "templates/page.html, line 2"


def test_a_template_cannot_read_files_outside_its_folders(refused: Refused, tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("secret")
    for name in ("../secret.html", str(tmp_path / "secret.html")):
        assert "secret" not in str(refused(f"{{% include '{name}' %}}").found).replace(name, "")


def walk(value: Any) -> Iterator[Any]:
    """Everything that a template can reach from a value by names and indices."""
    yield value
    if isinstance(value, Group):
        for name in value:
            yield from walk(value[name])
    elif isinstance(value, Figure):
        yield from walk(value.value)
        yield from walk(value.status)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(key)
            yield from walk(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from walk(inner)


def test_a_template_is_handed_plain_values_and_never_a_table_of_pandas(facts: Facts) -> None:
    context = template.context(facts, BRAND, TEXT)
    kinds = {type(value) for value in walk(context)}
    assert {Group, Figure, dict, list, str, int} <= kinds
    assert kinds <= {
        Group, Figure, dict, list, tuple, str, int, bool, Decimal, type(None), Markup,
    }  # fmt: skip


def test_everything_hidden_in_a_number_is_plain_too(facts: Facts) -> None:
    figures = [v for v in walk(template.context(facts, BRAND, TEXT)) if isinstance(v, Figure)]
    assert len(figures) > 30
    for figure in figures:
        assert {type(value) for value in vars(figure).values()} <= {
            Number, language.Text, str, int, Decimal, type(None),
        }  # fmt: skip


def test_a_brief_of_one_key_has_no_other_keys_rows(
    tables_from: TablesFrom, a_slice: ASlice, facts: Facts
) -> None:
    tables = tables_from(
        activities=[{"id": "A", "title": "In Kenya"}, {"id": "B", "title": "In Pakistan"}],
        places=[{"activity": "A", "country": "KEN"}, {"activity": "B", "country": "PAK"}],
    )
    measured = describe(a_slice(tables, "country", "KEN"))
    own = dataclasses.replace(
        facts, whole=Part("KEN", measured.numbers, measured.tables, {}), parts={}
    )
    context = template.context(own, BRAND, TEXT)
    assert "In Kenya" in list(walk(context))
    assert "In Pakistan" not in list(walk(context))


# Folders


def test_a_projects_own_template_hides_the_starters_and_inherits_the_rest(
    tmp_path: Path, facts: Facts
) -> None:
    own, starter = tmp_path / "own", tmp_path / "starter"
    for folder in (own, starter):
        (folder / "templates").mkdir(parents=True)
        (folder / "templates/block.html").write_text(folder.name)
    (starter / "templates/page.html").write_text("{% include 'block.html' %}")
    assert template.render(facts, "page.html", [own, starter], BRAND, TEXT) == "own"
    assert template.render(facts, "page.html", [starter], BRAND, TEXT) == "starter"


def test_a_missing_template_is_an_error_of_the_brief(tmp_path: Path, facts: Facts) -> None:
    (tmp_path / "templates").mkdir()
    with pytest.raises(BriefError, match=r"nothing\.html"):
        template.render(facts, "nothing.html", [tmp_path], BRAND, TEXT)


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="asset:one.png">',
        '<img src="asset:one.png" alt="">',
        '<img\n  src="asset:one.png"\n  alt=" ">',
        '<IMG SRC=asset:one.png title="One">',
        '<img data-alt="no" src="asset:one.png">',
    ],
)
def test_a_picture_without_alt_text_is_refused_with_its_line(
    refused: Refused, picture: str
) -> None:
    error = refused(f'<img src="a.png" alt="One">\n\n{picture}')
    assert error.where == "templates/page.html, line 3"
    assert "the picture 'asset:one.png' has no alt text" in error.found


def test_a_picture_whose_alt_text_comes_out_empty_is_refused_with_its_template(
    refused: Refused,
) -> None:
    error = refused('<img src="asset:one.png" alt="{{ description }}">')
    assert error.where == "templates/page.html"
    assert "'asset:one.png'" in error.found


def test_a_picture_with_alt_text_is_printed(render: Render) -> None:
    for picture in ("<img src=a.png alt=One>", "<img alt='1 &gt; 0' src='a.png'>"):
        assert picture in render(picture)
