"""Arrays of any length hold the same as those whose length is declared, and are parsed once."""

from weasyprint.pdf import fonts
from weasyprint.text.ffi import ffi

from briefpress.documents.arrays import AnyLength, mend


def test_an_array_is_as_long_as_its_values() -> None:
    arrays = AnyLength(ffi)
    for length in (1, 5, 731):
        made = arrays.new(f"hb_codepoint_t[{length}]", list(range(length)))
        assert list(made) == list(ffi.new(f"hb_codepoint_t[{length}]", list(range(length))))


def test_a_length_without_values_stands() -> None:
    assert len(AnyLength(ffi).new("hb_codepoint_t[7]")) == 7


def test_no_length_is_parsed() -> None:
    AnyLength(ffi).new("hb_codepoint_t[90001]", list(range(90001)))
    assert "hb_codepoint_t[90001]" not in ffi._parsed_types


def test_it_is_put_there_once() -> None:
    mend()
    mend()
    assert isinstance(fonts.ffi, AnyLength)
    assert not isinstance(fonts.ffi.ffi, AnyLength)
    assert fonts.ffi.NULL == ffi.NULL
