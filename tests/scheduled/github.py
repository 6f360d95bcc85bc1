"""Runs a GitHub workflow from its file: ``run`` steps for real, ``uses`` by local equivalents.

An equivalent does what the action does with folders: checkout clones, cache and
artifacts copy. One that is not listed in USES fails. Permissions are held against
what the steps use, and concurrency is one run at a time.
"""

from __future__ import annotations

import fnmatch
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shell
import yaml
from expressions import Context, condition, filled

FILE = ".github/workflows/briefs.yml"
HERE = Path(__file__).parent


@dataclass
class Job:
    """What came of a job: success, failure, cancelled or skipped, and what its steps said."""

    result: str
    said: str = ""
    summary: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)


class GitHub:
    """What GitHub keeps for a repository: caches, artifacts, releases, issues, pages."""

    def __init__(self, folder: Path, origin: Path, variables: Mapping[str, str] | None = None):
        self.folder, self.origin, self.variables = folder, origin, dict(variables or {})
        self.runs = 0
        self.pip = True
        """Whether pip itself is called, which the first job does, or what stands in for it."""
        self.used: set[tuple[str, str]] = set()
        """Which permission each job used: ("propose", "issues: write")."""
        for name in ("caches", "artifacts", "attested", "alerts", "pages", "gh", "bin"):
            (folder / name).mkdir(parents=True)
        self._write({"releases": [], "issues": [], "labels": [], "runs": {}})
        for name, script in (("gh", "gh.py"), ("docker", "verapdf.py")):
            program(folder / "bin" / name, HERE / script)
        program(folder / "quick/python", HERE / "installed.py")

    def state(self) -> dict[str, Any]:
        return json.loads((self.folder / "gh/state.json").read_text("utf-8"))

    def _write(self, state: dict[str, Any]) -> None:
        (self.folder / "gh/state.json").write_text(json.dumps(state), "utf-8")

    def reopen(self, number: int) -> None:
        """Open an issue again, as a person would."""
        state = self.state()
        state["issues"][number - 1]["open"] = True
        self._write(state)

    def run(self, approve: str = "", stop: shell.Stop | None = None) -> dict[str, Job]:
        """Run the workflow as it is in the last commit; ``stop`` cancels it."""
        self.runs += 1
        number = str(self.runs)
        commit = git(self.origin, "rev-parse", "HEAD")
        said = git(self.origin, "show", f"HEAD:{FILE}")
        workflow = yaml.load(said, yaml.BaseLoader)  # every value a text, and "on" no truth
        github = {
            "actor": "ada",
            "ref_name": "main",
            "repository": "office/briefs",
            "run_attempt": "1",
            "run_id": number,
            "server_url": "https://github.com",
            "token": "a-token",
            "sha": commit,
        }
        values = {"github": github, "inputs": {"approve": approve}, "vars": self.variables}
        done: dict[str, Job] = {}
        while waiting := [name for name in workflow["jobs"] if name not in done]:
            for name in waiting:
                needs = workflow["jobs"][name].get("needs", [])
                needs = [needs] if isinstance(needs, str) else needs
                if all(one in done for one in needs):
                    seen = {one: done[one] for one in needs}
                    ended = any(job.result == "cancelled" for job in done.values())
                    runner = _Runner(self, workflow, name, values, seen, stop, ended)
                    done[name] = runner.run()
        results = {job.result for job in done.values()}
        whole = next((one for one in ("cancelled", "failure") if one in results), "success")
        state = self.state()
        state["runs"][number] = {
            "workflowName": workflow["name"],
            "conclusion": whole,
            "headSha": commit,
        }
        self._write(state)
        return done


