"""English words on a page in another language are marked as English."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefpress import language
from briefpress.documents import template, untranslated
from briefpress.language import Names

PO = """\
msgid ""
msgstr "Language: pt\\nContent-Type: text/plain; charset=utf-8\\n"

msgid "Said"
msgstr "Dito"

msgid "activity"
msgid_plural "activities"
msgstr[0] ""
msgstr[1] ""
"""


@pytest.fixture
def page(tmp_path: Path) -> str:
    (tmp_path / "locale").mkdir()
    (tmp_path / "locale/pt.po").write_text(PO, encoding="utf-8")
    text = language.text("pt", Names({}, {}), tmp_path)
    env = template.environment((tmp_path,), text)
    source = (
        '<p title="{{ _("Not said") }}">{{ _("Said") }}: {{ _("Not said") }}</p>'
        '<p>{{ ngettext("activity", "activities", 2) }}{{ pgettext("a", "; ") }}</p>'
    )
    return untranslated.marked(env.from_string(source).render())


def test_what_has_no_translation_is_marked_and_nothing_else(page: str) -> None:
    marked = '<span lang="en" dir="ltr">Not said</span>'
    assert page.startswith(f'<p title="Not said">Dito: {marked}</p>')


def test_a_message_with_a_number_is_marked_and_a_mark_between_items_is_not(page: str) -> None:
    assert page.endswith('<p><span lang="en" dir="ltr">activities</span>; </p>')


def test_a_project_that_leaves_a_plural_open_has_the_engines(tmp_path: Path) -> None:
    (tmp_path / "locale").mkdir()
    po = PO.replace("Language: pt", "Language: fr")
    (tmp_path / "locale/fr.po").write_text(po, encoding="utf-8")
    text = language.text("fr", Names({}, {}), tmp_path)
    assert text.ngettext("activity", "activities", 2) == "activités"
    assert text.has("activity")
