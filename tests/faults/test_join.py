"""Parts that were built apart become the edition that one build makes, or are refused."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import small
from click.testing import CliRunner

from briefpress import config
from briefpress.cli import main
from briefpress.errors import ProjectError, UnfinishedError
from briefpress.press import kept, lock, manifest
from briefpress.press.build import Outcome, build
from briefpress.press.join import join
from briefpress.press.progress import Reporter
from briefpress.press.shards import Shard
from briefpress.review.check import check

WRONG = (
    "{% if brief.title == 'Kenya' %}{{ 1 / 0 }}{% endif %}"
    "{% if brief.title == 'Mexico' %}<p style='break-before: page'>More.</p>{% endif %}</body>"
)


def built(root: Path, out: Path, part: Shard | None = None, *selectors: str) -> Outcome:
    return build(config.load(root), out, selectors, 2, Reporter(), shard=part)


def part(root: Path, out: Path, number: int, count: int) -> Path:
    built(root, out, Shard(number, count))
    return out


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project, three parts of it, and the whole; one brief failed, a gate of another too."""
    folder = tmp_path_factory.mktemp("parts")
    page = small.COUNTRY.replace("NAME", "one")
    page = page.replace("</body>", WRONG)
    root = small.write(folder / "project", more={"templates/country.html": page})
    for number in (1, 2, 3):
        part(root, folder / f"part{number}", number, 3)
    built(root, folder / "whole")
    return folder


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    """What was made, to be damaged."""
    unwanted = shutil.ignore_patterns("joined", "again", "timed")
    return Path(shutil.copytree(made, tmp_path / "made", ignore=unwanted))


def parts(folder: Path, numbers: Sequence[int] = (1, 2, 3)) -> list[Path]:
    return [folder / f"part{number}" for number in numbers]


def joined(folder: Path, *others: Path, out: str = "joined") -> Outcome:
    return join(config.load(folder / "project"), others or parts(folder), folder / out)


def change(folder: Path, edit: Callable[[dict], object]) -> None:
    said = small.manifest(folder)
    edit(said)
    (folder / "manifest.json").write_text(json.dumps(said), encoding="utf-8")


def refused(folder: Path, *others: Path) -> str:
    """Say why a join was refused; nothing may be written then."""
    with pytest.raises(ProjectError) as caught:
        joined(folder, *others)
    assert not (folder / "joined").exists()
    return str(caught.value).replace(f"{folder}/", "")


def test_parts_make_what_one_build_makes_byte_for_byte(made: Path) -> None:
    outcome = joined(made, *parts(made, (3, 1, 2)))
    whole = small.published(made / "whole")
    assert small.published(made / "joined") == whole
    assert len(whole) == 7 * 3 + 2
    assert list(outcome.failed) == ["country/KEN/en"]
    assert "division by zero" in outcome.failed["country/KEN/en"]
    assert list(outcome.gated) == ["country/MEX/en"]
    assert "has 2 pages; briefs.toml allows 1 to 1" in outcome.gated["country/MEX/en"]
    assert len(outcome.made) == 7


def test_each_part_has_its_briefs_and_says_what_it_is(made: Path) -> None:
    said = [small.manifest(folder) for folder in parts(made)]
    whole = small.manifest(made / "whole")
    assert [one["shard"] for one in said] == ["1/3", "2/3", "3/3"]
    assert "shard" not in whole
    briefs = [set(one["briefs"]) for one in said]
    assert sorted(map(len, briefs)) == [2, 3, 3]
    assert set.union(*briefs) == set(whole["plan"])
    for one in said:
        assert {key: one[key] for key in ("inputs", "versions", "plan")} == {
            key: whole[key] for key in ("inputs", "versions", "plan")
        }


def test_after_a_join_nothing_is_to_do_but_what_failed(made: Path) -> None:
    joined(made, out="again")
    outcome = built(made / "project", made / "again")
    assert (len(outcome.kept), outcome.made, list(outcome.failed)) == (7, [], ["country/KEN/en"])


def test_a_joined_edition_knows_how_long_each_brief_took(made: Path) -> None:
    joined(made, out="timed")
    took = kept.read(made / "timed")
    assert took.keys() == kept.read(made / "whole").keys()
    assert all(one.seconds > 0 for one in took.values())


