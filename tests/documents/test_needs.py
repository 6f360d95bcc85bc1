"""What a template needs is read from its source, through all that it includes and extends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefpress import config, language
from briefpress.config import DIMENSIONS
from briefpress.documents.needs import Needs, needs
from briefpress.documents.template import environment
from briefpress.drawing.files import find
from briefpress.errors import BriefError
from briefpress.language import Names

TEXT = language.text("en", Names({}, {}))
NeedsOf = Callable[..., Needs]


@pytest.fixture
def needs_of(tmp_path: Path) -> NeedsOf:
    """What ``page`` needs, among templates given by name (``__`` for a folder)."""

    def found(page: str, **others: str) -> Needs:
        for name, source in {"page": page, **others}.items():
            path = tmp_path / "templates" / f"{name.replace('__', '/')}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(source, encoding="utf-8")
        return needs(environment([tmp_path], TEXT), "page.html")

    return found


def test_a_template_without_charts_needs_only_itself(needs_of: NeedsOf) -> None:
    assert needs_of("<p>{{ activities.total }}</p>") == Needs(["page.html"], {}, [])


def test_the_charts_of_the_brief_are_found_once_in_the_order_of_the_page(
    needs_of: NeedsOf,
) -> None:
    page = "{{ charts.b.url }}{% if charts.a %}{{ charts.a.alt }}{% endif %}{{ charts.b.alt }}"
    assert sorted(needs_of(page).charts[""]) == ["a", "b"]


def test_charts_are_found_through_includes_extends_and_blocks(needs_of: NeedsOf) -> None:
    found = needs_of(
        "{% extends 'base.html' %}{% block page %}{% include 'blocks/one.html' %}{% endblock %}",
        base="{{ charts.cover }}{% block page %}{{ charts.replaced }}{% endblock %}",
        blocks__one="{% with chart = charts.one %}{% include 'blocks/two.html' %}{% endwith %}",
        blocks__two="{% macro m() %}{{ charts.two }}{% endmacro %}{{ m() }}",
    )
    assert set(found.templates) == {"page.html", "base.html", "blocks/one.html", "blocks/two.html"}
    assert {"cover", "one", "two"} <= set(found.charts[""])


def test_templates_that_include_each_other_are_read_once(needs_of: NeedsOf) -> None:
    page = "{% include 'page.html' %}{% include 'b.html' %}"
    found = needs_of(page, b="{% include 'page.html' %}")
    assert found.templates == ["page.html", "b.html"]


def test_imported_macros_are_read_too(needs_of: NeedsOf) -> None:
    macro = "{% macro m() %}{{ charts.x }}{% endmacro %}"
    found = needs_of("{% from 'm.html' import m %}", m=macro)
    assert found.charts == {"": ["x"]}


def test_chapters_and_their_charts_are_told_from_the_briefs(needs_of: NeedsOf) -> None:
    found = needs_of(
        "{{ charts.whole }}"
        "{% for theme in parts.theme %}{{ theme.charts.bars.url }}{% endfor %}"
        "{% for region in parts.region %}{{ region.activities.total }}{% endfor %}"
    )
    assert found.parts == ["theme", "region"]
    assert found.charts == {"": ["whole"], "theme": ["bars"]}


def test_tables_are_those_that_are_named_in_any_of_the_templates(needs_of: NeedsOf) -> None:
    page = """{% for row in tables.donors %}{% endfor %}{% include 'b.html' %}
    {% with tables = theme.tables %}{{ tables.donors|length }}{% endwith %}"""
    assert needs_of(page, b="{{ tables.people }}").tables == ["donors", "people"]


@pytest.mark.parametrize("over", DIMENSIONS)
def test_every_dimension_can_have_chapters(needs_of: NeedsOf, over: str) -> None:
    found = needs_of(f"{{% for {over} in parts.{over} %}}{{{{ {over}.charts.x }}}}{{% endfor %}}")
    assert (found.parts, found.charts) == ([over], {over: ["x"]})


@pytest.mark.parametrize(("wrong", "right"), [("countries", "country"), ("theem", "theme")])
def test_chapters_over_no_dimension_are_refused_and_not_filled_with_donors(
    needs_of: NeedsOf, wrong: str, right: str
) -> None:
    with pytest.raises(BriefError, match=f"Did you mean '(parts.)?{right}'") as caught:
        needs_of(f"\n{{% for x in parts.{wrong} %}}{{% endfor %}}")
    assert caught.value.where == "templates/page.html, line 2"


def test_a_missing_template_is_named_with_the_nearest(needs_of: NeedsOf) -> None:
    with pytest.raises(BriefError) as caught:
        needs_of("{% include 'blocks/tial.html' %}", blocks__tail="x", blocks__cards="x")
    assert caught.value.found == (
        "there is no templates/blocks/tial.html. Did you mean 'blocks/tail.html'?"
    )


def test_a_missing_template_is_named_where_it_is_asked_for(needs_of: NeedsOf) -> None:
    with pytest.raises(BriefError) as caught:
        needs_of("one\n{% include 'tail.html' %}", tial="x")
    assert caught.value.where == "templates/page.html, line 2"


def test_a_template_that_may_be_missing_may_be_missing(needs_of: NeedsOf) -> None:
    found = needs_of("{% include 'more.html' ignore missing %}{{ charts.x }}")
    assert found.charts == {"": ["x"]}


def test_the_page_template_itself_may_be_misspelt(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/country.html").write_text("x")
    with pytest.raises(BriefError, match=r"Did you mean 'country\.html'"):
        needs(environment([tmp_path], TEXT), "contry.html")


@pytest.mark.parametrize("source", ["{% if %}", "{% for x in %}", "{{ }", "{% include %}"])
def test_what_is_not_jinja_is_refused_with_template_and_line(
    needs_of: NeedsOf, source: str
) -> None:
    with pytest.raises(BriefError) as caught:
        needs_of("{% include 'part.html' %}", part=f"one\n\n{source}")
    assert caught.value.where == "templates/part.html, line 3"


@pytest.mark.parametrize("kind", ["country", "theme", "donor", "annual"])
def test_the_starters_templates_need_only_charts_and_chapters_that_there_are(kind: str) -> None:
    folder = config.starter()
    found = needs(environment([folder], TEXT), f"{kind}.html")
    assert "base.html" in found.templates
    assert set(found.parts) <= set(DIMENSIONS)
    wanted = {name for names in found.charts.values() for name in names}
    assert wanted
    assert wanted <= set(find([folder]))
