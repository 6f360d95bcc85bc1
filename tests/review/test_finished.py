"""Trace, diff, approve and verify on a small edition that is built once."""

import json
import shutil
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from briefpress.cli import main
from briefpress.review.printed import candidates, flat, values

TOML = """\
[edition]
title = "Small"
organisation = "The Office"
period = { start = 2024-01-01, end = 2024-12-31 }
data_date = 2024-12-31
languages = ["en", "fr", "ru"]
currency = "USD"
rates = "data/rates/rates.csv"
[[source]]
path = "data/"
[[brief]]
kind = "country"
template = "country.html"
pages = { least = 1, most = 2 }
"""
FILES = {
    "activities": "id,title\nA,Wells\nB,Schools\n",
    "places": "activity,country,percentage\nA,KEN,33.3\nA,MLI,66.7\nB,KEN,\n",
    "transactions": "id,activity,type,date,value,currency\n"
    "1,A,incoming funds,2024-03-01,1000000.10,EUR\n"
    "2,B,incoming funds,2024-03-02,3890000.00,USD\n",
    "rates/rates": "date,currency,rate,base,source\n2024-02-28,EUR,0.92,USD,The Bank\n",
}
PAGE = """\
<!DOCTYPE html>
<html lang="{{ language.code }}">
<head><meta charset="utf-8"><title>{{ brief.title }}</title></head>
<body><h1>{{ brief.title }}</h1><p>{{ funding.received|money }}</p>
<p>{{ activities.total }}</p></body></html>
"""


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def written(root: Path) -> Path:
    for name, content in FILES.items():
        path = root / f"data/{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    (root / "templates").mkdir()
    (root / "templates/country.html").write_text(PAGE)
    (root / "briefs.toml").write_text(TOML)
    return root


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = written(tmp_path_factory.mktemp("small"))
    result = run("build", root)
    assert result.exit_code == 0, result.output
    return root


@pytest.fixture
def project(kept: Path, tmp_path: Path) -> Path:
    shutil.copytree(kept, tmp_path / "project")
    return tmp_path / "project"


def pdf(project: Path, code: str = "en") -> Path:
    return project / f"build/country/KEN-kenya.{code}.pdf"


def test_trace_works_a_sum_out_row_by_row(kept: Path) -> None:
    result = run("trace", "country/KEN/en", "funding.received", "--project", kept)
    assert result.exit_code == 0, result.output
    text = " ".join(result.output.split())
    assert "funding.received = 4,251,956.56 USD (exact)" in text
    assert "transactions/1 data/transactions.csv, row 2" in text
    assert (
        "transactions/1 1,000,000.10 EUR × 1.08695652174 (2024-02-28) = 1,086,956.63 USD"
        " × 33.3% = 361956.5578…, to the cent = 361,956.56 361,956.56"
    ) in text
    assert "3,890,000.00 USD = 3,890,000.00 4,251,956.56" in text
    assert "rate EUR: 1.08695652174 on 2024-02-28 (The Bank)" in text
    assert "WRONG" not in text


def test_the_shown_steps_give_the_sum_on_a_calculator(kept: Path) -> None:
    facts = json.loads(pdf(kept).with_suffix(".json").read_bytes())
    number = facts["numbers"]["funding.received"]
    for row, amount, share in zip(number["rows"], number["amounts"], number["shares"], strict=True):
        money = facts["money"]["rows"][row]
        rate = facts["money"]["rates"][money["rate"]]["rate"] if "rate" in money else "1"
        whole = Decimal(money["value"]) * Decimal(rate)
        assert abs(whole - Decimal(money["amount"])) <= Decimal("0.005")
        exact = Fraction(money["amount"]) * Fraction(share)
        assert abs(exact - Fraction(amount)) < Fraction(1, 100)
    assert sum(map(Decimal, number["amounts"])) == Decimal(number["value"])


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("en", "4.3 million"),
        ("en", "US$ 4,251,957"),
        ("fr", "4 251 957"),
        ("ru", "4,25 млн"),
        ("ar", "٤٬٢٥١٬٩٥٧"),
    ],
)
def test_a_printed_number_is_found_in_the_facts(kept: Path, code: str, printed: str) -> None:
    facts = json.loads(pdf(kept).with_suffix(".json").read_bytes())
    facts["brief"] = f"country/KEN/{code}"
    assert candidates(facts, printed)[0].name == "funding.received"


def test_a_number_on_a_page_of_a_pdf_that_was_moved_is_traced(kept: Path, tmp_path: Path) -> None:
    moved = tmp_path / "sent by mail.pdf"
    shutil.copy(pdf(kept), moved)
    result = run("trace", moved, "--page", 1, "4,251,957", "--out", kept / "build")
    assert result.exit_code == 0, result.output
    assert "country/KEN/en  funding.received = " in result.output


def test_what_is_not_on_the_page_or_in_no_fact_is_refused(kept: Path) -> None:
    result = run("trace", pdf(kept), "--page", 1, "4,251,958")
    assert (result.exit_code, "stands on no page" in result.output) == (2, True)
    result = run("trace", pdf(kept), "77,777")
    assert (result.exit_code, "no number of the facts" in result.output) == (2, True)


