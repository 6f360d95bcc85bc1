"""Briefs of a few of the repository's activities, rendered and not laid out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openxml import Docx

from briefpress import config, language
from briefpress.config import Project
from briefpress.documents import template
from briefpress.documents.word.document import docx
from briefpress.documents.word.look import look
from briefpress.model.slices import Slice, touching
from briefpress.press.data import ready
from briefpress.press.make import facts_of
from briefpress.press.plan import names_of, plan
from briefpress.press.task import Task

ROOT = Path(__file__).parents[3]
LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")


@dataclass(frozen=True)
class Written:
    html: str
    charts: dict[str, Any]
    project: Project
    text: language.Text
    content: bytes

    @property
    def docx(self) -> Docx:
        return Docx(self.content)

    def again(self, density: str = "regular") -> bytes:
        day = self.project.edition.data_date
        return docx(self.html, self.charts, look(self.project, self.text, density), day)


@pytest.fixture(scope="session")
def written() -> Callable[[str], Written]:
    """A brief as a Word document, once: ``written("country/PAK/ar")``."""
    project = config.load(ROOT)
    edition = replace(project.edition, languages=LANGUAGES)
    project = replace(project, edition=edition)
    tables = ready(project).tables
    chosen = [*touching(tables, "country", "PAK"), *touching(tables, "donor", "EU")]
    tables = tables.of(tables.activities["id"][tables.activities["id"].isin(chosen)])
    names = names_of(tables)
    jobs = {job.brief: job for job in plan(project, tables)}

    @cache
    def write(brief: str) -> Written:
        job = jobs[brief]
        text = language.text(job.language, names, ROOT)
        over, key = job.kind.over, job.key
        cut = Slice(edition, tables.of(touching(tables, over, key)), over, key)
        facts = facts_of(Task(job, cut, names, project, ""), text)
        charts = {name: chart.picture for name, chart in facts.charts().items()}
        html = template.render(facts, job.kind.template, project.folders, project.brand, text)
        content = docx(html, charts, look(project, text, "regular"), edition.data_date)
        return Written(html, charts, project, text, content)

    return write


@pytest.fixture(scope="session")
def of_html() -> Callable[..., Docx]:
    """The document of a page that a test writes: ``of_html("<p>Words</p>", language="ar")``."""
    project = config.load(ROOT)

    def write(body: str, code: str = "en", charts: Any = (), head: str = "") -> Docx:
        text = language.text(code, language.Names({}, {}), ROOT)
        page = (
            f'<!DOCTYPE html><html lang="{code}" dir="{text.direction}"><head><title>T</title>'
            f"{head}</head><body>{body}</body></html>"
        )
        return Docx(
            docx(page, dict(charts), look(project, text, "regular"), project.edition.data_date)
        )

    return write
