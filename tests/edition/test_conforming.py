"""The validator's one false alarm is known by the stream that it is about."""

import io

import page
import pikepdf
import pytest
from conforming import false_alarm, faults


def a_file(*streams: tuple[bytes, int]) -> bytes:
    """Return objects from 1 on, each a stream of some bytes that says how many they are."""
    return b"%PDF-1.7\n" + b"".join(
        b"%d 0 obj\n<</Length %d/Params <</Size 1>>>>\nstream\n%s\nendstream\nendobj\n"
        % (number, length, data)
        for number, (data, length) in enumerate(streams, 1)
    )


def test_a_false_alarm_is_about_a_stream_that_ends_in_a_carriage_return() -> None:
    content = a_file((b"q Q", 3), (b"q Q\r", 4))
    assert false_alarm(content, 2)
    assert not false_alarm(content, 1)
    assert not false_alarm(content, 3)


def test_one_without_a_number_is_about_several_streams() -> None:
    right = (b"q Q\r", 4)
    assert false_alarm(a_file(right, (b"q", 1), right), None)
    assert not false_alarm(a_file(right, (b"q", 1)), None)
    assert not false_alarm(a_file(right, right, (b"q", 3)), None)


@pytest.mark.parametrize("length", [3, 5, 400])
def test_a_length_that_is_wrong_is_no_false_alarm(length: int) -> None:
    assert not false_alarm(a_file((b"q Q\r", length)), 1)


def test_a_file_without_tags_has_faults() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        out = io.BytesIO()
        pdf.save(out)
    assert faults(out.getvalue(), page.ValidationProfile.PDF_UA_1)
