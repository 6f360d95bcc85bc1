"""The pages that `diff --html` and `check --html` write, before axe-core in Chromium."""

import json
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser
from test_axe import violations

from briefpress.measures.difference import Correction, NumberChange
from briefpress.model.finding import Finding, Judged, Place
from briefpress.review import changes as report
from briefpress.review.diff import BriefChange, Changes, TextChange
from briefpress.review.pagediff import Page as Differing
from briefpress.review.pages.html import to_html

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
LONG = "transactions/a-very-long-identifier-that-has-no-place-to-break-" + "x" * 60


def changes() -> Changes:
    """Return changes of each sort: of a brief, of its chapters, of texts in two directions."""
    corrected = (Correction(LONG, "1000", "1100.50"),)
    rows = {f"activities/{at}": f"data/activities.csv, row {at}" for at in range(9)}
    money = NumberChange(
        "funding.received", "USD", "1234567890.12", "1234567990.62", "100.50", {}, {}, corrected
    )
    numbers = (
        NumberChange("activities.total", "activities", "3", "12", "9", rows, {}, ()),
        money,
        NumberChange(
            "theme.prevention.activities.total", "activities", None, "1", None, {}, {}, ()
        ),
    )
    texts = (
        TextChange("title", "Wells in Kenya", "Deep wells in Kenya"),
        TextChange("texts.about", "", "عدد الأنشطة"),
        TextChange("A.summary", "Gone", ""),
    )
    pages = [Differing(1, ((1, 2, 3, 4),), PIXEL, PIXEL), Differing(2, (), "", PIXEL)]
    brief = BriefChange("country/KEN/en", "", numbers, texts, pages)
    other = BriefChange("annual/2024/en", "annual/2023/en", numbers[:1], (), [])
    return Changes("Office, 2023", "Office, 2024", ("a/b/en",), ("c/d/en",), (brief, other), 4)


def findings(out: Path) -> list[Judged]:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(out / "a.pdf")
    entry = {"pdf": "a.pdf", "state": "fresh"}
    (out / "manifest.json").write_text(json.dumps({"briefs": {"country/PAK/en": entry}}))
    seen = Finding("overlap", f"'{LONG}' overlaps", "Give it room", 1, Place(20, 30, 160, 5))
    return [
        Judged("country/PAK/en", "error", seen),
        Judged("country/PAK/en", "warning", Finding("page-budget", "has 3 pages")),
        Judged("country/PAK/en", "allowed", seen, "agreed with the designer"),
    ]


@pytest.mark.parametrize("width", [320, 1280], ids=["narrow", "wide"])
@pytest.mark.parametrize("which", ["diff", "nothing differs", "check", "nothing seen"])
def test_a_report_has_no_violation_and_nothing_to_scroll_sideways(
    browser: Browser, tmp_path: Path, which: str, width: int
) -> None:
    pages = {
        "diff": lambda: report.to_html(changes()),
        "nothing differs": lambda: report.to_html(Changes("2023", "2024", (), (), (), 4)),
        "check": lambda: to_html("Edition", findings(tmp_path), tmp_path, ["The data is well."]),
        "nothing seen": lambda: to_html("Edition", [], tmp_path),
    }
    path = tmp_path / "report.html"
    path.write_text(pages[which](), encoding="utf-8")
    with browser.new_context(viewport={"width": width, "height": 800}, offline=True) as context:
        page = context.new_page()
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert violations(page) == []
        # WCAG 2.2, 1.4.10
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_what_differs_in_a_text_is_marked_word_by_word() -> None:
    old, new = report.marked("Wells in Kenya", "Deep wells in Kenya")
    assert old == [(True, "Wells"), (False, " in Kenya")]
    assert new == [(True, "Deep wells"), (False, " in Kenya")]
    assert report.marked("", "New") == ([], [(True, "New")])
