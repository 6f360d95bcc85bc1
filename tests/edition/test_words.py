"""Every printed word goes through gettext: seen by printing in a language that brackets them."""

import dataclasses
import gettext
import re

import pytest
from an_edition import ROOT
from lxml import html as parser

from briefpress import config, language
from briefpress.documents import template
from briefpress.language import Text
from briefpress.model.slices import Slice, touching
from briefpress.press.data import ready
from briefpress.press.gallery import page
from briefpress.press.make import facts_of
from briefpress.press.plan import names_of, plan
from briefpress.press.task import Task


class Bracketing(gettext.NullTranslations):
    """A language in which each message is itself in brackets."""

    def gettext(self, message: str) -> str:
        return f"«{message}»"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"«{msgid1 if n == 1 else msgid2}»"

    def pgettext(self, context: str, message: str) -> str:
        return f"«{message}»"


def loose_words(text: str, data: set[str]) -> set[str]:
    """Return the words that are neither in brackets nor data."""
    while "«" in text:
        shorter = re.sub(r"«[^«»]*»", " ", text)
        assert shorter != text
        text = shorter
    for known in sorted(data, key=len, reverse=True):
        text = text.replace(known, " ")
    return set(re.findall(r"[A-Za-z]{2,}", text)) - {"and"}  # "and" is CLDR's, from a list


def strings(value: object) -> set[str]:
    if isinstance(value, str):
        return {value} if re.search("[A-Za-z]", value) else set()
    if isinstance(value, dict):
        return set().union(*(strings(item) for item in value.values()))
    if isinstance(value, list | tuple):
        return set().union(*(strings(item) for item in value))
    return set()


@pytest.mark.parametrize(
    "brief", ["country/PAK/en", "country/PAN/en", "theme/trafficking/en", "donor/EU/en", "annual"]
)
def test_no_word_is_printed_that_is_neither_data_nor_a_message(brief: str) -> None:
    project = config.load(ROOT)
    tables = ready(project).tables
    job = next(job for job in plan(project, tables) if job.brief.startswith(brief))
    names = names_of(tables)
    text = Text("en", names, Bracketing())
    rows = tables.of(touching(tables, job.kind.over, job.key))
    cut = Slice(project.edition, rows, job.kind.over, job.key)
    facts = facts_of(Task(job, cut, names, project, ""), text)
    rendered = template.render(facts, job.kind.template, project.folders, project.brand, text)
    tree = parser.fromstring(rendered)
    for style in tree.findall(".//style"):
        style.text = ""
    plain = facts.plain()
    data = strings([plain["tables"], plain["names"], plain["edition"], plain["title"]])
    data |= {facts.region, text.date(project.edition.data_date), project.brand.contact}
    data |= {value for key, value in plain["texts"].items() if key.endswith("description")}
    data |= {text.period(row["start"], row["end"]) for row in facts.whole.tables["activities"]}
    words = tree.text_content() + " ".join(element.get("alt", "") for element in tree.iter("img"))
    assert loose_words(words, data - {""}) == set()


def test_the_gallery_prints_no_word_that_is_neither_data_nor_a_message() -> None:
    project = config.load(ROOT)
    names = names_of(ready(project).tables)
    text = Text("en", names, Bracketing())
    entry = {
        "title": "Panama", "pdf": "p.pdf", "facts": "f.json", "thumbnail": "t.png",
        "pages": 1, "state": "stale",
    }  # fmt: skip
    tree = parser.fromstring(page(project, text, {"country/PAN/en": entry}))
    for element in [*tree.findall(".//style"), *tree.findall(".//script")]:
        element.text = ""
    edition = project.edition
    data = {"Panama", edition.title, edition.organisation, text.date(edition.data_date)}
    data.add(project.brand.contact)
    assert loose_words(tree.text_content(), data) == set()


@pytest.mark.parametrize("code", ["fr", "es", "ru", "zh", "ar"])
def test_the_gallery_speaks_each_language(code: str) -> None:
    project = config.load(ROOT)
    names = names_of(ready(project).tables)
    text = language.text(code, names, ROOT)
    entry = {
        "title": "Panama", "pdf": "p.pdf", "facts": "f.json", "thumbnail": "t.png",
        "pages": 2, "state": "fresh",
    }  # fmt: skip
    for count in (1, 2, 5, 11):
        briefs = {f"country/{at}/{code}": entry for at in range(count)}
        html = page(project, text, briefs)
        tree = parser.fromstring(html)
        assert (tree.get("lang"), tree.get("dir")) == (code, text.direction)
        assert "\u2066" not in html
        said = " ".join(tree.find("body/header").text_content().split())
        assert text.of_data("edition title", project.edition.title) in said
        assert text.date(project.edition.data_date) in said
        assert not re.search("[A-Za-z]", said) or code in ("fr", "es")


@pytest.mark.parametrize("code", ["fr", "es", "ru"])
@pytest.mark.parametrize("brief", ["country/PAK", "theme/trafficking", "donor/EU", "annual"])
def test_a_page_in_another_language_marks_what_is_in_the_original(brief: str, code: str) -> None:
    project = config.load(ROOT)
    project = dataclasses.replace(
        project, edition=dataclasses.replace(project.edition, languages=("en", code))
    )
    tables = ready(project).tables
    jobs = [job for job in plan(project, tables) if job.brief.startswith(brief)]
    job = next(job for job in jobs if job.language == code)
    names = names_of(tables)
    text = language.text(code, names, ROOT)
    rows = tables.of(touching(tables, job.kind.over, job.key))
    cut = Slice(project.edition, rows, job.kind.over, job.key)
    facts = facts_of(Task(job, cut, names, project, ""), text)
    rendered = template.render(facts, job.kind.template, project.folders, project.brand, text)
    tree = parser.fromstring(rendered)
    marked = [element for element in tree.iter() if element.get("lang") == "en"]
    assert {element.get("dir") for element in marked} == {"ltr"}
    said = {" ".join(element.text_content().split()) for element in marked}
    titles = {" ".join(row["title"].split()) for row in facts.whole.tables["activities"]}
    assert titles <= said
    words = " ".join(tree.text_content().split())
    note = "Titles and summaries that the data does not have in this language"
    assert text.gettext(f"{note} are shown in the original.") in words
