"""A packed file says what the same file says as WeasyPrint would write it."""

import io

import pikepdf
import pydyf

from briefpress.documents import packing


def file(pack):
    pdf = pydyf.PDF()
    page = pydyf.Stream([b"0 0 10 10 re", "f", pydyf.Dictionary({"A": 1.5})], compress=True)
    pdf.add_object(page)
    plain = pydyf.Stream([b"plain"], {"Type": "/Metadata"})
    pdf.add_object(plain)
    pdf.catalog["Metadata"] = plain.reference
    pdf.add_page(pydyf.Dictionary({"Type": "/Page", "Contents": page.reference}))
    pdf.info["Title"] = pydyf.String("One (1)")
    if pack:
        packing.pack(pdf)
    out = io.BytesIO()
    pdf.write(out, identifier=True, compress=True)
    return out.getvalue()


def test_a_packed_file_has_the_same_objects():
    with pikepdf.open(io.BytesIO(file(False))) as one, pikepdf.open(io.BytesIO(file(True))) as two:
        for pdf in (one, two):
            assert pdf.docinfo.Title == "One (1)"
            assert pdf.pages[0].Contents.read_bytes() == b"0 0 10 10 re\nf\n<</A 1.5>>"
            assert pdf.pages[0].Contents.Filter == "/FlateDecode"
            assert pdf.Root.Metadata.read_raw_bytes() == b"plain"
        assert len(one.objects) == len(two.objects)


def test_what_is_packed_is_written_as_it_is():
    pdf = pydyf.PDF()
    pdf.add_object(pydyf.Dictionary({"A": 1}))
    packing.pack(pdf)
    one = pdf.objects[-1]
    assert one.data is one.data
    assert one.indirect == b"3 0 obj\n<</A 1>>\nendobj"
    assert pdf.objects[0].free == "f"
