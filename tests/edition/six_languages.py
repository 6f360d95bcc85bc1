"""A brief of each kind in each language, of a few of the repository's activities."""

import dataclasses
from collections.abc import Callable
from functools import cache
from typing import Any

from an_edition import ROOT

from briefpress import config, language
from briefpress.documents import attachments, template
from briefpress.documents.facts import to_json
from briefpress.documents.fit import fit
from briefpress.documents.pdf import Printer
from briefpress.model.slices import Slice, touching
from briefpress.model.tables import Tables
from briefpress.press.data import ready
from briefpress.press.make import facts_of
from briefpress.press.plan import names_of, plan
from briefpress.press.task import Task

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
KINDS = ("country/PAK", "theme/data", "donor/EU", "annual/2020-2024")


def printer_of_briefs() -> Callable[[str], tuple[str, Any, bytes]]:
    """Return what lays a brief out, once: its HTML, its boxes and its PDF."""
    project = config.load(ROOT)
    edition = dataclasses.replace(project.edition, languages=LANGUAGES)
    project = dataclasses.replace(project, edition=edition)
    tables = _small(ready(project).tables)
    printer = Printer(project.folders, project.brand.logo)
    names = names_of(tables)

    @cache
    def lay_out(brief: str) -> tuple[str, Any, bytes]:
        job = next(job for job in plan(project, tables) if job.brief == brief)
        text = language.text(job.language, names, ROOT)
        cut = Slice(edition, tables.of(touching(tables, job.kind.over, job.key)), job.kind.over,
                    job.key)  # fmt: skip
        facts = facts_of(Task(job, cut, names, project, ""), text)
        pictures = {name: chart.picture for name, chart in facts.charts().items()}
        html = template.render(facts, job.kind.template, project.folders, project.brand, text)
        lay, height = printer.sheets_of(html, pictures)
        document = fit(lay, 1, job.kind.most, height).document
        files = attachments.of(facts, to_json(facts.plain()), cut, text)
        content = printer.write(document, pictures, files, edition.data_date).content
        return html, document, content

    return lay_out


def _small(tables: Tables) -> Tables:
    """Keep a few activities: the annual summary of all takes ten seconds a language."""
    chosen = [*touching(tables, "country", "PAK"), *touching(tables, "donor", "EU")]
    return tables.of(tables.activities["id"][tables.activities["id"].isin(chosen)])
