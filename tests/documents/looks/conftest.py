"""Pages of a test, laid out as a brief's are."""

import pytest
from laid_out import STARTER, LayOut, Look

from briefpress.documents.fit import Fit, measured
from briefpress.documents.looks.sheets import sheets
from briefpress.documents.pdf import Printer


@pytest.fixture(scope="session")
def lay_out() -> LayOut:
    """Lay out the body of a page: ``lay_out("<p>Words</p>", "p { width: 20mm }")``."""
    printer = Printer(STARTER, "templates/logo.svg")

    def fitted(body: str, css: str = "") -> Fit:
        page = "@page :first { margin-top: 20mm }"
        html = (
            f'<!DOCTYPE html><html lang="en"><head><title>T</title>'
            f"<style>{page} {css}</style></head>"
            f"<body>{body}</body></html>"
        )
        return measured("regular", printer.sheets_of(html, {})[0]("regular"))

    return fitted


@pytest.fixture(scope="session")
def pages(lay_out: LayOut) -> Look:
    """What is on the pages of a body, for a check to read."""
    return lambda body, css="": sheets(lay_out(body, css).document)
