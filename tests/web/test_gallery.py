"""The gallery as readers use it: from the disk and from a server, with script and without."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from a_site import violations
from playwright.sync_api import Page, expect

Open = Callable[..., Page]

ALL = ["Kenya", "Uganda", "Health", "Water", "Example Aid", "Tiny Trust", "Zebra Fund"]


def shown(page: Page) -> list[str]:
    titles = page.locator(".cards > li:visible .title").all_inner_texts()
    return [title.strip() for title in titles]


def test_a_brief_is_found_by_words_in_any_language(opened: Open, address: str) -> None:
    page = opened(address + "index.html")
    assert shown(page) == ALL
    for words, titles in {"ken": ["Kenya"], "كينيا": ["Kenya"], "ZÉBRA": ["Zebra Fund"]}.items():
        page.get_by_role("searchbox").fill(words)
        assert shown(page) == titles
        assert page.get_by_role("status").inner_text() == "Briefs shown: 1 of 7"
    page.get_by_role("searchbox").fill("nothing at all")
    assert page.get_by_role("status").inner_text() == "Briefs shown: 0 of 7"
    page.get_by_role("button", name="Show all").click()
    assert shown(page) == ALL
    expect(page.get_by_role("searchbox")).to_be_focused()


@pytest.mark.parametrize(
    ("label", "choice", "titles"),
    [
        ("Country or area", "Uganda", ["Kenya", "Uganda", "Example Aid"]),
        ("Theme", "Health", ["Kenya", "Health"]),
        ("Donor", "Zebra Fund", ["Kenya", "Water", "Example Aid", "Tiny Trust", "Zebra Fund"]),
    ],
)
def test_briefs_are_filtered_by_what_they_are_about(
    opened: Open, address: str, label: str, choice: str, titles: list[str]
) -> None:
    page = opened(address + "index.html")
    page.get_by_label(label).select_option(label=choice)
    assert shown(page) == titles
    assert page.get_by_role("status").inner_text() == f"Briefs shown: {len(titles)} of 7"
    kinds = page.get_by_role("navigation").get_by_role("link")
    headings = page.locator("main h2:visible").all_inner_texts()
    assert kinds.all_inner_texts() == headings


def test_in_another_language_a_card_is_that_languages_brief(opened: Open, address: str) -> None:
    page = opened(address + "index.html")
    page.get_by_label("Language").select_option("ar")
    card = page.locator(".cards > li").first
    assert card.locator("a.open").get_attribute("href") == "country/KEN-kenya.ar.html"
    assert card.locator(".title").inner_text() == "كينيا"
    assert card.locator(".editions > li:visible").count() == 1
    card.locator("a.open").click()
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("h1").inner_text() == "كينيا"


def test_what_is_chosen_stands_in_the_address_and_is_there_again(
    opened: Open, address: str
) -> None:
    page = opened(address + "index.html")
    page.get_by_label("Country or area").select_option("KEN")
    page.get_by_label("Language").select_option("ar")
    page.get_by_role("searchbox").fill("country")
    expect(page).to_have_url(address + "index.html#find=country&country=KEN&language=ar")
    titles = shown(page)
    page.locator("a.open:visible").first.click()
    expect(page).to_have_url(address + "country/KEN-kenya.ar.html")
    page.go_back()
    assert shown(page) == titles
    again = opened(page.url)
    assert shown(again) == titles
    assert again.get_by_label("Country or area").input_value() == "KEN"
    again.get_by_role("button", name="Show all").click()
    expect(again).to_have_url(address + "index.html")


@pytest.mark.parametrize("hash_", ["country=ATL", "nonsense=5", "=", "language=xx&find="])
def test_an_address_with_what_is_not_there_shows_all(opened: Open, site: Path, hash_: str) -> None:
    page = opened(f"{site.as_uri()}/index.html#{hash_}")
    assert shown(page) == ALL


def test_without_script_every_brief_is_there_and_can_be_opened(
    opened: Open, address: str, site: Path
) -> None:
    page = opened(address + "index.html", java_script_enabled=False)
    assert not page.get_by_role("search").is_visible()
    links = page.locator("main a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    entries = json.loads((site / "manifest.json").read_bytes())["briefs"].values()
    for entry in entries:
        assert {entry["pdf"], entry["facts"], entry.get("html", entry["pdf"])} <= {*links}
    for link in links:
        if link.startswith("#"):
            assert page.locator(link).count() == 1
        else:
            assert (site / link).is_file()
    page.locator("a.open").first.click()
    assert page.locator("h1").inner_text() == "Kenya"


def test_only_files_of_the_edition_are_asked_for(opened: Open, served: str) -> None:
    asked: list[str] = []
    page = opened("about:blank")
    page.on("request", lambda request: asked.append(request.url))
    page.goto(served + "index.html")
    page.goto(served + "country/KEN-kenya.en.html")
    pages = [url for url in asked if not url.endswith(".png")]
    assert [url.removeprefix(served) for url in pages] == [
        "index.html", "country/KEN-kenya.en.html",
    ]  # fmt: skip
    assert all(url.startswith(served) for url in asked)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_gallery_in_several_languages_has_no_violation(
    opened: Open, site: Path, width: int, scheme: str
) -> None:
    page = opened(
        f"{site.as_uri()}/index.html#country=KEN",
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
    )
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_links_are_relative_and_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        links = re.findall(r'\s(?:href|src)="([^"]*)"', html)
        assert links
        outside = [one for one in links if re.match(r"(?!data:)(?:[a-z]+:|/)", one)]
        assert outside == []
