"""The desk in Chromium: from the saving of a file to the changed pixel, and what goes wrong."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from a_desk import Desk, project_in, running
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from briefpress import config

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BRIEF = "country/PAK/en"
PATIENCE = 60_000  # milliseconds: as long as a busy machine needs, and no test waits for it

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = project_in(tmp_path_factory.mktemp("desk") / "un projet d’été")
    with running(root, tmp_path_factory.mktemp("cache")) as started:
        yield started


@pytest.fixture(scope="module")
def signed_in(desk: Desk, browser: Browser) -> dict[str, Any]:
    """What a browser has kept once the URL was opened in it."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(desk.url)
        assert "token" not in page.url
        state: dict[str, Any] = context.storage_state()
        return state


Opened = Callable[..., Page]


@pytest.fixture
def opened(desk: Desk, browser: Browser, signed_in: dict[str, Any]) -> Iterator[Opened]:
    """Open a page of the desk: ``opened("/settings", width=375, locale="ar")``."""
    contexts: list[BrowserContext] = []

    def open_page(path: str, width: int = 1400, locale: str = "en") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale=locale,
            storage_state=signed_in,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(desk.base + path)
        if path.startswith("/brief/"):
            page.wait_for_selector("html[data-page][data-pdf]")
        return page

    yield open_page
    for context in contexts:
        context.close()


def versions(page: Page) -> list[str]:
    """Return which page and which PDF are shown."""
    found: list[str] = page.evaluate(
        "(({ page, pdf }) => [page, pdf])(document.documentElement.dataset)"
    )
    return found


def wait_for_others(page: Page, before: list[str]) -> None:
    """Wait until page and PDF are others."""
    page.wait_for_function(
        """([page, pdf]) => {
            const now = document.documentElement.dataset;
            return now.page !== page && now.pdf !== pdf;
        }""",
        arg=before,
    )


def pixel(page: Page, selector: str, x: float, y: float) -> tuple[int, ...]:
    """Return the colour at a place of an element, in parts of its width and height."""
    picture = Image.open(io.BytesIO(page.locator(selector).first.screenshot())).convert("RGB")
    found = picture.getpixel((int(x * picture.width), int(y * picture.height)))
    assert isinstance(found, tuple)
    return found


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


def in_page(page: Page) -> FrameLocator:
    return page.frame_locator(".stage iframe:not(.coming)")


