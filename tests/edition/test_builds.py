"""What a build does the second time, after a change, and when something in it breaks."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pypdfium2
from an_edition import ROOT, Built, built


def run(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "briefpress", *words],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def contents(out: Path, manifest: dict) -> dict[str, bytes]:
    return {
        name: (out / name).read_bytes()
        for entry in manifest["briefs"].values()
        for name in entry["sha256"]
    }


FEW = ("country/PAK/en", "country/PAN/en", "donor/EU/en")


def test_the_same_input_gives_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    made = []
    for seed in ("1", "4242"):
        out = tmp_path / seed
        result = run("build", *FEW, "--out", str(out), cwd=ROOT, PYTHONHASHSEED=seed)
        assert result.returncode == 0, result.stderr
        made.append(contents(out, json.loads((out / "manifest.json").read_bytes())))
    assert made[0] == made[1]
    assert len(made[0]) == 9


def test_a_build_by_two_workers_gives_the_bytes_of_a_build_by_one(
    edition: Built, tmp_path: Path
) -> None:
    alone = built(ROOT, tmp_path, *FEW, workers=1)
    for name, content in contents(alone.out, alone.manifest).items():
        assert (edition.out / name).read_bytes() == content


def test_a_second_build_finds_everything_in_place_and_loads_no_library(edition: Built) -> None:
    code = (
        "import sys; from briefpress.cli import main\n"
        f"try: main(['build', '*/*/en', '--out', {str(edition.out)!r}])\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "heavy = {'pandas', 'matplotlib', 'weasyprint', 'numpy', 'jinja2'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout == f"Nothing to do: 34 briefs in place in {edition.out}\n"


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys; from briefpress.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "assert not {'pandas', 'matplotlib', 'weasyprint', 'jinja2'} & set(sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


def test_a_changed_row_rebuilds_only_the_briefs_that_have_it(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    chosen = ("country/*", "donor/*", "theme/technology", "theme/policy")
    first = built(project, out, *chosen)
    path = project / "data/activities.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count("Litigation manual") == 1
    path.write_text(text.replace("Litigation manual", "Manual on litigation"), encoding="utf-8")
    second = built(project, out, *chosen)
    assert second.outcome.made == ["country/PAN/en"]
    assert len(second.outcome.kept) == len(first.outcome.made) - 1
    assert "Manual on litigation" in " ".join(second.pages("country/PAN/en")[0].split())


def test_touching_a_file_without_a_change_builds_nothing(project: Path, tmp_path: Path) -> None:
    built(project, tmp_path / "out", "country/PAN")
    (project / "templates/country.html").touch()
    (project / "data/places.csv").touch()
    again = built(project, tmp_path / "out", "country/PAN")
    assert (again.outcome.made, again.outcome.kept) == ([], ["country/PAN/en"])


def test_a_file_that_somebody_damaged_is_built_again(project: Path, tmp_path: Path) -> None:
    first = built(project, tmp_path / "out", "country/PAN")
    pdf = first.out / first.manifest["briefs"]["country/PAN/en"]["pdf"]
    whole = pdf.read_bytes()
    pdf.write_bytes(whole[:5000])
    again = built(project, tmp_path / "out", "country/PAN")
    assert again.outcome.made == ["country/PAN/en"]
    assert pdf.read_bytes() == whole


def test_a_chart_that_raises_in_one_country_leaves_every_other_brief_whole(
    edition: Built, project: Path, tmp_path: Path
) -> None:
    chart = project / "charts/activity_themes.py"
    lines = chart.read_text(encoding="utf-8").splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("def table(part"))
    lines[at + 1 : at + 1] = ["    if part.key == 'PAN':", "        raise KeyError('Panama')"]
    chart.write_text("\n".join(lines), encoding="utf-8")
    after = built(project, tmp_path / "out", "country/PA*", "country/MEX")
    assert list(after.outcome.failed) == ["country/PAN/en"]
    reason = f"country/PAN/en: charts/activity_themes.py, line {at + 3}: KeyError: 'Panama'"
    assert after.outcome.failed["country/PAN/en"] == reason
    assert sorted(after.outcome.made) == ["country/MEX/en", "country/PAK/en"]
    entry = after.manifest["briefs"]["country/PAN/en"]
    assert entry["state"] == "failed"
    assert not (after.out / entry["pdf"]).exists()
    for brief in after.outcome.made:
        name = after.manifest["briefs"][brief]["pdf"]
        assert (after.out / name).read_bytes() == (edition.out / name).read_bytes()


def test_a_template_that_raises_in_one_country_keeps_its_last_good_pdf_as_stale(
    project: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    first = built(project, out, "country/PAN", "country/MEX")
    page = project / "templates/country.html"
    page.write_text(
        page.read_text(encoding="utf-8").replace(
            "<main>", "<main>\n{% if brief.key == 'PAN' %}{{ activities.totel }}{% endif %}"
        ),
        encoding="utf-8",
    )
    after = built(project, out, "country/PAN", "country/MEX")
    assert after.outcome.made == ["country/MEX/en"]
    reason = after.outcome.failed["country/PAN/en"]
    assert reason.startswith("country/PAN/en: templates/country.html, line ")
    assert reason.endswith(
        "'activities.totel' is not among this brief's facts. Did you mean 'activities.total'?"
    )
    entry = after.manifest["briefs"]["country/PAN/en"]
    assert (entry["state"], entry["reason"]) == ("stale", reason)
    assert (out / entry["pdf"]).is_file()
    assert entry["sha256"] == first.manifest["briefs"]["country/PAN/en"]["sha256"]
    assert "From an earlier build" in (out / "index.html").read_text(encoding="utf-8")


def test_a_picture_that_is_missing_fails_the_brief(project: Path, tmp_path: Path) -> None:
    band = project / "templates/blocks/band.html"
    band.write_text(
        '<img src="nowhere.png" alt="x">' + band.read_text(encoding="utf-8"), encoding="utf-8"
    )
    failed = built(project, tmp_path / "out", "country/PAN").outcome.failed
    assert "nowhere.png" in failed["country/PAN/en"]


def test_a_picture_without_alt_text_fails_the_brief(project: Path, tmp_path: Path) -> None:
    figure = project / "templates/blocks/figure.html"
    text = figure.read_text(encoding="utf-8")
    figure.write_text(text.replace(' alt="{{ chart.alt }}"', ""), encoding="utf-8")
    failed = built(project, tmp_path / "out", "country/PAN").outcome.failed
    assert "alt" in failed["country/PAN/en"].lower()


def test_a_character_without_a_bundled_glyph_fails_the_brief(project: Path, tmp_path: Path) -> None:
    path = project / "data/activities.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Litigation manual", "Litigation ☃ manual"), encoding="utf-8")
    failed = built(project, tmp_path / "out", "country/PAN").outcome.failed
    assert "font" in failed["country/PAN/en"]


def test_a_font_file_that_is_missing_fails_the_brief(project: Path, tmp_path: Path) -> None:
    css = project / "templates/css/brief.css"
    css.write_text(
        css.read_text(encoding="utf-8").replace("NotoSans-Bold.ttf", "Nowhere.ttf"),
        encoding="utf-8",
    )
    assert built(project, tmp_path / "out", "country/PAN").outcome.failed


def test_a_brief_that_no_longer_exists_is_removed_with_its_files(
    project: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    first = built(project, out, "country/PAN", "country/MEX")
    gone = first.manifest["briefs"]["country/PAN/en"]
    places = project / "data/places.csv"
    text = places.read_text(encoding="utf-8").replace(",PAN,,", ",CRI,,")
    places.write_text(text, encoding="utf-8")
    after = built(project, out, "country/CRI", "country/MEX")
    assert set(after.manifest["briefs"]) == {"country/CRI/en", "country/MEX/en"}
    assert not any((out / name).exists() for name in gone["sha256"])


def test_bad_data_stops_the_build_before_anything_is_written(project: Path) -> None:
    places = project / "data/places.csv"
    text = places.read_text(encoding="utf-8")
    places.write_text(
        text.replace(",PSE,", ",Palestin,").replace(",MEX,", ",Atlantis,", 1), encoding="utf-8"
    )
    result = run("build", cwd=project)
    assert result.returncode == 2
    assert "Did you mean 'State of Palestine' (PSE)?" in result.stderr
    assert "Atlantis" in result.stderr
    assert not (project / "build").exists()


def test_a_brief_over_its_page_budget_is_a_gate(project: Path) -> None:
    toml = project / "briefs.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace("least = 1, most = 2", "least = 1, most = 1"), encoding="utf-8")
    result = run("build", "country/PAK", cwd=project)
    assert result.returncode == 3
    assert "country/PAK/en: has 2 pages; briefs.toml allows 1 to 1" in result.stderr
    assert (project / "build/country/PAK-pakistan.en.pdf").is_file()


def test_a_failed_brief_gives_exit_status_1(project: Path) -> None:
    (project / "charts/coverage.py").write_text("raise ImportError('gone')\n", encoding="utf-8")
    result = run("build", "country/PAN", cwd=project)
    assert result.returncode == 1
    assert "FAILED country/PAN/en: charts/coverage.py" in result.stderr


def test_an_empty_brief_of_one_activity_and_the_fullest_both_fit(edition: Built) -> None:
    pages = {brief: entry["pages"] for brief, entry in edition.manifest["briefs"].items()}
    assert pages["country/PAN/en"] == 1
    assert pages["country/PAK/en"] <= 2


def test_a_donor_with_a_new_name_leaves_no_file_under_the_old_one(
    project: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    first = built(project, out, "donor/EU")
    path = project / "data/organisations.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("European Union", "Union of Europe"), encoding="utf-8")
    after = built(project, out, "donor/EU")
    assert {path.name for path in (out / "donor").iterdir()} == {
        f"EU-union-of-europe.en.{ending}" for ending in ("pdf", "json", "png")
    }
    assert first.manifest["briefs"]["donor/EU/en"]["pdf"] == "donor/EU-european-union.en.pdf"
    assert after.outcome.made == ["donor/EU/en"]


def test_a_summary_longer_than_a_page_is_printed_to_its_last_word(
    project: Path, tmp_path: Path
) -> None:
    path = project / "data/activities.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    words = [f"word{number}" for number in range(900)]
    next(row for row in rows if row["id"] == "UNODC-EVAW-10")["summary"] = " ".join(words)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    made = built(project, tmp_path / "out", "country/PAK")
    with pypdfium2.PdfDocument(made.out / made.manifest["briefs"]["country/PAK/en"]["pdf"]) as pdf:
        seen = [page.get_textpage().get_text_bounded() for page in pdf]  # not what is off the page
    assert [word for word in " ".join(seen).split() if word in set(words)] == words
