"""A brief's page for the browser, until it is the edition's own HTML."""

from __future__ import annotations

from briefpress.press.make import Begun


def page(begun: Begun) -> bytes:
    """Return the page with its style sheet in it."""
    folders = begun.task.project.folders
    found = (folder / "templates/css/brief.css" for folder in folders)
    style = next(path for path in found if path.is_file()).read_text(encoding="utf-8")
    return begun.html.replace("</head>", f"<style>{style}</style></head>").encode()
