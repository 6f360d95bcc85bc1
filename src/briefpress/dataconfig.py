"""``[data]`` of briefs.toml: under which licence the data of an edition is handed out."""

from __future__ import annotations

from dataclasses import dataclass

from briefpress.remote import is_url, secret_in
from briefpress.tomlreader import Section


@dataclass(frozen=True)
class Handing:
    """What is said of the data that is handed out; nothing is said that nobody decided."""

    licence: str = ""
    """An identifier of SPDX or the Open Definition, as ``CC-BY-4.0``."""
    licence_url: str = ""
    """Where it can be read."""


def handing(section: Section) -> Handing:
    """Read the section [data] of briefs.toml; each mistake is noted in its reader."""
    found = Handing(section.take("licence", str, ""), section.take("licence_url", str, ""))
    section.finish()
    if found.licence_url and not is_url(found.licence_url):
        section.wrong("licence_url", f"'{found.licence_url}' is no URL: 'https://…'")
    elif secret := secret_in(found.licence_url):
        section.wrong("licence_url", f"the URL holds {secret}")
    if found.licence_url and not found.licence:
        section.wrong("licence_url", "stands alone: say in 'licence' which licence that is")
    if found.licence and not all(sign.isalnum() or sign in "-._" for sign in found.licence):
        section.wrong(
            "licence",
            f"'{found.licence}' is no identifier of a licence: 'CC-BY-4.0', 'CC0-1.0'",
        )
    return found