class _Runner:
    """One job."""

    def __init__(
        self,
        host: GitHub,
        workflow: dict[str, Any],
        name: str,
        values: dict[str, Any],
        needs: dict[str, Job],
        stop: shell.Stop | None,
        ended: bool,
    ) -> None:
        self.host, self.name, self.stop, self.ended = host, name, stop, ended
        self.job = workflow["jobs"][name]
        self.granted = self.job.get("permissions", workflow["permissions"])
        self.shell = workflow["defaults"]["run"]["shell"]
        self.status = "success"
        self.needs = needs
        self.steps: dict[str, Any] = {}
        self.values = {
            **values,
            "needs": {
                one: {"result": job.result, "outputs": job.outputs} for one, job in needs.items()
            },
            "runner": {"os": "Linux"},
            "steps": self.steps,
        }
        self.root = host.folder / "jobs" / f"{values['github']['run_id']}-{name}"
        self.work = self.root / "work"
        self.path = [str(host.folder / "bin")]
        self.done = Job("success")

    def context(self, env: Mapping[str, str] | None = None) -> Context:
        return Context(
            {**self.values, "env": env or {}},
            {
                "always": lambda: True,
                "cancelled": lambda: self.status == "cancelled",
                "success": lambda: self.status == "success",
                "format": lambda text, *given: text.format(*given),
                "hashFiles": lambda *names: "".join(
                    hashlib.sha256(path.read_bytes()).hexdigest()
                    for name in names
                    for path in sorted(self.work.glob(name))
                ),
            },
        )

    def run(self) -> Job:
        if any(job.result != "success" for job in self.needs.values()):
            self.status = "failure"
        if self.ended:  # a run is cancelled as a whole
            self.status = "cancelled"
        wanted = condition(self.job.get("if"), self.context())
        self.status = "success"
        if not wanted:
            return Job("skipped")
        self.work.mkdir(parents=True)
        for step in self.job["steps"]:
            if condition(step.get("if"), self.context()):
                self._step(step)
            elif "id" in step:
                self.steps[step["id"]] = {"outcome": "skipped", "outputs": {}}
        self.done.result = self.status
        self.done.outputs = {
            name: filled(text, self.context()) for name, text in self.job.get("outputs", {}).items()
        }
        return self.done

    def _step(self, step: dict[str, Any]) -> None:
        env = {
            name: filled(text, self.context())
            for name, text in {**self.job.get("env", {}), **step.get("env", {})}.items()
        }
        outputs: dict[str, str] = {}
        before, self.status = self.status, "success"
        self.done.steps.append(step.get("name") or step.get("uses", "").partition("@")[0])
        if "uses" in step:
            given = {
                name: filled(text, self.context(env)) for name, text in step.get("with", {}).items()
            }
            try:
                outputs = USES[step["uses"].partition("@")[0]](self, given) or {}
            except FailedError as error:
                self.done.said += f"{error}\n"
                self.status = "failure"
        else:
            outputs = self._shell(filled(step["run"], self.context(env)), env)
        if "id" in step:
            self.steps[step["id"]] = {"outcome": self.status, "outputs": outputs}
        if before != "success":
            self.status = before

    def _shell(self, script: str, env: dict[str, str]) -> dict[str, str]:
        files = {name: self.root / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for path in files.values():
            path.write_text("")
        used = self.root / "used"
        used.write_text("")
        path = self.root / "script.sh"
        path.write_text(script, encoding="utf-8")
        assert self.shell == "bash"
        status, said = shell.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(path)],
            self.work,
            {
                **environment(self.path),
                **{name: str(path) for name, path in files.items()},
                "GH_STORE": str(self.host.folder / "gh"),
                "GH_GRANTED": json.dumps(self.granted),
                "GH_USED": str(used),
                "HOME": str(self.root),
                **env,
            },
            self.stop if "briefpress build" in script else None,
        )
        self.done.said += said
        self.done.summary += files["GITHUB_STEP_SUMMARY"].read_text("utf-8")
        for line in used.read_text("utf-8").splitlines():
            self.use(line)
        if status:
            stopped = self.stop and status == 130
            self.status = "cancelled" if stopped else "failure"
        pairs = [line.partition("=") for line in files["GITHUB_OUTPUT"].read_text().splitlines()]
        return {name: value for name, _, value in pairs}

    def use(self, *permissions: str) -> None:
        """Note that the job needs these. Raises FailedError when it has not got them."""
        for one in permissions:
            self.host.used.add((self.name, one))
            scope, level = one.split(": ")
            if self.granted.get(scope, "none") not in (level, "write"):
                raise FailedError(f"the job has no permission {one}")

    def artifact(self, name: str, run: str = "") -> Path:
        return self.host.folder / "artifacts" / (run or self.values["github"]["run_id"]) / name


class FailedError(Exception):
    """An action fails."""


def program(path: Path, script: Path) -> None:
    """Write a program that is one of the stand-ins beside this file."""
    path.parent.mkdir(exist_ok=True)
    folders = os.pathsep.join([str(HERE), str(HERE.parent / "edition")])
    path.write_text(
        f'#!/bin/sh\nPYTHONPATH="{folders}:$PYTHONPATH" exec "{sys.executable}" "{script}" "$@"\n'
    )
    path.chmod(0o755)


def environment(path: list[str]) -> dict[str, str]:
    """Return what a runner's shell knows: little, and where its programs are."""
    kept = {name: os.environ[name] for name in ("LANG", "PYTHONPATH") if name in os.environ}
    return {
        **kept,
        "CI": "true",
        "PATH": os.pathsep.join([*path, os.environ["PATH"]]),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_QUIET": "1",
        "PIP_NO_INDEX": "1",  # the lock asks for nothing that is not here
    }


