"""A packed file says what the same file says as WeasyPrint would write it."""

import io
import re

import pikepdf
import pydyf
import pytest

from briefpress.documents import packing


def file(pack, title="One (1)", version="1.7", **options):
    pdf = pydyf.PDF()
    page = pydyf.Stream([b"0 0 10 10 re", "f", pydyf.Dictionary({"A": 1.5})], compress=True)
    pdf.add_object(page)
    plain = pydyf.Stream([b"plain"], {"Type": "/Metadata"})
    pdf.add_object(plain)
    pdf.catalog["Metadata"] = plain.reference
    box = {"MediaBox": pydyf.Array([0, 0, 10, 10]), "Resources": pydyf.Dictionary()}
    pdf.add_page(pydyf.Dictionary({"Type": "/Page", "Contents": page.reference} | box))
    values = [1, 2.0, -0.25, "/Name", b"null", pydyf.String("\u0416"), pydyf.Array()]
    pdf.add_object(pydyf.Dictionary({"Values": pydyf.Array(values), "Empty": pydyf.Dictionary()}))
    pdf.catalog["Own"] = pdf.objects[-1].reference
    if title:
        pdf.info["Title"] = pydyf.String(title)
    if pack:
        packing.pack(pdf)
    out = io.BytesIO()
    pdf.write(out, version, **{"identifier": True, "compress": True} | options)
    return out.getvalue()


def opened(content):
    return pikepdf.open(io.BytesIO(content))


def parts(pdf):
    """Return the objects of a file; of streams what they say, not how they are packed."""
    for one in pdf.objects:
        if not isinstance(one, pikepdf.Stream):
            yield re.sub(r'"/Length": \d+', "", repr(one))  # of the streams that it names
        elif one.get("/Type") not in ("/ObjStm", "/XRef"):
            about = {key: repr(value) for key, value in one.items() if key != "/Length"}
            yield about, one.read_bytes()


@pytest.mark.parametrize("title", ["One (1)", ""])
def test_a_packed_file_has_the_same_objects(title):
    with opened(file(False, title)) as one, opened(file(True, title)) as two:
        assert list(parts(one)) == list(parts(two))
        assert len(one.objects) == len(two.objects)
        assert one.Root.objgen == two.Root.objgen
        assert one.docinfo == two.docinfo
        assert two.pages[0].Contents.read_bytes() == b"0 0 10 10 re\nf\n<</A 1.5>>"
        assert two.Root.Metadata.read_raw_bytes() == b"plain"
        assert not two.check_pdf_syntax()


def test_a_file_opens_without_being_mended(caplog):
    content = file(True)
    start = int(re.search(rb"startxref\n(\d+)\n%%EOF\n$", content)[1])
    assert re.match(rb"\d+ 0 obj\n<</Type /XRef", content[start:])
    with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
        assert pdf.pdf_version == "1.7"


def test_the_identifier_is_of_what_is_in_the_file():
    one, same, other = (opened(file(True, title)).trailer.ID for title in ("A", "A", "B"))
    assert bytes(one[0]) == bytes(one[1]) == bytes(same[0]) != bytes(other[0])
    named = opened(file(True, identifier=b"mine")).trailer.ID
    assert bytes(named[0]) == b"mine" != bytes(named[1])
    assert "/ID" not in opened(file(True, identifier=False)).trailer


@pytest.mark.parametrize("options", [{"compress": False}, {"version": "1.4"}])
def test_what_is_not_to_be_packed_is_written_by_pydyf(options):
    assert file(True, **options) == file(False, **options)
