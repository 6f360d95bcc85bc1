"""Pages of a test, laid out as a brief's are."""

from collections.abc import Callable

import pytest

from briefpress import config
from briefpress.documents.fit import Fit, measured
from briefpress.documents.looks.sheets import Sheet, sheets
from briefpress.documents.pdf import Printer

STARTER = (config.starter(),)

LayOut = Callable[..., Fit]
Look = Callable[..., list[Sheet]]


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