def test_a_file_of_another_edition_is_refused_with_the_reason(project: Path) -> None:
    pdf(project).write_bytes(pdf(project).read_bytes() + b"\n")
    result = run("trace", pdf(project), "activities.total")
    assert result.exit_code == 2
    assert "is not the file that was built as country/KEN/en" in result.output
    assert run("verify", pdf(project)).exit_code == 3


def test_approval_is_verified_for_a_folder_and_for_one_pdf(project: Path) -> None:
    out = project / "build"
    result = run("approve", "--by", "Ada Boss", "--date", "2025-01-31", "--project", project)
    assert result.exit_code == 0, result.output
    record: dict[str, Any] = json.loads((out / "approval.json").read_bytes())
    assert (record["by"], record["on"], len(record["files"])) == ("Ada Boss", "2025-01-31", 6)
    for path in (out, pdf(project)):
        result = run("verify", path)
        assert result.exit_code == 0
        assert "approved by Ada Boss on 2025-01-31" in result.output
    data = project / "data/transactions.csv"
    data.write_text(data.read_text().replace("3890000.00", "3890001.00"))
    assert run("build", project).exit_code == 0
    result = run("verify", out)
    assert result.exit_code == 3
    assert "Ada Boss approved another edition" in result.output
    assert "country/KEN-kenya.en.pdf: changed since the approval" in result.output
    assert run("verify", pdf(project)).exit_code == 3


def test_what_is_stale_or_changed_is_not_approved(project: Path) -> None:
    pdf(project, "fr").unlink()
    result = run("approve", "--by", "Ada Boss", "--project", project)
    assert (result.exit_code, "country/KEN/fr" in result.output) == (3, True)
    assert not (project / "build/approval.json").exists()
    result = run("verify", project / "build")
    assert (result.exit_code, "KEN-kenya.fr.pdf: is missing" in result.output) == (3, True)


def test_an_approval_that_cannot_be_read_is_said(project: Path) -> None:
    (project / "build/approval.json").write_text("{}")
    result = run("verify", project / "build")
    assert (result.exit_code, "not an approval that can be read" in result.output) == (2, True)


def test_diff_says_which_numbers_changed_because_of_which_rows(
    kept: Path, project: Path, tmp_path: Path
) -> None:
    data = project / "data"
    text = (data / "transactions.csv").read_text().replace("3890000.00", "3890100.00")
    text += "3,B,incoming funds,2024-05-05,50,USD\n"
    (data / "transactions.csv").write_text(text)
    (data / "activities.csv").write_text(FILES["activities"].replace("Schools", "Schools again"))
    assert run("build", project).exit_code == 0
    page, plain = tmp_path / "changes.html", tmp_path / "changes.json"
    words = ("--pages", "--html", page, "--json", plain)
    result = run("diff", kept / "build", project / "build", *words)
    assert result.exit_code == 0, result.output
    lines = " ".join(result.output.split())
    assert "+150.00 USD" in lines
    assert "added transactions/3: data/transactions.csv, row 4" in lines
    assert "corrected transactions/2: 3,890,000.00 → 3,890,100.00" in lines
    assert "B.title: Schools → Schools again" in lines
    assert "page 1 differs" in lines
    changes = json.loads(plain.read_text(encoding="utf-8"))
    assert [one["brief"] for one in changes["changed"]] == [
        "country/KEN/en", "country/KEN/fr", "country/KEN/ru",
    ]  # fmt: skip
    assert len(changes["changed"][0]["pages"][0]["places"]) >= 1
    html = page.read_text(encoding="utf-8")
    assert "data:image/png;base64," in html
    assert "<script" not in html
    assert "http" not in html


def test_diff_of_an_edition_with_itself_finds_nothing(kept: Path) -> None:
    result = run("diff", kept / "build", kept / "build")
    assert "0 changed, 0 new, 0 gone, 6 the same" in result.output
    result = run("diff", pdf(kept), pdf(kept))
    assert "0 changed, 0 new, 0 gone, 1 the same" in result.output


def test_diff_of_what_is_no_edition_says_so(kept: Path, tmp_path: Path) -> None:
    result = run("diff", kept / "build", tmp_path)
    assert (result.exit_code, "is no edition" in result.output) == (2, True)


@pytest.mark.parametrize(
    ("printed", "code", "value"),
    [
        ("US$ 4.2 million", "en", "4200000"), ("4,2 millions", "fr", "4200000"),
        ("4,2 млн", "ru", "4200000"), ("1 234 567", "zh", "1234567"),
        ("1.234.567", "es", "1234567"), ("−12", "en", "-12"), ("٤٢", "ar", "42"),
        ("3 亿", "zh", "300000000"), ("US$ 12", "en", "12"),
    ],
)  # fmt: skip
def test_printed_numbers_of_six_languages_are_read(printed: str, code: str, value: str) -> None:
    assert [str(int(one)) for one, _ in values(printed, code)] == [value], flat(printed)
