"""Whole briefs as Word documents: nothing is lost, and Word's schema is kept."""

import io
import subprocess
import sys

import docx as python_docx
import pytest
from conftest import LANGUAGES
from openxml import Docx, R, W, close, seen, style, unlabelled, words
from PIL import Image

BRIEFS = [
    *(f"country/PAK/{language}" for language in LANGUAGES),
    *(f"{kind}/{language}" for kind in ("theme/data", "donor/EU", "annual/2020-2024")
      for language in ("en", "ar")),
]  # fmt: skip

# The order in which ISO 29500-1, annex A.1 (wml.xsd), has the children that occur here.
SEQUENCES = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs"
    " autoSpaceDE autoSpaceDN bidi"
    " spacing ind contextualSpacing jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs strike color spacing sz szCs u shd vertAlign rtl cs lang",
    "tblPr": "tblStyle tblpPr bidiVisual tblW jc tblCellSpacing tblInd tblBorders shd tblLayout"
    " tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg bidi docGrid",
    "tbl": "bookmarkStart bookmarkEnd tblPr tblGrid tr",
    "tr": "trPr tc",
    "tblCellMar": "top left bottom right",
    "tcMar": "top left bottom right",
    "tblBorders": "top left bottom right insideH insideV",
    "tcBorders": "top left bottom right",
    "pBdr": "top left bottom right between",
    "style": "name basedOn next link uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr"
    " trPr tcPr tblStylePr",
    "tblStylePr": "pPr rPr tblPr trPr tcPr",
    "docDefaults": "rPrDefault pPrDefault",
    "lvl": "start numFmt lvlRestart pStyle suff lvlText lvlJc pPr rPr",
    "num": "abstractNumId lvlOverride",
    "numbering": "abstractNum num",
    "settings": "zoom defaultTabStop characterSpacingControl compat themeFontLang decimalSymbol"
    " listSeparator",
    "font": "altName panose1 charset family pitch",
}


@pytest.mark.parametrize("brief", BRIEFS)
def test_all_words_of_the_page_are_in_the_document_and_no_others(brief, written):
    found = written(brief)
    body, running = seen(found.html)
    assert close(unlabelled(found.docx.body)) == body
    for word in running.split():
        assert word in found.docx.around()


@pytest.mark.parametrize("brief", BRIEFS)
def test_each_picture_of_the_page_is_there_with_its_alternative_text(brief, written):
    import re
    from html import unescape

    found = written(brief)
    assert found.docx.alts() == [
        unescape(alt) for alt in re.findall(r'<img[^>]* alt="([^"]*)"', found.html)
    ]
    assert all(found.docx.alts())


@pytest.mark.parametrize("brief", BRIEFS)
def test_elements_stand_in_the_order_of_the_schema(brief, written):
    for name, part in written(brief).docx.parts.items():
        for element in part.iter(f"{W}*"):
            kind = element.tag.removeprefix(W)
            if kind in SEQUENCES:
                order = SEQUENCES[kind].split()
                kids = [child.tag.removeprefix(W) for child in element]
                assert [order.index(kid) for kid in kids] == sorted(map(order.index, kids)), (
                    f"{name}: {kind} has {kids}"
                )
            if kind in ("p", "r") and f"{kind}Pr" in (
                kids := [k.tag.removeprefix(W) for k in element]
            ):
                assert kids.index(f"{kind}Pr") == 0
            if kind == "tc":
                assert element[-1].tag == f"{W}p"


@pytest.mark.parametrize("brief", BRIEFS)
def test_every_style_that_is_named_is_there(brief, written):
    docx = written(brief).docx
    styles = {one.get(f"{W}styleId") for one in docx.parts["word/styles.xml"].iter(f"{W}style")}
    named = {
        one.get(f"{W}val") for name in ("pStyle", "rStyle", "tblStyle") for one in docx.of(name)
    }
    based = {
        one.get(f"{W}val")
        for name in ("basedOn", "next")
        for one in docx.parts["word/styles.xml"].iter(f"{W}{name}")
    }
    assert named | based <= styles


def test_every_bookmark_and_relation_that_is_named_is_there(written):
    docx = written("annual/2020-2024/ar").docx
    marks = [one.get(f"{W}name") for one in docx.of("bookmarkStart")]
    assert len(marks) == len(set(marks))
    assert all(len(mark) <= 40 and mark[0].isalpha() for mark in marks)
    anchors = {one.get(f"{W}anchor") for one in docx.of("hyperlink")} - {None}
    assert anchors
    assert anchors == set(marks)
    relations = {one.get("Id") for one in docx.parts["word/_rels/document.xml.rels"]}
    used = {
        value for one in docx.body.iter() for key, value in one.attrib.items() if key.startswith(R)
    }
    assert used <= relations
    pictures = [one.get("id") for one in docx.body.iter("{*}docPr")]
    assert len(pictures) == len(set(pictures))


def test_headings_are_headings_and_tables_have_their_headings_on_each_page(written):
    docx = written("country/PAK/en").docx
    headings = [(kind, text.strip()) for kind, text in docx.styles() if kind.startswith("Heading")]
    assert headings == [
        ("Heading1", "Pakistan"),
        ("Heading2", "What was done"),
        ("Heading3", "Awareness sessions on the rights of inmates in Sindh"),
        ("Heading3", "Digital complaint services and police facilitation desks in Pakistan"),
        ("Heading3", "High-level roundtables on essential services in Pakistan and Myanmar"),
        ("Heading3", "Gender analysis of trafficking and smuggling in Pakistan"),
        ("Heading2Beside", "The activities stand under five of eight themes"),
        ("Heading2Beside", "What is known of four activities"),
        ("Heading2Section", "Who took part"),
        ("Heading2Panel", "About the data"),
    ]
    levels = {
        one.get(f"{W}styleId"): one.find(f"{W}pPr/{W}outlineLvl")
        for one in docx.parts["word/styles.xml"].iter(f"{W}style")
    }
    assert [levels[f"Heading{n}"].get(f"{W}val") for n in (1, 2, 3)] == ["0", "1", "2"]
    heads = [row for row in docx.of("tr") if row.find(f"{W}trPr/{W}tblHeader") is not None]
    assert [words(head) for head in heads] == ["OrganizationPartActivities"]


