"""build/index.html: the edition as a page to browse, from the disk or from any web server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby

from briefpress import language
from briefpress.config import Project
from briefpress.documents.bidi import directed
from briefpress.documents.template import environment
from briefpress.documents.texts import texts
from briefpress.language import Names, Text
from briefpress.press.manifest import Entry


def gallery(project: Project, names: Names, briefs: Mapping[str, Entry]) -> bytes:
    """Return the page in the edition's first language, as UTF-8."""
    text = language.text(project.edition.languages[0], names, project.root)
    return page(project, text, briefs).encode()


def page(project: Project, text: Text, briefs: Mapping[str, Entry]) -> str:
    """Return the page: every brief by kind, with its picture, its state and its files."""
    env = environment(project.folders, text)
    kinds = [
        {
            "kind": kind,
            "briefs": [
                {**entry, "brief": brief, "language": brief.rpartition("/")[2]}
                for brief, entry in sorted(group, key=lambda item: text.order(item[1]["title"]))
            ],
        }
        for kind, group in groupby(briefs.items(), key=lambda item: item[0].partition("/")[0])
    ]
    edition = replace(
        project.edition,
        title=text.of_data("edition title", project.edition.title),
        organisation=text.of_data("organisation name", project.edition.organisation),
    )
    html = env.get_template("index.html").render(
        kinds=kinds,
        edition=edition,
        colour=project.brand.colour,
        texts=texts(text, project.edition, dict(project.brand.texts)),
        language=text.language,
        direction=text.direction,
        total=len(briefs),
    )
    return directed(html)
