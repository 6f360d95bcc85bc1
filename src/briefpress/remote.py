"""Files at URLs: the only place that knows fsspec. Nothing is loaded where no URL is used.

Secrets come from the environment or from fsspec's own configuration, as each
kind of store has it, and go into no message.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from briefpress.errors import BriefpressError, ProjectError

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_PASSWORD = re.compile(r"[^:/]+://[^@/]*:[^@/]*@")
_SIGNED = re.compile(
    r"[?&][^=&]*(sig|signature|token|password|secret|api_?key)=[^&]", re.IGNORECASE
)
_SECRET = re.compile(r"SECRET|TOKEN|PASSWORD|KEY", re.IGNORECASE)


def is_url(text: str) -> bool:
    """Say whether a text is a URL and not a path."""
    return bool(_URL.match(text))


def secret_in(url: str) -> str:
    """Say which secret a URL carries that nobody may write down; nothing when it has none."""
    if _PASSWORD.match(url):
        return "a password"
    return "a signature or token" if _SIGNED.search(url) else ""


def system(url: str) -> tuple[Any, str]:
    """Return the file system of a URL, and the path of the URL in it. Raises ProjectError."""
    with explained(url):
        try:
            from fsspec.core import url_to_fs
        except ImportError:
            raise ProjectError(
                f"{url}: a URL needs fsspec, which is not installed."
                " pip install 'briefpress[remote]'"
            ) from None
        files, path = url_to_fs(url)
        files.invalidate_cache()  # what it knows from before is not what is there
        return files, path


@contextmanager
def explained(url: str, mend: str = "") -> Iterator[None]:
    """Turn whatever goes wrong with a URL into a ProjectError: the URL, what it is, what to do."""
    try:
        yield
    except BriefpressError:
        raise
    except Exception as error:  # each kind of store has errors of its own
        found, usual = _said(error)
        raise ProjectError(f"{url}: {found}. {mend or usual}") from error


def _said(error: Exception) -> tuple[str, str]:
    """Say what an error is, and what helps against it as a rule."""
    said = str(error.__cause__ or error)  # the cause of FileNotFoundError may be a network
    line = _harmless(" ".join(said.split()))[:300].rstrip(".") or type(error).__name__
    match error:
        case ImportError():
            return f"needs a package that is not installed: {line}", _INSTALL
        case FileNotFoundError():
            return f"cannot be found: {line}", "Look whether address, bucket and name are right"
        case PermissionError():
            return f"no permission: {line}", _RIGHTS
    if "credential" in line.lower():
        return f"no permission: {line}", _RIGHTS
    return f"{type(error).__name__}: {line}", "Look whether the address is right and answers"


_INSTALL = "For s3:// and https://: pip install 'briefpress[remote]'"
_RIGHTS = "Give the credentials as this kind of store has them, in the environment"


def _harmless(line: str) -> str:
    """Take out what the environment keeps secret."""
    for name, value in os.environ.items():
        if _SECRET.search(name) and len(value) > 5:
            line = line.replace(value, "…")
    return line