def test_captions_count_tables_and_figures_with_fields(written):
    docx = written("country/PAK/fr").docx
    counted = [
        (one.get(f"{W}instr").split()[1], words(one), style(one.getparent()))
        for one in docx.of("fldSimple")
        if " SEQ " in one.get(f"{W}instr")
    ]
    assert counted == [
        ("Figure", "1", "Caption"), ("Figure", "2", "Caption"), ("Table", "1", "TableCaption"),
    ]  # fmt: skip


def test_cards_stand_across_in_rows_that_no_page_divides_and_that_end_pages(written):
    [cards] = [
        table
        for table in written("country/PAK/en").docx.of("tbl")
        if "Sindh" in words(table) and "gender facilitation" in words(table)
    ]
    rows = cards.findall(f"{W}tr")
    numbers = [[words(cell)[0] for cell in row.findall(f"{W}tc")] for row in rows]
    assert numbers == [["1", "2"], ["3", "4"]]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    for paragraph in cards.iter(f"{W}p"):
        assert paragraph.find(f"{W}pPr/{W}keepNext").get(f"{W}val") == "0"


def test_a_document_is_as_dense_as_its_pdf(written):
    found = written("donor/EU/en")
    sizes = {}
    for density in ("roomy", "compact"):
        docx = Docx(found.again(density))
        assert words(docx.body) == words(found.docx.body)
        styles = {one.get(f"{W}styleId"): one for one in docx.parts["word/styles.xml"]}
        heading = styles["Heading2"]
        sizes[density] = [
            int(docx.parts["word/styles.xml"].find(f".//{W}rPrDefault//{W}sz").get(f"{W}val")),
            int(heading.find(f"{W}pPr/{W}spacing").get(f"{W}before")),
            int(styles["Gap"].find(f"{W}pPr/{W}spacing").get(f"{W}before")),
        ]
    assert sizes["compact"][0] == 17  # half-points
    assert all(a > b for a, b in zip(sizes["roomy"], sizes["compact"], strict=True))


def test_the_ground_of_a_chart_is_the_white_of_the_sheet(written):
    docx = written("country/PAK/en").docx
    for name, content in docx.files.items():
        if name.endswith(".png"):
            with Image.open(io.BytesIO(content)) as picture:
                if picture.width > 500:  # charts, and no logo or globe on the band
                    assert picture.convert("RGB").getpixel((1, 1)) == (255, 255, 255), name


def test_an_arabic_document_is_turned_round_as_a_whole(written):
    docx = written("country/PAK/ar").docx
    assert all(section.find(f"{W}bidi") is not None for section in docx.of("sectPr"))
    assert all(table.find(f"{W}tblPr/{W}bidiVisual") is not None for table in docx.of("tbl"))
    for paragraph in docx.of("p"):
        text = words(paragraph)
        turned = paragraph.find(f"{W}pPr/{W}bidi") is not None
        if any("\u0600" <= sign <= "\u06ff" for sign in text):
            assert turned, text
        if style(paragraph) == "Heading3":  # titles that the data has in English only
            assert not turned, text
            assert paragraph.find(f"{W}pPr/{W}jc").get(f"{W}val") == "right"
    for run in docx.of("r"):
        arabic = any("\u0600" <= sign <= "\u06ff" for sign in words(run))
        assert (run.find(f"{W}rPr/{W}rtl") is not None) >= arabic, words(run)


def test_what_is_in_another_language_says_so(written):
    docx = written("country/PAK/ar").docx
    [heading] = [p for p in docx.of("p") if "inmates in Sindh" in words(p)]
    assert heading.find(f"{W}r/{W}rPr/{W}lang").get(f"{W}val") == "en-GB"
    defaults = docx.parts["word/styles.xml"].find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    assert defaults.find(f"{W}lang").get(f"{W}bidi") == "ar-SA"
    assert defaults.find(f"{W}rFonts").get(f"{W}cs") == "Noto Naskh Arabic"
    chinese = written("country/PAK/zh").docx
    assert any(run.find(f"{W}rPr/{W}rFonts") is not None for run in chinese.of("r"))
    defaults = chinese.parts["word/styles.xml"].find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    assert defaults.find(f"{W}lang").get(f"{W}eastAsia") == "zh-CN"
    assert defaults.find(f"{W}rFonts").get(f"{W}eastAsia") == "Noto Sans SC"


def test_the_document_says_what_it_is_and_is_of_the_day_of_the_data(written):
    found = written("country/PAK/fr")
    properties = python_docx.Document(io.BytesIO(found.content)).core_properties
    assert properties.title == "Pakistan\u00a0: Éliminer la violence à l’égard des femmes"
    assert properties.author == "ONUDC"
    assert properties.language == "fr"
    assert f"{properties.created:%F} {properties.modified:%F}" == "2024-12-31 2024-12-31"


def test_the_same_brief_is_the_same_bytes(written):
    found = written("country/PAK/zh")
    assert found.again() == found.content


def test_who_wants_no_word_document_loads_nothing_for_it():
    code = "import sys; import briefpress.press.make, briefpress.cli; print('docx' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "False\n"
