"""Runs a GitLab pipeline from its file: each job's commands for real, in a clone of its own.

Caches and artifacts are folders that are copied; the API is a server on the loopback
address that the commands talk to over HTTP. Keywords that this file does not
know fail. ``apt-get`` and images are not there: a job finds what it needs on the machine.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import shell
import yaml
from github import HERE, environment, git, program

FILE = ".gitlab-ci.yml"
JOB_TOKEN, TOKEN = "a-jobs-token", "a-project-token"
KNOWN = {
    *("after_script", "artifacts", "before_script", "cache", "environment", "extends", "image"),
    *("needs", "resource_group", "script", "stage", "timeout", "variables", "when"),
}


@dataclass(frozen=True)
class Job:
    """What came of a job: success, failed, skipped or manual, and what its commands said."""

    result: str
    said: str = ""


class Api(BaseHTTPRequestHandler):
    """Issues and generic packages of one project, as https://docs.gitlab.com/api/ says."""

    server: Server

    def answer(self, status: int, content: bytes | Any = b"") -> None:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle_any(self) -> None:
        url = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        self.server.calls.append(f"{self.command} {self.path}")
        found = re.fullmatch(r"/api/v4/projects/42/(issues|packages/generic)(/.*)?", url.path)
        if not found:
            return self.answer(404)
        if found[1] == "issues":
            if self.headers.get("PRIVATE-TOKEN") != TOKEN:
                return self.answer(401, {"message": "401 Unauthorized"})
            return self.issues(found[2] or "", parse_qs(url.query), parse_qs(body.decode()))
        if self.headers.get("JOB-TOKEN") != JOB_TOKEN:
            return self.answer(401, {"message": "401 Unauthorized"})
        packages = self.server.packages
        if self.command == "PUT":
            packages[found[2]] = body
            return self.answer(201, {"message": "201 Created"})
        if found[2] not in packages:
            return self.answer(404, {"message": "404 Package Not Found"})
        return self.answer(200, packages[found[2]])

    def issues(self, which: str, query: dict[str, list[str]], given: dict[str, list[str]]) -> None:
        known = self.server.issues
        plain = {name: values[0] for name, values in given.items()}
        if self.command == "GET":
            assert query == {"labels": ["edition"], "state": ["opened"]}
            return self.answer(200, [one for one in known[::-1] if one["state"] == "opened"])
        if self.command == "POST":
            known.append({"iid": len(known) + 1, "state": "opened", **plain})
            return self.answer(201, known[-1])
        known[int(which[1:]) - 1].update(plain)
        return self.answer(200, known[int(which[1:]) - 1])

    do_GET = do_POST = do_PUT = handle_any  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """The API, and what it keeps."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Api)
        self.issues: list[dict[str, Any]] = []
        self.packages: dict[str, bytes] = {}
        self.calls: list[str] = []


@contextmanager
def serving() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class GitLab:
    """What GitLab keeps for a project: caches, artifacts, pages; the API has the rest."""

    def __init__(
        self, folder: Path, origin: Path, server: Server, variables: Mapping[str, str]
    ) -> None:
        self.folder, self.origin, self.server = folder, origin, server
        self.variables = dict(variables)
        self.pipelines = 100
        self.pip = True
        """Whether pip itself is called, which the first job does, or what stands in for it."""
        for name in ("caches", "artifacts", "bin"):
            (folder / name).mkdir(parents=True)
        program(folder / "bin/verapdf", HERE / "verapdf.py")
        program(folder / "quick/python", HERE / "installed.py")

    def run(self, source: str = "schedule", stop: shell.Stop | None = None) -> dict[str, Job]:
        """Run a pipeline of the last commit. Raises ValueError when its rules let none begin."""
        self.pipelines += 1
        text = git(self.origin, "show", f"HEAD:{FILE}")
        config = yaml.load(text, yaml.BaseLoader)
        rules = [one["if"] for one in config["workflow"]["rules"]]
        if f'$CI_PIPELINE_SOURCE == "{source}"' not in rules:
            raise ValueError(f"no pipeline for {source}")
        done: dict[str, Job] = {}
        for stage in config["stages"]:
            for name in self._jobs(config):
                job = self._job(config, name)
                if job["stage"] == stage:
                    done[name] = self._run(config, name, done, stop)
        return done

    def play(self, name: str, user: str) -> Job:
        """Play a manual job of the last pipeline."""
        config = yaml.load(git(self.origin, "show", f"HEAD:{FILE}"), yaml.BaseLoader)
        return self._run(config, name, None, None, {"GITLAB_USER_NAME": user})

    def _jobs(self, config: dict[str, Any]) -> list[str]:
        other = {"workflow", "stages", "default", "variables"}
        return [name for name in config if name not in other and not name.startswith(".")]

    def _job(self, config: dict[str, Any], name: str) -> dict[str, Any]:
        job = config[name]
        if "extends" in job:
            job = {**config[job["extends"]], **job}
        assert set(job) <= KNOWN, set(job) - KNOWN
        return job

    def _run(
        self,
        config: dict[str, Any],
        name: str,
        done: dict[str, Job] | None,
        stop: shell.Stop | None,
        more: Mapping[str, str] | None = None,
    ) -> Job:
        job = self._job(config, name)
        if done is not None and any(done[one].result != "success" for one in job.get("needs", [])):
            return Job("skipped")
        if done is not None and job.get("when") == "manual":
            return Job("manual")
        number = str(self.pipelines)
        work = self.folder / "jobs" / f"{number}-{name}"
        variables = {**config["variables"], **job.get("variables", {})}
        if variables.get("GIT_STRATEGY") == "none":
            work.mkdir(parents=True)
        else:
            subprocess.run(["git", "clone", "--quiet", str(self.origin), str(work)], check=True)
        quick = [] if self.pip else [str(self.folder / "quick")]
        self.pip = False
        env = {
            **environment([*quick, str(Path(sys.executable).parent)]),
            "CI_API_V4_URL": f"http://127.0.0.1:{self.server.server_port}/api/v4",
            "CI_COMMIT_REF_SLUG": "main",
            "CI_JOB_TOKEN": JOB_TOKEN,
            "CI_PIPELINE_ID": number,
            "CI_PIPELINE_URL": f"https://gitlab.com/office/briefs/-/pipelines/{number}",
            "CI_PROJECT_DIR": str(work),
            "CI_PROJECT_ID": "42",
            "HOME": str(self.folder),
            **self.variables,
            **(more or {}),
        }
        for key, value in variables.items():
            env[key] = _expanded(value, env)
        for one in job.get("needs", []):
            self._take(number, one, work, env)
        caches = [(self._key(one["key"], work, env), one) for one in job.get("cache", [])]
        for key, cache in caches:
            for path in cache["paths"]:
                if (kept := self.folder / "caches" / key / path).is_dir():
                    shutil.copytree(kept, work / path, dirs_exist_ok=True)
        lines = [*job.get("before_script", []), *job["script"]]
        script = "\n".join(lines).replace("/opt/verapdf/verapdf", str(self.folder / "bin/verapdf"))
        words = ["bash", "-eo", "pipefail", "-c", script]
        status, said = shell.run(words, work, env, stop if name == "build" else None)
        for key, cache in caches:
            if cache.get("policy", "pull-push") != "pull" and (
                not status or cache.get("when") == "always"
            ):
                self._keep(key, cache["paths"], work)
        self._artifacts(number, name, job.get("artifacts"), work, failed=bool(status))
        return Job("failed" if status else "success", said)

    def _key(self, key: Any, work: Path, env: Mapping[str, str]) -> str:
        if isinstance(key, str):
            return _expanded(key, env)
        content = b"".join((work / name).read_bytes() for name in key["files"])
        return f"{key['prefix']}-{hashlib.sha256(content).hexdigest()[:16]}"

    def _keep(self, key: str, paths: list[str], work: Path) -> None:
        for path in paths:
            if (work / path).is_dir():
                shutil.rmtree(self.folder / "caches" / key / path, ignore_errors=True)
                shutil.copytree(work / path, self.folder / "caches" / key / path)

    def _artifacts(
        self, number: str, name: str, wanted: dict[str, Any] | None, work: Path, *, failed: bool
    ) -> None:
        if wanted is None or (failed and wanted.get("when") != "always"):
            return
        target = self.folder / "artifacts" / number / name
        left = [_pattern(one) for one in wanted.get("exclude", [])]
        for pattern in wanted["paths"]:
            for path in work.glob(pattern):
                for file in path.rglob("*") if path.is_dir() else [path]:
                    inside = file.relative_to(work).as_posix()
                    if file.is_file() and not any(one.fullmatch(inside) for one in left):
                        (target / inside).parent.mkdir(parents=True, exist_ok=True)
                        shutil.copy2(file, target / inside)
        dotenv = wanted.get("reports", {}).get("dotenv")
        if dotenv and (work / dotenv).is_file():
            shutil.copy(work / dotenv, self.folder / "artifacts" / f"{number}-{name}.env")

    def _take(self, number: str, name: str, work: Path, env: dict[str, str]) -> None:
        folder = self.folder / "artifacts"
        if (folder / number / name).is_dir():
            shutil.copytree(folder / number / name, work, dirs_exist_ok=True)
        dotenv = folder / f"{number}-{name}.env"
        if dotenv.is_file():
            env.update(line.split("=", 1) for line in dotenv.read_text().splitlines())


def _expanded(text: str, env: Mapping[str, str]) -> str:
    return re.sub(r"\$\{?(\w+)\}?", lambda found: env.get(found[1], ""), text)


def _pattern(glob: str) -> re.Pattern[str]:
    """Return what one of GitLab's patterns matches: doublestar, with * inside one folder."""
    parts = re.split(r"(\*\*/|\*)", glob)
    kinds = {"**/": r"(?:[^/]+/)*", "*": "[^/]*"}
    return re.compile("".join(kinds.get(part) or re.escape(part) for part in parts))


assert os.sep == "/"