def git(folder: Path, *words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


def _checkout(job: _Runner, given: Mapping[str, str]) -> None:
    job.use("contents: read")
    assert given["persist-credentials"] == "false"
    subprocess.run(["git", "clone", "--quiet", str(job.host.origin), str(job.work)], check=True)
    if given.get("ref"):
        git(job.work, "checkout", "--quiet", given["ref"])


def _python(job: _Runner, given: Mapping[str, str]) -> None:
    assert given["python-version"] == f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert (job.work / given["cache-dependency-path"]).is_file()
    job.path.insert(0, str(Path(sys.executable).parent))
    if not job.host.pip:
        job.path.insert(0, str(job.host.folder / "quick"))
    job.host.pip = False


def _restore(job: _Runner, given: Mapping[str, str]) -> dict[str, str]:
    kept = sorted((job.host.folder / "caches").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    for prefix in (given["key"], given["restore-keys"]):
        for found in reversed(kept):
            if found.name.startswith(prefix):
                shutil.copytree(found, job.work / given["path"], dirs_exist_ok=True)
                return {"cache-matched-key": found.name}
    return {}


def _save(job: _Runner, given: Mapping[str, str]) -> None:
    target = job.host.folder / "caches" / given["key"]
    if not target.exists():  # what is kept under a key stays as it is
        shutil.copytree(job.work / given["path"], target)
        os.utime(target)


def _upload(job: _Runner, given: Mapping[str, str]) -> None:
    """Copy files below the last folder that all share, without hidden ones."""
    patterns = given["path"].split("\n")
    patterns = [one.strip() for one in patterns if one.strip()]
    files = []
    for pattern in patterns:
        if pattern.startswith("!"):
            files = [path for path in files if path != job.work / pattern[1:]]
            continue
        for path in sorted(job.work.glob(pattern.rstrip("/"))):
            below = path.rglob("*") if path.is_dir() else [path]
            files += [one for one in below if one.is_file()]
    names = [path.relative_to(job.work) for path in files]
    shown = [name for name in names if not any(part.startswith(".") for part in name.parts)]
    if not shown:
        if given["if-no-files-found"] == "error":
            raise FailedError(f"no files were found: {given['path']}")
        return
    first = patterns[0].rstrip("/")
    below = first if all(fnmatch.fnmatch(str(name), f"{first}/*") for name in shown) else "."
    for name in shown:
        target = job.artifact(given["name"]) / name.relative_to(below)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(job.work / name, target)


def _download(job: _Runner, given: Mapping[str, str]) -> None:
    if "run-id" in given:
        job.use("actions: read")
        assert given["github-token"]
    found = job.artifact(given["name"], given.get("run-id", ""))
    if not found.is_dir():
        raise FailedError(f"there is no artifact {given['name']}")
    shutil.copytree(found, job.work / given.get("path", "."), dirs_exist_ok=True)


def _sarif(job: _Runner, given: Mapping[str, str]) -> None:
    job.use("security-events: write", "actions: read", "contents: read")
    text = (job.work / given["sarif_file"]).read_text("utf-8")
    assert json.loads(text)["version"] == "2.1.0"
    (job.host.folder / "alerts" / job.values["github"]["run_id"]).write_text(text, "utf-8")


def _attest(job: _Runner, given: Mapping[str, str]) -> None:
    job.use("id-token: write", "attestations: write")
    path = job.work / given["subject-path"]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    (job.host.folder / "attested" / digest).write_text(path.name)


def _pages_artifact(job: _Runner, given: Mapping[str, str]) -> None:
    shutil.copytree(
        job.work / given["path"],
        job.artifact("github-pages"),
        ignore=shutil.ignore_patterns(".*"),
    )


def _pages(job: _Runner, given: Mapping[str, str]) -> dict[str, str]:
    job.use("pages: write", "id-token: write")
    assert job.job["environment"]["name"] == "github-pages"
    shutil.rmtree(job.host.folder / "pages")
    shutil.copytree(job.artifact("github-pages"), job.host.folder / "pages")
    return {"page_url": "https://office.github.io/briefs/"}


Action = Callable[[_Runner, Mapping[str, str]], dict[str, str] | None]
USES: dict[str, Action] = {
    "actions/checkout": _checkout,
    "actions/setup-python": _python,
    "actions/cache/restore": _restore,
    "actions/cache/save": _save,
    "actions/upload-artifact": _upload,
    "actions/download-artifact": _download,
    "actions/attest-build-provenance": _attest,
    "actions/upload-pages-artifact": _pages_artifact,
    "actions/deploy-pages": _pages,
    "github/codeql-action/upload-sarif": _sarif,
}
