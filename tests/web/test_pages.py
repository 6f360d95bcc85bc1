"""The HTML pages of briefs in Chromium: from the disk and served, with script and without."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import lxml.html
import pypdfium2
import pytest
from a_site import DONOR, HIDDEN, KENYA, MARKUP, violations
from playwright.sync_api import Page, expect

Open = Callable[..., Page]

BRIEFS = [f"{stem}.{code}" for stem in (KENYA, DONOR) for code in ("en", "ar")]


def facts(site: Path, brief: str = f"{KENYA}.en") -> dict[str, Any]:
    return json.loads((site / f"{brief}.json").read_bytes())


def tree(site: Path, brief: str = f"{KENYA}.en") -> Any:
    return lxml.html.fromstring((site / f"{brief}.html").read_bytes().decode())


@pytest.mark.parametrize("brief", BRIEFS)
@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_a_page_has_no_violation(
    opened: Open, site: Path, brief: str, width: int, scheme: str
) -> None:
    page = opened(
        f"{site.as_uri()}/{brief}.html",
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
    )
    for values in page.locator("details > summary").all():
        values.click()
    assert violations(page) == []
    # WCAG 2.2, 1.4.10: the page as a whole is not moved sideways
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.locator("main data.number > a").first.click()
    assert page.get_by_role("dialog").is_visible()
    assert violations(page) == []


# Numbers


def test_a_number_opens_its_rows_by_keyboard_and_the_focus_returns(
    opened: Open, address: str, site: Path
) -> None:
    page = opened(f"{address}{KENYA}.en.html")
    number = page.locator('data[data-name="funding.received"] > a').first
    for key in ("Enter", "Space"):
        number.focus()
        page.keyboard.press(key)
        dialog = page.get_by_role("dialog", name="Where this number comes from")
        expect(dialog).to_be_visible()
        assert dialog.evaluate("one => one.contains(document.activeElement)")
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(number).to_be_focused()


def test_the_rows_are_those_of_the_facts_and_make_up_the_number(opened: Open, site: Path) -> None:
    said = facts(site)
    number = said["numbers"]["funding.received"]
    page = opened(f"{site.as_uri()}/{KENYA}.en.html")
    page.locator('data[data-name="funding.received"] > a').first.click()
    dialog = page.get_by_role("dialog")
    assert number["rule"] in dialog.inner_text()
    cells = [row.locator("th, td").all_inner_texts() for row in dialog.locator("tbody tr").all()]
    assert [row[0] for row in cells] == number["rows"]
    assert [row[1] for row in cells] == [said["rows"][row] for row in number["rows"]]
    brought = [Decimal(row[3].replace(",", "")) for row in cells]
    assert brought == [Decimal(one) for one in number["amounts"]]
    total = Decimal(dialog.locator("tfoot td").inner_text().replace(",", ""))
    assert total == sum(brought) == Decimal(number["value"])
    assert any("EUR ×" in row[2] for row in cells)
    assert any("USD × 41%" in row[2] for row in cells)


def test_every_number_of_a_table_opens_the_rows_of_its_line(opened: Open, site: Path) -> None:
    said = facts(site)
    page = opened(f"{site.as_uri()}/{KENYA}.en.html")
    cells = page.locator('main table:not(.rows) data[data-name^="tables."] > a')
    assert cells.count() > 3
    for cell in cells.all():
        name = cell.locator("xpath=..").get_attribute("data-name") or ""
        found = re.fullmatch(r"tables\.(.+)\[(\d+)\]\.(\w+)", name)
        assert found
        row = said["tables"][found[1]][int(found[2]) - 1]
        value = cell.locator("xpath=..").get_attribute("value")
        assert value == str(row[found[3]])
        cell.click()
        rows = page.get_by_role("dialog").locator("tbody th").all_inner_texts()
        assert rows == row["rows"]
        page.get_by_role("button", name="Close").click()


def test_without_script_a_number_leads_to_its_rows_at_the_foot(
    opened: Open, address: str, site: Path
) -> None:
    page = opened(f"{address}{KENYA}.en.html", java_script_enabled=False)
    number = page.locator('data[data-name="activities.total"] > a').first
    number.click()
    behind = page.locator(number.get_attribute("href") or "")
    expect(behind).to_be_visible()  # the browser opens what it stands in
    words = behind.inner_text()
    assert "activities here, each counted once" in words
    assert "data/activities.csv: 2; 3; 4" in words
    assert page.get_by_role("dialog").count() == 0
    money = page.locator('data[data-name="funding.received"] > a').first.get_attribute("href")
    words = page.locator(money or "").inner_text()
    for amount in facts(site)["numbers"]["funding.received"]["amounts"]:
        assert f"({Decimal(amount):,.2f})" in words


def test_every_number_that_is_printed_has_something_behind_it(site: Path) -> None:
    for brief in BRIEFS:
        page = tree(site, brief)
        ids = {one.get("id") for one in page.iter() if one.get("id")}
        data = json.loads(page.get_element_by_id("_rows").text)
        numbers = page.find_class("number")
        assert len(numbers) > 20
        for number in numbers:
            (link,) = number.findall("a")
            assert link.get("href")[1:] in ids & {*data["numbers"]}


# Tables


def test_a_table_sorts_by_each_of_its_columns_both_ways(opened: Open, address: str) -> None:
    page = opened(f"{address}{KENYA}.en.html")
    table = page.locator("main table", has=page.get_by_text("Organisations named"))
    first, _, last = (table.locator("thead th").nth(at) for at in range(3))

    def column(at: int) -> list[str]:
        return [
            row.locator("th, td").nth(at).inner_text() for row in table.locator("tbody tr").all()
        ]

    before = column(0)
    last.get_by_role("button").click()
    assert last.get_attribute("aria-sort") == "descending"
    assert column(2) == sorted(column(2), key=int, reverse=True)
    page.keyboard.press("Enter")
    assert last.get_attribute("aria-sort") == "ascending"
    assert column(2) == sorted(column(2), key=int)
    first.get_by_role("button").click()
    assert (first.get_attribute("aria-sort"), last.get_attribute("aria-sort")) == (
        "ascending", None,
    )  # fmt: skip
    assert column(0) == sorted(before, key=str.casefold)
    assert sorted(column(0)) == sorted(before)


def test_amounts_sort_by_their_value_and_what_is_missing_stays_last(
    opened: Open, site: Path
) -> None:
    page = opened(f"{site.as_uri()}/{KENYA}.en.html")
    table = page.locator("main table", has=page.locator('[data-name*="funding_donors"]'))
    page.evaluate(
        """() => {
          const row = document.querySelector("main tr:has([data-name*=funding_donors])");
          const more = row.cloneNode(true);
          more.cells[1].textContent = "–";
          row.before(more);
          const others = row.cloneNode(true);
          others.cells[1].firstChild.dataset.name = "tables.funding_donors[4:9].amount";
          others.cells[1].firstChild.value = "70001";
          others.cells[1].firstChild.textContent = "of others";
          row.before(others);
        }"""
    )
    button = table.locator("thead button").last
    amounts = table.locator("tbody td")
    sums = ["1,291,957", "70,000", "900"]
    for expected in ([*sums, "–", "of others"], [*reversed(sums), "–", "of others"]):
        button.click()
        assert [one.split("\u00a0")[-1] for one in amounts.all_inner_texts()] == expected


def test_without_script_tables_are_tables(opened: Open, site: Path) -> None:
    page = opened(f"{site.as_uri()}/{KENYA}.en.html", java_script_enabled=False)
    assert page.locator("main thead button").count() == 0
    assert page.locator("main table").count() > 2


# Charts


def test_charts_have_their_alternative_text_and_their_values(site: Path) -> None:
    for brief in BRIEFS:
        said, page = facts(site, brief), tree(site, brief)
        pictures = [one.get("aria-label") for one in page.iter("svg") if one.get("role") == "img"]
        assert sorted(pictures) == sorted(chart["alt"] for chart in said["charts"].values())
        for figure in page.iter("figure"):
            (heading,) = (one for one in figure.iter("h2", "h3"))
            chart = next(
                one for one in said["charts"].values() if one["heading"] == heading.text_content()
            )
            rows = list(figure.find_class("values")[0].iter("tr"))[1:]
            assert len(rows) == len(chart["table"])
            for row, values in zip(rows, chart["table"], strict=True):
                numbers = {one.get("value") for one in row.find_class("number")}
                whole = {str(values[key]) for key in ("given", "activities") if key in values}
                assert whole <= numbers or not values["rows"]


# What is said


def words_of(text: str) -> set[str]:
    return {*re.findall(r"[A-Za-z]{3,}|\d[\d,.]*\d", text)}


@pytest.mark.parametrize("stem", [KENYA, DONOR])
def test_a_page_has_every_word_and_number_of_its_pdf(site: Path, stem: str) -> None:
    with pypdfium2.PdfDocument(site / f"{stem}.en.pdf") as pdf:
        printed = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    printed = re.sub("[\ufffe\u00ad-]\\s*\n", "-", printed)
    running = {"Data", "December", "Water", "all", "for", "The", "Office"}
    missing = words_of(printed) - words_of(" ".join(tree(site, f"{stem}.en").itertext()))
    assert missing <= running


def test_what_is_suppressed_is_nowhere(site: Path) -> None:
    said = facts(site)
    hidden = [row for row in said["tables"]["people"] if row["value"] == "suppressed"]
    assert {row["sex"] for row in hidden} == {"female", "male"}
    table = next(one for one in tree(site).iter("table") if "As reported" in one.text_content())
    cells = [row.findall("td")[-1] for row in table.find("tbody")]
    assert [cell.text_content() for cell in cells] == ["suppressed", "suppressed"]
    assert not table.find_class("number")
    for path in site.rglob("*.*"):
        if path.suffix in (".html", ".csv", ".json"):
            text = path.read_text(encoding="utf-8-sig")
            assert not re.search(rf"\b{HIDDEN}\b|\b{HIDDEN[0]},{HIDDEN[1:]}\b", text), path


def test_words_of_the_data_stay_words(opened: Open, site: Path) -> None:
    page = opened(f"{site.as_uri()}/{KENYA}.en.html")
    assert page.title() == "Kenya: Water for all"
    expect(page.locator(".card h3").first).to_have_text(MARKUP)


def test_a_script_that_is_not_the_pages_own_does_not_run(opened: Open, site: Path) -> None:
    source = (site / f"{KENYA}.en.html").read_text(encoding="utf-8")
    broken = source.replace("</body>", "<script>document.title = 'owned'</script></body>")
    path = site.parent / "broken.html"
    path.write_text(broken, encoding="utf-8")
    heard: list[str] = []
    page = opened("about:blank").context.new_page()
    page.on("console", lambda said: heard.append(said.text))
    page.goto(path.as_uri())
    assert page.title() == "Kenya: Water for all"
    assert any("Content Security Policy" in one for one in heard)


def test_a_page_leads_to_its_other_languages_and_its_files(opened: Open, address: str) -> None:
    page = opened(f"{address}{KENYA}.en.html")
    for name, ending in {"PDF": "pdf", "Numbers (CSV)": "csv", "All data (JSON)": "json"}.items():
        link = page.get_by_role("navigation").get_by_role("link", name=name)
        assert link.get_attribute("href") == f"KEN-kenya.en.{ending}"
    page.get_by_role("link", name="العربية").click()
    assert page.url == f"{address}{KENYA}.ar.html"
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.locator(".bar .home").click()
    assert page.url == f"{address}index.html"


def test_arabic_pages_are_the_mirror(opened: Open, site: Path) -> None:
    def left(code: str, what: str) -> float:
        page = opened(
            f"{site.as_uri()}/{KENYA}.{code}.html", viewport={"width": 1000, "height": 800}
        )
        box = page.locator(what).first.bounding_box()
        assert box
        return box["x"] + box["width"] / 2

    for what in (".band h1", ".globe", ".bar .home", ".pair > figure"):
        assert (left("en", what) < 500) != (left("ar", what) < 500), what


def test_on_paper_a_page_is_the_brief_alone(opened: Open, site: Path) -> None:
    page = opened(f"{site.as_uri()}/{KENYA}.en.html")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not page.locator(".bar, .behind").first.is_visible()
    assert page.locator(".band h1").is_visible()
    assert page.locator(".values table").first.is_visible()


def test_numbers_as_csv_are_those_of_the_facts(site: Path) -> None:
    lines = (site / f"{KENYA}.en.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "name,value,unit,status,rule,rows"
    assert len(lines) == 1 + len(facts(site)["numbers"])


def test_a_page_is_small(site: Path) -> None:
    for path in site.glob("*/*.html"):
        assert path.stat().st_size < 250_000
