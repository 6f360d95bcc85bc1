"""The gallery, and the pages that briefs are printed from, before axe-core in Chromium."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from a_site import violations
from playwright.sync_api import Browser, Page

from briefpress import config, language
from briefpress.documents import template
from briefpress.model.slices import Slice, touching
from briefpress.press import gallery
from briefpress.press.data import ready
from briefpress.press.make import facts_of
from briefpress.press.plan import names_of, plan
from briefpress.press.task import Task

ROOT = Path(__file__).parents[2]
PICTURE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"


@cache
def edition() -> tuple[Any, Any]:
    project = config.load(ROOT)
    both = dataclasses.replace(project.edition, languages=("en", "ar"))
    return dataclasses.replace(project, edition=both), ready(project).tables


def gallery_in(code: str) -> str:
    """Return a gallery with a brief in each state."""
    project, tables = edition()
    names = names_of(tables)
    text = language.text(code, names, ROOT)
    entry = {"pdf": "p.pdf", "facts": "f.json", "thumbnail": PICTURE, "pages": 2}
    briefs = {
        f"country/PAN/{code}": {**entry, "title": text.place("PAN"), "state": "fresh"},
        f"country/PAK/{code}": {**entry, "title": text.place("PAK"), "state": "stale"},
        f"country/PSE/{code}": {"title": text.place("PSE"), "state": "failed", "reason": "5 > 2"},
        f"annual/2020-2024/{code}": {**entry, "title": "2020–2024", "state": "fresh"},
    }
    return gallery.page(project, text, briefs)


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=[320, 1280], ids=["narrow", "wide"])
def page(request: pytest.FixtureRequest, browser: Browser, scheme: str) -> Iterator[Page]:
    with browser.new_context(
        color_scheme=scheme, viewport={"width": request.param, "height": 800}, offline=True
    ) as context:
        yield context.new_page()


@pytest.mark.parametrize("code", ["en", "ar"])
def test_the_gallery_has_no_violation(page: Page, tmp_path: Path, code: str) -> None:
    path = tmp_path / "index.html"
    path.write_text(gallery_in(code), encoding="utf-8")
    page.goto(path.as_uri())
    assert page.locator("html").get_attribute("dir") == ("rtl" if code == "ar" else "ltr")
    assert violations(page) == []
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0  # WCAG 2.2, 1.4.10: nothing to scroll sideways at 320 pixels


def test_the_gallery_has_no_violation_while_somebody_searches(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    path.write_text(gallery_in("en"), encoding="utf-8")
    page.goto(path.as_uri())
    page.get_by_role("searchbox").fill("panama")
    assert page.get_by_role("status").inner_text() == "Briefs shown: 1 of 4"
    assert violations(page) == []
    page.get_by_role("searchbox").fill("nothing at all")
    assert page.get_by_role("status").inner_text() == "Briefs shown: 0 of 4"
    assert violations(page) == []


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        ('lang="en"', "", "html-has-lang"),
        ('<label for="find">', "<label>", "label"),
        ("--quiet: #3d4a54", "--quiet: #aab3ba", "color-contrast"),
        ("<h2>", "<h4>", "heading-order"),
    ],
)
def test_a_gallery_that_is_wrong_is_found_to_be(
    browser: Browser, tmp_path: Path, right: str, wrong: str, rule: str
) -> None:
    broken = gallery_in("en").replace(right, wrong)
    assert broken != gallery_in("en")
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        path = tmp_path / "index.html"
        path.write_text(broken, encoding="utf-8")
        page.goto(path.as_uri())
        assert rule in {one.partition(":")[0] for one in violations(page)}


@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize("brief", ["country/PAK", "theme/trafficking", "donor/EU", "annual"])
def test_the_page_of_a_brief_has_no_violation(
    browser: Browser, tmp_path: Path, brief: str, code: str
) -> None:
    path = tmp_path / "brief.html"
    path.write_text(brief_page(brief, code), encoding="utf-8")
    with browser.new_context(viewport={"width": 794, "height": 1123}, offline=True) as context:
        page = context.new_page()
        page.goto(path.as_uri())
        assert page.locator("html").get_attribute("lang") == code
        # running titles are in no landmark: on paper they are artifacts in the margin
        assert violations(page, but=".running") == []


def brief_page(brief: str, code: str) -> str:
    """Return the HTML of a brief with its style sheet; every picture is an empty one."""
    project, tables = edition()
    jobs = [job for job in plan(project, tables) if job.brief.startswith(brief)]
    job = next(job for job in jobs if job.language == code)
    names = names_of(tables)
    text = language.text(code, names, ROOT)
    cut = Slice(
        project.edition, tables.of(touching(tables, job.kind.over, job.key)), job.kind.over, job.key
    )
    # charts are drawn in English: only their pictures, which are replaced, need a font
    english = language.text("en", names, ROOT)
    facts = facts_of(Task(job, cut, names, project, ""), english)
    html = template.render(facts, job.kind.template, project.folders, project.brand, text)
    style = (ROOT / "templates/css/brief.css").read_text(encoding="utf-8")
    html = re.sub(r'src="(?:chart|brand):[^"]*"', f'src="{PICTURE}"', html)
    return html.replace("</head>", f"<style>{style}</style></head>")
