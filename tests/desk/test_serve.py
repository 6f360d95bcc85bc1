"""`briefpress serve` as a process: its port, its end, and what it answers to whom."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from a_desk import Desk, project_in, running


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = project_in(tmp_path_factory.mktemp("desk") / "project")
    with running(root, tmp_path_factory.mktemp("cache")) as started:
        yield started


@pytest.fixture(scope="module")
def cookie(desk: Desk) -> str:
    _, headers, _ = desk.ask(desk.url.removeprefix(desk.base))
    return headers["set-cookie"].partition(";")[0]


ADDRESSES = ["/", "/settings", "/brief/country/PAK/en", "/events", "/static/desk.js", "/page/x"]


@pytest.mark.parametrize("path", ADDRESSES)
def test_no_page_is_for_who_has_no_token(desk: Desk, path: str) -> None:
    assert desk.ask(path)[0] == 403


@pytest.mark.parametrize("path", ADDRESSES)
def test_no_page_is_for_another_name_of_this_machine(desk: Desk, cookie: str, path: str) -> None:
    assert desk.ask(path, Host=f"rebound.example:{desk.port}", Cookie=cookie)[0] == 403
    assert desk.ask(path, Origin="http://evil.example", Cookie=cookie)[0] == 403


def test_a_form_of_another_site_writes_nothing(desk: Desk, cookie: str) -> None:
    before = (desk.root / "briefs.toml").read_bytes()
    for origin in ("http://evil.example", "null", ""):
        answer = desk.ask("/settings", "POST", "title=x", Origin=origin, Cookie=cookie)
        assert answer[0] == 403
    assert (desk.root / "briefs.toml").read_bytes() == before


@pytest.mark.parametrize(
    "path",
    [
        "/static/../server.py",
        "/static/..%2fserver.py",
        "/static/%2e%2e/views.py",
        "/static//etc/passwd",
        "/font/../logo.svg",
        "/font/..%2f..%2fbriefs.toml",
        "/page/..%2f..%2fetc",
        "/pdf/..%2f..%2f..%2fetc/passwd",
        "/sheet/../1",
        "/picture/..%2f/..%2f/etc",
        "/brief/../../etc",
    ],
)
def test_no_address_leads_out_of_the_desk(desk: Desk, cookie: str, path: str) -> None:
    status, _, body = desk.ask(path, Cookie=cookie)
    assert status == 404
    assert b"root:" not in body
    assert b"import" not in body


def test_a_form_can_only_be_so_long(desk: Desk, cookie: str) -> None:
    body = "title=" + "x" * 200_000
    answer = desk.ask("/settings", "POST", body, Origin=desk.base, Cookie=cookie)
    assert answer[0] == 413


def test_a_language_is_changed_and_leads_back_to_the_desk_only(desk: Desk, cookie: str) -> None:
    body = "language=ar&back=//evil.example/"
    status, headers, _ = desk.ask("/language", "POST", body, Origin=desk.base, Cookie=cookie)
    assert (status, headers["location"]) == (303, "/evil.example/")


def test_a_port_that_is_taken_is_said(desk: Desk) -> None:
    command = [sys.executable, "-m", "briefpress", "serve", str(desk.root), "--port"]
    ended = subprocess.run([*command, str(desk.port)], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert f"port {desk.port} cannot be used" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_folder_without_a_project_is_said(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "briefpress", "serve", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "no briefs.toml here" in ended.stderr


def of_group(group: int) -> list[int]:
    """Return the processes of a group that are alive."""
    command = ["ps", "-A", "-o", "pid=,pgid=,stat="]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    rows = [line.split() for line in lines]
    return [int(pid) for pid, of, state in rows if int(of) == group and not state.startswith("Z")]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_the_desk_ends_with_its_workers_and_lets_go_of_its_port(
    desk: Desk, tmp_path: Path, how: signal.Signals
) -> None:
    project = tmp_path / "project"
    shutil.copytree(desk.root, project)
    with running(project, tmp_path / "cache") as own:
        _, headers, _ = own.ask(own.url.removeprefix(own.base))
        cookie = headers["set-cookie"].partition(";")[0]
        # somebody looks at a brief: a worker is at work, and this answer has no end
        with socket.create_connection(("127.0.0.1", own.port)) as looking:
            asked = f"GET /events?brief=country/PAK/en HTTP/1.1\r\nHost: 127.0.0.1:{own.port}\r\n"
            looking.sendall(f"{asked}Cookie: {cookie}\r\n\r\n".encode())
            heard = b""
            while b'"page": "' not in heard or b'"page": ""' in heard.rpartition(b"data:")[2]:
                heard += looking.recv(65536)
            group = os.getpgid(own.process.pid)
            assert len(of_group(group)) > 1
            own.process.send_signal(how)
            assert own.process.wait(60) == 0
            assert own.process.stdout
            own.process.stdout.read()  # its other end is held by what workers are forked from
            assert of_group(group) == []
        with socket.socket() as again:
            again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            again.bind(("127.0.0.1", own.port))
    assert not (project / "build").exists()
