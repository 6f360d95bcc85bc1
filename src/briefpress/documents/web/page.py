"""The page of a brief, from the HTML that its PDF was laid out from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefpress.documents.formats import Rendered


def page(brief: Rendered) -> str:
    """Return the page."""
    folders = [folder / "templates/css/web.css" for folder in brief.project.folders]
    sheet = next((path.read_text(encoding="utf-8") for path in folders if path.is_file()), "")
    return brief.html.replace("</head>", f"<style>{sheet}</style></head>")
