"""A build makes again what is made of what changed, and nothing else: with real briefs."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from an_edition import Built, built

from briefpress import config
from briefpress.model import places
from briefpress.press.build import Foreseen, build
from briefpress.press.progress import Reporter

CHART = """\
from briefpress.measures import count

def table(part):
    return count.by_country(part.tables)

def size(table):
    return 80, 20

def heading(table, text):
    return "NAME"

def measure(table, text):
    return "Activities"

def draw(table, axes, house):
    axes.plot([0, 80], [0, 20], color=house.accent)

def alt(table, text):
    return f"A line for {len(table)} countries"
"""
PAGE = (
    '<html lang="{{ language.code }}"><head><title>{{ brief.title }}</title></head><body>'
    "<h1>{{ brief.title }}</h1>{% for row in tables.activities %}<p>{{ row.title }}</p>{% endfor %}"
    "{% block more %}{% endblock %}</body></html>"
)
PICTURE = '<img src="{{ chart.url }}" alt="{{ chart.alt }}">'
FILES = {
    "briefs.toml": """\
[edition]
title = "Ending violence"
organisation = "The Office"
period = { start = 2020-01-01, end = 2024-12-31 }
data_date = 2024-12-31
vocabulary = "approach"
languages = ["en"]

[[source]]
path = "data/"
name = "The inventory"

[[brief]]
kind = "country"

[[brief]]
kind = "theme"

[[brief]]
kind = "donor"

[[brief]]
kind = "annual"
""",
    "data/activities.csv": "id,title\nA,First\nB,Second\nC,Third\n",
    "data/places.csv": "activity,country,percentage\nA,KEN,50\nA,UGA,50\nB,PAK,\nC,MEX,\n",
    "data/vocabularies.csv": "vocabulary,code,name\napproach,prevention,Prevention\n"
    "approach,services,Services\n",
    "data/themes.csv": "activity,vocabulary,code\nA,approach,prevention\nB,approach,services\n"
    "C,approach,services\n",
    "data/organisations.csv": "activity,organisation,name,role\nA,X,The X,funding\n"
    "B,Y,The Y,funding\nC,Y,The Y,funding\n",
    "templates/base.html": PAGE,
    "templates/blocks/own.html": "<p>A word of its own</p>",
    "templates/country.html": "{% extends 'base.html' %}{% block more %}"
    "{% include 'blocks/own.html' %}{% endblock %}",
    "templates/theme.html": "{% extends 'base.html' %}{% block more %}"
    + PICTURE.replace("chart.", "charts.line.")
    + "{% endblock %}",
    "templates/donor.html": "{% extends 'base.html' %}{% block more %}"
    + PICTURE.replace("chart.", "charts.other.")
    + "{% endblock %}",
    "templates/annual.html": "{% extends 'base.html' %}",
    "charts/line.py": CHART,
    "charts/other.py": CHART,
}
COUNTRIES = [f"country/{code}/en" for code in ("KEN", "MEX", "PAK", "UGA")]
THEMES = ["theme/prevention/en", "theme/services/en"]
DONORS = ["donor/X/en", "donor/Y/en"]
ANNUAL = ["annual/2020-2024/en"]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A small project, built; the tests change it one after the other and put it back."""
    root = tmp_path_factory.mktemp("small")
    for name, content in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    edition = built(root, root / "build", workers=1)
    assert edition.outcome.failed == {}
    return edition


def after(first: Built, name: str, old: str, new: str) -> list[str]:
    """The briefs that a build makes once ``old`` reads ``new`` in a file; then all is put back."""
    path = first.out.parent / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")
    try:
        outcome = built(first.out.parent, first.out, workers=1).outcome
        assert outcome.failed == {}
        return outcome.made
    finally:
        path.write_text(text, encoding="utf-8")
        built(first.out.parent, first.out, workers=1)


def test_every_brief_is_made_the_first_time_and_none_the_second(first: Built) -> None:
    assert first.outcome.made == [*COUNTRIES, *THEMES, *DONORS, *ANNUAL]
    again = built(first.out.parent, first.out, workers=1).outcome
    assert (again.made, again.kept) == ([], first.outcome.made)


