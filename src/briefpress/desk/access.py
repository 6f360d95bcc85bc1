"""Who may see the desk: the person who was told its URL, from a page of the desk itself.

It listens on the loopback address only; but any page in the person's browser can
send requests there, and a name can be made to point there (DNS rebinding). So:

- Host must be the desk's own, and so must Origin, where there is one;
- a request that another site began is refused (Fetch Metadata), but for opening the URL;
- the token of the URL is exchanged for a cookie that no script and no other site can use;
- no answer allows another origin anything, or may be framed by one.
"""

from __future__ import annotations

import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOKEN = "token"
"""The name of the token in the URL."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self';"
    " frame-ancestors 'self'; base-uri 'none'"
)
"""Content-Security-Policy of the desk's own pages; a brief's page has one of its own."""

_REFUSED = "The desk is open to who has its URL: the one that 'briefpress serve' has printed.\n"


class Access:
    """Lets through who may come in, and puts on each answer what browsers have to know."""

    def __init__(self, app: ASGIApp, port: int, token: str) -> None:
        self.app, self.token = app, token
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self.origins = {f"http://{host}" for host in self.hosts}
        # cookies know no ports: two desks must not take each other's
        self.cookie = f"briefpress-desk-{port}"
        self.secret = secrets.token_urlsafe(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse to."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        answer: ASGIApp = self.app
        if not self._of_ours(scope["method"], headers):
            answer = PlainTextResponse(_REFUSED, 403)
        elif not self._known(headers):
            answer = self._let_in(scope)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = MutableHeaders(scope=message)
                sent.setdefault("Content-Security-Policy", POLICY)
                sent.setdefault("Cache-Control", "no-store")
                sent["X-Content-Type-Options"] = "nosniff"
                # with none at all, browsers say that a form is from nowhere
                sent["Referrer-Policy"] = "same-origin"
                sent["Cross-Origin-Opener-Policy"] = "same-origin"
                sent["Cross-Origin-Resource-Policy"] = "same-origin"
            await send(message)

        await answer(scope, receive, guarded)

    def _of_ours(self, method: str, headers: Headers) -> bool:
        """Say whether a request is to the desk, and from one of its pages or from nowhere."""
        hosts, origin = headers.getlist("host"), headers.get("origin")
        if len(hosts) != 1 or hosts[0].lower() not in self.hosts:
            return False
        if origin is not None and origin != f"http://{hosts[0].lower()}":
            return False
        if method not in ("GET", "HEAD"):
            return origin is not None  # every browser sends it with a form
        site = headers.get("sec-fetch-site", "none")
        return site in ("same-origin", "none") or headers.get("sec-fetch-mode") == "navigate"

    def _known(self, headers: Headers) -> bool:
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        return self.cookie in cookies and _same(cookies[self.cookie].value, self.secret)

    def _let_in(self, scope: Scope) -> ASGIApp:
        """Exchange a token for a cookie; without it, refuse."""
        query = parse_qsl(scope["query_string"].decode("latin-1"))
        if scope["method"] != "GET" or not any(
            name == TOKEN and _same(value, self.token) for name, value in query
        ):
            return PlainTextResponse(_REFUSED, 403)
        rest = urlencode([pair for pair in query if pair[0] != TOKEN])
        # one slash: '//elsewhere' would be another host
        path = "/" + scope["path"].lstrip("/")
        answer = RedirectResponse(f"{path}?{rest}" if rest else path, 303)
        answer.set_cookie(self.cookie, self.secret, httponly=True, samesite="strict", path="/")
        return answer


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode(), other.encode())
