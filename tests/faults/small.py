"""Projects that build in a moment: one page a country, with the templates of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

TOML = """\
[edition]
title = "Small"
organisation = "The Office"
period = { start = 2020-01-01, end = 2024-12-31 }
data_date = 2024-12-31
[[source]]
path = "data/"
[[brief]]
kind = "country"
template = "country.html"
pages = { least = 1, most = 1 }
"""

COUNTRY = """\
<!DOCTYPE html>
<html lang="{{ language.code }}">
<head><meta charset="utf-8"><title>{{ brief.title }}</title></head>
<body>
<h1>{{ brief.title }}</h1>
<p>{{ activities.total }} of {{ edition.title }}, NAME.</p>
</body>
</html>
"""

INDEX = """\
<!DOCTYPE html>
<html lang="{{ language }}"><head><meta charset="utf-8"><title>NAME</title></head><body>
{% for group in kinds %}{% for entry in group.briefs %}
<p class="{{ entry.state }}"><a href="{{ entry.pdf }}">{{ entry.title }}</a> {{ entry.pages }}</p>
{% endfor %}{% endfor %}
</body></html>
"""

CSS = """\
@font-face { font-family: "Noto Sans"; src: url("asset:fonts/NotoSans-Regular.ttf") }
html { font: 400 10pt "Noto Sans" }
h1 { font-weight: 400 }
"""

CODES = ("KEN", "MEX", "PAK", "PAN", "UGA", "VNM", "PER", "NPL")


def write(
    root: Path,
    name: str = "one",
    countries: Sequence[str] = CODES,
    titles: Mapping[str, str] = MappingProxyType({}),
    more: Mapping[str, str] = MappingProxyType({}),
) -> Path:
    """Write a project; ``name`` is printed in every brief and in the gallery.

    ``titles`` are those of some countries' activities, ``more`` files that it has as well.
    """
    rows = [
        f"A{at},{titles.get(code, f'Work in {code}')},2021-01-01\n"
        for at, code in enumerate(countries)
    ]
    files = {
        "briefs.toml": TOML,
        "templates/country.html": COUNTRY.replace("NAME", name),
        "templates/index.html": INDEX.replace("NAME", name),
        "templates/css/brief.css": CSS,
        "data/activities.csv": "id,title,start_date\n" + "".join(rows),
        "data/places.csv": "activity,country\n"
        + "".join(f"A{at},{code}\n" for at, code in enumerate(countries)),
        **more,
    }
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
    return root


def everything(out: Path) -> dict[str, bytes]:
    """Return all that is in an output folder, but the cache, and how long what took."""
    return dict(_files(out))


def _files(out: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(out.rglob("*")):
        inside = path.relative_to(out)
        if inside.parts[0] not in (".cache", ".prints") and path.is_file():
            yield inside.as_posix(), path.read_bytes()


def published(out: Path) -> dict[str, bytes]:
    """Return the files that a reader sees."""
    return {name: content for name, content in _files(out) if "/." not in f"/{name}"}


def manifest(out: Path) -> dict[str, Any]:
    return json.loads((out / "manifest.json").read_bytes())
