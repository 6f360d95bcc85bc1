"""One file of two standards: PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3).

WeasyPrint writes one standard's marks into a file: it is told to write PDF/A-3a,
and what the other asks for is added here.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pydyf  # type: ignore[import-untyped]

from briefpress.flate import compressed

VARIANT = "pdf/a-3a"
"""What WeasyPrint calls it."""

_UA = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA universal accessibility schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""
"""The mark of PDF/UA-1, and the schema by which PDF/A-3 knows it (ISO 19005-3, 6.6.2.3)."""


def declare(pdf: pydyf.PDF) -> None:
    """Say in the metadata that the file conforms to PDF/UA-1 too; in plain XML, to be found."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    text = b"\n".join(metadata.stream).decode()
    metadata.stream = [text.replace("</rdf:RDF>", _UA).encode()]
    metadata.compress = False


def intend_srgb(pdf: pydyf.PDF) -> None:
    """Say that colours are meant as sRGB (ISO 19005-3, 6.2.3).

    With WeasyPrint's own option for it, the file of the profile stays open.
    """
    profile = pydyf.Stream([_srgb()], pydyf.Dictionary({"N": 3, "Filter": "/FlateDecode"}))
    pdf.add_object(profile)
    intent = pydyf.Dictionary(
        {
            "Type": "/OutputIntent",
            "S": "/GTS_PDFA1",
            "OutputConditionIdentifier": pydyf.String("sRGB2014.icc"),
            "Info": pydyf.String("sRGB2014.icc"),
            "DestOutputProfile": profile.reference,
        }
    )
    pdf.catalog["OutputIntents"] = pydyf.Array([intent])


@cache
def _srgb() -> bytes:
    """Return the profile of sRGB that WeasyPrint carries, compressed.

    It is that of the International Color Consortium.
    """
    return compressed((files("weasyprint.pdf") / "sRGB2014.icc").read_bytes())


def sharp_pictures(pdf: pydyf.PDF) -> None:
    """Ask for no interpolation of pictures, which PDF/A forbids (ISO 19005-3, 6.2.8)."""
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream) and thing.extra.get("Subtype") == "/Image":
            thing.extra.pop("Interpolate", None)