@pytest.mark.parametrize(
    ("name", "old", "new", "made"),
    [
        (
            "data/activities.csv", "A,First", "A,The first",
            ["country/KEN/en", "country/UGA/en", "theme/prevention/en", "donor/X/en", *ANNUAL],
        ),
        ("templates/blocks/own.html", "A word", "Two words", COUNTRIES),
        ("templates/annual.html", "base.html' %}", "base.html' %} ", ANNUAL),
        ("charts/line.py", "NAME", "A line", THEMES),
        ("charts/other.py", "NAME", "A line", DONORS),
        ("briefs.toml", "[[source]]", "# a remark\n\n[[source]]", []),
        ("briefs.toml", 'kind = "theme"', 'kind = "theme"\npages = { most = 9 }', THEMES),
    ],
)  # fmt: skip
def test_a_change_makes_these_briefs_again_and_no_other(
    first: Built, name: str, old: str, new: str, made: list[str]
) -> None:
    assert after(first, name, old, new) == made


def test_a_country_that_is_called_otherwise_makes_again_what_prints_it(
    first: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = dict(places.countries())
    mexico = known["MEX"]
    object.__setattr__(mexico, "names", {**mexico.names, "en": "United Mexican States"})
    try:
        engine = {"model/reference/countries.csv": "another"}
        with monkeypatch.context() as other:
            from briefpress.press import fingerprint

            of_engine = fingerprint.of_engine
            other.setattr(fingerprint, "of_engine", lambda hashes: of_engine(hashes) | engine)
            made = built(first.out.parent, first.out, workers=1).outcome.made
    finally:
        object.__setattr__(mexico, "names", {**mexico.names, "en": "Mexico"})
    assert made == ["country/MEX/en", "theme/services/en", "donor/Y/en", *ANNUAL]
    built(first.out.parent, first.out, workers=1)


def test_another_language_is_built_alone(first: Built) -> None:
    toml = first.out.parent / "briefs.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace('["en"]', '["en", "fr"]'), encoding="utf-8")
    ahead: list[Foreseen] = []
    try:
        project = config.load(first.out.parent)
        build(project, first.out, [], 1, Reporter(), foresee=ahead.append, dry=True)
    finally:
        toml.write_text(text, encoding="utf-8")
    assert [*ahead[0].reasons] == [one.replace("/en", "/fr") for one in first.outcome.made]


# Pictures


@pytest.fixture
def pictures(first: Built) -> Callable[[], int]:
    """Return how many pictures builds have drawn and kept since the test began."""
    folder = first.out / ".cache/charts"

    def there() -> set[tuple[str, int]]:
        return {(path.name, path.stat().st_ino) for path in folder.iterdir()}

    before = there()
    return lambda: len(there() - before)


@pytest.mark.parametrize(
    ("name", "old", "new", "count"),
    [
        ("templates/base.html", "<h1>", "<h1 >", 0),
        ("data/activities.csv", "A,First", "A,The first", 0),
        ("charts/line.py", "[0, 20]", "[20, 0]", 2),
        ("data/places.csv", "B,PAK,", "B,PAK,\nB,KEN,", 2),
        ("briefs.toml", 'kind = "annual"', 'kind = "annual"\n[brand]\ncolour = "#AA3377"', 4),
    ],
)
def test_a_picture_is_drawn_again_only_when_it_is_another(
    first: Built, pictures: Callable[[], int], name: str, old: str, new: str, count: int
) -> None:
    assert after(first, name, old, new)
    assert pictures() == count


def test_a_damaged_picture_is_never_printed(first: Built, pictures: Callable[[], int]) -> None:
    root = first.out.parent
    before = {path: path.read_bytes() for path in first.out.glob("theme/*.pdf")}
    for path in (first.out / ".cache/charts").iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    for path in before:
        path.unlink()
    assert built(root, first.out, workers=1).outcome.made == THEMES
    assert {path: path.read_bytes() for path in before} == before
    assert pictures() == 2


def test_a_limit_on_the_caches_is_kept_by_each_build(first: Built) -> None:
    cache = first.out / ".cache"
    toml = first.out.parent / "briefs.toml"
    toml.write_text(FILES["briefs.toml"] + '[build]\ncache_limit = "0 B"\n', encoding="utf-8")
    try:
        assert built(first.out.parent, first.out, workers=1).outcome.made == []
        assert {path.name for path in cache.rglob("*") if path.is_file()} <= {"files"}
    finally:
        toml.write_text(FILES["briefs.toml"], encoding="utf-8")
        built(first.out.parent, first.out, workers=1)


def said(root: Path, *words: str) -> list[str]:
    """What ``build`` prints."""
    result = subprocess.run(
        [sys.executable, "-m", "briefpress", "build", str(root), *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()


def test_explain_says_why_and_a_dry_run_writes_nothing(first: Built) -> None:
    root = first.out.parent
    activities, chart = root / "data/activities.csv", root / "charts/line.py"
    activities.write_text(FILES["data/activities.csv"].replace("First", "1st"), encoding="utf-8")
    chart.write_text(FILES["charts/line.py"].replace("NAME", "A line"), encoding="utf-8")
    (first.out / "donor/Y-the-y.en.pdf").write_bytes(b"no more")
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    try:
        lines = said(root, "--explain", "--dry-run")
        assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before
        names = said(root, "--dry-run")
        assert said(root, "--explain")[: len(lines) - 1] == lines[:-1]
    finally:
        activities.write_text(FILES["data/activities.csv"], encoding="utf-8")
        chart.write_text(FILES["charts/line.py"], encoding="utf-8")
        built(root, first.out, workers=1)
    rows = "1 row changed in data/activities.csv"
    assert lines[:-1] == [
        f"country/KEN/en: {rows}",
        f"country/UGA/en: {rows}",
        f"theme/prevention/en: {rows}; chart line edited",
        "theme/services/en: chart line edited",
        f"donor/X/en: {rows}",
        "donor/Y/en: its PDF is missing or changed",
        f"annual/2020-2024/en: {rows}",
    ]
    assert lines[-1].startswith("7 briefs would be made, 2 would stay as they are. That takes")
    assert names == [*(line.partition(":")[0] for line in lines[:-1]), lines[-1]]


def test_a_dry_run_of_a_project_that_was_never_built_makes_no_folder(
    first: Built, tmp_path: Path
) -> None:
    lines = said(first.out.parent, "--dry-run", "--out", str(tmp_path / "out"))
    assert lines[0] == COUNTRIES[0]
    assert not (tmp_path / "out").exists()


def test_a_failure_is_tried_again_and_said_so(first: Built, tmp_path: Path) -> None:
    root = first.out.parent
    page = root / "templates/annual.html"
    page.write_text(FILES["templates/annual.html"] + "{% block more %}{{ no }}{% endblock %}")
    try:
        assert list(built(root, first.out, workers=1).outcome.failed) == ANNUAL
        lines = said(root, "--dry-run", "--explain")
        assert lines[:-1] == [f"{ANNUAL[0]}: failed last time; templates/annual.html edited"]
    finally:
        page.write_text(FILES["templates/annual.html"])
        assert built(root, first.out, workers=1).outcome.made == ANNUAL


def test_a_build_with_nothing_to_do_reads_no_large_file_and_loads_no_library(
    first: Built,
) -> None:
    root = first.out.parent
    code = (
        "import json, sys, time\n"
        "from pathlib import Path\n"
        "from briefpress import cli\n"
        "from briefpress.press import files\n"
        "real = time.time_ns\n"
        "files.Hashes.__init__.__defaults__ = (None, lambda: real() + 10**10)\n"
        "read, names = Path.read_bytes, []\n"
        "Path.read_bytes = lambda self: names.append(self.name) or read(self)\n"
        f"try: cli.main(['build', {str(root)!r}])\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "print(json.dumps([sorted(sys.modules), names]))\n"
    )
    for _ in range(2):  # the first keeps what the second need not read
        result = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
    modules, names = json.loads(result.stdout.splitlines()[-1])
    assert not {"pandas", "numpy", "matplotlib", "weasyprint", "jinja2", "pyarrow"} & {*modules}
    assert names == ["manifest.json", "files"]