def test_a_join_takes_the_place_of_an_older_edition(copy: Path) -> None:
    older = small.write(copy / "older", "two", countries=("ZMB", "KEN"))
    built(older, copy / "joined")
    joined(copy)
    assert small.published(copy / "joined") == small.published(copy / "whole")


def test_rows_that_were_set_aside_are_in_the_joined_edition(tmp_path: Path) -> None:
    toml = small.TOML.replace('path = "data/"', 'path = "data/"\non_error = "set aside"')
    more = {"briefs.toml": toml}
    root = small.write(tmp_path / "project", countries=("KEN", "UGA"), more=more)
    with (root / "data/places.csv").open("a") as file:
        file.write("A0,XYZ\n")
    built(root, tmp_path / "whole")
    folders = [part(root, tmp_path / f"part{number}", number, 2) for number in (1, 2)]
    joined(tmp_path, *folders)
    assert (tmp_path / "whole" / manifest.REJECTED).is_file()
    assert small.published(tmp_path / "joined") == small.published(tmp_path / "whole")


def test_a_shard_with_nothing_to_make_is_a_part_too(tmp_path: Path) -> None:
    root = small.write(tmp_path / "project", countries=("KEN", "UGA"))
    built(root, tmp_path / "whole")
    folders = [part(root, tmp_path / f"part{number}", number, 3) for number in (1, 2, 3)]
    assert sorted(len(small.manifest(folder)["briefs"]) for folder in folders) == [0, 1, 1]
    joined(tmp_path, *folders)
    assert small.published(tmp_path / "joined") == small.published(tmp_path / "whole")


def test_a_part_built_where_the_whole_was_gives_only_its_own(copy: Path) -> None:
    """CI may give each job the last edition to begin with."""
    shutil.copytree(copy / "whole", copy / "begun")
    before = small.published(copy / "begun")
    outcome = built(copy / "project", copy / "begun", Shard(2, 3))
    assert not outcome.made
    after = small.published(copy / "begun")
    assert {name for name in before if before[name] != after[name]} == {"manifest.json"}
    joined(copy, copy / "part1", copy / "begun", copy / "part3")
    assert small.published(copy / "joined") == small.published(copy / "whole")


def test_a_shard_that_is_there_has_nothing_to_do_and_the_whole_then_makes_the_rest(
    copy: Path,
) -> None:
    number = next(
        number
        for number in (1, 2, 3)
        if not {"country/KEN/en"} & small.manifest(copy / f"part{number}")["briefs"].keys()
    )
    folder = copy / f"part{number}"
    first = small.manifest(folder)
    again = built(copy / "project", folder, Shard(number, 3))
    assert (again.made, len(again.kept)) == ([], len(first["briefs"]))
    built(copy / "project", folder)
    assert small.published(folder) == small.published(copy / "whole")


def test_check_asks_of_a_part_only_its_own_briefs(tmp_path: Path) -> None:
    root = small.write(tmp_path / "project", countries=("KEN", "UGA", "PER"))
    folder = part(root, tmp_path / "part", 1, 3)
    found = list(check(config.load(root), folder))
    assert not [line for line in found if "has not been built" in line]
    change(folder, lambda said: said.pop("shard"))
    found = list(check(config.load(root), folder))
    assert len([line for line in found if "has not been built" in line]) == 2


def test_a_shard_of_some_briefs_is_refused(made: Path, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"leave out 'country/\*'"):
        built(made / "project", tmp_path / "out", Shard(1, 3), "country/*")


def test_missing_shards_are_named(copy: Path) -> None:
    assert refused(copy, copy / "part2") == "missing: shard 1/3, 3/3"


def test_a_shard_that_is_there_twice_is_named(copy: Path) -> None:
    shutil.copytree(copy / "part2", copy / "part4")
    said = refused(copy, *parts(copy, (1, 2, 3, 4)))
    assert said == "shard 2/3 is there twice: part2 and part4"


def test_shards_of_another_number_are_refused(copy: Path) -> None:
    part(copy / "project", copy / "half", 2, 2)
    said = refused(copy, copy / "part1", copy / "half", copy / "part3")
    assert "part1 is shard 1/3, and half is 2/2" in said


