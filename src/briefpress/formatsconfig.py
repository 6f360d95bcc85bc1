"""The key ``formats`` of briefs.toml: as what files each brief is made, beside its PDF."""

from __future__ import annotations

from briefpress.errors import did_you_mean
from briefpress.tomlreader import Section

PDF = "pdf"

FORMATS = {PDF: ".pdf", "html": ".html"}
"""What a brief can be made as, and the ending of the file that a reader opens."""


def formats(section: Section, default: tuple[str, ...] = (PDF,)) -> tuple[str, ...]:
    """Return the formats that a section asks for, in the order of ``FORMATS``.

    The PDF is always among them: pages are counted, checked and approved in it.
    What is wrong is noted in the section's reader.
    """
    if "formats" not in section.data:
        section.known.append("formats")
        return default
    listed = section.take("formats", list, list(default)) or []
    for name in dict.fromkeys(map(str, listed)):
        if name not in FORMATS:
            hint = did_you_mean(name, FORMATS)
            there = f"There is: {', '.join(FORMATS)}"
            section.wrong("formats", f"'{name}' is no format of a brief.{hint} {there}")
    if PDF not in listed:
        section.wrong("formats", f"'{PDF}' is missing: the other formats are made beside it")
    return tuple(name for name in FORMATS if name in listed)
