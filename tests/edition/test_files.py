"""The finished files, as a reader gets them."""

import re

import page
import pikepdf
import pypdfium2
import pytest
from an_edition import Built
from conforming import PROFILES, faults
from lxml import html as parser

from briefpress.documents import reading, structure


def pdfs(edition: Built) -> dict[str, pikepdf.Pdf]:
    return {
        brief: pikepdf.open(edition.out / entry["pdf"])
        for brief, entry in edition.manifest["briefs"].items()
    }


def test_every_brief_is_made_within_its_page_budget_and_without_a_warning(edition: Built) -> None:
    assert edition.outcome.failed == {}
    assert edition.outcome.gated == {}
    for brief, entry in edition.manifest["briefs"].items():
        assert (brief, entry["state"], entry["warnings"]) == (brief, "fresh", [])
        assert entry["pages"] <= {"country": 2, "theme": 4, "donor": 4}.get(brief.split("/")[0], 60)


@pytest.mark.parametrize("profile", PROFILES)
def test_every_pdf_conforms_to_both_standards(
    edition: Built, profile: page.ValidationProfile
) -> None:
    for entry in edition.manifest["briefs"].values():
        content = (edition.out / entry["pdf"]).read_bytes()
        assert (entry["pdf"], faults(content, profile)) == (entry["pdf"], [])


def test_every_pdf_has_the_facts_that_stand_beside_it(edition: Built) -> None:
    for entry in edition.manifest["briefs"].values():
        with pikepdf.open(edition.out / entry["pdf"]) as pdf:
            inside = pdf.attachments["facts.json"].get_file().read_bytes()
            assert inside == (edition.out / entry["facts"]).read_bytes()


def test_nothing_is_wrong_with_the_structure_of_any_brief(edition: Built) -> None:
    assert [line for pdf in pdfs(edition).values() for line in structure.findings(pdf)] == []


def test_every_brief_is_read_in_the_order_in_which_it_is_seen(edition: Built) -> None:
    for brief, pdf in pdfs(edition).items():
        path = edition.out / edition.manifest["briefs"][brief]["pdf"]
        with pypdfium2.PdfDocument(path) as pages:
            assert (brief, list(reading.findings(pdf, pages))) == (brief, [])


def test_only_bundled_fonts_are_embedded(edition: Built) -> None:
    for brief, pdf in pdfs(edition).items():
        things = (thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary))
        fonts = [thing for thing in things if thing.get("/Type") == "/FontDescriptor"]
        assert fonts, brief
        assert all(re.match(r"/[A-Z]{6}\+Noto-Sans", str(font.FontName)) for font in fonts)


def test_every_pdf_has_its_title_language_bookmarks_and_alt_texts(edition: Built) -> None:
    for brief, pdf in pdfs(edition).items():
        title = edition.manifest["briefs"][brief]["title"]
        assert str(pdf.docinfo["/Title"]).startswith(title)
        assert str(pdf.Root.Lang) == "en"
        assert str(pdf.docinfo["/Author"]) == "UNODC"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_outline() as outline:
            assert outline.root[0].title


def test_every_chart_has_alt_text_with_each_of_its_counts(edition: Built) -> None:
    shown = 0
    for brief in edition.manifest["briefs"]:
        for name, chart in edition.facts(brief)["charts"].items():
            shown += 1
            assert chart["heading"]
            assert chart["measure"]
            for row in chart["table"]:
                if row.get("activities") and "theme" in row and "region" not in row:
                    assert re.search(rf"\b{row['activities']}\b", chart["alt"]), (brief, name)
    assert shown > 100


def test_at_least_ten_charts_are_used(edition: Built) -> None:
    used = {
        name.rpartition(".")[2]
        for brief in edition.manifest["briefs"]
        for name in edition.facts(brief)["charts"]
    }
    assert len(used) >= 10


def test_contents_and_index_give_the_page_that_the_thing_is_on(edition: Built) -> None:
    brief = "annual/2020-2024/en"
    pages = edition.pages(brief)
    contents = next(text for text in pages if text.splitlines()[0] == "Contents")
    found = (re.fullmatch(r"(\D+?)\s+(\d+)\s*", line) for line in contents.splitlines())
    entries = [(match[1], match[2]) for match in found if match]
    assert len(entries) >= 15
    for title, number in entries:
        words = " ".join(title.split())
        assert words in " ".join(pages[int(number) - 1].split()), (title, number)


def test_every_link_of_the_annual_summary_leads_somewhere(edition: Built) -> None:
    pdf = pdfs(edition)["annual/2020-2024/en"]
    names = {str(name) for name in pdf.Root.Names.Dests.Names if isinstance(name, pikepdf.String)}
    links = [
        str(note.get("/Dest") or note.A.D)
        for sheet in pdf.pages
        for note in sheet.get("/Annots", [])
    ]
    assert len(links) > 40
    assert set(links) <= names


def test_the_disclaimer_on_boundaries_stands_wherever_there_is_a_map(edition: Built) -> None:
    for brief in edition.manifest["briefs"]:
        charts = {name.rpartition(".")[2] for name in edition.facts(brief)["charts"]}
        text = " ".join(" ".join(edition.pages(brief)).split())
        if charts & {"world_map", "locator_map"}:
            assert "boundaries and names shown on maps" in text
        assert "imply no opinion whatsoever" in text
        assert "31 December 2024" in text


def test_the_gallery_shows_every_brief_and_needs_nothing_from_outside(edition: Built) -> None:
    gallery = parser.parse(edition.out / "index.html").getroot()
    links = [link.get("href") for link in gallery.findall(".//a")]
    pictures = [picture.get("src") for picture in gallery.findall(".//img")]
    for entry in edition.manifest["briefs"].values():
        assert entry["pdf"] in links
        assert entry["facts"] in links
        assert entry["thumbnail"] in pictures
    for link in links + pictures:
        if link.startswith("#"):
            assert gallery.find(f".//*[@id='{link[1:]}']") is not None
        else:
            assert (edition.out / link).is_file()
    assert [link.get("href") for link in gallery.findall(".//link")] == ["data:,"]
    assert all(script.get("src") is None for script in gallery.findall(".//script"))


@pytest.mark.parametrize("key", ["pdf", "facts", "sha256", "pages", "state"])
def test_the_manifest_gives_what_others_need(key: str, edition: Built) -> None:
    assert all(key in entry for entry in edition.manifest["briefs"].values())
