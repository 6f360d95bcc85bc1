"""The desk's own words: its pages in a language, which need not be that of a brief."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from briefpress import catalogues, language
from briefpress.language import Names, Text
from briefpress.usage import own_name

PAGES = Path(__file__).parent / "pages"


def languages() -> tuple[str, ...]:
    """Return the languages that the desk speaks."""
    return catalogues.languages()


def chosen(cookie: str, accepted: str) -> str:
    """Return the language for somebody: what was chosen, else what the browser asks for."""
    known = languages()
    asked = [re.split(r"[-;]", one.strip())[0].lower() for one in accepted.split(",")]
    return next((one for one in (cookie, *asked) if one in known), "en")


@cache
def words(code: str) -> Text:
    """Return the desk's words in a language. A project's own catalogues are for its briefs."""
    return language.text(code, Names({}, {}))


@cache
def environment(code: str) -> Environment:
    """Return the desk's pages in a language."""
    text = words(code)
    env = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        text.gettext, text.ngettext, newstyle=True, pgettext=text.pgettext
    )
    env.filters |= {"number": text.number}
    env.globals |= {"ui": {"code": code, "direction": text.direction}, "languages": named()}
    return env


@cache
def named() -> dict[str, str]:
    """Return what each of the desk's languages calls itself."""
    return {code: own_name(code) for code in languages()}
