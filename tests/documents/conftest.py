"""Small pages as WeasyPrint prints them, for what stands in the place of its own functions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

SHEET = "@page { size: 120mm; margin: 8mm } html { font: 9pt 'DejaVu Sans', sans-serif }"


@pytest.fixture(scope="module")
def printed() -> Callable[[str], bytes]:
    """Return what prints the body of a page; the fonts are the same for all pages of a module."""
    config = FontConfiguration()

    def of(body: str) -> bytes:
        source = HTML(string=f'<html lang="en"><title>x</title><body>{body}')
        sheet = CSS(string=SHEET, font_config=config)
        document = source.render(font_config=config, stylesheets=[sheet])
        made: bytes = document.write_pdf(
            pdf_identifier=b"one", pdf_variant="pdf/ua-1", uncompressed_pdf=True
        )
        return made

    return of
