"""Every printed word goes through gettext: seen by printing in a language that brackets them."""

import gettext
import re
import subprocess
import sys
from pathlib import Path

import pytest
from an_edition import ROOT
from lxml import html as parser

from briefpress import config
from briefpress.documents import template
from briefpress.language import Text
from briefpress.model.slices import Slice, touching
from briefpress.press.data import ready
from briefpress.press.gallery import page
from briefpress.press.make import Task, facts_of
from briefpress.press.plan import names_of, plan


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
    plain = facts.plain("")
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
    assert loose_words(tree.text_content(), data) == set()


def test_the_catalogue_has_the_messages_of_today(tmp_path: Path) -> None:
    out = tmp_path / "now.pot"
    options = "--keyword pgettext:1c,2 --add-location file --sort-output --omit-header"
    command = ["extract", "--mapping", "babel.toml", *options.split(), "--output", str(out), "."]
    run = [sys.executable, "-m", "babel.messages.frontend", *command]
    subprocess.run(run, cwd=ROOT, check=True, capture_output=True)
    kept = ROOT / "src/briefpress/locale/briefpress.pot"
    assert kept.read_text(encoding="utf-8") == out.read_text(encoding="utf-8"), (
        "run 'make messages'"
    )