def test_parts_of_different_inputs_are_refused_by_the_names_of_the_files(copy: Path) -> None:
    data = copy / "project/data/activities.csv"
    data.write_text(data.read_text() + "A99,New,2021-01-01\n")
    (copy / "project/templates/more.html").write_text("")
    part(copy / "project", copy / "part2", 2, 3)
    said = refused(copy)
    assert said.startswith("part1 and part2 were not made of the same: data/activities.csv, temp")
    assert "part3" not in said


def test_parts_of_a_project_that_is_another_here_are_refused(copy: Path) -> None:
    data = copy / "project/data/activities.csv"
    data.write_text(data.read_text() + "A99,New,2021-01-01\n")
    assert refused(copy) == "part1 was not made of what is here: data/activities.csv"


def test_parts_of_different_versions_are_refused(copy: Path) -> None:
    change(copy / "part3", lambda said: said["versions"].update(weasyprint="1"))
    assert refused(copy) == "part1 and part3 were not made of the same: weasyprint"


def test_parts_of_other_versions_than_here_are_refused(copy: Path) -> None:
    for folder in parts(copy):
        change(folder, lambda said: said["versions"].update(weasyprint="1"))
    assert refused(copy) == "part1 was not made of what is here: weasyprint"


def test_parts_of_different_plans_are_refused(copy: Path) -> None:
    change(copy / "part3", lambda said: said["plan"].append("country/ZMB/en"))
    assert refused(copy) == "part1 and part3 were not made of the same plan: country/ZMB/en"


@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_a_file_that_is_not_as_it_was_built_is_named(copy: Path, damage: str) -> None:
    pdf = next((copy / "part2/country").glob("*.pdf"))
    if damage == "changed":
        pdf.write_bytes(pdf.read_bytes() + b" ")
    else:
        pdf.unlink()
    assert refused(copy) == f"part2: not as its manifest says: country/{pdf.name}"


def test_a_part_that_was_not_built_to_the_end_is_refused(copy: Path) -> None:
    brief = next(iter(small.manifest(copy / "part2")["briefs"]))
    change(copy / "part2", lambda said: said["briefs"].pop(brief))
    assert refused(copy) == f"part2: was not built to the end, build it again: {brief}"


def test_a_brief_that_waits_to_be_made_again_is_not_built_to_the_end(copy: Path) -> None:
    briefs = small.manifest(copy / "part3")["briefs"]
    brief = next(brief for brief, one in briefs.items() if one["state"] == "fresh")
    change(copy / "part3", lambda said: said["briefs"][brief].update(state="stale"))
    assert refused(copy) == f"part3: was not built to the end, build it again: {brief}"


def test_a_part_whose_build_was_interrupted_is_refused(copy: Path) -> None:
    (copy / "part1/.journal.jsonl").write_text("")
    assert "part1: a build is at work here, or was interrupted" in refused(copy)


def test_a_folder_that_is_no_part_is_refused(copy: Path) -> None:
    assert "whole: is no part" in refused(copy, *parts(copy), copy / "whole")


@pytest.mark.parametrize("name", ["../../outside.pdf", "/outside.pdf", ".lock", "manifest.json"])
def test_a_manifest_that_names_what_is_no_brief_s_is_refused(copy: Path, name: str) -> None:
    entry = next(
        brief
        for brief, one in small.manifest(copy / "part1")["briefs"].items()
        if one["state"] == "fresh"
    )
    change(copy / "part1", lambda said: said["briefs"][entry]["sha256"].update({name: "0"}))
    assert refused(copy) == "part1/manifest.json: is damaged: build this part again"


def test_parts_are_not_joined_into_one_of_them(copy: Path) -> None:
    before = small.published(copy / "part1")
    with pytest.raises(ProjectError, match="is one of the parts"):
        joined(copy, out="part1")
    assert small.published(copy / "part1") == before


def test_a_join_waits_for_no_build_if_it_is_told_so(copy: Path) -> None:
    project = config.load(copy / "project")
    with (
        lock.held(copy / "joined", True, print),
        pytest.raises(ProjectError, match="another build"),
    ):
        join(project, parts(copy), copy / "joined", wait=False)


