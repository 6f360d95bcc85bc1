"""A brief of each kind in each language conforms, and is read as it is seen."""

import io
from collections.abc import Callable
from typing import Any

import page
import pikepdf
import pypdfium2
import pytest
from conforming import PROFILES, faults
from six_languages import KINDS, LANGUAGES

from briefpress.documents import reading, structure


@pytest.fixture
def content(printed: Callable[[str], tuple[str, Any, bytes]], kind: str, code: str) -> bytes:
    return printed(f"{kind}/{code}")[2]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
class TestEachBrief:
    @pytest.mark.parametrize("profile", PROFILES)
    def test_conforms(self, content: bytes, profile: page.ValidationProfile) -> None:
        assert faults(content, profile) == []

    def test_has_a_structure_that_is_read_as_it_is_seen(self, content: bytes, code: str) -> None:
        with pikepdf.open(io.BytesIO(content)) as pdf, pypdfium2.PdfDocument(content) as pages:
            assert list(structure.findings(pdf)) == []
            assert list(reading.findings(pdf, pages)) == []
            assert str(pdf.Root.Lang) == code
