"""Who is let in to the desk, and who is not."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.responses import PlainTextResponse

from briefpress.desk.access import Access

PORT, TOKEN = 8123, "a-token"
HOST = f"127.0.0.1:{PORT}"


def desk() -> Access:
    return Access(PlainTextResponse("inside"), PORT, TOKEN)


def ask(
    access: Access, path: str = "/", query: str = "", method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    given = {"host": HOST, **{name.replace("_", "-"): value for name, value in headers.items()}}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in given.items() if value],
    }
    asyncio.run(access(scope, receive, send))
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], found, b"".join(one.get("body", b"") for one in sent[1:])


def cookie(access: Access) -> str:
    return f"{access.cookie}={access.secret}"


def test_the_token_becomes_a_cookie_that_no_script_and_no_other_site_can_use() -> None:
    access = desk()
    status, headers, _ = ask(access, "/brief/a/b/en", f"x=1&token={TOKEN}")
    assert (status, headers["location"]) == (303, "/brief/a/b/en?x=1")
    assert headers["set-cookie"].startswith(cookie(access))
    assert {"httponly", "samesite=strict", "path=/"} <= {
        one.strip().lower() for one in headers["set-cookie"].split(";")
    }
    assert TOKEN not in headers["set-cookie"]
    assert ask(access, cookie=cookie(access))[0] == 200


@pytest.mark.parametrize("query", ["", "token=", "token=another", f"Token={TOKEN}"])
def test_without_the_token_nobody_is_let_in(query: str) -> None:
    access = desk()
    assert ask(access, query=query)[0] == 403
    assert ask(access, query=query, cookie=f"{access.cookie}=wrong")[0] == 403


def test_a_token_is_for_opening_the_desk_and_not_for_sending_forms() -> None:
    assert ask(desk(), query=f"token={TOKEN}", method="POST", origin=f"http://{HOST}")[0] == 403


def test_the_way_on_never_leads_to_another_host() -> None:
    _, headers, _ = ask(desk(), "//elsewhere.example/", f"token={TOKEN}")
    assert headers["location"] == "/elsewhere.example/"


@pytest.mark.parametrize(
    "host",
    ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", f"[::1]:{PORT}", ""],
)
def test_another_host_is_refused_even_with_the_cookie(host: str) -> None:
    access = desk()
    assert ask(access, host=host, cookie=cookie(access))[0] == 403
    assert ask(access, query=f"token={TOKEN}", host=host)[0] == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", f"https://{HOST}", "http://127.0.0.1:9"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_origin_is_refused_even_with_the_cookie(origin: str, method: str) -> None:
    access = desk()
    assert ask(access, method=method, origin=origin, cookie=cookie(access))[0] == 403


def test_a_form_has_to_say_where_it_is_from() -> None:
    access = desk()
    assert ask(access, method="POST", cookie=cookie(access))[0] == 403
    own = ask(access, method="POST", cookie=cookie(access), origin=f"http://{HOST}")
    assert own[0] == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_site_begins_is_refused_but_opening_the_url(site: str) -> None:
    access = desk()
    assert ask(access, cookie=cookie(access), sec_fetch_site=site)[0] == 403
    opened = {"sec_fetch_site": site, "sec_fetch_mode": "navigate"}
    assert ask(access, query=f"token={TOKEN}", **opened)[0] == 303


def test_localhost_is_the_desk_too_but_with_an_origin_of_its_own() -> None:
    access, host = desk(), f"localhost:{PORT}"
    assert ask(access, host=host, cookie=cookie(access), origin=f"http://{host}")[0] == 200
    assert ask(access, host=host, cookie=cookie(access), origin=f"http://{HOST}")[0] == 403


def test_no_answer_can_be_framed_or_read_by_others() -> None:
    access = desk()
    for status, headers, _ in (ask(access), ask(access, cookie=cookie(access))):
        assert status in (200, 403)
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in headers
