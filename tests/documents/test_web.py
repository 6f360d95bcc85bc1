"""The HTML page of a brief, put together from facts and a small template."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from briefpress import language
from briefpress.config import Brand, Edition, Kind, Project
from briefpress.documents.facts import Facts, Part
from briefpress.documents.formats import Rendered, further
from briefpress.documents.web import charts, page
from briefpress.documents.web.rows import LISTED, SAID, Ledger
from briefpress.drawing.chart import Chart
from briefpress.errors import BriefError
from briefpress.language import Names
from briefpress.model.number import SUPPRESSED, Number

TEXT = language.text("en", Names({"water": "Water"}, {"EX": "Example Aid"}))
ODD = "</script><script>alert(1)</script>"
MANY = LISTED + 20
NUMBERS = (
    Number("a.total", 2, "activities", f"counted {ODD}", ("activities/1", "activities/2")),
    Number("a.none", 0, "activities", "none of them", ()),
    Number("a.missing", None, "USD", "not said", (), "no data"),
    Number("a.hidden", None, "people", "too few", ("results/1",), "suppressed"),
    Number("a.many", MANY, "rows", "many", tuple(f"rows/{at}" for at in range(MANY))),
    Number(
        "funding.received", Decimal("46.10"), "USD", "sum", ("transactions/1", "transactions/2"),
        precision=2, amounts=(Decimal("41.00"), Decimal("5.10")),
        shares=(Fraction(41, 100), Fraction(1, 3)),
    ),
    Number("funding.budget", Decimal("50.00"), "USD", "sum", ("budgets/1",), precision=2,
           amounts=(Decimal("50.00"),), shares=(Fraction(1),)),
    Number("funding.gap", Decimal("3.90"), "USD", "budget less income", (), precision=2,
           made_of={"funding.budget": 1, "funding.received": -1}),
)  # fmt: skip
ROWS = [
    {"theme": "water", "activities": 2, "other_thing": "x", "rows": ("themes/1", "themes/2")},
    {"theme": "", "activities": 1, "other_thing": None, "rows": ("themes/3",)},
]
BARS = Chart("bars", 84.0, 40.5, "More", "Counts", "Bars: one.", ROWS, b"<svg/>")
ORIGINS = {
    "activities/1": "data/activities.csv, row 2",
    "activities/2": "data/activities.csv, row 3 (a page, line 7)",
    "transactions/1": "data/money.xml, line 20",
}
MONEY = {
    "rates": [{"currency": "EUR", "rate": "1.25", "date": "2024-01-31", "source": "The Bank"}],
    "rows": {
        "transactions/1": {"value": "80.00", "currency": "EUR", "amount": "100.00", "rate": 0},
        "transactions/2": {"value": "15.30", "currency": "USD", "amount": "15.30"},
    },
}
HTML = """\
<html lang="{{ language.code }}" dir="{{ language.direction }}"><head><title>T</title></head><body>
<div class="running title">Running</div>
<main><p>{{ a.total }}, {{ a.none }}, {{ a.missing }}, {{ a.hidden }}, {{ a.many }}</p>
<p><a href="#here">See {{ a.total }}</a> {{ funding.received|money }} {{ funding.gap|money }}</p>
<figure><h2>{{ charts.bars.heading }}</h2>
<img src="{{ charts.bars.url }}" alt="{{ charts.bars.alt }}"></figure>
<table><caption>C</caption>
<tr><th>{{ tables.themes[0].activities }}</th><td>b</td><td>c</td></tr></table>
MORE</main></body></html>
"""


@pytest.fixture
def facts(edition: Edition) -> Facts:
    whole = Part("", NUMBERS, {"themes": ROWS}, {"bars": BARS})
    return Facts(
        "country/KEN/en",
        "Kenya",
        "",
        edition,
        (),
        whole,
        origins=ORIGINS,
        money=MONEY,
        names={"places": {}},
    )


@pytest.fixture
def rendered(tmp_path: Path, facts: Facts) -> Callable[..., Rendered]:
    """A brief whose template has something ``more``, and whose folder has ``files``."""

    def make(more: str = "", files: dict[str, str] | None = None) -> Rendered:
        for name, content in {"page.html": HTML.replace("MORE", more), **(files or {})}.items():
            (tmp_path / "templates" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "templates" / name).write_text(content, encoding="utf-8")
        edition = dataclasses.replace(facts.edition, languages=("en", "ar"))
        brand = Brand("#0072B2", "templates/logo.svg", "", ())
        project = Project(tmp_path, edition, (), (), brand, "")
        kind = Kind("country", "page.html", "country", 1, 2, ("pdf", "html"))
        return Rendered(facts, facts.plain(), "", TEXT, project, kind, "country/KEN-kenya.en")

    return make


@pytest.fixture
def opened(rendered: Callable[..., Rendered]) -> Callable[..., Any]:
    return lambda *args: lxml.html.fromstring(page.page(rendered(*args)))


def data_of(root: Any) -> Any:
    return json.loads(root.get_element_by_id("_rows").text)


def behind(root: Any, name: str) -> Any:
    (number,) = root.xpath(f"//data[@data-name='{name}'][a][1]")
    return data_of(root)["numbers"][number.find("a").get("href")[1:]]


# What is behind numbers


def test_a_number_has_its_rule_its_rows_and_where_they_stand(opened: Callable[..., Any]) -> None:
    root = opened()
    data, number = data_of(root), behind(root, "a.total")
    assert number["rule"] == f"counted {ODD}"
    rows = [data["rows"][at] for at in number["rows"]]
    assert [(row[0], data["files"][row[1]] + row[2]) for row in rows] == [
        (row, ORIGINS[row]) for row in ("activities/1", "activities/2")
    ]


def test_a_sum_has_what_each_row_says_and_brings(opened: Callable[..., Any]) -> None:
    root = opened()
    data, number = data_of(root), behind(root, "funding.received")
    assert (number["amounts"], number["total"]) == (["41.00", "5.10"], "46.10")
    assert number["shares"] == ["41%", "1/3"]
    said = [data["rows"][at][3] for at in number["rows"]]
    assert said == ["80.00 EUR × 1.25 (2024-01-31)", "15.30 USD"]


def test_a_number_made_of_others_names_them_with_their_signs(opened: Callable[..., Any]) -> None:
    assert behind(opened(), "funding.gap")["parts"] == [
        ["+", "funding.budget", "50.00"], ["−", "funding.received", "46.10"],
    ]  # fmt: skip


def test_of_what_is_missing_or_hidden_no_row_is_told(opened: Callable[..., Any]) -> None:
    root = opened()
    for name, words in {"a.missing": "no data", "a.hidden": "suppressed"}.items():
        (number,) = root.xpath(f"//data[@data-name='{name}']")
        assert (number.text_content(), len(number), number.get("value")) == (words, 0, "")
    assert "results/1" not in json.dumps(data_of(root))
    assert behind(root, "a.none") == {"rule": "none of them"}


def test_of_many_rows_the_first_are_on_the_page_and_the_others_are_counted(
    opened: Callable[..., Any],
) -> None:
    root = opened()
    number = behind(root, "a.many")
    assert (len(number["rows"]), number["count"]) == (LISTED, MANY)
    (foot,) = (
        one for one in root.find_class("behind")[0].iter("div") if "many" in str(one.text_content())
    )
    assert f"and {MANY - SAID} more rows" in foot.text_content()


def test_cells_of_one_line_have_the_same_rows(facts: Facts) -> None:
    ledger = Ledger(facts.plain(), TEXT)
    one = ledger.id_of("tables.themes[1].activities")
    assert one == ledger.id_of("charts.bars[1].activities")
    assert one != ledger.id_of("tables.themes[2].activities")
    both = ledger.id_of("tables.themes[1:2].activities")
    assert ledger.numbers[both].count == 3


def test_a_key_of_the_data_may_have_any_signs(
    facts: Facts, rendered: Callable[..., Rendered]
) -> None:
    key = """A&B "C" <d> ['e']"""
    chapter = Part(key, NUMBERS[:1], {"themes": ROWS}, {})
    brief = rendered(
        "{% for one in parts.theme %}{{ one.a.total }} {{ one.tables.themes[1].activities }}"
        "{% endfor %}"
    )
    more = dataclasses.replace(facts, parts={"theme": [chapter]})
    brief = dataclasses.replace(brief, facts=more, plain=more.plain())
    root = lxml.html.fromstring(page.page(brief))
    for name in (f"theme.{key}.a.total", f"tables.theme.{key}.themes[2].activities"):
        (number,) = (one for one in root.find_class("number") if one.get("data-name") == name)
        assert number.find("a") is not None


def test_what_is_in_a_link_stays_in_it(opened: Callable[..., Any]) -> None:
    root = opened()
    (link,) = root.xpath("//a[@href='#here']")
    assert link.text_content() == "See 2"
    assert not link.xpath(".//a")


# The page


def test_what_is_printed_in_the_margins_is_left_out(opened: Callable[..., Any]) -> None:
    assert "Running" not in opened().text_content()


def test_only_the_pages_own_script_may_run(opened: Callable[..., Any]) -> None:
    root = opened()
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    runs = [one for one in root.iter("script") if one.get("type") is None]
    assert len(runs) == 1
    digest = base64.b64encode(hashlib.sha256(runs[0].text.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in policy
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy.partition("script-src")[2]


def test_a_style_sheet_of_the_project_comes_after_ours(rendered: Callable[..., Rendered]) -> None:
    html = page.page(rendered("", {"css/web-project.css": "h1 { color: teal }"}))
    assert html.index("--accent-on-dark") < html.index(".glance") < html.index("h1 { color: teal }")


def test_a_font_that_a_style_sheet_names_is_put_into_the_page(
    rendered: Callable[..., Rendered],
) -> None:
    sheet = "/* url('asset:fonts/not-there') */ @font-face { src: url('asset:fonts/own.woff2') }"
    html = page.page(rendered("", {"css/web-project.css": sheet, "fonts/own.woff2": "font"}))
    assert f'url("data:font/woff2;base64,{base64.b64encode(b"font").decode()}")' in html


@pytest.mark.parametrize(
    "source",
    [
        "asset:not-there.png",
        "asset:../briefs.toml",
        "https://example.org/x.png",
        "file:///etc/passwd",
        "x.png",
    ],
)
def test_what_a_page_may_not_show_is_refused(
    rendered: Callable[..., Rendered], tmp_path: Path, source: str
) -> None:
    (tmp_path / "briefs.toml").write_text("secret")
    with pytest.raises(BriefError, match=re.escape(f"there is no '{source}'")):
        page.page(rendered(f'<img src="{source}" alt="x">'))


def test_pictures_are_in_the_page(rendered: Callable[..., Rendered]) -> None:
    more = '<img src="asset:own.svg" alt="own"><img src="brand:logo" alt="mark">'
    root = lxml.html.fromstring(page.page(rendered(more, {"own.svg": "<svg/>"})))
    sources = {one.get("alt"): one.get("src") for one in root.iter("img")}
    assert set(sources) == {"own", "mark", "Bars: one."}
    assert all(one.startswith("data:image/svg+xml;base64,") for one in sources.values())


def test_a_page_without_main_or_charset_is_made_readable_too(
    rendered: Callable[..., Rendered],
) -> None:
    brief = rendered("", {"page.html": "<html lang='en'><head></head><body>Ünï</body></html>"})
    root = lxml.html.fromstring(page.page(brief))
    assert root.find("head")[0].get("charset") == "utf-8"
    (skip,) = root.find_class("skip")
    assert root.get_element_by_id(skip.get("href")[1:]).tag == "body"


def test_its_other_files_are_made_with_it_and_each_time_the_same(
    rendered: Callable[..., Rendered],
) -> None:
    brief = rendered()
    files = further(brief, "regular")
    assert set(files) == {".html", ".csv"}
    assert further(brief, "regular") == files
    lines = files[".csv"].decode("utf-8-sig").splitlines()
    assert lines[1] == f"a.total,2,activities,exact,counted {ODD},2"
    only_pdf = dataclasses.replace(brief, kind=dataclasses.replace(brief.kind, formats=("pdf",)))
    assert further(only_pdf, "regular") == {}


# Charts as tables


def test_codes_of_a_chart_have_names_and_its_columns_have_headings() -> None:
    table = charts.table("bars", BARS, TEXT)
    assert [one["title"] for one in table["columns"]] == ["Theme", "Activities", "Other thing"]
    assert [one["figure"] for one in table["columns"]] == [False, True, False]
    first, second = table["rows"]
    assert first[0] == "Water"
    assert 'data-name="charts.bars[1].activities"' in first[1]
    assert second[2] == "–"


def test_values_of_a_chart_are_printed_as_what_they_are() -> None:
    rows = [
        {"provider": "EX", "received": Decimal("1234.00"), "currency": "USD", "rows": ()},
        {"provider": "", "received": SUPPRESSED, "currency": "USD", "rows": ()},
        {"provider": "Y", "received": None, "currency": "USD", "rows": ()},
    ]
    chart = dataclasses.replace(BARS, table=rows)
    assert charts.table("flows", chart, TEXT)["rows"] == [
        ["Example Aid", "US$\u00a01,234"], ["Donor not named", "suppressed"], ["Y", "–"],
    ]  # fmt: skip
    rows = [{"numbers": (1, 3), "year": 2024, "share": 0.5, "baseline": Decimal("1.50")}]
    chart = dataclasses.replace(BARS, table=rows)
    assert charts.table("any", chart, TEXT)["rows"] == [["1, 3", "2024", "0.50", "1.5"]]