def test_a_join_that_was_interrupted_goes_on(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("briefpress.press.join.close", stop)
        with pytest.raises(KeyboardInterrupt):
            joined(copy)
    assert not (copy / "joined/manifest.json").exists()
    joined(copy)
    assert small.published(copy / "joined") == small.published(copy / "whole")


def test_a_file_that_changes_while_parts_are_joined_is_not_taken(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefpress.press.join._damages", lambda parts: [])
    pdf = next((copy / "part2/country").glob("*.pdf"))
    pdf.write_bytes(b"other")
    with pytest.raises(UnfinishedError, match="has changed meanwhile"):
        joined(copy)
    assert not (copy / "joined/country" / pdf.name).exists()


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "briefpress", *words]
    return subprocess.run(
        command, cwd=cwd, env=dict(os.environ), capture_output=True, text=True, check=False
    )


def test_the_command_line_says_what_failed_with_the_status_of_a_build(copy: Path) -> None:
    folders = [f"../part{number}" for number in (1, 2, 3)]
    result = run("join", *folders, "--out", "../joined", cwd=copy / "project")
    assert result.returncode == 1, result.stderr
    assert result.stdout == "7 briefs of 3 parts. Open ../joined/index.html\n"
    assert "FAILED country/KEN/en" in result.stderr
    assert "country/MEX/en: has 2 pages" in result.stderr
    assert "1 brief failed, named above." in result.stderr


def test_the_command_line_has_the_status_of_a_gate(tmp_path: Path) -> None:
    page = small.COUNTRY.replace("</body>", "<p style='break-before: page'>More.</p></body>")
    root = small.write(
        tmp_path / "project", countries=("KEN", "UGA"), more={"templates/country.html": page}
    )
    for number in ("1", "2"):
        result = run("build", "--shard", f"{number}/2", "--out", f"../part{number}", cwd=root)
        assert result.returncode == 3, result.stderr
    result = run("join", "../part1", "../part2", "--out", "../joined", cwd=root)
    assert result.returncode == 3, result.stderr
    assert "2 briefs should not be handed out" in result.stderr


def test_the_command_line_refuses_with_status_2(copy: Path) -> None:
    result = run("join", "../part1", "--out", "../joined", cwd=copy / "project")
    assert (result.returncode, result.stderr) == (2, "missing: shard 2/3, 3/3\n")
    result = run("build", "--shard", "4/3", cwd=copy / "project")
    assert (result.returncode, result.stderr) == (
        2,
        "'4/3' is no shard. The third of eight is 3/8\n",
    )


def test_a_difference_between_parts_fails_the_join_and_is_said_by_check(tmp_path: Path) -> None:
    toml = small.TOML.replace("data_date", 'languages = ["en", "fr"]\ndata_date')
    root = small.write(tmp_path / "project", countries=("KEN",), more={"briefs.toml": toml})
    folders = [part(root, tmp_path / f"part{number}", number, 2) for number in (1, 2)]
    french = small.manifest(folders[1])["briefs"]["country/KEN/fr"]
    assert french["state"] == "fresh"
    path = folders[1] / french["facts"]
    facts = json.loads(path.read_bytes())
    facts["numbers"]["activities.regional"]["value"] = 5  # by itself, nothing is wrong with it
    path.write_text(json.dumps(facts), encoding="utf-8")

    def edit(said: dict) -> None:
        hashes = said["briefs"]["country/KEN/fr"]["sha256"]
        hashes[french["facts"]] = hashlib.sha256(path.read_bytes()).hexdigest()

    change(folders[1], edit)
    differs = "country/KEN/fr: activities.regional is 5, in country/KEN/en 0"
    assert joined(tmp_path, *folders).differences == [differs]
    assert differs in list(check(config.load(root), tmp_path / "joined"))
    words = [*map(str, folders), "--project", str(root), "--out", str(tmp_path / "again")]
    run = CliRunner().invoke(main, ["join", *words])
    assert run.exit_code == 3
    assert f"DIFFERS {differs}" in run.output


def test_a_total_that_is_stated_wrongly_fails_each_part_and_the_join(tmp_path: Path) -> None:
    toml = small.TOML.replace('path = "data/"', 'path = "data/"\ntotals = { activities = 3 }')
    more = {"briefs.toml": toml}
    root = small.write(tmp_path / "project", countries=("KEN", "UGA"), more=more)
    said = ["activities are 2, briefs.toml, [[source]] 1 totals says 3."]
    folders = [tmp_path / f"part{number}" for number in (1, 2)]
    for number, folder in enumerate(folders, start=1):
        assert built(root, folder, Shard(number, 2)).differences == said
    assert joined(tmp_path, *folders).differences == said