def violations(page: Page) -> list[str]:
    """Return what axe-core finds in the desk's own page; a brief's page has its own tests."""
    options = {"runOnly": RULES, "iframes": False}
    found = Axe().run(page, options=options).response
    assert found["passes"]
    return [f"{one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]]


BLUE, PLUM = (0, 114, 178), (122, 31, 92)
PAPER = "#sheet-1"


# what is saved


def test_a_saved_template_is_a_changed_pixel_in_page_and_print(desk: Desk, opened: Opened) -> None:
    page = opened(f"/brief/{BRIEF}")
    before = versions(page)
    assert near(pixel(page, PAPER, 0.02, 0.03), BLUE)
    with desk.edited("templates/base.html", "--accent: {{ brand.colour }}", "--accent: #7a1f5c"):
        wait_for_others(page, before)
        assert near(pixel(page, PAPER, 0.02, 0.03), PLUM)
        now = versions(page)
    wait_for_others(page, now)
    assert near(pixel(page, PAPER, 0.02, 0.03), BLUE)
    assert versions(page) == before, "what a brief is made of says which it is"


def test_a_saved_sheet_and_chart_show(desk: Desk, opened: Opened) -> None:
    page = opened(f"/brief/{BRIEF}")
    before = versions(page)
    plum = "html { --accent: #7a1f5c !important }\n@page"
    with desk.edited("templates/css/brief.css", "@page", plum):
        wait_for_others(page, before)
        assert near(pixel(page, PAPER, 0.02, 0.03), PLUM)
        now = versions(page)
    wait_for_others(page, now)
    define = "def heading(table: pd.DataFrame, text: Text) -> str:\n"
    today = f"{define}    return 'A heading of today'\n"
    with desk.edited("charts/activity_themes.py", define, today):
        expect(in_page(page).get_by_text("A heading of today").first).to_be_visible()
    expect(in_page(page).get_by_text("A heading of today")).to_have_count(0)


def test_a_saved_row_shows_and_everybody_stays_where_he_was(desk: Desk, opened: Opened) -> None:
    page = opened(f"/brief/{BRIEF}")
    page.locator("#sheets").evaluate("pane => pane.scrollTo(0, 300)")
    frame = page.locator(".stage iframe")
    frame.evaluate("frame => frame.contentWindow.scrollTo(0, 200)")
    title = "Awareness sessions on the rights of inmates in Sindh"
    before = versions(page)
    with desk.edited("data/activities.csv", title, "Sessions of today"):
        wait_for_others(page, before)
        expect(in_page(page).get_by_text("Sessions of today").first).to_be_visible()
        assert frame.evaluate("frame => frame.contentWindow.scrollY") == 200
        assert page.locator("#sheets").evaluate("pane => pane.scrollTop") == 300
        now = versions(page)
    wait_for_others(page, now)


def test_only_what_a_brief_is_made_of_makes_it_anew(desk: Desk, opened: Opened) -> None:
    page, gallery = opened(f"/brief/{BRIEF}"), opened("/")
    before, seen = versions(page), gallery.locator("html").get_attribute("data-round")
    with desk.edited("templates/theme.html", "{# ", "{# another word. "):
        expect(gallery.locator("html")).not_to_have_attribute("data-round", seen or "")
        assert versions(page) == before


def test_the_pdf_is_the_one_that_a_build_makes(desk: Desk, opened: Opened, tmp_path: Path) -> None:
    page = opened(f"/brief/{BRIEF}")
    address = page.get_by_role("link", name="Open the PDF").get_attribute("href")
    there = page.request.get(f"{desk.base}{address}").body()
    command = [sys.executable, "-m", "briefpress", "build", str(desk.root), "country/PAK"]
    subprocess.run([*command, "--out", str(tmp_path)], check=True, capture_output=True)
    assert (tmp_path / "country/PAK-pakistan.en.pdf").read_bytes() == there
    assert not (desk.root / "build").exists(), "the desk has written there"


def test_a_brief_in_arabic(opened: Opened) -> None:
    page = opened(f"/brief/{BRIEF}")
    page.get_by_role("navigation", name="Languages of this brief").get_by_text("العربية").click()
    page.wait_for_selector("html[data-page][data-pdf]")
    expect(in_page(page).locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("heading", level=1)).to_have_text("باكستان")


# what goes wrong

TEMPLATE = (config.starter() / "templates/country.html").read_text(encoding="utf-8")
FUNDING = TEMPLATE.splitlines().index('{% include "blocks/funding.html" %}') + 1

MISTAKES = {
    "a template that is not Jinja": (
        "templates/country.html",
        '{% include "blocks/funding.html" %}',
        '{% includ "blocks/funding.html" %}',
        ["unknown tag 'includ'", "templates/country.html", f"Line {FUNDING}", BRIEF],
    ),
    "a name that the facts do not have": (
        "templates/blocks/cards.html",
        "",
        "{{ activities.totl }}",
        ["Did you mean 'activities.total'?", "templates/blocks/cards.html", "Line 1", BRIEF],
    ),
    "a cell that is no country": (
        "data/places.csv",
        "PAK",
        "Pakistann",
        ["Did you mean 'Pakistan' (PAK)?", "data/places.csv", "Row ", "Column country"],
    ),
    "a chart that raises": (
        "charts/activity_themes.py",
        "def table(part: Slice) -> pd.DataFrame:\n",
        "def table(part: Slice) -> pd.DataFrame:\n    raise ValueError('no ink')\n",
        ["ValueError: no ink", "charts/activity_themes.py", "Line ", BRIEF],
    ),
    "a brand that cannot be read": (
        "briefs.toml",
        '"#0072B2"',
        '"#FFE066"',
        ["has a contrast of 1.3:1 on white", "briefs.toml", "Line "],
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_shown_over_the_page_and_goes(
    desk: Desk, opened: Opened, mistake: str
) -> None:
    name, old, new, said = MISTAKES[mistake]
    page = opened(f"/brief/{BRIEF}")
    wrong = page.get_by_role("alert")
    expect(wrong).to_have_count(0)
    with desk.edited(name, old, new):
        for words in said:
            expect(wrong).to_contain_text(words)
        expect(in_page(page).locator("h1")).to_have_text("Pakistan")  # the last good one
        expect(page.get_by_role("status")).to_contain_text("Something is wrong")
        assert violations(page) == []
        if new.strip():
            expect(wrong.locator("pre .here")).to_contain_text(new.strip().split("\n")[-1])
    expect(wrong).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("Page and PDF are up to date.")


def test_a_brief_that_is_wrong_from_the_beginning(desk: Desk, opened: Opened) -> None:
    with desk.edited("templates/theme.html", "{% extends", "{{ funding.nothing }}{% extends"):
        page = opened("/settings")
        page.goto(f"{desk.base}/brief/theme/trafficking/en")
        expect(page.get_by_role("alert")).to_contain_text("templates/theme.html")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.wait_for_selector("html[data-page][data-pdf]")


def test_a_brief_that_there_is_not_has_a_neighbour(desk: Desk, opened: Opened) -> None:
    page = opened("/settings")
    answer = page.goto(f"{desk.base}/brief/contry/PAK/en")
    assert answer
    assert answer.status == 404
    expect(page.locator("main")).to_contain_text("Did you mean 'country/PAK/en'?")


# numbers and findings


def test_a_number_shows_its_rows_from_page_print_and_list(opened: Opened) -> None:
    page = opened(f"/brief/{BRIEF}")
    dialog = page.get_by_role("dialog")
    in_page(page).locator("data[data-name='activities.total']").first.click()
    expect(dialog).to_contain_text("4 activities")
    expect(dialog.get_by_role("row")).to_have_count(5)
    expect(dialog).to_contain_text("data/activities.csv, row 5")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.locator(".spot[data-name='activities.total']").first.click()
    expect(dialog.get_by_role("row")).to_have_count(5)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Numbers and their rows").focus()
    page.keyboard.press("Enter")
    dialog.get_by_role("searchbox").fill("themes.total")
    expect(dialog.locator("li:visible")).to_have_count(1)
    dialog.locator("li:visible button").focus()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("heading", level=2)).to_have_text("themes.total")
    assert violations(page) == []


def test_what_the_checks_found_is_marked_on_the_print(desk: Desk, opened: Opened) -> None:
    page = opened(f"/brief/{BRIEF}")
    before = versions(page)
    expect(page.locator(".mark")).to_have_count(0)
    empty = '<p class="nothing" style="height: 9mm"></p><section>'
    with desk.edited("templates/country.html", "<section>", empty):
        wait_for_others(page, before)
        mark = page.get_by_role("link", name="has nothing in it")
        expect(mark).to_have_count(1)
        page.get_by_role("link", name="page 1").first.click()
        expect(mark).to_be_focused()
        box, sheet = mark.bounding_box(), page.locator(PAPER).bounding_box()
        assert box
        assert sheet
        assert box["height"] / sheet["height"] == pytest.approx(9 / 297, abs=0.01)
        assert violations(page) == []
        now = versions(page)
    wait_for_others(page, now)


# the form


def test_the_form_writes_the_file_and_keeps_its_comments(desk: Desk, opened: Opened) -> None:
    with desk.edited("briefs.toml", "", ""):
        page = opened("/settings")
        page.get_by_label("Title").fill("Ending all violence")
        page.get_by_label("العربية").uncheck()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status")).to_have_text("Saved.")
        text = (desk.root / "briefs.toml").read_text(encoding="utf-8")
        assert 'title = "Ending all violence"\n' in text
        assert 'languages = ["en"]   # two of six\n' in text
        assert text.count("#") == 1 + "".join(
            (config.starter() / "briefs.toml").read_text(encoding="utf-8")
        ).count("#")
        page.goto(f"{desk.base}/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Ending all violence")


@pytest.mark.parametrize(
    ("label", "value", "said"),
    [
        ("Colour", "#FFE066", "has a contrast of 1.3:1 on white"),
        ("Logo", "templates/none.svg", "there is no file 'templates/none.svg'"),
        ("Last day of the period", "2019-12-31", "is before the start"),
        ("at most", "0", "pages cannot be from 1 to 0"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_written(
    desk: Desk, opened: Opened, label: str, value: str, said: str
) -> None:
    before = (desk.root / "briefs.toml").read_bytes()
    page = opened("/settings")
    page.get_by_label(label).first.fill(value)
    page.get_by_role("button", name="Save").click()
    field = page.get_by_label(label).first
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value(value)
    expect(field).to_have_accessible_description(re.compile(re.escape(said)))
    expect(page.get_by_role("alert")).to_be_focused()
    assert violations(page) == []
    assert (desk.root / "briefs.toml").read_bytes() == before


def test_a_file_that_changed_meanwhile_is_not_overwritten(desk: Desk, opened: Opened) -> None:
    page = opened("/settings")
    page.get_by_label("Organisation").fill("One Office")
    with desk.edited("briefs.toml", "Ending violence", "Preventing violence") as path:
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("alert")).to_contain_text("was changed meanwhile")
        assert "One Office" not in path.read_text(encoding="utf-8")
        expect(page.get_by_label("Organisation")).to_have_value("One Office")
        expect(page.get_by_label("Title")).to_have_accessible_description(
            re.compile("Preventing violence against women")
        )
        assert violations(page) == []
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status")).to_have_text("Saved.")
        assert "One Office" in path.read_text(encoding="utf-8")


# the gallery, and who cannot see it or use a mouse


def test_the_gallery_is_filtered_and_stays_so(opened: Opened) -> None:
    page = opened("/")
    expect(page.locator("#found")).to_have_text("Briefs shown: 34")
    page.get_by_label("Search").fill("pakist")
    expect(page.locator(".cards li:visible")).to_have_count(1)
    page.reload()
    expect(page.locator(".cards li:visible")).to_have_count(1)
    page.get_by_label("State").select_option("Stale")
    expect(page.locator("#found")).to_have_text("No brief is like that.")


@pytest.mark.parametrize("locale", ["en", "ar"])
@pytest.mark.parametrize("width", [375, 1400])
@pytest.mark.parametrize("path", ["/", "/settings", f"/brief/{BRIEF}"])
def test_the_desk_has_no_violation_and_fits_the_screen(
    opened: Opened, path: str, width: int, locale: str
) -> None:
    page = opened(path, width, locale)
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if locale == "ar" else "ltr")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_desk_is_used_by_keyboard(opened: Opened) -> None:
    page = opened(f"/brief/{BRIEF}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none" or reached[-1] in ("IFRAME", "BODY"), reached[-1]
    assert {"numbers", "IFRAME", "sheets"} <= set(reached)
    assert "BODY" in reached or "speak" in reached, "there is no way out of the page"


def test_a_narrow_screen_shows_one_of_page_and_print(opened: Opened) -> None:
    page = opened(f"/brief/{BRIEF}", width=375)
    expect(page.locator("#paper")).to_be_hidden()
    page.get_by_role("button", name="Print").click()
    expect(page.locator("#paper")).to_be_visible()
    expect(page.locator("#page")).to_be_hidden()
    expect(page.get_by_role("button", name="Print")).to_have_attribute("aria-pressed", "true")


def test_the_desk_speaks_the_language_that_is_chosen(opened: Opened) -> None:
    page = opened("/settings", locale="pt")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("#speak").select_option("fr")
    page.locator(".speak button").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
