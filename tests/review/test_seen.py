"""What was seen on pages: levels, allowances, and the forms in which it is told."""

import json
import re
from pathlib import Path

import pikepdf
import pytest
from lxml import html

from briefpress import config
from briefpress.checkconfig import CHECKS, Allowance, Checks
from briefpress.errors import ProjectError
from briefpress.model.finding import Finding, Judged, Place, read
from briefpress.review.pages.found import findings, plain
from briefpress.review.pages.html import to_html
from briefpress.review.pages.sarif import to_sarif

SEEN = Finding("overlap", "'A' and 'B' overlap", "Give room", 1, Place(20, 30, 40, 5))
BRIEF = "country/PAK/en"


def test_a_finding_is_the_same_after_json() -> None:
    for one in (SEEN, Finding("page-budget", "too long")):
        assert read(json.loads(json.dumps(one.plain()))) == one


def test_levels_and_allowances() -> None:
    assert [one.level for one in Checks().judge(BRIEF, [SEEN])] == ["error"]
    assert Checks((("overlap", "off"),)).judge(BRIEF, [SEEN]) == []
    levels = {"country/PAK": "allowed", "country/*": "allowed", "theme/*": "error"}
    for brief, level in levels.items():
        checks = Checks(allowed=(Allowance("overlap", brief, "as designed"),))
        judged = checks.judge(BRIEF, [SEEN])
        assert [one.level for one in judged] == [level]
        assert bool(checks.unused(judged)) == (level == "error")


def project_with(root: Path, checks: str) -> config.Project:
    path = root / "briefs.toml"
    path.write_text((config.starter() / "briefs.toml").read_text("utf-8") + checks, "utf-8")
    (root / "data").mkdir(exist_ok=True)
    return config.load(root)


def test_the_section_checks(tmp_path: Path) -> None:
    allow = '{ check = "widow", brief = "country/PAK/*", reason = "a name" }'
    checks = project_with(tmp_path, f'[checks]\nwidow = "error"\nallow = [{allow}]\n').checks
    assert checks.level("widow") == "error"
    assert checks.level("overlap") == CHECKS["overlap"]
    assert checks.allowed == (Allowance("widow", "country/PAK/*", "a name"),)


@pytest.mark.parametrize(
    ("checks", "said"),
    [
        ('widow = "bad"', "'bad' is no level. It can be: error, warning, off"),
        ('widdow = "error"', "Did you mean 'widow'?"),
        ('allow = [{ check = "widow", brief = "*" }]', "'reason' is missing"),
        ('allow = [{ check = "widow", brief = "*", reason = " " }]', "'reason' is missing"),
        ('allow = [{ check = "widdow", brief = "*", reason = "a" }]', "no check 'widdow'"),
        ('allow = ["widow"]', "[checks] allow: needs"),
    ],
)
def test_mistakes_in_the_section_checks(tmp_path: Path, checks: str, said: str) -> None:
    with pytest.raises(ProjectError, match=re.escape(said)):
        project_with(tmp_path, f"[checks]\n{checks}\n")


def test_the_documentation_has_every_check_with_its_level() -> None:
    text = (Path(__file__).parents[2] / "docs/checks.md").read_text(encoding="utf-8")
    assert dict(re.findall(r"^\| `([a-z-]+)` \| (\w+) \|", text, re.MULTILINE)) == CHECKS


def test_sarif_has_what_its_schema_asks_for() -> None:
    allowed = Judged(BRIEF, "allowed", SEEN, "as designed")
    judged = [Judged(BRIEF, "error", SEEN), allowed, Judged(BRIEF, "warning", SEEN)]
    log = json.loads(to_sarif(judged, {BRIEF: "country/en/pakistan.pdf"}))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert {rule["defaultConfiguration"]["level"] for rule in rules} <= {"error", "warning"}
    assert [one["level"] for one in run["results"]] == ["error", "warning", "warning"]
    for one in run["results"]:
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
        assert one["message"]["text"]
        place = one["locations"][0]["physicalLocation"]["artifactLocation"]
        assert place["uriBaseId"] in run["originalUriBaseIds"]
        assert not place["uri"].startswith(("/", "file:"))
    (suppressed,) = (one for one in run["results"] if "suppressions" in one)
    assert suppressed["suppressions"] == [{"kind": "external", "justification": "as designed"}]


def test_the_page_shows_each_place_and_needs_no_other_file(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(tmp_path / "a.pdf")
    entry = {"pdf": "a.pdf", "state": "fresh"}
    (tmp_path / "manifest.json").write_text(json.dumps({"briefs": {BRIEF: entry}}))
    judged = [Judged(BRIEF, "error", SEEN), Judged(BRIEF, "warning", Finding("widow", "<b>"))]
    page = html.fromstring(to_html("Edition", judged, tmp_path, ["The data: nothing to mend."]))
    (picture,) = page.findall(".//img")
    assert picture.get("src").startswith("data:image/png;base64,")
    assert "overlap" in picture.get("alt")
    assert page.get("lang") == "en"
    assert not page.findall(".//script")
    assert not page.findall(".//b")
    assert [one.text for one in page.findall(".//h2")] == ["Errors", "Warnings", "The data"]


def test_a_finding_is_told_with_its_page_and_place() -> None:
    said = str(Judged(BRIEF, "error", SEEN))
    assert said.startswith(f"{BRIEF}: page 1, 20 mm from the left, 30 from the top: 'A'")
    assert (
        str(Judged(BRIEF, "error", Finding("widow", "w", page=2))) == f"{BRIEF}: page 2: w [widow]"
    )
    assert str(Judged(BRIEF, "error", Finding("page-budget", "w"))) == f"{BRIEF}: w [page-budget]"


def test_a_sign_without_a_glyph_is_among_the_findings_of_a_brief_that_is_not_made(
    tmp_path: Path,
) -> None:
    project = project_with(tmp_path, "")
    missing = Finding("missing-glyph", "no glyph for '𓀀'").plain()
    entry = {"pdf": "a.pdf", "state": "stale", "reason": "no glyph", "findings": [missing]}
    (tmp_path / "manifest.json").write_text(json.dumps({"briefs": {BRIEF: entry}}))
    (found,) = findings(project, tmp_path)
    assert (found.level, found.finding.check) == ("error", "missing-glyph")
    plainly = plain(project, [found], [""])["findings"]
    assert [(one["brief"], one["check"]) for one in plainly] == [(BRIEF, "missing-glyph")]


@pytest.mark.parametrize(
    "checks",
    [
        'missing-glyph = "warning"',
        'allow = [{ check = "missing-glyph", brief = "country/PAK", reason = "rare" }]',
    ],
)
def test_a_missing_glyph_cannot_be_made_less_of(tmp_path: Path, checks: str) -> None:
    with pytest.raises(ProjectError, match="PDF/A and PDF/UA forbid it"):
        project_with(tmp_path, f"[checks]\n{checks}\n")
