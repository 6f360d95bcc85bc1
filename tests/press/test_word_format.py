"""Briefs that are made as Word documents too, from the build on."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import docx
import pytest

from briefpress import config
from briefpress.errors import ProjectError
from briefpress.press.build import build
from briefpress.press.progress import Reporter

FILES = {
    "briefs.toml": """\
[edition]
title = "Small"
organisation = "The Office"
period = { start = 2024-01-01, end = 2024-12-31 }
data_date = 2024-12-31
formats = ["pdf", "word"]
[[source]]
path = "data/"
[[brief]]
kind = "country"
""",
    "templates/country.html": """\
<!DOCTYPE html>
<html lang="{{ language.code }}">
<head><meta charset="utf-8"><title>{{ brief.title }}</title></head>
<body><h1>{{ brief.title }}</h1><p>{{ activities.total }} activity</p></body></html>
""",
    "data/activities.csv": "id,title\nA,Wells\n",
    "data/places.csv": "activity,country\nA,KEN\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return tmp_path


def test_a_build_makes_word_documents_beside_the_pdfs_and_makes_none_twice(root: Path) -> None:
    first = build(config.load(root), root / "build", (), 1, Reporter())
    assert first.made == ["country/KEN/en"]
    entry = json.loads((root / "build/manifest.json").read_bytes())["briefs"]["country/KEN/en"]
    assert entry["docx"] == "country/KEN-kenya.en.docx"
    assert entry["docx"] in entry["sha256"]
    document = docx.Document(str(root / "build" / entry["docx"]))
    words = [(one.style.name, one.text) for one in document.paragraphs if one.text and one.style]
    assert words == [("Heading 1", "Kenya"), ("Normal", "1 activity")]
    again = build(config.load(root), root / "build", (), 1, Reporter())
    assert (again.made, again.kept) == ([], ["country/KEN/en"])


def test_without_its_library_the_format_is_refused_before_anything_is_made(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str, *rest: Any) -> Any:
        return None if name == "docx" else find_spec(name, *rest)

    monkeypatch.setattr("briefpress.formatsconfig.find_spec", missing)
    with pytest.raises(ProjectError) as raised:
        config.load(root)
    assert "briefs.toml, line 6: [edition] formats: 'word' needs python-docx" in str(raised.value)
    assert "pip install 'briefpress[word]'" in str(raised.value)
